"""对账: the part's money and land by year, and the rest's, against the whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from portfolio.questions.plan.part import Part
from portfolio.questions.plan.statements.body import Body, known, number_of, sum_across
from portfolio.questions.plan.statements.view import MONEY_AND_LAND, View
from portfolio.report.statement import Cell, Kind, Statement

SAME = 0.01  # 万元 and 亩


def reconcile(view: View, part: Part) -> Statement:
    """Return a row a year: part and rest, added up, beside what the whole plan says."""
    plan, name = view.plan, part.words.to(view.lang)
    columns = [view.head("year", width=10)]
    for kind, group in (
        (Kind.MONEY, view.say("投资（万元）", "Investment, 10,000 yuan")),
        (Kind.LAND, view.say("供地（亩）", "Land released, mu")),
    ):
        columns += [
            view.column(name, name, kind, 14, group),
            view.column("其余", "The rest", kind, 14, group),
            view.column("合计", "Sum", kind, 14, group),
            view.column("全部", "The whole plan", kind, 14, group),
            view.column("差额", "Difference", kind, 12, group),
        ]
    columns.append(view.column("结果", "Result", width=10))
    whole = (
        plan.cash_flow["investment"].to_numpy(float),
        np.array([_land(view, year) for year in plan.years]),
    )
    parts, rest = part.chosen, ~part.chosen
    body = Body(len(columns))
    for t, year in enumerate(plan.years):
        row: list[Cell] = [view.year(year)]
        for amounts, total in zip((plan.investment, plan.land_release), whole, strict=True):
            of = [float(mask @ amounts[:, t]) for mask in (parts, rest)]
            row += [known(of[0]), known(of[1]), None, known(float(total[t])), None]
            at = len(row)
            row[at - 3] = sum_across(row, (at - 5, at - 4))
            row[at - 1] = known(number_of(row[at - 3]) - float(total[t]))
        body.add([*row, _result(view, row)])
    years = list(range(len(body.rows)))
    at = body.end({0: view.say("合计", "Total")}, years, range(1, 11))
    cells = body.rows[at].cells
    body.total(at, {0: cells[0], 11: _result(view, cells)}, years, range(1, 11), "total")
    return Statement(
        key="reconcile",
        tab=view.say("对账", "Reconciliation"),
        title=view.title("与全部方案对账", "Reconciled with the whole plan"),
        caption=MONEY_AND_LAND.to(view.lang),
        columns=columns,
        rows=body.rows,
        fixed=1,
        annex=True,
    )


def _land(view: View, year: int) -> float:
    """Return the land of a year as the plan's own table of allocations has it."""
    table = view.plan.allocation
    return float(table.loc[table["year"] == year, "land"].sum())


def _result(view: View, row: Sequence[Cell]) -> str:
    good = all(abs(number_of(row[at])) <= SAME for at in (5, 10))
    return agrees(view, good)


def agrees(view: View, good: bool) -> str:
    """Say whether two figures are one."""
    return view.say("相符", "agrees") if good else view.say("不符", "differs")
