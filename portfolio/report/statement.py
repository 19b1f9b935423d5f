"""
A statement (报表): a table as a bureau hands it in, with its title, units, groups and totals.

It says what stands in which cell and knows nothing of how it is written: the workbook makes live
formulas of its sums, the document and the page print their values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds, and so how it is set and rounded."""

    TEXT = "text"
    MONEY = "money"  # 万元, two decimals
    LAND = "land"  # 亩, two decimals
    SHARE = "share"  # a fraction of 1, as per cent with one decimal
    POINTS = "points"  # four decimals
    NUMBER = "number"  # up to six decimals, as they are
    COUNT = "count"  # a whole number
    YEAR = "year"  # a whole number without a thousands separator


@dataclass(frozen=True)
class Column:
    """
    One column.

    Attributes
    ----------
    head
        What stands above it, with its unit in brackets where the caption does not say it.
    kind
        What it holds.
    width
        In letters of half width; a Chinese character takes two.
    group
        A head above those of several columns side by side; empty: none.
    """

    head: str
    kind: Kind = Kind.TEXT
    width: float = 12
    group: str = ""


@dataclass(frozen=True)
class Sum:
    """
    A cell that adds up cells of its own column, or of its own row.

    Attributes
    ----------
    value
        What it comes to.
    rows
        Places in `Statement.rows` whose cells of this column it adds.
    columns
        Places in `Statement.columns` whose cells of this row it adds; one of the two is empty.
    """

    value: float
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()


Cell = str | float | int | bool | Sum | None  # None, and NaN: empty


@dataclass(frozen=True)
class Row:
    """
    One row: a cell for each column.

    Attributes
    ----------
    cells
        As many as there are columns.
    kind
        `total`: of everything; `group`: heading and sum of a group; empty: an ordinary one.
    marks
        Strength of the shade of single cells, 0 to 1, by place of the column: the bars of a Gantt
        chart, or what stands out.
    """

    cells: Sequence[Cell]
    kind: str = ""
    marks: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Chart:
    """
    A chart of the workbook's own that is drawn from columns of the statement.

    Attributes
    ----------
    title
        What stands above it.
    kind
        `column` (side by side), `stacked`, or `line`.
    along
        Place of the column with the names along the axis.
    values
        Places of the columns that are drawn, a series each.
    rows
        Places of the rows that are drawn; a run of neighbours.
    """

    title: str
    kind: str
    along: int
    values: tuple[int, ...]
    rows: range


@dataclass(frozen=True)
class Cut:
    """What of a statement stands in the Word document: places of columns and rows; None: all."""

    columns: tuple[int, ...] | None = None
    rows: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Statement:
    """
    One statement.

    Attributes
    ----------
    key
        Its name in the program.
    tab
        Its name in the workbook, at most 31 letters, without []:*?/ and backslash.
    title
        What stands above it.
    caption
        The units, and what is counted, under the title.
    columns, rows
        What it holds; every row has a cell for each column.
    notes
        Lines below it.
    charts
        What the workbook draws of it.
    fixed
        Columns at the left that stay in view.
    annex
        Whether it belongs to the annex of the Word document.
    cut
        What of it stands there.
    """

    key: str
    tab: str
    title: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    fixed: int = 0
    annex: bool = False
    cut: Cut = Cut()


def value_of(cell: Cell) -> str | float | int | bool | None:
    """
    Return what a cell shows: of a sum its value.

    >>> value_of(Sum(3.0, rows=(0, 1))), value_of("甲")
    (3.0, '甲')
    """
    return cell.value if isinstance(cell, Sum) else cell
