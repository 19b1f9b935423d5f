"""What one more unit of money or land would bring, and what a project's work is worth at that."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from portfolio.engine.highs import solve
from portfolio.engine.model import Model, build_model
from portfolio.engine.warm import neighbour
from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE
from portfolio.terms import Mode

PER_MONEY = 10_000  # prices of money are per 亿元
PER_LAND = 100  # prices of land are per 100 亩
STEP = 1e-5
SCATTER = 1e-8  # points that two solves may differ by
SWEEP_LIMIT = 500  # projects up to which `what_would_bring_in` plans anew for every raise


def shadow_prices(plan: Plan) -> pd.DataFrame:
    """
    Return points gained by one more 亿元 of a year's budget or 100 亩 of its land quota.

    Where rows run over all years so far (land, carry-over), a unit more in one year widens that
    row and all later ones, and its price is their sum. Where a bottleneck is degenerate (money and
    land that fit exactly, as in the published plan), several prices solve the dual but one more
    unit has one gain: up to `SWEEP_LIMIT` projects every price is checked by planning with a
    little more (`STEP` of the total), and that gain is given where the two differ.

    A year's budget is that of all purses: one more 亿元 of it is shared out as the budget is.
    A purse (`purse_…`) has one price over the horizon, with no year, for money of its own; and one
    of each year where it has money by year.

    Returns
    -------
    Columns `row`, `year`, `points`, `unit`; empty if the plan has no prices.
    """
    rows, model = [], build_model(plan.problem)
    for row, prices in _prices_by_row(plan).items():
        per, unit = (PER_LAND, "100 亩") if row == "land" else (PER_MONEY, "1 亿元")
        for t, price in enumerate(prices.tolist()):
            year = pd.NA if _of_horizon(plan, row) else plan.years[t]
            rows.append((row, year, _checked(plan, model, row, t, price) * per, unit))
    table = pd.DataFrame(rows, columns=["row", "year", "points", "unit"])
    return table.astype({"year": "Int64", "points": float})


def _checked(plan: Plan, model: Model, row: str, t: int, price: float) -> float:
    """Return the price, or where planning with a little more gains something else, that gain."""
    if len(plan.problem.ids) > SWEEP_LIMIT or (price == 0 and _of_no_use(plan, row)):
        return price
    gain = _gain(plan, model, row, t)
    return price if abs(gain - price) <= 1e-3 * abs(price) else gain


def _of_no_use(plan: Plan, row: str) -> bool:
    """Whether a purse has money left, or pays for nothing that is left to do, nor gives any."""
    family, key = _split(row)
    problem, purses = plan.problem, plan.problem.purses
    if family != "purse":
        return False
    u = purses.ids.index(key)
    if u in purses.by_year:
        return False
    to_do = purses.pays[[u]] @ (problem.cost * (1 - plan.funded))
    idle = to_do.sum() <= _step(problem.budget) and u not in purses.giver
    return bool(
        plan.purse_left[u] > _step(problem.budget) or (idle and problem.holds("completion"))
    )


def _step(amounts: np.ndarray) -> float:
    """How much more is tried of an amount, shape (n,)."""
    return STEP * max(float(amounts.sum()), 1.0)


def _gain(plan: Plan, model: Model, row: str, t: int) -> float:
    """Points gained by a unit more of one row's amount in one year, by planning anew."""
    problem = plan.problem
    family, key = _split(row)
    if family == "land":
        amounts = problem.land_quota
    elif family == "funding_ceiling":
        amounts = problem.funding_budget[key]
    else:
        amounts = problem.budget
    step = _step(amounts)
    more = step * (np.arange(len(plan.years)) == t)
    if family == "land":
        richer = problem.with_money_and_land(problem.budget, amounts + more)
    elif family == "funding_ceiling":
        ceilings = problem.funding_budget | {key: amounts + more}
        richer = replace(problem, funding_budget=ceilings)
    elif family == "purse":
        u = problem.purses.ids.index(key)
        extra = step * (np.arange(len(problem.purses.ids)) == u)
        richer = replace(problem, purses=problem.purses.granted(extra, {u: more}))
    else:
        richer = problem.with_money_and_land(amounts + more, problem.land_quota)
    linear = plan.bound if plan.mode == Mode.SHARES else plan.linear_optimum
    gain = max(0.0, solve(neighbour(model, richer)).objective - linear) / step
    return gain if gain * step > SCATTER else 0.0


def present_prices(plan: Plan) -> dict[str, np.ndarray]:
    """
    Return points gained by one more unit of each row's right-hand side, by row family.

    Up to `SWEEP_LIMIT` projects they are those of the plan with a trace more money and land:
    where these fit exactly, as in the published plan, many prices solve the dual, and it is what
    *more* would bring that is asked.
    """
    problem = plan.problem
    if not plan.prices or len(problem.ids) > SWEEP_LIMIT:
        return plan.prices
    more = 1 + TRACE
    funding = {source: more * ceiling for source, ceiling in problem.funding_budget.items()}
    richer = problem.with_money_and_land(more * problem.budget, more * problem.land_quota)
    own = problem.purses.scaled(np.full(len(plan.years), more), problem.budget)
    model = build_model(replace(richer, funding_budget=funding, purses=own))
    answer = solve(model)
    return model.by_family(answer.price) or plan.prices


def _prices_by_row(plan: Plan) -> dict[str, np.ndarray]:
    """Price of one unit more in each year, 万元 or 亩, by row: shape (n,), or (1,) for a purse."""
    if not plan.prices:
        return {}
    problem, n, present = plan.problem, len(plan.years), present_prices(plan)
    ceilings = present.get("funding_ceiling", np.zeros(0)).reshape(-1, n)

    def by_year(prices: np.ndarray, so_far: bool = problem.carry_over) -> np.ndarray:
        return prices[::-1].cumsum()[::-1] if so_far else prices

    found = {}
    if "annual_budget" in present:
        found["annual_budget"] = by_year(present["annual_budget"])
    if "land" in present:
        found["land"] = by_year(present["land"], True)
    if "funding_ceiling" in present:
        found |= {
            f"funding_ceiling_{source}": by_year(ceilings[at])
            for at, source in enumerate(problem.funding_budget)
        }
    if "purse" in present:
        purses, prices = problem.purses, present["purse"]
        u_count = len(purses.ids)
        yearly = dict(zip(purses.by_year, prices[u_count:].reshape(-1, n), strict=True))
        if "annual_budget" in found:
            found["annual_budget"] = found["annual_budget"] + purses.part @ prices[:u_count]
        for u, name in enumerate(purses.ids):
            own = prices[u : u + 1]
            found[f"purse_{name}"] = own + by_year(yearly[u]) if u in yearly else own
    return found


def purse_prices(plan: Plan) -> np.ndarray:
    """Return points that a 万元 more brings in each purse, in the mean of its years, shape (U,)."""
    ids, rows = plan.problem.purses.ids, _prices_by_row(plan)
    return np.array([rows.get(f"purse_{name}", np.zeros(1)).mean() for name in ids])


def _of_horizon(plan: Plan, row: str) -> bool:
    """Whether a price is of the horizon, not of a year: that of a purse without yearly money."""
    family, key = _split(row)
    purses = plan.problem.purses
    return family == "purse" and purses.ids.index(key) not in purses.by_year


def _split(row: str) -> tuple[str, str]:
    """Return the row family of a price, and which source or purse it is of."""
    for family in ("funding_ceiling", "purse"):
        if row.startswith(f"{family}_"):
            return family, row.removeprefix(f"{family}_")
    return row, ""


@dataclass(frozen=True)
class Courses:
    """
    What a unit of each project's work is worth at the plan's prices, by year of work or start.

    `points`, `money`, `land` and `other` have shape (P, n), NaN where no work can be; `purse` is
    the part of `money` that is the purses'; `pace` is the largest share of a project that one year
    can take, shape (P,).
    """

    points: np.ndarray
    money: np.ndarray
    land: np.ndarray
    other: np.ndarray
    purse: np.ndarray
    pace: np.ndarray

    def best(self, points: np.ndarray, money: np.ndarray) -> tuple[np.ndarray, ...]:
        """
        Return points, money, land and other of each project's best course, shape (P,) each.

        `points` and `money` are the factors, shape (P,), at which they count.
        """
        share = self._course(points, money)
        parts = (self.points, self.money, self.land, self.other)
        return tuple((share * np.nan_to_num(part)).sum(axis=1) for part in parts)

    def purse_worth(self) -> np.ndarray:
        """Return what the purses' money is worth in each project's best course, shape (P,)."""
        one = np.ones(len(self.pace))
        return np.asarray((self._course(one, one) * np.nan_to_num(self.purse)).sum(axis=1))

    def _course(self, points: np.ndarray, money: np.ndarray) -> np.ndarray:
        """Return the share of each project that its best course does in each year, shape (P, n)."""
        net = points[:, None] * self.points - money[:, None] * self.money - self.land - self.other
        order = np.argsort(-np.nan_to_num(net, nan=-np.inf), axis=1, kind="stable")
        rank = np.argsort(order, axis=1, kind="stable")
        share = np.clip(1 - rank * self.pace[:, None], 0, self.pace[:, None])
        return np.where(np.isnan(net), 0.0, share)


def courses(plan: Plan) -> Courses:
    """
    Price every project's work at the present prices.

    Steady work is priced at the same money in each year of its duration, which is one way to do it.
    """
    problem, prices = plan.problem, present_prices(plan)
    model = build_model(problem, Mode.WHOLE if plan.mode.all_or_nothing else Mode.SHARES)
    work, shape = model.work, (problem.size[0], problem.size[1])
    columns = len(work.project)

    def worth(*families: str) -> np.ndarray:
        total = np.zeros(columns)
        for block in model.blocks:
            if block.family in families:
                total += (prices[block.family] @ block.matrix)[:columns]
        table = np.full(shape, np.nan)
        table[work.project, work.year] = total
        return table

    pace = np.ones(shape[0])
    pace[work.project] = work.upper[:columns]
    return Courses(
        points=-worth("attainment"),
        money=worth("annual_budget", "funding_ceiling", "purse"),
        land=worth("land"),
        other=worth("requires", "after", "site_group", "limits", "under_way"),
        purse=worth("purse"),
        pace=pace,
    )
