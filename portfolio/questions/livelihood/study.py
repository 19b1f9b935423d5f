"""
Which ten livelihood matters (民生实事) to adopt: by the deputies' ballots, or by the shortfall.

The choice is exact: over all choices where a cap on each department holds. What several best
choices differ in is not decided here, least of all by the order of the list: it stays open until a
second vote (二次表决), or the order that the user prefers, decides it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd

from portfolio.errors import NoPlanError
from portfolio.plan.plan import Plan
from portfolio.questions.livelihood.ballots import Ballots, Rule
from portfolio.words import Words

ANY_RULE = Rule()  # nothing is known of the deputies


@dataclass(frozen=True)
class Matters:
    """
    The candidates, M of them, and what speaks for each.

    Attributes
    ----------
    table
        Columns `id`, `name`, `departments`, `indicators`, `inferred`, `basis`, in the order of the
        list.
    shortfall
        Points that the plan leaves open in the indicators that a matter states, >= 0, shape (M,);
        NaN where it states none that earns points.
    unserved
        Amount that no project serves of the needs that a matter states, by indicator, M of them.
    ballots
        Of the deputies; None: chosen by the shortfall.
    second
        Of a second vote on those that were tied.
    rule
        When a vote holds.
    order
        Ids that the user prefers, the best first.
    """

    table: pd.DataFrame
    shortfall: np.ndarray
    unserved: tuple[tuple[str, ...], ...] = ()
    ballots: Ballots | None = None
    second: Ballots | None = None
    rule: Rule = ANY_RULE
    order: tuple[str, ...] = ()

    @property
    def ids(self) -> list[str]:
        """Ids of the matters, M of them."""
        return self.table["id"].tolist()

    @property
    def departments(self) -> list[tuple[str, ...]]:
        """Departments of each matter, M of them."""
        return self.table["departments"].tolist()

    @property
    def eligible(self) -> np.ndarray:
        """Matters that may be chosen: the vote on them held and carried them, shape (M,), bool."""
        if self.ballots is None:
            return np.ones(len(self.shortfall), dtype=bool)
        return self.ballots.valid(self.rule) & self.ballots.carried(self.rule)

    @property
    def worth(self) -> list[tuple[float, float]]:
        """
        What each matter is chosen by, the weightier first.

        Votes for it, then those of the second vote; or the shortfall (to nine decimals), then the
        order: twice the weight for each place, so that no others together outweigh a better one.
        """
        if self.ballots is not None:
            again = np.zeros(len(self.ids)) if self.second is None else self.second.favour + 1
            return [(float(v), float(a)) for v, a in zip(self.ballots.favour, again, strict=True)]
        places = {name: len(self.order) - at for at, name in enumerate(self.order)}
        short = np.nan_to_num(self.shortfall)
        return [
            (round(float(points), 9), float(2 ** places[name]) if name in places else 0.0)
            for name, points in zip(self.ids, short, strict=True)
        ]


@dataclass(frozen=True)
class Choice:
    """
    What is chosen from the matters, and what is not decided.

    Attributes
    ----------
    matters
        What was chosen from.
    chosen
        In every best choice; indices in list order.
    undecided
        In some of the best choices, but not in all.
    count
        How many were to be chosen.
    seats
        How many of the undecided are still to be chosen.
    per_department
        The cap that held.
    """

    matters: Matters
    chosen: tuple[int, ...]
    undecided: tuple[int, ...]
    count: int
    seats: int
    per_department: int | None


def open_points(plan: Plan) -> dict[str, float]:
    """Return by indicator the points of its weight that the need not met in the last year costs."""
    missing = plan.problem.points * (1 - plan.met[:, -1])
    return dict(zip(plan.problem.indicator_ids, missing.tolist(), strict=True))


def matters_of(plan: Plan, table: pd.DataFrame) -> Matters:
    """Put the candidates together with the shortfall of a plan that each of them states."""
    missing, indicators = open_points(plan), plan.problem.indicators
    without = set(indicators["id"].iloc[plan.problem.unserved])
    shortfall, unserved = [], []
    for linked in table["indicators"]:
        points = [missing[name] for name in linked if name in missing]
        shortfall.append(sum(points) if points else np.nan)
        unserved.append(tuple(name for name in linked if name in without))
    return Matters(table, np.array(shortfall, dtype=float), tuple(unserved))


def choose(matters: Matters, count: int, per_department: int | None = None) -> Choice:
    """
    Return the best choice: most votes in sum, or most shortfall, and what it leaves open.

    Parameters
    ----------
    matters
        The candidates.
    count
        How many to choose, 1 to M; fewer if fewer were carried.
    per_department
        At most so many of one department; a matter of several departments counts for each.

    Raises
    ------
    NoPlanError
        If the departments' cap leaves no choice of so many.
    """
    places = np.flatnonzero(matters.eligible).tolist()
    size = min(count, len(places))
    if per_department is None:
        sure, some = _first(matters.worth, places, size)
    else:
        best = list(_best(matters, places, size, per_department))
        if not best:
            raise NoPlanError([_too_few(matters, places, size, per_department)])
        sure, some = set.intersection(*best), set.union(*best)
    return Choice(
        matters,
        tuple(sorted(sure)),
        tuple(sorted(some - sure)),
        count,
        size - len(sure),
        per_department,
    )


def decided(choice: Choice, second: Ballots) -> Choice:
    """Return the choice that a second vote on the undecided matters leaves."""
    matters = replace(choice.matters, second=second)
    return choose(matters, choice.count, choice.per_department)


def _first(
    worth: list[tuple[float, float]], places: list[int], size: int
) -> tuple[set[int], set[int]]:
    """Return who is in every, and who in some choice of the best so many."""
    if size == 0:
        return set(), set()
    edge = sorted((worth[i] for i in places), reverse=True)[size - 1]
    some = {i for i in places if worth[i] >= edge}
    return (some if len(some) == size else {i for i in some if worth[i] > edge}), some


def _best(matters: Matters, places: list[int], size: int, most: int) -> Iterator[set[int]]:
    """Yield all choices within the cap that no other one passes."""
    found: list[set[int]] = []
    worth = matters.worth
    top = (-1.0, -1.0)
    for chosen in combinations(places, size):
        if not within(matters, chosen, most):
            continue
        first, second = (sum(worth[i][side] for i in chosen) for side in (0, 1))
        sums = (round(first, 9), second)
        if sums > top:
            found, top = [], sums
        if sums == top:
            found.append(set(chosen))
    return iter(found)


def within(matters: Matters, chosen: tuple[int, ...], most: int | None) -> bool:
    """Whether a choice keeps the cap on each department."""
    if most is None:
        return True
    load = Counter(name for i in chosen for name in matters.departments[i])
    return max(load.values(), default=0) <= most


def _too_few(matters: Matters, places: list[int], count: int, most: int) -> Words:
    possible = next(
        size
        for size in range(count - 1, -1, -1)
        if any(within(matters, chosen, most) for chosen in combinations(places, size))
    )
    return Words(
        f"每个部门至多 {most} 项时，最多只能选 {possible} 项，选不满 {count} 项",
        f"with at most {most} a department, only {possible} matters can be chosen, not {count}",
    )
