"""
Whole projects: a plan, and a proof of how far from the best it can be.

The search asks "has it begun by year t?" in place of "does it begin in year t?". Both say the
same, but a branch on the first one splits the plans of a project evenly, and the linear bound
falls faster: on the shipped scenarios HiGHS then needs about a tenth of the nodes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from portfolio.engine.highs import (
    Solution,
    hand_over,
    read_solution,
)
from portfolio.engine.model import Model, row_slack
from portfolio.errors import SolverError
from portfolio.listen import SILENT, Listener
from portfolio.terms import Status
from portfolio.words import Words

TOLERANCE = 1e-6  # how far from 0 or 1 a start may be
ROUNDING = 1e-9  # relative difference of two sums of the same numbers
CORE = 100  # projects left open at first: those that the linear optimum finds closest to a tie
AROUND = 66  # projects left open in a search around the plan in hand
ROUNDS = 12  # such searches before the proof begins
NODES = 500  # limit of the searches before the proof; nodes, not seconds, so that runs repeat
# Share of the proof's work that goes into plans. HiGHS's own 0.05 finds good plans late. Where the
# gap may be loose, the linear bound is soon good enough and a plan is all that is missing.
EFFORT, LOOSE_EFFORT, LOOSE = 0.2, 0.5, 5e-4
OPTIONS = {"threads": 1, "random_seed": 0, "mip_abs_gap": 0.0, "mip_allow_restart": False}


@dataclass
class _Search:
    """What is known so far: the best plan, the lowest bound, and when to stop."""

    model: Model
    gap: float
    until: float
    listener: Listener
    x: np.ndarray | None = None
    objective: float = -np.inf
    bound: float = np.inf
    stopped: bool = False

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.until - time.perf_counter()

    @property
    def proven(self) -> bool:
        """Whether the plan in hand is within the gap of the bound."""
        room = (self.gap + ROUNDING) * abs(self.bound)
        return self.x is not None and self.bound - self.objective <= room

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done, or may be."""
        self.stopped = self.stopped or self.listener.stopped
        return self.proven or self.stopped or self.left <= 0

    def offer(self, x: np.ndarray) -> bool:
        """Take a plan if it is whole, keeps every row and is better; its score is recomputed."""
        x = _settled(self.model, x)
        objective = float(self.model.objective @ x)
        if not objective > self.objective or not _keeps_rows(self.model, x):
            return False
        self.x, self.objective = x, objective
        self.tell()
        return True

    def tell(self, objective: float = -np.inf, bound: float = np.inf) -> None:
        """Report progress; the arguments are what a running solve has found itself."""
        best, most = max(objective, self.objective), min(bound, self.bound)
        known = np.isfinite(best) and np.isfinite(most) and most != 0
        self.listener.watch(best, most, (most - best) / abs(most) if known else np.inf)


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
    `optimal` means that the gap is proven; `limit` and `interrupted` may have a plan or none.
    """
    began = time.perf_counter()
    search = _Search(model, gap, began + time_limit, listener)
    if start is not None:
        search.offer(np.asarray(start, dtype=float))
    status = _search(search)
    seconds = time.perf_counter() - began
    if status == Status.INFEASIBLE:
        return Solution(Status.INFEASIBLE, None, np.nan, np.nan, None, None, seconds)
    if search.proven:
        status = Status.OPTIMAL
    elif status == Status.OPTIMAL:
        status = Status.LIMIT  # what the solver calls optimal did not survive the check of its plan
    bound = search.bound
    if search.x is None:
        return Solution(status, None, np.nan, bound, None, None, seconds)
    return Solution(
        status, search.x, search.objective, max(bound, search.objective), None, None, seconds
    )


def _search(search: _Search) -> Status:
    """Bound by the linear program, a first plan from it, a search around the plan, the proof."""
    linear = _linear(search)
    if linear.status == Status.INFEASIBLE:
        # It admits whole projects too, and was solved cold.
        return Status.INFEASIBLE
    steps = _by_year(search.model)
    if linear.status == Status.OPTIMAL and linear.x is not None:
        search.bound = linear.bound
        order = _closest_first(search.model, linear)
        _first_plan(search, steps, linear.x, order)
        _look_around(search, steps, order)
    if search.over:
        return Status.INTERRUPTED if search.stopped else Status.LIMIT
    cold = search.x is None
    final = _prove(search, steps)
    if final.status == Status.INFEASIBLE:
        return Status.INFEASIBLE if cold else Status.LIMIT
    if np.isfinite(final.bound):
        search.bound = min(search.bound, final.bound)
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


def _first_plan(search: _Search, steps: _Steps, linear: np.ndarray, order: np.ndarray) -> None:
    """Complete the linear optimum: hold what it is sure of, and search over the rest."""
    core = CORE
    while search.x is None and core * 4 <= len(order) and not search.over:
        _search_with(search, steps, order[:core], np.round(linear))
        core *= 4


def _look_around(search: _Search, steps: _Steps, order: np.ndarray) -> None:
    """Search again and again with some projects open, the others as in the plan in hand."""
    draw = np.random.default_rng(0)
    odds = np.exp(-np.arange(len(order)) / CORE)
    for _ in range(ROUNDS):
        if search.x is None or len(order) < AROUND * 4 or search.over:
            return
        free = draw.choice(order, AROUND, replace=False, p=odds / odds.sum())
        _search_with(search, steps, free, search.x)


@dataclass(frozen=True)
class _Steps:
    """
    The model in cumulative starts: column j says whether its project has begun by that year.

    `model` has the same columns with this meaning; `starts @ column values` are the plan.
    """

    model: Model
    starts: sparse.csr_array

    def begun(self, x: np.ndarray) -> np.ndarray:
        """Return a plan in cumulative starts."""
        project = self.model.work.project
        so_far = np.cumsum(x[: len(project)])
        first = np.searchsorted(project, project)  # columns stand by project, then year
        before = np.concatenate([[0.0], so_far])[first]
        return np.concatenate([so_far - before, x[len(project) :]])


def _by_year(model: Model) -> _Steps:
    r"""
    Return the model in cumulative starts.

    .. math:: z_{ps} = begun_{ps} - begun_{p,s-1}, \quad begun_{p,s-1} \le begun_{ps}
    """
    project, columns = model.work.project, len(model.objective)
    later = np.flatnonzero(np.diff(project, prepend=-1) == 0)
    shift = sparse.csr_array((-np.ones(len(later)), (later, later - 1)), shape=(columns, columns))
    starts = sparse.csr_array(sparse.eye_array(columns) + shift)
    matrix = sparse.csr_array(model.matrix @ starts)
    matrix.data[np.abs(matrix.data) < 1e-9] = 0.0  # what an even profile leaves of c/3 - c/3
    matrix.eliminate_zeros()
    in_order = starts[later]
    turned = replace(
        model,
        objective=starts.T @ model.objective,
        matrix=sparse.vstack([matrix, in_order], format="csr"),
        row_lower=np.concatenate([model.row_lower, np.zeros(len(later))]),
        row_upper=np.concatenate([model.row_upper, np.full(len(later), np.inf)]),
    )
    return _Steps(turned, starts)


def _search_with(search: _Search, steps: _Steps, free: np.ndarray, held: np.ndarray) -> None:
    """Branch and bound over the `free` projects, the others as they are in `held`."""
    project = steps.model.work.project
    at = np.flatnonzero(~np.isin(project, free))
    lower, upper = np.zeros(len(steps.model.upper)), steps.model.upper.copy()
    lower[at] = upper[at] = np.clip(steps.begun(held)[at], 0.0, 1.0)
    enough = search.bound - search.gap * abs(search.bound)

    def good_enough(event: highspy.highs.HighsCallbackEvent) -> None:
        if event.data_out.mip_primal_bound >= enough:
            event.interrupt()

    options = {"mip_rel_gap": search.gap / 4, "mip_max_nodes": NODES}
    highs = _solver(search, options)
    hand_over(highs, steps.model, lower, upper)
    _hint(search, highs, steps)
    highs.cbMipInterrupt += good_enough
    _run(search, highs, steps)


def _prove(search: _Search, steps: _Steps) -> Solution:
    """Branch and bound over all projects, from the plan in hand if there is one."""

    def told(event: highspy.highs.HighsCallbackEvent) -> None:
        search.tell(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)

    effort = LOOSE_EFFORT if search.gap >= LOOSE else EFFORT
    options = {"mip_rel_gap": search.gap, "mip_heuristic_effort": effort}
    highs = _solver(search, options)
    hand_over(highs, steps.model)
    _hint(search, highs, steps)
    highs.cbMipLogging += told
    highs.cbMipImprovingSolution += told
    return _run(search, highs, steps)


def _linear(search: _Search) -> Solution:
    """Solve the linear program over the same rows, for the bound and the reduced costs."""
    work = replace(search.model.work, integer=np.zeros_like(search.model.work.integer))
    relaxed = replace(search.model, work=work)
    began = time.perf_counter()
    highs = _solver(search, {})
    hand_over(highs, relaxed)
    highs.run()
    return read_solution(highs, relaxed, time.perf_counter() - began)


def _solver(search: _Search, options: dict[str, float | int]) -> highspy.Highs:
    """Return HiGHS with its options and an ear for the listener."""

    def asked(event: highspy.highs.HighsCallbackEvent) -> None:
        search.stopped = search.stopped or search.listener.stopped
        if search.stopped:
            event.interrupt()

    highs = highspy.Highs()
    highs.silent()
    for name, value in {**OPTIONS, **options, "time_limit": max(search.left, 0.0)}.items():
        highs.setOptionValue(name, value)
    highs.cbSimplexInterrupt += asked
    highs.cbMipInterrupt += asked
    return highs


def _hint(search: _Search, highs: highspy.Highs, steps: _Steps) -> None:
    """Give HiGHS the plan in hand to begin with."""
    if search.x is not None:
        plan = highspy.HighsSolution()
        plan.col_value = steps.begun(search.x)
        highs.setSolution(plan)


def _run(search: _Search, highs: highspy.Highs, steps: _Steps) -> Solution:
    began = time.perf_counter()
    highs.run()
    found = read_solution(highs, steps.model, time.perf_counter() - began)
    if found.x is not None:
        search.offer(steps.starts @ found.x)
    return found


def _settled(model: Model, x: np.ndarray) -> np.ndarray:
    """Return a plan with whole starts, and the needs that they meet: no more, and no less."""
    work = model.work
    settled = np.where(work.integer, np.round(x), 0.0)
    rows = model.rows_of("attainment")
    if rows.stop == rows.start:
        return np.where(work.integer, settled, x)
    added = -(model.matrix[rows] @ settled)
    met = np.minimum(added, 1.0)
    return settled + work.met.T @ met + work.beyond.T @ (added - met)


def _keeps_rows(model: Model, x: np.ndarray) -> bool:
    """Whether a plan is within all rows."""
    value = model.matrix @ x
    off = np.maximum(value - model.row_upper, model.row_lower - value)
    return bool((off <= row_slack(value)).all())
