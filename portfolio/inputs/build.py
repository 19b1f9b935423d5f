"""Tables x scenario -> `Problem`: overrides, demands, indicators, cross-checked."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from portfolio.errors import Findings
from portfolio.inputs.columns import PROJECTS, parse_cell
from portfolio.inputs.crosscheck import (
    adopted_indicators,
    check_names,
    out_of_reach,
    requirements,
    windows,
)
from portfolio.inputs.keys import as_cell
from portfolio.inputs.problem import Group, Opening, Problem
from portfolio.inputs.scenario import Scenario
from portfolio.inputs.tables import Tables


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
    out_of_reach(tables, notes)
    if notes.items:
        if findings is None:
            notes.raise_if_any()
        return None
    planned = projects["plan_investment"].to_numpy(float)
    profile, length = _profiles(projects, len(scenario.years))
    active, amount, need, points = _indicators(tables, scenario, excluded, raised)
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
        site_groups=_site_groups(projects),
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
        opening=Opening.none(len(projects), len(active)),
    )


def _site_groups(projects: pd.DataFrame) -> tuple[Group, ...]:
    """Return the projects that share a site, by label."""
    members: dict[str, list[int]] = {}
    for p, labels in enumerate(projects["site_group"]):
        for label in dict.fromkeys(labels):
            members.setdefault(label, []).append(p)
    return tuple(Group("site_group", label, np.array(members[label])) for label in sorted(members))


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


def _profiles(projects: pd.DataFrame, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return profiles and their lengths, cut at n + 1 years: what is longer does not fit."""
    shares = [each[: n + 1] for each in projects["spend_profile"]]
    length = np.array([len(each) for each in shares], dtype=int)
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
