"""From which cost, points or money on a project is carried out, whole or steadily; by search."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property, partial

import numpy as np

from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.anew import IN
from portfolio.plan.anew_whole import AnewWhole, UnprovenError
from portfolio.plan.edges import edge, published
from portfolio.plan.neighbours import (
    at_cost,
    at_weight,
    with_more_money,
    with_more_of_both,
)
from portfolio.plan.raises import RAISES, PurseSweeps, Sweep

SHORT = 0.01  # a threshold less this part of it is too little; that has been tried
LEAST = 0.001  # share of a cost that is tried at the least
MOST = 10.0  # factor on what a project adds that is tried at the most
TRIES = 3  # at a threshold, to be confirmed


class WholeThresholds:
    """
    The thresholds of projects that are carried out whole or not at all.

    At each the best plan carries the project out, and `SHORT` of it none does: a search for the
    best plan has been made at both. NaN stands for none, as in shares, and for a search that was
    not proven in the scenario's time.
    """

    def __init__(self, problem: Problem, listener: Listener = SILENT) -> None:
        self.problem = problem
        self._anew: AnewWhole | None
        try:
            self._anew = AnewWhole(problem, listener)
        except UnprovenError:
            self._anew = None

    @cached_property
    def open(self) -> np.ndarray:
        """Which projects may have thresholds, shape (P,): not in, not excluded, and of use."""
        if self._anew is None:
            return np.zeros(len(self.problem.ids), dtype=bool)
        earns = np.asarray(self.problem.amount.sum(axis=0)).ravel() > 0
        return (self._anew.present < IN) & ~self.problem.excluded & earns

    def row(self, p: int, funded: np.ndarray) -> tuple[float, ...]:
        """
        Return all thresholds of project p, in the order of `thresholds.THRESHOLDS`.

        `funded`, shape (P,), are the projects of the plan in hand: what is left out of it is the
        most that purses are given.
        """
        if self._anew is None or not self.open[p]:
            return (math.nan,) * 5
        found = []
        for threshold in (
            partial(self.cost_down_to, p),
            partial(self.weight_up_by, p),
            partial(self._of_sweep, self._money, p, float(self.problem.budget.sum())),
            partial(self.purse_up_by, p, funded),
            partial(self._of_sweep, self._both, p, 1.0),
        ):
            try:
                found.append(threshold())
            except UnprovenError:
                found.append(math.nan)
        return tuple(found)

    def cost_down_to(self, p: int) -> float:
        """Return the largest cost of project p, 万元, at which it is carried out."""
        full = float(self.problem.cost[p])
        if not full > 0:
            return math.nan
        return self._sought(partial(at_cost, self.problem, p), p, (full, LEAST * full))

    def weight_up_by(self, p: int) -> float:
        """Return the smallest factor on what project p adds at which it is carried out."""
        return self._sought(partial(at_weight, self.problem, p), p, (1.0, MOST))

    def purse_up_by(self, p: int, funded: np.ndarray) -> float:
        """Return the least money, 万元, in its own purses at which project p is carried out."""
        if not self.problem.purses.apart:
            return math.nan
        sweep, most = self._purses.of(p, funded)
        return self._of_sweep(sweep, p, most)

    @cached_property
    def _purses(self) -> PurseSweeps:
        return PurseSweeps(self.problem, self._planner.shares, SHORT)

    @cached_property
    def _money(self) -> Sweep:
        return self._sweep(partial(with_more_money, self.problem), RAISES)

    @cached_property
    def _both(self) -> Sweep:
        return self._sweep(partial(with_more_of_both, self.problem), RAISES)

    def _sweep(self, richer: Callable[[float], Problem], steps: tuple[float, ...]) -> Sweep:
        return Sweep(self._planner.shares, richer, steps, SHORT)

    @property
    def _planner(self) -> AnewWhole:
        if self._anew is None:
            raise UnprovenError
        return self._anew

    def _of_sweep(self, sweep: Sweep, p: int, unit: float) -> float:
        if not unit > 0:
            return math.nan
        return self._confirmed(
            lambda amount: sweep.richer(amount / unit), p, sweep.smallest(p) * unit, up=True
        )

    def _sought(
        self, changed: Callable[[float], Problem], p: int, ends: tuple[float, float]
    ) -> float:
        """Return where on the way from the present to the other end project p comes in."""

        def pull(at: float) -> float:
            return 1.0 if self._planner.comes_in(changed(at), p) else -1.0

        if pull(ends[1]) < 0:
            return math.nan
        found = edge(pull, ends, (-1.0, 1.0), SHORT)
        return self._confirmed(changed, p, found, up=ends[1] > ends[0])

    def _confirmed(
        self, changed: Callable[[float], Problem], p: int, value: float, up: bool
    ) -> float:
        """Return a value at which the best plan has project p, and `SHORT` of which it has not."""
        toward, shares = (1.0 if up else -1.0), self._planner.shares_cold
        for _ in range(TRIES if math.isfinite(value) else 0):
            value = published(value, up)
            short = value * (1 - toward * SHORT)
            if shares(changed(value))[p] < IN:
                value *= 1 + toward * SHORT
            elif shares(changed(short))[p] >= IN:
                value = short
            else:
                return value
        return math.nan
