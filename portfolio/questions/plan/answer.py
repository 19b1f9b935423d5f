"""What a plan leaves: `plan.json`, the tables, the pictures, and lines to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from portfolio.plan.plan import Plan
from portfolio.plan.prices import shadow_prices
from portfolio.plan.summary import PlanSummary, summary
from portfolio.questions.contract import Answer
from portfolio.terms import Mode, Status
from portfolio.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WHY_EARLY = {
    Status.LIMIT: Words("到达时间上限", "limit"),
    Status.INTERRUPTED: Words("被中止", "interrupted"),
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
    return {
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


def _projects(plan: Plan, lang: str) -> pd.DataFrame:
    """Return the courses, years as whole numbers, and the reasons in one language."""
    course, why = plan.course, plan.reasons.drop(columns=["reason_zh", "reason_en"])
    years = {name: course[name].astype("Int64") for name in ("start_year", "finish_year")}
    why.insert(0, "reason", plan.reasons[f"reason_{lang}"])
    return pd.concat([course.assign(**years), why], axis=1)


def report_pictures(plan: Plan, lang: str) -> dict[str, Callable[[], Axes]]:
    """Return what draws the three pictures of a plan's report, by file stem."""
    from portfolio.questions.plan.pictures.cash_flow import draw_cash_flow
    from portfolio.questions.plan.pictures.gantt import draw_gantt
    from portfolio.questions.plan.pictures.indicators import draw_indicators

    return {
        "gantt": lambda: draw_gantt(plan, lang),
        "cash_flow": lambda: draw_cash_flow(plan, lang),
        "indicators": lambda: draw_indicators(plan, lang),
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
    if plan.status in WHY_EARLY:
        lines.insert(2, _early(plan))
    if plan.mode == Mode.WHOLE:
        linear = Words(
            f"按比例安排可得 {plan.linear_optimum:.4f} 分，整项目的代价 "
            f"{plan.linear_optimum - plan.score:.4f} 分",
            f"in shares {plan.linear_optimum:.4f}; the price of indivisibility is "
            f"{plan.linear_optimum - plan.score:.4f} points",
        )
        lines.insert(2, linear)
    return lines
