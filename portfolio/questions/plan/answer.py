"""What a plan leaves: `plan.json`, the tables, the pictures, and lines to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from portfolio.plan.needs import points_by_origin
from portfolio.plan.plan import Plan
from portfolio.plan.prices import shadow_prices
from portfolio.plan.purses import CENT, Move, moves, published_need, transfers
from portfolio.plan.summary import PlanSummary, summary
from portfolio.questions.contract import Answer
from portfolio.terms import Mode, Status
from portfolio.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_CHANGES = 4  # purses that are named in one line
MOVE_COLUMNS = [each.name for each in fields(Move)]
WHY_EARLY = {
    Status.LIMIT: Words("到达时间上限", "limit"),
    Status.INTERRUPTED: Words("被中止", "interrupted"),
}

PRICE_OF = {
    Mode.WHOLE: Words("整项目", "indivisibility"),
    Mode.STEADY: Words("连续施工", "steady work"),
}


@dataclass(frozen=True)
class PlanAnswer(Answer):
    """A verified plan, and the time of each step that made it."""

    plan: Plan
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for the plan ended."""
        return (self.plan.status,)

    def content(self, lang: str) -> PlanSummary:
        """Return the plan in a few numbers."""
        return summary(self.plan, self.seconds)

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return the tables of the contract, section 5."""
        return report_tables(self.plan, lang)

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes]]:
        """Return schedule, cash flow and indicators."""
        return report_pictures(self.plan, lang)

    def lines(self, lang: str) -> Sequence[str]:
        """Return score, counts and sums."""
        return [words.to(lang) for words in _lines(self.plan)]


def report_tables(plan: Plan, lang: str) -> dict[str, pd.DataFrame]:
    """Return the tables of a plan's report by file stem, with reasons in one language."""
    release = plan.land_release.sum(axis=0)
    tables = {
        "allocation": plan.allocation,
        "projects": _projects(plan, lang),
        "cash_flow": plan.cash_flow,
        "cash_flow_detail": plan.cash_flow_detail,
        "land_release": pd.DataFrame(
            {
                "year": plan.years,
                "quota": plan.problem.land_quota,
                "released": release,
                "balance": plan.problem.land_quota - release,
            }
        ),
        "indicators": plan.indicators,
        "shadow_prices": shadow_prices(plan),
    }
    return tables | (_purse_tables(plan) if plan.problem.purses.ids else {})


def _purse_tables(plan: Plan) -> dict[str, pd.DataFrame]:
    columns = {"giver": "from", "taker": "to"}
    found = pd.DataFrame([asdict(each) for each in moves(plan)], columns=MOVE_COLUMNS)
    return {
        "purses": plan.purses,
        "transfers": transfers(plan),
        "moves": found.rename(columns=columns),
    }


def _projects(plan: Plan, lang: str) -> pd.DataFrame:
    """Return the courses, years as whole numbers, and the reasons in one language."""
    course, why = plan.course, plan.reasons.drop(columns=["reason_zh", "reason_en"])
    years = {name: course[name].astype("Int64") for name in ("start_year", "finish_year")}
    why.insert(0, "reason", plan.reasons[f"reason_{lang}"])
    return pd.concat([course.assign(**years), why], axis=1)


def report_pictures(plan: Plan, lang: str) -> dict[str, Callable[[], Axes]]:
    """Return what draws the pictures of a plan's report, by file stem; purses where there are."""
    from portfolio.questions.plan.pictures.cash_flow import draw_cash_flow
    from portfolio.questions.plan.pictures.gantt import draw_gantt
    from portfolio.questions.plan.pictures.indicators import draw_indicators
    from portfolio.questions.plan.pictures.purses import draw_purses

    drawn = {
        "gantt": lambda: draw_gantt(plan, lang),
        "cash_flow": lambda: draw_cash_flow(plan, lang),
        "indicators": lambda: draw_indicators(plan, lang),
    }
    return drawn | ({"purses": lambda: draw_purses(plan, lang)} if plan.problem.purses.ids else {})


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


def _lines(plan: Plan) -> list[Words]:
    funded, part = int(plan.carried_out.sum()), int(plan.in_part.sum())
    promoted, total = int(plan.promoted.sum()), plan.investment.sum()
    land, quota = plan.land_release.sum(), plan.problem.land_quota.sum()
    budget, title = plan.problem.budget.sum(), plan.problem.scenario.title
    lines = [
        Words(f"{title}（{plan.problem.scenario.name}）", f"{plan.problem.scenario.name}: {title}"),
        Words(
            f"得分 {plan.score:.4f}，上界 {plan.bound:.4f}，差距 {plan.gap:.4%}",
            f"score {plan.score:.4f}, bound {plan.bound:.4f}, gap {plan.gap:.4%}",
        ),
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
    lines += [*_needs(plan), *_purses(plan)]
    if plan.status in WHY_EARLY:
        lines.insert(2, _early(plan))
    if plan.mode in PRICE_OF:
        what = PRICE_OF[plan.mode]
        linear = Words(
            f"按比例安排可得 {plan.linear_optimum:.4f} 分，{what.zh}的代价 "
            f"{plan.linear_optimum - plan.score:.4f} 分",
            f"in shares {plan.linear_optimum:.4f}; the price of {what.en} is "
            f"{plan.linear_optimum - plan.score:.4f} points",
        )
        lines.insert(2, linear)
    return lines


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
    return lines + _changes(plan)


def _changes(plan: Plan) -> list[Words]:
    """Say who needs most more and most less than the published plan gives."""
    change = plan.purse_spending.sum(axis=1) - published_need(plan.problem)
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
