"""The schedule to fill in: a plan's money by project and year, and all projects that it leaves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.plan.course import Schedule
from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE
from portfolio.questions.assess.schedule import read_schedule

COLUMNS = ("project_id", "name", "start_year", "year", "investment")


def schedule_of(plan: Plan) -> Schedule:
    """Return a plan as a schedule; a project that costs nothing by its start alone."""
    free = (plan.investment.sum(axis=1) <= TRACE) & (plan.funded > 0)
    start = np.where(free, np.nan_to_num(plan.start_year - plan.years[0], nan=-1), -1)
    return Schedule(start.astype(int), np.where(plan.investment > TRACE, plan.investment, 0.0))


def schedule_from(problem: Problem, folder: Path) -> Schedule:
    """
    Return the schedule of the plan in a report folder, from its `allocation.csv`.

    Raises
    ------
    InputError
        If there is none, or it does not fit the scenario.
    """
    return read_schedule(problem, folder / "allocation.csv")


def template(problem: Problem, schedule: Schedule) -> pd.DataFrame:
    """Return the table: a row a project and year with money; an empty one for who is left out."""
    rows = []
    for p, name in enumerate(problem.ids):
        known = {"project_id": name, "name": problem.projects["name"].iloc[p]}
        paid = np.flatnonzero(schedule.money[p])
        if schedule.start[p] >= 0:
            rows.append({**known, "start_year": problem.years[schedule.start[p]]})
        rows += [
            {**known, "year": problem.years[t], "investment": float(schedule.money[p, t])}
            for t in paid
        ]
        if schedule.start[p] < 0 and not len(paid):
            rows.append(known)
    table = pd.DataFrame(rows).reindex(columns=list(COLUMNS))
    return table.astype({"start_year": "Int64", "year": "Int64", "investment": float})
