"""One statement on one sheet."""

from __future__ import annotations

import math
from typing import Any

from portfolio.inputs.codes import called
from portfolio.report.statement import Cell, Column, Row, Sum
from portfolio.report.workbook import formulas
from portfolio.report.workbook.layout import Layout, groups_of
from portfolio.report.workbook.looks import BODY, Looks, number_format
from portfolio.report.workbook.measure import height_of
from portfolio.report.workbook.text import allowed
from portfolio.words import Words

INFINITE = "∞"


def write_sheet(sheet: Any, layout: Layout, looks: Looks) -> int:
    """
    Write title, heads, body and notes of a statement.

    Returns
    -------
    int
        The row after the last note.
    """
    for at, wide in enumerate(layout.widths):
        sheet.set_column(at, at, wide)
    _write_title(sheet, layout, looks)
    _write_heads(sheet, layout, looks)
    for at, row in enumerate(layout.statement.rows):
        _write_row(sheet, layout, looks, layout.body + at, row)
    return _write_notes(sheet, layout, looks)


def _write_title(sheet: Any, layout: Layout, looks: Looks) -> None:
    statement = layout.statement
    sheet.set_row(0, layout.title_height)
    _write_across(sheet, layout, 0, statement.title, looks.line("title"))
    if statement.caption:
        lines = layout.lines_across(statement.caption)
        sheet.set_row(1, height_of(lines))
        look = looks.line("caption" if lines == 1 else "note")
        _write_across(sheet, layout, 1, statement.caption, look)


def _write_across(sheet: Any, layout: Layout, row: int, text: str, look: Any) -> None:
    """Write text over the whole width."""
    if layout.last:
        sheet.merge_range(row, 0, row, layout.last, "", look)
    sheet.write_string(row, 0, allowed(text), look)


def _write_heads(sheet: Any, layout: Layout, looks: Looks) -> None:
    columns, top, look = layout.statement.columns, layout.head, looks.head()
    for at, height in enumerate(layout.head_heights):
        sheet.set_row(top + at, height)
    if layout.heads == 1:
        for at, column in enumerate(columns):
            sheet.write_string(top, at, allowed(column.head), look)
        return
    for first, last in groups_of(columns):
        group = columns[first].group
        if not group:
            sheet.merge_range(top, first, top + 1, first, "", look)
            sheet.write_string(top, first, allowed(columns[first].head), look)
            continue
        if first < last:
            sheet.merge_range(top, first, top, last, "", look)
        sheet.write_string(top, first, allowed(group), look)
        for at in range(first, last + 1):
            sheet.write_string(top + 1, at, allowed(columns[at].head), look)


def _write_row(sheet: Any, layout: Layout, looks: Looks, at: int, row: Row) -> None:
    sheet.set_row(at, layout.height_of_row(row))
    for place, (cell, column) in enumerate(zip(row.cells, layout.statement.columns, strict=True)):
        mark = row.marks.get(place)
        if isinstance(cell, Sum):
            _write_sum(sheet, layout, looks, (at, place), row, cell)
        else:
            write_cell(sheet, looks, (at, place), cell, column, row.kind, mark)


def write_cell(
    sheet: Any,
    looks: Looks,
    place: tuple[int, int],
    cell: Cell,
    column: Column,
    kind: str = "",
    mark: float | None = None,
) -> None:
    """Write one value: text as text whatever it begins with, nothing for None and NaN."""
    if isinstance(cell, bool):
        cell = called(str(cell).lower()).to(looks.lang)
    elif isinstance(cell, float) and math.isinf(cell):
        cell = INFINITE if cell > 0 else f"-{INFINITE}"
    if isinstance(cell, str) and cell:
        sheet.write_string(*place, allowed(cell), looks.body("General", kind, mark, column))
    elif isinstance(cell, (int, float)) and not math.isnan(cell):
        value = float(cell)
        look = looks.body(number_format(column.kind, value), kind, mark, column)
        sheet.write_number(*place, value, look)
    else:
        sheet.write_blank(*place, None, looks.body("General", kind, mark, column))


def _write_sum(
    sheet: Any, layout: Layout, looks: Looks, place: tuple[int, int], row: Row, cell: Sum
) -> None:
    """Write a live formula with its value, which viewers that do not calculate show."""
    at, column = place
    if cell.rows:
        ranges = formulas.down(column, (layout.body + each for each in cell.rows))
    else:
        ranges = formulas.across(at, cell.columns)
    formula = formulas.sum_of(ranges) if ranges else None
    look_of = layout.statement.columns[column]
    if formula is None or not math.isfinite(cell.value):
        write_cell(sheet, looks, place, cell.value, look_of, row.kind, row.marks.get(column))
        return
    number = number_format(look_of.kind, cell.value)
    look = looks.body(number, row.kind, row.marks.get(column), look_of)
    sheet.write_formula(at, column, formula, look, cell.value)


def _write_notes(sheet: Any, layout: Layout, looks: Looks) -> int:
    at = layout.end
    for note in layout.statement.notes:
        sheet.set_row(at, height_of(layout.lines_across(note)))
        _write_across(sheet, layout, at, note, looks.line("note"))
        at += 1
    return at


def set_page(sheet: Any, layout: Layout, end: int, title: str, lang: str) -> None:
    """Set what prints and what stays in view; `end` is the row after the last that prints."""
    statement, rows = layout.statement, layout.statement.rows
    fixed = min(statement.fixed, len(statement.columns))
    sheet.hide_gridlines(2)
    sheet.freeze_panes(layout.body, fixed)
    if rows and not any(row.kind for row in rows):
        sheet.autofilter(layout.body - 1, 0, layout.end - 1, len(statement.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(layout.pages, 0)
    sheet.repeat_rows(layout.head, layout.body - 1)
    if fixed:
        sheet.repeat_columns(0, fixed - 1)
    sheet.print_area(0, 0, max(end, layout.end, 1) - 1, layout.right)
    write_page_lines(sheet, title, statement.title, lang)


def write_page_lines(sheet: Any, title: str, part: str, lang: str) -> None:
    """Set header and footer: whose workbook, which sheet, page x of y."""
    from portfolio.report.workbook.text import in_header

    font = f'&"{BODY[lang]}"&9 '
    right = "" if part == title else f"&R{font}{in_header(part)}"
    sheet.set_header(f"&L{font}{in_header(title)}{right}")
    page = Words("第 &P 页，共 &N 页", "page &P of &N").to(lang)
    sheet.set_footer(f"&C{font}{page}")
