"""Whole projects: a plan, and a proof of how far from the best it can be."""

from __future__ import annotations

import time
from collections.abc import Callable

import highspy
import numpy as np

from portfolio.errors import SolverError, Words
from portfolio.model import Model
from portfolio.solve import INFEASIBLE, LIMIT, OPTIMAL, Solution, highs_form, read_solution

Progress = Callable[[float, float, float], None]
Stop = Callable[[], bool]

TOLERANCE = 1e-6  # how far a row may be from its bound in a published plan


def solve_whole(
    model: Model,
    gap: float,
    time_limit: float,
    progress: Progress | None = None,
    stop: Stop | None = None,
    start: np.ndarray | None = None,
) -> Solution:
    """
    Search for the best plan of whole projects until the gap is proven or the time is up.

    Parameters
    ----------
    model
        A model with whole projects.
    gap
        Relative gap (bound - objective) / |bound| at which the search ends, >= 0.
    time_limit
        Seconds, > 0.
    progress
        Called now and then with the best plan's objective, the proven bound and their gap.
    stop
        Asked now and then; once it says True, the search ends with the best plan so far.
    start
        A plan to begin with, shape (V,), if it keeps all rows.

    Returns
    -------
    `optimal` means that the gap is proven; `limit` and `interrupted` may have a plan or none.
    """
    began = time.perf_counter()
    highs = _solver(model, gap, time_limit)

    def watch(event: highspy.highs.HighsCallbackEvent) -> None:
        out = event.data_out
        if progress is not None:
            progress(out.mip_primal_bound, out.mip_dual_bound, out.mip_gap)

    def interrupt(event: highspy.highs.HighsCallbackEvent) -> None:
        if stop is not None and stop():
            event.interrupt()

    highs.cbMipLogging += watch
    highs.cbMipImprovingSolution += watch
    highs.cbMipInterrupt += interrupt
    if start is not None:
        hint = highspy.HighsSolution()
        hint.col_value = np.asarray(start, dtype=float)
        highs.setSolution(hint)
    highs.run()
    found = read_solution(highs, model, time.perf_counter() - began)
    if found.status == INFEASIBLE and start is not None:
        return solve_whole(model, gap, time_limit, progress, stop)
    return _checked(model, found, gap)


def _solver(model: Model, gap: float, time_limit: float) -> highspy.Highs:
    highs = highspy.Highs()
    highs.silent()
    for name, value in (
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", gap),
        ("mip_abs_gap", 0.0),
        ("time_limit", time_limit),
    ):
        highs.setOptionValue(name, value)
    highs.passModel(highs_form(model))
    return highs


def _checked(model: Model, found: Solution, gap: float) -> Solution:
    """Return the solution with whole starts, its objective recomputed; raise if a row is broken."""
    if found.x is None:
        return found
    x = found.x.copy()
    x[model.work.integer] = np.round(x[model.work.integer])
    rows = model.matrix @ x
    scale = TOLERANCE * np.maximum(1.0, np.abs(rows))
    if (rows > model.row_upper + scale).any() or (rows < model.row_lower - scale).any():
        raise SolverError([Words("求解器给出的方案越界", "the solver's plan breaks a row")])
    objective = float(model.objective @ x)
    bound = max(found.bound, objective)
    status = found.status
    if status == OPTIMAL and bound - objective > (gap + 1e-9) * abs(bound):
        status = LIMIT
    return Solution(status, x, objective, bound, None, None, found.seconds)
