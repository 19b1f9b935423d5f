"""影子价格与规则: what one more unit of money or land brings, and which rules cost points."""

from __future__ import annotations

import numpy as np
import pandas as pd

from portfolio.engine.model import build_model
from portfolio.plan.plan import Plan
from portfolio.plan.prices import shadow_prices
from portfolio.plan.requirements import in_words
from portfolio.questions.plan.statements.body import Body
from portfolio.questions.plan.statements.view import View
from portfolio.report.statement import Cell, Kind, Statement
from portfolio.words import Words

LEAST = 1e-6  # points; less is nothing
USED = 0.01  # 万元 or 亩; less is nothing left
CEILING, PURSE = "funding_ceiling_", "purse_"  # what the rows of sources and purses begin with
UNITS = {"1 亿元": Words("1 亿元", "100 million yuan"), "100 亩": Words("100 亩", "100 mu")}
UNIT, WHOLE = Words("一个单位", "one unit"), Words("整项", "the whole of it")
RULES = ("completion", "requires", "after", "site_group", "limits", "under_way")


def prices(view: View, priced: Plan, table: pd.DataFrame | None = None) -> Statement | None:
    """
    Return prices and binding rules in words; None where the plan has no prices.

    `priced` is the plan whose prices they are: of a plan with a shortfall the one with all of it
    granted. `table` is its `shadow_prices`, where that is at hand.
    """
    table = shadow_prices(priced) if table is None else table
    if table.empty:
        return None
    columns = [
        view.column("约束", "What binds", width=36),
        view.head("year", Kind.YEAR, 8),
        view.column("每放宽", "More by", width=14),
        view.column("多得分", "Points gained", Kind.POINTS, 12),
        view.column("是否用尽", "Used up", width=10),
        view.column("性质", "Kind", width=12),
    ]
    body = Body(len(columns))
    for row, year, points, unit in table[["row", "year", "points", "unit"]].values:
        if _concerns(view, priced, str(row), float(points)):
            t = -1 if pd.isna(year) else priced.years.index(int(year))
            body.add(_price(view, priced, str(row), t, float(points), str(unit)))
    if view.part is None:
        for rule, (unit, points) in _binding(priced).items():
            cells = (
                unit.to(view.lang),
                points,
                view.say("是", "yes"),
                view.say("估计", "estimate"),
            )
            body.add([rule.to(view.lang), None, *cells])
    return Statement(
        key="prices",
        tab=view.say("影子价格与规则", "Prices and rules"),
        title=view.title("影子价格与起作用的规则", "Shadow prices and binding rules"),
        caption=view.say("单位：分", "unit: points"),
        columns=columns,
        rows=body.rows,
        notes=_notes(view),
        fixed=1,
    )


def _notes(view: View) -> list[str]:
    notes = [
        view.say(
            "年度预算增加时各资金池按比例同时增加，所以没有用尽的年份也可能有价格；"
            "价格 0 表示再增加也不多得分。",
            "More budget of a year is shared out to all purses as the budget is, so that a year "
            "with money left may have a price; a price of 0 means that more brings nothing.",
        ),
        view.say(
            "规则的价格是对偶值；去掉整条规则值多少分，见 portfolio rules。",
            "The price of a rule is its dual value; what a whole rule costs is told by "
            "portfolio rules.",
        ),
    ]
    if view.plan.mode.all_or_nothing:
        notes.append(
            view.say(
                "整项目和连续施工的方案没有自己的价格，表中取自按比例安排的方案，属于估计。",
                "A plan of whole or steady projects has no prices of its own: these are of the "
                "plan in shares, and estimates.",
            )
        )
    return notes


def _concerns(view: View, priced: Plan, row: str, points: float) -> bool:
    """Whether a price is of all money or land, or of a purse that matters, to the part if any."""
    if not row.startswith(PURSE):
        return True
    name = row.removeprefix(PURSE)
    if view.part is not None:
        return name in view.shares_by("purse")
    u = priced.problem.purses.ids.index(name)
    return bool(points > LEAST or priced.problem.purse_money[u] or priced.purse_spending[u].any())


def _price(view: View, priced: Plan, row: str, t: int, points: float, unit: str) -> list[Cell]:
    estimate = priced.mode.all_or_nothing
    used = _left(priced, row)[t] < USED
    return [
        _called(priced, row).to(view.lang),
        int(priced.years[t]) if t >= 0 else None,
        UNITS[unit].to(view.lang) if unit in UNITS else unit,
        points,
        view.say("是", "yes") if used else view.say("否", "no"),
        view.say("估计", "estimate") if estimate else view.say("影子价格", "price"),
    ]


def _left(plan: Plan, row: str) -> np.ndarray:
    """Return what is left of a row's money or land: of each year, or of a purse's horizon last."""
    problem, spent = plan.problem, plan.investment
    if row == "land":
        left = problem.land_quota - plan.land_release.sum(axis=0)
        return np.cumsum(left)
    if row.startswith(CEILING):
        source = row.removeprefix(CEILING)
        left = problem.funding_budget[source] - problem.paid_by[source] @ spent
    elif row.startswith(PURSE):
        u = problem.purses.ids.index(row.removeprefix(PURSE))
        if u not in problem.purses.by_year:
            return plan.purse_left[[u]]
        left = problem.purses.by_year[u] + plan.purse_gain[u] - plan.purse_spending[u]
    else:
        left = problem.budget - spent.sum(axis=0)
    return np.cumsum(left) if problem.carry_over else left


def _called(plan: Plan, row: str) -> Words:
    """Return what a row of money or land is called."""
    if row == "annual_budget":
        return Words("年度预算", "Budget of the year")
    if row == "land":
        return Words("用地指标", "Land quota")
    for family, by, zh, en in (
        (CEILING, "funding", "上限", "Ceiling: "),
        (PURSE, "purse", "资金池：", "Purse: "),
    ):
        if row.startswith(family):
            words = plan.problem.called(by, row.removeprefix(family))
            of = f"{words.zh}{zh}" if by == "funding" else f"{zh}{words.zh}"
            return Words(of, en + words.en)
    return Words(row, row)


def _binding(plan: Plan) -> dict[Words, tuple[Words, float]]:
    """Return the rules other than money and land that cost points, the dearest first, per what."""
    found: dict[Words, tuple[Words, float]] = {}
    problem = plan.problem
    for block in build_model(problem).blocks:
        own = plan.prices.get(block.family)
        if block.family not in RULES or own is None or not np.any(np.abs(own) > LEAST):
            continue
        words = in_words(problem, block)
        for at in np.flatnonzero(np.abs(own) > LEAST).tolist():
            rule, unit = words[at], UNIT
            if block.family == "completion":
                # Of a required project: what its last share costs. Others would do more than all.
                if not problem.required[at] or own[at] > 0:
                    continue
                name = problem.projects["name"].iloc[at]
                rule, unit = Words(f"{rule.zh}（{name}）", f"{rule.en} ({name})"), WHOLE
            found[rule] = (unit, found.get(rule, (unit, 0.0))[1] + abs(float(own[at])))
    return dict(sorted(found.items(), key=lambda each: -each[1][1]))
