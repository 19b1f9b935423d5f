"""A plan in a few numbers: what `plan.json` holds, and every other answer begins with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.runs.provenance import inputs_of, solver, versions
from portfolio.terms import Mode, Status
from portfolio.words import about

ASSUMPTIONS = (
    "budget.profile",
    "land.profile",
    "objective.beyond_need",
    "objective.year_weights",
    "projects.duration",
    "projects.funding",
    "indicators.weight",
    "indicators.need",
    "contributions.confidence = assumed",
)


@dataclass(frozen=True)
class Counts:
    """How many projects there are, of each kind."""

    projects: int = about("项目总数", "projects in all")
    funded: int = about("完整实施", "carried out in full")
    in_part: int = about("部分实施", "carried out in part")
    left_out: int = about("未列入", "left out")
    planned_funded: int = about("完整实施的规划项目", "planned projects carried out in full")
    reserve_funded: int = about("完整实施的储备项目", "reserve projects carried out in full")
    promoted: int = about("转入的储备项目（含部分实施）", "reserve projects taken up, also in part")


@dataclass(frozen=True)
class Totals:
    """Money and land over the horizon."""

    investment: float = about("投资", "investment", "万元")
    budget: float = about("预算", "budget", "万元")
    land: float = about("用地", "land released", "亩")
    land_quota: float = about("用地指标", "land quota", "亩")


@dataclass(frozen=True)
class YearSummary:
    """One year of a plan."""

    year: int = about("年份", "year")
    budget: float = about("当年预算", "budget of the year", "万元")
    investment: float = about("当年投资", "investment of the year", "万元")
    land_quota: float = about("当年用地指标", "land quota of the year", "亩")
    land: float = about("当年供地", "land released in the year", "亩")
    points: float = about("当年得分", "points of the year")


@dataclass(frozen=True)
class PlanSummary:
    """A plan in a few numbers."""

    title: str = about("情景标题", "title of the scenario")
    scenario: str = about("情景文件名", "name of the scenario file")
    mode: Mode = about("shares 按比例，whole 整项目", "`shares` or `whole`")
    status: Status = about(
        "optimal 最优，limit 到达上限，interrupted 中途停止",
        "`optimal`, `limit` or `interrupted`",
    )
    score: float = about("得分", "score")
    bound: float = about("任何方案都不能超过的得分", "score that no plan can exceed")
    gap: float = about("与上界的相对差距", "relative gap to the bound")
    linear_optimum: float = about("按比例安排的最优得分", "score of the best plan in shares")
    points_within_need: float = about("需求内的得分", "points within the need")
    points_beyond_need: float = about("超出需求的得分", "points beyond the need")
    counts: Counts = about("项目数", "counts of projects", "项")
    totals: Totals = about("合计", "totals over the horizon")
    years: list[YearSummary] = about("逐年", "year by year")
    promoted: list[str] = about("转入的储备项目编号", "ids of the reserve projects taken up")
    assumptions: list[str] = about("属于假设的输入", "inputs that are assumptions")
    solver: dict[str, str] = about("求解器及版本", "solver and its version")
    versions: dict[str, str] = about("程序版本", "versions of the programs")
    inputs: dict[str, str] = about("输入文件的 SHA-256", "SHA-256 of the input files")
    seconds: dict[str, float] = about("各步用时", "time of each step", "秒")


def summary(plan: Plan, seconds: dict[str, float] | None = None) -> PlanSummary:
    """Return a plan in a few numbers; only `seconds` differs between equal runs."""
    return PlanSummary(
        title=plan.problem.scenario.title,
        scenario=plan.problem.scenario.name,
        mode=plan.mode,
        status=plan.status,
        score=plan.score,
        bound=plan.bound,
        gap=plan.gap,
        linear_optimum=plan.linear_optimum,
        points_within_need=plan.points_within_need,
        points_beyond_need=plan.score - plan.points_within_need,
        counts=counts(plan),
        totals=_totals(plan),
        years=_years(plan),
        promoted=[plan.problem.ids[p] for p in np.flatnonzero(plan.promoted)],
        assumptions=list(ASSUMPTIONS),
        solver=solver(plan.problem.scenario.solver),
        versions=versions(),
        inputs=inputs_of(plan.problem.scenario),
        seconds={name: round(value, 3) for name, value in (seconds or {}).items()},
    )


def counts(plan: Plan) -> Counts:
    """Return how many projects are carried out, of each kind."""
    kinds = plan.problem.projects["list"].to_numpy()
    return Counts(
        projects=len(kinds),
        funded=int(plan.carried_out.sum()),
        in_part=int(plan.in_part.sum()),
        left_out=int((~plan.carried_out & ~plan.in_part).sum()),
        planned_funded=int((plan.carried_out & (kinds == "planned")).sum()),
        reserve_funded=int((plan.carried_out & (kinds == "reserve")).sum()),
        promoted=int(plan.promoted.sum()),
    )


def _totals(plan: Plan) -> Totals:
    return Totals(
        investment=round(float(plan.investment.sum()), 6),
        budget=round(float(plan.problem.budget.sum()), 6),
        land=round(float(plan.land_release.sum()), 6),
        land_quota=round(float(plan.problem.land_quota.sum()), 6),
    )


def _years(plan: Plan) -> list[YearSummary]:
    problem = plan.problem
    return [
        YearSummary(
            year=year,
            budget=round(float(problem.budget[t]), 6),
            investment=round(float(plan.investment[:, t].sum()), 6),
            land_quota=round(float(problem.land_quota[t]), 6),
            land=round(float(plan.land_release[:, t].sum()), 6),
            points=round(float(plan.points[:, t].sum()), 9),
        )
        for t, year in enumerate(plan.years)
    ]
