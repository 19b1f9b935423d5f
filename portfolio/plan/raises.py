"""Which raises of money are tried, and where they bring a project in."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from portfolio.inputs.problem import Problem
from portfolio.plan.anew import IN, Anew
from portfolio.plan.edges import edge

RAISES = (0.01, 0.02, 0.05, 0.10, 0.15, 0.20, 0.30, 0.40, 0.50, 0.75, 1.0, 1.5, 2.0)
FILLS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75)  # of what a purse's projects left out need, before all


def with_more_in_purses(problem: Problem, extra: np.ndarray) -> Problem:
    """
    Return the same problem with more money in some purses, 万元, shape (U,).

    The budgets of the years rise by as much, in their own proportions, so that it can be spent;
    what the other purses have stays.
    """
    purses, budget, total = problem.purses, problem.budget, float(extra.sum())
    before = float(budget.sum())
    profile = budget / before if before else np.full(len(budget), 1 / len(budget))
    yearly = {u: extra[u] * profile for u in purses.by_year}
    richer = problem.with_money_and_land(budget + total * profile, problem.land_quota)
    return replace(richer, purses=purses.granted(extra - purses.part * total, yearly))


def wanted_of_purses(problem: Problem, p: int, funded: np.ndarray) -> np.ndarray:
    """Return what the rest of all projects needs of the purses that pay for one, shape (U,)."""
    pays = problem.purses.pays
    rest = np.where(problem.excluded, 0.0, problem.cost * (1 - funded))
    return np.where(pays[:, [p]].toarray().ravel() > 0, pays @ rest, 0.0)


@dataclass
class Sweep:
    """
    Plans at rising amounts of money or land, which all projects share.

    Attributes
    ----------
    anew
        Who plans.
    richer
        Returns the problem at an amount, 0 being the present.
    steps
        The amounts that are tried first, rising.
    """

    anew: Anew
    richer: Callable[[float], Problem]
    steps: tuple[float, ...]
    _shares: dict[float, np.ndarray] = field(default_factory=dict)

    def shares(self, amount: float) -> np.ndarray:
        """Return the share of each project at an amount, shape (P,); kept."""
        if amount not in self._shares:
            self._shares[amount] = self.anew.shares(self.richer(amount))
        return self._shares[amount]

    def smallest(self, p: int) -> float:
        """
        Return where project p comes in first on the way up; NaN if at no step.

        A project that comes in and drops out again between two amounts that are tried is missed.
        """

        def above(amount: float) -> float:
            return float(self.shares(amount)[p]) - IN

        if not any(above(step) >= 0 for step in self.steps):
            return math.nan
        tried = sorted(self._shares)
        into = next(at for at in tried if above(at) >= 0)
        out = max((at for at in tried if at < into), default=0.0)
        return edge(above, (out, into), (above(out), above(into)))
