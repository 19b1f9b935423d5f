"""Problem to plan: the model solved, the schedule tidied, the plan verified."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from portfolio.engine import highs, pulp_bridge
from portfolio.engine.early import as_early_as_can_be
from portfolio.engine.model import Model, build_model
from portfolio.engine.moves import least_transfers
from portfolio.engine.patience import Patience
from portfolio.engine.search import solve_whole
from portfolio.engine.solution import Solution
from portfolio.engine.solvers import is_highs
from portfolio.errors import SolverError, Stopped
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.plan import Plan
from portfolio.plan.reasons import reasons
from portfolio.plan.shares import NOISE
from portfolio.plan.shortfall import smallest_shortfall
from portfolio.plan.verify import verify
from portfolio.terms import Mode, Status
from portfolio.words import Words

SEARCH = {Mode.WHOLE: "search", Mode.STEADY: "search_steady"}


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
        raise smallest_shortfall(problem, problem.scenario.mode, listener).error()
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
        Told of each step as it begins, and of the search for whole projects; asked within every
        solve whether to stop. With a plan in hand the plan so far is returned, and its status says
        so: a plan in shares is in hand once its score is proven, though not yet tidied.

    Raises
    ------
    Stopped
        If the listener stopped it with no plan in hand.
    SolverError
        If the solver failed, or stopped at a limit with no plan in hand.
    """
    listener.step("model")
    model = build_model(problem)
    listener.step("solve")
    scenario = problem.scenario
    whole = scenario.mode.all_or_nothing
    patience = Patience.of(scenario.search_seconds if whole else scenario.time_limit, listener)
    # A plan of whole projects takes prices and optimum from the first solve alone.
    first, tidy = _solved(model, patience, tidily=not whole)
    if first.status == Status.INTERRUPTED:
        raise Stopped
    if whole:
        listener.step(SEARCH[scenario.mode])
        prices = model.by_family(first.price) if first.status == Status.OPTIMAL else {}
        return _whole_plan(problem, prices, first.bound, patience)
    if first.status == Status.INFEASIBLE:
        return None
    if first.status != Status.OPTIMAL:
        raise _unsolved(scenario.time_limit)
    return plan_of(model, tidy, first.bound, tidy.status, model.by_family(first.price))


def _unsolved(seconds: float | None) -> SolverError:
    if seconds is None:
        return SolverError([Words("求解提前结束", "the solver stopped early")])
    late = Words(
        f"{seconds:g} 秒内没有求解完；请加大 time_limit",
        f"not solved within {seconds:g} s; raise time_limit",
    )
    return SolverError([late])


def _not_found(seconds: float) -> SolverError:
    nothing = Words(
        f"{seconds:g} 秒内没有找到方案，也没有证明无方案；请加大 time_limit",
        f"no plan found in {seconds:g} s, and none ruled out; raise time_limit",
    )
    return SolverError([nothing])


def _solved(model: Model, patience: Patience, tidily: bool) -> tuple[Solution, Solution]:
    """
    Solve a model in shares for the score, and again for the schedule if `tidily`.

    Through PuLP, unless the program is large or not one of PuLP's: then straight to HiGHS.
    """
    solver = model.problem.scenario.solver
    straight = is_highs(solver) and not pulp_bridge.fits(model)
    if tidily and straight:
        return highs.solve_tidily(model, patience)
    if tidily:
        found = pulp_bridge.solve_tidily(model, solver, patience)
        if found[0].status == Status.INFEASIBLE and is_highs(solver):
            return highs.solve_tidily(model, patience)  # which asks once more before it says so
        return found
    first = highs.solve(model, patience) if straight else pulp_bridge.solve(model, solver, patience)
    return first, first


def _searched(model: Model, patience: Patience) -> Solution:
    """Search for the best plan of whole projects; solvers other than HiGHS do it their own way."""
    scenario = model.problem.scenario
    if is_highs(scenario.solver):
        return solve_whole(model, scenario.gap, patience.left, patience.listener)
    return pulp_bridge.solve_whole(model, scenario.solver, scenario.gap, patience)


def _whole_plan(
    problem: Problem,
    prices: dict[str, np.ndarray],
    linear_optimum: float,
    patience: Patience,
) -> Plan | None:
    """
    Return the best plan of whole projects, or of steady work, beside prices and optimum in shares.

    The optimum in shares is no bound where `requires` holds a free project to the pace of another
    (a whole one counts as begun at once), so the bound is the search's own, which starts from the
    linear optimum over whole projects.
    """
    model = build_model(problem, problem.scenario.mode)
    found = _searched(model, patience)
    if found.status == Status.INFEASIBLE:
        return None
    if found.x is None:
        if found.status == Status.LIMIT:
            raise _not_found(problem.scenario.search_seconds)
        early = Words("中止时还没有找到方案", "stopped before any plan was found")
        raise SolverError([early])
    tidied = replace(found, x=as_early_as_can_be(model, found.x))
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
    spent = (work.spent @ x).reshape(p_count, n)
    transferred = None
    if work.transferred.shape[0]:
        transferred = least_transfers(
            problem, problem.purses.pays @ (problem.cost[:, None] * spent)
        )
    return Plan(
        problem=problem,
        mode=work.mode,
        status=status,
        bound=bound,
        spent=spent,
        begun=(work.begun @ x).reshape(p_count, n),
        finished=(work.finished @ x).reshape(p_count, n),
        linear_optimum=bound,
        prices=prices or {},
        transferred=transferred,
        reasoner=reasons,
    )
