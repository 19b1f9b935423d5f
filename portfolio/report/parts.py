"""
What a document holds, as data: texts, tables, pictures, statements.

A document is a list of parts; the page for the browser (`html.py`) and the Word document (`word/`)
are two writers of the same list, and know nothing of what it says.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portfolio.report.statement import Statement

DASH = "—"

Pictures = Mapping[str, Mapping[str, bytes]]  # bytes by stem and suffix (`.png`, `.svg`)


class Number(str):
    """A cell that is set as a number, to the right."""

    __slots__ = ()


@dataclass(frozen=True)
class Changed:
    """A number with a smaller one beside it: how it differs from another."""

    value: str
    change: str


@dataclass(frozen=True)
class Link:
    """A cell that leads to another place of the page."""

    text: str
    target: str


Cell = str | Number | Changed | Link


@dataclass(frozen=True)
class Text:
    """
    A heading (`h1` to `h3`) or a paragraph (`p`).

    `kind`: `warn` stands out, `quiet` steps back; `name` is what links lead to.
    """

    tag: str
    text: str
    kind: str = ""
    name: str = ""
    part: str = field(default="text", init=False)


@dataclass(frozen=True)
class Items:
    """A list of lines."""

    lines: Sequence[str]
    part: str = field(default="items", init=False)


@dataclass(frozen=True)
class Table:
    """A table; columns that hold numbers are set to the right."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    part: str = field(default="table", init=False)

    @property
    def right(self) -> list[bool]:
        """Which columns hold numbers."""
        numbers = (Number, Changed)
        return [any(isinstance(row[i], numbers) for row in self.rows) for i in range(self.width)]

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.head)


@dataclass(frozen=True)
class Folded:
    """A table that is closed until somebody opens it; on paper it is open."""

    summary: str
    table: Table
    part: str = field(default="folded", init=False)


@dataclass(frozen=True)
class Picture:
    """A picture by its stem; `words` stand below it, and are for who cannot see it."""

    stem: str
    words: str
    part: str = field(default="picture", init=False)


@dataclass(frozen=True)
class Gallery:
    """All pictures that were drawn, in their order; `label` stands before each one's number."""

    title: str
    label: str
    captions: Mapping[str, str] = field(default_factory=dict)
    part: str = field(default="gallery", init=False)

    def shown(self, pictures: Pictures) -> list[Part]:
        """Return the heading and the pictures, numbered; nothing where none was drawn."""
        drawn: list[Part] = [
            Picture(stem, f"{self.label}{at}　{self.captions.get(stem, '')}".rstrip())
            for at, stem in enumerate(pictures, start=1)
        ]
        return [Text("h2", self.title, "gallery"), *drawn] if drawn else []


@dataclass(frozen=True)
class Annex:
    """A statement as an annex; annexes are numbered in their order."""

    statement: Statement
    part: str = field(default="annex", init=False)


@dataclass(frozen=True)
class SignOff:
    """Room for those who answer for the document to sign; on paper only."""

    part: str = field(default="sign_off", init=False)


Part = Text | Items | Table | Folded | Picture | Gallery | Annex | SignOff


def spread(parts: Sequence[Part], pictures: Pictures) -> list[Part]:
    """Return the parts with the pictures of a gallery in its place, and none that is not there."""
    found: list[Part] = []
    for each in parts:
        if isinstance(each, Gallery):
            found += each.shown(pictures)
        elif not isinstance(each, Picture) or each.stem in pictures:
            found.append(each)
    return found


def amount(value: float | None, digits: int = 2, sign: bool = False) -> Number:
    """
    Return a number as it is printed; a dash where there is none.

    >>> amount(1234.5), amount(-0.0004, 2, sign=True), amount(None)
    ('1,234.50', '0.00', '—')
    """
    if value is None or math.isnan(value):
        return Number(DASH)
    rounded = round(float(value), digits) + 0.0
    plus = "+" if sign and rounded > 0 else ""
    return Number(f"{plus}{rounded:,.{digits}f}".replace("-", "−"))


def share(value: float | None, digits: int = 1) -> Number:
    """
    Return a share as per cent.

    >>> share(0.1234), share(None)
    ('12.3%', '—')
    """
    return amount(None) if value is None else Number(f"{amount(100 * value, digits)}%")
