"""A problem with one thing changed: the cost or the points of a project, money, land."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from portfolio.inputs.problem import Problem


def at_cost(problem: Problem, p: int, cost: float) -> Problem:
    """Return the same problem with another cost of project p, 万元."""
    costs = problem.cost.copy()
    costs[p] = cost
    return replace(problem, cost=costs)


def at_weight(problem: Problem, p: int, factor: float) -> Problem:
    """Return the same problem with a factor on all that project p adds."""
    amount = problem.amount.copy()  # entries in the same places, see `engine.warm.neighbour`
    amount.data[amount.indices == p] *= factor
    return replace(problem, amount=amount)


def with_more_money(problem: Problem, share: float) -> Problem:
    """Return the same problem with every year's budget raised by a share."""
    return problem.with_money_and_land(problem.budget * (1 + share), problem.land_quota)


def with_more_of_both(problem: Problem, share: float) -> Problem:
    """Return the same problem with every year's budget and land quota raised by a share."""
    factor = 1 + share
    return problem.with_money_and_land(problem.budget * factor, problem.land_quota * factor)


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
