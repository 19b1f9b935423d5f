"""What a column is called, and how its cells read."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.inputs.heads import HEADS
from portfolio.report.statement import Kind
from portfolio.words import Words

NONE = Words("", "")
ALL_YEARS = Words("全期", "all years")


@dataclass(frozen=True)
class Head:
    """
    The head of a column.

    Attributes
    ----------
    words
        What stands above it, without the unit.
    kind
        What it holds.
    width
        In letters of half width.
    unit
        In brackets after the words.
    code
        Cells are codes of this kind (`list`, `status`, `domain` …), which `codes.py` or the
        problem has words for; `ids`: ids parted by semicolons; empty: cells stand for themselves.
    group
        A head above this one and its neighbours.
    empty
        What an empty cell means, where it means something.
    """

    words: Words
    kind: Kind = Kind.TEXT
    width: float = 12
    unit: Words = NONE
    code: str = ""
    group: Words = NONE
    empty: Words = NONE

    def text(self, lang: str) -> str:
        """
        Return the head with its unit.

        >>> money("投资", "Investment").text("zh"), share("实施比例", "Share").text("en")
        ('投资（万元）', 'Share')
        """
        unit = self.unit.to(lang)
        if not unit:
            return self.words.to(lang)
        return Words(f"{self.words.zh}（{unit}）", f"{self.words.en} ({unit})").to(lang)


Heads = dict[str, Head]
YUAN, MU, POINT = Words("万元", "10,000 yuan"), Words("亩", "mu"), Words("分", "points")


def text(zh: str, en: str, width: float = 12, code: str = "", empty: Words = NONE) -> Head:
    """Return the head of a column of words, or of codes of a kind."""
    return Head(Words(zh, en), Kind.TEXT, width, code=code, empty=empty)


def column(name: str, width: float, code: str = "", kind: Kind = Kind.TEXT) -> Head:
    """
    Return the head of a column that the tables of a city have too: it is called the same.

    >>> column("project_id", 9).text("zh"), column("district", 11).text("en")
    ('项目编号', 'District')
    """
    zh, en = HEADS[name].zh, HEADS[name].en
    return Head(Words(zh, en[0].upper() + en[1:]), kind, width, code=code)


def money(zh: str, en: str, group: Words = NONE, width: float = 14) -> Head:
    """Return the head of a column of money."""
    return Head(Words(zh, en), Kind.MONEY, width, YUAN, group=group)


def land(zh: str, en: str, group: Words = NONE) -> Head:
    """Return the head of a column of land."""
    return Head(Words(zh, en), Kind.LAND, 11, MU, group=group)


def points(zh: str, en: str, group: Words = NONE) -> Head:
    """Return the head of a column of points."""
    return Head(Words(zh, en), Kind.POINTS, 11, POINT, group=group)


def share(zh: str, en: str, group: Words = NONE) -> Head:
    """Return the head of a column of shares."""
    return Head(Words(zh, en), Kind.SHARE, 10, group=group)


def number(zh: str, en: str, unit: Words = NONE, group: Words = NONE) -> Head:
    """Return the head of a column of numbers as they are."""
    return Head(Words(zh, en), Kind.NUMBER, 12, unit, group=group)


def count(zh: str, en: str, unit: Words = NONE, empty: Words = NONE) -> Head:
    """Return the head of a column of whole numbers."""
    return Head(Words(zh, en), Kind.COUNT, 8, unit, empty=empty)


def year(zh: str, en: str, empty: Words = NONE) -> Head:
    """Return the head of a column of years."""
    return Head(Words(zh, en), Kind.YEAR, 8, empty=empty)
