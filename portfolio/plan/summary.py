"""A plan in a few numbers: what `plan.json` holds, and every other answer begins with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portfolio.inputs.problem import Problem
from portfolio.plan.cash.assumed import assumed
from portfolio.plan.cash.ledgers import CashSummary, cash_summary, ledgers
from portfolio.plan.needs import OriginPoints, points_by_origin
from portfolio.plan.plan import Plan
from portfolio.plan.purses import Move, moves, published
from portfolio.plan.shortfall import Shortfall
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
class Lack:
    """What one year lacks."""

    money: float = about("还缺资金", "money that is missing", "万元")
    land: float = about("还缺用地", "land that is missing", "亩")
    sources: dict[str, float] = about(
        "其中各来源上限还缺", "missing under ceilings of sources", "万元"
    )
    purses: dict[str, float] = about(
        "此外各资金池还缺", "missing in purses beside that, by purse", "万元"
    )


@dataclass(frozen=True)
class PlanSummary:
    """A plan in a few numbers."""

    title: str = about("情景标题", "title of the scenario")
    scenario: str = about("情景文件名", "name of the scenario file")
    mode: Mode = about(
        "shares 按比例，whole 整项目，steady 连续施工", "`shares`, `whole` or `steady`"
    )
    status: Status = about(
        "optimal 最优，limit 到达上限，interrupted 中途停止；short 没有方案，是补足缺口后的方案",
        "`optimal`, `limit` or `interrupted`; `short`: none exists, this is what the shortfall "
        "would make possible",
    )
    score: float = about("得分", "score")
    shortfall: dict[str, Lack] | None = about(
        "逐年最小缺口；有方案时为空", "the smallest shortfall by year; null where there is a plan"
    )
    bound: float = about(
        "任何方案都不能超过的得分；没有方案时为空", "score that no plan can exceed; null: no plan"
    )
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
    ignored: list[str] = about("情景不管的规则", "row families that the scenario ignores")
    cash: CashSummary | None = about(
        "付款、结转、专项债、运行费；情景都没有要求则为空",
        "payment, carry-over, bonds, running cost; none: nothing is asked",
    )
    promoted: list[str] = about("转入的储备项目编号", "ids of the reserve projects taken up")
    assumptions: list[str] = about("属于假设的输入", "inputs that are assumptions")
    solver: dict[str, str] = about("求解器及版本", "solver and its version")
    versions: dict[str, str] = about("程序版本", "versions of the programs")
    inputs: dict[str, str] = about("输入文件的 SHA-256", "SHA-256 of the input files")
    seconds: dict[str, float] = about("各步用时", "time of each step", "秒")


def summary(
    plan: Plan,
    seconds: dict[str, float] | None = None,
    quarters: bool = False,
    missing: Shortfall | None = None,
) -> PlanSummary:
    """
    Return a plan in a few numbers; only `seconds` differs between equal runs.

    `quarters`: payments go by quarters; `missing`: what lacks, where no plan exists.
    """
    origins = points_by_origin(plan)
    known = sum(each.points for each in origins if each.known)
    return PlanSummary(
        title=plan.problem.scenario.title,
        scenario=plan.problem.scenario.name,
        mode=plan.mode,
        status=plan.status,
        score=plan.score,
        shortfall=None if missing is None else lacks(missing),
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
        ignored=list(plan.problem.scenario.ignore),
        cash=cash_summary(ledgers(plan, quarters)),
        promoted=[plan.problem.ids[p] for p in np.flatnonzero(plan.promoted)],
        assumptions=[*assumptions(plan.problem), *assumed(plan.problem, quarters)],
        solver=solver(plan.problem.scenario.solver),
        versions=versions(),
        inputs=inputs_of(plan.problem.scenario),
        seconds={name: round(value, 3) for name, value in (seconds or {}).items()},
    )


def lacks(missing: Shortfall) -> dict[str, Lack]:
    """Return what is missing, by year."""
    return {
        str(year): Lack(
            money=_rounded(missing.money[t]),
            land=_rounded(missing.land[t]),
            sources={key: _rounded(extra[t]) for key, extra in missing.sources.items()},
            purses={key: _rounded(extra[t]) for key, extra in missing.purses.items()},
        )
        for t, year in enumerate(missing.problem.years)
    }


def _rounded(amount: float) -> float:
    return round(float(amount), 9) + 0.0


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
    spent, found = plan.investment.sum(axis=1), []
    for by in ("funding", "domain", "district"):
        before, shares = published(plan.problem, by), plan.problem.shares_by(by)
        for key in dict.fromkeys([*map(str, shares), *before]):
            need = float(shares[key] @ spent) if key in shares else 0.0
            amounts = (need, before.get(key, 0.0), need - before.get(key, 0.0))
            found.append(Spending(by, key, *(round(each, 6) + 0.0 for each in amounts)))
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
    problem = plan.problem
    sums = (plan.investment, problem.budget, plan.land_release, problem.land_quota)
    return Totals(*(round(float(each.sum()), 6) for each in sums))


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
