"""From how much money, at what cost or weight a project comes in by itself, by re-planning."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from portfolio.inputs.problem import Problem
from portfolio.plan.anew import IN, Anew
from portfolio.plan.estimates import estimates
from portfolio.plan.make import plan_problem
from portfolio.plan.prices import courses, purse_prices
from portfolio.plan.thresholds import Thresholds


class Baseline:
    """A problem in shares in which no project is forced for our sake, and what would change it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.plan = plan_problem(problem)
        self.thresholds = Thresholds(problem, Anew(problem))

    @cached_property
    def purse_prices(self) -> np.ndarray:
        """Points that a 万元 of each purse brings, shape (U,)."""
        return purse_prices(self.plan)

    @cached_property
    def estimates(self) -> tuple[np.ndarray, np.ndarray]:
        """Cost, 万元, and factor on its points by prices, of each project, shape (P,)."""
        return estimates(self.plan, courses(self.plan))

    def is_in(self, p: int) -> bool:
        """Whether half of project p is carried out as it is."""
        return bool(self.plan.funded[p] >= IN)
