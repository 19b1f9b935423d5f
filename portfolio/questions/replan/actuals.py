"""What was really spent and built up to a date: the table of actuals, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.errors import Findings, InputError
from portfolio.inputs.problem import Problem
from portfolio.inputs.tables import Table, read_table
from portfolio.questions.replan.rules import ACTUALS, DONE, YES, Checked, check_project
from portfolio.words import Words, said


@dataclass(frozen=True)
class Actuals:
    """
    What happened up to a date, to each of P projects in m years.

    Attributes
    ----------
    as_of
        The last of the m years.
    money, land
        Spent and released in each year, 万元 and 亩, shape (P, m).
    progress
        Share of the work done by the end of each year, shape (P, m), never falling; 1: finished.
    new_total
        Revised cost of the whole project, 万元, shape (P,); NaN: as planned.
    earliest_finish
        Year before which the project cannot be finished, shape (P,); NaN: no such delay.
    reported
        Projects with at least one actual value, shape (P,), bool.
    """

    as_of: int
    money: np.ndarray
    land: np.ndarray
    progress: np.ndarray
    new_total: np.ndarray
    earliest_finish: np.ndarray
    reported: np.ndarray

    @property
    def past(self) -> int:
        """Years that are over, m."""
        return self.money.shape[1]

    @property
    def done(self) -> np.ndarray:
        """Share of the work done up to the date, shape (P,)."""
        return self.progress[:, -1]

    @property
    def finished(self) -> np.ndarray:
        """Projects finished up to the date, shape (P,), bool."""
        return self.done >= DONE

    @property
    def unbuilt(self) -> np.ndarray:
        """Years with money in which nothing was built, before the finish; shape (P, m), bool."""
        before = np.pad(self.progress, ((0, 0), (1, 0)))[:, :-1]
        return (self.money > 0) & (self.progress <= before) & (before < DONE)

    @property
    def under_way(self) -> np.ndarray:
        """Projects with money or work, but not finished, shape (P,), bool."""
        return ((self.money.sum(axis=1) > 0) | (self.done > 0)) & ~self.finished


def years_until(problem: Problem, as_of: int) -> tuple[int, ...]:
    """
    Return the years up to a date, at least one of which must be left to plan.

    Raises
    ------
    InputError
        If the date is before the first year, or not before the last.
    """
    first, last = problem.years[0], problem.years[-1]
    if not first <= as_of < last:
        findings = Findings()
        if first == last:
            allowed = Words("至少两年的规划期", "a horizon of at least two years")
        else:
            allowed = Words(
                f"{first} 到 {last - 1} 的年份（之后还有年份可排）",
                f"a year from {first} to {last - 1} (there must be years left to plan)",
            )
        findings.add(problem.scenario.file, None, "--as-of", said(as_of), allowed)
        findings.raise_if_any()
    return tuple(year for year in problem.years if year <= as_of)


def read_actuals(problem: Problem, path: str | Path, as_of: int) -> Actuals:
    """
    Read the table of actuals, and check it against the projects.

    Raises
    ------
    InputError
        With everything that is wrong in it, one finding each.
    """
    findings = Findings()
    try:
        years = years_until(problem, as_of)
    except InputError as error:
        findings.items += error.findings
        years = problem.years
    table = read_table(Path(path), ACTUALS, findings)
    shape = (len(problem.ids), len(years))
    actuals = Actuals(
        as_of,
        money=np.zeros(shape),
        land=np.zeros(shape),
        progress=np.zeros(shape),
        new_total=np.full(shape[0], np.nan),
        earliest_finish=np.full(shape[0], np.nan),
        reported=np.zeros(shape[0], dtype=bool),
    )
    rows = _known_rows(problem, years, table, findings)
    for name, records in rows.groupby("project_id", sort=False):
        p = problem.ids.index(name)
        _fill(actuals, p, records.sort_values("year"), years)
        check_project(Checked(problem, p, as_of, table.file, findings), records.sort_values("year"))
    if not findings.items and not actuals.reported.any():
        nothing = Words("没有填写任何实际数", "no actual figure at all")
        findings.add(table.file, None, None, nothing, Words("至少一行实际数", "at least one row"))
    findings.raise_if_any()
    return actuals


def _known_rows(
    problem: Problem, years: tuple[int, ...], table: Table, findings: Findings
) -> pd.DataFrame:
    """Return the rows that name a project and a year up to the date, each once."""
    rows = table.data
    known = set(problem.ids)
    span = Words(f"{years[0]} 到 {years[-1]} 的年份", f"a year from {years[0]} to {years[-1]}")
    once = Words("每个项目每年一行", "one row a project and year")
    seen: set[tuple[str, float]] = set()
    kept = []
    for row in rows.itertuples():
        readable = isinstance(row.project_id, str) and row.year == row.year  # not NaN
        if isinstance(row.project_id, str) and row.project_id not in known:
            there = Words("项目表里有的编号", "an id of projects.csv")
            findings.add(table.file, row.row, "project_id", said(row.project_id), there)
            readable = False
        if row.year == row.year and row.year not in years:
            findings.add(table.file, row.row, "year", said(f"{row.year:.0f}"), span)
            readable = False
        if readable and (row.project_id, row.year) in seen:
            twice = said(f"{row.project_id} {row.year:.0f}")
            findings.add(table.file, row.row, "year", twice, once)
            readable = False
        if readable:
            seen.add((row.project_id, row.year))
            kept.append(row.Index)
    return rows.loc[kept]


def _fill(actuals: Actuals, p: int, records: pd.DataFrame, years: tuple[int, ...]) -> None:
    progress = np.full(len(years), np.nan)
    for row in records.itertuples():
        t = years.index(int(row.year))
        actuals.money[p, t], actuals.land[p, t] = row.investment, row.land
        progress[t] = 1.0 if row.finished in YES else row.progress
        filled = row.investment > 0 or row.land > 0 or row.finished is not None
        filled = filled or not np.isnan([row.progress, row.new_total, row.earliest_finish]).all()
        actuals.reported[p] |= filled
        if not np.isnan(row.new_total):
            actuals.new_total[p] = row.new_total
        if not np.isnan(row.earliest_finish):
            actuals.earliest_finish[p] = row.earliest_finish
    # A year without a figure leaves the work where it was.
    actuals.progress[p] = np.fmax.accumulate(np.nan_to_num(progress, nan=0.0))
