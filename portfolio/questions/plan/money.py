"""The yearly amounts behind the picture of the cash flow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.report import style

CENT = 0.005  # 万元; a smaller excess is rounding


@dataclass(frozen=True)
class Money:
    """What is drawn: 万元 by year, shape (n,) each."""

    plan: Plan

    @cached_property
    def by_source(self) -> dict[str, np.ndarray]:
        """Investment by source of money, for sources that are used or have a ceiling."""
        shares, n = self.plan.problem.shares_by("funding"), len(self.plan.years)
        ceilings = self.plan.problem.funding_budget
        spent = {
            key: shares[key] @ self.plan.investment if key in shares else np.zeros(n)
            for key in self.plan.problem.sources
        }
        return {key: each for key, each in spent.items() if each.any() or key in ceilings}

    @cached_property
    def colours(self) -> dict[str, str]:
        """Colour of each source of money."""
        return style.colours_of(self.plan.problem.sources)

    @cached_property
    def investment(self) -> np.ndarray:
        """Investment from all sources."""
        return self.plan.investment.sum(axis=0)

    @property
    def budget(self) -> np.ndarray:
        """Each year's own budget."""
        return self.plan.problem.budget

    @cached_property
    def carried_in(self) -> np.ndarray:
        """Money left from the years before; 0 where it lapses."""
        left = np.cumsum(self.budget - self.investment)
        return np.concatenate([[0.0], left[:-1]]) * self.plan.problem.carry_over

    @property
    def available(self) -> np.ndarray:
        """Budget and money carried in."""
        return self.budget + self.carried_in

    @property
    def balance(self) -> np.ndarray:
        """What is available and not spent."""
        return self.available - self.investment

    @property
    def over(self) -> np.ndarray:
        """Years that spend more than is available, bool."""
        return self.balance < -CENT
