"""Why: shadow prices, the reason for each project left out, the smallest shortfall."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from portfolio.constraints import Rows
from portfolio.errors import NoPlanError, Words
from portfolio.model import Model, build_model
from portfolio.plan import FULL, TRACE, Plan
from portfolio.problem import Problem
from portfolio.solve import OPTIMAL, Solution, solve

PER_MONEY = 10_000  # prices of money are per 亿元
PER_LAND = 100  # prices of land are per 100 亩
RAISES = (0.01, 0.02, 0.05, 0.10, 0.15, 0.20, 0.30, 0.40, 0.50, 0.75, 1.0, 1.5, 2.0)
SWEEP_LIMIT = 500  # projects up to which `what_would_bring_in` plans anew for every raise


def shadow_prices(plan: Plan) -> pd.DataFrame:
    """
    Return points gained by one more 亿元 of a year's budget or 100 亩 of its land quota.

    Where rows run over all years so far (land, carry-over), a unit more in one year widens that
    row and all later ones, and its price is their sum.

    Returns
    -------
    Columns `row`, `year`, `points`, `unit`; empty if the plan has no prices.
    """
    n = len(plan.years)
    rows = []
    for row, prices in _prices_by_row(plan).items():
        per, unit = (PER_LAND, "100 亩") if row == "land" else (PER_MONEY, "1 亿元")
        rows += [(row, plan.years[t], float(prices[t]) * per, unit) for t in range(n)]
    return pd.DataFrame(rows, columns=["row", "year", "points", "unit"])


def _prices_by_row(plan: Plan) -> dict[str, np.ndarray]:
    """Price of one unit more in each year, 万元 or 亩, by row: shape (n,) each."""
    if not plan.prices:
        return {}
    n = len(plan.years)
    ceilings = plan.prices.get("funding_ceiling", np.zeros(0)).reshape(-1, n)
    by_row = {"annual_budget": plan.prices["annual_budget"], "land": plan.prices["land"]} | {
        f"funding_ceiling_{source}": ceilings[at]
        for at, source in enumerate(plan.problem.funding_budget)
    }
    return {
        row: prices[::-1].cumsum()[::-1] if row == "land" or plan.problem.carry_over else prices
        for row, prices in by_row.items()
    }


# ---- the reason for each project left out -----------------------------------------------------


@dataclass(frozen=True)
class Courses:
    """
    What a unit of each project's work is worth at the plan's prices, by year of work or start.

    `points`, `money`, `land` and `other` have shape (P, n), NaN where no work can be; `pace` is
    the largest share of a project that one year can take, shape (P,).
    """

    points: np.ndarray
    money: np.ndarray
    land: np.ndarray
    other: np.ndarray
    pace: np.ndarray

    def best(self, points: np.ndarray, money: np.ndarray) -> tuple[np.ndarray, ...]:
        """
        Return points, money, land and other of each project's best course, shape (P,) each.

        `points` and `money` are the factors, shape (P,), at which they count.
        """
        net = points[:, None] * self.points - money[:, None] * self.money - self.land - self.other
        order = np.argsort(-np.nan_to_num(net, nan=-np.inf), axis=1, kind="stable")
        rank = np.argsort(order, axis=1, kind="stable")
        share = np.clip(1 - rank * self.pace[:, None], 0, self.pace[:, None])
        share = np.where(np.isnan(net), 0.0, share)
        parts = (self.points, self.money, self.land, self.other)
        return tuple((share * np.nan_to_num(part)).sum(axis=1) for part in parts)


def courses(plan: Plan) -> Courses:
    """Price every project's work at the plan's shadow prices."""
    problem = plan.problem
    model = build_model(problem, whole=plan.mode == "whole")
    work, shape = model.work, (problem.size[0], problem.size[1])
    columns = len(work.project)

    def worth(*families: str) -> np.ndarray:
        total = np.zeros(columns)
        for block in model.blocks:
            if block.family in families:
                total += (plan.prices[block.family] @ block.matrix)[:columns]
        table = np.full(shape, np.nan)
        table[work.project, work.year] = total
        return table

    pace = np.ones(shape[0])
    pace[work.project] = work.upper[:columns]
    return Courses(
        points=-worth("attainment"),
        money=worth("annual_budget", "funding_ceiling"),
        land=worth("land"),
        other=worth("requires", "site_group", "limits", "under_way"),
        pace=pace,
    )


def reasons(plan: Plan) -> pd.DataFrame:
    """
    Return why each project is left out, in whole or in part, and what would bring it in.

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
        table["cost_down_to"] = problem.cost * _money_factor(priced)
        table["weight_up_by"] = _points_factor(priced)
        for p in np.flatnonzero(plan.funded < FULL).tolist():
            words[p] = words[p] or _priced_reason(plan, p, table.loc[p])
    bring = what_would_bring_in(plan)
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
    earns = np.asarray(problem.amount.sum(axis=0)).ravel() > 0
    words: list[Words | None] = []
    for p in range(len(problem.ids)):
        reason = None
        if plan.funded[p] >= FULL:
            pass
        elif problem.excluded[p]:
            reason = Words("情景中列为不得实施", "excluded by the scenario")
        elif problem.last[p] - problem.first[p] + 1 < least[p] - 1e-9 and plan.funded[p] <= TRACE:
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
        words.append(reason)
    return words


def _priced_reason(plan: Plan, p: int, row: pd.Series) -> Words:
    gain, difference = row["points_at_prices"], row["difference"]
    price = row["money_worth"] + row["land_worth"] + row["other_worth"]
    part_zh = f"只安排 {plan.funded[p]:.0%}；" if plan.in_part[p] else ""
    part_en = f"carried out to {plan.funded[p]:.0%}; " if plan.in_part[p] else ""
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
    """Share of its cost at which a project would be worth its price; NaN if none is."""
    factor = np.ones_like(priced.pace)
    for _ in range(12):  # Dinkelbach: the best course changes at most a few times
        points, money, land, other = priced.best(np.ones_like(factor), factor)
        factor = np.divide(
            points - land - other, money, out=np.full_like(factor, np.nan), where=money > 1e-12
        )
        factor = np.where(factor > 0, factor, np.nan)
    return np.where(factor < 1, factor, np.nan)


def _points_factor(priced: Courses) -> np.ndarray:
    """Factor on a project's points at which it would be worth its price; NaN if none is."""
    factor = np.ones_like(priced.pace)
    for _ in range(12):
        points, money, land, other = priced.best(factor, np.ones_like(factor))
        factor = np.divide(
            money + land + other, points, out=np.full_like(factor, np.nan), where=points > 1e-12
        )
    return np.where(factor > 1, factor, np.nan)


def what_would_bring_in(plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the smallest tested raise at which each project left out would come in by itself.

    Every year's budget is raised by the same share (`RAISES`), alone and together with the land
    quota, and the plan in shares is made anew; a project is in when half of it is carried out.

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
        for raise_by in RAISES if p_count <= SWEEP_LIMIT else ():
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
            found[np.isnan(found) & out & (share >= 0.5)] = raise_by
        results.append(found)
    return results[0] * problem.budget.sum(), results[1]


# ---- when there is no plan --------------------------------------------------------------------


@dataclass(frozen=True)
class Shortfall:
    """
    The smallest extra money and land that would make a plan possible.

    Attributes
    ----------
    problem
        What has no plan.
    money, land
        Extra 万元 and 亩 a year, shape (n,).
    sources
        Extra 万元 a year by source of money that has a ceiling of its own, shape (n,) each.
    collisions
        Requirements that collide even if money and land were free, in words.
    proven
        Whether the shortfall is proven to be the smallest.
    """

    problem: Problem
    money: np.ndarray
    land: np.ndarray
    sources: dict[str, np.ndarray]
    collisions: tuple[Words, ...]
    proven: bool = True

    def lines(self) -> list[Words]:
        """Return the shortfall, year by year, one line each."""
        lines = [Words("没有满足全部要求的方案。", "No plan meets all requirements.")]
        if self.collisions:
            return [*lines, *self.collisions]
        smallest = "最小缺口" if self.proven else "可行的缺口（未证明最小）"
        smallest_en = "smallest shortfall" if self.proven else "a shortfall that suffices"
        for t, year in enumerate(self.problem.years):
            named = [("资金", "money", "万元", self.money, self.problem.budget)]
            named += [
                (
                    f"{source} 资金",
                    f"{source} money",
                    "万元",
                    extra,
                    self.problem.funding_budget[source],
                )
                for source, extra in self.sources.items()
            ]
            named += [("用地", "land", "亩", self.land, self.problem.land_quota)]
            for zh, en, unit, extra, given in named:
                if extra[t] > 5e-5:
                    share = f"（+{extra[t] / given[t]:.2%}）" if given[t] else ""
                    lines.append(
                        Words(
                            f"{smallest}：{year} 年{zh}再加 {extra[t]:,.4f} {unit}{share}",
                            f"{smallest_en}: {year} {en} +{extra[t]:,.4f} {unit}{share}",
                        )
                    )
        return lines

    def summary(self) -> dict[str, Any]:
        """Return the shortfall as plain values, for JSON."""
        years = {
            str(year): {
                "money": float(self.money[t]),
                "land": float(self.land[t]),
                "sources": {key: float(extra[t]) for key, extra in self.sources.items()},
            }
            for t, year in enumerate(self.problem.years)
        }
        return {
            "status": "infeasible",
            "scenario": self.problem.scenario.name,
            "shortfall": years,
            "collisions": [words._asdict() for words in self.collisions],
            "proven": self.proven,
        }

    def error(self) -> NoPlanError:
        """Return the error that says so."""
        return NoPlanError(self.lines(), self)


def smallest_shortfall(problem: Problem, whole: bool = False) -> Shortfall:
    """
    Return the least extra money and land, in sum relative to each year's amounts, for a plan.

    If no money and land would do, the other requirements are loosened too, and those that have
    to give way are named.
    """
    model = build_model(problem, whole)
    answer, model = _elastic(model, ("annual_budget", "funding_ceiling", "land"))
    n = len(problem.years)
    if answer.x is None:
        return Shortfall(problem, np.zeros(n), np.zeros(n), {}, tuple(_collisions(problem, whole)))
    extra = answer.x[len(model.work.upper) :]
    by_name = dict(zip(model.extra, extra, strict=True))

    def years(row: str) -> np.ndarray:
        return np.array([by_name[f"extra_{row}_{year}"] for year in problem.years])

    return Shortfall(
        problem,
        money=years("annual_budget"),
        land=years("land"),
        sources={key: years(f"funding_ceiling_{key}") for key in problem.funding_budget},
        collisions=(),
        proven=answer.status == OPTIMAL,
    )


def _elastic(model: Model, families: tuple[str, ...]) -> tuple[Solution, Model]:
    """Loosen the rows of some families at a price, and minimise the sum of the prices."""
    parts, names, prices = [], [], []
    for block in model.blocks:
        if block.family in families:
            loosening, price = _loosening(model.problem, block)
            at = model.rows_of(block.family)
            above = sparse.csr_array((at.start, loosening.shape[1]))
            below = sparse.csr_array((model.matrix.shape[0] - at.stop, loosening.shape[1]))
            parts.append(sparse.vstack([above, loosening, below]))
            names += [f"extra_{name}" for name in block.names]
            prices.append(price)
    # A token of the score's scale is not needed: any plan at the smallest shortfall will do.
    elastic = replace(
        model,
        objective=np.concatenate([np.zeros_like(model.objective), -np.concatenate(prices)]),
        matrix=sparse.hstack([model.matrix, *parts], format="csr"),
        extra=tuple(names),
    )
    limit = {"time_limit": model.problem.scenario.time_limit} if model.is_mixed_integer else {}
    return solve(elastic, **limit), elastic


def _loosening(problem: Problem, block: Rows) -> tuple[sparse.csr_array, np.ndarray]:
    """One column a row that loosens it (and, where rows run over years so far, all later ones)."""
    n, rows = len(problem.years), block.matrix.shape[0]
    money = {"annual_budget": [problem.budget], "land": [problem.land_quota]} | {
        "funding_ceiling": list(problem.funding_budget.values())
    }
    if block.family not in money:
        upper = np.broadcast_to(np.isfinite(block.upper), rows)
        sign = np.where(upper & (block.family != "completion"), -1.0, 1.0)
        return sparse.csr_array(np.diag(sign)), np.ones(rows)
    so_far = block.family == "land" or problem.carry_over
    each = sparse.csr_array(np.tri(n) if so_far else np.eye(n))
    loosening = sparse.block_diag([each] * (rows // n), format="csr")
    given = np.concatenate(money[block.family])
    typical = given[given > 0].mean() if (given > 0).any() else 1.0
    return -loosening, 1 / np.where(given > 0, given, typical)


def _collisions(problem: Problem, whole: bool) -> list[Words]:
    """Name the requirements that have to give way even if money and land were free."""
    rich = problem.with_money_and_land(
        np.full_like(problem.budget, problem.cost.sum()),
        np.full_like(problem.land_quota, problem.land.sum()),
    )
    rich = replace(rich, funding_budget={})
    families = ("completion", "requires", "site_group", "limits", "under_way")
    answer, model = _elastic(build_model(rich, whole), families)
    if answer.x is None:
        return [Words("要求之间相互矛盾", "the requirements contradict one another")]
    extra = answer.x[len(model.work.upper) :]
    return [
        Words(f"必须让步的要求：{name[6:]}", f"a requirement that has to give way: {name[6:]}")
        for name, amount in zip(model.extra, extra, strict=True)
        if amount > TRACE
    ]
