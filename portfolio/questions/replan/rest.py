"""
What is left to plan after a date: a problem of the remaining years.

Every project becomes *the rest of it*, with its own cost (what is still to be paid), land (what is
still to be released), duration and contributions; `Problem.opening` holds what is there already.
So the rest is solved, verified and explained by the same code as any plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from portfolio.engine.moves import least_transfers
from portfolio.inputs.build import takes_quota
from portfolio.inputs.opening import Opening
from portfolio.inputs.problem import Problem
from portfolio.inputs.purses import Purses
from portfolio.plan.shares import FULL, TRACE
from portfolio.questions.replan.actuals import Actuals
from portfolio.terms import Mode

DAYS = 0.01  # years, or share of the work, that do not count: what people report is rounded


@dataclass(frozen=True)
class Rest:
    """
    What is left of P projects after a date, and the problem of planning it.

    Attributes
    ----------
    actuals
        What happened up to the date.
    before
        The problem as it was planned, over the whole horizon.
    problem
        The problem of the remaining years; a unit of a project in it is its `part`.
    cost
        What each project costs in the end, 万元, shape (P,).
    land
        Released in the years up to the date, 亩, shape (P, m); 0 where it takes no quota.
    moved
        What was transferred between purses up to the date, 万元, shape (M, m).
    part
        Share of each project that the remaining years can carry out, shape (P,): all that is not
        done, or as much as time allows for one that must go on but cannot be finished.
    in_steps
        Projects that count only when they are finished (whole or profiled), shape (P,), bool.
    late
        Projects that must go on, but cannot be finished in the years left, shape (P,), bool.
    """

    actuals: Actuals
    before: Problem
    problem: Problem
    cost: np.ndarray
    land: np.ndarray
    moved: np.ndarray
    part: np.ndarray
    in_steps: np.ndarray
    late: np.ndarray


def what_is_left(problem: Problem, actuals: Actuals, planned: np.ndarray) -> Rest:
    """
    Return the problem of the years after a date.

    - The cost of the rest is the new (or planned) cost less what was spent; a finished project
      needs no more. Money of past years is available later only with carry-over, land always.
    - A project under way, or required, must be carried out; if the years left are too few, as far
      as they go. `[replan] may_drop` lifts this, and an excluded project is dropped. One that was
      planned in part only (shares) must come to its planned share, or if it is past that, be
      finished.
    - Land is needed with the work (shares), or all that is left of it when work goes on (whole
      projects, or with a profile). What a project holds already serves that project only.
    - Steady work that was begun goes on in the first year left, without a pause, or not at all;
      the years that it has taken count towards its stretch.
    - What counts for the indicators is what counts in the contract: the share done of a free
      project, and for whole or profiled projects only what is finished.

    Parameters
    ----------
    problem
        The problem as it was planned.
    actuals
        What happened.
    planned
        Share of each project that the plan was to carry out, shape (P,).
    """
    m = actuals.money.shape[1]
    finished, done, spent = actuals.finished, actuals.done, actuals.money.sum(axis=1)
    mode = problem.scenario.mode
    in_steps = np.full(len(done), mode.all_or_nothing) | (problem.profile_length > 0)
    must = _must_go_on(problem, actuals)
    course = _courses(problem, actuals, must, mode)
    least_share, stretch = _steady_rest(problem, actuals, course)
    gone = finished | problem.excluded | (must & (course.room <= 0))
    part = np.where(gone, 0.0, (1 - done) * course.pace)
    cost = np.where(np.isnan(actuals.new_total), problem.cost, actuals.new_total)
    cost = np.where(finished, spent, np.maximum(cost, spent))
    land = np.where(takes_quota(problem.projects, problem.scenario)[:, None], actuals.land, 0.0)
    moved = _moved(problem, actuals)
    land_left = np.where(finished, 0.0, np.maximum(problem.land - land.sum(axis=1), 0.0))
    ahead = np.where(in_steps | gone, 0.0, land.sum(axis=1) - problem.land * done)
    in_part = (planned > TRACE) & (planned < FULL) & (done <= planned + DAYS)
    target = np.where(in_part & ~problem.required, planned, 1.0)
    open_share = np.maximum(target - done, 0.0)
    least = np.minimum(1.0, open_share / np.where(part > 0, part, 1.0))
    begun = np.where(in_steps & (actuals.under_way | finished), 1.0, done)
    counts = np.where(in_steps, np.where(course.short, 0.0, 1.0), part)

    def later(given: np.ndarray, used: np.ndarray, carried: bool) -> np.ndarray:
        amounts = given[m:].copy()
        amounts[0] += (given[:m].sum() - used.sum()) if carried else 0.0
        # What was overdrawn is made up from the next years; it cannot be given back.
        return np.diff(np.maximum(np.cumsum(amounts), 0.0), prepend=0.0)

    def scaled(amount: sparse.csr_array) -> sparse.csr_array:
        return sparse.csr_array(amount.multiply(counts))

    scenario = problem.scenario
    rest = replace(
        problem,
        scenario=replace(scenario, years=problem.years[m:], year_weights=scenario.year_weights[m:]),
        cost=(cost - spent) * course.money,
        land=np.where(
            ahead > 0, problem.land * part, land_left * np.where(in_steps, 1, course.pace)
        ),
        duration=course.duration,
        first=course.first,
        last=course.last,
        required=must & ~gone,
        excluded=gone,
        least_share=least_share,
        stretch=stretch,
        profile=course.profile,
        profile_length=course.profile_length,
        added={key: scaled(each) for key, each in problem.added.items()},
        amount=scaled(problem.amount),
        budget=later(problem.budget, actuals.money, problem.carry_over),
        land_quota=later(problem.land_quota, land, True),
        funding_budget={
            source: later(
                ceiling,
                problem.shares_by("funding").get(source, np.zeros(len(done)))[:, None]
                * actuals.money,
                problem.carry_over,
            )
            for source, ceiling in problem.funding_budget.items()
        },
        purses=_purses_left(problem, actuals, moved, later),
        opening=Opening(
            begun=begun,
            step=np.where(in_steps, 1.0 - begun, part),
            serving=problem.amount @ np.where(in_steps, finished, done),
            money=spent,
            land=np.maximum(ahead, 0.0),
            least=np.where(in_steps, 1.0, least),
            finished=np.where(in_steps, finished, done),
            finishing=counts,
        ),
    )
    late = must & (np.where(in_steps, course.short, open_share > part + 1e-9) | (course.room <= 0))
    return Rest(actuals, problem, rest, cost, land, moved, part, in_steps, late)


def _moved(problem: Problem, actuals: Actuals) -> np.ndarray:
    """
    Return what must have been transferred for what was spent, 万元, shape (M, m).

    The actuals name projects, not transfers: it is taken that no more was moved than was needed.
    """
    m = actuals.money.shape[1]
    spent = np.zeros((len(problem.purses.ids), len(problem.years)))
    spent[:, :m] = problem.purses.pays @ actuals.money
    return least_transfers(problem, spent)[:, :m]


def _steady_rest(
    problem: Problem, actuals: Actuals, course: _Courses
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return least share and stretch of the rest of steady work, shape (P,) each.

    Years of work that are over count, so the rest may be stretched by what they leave. The least
    share is the same money as before, less where the rest is too small to keep it up that long.
    """
    busy = (actuals.money > 0) | (actuals.progress > 0)
    over = np.where(actuals.under_way, busy.shape[1] - busy.argmax(axis=1), 0)
    shortest = np.ceil(course.duration - DAYS)
    longest = np.maximum(np.ceil(problem.duration - 1e-9) + problem.stretch - over, shortest)
    left = np.where(actuals.finished, 1.0, 1 - actuals.done)
    least = np.minimum(problem.least_share / left, 1 / longest)
    return least, (longest - shortest).astype(int)


def _purses_left(
    problem: Problem,
    actuals: Actuals,
    moved: np.ndarray,
    later: Callable[[np.ndarray, np.ndarray, bool], np.ndarray],
) -> Purses:
    """Return the purses, and the transfers, with what is left of their money."""
    purses = problem.purses
    spent = purses.pays @ actuals.money
    if len(moved):
        np.add.at(spent, purses.giver, moved)
        np.subtract.at(spent, purses.taker, moved)
    by_year = {u: later(own, spent[u], problem.carry_over) for u, own in purses.by_year.items()}
    left = np.maximum(problem.purse_money - spent.sum(axis=1), 0.0)
    for u, own in by_year.items():
        left[u] = own.sum()
    most = purses.most
    if len(moved):
        most = np.maximum(most - moved.sum(axis=1), 0.0)
    return replace(purses, part=np.zeros_like(purses.part), own=left, by_year=by_year, most=most)


def _must_go_on(problem: Problem, actuals: Actuals) -> np.ndarray:
    may_drop = problem.projects["id"].isin(problem.scenario.may_drop).to_numpy()
    must = (problem.required | actuals.under_way) & ~may_drop
    return must & ~actuals.finished & ~problem.excluded


@dataclass(frozen=True)
class _Courses:
    """
    How the rest of each project can run in the remaining years, shape (P,) each.

    `first` and `last` are the window, `room` its years; `duration`, `profile` and `profile_length`
    are those of the rest; `pace` and `money` are the shares of its work and of its money that
    fall into time, less than 1 only where it is `short` of time.
    """

    first: np.ndarray
    last: np.ndarray
    room: np.ndarray
    duration: np.ndarray
    profile: np.ndarray
    profile_length: np.ndarray
    pace: np.ndarray
    money: np.ndarray
    short: np.ndarray


def _courses(problem: Problem, actuals: Actuals, must: np.ndarray, mode: Mode) -> _Courses:
    m, n = actuals.money.shape[1], len(problem.years)
    under_way, profiled = actuals.under_way, problem.profile_length > 0
    rests = {
        p: _rest_of_profile(problem, p, actuals.done[p]) for p in np.flatnonzero(profiled).tolist()
    }
    duration = np.maximum(problem.duration * (1 - actuals.done), 1.0)
    duration[profiled] = [len(rest) for rest in rests.values()]
    in_years = np.maximum(np.ceil(duration - DAYS), 1.0)
    if mode.all_or_nothing:
        shortest = in_years if mode == Mode.WHOLE else np.minimum(duration, in_years)
        duration = np.where(profiled, duration, shortest)
    # A delay stretches work that is under way, and moves the start of other work.
    until = np.nan_to_num(actuals.earliest_finish - actuals.as_of, nan=0.0)
    first = np.where(under_way, 0, np.maximum(problem.first - m, 0))
    start = (until - np.ceil(duration - DAYS)).astype(int)
    first = np.where(~under_way & (until > 0), np.maximum(first, start), first)
    duration = np.where(under_way, np.maximum(duration, until), duration)
    # The date by which it was to be finished holds only as long as it can be kept.
    last = problem.last - m
    overrun = (must | under_way) & (last - first + 1 < duration - DAYS)
    last = np.where(overrun, n - m - 1, last)
    room = last - first + 1
    short = must & (room > 0) & (duration > room + DAYS)
    pace = np.where(short, room / duration, 1.0)
    duration = np.where(must & (room > 0), np.minimum(duration, room), duration)
    money = pace.copy()
    profile = np.zeros((len(first), max([1, *(len(rest) + n for rest in rests.values())])))
    length = np.where(profiled, np.ceil(duration).astype(int), 0)
    for p, rest in rests.items():
        # The years of a delay come first, without money.
        wait = max(0, int(until[p]) - len(rest)) if under_way[p] else 0
        shares = np.concatenate([np.zeros(wait), rest])[: length[p]]
        money[p] = shares.sum()
        profile[p, : length[p]] = shares / money[p] if money[p] > 0 else 1 / length[p]
    return _Courses(first, last, room, duration, profile, length, pace, money, short)


def _rest_of_profile(problem: Problem, p: int, done: float) -> np.ndarray:
    """Return what is left of a profile once the share that is done is taken off its front."""
    shares = problem.profile[p, : problem.profile_length[p]]
    left = np.clip(np.cumsum(shares) - done, 0.0, shares)
    left = left[left > 1e-9] if done > 0 else left
    return left / left.sum() if left.sum() > 0 else np.ones(1)
