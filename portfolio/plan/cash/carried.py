"""Carry-over (结转) by year of origin: what is used in the next year, and what returns (结余)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from portfolio.plan.cash.money import balances
from portfolio.plan.cash.payments import Payments


@dataclass(frozen=True)
class CarryOver:
    """
    Money by year of origin, 万元, shape (n,) each.

    Attributes
    ----------
    years, allowed
        The horizon, and whether money may be carried over at all.
    budget, spent, carried
        Of the year; `budget` = `spent` + `carried`, or without carry-over + `returned`.
    spent_next, returned
        Spent in the year after, and returned to the budget; `carried` is the sum of the two.
    paid, lacking
        What the plan pays in the year, and how much of it neither the year's money nor that carried
        from the year before covers.
    lost
        How much of what the plan pays rests on money that the rule has taken back by then.
    """

    years: tuple[int, ...]
    allowed: bool
    budget: np.ndarray
    spent: np.ndarray
    carried: np.ndarray
    spent_next: np.ndarray
    returned: np.ndarray
    paid: np.ndarray
    lacking: np.ndarray
    lost: float

    @property
    def table(self) -> pd.DataFrame:
        """A row a year of origin."""
        columns = ("budget", "spent", "carried", "spent_next", "returned", "paid", "lacking")
        return pd.DataFrame({"year": self.years, **{name: getattr(self, name) for name in columns}})


def carry_over(found: Payments) -> CarryOver:
    """Return the carry-over of a plan's budget by the rule of two years, what is oldest first."""
    problem, n = found.plan.problem, len(found.plan.years)
    paid = np.append(found.payment.sum(axis=0), 0.0)
    budget, allowed = problem.budget, problem.carry_over
    spent, carried, spent_next, returned, lacking = np.zeros((5, n))
    old = 0.0
    for t in range(n):
        from_old = min(paid[t], old)
        if t:
            spent_next[t - 1], returned[t - 1] = from_old, returned[t - 1] + old - from_old
        spent[t] = min(paid[t] - from_old, budget[t])
        lacking[t] = paid[t] - from_old - spent[t]
        left = budget[t] - spent[t]
        carried[t], returned[t] = (left, 0.0) if allowed else (0.0, left)
        old = carried[t]
    # What is paid in the first year after the plan still finds the money of the last.
    spent_next[-1] = min(paid[n], old)
    returned[-1] += old - spent_next[-1]
    _, unlimited = balances(budget, paid[:n], allowed)
    lost = float(lacking.sum() - np.maximum(-unlimited, 0.0).sum())
    return CarryOver(
        found.plan.years,
        allowed,
        budget,
        spent,
        carried,
        spent_next,
        returned,
        paid[:n],
        lacking,
        max(lost, 0.0),
    )
