"""
One priority list for all budgets: more money only adds.

The best plans of neighbouring budgets are not nested: a cheap project may fill a gap at one
budget and make way for a better one at the next. A list that people can keep to has to be. It is
made outwards from the scenario's own budget, where it is exactly the best plan:

- with more money, what is held stays held, and the rest is planned afresh;
- with less money, what is not held stays out, and the rest is planned afresh.

So the sets are nested by construction, and each step has a plan with its set, since the plan of
the step before still fits (more money) or was free to give up anything (less). Held means carried
out by half or more, in whole mode carried out. The price of nestedness is the loss: the score of
the best plan at a step, less the score of the best plan with the list's set there (members at
least half, others at most half). It is never negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from portfolio.engine.model import Model, build_model
from portfolio.engine.search import solve_whole
from portfolio.engine.warm import HALF, WarmSolver, neighbour, with_shares, within
from portfolio.listen import SILENT, Inner, Listener
from portfolio.plan.plan import Plan
from portfolio.plan.prices import courses
from portfolio.questions.frontier.study import Frontier
from portfolio.runs.resume import Resume

NOISE = 1e-6  # points; a smaller loss is the solver's


@dataclass(frozen=True)
class Priority:
    """
    The list, and what keeping to it costs.

    Attributes
    ----------
    sets
        Which projects the list holds at each step, shape (steps, P), bool; nested.
    score, loss
        Points with the list's set, and points lost against planning afresh, shape (steps,);
        NaN where there is no plan.
    table
        A row a project, in the order of the list; those that no step holds come last, without a
        rank. Columns: `rank`, `project_id`, `name`, `list`, `domain`, `district`, `required`,
        `from_factor` (the list holds it from this factor on), `from_budget` (万元 over the
        horizon), `from_land` (亩), `worth` (points it brings, relative to the worth of its money
        and land, at the prices of that step), `cost`, `land`, `cost_so_far`, `land_so_far`.
    """

    sets: np.ndarray
    score: np.ndarray
    loss: np.ndarray
    table: pd.DataFrame


def priority_list(
    frontier: Frontier,
    resume: Resume | None = None,
    listener: Listener = SILENT,
) -> Priority:
    """
    Return the priority list of a frontier.

    Raises
    ------
    Stopped
        Once the listener is stopped; finished steps are kept by `resume`.
    SolverError
        If the solver failed.
    """
    steps, start = frontier.steps, frontier.anchor
    sets = np.zeros((len(steps), len(frontier.problem.ids)), dtype=bool)
    score = np.full(len(steps), np.nan)
    sets[start] = steps[start].held
    planner = _Planner(frontier, Inner(listener))
    kept = resume.pieces if resume else {}
    upwards = [(at, at - 1) for at in range(start + 1, len(steps))]
    downwards = [(at, at + 1) for at in range(start - 1, -1, -1)]
    for done, (at, inner) in enumerate(upwards + downwards):
        listener.count(done, len(steps) - 1)
        if steps[at].plan is None:
            sets[at] = sets[inner] if at > inner else False
            continue
        if f"list {at}" not in kept:
            found = planner.plan(at, sets[inner], at > inner)
            listener.go_on()
            if resume:
                resume.keep(f"list {at}", found)
            kept = {**kept, f"list {at}": found}
        score[at], members = kept[f"list {at}"]
        sets[at, members] = True
    # In shares, the score before the schedule was tidied, which costs 1e-7 of it.
    best = [step.plan.bound if step.plan and not planner.whole else step.score for step in steps]
    score[start] = best[start]
    # The list's own plan is also a plan: it can be the better one within the gap of the search.
    loss = np.maximum(0.0, np.array(best) - score)
    loss[loss < NOISE] = 0.0
    return Priority(sets, score, loss, _table(frontier, sets))


class _Planner:
    """Plans a step so that it keeps to a set."""

    def __init__(self, frontier: Frontier, listener: Listener) -> None:
        self.frontier, self.listener = frontier, listener
        mode = frontier.problem.scenario.mode
        self.whole = mode.all_or_nothing
        self.model = with_shares(build_model(frontier.problem, mode))
        self.warm = None if self.whole else WarmSolver(self.model, listener)

    def plan(self, at: int, inner: np.ndarray, more: bool) -> tuple[float, list[int]]:
        """Return score and set at a step that holds `inner` and more, or a part of `inner`."""
        problem, sweep = self.frontier.problem, self.frontier.sweep
        # In shares, held is half or more; whole projects are carried out or not.
        floor, ceiling = (1.0, 0.0) if self.whole else (0.5, 0.5)
        least = np.where(inner & more, floor, 0.0)
        most = np.where(inner | more | problem.required, 1.0, ceiling)
        model = neighbour(self.model, sweep.problem(problem, sweep.way[at]))
        score, x = self._solve(within(model, least, most))
        if x is None:  # a floor of a district or domain needs what the list leaves out
            return score, np.flatnonzero(inner if more else inner & problem.required).tolist()
        held = model.work.funded @ x >= HALF
        return score, np.flatnonzero(held | inner if more else held & inner).tolist()

    def _solve(self, model: Model) -> tuple[float, np.ndarray | None]:
        if self.warm is None:
            scenario = model.problem.scenario
            found = solve_whole(model, scenario.gap, scenario.search_seconds, self.listener)
            return found.objective, found.x
        best = self.warm.best(model)
        if best.x is None:
            return float("nan"), None
        return best.objective, self.warm.tidy(model, best).x


def _table(frontier: Frontier, sets: np.ndarray) -> pd.DataFrame:
    """Return the list: by the step from which it holds a project, then by worth at its prices."""
    problem, steps = frontier.problem, frontier.steps
    held = sets.any(axis=0)
    first = np.where(held, sets.argmax(axis=0), len(steps))
    worth = np.full(len(held), np.nan)
    for at in sorted(set(first[held].tolist())):
        plan = steps[at].plan
        if plan is not None and plan.prices:
            now = first == at
            worth[now] = _worth(plan)[now]
    keys = (np.arange(len(held)), -np.nan_to_num(worth), ~problem.required, first)
    order = np.lexsort(keys)
    at = np.minimum(first, len(steps) - 1)[order]
    listed = held[order]
    factors = {
        "from_factor": frontier.factor,
        "from_budget": np.array([step.money for step in steps]) * problem.budget.sum(),
        "from_land": np.array([step.land for step in steps]) * problem.land_quota.sum(),
    }
    cost, land = problem.cost[order], problem.land[order]
    names = ["id", "name", "list", "domain", "district"]
    table = problem.projects[names].rename(columns={"id": "project_id"}).iloc[order]
    table = table.reset_index(drop=True).assign(
        required=np.where(problem.required[order], "true", "false"),
        **{key: np.where(listed, values[at], np.nan) for key, values in factors.items()},
        worth=worth[order],
        cost=cost,
        land=land,
        cost_so_far=np.where(listed, np.cumsum(cost), np.nan),
        land_so_far=np.where(listed, np.cumsum(land), np.nan),
    )
    rank = pd.Series(np.where(listed, np.arange(1, len(order) + 1), 0)).astype("Int64")
    table.insert(0, "rank", rank.where(listed))
    return table


def _worth(plan: Plan) -> np.ndarray:
    """Return points over the worth of money and land, at the plan's prices; NaN if that is 0."""
    priced, one = courses(plan), np.ones(len(plan.problem.ids))
    points, money, land, other = priced.best(one, one)
    price = money + land + other
    return np.divide(points, price, out=np.full_like(price, np.nan), where=price > 1e-9)
