"""How wide the columns of a statement are on paper, in letters of half width."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio.report.printed import is_number, letters
from portfolio.report.statement import Column

AIR = 1.5  # letters to spare in a column: capitals and bold ones are wider
EMPTY, SHORT, LONG = 10, 12, 14  # letters of an empty column, a short text, a long word


def longest_of(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> list[float]:
    """Return what each column asks for if no text in it is broken."""
    return [max([0, *(letters(row[at]) for row in texts)]) + AIR for at in range(len(columns))]


def needs_of(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> list[float]:
    """Return what each column needs: what it says, or less; numbers and short texts unbroken."""
    return [
        max(_of_head(each.head), _of_cells(each, most - AIR)) + AIR
        for each, most in zip(columns, longest_of(columns, texts), strict=True)
    ]


def _of_cells(column: Column, most: float) -> float:
    if is_number(column) or 0 < most <= SHORT:
        return most
    return min(column.width, most or EMPTY)


def _of_head(head: str) -> float:
    """Return what a head asks for, set on two lines: half of it, or its longest word."""
    words = [letters(word) for word in head.split()]
    return float(max([4, (letters(head) + 3) // 2, *(each for each in words if each < LONG)]))
