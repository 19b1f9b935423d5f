"""
Which ten livelihood matters (民生实事) to adopt: by the deputies' votes, or by the shortfall.

The choice is exact: of the best by votes alone, or, with a cap on each department, over all
choices.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from portfolio.errors import NoPlanError
from portfolio.plan.plan import Plan
from portfolio.words import Words


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


def results(choice: Choice) -> pd.DataFrame:
    """
    Return a row a matter, the best first: whether it is chosen, and what it was judged by.

    Columns: `rank`, `matter_id`, `name`, `departments`, `chosen` (`true` or `false`), `votes`
    (NaN without a tally), `shortfall` (points), `indicators`, `basis`.
    """
    matters, worth = choice.matters, choice.matters.worth
    table = matters.table
    order = sorted(range(len(worth)), key=lambda i: (-worth[i][0], -worth[i][1], i))
    votes = [np.nan] * len(order) if matters.votes is None else matters.votes
    return pd.DataFrame(
        [
            {
                "rank": rank,
                "matter_id": table["id"].iloc[i],
                "name": table["name"].iloc[i],
                "departments": "；".join(matters.departments[i]),
                "chosen": "true" if i in choice.chosen else "false",
                "votes": votes[i],
                "shortfall": matters.shortfall[i],
                "indicators": ";".join(table["indicators"].iloc[i]),
                "basis": table["basis"].iloc[i],
            }
            for rank, i in enumerate(order, start=1)
        ]
    )


def swaps(choice: Choice) -> pd.DataFrame:
    """
    Return what changes if one matter that is chosen gives way to one that is not, for each pair.

    Columns: `out`, `into` (ids), `votes` (NaN without a tally) and `shortfall` (points): what is
    gained, negative: lost; `allowed`: whether the departments' cap still holds.
    """
    matters = choice.matters
    rows: list[dict[str, Any]] = []
    for out in choice.chosen:
        for into in sorted(set(range(len(matters.ids))) - set(choice.chosen)):
            swapped = (*(i for i in choice.chosen if i != out), into)
            allowed = _within(matters, swapped, choice.per_department)
            votes = np.nan
            if matters.votes is not None:
                votes = float(matters.votes[into] - matters.votes[out])
            rows.append(
                {
                    "out": matters.ids[out],
                    "into": matters.ids[into],
                    "votes": votes,
                    "shortfall": float(matters.shortfall[into] - matters.shortfall[out]),
                    "allowed": "true" if allowed else "false",
                }
            )
    return pd.DataFrame(rows, columns=["out", "into", "votes", "shortfall", "allowed"])


def answer(choice: Choice, plan: Plan) -> dict[str, Any]:
    """Return the choice as plain values, for JSON."""
    return {
        "scenario": plan.problem.scenario.name,
        "title": plan.problem.scenario.title,
        "score": plan.score,
        "by": "shortfall" if choice.matters.votes is None else "votes",
        "choose": len(choice.chosen),
        "per_department": choice.per_department,
        "chosen": [choice.matters.ids[i] for i in choice.chosen],
        "matters": _plain(results(choice), ("chosen",)),
        "swaps": _plain(swaps(choice), ("allowed",)),
    }


def _plain(table: pd.DataFrame, flags: tuple[str, ...]) -> list[dict[str, Any]]:
    rows = []
    for record in table.to_dict("records"):
        row = {key: None if pd.isna(value) else value for key, value in record.items()}
        row |= {key: row[key] == "true" for key in flags}
        if row["votes"] is not None:
            row["votes"] = int(row["votes"])
        row["shortfall"] = round(float(record["shortfall"]), 9)
        rows.append(row)
    return rows
