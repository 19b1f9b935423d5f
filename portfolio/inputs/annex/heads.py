"""The heading of a published table: which column holds what, in whose words and units."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from portfolio.inputs.annex.amounts import UNITS, unit_in
from portfolio.inputs.codes import folded
from portfolio.inputs.grid import Grid
from portfolio.inputs.heads import MARKS, PLAN_MONEY, spellings_of
from portfolio.inputs.units import LAND, MONEY

# The columns that published tables have, and what some are called there alone: in a table of
# one's own 类型 says whether a project is planned.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("序号", "编号", "项目序号", "项目编号"),
    "name": (),
    "content": (),
    "total_investment": (),
    "plan_investment": (),
    "land": (),
    "owner": (),
    "responsible": (),
    "district": (),
    "domain": ("类别", "类型", "项目类型"),
}
KEYS = {word: key for key, also in COLUMNS.items() for word in (*sorted(spellings_of(key)), *also)}
BRACKETS = re.compile(r"\([^()]*\)")
UNIT = re.compile(rf"[/,、]?({'|'.join(sorted({*MONEY, *LAND}, key=len, reverse=True))})$")
WHOLE = ("合计", "小计", "总额", "总计")  # below 总投资 in a heading of two rows
LEAST = 3  # columns that must be known to call a row a heading, the name among them
DEEPEST = 3  # rows of a heading
SHORT = 20  # letters; the name of a column of names has fewer


@dataclass(frozen=True)
class Head:
    """
    One heading.

    Attributes
    ----------
    first, rows
        Its first row, counted from 0, and how many rows it has.
    at
        Column, counted from 0, of each key of `COLUMNS` that is there.
    printed
        What is printed above each of them.
    units
        Units that are printed there, by key.
    again
        Keys that two columns have, with both their words; the first one is in `at`.
    unread
        What is printed above the columns that have no key.
    """

    first: int
    rows: int
    at: dict[str, int]
    printed: dict[str, str]
    units: dict[str, str]
    again: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]

    @property
    def serves(self) -> bool:
        """Whether enough columns are known to call it a heading."""
        return "name" in self.at and len(self.at) >= LEAST


def find_heads(grid: Grid) -> list[Head]:
    """Return all headings of a grid from top to bottom; tables may stand below one another."""
    return _Rows(grid).heads()


@dataclass(frozen=True)
class _Rows:
    """The rows of a grid, looked at as headings."""

    grid: Grid

    @cached_property
    def _merged(self) -> dict[int, list[tuple[int, int, int]]]:
        """Left, right and bottom of the merged cells that begin in a row."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        for top, left, bottom, right in self.grid.merged:
            found.setdefault(top, []).append((left, right, bottom))
        return found

    def heads(self) -> list[Head]:
        found: list[Head] = []
        row = 0
        while row < len(self.grid.rows):
            best = self._best(row) if self._may_begin(row) else None
            if best is None or not best.serves:
                row += 1
                continue
            while (lower := self._best(best.first + 1)).serves and len(lower.at) >= len(best.at):
                best = lower  # what stood above is a title or a unit
            found.append(self._with_merged_rows(best))
            row = best.first + found[-1].rows
        return found

    def _may_begin(self, row: int) -> bool:
        """Whether a heading can begin here: the head of the names is no more than that far down."""
        rows = self.grid.rows[row : row + DEEPEST]
        return any(len(c) < SHORT and KEYS.get(_bare(c)) == "name" for cells in rows for c in cells)

    def _best(self, row: int) -> Head:
        """Return the heading that begins in a row, as deep as serves."""
        heads = [self._read(row, depth) for depth in range(1, DEEPEST + 1)]
        return max(heads, key=lambda head: (len(head.at), -head.rows))

    def _with_merged_rows(self, head: Head) -> Head:
        """A heading reaches as far down as cells of its first row do, above the first name."""
        ends = [bottom for _, _, bottom in self._merged.get(head.first, ())]
        near = [bottom for bottom in ends if bottom < head.first + DEEPEST]
        last = head.first + head.rows - 1
        while last < max(near, default=0) and not self._text(last + 1, head.at["name"]):
            last += 1
        return replace(head, rows=last - head.first + 1)

    def _read(self, first: int, depth: int) -> Head:
        """Read so many rows as a heading, whether or not they are one."""
        rows = range(first, min(first + depth, len(self.grid.rows)))
        width = max((len(self.grid.rows[row]) for row in rows), default=0)
        at: dict[str, int] = {}
        printed: dict[str, str] = {}
        units: dict[str, str] = {}
        again, unread = [], []
        for column in range(width):
            parts = [text for row in rows if (text := self._text(row, column))]
            words = "/".join("".join(part.split()) for part in parts)
            key = _key(parts)
            if not key:
                unread += [words] if words else []
            elif key in at:
                again.append((key, words))
            else:
                at[key], printed[key] = column, words
                if key in UNITS:
                    found = [
                        unit for part in reversed(parts) if (unit := unit_in(part, UNITS[key]))
                    ]
                    units[key] = found[0] if found else ""
        return Head(first, depth, at, printed, units, tuple(again), tuple(dict.fromkeys(unread)))

    def _text(self, row: int, column: int) -> str:
        """Return a cell; one that is merged sideways stands above all its columns."""
        cells = self.grid.rows[row] if row < len(self.grid.rows) else []
        for left, right, _ in self._merged.get(row, ()):
            if left < column <= right:
                column = left
        return cells[column] if column < len(cells) else ""


def _key(parts: list[str]) -> str:
    """Return the key that the words above a column mean, the lowest first; empty if none."""
    bare = [_bare(part) for part in parts]
    if len(bare) > 1 and bare[-1] in WHOLE:
        bare = bare[:-1]
    lowest = bare[-1] if bare else ""
    tried = [lowest, "".join(bare)]
    if "投资" in "".join(bare[:-1]):
        tried.append(f"{lowest}投资")  # 总投资, and below it “十四五”期间
    for words in tried:
        if PLAN_MONEY.fullmatch(words):
            return "plan_investment"
        if words in KEYS:
            return KEYS[words]
    return ""


def _bare(text: str) -> str:
    """
    Return the words of a heading without units, brackets and quotation marks.

    >>> _bare("“十四五” 计划投资（万元）"), _bare("用地面积/亩"), _bare("总投资 (亿元)")
    ('十四五计划投资', '用地面积', '总投资')
    """
    plain = MARKS.sub("", BRACKETS.sub("", folded(text))).removeprefix("其中")
    return UNIT.sub("", plain)
