"""A grid of text: one sheet of a workbook, or one table of a document, before it is understood."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.inputs.files import Unreadable
from portfolio.words import Words

NAMED = 3  # formulas without a value that are named one by one
SOLVED = Words(
    "有计算结果的公式（用 Excel 或 WPS 打开，保存一次即可）",
    "formulas with their values (open it in Excel or WPS and save it once)",
)


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
    unsolved
        Cells with a formula that nobody has worked out, as `B7`; they are empty.
    """

    name: str
    rows: list[list[str]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    above: tuple[str, ...] = ()
    hidden: bool = False
    unsolved: tuple[str, ...] = ()

    def solved(self) -> Grid:
        """
        Return the grid, if each of its formulas has a value.

        Raises
        ------
        Unreadable
            If one has none.
        """
        if not self.unsolved:
            return self
        places = [f"{self.name}!{cell}" for cell in self.unsolved[:NAMED]]
        zh, en = "、".join(places), ", ".join(places)
        if len(self.unsolved) > NAMED:
            more = len(self.unsolved)
            zh, en = f"{zh} 等 {more} 处", f"{en} ... ({more} in all)"
        raise Unreadable(
            Words(f"没有计算结果的公式：{zh}", f"formulas that nobody has worked out: {en}"), SOLVED
        )
