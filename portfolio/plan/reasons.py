"""Why a project is left out, in whole or in part, and what would bring it in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.estimates import estimates
from portfolio.plan.plan import Plan
from portfolio.plan.prices import courses
from portfolio.plan.shares import FULL, TRACE, in_percent
from portfolio.plan.thresholds import planned_anew, smallest_changes
from portfolio.terms import Mode
from portfolio.words import Words

PENNY = 0.005  # 万元 that nobody sees


def reasons(plan: Plan, listener: Listener = SILENT) -> pd.DataFrame:
    """
    Return why each project is left out, in whole or in part, and what would bring it in.

    The listener hears how many projects are done, and is asked before every plan that is made
    anew whether to go on.

    Returns
    -------
    A row a project, in table order, columns: `reason_zh`, `reason_en` (empty for one carried out
    in full), `points_at_prices`, `money_worth`, `land_worth`, `other_worth`, `difference`; the
    estimates (估算) `cost_down_to_at_prices` (万元), `weight_up_by_at_prices` (factor); the
    thresholds `cost_down_to` (万元), `weight_up_by` (factor), `budget_up_by` (万元),
    `purse_up_by` (万元 in its own purses), `budget_and_land_up_by` (share); NaN where it does not
    apply; and `threshold_kind`: `planned` anew, or of a plan of whole projects an `estimate`.
    """
    problem = plan.problem
    table = pd.DataFrame(index=range(len(problem.ids)))
    words, guesses = _plain_reasons(plan), np.full(len(problem.ids), np.nan)
    if plan.prices:
        priced = courses(plan)
        one = np.ones(len(problem.ids))
        points, money, land, other = priced.best(one, one)
        table["points_at_prices"], table["money_worth"] = points, money
        table["land_worth"], table["other_worth"] = land, other
        table["difference"] = points - money - land - other
        by_price = np.array([word is None for word in words])
        guesses, factors = (np.where(by_price, v, np.nan) for v in estimates(plan, priced))
        table["cost_down_to_at_prices"], table["weight_up_by_at_prices"] = guesses, factors
        dear = priced.purse_worth() > money / 2
        for p in np.flatnonzero(plan.funded < FULL).tolist():
            empty = _empty_purse(plan, p) if dear[p] else None
            priced_reason = _priced_reason(plan, p, table.loc[p], empty)
            words[p] = words[p] or _as_estimate(plan, priced_reason)
    changes = smallest_changes(plan, guesses, listener)
    table = pd.concat([table, changes], axis=1)
    table[plan.funded >= FULL] = np.nan
    kind = np.where(planned_anew(plan), "planned", "estimate")
    table["threshold_kind"] = np.where(changes.notna().any(axis=1), kind, "")
    table.insert(0, "reason_zh", [each.zh if each else "" for each in words])
    table.insert(1, "reason_en", [each.en if each else "" for each in words])
    return table


def _plain_reasons(plan: Plan) -> list[Words | None]:
    """Reasons that need no prices."""
    problem = plan.problem
    years = len(plan.years)
    least = np.where(problem.profile_length > 0, problem.profile_length, problem.duration)
    needs, before = _by_project(problem.requires), _by_project(problem.after)
    taken = {
        int(p): [int(q) for q in group.members if q != p and plan.funded[q] > TRACE]
        for group in problem.site_groups
        for p in group.members
    }
    in_one_go = (problem.profile_length > 0) | plan.mode.all_or_nothing
    nothing_left = _nothing_left(problem)
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
        elif plan.funded[p] <= TRACE and (waits := _waits(plan, p, before.get(p, []), least[p])):
            reason = waits
        elif plan.funded[p] <= TRACE and taken.get(p):
            other = problem.ids[taken[p][0]]
            reason = Words(f"同一用地已安排 {other}", f"its site is taken by {other}")
        words.append(reason or (None if plan.funded[p] >= FULL else nothing_left[p]))
    return words


def _by_project(pairs: np.ndarray) -> dict[int, list[int]]:
    """Return what stands second in the pairs, by what stands first."""
    found: dict[int, list[int]] = {}
    for p, q in pairs.tolist():
        found.setdefault(p, []).append(q)
    return found


def _waits(plan: Plan, p: int, before: list[int], least: float) -> Words | None:
    """Say which project has to be finished first, and is not, or too late for this one."""
    problem = plan.problem
    in_one_go = plan.mode != Mode.SHARES or problem.profile_length[p] > 0
    for q in before:
        name, reached = problem.ids[q], plan.finished[q] > TRACE
        if not reached.any():
            return Words(
                f"须在 {name} 完成后动工，而 {name} 未完成",
                f"it begins after {name} is finished, which it is not",
            )
        year = int(reached.argmax())
        left = problem.last[p] - max(problem.first[p], year + 1) + 1
        if left < (least if in_one_go else 1) - 1e-9:
            done = plan.years[year]
            return Words(
                f"须在 {name} 完成后动工，{name} 到 {done} 年才完成，余下的年份不够",
                f"it begins after {name} is finished, in {done}: too few years are left",
            )
    return None


def _nothing_left(problem: Problem) -> list[Words | None]:
    """Say of each project whether the required ones leave it no money, or no land; shape (P,)."""
    money, land = problem.cost[problem.required].sum(), problem.land[problem.required].sum()
    most, purses = 1 - TRACE, _exhausted_purses(problem)
    no_money = money > 0 and money >= most * problem.budget.sum()
    no_land = land > 0 and land >= most * problem.land_quota.sum()
    payers = problem.purses.pays.toarray() > 0
    said: list[Words | None] = []
    for p in range(len(problem.ids)):
        of_purses = [purses[u] for u in np.flatnonzero(payers[:, p]).tolist() if purses[u]]
        found = None
        if problem.cost[p] > 0 and of_purses:
            found = of_purses[0]
        elif no_money and problem.cost[p] > 0:
            found = Words("必须实施的项目已用尽全部资金", "the required projects use all the money")
        elif no_land and problem.land[p] > 0:
            found = Words("必须实施的项目已用尽全部土地", "the required projects use all the land")
        said.append(found)
    return said


def _exhausted_purses(problem: Problem) -> list[Words | None]:
    """Say of each purse whether it has no money, or none but for the required projects; (U,)."""
    purses = problem.purses
    found: list[Words | None] = [None] * len(purses.ids)
    if not purses.apart:
        return found
    money = problem.purse_money.copy()
    np.add.at(money, purses.taker, purses.most)  # support that it may take counts as its own
    needed = np.asarray(purses.pays @ np.where(problem.required, problem.cost, 0.0))
    for u, name in enumerate(purses.names):
        if money[u] <= 0:
            found[u] = Words(f"资金池“{name}”没有资金", f"its purse has no money: {name}")
        elif needed[u] >= (1 - TRACE) * money[u]:
            found[u] = Words(
                f"必须实施的项目已用尽资金池“{name}”的资金",
                f"the required projects use all the money of its purse: {name}",
            )
    return found


def _priced_reason(plan: Plan, p: int, row: pd.Series, purse: Words | None) -> Words:
    gain, difference = row["points_at_prices"], row["difference"]
    price = row["money_worth"] + row["land_worth"] + row["other_worth"]
    share = in_percent(float(plan.funded[p]))
    part_zh = f"只安排 {share}；" if plan.in_part[p] else ""
    part_en = f"carried out to {share}; " if plan.in_part[p] else ""
    if purse:  # it is the purse that binds
        part_zh, part_en = f"{part_zh}{purse.zh}；", f"{part_en}{purse.en}; "
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


def _as_estimate(plan: Plan, words: Words) -> Words:
    """Say that the prices are those of another plan, where they are."""
    if plan.mode == Mode.SHARES:
        return words
    return Words(
        f"{words.zh}（估算：影子价格取自按比例安排的方案）",
        f"{words.en} (an estimate: the prices are those of the plan in shares)",
    )


def _empty_purse(plan: Plan, p: int) -> Words | None:
    """Say which purse has too little left for the rest of a project; None if none has."""
    problem, purses = plan.problem, plan.problem.purses
    left = plan.purse_left
    for u in np.flatnonzero(purses.pays[:, [p]].toarray().ravel()).tolist():
        name, needs = purses.names[u], purses.pays[u, p] * problem.cost[p] * (1 - plan.funded[p])
        if left[u] < min(PENNY, needs):
            return Words(
                f"资金池“{name}”的资金已用完", f"the money of its purse is used up: {name}"
            )
        if left[u] < needs:
            return Words(
                f"资金池“{name}”只余 {left[u]:,.2f} 万元",
                f"its purse has only {left[u]:,.2f} 万元 left: {name}",
            )
    return None
