"""
One page for the browser and for paper: its parts as data, its markup in `page.html`.

A page is a list of parts (texts, tables, pictures) whose cells are plain text, numbers or links;
the template escapes all of them and knows nothing of what they say.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template

DASH = "—"


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
    """A heading or a paragraph; `kind` is its class, `name` what links lead to."""

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
    """A table that is closed until somebody opens it."""

    summary: str
    table: Table
    part: str = field(default="folded", init=False)


@dataclass(frozen=True)
class Picture:
    """A picture (SVG) with its bytes inside the page; `words` for who cannot see it."""

    path: Path
    words: str
    part: str = field(default="picture", init=False)

    @property
    def data(self) -> str:
        """The bytes in base64."""
        return base64.b64encode(self.path.read_bytes()).decode()


Part = Text | Items | Table | Folded | Picture


def page(title: str, lang: str, parts: Sequence[Part]) -> str:
    """Return the whole page."""
    language = "zh-CN" if lang == "zh" else "en"
    return _template().render(title=title, language=language, parts=parts)


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("portfolio.report", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html")


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
