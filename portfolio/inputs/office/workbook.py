"""What the sheets of a workbook share: their names and order, their texts, their formats."""

from __future__ import annotations

from dataclasses import dataclass, field

from portfolio.inputs.office.looks import DATES, is_date, unescaped
from portfolio.inputs.office.markup import named
from portfolio.inputs.office.package import Package, Relation


@dataclass(frozen=True)
class SheetEntry:
    """A sheet in the workbook's list: `key` leads to its part."""

    name: str
    key: str
    hidden: bool


@dataclass
class Book:
    """
    What all sheets need.

    Attributes
    ----------
    texts
        Shared texts; cells name them by number.
    dates
        Numbers of the cell formats that show a date, as cells name them.
    since_1904
        Whether days are counted from 1904, as old files of the Mac do.
    """

    sheets: list[SheetEntry] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dates: set[str] = field(default_factory=set)
    since_1904: bool = False


def read_book(package: Package, main: str) -> tuple[Book, dict[str, Relation]]:
    """Return what the sheets share, and the relationships that lead to their parts."""
    book, relations = Book(), package.relations(main)
    package.read(main, _Sheets(book))
    for relation in relations.values():
        if relation.external or not package.has(relation.target):
            continue
        if relation.kind == "sharedStrings":
            package.read(relation.target, _Texts(book))
        elif relation.kind == "styles":
            package.read(relation.target, _Formats(book))
    return book, relations


class _Sheets:
    """Reads the list of sheets."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            name, key = attributes.get("name", ""), named(attributes, "id") or ""
            hidden = attributes.get("state", "visible") != "visible"
            self.book.sheets.append(SheetEntry(name, key, hidden))
        elif tag == "workbookPr":
            self.book.since_1904 = attributes.get("date1904") in {"1", "true"}

    def end(self, tag: str) -> None:
        """Nothing ends."""

    def text(self, piece: str) -> None:
        """There is no text."""


class _Texts:
    """Reads the shared texts; pieces of several fonts are one text, how they sound is none."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.pieces: list[str] = []
        self.taking = self.sound = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self.pieces = []
        elif tag == "rPh":
            self.sound = True
        elif tag == "t":
            self.taking = not self.sound

    def end(self, tag: str) -> None:
        if tag == "si":
            self.book.texts.append(unescaped("".join(self.pieces)))
        elif tag == "rPh":
            self.sound = False
        elif tag == "t":
            self.taking = False

    def text(self, piece: str) -> None:
        if self.taking:
            self.pieces.append(piece)


class _Formats:
    """Reads for each cell format whether it shows a date."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.own: dict[str, bool] = {}
        self.count = 0
        self.cells = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self.own[attributes.get("numFmtId", "")] = is_date(attributes.get("formatCode", ""))
        elif tag == "cellXfs":
            self.cells = True
        elif tag == "xf" and self.cells:
            number = attributes.get("numFmtId", "0")
            known = number.isascii() and number.isdigit() and int(number[:9]) in DATES
            if self.own.get(number, known):
                self.book.dates.add(str(self.count))
            self.count += 1

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self.cells = False

    def text(self, piece: str) -> None:
        """There is no text."""
