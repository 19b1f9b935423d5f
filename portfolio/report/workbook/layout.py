"""Where everything of a statement stands on its sheet: rows, widths and heights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from portfolio.report.statement import Cell, Column, Row, Statement, value_of
from portfolio.report.workbook.looks import SIZE, TITLE_SIZE, digits, is_centred
from portfolio.report.workbook.measure import height_of, lines_of, longest_word

LEAST_SPAN = 84  # letters: title and notes have room above and below a narrow table
PAGE = 330  # letters that fit across a page and can still be read
MOST_WIDTH = 80  # letters of one column
PADDING = 0.3  # letters of a cell that no text takes: 10 points are narrower than a letter of width
SPARE_WIDTH = 12  # of a column that is there for title and notes alone
BOLD = 1.1  # bold letters are wider
INDENT = 1.3  # letters before text
EDGES = 1.5  # letters beside a number or a word that may not break


@dataclass(frozen=True)
class Layout:
    """
    A statement's place on its sheet; rows and columns are counted from 0.

    Attributes
    ----------
    statement
        What is laid out.
    widths
        Of the columns in letters, and of those that only title and notes need.
    head
        First row of heads.
    heads
        Rows of heads, 1 or 2.
    """

    statement: Statement
    widths: tuple[float, ...]
    head: int
    heads: int

    @property
    def body(self) -> int:
        """First row of the table."""
        return self.head + self.heads

    @property
    def end(self) -> int:
        """The row after the table."""
        return self.body + len(self.statement.rows)

    @property
    def right(self) -> int:
        """Last column."""
        return len(self.widths) - 1

    @property
    def pages(self) -> int:
        """How many pages side by side it takes to be read on paper."""
        return math.ceil(sum(self.widths) / PAGE) if self.widths else 1

    @property
    def last(self) -> int:
        """Last column that title and notes stretch over, which stay on the first page."""
        if self.pages == 1:
            return self.right
        reach = list(accumulate(self.widths))
        return max(sum(each <= sum(self.widths) / self.pages for each in reach) - 1, 0)

    @property
    def span(self) -> float:
        """Width of the columns that title and notes stretch over."""
        return sum(self.widths[: self.last + 1])

    def lines_across(self, text: str, size: float = SIZE) -> int:
        """Return the number of lines of text that is as wide as the sheet."""
        return lines_of(text, (self.span - PADDING) * SIZE / size)

    @property
    def title_height(self) -> float:
        """Height of the title."""
        lines = self.lines_across(self.statement.title, TITLE_SIZE * BOLD)
        return height_of(lines, TITLE_SIZE) + 6

    @property
    def head_heights(self) -> list[float]:
        """Heights of the rows of heads; the last one has room for the highest."""
        columns, widths = self.statement.columns, self.widths
        lines = max(
            (head_lines(each.head, wide) for each, wide in zip(columns, widths, strict=False)),
            default=1,
        )
        if self.heads == 1:
            return [height_of(lines) + 4]
        groups = max(
            head_lines(columns[first].group, sum(widths[first : last + 1]))
            for first, last in groups_of(columns)
        )
        return [height_of(groups) + 2, height_of(lines) + 2]

    def height_of_row(self, row: Row) -> float:
        """Return the height that the texts of a row need."""
        lines = 1
        for cell, wide, column in zip(row.cells, self.widths, self.statement.columns, strict=False):
            if isinstance(cell, str) and cell:
                indent = 0 if is_centred(column) else INDENT
                room = (wide - PADDING - indent) / (BOLD if row.kind else 1)
                lines = max(lines, lines_of(cell, room))
        return height_of(lines)


def head_lines(text: str, wide: float) -> int:
    """Return the lines of a head in a column of a width."""
    return lines_of(text, (wide - PADDING) / BOLD)


def layout_of(statement: Statement) -> Layout:
    """Return where a statement stands."""
    widths = [
        _width(column, [row.cells[at] for row in statement.rows])
        for at, column in enumerate(statement.columns)
    ]
    while sum(widths) < LEAST_SPAN:
        widths.append(min(SPARE_WIDTH, LEAST_SPAN - sum(widths) + 0.01))
    grouped = any(column.group for column in statement.columns)
    return Layout(statement, tuple(widths), head_row(statement), 2 if grouped else 1)


def head_row(statement: Statement) -> int:
    """Return the first row of heads: below title and caption."""
    return 2 if statement.caption else 1


def _width(column: Column, cells: Sequence[Cell]) -> float:
    """Return a width in which no number turns into ####, and no word of the head is cut."""
    least = max(column.width, longest_word(column.head) * BOLD + EDGES)
    for cell in cells:
        value = value_of(cell)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            least = max(least, (digits(column.kind, value) + EDGES) * BOLD)
    return min(MOST_WIDTH, round(least, 1))


def groups_of(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Return first and last place of neighbours under the same head, and of each one without."""
    found: list[tuple[int, int]] = []
    for at, column in enumerate(columns):
        if found and column.group and columns[found[-1][0]].group == column.group:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found
