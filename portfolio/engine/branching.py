"""Runs of HiGHS on behalf of one search over whole projects, and what is known from them so far."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from portfolio.engine.highs import hand_over, new_highs, run, run_surely, suggest
from portfolio.engine.model import Model, relaxed
from portfolio.engine.patience import Patience
from portfolio.engine.solution import Solution
from portfolio.engine.steps import Steps, by_year
from portfolio.engine.tidy import keeps_rows, settled
from portfolio.terms import Status

if TYPE_CHECKING:
    import highspy

ROUNDING = 1e-9  # relative difference of two sums of the same numbers
NODES = 500  # limit of the searches before the proof; nodes, not seconds, so that runs repeat
# Share of the proof's work that goes into plans. HiGHS's own 0.05 finds good plans late. Where the
# gap may be loose, the linear bound is soon good enough and a plan is all that is missing.
EFFORT, LOOSE_EFFORT, LOOSE = 0.2, 0.5, 5e-4
OPTIONS = {"mip_abs_gap": 0.0, "mip_allow_restart": False}


def is_proven(objective: float, bound: float, gap: float) -> bool:
    """
    Whether a plan is within the relative gap of its bound.

    >>> is_proven(99.0, 100.0, 0.01), is_proven(98.0, 100.0, 0.01)
    (True, False)
    """
    return bool(np.isfinite(bound)) and bound - objective <= (gap + ROUNDING) * abs(bound)


@dataclass
class Search:
    """What is known so far: the best plan, the lowest bound, and when to stop."""

    model: Model
    gap: float
    patience: Patience
    x: np.ndarray | None = None
    objective: float = -np.inf
    bound: float = np.inf

    @cached_property
    def steps(self) -> Steps:
        """The model in cumulative starts, which is what HiGHS branches on."""
        return by_year(self.model)

    @property
    def proven(self) -> bool:
        """Whether the plan in hand is within the gap of the bound."""
        return self.x is not None and is_proven(self.objective, self.bound, self.gap)

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done, or may be."""
        return self.proven or self.stopped or self.patience.left <= 0

    @property
    def stopped(self) -> bool:
        """Whether the reader asked to stop."""
        return self.patience.listener.stopped

    def offer(self, x: np.ndarray) -> bool:
        """Take a plan if it is whole, keeps every row and is better; its score is recomputed."""
        x = settled(self.model, x)
        objective = float(self.model.objective @ x)
        if not objective > self.objective or not keeps_rows(self.model, x):
            return False
        self.x, self.objective = x, objective
        self.tell()
        return True

    def tell(self, objective: float = -np.inf, bound: float = np.inf) -> None:
        """Report progress; the arguments are what a running solve has found itself."""
        best, most = max(objective, self.objective), min(bound, self.bound)
        known = np.isfinite(best) and np.isfinite(most) and most != 0
        self.patience.listener.watch(best, most, (most - best) / abs(most) if known else np.inf)


def relax(search: Search) -> Solution:
    """Solve the linear program over the same rows, for the bound and the reduced costs."""
    program, highs = relaxed(search.model), new_highs(search.patience, **OPTIONS)
    hand_over(highs, program)
    return run_surely(highs, program, search.patience)


def branch_over(search: Search, free: np.ndarray, held: np.ndarray) -> None:
    """Branch and bound over the `free` projects, the others as they are in `held`."""
    steps = search.steps
    work = steps.model.work
    # What steady work spends in a year is free as long as its years are not.
    at = np.flatnonzero(~np.isin(work.project, free) & work.integer[: len(work.project)])
    lower, upper = np.zeros(len(steps.model.upper)), steps.model.upper.copy()
    lower[at] = upper[at] = np.clip(steps.begun(held)[at], 0.0, upper[at])
    enough = search.bound - search.gap * abs(search.bound)

    def good_enough(event: highspy.highs.HighsCallbackEvent) -> None:
        if event.data_out.mip_primal_bound >= enough:
            event.interrupt()

    highs = _new_highs(search, mip_rel_gap=search.gap / 4, mip_max_nodes=NODES)
    hand_over(highs, steps.model, lower, upper)
    highs.cbMipInterrupt += good_enough
    _take(search, _run(search, highs))


def prove(search: Search) -> Solution:
    """Branch and bound over all projects, from the plan in hand if there is one."""

    def told(event: highspy.highs.HighsCallbackEvent) -> None:
        search.tell(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)

    effort = LOOSE_EFFORT if search.gap >= LOOSE else EFFORT
    highs = _new_highs(search, mip_rel_gap=search.gap, mip_heuristic_effort=effort)
    hand_over(highs, search.steps.model)
    highs.cbMipLogging += told
    highs.cbMipImprovingSolution += told
    found = _run(search, highs, surely=search.x is None)
    if found.status != Status.INFEASIBLE and np.isfinite(found.bound):
        search.bound = min(search.bound, found.bound)
    _take(search, found)
    return found


def _new_highs(search: Search, **options: float) -> highspy.Highs:
    return new_highs(search.patience, **{**OPTIONS, **options})


def _run(search: Search, highs: highspy.Highs, surely: bool = False) -> Solution:
    """Run HiGHS from the plan in hand."""
    if search.x is not None:
        suggest(highs, search.steps.begun(search.x))
    ask = run_surely if surely else run
    return ask(highs, search.steps.model, search.patience)


def _take(search: Search, found: Solution) -> None:
    """Offer what a run found."""
    if found.x is not None:
        search.offer(search.steps.starts @ found.x)
