"""Tables x scenario -> `Problem`: sets and arrays, cross-checked, no solver in sight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from portfolio.errors import Findings
from portfolio.inputs.columns import PROJECTS, parse_cell
from portfolio.inputs.crosscheck import adopted_indicators, check_names, requirements, windows
from portfolio.inputs.keys import as_cell
from portfolio.inputs.scenario import Limit, Scenario, find_data, read_scenario
from portfolio.inputs.tables import Tables, read_tables
from portfolio.words import Words, said


@dataclass(frozen=True)
class Group:
    """Projects that share a value: `members` are their indices, `by` is the column."""

    by: str
    key: str
    members: np.ndarray


@dataclass(frozen=True)
class Opening:
    """
    What is already there when the first year begins; a project is then the rest of it.

    Attributes
    ----------
    begun
        Share of each project that was begun before, shape (P,).
    step
        What the whole rest adds to that share, shape (P,); 0 for one that was begun as a whole.
    serving
        What finished work adds to each indicator from the start, shape (K,).
    money
        Spent before, 万元, shape (P,); counts towards the limits over the horizon.
    land, least
        Released ahead of the work, 亩, and the share of a required rest that is due, shape (P,).
    """

    begun: np.ndarray
    step: np.ndarray
    serving: np.ndarray
    money: np.ndarray
    land: np.ndarray
    least: np.ndarray


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
    indicators
        The indicator table, all rows, shape (all, columns).
    active
        Rows of `indicators` that earn points, shape (K,).
    cost, land, duration
        c, L (0 where exempt) and d, shape (P,).
    first, last
        The window as indices into the years, shape (P,); `last < first`: no year at all.
    required, excluded
        Shape (P,), bool.
    profile, profile_length
        phi, shape (P, longest), padded with 0, and its length D; 0 for a free project.
    amount
        a, in the indicators' `need_unit`, sparse, shape (K, P).
    need, points
        N and w, shape (K,); the points of all indicators sum to 100.
    budget, land_quota
        B and G, shape (n,).
    funding_budget
        Ceiling of one source of money, shape (n,) each.
    requires
        Pairs (p, q): p is pointless without q, shape (m, 2).
    site_groups
        Projects that exclude one another.
    limits
        Floors and ceilings on the investment of a group.
    under_way
        Groups that may have at most so many projects under way in a year.
    opening
        What was done before the first year, if a plan is made anew on the way; else None.
    """

    scenario: Scenario
    projects: pd.DataFrame
    indicators: pd.DataFrame
    active: np.ndarray
    cost: np.ndarray
    land: np.ndarray
    duration: np.ndarray
    first: np.ndarray
    last: np.ndarray
    required: np.ndarray
    excluded: np.ndarray
    profile: np.ndarray
    profile_length: np.ndarray
    amount: sparse.csr_array
    need: np.ndarray
    points: np.ndarray
    budget: np.ndarray
    land_quota: np.ndarray
    funding_budget: dict[str, np.ndarray]
    requires: np.ndarray
    site_groups: tuple[Group, ...]
    limits: tuple[tuple[Group, Limit], ...]
    under_way: tuple[tuple[Group, int], ...]
    opening: Opening | None = None

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
    def beyond_need(self) -> float:
        """Rho: worth of a unit beyond the need, relative to one within it."""
        return self.scenario.beyond_need

    @cached_property
    def ids(self) -> list[str]:
        """Project ids, P of them."""
        return self.projects["id"].tolist()

    @cached_property
    def indicator_ids(self) -> list[str]:
        """Ids of the indicators that earn points, K of them."""
        return self.indicators["id"].iloc[self.active].tolist()

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

    def members(self, by: str, key: str) -> np.ndarray:
        """Return the mask of projects whose column `by` is `key`, shape (P,)."""
        return (self.projects[by] == key).to_numpy()

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


def read_problem(path: str, **changes: Any) -> Problem:
    """Read a scenario and its tables, and put them together; see `read_inputs`."""
    return read_inputs(path, **changes)[1]


def read_inputs(path: str, **changes: Any) -> tuple[Tables, Problem]:
    """
    Read a scenario and its tables, and put them together.

    Parameters
    ----------
    path
        The scenario file.
    **changes
        Fields of `Scenario` to replace, for instance `mode="whole"`.

    Returns
    -------
    The tables as they stand, and the problem of the scenario.

    Raises
    ------
    InputError
        With everything that is wrong in the scenario, the tables, and between them.
    """
    findings = Findings()
    scenario = read_scenario(path, findings)
    if scenario is None:
        folder = find_data(path)
        if folder is not None:  # say what is wrong in the tables as well
            read_tables(folder, findings)
        findings.raise_if_any()
        raise AssertionError("a scenario without findings")
    scenario = replace(scenario, **changes)
    tables = read_tables(scenario.data, findings)
    problem = None
    if not findings.items or not tables.projects.data.empty:
        problem = build_problem(tables, scenario, findings)
    findings.raise_if_any()
    if problem is None:
        raise AssertionError("a problem without findings")
    return tables, problem


def indices_of(problem: Problem, names: Sequence[str]) -> list[int]:
    """
    Return the indices of projects by id.

    Raises
    ------
    InputError
        With one finding for each id that is not in the table.
    """
    place = {name: p for p, name in enumerate(problem.ids)}
    findings = Findings()
    for name in names:
        if name not in place:
            known = Words("项目表里有的编号", "an id of projects.csv")
            findings.add("portfolio", None, "ID", said(name), known)
    findings.raise_if_any()
    return [place[name] for name in dict.fromkeys(names)]


def build_problem(
    tables: Tables, scenario: Scenario, findings: Findings | None = None
) -> Problem | None:
    """
    Return the problem of one scenario; None if something is wrong and `findings` was given.

    Raises
    ------
    InputError
        With every unknown id, collision, circle and window that is too short
        (only if `findings` is None).
    """
    notes = findings if findings is not None else Findings()
    projects = _override(tables, scenario)
    check_names(tables, projects, scenario, notes)
    raised = adopted_indicators(tables, scenario, notes)
    required, excluded = _demands(projects, scenario)
    first, last = windows(projects, scenario, excluded, tables.projects.file, notes)
    pairs = requirements(projects, scenario, tables.projects.file, notes)
    if notes.items:
        if findings is None:
            notes.raise_if_any()
        return None
    planned = projects["plan_investment"].to_numpy(float)
    profile, length = _profiles(projects)
    active, amount, need, points = _indicators(tables, scenario, excluded, raised)
    sites = Counter(label for labels in projects["site_group"] for label in labels)
    return Problem(
        scenario=scenario,
        projects=projects,
        indicators=tables.indicators.data,
        active=active,
        cost=np.where(np.isnan(planned), projects["total_investment"].to_numpy(float), planned),
        land=np.where(projects["id"].isin(scenario.exempt), 0.0, projects["land"].to_numpy(float)),
        duration=projects["duration"].to_numpy(float),
        first=first,
        last=last,
        required=required,
        excluded=excluded,
        profile=profile,
        profile_length=length,
        amount=amount,
        need=need,
        points=points,
        budget=np.array(scenario.budget.by_year),
        land_quota=np.array(scenario.land.by_year),
        funding_budget={key: np.array(each.by_year) for key, each in scenario.funding.items()},
        requires=pairs,
        site_groups=tuple(
            Group("site_group", label, _indices(label in labels for labels in projects.site_group))
            for label in sorted(sites)
        ),
        limits=tuple(
            (Group(by, key, np.flatnonzero(projects[by] == key)), limit)
            for by, table in scenario.limits.items()
            for key, limit in table.items()
        ),
        under_way=tuple(
            (Group(by, key, np.flatnonzero(projects[by] == key)), most)
            for by, table in scenario.under_way.items()
            for key, most in table.items()
        ),
    )


def _indices(flags: Any) -> np.ndarray:
    return np.flatnonzero(np.fromiter(flags, dtype=bool))


def _override(tables: Tables, scenario: Scenario) -> pd.DataFrame:
    """Return the project table with the scenario's `[projects.*]` cells in place."""
    projects = tables.projects.data.copy()
    place = {name: row for row, name in enumerate(projects["id"])}
    for name, cells in scenario.projects.items():
        for column, value in cells.items():
            if name in place:
                projects.at[place[name], column] = parse_cell(PROJECTS[column], as_cell(value))
    return projects


def _demands(projects: pd.DataFrame, scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    excluded = projects["id"].isin(scenario.excluded).to_numpy()
    required = projects["id"].isin(scenario.required).to_numpy()
    if scenario.commitment == "required":
        required = required | (projects["list"] == "planned").to_numpy()
    return required & ~excluded, excluded


def _profiles(projects: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    shares = projects["spend_profile"].tolist()
    length = np.array([len(each) for each in shares])
    profile = np.zeros((len(shares), max(1, length.max(initial=0))))
    for p in np.flatnonzero(length):
        profile[p, : length[p]] = shares[p]
    return profile, length


def _indicators(
    tables: Tables, scenario: Scenario, excluded: np.ndarray, raised: set[str]
) -> tuple[np.ndarray, sparse.csr_array, np.ndarray, np.ndarray]:
    """Return the indicators that earn points, what projects add to them, needs and points."""
    indicators, rows = tables.indicators.data, tables.contributions.data
    weight = np.array(
        [
            scenario.weights.get(name, own) * (scenario.adopted_factor if name in raised else 1)
            for name, own in zip(indicators["id"], indicators["weight"], strict=True)
        ]
    )
    need = indicators["need"].fillna(0).to_numpy(float)
    project_at = {name: row for row, name in enumerate(tables.projects.data["id"])}
    indicator_at = {name: row for row, name in enumerate(indicators["id"])}
    p = rows["project_id"].map(project_at).to_numpy(int)
    k = rows["indicator_id"].map(indicator_at).to_numpy(int)
    shape = (len(indicators), len(project_at))
    amount = sparse.csr_array((rows["amount"].to_numpy(float), (k, p)), shape=shape)
    amount.sum_duplicates()
    reached = np.zeros(len(indicators), dtype=bool)
    reached[k[~excluded[p]]] = True
    active = np.flatnonzero((need > 0) & (weight > 0) & reached)
    total = weight[active].sum()
    points = 100 * weight[active] / total if total else weight[active]
    return active, amount[active], need[active], points
