"""
What was done of the sub-tasks against their targets, month by month and at the end of the year.

The rules and their threshold are assumptions of this project; all of them stand in this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from portfolio.questions.livelihood.tasks import Progress
from portfolio.report.plain import plain
from portfolio.words import Words, about

LAST = 12  # assumed: a task without a month is due at the end of the year
TOLERANCE = 0.05  # assumed: within five hundredths of the target counts as on schedule
_EDGE = 1e-9

DONE, ON_SCHEDULE, BEHIND = "done", "on_schedule", "behind"
NOT_BEGUN, NO_TARGET = "not_begun", "no_target"
STATUSES: dict[str, Words] = {
    DONE: Words("已完成", "done"),
    ON_SCHEDULE: Words("按期推进", "on schedule"),
    BEHIND: Words("滞后", "behind"),
    NOT_BEGUN: Words("未开工", "not begun"),
    NO_TARGET: Words("无目标值", "no target"),
}
RULES: tuple[Words, ...] = (
    Words(
        "无目标值：任务没有填数量，无法评价。",
        "no target: the task has no quantity, so that nothing can be judged.",
    ),
    Words(
        "已完成：累计完成数达到数量。",
        "done: as much was done so far as the task's quantity.",
    ),
    Words(
        "未开工：完成数和付款都是 0，还没有到完成月份。",
        "not begun: nothing done and nothing paid, and the month in which it is due is not over.",
    ),
    Words(
        f"按期推进：完成比例不低于时间比例（月份 ÷ 完成月份，没有填的按 {LAST} 月）减 "
        f"{100 * TOLERANCE:g} 个百分点。",
        f"on schedule: the share done is at least the share of time (month by due month, {LAST} "
        f"where none is given) less {100 * TOLERANCE:g} percentage points.",
    ),
    Words(
        "滞后：其余的，包括到了完成月份没有完成的。",
        "behind: all others, those not done in the month in which they are due among them.",
    ),
)


@dataclass(frozen=True)
class TaskMonth:
    """One task at the end of one month."""

    month: int = about("月份", "the month")
    task_id: str = about("任务编号", "id of the task")
    matter_id: str = about("民生事项编号", "id of the matter")
    task: str = about("任务", "the task")
    department: str = about("负责部门，用分号隔开", "its departments")
    quantity: float | None = about("数量；没有目标值为空", "its quantity; null: no target")
    unit: str = about("数量的单位", "unit of the quantity")
    done: float = about("累计完成数", "done so far")
    share: float | None = about("完成比例", "share of the quantity that is done")
    money: float | None = about("资金；没有为空", "its money; null: not given", "万元")
    paid: float = about("累计付款", "paid so far", "万元")
    paid_share: float | None = about("付款比例", "share of the money that is paid")
    due: int = about("完成月份；没有填的按 12 月", "month in which it is due; 12 if none is given")
    status: str = about(
        "done 已完成，on_schedule 按期推进，behind 滞后，not_begun 未开工，no_target 无目标值",
        "`done`, `on_schedule`, `behind`, `not_begun` or `no_target`",
    )
    note: str = about("备注（年终表为最后一条）", "the note; at the end of the year the last one")


@dataclass(frozen=True)
class TaskYear(TaskMonth):
    """One task at the end of the year, or of the latest month that is reported."""

    finished: int | None = about("哪个月完成；没有完成为空", "month in which it was done; or null")
    reports: int = about("填报了几个月", "months that were reported", "月")


def judge(quantity: float, done: float, paid: float, month: int, due: int) -> str:
    """
    Return the status of a task at the end of a month.

    >>> judge(100, 45, 0, 6, 12), judge(100, 44, 0, 6, 12), judge(100, 0, 0, 6, 12)
    ('on_schedule', 'behind', 'not_begun')
    >>> judge(100, 100, 0, 1, 12), judge(100, 0, 0, 6, 6), judge(float("nan"), 7, 0, 6, 12)
    ('done', 'behind', 'no_target')
    """
    if np.isnan(quantity):
        return NO_TARGET
    if done >= quantity * (1 - _EDGE):
        return DONE
    if done == 0 and paid == 0 and month < due:
        return NOT_BEGUN
    expected = min(1.0, month / due)
    late = month >= due or done / quantity < expected - TOLERANCE - _EDGE
    return BEHIND if late else ON_SCHEDULE


def monthly(progress: Progress) -> list[TaskMonth]:
    """Return a record a month and task, from the first month that is reported to the latest."""
    first = int(progress.reported.any(axis=0).argmax()) + 1
    return [
        TaskMonth(**_record(progress, n, month))
        for month in range(first, progress.month + 1)
        for n in range(len(progress.tasks))
    ]


def year_end(progress: Progress) -> list[TaskYear]:
    """Return a record a task: where it stands in the latest month, and when it was done."""
    found = []
    for n, quantity in enumerate(progress.tasks["quantity"]):
        reached = progress.done[n] >= quantity * (1 - _EDGE)
        notes = [str(note) for note in progress.notes[n] if note]
        found.append(
            TaskYear(
                **_record(progress, n, progress.month) | {"note": notes[-1] if notes else ""},
                finished=int(reached.argmax()) + 1 if reached.any() else None,
                reports=int(progress.reported[n].sum()),
            )
        )
    return found


def _record(progress: Progress, n: int, month: int) -> dict[str, Any]:
    task = progress.tasks.iloc[n]
    done, paid = (float(each[n, month - 1]) for each in (progress.done, progress.paid))
    quantity, money = float(task["quantity"]), float(task["money"])
    due = LAST if np.isnan(task["month"]) else int(task["month"])
    return {
        "month": month,
        "task_id": task["id"],
        "matter_id": task["matter_id"],
        "task": task["task"],
        "department": ";".join(task["department"]),
        "quantity": None if np.isnan(quantity) else quantity,
        "unit": task["unit"],
        "done": done,
        "share": None if np.isnan(quantity) else round(done / quantity, 6),
        "money": None if np.isnan(money) else money,
        "paid": paid,
        "paid_share": round(paid / money, 6) if money > 0 else None,
        "due": due,
        "status": judge(quantity, done, paid, month, due),
        "note": str(progress.notes[n, month - 1]),
    }


def counted(records: Sequence[TaskMonth]) -> dict[str, int]:
    """Return how many tasks have each status, those that none has left out."""
    found = [each.status for each in records]
    return {status: found.count(status) for status in STATUSES if status in found}


def task_table(records: Sequence[TaskMonth], lang: str) -> pd.DataFrame:
    """Return a row a record, its status in words; cells that are not known are empty."""
    kind = TaskYear if records and isinstance(records[0], TaskYear) else TaskMonth
    columns = [each.name for each in fields(kind)]
    frame = pd.DataFrame([plain(each) for each in records], columns=columns)
    amounts = ["quantity", "share", "money", "paid_share"]
    frame = frame.assign(**{name: frame[name].astype(float) for name in amounts})
    if kind is TaskYear:
        frame["finished"] = frame["finished"].astype("Int64")
    return frame.assign(status=[STATUSES[each.status].to(lang) for each in records])


MISSING: dict[str, Words] = {
    "quantity": Words("数量", "quantity"),
    "unit": Words("单位", "unit"),
    "money": Words("资金", "money"),
    "department": Words("责任部门", "department"),
    "month": Words("完成月份", "month"),
}


def missing_table(tasks: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return a row a task, and in `missing` what has to be settled before work begins."""
    empty = {
        name: tasks[name].isna() if tasks[name].dtype.kind == "f" else tasks[name].map(len) == 0
        for name in MISSING
    }
    comma = Words("、", ", ").to(lang)
    missing = [
        comma.join(words.to(lang) for name, words in MISSING.items() if empty[name].loc[n])
        for n in tasks.index
    ]
    return tasks.assign(department=tasks["department"].map(";".join), missing=missing)
