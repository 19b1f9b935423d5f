"""What a gain in points would cost: how much more money of the general budget brings it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from portfolio.engine.model import Model, build_model
from portfolio.engine.warm import WarmSolver, neighbour, right_hand_sides
from portfolio.inputs.problem import Problem
from portfolio.listen import Listener
from portfolio.terms import Status

MOST = 10.0  # times the budget: what this does not bring, money is said not to bring
NARROW = 1e-9  # of the budget: to this the money of a gain in shares is found
HALVINGS = 60  # far more than `NARROW` takes
FIRST, STEP = 0.01, 2**0.25  # whole projects: first step above the budget, and from step to step

Bracket = tuple[float, float]  # factors on the budget: the first is not enough, the second is


def richer(problem: Problem, factor: float) -> Problem:
    """Return the problem with more general budget, all years alike; purses that share in it too."""
    return problem.with_money_and_land(problem.budget * factor, problem.land_quota)


@dataclass(frozen=True)
class Point:
    """The best score at a factor on the budget, and points of one more budget there."""

    factor: float
    score: float
    slope: float


class InShares:
    """
    The score in shares over the general budget: concave and made of straight pieces.

    A tangent lies above it, a chord below, so the two close in on the money of a gain: they meet
    as soon as both ends are on one piece.

    Parameters
    ----------
    problem
        The scenario's own, all of its rules kept.
    listener
        Asked within every solve whether to stop.
    """

    def __init__(self, problem: Problem, listener: Listener) -> None:
        self._problem, self._listener = problem, listener
        self._points: dict[float, Point] = {}

    @cached_property
    def _model(self) -> Model:
        return build_model(self._problem)

    @cached_property
    def _warm(self) -> WarmSolver:
        return WarmSolver(self._model, self._listener)

    def at(self, factor: float) -> Point:
        """Return score and slope at a factor on the budget."""
        if factor not in self._points:
            answer = self._warm.best(neighbour(self._model, richer(self._problem, factor)))
            if answer.status != Status.OPTIMAL:
                raise AssertionError("more money leaves no plan")
            slope = self._slope(self._model.by_family(answer.price))
            self._points[factor] = Point(factor, answer.objective, slope)
        return self._points[factor]

    def _slope(self, prices: dict[str, np.ndarray]) -> float:
        """Return the points of one more budget at some prices of the rows."""
        problem, slope = self._problem, 0.0
        if "annual_budget" in prices:
            slope += float(prices["annual_budget"] @ right_hand_sides(problem)["annual_budget"])
        if "purse" in prices:
            part = problem.purses.part
            slope += float(prices["purse"][: len(part)] @ part) * float(problem.budget.sum())
        return slope

    def bracket(self, goal: float) -> Bracket | None:
        """Return factors that close in on the least one that reaches a score; None: none does."""
        low, high = self.at(1.0), self.at(MOST)
        if high.score < goal:
            return None
        if low.score >= goal:  # a gain as small as the solver's noise
            return low.factor, low.factor
        least, most = low.factor, high.factor
        for _ in range(HALVINGS):
            rise = (goal - low.score) / (high.score - low.score)
            most = low.factor + rise * (high.factor - low.factor)
            tangents = [
                each.factor + (goal - each.score) / each.slope
                for each in (low, high)
                if each.slope > 0
            ]
            least = min(max([low.factor, *tangents]), most)
            if most - least <= NARROW * most:
                break
            between = self.at((least + most) / 2)
            if between.score >= goal:
                high = between
            else:
                low = between
        return least, most


class InSteps:
    """
    The score of whole projects over the general budget, at steps that all gains share.

    It has jumps and no slope, and each point of it is a search. So it is looked at in steps alone:
    1 % more, and each further one a fifth more than the one before, up to `MOST`.

    Parameters
    ----------
    search
        Returns the score at a factor on the budget.
    """

    def __init__(self, search: Callable[[float], float]) -> None:
        self._search = search
        steps = [0.0, FIRST]
        while steps[-1] * STEP < MOST - 1:
            steps.append(steps[-1] * STEP)
        self.factors = [round(1 + step, 6) for step in steps] + [MOST]

    def bracket(self, goal: float) -> Bracket | None:
        """Return the last step that does not reach a score, and the first that does; or None."""
        low, high = 0, len(self.factors) - 1
        if self._search(self.factors[high]) < goal:
            return None
        while high - low > 1:
            between = (low + high) // 2
            if self._search(self.factors[between]) >= goal:
                high = between
            else:
                low = between
        return self.factors[low], self.factors[high]
