"""The rows below a heading, sorted: projects, groups, totals, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from portfolio.errors import Findings
from portfolio.inputs.annex.amounts import UNITS, amount_of
from portfolio.inputs.annex.heads import Head
from portfolio.inputs.codes import compact
from portfolio.inputs.grid import Grid
from portfolio.words import Words, said

TEXTS = ("name", "content", "owner", "responsible", "district", "domain")
BESIDE = ("content", "owner", "responsible")  # what projects have and groups have not
SHARED = ("owner", "responsible", "district", "domain")  # one merged cell may stand for several
CHINESE = "[一二三四五六七八九十百]+"
OF_GROUP = re.compile(rf"\(?第?(?:{CHINESE}|[IVX]+)\)?[类、.,]?")
GROUP_AND_NAME = re.compile(rf"([（(]{CHINESE}[)）][、.．]?|{CHINESE}[、.．])\s*(.+)")
OF_PROJECT = re.compile(r"\(?([0-9]+(?:[-.][0-9]+)*)\)?[.、]?")
COUNT = re.compile(r"(?:\((?:共|计|合计)?|共+|计)([0-9]+)[项个](?:项目)?\)?$")
NOTE = re.compile(r"\(?(注|说明|备注|资料来源|填报单位|(填表|填报|制表|审核|联系)人?)[0-9]*[:.、]")
LONGEST_NAME = 40  # letters of the name of a group; a lone text that is longer is a note
BREAK = re.compile(r"[^\S\n]*[\r\n\v\f\u2028]+\s*")
IDEOGRAPH = "[\u3400-\u9fff（）]"
PARTED = re.compile(rf"(?<={IDEOGRAPH})\s+(?={IDEOGRAPH})")


class Sort(StrEnum):
    """What a row is."""

    PROJECT = "project"
    GROUP = "group"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    NOTE = "note"


OF_HOW_MANY = r":?\(?((?:共?[0-9]+[项个](?:项目)?)?)\)?"
SUMS = {
    Sort.TOTAL: re.compile(rf"((?:全[市县区省])?(?:总计|合计|共计|总合计)){OF_HOW_MANY}"),
    Sort.SUBTOTAL: re.compile(rf"((?:本类|分类)?小计){OF_HOW_MANY}"),
}


@dataclass(frozen=True)
class Line:
    """
    One row.

    Attributes
    ----------
    table, row
        Where it stands: `附件3.xlsx［Sheet1］`, and its row as a spreadsheet counts it.
    number
        Its 序号, compact: `7`, `一`; empty if there is none.
    name
        Name of a project, or of a group without its number and count.
    texts
        Further cells that are there, by key of `heads.KEYS`.
    count
        Of a group or total: how many projects it says it has.
    amounts
        In 万元 and 亩, by key; None where the cell is empty, no key where it could not be read.
    raw
        The same as they are printed.
    level
        Of a group: 1, or 2 for those within another, （一）.
    """

    sort: Sort
    table: str
    row: int
    number: str
    name: str
    texts: dict[str, str] = field(default_factory=dict)
    count: int | None = None
    amounts: dict[str, Decimal | None] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    level: int = 1


@dataclass(frozen=True)
class Below:
    """What is needed to read the rows of one table: its place, heading and factors of its units."""

    table: str
    grid: Grid
    head: Head
    factors: dict[str, Decimal]
    findings: Findings

    def lines(self, rows: range) -> Iterator[Line]:
        """Yield the lines of these rows, blank ones left out."""
        for row in rows:
            cells = {key: self._cell(row, key) for key in self.head.at}
            if any(self.grid.rows[row]):
                yield self._line(row, cells)

    @cached_property
    def numbered(self) -> bool:
        """Whether any row has a number; Word may number rows by itself, and none is text then."""
        column = self.head.at.get("number")
        cells = [row[column] for row in self.grid.rows if column is not None and column < len(row)]
        return any(OF_PROJECT.fullmatch(compact(cell)) for cell in cells)

    @cached_property
    def _shared(self) -> dict[tuple[int, int], int]:
        """The row where the text of a cell stands that is merged downwards."""
        columns = {self.head.at[key] for key in SHARED if key in self.head.at}
        first = self.head.first + self.head.rows
        return {
            (row, left): top
            for top, left, bottom, right in self.grid.merged
            if left == right and left in columns and top >= first
            for row in range(top, min(bottom + 1, len(self.grid.rows)))
        }

    def _cell(self, row: int, key: str) -> str:
        """Return a cell; one that is merged downwards stands for all its rows if it is text."""
        column = self.head.at[key]
        cells = self.grid.rows[self._shared.get((row, column), row)]
        return cells[column] if column < len(cells) else ""

    def _line(self, row: int, cells: dict[str, str]) -> Line:
        first, name = compact(cells.get("number", "")), joined(cells["name"])
        if not name and not OF_PROJECT.fullmatch(first):  # both cells are merged
            first, name = _parted(joined(cells.get("number", "")))
        elif not first:
            first, name = _parted(name)
        sort = self._sort(row, first, name, cells)
        if sort is Sort.PROJECT:
            return self._project(row, cells, first, name)
        if sort is Sort.NOTE:
            return Line(sort, self.table, row + 1, "", " ".join(filter(None, self.grid.rows[row])))
        counts = [compact(name), f"共{compact(cells.get('content', ''))}"]
        total = SUMS[sort].fullmatch(compact(f"{first}{name}")) if sort in SUMS else None
        if total:
            counts, first, name = [f"共{total[2]}", counts[1]], "", total[1]
        count = next((n for n in map(_count, counts) if n is not None), None)
        level = 2 if first.startswith("(") else 1
        amounts = self._amounts(row, cells)
        raw = {key: cells[key] for key in amounts}
        name = _uncounted(name)
        return Line(sort, self.table, row + 1, first, name, {}, count, amounts, raw, level)

    def _sort(self, row: int, first: str, name: str, cells: dict[str, str]) -> Sort:
        plain = compact(f"{first}{name}")
        for sort, words in SUMS.items():
            if words.fullmatch(plain):
                return sort
        if OF_PROJECT.fullmatch(first):
            return Sort.PROJECT
        alone = sum(map(bool, self.grid.rows[row])) == 1
        if NOTE.match(plain) or (alone and (not name or len(name) > LONGEST_NAME)):
            return Sort.NOTE
        known = [key for key in BESIDE if key in self.head.at]
        described = any(cells[key] for key in known) or not (known or self.numbered)
        if OF_GROUP.fullmatch(first) or not (first or described) or _count(compact(name)):
            return Sort.GROUP
        return Sort.PROJECT

    def _project(self, row: int, cells: dict[str, str], number: str, name: str) -> Line:
        where = OF_PROJECT.fullmatch(number)
        if self.numbered and where is None:
            allowed = Words(
                "项目的序号（是上一行的续行，请并到上一行；是分类，请写一、二……）",
                "a project's number (or join it to the row above, or number a group 一, 二)",
            )
            found = said(number) if number else Words("没有序号的一行", "a row without a number")
            self._note(row, "number", found, allowed)
        if not name:
            empty = Words("空单元格", "an empty cell")
            self._note(row, "name", empty, Words("项目名称", "a project's name"))
        texts = {key: joined(cells[key]) for key in TEXTS if key in cells and key != "name"}
        for key in SHARED:
            if key in texts:
                texts[key] = PARTED.sub("", texts[key])
        plain_number = (where[1].lstrip("0") or "0") if where else ""
        amounts = self._amounts(row, cells)
        raw = {key: cells[key] for key in amounts}
        table, line = self.table, row + 1
        return Line(Sort.PROJECT, table, line, plain_number, name, texts, None, amounts, raw)

    def _amounts(self, row: int, cells: dict[str, str]) -> dict[str, Decimal | None]:
        found: dict[str, Decimal | None] = {}
        for key in UNITS:
            if key not in cells:
                continue
            try:
                amount = amount_of(cells[key])
                if amount is not None and amount < 0:
                    raise ValueError
            except ValueError:
                allowed = Words("不小于 0 的数", "a number >= 0")
                self._note(row, key, said(cells[key]), allowed)
                continue
            found[key] = None if amount is None else amount * self.factors[key]
        return found

    def _note(self, row: int, key: str, found: Words, allowed: Words) -> None:
        self.findings.add(self.table, row + 1, self.head.printed[key], found, allowed)


def joined(text: str) -> str:
    r"""
    Return a cell as one line: its line breaks are of the layout, and go without a blank.

    >>> joined("源城区\n\n政府 ")
    '源城区政府'
    """
    return BREAK.sub("", text).strip()


def _parted(text: str) -> tuple[str, str]:
    """
    Return the number and the name of a group that stand in one cell.

    >>> _parted("（一）现代教育项目（18项）"), _parted("一中迁建项目")
    (('(一)', '现代教育项目（18项）'), ('', '一中迁建项目'))
    """
    both = GROUP_AND_NAME.fullmatch(text)
    return (compact(both[1]), both[2]) if both else ("", text)


def _count(plain: str) -> int | None:
    found = COUNT.search(plain)
    return int(found[1]) if found else None


def _uncounted(name: str) -> str:
    """
    Return the name of a group without how many it has.

    >>> _uncounted("现代教育项目（18项）"), _uncounted("文体项目 共 4 项")
    ('现代教育项目', '文体项目')
    """
    pattern = r"\s*([（(]\s*(共|计|合计)?|共|计)\s*[0-9０-９]+\s*[项个]\s*(项目)?\s*[)）]?$"
    return PARTED.sub("", re.sub(pattern, "", name))
