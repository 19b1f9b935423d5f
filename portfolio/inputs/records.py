"""Rows of cells as they stand in a file: of a CSV file, or of one sheet of a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from portfolio.errors import Findings
from portfolio.inputs.encoding import A_TABLE, EMPTY, decoded
from portfolio.inputs.files import Unreadable, read_bytes, too_many
from portfolio.inputs.formulas import unguarded
from portfolio.inputs.grid import ERRORS, HEAD_WITHIN, NO_ERROR, Grid
from portfolio.inputs.heads import column_of
from portfolio.inputs.limits import CELL, ROWS, TABLE_BYTES
from portfolio.inputs.places import book_of, grids_of, is_book
from portfolio.inputs.workbook.sheets import candidates, same_name, sheet_names
from portfolio.words import Words, said

A_SHEET = Words("带表头的工作表", "a sheet with a row of heads")


@dataclass(frozen=True)
class Records:
    """
    Cells by row.

    Attributes
    ----------
    file
        The file as the user knows it, with the sheet where it has several.
    rows
        Line, as a spreadsheet counts it, and cells of each row that is not blank; the first is
        the row of heads. Empty if there is no table, which is noted.
    in_book
        Whether it is a sheet of a workbook.
    """

    file: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    in_book: bool = False


def read_records(path: Path, columns: Iterable[str], findings: Findings) -> Records:
    """
    Read the rows of a table, wherever it stands (`places`); note what is wrong with the file.

    Parameters
    ----------
    path
        The file, or its place in a workbook.
    columns
        The columns it may have; the row of heads of a sheet is found by them.
    findings
        Where to note that there is no such table, or none that can be read.
    """
    book = path
    try:
        book = book_of(path) or path
        if book is path and not is_book(path):
            return Records(path.as_posix(), _csv_rows(path, findings))
        return _of_book(path, book, list(columns), findings)
    except Unreadable as unreadable:
        allowed = unreadable.allowed or A_TABLE
        findings.add(book.as_posix(), None, None, unreadable.found, allowed)
        return Records(book.as_posix())


# ---- a sheet of a workbook ----------------------------------------------------------------------


def _of_book(path: Path, book: Path, columns: list[str], findings: Findings) -> Records:
    grids = grids_of(book)
    named = book == path.parent  # a part of a workbook has the name of its sheet
    same = candidates(path.stem, grids, columns, named)
    grid = next(iter(same), None)
    if grid is None:
        there = "、".join(each.name for each in grids if not each.hidden)
        found = Words(f"没有这张工作表（有 {there}）", f"no such sheet (there are {there})")
        name = sheet_names(path.stem)
        findings.add(
            book.as_posix(),
            None,
            None,
            found,
            Words(f"名为“{name.zh}”的工作表", f"a sheet named '{name.en}'"),
        )
        return Records(book.as_posix())
    if len(same) > 1:
        findings.add(book.as_posix(), None, None, *same_name(same))
    shown = f"{book.as_posix()}［{grid.name}］" if len(grids) > 1 or named else book.as_posix()
    rows = _grid_rows(grid.solved(), columns)
    if not rows:
        findings.add(shown, None, None, EMPTY, A_SHEET)
    for line, cells in rows:
        for cell in set(cells) & ERRORS:
            findings.add(shown, line, None, said(cell), NO_ERROR)
    return Records(shown, rows, in_book=True)


def _grid_rows(grid: Grid, columns: list[str]) -> list[tuple[int, list[str]]]:
    """Return the rows from the heads on, as wide as these; nothing that is empty to the right."""
    first = _head_row(grid, columns)
    rows = [
        (at + 1, list(_trimmed(cells)))
        for at, cells in enumerate(grid.rows)
        if at >= first and any(cells)
    ]
    if not rows:
        return []
    width = len(rows[0][1])
    # A sheet leaves out the cells at the end of a row that nobody filled in.
    return [(line, cells + [""] * (width - len(cells))) for line, cells in rows]


def _head_row(grid: Grid, columns: list[str]) -> int:
    """Return the place of the row with the most heads that are known; the first of equals."""

    def known(at: int) -> int:
        return sum(column_of(cell, columns) in columns for cell in grid.rows[at] if cell)

    places = range(min(HEAD_WITHIN, len(grid.rows)))
    filled = next((at for at in places if any(grid.rows[at])), 0)
    best = max(places, key=known, default=0)
    return best if best in places and known(best) else filled


def _trimmed(cells: list[str]) -> list[str]:
    last = max((at for at, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


# ---- a CSV file ----------------------------------------------------------------------------------


def _csv_rows(path: Path, findings: Findings) -> list[tuple[int, list[str]]]:
    """Return (line, cells) of all non-blank rows; empty if the file is no table."""
    file = path.as_posix()
    text = decoded(read_bytes(path, TABLE_BYTES))
    records = []
    csv.field_size_limit(CELL.most)
    try:
        # Rows are counted as a spreadsheet does: a cell of several lines is still one row.
        for at, row in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            if at > ROWS.most + 1:  # the header is no row
                raise Unreadable(too_many(at - 1, ROWS), ROWS.allowed)
            cells = [unguarded(cell.strip()) for cell in row]
            if any(cells):
                records.append((at, cells))
    except Unreadable as unreadable:
        findings.add(file, at, None, unreadable.found, unreadable.allowed or A_TABLE)
        return []
    except csv.Error as problem:
        if "field larger" in str(problem):
            too_long = Words("过长的单元格", "a cell that is too long")
            findings.add(file, None, None, too_long, CELL.allowed)
        else:
            findings.add(file, None, None, said(problem), A_TABLE)
        return []
    if not records:
        findings.add(file, None, None, EMPTY, A_TABLE)  # nothing but commas
    return records
