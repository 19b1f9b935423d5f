"""
A single plan through PuLP: built, solved by any solver that PuLP knows, and read back.

Row by row costs more than HiGHS needs for a plan once problems are large, and many times more in a
sweep; there the arrays go over in one call (`highs`). A test holds both ways to the same plan.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pulp

from portfolio.engine.branching import is_proven
from portfolio.engine.duality import signed
from portfolio.engine.highs import (
    ENDLESS,
    change_to,
    tidied,
)
from portfolio.engine.highs import solve as solve_straight
from portfolio.engine.model import Model, hold_score, relaxed
from portfolio.engine.patience import Patience
from portfolio.engine.program import add_rows, between, maximise, pulp_problem
from portfolio.engine.solution import Solution, nothing_to_decide
from portfolio.engine.solvers import HIGHS, Asked, failed
from portfolio.engine.tidy import keeps_rows, settled
from portfolio.errors import SolverError
from portfolio.terms import Status
from portfolio.words import Words

SMALL = 250_000  # entries of the matrix; PuLP adds a second for as many (benchmarks/bridge.py)
SLACK = 1e-6  # how far a column may pass its bounds
UNKNOWN = 1e20  # what solvers say for a bound that they do not have
_STATUS = {
    pulp.LpSolveStatus.Optimal: Status.OPTIMAL,
    pulp.LpSolveStatus.Infeasible: Status.INFEASIBLE,
    pulp.LpSolveStatus.TimeLimit: Status.LIMIT,
    pulp.LpSolveStatus.MemoryLimit: Status.LIMIT,
    pulp.LpSolveStatus.NodeLimit: Status.LIMIT,
    pulp.LpSolveStatus.GapLimit: Status.LIMIT,
    pulp.LpSolveStatus.IterationLimit: Status.LIMIT,
    pulp.LpSolveStatus.SolutionLimit: Status.LIMIT,
    pulp.LpSolveStatus.Stopped: Status.LIMIT,
    pulp.LpSolveStatus.Interrupted: Status.INTERRUPTED,
}
_WITHIN_GAP = (pulp.LpSolveStatus.Optimal, pulp.LpSolveStatus.GapLimit)


def fits(model: Model) -> bool:
    """
    Whether HiGHS gets the very same program through PuLP, at little cost beside the solve.

    PuLP's rows have one bound: a row between two (a rest that must go on) becomes two rows, and
    HiGHS may then end in another one of many best plans. Nor does PuLP put rows of large amounts
    into other units, or hand over a column that stands in no row and earns nothing.
    """
    large = (model.row_units > 1).any()
    idle = (model.objective == 0) & (
        np.bincount(model.matrix.indices, minlength=len(model.objective)) == 0
    )
    return model.matrix.nnz <= SMALL and not (large or idle.any() or between(model).any())


def solve(
    model: Model, solver: str = HIGHS, patience: Patience = ENDLESS, gap: float | None = None
) -> Solution:
    """
    Solve a model cold.

    Parameters
    ----------
    model
        What to solve.
    solver
        Name of a solver, PuLP's (`COIN_CMD`) or its own (`CBC`).
    patience, gap
        When to stop, for solvers that take a time limit or a relative gap.

    Returns
    -------
    Prices are None where the solver gives none, or none that prove the score.

    Raises
    ------
    SolverError
        If there is no such solver here, or it failed.
    """
    asked = Asked(solver, patience, gap)
    return _solved(pulp_problem(model), model, asked)


def solve_tidily(
    model: Model, solver: str = HIGHS, patience: Patience = ENDLESS
) -> tuple[Solution, Solution]:
    """
    Solve a model in shares twice, as `highs.solve_tidily` does; HiGHS goes on from its own basis.

    Returns
    -------
    The first solution, and the second, which is the plan: the first again as `highs` says.

    Raises
    ------
    SolverError
        If there is no such solver here, it failed, or it lost the plan it had in hand.
    """
    asked, problem = Asked(solver, patience), pulp_problem(model)
    first = _solved(problem, model, asked)
    if first.status != Status.OPTIMAL or not len(model.upper):
        return first, first
    patience.listener.step("tidy")
    tidy = hold_score(model, first.objective)
    maximise(problem, tidy.objective)
    add_rows(problem, tidy, len(model.row_upper))
    if not isinstance(problem.solver, pulp.HiGHS):
        return first, tidied(first, _solved(problem, tidy, asked))
    change_to(problem.solverModel, tidy)
    start = time.perf_counter()
    patience.limit(problem.solverModel)
    problem.solver.callSolver(problem)
    status, found = problem.solver.findSolutionValues(problem)
    spent = time.perf_counter() - start
    return first, tidied(first, _read(problem, tidy, status, found, spent))


def solve_whole(model: Model, solver: str, gap: float, patience: Patience) -> Solution:
    """
    Solve a model of whole projects by a solver's own search; its plan is checked row by row.

    Raises
    ------
    SolverError
        If there is no such solver here, it failed, or its plan breaks a row.
    """
    found = solve(model, solver, patience, gap)
    if found.x is None or not len(model.upper):
        return found
    x = settled(model, found.x)
    if not keeps_rows(model, x):
        if found.status != Status.OPTIMAL:
            return replace(found, x=None, objective=np.nan)
        raise SolverError([Words("求解器给出的方案越界", "the solver's plan breaks a row")])
    objective = float(model.objective @ x)
    known = found.bound if np.isfinite(found.bound) else solve_straight(relaxed(model)).bound
    bound = max(known, objective)
    status: Status = Status.LIMIT if found.status == Status.OPTIMAL else found.status
    if is_proven(objective, bound, gap):
        status = Status.OPTIMAL
    return replace(found, status=status, x=x, objective=objective, bound=bound)


def _solved(problem: pulp.LpProblem, model: Model, asked: Asked) -> Solution:
    if not len(model.upper):
        return nothing_to_decide(model)
    stats = asked.solve(problem)
    if stats.status == pulp.LpSolveStatus.Undefined and not stats.has_solution:
        # "Infeasible or unbounded", or a shrug. HiGHS knows of the linear program; beyond that,
        # nothing is unbounded without an objective.
        if solve_straight(relaxed(model)).status == Status.INFEASIBLE:
            return Solution(Status.INFEASIBLE, None, np.nan, np.nan, None, None, stats.time)
        problem.setObjective(pulp.LpAffineExpression.empty())
        stats = asked.solve(problem)
        if stats.status != pulp.LpSolveStatus.Infeasible:
            raise failed(asked.name, "Undefined")
    found = _read(problem, model, stats.status, stats.has_solution, stats.time)
    if not model.is_mixed_integer or found.x is None:
        return found
    bound, gap = stats.best_bound, asked.gap or 0.0
    if bound is not None and abs(bound) < UNKNOWN:
        return replace(found, bound=max(bound, found.objective))
    if stats.status in _WITHIN_GAP:
        # Some measure the gap by the bound and some by the score; this holds for both.
        return replace(found, bound=found.objective + abs(found.objective) * gap / (1 - gap))
    return found


def _read(
    problem: pulp.LpProblem, model: Model, status: int, found: bool, seconds: float
) -> Solution:
    """
    Translate PuLP's answer: why the solver stopped, and apart from that, whether it has a plan.

    Raises
    ------
    SolverError
        If the solver failed, or calls a plan the best one that it does not have.
    """
    if status not in _STATUS:
        raise failed(problem.solver.name, pulp.LpSolveStatus(status).name)
    why = _STATUS[status]
    if why == Status.INFEASIBLE or not found:
        if why == Status.OPTIMAL:
            raise SolverError(
                [Words("求解器称最优但没有可行解", "optimal, but no feasible solution in hand")]
            )
        return Solution(why, None, np.nan, np.nan, None, None, seconds)
    columns = problem.variables()[: len(model.upper)]
    x = _values(each.varValue for each in columns)
    objective = float(problem.objective.value())
    if model.is_mixed_integer:
        return Solution(why, x, objective, np.nan, None, None, seconds)
    if why != Status.OPTIMAL:  # what stopped half-way may stand on a plan, or beside one
        plan = keeps_rows(model, x) and (x >= -SLACK).all() and (x <= model.upper + SLACK).all()
        return Solution(
            why, x if plan else None, objective if plan else np.nan, np.nan, None, None, seconds
        )
    duals = [row.pi for row in problem.constraints()]
    if None in duals:
        return Solution(why, x, objective, objective, None, None, seconds)
    reduced = _values(each.dj for each in columns)
    price, reduced_cost = signed(model, _by_row(model, np.array(duals)), reduced, objective)
    return Solution(why, x, objective, objective, price, reduced_cost, seconds)


def _values(found: Iterable[float | None]) -> np.ndarray:
    """Put values into an array; a column that stands in no row and earns nothing has none."""
    return np.array([0.0 if each is None else each for each in found])


def _by_row(model: Model, duals: np.ndarray) -> np.ndarray:
    """Return the duals by row of the model, shape (rows,); a row between two bounds has two."""
    double = between(model)
    first = np.arange(len(double)) + np.cumsum(double) - double
    price = duals[first]
    price[double] += duals[first[double] + 1]
    return price
