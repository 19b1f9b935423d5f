"""Draws: one possible outcome each of costs, budgets, land and weights, by its number alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import ndtr, ndtri

from portfolio.inputs.problem import Problem
from portfolio.questions.robust.distributions import Distributions


def drawn(problem: Problem, spreads: Distributions, seed: int, draw: int) -> Problem:
    """
    Return the problem of one draw.

    Each draw has a generator of its own, made from the seed and its number, and takes its numbers
    in a fixed order: a draw is the same whatever was drawn before it, and a quantity is the same
    whatever the spreads of the others are.

    Parameters
    ----------
    problem
        The scenario's own problem.
    spreads
        What varies.
    seed, draw
        Whole numbers >= 0.
    """
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, draw])))
    p_count, n, k_count = problem.size
    common = generator.standard_normal()
    own = generator.standard_normal(p_count)
    budget = _amounts(generator.random(n), *spreads.budget)
    land = _amounts(generator.random(n), *spreads.land)
    weights = np.exp(spreads.weights * generator.standard_normal(k_count))
    points = problem.points * weights
    if spreads.order:
        points = _ordered(points, spreads.order, generator.dirichlet(np.ones(len(spreads.order))))
    total = points.sum()
    return replace(
        problem,
        cost=problem.cost * np.exp(spreads.cost_common * common + spreads.cost_spread * own),
        budget=problem.budget * budget,
        funding_budget={key: each * budget for key, each in problem.funding_budget.items()},
        purses=problem.purses.scaled(budget, problem.budget),
        land_quota=problem.land_quota * land,
        points=points * (problem.points.sum() / total if total else 1.0),
    )


def _amounts(uniform: np.ndarray, spread: float, cut: float) -> np.ndarray:
    """Return factors: normal around 1, nothing beyond `cut` standard deviations, never below 0."""
    low = ndtr(-cut)
    return np.maximum(0.0, 1.0 + spread * ndtri(low + uniform * (1 - 2 * low)))


def _ordered(points: np.ndarray, order: tuple[np.ndarray, ...], shares: np.ndarray) -> np.ndarray:
    """
    Return points whose ordered parts share out what they have together.

    Dirichlet(1) is uniform on all weights that sum to 1; sorted, it is uniform on those that keep
    the order. Within a part, members keep their proportions; what is not named keeps its points.
    """
    together = sum(float(points[part].sum()) for part in order)
    changed = points.copy()
    for part, share in zip(order, np.sort(shares)[::-1], strict=True):
        changed[part] = points[part] * (share * together / points[part].sum())
    return changed
