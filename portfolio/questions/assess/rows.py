"""An assessment as rows: by year, purse, source and land, the broken rules, and the changes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.plan.purses import CENT
from portfolio.questions.assess.study import Assessed, Kind
from portfolio.terms import Mode, Status
from portfolio.words import about

DIGITS = 6  # as in the tables


@dataclass(frozen=True)
class Year:
    """Money of one year."""

    year: int = about("年份", "year")
    need: float = about("资金需求", "money that is needed", "万元")
    budget: float = about("当年预算", "budget of the year", "万元")
    carried_in: float = about(
        "上年结转；不允许结转为 0", "left from the years before; 0 where it lapses", "万元"
    )
    money: float = about("可用资金：预算加结转", "budget and what is carried in", "万元")
    balance: float = about("可用资金减需求；为负则不够", "money less need; < 0: short", "万元")
    balance_so_far: float = about(
        "累计预算减累计需求", "budgets up to the year less needs up to it", "万元"
    )


@dataclass(frozen=True)
class PurseYear:
    """Money of one purse in one year."""

    year: int = about("年份", "year")
    need: float = about("资金需求", "money that is needed", "万元")
    money: float | None = about(
        "自有资金；只定了全期的为空", "own money; null where it is given for the horizon", "万元"
    )
    taken: float = about("转入", "taken from other purses", "万元")
    given: float = about("转出", "given to other purses", "万元")
    balance: float | None = about("结余", "money less need, after transfers", "万元")
    balance_so_far: float = about(
        "累计结余；只定了全期的为全期资金减累计需求",
        "the same up to the year; of a purse with money for the horizon: what is left of all of it",
        "万元",
    )


@dataclass(frozen=True)
class Purse:
    """Money of one purse over the horizon."""

    purse: str = about("资金池编号", "id of the purse")
    name: str = about("名称", "its name")
    need: float = about("资金需求", "money that is needed", "万元")
    money: float = about("自有资金", "own money", "万元")
    taken: float = about("转入", "taken from other purses", "万元")
    given: float = about("转出", "given to other purses", "万元")
    balance: float = about("结余；为负则不够", "money left; < 0: short", "万元")
    short: float = about(
        "缺口：全期不够的，或逐年资金不够的年份合计（取大）；资金池合并使用时为 0",
        "what it lacks over the horizon, or in single years where those bind (the larger); 0 in "
        "one pot",
        "万元",
    )
    short_from: int | None = about("从哪一年起不够", "first year that it cannot pay in full")
    years: list[PurseYear] = about("逐年", "year by year")


@dataclass(frozen=True)
class SourceYear:
    """Money from one source in one year."""

    source: str = about("资金来源编号", "id of the source")
    name: str = about("名称", "its name")
    year: int = about("年份", "year")
    need: float = about("资金需求", "money that is needed", "万元")
    money: float | None = about("上限；没有上限为空", "its ceiling; null: none", "万元")
    balance: float | None = about("上限减需求", "ceiling less need", "万元")
    balance_so_far: float | None = about("累计", "the same up to the year", "万元")


@dataclass(frozen=True)
class LandYear:
    """Land of one year."""

    year: int = about("年份", "year")
    need: float = about("当年开工所需用地", "land for the work begun in the year", "亩")
    quota: float = about("当年供地指标", "quota of the year", "亩")
    balance: float = about(
        "指标减需求；当年为负不算违反规则，可以用以前的指标",
        "quota less need; < 0 breaks no rule where quota is left from before",
        "亩",
    )
    balance_so_far: float = about("累计；为负则不够", "the same up to the year; < 0: short", "亩")


@dataclass(frozen=True)
class BrokenRule:
    """One row that does not hold."""

    rule: str = about("规则名", "name of the rule")
    row: str = about("行名，如 `annual_budget_2023`", "the row, such as `annual_budget_2023`")
    by: float = about("差多少", "by how much")
    unit: str = about(
        "`by` 的单位：万元、亩、`share`（项目的份额）、`projects`（项目个数）、`years`（年数）",
        "unit of `by`: 万元, 亩, `share` of a project, `projects` or `years`",
    )
    text: str = about("用文字说明", "the same in words")


@dataclass(frozen=True)
class ChangeRow:
    """One project that takes the course of the best plan, alone."""

    project_id: str = about("项目编号", "id of the project")
    name: str = about("项目名称", "its name")
    change: Kind = about(
        "`drop` 不做，`add` 增加，`less` 少做，`more` 多做，`earlier` 提前，`later` 推迟，"
        "`spread` 改年度分配",
        "`drop`, `add`, `less`, `more`, `earlier`, `later`, or `spread`: the same in other years",
    )
    points: float = about("只改这一项，得分增加多少", "points gained by this change alone")
    money: float = about("全期资金增加多少", "money that it needs more", "万元")
    land: float = about("用地增加多少", "land that it needs more", "亩")
    relief: float = about(
        "各年、各来源、各资金池的资金缺口合计减少多少",
        "money that is missing less, summed over years, sources and purses",
        "万元",
    )
    broken: int = about(
        "只改这一项以后违反的规则数", "rules that are broken after this change alone"
    )
    start_year: int | None = about("进度表的开工年份", "first year in the schedule")
    finish_year: int | None = about("进度表的完工年份", "year by which it is finished there")
    best_start_year: int | None = about("最优方案的开工年份", "first year in the best plan")
    best_finish_year: int | None = about("最优方案的完工年份", "year by which it is finished there")


@dataclass(frozen=True)
class BestPlan:
    """The scenario's own best plan."""

    mode: Mode = about("情景的模式", "the scenario's mode")
    status: Status = about("`optimal` 或 `limit`（到时限）", "`optimal` or `limit`")
    score: float = about("得分", "score")
    bound: float = about(
        "这个模式下的方案都不能超过的得分", "score that no plan in this mode exceeds"
    )
    lost: float = about(
        "比进度表多多少分；为负则进度表靠违反规则得分更高",
        "points more than the schedule; < 0: the schedule earns more by breaking rules",
    )


def years_of(plan: Plan) -> list[Year]:
    """Return a row a year: need against money."""
    need, budget = plan.investment.sum(axis=0), plan.problem.budget
    so_far = np.cumsum(budget - need)
    carried = np.concatenate([[0.0], so_far[:-1]]) * plan.problem.carry_over
    money = budget + carried
    columns = np.array([need, budget, carried, money, money - need, so_far])
    return [Year(year, *row) for year, row in zip(plan.years, _plain(columns.T), strict=True)]


def purses_of(plan: Plan) -> list[Purse]:
    """Return a record a purse, in the order of the table."""
    return [_purse(plan, u) for u in range(len(plan.problem.purses.ids))]


def _purse(plan: Plan, u: int) -> Purse:
    whose, n = plan.problem.purses, len(plan.years)
    need, own = plan.purse_spending[u], whose.by_year.get(u)
    moved = plan.transferred if plan.transferred is not None else np.zeros((len(whose.most), n))
    taken, given = moved[whose.taker == u].sum(axis=0), moved[whose.giver == u].sum(axis=0)
    total, yearly = float(plan.problem.purse_money[u]), np.full(n, np.nan) if own is None else own
    left = yearly + taken - given - need
    so_far = np.cumsum(left) if own is not None else total + np.cumsum(taken - given - need)
    # Over the horizon, or with what is carried over, a lack of before is in the sum.
    lacks = np.minimum(left if own is not None and not plan.problem.carry_over else so_far, 0.0)
    in_years = -float(lacks.min() if own is None or plan.problem.carry_over else lacks.sum())
    over_all = float(total + (taken - given - need).sum())
    short = max(-over_all, in_years if own is not None else 0.0)
    short = short if short > CENT and whose.apart else 0.0
    sums = np.array([[need.sum(), total, taken.sum(), given.sum(), over_all, short]])
    first = plan.years[int((lacks < -CENT).argmax())] if short else None
    rows = _plain(np.array([need, yearly, taken, given, left, so_far]).T)
    years = [PurseYear(year, *row) for year, row in zip(plan.years, rows, strict=True)]
    keys = ("need", "money", "taken", "given", "balance", "short")
    amounts = dict(zip(keys, _plain(sums)[0], strict=True))
    return Purse(whose.ids[u], whose.names[u], **amounts, short_from=first, years=years)


def sources_of(plan: Plan, lang: str) -> list[SourceYear]:
    """Return a row a source and year, in the order of the sources."""
    problem, found = plan.problem, []
    shares = problem.shares_by("funding")
    for key in problem.sources:
        if key not in shares and key not in problem.funding_budget:
            continue
        need = shares[key] @ plan.investment if key in shares else np.zeros(len(plan.years))
        ceiling = problem.funding_budget.get(key, np.full(len(need), np.nan))
        name = problem.called("funding", key).to(lang)
        columns = np.array([need, ceiling, ceiling - need, np.cumsum(ceiling - need)])
        rows = zip(plan.years, _plain(columns.T), strict=True)
        found += [SourceYear(key, name, year, *row) for year, row in rows]
    return found


def land_of(plan: Plan) -> list[LandYear]:
    """Return a row a year: land for the work begun in it against its quota."""
    need = np.diff(plan.land_needed.sum(axis=0), prepend=0.0)
    quota = plan.problem.land_quota
    columns = np.array([need, quota, quota - need, np.cumsum(quota - need)])
    return [LandYear(year, *row) for year, row in zip(plan.years, _plain(columns.T), strict=True)]


def changes_of(found: Assessed) -> list[ChangeRow]:
    """Return what the best plan changes, most points first."""
    plan, best = found.plan, found.best
    if best is None:
        return []
    return [
        ChangeRow(
            project_id=plan.problem.ids[each.p],
            name=plan.problem.projects["name"].iloc[each.p],
            change=each.kind,
            points=round(each.points, 9) + 0.0,
            money=round(each.money, DIGITS) + 0.0,
            land=round(each.land, DIGITS) + 0.0,
            relief=round(each.relief, DIGITS) + 0.0,
            broken=each.broken,
            start_year=_year(plan.start_year[each.p]),
            finish_year=_year(plan.finish_year[each.p]),
            best_start_year=_year(best.start_year[each.p]),
            best_finish_year=_year(best.finish_year[each.p]),
        )
        for each in found.changes
    ]


def best_of(found: Assessed) -> BestPlan | None:
    """Return what the best plan comes to; None: there is none."""
    best = found.best
    if best is None:
        return None
    lost = round(best.score - found.plan.score, 9) + 0.0
    return BestPlan(best.mode, best.status, best.score, best.bound, lost)


def _year(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


def _plain(rows: np.ndarray) -> list[list[float]]:
    """Return rows of amounts as they are written: six decimals, no negative zero."""
    return (rows.round(DIGITS) + 0.0).tolist()  # type: ignore[no-any-return]
