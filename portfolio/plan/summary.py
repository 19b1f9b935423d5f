"""A plan in a few numbers: what `plan.json` holds, and every other answer begins with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portfolio.inputs.problem import Problem
from portfolio.plan.needs import OriginPoints, points_by_origin
from portfolio.plan.plan import Plan
from portfolio.plan.purses import Move, moves, published_cost
from portfolio.runs.provenance import inputs_of, solver, versions
from portfolio.terms import Mode, Status
from portfolio.words import about

ASSUMED = (
    "budget.profile",
    "land.profile",
    "objective.beyond_need",
    "objective.year_weights",
    "projects.duration",
    "projects.funding",
    "projects.land_kind",
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
class Spending:
    """What one source, domain or district needs over the horizon."""

    by: str = about("`funding` 来源，`domain` 领域，`district` 地区", "what is counted by")
    key: str = about("编号", "its id")
    need: float = about("资金需求", "money that is needed", "万元")
    published: float = about(
        "规划项目按原定投资的需求", "what the planned projects need as published", "万元"
    )
    change: float = about("与规划相比增减", "need less that", "万元")


@dataclass(frozen=True)
class PurseSummary:
    """One purse over the horizon."""

    purse: str = about("资金池编号", "id of the purse")
    name: str = about("名称", "its name")
    need: float = about("资金需求", "what its projects need", "万元")
    money: float = about("自有资金", "what it has", "万元")
    taken: float = about("转入", "taken from other purses", "万元")
    given: float = about("转出", "given to other purses", "万元")
    balance: float = about("结余；为负则用了别的池的钱", "money left; < 0: spends others'", "万元")
    published: float = about(
        "规划项目按原定投资的需求", "what the planned projects need as published", "万元"
    )
    change: float = about("与规划相比增减", "need less that", "万元")


@dataclass(frozen=True)
class PlanSummary:
    """A plan in a few numbers."""

    title: str = about("情景标题", "title of the scenario")
    scenario: str = about("情景文件名", "name of the scenario file")
    mode: Mode = about(
        "shares 按比例，whole 整项目，steady 连续施工", "`shares`, `whole` or `steady`"
    )
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
    points_known_needs: float = about(
        "其中需求由规划原文写明或据其推算的指标得分", "score on needs stated or derived"
    )
    points_other_needs: float = about(
        "其中需求等于规划承诺量或属于假设的指标得分", "score on needs committed to or assumed"
    )
    needs: list[OriginPoints] = about("按需求的来历", "the score by origin of the need")
    no_project: list[str] = about(
        "有需求而没有项目支撑的目标编号", "targets with a need that no project serves"
    )
    counts: Counts = about("项目数", "counts of projects", "项")
    totals: Totals = about("合计", "totals over the horizon")
    years: list[YearSummary] = about("逐年", "year by year")
    spending: list[Spending] = about("按来源、领域、地区", "by source, domain and district")
    separate: bool = about("资金池是否分开", "whether purses are kept apart")
    purses: list[PurseSummary] = about("按资金池；没有资金池则为空", "by purse; empty: no purses")
    moves: list[Move] = about("谁的钱给谁用", "whose money is spent by whom")
    promoted: list[str] = about("转入的储备项目编号", "ids of the reserve projects taken up")
    assumptions: list[str] = about("属于假设的输入", "inputs that are assumptions")
    solver: dict[str, str] = about("求解器及版本", "solver and its version")
    versions: dict[str, str] = about("程序版本", "versions of the programs")
    inputs: dict[str, str] = about("输入文件的 SHA-256", "SHA-256 of the input files")
    seconds: dict[str, float] = about("各步用时", "time of each step", "秒")


def summary(plan: Plan, seconds: dict[str, float] | None = None) -> PlanSummary:
    """Return a plan in a few numbers; only `seconds` differs between equal runs."""
    origins = points_by_origin(plan)
    known = sum(each.points for each in origins if each.known)
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
        points_known_needs=known,
        points_other_needs=plan.score - known,
        needs=origins,
        no_project=unserved_ids(plan.problem),
        counts=counts(plan),
        totals=_totals(plan),
        years=_years(plan),
        spending=_spending(plan),
        separate=plan.problem.purses.apart,
        purses=purse_rows(plan),
        moves=moves(plan),
        promoted=[plan.problem.ids[p] for p in np.flatnonzero(plan.promoted)],
        assumptions=assumptions(plan.problem),
        solver=solver(plan.problem.scenario.solver),
        versions=versions(),
        inputs=inputs_of(plan.problem.scenario),
        seconds={name: round(value, 3) for name, value in (seconds or {}).items()},
    )


def assumptions(problem: Problem) -> list[str]:
    """Return the inputs that the papers do not give, by table and key."""
    scenario, found = problem.scenario, list(ASSUMED)
    found += ["purses.total"] if problem.purses.ids else []
    found += ["budget.purse"] if scenario.purse else []
    found += ["budget.transfer"] if scenario.transfers else []
    found += ["objective.beyond_cap"] if np.isfinite(scenario.beyond_cap) else []
    return found


def unserved_ids(problem: Problem) -> list[str]:
    """Return the targets with a need that no project serves."""
    return [str(each) for each in problem.indicators["id"].iloc[problem.unserved]]


def purse_rows(plan: Plan) -> list[PurseSummary]:
    """Return a record a purse, over the horizon, in the order of the table."""
    table = plan.purses[plan.purses["year"].isna()].drop(columns="year")
    texts = table[["purse", "name"]].values.tolist()
    amounts = table.drop(columns=["purse", "name"]).to_numpy(float).round(6) + 0.0
    return [PurseSummary(*text, *row) for text, row in zip(texts, amounts.tolist(), strict=True)]


def _spending(plan: Plan) -> list[Spending]:
    cost, spent = published_cost(plan.problem), plan.investment.sum(axis=1)
    found = []
    for by in ("funding", "domain", "district"):
        for key, share in plan.problem.shares_by(by).items():
            need, before = round(float(share @ spent), 6), round(float(share @ cost), 6)
            found.append(Spending(by, str(key), need, before, round(need - before, 6)))
    return found


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
