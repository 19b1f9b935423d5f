"""核对: the identities that a plan must keep, with the figures on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from portfolio.plan.verify import score_again
from portfolio.questions.plan.statements.body import Body, known
from portfolio.questions.plan.statements.reconcile import agrees
from portfolio.questions.plan.statements.view import View
from portfolio.report.statement import Kind, Statement
from portfolio.terms import Status
from portfolio.words import Words

SAME = 0.01  # 万元 and 亩, as `verify` has it
NEAR = 1e-6  # of a score, relative
MONEY, LAND, POINTS = (
    Words("万元", "10,000 yuan"),
    Words("亩", "mu"),
    Words("分", "points"),
)


@dataclass(frozen=True)
class Check:
    """
    One identity, or a bound where `most` says that the left side may be less.

    `year` is NaN for the horizon; `slack` is how far the sides may be off.
    """

    what: Words
    year: float
    left: float
    right: float
    unit: Words
    slack: float = SAME
    most: bool = False

    @property
    def holds(self) -> bool:
        """Whether it does."""
        off = self.left - self.right
        return off <= self.slack if self.most else abs(off) <= self.slack


def checks(view: View) -> Statement:
    """Return a row a check: sums that must be one, and bounds that must hold."""
    columns = [
        view.column("核对内容", "Check", width=48),
        view.head("year", Kind.YEAR, 8),
        view.column("左边", "Left side", Kind.NUMBER, 16),
        view.column("关系", "Must be", width=8),
        view.column("右边", "Right side", Kind.NUMBER, 16),
        view.column("差额", "Difference", Kind.NUMBER, 14),
        view.column("单位", "Unit", width=12),
        view.column("结果", "Result", width=10),
    ]
    body = Body(len(columns))
    for each in _checks(view):
        body.add(
            [
                each.what.to(view.lang),
                None if np.isnan(each.year) else int(each.year),
                known(each.left),
                "≤" if each.most else "=",
                known(each.right),
                known(each.left - each.right),
                each.unit.to(view.lang),
                agrees(view, each.holds),
            ]
        )
    return Statement(
        key="checks",
        tab=view.say("核对", "Checks"),
        title=view.title("核对", "Checks"),
        caption=view.say(
            "金额、用地允许相差 0.01，得分允许相差百万分之一",
            "money and land may differ by 0.01, the score by a millionth",
        ),
        columns=columns,
        rows=body.rows,
        notes=_notes(view),
        fixed=1,
    )


def _notes(view: View) -> list[str]:
    if view.plan.status == Status.SHORT:
        return [
            view.say(
                "没有方案：本表按现有资金和用地核对补足缺口后的方案，“不符”之处就是缺口。",
                "No plan exists: what the shortfall would make possible is checked against the "
                "money and land that there are, and differs where these are short.",
            )
        ]
    past = view.say(
        "已过年份为实际，不与预算和用地指标核对。",
        "Years that are over are as reported, and not held against budget and quota.",
    )
    return [
        *([past] if view.plan.past else []),
        view.say(
            "方案写出前已由不含求解模型的独立程序按定义重算：工期、资金、资金池、用地、"
            "依赖与排他、各表合计、得分、上界，全部通过。",
            "Before it was written the plan was recomputed from the definitions by code that "
            "shares nothing with the model: courses, money, purses, land, relations, sums of the "
            "tables, score and bound; all of it held.",
        ),
    ]


def _checks(view: View) -> Iterator[Check]:
    yield from _sums(view)
    if view.part is None:
        yield from _bounds(view)
        yield from _score(view)


def _sums(view: View) -> Iterator[Check]:
    """Every way to count gives the same money and land."""
    plan, horizon = view.plan, float("nan")
    ids = {name for name, own in zip(plan.problem.ids, view.chosen, strict=True) if own}
    rows = plan.allocation[plan.allocation["project_id"].isin(ids)]
    courses = plan.course[plan.course["project_id"].isin(ids)]
    money = float(rows["investment"].sum())
    slack = max(SAME, 1e-9 * abs(money))
    years = float(view.investment.sum())
    if view.part is None:
        years = float(plan.cash_flow["investment"].sum())
    ways = [
        (Words("逐年投资合计", "the sum of the years"), years),
        (Words("各项目投资合计", "the sum of the projects"), float(courses["investment"].sum())),
    ]
    for by, words in (
        ("funding", Words("各资金来源合计", "the sum of the sources")),
        ("domain", Words("各领域合计", "the sum of the domains")),
        ("district", Words("各地区合计", "the sum of the districts")),
        ("purse", Words("各资金池合计", "the sum of the purses")),
    ):
        if shares := view.shares_by(by):
            total = sum(float((share @ view.investment).sum()) for share in shares.values())
            ways.append((words, total))
    for words, other in ways:
        what = Words(f"安排明细投资合计＝{words.zh}", f"money of the allocation = {words.en}")
        yield Check(what, horizon, money, other, MONEY, slack)
    land = Words(
        "安排明细供地合计＝各项目用地合计", "land of the allocation = the sum of the projects"
    )
    yield Check(land, horizon, float(rows["land"].sum()), float(courses["land"].sum()), LAND)


def _bounds(view: View) -> Iterator[Check]:
    """Budget and quota of each year that is not over, and the money of each purse."""
    problem, plan = view.plan.problem, view.plan
    m, years = plan.past, plan.years[plan.past :]
    if problem.holds("annual_budget"):
        spent, budget = plan.investment.sum(axis=0), problem.budget
        what = Words("当年投资不超过当年预算", "investment within the year's budget")
        if problem.carry_over:
            spent, budget = np.cumsum(spent), np.cumsum(budget)
            what = Words("累计投资不超过累计预算", "investment so far within the budgets so far")
        for year, one, other in zip(years, spent[m:], budget[m:], strict=True):
            slack = max(SAME, 1e-9 * abs(float(other)))
            yield Check(what, year, float(one), float(other), MONEY, slack, most=True)
    if problem.holds("land"):
        what = Words("累计供地不超过累计用地指标", "land so far within the quotas so far")
        released, quota = plan.land_release.sum(axis=0), problem.land_quota
        so_far = zip(years, np.cumsum(released)[m:], np.cumsum(quota)[m:], strict=True)
        for year, one, other in so_far:
            yield Check(what, year, float(one), float(other), LAND, most=True)
    if problem.purses.apart:
        money, gain = problem.purse_money, plan.purse_gain.sum(axis=1)
        for u, name in enumerate(problem.purses.names):
            need, there = float(plan.purse_spending[u].sum()), float(money[u] + gain[u])
            if need or there:
                what = Words(
                    f"资金池需求不超过自有和转入：{name}",
                    f"need within own money and transfers: {name}",
                )
                slack = max(SAME, 1e-9 * there)
                yield Check(what, float("nan"), need, there, MONEY, slack, most=True)


def _score(view: View) -> Iterator[Check]:
    """The score from its definition, and against its bound."""
    plan, horizon = view.plan, float("nan")
    again = score_again(plan)
    slack = max(NEAR * abs(again), 1e-9)
    what = Words("得分＝按定义逐年逐项重算", "score = recomputed from its definition")
    yield Check(what, horizon, plan.score, again, POINTS, slack)
    total = float(plan.indicators["points"].sum())
    what = Words("得分＝各指标得分合计", "score = the sum of the indicators' points")
    yield Check(what, horizon, plan.score, total, POINTS, slack)
    if np.isfinite(plan.bound):
        what = Words("得分不超过上界", "score within its bound")
        yield Check(what, horizon, plan.score, plan.bound, POINTS, slack, most=True)
