"""Running cost: what completed works cost from the year after, a commitment beyond the plan."""

from __future__ import annotations

import numpy as np
import pandas as pd

from portfolio.plan.cash.dates import done_year
from portfolio.plan.cash.money import groups
from portfolio.plan.cash.payments import BEYOND, IN_PLAN
from portfolio.plan.plan import Plan

YEARS_AFTER = 5  # of the horizon that the ledger shows
RUNNING_COLUMNS = ["year", "when", "by", "key", "running_cost"]


def has_running_cost(plan: Plan) -> bool:
    """Whether any project has a running cost."""
    return bool((yearly_cost(plan) > 0).any())


def yearly_cost(plan: Plan) -> np.ndarray:
    """Return what each project costs a year once it is completed, 万元, shape (P,)."""
    return plan.problem.projects["running_cost"].to_numpy(float)


def running_cost(plan: Plan, years: np.ndarray) -> np.ndarray:
    """
    Return running cost by project and calendar year, 万元, shape (P, N), from completion on.

    It begins in the year after; of a project that is carried out in part it is that part.
    """
    runs = years > done_year(plan)[:, None]  # never after NaN
    return (yearly_cost(plan) * plan.funded)[:, None] * runs


def running_table(plan: Plan) -> pd.DataFrame:
    """A row a year and group: all, purses, districts; a purse pays as it paid for building."""
    n = len(plan.years)
    cost = running_cost(plan, np.arange(n + YEARS_AFTER) + plan.years[0])
    rows = [
        (plan.years[0] + t, IN_PLAN if t < n else BEYOND, by, key, amount)
        for by, key, share in groups(plan, ("purse", "district"))
        for t, amount in enumerate(share @ cost)
    ]
    return pd.DataFrame(rows, columns=RUNNING_COLUMNS)
