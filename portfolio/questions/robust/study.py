"""Robustness: which projects are in the best plan whatever comes, and what a fixed list costs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from portfolio.errors import NoPlanError
from portfolio.listen import SILENT, Inner, Listener
from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE
from portfolio.questions.robust.distributions import Distributions
from portfolio.questions.robust.draws import drawn
from portfolio.questions.robust.trials import Batches, Draws
from portfolio.runs.resume import Resume
from portfolio.words import Words

CORE, OUT = 0.9, 0.1  # core index from which a project is core, and up to which it is left out
EIGHTH = 8  # each cause alone is tried in one of so many draws
LISTS = 12  # lists whose regret is taken, at most
NOISE = 1e-5  # points; a smaller regret is the solver's
QUANTILES = (0.05, 0.25, 0.50, 0.75, 0.95)


@dataclass(frozen=True)
class FixedList:
    """
    A list of projects that is kept in every draw; only they may be carried out, in any share.

    Attributes
    ----------
    name
        `plan` (the scenario's own), `core`, `majority`, or `draws` (the best plan of some draws).
    members
        Shape (P,), bool.
    found
        Share of the draws whose best plan holds just these projects by half or more; NaN if the
        list was not found that way.
    """

    name: str
    members: np.ndarray
    found: float


@dataclass(frozen=True)
class Robust:
    """
    What the draws say.

    Attributes
    ----------
    plan
        The scenario's own plan.
    score
        Score of the best plan by draw, NaN where none exists, shape (draws,).
    held, touched
        Which projects the best plan carries out by half or more, and at all, shape (draws, P).
    need, money
        Money that the own plan's schedule needs under the drawn costs, and the drawn budget,
        万元, shape (draws, n).
    lists
        Fixed lists, the scenario's own plan first.
    kept
        Score that each list reaches in each draw, NaN where it has no plan, shape (lists, draws).
    alone
        Core index where one cause alone varies, shape (P,) by cause; NaN where no draw has a plan.
    """

    plan: Plan
    score: np.ndarray
    held: np.ndarray
    touched: np.ndarray
    need: np.ndarray
    money: np.ndarray
    lists: tuple[FixedList, ...]
    kept: np.ndarray
    alone: dict[str, np.ndarray]

    @property
    def possible(self) -> np.ndarray:
        """Which draws have a plan, bool."""
        return ~np.isnan(self.score)

    @cached_property
    def core_index(self) -> np.ndarray:
        """Share of the draws with a plan whose best plan holds a project, shape (P,)."""
        return self.held[self.possible].mean(axis=0)

    @cached_property
    def verdict(self) -> list[str]:
        """`core`, `exchangeable` or `left_out`, by project."""
        index = self.core_index
        return np.where(
            index >= CORE, "core", np.where(index <= OUT, "left_out", "exchangeable")
        ).tolist()

    @cached_property
    def regret(self) -> np.ndarray:
        """Points lost by each list in each draw, NaN where it or the draw has no plan."""
        lost = np.maximum(0.0, self.score - self.kept)
        return np.where(lost < NOISE, 0.0, lost)

    @cached_property
    def failing(self) -> np.ndarray:
        """Share of the draws with a plan in which a list has none, shape (lists,)."""
        return np.isnan(self.kept[:, self.possible]).mean(axis=1)

    @cached_property
    def over(self) -> np.ndarray:
        """Share of all draws in which the own schedule needs more than there is, shape (n,)."""
        need, money = self.need, self.money
        if self.plan.problem.carry_over:
            need, money = need.cumsum(axis=1), money.cumsum(axis=1)
        return (need > money + 0.01).mean(axis=0)


def try_out(
    plan: Plan,
    spreads: Distributions,
    count: int = 1000,
    seed: int = 1,
    resume: Resume | None = None,
    listener: Listener = SILENT,
) -> Robust:
    """
    Plan each draw anew, then see what fixed lists reach in it.

    Parameters
    ----------
    plan
        The scenario's own plan.
    spreads
        What varies.
    count, seed
        Draws, >= 1, and the seed, >= 0.
    resume
        Keeps finished batches of draws, so that a stopped run goes on to the same result.
    listener
        Told of draws done, as each is planned, then tried; once it is stopped, the run ends.

    Raises
    ------
    NoPlanError
        If no draw has a plan.
    Stopped
        Once the listener is stopped; finished batches are kept.
    SolverError
        If the solver failed.
    """
    problem = plan.problem
    draws = Draws(problem, spreads, seed, Inner(listener))
    done = Batches(count, resume, listener)
    listener.step(Words("抽样", "drawing"))
    best = list(done.run("best", draws.best))
    score = np.array([np.nan if each[0] is None else each[0] for each in best])
    shape = (count, len(problem.ids))
    held, touched = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for draw, (_, by_half, at_all) in enumerate(best):
        held[draw, by_half] = True
        touched[draw, at_all] = True
    if np.isnan(score).all():
        nothing = Words(
            f"{count} 次抽样都没有方案：必须实施的项目放不下",
            f"none of {count} draws has a plan: what is required does not fit",
        )
        raise NoPlanError([nothing])
    need, money = _cash(plan, spreads, seed, count)
    empty = np.zeros((0, count))
    found = Robust(plan, score, held, touched, need, money, (), empty, {})
    lists = _lists(found)
    members = [each.members for each in lists]

    def kept(draw: int) -> list[float | None]:
        return [None] * len(members) if np.isnan(score[draw]) else draws.kept(draw, members)

    listener.step(Words("按各清单再算", "keeping to each list"))
    rows = np.array(list(done.run("kept", kept)), dtype=float)
    found = replace(found, lists=lists, kept=rows.reshape(count, -1).T)
    return replace(found, alone=_alone(found, spreads, seed, resume, listener))


def _alone(
    found: Robust, spreads: Distributions, seed: int, resume: Resume | None, listener: Listener
) -> dict[str, np.ndarray]:
    """Return the core index where one cause alone varies, by cause."""
    problem, few = found.plan.problem, -(-len(found.score) // EIGHTH)
    listener.step(Words("各因素单独变动", "each cause alone"))
    draws = [Draws(problem, spreads.only(each), seed, Inner(listener)) for each in spreads.causes]

    def best(at: int) -> list[Any]:
        return draws[at // few].best(at % few)

    runs = Batches(len(draws) * few, resume, listener).run("alone", best)
    held = np.zeros((len(draws), few, len(problem.ids)))
    for at, (score, by_half, _) in enumerate(runs):
        held[at // few, at % few, by_half] = 1.0
        if score is None:
            held[at // few, at % few] = np.nan
    index = {}
    for cause, each in zip(spreads.causes, held, strict=True):
        possible = each[~np.isnan(each).any(axis=1)]
        index[cause] = possible.mean(axis=0) if len(possible) else each[0]
    return index


def _lists(found: Robust) -> tuple[FixedList, ...]:
    """Return the scenario's own list, the core, the majority, and the sets found most often."""
    plan, problem = found.plan, found.plan.problem
    required = problem.required & problem.holds("completion")
    possible = np.flatnonzero(found.possible)
    lists = [FixedList("plan", plan.funded > TRACE, np.nan)]
    seen = {lists[0].members.tobytes()}
    for name, least in (("core", CORE), ("majority", 0.5)):
        members = (found.core_index >= least) | required
        if members.tobytes() not in seen:
            seen.add(members.tobytes())
            lists.append(FixedList(name, members, np.nan))
    sets = Counter(found.held[draw].tobytes() for draw in possible)
    first = {found.held[draw].tobytes(): draw for draw in possible[::-1]}
    # Ties go to the set that was found first.
    for key, times in sorted(sets.items(), key=lambda item: (-item[1], first[item[0]])):
        # What its first draw carries out, in part too: the list that one would have approved.
        members = found.touched[first[key]]
        if len(lists) == LISTS:
            break
        if members.tobytes() not in seen:
            seen.add(members.tobytes())
            lists.append(FixedList("draws", members, times / len(possible)))
    return tuple(lists)


def _cash(
    plan: Plan, spreads: Distributions, seed: int, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return money needed for the plan's schedule, and money there, by draw and year."""
    need, money = np.zeros((2, count, len(plan.years)))
    for draw in range(count):
        outcome = drawn(plan.problem, spreads, seed, draw)
        need[draw], money[draw] = outcome.cost @ plan.spent, outcome.budget
    return need, money
