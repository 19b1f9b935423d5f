"""
Where a table or a scenario stands: a file of its own, or a part of a workbook.

A workbook is read as if it were a folder: `city.xlsx/projects.csv` is its sheet 项目, and
`city.xlsx/base.toml` is the scenario `base` of its sheet 情景. A folder may hold `projects.xlsx`
in place of `projects.csv`.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from portfolio.inputs.files import NO_FILE, Unreadable
from portfolio.inputs.grid import Grid
from portfolio.words import Words

BOOK = ".xlsx"
ENDING = ".toml"  # of a scenario, also of one in a workbook
BOTH = Words("同名的 CSV 和 Excel 两个文件", "a CSV file and a workbook of one name")
ONE = Words("两者留一个", "one of the two")


def is_book(path: Path) -> bool:
    """Return whether a path leads to a workbook: a file whose name ends so."""
    return path.suffix.lower() == BOOK and os.path.isfile(path)


def book_of(path: Path) -> Path | None:
    """
    Return the workbook that a table or scenario is a part of, or that stands in its place; or None.

    Raises
    ------
    Unreadable
        If a folder has both `projects.csv` and `projects.xlsx`.
    """
    if is_book(path.parent):
        return path.parent
    if is_book(path):
        return path
    beside = path.with_suffix(BOOK)
    if path.suffix == ".csv" and is_book(beside):
        if os.path.lexists(path):
            raise Unreadable(BOTH, ONE)
        return beside
    return None


def is_there(path: Path) -> bool:
    """
    Return whether there is such a table: a file, a workbook in its place, or a sheet.

    A sheet with heads alone is one that nobody has filled in: it is not there.
    """
    if is_book(path.parent):
        from portfolio.inputs.workbook.sheets import sheet_of

        try:
            sheet = sheet_of(path.stem, grids_of(path.parent))
            return sheet is not None and sum(map(any, sheet.rows)) > 1
        except Unreadable:
            return path.stem in ("projects", "indicators", "contributions")
    return os.path.lexists(path) or (path.suffix == ".csv" and is_book(path.with_suffix(BOOK)))


def stems(folder: Path) -> list[str]:
    """Return the stems of the tables of a folder, or the names of the sheets of a workbook."""
    if is_book(folder):
        try:
            return [each.name for each in grids_of(folder)]
        except Unreadable:
            return []
    return sorted({each.stem for each in folder.glob("*.*") if each.suffix in (".csv", BOOK)})


def real_file(path: Path) -> Path:
    """
    Return the file on the disk that a table or scenario is read from.

    >>> real_file(Path("data/projects.csv")).as_posix()
    'data/projects.csv'
    """
    try:
        return book_of(path) or path
    except Unreadable:
        return path


def grids_of(book: Path) -> list[Grid]:
    """
    Return the sheets of a workbook; it is read once as long as it does not change.

    Raises
    ------
    Unreadable
        If it cannot be read.
    """
    try:
        status = book.stat()
    except OSError:
        raise Unreadable(NO_FILE) from None
    found = _grids(str(book), status.st_mtime_ns, status.st_size)
    if isinstance(found, Unreadable):
        raise found
    return found


@lru_cache(maxsize=4)
def _grids(book: str, _changed: int, _size: int) -> list[Grid] | Unreadable:
    from portfolio.inputs.office.read import read_office

    try:
        return read_office(Path(book))
    except Unreadable as unreadable:
        return unreadable
