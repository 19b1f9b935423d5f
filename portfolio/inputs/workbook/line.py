"""One row of a workbook's sheet of amounts, and the sheet that it stands in, while it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portfolio.errors import Findings
from portfolio.inputs.columns import NUMBER
from portfolio.inputs.grid import Grid, plain_number
from portfolio.inputs.workbook.values import Tree, as_number
from portfolio.words import Words, said

A_NUMBER = Words("数", "a number")


@dataclass
class Sheet:
    """A sheet while it is read: its place as the user knows it, its cells, and what is wrong."""

    place: str
    grid: Grid
    findings: Findings

    def note(self, at: int, column: str, found: Words, allowed: Words) -> None:
        """Note what is wrong in the row at this place."""
        self.findings.add(self.place, at + 1, column or None, found, allowed)


@dataclass
class Line:
    """One row: the sheet, its place, the scenario's tree and years, cells by head and by year."""

    sheet: Sheet
    at: int
    tree: Tree
    years: range
    cells: Mapping[str, str]
    by_year: dict[int, str] = field(default_factory=dict)

    def of(self, words: Sequence[str]) -> str:
        """Return the cell under one of these heads."""
        return next((self.cells[word] for word in words if self.cells.get(word)), "")

    def note(self, column: str, found: Words, allowed: Words) -> None:
        """Note what is wrong in this row."""
        self.sheet.note(self.at, column, found, allowed)

    def number(self, column: str, cell: str) -> float:
        """Return the number that a cell holds; 0 and a note if it holds none."""
        text = plain_number(cell)
        if NUMBER.fullmatch(text):
            return float(as_number(text)) if "." in text else as_number(text)
        self.note(column, said(cell) if cell else Words("空单元格", "an empty cell"), A_NUMBER)
        return 0.0

    def numbers(self) -> list[float]:
        """Return the number of each year of the horizon, in its order; what is amiss is noted."""
        if not self.by_year:
            return []
        years = self.years or sorted(self.by_year)
        for year in sorted(self.by_year):
            if year not in years:
                there = Words(
                    f"规划期 {years[0]}—{years[-1]} 内的年度",
                    f"a year of the horizon, {years[0]} to {years[-1]}",
                )
                self.note(str(year), said(self.by_year[year]), there)
        return [self.number(str(year), self.by_year.get(year, "")) for year in years]
