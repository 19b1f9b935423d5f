"""What the command prints of a plan: score, counts, sums, and whose money it takes."""

from __future__ import annotations

import numpy as np

from portfolio.plan.cash.ledgers import ledgers
from portfolio.plan.needs import points_by_origin
from portfolio.plan.plan import Plan
from portfolio.plan.purses import CENT, moves, published
from portfolio.questions.plan.cash import cash_lines
from portfolio.terms import Mode, Status
from portfolio.words import Words

MOST_CHANGES = 4  # purses that are named in one line
SHORT = Words(
    "以下是补足缺口后才有的方案（缺口方案），不可实施；超出资金和用地之处在图中标红",
    "what follows is the plan that the shortfall would make possible; it may not be carried out. "
    "Pictures show in red where it exceeds money or land",
)
PRICE_OF = {
    Mode.WHOLE: Words("整项目", "indivisibility"),
    Mode.STEADY: Words("连续施工", "steady work"),
}
WHY_EARLY = {
    Status.LIMIT: Words("到达时间上限", "limit"),
    Status.INTERRUPTED: Words("被中止", "interrupted"),
}


def _early(plan: Plan) -> Words:
    """Say what ended early: the search for whole projects, or the tidying of a plan in shares."""
    why = WHY_EARLY[plan.status]
    if plan.mode == Mode.SHARES:
        return Words(
            f"整理进度提前结束（{why.zh}）：得分已证明最优，但逐年进度未整理",
            f"tidying ended early ({why.en}): the score is proven best, the schedule is not tidied",
        )
    return Words(
        f"搜索提前结束（{why.zh}）：方案可用，但未证明最优",
        f"the search ended early ({why.en}): the plan holds, but is not proven best",
    )


def lines(plan: Plan, quarters: bool = False) -> list[Words]:
    """Return score, counts and sums; `quarters`: payments go by quarters."""
    funded, part = int(plan.carried_out.sum()), int(plan.in_part.sum())
    promoted, total = int(plan.promoted.sum()), plan.investment.sum()
    land, quota = plan.land_release.sum(), plan.problem.land_quota.sum()
    budget, title = plan.problem.budget.sum(), plan.problem.scenario.title
    said = [
        Words(f"{title}（{plan.problem.scenario.name}）", f"{plan.problem.scenario.name}: {title}"),
        _score(plan),
        Words(
            f"实施 {funded} 项，部分实施 {part} 项，其中储备项目转入 {promoted} 项",
            f"{funded} projects funded, {part} in part, {promoted} promoted from the reserve list",
        ),
        Words(
            f"投资 {total:,.2f} 万元（预算 {budget:,.2f}），"
            f"用地 {land:,.2f} 亩（指标 {quota:,.2f}）",
            f"investment {total:,.2f} 万元 of {budget:,.2f}, land {land:,.2f} 亩 of {quota:,.2f}",
        ),
    ]
    said += [*_needs(plan), *_purses(plan), *cash_lines(ledgers(plan, quarters))]
    if ignored := "、".join(plan.problem.scenario.ignore):
        said.append(Words(f"本情景不管的规则：{ignored}", f"rules ignored here: {ignored}"))
    if plan.status in WHY_EARLY:
        said.insert(2, _early(plan))
    if plan.mode in PRICE_OF and plan.status != Status.SHORT:
        what = PRICE_OF[plan.mode]
        linear = Words(
            f"按比例安排可得 {plan.linear_optimum:.4f} 分，{what.zh}的代价 "
            f"{plan.linear_optimum - plan.score:.4f} 分",
            f"in shares {plan.linear_optimum:.4f}; the price of {what.en} is "
            f"{plan.linear_optimum - plan.score:.4f} points",
        )
        said.insert(2, linear)
    return said


def _score(plan: Plan) -> Words:
    if plan.status == Status.SHORT:
        return Words(
            f"得分 {plan.score:.4f}（须先补足缺口）",
            f"score {plan.score:.4f} (only with the shortfall granted)",
        )
    return Words(
        f"得分 {plan.score:.4f}，上界 {plan.bound:.4f}，差距 {plan.gap:.4%}",
        f"score {plan.score:.4f}, bound {plan.bound:.4f}, gap {plan.gap:.4%}",
    )


def _needs(plan: Plan) -> list[Words]:
    """Say how well the score is founded, and which targets no project serves."""
    origins = points_by_origin(plan)
    known = sum(each.points for each in origins if each.known)
    worth = sum(each.worth for each in origins if each.known)
    rest, of_rest = plan.score - known, plan.problem.points.sum() - worth
    lines = [
        Words(
            f"其中规划写明或可推算的需求得 {known:.4f} 分（满分 {worth:.2f}），"
            f"承诺量和假设的需求得 {rest:.4f} 分（满分 {of_rest:.2f}）",
            f"of it {known:.4f} of {worth:.2f} on needs stated or derived, "
            f"{rest:.4f} of {of_rest:.2f} on needs committed to or assumed",
        )
    ]
    targets = plan.problem.indicators.iloc[plan.problem.unserved]
    if len(targets):
        names = "、".join(f"{each.id} {each.name}" for each in targets.itertuples())
        lines.append(Words(f"没有项目支撑的目标：{names}", f"no project for this target: {names}"))
    return lines


def _purses(plan: Plan) -> list[Words]:
    """Say what the purses need and have, and what moves between them."""
    whose = plan.problem.purses
    if not whose.ids:
        return []
    need, money = plan.purse_spending.sum(), plan.problem.purse_money.sum()
    left = round(money - need, 2) + 0.0
    found = moves(plan)
    moved = sum(each.amount for each in found)
    lines = [
        Words(
            f"{len(whose.ids)} 个资金池{'分开' if whose.apart else '合并'}使用：需求 {need:,.2f} "
            f"万元，自有 {money:,.2f}，结余 {left:,.2f}；"
            f"{'转移支付' if whose.apart else '用别池的钱'} {moved:,.2f}",
            f"{len(whose.ids)} purses {'kept apart' if whose.apart else 'in one pot'}: need "
            f"{need:,.2f} 万元, own money {money:,.2f}, balance {left:,.2f}; "
            f"{'transfers' if whose.apart else 'taken from others'} {moved:,.2f}",
        )
    ]
    extra = round(money - plan.problem.budget.sum(), 2)
    if whose.apart and extra > CENT:
        lines.append(
            Words(
                f"各池自有资金合计比预算多 {extra:,.2f} 万元：年度预算不增加，多出的部分用不上",
                f"the purses have {extra:,.2f} 万元 more than the budgets: that cannot be spent "
                "unless the budgets rise",
            )
        )
    elif abs(extra) > CENT:
        lines.append(
            Words(
                f"各池自有资金合计与预算相差 {extra:+,.2f} 万元",
                f"the purses' own money less the budgets: {extra:+,.2f} 万元",
            )
        )
    return lines + _changes(plan)


def _changes(plan: Plan) -> list[Words]:
    """Say who needs most more and most less than the published plan gives."""
    before = published(plan.problem, "purse")
    of_before = np.array([before.get(name, 0.0) for name in plan.problem.purses.ids])
    change = plan.purse_spending.sum(axis=1) - of_before
    order = np.argsort(-np.abs(change), kind="stable")
    chosen = [int(u) for u in order if abs(change[u]) > CENT]
    if not chosen:
        return []
    names = plan.problem.purses.names
    said = "、".join(f"{names[u]} {change[u]:+,.2f}" for u in chosen[:MOST_CHANGES])
    more = len(chosen) - MOST_CHANGES
    rest = (f" 等 {len(chosen)} 个", f" and {more} more") if more > 0 else ("", "")
    return [
        Words(f"与规划相比（万元）：{said}{rest[0]}", f"against the plan (万元): {said}{rest[1]}")
    ]
