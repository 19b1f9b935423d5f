"""The frontier: the score over money and land, who enters and leaves, points of one unit more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from portfolio.engine.model import Model, build_model
from portfolio.engine.warm import HALF, WarmSolver, neighbour
from portfolio.errors import SolverError
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Inner, Listener
from portfolio.plan.make import make_plan
from portfolio.plan.plan import Plan
from portfolio.plan.record import recall, record
from portfolio.plan.shortfall import smallest_shortfall
from portfolio.plan.verify import verify
from portfolio.questions.frontier.sweep import Sweep
from portfolio.runs.resume import Resume
from portfolio.terms import Mode, Status

ASIDE = 1e-6  # of the way: how far to a side of a step its one-sided slope is taken


@dataclass(frozen=True)
class Step:
    """
    One step: its plan (None: there is none), and the points of one unit more.

    `slope` is the one of the plan's prices; `slope_less` and `slope_more` are the slopes just
    below and just above, which differ where the prices are not unique. NaN where there is none.
    """

    money: float
    land: float
    status: Status
    plan: Plan | None
    slope: float
    slope_less: float
    slope_more: float

    @cached_property
    def held(self) -> np.ndarray:
        """Which projects are carried out by half or more, shape (P,), bool."""
        return np.zeros(0, dtype=bool) if self.plan is None else self.plan.funded >= HALF

    @property
    def score(self) -> float:
        """Points; NaN without a plan."""
        return float("nan") if self.plan is None else self.plan.score


@dataclass(frozen=True)
class Frontier:
    """All steps of a sweep from a problem."""

    problem: Problem
    sweep: Sweep
    steps: tuple[Step, ...]

    @cached_property
    def score(self) -> np.ndarray:
        """Points by step, NaN without a plan."""
        return np.array([step.score for step in self.steps])

    @cached_property
    def factor(self) -> np.ndarray:
        """Factor on money by step, or on land if land alone varies."""
        return np.array([s.land if self.sweep.by_land else s.money for s in self.steps])

    @cached_property
    def differences(self) -> np.ndarray:
        """Points a unit between a step and the next, shape (steps - 1,)."""
        units = self.sweep.units(self.problem) / (len(self.steps) - 1)
        return np.diff(self.score) / units if units else np.full(len(self.steps) - 1, np.nan)

    @cached_property
    def anchor(self) -> int:
        """The step with a plan that is nearest to the scenario's own money and land."""
        away = np.array([abs(s.money - 1) + abs(s.land - 1) for s in self.steps])
        return int(np.argmin(np.where(np.isnan(self.score), np.inf, away)))

    def changes(self, at: int) -> tuple[list[int], list[int]]:
        """Return who enters and who leaves, against the step before that has a plan."""
        before = [s for s in self.steps[:at] if s.plan is not None]
        now = self.steps[at]
        if now.plan is None or not before:
            return [], []
        entered = np.flatnonzero(now.held & ~before[-1].held)
        left = np.flatnonzero(before[-1].held & ~now.held)
        return entered.tolist(), left.tolist()

    def in_part(self, at: int) -> list[int]:
        """Return the projects of a step that are carried out in part."""
        plan = self.steps[at].plan
        return [] if plan is None else np.flatnonzero(plan.in_part).tolist()


def walk(
    problem: Problem,
    sweep: Sweep,
    resume: Resume | None = None,
    listener: Listener = SILENT,
) -> Frontier:
    """
    Plan every step of a sweep cold, verify each plan, and take the slopes.

    Parameters
    ----------
    problem
        The scenario's own problem.
    sweep
        The steps.
    resume
        Keeps finished steps, so that a stopped run goes on.
    listener
        Told of steps done; once it is stopped, the run ends.

    Raises
    ------
    NoPlanError
        If no step has a plan; with the smallest shortfall of the last step.
    Stopped
        Once the listener is stopped; the finished steps are kept.
    SolverError, VerificationError
        If the solver failed, or a plan does not hold.
    """
    kept = resume.pieces if resume else {}
    model = build_model(problem)
    warm = WarmSolver(model, listener)
    steps: list[Step] = []
    for at, s in enumerate(sweep.way):
        listener.count(at, sweep.steps)
        here, name = sweep.problem(problem, s), f"step {at}"
        if name in kept:
            status, plan = Status(kept[name]["status"]), None
            if kept[name]["plan"] is not None:
                plan = recall(here, kept[name]["plan"])
        else:
            status, plan = _plan(here, steps[-1].plan if steps else None, Inner(listener))
            listener.go_on()
            if resume:
                packed = None if plan is None else record(plan)
                resume.keep(name, {"status": status.value, "plan": packed})
        if plan is not None:
            verify(plan)
        sides = [_slope_at(model, warm, sweep, s + aside) for aside in (-ASIDE, ASIDE)]
        slope = sweep.slope(problem, plan.prices) if plan is not None else float("nan")
        steps.append(Step(*sweep.factors(s), status, plan, slope, *sides))
    if all(step.plan is None for step in steps):
        last = sweep.problem(problem, 1.0)
        raise smallest_shortfall(last, last.scenario.mode, listener).error()
    return Frontier(problem, sweep, tuple(steps))


def _plan(problem: Problem, poorer: Plan | None, listener: Listener) -> tuple[Status, Plan | None]:
    """
    Return status and plan; a search that ends below a poorer step's plan gives that plan.

    With more money and land the poorer step's plan can still be carried out.
    """
    try:
        plan = make_plan(problem, listener)
    except SolverError:  # no plan found in time, none ruled out
        if problem.scenario.mode == Mode.SHARES:
            raise
        kept = None
        if poorer is not None:  # with what is known of less money and land only
            unknown = float("inf")
            kept = replace(poorer, problem=problem, bound=unknown, linear_optimum=unknown)
        return Status.LIMIT, kept
    if plan is None:
        return Status.INFEASIBLE, None
    if poorer is not None and poorer.score > plan.score and plan.mode.all_or_nothing:
        course = {name: getattr(poorer, name) for name in ("spent", "begun", "finished")}
        plan = replace(plan, bound=max(plan.bound, poorer.score), **course)
    return plan.status, plan


def _slope_at(model: Model, warm: WarmSolver, sweep: Sweep, s: float) -> float:
    """Return the slope of the best plan in shares; NaN where there is none."""
    factors = (low + (high - low) * s for low, high in (sweep.money, sweep.land))
    if min(factors) < 0:
        return float("nan")
    answer = warm.best(neighbour(model, sweep.problem(model.problem, s)))
    if answer.status != Status.OPTIMAL or answer.price is None:
        return float("nan")
    return sweep.slope(model.problem, model.by_family(answer.price))


def ids(problem: Problem, chosen: Iterable[int]) -> list[str]:
    """Return the ids of projects, in table order."""
    return [problem.ids[p] for p in chosen]
