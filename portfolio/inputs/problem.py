"""Tables x scenario -> `Problem`: sets and arrays, cross-checked, no solver in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from portfolio.inputs.assumptions import Assumption
from portfolio.inputs.columns import source_shares
from portfolio.inputs.kinds import Kind
from portfolio.inputs.opening import Opening
from portfolio.inputs.purses import Purses
from portfolio.inputs.scenario import Limit, Scenario
from portfolio.terms import PART_OF
from portfolio.words import Words


@dataclass(frozen=True)
class Group:
    """Projects that share a value: `members` are their indices, `by` is the column."""

    by: str
    key: str
    members: np.ndarray


@dataclass(frozen=True)
class Problem:
    """
    A planning problem: P projects, n years, K indicators.

    The symbols are those of `docs/model.md`; money is 万元, land 亩, shares are fractions of 1.

    Attributes
    ----------
    scenario
        Where the numbers come from.
    projects
        The project table after the scenario's overrides, shape (P, columns).
    published, contributions
        The tables of projects, shape (P, columns), and of contributions as the files have them.
    indicators, measured
        The indicator table, all rows, and the years of its baseline and of its target.
    active
        Rows of `indicators` that earn points, shape (K,).
    unserved
        Rows of `indicators` with a need to which no project adds.
    cost, land, duration
        c, L (0 where exempt) and d, shape (P,).
    first, last
        The window as indices into the years, shape (P,); `last < first`: no year at all.
    required, excluded
        Shape (P,), bool.
    least_share, stretch
        Of steady work: least share of a year, and years beyond the duration, shape (P,).
    profile, profile_length
        phi, shape (P, longest), padded with 0, and its length D; 0 for a free project.
    added
        What projects add, by confidence (`stated`, `derived`, `assumed`), in the indicators'
        `need_unit`, sparse, shape (K, P) each; `amount` is their sum.
    amount
        a, sparse, shape (K, P).
    need, points
        N and w, shape (K,); the points of all indicators sum to 100.
    budget, land_quota
        B and G, shape (n,).
    beyond_need
        Rho: worth of a unit beyond the need, relative to one within it.
    funding_budget
        Ceiling of a source, shape (n,) each.
    sources, domains
        What they are called, by id, in the order in which reports show them.
    paid_by
        Share of each project's money that comes from each source, shape (P,), by source.
    purses
        Whose money it is.
    requires, after
        Pairs (p, q): p is pointless without q, or begins after q is finished, shape (m, 2).
    site_groups
        Projects that exclude one another.
    limits, under_way
        Floors and ceilings on a group's investment, and most projects under way in a year.
    opening
        What was done before the first year; nothing, unless a plan is made anew on the way.
    assumptions
        What the tables and scenarios rest on.
    """

    scenario: Scenario
    projects: pd.DataFrame
    published: pd.DataFrame
    contributions: pd.DataFrame
    indicators: pd.DataFrame
    measured: tuple[int, int]
    active: np.ndarray
    unserved: np.ndarray
    cost: np.ndarray
    land: np.ndarray
    duration: np.ndarray
    first: np.ndarray
    last: np.ndarray
    required: np.ndarray
    excluded: np.ndarray
    least_share: np.ndarray
    stretch: np.ndarray
    profile: np.ndarray
    profile_length: np.ndarray
    added: dict[str, sparse.csr_array]
    amount: sparse.csr_array
    need: np.ndarray
    points: np.ndarray
    budget: np.ndarray
    land_quota: np.ndarray
    beyond_need: float
    funding_budget: dict[str, np.ndarray]
    sources: dict[str, Kind]
    domains: dict[str, Kind]
    paid_by: dict[str, np.ndarray]
    purses: Purses
    requires: np.ndarray
    after: np.ndarray
    site_groups: tuple[Group, ...]
    limits: tuple[tuple[Group, Limit], ...]
    under_way: tuple[tuple[Group, int], ...]
    opening: Opening
    assumptions: tuple[Assumption, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years of the horizon, n of them."""
        return self.scenario.years

    @property
    def year_weights(self) -> np.ndarray:
        """Omega, shape (n,)."""
        return np.array(self.scenario.year_weights)

    @property
    def carry_over(self) -> bool:
        """Whether money unspent in a year stays available."""
        return self.scenario.carry_over

    @property
    def beyond_cap(self) -> float:
        """Kappa: how many further needs count beyond the need; infinite where all do."""
        return self.scenario.beyond_cap if self.holds("beyond_cap") else np.inf

    def holds(self, family: str) -> bool:
        """Whether a row family holds, or is ignored: by its name, or with what it is a part of."""
        ignored = self.scenario.ignore
        return family not in ignored and PART_OF.get(family) not in ignored

    @property
    def purse_money(self) -> np.ndarray:
        """T: the money of each purse over the horizon, shape (U,)."""
        return self.purses.money(self.budget)

    @cached_property
    def ids(self) -> list[str]:
        """Project ids, P of them."""
        return self.projects["id"].tolist()

    @cached_property
    def indicator_ids(self) -> list[str]:
        """Ids of the indicators that earn points, K of them."""
        return self.indicators["id"].iloc[self.active].tolist()

    @cached_property
    def origins(self) -> np.ndarray:
        """Where each need comes from, shape (K,): `stated`, `derived`, `commitment`, `assumed`."""
        found = self.indicators["need_origin"].replace("", "assumed")
        return found.to_numpy()[self.active]

    @cached_property
    def size(self) -> tuple[int, int, int]:
        """P, n, K."""
        return len(self.cost), len(self.years), len(self.need)

    def sum_over_projects(self, worth: np.ndarray) -> sparse.csr_array:
        """
        Return the operator that sums `worth` x project-years over the projects.

        Parameters
        ----------
        worth
            Worth of each project, shape (P,); 0 leaves a project out.

        Returns
        -------
        Shape (n, P x n); project-years are ordered by project, then year.
        """
        n = len(self.years)
        chosen = np.flatnonzero(worth)
        columns = (chosen[:, None] * n + np.arange(n)).T
        counts = np.arange(n + 1) * len(chosen)
        shape = (n, len(worth) * n)
        return sparse.csr_array((np.tile(worth[chosen], n), columns.ravel(), counts), shape=shape)

    def shares_by(self, by: str) -> dict[str, np.ndarray]:
        """
        Return the share of each project that counts under each key, shape (P,) each.

        `by` is `purse`, `funding` (a project may have several of them), or a column of the project
        table; sources and domains come in the order in which reports show them.
        """
        if by == "purse":
            return dict(zip(self.purses.ids, self.purses.pays.toarray(), strict=True))
        if by == "funding":
            return {key: self.paid_by[key] for key in self.sources if key in self.paid_by}
        values = self.projects[by].to_numpy()
        keys = [key for key in self.domains if key in values] if by == "domain" else values
        return {key: (values == key).astype(float) for key in dict.fromkeys(keys)}

    def called(self, by: str, key: str) -> Words:
        """
        Return what a key of `purse`, `funding`, `domain` or another column is called.

        Several sources of one project are said with their shares: `fiscal:0.6;special_bond:0.4`.
        """
        if by == "purse" and key in self.purses.ids:
            name = self.purses.names[self.purses.ids.index(key)]
            return Words(name, name)
        kinds = {"funding": self.sources, "domain": self.domains}.get(by, {})
        if by == "funding" and ":" in key:
            parts = source_shares(key).items()
            said = [(self.called(by, name), f"{share:.4g}") for name, share in parts]
            return Words(
                "、".join(f"{words.zh} {100 * float(share):g}%" for words, share in said),
                ", ".join(f"{words.en} {100 * float(share):g}%" for words, share in said),
            )
        return kinds[key].words if key in kinds else Words(key, key)

    def with_money(
        self,
        total: float | None = None,
        by_year: Sequence[float] | None = None,
        *,
        land_total: float | None = None,
        land_by_year: Sequence[float] | None = None,
    ) -> Problem:
        """
        Return the same problem with other money, and other land if that is given too.

        Parameters
        ----------
        total, land_total
            Over the horizon, 万元 and 亩, >= 0; spread over the years as now (evenly if there is
            nothing now).
        by_year, land_by_year
            Of each year, n numbers >= 0; in place of a total. Ceilings of single sources stay.

        Raises
        ------
        ValueError
            If a total and yearly amounts are both given, or an amount is not a number >= 0, or
            their count is not that of the years.
        """
        return self.with_money_and_land(
            _amounts(self.budget, total, by_year),
            _amounts(self.land_quota, land_total, land_by_year),
        )

    def with_money_and_land(self, budget: np.ndarray, land_quota: np.ndarray) -> Problem:
        """Return the same problem under other yearly budgets and land quotas, shape (n,)."""
        return replace(self, budget=budget, land_quota=land_quota)

    def with_demands(self, required: Sequence[int] = (), excluded: Sequence[int] = ()) -> Problem:
        """
        Return the same problem with more projects required or excluded, by index.

        Indicators and points stay as they are, so that scores can be compared.
        """
        must, may_not = self.required.copy(), self.excluded.copy()
        must[list(required)], may_not[list(excluded)] = True, True
        must[list(excluded)] = False
        return replace(self, required=must, excluded=may_not)


def _amounts(now: np.ndarray, total: float | None, by_year: Sequence[float] | None) -> np.ndarray:
    """Return other yearly amounts, shape (n,): a total spread as now, or those that are given."""
    n = len(now)
    if total is not None and by_year is not None:
        raise ValueError("give a total or the amounts of the years, not both")
    if by_year is not None:
        amounts = np.asarray(by_year, dtype=float)
        if amounts.shape != (n,):
            raise ValueError(f"{n} amounts, one a year; not of shape {amounts.shape}")
    elif total is not None:
        before = now.sum()
        amounts = now * (total / before) if before else np.full(n, total / n)
    else:
        return now
    if not (np.isfinite(amounts).all() and (amounts >= 0).all()):
        raise ValueError(f"amounts >= 0; not {amounts.tolist()}")
    return amounts
