"""The table of actuals to fill in: a row a project and year, planned figures beside empty cells."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.errors import Findings, PortfolioError
from portfolio.inputs.sheet import write_table
from portfolio.plan.plan import Plan
from portfolio.questions.replan.actuals import years_until
from portfolio.questions.replan.rules import ACTUALS
from portfolio.words import Words


def template(plan: Plan, as_of: int) -> pd.DataFrame:
    """Return the table to fill in: a row a project and year, planned figures beside empty cells."""
    years = years_until(plan.problem, as_of)
    projects = plan.problem.projects
    progress = np.cumsum(plan.spent, axis=1)
    rows = [
        {
            "project_id": projects["id"].iloc[p],
            "name": projects["name"].iloc[p],
            "year": year,
            "planned_investment": round(float(plan.investment[p, t]), 2),
            "planned_land": round(float(plan.land_release[p, t]), 2),
            "planned_progress": round(float(progress[p, t]), 4),
        }
        for p in range(len(projects))
        for t, year in enumerate(years)
    ]
    return pd.DataFrame(rows).reindex(columns=list(ACTUALS)).astype({"year": int})


def write_template(plan: Plan, as_of: int, path: Path) -> int:
    """
    Write the table to fill in, and return its number of rows; an existing file stays.

    Raises
    ------
    InputError
        If the file is there already.
    PortfolioError
        If it cannot be written.
    """
    table = template(plan, as_of)
    refuse_existing(path)
    new = path.with_name(f".{path.name}.new")
    try:
        write_table(table, new)
        new.rename(path)
    except OSError as problem:
        new.unlink(missing_ok=True)
        why = problem.strerror or type(problem).__name__
        line = Words(f"{path}：未能写入：{why}", f"{path}: could not be written: {why}")
        raise PortfolioError([line]) from problem
    return len(table)


def refuse_existing(path: Path) -> None:
    """
    Check that nothing is there yet: what somebody has filled in is never overwritten.

    Raises
    ------
    InputError
        With one finding.
    """
    findings = Findings()
    if path.exists() or path.is_symlink():
        there = Words("已存在的文件", "a file that is there already")
        fresh = Words("新的文件名；该文件未改动", "a new name; the file was not changed")
        findings.add(path.as_posix(), None, None, there, fresh)
    findings.raise_if_any()
