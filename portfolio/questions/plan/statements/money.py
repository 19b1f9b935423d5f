"""资金: money by year or quarter against the budget, and by who pays, what for, and where."""

from __future__ import annotations

import numpy as np

from portfolio.plan.cash.money import money_of
from portfolio.plan.purses import published
from portfolio.questions.plan.statements.body import Body, amount, known, number_of, sum_across
from portfolio.questions.plan.statements.view import MONEY, View
from portfolio.report.statement import Cell, Chart, Column, Kind, Statement
from portfolio.words import Words

BLOCKS = {
    "purse": Words("按资金池", "By purse"),
    "funding": Words("按资金来源", "By source of money"),
    "domain": Words("按领域", "By domain"),
    "district": Words("按地区", "By district"),
    "responsible": Words("按责任单位", "By responsible unit"),
}


# ---- by year or quarter -----------------------------------------------------------------------


def money(view: View) -> Statement:
    """Return a row a year, below those of quarters if they are asked for: sources and budget."""
    spent = {key: share @ view.investment for key, share in view.shares_by("funding").items()}
    spent = {key: each for key, each in spent.items() if each.sum() > 0}
    columns = _columns(view, list(spent))
    body = Body(len(columns))
    by_source = np.array(list(spent.values())).reshape(len(spent), len(view.plan.years))
    drawn, years = _periods(view, body, by_source)
    _total(view, body, years)
    return Statement(
        key="money",
        tab=view.say("资金", "Money"),
        title=view.title("资金安排", "Money by year"),
        caption=MONEY.to(view.lang),
        columns=columns,
        rows=body.rows,
        notes=_notes(view),
        charts=_charts(view, len(spent), drawn),
        fixed=1,
        annex=True,
    )


def _charts(view: View, sources: int, drawn: range) -> list[Chart]:
    """Return the charts: what comes from which source, and investment against the budget."""
    charts = []
    if sources:
        title = view.say("投资按资金来源", "Investment by source of money")
        charts.append(Chart(title, "stacked", 0, tuple(range(1, 1 + sources)), drawn))
    if view.part is None:
        title = view.say("投资与预算", "Investment and budget")
        charts.append(Chart(title, "column", 0, (sources + 1, sources + 2), drawn))
    return charts


def _notes(view: View) -> list[str]:
    notes = []
    if view.part is None and view.plan.problem.carry_over:
        notes.append(
            view.say(
                "资金可以结转：结余为当期预算减当期投资，为负的由以前结转的资金支付。",
                "Money is carried over: the balance is of the period alone; below 0 it is paid "
                "from what was left before.",
            )
        )
    if view.quarters:
        notes.append(
            view.say(
                "季度：投资按付款进度、预算按到位进度分配（情景没有给出的为假设）。",
                "Quarters: investment by the pace of payment, the budget as it comes in (assumed "
                "where the scenario does not say so).",
            )
        )
    return notes


def _columns(view: View, sources: list[str]) -> list[Column]:
    group = view.say("资金来源", "Source of money")
    columns = [view.column("年度", "Period", width=14)]
    columns += [Column(view.called("funding", key), Kind.MONEY, 14, group) for key in sources]
    columns.append(view.column("投资合计", "Investment", Kind.MONEY, 14))
    if view.part is None:
        columns.append(view.column("预算", "Budget", Kind.MONEY, 14))
        columns.append(view.column("结余", "Balance", Kind.MONEY, 14))
    return columns


def _periods(view: View, body: Body, by_source: np.ndarray) -> tuple[range, list[int]]:
    """Write quarters, if asked for, and years; return what is drawn, and where the years are."""
    plan, budget = view.plan, view.plan.problem.budget
    if not view.quarters:
        years = [
            body.add(_period(view, view.year(year), by_source[:, t], float(budget[t])))
            for t, year in enumerate(plan.years)
        ]
        return range(len(years)), years
    cash, quarters = plan.problem.scenario.cash, []
    for t, year in enumerate(plan.years):
        pace = zip(cash.payment.quarters, cash.money_quarters, strict=True)
        own = [
            body.add(
                _period(
                    view,
                    view.say(f"{year}年{q}季度", f"{year} Q{q}"),
                    by_source[:, t] * paid,
                    float(budget[t]) * there,
                )
            )
            for q, (paid, there) in enumerate(pace, start=1)
        ]
        quarters.append(own)
    drawn, added = range(len(body.rows)), _added(body)
    years = [
        body.end({0: view.year(year)}, own, added, "group")
        for year, own in zip(plan.years, quarters, strict=True)
    ]
    return drawn, years


def _added(body: Body) -> list[int]:
    return list(range(1, body.width))


def _period(view: View, name: str, spent: np.ndarray, budget: float) -> list[Cell]:
    row: list[Cell] = [name, *(known(each) for each in spent), None]
    row[-1] = sum_across(row, range(1, len(row) - 1))
    if view.part is None:
        row += [known(budget), known(budget - number_of(row[-1]))]
    return row


def _total(view: View, body: Body, years: list[int]) -> None:
    body.end({0: view.say("合计", "Total")}, years, _added(body))


# ---- by purse, source, domain, district, responsible unit --------------------------------------


def money_by(view: View) -> Statement:
    """Return a block for each thing that money is counted by, a row a key, a column a year."""
    n, whole = len(view.plan.years), view.part is None
    columns = [
        view.column("项目", "Of", width=26),
        *view.years(Kind.MONEY),
        view.column("合计", "Sum", Kind.MONEY, 14),
        view.column("可用资金", "Money there is", Kind.MONEY, 14),
        view.column("结余", "Balance", Kind.MONEY, 14),
    ]
    if whole:
        columns.append(view.column("规划原定", "As published", Kind.MONEY, 14))
        columns.append(view.column("比规划增减", "Change to published", Kind.MONEY, 14))
    body, years = Body(len(columns)), list(range(1, 1 + n))
    for by, words in BLOCKS.items():
        if by == "purse" and not view.plan.problem.purses.ids:
            continue
        head = body.reserve()
        rows = [body.add(row) for row in _rows(view, by)]
        full = [
            c
            for c in range(n + 2, len(columns))
            if rows and all(body.rows[r].cells[c] is not None for r in rows)
        ]
        across = {n + 1: years}
        body.total(head, {0: words.to(view.lang)}, rows, [*years, *full], "group", across)
    return Statement(
        key="money_by",
        tab=view.say("资金分项", "Money by part"),
        title=view.title("资金分项", "Money by purse, source, domain, district and unit"),
        caption=MONEY.to(view.lang),
        columns=columns,
        rows=body.rows,
        notes=[
            view.say(
                "各项口径不同，合计相同，不能相加。可用资金为自有资金加转入减转出；"
                "没有单列资金的留空。规划原定为规划项目按公布投资的需求。",
                "Each block counts all of the money, so blocks are not to be added up. Money there "
                "is: own money, with what is taken from others and without what is given; empty "
                "where none is set aside. As published: what the planned projects need as "
                "published.",
            )
        ],
        fixed=1,
        annex=True,
    )


def _rows(view: View, by: str) -> list[list[Cell]]:
    """Return a row for each key that needs money, has some, or was to have some."""
    whole = view.part is None
    shares = view.shares_by(by)
    before = published(view.plan.problem, by) if whole and by != "responsible" else {}
    nobody = np.zeros(len(view.chosen))
    rows = []
    for key in dict.fromkeys([*shares, *before]):
        spent = shares.get(key, nobody) @ view.investment
        money = _money(view, by, key)
        if not any(abs(each) > 1e-6 for each in (spent.sum(), money or 0, before.get(key, 0.0))):
            continue
        row: list[Cell] = [view.called(by, key), *(amount(each) for each in spent), None]
        row[-1] = sum_across(row, range(1, len(row) - 1))
        row += [money, None if money is None else known(money - spent.sum())]
        if whole:
            planned = None if by == "responsible" else known(before.get(key, 0.0))
            row += [planned, None if planned is None else known(spent.sum() - planned)]
        rows.append(row)
    return rows


def _money(view: View, by: str, key: str) -> float | None:
    """Return the money that a key has to itself; none where others outside the part share it."""
    if by == "responsible":
        return None
    of_all = view.plan.problem.shares_by(by).get(key)
    if of_all is not None and (np.asarray(of_all) * ~view.chosen).any():
        return None
    return known(money_of(view.plan, by, key).total)
