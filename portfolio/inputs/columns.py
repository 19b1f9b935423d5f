"""What a column may hold: words, numbers, ids, years, shares, and how a cell is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from portfolio.inputs.codes import called, folded, spellings
from portfolio.inputs.limits import DIGITS, Cap
from portfolio.words import Words

LISTS = ("planned", "reserve")
LAND_KINDS = ("new", "on_site", "upper_quota")  # the last two take none of the city's quota
ORIGINS = ("stated", "derived", "commitment", "assumed")  # of a need
SENSES = ("at_least", "at_most", "keep_at_least", "complete")
ATTRIBUTES = ("binding", "expected")
CONFIDENCES = ("stated", "derived", "assumed")
SCOPE_ITEMS = ("site_area", "floor_area", "beds", "places", "classes", "homes")
SHARE_TOLERANCE = 1e-6  # how far shares may be from a sum of 1 (contract, section 2)

LARGEST = 1e12  # 万元, 亩 or any unit; beyond this the solver's precision ends
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Column:
    """
    What one column may hold.

    Parameters
    ----------
    parse
        Turns the text of a cell into its value; raises `ValueError` if it is not allowed.
    allowed
        The rule in words, for messages.
    empty
        Value of an empty cell; `...` means that the cell may not be empty.
    optional
        Whether the table may do without the column; its cells are then empty.
    spelled
        Turns words for a code (`规划`, 财政) into the code; leaves what it does not know.
    """

    parse: Callable[[str], Any]
    allowed: Words
    empty: Any = ...
    optional: bool = False
    spelled: Callable[[str], str] = str

    @property
    def holds_numbers(self) -> bool:
        """
        Whether its cells are numbers or years.

        >>> number().holds_numbers, YEAR.holds_numbers, text().holds_numbers
        (True, True, False)
        """
        return any(self.takes_number(cell) for cell in ("1", "2021"))

    def takes_number(self, cell: str) -> bool:
        """Return whether a cell is read as a number."""
        try:
            return isinstance(self.parse(cell), float)
        except (ValueError, KeyError):
            return False


def _number(least: float, most: float = LARGEST) -> Callable[[str], float]:
    def parse(text: str) -> float:
        too_long = len(text) > DIGITS.most
        if too_long or not NUMBER.fullmatch(text) or not least <= float(text) <= most:
            raise ValueError(text)
        return float(text)

    return parse


def _identifier(text: str) -> str:
    if not IDENTIFIER.fullmatch(text):
        raise ValueError(text)
    return text


def _identifiers(text: str) -> tuple[str, ...]:
    return tuple(_identifier(part.strip()) for part in text.split(";") if part.strip())


def _labels(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _year(text: str) -> float:
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise ValueError(text)
    return float(text)


def _shares(text: str) -> tuple[float, ...]:
    shares = tuple(_number(0)(part.strip()) for part in text.split(";"))
    if not abs(sum(shares) - 1) <= SHARE_TOLERANCE:
        raise ValueError(text)
    return shares


def source_shares(text: str) -> dict[str, float]:
    """
    Return which share of its money a project has from each source.

    Raises
    ------
    ValueError
        If it is neither one source nor several with shares that sum to 1.

    Examples
    --------
    >>> source_shares("fiscal"), source_shares("fiscal:0.6;special_bond:0.4")
    ({'fiscal': 1.0}, {'fiscal': 0.6, 'special_bond': 0.4})
    """
    shares: dict[str, float] = {}
    parts = text.split(";")
    for part in parts:
        name, _, share = part.partition(":")
        name = _identifier(name.strip())
        if name in shares:
            raise ValueError(text)
        shares[name] = 1.0 if len(parts) == 1 and not share else _number(0, 1)(share.strip())
    if not abs(sum(shares.values()) - 1) <= SHARE_TOLERANCE:
        raise ValueError(text)
    return shares


def _funding(text: str) -> str:
    source_shares(text)
    return ";".join(":".join(each.strip() for each in part.split(":")) for part in text.split(";"))


def _colour(text: str) -> str:
    if not re.fullmatch("#[0-9A-Fa-f]{6}", text):
        raise ValueError(text)
    return text


def _choice(options: tuple[str, ...]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in options:
            raise ValueError(text)
        return text

    return parse


def _flag(text: str) -> bool:
    return {"true": True, "false": False}[_choice(("true", "false"))(text)]


def _spelled(codes: Iterable[str]) -> Callable[[str], str]:
    """Return what turns the words for these codes into the codes."""
    known = spellings(codes)

    def spelled(text: str) -> str:
        return text if text in codes else known.get(folded(text), text)

    return spelled


def text(empty: Any = "") -> Column:
    """Any text; may be empty unless `empty` is `...`."""
    return Column(str, Words("非空文字", "some text"), empty)


def number(least: float = 0, empty: Any = ..., most: Cap | None = None) -> Column:
    """Plain number of half-width digits, at least `least`, and no more than `most`."""
    zh, en = f"不小于 {least:g} ", f"a number >= {least:g} "
    if most:
        zh, en = f"{zh[:-1]}、不大于 {most.most} ", f"{en}and <= {most.most} "
    return Column(
        _number(least, most.most if most else LARGEST),
        Words(f"{zh}的数（半角数字，不带逗号）", f"{en}(half-width digits, no commas)"),
        empty,
    )


def choice(options: tuple[str, ...], empty: Any = ...) -> Column:
    """One of the given words."""
    listed = ", ".join(options)
    zh = "、".join(f"{called(each).zh}（{each}）" for each in options)
    allowed = Words(f"其中之一：{zh}", f"one of {listed}")
    return Column(_choice(options), allowed, empty, spelled=_spelled(options))


ID = Column(
    _identifier,
    Words("字母开头，只含字母、数字和下划线", "a letter, then letters, digits and underscores"),
)
IDS = Column(_identifiers, Words("用分号隔开的编号", "ids separated by semicolons"), ())
LABELS = Column(_labels, Words("用分号隔开的标签", "labels separated by semicolons"), ())
YEAR = Column(_year, Words("四位年份，或留空", "a year of four digits, or empty"), float("nan"))
SHARES = Column(
    _shares,
    Words("用分号隔开、合计为 1 的比例", "shares separated by semicolons that sum to 1"),
    (),
)
FUNDING = Column(
    _funding,
    Words(
        "一个资金来源，或几个来源及其合计为 1 的比例，如 fiscal:0.6;special_bond:0.4",
        "one source of money, or several with shares that sum to 1, "
        "such as fiscal:0.6;special_bond:0.4",
    ),
)
FLAG = Column(
    _flag,
    Words("是（true）或否（false）", "true or false"),
    spelled=_spelled(("true", "false")),
)
ANY_NUMBER = Column(
    _number(float("-inf")),
    Words("数（半角数字，不带逗号），或留空", "a number (half-width digits, no commas), or empty"),
    float("nan"),
)
NAN = float("nan")
COLOUR = Column(_colour, Words("颜色，如 #0B4F8A", "a colour such as #0B4F8A"), "")


def parse_cell(column: Column, cell: str) -> Any:
    """Return the value of one cell; raises `ValueError` when it is not allowed."""
    if cell == "":
        if column.empty is ...:
            raise ValueError(cell)
        return column.empty
    return column.parse(cell)


def in_book(allowed: Words) -> Words:
    """
    Return what a cell of a workbook may hold: there a number may have separators and full width.

    >>> in_book(number().allowed)
    Words(zh='不小于 0 的数', en='a number >= 0')
    """
    return Words(
        allowed.zh.replace("（半角数字，不带逗号）", ""),
        allowed.en.replace(" (half-width digits, no commas)", ""),
    )
