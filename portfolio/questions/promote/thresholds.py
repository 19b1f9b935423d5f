"""From how much money, at what cost or weight a project comes in by itself, by re-planning."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from portfolio.engine.highs import solve
from portfolio.engine.model import build_model
from portfolio.inputs.problem import Problem
from portfolio.plan.make import plan_problem
from portfolio.plan.prices import purse_prices
from portfolio.plan.raises import FILLS, RAISES, wanted_of_purses, with_more_in_purses
from portfolio.plan.reasons import reasons

IN = 0.5  # a project is in when at least half of it is carried out (as in `explain`)
GRID = 1000  # raises are found to 1/GRID of the budget
PRECISION = 0.001  # costs are found to this part of the cost, weights to this part of the weight
MOST = 100.0  # largest factor on a project's points that is tried


@dataclass
class Raises:
    """
    Shares of all projects in the best plan in shares when every year's money is raised alike.

    Attributes
    ----------
    problem
        Where to start from.
    with_land
        Whether the land quota is raised by the same share.
    wanted
        What the purses get at a raise by all of it, shape (U,), in place of every year's money.
    """

    problem: Problem
    with_land: bool
    wanted: np.ndarray | None = None
    _funded: dict[int, np.ndarray] = field(default_factory=dict)

    def funded(self, step: int) -> np.ndarray:
        """Return the share of each project at a raise of step / GRID, shape (P,); kept."""
        if step not in self._funded:
            factor = 1 + step / GRID
            richer = self.problem.with_money_and_land(
                self.problem.budget * factor,
                self.problem.land_quota * (factor if self.with_land else 1.0),
            )
            if self.wanted is not None:
                richer = with_more_in_purses(self.problem, self.wanted * (step / GRID))
            self._funded[step] = funded_shares(richer)
        return self._funded[step]

    def smallest(self, p: int) -> float:
        """
        Return the smallest raise, a share to 1/GRID, at which project p is in; NaN if none is.

        The raises of `plan.raises` are tried in turn, then the first step that brings it in is
        narrowed down. A project that comes in and drops out again between two of them is missed.
        """
        if self.funded(0)[p] >= IN:
            return 0.0
        below = 0
        steps = RAISES if self.wanted is None else (*FILLS, 1.0)
        for tried in (round(GRID * raised) for raised in steps):
            if self.funded(tried)[p] >= IN:
                return self._narrowed(p, below, tried) / GRID
            below = tried
        return math.nan

    def _narrowed(self, p: int, below: int, above: int) -> int:
        while above - below > 1:
            middle = (above + below) // 2
            if self.funded(middle)[p] >= IN:
                above = middle
            else:
                below = middle
        return above


def funded_shares(problem: Problem) -> np.ndarray:
    """Return the share of each project in the best plan in shares, shape (P,); 0 without a plan."""
    model = build_model(problem)
    answer = solve(model)
    if answer.x is None:
        return np.zeros(len(problem.ids))
    return np.asarray(model.work.funded @ answer.x)


def cost_factor(problem: Problem, p: int, guess: float) -> float:
    """
    Return the largest share of its cost at which project p is in; NaN if it is not even for free.

    `guess` is tried first: the value at the shadow prices, or NaN.
    """

    def comes_in(factor: float) -> bool:
        cost = problem.cost.copy()
        cost[p] *= factor
        return bool(funded_shares(replace(problem, cost=cost))[p] >= IN)

    return _between(comes_in, 1.0, 0.0, guess, lambda out, into: abs(out - into) <= PRECISION)


def points_factor(problem: Problem, p: int, guess: float) -> float:
    """Return the smallest factor on project p's points at which it is in; NaN if none to `MOST`."""

    def comes_in(factor: float) -> bool:
        scale = np.ones(len(problem.cost))
        scale[p] = factor
        amount = sparse.csr_array(problem.amount @ sparse.diags_array(scale))
        return bool(funded_shares(replace(problem, amount=amount))[p] >= IN)

    return _between(comes_in, 1.0, MOST, guess, lambda out, into: into / out <= 1 + PRECISION)


def _between(
    comes_in: Callable[[float], bool],
    out: float,
    into: float,
    guess: float,
    close: Callable[[float, float], bool],
) -> float:
    """Bisect between a factor at which a project is out and one at which it is in."""
    if comes_in(out):
        return out
    if not comes_in(into):
        return math.nan
    if min(out, into) < guess < max(out, into):
        # The shadow prices are often exact: then two plans, a little to either side, will do.
        toward = -1.0 if into < out else 1.0
        for factor in (
            guess * (1 + toward * 0.4 * PRECISION),
            guess * (1 - toward * 0.4 * PRECISION),
        ):
            if min(out, into) < factor < max(out, into):
                out, into = (out, factor) if comes_in(factor) else (factor, into)
    while not close(out, into):
        # Factors above 1 are halved as ratios.
        middle = math.sqrt(out * into) if into > 1 else (out + into) / 2
        out, into = (out, middle) if comes_in(middle) else (middle, into)
    return into


class Baseline:
    """A problem in shares in which no project is forced for our sake: its plan and its raises."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.plan = plan_problem(problem)
        self.reasons = reasons(self.plan)
        self.money = Raises(problem, with_land=False)
        self.money_and_land = Raises(problem, with_land=True)
        self._purses: dict[bytes, Raises] = {}

    @cached_property
    def purse_prices(self) -> np.ndarray:
        """Points that a 万元 of each purse brings, shape (U,)."""
        return purse_prices(self.plan)

    def purse_money(self, p: int) -> float:
        """Return how much more in its own purses brings project p in, 万元; NaN: nothing will."""
        if not self.problem.purses.apart:
            return math.nan
        wanted = wanted_of_purses(self.problem, p, self.plan.funded)
        raises = self._purses.setdefault(wanted.tobytes(), Raises(self.problem, False, wanted))
        return raises.smallest(p) * float(wanted.sum())
