"""Cells of one grid as they are found, and how many of them and how much text a file may hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from portfolio.inputs.files import Unreadable, too_many
from portfolio.inputs.grid import Grid
from portfolio.inputs.limits import CELL, COLUMNS, GRID_CELLS, GRID_TEXT, SHEET_ROWS, SHEETS, Cap
from portfolio.inputs.office.looks import clean
from portfolio.words import Words

Block = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0


class Room:
    """What the grids of one file take, all together."""

    def __init__(self) -> None:
        self._cells = self._text = self._sheets = 0

    def take_text(self, letters: int) -> None:
        """Count text; raises `Unreadable` when it is too much."""
        self._text += letters
        if self._text > GRID_TEXT.most:
            raise Unreadable(too_many(self._text, GRID_TEXT), GRID_TEXT.allowed)

    def take_cells(self, cells: int) -> None:
        """Count cells; raises `Unreadable` when there are too many."""
        self._cells += cells
        if self._cells > GRID_CELLS.most:
            raise Unreadable(too_many(self._cells, GRID_CELLS), GRID_CELLS.allowed)

    def take_sheets(self, sheets: int) -> None:
        """Count sheets or tables; raises `Unreadable` when there are too many."""
        self._sheets += sheets
        if self._sheets > SHEETS.most:
            raise Unreadable(too_many(self._sheets, SHEETS), SHEETS.allowed)


class Canvas:
    """Cells of one grid by row and column, counted from 0; only those with text are kept."""

    def __init__(self, name: str, room: Room) -> None:
        self.name, self.room = name, room
        self._rows: dict[int, dict[int, str]] = {}
        self.merged: list[Block] = []

    def put(self, row: int, column: int, text: str) -> None:
        """
        Write a cell; one without text takes no room, wherever it is.

        Raises
        ------
        Unreadable
            If it is too far off, too long, or one too many.
        """
        text = clean(text)
        if not text:
            return
        if row >= SHEET_ROWS.most or column >= COLUMNS.most:
            raise self._too_far(row, column)
        if len(text) > CELL.most:
            where = f"{self.name} {place(row, column)}"
            found = too_many(len(text), CELL)
            raise Unreadable(Words(f"{where} {found.zh}", f"{found.en} in {where}"), CELL.allowed)
        self.room.take_text(len(text))
        self._rows.setdefault(row, {})[column] = text

    def _too_far(self, row: int, column: int) -> Unreadable:
        cap: Cap = SHEET_ROWS if row >= SHEET_ROWS.most else COLUMNS
        return Unreadable(
            Words(
                f"“{self.name}”里远在 {place(row, column)} 的单元格",
                f"a cell as far as {place(row, column)} in '{self.name}'",
            ),
            Words(
                f"{cap.allowed.zh}（删除远处单元格所在的行和列后保存）",
                f"{cap.allowed.en} (delete the rows and columns of far cells, and save)",
            ),
        )

    def grid(self, above: Sequence[str] = (), hidden: bool = False) -> Grid:
        """Return the grid; the cells that a merged block covers are empty but for the first."""
        merged = self._covered()
        last = max((row for row, cells in self._rows.items() if cells), default=-1)
        widths = [max(self._rows.get(row, ()), default=-1) + 1 for row in range(last + 1)]
        self.room.take_cells(sum(widths) + len(widths))
        rows = []
        for row, width in enumerate(widths):
            line = [""] * width
            for column, text in self._rows.get(row, {}).items():
                line[column] = text
            rows.append(line)
        return Grid(self.name, rows, tuple(merged), tuple(above), hidden)

    def _covered(self) -> list[Block]:
        """Return the merged blocks as far as the cells reach, after emptying what they cover."""
        bottom = max(self._rows, default=-1)
        right = max((max(cells, default=-1) for cells in self._rows.values()), default=-1)
        blocks = []
        for top, left, end, far in self.merged:
            last, edge = min(end, bottom), min(far, max(right, left))
            if top > bottom or left > right or (top, left) == (last, edge):
                continue
            blocks.append((top, left, last, edge))
            for row in range(top, last + 1):
                cells = self._rows.get(row, {})
                for column in [at for at in cells if left <= at <= edge]:
                    if (row, column) != (top, left):
                        del cells[column]
        return blocks


def place(row: int, column: int) -> str:
    """
    Return a cell as a spreadsheet calls it.

    >>> place(0, 0), place(1048575, 16383)
    ('A1', 'XFD1048576')
    """
    letters = ""
    column += 1
    while column:
        column, at = divmod(column - 1, 26)
        letters = chr(ord("A") + at) + letters
    return f"{letters}{row + 1}"


def coordinates(name: str) -> tuple[int, int] | None:
    """
    Return row and column, from 0, of a cell by its name; None if it is none.

    >>> coordinates("XFD1048576"), coordinates("$B$2"), coordinates("1A")
    ((1048575, 16383), (1, 1), None)
    """
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    column = _column(letters)
    if column is None or not 0 < len(digits) < 8 or digits == "0" * len(digits):
        return None
    return int(digits) - 1, column


@lru_cache(20_000)
def _column(letters: str) -> int | None:
    letters = letters.replace("$", "").upper()
    if not (letters.isascii() and letters.isalpha() and 0 < len(letters) < 4):
        return None
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1
