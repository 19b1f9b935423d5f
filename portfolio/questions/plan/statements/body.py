"""The rows of a statement as they are written down, and the sums over them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from portfolio.report.statement import Cell, Row, Sum, value_of

NOTHING = 1e-6  # 万元, 亩, shares: what is left of sums that are 0


def amount(value: float) -> float | None:
    """
    Return an amount without the solver's noise; nothing at all for 0, which is left empty.

    >>> amount(12.0000000001), amount(1e-9), amount(float("nan"))
    (12.0, None, None)
    """
    value = float(value)
    if math.isnan(value) or abs(value) < NOTHING:
        return None
    return round(value, 6)


def known(value: float) -> float | None:
    """
    Return a number without noise, 0 among them; None for NaN.

    >>> known(-1e-12), known(float("nan"))
    (0.0, None)
    """
    return None if math.isnan(value) else round(float(value), 6) + 0.0


def neat(value: float) -> float | None:
    """
    Return a number as a reader wants it: four decimals, of a larger one two; None for NaN.

    >>> neat(3347.780672), neat(0.144049), neat(-0.0)
    (3347.78, 0.144, 0.0)
    """
    if math.isnan(value):
        return None
    return round(float(value), 2 if abs(value) >= 10 else 4) + 0.0


def number_of(cell: Cell) -> float:
    """Return what a cell adds to a sum; text and emptiness add nothing."""
    value = value_of(cell)
    if value is None or isinstance(value, str):
        return 0.0
    return 0.0 if math.isnan(value) else float(value)


class Body:
    """
    Rows of so many columns. A heading that stands above what it adds up is reserved first.

    >>> body = Body(3)
    >>> top = body.reserve()
    >>> members = [body.add(["甲", 1.0, 2.0]), body.add(["乙", 4.0, None])]
    >>> body.total(top, {0: "合计"}, members, [1, 2])
    >>> body.rows[top].cells
    ['合计', Sum(value=5.0, rows=(1, 2), columns=()), Sum(value=2.0, rows=(1, 2), columns=())]
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows: list[Row] = []

    def add(
        self, cells: Sequence[Cell], kind: str = "", marks: Mapping[int, float] | None = None
    ) -> int:
        """Write a row; return its place."""
        if len(cells) != self.width:
            raise ValueError(f"{len(cells)} cells for {self.width} columns")
        self.rows.append(Row(list(cells), kind, dict(marks or {})))
        return len(self.rows) - 1

    def reserve(self) -> int:
        """Keep a row free for `total`; return its place."""
        return self.add([None] * self.width)

    def total(
        self,
        at: int,
        cells: Mapping[int, Cell],
        members: Sequence[int],
        columns: Iterable[int],
        kind: str = "group",
        across: Mapping[int, Sequence[int]] | None = None,
    ) -> None:
        """
        Write a row of sums.

        Parameters
        ----------
        at
            Its place.
        cells
            What else stands in it, by column.
        members, columns
            The rows that it adds up, and the columns in which it does.
        kind
            `group` or `total`.
        across
            Columns that add up others of this very row, as `across` does.
        """
        row: list[Cell] = [cells.get(c) for c in range(self.width)]
        for c in columns:
            value = math.fsum(number_of(self.rows[m].cells[c]) for m in members)
            row[c] = Sum(value, rows=tuple(members)) if members else 0.0
        for c, others in (across or {}).items():
            row[c] = sum_across(row, others)
        self.rows[at] = Row(row, kind)

    def end(
        self,
        cells: Mapping[int, Cell],
        members: Sequence[int],
        columns: Iterable[int],
        kind: str = "total",
        across: Mapping[int, Sequence[int]] | None = None,
    ) -> int:
        """Write a row of sums below what it adds up; return its place."""
        at = self.reserve()
        self.total(at, cells, members, columns, kind, across)
        return at


def sum_across(row: Sequence[Cell], columns: Sequence[int]) -> Cell:
    """Return the sum of cells side by side in one row; 0 where there are none."""
    value = math.fsum(number_of(row[c]) for c in columns)
    return Sum(value, columns=tuple(columns)) if columns else 0.0
