"""When the money of each purse comes in: as its years say, or, where it has none, as is assumed."""

from __future__ import annotations

import numpy as np

from portfolio.plan.plan import Plan


def coming_in(plan: Plan, paid: np.ndarray) -> np.ndarray:
    """
    Return the money of each purse by year after transfers, 万元, shape (U, n), none of it below 0.

    A purse whose years are given has those. Of the others only the totals bind. It is assumed that
    they share each year's budget: each gets first what it pays (`paid`, shape (U, n)) and does not
    have yet; the rest of the year goes to what the purses will not need, then to what they will.
    """
    whose, n = plan.problem.purses, len(plan.years)
    money = np.zeros((len(whose.ids), n))
    for u, own in whose.by_year.items():
        # What is given away of money carried over is not the giver's in the years it came in.
        so_far = np.minimum.accumulate(np.cumsum(own + plan.purse_gain[u])[::-1])[::-1]
        money[u] = np.diff(np.maximum(so_far, 0.0), prepend=0.0)
    others = np.array([u not in whose.by_year for u in range(len(whose.ids))], dtype=bool)
    total = np.maximum(plan.problem.purse_money + plan.purse_gain.sum(axis=1), 0.0)[others]
    pool = np.maximum(plan.problem.budget - money.sum(axis=0), 0.0)
    pool = pool if pool.sum() > 0 else np.ones(n)
    pool = pool * (total.sum() / pool.sum())
    money[others] = _shared(pool, total, paid[others], plan.problem.carry_over)
    return money


def _shared(pool: np.ndarray, total: np.ndarray, paid: np.ndarray, carried: bool) -> np.ndarray:
    """Return what each gets of `pool`, shape (n,), until it has `total`: shape (V, n)."""
    given = np.zeros_like(paid)
    still, there = total.copy(), np.zeros_like(total)  # to come, and there from before
    ahead = paid.sum(axis=1) - np.cumsum(paid, axis=1).T  # paid after each year, shape (n, V)
    for t, year in enumerate(pool):
        need = np.minimum(np.maximum(paid[:, t] - there, 0.0), still)
        got = _part(min(year, need.sum()), need)
        spare = np.maximum(still - got - ahead[t], 0.0)
        first = min(max(year - got.sum(), 0.0), spare.sum())
        got = got + _part(first, spare)
        got = got + _part(max(year - got.sum(), 0.0), still - got)
        got = np.clip(got, 0.0, still)
        given[:, t] = got
        still = still - got
        there = np.maximum(there + got - paid[:, t], 0.0) if carried else there
    given[:, -1] += still  # rounding
    return given


def _part(amount: float, weights: np.ndarray) -> np.ndarray:
    """Return an amount shared out by weights; nothing where they are all 0."""
    total = float(weights.sum())
    return weights * (amount / total) if total > 0 else np.zeros_like(weights)
