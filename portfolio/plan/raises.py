"""What more money or land would bring a project in that is left out, by planning anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from portfolio.engine.highs import solve
from portfolio.engine.model import Model, build_model
from portfolio.engine.warm import neighbour
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.plan import Plan
from portfolio.plan.prices import SWEEP_LIMIT
from portfolio.plan.shares import FULL

RAISES = (0.01, 0.02, 0.05, 0.10, 0.15, 0.20, 0.30, 0.40, 0.50, 0.75, 1.0, 1.5, 2.0)
FILLS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75)  # of what a purse's projects left out need, before all
HALF = 0.5  # a project is in when half of it is carried out


def what_would_bring_in(plan: Plan, listener: Listener = SILENT) -> tuple[np.ndarray, ...]:
    """
    Return the smallest tested raise at which each project left out would come in by itself.

    Every year's budget is raised by the same share (`RAISES`), alone and together with the land
    quota; and the purses that pay for a project are given shares (`FILLS`, then all) of what all
    the projects left out need of them. The plan in shares is made anew each time; a project is in
    when half of it is carried out, or all of it if it is carried out in part already.

    Returns
    -------
    Money in 万元 over the horizon; money in its own purses, likewise; and the share by which money
    and land are raised; shape (P,) each, NaN where no tested raise brings the project in, the
    portfolio is too large, or (of purses) they are not kept apart.
    """
    problem, left_out = plan.problem, _left_out(plan)
    money, purse, both = (np.full(len(problem.ids), np.nan) for _ in range(3))
    if len(problem.ids) > SWEEP_LIMIT:
        return money, purse, both
    sweep = _Sweep(plan, build_model(problem), listener)

    def raised(by: float, with_land: bool = False) -> Problem:
        land = problem.land_quota * (1 + by if with_land else 1)
        return problem.with_money_and_land(problem.budget * (1 + by), land)

    money = sweep.smallest(raised, left_out, RAISES) * problem.budget.sum()
    both = sweep.smallest(partial(raised, with_land=True), left_out, RAISES)
    for wanted, chosen in _by_purses(problem, left_out, plan.funded):
        filled = partial(_filled, problem, wanted)
        # What does not come in when all of them can be paid has no use for a part of it.
        at_most = sweep.smallest(filled, chosen, (1.0,))
        tried = chosen & ~np.isnan(at_most)
        steps = sweep.smallest(filled, tried, FILLS)
        purse = np.where(tried, np.where(np.isnan(steps), 1.0, steps) * wanted.sum(), purse)
    return money, purse, both


@dataclass(frozen=True)
class _Sweep:
    """A plan, its model, and who may stop the planning of its neighbours."""

    plan: Plan
    model: Model
    listener: Listener

    def smallest(
        self, richer: Callable[[float], Problem], chosen: np.ndarray, steps: tuple[float, ...]
    ) -> np.ndarray:
        """Return the first step at which each of the chosen projects is in, shape (P,)."""
        found = np.full(len(chosen), np.nan)
        enough = np.where(self.plan.in_part, FULL, HALF)
        for step in steps:
            self.listener.breathe()
            if not (chosen & np.isnan(found)).any():
                break
            answer = solve(neighbour(self.model, richer(step)))
            if answer.x is not None:
                share = self.model.work.funded @ answer.x
                found[np.isnan(found) & chosen & (share >= enough)] = step
        return found


def _filled(problem: Problem, wanted: np.ndarray, part: float) -> Problem:
    return with_more_in_purses(problem, part * wanted)


def with_more_in_purses(problem: Problem, extra: np.ndarray) -> Problem:
    """
    Return the same problem with more money in some purses, 万元, shape (U,).

    The budgets of the years rise by as much, in their own proportions, so that it can be spent;
    what the other purses have stays.
    """
    purses, budget, total = problem.purses, problem.budget, float(extra.sum())
    before = float(budget.sum())
    profile = budget / before if before else np.full(len(budget), 1 / len(budget))
    yearly = {u: extra[u] * profile for u in purses.by_year}
    richer = problem.with_money_and_land(budget + total * profile, problem.land_quota)
    return replace(richer, purses=purses.granted(extra - purses.part * total, yearly))


def wanted_of_purses(problem: Problem, p: int, funded: np.ndarray) -> np.ndarray:
    """Return what the rest of all projects needs of the purses that pay for one, shape (U,)."""
    pays = problem.purses.pays
    rest = np.where(problem.excluded, 0.0, problem.cost * (1 - funded))
    return np.where(pays[:, [p]].toarray().ravel() > 0, pays @ rest, 0.0)


def _by_purses(
    problem: Problem, left_out: np.ndarray, funded: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield what is wanted of each set of purses, and which projects left out they pay for."""
    if not problem.purses.apart:
        return
    payers = problem.purses.pays.toarray().T > 0
    groups: dict[bytes, list[int]] = {}
    for p in np.flatnonzero(left_out).tolist():
        groups.setdefault(payers[p].tobytes(), []).append(p)
    for members in groups.values():
        chosen = np.isin(np.arange(len(left_out)), members)
        yield wanted_of_purses(problem, members[0], funded), chosen


def _left_out(plan: Plan) -> np.ndarray:
    return (plan.funded < FULL) & ~plan.problem.excluded
