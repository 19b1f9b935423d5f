"""`Plan`, the result: who is built when, on which money and land, as arrays and as tables."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.plan import purses, tables
from portfolio.plan.shares import FULL, NOISE, TRACE
from portfolio.terms import Mode, Status


@dataclass(frozen=True)
class Plan:
    """
    A plan for a problem of P projects, n years and K indicators.

    Attributes
    ----------
    problem
        What was planned.
    mode
        `shares`, `whole` or `steady`.
    status
        Why the search ended: `optimal`, `limit` or `interrupted`.
    bound
        Score that no plan can exceed.
    linear_optimum
        Score of the best plan in shares; NaN if there is none.
    spent, begun, finished
        The course of each project in shares of it, shape (P, n) (contract, section 3).
    prices
        Points gained by one more unit of the right-hand side, by row family, in the best plan in
        shares: a plan of whole projects has no prices of its own, its rows are the same.
    transferred
        Money moved by each transfer in each year, 万元, shape (M, n); None: none is possible.
    released
        Land released by project and year, 亩, shape (P, n), where that is settled already (a plan
        made anew on the way); None: within each year's quota, see `land_release`.
    past
        Years at the beginning that are over: what stands in them is fact (a plan made anew).
    price_year
        Place of the year in whose prices each project's cost is, shape (P,); None: the first.
    stopped
        Projects that were begun in these years and are given up, shape (P,), bool; None: none.
    reasoner
        Says why projects are left out, when it is asked for; it solves anew, so the plan does not
        know it by itself.
    """

    problem: Problem
    mode: Mode
    status: Status
    bound: float
    spent: np.ndarray
    begun: np.ndarray
    finished: np.ndarray
    linear_optimum: float = float("nan")
    prices: dict[str, np.ndarray] = field(default_factory=dict)
    transferred: np.ndarray | None = None
    released: np.ndarray | None = None
    past: int = 0
    price_year: np.ndarray | None = None
    stopped: np.ndarray | None = None
    reasoner: Callable[[Plan], pd.DataFrame] | None = field(default=None, compare=False, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """Return what goes to another process: not who says why, which knows this one's reader."""
        return {**self.__dict__, "reasoner": None}

    # ---- quantities ---------------------------------------------------------------------------

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years, n of them."""
        return self.problem.years

    @cached_property
    def investment(self) -> np.ndarray:
        """Money by project and year, 万元, shape (P, n)."""
        return self.problem.cost[:, None] * self.spent

    @cached_property
    def purse_spending(self) -> np.ndarray:
        """Money that each purse spends in each year, 万元, shape (U, n)."""
        return np.asarray(self.problem.purses.pays @ self.investment)

    @cached_property
    def purse_gain(self) -> np.ndarray:
        """Money that each purse takes from others less what it gives, by year, shape (U, n)."""
        purses = self.problem.purses
        gain = np.zeros((len(purses.ids), len(self.years)))
        if self.transferred is not None:
            np.add.at(gain, purses.taker, self.transferred)
            np.subtract.at(gain, purses.giver, self.transferred)
        return gain

    @cached_property
    def purse_left(self) -> np.ndarray:
        """Money that each purse leaves unspent over the horizon, after transfers, shape (U,)."""
        return self.problem.purse_money + (self.purse_gain - self.purse_spending).sum(axis=1)

    @cached_property
    def funded(self) -> np.ndarray:
        """
        Share of each project that is carried out, shape (P,).

        What is all or nothing but for the solver's noise is all or nothing.
        """
        share = self.begun[:, -1]
        return np.select([share >= FULL, share <= TRACE], [1.0, 0.0], share)

    @cached_property
    def added(self) -> np.ndarray:
        """What finished work adds to each indicator by the end of each year, shape (K, n)."""
        before = self.problem.opening.serving[:, None]
        return self.problem.amount @ self.finished + before

    @cached_property
    def met(self) -> np.ndarray:
        """Share of the need met by the end of each year, shape (K, n)."""
        share = self.added / self.problem.need[:, None]
        return np.minimum(1.0, share) if self.problem.holds("attainment") else np.ones_like(share)

    @cached_property
    def beyond(self) -> np.ndarray:
        """What lies beyond the need, in units of the need, shape (K, n)."""
        return np.maximum(self.added / self.problem.need[:, None] - self.met, 0.0)

    @property
    def counted_beyond(self) -> np.ndarray:
        """What counts of it: as many further needs as the cap allows, shape (K, n)."""
        if not self.problem.holds("attainment"):
            return np.full_like(self.met, self.problem.beyond_cap)
        return np.minimum(self.beyond, self.problem.beyond_cap)

    @cached_property
    def points(self) -> np.ndarray:
        """Points by indicator and year, shape (K, n)."""
        worth = self.met + self.problem.beyond_need * self.counted_beyond
        return self.problem.points[:, None] * self.problem.year_weights * worth

    @cached_property
    def score(self) -> float:
        """Points of the plan."""
        return float(self.points.sum())

    @property
    def points_within_need(self) -> float:
        """Points for need that is met."""
        return float(self.problem.points @ self.met @ self.problem.year_weights)

    @property
    def gap(self) -> float:
        """How far the score may be from the best, relative to the bound."""
        if not math.isfinite(self.bound):
            return math.inf
        return max(0.0, self.bound - self.score) / max(abs(self.bound), 1e-9)

    @cached_property
    def carried_out(self) -> np.ndarray:
        """Projects carried out in full, shape (P,), bool."""
        return self.funded >= FULL

    @cached_property
    def in_part(self) -> np.ndarray:
        """Projects carried out in part, shape (P,), bool."""
        return (self.funded > TRACE) & ~self.carried_out

    @cached_property
    def promoted(self) -> np.ndarray:
        """Reserve projects that are taken up, in full or in part, shape (P,), bool."""
        return (self.funded > TRACE) & (self.problem.projects["list"] == "reserve").to_numpy()

    @cached_property
    def start_year(self) -> np.ndarray:
        """First year with money or work, shape (P,); NaN for a project left out."""
        return self._first_year((self.begun > TRACE) | (self.spent > TRACE))

    @cached_property
    def finish_year(self) -> np.ndarray:
        """Year by whose end a project is finished in full, shape (P,); NaN if it is not."""
        return self._first_year(self.finished >= FULL)

    @cached_property
    def done_year(self) -> np.ndarray:
        """
        Year by whose end all that is carried out of a project is finished, shape (P,).

        For a project carried out in full this is its finish year; NaN for one left out.
        """
        some = (self.funded > TRACE)[:, None]
        return self._first_year(some & (self.finished >= self.funded[:, None] - TRACE))

    def _first_year(self, reached: np.ndarray) -> np.ndarray:
        years = np.array(self.years, dtype=float)
        return np.where(reached.any(axis=1), years[reached.argmax(axis=1)], np.nan)

    @property
    def land_needed(self) -> np.ndarray:
        """Land that the work begun so far needs, beyond what was released before, shape (P, n)."""
        needed = self.problem.land[:, None] * self.begun
        return np.maximum(needed - self.problem.opening.land[:, None], 0.0)

    @cached_property
    def land_release(self) -> np.ndarray:
        """
        Land released by project and year, 亩, shape (P, n), within each year's quota.

        Each year's quota goes to the earliest needs that are still open, so that land is released
        with the work or ahead of it, never after it.
        """
        if self.released is not None:
            return self.released
        need = np.diff(self.land_needed, axis=1, prepend=0.0)
        release = np.zeros_like(need)
        quota = self.problem.land_quota.copy()
        for t in range(need.shape[1]):
            for p in np.flatnonzero(need[:, t] > NOISE):
                open_need = need[p, t]
                for s in range(t + 1):
                    given = min(open_need, max(quota[s], 0.0)) if s < t else open_need
                    release[p, s] += given
                    quota[s] -= given
                    open_need -= given
                    if open_need <= 0:
                        break
        return release

    # ---- tables, see `tables` for their columns -------------------------------------------------

    @cached_property
    def allocation(self) -> pd.DataFrame:
        """Rows with money or land, by project and year."""
        return tables.allocation(self)

    @cached_property
    def course(self) -> pd.DataFrame:
        """A row a project: what is carried out of it, when, on which money and land."""
        return tables.course(self)

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """Why each project is left out, see `reasons.reasons`; no columns if nobody can say."""
        if self.reasoner is None:
            return pd.DataFrame(index=range(len(self.problem.ids)))
        return self.reasoner(self)

    @cached_property
    def projects(self) -> pd.DataFrame:
        """The course of each project and, worked out when it is first asked for, the reasons."""
        why = self.reasons.rename(columns={"reason_zh": "reason"})
        return pd.concat([self.course, why], axis=1)

    @cached_property
    def cash_flow(self) -> pd.DataFrame:
        """A row a year: budget, investment, and the balance, within the year and so far."""
        return tables.cash_flow(self)

    @cached_property
    def cash_flow_detail(self) -> pd.DataFrame:
        """Investment by year and by source of money, domain and district (long form)."""
        return tables.cash_flow_detail(self)

    @cached_property
    def purses(self) -> pd.DataFrame:
        """Need, money, transfers and balance of each purse, by year and over the horizon."""
        return purses.purses(self)

    def investment_by(self, by: str) -> pd.DataFrame:
        """Return investment by year and by one column of the project table (long form)."""
        return tables.investment_by(self, by)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """A row an indicator and year: what is added, the need met, points, projected value."""
        return tables.indicators(self)
