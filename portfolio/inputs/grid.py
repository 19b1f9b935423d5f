"""A grid of text: one sheet of a workbook, or one table of a document, before it is understood."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Grid:
    """
    Cells as people see them.

    Attributes
    ----------
    name
        Name of the sheet; of a table in a document `表 1`, `表 2` ….
    rows
        Cells by row, the first is row 1 of the sheet; text without blanks at its ends, empty where
        nothing stands. Rows may differ in length. A number is written plainly: no separators, no
        exponent, no spare zeros; whole dates are `2021-03-01`; truth values are `true` and `false`.
    merged
        Cells that stand for several, as (first row, first column, last row, last column), counted
        from 0; the text stands in the first cell only.
    above
        Lines of a document between the table before and this one: title, units.
    hidden
        Whether the sheet is hidden.
    """

    name: str
    rows: list[list[str]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    above: tuple[str, ...] = ()
    hidden: bool = False
