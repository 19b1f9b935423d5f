"""The cells of one sheet, one by one; what the sheet says about its own size is not believed."""

from __future__ import annotations

from portfolio.inputs.office.looks import dated, iso_dated, plain, unescaped
from portfolio.inputs.office.refusals import damaged
from portfolio.inputs.office.room import Canvas, coordinates, place
from portfolio.inputs.office.workbook import Book


class CellReader:
    """
    Reads the cells and the merged blocks of a sheet.

    It is written for this and not taken from openpyxl, which knows neither the dates of Chinese
    programs (`yyyy"年"m"月"d"日"` by its number alone), nor the merged blocks of a sheet that it
    reads piece by piece, nor whether an empty cell is a formula that nobody has worked out; the
    process that reads starts three times as fast without it.

    Attributes
    ----------
    canvas
        The cells.
    unsolved
        Formulas without a value, as `B7`.
    """

    def __init__(self, canvas: Canvas, book: Book) -> None:
        self.canvas, self.book = canvas, book
        self.unsolved: list[str] = []
        self.row = self.column = -1
        self.kind = "n"
        self.style = "0"
        self.pieces: list[str] = []
        self.inside = self.taking = self.sound = self.formula = self.valued = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of a cell, of its value, of its formula, of a row or merged block."""
        if tag == "c":
            self._begin(attributes)
        elif tag == "v":
            self.taking = self.valued = self.inside
        elif tag == "f":
            self.formula = self.inside
        elif tag == "t":
            self.taking = self.inside and not self.sound
        elif tag == "rPh":
            self.sound = True
        elif tag == "row":
            self._begin_row(attributes.get("r", ""))
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        """Take the end of a cell or of its text."""
        if tag in {"v", "t"}:
            self.taking = False
        elif tag == "rPh":
            self.sound = False
        elif tag == "c":
            self.inside = False
            stored = "".join(self.pieces)
            # A text may be empty, a number is not.
            if self.formula and not (self.valued and (stored or self.kind == "str")):
                self.unsolved.append(place(self.row, self.column))
            elif stored:
                self.canvas.put(self.row, self.column, self._shown(stored))

    def text(self, piece: str) -> None:
        """Take a piece of text."""
        if self.taking:
            self.pieces.append(piece)

    def _begin(self, attributes: dict[str, str]) -> None:
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.pieces = []
        self.inside, self.formula, self.valued = True, False, False
        name = attributes.get("r")
        if name is None:  # then it is the next one
            self.row, self.column = max(self.row, 0), self.column + 1
            return
        found = coordinates(name)
        if found is None:
            raise damaged(self.canvas.name)
        self.row, self.column = found

    def _begin_row(self, number: str) -> None:
        self.column = -1
        if not number:
            self.row += 1
        elif number.isascii() and number.isdigit() and 0 < len(number) < 8:
            self.row = int(number) - 1
        else:
            raise damaged(self.canvas.name)

    def _merge(self, block: str) -> None:
        first, _, last = block.partition(":")
        start, end = coordinates(first), coordinates(last or first)
        if start is None or end is None:
            raise damaged(self.canvas.name)
        self.canvas.merged.append((*start, *end))

    def _shown(self, stored: str) -> str:
        """Return the text of a cell from what is stored."""
        if self.kind == "s":
            return self._shared(stored)
        if self.kind == "b":
            return "true" if stored.strip() in {"1", "true"} else "false"
        if self.kind == "d":
            return iso_dated(stored.strip())
        if self.kind != "n":  # text in the cell itself, or the name of an error
            return unescaped(stored)
        if self.style in self.book.dates:
            return dated(stored.strip(), self.book.since_1904)
        return plain(stored.strip())

    def _shared(self, stored: str) -> str:
        at = int(stored) if stored.isascii() and stored.isdigit() else len(self.book.texts)
        if at >= len(self.book.texts):
            raise damaged(f"{self.canvas.name} {place(self.row, self.column)}")
        return self.book.texts[at]
