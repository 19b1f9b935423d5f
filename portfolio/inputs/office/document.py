"""The tables of a document, walked through by their cells; what is deleted does not count."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from portfolio.inputs.files import Unreadable, too_many
from portfolio.inputs.grid import Grid
from portfolio.inputs.limits import COLUMNS
from portfolio.inputs.office.looks import clean
from portfolio.inputs.office.markup import named
from portfolio.inputs.office.refusals import READ
from portfolio.inputs.office.room import Canvas, Room
from portfolio.words import Words

Tall = Literal["", "first", "more"]  # a cell of its own, the first of several rows, one of them

DDE = Words("自动取外部数据的域（DDE）", "a field that fetches outside data (DDE)")
# Not read with all that is in them: text that was deleted or moved away, text boxes, the second
# version of a drawing for old programs, how a text sounds, and what a change has changed.
SKIPPED = frozenset(
    {
        *("del", "moveFrom", "txbxContent", "Fallback", "rt", "pPr", "rPr"),
        *("tblPrChange", "trPrChange", "tcPrChange", "tblPrExChange", "tblGridChange"),
    }
)
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass
class _Cell:
    """A cell of a row; it takes `span` columns."""

    span: int = 1
    tall: Tall = ""
    flat: bool = False  # it only continues the cell to its left
    lines: list[str] = field(default_factory=list)


@dataclass
class _Table:
    """A table that is being read."""

    canvas: Canvas
    above: tuple[str, ...]
    at: int  # its place among all tables
    row: int = 0
    before: int = 0
    gone: bool = False  # the row was deleted
    cells: list[_Cell] = field(default_factory=list)
    blocks: list[list[int]] = field(default_factory=list)  # first row, column, last row, column
    open: dict[int, list[int]] = field(default_factory=dict)  # column -> block that may go on


class TableReader:
    """
    Reads the tables of a document in the order in which they begin.

    A table in a cell of another is a grid of its own after the other, whose cell holds its own
    text only.
    """

    def __init__(self, room: Room) -> None:
        self.room = room
        self.grids: dict[int, Grid] = {}
        self.tables: list[_Table] = []
        self.above: list[str] = []
        self.pieces: list[str] = []
        self.codes: list[str] = []
        self.skipped = 0
        self.seen = 0
        self.taking = self.coding = self.in_row = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of a table, row, cell, paragraph or text, and what is said of it."""
        if self.skipped:
            self.skipped += 1
        elif tag in SKIPPED:
            if tag == "del" and self.in_row and self.tables:
                self.tables[-1].gone = True
            self.skipped = 1
        elif tag == "t":
            self.taking = True
        elif tag in SIGNS:
            self.pieces.append(SIGNS[tag])
        elif tag == "p":
            self.pieces = []
        elif tag == "instrText":
            self.coding = True
        elif tag == "fldSimple":
            self.codes.append(f" {named(attributes, 'instr')} ")
        elif tag == "tbl":
            self._begin_table()
        elif self.tables:
            self._in_table(self.tables[-1], tag, attributes)

    def end(self, tag: str) -> None:
        """Take the end of one."""
        if self.skipped:
            self.skipped -= 1
        elif tag == "t":
            self.taking = False
        elif tag == "instrText":
            self.coding = False
        elif tag == "p":
            self._end_paragraph()
        elif tag == "trPr":
            self.in_row = False
        elif tag == "tr" and self.tables:
            self._end_row(self.tables[-1])
        elif tag == "tbl" and self.tables:
            self._end_table(self.tables.pop())
        elif tag == "body":
            self._check_codes()

    def text(self, piece: str) -> None:
        """Take a piece of text."""
        if self.skipped:
            return
        if self.taking:
            self.pieces.append(piece)
        elif self.coding:
            self.codes.append(piece)

    def _begin_table(self) -> None:
        self.room.take_sheets(1)
        self.seen += 1
        above = () if self.tables else tuple(self.above)
        if not self.tables:
            self.above = []
        canvas = Canvas(f"表 {self.seen}", self.room)
        self.tables.append(_Table(canvas, above, self.seen))

    def _in_table(self, table: _Table, tag: str, attributes: dict[str, str]) -> None:
        if tag == "tr":
            table.cells, table.before, table.gone = [], 0, False
        elif tag == "tc":
            table.cells.append(_Cell())
        elif tag == "trPr":
            self.in_row = True
        elif tag == "gridBefore":
            table.before = _count(attributes, 0)
        elif table.cells and tag == "gridSpan":
            table.cells[-1].span = _count(attributes, 1)
        elif table.cells and tag == "vMerge":
            first = named(attributes, "val") == "restart"
            table.cells[-1].tall = "first" if first else "more"
        elif table.cells and tag == "hMerge":
            table.cells[-1].flat = named(attributes, "val") != "restart"

    def _end_paragraph(self) -> None:
        line = "".join(self.pieces)
        self.pieces = []
        if not line or line.isspace():
            return
        if not self.tables:
            lines = [clean(part) for part in line.split("\n")]
            self.room.take_text(len(line))
            self.above += [part for part in lines if part]
        elif self.tables[-1].cells:
            self.tables[-1].cells[-1].lines.append(line)

    def _end_row(self, table: _Table) -> None:
        """Place the cells of a row; blocks that no cell of it continues end above it."""
        if table.gone:
            return
        column, still = table.before, {}
        for at, cell in enumerate(table.cells):
            block = table.open.get(column) if cell.tall == "more" else None
            if cell.flat and at:
                table.blocks[-1][3] = column + cell.span - 1
            elif block is not None:
                block[2] = table.row
                still[column] = block
            else:
                table.canvas.put(table.row, column, "\n".join(cell.lines))
                new = [table.row, column, table.row, column + cell.span - 1]
                table.blocks.append(new)
                if cell.tall == "first":
                    still[column] = new
            column += cell.span
            if column > COLUMNS.most:
                raise Unreadable(too_many(column, COLUMNS), COLUMNS.allowed)
        table.open = still
        table.row += 1

    def _end_table(self, table: _Table) -> None:
        if not table.row:  # it was deleted
            return
        for top, left, bottom, right in table.blocks:
            if (top, left) != (bottom, right):
                table.canvas.merged.append((top, left, bottom, right))
        self.grids[table.at] = table.canvas.grid(table.above)

    def _check_codes(self) -> None:
        """Refuse what would start another program when fields are brought up to date."""
        if re.search(r"(?<![A-Za-z])DDE(AUTO)?(?![A-Za-z])", "".join(self.codes)):
            raise Unreadable(DDE, READ)


def _count(attributes: dict[str, str], usual: int) -> int:
    """Return a number of columns; beyond what is allowed it does not matter how many."""
    text = named(attributes, "val") or ""
    if not (text.isascii() and text.isdigit()):
        return usual
    return min(int(text[:9]), COLUMNS.most + 1)
