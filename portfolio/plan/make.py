"""Problem to plan: the model solved, the schedule tidied, the plan verified."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from portfolio.engine import highs, pulp_bridge
from portfolio.engine.highs import Solution
from portfolio.engine.model import Model, build_model
from portfolio.engine.search import solve_whole
from portfolio.engine.solvers import is_highs
from portfolio.engine.tidy import pull_forward
from portfolio.errors import SolverError
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.plan import Plan
from portfolio.plan.reasons import reasons
from portfolio.plan.shares import NOISE
from portfolio.plan.shortfall import smallest_shortfall
from portfolio.plan.verify import verify
from portfolio.terms import Mode, Status
from portfolio.words import Words


def plan_problem(
    problem: Problem,
    listener: Listener = SILENT,
) -> Plan:
    """
    Plan a problem and verify the plan.

    Raises
    ------
    NoPlanError
        If no plan exists; it carries the smallest shortfall.
    SolverError, VerificationError
        If the solver failed, or the plan does not hold.
    """
    plan = make_plan(problem, listener)
    if plan is None:
        listener.step("shortfall")
        raise smallest_shortfall(problem, problem.scenario.mode == Mode.WHOLE).error()
    listener.step("verify")
    verify(plan)
    return plan


def make_plan(
    problem: Problem,
    listener: Listener = SILENT,
) -> Plan | None:
    """
    Return the best plan of a problem, tidied; None if no plan exists.

    Parameters
    ----------
    problem
        What to plan, and in which mode.
    listener
        Told of each step as it begins, and of the search for whole projects; once it is stopped,
        that search ends with the best plan so far.

    Raises
    ------
    SolverError
        If the solver failed, or stopped at a limit with no plan in hand.
    """
    listener.step("model")
    model = build_model(problem)
    listener.step("solve")
    first, tidy = _solved(model, listener)
    if first.status != Status.INFEASIBLE and tidy.x is None:
        early = Words("求解提前结束，没有方案", "the solver stopped early with no plan in hand")
        raise SolverError([early])
    if problem.scenario.mode == Mode.WHOLE:
        listener.step("search")
        prices = model.by_family(first.price) if first.status == Status.OPTIMAL else {}
        return _whole_plan(problem, prices, first.bound, listener)
    if first.status == Status.INFEASIBLE:
        return None
    return plan_of(model, tidy, first.bound, first.status, model.by_family(first.price))


def _solved(model: Model, listener: Listener) -> tuple[Solution, Solution]:
    """
    Solve a model in shares twice, for the score and for the schedule.

    Through PuLP, unless the program is large or not one of PuLP's: then straight to HiGHS.
    """
    solver = model.problem.scenario.solver
    if is_highs(solver) and not pulp_bridge.fits(model):
        return highs.solve_tidily(model, listener)
    return pulp_bridge.solve_tidily(model, solver, listener)


def _searched(model: Model, listener: Listener) -> Solution:
    """Search for the best plan of whole projects; solvers other than HiGHS do it their own way."""
    scenario = model.problem.scenario
    if is_highs(scenario.solver):
        return solve_whole(model, scenario.gap, scenario.time_limit, listener)
    return pulp_bridge.solve_whole(model, scenario.solver, scenario.gap, scenario.time_limit)


def _whole_plan(
    problem: Problem,
    prices: dict[str, np.ndarray],
    linear_optimum: float,
    listener: Listener,
) -> Plan | None:
    """
    Return the best plan of whole projects, beside prices and optimum of the plan in shares.

    The optimum in shares is no bound where `requires` holds a free project to the pace of another
    (a whole one counts as begun at once), so the bound is the search's own, which starts from the
    linear optimum over whole projects.
    """
    model = build_model(problem, whole=True)
    found = _searched(model, listener)
    if found.status == Status.INFEASIBLE:
        return None
    if found.x is None:
        seconds = f"{problem.scenario.time_limit:g}"
        nothing = Words(
            f"{seconds} 秒内没有找到方案，也没有证明无方案；请加大 time_limit",
            f"no plan found in {seconds} s, and none ruled out; raise time_limit",
        )
        early = Words("中止时还没有找到方案", "stopped before any plan was found")
        raise SolverError([nothing if found.status == Status.LIMIT else early])
    tidied = replace(found, x=pull_forward(model, found.x))
    plan = plan_of(model, tidied, found.bound, found.status, prices)
    return replace(plan, linear_optimum=linear_optimum)


def plan_of(
    model: Model,
    solution: Solution,
    bound: float,
    status: Status = Status.OPTIMAL,
    prices: dict[str, np.ndarray] | None = None,
) -> Plan:
    """Return the plan that a solution describes, without the solver's noise."""
    problem, work = model.problem, model.work
    p_count, n, _ = problem.size
    if solution.x is None:
        raise ValueError("the solution holds no plan")
    x = np.where(solution.x < NOISE, 0.0, solution.x)
    if model.is_mixed_integer:
        x = np.where(work.integer, np.round(x), x)
    return Plan(
        problem=problem,
        mode=Mode.WHOLE if model.is_mixed_integer else Mode.SHARES,
        status=status,
        bound=bound,
        spent=(work.spent @ x).reshape(p_count, n),
        begun=(work.begun @ x).reshape(p_count, n),
        finished=(work.finished @ x).reshape(p_count, n),
        linear_optimum=bound,
        prices=prices or {},
        reasoner=reasons,
    )
