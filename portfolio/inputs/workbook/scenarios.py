"""
The scenarios of a workbook as the trees that TOML files give: sheets 情景, 资金, 用地, 转移支付.

Sheet 情景 has a row a key and a column a scenario; the others have a row a scenario and purse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from portfolio.errors import Findings
from portfolio.inputs.codes import folded
from portfolio.inputs.columns import NUMBER
from portfolio.inputs.grid import Grid
from portfolio.inputs.workbook.amounts import horizon_of
from portfolio.inputs.workbook.labels import (
    ABOUT,
    AMOUNTS,
    KEY,
    KINDS,
    NAME,
    SCENARIO,
    TOTAL,
    WAY,
    key_of,
)
from portfolio.inputs.workbook.sheets import LAND, MONEY, SCENARIOS, TRANSFERS, named, sheet_of
from portfolio.inputs.workbook.values import Tree, as_number, keys_of, put, value_of
from portfolio.words import Words, said

Read = Callable[[Grid, int, Tree, dict[str, str], dict[int, str]], None]
YEAR_HEAD = re.compile(r"([12]\d{3})年?(度)?")
A_NUMBER = Words("数", "a number")


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
        self.places: dict[tuple[str, str], str] = {}  # by scenario and dotted key: the sheet
        self.purses = _ids(grids, "purses", ("name",))
        self.sources = _ids(grids, "sources", ("name_zh", "name_en"))

    def read(self) -> dict[str, Tree]:
        """Return the tree of each scenario by its name, in the order of the sheet."""
        grid = named(SCENARIOS, self.grids)
        if grid is not None:
            self._settings(grid.solved())
        for words, read in ((MONEY, self._money), (LAND, self._land), (TRANSFERS, self._transfer)):
            grid = named(words, self.grids)
            if grid is not None and grid.rows:
                self._by_row(grid.solved(), read)
        for tree in self.trees.values():
            tree["data"] = "."
        return self.trees

    def _note(self, grid: Grid, at: int, column: str, found: Words, allowed: Words) -> None:
        self.findings.add(self._sheet(grid), at + 1, column or None, found, allowed)

    def _sheet(self, grid: Grid) -> str:
        return f"{self.book.as_posix()}［{grid.name}］"

    # ---- sheet 情景 ---------------------------------------------------------------------------

    def _settings(self, grid: Grid) -> None:
        head = grid.rows[0] if grid.rows else []
        first = next((at for at, cell in enumerate(head) if folded(cell) in KEY), None)
        if first is None:
            need = Words("第 1 行有“键”一列的工作表", "a sheet with a column 'key' in row 1")
            self._note(grid, 0, "", said(" ".join(head)), need)
            return
        names = {
            at: name
            for at, name in enumerate(head)
            if at > first and name and folded(name) not in ABOUT
        }
        for name in names.values():
            self.trees.setdefault(name, {})
        for at, row in enumerate(grid.rows[1:], start=1):
            written = row[first] if first < len(row) else ""
            key = key_of(written or (row[first - 1] if first and row else ""))
            for column, name in names.items():
                cell = row[column] if column < len(row) else ""
                if cell and not key:
                    what = Words("没有键的一行", "a row without a key")
                    self._note(grid, at, name, what, Words("一个键", "a key"))
                elif cell:
                    put(self.trees[name], key, value_of(key, cell))

    # ---- sheets with a row a scenario -----------------------------------------------------------

    def _by_row(self, grid: Grid, read: Read) -> None:
        heads = [folded(cell) for cell in grid.rows[0]]
        years = {
            at: int(found[1]) for at, cell in enumerate(heads) if (found := YEAR_HEAD.match(cell))
        }
        usual = next(iter(self.trees), "")
        for at, row in enumerate(grid.rows[1:], start=1):
            cells = dict(zip(heads, row, strict=False))
            if not any(row):
                continue
            name = _of(cells, SCENARIO) or usual
            if name not in self.trees:
                known = "、".join(self.trees)
                there = Words(f"情景表里有的情景：{known}", f"a scenario of the workbook: {known}")
                self._note(grid, at, "", said(name), there)
                continue
            by_year = {
                year: row[place] for place, year in years.items() if place < len(row) and row[place]
            }
            self._check_years(grid, at, name, by_year)
            before = keys_of(self.trees[name])
            read(grid, at, self.trees[name], cells, by_year)
            for key in keys_of(self.trees[name]) - before:
                self.places[name, key] = f"{self._sheet(grid)} 第 {at + 1} 行"

    def _check_years(self, grid: Grid, at: int, name: str, by_year: dict[int, str]) -> None:
        """Note a row that has cells, but not one for each year of its horizon, in their order."""
        horizon = list(horizon_of(name, self.trees))
        if not by_year or not horizon or list(by_year) == horizon:
            return
        each = "、".join(map(str, horizon))
        found = "、".join(map(str, by_year))
        allowed = Words(f"规划期的每一年，从前到后：{each}", f"each year of the horizon: {each}")
        self._note(grid, at, "", Words(f"{found} 年的数", f"amounts of {found}"), allowed)

    def _money(
        self, grid: Grid, at: int, tree: Tree, cells: dict[str, str], by_year: dict[int, str]
    ) -> None:
        kind = KINDS.get(folded(_of(cells, AMOUNTS)), "")
        name = _of(cells, NAME)
        path: tuple[str, ...] = ("budget",)
        if kind == "purse" or (not kind and folded(name) in self.purses):
            path = ("budget", "purse", self.purses.get(folded(name), name))
        elif kind == "funding" or (not kind and folded(name) in self.sources):
            path = ("budget", "funding", self.sources.get(folded(name), name))
        elif name and not kind:
            known = Words("资金池或资金来源的名称，或留空", "a purse, a source of money, or empty")
            self._note(grid, at, "", said(name), known)
            return
        self._amounts(grid, at, tree, path, cells, by_year)

    def _land(
        self, grid: Grid, at: int, tree: Tree, cells: dict[str, str], by_year: dict[int, str]
    ) -> None:
        self._amounts(grid, at, tree, ("land",), cells, by_year)

    def _amounts(
        self,
        grid: Grid,
        at: int,
        tree: Tree,
        path: tuple[str, ...],
        cells: dict[str, str],
        by_year: dict[int, str],
    ) -> None:
        table = tree
        for part in path:
            table = table.setdefault(part, {})
        total, way = _of(cells, TOTAL), folded(_of(cells, WAY))
        numbers = [self._number(grid, at, str(year), cell) for year, cell in by_year.items()]
        as_shares = way in ("比例", "shares", "share")
        if as_shares or (total and not numbers):
            if total:
                table["total"] = self._number(grid, at, "合计", total)
            if numbers:
                table["profile"] = numbers
            return
        if numbers:
            table["by_year"] = numbers
        if total and abs(self._number(grid, at, "合计", total) - sum(numbers)) > 0.01:
            adds_up = Words(
                f"各年之和 {sum(numbers):.10g}（填法为“比例”时各年填比例）",
                f"the sum of the years, {sum(numbers):.10g} (or shares by year, said so)",
            )
            self._note(grid, at, "合计", said(total), adds_up)

    def _transfer(
        self, grid: Grid, at: int, tree: Tree, cells: dict[str, str], _: dict[int, str]
    ) -> None:
        giver, taker = (_of(cells, words) for words in (("转出", "from"), ("转入", "to")))
        most = _of(cells, ("最多", "最多(万元)", "max"))
        found: Tree = {
            "from": self.purses.get(folded(giver), giver),
            "to": self.purses.get(folded(taker), taker),
            "max": self._number(grid, at, "最多", most),
        }
        tree.setdefault("budget", {}).setdefault("transfer", []).append(found)

    def _number(self, grid: Grid, at: int, column: str, cell: str) -> float:
        text = cell.replace(",", "").replace("，", "")
        if NUMBER.fullmatch(text):
            return as_number(text)
        self._note(grid, at, column, said(cell), A_NUMBER)
        return 0.0


def _of(cells: dict[str, str], words: Sequence[str]) -> str:
    return next((cells[word] for word in words if cells.get(word)), "")


def _ids(grids: Sequence[Grid], stem: str, columns: Sequence[str]) -> dict[str, str]:
    """Return the ids of a sheet by folded id and name."""
    from portfolio.inputs.heads import column_of

    grid = sheet_of(stem, grids)
    if grid is None or not grid.rows:
        return {}
    heads = [column_of(cell, ("id", *columns)) for cell in grid.rows[0]]
    found: dict[str, str] = {}
    for row in grid.rows[1:]:
        cells = dict(zip(heads, row, strict=False))
        if cells.get("id"):
            for name in ("id", *columns):
                if cells.get(name):
                    found.setdefault(folded(cells[name]), cells["id"])
    return found
