"""Which tables of which files belong together: one planned or reserve list, over several sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePath

from portfolio.errors import Findings
from portfolio.inputs.annex.amounts import UNITS, USUAL, unit_of_caption
from portfolio.inputs.annex.heads import Head, find_heads
from portfolio.inputs.annex.lines import Below, Line
from portfolio.inputs.codes import compact
from portfolio.inputs.files import Unreadable
from portfolio.inputs.grid import SOLVED, Grid
from portfolio.words import Words

LABEL = re.compile(r"附[件表录]([0-9]+|[一二三四五六七八九十]+)")
TITLE = re.compile(r"(表|清单|一览|名单|项目库)(\(.*\))?$")
AGAIN = re.compile(r"\(?(续上?表?|接上表|[0-9]+/[0-9]+)\)?[0-9]*$")
RESERVE = re.compile(r"储备(类|项目|一览|汇总|情况|计划|清|名)*(表|库|单)|储备项目")
PLANNED = re.compile(r"(计划|规划|实施|建设|重大|重点)(项目)?(一览|汇总|情况|安排|清|名)*(表|单)")
CAPTION = 6  # lines above a table that may be its title and units
NO_TABLE = Words("没有可识别的项目表", "no table of projects")
A_HEADING = Words(
    "表头有“项目名称”“总投资”和另外至少一列的表格（各列的叫法见 docs/import.zh.md）",
    "a table whose heading has a name, a total investment and one more column (docs/import.zh.md)",
)


@dataclass(frozen=True)
class Document:
    """One file: its name as people know it, and its grids in order."""

    file: str
    grids: Sequence[Grid]


@dataclass
class Annex:
    """
    One list as it is published, whole.

    Attributes
    ----------
    label
        `附件3`, or the file's name.
    title
        Its title, compact; empty if it has none.
    kind
        `planned` or `reserve`.
    head
        The heading of its first table.
    units
        Printed units by key; a table that goes on with the list may leave them out.
    lines
        All rows of all its tables, in order.
    """

    label: str
    title: str
    kind: str
    head: Head
    units: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Read:
    """All lists of all files, and what a reader should know of how they were read."""

    annexes: list[Annex]
    notes: list[Words]


def read_annexes(documents: Sequence[Document], kind: str | None, findings: Findings) -> Read:
    """
    Read all tables of projects.

    Parameters
    ----------
    documents
        Files with their grids.
    kind
        `planned` or `reserve` for all of them; None: as titles and headings say.
    findings
        Where to note what cannot be read.
    """
    read = Read([], [])
    for document in documents:
        before: Annex | None = None
        unread: list[str] = []
        for part in _parts(document, findings, read.notes, unread):
            annex = _continued(before, part) or part.begun(kind, document, read.notes)
            if annex is not before:
                read.annexes.append(annex)
                _check_kind(annex, part, findings)
            factors = _factors(part, annex.units, read.notes)
            below = Below(part.table, part.grid, part.head, factors, findings)
            annex.lines += below.lines(part.rows)
            before = annex
            if "number" in part.head.at and not below.numbered:
                read.notes.append(
                    Words(
                        f"{part.table}：序号不是文字（Word 自动编号？），按表中次序编号",
                        f"{part.table}: its numbers are no text, numbered in the order of its rows",
                    )
                )
        if before is None:
            findings.add(document.file, None, None, NO_TABLE, A_HEADING)
        elif unread:
            listed, file = "、".join(unread), PurePath(document.file).name
            read.notes.append(
                Words(
                    f"{file}：没有项目名称和总投资的表，未读：{listed}",
                    f"{file}: not read, as no heading has a name and a total investment: {listed}",
                )
            )
    return read


@dataclass(frozen=True)
class _Part:
    """One table with one heading: what stands above it, and its rows."""

    table: str
    grid: Grid
    caption: list[str]
    head: Head
    rows: range

    @property
    def label(self) -> str:
        places = [*reversed(self.caption), self.grid.name]
        found = (LABEL.search(compact(line)) for line in places)
        return next((each[0] for each in found if each), "")

    @property
    def title(self) -> str:
        titles = [AGAIN.sub("", compact(line)) for line in self.caption]
        return next((each for each in reversed(titles) if TITLE.search(each)), "")

    def begun(self, kind: str | None, document: Document, notes: list[Words]) -> Annex:
        """Return a new list that begins here."""
        stem = PurePath(document.file).stem
        in_name = LABEL.search(compact(stem))
        label = self.label or (in_name[0] if in_name else stem)
        head = self.head
        found = kind or _kind(self.title) or _kind(compact(self.grid.name)) or _kind(compact(stem))
        if not found:
            found = "planned" if "plan_investment" in head.at else "reserve"
            why = Words(
                "有规划期投资一列，作规划项目" if found == "planned" else "作储备项目",
                f"taken as {found} projects",
            )
            notes.append(
                Words(
                    f"{self.table}：标题没有写明是规划还是储备，{why.zh}；可用 --list 指定",
                    f"{self.table}: no title says planned or reserve, {why.en} (see --list)",
                )
            )
        return Annex(label, self.title, found, head)


def _kind(title: str) -> str:
    if RESERVE.search(title):
        return "reserve"
    return "planned" if PLANNED.search(title) else ""


def _continued(before: Annex | None, part: _Part) -> Annex | None:
    """Return the list that a table goes on with; None if it begins one of its own."""
    if before is None or set(before.head.at) != set(part.head.at):
        return None
    other_title = part.title not in ("", before.title)
    return None if other_title or part.label not in ("", before.label) else before


def _parts(
    document: Document, findings: Findings, notes: list[Words], unread: list[str]
) -> Iterator[_Part]:
    """Yield the tables of projects of a file; says which sheets are hidden, and names the rest."""
    for grid in document.grids:
        table = f"{PurePath(document.file).name}［{grid.name}］"
        if not any(any(row) for row in grid.rows):
            continue
        if grid.hidden:
            notes.append(
                Words(f"{table}：隐藏的工作表，未读", f"{table}: a hidden sheet, not read")
            )
            continue
        heads = [head for head in find_heads(grid) if "total_investment" in head.at]
        if not heads:
            unread.append(grid.name)
            continue
        try:
            grid.solved()
        except Unreadable as problem:
            findings.add(table, None, None, problem.found, problem.allowed or SOLVED)
            continue
        ends = [_caption_from(grid, head.first) for head in heads[1:]] + [len(grid.rows)]
        start = 0
        for head, end in zip(heads, ends, strict=True):
            above = [*grid.above[-CAPTION:]] if head is heads[0] else []
            caption = [*above, *_texts(grid, range(start, head.first))]
            _check_head(table, head, findings, notes)
            yield _Part(table, grid, caption, head, range(head.first + head.rows, end))
            start = end


def _caption_from(grid: Grid, head: int) -> int:
    """Return the row where the caption of a later heading begins: its own few words above it."""
    first = head
    for row in range(head - 1, max(head - CAPTION, 0), -1):
        cells = [compact(cell) for cell in grid.rows[row] if cell]
        words = [
            c for c in cells if LABEL.match(c) or TITLE.search(c) or AGAIN.search(c) or "单位:" in c
        ]
        if cells and (len(cells) > 2 or not words):
            break
        first = row
    return first


def _texts(grid: Grid, rows: range) -> list[str]:
    return [cell for row in rows for cell in grid.rows[row] if cell]


def _factors(part: _Part, units: dict[str, str], notes: list[Words]) -> dict[str, Decimal]:
    """
    Return what one printed unit is in 万元 or 亩, by key; says what is converted or assumed.

    Units that are not printed are those of the list so far, which are kept in `units`.
    """
    factors: dict[str, Decimal] = {}
    for key, known in UNITS.items():
        if key not in part.head.at:
            continue
        printed = part.head.units[key] or unit_of_caption(part.caption, known)
        first = key not in units
        unit = units[key] = printed or units.get(key, "")
        usual, place = USUAL[key], f"{part.table} {part.head.printed[key]}"
        factors[key] = known[unit or usual]
        if not unit and first:
            notes.append(
                Words(
                    f"{place}：没有印出单位，按{usual}计（假设）",
                    f"{place}: no unit is printed, taken as {usual} (assumed)",
                )
            )
        elif unit and unit != usual:
            by = f"{factors[key]:f}"
            notes.append(
                Words(
                    f"{place}：由{unit}换算为{usual}（×{by}，不舍入）",
                    f"{place}: converted from {unit} to {usual} (x {by}, exact)",
                )
            )
    return factors


def _check_kind(annex: Annex, part: _Part, findings: Findings) -> None:
    if annex.kind == "planned" and "plan_investment" not in annex.head.at:
        missing = Words(
            "没有规划期投资（如“十五五”计划投资）一类的列",
            "no column of the investment within the plan's years",
        )
        allowed = Words(
            "规划项目的表有这一列；储备项目请加 --list reserve",
            "such a column in a planned list; for a reserve list say --list reserve",
        )
        findings.add(part.table, annex.head.first + 1, None, missing, allowed)


def _check_head(table: str, head: Head, findings: Findings, notes: list[Words]) -> None:
    row = head.first + 1
    for key, words in head.again:
        both = Words(f"“{head.printed[key]}”和“{words}”", f"'{head.printed[key]}' and '{words}'")
        once = Words("只有一列是这个意思", "one column of that meaning")
        findings.add(table, row, None, both, once)
    if head.unread:
        listed = "、".join(head.unread)
        notes.append(Words(f"{table}：未读的列：{listed}", f"{table}: columns not read: {listed}"))
