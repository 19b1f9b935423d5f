"""A schedule against its scenario: what it breaks and earns, and what the best plan changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from portfolio.engine import highs
from portfolio.engine.model import build_model
from portfolio.engine.moves import helpful_transfers
from portfolio.errors import SolverError
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.course import Course, Schedule, carried_out, course_of
from portfolio.plan.make import make_plan
from portfolio.plan.plan import Plan
from portfolio.plan.verify import verify
from portfolio.questions.assess.broken import MONEY, OWN, Broken, Rulebook
from portfolio.terms import Mode, Status

SEARCH = 1.0  # seconds for the best plan of whole projects, unless the call says otherwise
DIFFERS = 1e-4  # of a project, in some year: less is the same course
SAME = 1e-6  # two sums of shares that are equal


class Kind(StrEnum):
    """What the best plan does to a project."""

    DROP = "drop"
    ADD = "add"
    LESS = "less"
    MORE = "more"
    EARLIER = "earlier"
    LATER = "later"
    SPREAD = "spread"


@dataclass(frozen=True)
class Change:
    """
    One project that takes the course of the best plan, alone.

    Attributes
    ----------
    p
        The project, as an index.
    kind
        What changes.
    points
        Points gained by this change alone.
    money, land
        Money and land that it needs more over the horizon, 万元 and 亩.
    relief
        Money that is missing less, summed over years, sources and purses, 万元.
    broken
        Rules that are broken after this change alone.
    """

    p: int
    kind: Kind
    points: float
    money: float
    land: float
    relief: float
    broken: int


@dataclass(frozen=True)
class Assessed:
    """
    What a schedule comes to.

    Attributes
    ----------
    plan
        The schedule as a plan: it may break rules, and nobody searched for it.
    course
        Where it was read from the schedule.
    broken
        Every row that does not hold.
    bound
        Score that no plan in shares that keeps the rules can exceed; NaN: there is no such plan.
    best
        The best plan in the scenario's own mode; None: there is none, or none was found in time.
    changes
        What the best plan changes, one project at a time, most points first.
    """

    plan: Plan
    course: Course
    broken: list[Broken]
    bound: float
    best: Plan | None
    changes: list[Change]


def assess(
    problem: Problem, schedule: Schedule, listener: Listener = SILENT, timed: bool = False
) -> Assessed:
    """
    Assess a schedule; it need keep no rule.

    Parameters
    ----------
    problem, schedule
        What is to be carried out, and under which rules.
    listener
        As for `make_plan`.
    timed
        Whether the scenario's own time limit holds for the best plan; if not, a search for whole
        projects ends after a second.

    Raises
    ------
    Stopped
        If the listener stopped it.
    SolverError, VerificationError
        If the solver failed, or its plan does not hold.
    """
    course = course_of(problem, schedule)
    best, bound = best_plan(problem, listener, timed)
    plan = as_plan(problem, course, bound)
    rules = Rulebook(problem)
    broken = rules.broken(plan, course)
    changes = [] if best is None else changes_to(plan, best, rules, course.beyond, broken)
    return Assessed(plan, course, broken, bound, best, changes)


def as_plan(problem: Problem, course: Course, bound: float) -> Plan:
    """Return a course as a plan, with the least transfers that help it."""
    spending = problem.purses.pays @ (problem.cost[:, None] * course.spent)
    moves = problem.purses.apart and len(problem.purses.most)
    return Plan(
        problem=problem,
        mode=problem.scenario.mode,
        status=Status.OPTIMAL,
        bound=bound,
        spent=course.spent,
        begun=course.begun,
        finished=course.finished,
        linear_optimum=bound,
        transferred=helpful_transfers(problem, spending) if moves else None,
    )


def best_plan(problem: Problem, listener: Listener, timed: bool) -> tuple[Plan | None, float]:
    """Return the best plan in the scenario's own mode, if there is one in time, and the bound."""
    scenario, asked = problem.scenario, problem
    if scenario.mode != Mode.SHARES and not timed:
        asked = replace(problem, scenario=replace(scenario, time_limit=SEARCH))
    best, bound = None, float("nan")
    try:
        best = make_plan(asked, listener)
    except SolverError:
        listener.go_on()
        if scenario.mode == Mode.SHARES:
            raise
    if best is not None:
        verify(best)
        best, bound = replace(best, problem=problem), best.linear_optimum
    if not np.isfinite(bound):  # no whole plan; in shares there may be one
        first = highs.solve(build_model(problem))
        bound = first.objective if first.status == Status.OPTIMAL else bound
    return best, bound


def changes_to(
    plan: Plan, best: Plan, rules: Rulebook, beyond: np.ndarray, broken: Sequence[Broken] = ()
) -> list[Change]:
    """
    Return what a plan gains by each project's course in the best one, most points first.

    `broken` is what the plan breaks now; the best plan's course of a project breaks nothing itself.
    `beyond` is the share of each project whose work lies after the horizon, shape (P,).
    """
    own, short = [each.at for each in broken if each.rule in OWN], missing(broken)
    share, count = carried_out(plan.problem, plan.spent, plan.begun, beyond), len(beyond)
    found = []
    for p in range(count):
        kind = kind_of(plan, best, p, float(share[p]))
        if kind is None:
            continue
        after = with_course(plan, best, p)
        left = rules.broken(after, beyond=np.where(np.arange(count) == p, 0.0, beyond))
        found.append(
            Change(
                p,
                kind,
                points=after.score - plan.score,
                money=float((best.investment[p] - plan.investment[p]).sum()),
                land=float(best.land_needed[p, -1] - plan.land_needed[p, -1]),
                relief=short - missing(left),
                broken=len(left) + sum(at != p for at in own),
            )
        )
    return sorted(found, key=lambda each: (-round(each.points, 9), each.p))


def missing(broken: Sequence[Broken]) -> float:
    """Return the money that is missing, summed over years, sources and purses, 万元."""
    return sum(each.by for each in broken if each.rule in MONEY)


def with_course(plan: Plan, best: Plan, p: int) -> Plan:
    """Return a plan in which one project takes its course in another."""
    parts = {}
    for name in ("spent", "begun", "finished"):
        parts[name] = getattr(plan, name).copy()
        parts[name][p] = getattr(best, name)[p]
    return replace(plan, **parts)


def kind_of(plan: Plan, best: Plan, p: int, share: float | None = None) -> Kind | None:
    """
    Return what another plan does to a project; None: the same.

    `share` is what is carried out of it now; None: as far as it is begun.
    """
    courses = ("spent", "begun", "finished")
    apart = [np.abs(getattr(plan, name)[p] - getattr(best, name)[p]).max() for name in courses]
    if max(apart) <= DIFFERS:
        return None
    now, then = float(plan.funded[p]), float(best.funded[p])
    if now > 0 and share is not None:
        now = share
    if then == 0 or now == 0:
        return Kind.DROP if then == 0 else Kind.ADD
    if abs(then - now) > DIFFERS:
        return Kind.MORE if then > now else Kind.LESS
    for name in ("finished", "begun"):
        sooner = float((getattr(best, name)[p] - getattr(plan, name)[p]).sum())
        if abs(sooner) > SAME:
            return Kind.EARLIER if sooner > 0 else Kind.LATER
    return Kind.SPREAD
