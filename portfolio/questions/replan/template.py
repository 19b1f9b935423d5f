"""The table of actuals to fill in: a row a project and year, empty or filled in as planned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.plan.plan import Plan
from portfolio.plan.shares import FULL
from portfolio.questions.replan.actuals import years_until
from portfolio.questions.replan.rules import ACTUALS
from portfolio.report.fresh import write_fresh


def template(plan: Plan, as_of: int, as_planned: bool = False) -> pd.DataFrame:
    """
    Return the table to fill in: a row a project and year, planned figures beside the actual ones.

    The actual ones are empty, or with `as_planned` the plan's own, with all their digits: what is
    left as it is gives the plan again, to the yuan.
    """
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
        | (_as_planned(plan, progress, p, t) if as_planned else {})
        for p in range(len(projects))
        for t, year in enumerate(years)
    ]
    return pd.DataFrame(rows).reindex(columns=list(ACTUALS)).astype({"year": int})


def _as_planned(plan: Plan, progress: np.ndarray, p: int, t: int) -> dict[str, object]:
    """Return the actual figures of a project and year as the plan has them."""
    done = float(progress[p, t])
    return {
        "investment": _exact(float(plan.investment[p, t])),
        "land": _exact(float(plan.land_release[p, t])),
        "progress": _exact(1.0 if done >= FULL else done),
        "finished": "是" if done >= FULL else None,
    }


def _exact(value: float) -> str:
    """Return a number to twelve decimals: six of a share would move some yuan between purses."""
    return f"{max(value, 0.0):.12f}".rstrip("0").rstrip(".")


def write_template(plan: Plan, as_of: int, path: Path, as_planned: bool = False) -> int:
    """
    Write the table to fill in, and return its number of rows; an existing file stays.

    Raises
    ------
    InputError
        If the file is there already.
    PortfolioError
        If it cannot be written.
    """
    table = template(plan, as_of, as_planned)
    write_fresh(table, path)
    return len(table)
