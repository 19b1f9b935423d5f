"""
Which ten livelihood matters (民生实事) to adopt: by the deputies' votes, or by the shortfall.

The choice is exact: of the best by votes alone, or, with a cap on each department, over all
choices.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from portfolio.errors import NoPlanError
from portfolio.plan.plan import Plan
from portfolio.words import Words, about


@dataclass(frozen=True)
class Matters:
    """
    The candidates, M of them, and what speaks for each.

    Attributes
    ----------
    table
        Columns `id`, `name`, `departments`, `indicators`, `basis`, in the order of the list.
    shortfall
        Points that the plan leaves open in the linked indicators, >= 0, shape (M,).
    votes
        Of the deputies, shape (M,); None: chosen by the shortfall.
    """

    table: pd.DataFrame
    shortfall: np.ndarray
    votes: np.ndarray | None

    @property
    def ids(self) -> list[str]:
        """Ids of the matters, M of them."""
        return self.table["id"].tolist()

    @property
    def departments(self) -> list[tuple[str, ...]]:
        """Departments of each matter, M of them."""
        return self.table["departments"].tolist()

    @property
    def worth(self) -> list[tuple[float, float]]:
        """What each matter is chosen by: votes, then shortfall (to nine decimals)."""
        votes = np.zeros(len(self.shortfall)) if self.votes is None else self.votes
        return [(float(v), round(float(s), 9)) for v, s in zip(votes, self.shortfall, strict=True)]


@dataclass(frozen=True)
class Choice:
    """The matters chosen (indices in list order), the cap that held, and what was chosen from."""

    matters: Matters
    chosen: tuple[int, ...]
    per_department: int | None


@dataclass(frozen=True)
class Matter:
    """One candidate, and what became of it."""

    rank: int = about("名次", "its place")
    matter_id: str = about("民生事项编号", "id of the matter")
    name: str = about("名称", "its name")
    departments: str = about("负责部门，用分号隔开", "its departments")
    chosen: bool = about("是否选出", "whether it is chosen")
    votes: int | None = about("票数；没有票决则为空", "votes; null without a tally", "票")
    shortfall: float = about(
        "方案在所联系的指标上留下的缺口", "points that the plan leaves open in its indicators", "分"
    )
    indicators: str = about("所联系的指标，用分号隔开", "its indicators, by semicolons")
    basis: str = about("依据", "where it comes from")


@dataclass(frozen=True)
class Swap:
    """One chosen matter for one that is not."""

    out: str = about("换下的编号", "id that gives way")
    into: str = about("换上的编号", "id that comes in")
    votes: int | None = about("票数的变化", "votes gained; null without a tally", "票")
    shortfall: float = about("所补缺口的变化", "points of shortfall gained", "分")
    allowed: bool = about("换后是否仍满足部门上限", "whether the departments' cap still holds")


def open_points(plan: Plan) -> dict[str, float]:
    """Return by indicator the points of its weight that the need not met in the last year costs."""
    missing = plan.problem.points * (1 - plan.met[:, -1])
    return dict(zip(plan.problem.indicator_ids, missing.tolist(), strict=True))


def matters_of(plan: Plan, table: pd.DataFrame, votes: np.ndarray | None) -> Matters:
    """Put the candidates together with the shortfall of a plan that each of them serves."""
    missing = open_points(plan)
    shortfall = [sum(missing.get(k, 0.0) for k in linked) for linked in table["indicators"]]
    return Matters(table, np.array(shortfall), votes)


def choose(matters: Matters, count: int, per_department: int | None = None) -> Choice:
    """
    Return the best choice: most votes in sum, then most shortfall, then earliest in the list.

    Parameters
    ----------
    matters
        The candidates.
    count
        How many to choose, 1 to M.
    per_department
        At most so many of one department; a matter of several departments counts for each.

    Raises
    ------
    NoPlanError
        If the departments' cap leaves no choice of so many.
    """
    worth, places = matters.worth, range(len(matters.ids))
    if per_department is None:
        best = sorted(places, key=lambda i: (-worth[i][0], -worth[i][1], i))[:count]
        return Choice(matters, tuple(sorted(best)), None)
    found: tuple[int, ...] | None = None
    top = (-1.0, -1.0)
    for chosen in combinations(places, count):  # in list order: of equals, the first one stays
        if not _within(matters, chosen, per_department):
            continue
        votes, short = (sum(worth[i][side] for i in chosen) for side in (0, 1))
        if (votes, round(short, 9)) > top:
            found, top = chosen, (votes, round(short, 9))
    if found is None:
        raise NoPlanError([_too_few(matters, count, per_department)])
    return Choice(matters, found, per_department)


def _within(matters: Matters, chosen: tuple[int, ...], most: int | None) -> bool:
    if most is None:
        return True
    load = Counter(name for i in chosen for name in matters.departments[i])
    return max(load.values(), default=0) <= most


def _too_few(matters: Matters, count: int, most: int) -> Words:
    places = range(len(matters.ids))
    possible = next(
        size
        for size in range(count - 1, -1, -1)
        if any(_within(matters, chosen, most) for chosen in combinations(places, size))
    )
    return Words(
        f"每个部门至多 {most} 项时，最多只能选 {possible} 项，选不满 {count} 项",
        f"with at most {most} a department, only {possible} matters can be chosen, not {count}",
    )


def results(choice: Choice) -> list[Matter]:
    """Return the matters, the best first: whether each is chosen, and what it was judged by."""
    matters, worth = choice.matters, choice.matters.worth
    table, votes = matters.table, matters.votes
    order = sorted(range(len(worth)), key=lambda i: (-worth[i][0], -worth[i][1], i))
    return [
        Matter(
            rank=rank,
            matter_id=table["id"].iloc[i],
            name=table["name"].iloc[i],
            departments="；".join(matters.departments[i]),
            chosen=i in choice.chosen,
            votes=None if votes is None else int(votes[i]),
            shortfall=round(float(matters.shortfall[i]), 9),
            indicators=";".join(table["indicators"].iloc[i]),
            basis=table["basis"].iloc[i],
        )
        for rank, i in enumerate(order, start=1)
    ]


def swaps(choice: Choice) -> list[Swap]:
    """Return what changes if a matter that is chosen gives way to one that is not, by pairs."""
    matters, votes = choice.matters, choice.matters.votes
    found = []
    for out in choice.chosen:
        for into in sorted(set(range(len(matters.ids))) - set(choice.chosen)):
            swapped = (*(i for i in choice.chosen if i != out), into)
            found.append(
                Swap(
                    out=matters.ids[out],
                    into=matters.ids[into],
                    votes=None if votes is None else int(votes[into] - votes[out]),
                    shortfall=round(float(matters.shortfall[into] - matters.shortfall[out]), 9),
                    allowed=_within(matters, swapped, choice.per_department),
                )
            )
    return found
