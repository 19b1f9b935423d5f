"""Draws: one possible outcome each of all that is uncertain, by its number alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse
from scipy.special import ndtr, ndtri

from portfolio.inputs.columns import CONFIDENCES
from portfolio.inputs.problem import Problem
from portfolio.questions.robust.distributions import Distributions


def drawn(problem: Problem, spreads: Distributions, seed: int, draw: int) -> Problem:
    """
    Return the problem of one draw.

    Each draw has two generators of its own, made from the seed and its number: one for costs,
    amounts and weights, one for the rest. Each gives its numbers in a fixed order: a draw is the
    same whatever was drawn before it, and a quantity is the same whatever the spreads of the
    others are.

    Parameters
    ----------
    problem
        The scenario's own problem.
    spreads
        What varies.
    seed, draw
        Whole numbers >= 0.
    """
    generator = _generator(seed, draw)
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
    later = _generator(seed, draw, 1)
    needs, beyond = later.random(k_count), later.random()
    budget = _reshaped(problem.budget, budget, later.random(n), spreads.profiles)
    land = _reshaped(problem.land_quota, land, later.random(n), spreads.profiles)
    outcome = replace(
        problem,
        cost=problem.cost * np.exp(spreads.cost_common * common + spreads.cost_spread * own),
        budget=problem.budget * budget,
        funding_budget={key: each * budget for key, each in problem.funding_budget.items()},
        purses=problem.purses.scaled(budget, problem.budget),
        land_quota=problem.land_quota * land,
        points=points * (problem.points.sum() / total if total else 1.0),
        beyond_need=_nearby(problem.beyond_need, spreads.beyond_need, beyond),
    )
    if any(spreads.needs):
        outcome = replace(outcome, need=problem.need * _around(1.0, spreads.needs, needs))
    if any(spreads.contributions):
        outcome = _contributing(outcome, spreads.contributions, later)
    return outcome


def _generator(*numbers: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(numbers)))


def _around(
    value: float, spread: float | Sequence[float], uniform: float | np.ndarray
) -> np.ndarray:
    """Return what lies within ± the spread of a value, where `uniform` in [0, 1) says."""
    return value + np.asarray(spread) * (2 * np.asarray(uniform) - 1)


def _nearby(share: float, spread: float, uniform: float) -> float:
    """Return a share near another one; a unit beyond the need is never worth more than within."""
    return min(1.0, max(0.0, float(_around(share, spread, uniform))))


def _reshaped(
    amounts: np.ndarray, factors: np.ndarray, uniform: np.ndarray, spread: float
) -> np.ndarray:
    """Return factors that share out over the years otherwise what `factors` make of amounts."""
    changed = factors * _around(1.0, spread, uniform)
    before, after = float(amounts @ factors), float(amounts @ changed)
    return changed * (before / after) if after else changed


def _contributing(
    problem: Problem, spreads: Sequence[float], generator: np.random.Generator
) -> Problem:
    """Return the problem with a factor on each contribution, by its confidence."""
    added = {key: each.copy() for key, each in problem.added.items()}
    for key, spread in zip(CONFIDENCES, spreads, strict=True):
        added[key].data *= _around(1.0, spread, generator.random(added[key].nnz))
    amount = sparse.csr_array(sum(added.values()))
    amount.sort_indices()
    return replace(problem, added=added, amount=amount)


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
