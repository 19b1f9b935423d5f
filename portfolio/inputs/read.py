"""From files to a `Problem`: the scenario, its tables, and what the call replaces."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from portfolio.errors import Finding, Findings, InputError
from portfolio.inputs.assemble import find_data, read_scenario
from portfolio.inputs.build import build_problem
from portfolio.inputs.changes import changed, check_changes
from portfolio.inputs.find import find_scenario
from portfolio.inputs.places import is_book
from portfolio.inputs.problem import Problem
from portfolio.inputs.tables import Tables, read_tables


def read_problem(
    path: str,
    *,
    budget_total: float | None = None,
    budget_by_year: Sequence[float] | None = None,
    land_total: float | None = None,
    land_by_year: Sequence[float] | None = None,
    **changes: Any,
) -> Problem:
    """
    Read a scenario and its tables, and put them together.

    Parameters
    ----------
    path
        The scenario file.
    budget_total, land_total
        Another total over the horizon, 万元 and 亩, spread over the years as in the scenario.
    budget_by_year, land_by_year
        Another amount for each year, n numbers; not beside a total. Ceilings of single sources
        stay as they are.
    **changes
        What the scenario says otherwise: `mode="whole"`, `gap`, `time_limit`, `solver`,
        `required=("R20",)`, `excluded`, `commitment`, `weights`, and so on (`changes.PLACES`).

    Raises
    ------
    InputError
        With everything that is wrong in the call, the scenario, the tables, and between them.

    Examples
    --------
    >>> problem = read_problem("scenarios/base.toml", budget_total=1_000_000, mode="whole")
    >>> float(problem.budget.sum().round(2)), str(problem.scenario.mode)
    (1000000.0, 'whole')
    """
    amounts = {
        "budget_total": budget_total,
        "budget_by_year": budget_by_year,
        "land_total": land_total,
        "land_by_year": land_by_year,
    }
    given = {name: value for name, value in amounts.items() if value is not None}
    return read_inputs(path, **given, **changes)[1]


def read_inputs(path: str, **changes: Any) -> tuple[Tables, Problem]:
    """
    Read a scenario and its tables, and put them together.

    Parameters
    ----------
    path
        The scenario file.
    **changes
        As for `read_problem`.

    Returns
    -------
    The tables as they stand, and the problem of the scenario.

    Raises
    ------
    InputError
        With everything that is wrong in the scenario, the tables, and between them.
    """
    findings = Findings()
    check_changes(changes, findings)
    findings.raise_if_any()
    path = _scenario_in(path)
    scenario = read_scenario(path, findings)
    if scenario is None:
        folder = find_data(path)
        if folder is not None:  # say what is wrong in the tables as well
            read_tables(folder, findings)
        findings.raise_if_any()
        raise AssertionError("a scenario without findings")
    scenario = changed(scenario, changes, findings)
    findings.raise_if_any()
    tables = read_tables(scenario.data, findings)
    problem = None
    if not findings.items or not tables.projects.data.empty:
        problem = build_problem(tables, scenario, findings)
    findings.raise_if_any()
    if problem is None:
        raise AssertionError("a problem without findings")
    return tables, problem


def _scenario_in(path: str) -> str:
    """Return the scenario that a workbook or a part of it means; any other path as it is."""
    if not (is_book(Path(path)) or is_book(Path(path).parent)):
        return path
    found = find_scenario(path)
    if isinstance(found, Finding):
        raise InputError([found])
    return str(found)
