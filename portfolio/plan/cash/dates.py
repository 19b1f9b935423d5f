"""When work begins and is completed, for the rules of cash: a sliver decides neither."""

from __future__ import annotations

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE

SLIVER = 1e-3  # of what is carried out of a project; a solver may leave so little in any year


def begin_year(plan: Plan) -> np.ndarray:
    """
    Return the first year by which more than a sliver is begun or paid, shape (P,); NaN if none is.

    >>> reached(np.array([[0.0005, 1.0]]), np.array([SLIVER])).tolist()
    [1.0]
    """
    begun = reached(plan.begun, np.where(plan.funded > TRACE, SLIVER * plan.funded, np.inf))
    total = plan.spent.sum(axis=1)
    least = np.where(total > TRACE, SLIVER * total, np.inf)
    paid = reached(np.cumsum(plan.spent, axis=1), least)
    return np.fmin(begun, paid) + plan.years[0]


def done_year(plan: Plan) -> np.ndarray:
    """
    Return the year by which all but a sliver is completed, shape (P,); NaN if it is not.

    What counts is what is carried out of the project, in part or in full.
    """
    least = np.where(plan.funded > TRACE, (1 - SLIVER) * plan.funded, np.inf)
    return reached(plan.finished, least) + plan.years[0]


def reached(course: np.ndarray, least: np.ndarray) -> np.ndarray:
    """Return the first place at which a course, shape (P, n), exceeds `least`; NaN: nowhere."""
    over = course > least[:, None]
    return np.where(over.any(axis=1), over.argmax(axis=1), np.nan)
