"""HiGHS straight: arrays over in one call, the answer back in one; statuses and dual signs."""

from __future__ import annotations

import time
from dataclasses import replace

import highspy
import numpy as np
from scipy import sparse

from portfolio.engine.model import Model, hold_score
from portfolio.engine.patience import Patience
from portfolio.engine.solution import Solution, nothing_to_decide
from portfolio.errors import SolverError
from portfolio.terms import Status
from portfolio.words import Words

REPEATABLE = {"threads": 1, "random_seed": 0}
ENDLESS = Patience()
NODES = 500  # of a search that is to show that another one was wrong
_STATUS = {
    highspy.HighsModelStatus.kOptimal: Status.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Status.INFEASIBLE,
    # The score is bounded by what all projects add together, so this can only be "infeasible".
    highspy.HighsModelStatus.kUnboundedOrInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kTimeLimit: Status.LIMIT,
    highspy.HighsModelStatus.kIterationLimit: Status.LIMIT,
    highspy.HighsModelStatus.kSolutionLimit: Status.LIMIT,
    highspy.HighsModelStatus.kObjectiveBound: Status.LIMIT,
    highspy.HighsModelStatus.kObjectiveTarget: Status.LIMIT,
    highspy.HighsModelStatus.kMemoryLimit: Status.LIMIT,
    highspy.HighsModelStatus.kInterrupt: Status.INTERRUPTED,
}


def new_highs(patience: Patience = ENDLESS, **options: float | str) -> highspy.Highs:
    """
    Return HiGHS, silent, with an ear for the listener, and the same plan for the same model.

    Parameters
    ----------
    patience
        Who may stop its runs; until when is said to each run.
    **options
        Further options of HiGHS, for instance `mip_rel_gap=1e-4`.

    Raises
    ------
    ValueError
        If HiGHS has no such option, or does not take its value.
    """
    highs = highspy.Highs()
    highs.silent()
    for name, value in {**REPEATABLE, **options}.items():
        if highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise ValueError(f"HiGHS does not take {name} = {value!r}")
    patience.attend(highs)
    return highs


def hand_over(
    highs: highspy.Highs,
    model: Model,
    lower: np.ndarray | None = None,
    upper: np.ndarray | None = None,
) -> None:
    """
    Pass the model's arrays to HiGHS in one call.

    Parameters
    ----------
    highs
        Where to.
    model
        What to solve.
    lower, upper
        Bounds of the columns, shape (V,); None: 0 and those of the model.
    """
    rows, columns = model.matrix.shape
    unit, matrix = model.row_units, model.matrix
    if (unit > 1).any():
        matrix = sparse.csr_array(sparse.diags_array(1 / unit) @ matrix)
    highs.passModel(
        columns,
        rows,
        matrix.nnz,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        model.objective,
        np.zeros(columns) if lower is None else lower,
        model.upper if upper is None else upper,
        model.row_lower / unit,
        model.row_upper / unit,
        matrix.indptr[:-1],
        matrix.indices,
        matrix.data,
        model.integer.astype(np.int32),
    )


def read_solution(
    highs: highspy.Highs, model: Model, seconds: float, priced: bool = True
) -> Solution:
    """
    Translate the solver's answer; its prices only if `priced`, as they take their time.

    A plan is in hand only if HiGHS calls its solution feasible: a stop at a limit may leave a
    status that sounds better than what there is.

    Raises
    ------
    SolverError
        If HiGHS failed.
    """
    if not len(model.upper):
        return nothing_to_decide(model)
    code = highs.getModelStatus()
    if code not in _STATUS:
        name = highs.modelStatusToString(code)
        raise SolverError([Words(f"求解器出错：{name}", f"the solver failed: {name}")])
    status, info = _STATUS[code], highs.getInfo()
    feasible = info.primal_solution_status == highspy.kSolutionStatusFeasible
    if status == Status.INFEASIBLE or not feasible:
        if status == Status.OPTIMAL:
            raise SolverError(
                [Words("求解器称最优但没有可行解", "optimal, but no feasible solution in hand")]
            )
        return Solution(status, None, np.nan, np.nan, None, None, seconds)
    answer = highs.getSolution()
    objective = float(info.objective_function_value)
    x = np.array(answer.col_value)
    if model.is_mixed_integer:
        bound = float(info.mip_dual_bound)
        if not np.isfinite(bound) and status == Status.OPTIMAL:
            status = Status.LIMIT  # nothing is proven
        return Solution(status, x, objective, max(bound, objective), None, None, seconds)
    bound = objective if status == Status.OPTIMAL else np.nan
    if not priced:
        return Solution(status, x, objective, bound, None, None, seconds)
    # HiGHS gives the change of the objective for one more unit of the right-hand side, in the
    # sense of the model (here: points gained). tests/test_highs.py holds this by re-solving.
    price, reduced = np.array(answer.row_dual), np.array(answer.col_dual)
    price[: model.matrix.shape[0]] /= model.row_units
    return Solution(status, x, objective, bound, price, reduced, seconds)


def solve(model: Model, patience: Patience = ENDLESS, **options: float | str) -> Solution:
    """
    Solve a model cold.

    Parameters
    ----------
    model
        What to solve.
    patience
        When it must end, and who may end it before.
    **options
        Options of HiGHS, for instance `mip_rel_gap=1e-4`.

    Raises
    ------
    SolverError
        If the solver failed.
    """
    highs = new_highs(patience, **options)
    hand_over(highs, model)
    return run_surely(highs, model, patience)


def solve_tidily(
    model: Model, patience: Patience = ENDLESS, **options: float | str
) -> tuple[Solution, Solution]:
    """
    Solve a model in shares twice: for the best score, then for the tidiest schedule at that score.

    The first solve is cold, and its optimum is the bound that is published; the second goes on
    from its basis, and its plan is published, which holds the optimum to 1e-7. The listener hears
    of the step between the two. Options of HiGHS as for `solve`.

    Returns
    -------
    The first solution, and the second, which is the plan: the first again if there is no plan, and
    if the second ended early, which its status then says.

    Raises
    ------
    SolverError
        If the solver failed, or lost the plan it had in hand.
    """
    highs = new_highs(patience, **options)
    hand_over(highs, model)
    first = run_surely(highs, model, patience)
    if first.status != Status.OPTIMAL or not len(model.upper):
        return first, first
    patience.listener.step("tidy")
    tidy = hold_score(model, first.objective)
    change_to(highs, tidy)
    return first, tidied(first, run(highs, tidy, patience))


def run(highs: highspy.Highs, model: Model, patience: Patience, priced: bool = True) -> Solution:
    """
    Run HiGHS on the model that it was given, and read its answer, with prices if `priced`.

    Where plans are few and spend their money to the cent, presolve may find that there is none
    (1.15.1, 1.16.0). HiGHS then calls the plan optimal that it was given to begin with, under an
    infinite bound; so it is asked again, without presolve.
    """
    start = time.perf_counter()
    patience.limit(highs)
    highs.run()
    optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if model.is_mixed_integer and optimal and not np.isfinite(highs.getInfo().mip_dual_bound):
        _run_plainly(highs, patience, np.array(highs.getSolution().col_value))
    return read_solution(highs, model, time.perf_counter() - start, priced)


def run_surely(highs: highspy.Highs, model: Model, patience: Patience) -> Solution:
    """
    Run HiGHS where much hangs on there being a plan or none.

    If it says that there is none, it is asked again without presolve; a search may then end early,
    but if it shows a plan it goes on from that.
    """
    found = run(highs, model, patience)
    if found.status != Status.INFEASIBLE or not len(model.upper):
        return found
    most = highs.getOptionValue("mip_max_nodes")[1]
    highs.setOptionValue("mip_max_nodes", NODES)
    _run_plainly(highs, patience)
    again = read_solution(highs, model, found.seconds)
    highs.setOptionValue("mip_max_nodes", most)
    if again.x is None:
        return found
    if again.status == Status.OPTIMAL:
        return again
    _run_plainly(highs, patience, again.x)
    return read_solution(highs, model, found.seconds)


def _run_plainly(highs: highspy.Highs, patience: Patience, start: np.ndarray | None = None) -> None:
    """Run HiGHS anew without presolve, from a plan if there is one."""
    before = highs.getOptionValue("presolve")[1]
    highs.clearSolver()
    highs.setOptionValue("presolve", "off")
    if start is not None:
        suggest(highs, start)
    patience.limit(highs)
    highs.run()
    highs.setOptionValue("presolve", before)


def change_to(highs: highspy.Highs, model: Model) -> None:
    """Change what HiGHS holds in place: other costs, and the last row of the model is new."""
    columns = np.arange(len(model.objective), dtype=np.int32)
    highs.changeColsCost(len(columns), columns, model.objective)
    row, lower = model.blocks[-1].matrix, float(model.row_lower[-1])
    highs.addRow(lower, np.inf, row.nnz, row.indices, row.data)


def suggest(highs: highspy.Highs, x: np.ndarray) -> None:
    """Give HiGHS a plan to begin with, shape (V,)."""
    plan = highspy.HighsSolution()
    plan.col_value = x
    highs.setSolution(plan)


def tidied(first: Solution, second: Solution) -> Solution:
    """Return the plan of the second solve; if that ended early, the first, with that status."""
    if second.status in (Status.LIMIT, Status.INTERRUPTED):
        return replace(first, status=second.status)
    if second.x is None:
        raise SolverError([Words("第二次求解丢失了方案", "the second solve lost the plan")])
    return second
