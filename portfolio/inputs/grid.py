"""A grid of text: one sheet of a workbook, or one table of a document, before it is understood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from portfolio.inputs.files import Unreadable
from portfolio.words import Words

HEAD_WITHIN = 20  # rows of a sheet among which the heads are looked for
SEPARATED = re.compile(r"-?[0-9]{1,3}(?:(,[0-9]{3})+|( [0-9]{3})+)(\.[0-9]+)?")  # 1,085,769.7
# What stands in a cell whose formula has gone wrong.
ERRORS = {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
NO_ERROR = Words("公式算得出的值", "a value that its formula can work out")
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


def plain_number(cell: str) -> str:
    """
    Return a number that was typed as text with separators or in full width as a plain one.

    >>> plain_number("１，０８５．５"), plain_number("1 085"), plain_number("P01,P02")
    ('1085.5', '1085', 'P01,P02')

    What may mean two numbers, or a power, stays as it is and is refused as a number:

    >>> plain_number("12 34"), plain_number("10²")
    ('12 34', '10²')
    """
    if not cell or not cell[-1].isdecimal():
        return cell
    text = re.sub(r"\s", " ", unicodedata.normalize("NFKC", cell))
    if SEPARATED.fullmatch(text):
        return text.replace(",", "").replace(" ", "")
    return text if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else cell
