"""
Whole projects: a plan, and a proof of how far from the best it can be.

The search asks "has it begun by year t?" in place of "does it begin in year t?". Both say the
same, but a branch on the first one splits the plans of a project evenly, and the linear bound
falls faster: on the shipped scenarios HiGHS then needs about a tenth of the nodes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from portfolio.errors import SolverError, Words
from portfolio.model import Model
from portfolio.solve import (
    INFEASIBLE,
    INTERRUPTED,
    LIMIT,
    OPTIMAL,
    Solution,
    highs_form,
    read_solution,
)

Progress = Callable[[float, float, float], None]
Stop = Callable[[], bool]

TOLERANCE = 1e-6  # how far a row may be from its bound in a published plan
TINY = 1e-9  # relative rounding error of two sums of the same numbers
CORE = 60  # projects left open at first, those that the linear optimum finds closest to a tie
ROUNDS = 12  # searches around the plan in hand before the proof begins
EFFORT = 0.2  # of the proof's time for plans; HiGHS's own 0.05 finds them late
FIRST_NODES = 500  # nodes of the search for the first plan
AROUND_NODES = 60  # nodes of each of them; a limit in nodes, not seconds, keeps runs repeatable
OPTIONS = {"threads": 1, "random_seed": 0, "mip_abs_gap": 0.0, "mip_allow_restart": False}


@dataclass
class _Search:
    """What is known so far: the best plan, the lowest bound, and when to stop."""

    model: Model
    gap: float
    until: float
    progress: Progress | None
    stop: Stop | None
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
        return self.x is not None and (
            self.bound - self.objective <= self.gap * abs(self.bound) + TINY * abs(self.bound)
        )

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done, or may be."""
        self.stopped = self.stopped or (self.stop is not None and self.stop())
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
        if self.progress is not None:
            best, most = max(objective, self.objective), min(bound, self.bound)
            known = np.isfinite(best) and np.isfinite(most) and most != 0
            self.progress(best, most, (most - best) / abs(most) if known else np.inf)


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
    search = _Search(model, gap, began + time_limit, progress, stop)
    steps = _by_year(model)
    if start is not None:
        search.offer(np.asarray(start, dtype=float))
    status = _search(search, steps)
    seconds = time.perf_counter() - began
    if status == INFEASIBLE:
        return Solution(INFEASIBLE, None, np.nan, np.nan, None, None, seconds)
    if search.proven:
        status = OPTIMAL
    elif status == OPTIMAL:
        status = LIMIT
    if search.x is None:
        return Solution(status, None, np.nan, search.bound, None, None, seconds)
    bound = max(search.bound, search.objective)
    return Solution(status, search.x, search.objective, bound, None, None, seconds)


def _search(search: _Search, steps: _Steps) -> str:
    """Bound by the linear program, a first plan from it, a search around the plan, the proof."""
    linear = _linear(search)
    if linear.status == INFEASIBLE:
        return INFEASIBLE  # the linear program admits even more than whole projects
    if linear.status == OPTIMAL and linear.x is not None:
        search.bound = linear.bound
        order = _closest_first(search.model, linear)
        _first_plan(search, steps, linear.x, order)
        _look_around(search, steps, order)
    if search.over:
        return INTERRUPTED if search.stopped else LIMIT
    cold = search.x is None
    final = _branch(search, steps, whole_model=True)
    if final.status == INFEASIBLE and cold:
        return INFEASIBLE
    if np.isfinite(final.bound):
        search.bound = min(search.bound, final.bound)
    if search.x is None and final.x is not None:
        raise SolverError([Words("求解器给出的方案越界", "the solver's plan breaks a row")])
    return LIMIT if final.status == INFEASIBLE else final.status


def _linear(search: _Search) -> Solution:
    """Solve the linear program over the same rows, for the bound and the reduced costs."""
    work = replace(search.model.work, integer=np.zeros_like(search.model.work.integer))
    relaxed = replace(search.model, work=work)
    return _run(search, relaxed, highs_form(relaxed))


def _closest_first(model: Model, linear: Solution) -> np.ndarray:
    """
    Order the projects by what the linear optimum would lose if it decided on them otherwise.

    A project that is carried out in part, or that ties with a different start, comes first.
    """
    starts = np.flatnonzero(model.work.integer)
    project, share = model.work.project[starts], linear.x[starts]
    alone = sparse.csr_array((model.matrix != 0)[model.rows_of("completion")])
    reward = alone.T @ linear.price[model.rows_of("completion")]  # of being carried out at all
    loss = np.where(share > 0.5, np.abs(reward[starts]), 0.0) + np.abs(linear.reduced_cost[starts])
    loss[(share > TOLERANCE) & (share < 1 - TOLERANCE)] = 0.0
    closest = np.full(len(model.problem.cost), np.inf)
    np.minimum.at(closest, project, loss)
    return np.argsort(closest, kind="stable")


def _first_plan(search: _Search, steps: _Steps, linear: np.ndarray, order: np.ndarray) -> None:
    """Complete the linear optimum: hold what it is sure of, and search over the rest."""
    core = CORE
    while search.x is None and core * 4 <= len(order) and not search.over:
        _branch(search, steps, free=order[:core], held=np.round(linear), nodes=FIRST_NODES)
        core *= 4


def _look_around(search: _Search, steps: _Steps, order: np.ndarray) -> None:
    """Search again and again with some projects open, the others as in the plan in hand."""
    draw = np.random.default_rng(0)
    odds = np.exp(-np.arange(len(order)) / CORE)
    count = min(CORE * 2 // 3, (odds > 1e-9).sum())
    for _ in range(ROUNDS):
        if search.x is None or count * 4 > len(order) or search.over:
            return
        free = draw.choice(order, count, replace=False, p=odds / odds.sum())
        _branch(search, steps, free=free, held=search.x, nodes=AROUND_NODES)


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


def _branch(
    search: _Search,
    steps: _Steps,
    free: np.ndarray | None = None,
    held: np.ndarray | None = None,
    nodes: int | None = None,
    whole_model: bool = False,
) -> Solution:
    """
    Branch and bound, over all projects or with all but the `free` ones held; offer what it finds.

    With projects held, it ends as soon as its plan is good enough for the bound in hand.
    """
    form = highs_form(steps.model)
    options: dict[str, float | int] = {"mip_rel_gap": search.gap, "mip_heuristic_effort": EFFORT}
    target = np.inf
    if not whole_model:
        begun = steps.begun(held)[: len(steps.model.work.project)]
        fixed = ~np.isin(steps.model.work.project, free)
        at = np.flatnonzero(fixed)
        lower, upper = np.zeros(len(steps.model.upper)), steps.model.upper.copy()
        lower[at] = upper[at] = np.clip(begun[at], 0.0, 1.0)
        form.col_lower_, form.col_upper_ = lower, upper
        options = {"mip_rel_gap": search.gap / 4, "mip_max_nodes": nodes}
        target = search.bound - search.gap * abs(search.bound)
    found = _run(search, steps.model, form, options, search.x, steps, target)
    if found.x is not None:
        search.offer(steps.starts @ found.x)
    return found


def _run(
    search: _Search,
    model: Model,
    form: highspy.HighsLp,
    options: dict[str, float | int] | None = None,
    plan: np.ndarray | None = None,
    steps: _Steps | None = None,
    target: float = np.nan,
) -> Solution:
    """Run HiGHS; `target` is the objective at which it may end, infinite for the whole model."""
    highs = highspy.Highs()
    highs.silent()
    for name, value in {**OPTIONS, **(options or {}), "time_limit": max(search.left, 0.0)}.items():
        highs.setOptionValue(name, value)

    def told(event: highspy.highs.HighsCallbackEvent) -> None:
        out = event.data_out
        search.tell(out.mip_primal_bound, out.mip_dual_bound)

    def asked(event: highspy.highs.HighsCallbackEvent) -> None:
        search.stopped = search.stopped or (search.stop is not None and search.stop())
        if search.stopped or event.data_out.mip_primal_bound >= target:
            event.interrupt()

    if target == np.inf or np.isnan(target):
        highs.cbMipLogging += told
        highs.cbMipImprovingSolution += told
    highs.cbMipInterrupt += asked
    highs.cbSimplexInterrupt += asked
    highs.passModel(form)
    if plan is not None and steps is not None:
        hint = highspy.HighsSolution()
        hint.col_value = steps.begun(plan)
        highs.setSolution(hint)
    began = time.perf_counter()
    highs.run()
    return read_solution(highs, model, time.perf_counter() - began)


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
    value = model.matrix @ x
    above = value - model.row_upper
    below = model.row_lower - value
    room = TOLERANCE * np.maximum(1.0, np.abs(value))
    return bool((np.maximum(above, below) <= room).all())
