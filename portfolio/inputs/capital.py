"""Published capital-budgeting problems as portfolios, so that anyone can check the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import Column, number, text
from portfolio.inputs.layouts import CONTRIBUTIONS, INDICATORS, PROJECTS
from portfolio.inputs.sheet import read_header, write_table
from portfolio.inputs.tables import read_table
from portfolio.words import Words, said

LIMIT = "limit"  # the row that holds the yearly limits


@dataclass(frozen=True)
class CapitalBudget:
    """
    Projects with a value and outlays by year, and a limit on the outlays of each year.

    Attributes
    ----------
    years
        Calendar years, n of them.
    projects
        Columns `project`, `value` and one a year: the outlays, >= 0.
    limits
        Money available in each year, n of them.
    """

    years: tuple[int, ...]
    projects: pd.DataFrame
    limits: tuple[float, ...]

    @property
    def value_per_point(self) -> float:
        """Value of one point of the score: the score is 100 when every project is carried out."""
        return float(self.projects["value"].sum()) / 100


def read_capital_budget(path: str | Path) -> CapitalBudget:
    """
    Read a table with columns `project`, `value` and one a year, and a last row `limit`.

    Raises
    ------
    InputError
        With every cell that cannot be used.
    """
    path, findings = Path(path), Findings()
    header = read_header(path)
    years = [name for name in header if name.isascii() and name.isdigit() and len(name) == 4]
    columns: dict[str, Column] = {"project": text(...), "value": number(empty=0.0)}
    columns |= {year: number() for year in years}
    table = read_table(path, columns, findings, key="project")
    rows = table.data
    if not findings.items:
        span = list(range(int(years[0]), int(years[0]) + len(years))) if years else []
        if not years or [int(year) for year in years] != span:
            consecutive = Words("连续的年份列，如 2021,2022", "columns of years in a row")
            findings.add(table.file, 1, None, said(",".join(header)), consecutive)
        if (rows["project"] == LIMIT).sum() != 1:
            missing = Words(f"没有 {LIMIT} 行", f"no row '{LIMIT}'")
            one = Words(f"一行 {LIMIT}，给出每年上限", f"one row '{LIMIT}' with each year's limit")
            findings.add(table.file, None, "project", missing, one)
    findings.raise_if_any()
    limits = rows.loc[rows["project"] == LIMIT, years].to_numpy(float)[0]
    projects = rows[rows["project"] != LIMIT].reset_index(drop=True)
    return CapitalBudget(tuple(map(int, years)), projects, tuple(limits.tolist()))


def write_portfolio(budget: CapitalBudget, folder: str | Path, title: str) -> Path:
    """
    Write a capital budget as a portfolio: the three tables and `<title>.toml`.

    Every project starts in the first year and follows its outlays; one indicator, the value, has
    the sum of all values as its need, and only the last year counts, so that
    value = score x `value_per_point`.

    Returns
    -------
    The scenario file.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    years = [str(year) for year in budget.years]
    outlays = budget.projects[years]
    total = outlays.sum(axis=1)
    shares = outlays.div(total.where(total > 0, 1), axis=0)
    shares.loc[total == 0, years[0]] = 1.0
    ids = [f"X{number:03d}" for number in range(1, len(total) + 1)]
    projects = pd.DataFrame("", index=range(len(ids)), columns=list(PROJECTS), dtype=object)
    projects = projects.assign(
        id=ids,
        name=budget.projects["project"],
        list="reserve",
        domain="education",
        district="-",
        funding="fiscal",
        total_investment=[f"{amount:.10f}" for amount in total],
        land="0",
        duration=str(len(years)),
        spend_profile=[";".join(f"{share:.16f}" for share in row) for row in shares.to_numpy()],
        basis="outlays as published",
    )
    value = pd.DataFrame("", index=[0], columns=list(INDICATORS), dtype=object).assign(
        id="V", name="value", sense="at_least", cumulative="true", attribute="expected"
    )
    value["weight"], value["need"] = "1", f"{budget.projects['value'].sum():.10f}"
    contributions = pd.DataFrame("", index=range(len(ids)), columns=list(CONTRIBUTIONS)).assign(
        project_id=ids,
        indicator_id="V",
        amount=[f"{amount:.10f}" for amount in budget.projects["value"]],
        confidence="stated",
    )
    for name, table in (
        ("projects", projects),
        ("indicators", value),
        ("contributions", contributions),
    ):
        write_table(table, folder / f"{name}.csv")
    scenario = folder / f"{title}.toml"
    scenario.write_text(_toml(budget, title), encoding="utf-8")
    return scenario


def _toml(budget: CapitalBudget, title: str) -> str:
    n = len(budget.years)
    weights = [0.0] * (n - 1) + [1.0]
    return f"""# A published capital-budgeting problem: value = score x {budget.value_per_point:g}.
title = {json.dumps(title, ensure_ascii=False)}
data = "."

[horizon]
first_year = {budget.years[0]}
last_year = {budget.years[-1]}

[budget]
by_year = {list(budget.limits)}

[land]
by_year = {[0.0] * n}

[planned]
commitment = "optional"

[objective]
beyond_need = 0.0
year_weights = {weights}
"""
