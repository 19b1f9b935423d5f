"""Recompute a plan from the contract's definitions, by code that shares nothing with the model."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from portfolio.errors import VerificationError
from portfolio.inputs.problem import Problem
from portfolio.plan.certificate import bound_at
from portfolio.plan.plan import Plan
from portfolio.plan.progress import SHARE, courses
from portfolio.terms import Mode
from portfolio.words import Words

MONEY_AND_LAND = 0.01  # 万元 and 亩
SCORE = 1e-6  # relative
NOISE = 1e-9  # points: what is left of sums that are 0


def verify(plan: Plan) -> None:
    """
    Check a plan against its problem: courses, money, land, requirements, sums, score, bound.

    Raises
    ------
    VerificationError
        With one line for each rule that does not hold.
    """
    problem = plan.problem
    broken = [
        *courses(problem, plan),
        *_money(problem, plan),
        *_purses(problem, plan),
        *_land(problem, plan),
        *_relations(problem, plan),
        *_conservation(plan),
        *_score(plan),
        *_bound(problem, plan),
    ]
    if broken:
        raise VerificationError(broken)


def _money(problem: Problem, plan: Plan) -> Iterator[Words]:
    """Annual budget, ceilings of sources, floors and ceilings of groups."""
    flows = {}
    if problem.holds("annual_budget"):
        flows[""] = (plan.cash_flow["investment"].to_numpy(), problem.budget)
    if problem.holds("funding_ceiling"):
        own = plan.investment_by("funding")
        for source, ceiling in problem.funding_budget.items():
            flows[source] = (own.loc[own["key"] == source, "investment"].to_numpy(), ceiling)
    for source, (spending, ceiling) in flows.items():
        if len(spending) == 0:
            continue
        left = 0.0
        for t, year in enumerate(plan.years):
            left = ceiling[t] - spending[t] + (left if problem.carry_over else 0.0)
            if left < -_slack(ceiling[t]):
                yield Words(
                    f"{year} 年{source}投资超出预算 {-left:.4f} 万元",
                    f"{year}{source and ' ' + source}: money exceeds the budget by {-left:.4f}",
                )
    if not problem.holds("limits"):
        return
    spent = plan.investment.sum(axis=1) + problem.opening.money
    everything = float(spent.sum())
    for group, limit in problem.limits:
        inside = sum(float(spent[p]) for p in group.members)
        floor = max(limit.min_investment or 0.0, (limit.min_share or 0.0) * everything)
        most = min(
            math.inf if limit.max_investment is None else limit.max_investment,
            math.inf if limit.max_share is None else limit.max_share * everything,
        )
        if not floor - _slack(floor) <= inside <= most + _slack(min(most, 1e12)):
            yield Words(
                f"{group.key} 投资 {inside:.2f} 不在 {floor:.2f} 到 {most:.2f} 之间",
                f"{group.key}: investment {inside:.2f} is not in {floor:.2f} to {most:.2f}",
            )


def _purses(problem: Problem, plan: Plan) -> Iterator[Words]:
    """Each purse pays for its own projects, from its own money and from what is transferred."""
    purses, projects = problem.purses, problem.projects
    if not purses.apart:
        return
    spent = {pair: np.zeros(len(plan.years)) for pair in purses.pairs}
    for p, (cell, district) in enumerate(projects[["funding", "district"]].values):
        for part in cell.split(";"):
            source, _, share = part.partition(":")
            pair = (source, district) if (source, district) in spent else (source, "")
            spent[pair] += float(share or 1) * problem.cost[p] * plan.spent[p]
    moved = np.zeros((len(purses.most), len(plan.years)))
    if plan.transferred is not None:
        moved = plan.transferred
    if moved.shape != (len(purses.most), len(plan.years)):
        yield Words("资金池之间的划转缺年度", "transfers between purses lack years")
        return
    if not (moved >= 0).all():
        yield Words("资金池之间的划转为负", "a transfer between purses is negative")
    for x, most in enumerate(purses.most if problem.holds("transfer") else ()):
        if not moved[x].sum() <= most + _slack(most):
            names = purses.ids[purses.giver[x]], purses.ids[purses.taker[x]]
            yield Words(f"{names[0]} 划给 {names[1]} 超过上限", f"{names}: too much transferred")
    for u, (name, pair) in enumerate(zip(purses.ids, purses.pairs, strict=True)):
        own = purses.by_year.get(u)
        there = purses.part[u] * problem.budget.sum() + purses.own[u]
        took = moved[purses.taker == u].sum(axis=0) - moved[purses.giver == u].sum(axis=0)
        left = there + took.sum() - spent[pair].sum()
        if own is not None:
            yearly = own + took - spent[pair]
            left = min(left, (np.cumsum(yearly) if problem.carry_over else yearly).min())
        if not left >= -_slack(there):
            yield Words(f"{name} 超支 {-left:.4f} 万元", f"{name}: {-left:.4f} more than it has")


def _slack(amount: float) -> float:
    """0.01 for a city; relative for sums that doubles cannot hold to 0.01."""
    return max(MONEY_AND_LAND, 1e-9 * abs(amount))


def _land(problem: Problem, plan: Plan) -> Iterator[Words]:
    """Released within each year's quota, never after the work that needs it."""
    released = plan.land_release
    for t, year in enumerate(plan.years):
        if problem.holds("land") and released[:, t].sum() > problem.land_quota[t] + _slack(
            problem.land_quota[t]
        ):
            yield Words(f"{year} 年供地超出指标", f"{year}: land exceeds the quota")
    needed = plan.begun * problem.land[:, None] - problem.opening.land[:, None]
    late = (np.cumsum(released, axis=1) < needed - _slack(problem.land.max(initial=0))).any(axis=1)
    for p in np.flatnonzero(late):
        yield Words(f"{problem.ids[p]} 先动工后供地", f"{problem.ids[p]}: work before its land")


def _relations(problem: Problem, plan: Plan) -> Iterator[Words]:
    """What requires, and what excludes, one another; and what may be under way at once."""
    before, step = problem.opening.begun, problem.opening.step
    begun = before[:, None] + step[:, None] * plan.begun  # the plan is of the rest of each project
    for p, q in problem.requires if problem.holds("requires") else ():
        lead = max(0.0, before[p] - before[q])  # what runs ahead already keeps its lead
        if (begun[p] > begun[q] + lead + SHARE).any():
            one, other = problem.ids[p], problem.ids[q]
            yield Words(f"{one} 先于所依赖的 {other}", f"{one} runs ahead of {other}, its need")
    done = problem.opening.finished[:, None] + problem.opening.finishing[:, None] * plan.finished
    for p, q in problem.after if problem.holds("after") else ():
        lead = max(0.0, before[p] - problem.opening.finished[q])  # kept, as above
        earlier = np.concatenate([[problem.opening.finished[q]], done[q, :-1]])
        if (begun[p] > earlier + lead + SHARE).any():
            one, other = problem.ids[p], problem.ids[q]
            yield Words(f"{one} 在 {other} 完成前动工", f"{one} begins before {other} is finished")
    for group in problem.site_groups if problem.holds("site_group") else ():
        if sum(begun[p, -1] for p in group.members) > max(1, before[group.members].sum()) + SHARE:
            yield Words(f"用地 {group.key} 被重复安排", f"site {group.key} is used twice")
    for group, most in problem.under_way if problem.holds("under_way") else ():
        for t, year in enumerate(plan.years):
            over = plan.finished[group.members, t - 1] if t else 0.0
            weight = np.where(step > 0, step, 1.0)[group.members]
            busy = float((weight * (plan.begun[group.members, t] - over)).sum())
            if busy > most + SHARE * max(1, len(group.members)):
                yield Words(
                    f"{year} 年 {group.key} 在建 {busy:g} 项，超过 {most} 项",
                    f"{year} {group.key}: {busy:g} projects under way, more than {most}",
                )


def _conservation(plan: Plan) -> Iterator[Words]:
    """Every table holds the same money and land."""
    rows = plan.allocation
    money = rows["investment"].sum()
    for name, other in (
        ("cash_flow", plan.cash_flow["investment"].sum()),
        ("projects", plan.course["investment"].sum()),
        *(
            (f"cash_flow_detail {by}", part["investment"].sum())
            for by, part in plan.cash_flow_detail.groupby("by")
        ),
    ):
        if abs(money - other) > _slack(money):
            yield Words(f"{name} 与 allocation 的投资不一致", f"{name} and allocation differ")
    land = rows["land"].sum()
    if abs(land - plan.course["land"].sum()) > _slack(land):
        yield Words("projects 与 allocation 的用地不一致", "land in projects and allocation differ")


def score_again(plan: Plan) -> float:
    """Return the score, year by year and indicator by indicator, from the definition."""
    problem = plan.problem
    adds = problem.amount.tocoo()
    score = 0.0
    for t in range(len(plan.years)):
        reached = problem.opening.serving.copy()
        np.add.at(reached, adds.row, adds.data * plan.finished[adds.col, t])
        for amount, need, points in zip(reached, problem.need, problem.points, strict=True):
            within = min(amount, need) if problem.holds("attainment") else need
            most = problem.scenario.beyond_cap * need if problem.holds("beyond_cap") else math.inf
            beyond = min(amount - within, most) if problem.holds("attainment") else most
            worth = within + problem.beyond_need * beyond
            score += problem.scenario.year_weights[t] * points * worth / need
    return score


def _score(plan: Plan) -> Iterator[Words]:
    """The score from the definition, and within its bound."""
    score = score_again(plan)
    if abs(score - plan.score) > _near(score):
        yield Words(f"得分应为 {score:.6f}", f"the score should be {score:.6f}")
    if not plan.score <= plan.bound + _near(plan.bound):
        yield Words("得分超过上界", "the score exceeds its bound")


def _bound(problem: Problem, plan: Plan) -> Iterator[Words]:
    """The best score in shares, which the prices must prove; it is the bound of such a plan."""
    if not plan.prices or not math.isfinite(plan.linear_optimum):
        return  # a solver that gives no prices proves nothing, or there is no such plan
    proven = bound_at(problem, plan.prices)
    if not proven <= plan.linear_optimum + _near(proven):
        yield Words(
            f"影子价格只证明得分不超过 {proven:.6f}，上界却是 {plan.linear_optimum:.6f}",
            f"prices prove {proven:.6f} as the bound, and it is given as {plan.linear_optimum:.6f}",
        )
    if plan.mode == Mode.SHARES and abs(plan.bound - plan.linear_optimum) > _near(plan.bound):
        yield Words("上界不是按比例安排的最优得分", "the bound is not the best score in shares")


def _near(score: float) -> float:
    return max(SCORE * abs(score), NOISE) if math.isfinite(score) else 0.0
