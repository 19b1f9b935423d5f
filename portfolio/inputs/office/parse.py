"""The content of an office file as grids, for the process that reads it."""

from __future__ import annotations

from typing import BinaryIO

from portfolio.inputs.files import Unreadable
from portfolio.inputs.grid import Grid
from portfolio.inputs.office.document import TableReader
from portfolio.inputs.office.guard import NEITHER, guarded_package
from portfolio.inputs.office.package import Package
from portfolio.inputs.office.refusals import AS_EITHER
from portfolio.inputs.office.room import Canvas, Room
from portfolio.inputs.office.workbook import SheetEntry, read_book
from portfolio.inputs.office.worksheet import CellReader
from portfolio.words import Words

NAMED = 3  # formulas without a value that are named one by one
SOLVED = Words(
    "有计算结果的公式（用 Excel 或 WPS 打开，保存一次即可）",
    "formulas with their values (open it in Excel or WPS and save it once)",
)


def parsed(file: BinaryIO) -> list[Grid]:
    """
    Return the sheets of a workbook, or the tables of a document, whatever the file is called.

    Raises
    ------
    Unreadable
        If `guarded_package` refuses the file, one of its limits is passed, or a formula has no
        value.
    """
    package = guarded_package(file)
    for relation in package.relations("").values():
        if relation.kind != "officeDocument":
            continue
        folder = relation.target.partition("/")[0].lower()
        if folder == "xl":
            return _sheets(package, relation.target)
        if folder == "word":
            reader = TableReader(Room())
            package.read(relation.target, reader)
            return [grid for _, grid in sorted(reader.grids.items())]
    raise Unreadable(NEITHER, AS_EITHER)


def _sheets(package: Package, main: str) -> list[Grid]:
    book, relations = read_book(package, main)
    room, grids, unsolved = Room(), [], []
    room.take_sheets(len(book.sheets))
    for sheet in book.sheets:
        relation = relations.get(sheet.key)
        if relation is None or relation.kind != "worksheet":
            continue  # a sheet that is a chart has no cells
        reader = CellReader(Canvas(sheet.name, room), book)
        package.read(relation.target, reader)
        unsolved += [(sheet, cell) for cell in reader.unsolved]
        grids.append(reader.canvas.grid(hidden=sheet.hidden))
    if unsolved:
        raise Unreadable(_without_value(unsolved), SOLVED)
    return grids


def _without_value(unsolved: list[tuple[SheetEntry, str]]) -> Words:
    """Return which formulas have no value: the first few, and how many there are."""
    places = [f"{sheet.name}!{cell}" for sheet, cell in unsolved[:NAMED]]
    zh, en = "、".join(places), ", ".join(places)
    if len(unsolved) > NAMED:
        zh, en = f"{zh} 等 {len(unsolved)} 处", f"{en} ... ({len(unsolved)} in all)"
    return Words(f"没有计算结果的公式：{zh}", f"formulas that nobody has worked out: {en}")
