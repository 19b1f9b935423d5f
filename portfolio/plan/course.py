"""From a schedule to the course of each project: what is spent, begun and finished by when."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from portfolio.inputs.problem import Problem
from portfolio.plan.shares import NOISE
from portfolio.terms import Mode

EXACT = 0.05  # 万元: a sum may pass a cost by this much, since each year is rounded
WHOLE = 0.99  # the same where all years are in whole 万元
SHARE, ALL = 1e-5, 1e-3  # how far a share may always be off, and never
WRITTEN = 1e-6  # 万元; amounts are shares of a cost on the way, and lose digits
MOST = 1e-2  # the same of amounts in whole 万元: they are off by less than one of them


@dataclass(frozen=True)
class Schedule:
    """
    Who is carried out when, as it was written down: P projects, n years.

    Attributes
    ----------
    start
        Year in which a project starts that is given by its start alone, as an index; -1: it is
        not. Shape (P,).
    money
        Money by project and year, 万元, shape (P, n); 0 for a project given by its start.
    unpaid
        Rows of the table that name a year and no money, which count as none.
    """

    start: np.ndarray
    money: np.ndarray
    unpaid: tuple[int, ...] = ()


@dataclass(frozen=True)
class Course:
    """
    The course of P projects over n years (contract, section 3), and where it breaks off.

    Attributes
    ----------
    spent, begun, finished
        In shares of each project, shape (P, n).
    beyond
        Share of each project whose years of work lie after the horizon, shape (P,).
    unlike
        Share of a profiled project that is spent in other years than its profile asks for, begun in
        its first year of money, shape (P,); 0 where it follows the profile.
    """

    spent: np.ndarray
    begun: np.ndarray
    finished: np.ndarray
    beyond: np.ndarray
    unlike: np.ndarray


def profile_of(problem: Problem, p: int) -> np.ndarray:
    """Return the profile of a project carried out whole: its own, or even over its duration."""
    given = int(problem.profile_length[p])
    if given:
        return problem.profile[p, :given]
    years = math.ceil(problem.duration[p] - 1e-9)
    return np.full(years, 1 / years)


def rounding(cost: float, money: np.ndarray | None = None) -> float:
    """
    Return how far the shares of a project may be off, since its years are rounded.

    `money` is what its years were written down as, 万元, shape (n,): whole 万元 may be off by more.

    >>> rounding(1000, np.array([333.3, 333.4])), rounding(1000, np.array([333, 334]))
    (5e-05, 0.00099)
    """
    if cost <= 0:
        return SHARE
    if money is not None and money.any() and np.abs(money - money.round()).max() < WRITTEN:
        return max(SHARE, min(WHOLE / cost, MOST))
    return max(SHARE, min(EXACT / cost, ALL))


def carried_out(
    problem: Problem, spent: np.ndarray, begun: np.ndarray, beyond: np.ndarray
) -> np.ndarray:
    """
    Return the share of each project that is carried out, shape (P,).

    Steady work is begun as a whole, however little of it is paid: of it what is paid counts, in the
    horizon (`spent`) or after it (`beyond`). All else is carried out as far as it is begun.
    """
    share = begun[:, -1]
    if problem.scenario.mode != Mode.STEADY:
        return share
    paid = np.minimum(spent.sum(axis=1) + beyond, 1.0)
    rows = zip(problem.cost.tolist(), spent, strict=True)
    near = np.array([rounding(cost, row * cost) for cost, row in rows])
    paid = np.where(paid >= 1 - near, 1.0, paid)
    free = (problem.profile_length == 0) & (problem.cost > 0)
    return np.where(free, np.minimum(share, paid), share)


def course_of(problem: Problem, schedule: Schedule) -> Course:
    """Return the course of each project as the schedule, and the mode of the scenario, have it."""
    shape = schedule.money.shape
    course = Course(
        spent=np.zeros(shape),
        begun=np.zeros(shape),
        finished=np.zeros(shape),
        beyond=np.zeros(shape[0]),
        unlike=np.zeros(shape[0]),
    )
    for p in range(shape[0]):
        if schedule.start[p] >= 0:
            starts = np.eye(shape[1])[schedule.start[p]]
            _follow(course, p, profile_of(problem, p), starts)
        elif schedule.money[p].any() and problem.cost[p] > 0:
            course.spent[p] = schedule.money[p] / problem.cost[p]
            _read_money(problem, course, p, problem.scenario.mode)
    return course


def course_of_shares(problem: Problem, spent: np.ndarray, mode: Mode) -> Course:
    """Return the course of a plan made in a mode, from what it spends: shares, shape (P, n)."""
    rest = {name: np.zeros(spent.shape) for name in ("begun", "finished")}
    ends = {name: np.zeros(len(spent)) for name in ("beyond", "unlike")}
    course = Course(spent=spent.copy(), **rest, **ends)
    for p in np.flatnonzero(spent.any(axis=1)).tolist():
        _read_money(problem, course, p, mode)
    return course


def _read_money(problem: Problem, course: Course, p: int, mode: Mode) -> None:
    """Fill in what the money of a project begins and finishes."""
    spent, cost = course.spent[p].copy(), float(problem.cost[p])
    near = rounding(cost, spent * cost)
    reached = np.cumsum(spent)
    if abs(reached[-1] - 1) <= near:  # paid in full, but for the rounding of its years
        reached = reached / reached[-1]
    if problem.profile_length[p] or mode == Mode.WHOLE:
        profile = profile_of(problem, p)
        starts = starts_of(spent, profile, near)
        if starts is not None:
            _follow(course, p, profile, starts)
            course.spent[p] = spent  # as it was written, to the last digit
            return
        course.unlike[p] = _unlike(spent, profile)
    elif mode != Mode.SHARES:  # steady: begun as a whole, finished once it is paid for
        course.begun[p] = reached > 0
        course.finished[p] = reached >= 1 - NOISE
        return
    course.begun[p] = course.finished[p] = np.minimum(reached, 1.0)


def _follow(course: Course, p: int, profile: np.ndarray, starts: np.ndarray) -> None:
    """Fill in a project that follows its profile; `starts`: the share that starts in each year."""
    n, length = len(starts), len(profile)
    course.begun[p] = np.cumsum(starts)
    work = np.convolve(starts, profile)
    course.spent[p], course.beyond[p] = work[:n], work[n:].sum()
    if length <= n:
        course.finished[p, length - 1 :] = np.cumsum(starts)[: n - length + 1]


def starts_of(spent: np.ndarray, profile: np.ndarray, near: float) -> np.ndarray | None:
    """
    Return the share of a project that starts in each year, shape (n,), if it follows its profile.

    Parameters
    ----------
    spent
        Yearly shares, shape (n,), not all 0.
    profile
        Shares by year of work.
    near
        How far a yearly share may be off.

    Examples
    --------
    >>> starts_of(np.array([0.1, 0.4, 0.5]), np.array([0.2, 0.8]), 1e-6) is None
    True
    >>> starts_of(np.array([0.1, 0.5, 0.4]), np.array([0.2, 0.8]), 1e-6).round(6).tolist()
    [0.5, 0.5, 0.0]
    """
    n = len(spent)
    shifted = np.array([np.convolve(each, profile)[:n] for each in np.eye(n)]).T
    first = int(np.flatnonzero(spent)[0]) - int(np.flatnonzero(profile)[0])
    if first >= 0:  # as a rule all of it starts in one year
        starts = np.zeros(n)
        starts[first] = min(spent.sum() / shifted[:, first].sum(), 1.0)
        if np.abs(shifted @ starts - spent).max() <= near:
            whole = abs(starts[first] - 1) <= near
            return np.where(starts > 0, 1.0, 0.0) if whole else starts
    from scipy.optimize import nnls  # costs a tenth of a second

    starts, _ = nnls(shifted, spent)
    fits = np.abs(shifted @ starts - spent).max() <= near and starts.sum() <= 1 + near
    return np.where(starts > NOISE, starts, 0.0) if fits else None


def _unlike(spent: np.ndarray, profile: np.ndarray) -> float:
    """Return the share that the profile, begun in the first year of money, has in other years."""
    first = int(np.flatnonzero(spent)[0])
    asked = np.convolve(np.eye(len(spent))[first], profile)[: len(spent)] * spent.sum()
    return float(np.maximum(spent - asked, 0.0).sum())
