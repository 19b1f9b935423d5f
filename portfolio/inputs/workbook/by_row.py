"""The sheets 资金, 用地 and 转移支付 of a workbook: a row a scenario and purse, a column a year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from portfolio.inputs.codes import folded
from portfolio.inputs.columns import SHARE_TOLERANCE
from portfolio.inputs.grid import HEAD_WITHIN, Grid
from portfolio.inputs.heads import column_of
from portfolio.inputs.workbook.labels import (
    AMOUNTS,
    FROM,
    KINDS,
    MAX,
    NAME,
    SCENARIO,
    TO,
    TOTAL,
    WAY,
    WAYS,
)
from portfolio.inputs.workbook.line import Line, Sheet
from portfolio.inputs.workbook.sheets import sheet_of
from portfolio.inputs.workbook.values import Tree, keys_of
from portfolio.words import Words, said

# 2026, 2026年, 2026年度预算（万元）; a date that is shown as a year.
YEAR_HEAD = re.compile(
    r"([12]\d{3})(?:年?度?(?:预算|资金|用地|供地|金额|比例)?(?:\((?:万元|亩)\))?|-\d\d-\d\d)"
)
HEADS = {*SCENARIO, *AMOUNTS, *NAME, *WAY, *TOTAL, *FROM, *TO, *MAX}
KNOWN = Words(
    "情景、类别、名称、填法、合计（万元或亩）、年度（如 2026），转出、转入、最多（万元）",
    "scenario, kind, name, filled with, total (万元 or 亩), years such as 2026; from, to, max",
)
NAMES = Words("资金池或资金来源的名称，或留空", "a purse, a source of money, or empty")
KIND = Words(
    "年度预算、资金池、资金来源上限，或留空", "budget, purse, ceiling of a source, or empty"
)
WAY_SAID = Words("金额 或 比例", "amounts or shares")
ONCE = Words("一个情景的同一种数只填一次", "the same of a scenario once")

Read = Callable[[Line], None]


class RowReader:
    """
    Reads sheets with a row a scenario into the trees of these.

    Parameters
    ----------
    trees
        The scenarios as sheet 情景 has them.
    grids
        The sheets of the workbook, for the names of purses and sources.
    """

    def __init__(self, trees: dict[str, Tree], grids: Sequence[Grid]) -> None:
        self.trees = trees
        self.places: dict[tuple[str, str], str] = {}  # of each key: sheet and row, by scenario
        self.purses = _ids(grids, "purses", ("name",))
        self.sources = _ids(grids, "sources", ("name_zh", "name_en"))

    def read(self, sheet: Sheet, take: Read) -> None:
        """Hand each row of a sheet to `take`."""
        rows = sheet.grid.rows
        top = max(range(min(len(rows), HEAD_WITHIN)), key=lambda at: _known(rows[at]))
        heads = [folded(cell) for cell in rows[top]]
        years = _years(heads)
        self._check_heads(sheet, top, heads, years)
        usual = next(iter(self.trees), "")
        for at, row in enumerate(rows[top + 1 :], start=top + 1):
            if not any(row):
                continue
            cells = dict(zip(heads, row, strict=False))
            line = Line(sheet, at, {}, range(0), cells)
            name = line.of(SCENARIO) or usual
            if name not in self.trees:
                known = "、".join(self.trees)
                there = Words(f"情景表里有的情景：{known}", f"a scenario of the workbook: {known}")
                line.note("", said(name), there)
                continue
            line.tree, line.years = self.trees[name], self._horizon(name)
            line.by_year = {
                year: row[place] for place, year in years.items() if place < len(row) and row[place]
            }
            before = keys_of(line.tree)
            take(line)
            row_said = f"{sheet.place} 第 {at + 1} 行"
            self.places |= {(name, key): row_said for key in keys_of(line.tree) - before}

    @staticmethod
    def _check_heads(sheet: Sheet, top: int, heads: list[str], years: Mapping[int, int]) -> None:
        """Note columns that nobody reads though something stands in them, and years given twice."""
        rows = sheet.grid.rows
        for at in range(max(map(len, rows))):
            head = heads[at] if at < len(heads) else ""
            filled = any(at < len(row) and row[at] for row in rows[top + 1 :])
            if filled and head not in HEADS and at not in years:
                found = (
                    said(rows[top][at])
                    if head
                    else Words("没有表头的一列", "a column without head")
                )
                sheet.note(top, "", found, KNOWN)
        for year, count in Counter(years.values()).items():
            if count > 1:
                sheet.note(top, "", said(year), Words("每个年度一列", "each year in one column"))

    def _horizon(self, name: str) -> range:
        """Return the years of a scenario, maybe from what it extends; empty: unknown."""
        found: dict[str, Any] = {}
        seen: set[str] = set()
        while name in self.trees and name not in seen:
            seen.add(name)
            horizon = self.trees[name].get("horizon")
            for key, value in (horizon if isinstance(horizon, dict) else {}).items():
                found.setdefault(key, value)
            name = str(self.trees[name].get("extends", "")).removesuffix(".toml")
        first, last = found.get("first_year"), found.get("last_year")
        if not (isinstance(first, int) and isinstance(last, int) and 0 <= last - first < 1000):
            return range(0)
        return range(first, last + 1)

    def money(self, line: Line) -> None:
        """Take a row of sheet 资金."""
        said_kind = line.of(AMOUNTS)
        kind, name = KINDS.get(folded(said_kind), ""), line.of(NAME)
        path: tuple[str, ...] = ("budget",)
        if said_kind and not kind:
            line.note("", said(said_kind), KIND)
            return
        if kind == "purse" or (not kind and folded(name) in self.purses):
            path = ("budget", "purse", self.purses.get(folded(name), name))
        elif kind == "funding" or (not kind and folded(name) in self.sources):
            path = ("budget", "funding", self.sources.get(folded(name), name))
        elif name:
            nothing = Words("留空（年度预算不分名称）", "nothing: the budget is of all")
            line.note("", said(name), nothing if kind else NAMES)
            return
        self._amounts(line, path)

    def land(self, line: Line) -> None:
        """Take a row of sheet 用地."""
        self._amounts(line, ("land",))

    @staticmethod
    def _amounts(line: Line, path: tuple[str, ...]) -> None:
        table: Any = line.tree
        for part in path:
            table = table.setdefault(part, {})
            if not isinstance(table, dict):
                return  # a key that sheet 情景 holds wrongly, which is noted as one
        total, way = line.of(TOTAL), folded(line.of(WAY))
        numbers = line.numbers()
        if not total and not numbers:
            return
        if any(each in table for each in ("total", "profile", "by_year")):
            line.note("", said(".".join(path)), ONCE)
            return
        if (wrong := _wrong_way(line, path, total, way, numbers)) is not None:
            line.note(*wrong)
            return
        if WAYS.get(way) == "shares" or (total and not numbers):
            if total:
                table["total"] = line.number("合计", total)
            if numbers:
                table["profile"] = numbers
            return
        table["by_year"] = numbers
        if total and abs(line.number("合计", total) - sum(numbers)) > 0.01:
            adds_up = Words(
                f"各年之和 {sum(numbers):.10g}（填法为“比例”时各年填比例）",
                f"the sum of the years, {sum(numbers):.10g} (or shares by year, said so)",
            )
            line.note("合计", said(total), adds_up)

    def transfer(self, line: Line) -> None:
        """Take a row of sheet 转移支付."""
        giver, taker = line.of(FROM), line.of(TO)
        budget = line.tree.setdefault("budget", {})
        transfers = budget.setdefault("transfer", []) if isinstance(budget, dict) else None
        if isinstance(transfers, list):
            transfers.append(
                {
                    "from": self.purses.get(folded(giver), giver),
                    "to": self.purses.get(folded(taker), taker),
                    "max": line.number("最多", line.of(MAX)),
                }
            )


def _years(heads: Sequence[str]) -> dict[int, int]:
    """Return the year of each column that has one."""
    found = {at: YEAR_HEAD.fullmatch(head) for at, head in enumerate(heads)}
    return {at: int(year[1]) for at, year in found.items() if year}


def _known(row: Sequence[str]) -> int:
    """Return how many heads that mean something stand in a row."""
    heads = [folded(cell) for cell in row]
    return sum(head in HEADS for head in heads) + len(_years(heads))


def _ids(grids: Sequence[Grid], stem: str, columns: Sequence[str]) -> dict[str, str]:
    """Return the ids of a sheet by folded id and name."""
    grid = sheet_of(stem, grids)
    if grid is None or not grid.rows:
        return {}

    def heads_at(at: int) -> list[str]:
        return [column_of(cell, ("id", *columns)) for cell in grid.rows[at]]

    places = range(min(len(grid.rows), HEAD_WITHIN))
    top = max(places, key=lambda at: len({"id", *columns} & set(heads_at(at))))
    heads = heads_at(top)
    found: dict[str, str] = {}
    for row in grid.rows[top + 1 :]:
        cells = dict(zip(heads, row, strict=False))
        if cells.get("id"):
            for name in ("id", *columns):
                if cells.get(name):
                    found.setdefault(folded(cells[name]), cells["id"])
    return found


def _wrong_way(
    line: Line, path: tuple[str, ...], total: str, way: str, numbers: Sequence[float]
) -> tuple[str, Words, Words] | None:
    """Return column, what was found and what is allowed, where it cannot be told how to read it."""
    if way and way not in WAYS:
        return "", said(line.of(WAY)), WAY_SAID
    if not way and numbers and not total and abs(sum(numbers) - 1) <= SHARE_TOLERANCE:
        found = Words("没有填法，各年之和为 1", "years that sum to 1, and no way of filling")
        return "", found, WAY_SAID
    if total and not numbers and WAYS.get(way) == "amounts" and "purse" not in path:
        by_year = Words(
            "各年的金额；只有总额时把填法改成“比例”，各年填比例",
            "the amount of each year; of a total the way of filling is shares",
        )
        return "合计", Words("只填了合计", "a total alone"), by_year
    return None
