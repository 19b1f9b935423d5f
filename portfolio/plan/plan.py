"""`Plan`, the result: who is built when, on which money and land, as arrays and as tables."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.terms import Mode, Status

FULL = 1 - 1e-6  # a share from which a project counts as carried out in full
TRACE = 1e-6  # a share up to which it counts as left out
NOISE = 1e-9  # solver noise in a share


@dataclass(frozen=True)
class Plan:
    """
    A plan for a problem of P projects, n years and K indicators.

    Attributes
    ----------
    problem
        What was planned.
    mode
        `shares` or `whole`.
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
    seconds
        Time of each step.
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
    seconds: dict[str, float] = field(default_factory=dict)

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
    def funded(self) -> np.ndarray:
        """Share of each project that is carried out, shape (P,)."""
        return self.begun[:, -1]

    @cached_property
    def added(self) -> np.ndarray:
        """What finished work adds to each indicator by the end of each year, shape (K, n)."""
        opening = self.problem.opening
        before = 0.0 if opening is None else opening.serving[:, None]
        return self.problem.amount @ self.finished + before

    @cached_property
    def met(self) -> np.ndarray:
        """Share of the need met by the end of each year, shape (K, n)."""
        return np.minimum(1.0, self.added / self.problem.need[:, None])

    @cached_property
    def beyond(self) -> np.ndarray:
        """What lies beyond the need, in units of the need, shape (K, n)."""
        return self.added / self.problem.need[:, None] - self.met

    @cached_property
    def points(self) -> np.ndarray:
        """Points by indicator and year, shape (K, n)."""
        worth = self.met + self.problem.beyond_need * self.beyond
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
        return self._first_year(self.begun > TRACE)

    @cached_property
    def finish_year(self) -> np.ndarray:
        """Year by whose end a project is finished in full, shape (P,); NaN if it is not."""
        return self._first_year(self.finished >= FULL)

    def _first_year(self, reached: np.ndarray) -> np.ndarray:
        years = np.array(self.years, dtype=float)
        return np.where(reached.any(axis=1), years[reached.argmax(axis=1)], np.nan)

    @property
    def _land_needed(self) -> np.ndarray:
        """Land that the work begun so far needs, beyond what was released before, shape (P, n)."""
        opening, needed = self.problem.opening, self.problem.land[:, None] * self.begun
        return needed if opening is None else np.maximum(needed - opening.land[:, None], 0.0)

    @cached_property
    def land_release(self) -> np.ndarray:
        """
        Land released by project and year, 亩, shape (P, n), within each year's quota.

        Each year's quota goes to the earliest needs that are still open, so that land is released
        with the work or ahead of it, never after it.
        """
        need = np.diff(self._land_needed, axis=1, prepend=0.0)
        release = np.zeros_like(need)
        quota = self.problem.land_quota.copy()
        for t in range(need.shape[1]):
            for p in np.flatnonzero(need[:, t] > NOISE):
                open_need = need[p, t]
                for s in range(t + 1):
                    given = min(open_need, quota[s]) if s < t else open_need
                    release[p, s] += given
                    quota[s] -= given
                    open_need -= given
                    if open_need <= 0:
                        break
        return release

    # ---- tables -------------------------------------------------------------------------------

    @cached_property
    def allocation(self) -> pd.DataFrame:
        """Rows with money or land: project, year, `investment`, `share`, `land`."""
        p, t = np.nonzero((self.investment > TRACE) | (self.land_release > TRACE))
        projects = self.problem.projects
        return pd.DataFrame(
            {
                "project_id": projects["id"].to_numpy()[p],
                "name": projects["name"].to_numpy()[p],
                "list": projects["list"].to_numpy()[p],
                "year": np.array(self.years)[t],
                "investment": self.investment[p, t],
                "share": self.spent[p, t],
                "land": self.land_release[p, t],
            }
        )

    @cached_property
    def projects(self) -> pd.DataFrame:
        """A row a project: what is carried out of it, when, on which money and land."""
        table = self.problem.projects[["id", "name", "list", "domain", "district", "funding"]]
        return table.rename(columns={"id": "project_id"}).assign(
            funded_share=self.funded,
            start_year=self.start_year,
            finish_year=self.finish_year,
            investment=self.investment.sum(axis=1),
            land=self._land_needed[:, -1],
            promoted=np.where(self.promoted, "true", "false"),
        )

    @cached_property
    def cash_flow(self) -> pd.DataFrame:
        """A row a year: budget, investment, and the balance, within the year and so far."""
        spending = self.investment.sum(axis=0)
        balance = self.problem.budget - spending
        return pd.DataFrame(
            {
                "year": self.years,
                "budget": self.problem.budget,
                "investment": spending,
                "balance": balance,
                "balance_so_far": np.cumsum(balance),
            }
        )

    @cached_property
    def cash_flow_detail(self) -> pd.DataFrame:
        """Investment by year and by source of money, domain and district (long form)."""
        parts = [self.investment_by(by) for by in ("funding", "domain", "district")]
        return pd.concat(parts, ignore_index=True)

    def investment_by(self, by: str) -> pd.DataFrame:
        """Return investment by year and by one column of the project table (long form)."""
        keys = self.problem.projects[by].to_numpy()
        rows = [
            (year, by, key, amount)
            for key in dict.fromkeys(keys)
            for year, amount in zip(
                self.years, self.investment[keys == key].sum(axis=0), strict=True
            )
        ]
        return pd.DataFrame(rows, columns=["year", "by", "key", "investment"])

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """
        A row an indicator and year: what is added, the need met, points, the projected value.

        The projected value exists for an indicator with baseline, target and need: the need is
        the gap between the two, so meeting a share of it closes that share of the gap.
        """
        n = len(self.years)
        table = self.problem.indicators
        place = {name: k for k, name in enumerate(self.problem.indicator_ids)}
        rows = []
        for each in table.itertuples():
            k = place.get(each.id)
            for t in range(n):
                earning = k is not None
                share = self.added[k, t] / each.need if earning else np.nan
                rows.append(
                    {
                        "indicator_id": each.id,
                        "name": each.name,
                        "year": self.years[t],
                        "added": self.added[k, t] if earning else np.nan,
                        "need": each.need,
                        "need_unit": each.need_unit,
                        "met_share": self.met[k, t] if earning else np.nan,
                        "beyond_share": self.beyond[k, t] if earning else np.nan,
                        "points": self.points[k, t] if earning else np.nan,
                        "baseline_2020": each.baseline_2020,
                        "projected": each.baseline_2020
                        + (each.target_2025 - each.baseline_2020) * share,
                        "target_2025": each.target_2025,
                        "unit": each.unit,
                    }
                )
        return pd.DataFrame(rows)
