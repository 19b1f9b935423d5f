"""Estimates (估算): at which cost or points a project is worth its price, if prices stay."""

from __future__ import annotations

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.plan.prices import Courses

ROUNDS = 20  # steps towards a factor; the best course changes a few times at most
MARGIN = 1e-9  # how far a factor must be from 1 to be one
NOTHING = 1e-12  # points, or worth in points, that are none


def estimates(plan: Plan, priced: Courses) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the cost, 万元, and the factor on its points at which each project is worth its price.

    The prices are held at those of the plan, so both are first-order: `thresholds` plans anew.

    Returns
    -------
    Shape (P,) each, NaN where there is none.
    """
    return plan.problem.cost * _money_factor(priced), _points_factor(priced)


def _money_factor(priced: Courses) -> np.ndarray:
    """
    Share of its cost at which a project would be worth its price; NaN if none is.

    The best net worth is convex and falls with the cost, so Newton's steps from a cost of nothing
    never pass the share that is sought (Dinkelbach).
    """
    factor = np.zeros_like(priced.pace)
    for _ in range(ROUNDS):
        points, money, land, other = priced.best(np.ones_like(factor), factor)
        worth = points - land - other
        step = np.divide(worth, money, out=np.full_like(factor, np.nan), where=money > NOTHING)
        factor = np.where(worth > NOTHING, step, np.nan)
    return np.where(factor < 1 - MARGIN, factor, np.nan)


def _points_factor(priced: Courses) -> np.ndarray:
    """
    Factor on a project's points at which it would be worth its price; NaN if none is.

    The best net worth is convex and rises with the factor; the steps come from far above.
    """
    factor = np.full_like(priced.pace, 1e6)
    for _ in range(ROUNDS):
        points, money, land, other = priced.best(factor, np.ones_like(factor))
        price = money + land + other
        factor = np.divide(price, points, out=np.full_like(factor, np.nan), where=points > NOTHING)
    return np.where(factor > 1 + MARGIN, factor, np.nan)
