"""The adjustment table: each project that moves, and old and new totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from portfolio.questions.adjust.study import Adjusted
from portfolio.questions.facts import CHANGED
from portfolio.words import about

BY = ("purse", "funding", "domain", "district")


class Kind(StrEnum):
    """How a project moves."""

    OUT = "out"
    IN = "in"
    AMOUNT = "amount"
    TIMING = "timing"


@dataclass(frozen=True)
class Moved:
    """A project that moves; each pair is of the plan in hand and of the adjusted one."""

    project_id: str = about("项目编号", "id of the project")
    name: str = about("项目名称", "its name")
    kind: Kind = about(
        "out 调出，in 调入，amount 改额（总额或比例变），timing 改期（总额不变）",
        "`out`, `in`, `amount` (another sum or share), `timing` (the same sum in other years)",
    )
    share: tuple[float, float] = about("实施比例，调整前后", "share carried out, before and after")
    money: tuple[float, float] = about("全期投资，调整前后", "investment, before and after", "万元")
    difference: float = about("全期投资增减", "investment after less before", "万元")
    before: list[float] = about("调整前各年投资", "investment of each year before", "万元")
    after: list[float] = about("调整后各年投资", "investment of each year after", "万元")


@dataclass(frozen=True)
class Total:
    """Money of a year, a purse, a source, a domain or a district, before and after."""

    by: str = about("按什么：year、purse、funding、domain、district", "what it is counted by")
    key: str = about("编号；全期合计为空", "its id; empty: the whole horizon")
    name: str = about("名称", "its name")
    before: float = about("调整前", "before", "万元")
    after: float = about("调整后", "after", "万元")
    difference: float = about("增减", "after less before", "万元")


def moved_rows(found: Adjusted) -> list[Moved]:
    """Return the projects that move: out, in, amount, timing; the largest change first."""
    order, size = list(Kind), np.abs(found.difference).sum(axis=1)
    rows = [(_moved(found, int(p)), size[p]) for p in np.flatnonzero(found.moved)]
    rows.sort(key=lambda pair: (order.index(pair[0].kind), -pair[1], pair[0].project_id))
    return [row for row, _ in rows]


def _moved(found: Adjusted, p: int) -> Moved:
    hand, plan = found.hand, found.plan
    before, after = hand.money[p], plan.investment[p]
    share = float(hand.share[p]), float(plan.funded[p])
    money = round(float(before.sum()), 6), round(float(after.sum()), 6)
    change = money[1] - money[0]
    if share[1] <= CHANGED < share[0]:
        kind = Kind.OUT
    elif share[0] <= CHANGED < share[1]:
        kind = Kind.IN
    else:
        same = abs(change) <= CHANGED * plan.problem.cost[p]
        same = same and abs(share[1] - share[0]) <= CHANGED
        kind = Kind.TIMING if same else Kind.AMOUNT
    return Moved(
        project_id=plan.problem.ids[p],
        name=str(plan.problem.projects["name"].iloc[p]),
        kind=kind,
        share=(round(share[0], 4), round(share[1], 4)),
        money=money,
        difference=round(change, 6) + 0.0,
        before=(before.round(6) + 0.0).tolist(),
        after=(after.round(6) + 0.0).tolist(),
    )


def total_rows(found: Adjusted, lang: str) -> list[Total]:
    """Return old and new money by year, in all, and by purse, source, domain and district."""
    return [
        Total(by, key, name, round(before, 6), round(after, 6), round(after - before, 6) + 0.0)
        for by, key, name, before, after in _totals(found, lang)
    ]


def _totals(found: Adjusted, lang: str) -> Iterator[tuple[str, str, str, float, float]]:
    problem, before, after = found.plan.problem, found.hand.money, found.plan.investment
    for t, year in enumerate(problem.years):
        yield "year", str(year), str(year), float(before[:, t].sum()), float(after[:, t].sum())
    yield "year", "", "", float(before.sum()), float(after.sum())
    for by in BY:
        for key, share in problem.shares_by(by).items():
            name, sums = problem.called(by, key).to(lang), (before.sum(axis=1), after.sum(axis=1))
            yield by, key, name, float(share @ sums[0]), float(share @ sums[1])
