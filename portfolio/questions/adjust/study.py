"""The plan near the best that moves the fewest projects, and then the least money."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from portfolio.engine.highs import hand_over, new_highs, run, solve, suggest
from portfolio.engine.model import Model, build_model
from portfolio.engine.patience import Patience
from portfolio.engine.solution import Solution
from portfolio.engine.steps import by_year
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.in_hand import InHand
from portfolio.plan.make import plan_of, plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.reasons import reasons
from portfolio.plan.verify import verify
from portfolio.questions.adjust.change import (
    NEARLY,
    chosen,
    columns_of,
    fewest_projects,
    in_even_rows,
    least_money,
    moved_between,
    score_floor,
    with_changes,
    with_these,
)
from portfolio.terms import Status

# A search in shares begins from a good plan, and its programs are small: HiGHS' searches within the
# search take three quarters of its time there and find nothing that branching does not.
FEW = 200  # projects up to which this is so; beyond, a search may end at its limit, and they help
STRAIGHT = {
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
WORSE = (Status.OPTIMAL, Status.LIMIT, Status.INTERRUPTED)  # what is said of several searches


@dataclass(frozen=True)
class Adjusted:
    """
    A plan in hand, and the plan that moves the least from it.

    Attributes
    ----------
    hand
        The plan in hand.
    best
        The best plan of the new scenario.
    plan
        The adjusted plan; its status says whether fewer moves are ruled out.
    loss
        Points that could be given up.
    least
        Number of projects that have to move, as far as it is proven.
    """

    hand: InHand
    best: Plan
    plan: Plan
    loss: float
    least: int

    @property
    def difference(self) -> np.ndarray:
        """Money of each project and year above the plan in hand, 万元, shape (P, n)."""
        return self.plan.investment - self.hand.money

    @property
    def moved(self) -> np.ndarray:
        """Projects whose money of a year or share carried out is another, shape (P,), bool."""
        return moved_between(self.hand, self.plan, NEARLY)

    @property
    def moved_money(self) -> float:
        """Half the sum of what all projects spend more and less in all years, 万元."""
        return float(np.abs(self.difference).sum() / 2)


def adjust(problem: Problem, hand: InHand, loss: float, listener: Listener = SILENT) -> Adjusted:
    """
    Return the plan within a loss of the best score that moves the fewest projects.

    Among those that move as few, it moves the least money.

    Parameters
    ----------
    problem
        The new scenario.
    hand
        The plan in hand.
    loss
        Points of the best score that may be given up, >= 0.
    listener
        Told of each step; once it is stopped, the least change so far is the answer.

    Raises
    ------
    NoPlanError
        If the new scenario has no plan; it carries the smallest shortfall.
    SolverError, VerificationError
        If the solver failed, or the plan does not hold.
    """
    best = plan_problem(problem, listener)
    model = build_model(problem, best.mode)
    changing = with_changes(model, hand, score_floor(best.score, loss))
    patience = Patience.of(problem.scenario.search_seconds, listener)
    listener.step("fewest")
    first = _fewest(changing, best, hand, patience)
    found, status = first, first.status
    if first.x is not None:
        listener.step("least")
        fewest = least_money(changing, int(chosen(changing, first.x).sum()))
        second = _searched(fewest, first.x, patience)
        status = _worst(first.status, second.status)
        found = _exact(changing, first if second.x is None else second)
    if found.x is None:  # the best plan is itself an adjustment, if a large one
        plan = replace(best, status=_worst(best.status, status, Status.LIMIT))
    else:
        plan = _plan(model, found, best, _worst(best.status, status))
    listener.step("verify")
    verify(plan)
    plan = replace(plan, reasoner=partial(reasons, listener=listener))
    return Adjusted(hand, best, plan, loss, _proven(first))


def fewest_moves(
    best: Plan, hand: InHand, loss: float, listener: Listener = SILENT
) -> tuple[int, int]:
    """
    Return how many projects move within a loss, and how many have to, as far as it is proven.

    `best` is the best plan of the new scenario; both numbers are the same unless time was up.
    """
    model = build_model(best.problem, best.mode)
    changing = with_changes(model, hand, score_floor(best.score, loss))
    patience = Patience.of(best.problem.scenario.search_seconds, listener)
    found = _fewest(changing, best, hand, patience)
    if found.x is None:
        return int(moved_between(hand, best).sum()), _proven(found)
    return int(chosen(changing, found.x).sum()), _proven(found)


def _fewest(changing: Model, best: Plan, hand: InHand, patience: Patience) -> Solution:
    """Search for the plan that moves the fewest projects, from the best one."""
    return _searched(fewest_projects(changing), columns_of(changing, best, hand), patience)


def _proven(found: Solution) -> int:
    """Return how many projects have to move, by the bound of a search."""
    return 0 if not np.isfinite(found.bound) else max(0, math.ceil(-found.bound - NEARLY))


def _searched(model: Model, start: np.ndarray, patience: Patience, gap: float = 0.0) -> Solution:
    """Search from a plan in hand; whole projects in cumulative starts, as for the best plan."""
    if patience.listener.stopped:
        return Solution(Status.INTERRUPTED, None, np.nan, np.nan, None, None, 0.0)
    steps = by_year(model) if model.work.integer.any() else None
    straight = STRAIGHT if not steps and model.yes_or_no <= FEW else {}
    # Presolve has found no plan here where there are some, and has even ended the process.
    highs = new_highs(patience, mip_rel_gap=gap, presolve="off", **straight)
    searched = in_even_rows(steps.model if steps else model)
    hand_over(highs, searched)
    suggest(highs, steps.begun(start) if steps else start)
    found = run(highs, searched, patience)
    if steps and found.x is not None:
        return replace(found, x=steps.starts @ found.x)
    return found


def _exact(model: Model, found: Solution) -> Solution:
    """Return what a search found without its tolerance: solved once more, as a linear program."""
    if found.x is None:
        return found
    exact = solve(with_these(model, chosen(model, found.x), found.x))
    return found if exact.x is None else exact


def _plan(model: Model, found: Solution, best: Plan, status: Status) -> Plan:
    """Return the plan of a solution, with bound and prices of the best one."""
    own = replace(found, x=None if found.x is None else found.x[: len(model.upper)])
    plan = plan_of(model, own, best.bound, status, best.prices)
    return replace(plan, mode=best.mode, linear_optimum=best.linear_optimum)


def _worst(*statuses: Status) -> Status:
    return max(statuses, key=WORSE.index)
