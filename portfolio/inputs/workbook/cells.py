"""How a workbook to fill in is written: heads, drop-downs, notes, and what a cell may hold."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from portfolio.inputs.codes import called
from portfolio.inputs.columns import (
    ATTRIBUTES,
    CONFIDENCES,
    LAND_KINDS,
    LISTS,
    NUMBER,
    ORIGINS,
    SCOPE_ITEMS,
    SENSES,
    Column,
    in_book,
)
from portfolio.inputs.heads import HEADS, year_in
from portfolio.inputs.workbook.about import NOTES
from portfolio.inputs.workbook.amounts import Cell
from portfolio.words import Words, is_wide

FONT = "宋体"
LAST = 2000  # rows to which drop-downs and checks reach
MADE = datetime(2020, 1, 1)  # the same workbook has the same bytes on every day
WIDE, ROOMY, NARROW = 48, 22, 9
BOUNDS = {
    "number": ("decimal", 0, 1e12),
    "any_number": ("decimal", -1e12, 1e12),
    "year": ("integer", 1000, 2999),
}


@dataclass(frozen=True)
class Field:
    """
    One column to fill in.

    Attributes
    ----------
    head
        What stands above it.
    note
        What belongs into it, shown when the mouse rests on the head.
    kind
        `text`, `number` (at least 0), `any_number` or `year`.
    choices
        What a cell is chosen from, in words; or a formula that names cells.
    strict
        Whether nothing else may be typed in.
    must
        Whether a cell may not stay empty.
    once
        Whether a value may stand there once only.
    """

    head: Words
    note: Words
    kind: str = "text"
    choices: Sequence[Words] | str = ()
    strict: bool = True
    must: bool = False
    once: bool = False


def field_of(name: str, column: Column | None, written: str | None = None) -> Field:
    """Return the field of a column of a table; `written`: its head where that carries a year."""
    head = HEADS[name].words if name in HEADS else Words(name, name)
    year = year_in(written or "")
    if year:
        head = Words(f"{year}年{HEADS[name].zh}", f"{name}_{year}")
    if column is None:
        return Field(head, Words("", ""))
    must = column.empty is ...
    says = NOTES.get(name, Words("", ""))
    filled = Words("必填", "must be filled in") if must else Words("可以留空", "may stay empty")
    told = column.parse is str or name in LISTED  # any text, or what the drop-down shows
    rule = Words("", "") if told else in_book(column.allowed)
    note = Words(
        "。".join(each for each in (says.zh, rule.zh, filled.zh) if each),
        ". ".join(each for each in (says.en, rule.en, filled.en) if each),
    )
    return replace(_typed(name, column, Field(head, note)), must=must, once=name == "id")


def _typed(name: str, column: Column, found: Field) -> Field:
    if name in CODES:
        return replace(found, choices=[called(each) for each in CODES[name]])
    if name in LISTED:
        return replace(found, choices=LISTED[name], strict=False)
    if column.takes_number("2021") and not column.takes_number("1"):
        return replace(found, kind="year")
    if column.takes_number("1"):
        return replace(found, kind="any_number" if column.takes_number("-1") else "number")
    return found


CODES: dict[str, tuple[str, ...]] = {
    "list": LISTS,
    "land_kind": LAND_KINDS,
    "sense": SENSES,
    "cumulative": ("true", "false"),
    "attribute": ATTRIBUTES,
    "need_origin": ORIGINS,
    "confidence": CONFIDENCES,
    "item": SCOPE_ITEMS,
}
LISTED = {"domain": "domains", "funding": "sources", "project_id": "projects"}
LISTED |= {"indicator_id": "indicators"}


class Book:
    """
    A workbook while it is written; use it in a `with`.

    Parameters
    ----------
    path
        The file.
    lang
        `zh` or `en`.
    """

    def __init__(self, path: Path, lang: str) -> None:
        import xlsxwriter

        self.lang = lang
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        options |= {"strings_to_numbers": False, "in_memory": True}
        # Written in memory: whatever the disk refuses, there is one error and no half of a file.
        self.path, self.content = path, io.BytesIO()
        self.file = xlsxwriter.Workbook(self.content, options)
        self.file.set_properties({"created": MADE})
        base = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
        self.plain = self.file.add_format({**base, "text_wrap": True})
        self.text = self.file.add_format({**base, "num_format": "@"})
        self.number = self.file.add_format({**base, "num_format": "#,##0.######"})
        self.year = self.file.add_format({**base, "num_format": "0"})
        self.title = self.file.add_format({**base, "bold": True, "font_size": 16})
        head = {**base, "bold": True, "text_wrap": True, "border": 1, "align": "center"}
        self.head = self.file.add_format({**head, "bg_color": "#DDE6EF"})
        self.must = self.file.add_format({**head, "bg_color": "#FBE3C0"})
        self.missing = self.file.add_format({"bg_color": "#FFD9D9"})
        self.bad = self.file.add_format({"font_color": "#A60D25", "bold": True})
        self.ranges: dict[str, str] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is None:
            self.file.close()
            self.path.write_bytes(self.content.getvalue())

    def say(self, words: Words) -> str:
        """Return words in the workbook's language."""
        return words.to(self.lang)

    def sheet(self, words: Words, heads: int = 1, fixed: int = 0) -> Any:
        """Return a new sheet whose heads and first columns stay in view."""
        sheet = self.file.add_worksheet(self.say(words))
        sheet.freeze_panes(heads, fixed)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        return sheet

    def table(
        self, words: Words, fields: Sequence[Field], rows: Sequence[Sequence[Cell]], fixed: int = 2
    ) -> None:
        """Write a table to fill in, with what is known of it; `fixed` columns stay in view."""
        sheet = self.sheet(words, fixed=fixed)
        sheet.repeat_rows(0)
        for at, each in enumerate(fields):
            cells = [row[at] for row in rows]
            self.column(sheet, at, each, cells)
            for line, cell in enumerate(cells, start=1):
                self.cell(sheet, line, at, cell, each.kind)

    def column(self, sheet: Any, at: int, each: Field, cells: Sequence[Cell]) -> None:
        """Write the head of a column, and say what may be typed in below."""
        head = self.say(each.head)
        form = {"number": self.number, "any_number": self.number, "year": self.year}
        widest = max([width(head), *map(width, cells)], default=NARROW)
        least = NARROW if cells or each.kind != "text" or each.choices else ROOMY
        sheet.set_column(at, at, min(max(widest + 2, least), WIDE), form.get(each.kind, self.text))
        sheet.write_string(0, at, head, self.must if each.must else self.head)
        note = self.say(each.note)
        if note:
            sheet.write_comment(0, at, note, {"x_scale": 2.2, "y_scale": 1.4})
        rule = self._rule(at, each)
        if rule:
            sheet.data_validation(1, at, LAST, at, rule)
        if each.must and at:
            first = letters(0)
            here = letters(at)
            blank = f'=AND(${first}2<>"",{here}2="")'
            rule = {"type": "formula", "criteria": blank, "format": self.missing}
            sheet.conditional_format(1, at, LAST, at, rule)

    def _rule(self, at: int, each: Field) -> dict[str, Any]:
        """Return what Excel checks as somebody types; nothing: any text."""
        wrong = {
            "error_title": self.say(each.head)[:32],
            "error_message": self.say(each.note)[:250],
        }
        if isinstance(each.choices, str):
            place = self.ranges.get(each.choices)
            if place is None:
                return {}
            return {"validate": "list", "source": place, "error_type": "information", **wrong}
        if each.choices:
            listed = [self.say(word) for word in each.choices]
            kind = "stop" if each.strict else "information"
            return {"validate": "list", "source": listed, "error_type": kind, **wrong}
        if each.kind in BOUNDS:
            validate, least, most = BOUNDS[each.kind]
            bounds = {"criteria": "between", "minimum": least, "maximum": most}
            return {"validate": validate, **bounds, **wrong}
        here = letters(at)
        once = f"=COUNTIF(${here}$2:${here}${LAST + 1},{here}2)=1"
        return {"validate": "custom", "value": once, **wrong} if each.once else {}

    def cell(self, sheet: Any, line: int, at: int, cell: Cell, kind: str) -> None:
        """Write one cell: a number as one, everything else as text, whatever it begins with."""
        if cell == "":
            return
        is_number = isinstance(cell, (int, float)) or NUMBER.fullmatch(cell)
        if kind != "text" and is_number and len(str(cell)) <= 15:
            form = self.year if kind == "year" else self.number
            sheet.write_number(line, at, float(cell), form)
        else:
            sheet.write_string(line, at, str(cell), self.text)


def width(text: Cell) -> float:
    """Return how wide a text is, in letters of half width; of several lines the widest."""
    lines = str(text).splitlines()
    return max((sum(2 if is_wide(letter) else 1 for letter in line) for line in lines), default=0)


def letters(at: int) -> str:
    """
    Return the letters of a column.

    >>> letters(0), letters(26)
    ('A', 'AA')
    """
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(at))
