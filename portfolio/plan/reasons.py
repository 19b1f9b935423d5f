"""Why a project is left out, in whole or in part, and what would bring it in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from portfolio.engine.highs import solve
from portfolio.engine.model import build_model
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.plan import Plan
from portfolio.plan.prices import SWEEP_LIMIT, Courses, courses
from portfolio.plan.shares import FULL, TRACE, in_percent
from portfolio.terms import Mode
from portfolio.words import Words

RAISES = (0.01, 0.02, 0.05, 0.10, 0.15, 0.20, 0.30, 0.40, 0.50, 0.75, 1.0, 1.5, 2.0)
ROUNDS = 20  # steps towards a factor; the best course changes a few times at most
MARGIN = 1e-9  # how far a factor must be from 1 to be one
NOTHING = 1e-12  # points, or worth in points, that are none


def reasons(plan: Plan, listener: Listener = SILENT) -> pd.DataFrame:
    """
    Return why each project is left out, in whole or in part, and what would bring it in.

    The listener is asked before every raise that is tried whether to go on.

    Returns
    -------
    A row a project, in table order, columns: `reason_zh`, `reason_en` (empty for one carried out
    in full), `points_at_prices`, `money_worth`, `land_worth`, `other_worth`, `difference`,
    `cost_down_to` (万元), `weight_up_by` (factor), `budget_up_by` (万元), `budget_and_land_up_by`
    (share); NaN where it does not apply.
    """
    problem = plan.problem
    table = pd.DataFrame(index=range(len(problem.ids)))
    words = _plain_reasons(plan)
    if plan.prices:
        priced = courses(plan)
        one = np.ones(len(problem.ids))
        points, money, land, other = priced.best(one, one)
        table["points_at_prices"], table["money_worth"] = points, money
        table["land_worth"], table["other_worth"] = land, other
        table["difference"] = points - money - land - other
        by_price = np.array([word is None for word in words])
        table["cost_down_to"] = np.where(by_price, problem.cost * _money_factor(priced), np.nan)
        table["weight_up_by"] = np.where(by_price, _points_factor(priced), np.nan)
        for p in np.flatnonzero(plan.funded < FULL).tolist():
            words[p] = words[p] or _priced_reason(plan, p, table.loc[p])
    bring = what_would_bring_in(plan, listener)
    table["budget_up_by"], table["budget_and_land_up_by"] = bring
    table[plan.funded >= FULL] = np.nan
    table.insert(0, "reason_zh", [each.zh if each else "" for each in words])
    table.insert(1, "reason_en", [each.en if each else "" for each in words])
    return table


def _plain_reasons(plan: Plan) -> list[Words | None]:
    """Reasons that need no prices."""
    problem = plan.problem
    years = len(plan.years)
    least = np.where(problem.profile_length > 0, problem.profile_length, problem.duration)
    needs: dict[int, list[int]] = {}
    for p, q in problem.requires:
        needs.setdefault(int(p), []).append(int(q))
    taken = {
        int(p): [int(q) for q in group.members if q != p and plan.funded[q] > TRACE]
        for group in problem.site_groups
        for p in group.members
    }
    in_one_go = (problem.profile_length > 0) | (plan.mode == Mode.WHOLE)
    no_money, no_land = _exhausted(problem)
    earns = np.asarray(problem.amount.sum(axis=0)).ravel() > 0
    words: list[Words | None] = []
    for p in range(len(problem.ids)):
        reason = None
        if plan.funded[p] >= FULL:
            pass
        elif problem.excluded[p]:
            reason = Words("情景中列为不得实施", "excluded by the scenario")
        elif in_one_go[p] and problem.last[p] - problem.first[p] + 1 < least[p] - 1e-9:
            reason = Words(
                f"工期 {least[p]:g} 年，在规划期 {years} 年内排不下",
                f"its duration of {least[p]:g} years does not fit into the horizon",
            )
        elif not earns[p]:
            reason = Words(
                "对计分指标没有贡献", "adds to no indicator that earns points in this scenario"
            )
        elif plan.funded[p] <= TRACE and any(plan.funded[q] <= TRACE for q in needs.get(p, [])):
            other = next(problem.ids[q] for q in needs[p] if plan.funded[q] <= TRACE)
            reason = Words(f"所依赖的 {other} 未实施", f"it requires {other}, which is left out")
        elif plan.funded[p] <= TRACE and taken.get(p):
            other = problem.ids[taken[p][0]]
            reason = Words(f"同一用地已安排 {other}", f"its site is taken by {other}")
        elif no_money and problem.cost[p] > 0:
            reason = Words(
                "必须实施的项目已用尽全部资金", "the required projects use all the money"
            )
        elif no_land and problem.land[p] > 0:
            reason = Words("必须实施的项目已用尽全部土地", "the required projects use all the land")
        words.append(reason)
    return words


def _exhausted(problem: Problem) -> tuple[bool, bool]:
    """Whether the required projects leave no money, and no land, for any other."""
    money, land = problem.cost[problem.required].sum(), problem.land[problem.required].sum()
    most = 1 - TRACE
    return (
        bool(money > 0 and money >= most * problem.budget.sum()),
        bool(land > 0 and land >= most * problem.land_quota.sum()),
    )


def _priced_reason(plan: Plan, p: int, row: pd.Series) -> Words:
    gain, difference = row["points_at_prices"], row["difference"]
    price = row["money_worth"] + row["land_worth"] + row["other_worth"]
    share = in_percent(float(plan.funded[p]))
    part_zh = f"只安排 {share}；" if plan.in_part[p] else ""
    part_en = f"carried out to {share}; " if plan.in_part[p] else ""
    if difference > 1e-6 and plan.in_part[p] and plan.mode == Mode.SHARES:
        return Words(
            f"{part_zh}在最好的年份值得（{gain:.3f} 分，资金和土地值 {price:.3f} 分），"
            "但这些年份的进度已到上限",
            f"{part_en}worth its price in its best years ({gain:.3f} points for {price:.3f}), "
            "whose pace is used up",
        )
    if difference > 1e-6:
        return Words(
            f"{part_zh}按影子价格值得（{gain:.3f} 分，资金和土地值 {price:.3f} 分），整项安排不下",
            f"{part_en}worth its price ({gain:.3f} points for {price:.3f}), does not fit whole",
        )
    if difference > -1e-6:
        return Words(
            f"{part_zh}处于边际：带来 {gain:.3f} 分，正好等于所占资金和土地的价值",
            f"{part_en}at the margin: its {gain:.3f} points equal the worth of its money and land",
        )
    return Words(
        f"{part_zh}带来 {gain:.3f} 分，低于所占资金（{row['money_worth']:.3f} 分）"
        f"和土地（{row['land_worth']:.3f} 分）的价值",
        f"{part_en}brings {gain:.3f} points, less than the worth of its money "
        f"({row['money_worth']:.3f}) and land ({row['land_worth']:.3f})",
    )


def _money_factor(priced: Courses) -> np.ndarray:
    """
    Share of its cost at which a project would be worth its price; NaN if none is.

    The best net worth is convex and falls with the cost, so Newton's steps from a cost of nothing
    never pass the share that is sought (Dinkelbach).
    """
    factor = np.zeros_like(priced.pace)
    for _ in range(ROUNDS):
        points, money, land, other = priced.best(np.ones_like(factor), factor)
        worth = points - land - other
        step = np.divide(worth, money, out=np.full_like(factor, np.nan), where=money > NOTHING)
        factor = np.where(worth > NOTHING, step, np.nan)
    return np.where(factor < 1 - MARGIN, factor, np.nan)


def _points_factor(priced: Courses) -> np.ndarray:
    """
    Factor on a project's points at which it would be worth its price; NaN if none is.

    The best net worth is convex and rises with the factor; the steps come from far above.
    """
    factor = np.full_like(priced.pace, 1e6)
    for _ in range(ROUNDS):
        points, money, land, other = priced.best(factor, np.ones_like(factor))
        price = money + land + other
        factor = np.divide(price, points, out=np.full_like(factor, np.nan), where=points > NOTHING)
    return np.where(factor > 1 + MARGIN, factor, np.nan)


def what_would_bring_in(plan: Plan, listener: Listener = SILENT) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the smallest tested raise at which each project left out would come in by itself.

    Every year's budget is raised by the same share (`RAISES`), alone and together with the land
    quota, and the plan in shares is made anew; a project is in when half of it is carried out, or
    all of it if it is carried out in part already.

    Returns
    -------
    Money in 万元 over the horizon, and the share by which money and land are raised; shape (P,)
    each, NaN where no tested raise brings the project in, or the portfolio is too large.
    """
    problem = plan.problem
    p_count = len(problem.ids)
    results = []
    for with_land in (False, True):
        found = np.full(p_count, np.nan)
        out = (plan.funded < FULL) & ~problem.excluded
        enough = np.where(plan.in_part, FULL, 0.5)
        for raise_by in RAISES if p_count <= SWEEP_LIMIT else ():
            listener.breathe()
            if not (out & np.isnan(found)).any():
                break
            richer = problem.with_money_and_land(
                problem.budget * (1 + raise_by),
                problem.land_quota * (1 + raise_by if with_land else 1),
            )
            model = build_model(richer)
            answer = solve(model)
            if answer.x is None:
                continue
            share = model.work.funded @ answer.x
            found[np.isnan(found) & out & (share >= enough)] = raise_by
        results.append(found)
    return results[0] * problem.budget.sum(), results[1]
