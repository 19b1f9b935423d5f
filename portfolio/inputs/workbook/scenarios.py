"""
The scenarios of a workbook as the trees that TOML files give: sheets 情景, 资金, 用地, 转移支付.

Sheet 情景 has a row a key and a column a scenario; the others have a row a scenario and purse.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from portfolio.errors import Findings
from portfolio.inputs.codes import folded
from portfolio.inputs.grid import ERRORS, HEAD_WITHIN, NO_ERROR, Grid
from portfolio.inputs.workbook.by_row import RowReader
from portfolio.inputs.workbook.labels import ABOUT, KEY, SETTING, key_of
from portfolio.inputs.workbook.line import Sheet
from portfolio.inputs.workbook.sheets import LAND, MONEY, SCENARIOS, TRANSFERS, all_named, same_name
from portfolio.inputs.workbook.values import Tree, put, value_of
from portfolio.words import Words, is_control, said

MOST = 80  # letters of a name: it becomes a part of the name of a folder
NO_PART = ("/", "\\", ":", "*", "?", '"', "<", ">", "|")
A_NAME = Words(
    f"不超过 {MOST} 字的情景名，不含 / \\ : * ? 等符号和换行，不以点开头或结尾",
    f"a name of at most {MOST} letters without / \\ : * ? and line ends, no dot at its ends",
)
ONCE = Words("每个名称一列", "each name in one column")
KEY_ONCE = Words("每个键一行", "each key in one row")


class Reader:
    """
    Reads the scenarios of one workbook, and notes what cannot be read.

    Parameters
    ----------
    book
        The workbook as the user knows it.
    grids
        Its sheets.
    findings
        Where to note what is wrong.
    """

    def __init__(self, book: Path, grids: Sequence[Grid], findings: Findings) -> None:
        self.book, self.grids, self.findings = book, grids, findings
        self.trees: dict[str, Tree] = {}
        self.places: dict[tuple[str, str], str] = {}  # of keys beyond sheet 情景: sheet and row

    def read(self) -> dict[str, Tree]:
        """Return the tree of each scenario by its name, in the order of the sheet."""
        for grid in self._sheets(SCENARIOS):
            self._settings(grid.solved())
        rows = RowReader(self.trees, self.grids)
        for words, read in (
            (MONEY, rows.money),
            (LAND, rows.land),
            (TRANSFERS, rows.transfer),
        ):
            for grid in self._sheets(words):
                if any(map(any, grid.rows)):
                    rows.read(Sheet(self._place(grid), grid.solved(), self.findings), read)
        self.places = rows.places
        for name, tree in self.trees.items():
            if "data" in tree:
                own = Words("不写：用本工作簿的各表", "nothing: the sheets of this workbook")
                self.findings.add(self.book.as_posix(), None, name, said("data"), own)
            tree["data"] = "."
        return self.trees

    def _sheets(self, words: Words) -> list[Grid]:
        """Return the sheet of this name, if there is one; two are noted."""
        grids = all_named(words, self.grids)
        if len(grids) > 1:
            self.findings.add(self.book.as_posix(), None, None, *same_name(grids))
        return grids[:1]

    def _place(self, grid: Grid) -> str:
        return f"{self.book.as_posix()}［{grid.name}］"

    def _note(self, grid: Grid, at: int, column: str, found: Words, allowed: Words) -> None:
        self.findings.add(self._place(grid), at + 1, column or None, found, allowed)

    def _settings(self, grid: Grid) -> None:
        top, first = next(
            (
                (line, at)
                for line, row in enumerate(grid.rows[:HEAD_WITHIN])
                for at, cell in enumerate(row)
                if folded(cell) in KEY
            ),
            (0, None),
        )
        head = grid.rows[top] if grid.rows else []
        if first is None:
            need = Words("第 1 行有“键”一列的工作表", "a sheet with a column 'key' in row 1")
            self._note(grid, 0, "", said(" ".join(head)), need)
            return
        names = self._names(grid, top)
        for at, row in enumerate(grid.rows[top + 1 :], start=top + 1):
            written = row[first] if first < len(row) else ""
            key = key_of(written or (row[first - 1] if first and row else ""))
            for column, name in names.items():
                cell = row[column] if column < len(row) else ""
                if cell and not key:
                    what = Words("没有键的一行", "a row without a key")
                    self._note(grid, at, name, what, Words("一个键", "a key"))
                elif cell in ERRORS:
                    self._note(grid, at, name, said(cell), NO_ERROR)
                elif cell and not put(self.trees[name], key, value_of(key, cell)):
                    self._note(grid, at, name, said(key), KEY_ONCE)

    def _names(self, grid: Grid, top: int) -> dict[int, str]:
        """Return the name of each scenario by its column; begins the tree of each."""
        head, names = grid.rows[top], {}
        others = {*KEY, *ABOUT, *SETTING}
        width = max(map(len, grid.rows))
        seen: set[str] = set()
        for at in range(width):
            name = head[at] if at < len(head) else ""
            if folded(name) in others:
                continue
            below = (row[at] for row in grid.rows[top + 1 :] if at < len(row))
            if not name and any(below):
                nameless = Words("没有名称的一列", "a column without a name")
                self._note(grid, top, "", nameless, A_NAME)
            elif name and not _may_be_called(name):
                self._note(grid, top, "", said(name), A_NAME)
            elif folded(name) in seen:
                self._note(grid, top, "", said(name), ONCE)
            elif name:
                seen.add(folded(name))
                names[at] = name
                self.trees[name] = {}
        return names


def _may_be_called(name: str) -> bool:
    """Whether a scenario may have this name, which is part of paths and of a folder's name."""
    odd = any(each in name for each in (*NO_PART, "\n", "\t")) or any(map(is_control, name))
    return not odd and len(name) <= MOST and name == name.strip(".") and name[-5:] != ".toml"
