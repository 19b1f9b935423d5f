"""Writes statements as an Excel workbook: live sums, native charts, pages that print."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from portfolio.report.statement import Statement
from portfolio.report.workbook.charts import add_charts
from portfolio.report.workbook.contents import LINKED, contents_of
from portfolio.report.workbook.layout import layout_of
from portfolio.report.workbook.looks import Looks
from portfolio.report.workbook.sheet import set_page, write_sheet
from portfolio.report.workbook.text import allowed, tabs

FEW = 3  # sheets that need no table of contents
CREATED = datetime.datetime(2000, 1, 1)  # the same statements give the same bytes
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(statements: Sequence[Statement], path: Path, title: str, lang: str) -> None:
    """
    Write a workbook, a sheet each; before more than three sheets stands one of contents.

    Parameters
    ----------
    statements
        What it holds, at least one.
    path
        The file, which is replaced.
    title
        Of the whole workbook.
    lang
        `zh` or `en`.

    Raises
    ------
    ValueError
        If there is no statement.
    OSError
        If it cannot be written.
    """
    import xlsxwriter

    if not statements:
        raise ValueError("a workbook needs a statement")
    title = " ".join(allowed(title).split())
    many = len(statements) > FEW
    sheets = list(statements)
    if many:
        sheets = [contents_of(statements, [each.tab for each in statements], title, lang), *sheets]
    names = tabs([each.tab for each in sheets])
    if many:
        sheets[0] = contents_of(statements, names[1:], title, lang)
    book = xlsxwriter.Workbook(str(path), OPTIONS)
    book.set_properties({"title": title[:255], "created": CREATED})
    looks = Looks(book, lang)
    for statement, name in zip(sheets, names, strict=True):
        _add(book, looks, statement, name, title)
    if many:
        _link(book.worksheets()[0], names[1:], layout_of(sheets[0]).body, looks)
    book.close()


def _add(book: Any, looks: Looks, statement: Statement, name: str, title: str) -> None:
    sheet = book.add_worksheet(name)
    layout = layout_of(statement)
    end = write_sheet(sheet, layout, looks)
    end = add_charts(book, sheet, layout, end, looks.lang)
    set_page(sheet, layout, end, title, looks.lang)


def _link(sheet: Any, names: Sequence[str], first: int, looks: Looks) -> None:
    """Turn the names of sheets in the contents into links to them."""
    for at, name in enumerate(names):
        quoted = name.replace("'", "''")
        sheet.write_url(first + at, LINKED, f"internal:'{quoted}'!A1", looks.link(), name)
