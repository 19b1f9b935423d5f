"""From which cost, points or money on a project left out comes in, by planning anew."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property, partial

import numpy as np
import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.anew import IN, Anew
from portfolio.plan.edges import PRECISION, edge, published
from portfolio.plan.neighbours import (
    at_cost,
    at_weight,
    with_more_money,
    with_more_of_both,
)
from portfolio.plan.plan import Plan
from portfolio.plan.prices import SWEEP_LIMIT
from portfolio.plan.raises import RAISES, PurseSweeps, Sweep
from portfolio.plan.shares import FULL, TRACE
from portfolio.plan.thresholds_whole import WholeThresholds
from portfolio.terms import ALL, Mode

THRESHOLDS = (
    *("cost_down_to", "weight_up_by", "budget_up_by", "purse_up_by"),
    "budget_and_land_up_by",
)
WHOLE_LIMIT = 12  # projects up to which whole ones are searched anew unasked
LEAST = 0.001  # share of a cost that is tried at the least
FACTORS = (1.1, 1.25, 1.5, 2.0, 2.5, 3.5, 5.0, 7.0, 10.0)
WIDEST = 0.1  # how far from where a project is worth half of it the plans are looked at
WORTH = 1e-6  # points that are more than noise
AROUND = 0.02  # how far to either side of a threshold it is looked whether best plans agree
TRIES = 3  # at a threshold found warm, to be confirmed cold


def planned_anew(plan: Plan) -> np.ndarray:
    """
    Return whose thresholds are planned anew as the plan was, shape (P,); the others' in shares.

    Whole projects and steady work take a search for every value that is tried: those that the
    scenario names, and all of a small portfolio.
    """
    problem, asked = plan.problem, plan.problem.scenario.thresholds
    everybody = plan.mode == Mode.SHARES or len(problem.ids) <= WHOLE_LIMIT or ALL in asked
    return np.array([everybody or name in asked for name in problem.ids], dtype=bool)


def smallest_changes(plan: Plan, guesses: np.ndarray, listener: Listener = SILENT) -> pd.DataFrame:
    """
    Return the thresholds of all projects that are not carried out in full.

    `guesses`, shape (P,), are the estimates of their costs, NaN where there is none.

    Returns
    -------
    A row a project, columns `THRESHOLDS`, NaN where there is none; all NaN for more than
    `SWEEP_LIMIT` projects, but for those whose searches the scenario asks for.
    """
    problem = plan.problem
    table = pd.DataFrame(np.nan, index=range(len(problem.ids)), columns=list(THRESHOLDS))
    left_out, anew = plan.funded < FULL, planned_anew(plan)
    searched = left_out & anew if plan.mode != Mode.SHARES else np.zeros_like(left_out)
    linear = left_out if plan.mode == Mode.SHARES else left_out & ~anew
    rows: dict[int, Callable[[], tuple[float, ...]]] = {}
    if linear.any() and len(problem.ids) <= SWEEP_LIMIT:
        shares = Thresholds(problem, Anew(problem, listener))
        for p in np.flatnonzero(linear & shares.open).tolist():
            rows[p] = partial(shares.row, p, plan.funded, guesses[p])
    if searched.any():
        whole = WholeThresholds(problem, listener)
        for p in np.flatnonzero(searched & whole.open).tolist():
            rows[p] = partial(whole.row, p, plan.funded)
    for done, p in enumerate(sorted(rows), start=1):
        table.loc[p] = rows[p]()
        listener.count(done, len(rows))
    return table


class Thresholds:
    """
    The thresholds of a problem's projects, each planned anew.

    NaN stands for none: nothing that is tried brings the project in, or the value that was found
    was not confirmed from a cold start; and for a project that is in as it is, or earns nothing.

    Parameters
    ----------
    problem
        Where they start from.
    anew
        Who plans its neighbours.
    """

    def __init__(self, problem: Problem, anew: Anew) -> None:
        self.problem = problem
        self._anew = anew
        self._money = Sweep(anew.shares, partial(with_more_money, problem), RAISES)
        self._both = Sweep(anew.shares, partial(with_more_of_both, problem), RAISES)
        self._purses = PurseSweeps(problem, anew.shares)

    @cached_property
    def present(self) -> np.ndarray:
        """Share of each project in the plan as it stands, shape (P,)."""
        return self._money.shares(0.0)

    @cached_property
    def open(self) -> np.ndarray:
        """Which projects may have thresholds, shape (P,): not in, not excluded, and of use."""
        earns = np.asarray(self.problem.amount.sum(axis=0)).ravel() > 0
        return (self.present < IN - TRACE) & ~self.problem.excluded & earns

    def cost_down_to(self, p: int, guess: float = math.nan) -> float:
        """Return the largest cost of project p, 万元, at which it is in; `guess`: its estimate."""
        full = float(self.problem.cost[p])
        if not (self.open[p] and full > 0):
            return math.nan

        def pull(cost: float) -> float:
            return self._anew.pull(at_cost(self.problem, p, cost), p)

        (out, into), high = (full, LEAST * full), pull(LEAST * full)
        if high < 0:
            return math.nan
        low = pull(full)
        if into < guess < out:
            found = pull(guess)
            (into, high) = (guess, found) if found >= 0 else (into, high)
            (out, low) = (guess, found) if found < 0 else (out, low)
        found = into if low >= 0 else edge(pull, (out, into), (low, high))
        return self._settled(partial(at_cost, self.problem, p), p, found, up=False)

    def weight_up_by(self, p: int) -> float:
        """
        Return the smallest factor on what project p adds at which it is in.

        The way is up from 1: what adds many times more meets its need by less than half of it.
        """
        if not self.open[p]:
            return math.nan

        def pull(factor: float) -> float:
            return self._anew.pull(at_weight(self.problem, p, factor), p)

        out, low = 1.0, pull(1.0)
        if not math.isfinite(low):  # half of it cannot be, whatever it brings
            return math.nan
        for into in FACTORS:
            high = pull(into)
            if high >= 0:
                found = into if low >= 0 else edge(pull, (out, into), (low, high))
                return self._settled(partial(at_weight, self.problem, p), p, found, up=True)
            out, low = into, high
        return math.nan

    def budget_up_by(self, p: int) -> float:
        """Return the least money, 万元, raised alike in all years, at which project p is in."""
        total = float(self.problem.budget.sum())
        return self._of_sweep(self._money, p, total)

    def budget_and_land_up_by(self, p: int) -> float:
        """Return the least share by which money and land are raised at which project p is in."""
        return self._of_sweep(self._both, p, 1.0)

    def purse_up_by(self, p: int, funded: np.ndarray) -> float:
        """
        Return the least money, 万元, in its own purses at which project p is in.

        `funded`, shape (P,), are the shares of the plan in hand: what is left out of it is the
        most that purses are given.
        """
        if not self.problem.purses.apart:
            return math.nan
        sweep, most = self._purses.of(p, funded)
        return self._of_sweep(sweep, p, most)

    def row(self, p: int, funded: np.ndarray, guess: float) -> tuple[float, ...]:
        """Return all thresholds of project p, in the order of `THRESHOLDS`."""
        return (
            self.cost_down_to(p, guess),
            self.weight_up_by(p),
            self.budget_up_by(p),
            self.purse_up_by(p, funded),
            self.budget_and_land_up_by(p),
        )

    def _of_sweep(self, sweep: Sweep, p: int, unit: float) -> float:
        if not (self.open[p] and unit > 0):
            return math.nan
        return self._confirmed(
            lambda amount: sweep.richer(amount / unit), p, sweep.smallest(p) * unit, up=True
        )

    def _settled(
        self, changed: Callable[[float], Problem], p: int, value: float, up: bool
    ) -> float:
        """
        Return where half of project p is carried out, near to where half of it is worth its price.

        A tidy plan may give up a trace of the score, and so be a little off.
        """
        toward, step = (1.0 if up else -1.0), PRECISION

        def above(at: float) -> float:
            return float(self._anew.shares(changed(at))[p]) - IN

        into, out = value, value * (1 - toward * PRECISION)
        high, low = above(into), above(out)
        while high < 0 or low >= 0:
            step *= 2
            if step > WIDEST:
                return math.nan
            if high < 0:
                out, low, into = into, high, into * (1 + toward * step)
                high = above(into)
            else:
                into, high, out = out, low, out * (1 - toward * step)
                low = above(out)
        return self._confirmed(changed, p, edge(above, (out, into), (low, high)), up)

    def _confirmed(
        self, changed: Callable[[float], Problem], p: int, value: float, up: bool
    ) -> float:
        """
        Return a value at which project p is in, and a little short of it is not, from cold.

        And not by chance: `AROUND` the value, more of it brings something on one side where half of
        it is carried out, and costs something on the other, so that all best plans agree there.
        """
        toward = 1.0 if up else -1.0

        def share(at: float) -> float:
            return float(self._anew.shares_cold(changed(at))[p])

        def pull(at: float) -> float:
            return self._anew.pull(changed(at), p)

        for _ in range(TRIES if math.isfinite(value) else 0):
            value = published(value, up)
            short = value * (1 - toward * PRECISION)
            if share(value) < IN:
                value *= 1 + toward * PRECISION
            elif share(short) >= IN - TRACE:
                value = short
            else:
                beyond, before = (value * (1 + side * toward * AROUND) for side in (1, -1))
                return value if pull(beyond) > WORTH and pull(before) < -WORTH else math.nan
        return math.nan
