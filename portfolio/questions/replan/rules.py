"""The columns of the table of actuals, and the rules across the years of one project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import ID, NAN, YEAR, Column, number
from portfolio.inputs.problem import Problem
from portfolio.words import Words, said

EXACT = 0.05  # 万元 and 亩: sums may pass by this much, since each year is rounded
DONE = 1 - 1e-6  # a share from which work counts as finished
ANSWERS = {"yes": True, "是": True, "no": False, "否": False}
YES, NO = (True,), (False,)  # an empty cell is neither


def _share(cell: str) -> float:
    """Read `0.35` or `35%`."""
    percent = cell.endswith(("%", "％"))
    plain = cell[:-1].strip() if percent else cell
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain):
        raise ValueError(cell)
    value = float(plain) / (100 if percent else 1)
    if not value <= 1:
        raise ValueError(cell)
    return value


def _yes_or_no(cell: str) -> bool:
    if cell.lower() not in ANSWERS:
        raise ValueError(cell)
    return ANSWERS[cell.lower()]


YEAR_OF_ROW = Column(YEAR.parse, Words("四位年份", "a year of four digits"))
SHARE_DONE = Column(
    _share,
    Words("0 到 1 之间的份额，如 0.35 或 35%", "a share from 0 to 1, such as 0.35 or 35%"),
    NAN,
)
FINISHED = Column(_yes_or_no, Words("是、否，或 yes、no", "yes or no"), None)


def _aside() -> Column:
    """Return a column that is there to be read by people only."""
    return Column(str, Words("任意文字", "any text"), "", optional=True)


ACTUALS: dict[str, Column] = {
    "project_id": ID,
    "name": _aside(),
    "year": YEAR_OF_ROW,
    "planned_investment": _aside(),
    "planned_land": _aside(),
    "planned_progress": _aside(),
    "investment": number(empty=0.0),
    "land": number(empty=0.0),
    "progress": SHARE_DONE,
    "finished": FINISHED,
    "new_total": number(empty=NAN),
    "earliest_finish": YEAR,
    "remark": _aside(),
}


@dataclass(frozen=True)
class Checked:
    """One project's rows, and where to note what is wrong with them."""

    problem: Problem
    p: int
    as_of: int
    file: str
    findings: Findings

    def note(self, row: Any, column: str, found: Words, allowed: Words) -> None:
        """Note one finding, with the project's id."""
        name = self.problem.ids[self.p]
        found = Words(f"{name} {found.zh}", f"{name} {found.en}")
        self.findings.add(self.file, int(row.row), column, found, allowed)


def check_project(one: Checked, records: pd.DataFrame) -> None:
    """Rules across the years of one project."""
    total = records["new_total"].dropna()
    cost = float(total.iloc[-1]) if len(total) else float(one.problem.cost[one.p])
    revised = len(total) > 0
    _check_sum(one, records, "investment", "万元", cost, revised)
    area = float(one.problem.projects["land"].iloc[one.p])
    _check_sum(one, records, "land", "亩", area, False)
    done = 0.0
    for row in records.itertuples():
        progress = 1.0 if row.finished in YES else row.progress
        if row.finished in YES and row.progress < DONE:
            full = Words(
                "已完工（finished=是）的项目填 1 或留空", "1 or empty for a finished project"
            )
            one.note(row, "progress", said(f"{row.progress:g}"), full)
        elif progress < done - 1e-9:
            least = Words(
                f"累计份额，不小于上年的 {done:g}", f"a share so far, at least {done:g} as before"
            )
            one.note(row, "progress", said(f"{progress:g}"), least)
        if row.finished in NO and max(done, np.nan_to_num(progress)) >= DONE:
            less = Words("未完工的项目进度小于 1", "progress below 1 for an unfinished project")
            one.note(row, "finished", said("否"), less)
        done = max(done, np.nan_to_num(progress))
    for row in records[records["earliest_finish"] <= one.as_of].itertuples():
        if done < DONE:
            later = Words(f"晚于 {one.as_of} 的年份", f"a year after {one.as_of}")
            one.note(row, "earliest_finish", said(f"{row.earliest_finish:.0f}"), later)


def _check_sum(
    one: Checked, records: pd.DataFrame, column: str, unit: str, most: float, revised: bool
) -> None:
    """Note the first year in which a sum passes the project's own amount."""
    so_far = records[column].fillna(0).cumsum()
    over = so_far > most + EXACT
    if not over.any():
        return
    at = over.to_numpy().argmax()
    row = next(records.iloc[[at]].itertuples())
    found = Words(f"累计 {so_far.iloc[at]:.10g} {unit}", f"{so_far.iloc[at]:.10g} {unit} so far")
    if column == "land":
        allowed = Words(f"不超过项目用地 {most:.10g} 亩", f"at most its land, {most:.10g} 亩")
    elif revised:
        allowed = Words(
            f"不超过 new_total {most:.10g} 万元", f"at most new_total, {most:.10g} 万元"
        )
    else:
        allowed = Words(
            f"不超过项目投资 {most:.10g} 万元；超支的在 new_total 填新的总投资",
            f"at most its cost, {most:.10g} 万元; for an overrun give the new cost in new_total",
        )
    one.note(row, column, found, allowed)
