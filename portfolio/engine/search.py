"""Whole projects: a plan, and a proof of how far from the best it can be."""

from __future__ import annotations

import time

import numpy as np

from portfolio.engine.branching import Search, branch_over, is_proven, prove, relax
from portfolio.engine.model import Model
from portfolio.engine.patience import Patience
from portfolio.engine.solution import Solution
from portfolio.engine.steps import made_whole
from portfolio.errors import SolverError
from portfolio.listen import SILENT, Listener
from portfolio.terms import Status
from portfolio.words import Words

TOLERANCE = 1e-6  # how far from 0 or 1 a start may be
CORE = 100  # projects left open at first: those that the linear optimum finds closest to a tie
AROUND = 66  # projects left open in a search around the plan in hand
ROUNDS = 12  # such searches before the proof begins


def solve_whole(
    model: Model,
    gap: float,
    time_limit: float,
    listener: Listener = SILENT,
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
    listener
        Told now and then of the best plan, the proven bound and their gap; once it is stopped, the
        search ends with the best plan so far.
    start
        A plan to begin with, shape (V,), if it keeps all rows.

    Returns
    -------
    `optimal` means that the gap is proven, to the solver's tolerance of 1e-6 of the score; `limit`
    and `interrupted` may have a plan or none.
    """
    began = time.perf_counter()
    search = Search(model, gap, Patience.of(time_limit, listener))
    if start is not None:
        search.offer(np.asarray(start, dtype=float))
    status = _search(search)
    seconds = time.perf_counter() - began
    if status == Status.INFEASIBLE:
        return Solution(Status.INFEASIBLE, None, np.nan, np.nan, None, None, seconds)
    if search.x is None and status == Status.LIMIT:
        search.offer(np.zeros(len(model.upper)))  # to build nothing is a plan if nothing must be
    if search.proven:
        status = Status.OPTIMAL
    elif status == Status.OPTIMAL and search.x is not None:
        # Proven as far as the solver's tolerances go; what is left is no gap that time would close.
        near = is_proven(search.objective, search.bound, gap + TOLERANCE)
        status = Status.OPTIMAL if near else Status.LIMIT
    bound = search.bound
    if search.x is None:
        return Solution(status, None, np.nan, bound, None, None, seconds)
    return Solution(
        status, search.x, search.objective, max(bound, search.objective), None, None, seconds
    )


def _search(search: Search) -> Status:
    """Bound by the linear program, a first plan from it, a search around the plan, the proof."""
    linear = relax(search)
    if linear.status == Status.INFEASIBLE:
        # It admits whole projects too, and was solved cold.
        return Status.INFEASIBLE
    if linear.status == Status.OPTIMAL and linear.x is not None:
        search.bound = linear.bound
        order = _closest_first(search.model, linear)
        _first_plan(search, linear.x, order)
        _look_around(search, order)
    if search.over:
        return Status.INTERRUPTED if search.stopped else Status.LIMIT
    cold = search.x is None
    final = prove(search)
    if final.status == Status.INFEASIBLE:
        return Status.INFEASIBLE if cold else Status.LIMIT
    if search.x is None and final.x is not None:
        raise SolverError([Words("求解器给出的方案越界", "the solver's plan breaks a row")])
    return final.status


def _closest_first(model: Model, linear: Solution) -> np.ndarray:
    """
    Order the projects by what the linear optimum would lose if it decided on them otherwise.

    A project that is carried out in part, or that ties with another start, comes first.
    """
    x, price, reduced = linear.x, linear.price, linear.reduced_cost
    if x is None or price is None or reduced is None:
        raise SolverError([Words("线性规划没有给出价格", "the linear program gave no prices")])
    starts = np.flatnonzero(model.work.integer)
    once = model.rows_of("completion")
    reward = (model.matrix[once] != 0).T @ np.abs(price[once])  # of being carried out at all
    loss = np.abs(reduced[starts]) + np.where(x[starts] > 0.5, reward[starts], 0.0)
    loss[(x[starts] > TOLERANCE) & (x[starts] < 1 - TOLERANCE)] = 0.0
    closest = np.full(len(model.problem.cost), np.inf)
    np.minimum.at(closest, model.work.project[starts], loss)
    return np.argsort(closest, kind="stable")


def _first_plan(search: Search, linear: np.ndarray, order: np.ndarray) -> None:
    """Complete the linear optimum: hold what it is sure of, and search over the rest."""
    core, ways = CORE, made_whole(search.model, linear)
    while search.x is None and core * 4 <= len(order) and not search.over:
        for held in ways:
            if search.x is None and not search.over:
                branch_over(search, order[:core], held)
        core *= 4


def _look_around(search: Search, order: np.ndarray) -> None:
    """Search again and again with some projects open, the others as in the plan in hand."""
    draw = np.random.default_rng(0)
    odds = np.exp(-np.arange(len(order)) / CORE)
    for _ in range(ROUNDS):
        if search.x is None or len(order) < AROUND * 4 or search.over:
            return
        free = draw.choice(order, AROUND, replace=False, p=odds / odds.sum())
        branch_over(search, free, search.x)
