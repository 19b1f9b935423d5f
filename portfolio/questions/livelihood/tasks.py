"""The sub-tasks of livelihood matters (分项任务), and what was done of them: two tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import ID, NAN, Column, number
from portfolio.inputs.layouts import MONTH, MONTHS, TASKS
from portfolio.inputs.places import is_there
from portfolio.inputs.tables import Table, read_table
from portfolio.words import Words, said

FILE = "livelihood_tasks.csv"
ALL = 100  # percent


def _aside() -> Column:
    """Return a column that is there to be read by people only."""
    return Column(str, Words("任意文字", "any text"), "", optional=True)


PROGRESS: dict[str, Column] = {
    "task_id": ID,
    "task": _aside(),
    "quantity": _aside(),
    "unit": _aside(),
    "money": _aside(),
    "department": _aside(),
    "due": _aside(),
    "month": MONTH,
    "done": number(empty=NAN),
    "paid": number(empty=NAN),
    "note": Column(str, Words("任意文字", "any text"), "", optional=True),
}


@dataclass(frozen=True)
class Progress:
    """
    What was done of N tasks in the months up to the latest that has a figure.

    Attributes
    ----------
    tasks
        Columns of `TASKS`, a row a task.
    done, paid
        So far, at the end of each month, in the task's unit and in 万元, shape (N, month).
    reported
        Whether a task has a figure in a month, shape (N, month), bool.
    notes
        By task and month, shape (N, month), str.
    """

    tasks: pd.DataFrame
    done: np.ndarray
    paid: np.ndarray
    reported: np.ndarray
    notes: np.ndarray

    @property
    def month(self) -> int:
        """The latest month that has a figure."""
        return self.done.shape[1]


def read_tasks(folder: Path, matters: list[str], findings: Findings) -> pd.DataFrame:
    """Read the tasks beside the other tables; notes ids of matters that there are not."""
    table = read_table(folder / FILE, TASKS, findings, key="id", may_be_empty=True)
    known = Words("民生事项表里有的编号", "an id of the table of matters")
    for line, name in table.data[["row", "matter_id"]].values:
        if isinstance(name, str) and name not in matters:
            findings.add(table.file, int(line), "matter_id", said(name), known)
    return table.data.drop(columns="row")


def own_tasks(folder: Path, matters: list[str], findings: Findings) -> pd.DataFrame:
    """Return the tasks of a folder; none where it has no such table."""
    if is_there(folder / FILE):
        return read_tasks(folder, matters, findings)
    return pd.DataFrame(columns=list(TASKS))


def read_progress(path: Path, tasks: pd.DataFrame, findings: Findings) -> Progress:
    """
    Read what was done and paid so far, by task and month.

    A month without a figure leaves a task where it was; nothing so far may fall.

    Raises
    ------
    InputError
        With everything that is wrong in it, and what `findings` holds already.
    """
    table = read_table(path, PROGRESS, findings)
    rows = _known_rows(table, tasks, findings)
    for name, records in rows.groupby("task_id", sort=False):
        for column in ("done", "paid"):
            _never_falls(table.file, str(name), records.sort_values("month"), column, findings)
    _at_most_all(table.file, rows, tasks, findings)
    filled = rows[rows[["done", "paid"]].notna().any(axis=1)]
    if not findings.items and filled.empty:
        nothing = Words("没有填写任何完成数", "no figure at all")
        findings.add(table.file, None, None, nothing, Words("至少一行完成数", "at least one row"))
    findings.raise_if_any()
    return _progress(tasks, filled)


def _progress(tasks: pd.DataFrame, filled: pd.DataFrame) -> Progress:
    shape = (len(tasks), int(filled["month"].max()))
    done, paid = np.full(shape, np.nan), np.full(shape, np.nan)
    notes = np.full(shape, "", dtype=object)
    places = {name: at for at, name in enumerate(tasks["id"])}
    for row in filled.itertuples():
        at = places[row.task_id], int(row.month) - 1
        done[at], paid[at], notes[at] = row.done, row.paid, row.note
    reported = ~(np.isnan(done) & np.isnan(paid))
    done, paid = (np.fmax.accumulate(np.nan_to_num(each), axis=1) for each in (done, paid))
    return Progress(tasks.reset_index(drop=True), done, paid, reported, notes)


def _known_rows(table: Table, tasks: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return the rows that name a task and a month, each once."""
    rows, known = table.data, set(tasks["id"])
    there = Words(f"{FILE} 里有的编号（已定事项的任务）", f"an id of {FILE}, of an adopted matter")
    once = Words("每项任务每月一行", "one row a task and month")
    seen: set[tuple[str, float]] = set()
    kept = []
    for row in rows.itertuples():
        if isinstance(row.task_id, str) and row.task_id not in known:
            findings.add(table.file, row.row, "task_id", said(row.task_id), there)
            continue
        if not isinstance(row.task_id, str) or np.isnan(row.month):
            continue
        if (row.task_id, row.month) in seen:
            twice = said(f"{row.task_id} {row.month:.0f}")
            findings.add(table.file, row.row, "month", twice, once)
            continue
        seen.add((row.task_id, row.month))
        kept.append(row.Index)
    return rows.loc[kept]


def _never_falls(
    file: str, name: str, records: pd.DataFrame, column: str, findings: Findings
) -> None:
    so_far = 0.0
    for row, value in zip(records["row"], records[column], strict=True):
        if value < so_far:
            found = Words(f"{name} “{value:.10g}”", f"{name} '{value:.10g}'")
            least = Words(
                f"累计数，不小于前几个月的 {so_far:.10g}",
                f"an amount so far, at least {so_far:.10g} as before",
            )
            findings.add(file, int(row), column, found, least)
        so_far = max(so_far, float(np.nan_to_num(value)))


def _at_most_all(file: str, rows: pd.DataFrame, tasks: pd.DataFrame, findings: Findings) -> None:
    """Note more than 100 of a task that is counted in percent: a slip, and not a task done."""
    units = dict(zip(tasks["id"], tasks["unit"], strict=True))
    for row in rows.itertuples():
        unit = str(units[row.task_id])
        if unit.startswith(("%", "％")) and row.done > ALL:
            found = Words(f"{row.task_id} “{row.done:.10g}”", f"{row.task_id} '{row.done:.10g}'")
            most = Words(f"不超过 {ALL}（单位 {unit}）", f"at most {ALL} (unit {unit})")
            findings.add(file, int(row.row), "done", found, most)


def progress_template(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the table to fill in: a row a task and month, what is planned beside empty cells."""
    rows = [
        {
            "task_id": task.id,
            "task": task.task,
            "quantity": task.quantity,
            "unit": task.unit,
            "money": task.money,
            "department": ";".join(task.department),
            "due": task.month,
            "month": month,
        }
        for task in tasks.itertuples()
        for month in MONTHS
    ]
    return pd.DataFrame(rows, columns=list(PROGRESS)).astype({"month": int})
