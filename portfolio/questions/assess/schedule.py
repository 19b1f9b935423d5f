"""A schedule of one's own: a row a project and year with money, or a start year alone; checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import ID, NAN, YEAR, Column, number
from portfolio.inputs.problem import Problem
from portfolio.inputs.tables import Table, read_table
from portfolio.plan.course import EXACT, WHOLE, Schedule
from portfolio.words import Words, said

NOTHING, NO_COLUMN = Words("空单元格", "an empty cell"), Words("缺少此列", "no such column")


def _aside() -> Column:
    """Return a column that is there to be read by people only."""
    return Column(str, Words("任意文字", "any text"), "", optional=True)


SCHEDULE: dict[str, Column] = {
    "project_id": ID,
    "name": _aside(),
    "start_year": replace(YEAR, optional=True),
    "year": replace(YEAR, optional=True),
    "investment": replace(number(empty=NAN), optional=True),
    # So that the `allocation.csv` of a report is a schedule as it stands.
    "list": _aside(),
    "share": _aside(),
    "land": _aside(),
    "remark": _aside(),
}


def read_schedule(problem: Problem, path: str | Path) -> Schedule:
    """
    Read a schedule, and check it against the projects and the horizon.

    Raises
    ------
    InputError
        With everything that is wrong in it, one finding each.
    """
    findings = Findings()
    table = read_table(Path(path), SCHEDULE, findings)
    _check_columns(table, findings)
    reader = _Reader(problem, table, findings)
    for row in table.data.itertuples():
        reader.read(row)
    reader.check_projects()
    findings.raise_if_any()
    return Schedule(reader.start, reader.money, tuple(reader.unpaid))


def _check_columns(table: Table, findings: Findings) -> None:
    there = set(table.text.columns) - {"row"}
    if not there:
        return  # no table at all: that is said already
    if not there & {"start_year", "year", "investment"}:
        either = Words(
            "year 和 investment 两列，或 start_year 一列",
            "columns year and investment, or start_year",
        )
        findings.add(table.file, 1, "year", NO_COLUMN, either)
    for one, other in (("year", "investment"), ("investment", "year")):
        if one not in there and other in there:
            beside = Words(f"与 {other} 同时给出的列", f"a column beside {other}")
            findings.add(table.file, 1, one, NO_COLUMN, beside)


class _Reader:
    """Reads row after row, and notes what is wrong with each and between them."""

    def __init__(self, problem: Problem, table: Table, findings: Findings) -> None:
        self.problem, self.table, self.findings = problem, table, findings
        self.place = {name: p for p, name in enumerate(problem.ids)}
        self.start = np.full(len(problem.ids), -1)
        self.money = np.zeros((len(problem.ids), len(problem.years)))
        self.starts: dict[int, int] = {}  # row of the start, by project
        self.paid: dict[tuple[int, int], int] = {}  # row of the money, by project and year
        self.unpaid: list[int] = []  # rows with a year and no money

    def note(self, row: int, column: str, found: Words, allowed: Words) -> None:
        """Note one finding."""
        self.findings.add(self.table.file, row, column, found, allowed)

    def read(self, row: Any) -> None:
        """Read one row; a row without year, start and money says that nothing is carried out."""
        known = isinstance(row.project_id, str) and row.project_id in self.place
        if isinstance(row.project_id, str) and not known:
            there = Words("项目表里有的编号", "an id of projects.csv")
            self.note(row.row, "project_id", said(row.project_id), there)
        t, s = self._year(row, "year"), self._year(row, "start_year")
        has_money = not pd.isna(row.investment)
        if s is not None and (t is not None or has_money):
            both = said(f"{row.project_id} {row.start_year:.0f}")
            self.note(row.row, "start_year", both, ONE_OF_THEM)
        elif has_money and self._is_empty(row, "year") and self._is_empty(row, "start_year"):
            a_year = Words("年份（有投资的行）", "a year, beside money")
            self.note(row.row, "year", NOTHING, a_year)
        elif known and s is not None:
            self._read_start(row, self.place[row.project_id], s)
        elif known and t is not None:
            self._read_money(row, self.place[row.project_id], t)

    def _is_empty(self, row: Any, column: str) -> bool:
        """Whether a cell is empty, or its column not there; not where it could not be read."""
        cells = self.table.text
        return column not in cells or cells.at[row.Index, column] == ""

    def _year(self, row: Any, column: str) -> int | None:
        """Return the year as an index, -1 outside the horizon; None if there is none to read."""
        value, years = getattr(row, column), self.problem.years
        if pd.isna(value):
            return None
        if value in years:
            return years.index(int(value))
        span = Words(f"{years[0]} 到 {years[-1]} 的年份", f"a year from {years[0]} to {years[-1]}")
        self.note(row.row, column, said(f"{value:.0f}"), span)
        return -1

    def _read_start(self, row: Any, p: int, s: int) -> None:
        if p in self.starts:
            once = Words("每个项目一个开工年份", "one start year a project")
            self.note(row.row, "start_year", said(f"{row.project_id} {row.start_year:.0f}"), once)
            return
        self.starts[p] = row.row
        self.start[p] = s

    def _read_money(self, row: Any, p: int, t: int) -> None:
        if t >= 0 and (p, t) in self.paid:
            once = Words("每个项目每年一行", "one row a project and year")
            self.note(row.row, "year", said(f"{row.project_id} {row.year:.0f}"), once)
        elif t >= 0:
            self.paid[p, t] = row.row
            if self._is_empty(row, "investment"):
                self.unpaid.append(row.row)
            self.money[p, t] = 0.0 if pd.isna(row.investment) else row.investment

    def check_projects(self) -> None:
        """Rules across the rows of one project."""
        for p, name in enumerate(self.problem.ids):
            years = [t for t in range(len(self.problem.years)) if self.money[p, t] > 0]
            if p in self.starts and years:
                row = self.starts[p]
                start = said(f"{name} {self.table.data.set_index('row').at[row, 'start_year']:.0f}")
                self.note(row, "start_year", start, ONE_OF_THEM)
            so_far, most = np.cumsum(self.money[p]), float(self.problem.cost[p])
            whole = not np.mod(self.money[p], 1.0).any()  # its years are rounded to 万元
            over = np.flatnonzero(so_far > most + (WHOLE if whole else EXACT))
            if len(over):
                total = f"{so_far[over[0]]:.10g} 万元"
                found = Words(f"{name} 累计 {total}", f"{name} {total} so far")
                cost = Words(
                    f"不超过项目投资 {most:.10g} 万元", f"at most its cost, {most:.10g} 万元"
                )
                self.note(self.paid[p, int(over[0])], "investment", found, cost)


ONE_OF_THEM = Words(
    "一个项目或者只填 start_year，或者填 year 和 investment",
    "for one project either start_year alone, or year and investment",
)
