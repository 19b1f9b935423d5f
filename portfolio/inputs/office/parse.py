"""The content of an office file as grids, for the process that reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from portfolio.inputs.files import Unreadable
from portfolio.inputs.grid import Grid
from portfolio.inputs.office.document import TableReader
from portfolio.inputs.office.guard import NEITHER, guarded_package
from portfolio.inputs.office.package import Package
from portfolio.inputs.office.refusals import AS_EITHER
from portfolio.inputs.office.room import Canvas, Room
from portfolio.inputs.office.workbook import read_book
from portfolio.inputs.office.worksheet import CellReader


def parsed(file: BinaryIO) -> list[Grid]:
    """
    Return the sheets of a workbook, or the tables of a document, whatever the file is called.

    Raises
    ------
    Unreadable
        If `guarded_package` refuses the file, or one of its limits is passed.
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
    room, grids = Room(), []
    room.take_sheets(len(book.sheets))
    for sheet in book.sheets:
        relation = relations.get(sheet.key)
        if relation is None or relation.kind != "worksheet":
            continue  # a sheet that is a chart has no cells
        reader = CellReader(Canvas(sheet.name, room), book)
        package.read(relation.target, reader)
        grid = reader.canvas.grid(hidden=sheet.hidden)
        grids.append(replace(grid, unsolved=tuple(reader.unsolved)))
    return grids
