"""A sweep: the way from little money and land to much, and what a unit more is worth along it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from portfolio.engine.warm import right_hand_sides
from portfolio.inputs.problem import Problem
from portfolio.plan.prices import PER_LAND, PER_MONEY


@dataclass(frozen=True)
class Sweep:
    """
    Which factors are walked through: from `low` to `high`, money and land in step.

    Attributes
    ----------
    money, land
        (low, high) factors on all years' budgets and ceilings, and on all years' land quotas.
    steps
        How many steps, both ends among them, >= 2.
    """

    money: tuple[float, float] = (0.6, 1.6)
    land: tuple[float, float] = (1.0, 1.0)
    steps: int = 41

    @cached_property
    def way(self) -> np.ndarray:
        """How far each step is from the first to the last, 0 to 1, shape (steps,)."""
        return np.arange(self.steps) / (self.steps - 1)

    @property
    def by_land(self) -> bool:
        """Whether land alone varies."""
        return self.money[0] == self.money[1]

    def factors(self, s: float) -> tuple[float, float]:
        """Return the factors on money and on land, `s` of the way along (0 to 1)."""
        money, land = (low + (high - low) * s for low, high in (self.money, self.land))
        return round(money, 12), round(land, 12)

    def problem(self, base: Problem, s: float) -> Problem:
        """Return the problem `s` of the way along."""
        money, land = self.factors(s)
        ceilings = {key: each * money for key, each in base.funding_budget.items()}
        richer = base.with_money_and_land(base.budget * money, base.land_quota * land)
        own = base.purses.scaled(np.full(len(base.years), money), base.budget)
        return replace(richer, funding_budget=ceilings, purses=own)

    def units(self, base: Problem) -> float:
        """Return 亿元 of money over the whole way, or 100 亩 if land alone varies."""
        if self.by_land:
            return float((self.land[1] - self.land[0]) * base.land_quota.sum() / PER_LAND)
        return float((self.money[1] - self.money[0]) * base.budget.sum() / PER_MONEY)

    def slope(self, base: Problem, prices: dict[str, np.ndarray]) -> float:
        r"""
        Return the points of one more 亿元 (or 100 亩) at some prices, along the sweep.

        .. math:: \sum_{rows} price \cdot \frac{d\,rhs}{ds} \Big/ \frac{d\,units}{ds}
        """
        ways = {False: self.money[1] - self.money[0], True: self.land[1] - self.land[0]}
        gain = sum(
            float(prices[family] @ amounts) * ways[family == "land"]
            for family, amounts in right_hand_sides(base).items()
            if family in prices
        )
        units = self.units(base)
        return gain / units if units else float("nan")
