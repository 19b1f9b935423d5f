"""The columns of each table: what it may have, and what its cells may hold."""

from __future__ import annotations

from dataclasses import replace

from portfolio.inputs.columns import ID, LABELS, NAN, Column, number, text
from portfolio.words import Words

MONTHS = range(1, 13)


def _month(cell: str) -> float:
    if not cell.isascii() or not cell.isdigit() or int(cell) not in MONTHS:
        raise ValueError(cell)
    return float(cell)


def _above_zero(cell: str) -> float:
    value = number().parse(cell)
    if not value > 0:
        raise ValueError(cell)
    return float(value)


MONTH = Column(_month, Words("1 到 12 的月份", "a month from 1 to 12"))
TASKS: dict[str, Column] = {
    "id": ID,
    "matter_id": ID,
    "task": text(...),
    "quantity": Column(_above_zero, Words("大于 0 的数，或留空", "a number > 0, or empty"), NAN),
    "unit": text(),
    "money": number(empty=NAN),
    "department": LABELS,
    "month": replace(
        MONTH, allowed=Words("1 到 12 的月份，或留空", "a month from 1 to 12, or empty"), empty=NAN
    ),
    "source": text(),
}
