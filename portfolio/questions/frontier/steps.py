"""A record a step of a frontier: amounts, score, who enters and leaves, what a unit is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from portfolio.engine.warm import right_hand_sides
from portfolio.plan.plan import Plan
from portfolio.plan.prices import PER_LAND, PER_MONEY
from portfolio.questions.frontier.priority import Priority
from portfolio.questions.frontier.study import Frontier, ids
from portfolio.terms import Status
from portfolio.words import about


@dataclass(frozen=True)
class StepRecord:
    """One step."""

    factor: float = about("倍数：资金的；只变用地时为用地的", "factor on money, or on land alone")
    money_factor: float = about("资金的倍数", "factor on money")
    land_factor: float = about("用地的倍数", "factor on land")
    budget: float = about("总预算", "budget in all", "万元")
    land_quota: float = about("总用地指标", "land quota in all", "亩")
    status: Status = about(
        "`optimal`，`limit`（到时限），`infeasible`（无方案，下面的数为 null）",
        "`optimal`, `limit`, or `infeasible`: no plan, and null below",
    )
    score: float = about("得分", "score")
    bound: float | None = about("上界", "bound")
    entered: list[str] = about(
        "与上一个有方案的步相比进入的项目；第一步为空",
        "projects that come in, against the step before that has a plan",
    )
    left: list[str] = about("与上一个有方案的步相比退出的项目", "projects that drop out")
    held: list[str] = about("实施一半以上的项目", "projects carried out by half or more")
    in_part: list[str] = about("部分实施的项目", "projects carried out in part")
    slope: float = about("每 1 亿元（或 100 亩）的分数：影子价格", "points of a unit, by prices")
    slope_less: float | None = about("减少一侧每单位的分数", "points of a unit, with a little less")
    slope_more: float | None = about("增加一侧每单位的分数", "points of a unit, with a little more")
    difference_before: float | None = about(
        "与前一步的得分差，折成每单位", "points a unit between the step before and this one"
    )
    difference_after: float | None = about(
        "与后一步的得分差，折成每单位", "points a unit between this step and the next"
    )
    money_price: float = about(
        "只加 1 亿元（各年按现有比例）的分数", "points of 1 亿元 more, land fixed"
    )
    land_price: float = about(
        "只加 100 亩（各年按现有比例）的分数", "points of 100 亩 more, money fixed"
    )
    list_score: float | None = about("守住优先顺序的得分", "score with the list's set")
    loss: float | None = about("守住优先顺序少得的分", "points lost by keeping to the list")
    listed: list[str] = about("优先顺序在这一步列入的项目", "projects that the list holds here")


def step_records(frontier: Frontier, priority: Priority) -> list[StepRecord]:
    """Return a record a step."""
    return [_record(frontier, priority, at) for at in range(len(frontier.steps))]


def _record(frontier: Frontier, priority: Priority, at: int) -> StepRecord:
    problem, units, step = frontier.problem, frontier.differences, frontier.steps[at]
    entered, left = frontier.changes(at)
    plan, listed = step.plan, np.flatnonzero(priority.sets[at])
    money_price, land_price = prices_of(plan)

    return StepRecord(
        factor=float(frontier.factor[at]),
        money_factor=step.money,
        land_factor=step.land,
        budget=round(float(step.money * problem.budget.sum()), 6),
        land_quota=round(float(step.land * problem.land_quota.sum()), 6),
        status=step.status,
        score=step.score,
        bound=plan.bound if plan else None,
        entered=ids(problem, entered),
        left=ids(problem, left),
        held=ids(problem, np.flatnonzero(step.held)),
        in_part=ids(problem, frontier.in_part(at)),
        slope=step.slope,
        slope_less=step.slope_less if plan else None,
        slope_more=step.slope_more if plan else None,
        difference_before=float(units[at - 1]) if at else None,
        difference_after=float(units[at]) if at < len(units) else None,
        money_price=money_price,
        land_price=land_price,
        list_score=float(priority.score[at]) if plan else None,
        loss=float(priority.loss[at]) if plan else None,
        listed=ids(problem, listed) if plan else [],
    )


def prices_of(plan: Plan | None) -> tuple[float, float]:
    """Return points of 1 亿元 spread like the budget, land fixed, and of 100 亩, money fixed."""
    if plan is None or not plan.prices:
        return math.nan, math.nan
    problem, allowed = plan.problem, right_hand_sides(plan.problem)
    money = sum(
        float(plan.prices[family] @ allowed[family])
        for family in ("annual_budget", "funding_ceiling")
        if family in plan.prices
    )
    part = problem.purses.part
    shared = plan.prices.get("purse", np.zeros(len(part)))[: len(part)]
    money += float(shared @ part) * problem.budget.sum()
    land = float(plan.prices.get("land", np.zeros(len(plan.years))) @ allowed["land"])
    budget, quota = problem.budget.sum() / PER_MONEY, problem.land_quota.sum() / PER_LAND
    return money / budget if budget else math.nan, land / quota if quota else math.nan
