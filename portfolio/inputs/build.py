"""Tables x scenario -> `Problem`: overrides, demands, indicators, cross-checked."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from portfolio.errors import Findings
from portfolio.inputs.assumptions import assumptions_of
from portfolio.inputs.cash import check_terms
from portfolio.inputs.columns import CONFIDENCES, parse_cell, source_shares
from portfolio.inputs.crosscheck import (
    adopted_indicators,
    check_names,
    out_of_reach,
    requirements,
    windows,
)
from portfolio.inputs.keys import as_cell
from portfolio.inputs.kinds import check_kinds, kinds_of, sources_of
from portfolio.inputs.layouts import PROJECTS
from portfolio.inputs.opening import Opening
from portfolio.inputs.problem import Group, Problem
from portfolio.inputs.purses import purses_of
from portfolio.inputs.scenario import Scenario
from portfolio.inputs.steady import check_steady
from portfolio.inputs.tables import Tables, measured, unserved


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
    check_kinds(tables, scenario, notes)
    purses = purses_of(tables, projects, scenario, notes)
    check_terms(projects, scenario, excluded, notes)
    check_steady(projects, scenario, excluded, notes)
    pairs, after = requirements(projects, scenario, tables.projects.file, notes)
    out_of_reach(tables, notes)
    if notes.items:
        if findings is None:
            notes.raise_if_any()
        return None
    planned = projects["plan_investment"].to_numpy(float)
    profile, length = _profiles(projects, len(scenario.years))
    active, added, need, points = _indicators(tables, projects, scenario, excluded, raised)
    amount = sparse.csr_array(sum(added.values()))
    amount.sort_indices()
    return Problem(
        scenario=scenario,
        projects=projects,
        published=tables.projects.data,
        contributions=tables.contributions.data,
        indicators=tables.indicators.data,
        measured=measured(tables, scenario.years),
        active=active,
        unserved=unserved(tables),
        cost=np.where(np.isnan(planned), projects["total_investment"].to_numpy(float), planned),
        land=np.where(takes_quota(projects, scenario), projects["land"].to_numpy(float), 0.0),
        duration=projects["duration"].to_numpy(float),
        first=first,
        last=last,
        required=required,
        excluded=excluded,
        least_share=np.full(len(projects), scenario.least_share),
        stretch=np.full(len(projects), scenario.stretch),
        profile=profile,
        profile_length=length,
        added=added,
        amount=amount,
        need=need,
        points=points,
        budget=np.array(scenario.budget.by_year),
        land_quota=np.array(scenario.land.by_year),
        funding_budget={key: np.array(each.by_year) for key, each in scenario.funding.items()},
        beyond_need=scenario.beyond_need,
        sources=sources_of(tables, projects["funding"]),
        domains=kinds_of(tables.domains, projects["domain"]),
        paid_by=_paid_by(projects),
        purses=purses,
        requires=pairs,
        after=after,
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
        assumptions=assumptions_of(tables.assumptions),
    )


def takes_quota(projects: pd.DataFrame, scenario: Scenario) -> np.ndarray:
    """Return which projects take land of the city's own quota, shape (P,), bool."""
    others = projects["id"].isin(scenario.exempt) | (projects["land_kind"] != "new")
    return ~others.to_numpy()


def _paid_by(projects: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the share of each project's money that comes from each source, shape (P,)."""
    shares: dict[str, np.ndarray] = {}
    for p, cell in enumerate(projects["funding"]):
        for source, share in source_shares(cell).items():
            shares.setdefault(source, np.zeros(len(projects)))[p] = share
    return shares


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
    tables: Tables,
    projects: pd.DataFrame,
    scenario: Scenario,
    excluded: np.ndarray,
    raised: set[str],
) -> tuple[np.ndarray, dict[str, sparse.csr_array], np.ndarray, np.ndarray]:
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
    amounts = rows["amount"].to_numpy(float) * _benefit(projects, scenario)[p]
    added = {}
    for confidence in CONFIDENCES:
        own = (rows["confidence"] == confidence).to_numpy()
        added[confidence] = sparse.csr_array((amounts[own], (k[own], p[own])), shape=shape)
        added[confidence].sum_duplicates()
    reached = np.zeros(len(indicators), dtype=bool)
    reached[k[~excluded[p]]] = True
    counts = indicators["need_origin"].replace("", "assumed").isin(scenario.needs).to_numpy()
    active = np.flatnonzero((need > 0) & (weight > 0) & reached & counts)
    total = weight[active].sum()
    points = 100 * weight[active] / total if total else weight[active]
    return active, {key: each[active] for key, each in added.items()}, need[active], points


def _benefit(projects: pd.DataFrame, scenario: Scenario) -> np.ndarray:
    """Return the share of a project's contributions that its money pays for, shape (P,)."""
    total = projects["total_investment"].to_numpy(float)
    planned = projects["plan_investment"].to_numpy(float)
    shared = (projects["list"] == "planned").to_numpy() & (total > 0) & ~np.isnan(planned)
    if scenario.benefit == "full":
        return np.ones(len(projects))
    return np.where(shared, planned / np.where(total > 0, total, 1.0), 1.0)
