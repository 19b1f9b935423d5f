"""Which raises of money are tried, and where they bring a project in."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from portfolio.inputs.problem import Problem
from portfolio.plan.anew import IN
from portfolio.plan.edges import PRECISION, edge
from portfolio.plan.neighbours import with_more_in_purses

RAISES = (0.01, 0.02, 0.05, 0.10, 0.15, 0.20, 0.30, 0.40, 0.50, 0.75, 1.0, 1.5, 2.0)
FILLS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75)  # of what a purse's projects left out need, before all


def wanted_of_purses(problem: Problem, p: int, funded: np.ndarray) -> np.ndarray:
    """Return what the rest of all projects needs of the purses that pay for one, shape (U,)."""
    pays = problem.purses.pays
    rest = np.where(problem.excluded, 0.0, problem.cost * (1 - funded))
    return np.where(pays[:, [p]].toarray().ravel() > 0, pays @ rest, 0.0)


@dataclass
class PurseSweeps:
    """
    Sweeps over the money of the purses that pay for a project; those of the same purses are one.

    Attributes
    ----------
    problem
        Whose purses.
    planned, precision
        As in `Sweep`.
    """

    problem: Problem
    planned: Callable[[Problem], np.ndarray]
    precision: float = PRECISION
    _kept: dict[bytes, Sweep] = field(default_factory=dict)

    def of(self, p: int, funded: np.ndarray) -> tuple[Sweep, float]:
        """
        Return the sweep for project p, in parts of the most that is tried, and that, 万元.

        `funded`, shape (P,), are the shares of the plan in hand: what is left out of it is the
        most that purses are given.
        """
        wanted = wanted_of_purses(self.problem, p, funded)
        key = wanted.tobytes()
        if key not in self._kept:
            self._kept[key] = Sweep(
                self.planned,
                lambda part: with_more_in_purses(self.problem, part * wanted),
                (*FILLS, 1.0),
                self.precision,
            )
        return self._kept[key], float(wanted.sum())


@dataclass
class Sweep:
    """
    Plans at rising amounts of money or land, which all projects share.

    Attributes
    ----------
    planned
        Returns the share of each project, shape (P,), in the best plan of a problem.
    richer
        Returns the problem at an amount, 0 being the present.
    steps
        The amounts that are tried first, rising.
    precision
        How far a bracket is narrowed, as a share of the amount.
    """

    planned: Callable[[Problem], np.ndarray]
    richer: Callable[[float], Problem]
    steps: tuple[float, ...]
    precision: float = PRECISION
    _shares: dict[float, np.ndarray] = field(default_factory=dict)

    def shares(self, amount: float) -> np.ndarray:
        """Return the share of each project at an amount, shape (P,); kept."""
        if amount not in self._shares:
            self._shares[amount] = self.planned(self.richer(amount))
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
        return edge(above, (out, into), (above(out), above(into)), self.precision)
