"""Where money is short in a plan, and what more of it would bring."""

from __future__ import annotations

import numpy as np
import pandas as pd

from portfolio.plan.plan import Plan
from portfolio.plan.purses import CENT
from portfolio.report.parts import amount
from portfolio.terms import Mode
from portfolio.words import Words

MOST = 6  # names in one sentence
NO_GAIN = 5e-5  # points that print as 0


def scarce(plan: Plan, lang: str) -> list[str]:
    """Return which years and purses have no money left, or spend more than they have."""
    left = plan.problem.budget - plan.investment.sum(axis=0)
    spent = [str(plan.years[t]) for t in np.flatnonzero(np.abs(left) <= CENT)]
    over = [str(plan.years[t]) for t in np.flatnonzero(left < -CENT)]
    said = [
        Words(
            f"当年资金用完的年度：{_named(spent, 'zh')}。",
            f"Years whose money is used up: {_named(spent, 'en')}.",
        )
    ]
    if over and plan.problem.carry_over:
        said.append(
            Words(
                f"用到以前年度结转资金的年度：{_named(over, 'zh')}。",
                f"Years that spend what earlier ones left: {_named(over, 'en')}.",
            )
        )
    elif over:
        said.append(
            Words(
                f"超出当年资金的年度：{_named(over, 'zh')}。",
                f"Years that spend more than they have: {_named(over, 'en')}.",
            )
        )
    return [each.to(lang) for each in [*said, *_purses(plan)]]


def _purses(plan: Plan) -> list[Words]:
    purses, left = plan.problem.purses, plan.purse_left
    if not purses.ids:
        return []
    used = plan.purse_spending.sum(axis=1) > CENT
    empty = [purses.names[u] for u in np.flatnonzero((np.abs(left) <= CENT) & used)]
    over = [f"{purses.names[u]} {amount(-left[u])}" for u in np.flatnonzero(left < -CENT)]
    said = [
        Words(
            f"{len(purses.ids)} 个资金池中有 {int(used.sum())} 个安排了支出，"
            f"其中 {len(empty)} 个已用完：{_named(empty, 'zh')}。",
            f"Of {len(purses.ids)} purses {int(used.sum())} spend money, {len(empty)} of them all "
            f"of it: {_named(empty, 'en')}.",
        )
    ]
    if over:
        said.append(
            Words(
                f"支出超过自有资金的资金池（万元）：{_named(over, 'zh')}。",
                f"Purses that spend more than they have (10,000 yuan): {_named(over, 'en')}.",
            )
        )
    return said


def next_money(plan: Plan, table: pd.DataFrame, lang: str) -> list[str]:
    """
    Return what one more 亿元 would bring, by year and by purse, and 100 亩 more land.

    `table` is the plan's `shadow_prices`.
    """
    if table.empty:
        return []
    estimate = Words("（估算）", " (an estimate)") if plan.mode != Mode.SHARES else Words("", "")
    shared = plan.problem.purses.apart
    years = _points(table[table["row"] == "annual_budget"])
    how = Words("，按现有比例分给各资金池", ", shared out to the purses as the budget is")
    how = how if shared else Words("", "")
    said = []
    if years:
        said.append(
            Words(
                f"某一年再增加 1 亿元{how.zh}，得分增加{estimate.zh}："
                f"{_gains(years, 'zh', '年')}。",
                f"One more 100 million yuan in one year{how.en} would add, in points"
                f"{estimate.en}: {_gains(years, 'en')}.",
            )
        )
    said += _purse_prices(plan, table, estimate)
    land = [gain for _, gain in _points(table[table["row"] == "land"])]
    if land and max(land) <= NO_GAIN:
        said.append(Words("再增加用地指标不提高得分。", "More land would not raise the score."))
    elif land:
        said.append(
            Words(
                f"再增加 100 亩用地指标，得分最多增加 {max(land):.4f} 分{estimate.zh}。",
                f"100 mu more land would add up to {max(land):.4f} points{estimate.en}.",
            )
        )
    return [each.to(lang) for each in said]


def _purse_prices(plan: Plan, table: pd.DataFrame, estimate: Words) -> list[Words]:
    """Say in which purses one more 亿元 brings most."""
    names = dict(zip(*_purse_rows(plan), strict=True))
    gains: dict[str, float] = {}
    for row, gain in zip(table["row"], table["points"], strict=True):
        if row in names and gain > gains.get(row, NO_GAIN):
            gains[row] = float(gain)
    if not names:
        return []
    best = sorted(gains, key=lambda row: -gains[row])[:MOST]
    if not best:
        return [
            Words(
                "只给某一个资金池增加资金（年度预算不变），得分不提高。",
                "Money for one purse alone, the yearly budgets unchanged, would add nothing.",
            )
        ]
    listed = [f"{names[row]} {gains[row]:.4f}" for row in best]
    return [
        Words(
            f"只给某一个资金池增加 1 亿元（年度预算不变），得分增加最多的{estimate.zh}："
            f"{'、'.join(listed)}。",
            "One more 100 million yuan for one purse, the yearly budgets unchanged, would add most "
            f"in{estimate.en}: {', '.join(listed)}.",
        )
    ]


def _purse_rows(plan: Plan) -> tuple[list[str], list[str]]:
    purses = plan.problem.purses
    return [f"purse_{each}" for each in purses.ids], list(purses.names)


def _points(table: pd.DataFrame) -> list[tuple[str, float]]:
    return [
        (str(year), float(gain)) for year, gain in zip(table["year"], table["points"], strict=True)
    ]


def _gains(found: list[tuple[str, float]], lang: str, after: str = "") -> str:
    mark = "、" if lang == "zh" else ", "
    return mark.join(f"{year}{after} {gain:.4f}" for year, gain in found)


def _named(names: list[str], lang: str) -> str:
    if not names:
        return "无" if lang == "zh" else "none"
    more = len(names) - MOST
    shown = ("、" if lang == "zh" else ", ").join(names[:MOST])
    if more <= 0:
        return shown
    return f"{shown}等" if lang == "zh" else f"{shown} and {more} more"
