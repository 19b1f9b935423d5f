"""A statement as it is printed: its cells as text, its heads, and what letters can be printed."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.inputs.codes import called
from portfolio.report.statement import Cell, Column, Kind, Statement, value_of

UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WIDE = "—…“”‘’·×"  # as wide as a Chinese character in a Chinese font
MISSING = "〓"  # printers' mark, as in the pictures
DIGITS = {Kind.MONEY: 2, Kind.LAND: 2, Kind.POINTS: 4, Kind.COUNT: 0}
LONG = 100  # of any number, from where two decimals are enough


def clean(text: object) -> str:
    r"""
    Return text without characters that XML does not allow, a mark in the place of each.

    >>> clean("学校\x1b\udcff\n=1+1")
    '学校〓〓\n=1+1'
    """
    return UNPRINTABLE.sub(MISSING, str(text))


def printed(cell: Cell, kind: Kind, lang: str = "zh") -> str:
    """
    Return what a cell of a statement shows; empty for None and NaN.

    >>> printed(1234.5, Kind.MONEY), printed(-0.001, Kind.MONEY), printed(2025, Kind.YEAR)
    ('1,234.50', '0.00', '2025')
    >>> printed(0.125, Kind.SHARE), printed(14.25, Kind.NUMBER), printed(float("nan"), Kind.MONEY)
    ('12.5%', '14.25', '')
    >>> printed(-1572.746123, Kind.NUMBER), printed(1572.0, Kind.NUMBER)
    ('−1,572.75', '1,572')
    """
    value = value_of(cell)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return called(str(value).lower()).to(lang)
    if isinstance(value, str) or kind == Kind.TEXT:
        return clean(value)
    return _number(float(value), kind).replace("-", "−")


def letters(text: str) -> int:
    """
    Return how wide a text is in letters of half width.

    >>> letters("河源 A"), letters("2021—2025")
    (6, 10)
    """
    return sum(2 if each > "\u2e7f" or each in WIDE else 1 for each in text)


def texts(found: Statement, lang: str) -> list[list[str]]:
    """Return the cells of a statement as they are printed, row by row."""
    kinds = [each.kind for each in found.columns]
    return [
        [printed(cell, kind, lang) for cell, kind in zip(row.cells, kinds, strict=True)]
        for row in found.rows
    ]


def _number(value: float, kind: Kind) -> str:
    if kind == Kind.YEAR:
        return f"{value:.0f}"
    if kind == Kind.SHARE:
        return f"{round(100 * value, 1) + 0.0:.1f}%"
    if kind in DIGITS:
        return f"{round(value, DIGITS[kind]) + 0.0:,.{DIGITS[kind]}f}"
    if abs(value) >= LONG and round(value, 6) != int(value):
        return f"{value:,.2f}"
    text = f"{round(value, 6) + 0.0:,.6f}"
    return text.rstrip("0").rstrip(".")


def is_number(column: Column) -> bool:
    """Return whether a column is set to the right."""
    return column.kind not in {Kind.TEXT, Kind.YEAR}


@dataclass(frozen=True)
class Head:
    """A head of a column, or one above several of them; so many columns wide, rows high."""

    text: str
    first: int
    across: int = 1
    down: int = 1


def heads(columns: Sequence[Column]) -> list[list[Head]]:
    """
    Return the rows of heads: one, or two where columns stand under a head of their group.

    >>> heads([Column("名称"), Column("2021", group="投资"), Column("2022", group="投资")])[0]
    [Head(text='名称', first=0, across=1, down=2), Head(text='投资', first=1, across=2, down=1)]
    """
    if not any(each.group for each in columns):
        return [[Head(each.head, at) for at, each in enumerate(columns)]]
    above: list[Head] = []
    below: list[Head] = []
    for at, each in enumerate(columns):
        if not each.group:
            above.append(Head(each.head, at, down=2))
            continue
        below.append(Head(each.head, at))
        last = above[-1] if above else None
        if last and last.down == 1 and last.text == each.group and columns[at - 1].group:
            above[-1] = Head(last.text, last.first, last.across + 1)
        else:
            above.append(Head(each.group, at))
    return [above, below]


def mixed(strength: float) -> str:
    """
    Return the shade of a marked cell, dark ink readable on all of them: six hexadecimal digits.

    >>> mixed(0.0), mixed(1.0)
    ('FFFFFF', '8FB3D1')
    """
    part = min(1.0, max(0.0, strength))
    return "".join(f"{round(255 - part * (255 - each)):02X}" for each in (0x8F, 0xB3, 0xD1))
