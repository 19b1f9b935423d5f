"""Investment, payment and money side by side, by year and by quarter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from portfolio.plan.cash.dates import begin_year, done_year
from portfolio.plan.cash.money import CENT, balances, groups, money_of
from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE

IN_PLAN, BEYOND, UNDATED, TOTAL = "plan", "beyond", "undated", "total"
YEAR_COLUMNS = [
    *("year", "when", "by", "key", "investment", "price_rise", "payment"),
    *("money", "carried_in", "balance", "balance_so_far"),
]
QUARTER_COLUMNS = [
    *("year", "quarter", "when", "by", "key", "investment", "price_rise", "payment"),
    *("money", "carried_in", "quarter_balance", "balance", "newly_short"),
]
NONE = float("nan")


@dataclass(frozen=True)
class Payments:
    """
    What a plan's work costs and when it is paid, 万元, by project and year, shape (P, N).

    Attributes
    ----------
    plan
        Whose work it is, over n years.
    years
        The horizon, then further years as long as something is paid.
    investment, rise
        At plan prices, and what prices have risen by; 0 after the horizon.
    payment
        What is paid.
    undated
        Held back of work that is not completed within the horizon, shape (P,).
    """

    plan: Plan
    years: tuple[int, ...]
    investment: np.ndarray
    rise: np.ndarray
    payment: np.ndarray
    undated: np.ndarray


def payments(plan: Plan) -> Payments:
    """
    Return what is paid when.

    In years that are over it is what was really paid. Of what each project still owes then, its
    retention and its settlement, counted on all that it costs, are paid so many years after it is
    completed, as far as that much is still owed; the rest goes with the work that is left.
    """
    how, n, m = plan.problem.scenario.cash.payment, len(plan.years), plan.past
    width = n + max(how.settlement_delay, how.retention_delay)
    investment = _wide(plan.investment, width)
    rise = _wide(plan.investment * (price_level(plan) - 1)[:, None], width)
    cost = investment + rise
    whole, owed = cost.sum(axis=1), cost[:, m:].sum(axis=1)
    retention = np.minimum(how.retention * whole, owed)
    settlement = np.minimum(how.at_settlement * whole, owed - retention)
    left = owed - retention - settlement
    pace = np.divide(left, owed, out=np.zeros_like(owed), where=owed > 0)
    payment = np.hstack([cost[:, :m], cost[:, m:] * pace[:, None]])
    undated = np.zeros(len(cost))
    done = done_year(plan) - plan.years[0]
    dated = np.flatnonzero(~np.isnan(done))
    for due, delay in ((settlement, how.settlement_delay), (retention, how.retention_delay)):
        when = np.maximum(done[dated].astype(int) + delay, m)  # what is owed is not paid by then
        payment[dated, when] += due[dated]
        undated += np.where(np.isnan(done), due, 0.0)
    used = np.flatnonzero(payment.sum(axis=0) > 0)
    width = max(n, int(used.max(initial=0)) + 1)
    years = tuple(range(plan.years[0], plan.years[0] + width))
    return Payments(
        plan, years, investment[:, :width], rise[:, :width], payment[:, :width], undated
    )


def price_level(plan: Plan) -> np.ndarray:
    """
    Return prices of each project relative to those of its cost, shape (P,).

    They are those of the year in which it begins: what is under contract rises no further. What had
    begun in years that are over is paid, and still costs, what was reported.
    """
    rise, m = plan.problem.scenario.cash.rise, plan.past
    level = np.cumprod([1.0, *(1.0 + rise.get(year, 0.0) for year in plan.years[1:])])
    start = np.nan_to_num(begin_year(plan) - plan.years[0], nan=0.0).astype(int)
    given = np.zeros(len(start), dtype=int) if plan.price_year is None else plan.price_year
    under_way = (plan.spent[:, :m] > 0).any(axis=1) | (plan.begun[:, :m] > TRACE).any(axis=1)
    return np.where(under_way, 1.0, level[start] / level[given])


def _wide(amounts: np.ndarray, width: int) -> np.ndarray:
    return np.pad(amounts, ((0, 0), (0, width - amounts.shape[1])))


def year_table(paid: Payments) -> pd.DataFrame:
    """
    A row a year and group, for what has no date, and in total, in the columns of the documents.

    `money` and the balances are empty where no year's money is given; `carried_in` is what is left
    of the years before, or their arrears, where money stays available. `balance` is that of the
    year, `balance_so_far` all money up to the year less all payment.
    """
    rows: list[tuple[Any, ...]] = []
    n, carried = len(paid.plan.years), paid.plan.problem.carry_over
    for by, key, share in groups(paid.plan):
        money, amounts = money_of(paid.plan, by, key), _amounts(paid, share)
        beside = np.full((len(paid.years), 4), NONE)
        if money.by_year is not None:
            before, left = balances(money.by_year, amounts[:n, 2], carried)
            so_far = np.cumsum(money.by_year - amounts[:n, 2])
            beside[:n] = np.column_stack([money.by_year, before, left, so_far])
        for t, year in enumerate(paid.years):
            when = IN_PLAN if t < n else BEYOND
            rows.append((year, when, by, key, *amounts[t], *beside[t]))
        undated, all_of_it = float(share @ paid.undated), amounts.sum(axis=0)
        if paid.undated.any():
            rows.append((pd.NA, UNDATED, by, key, 0.0, 0.0, undated, *[NONE] * 4))
        everything = [*all_of_it[:2], all_of_it[2] + undated]
        left_over = money.total - everything[2]
        rows.append((pd.NA, TOTAL, by, key, *everything, money.total, NONE, left_over, left_over))
    return pd.DataFrame(rows, columns=YEAR_COLUMNS).astype({"year": "Int64"})


def _amounts(paid: Payments, share: np.ndarray) -> np.ndarray:
    """Return investment, price rise and payment of a group, shape (N, 3)."""
    return np.column_stack([share @ each for each in (paid.investment, paid.rise, paid.payment)])


def quarter_table(paid: Payments) -> pd.DataFrame:
    """
    A row a quarter and group, in the columns of the documents.

    `carried_in` is what was there when the quarter began: left of the year before, later the
    `balance` of the quarter before, which may be below 0. `quarter_balance` is the quarter's own
    money less its payment; with it `carried_in` gives `balance`, that of the year so far.
    `newly_short` is what the quarter pays beyond its own money and all that was left before: what
    lacks since an earlier quarter is not in it.
    """
    cash = paid.plan.problem.scenario.cash
    pace, inflow = np.array(cash.payment.quarters), np.array(cash.money_quarters)
    rows: list[tuple[Any, ...]] = []
    n, carried = len(paid.plan.years), paid.plan.problem.carry_over
    for by, key, share in groups(paid.plan):
        money, amounts = money_of(paid.plan, by, key).by_year, _amounts(paid, share)
        before = None if money is None else balances(money, amounts[:n, 2], carried)[0]
        for t, year in enumerate(paid.years):
            each = np.outer(pace, amounts[t])
            beside = np.full((len(pace), 5), NONE)
            if money is not None and before is not None and t < n:
                own = inflow * money[t] - each[:, 2]
                left = before[t] + np.cumsum(own)
                brought, newly = [before[t], *left[:-1]], np.minimum(-own, -left).clip(min=0.0)
                beside = np.column_stack([inflow * money[t], brought, own, left, newly])
            when = IN_PLAN if t < n else BEYOND
            for q in range(len(pace)):
                rows.append((year, q + 1, when, by, key, *each[q], *beside[q]))
    return pd.DataFrame(rows, columns=QUARTER_COLUMNS)


def short_rows(table: pd.DataFrame) -> Iterator[Any]:
    """
    Yield the rows of a table by year or quarter in which payment exceeds the money there is.

    Each has `newly_short`, in which arrears of before are not.
    """
    lacking = with_newly_short(table)
    short = (lacking["balance"] < -CENT) & (lacking["when"] == IN_PLAN)
    yield from lacking[short].itertuples(index=False)


def with_newly_short(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table by year or quarter with `newly_short`."""
    if "newly_short" in table:
        return table
    own = table["payment"] - table["money"]
    return table.assign(newly_short=np.minimum(own, -table["balance"]).clip(lower=0.0))
