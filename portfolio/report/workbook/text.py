"""What Excel allows as text, as the name of a sheet, and in a header."""

from __future__ import annotations

import re

from portfolio.words import is_control

MOST_LETTERS = 32_767  # of a cell
MOST_TAB = 31
RESERVED = {"history"}  # a name that Excel keeps to itself
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")


def allowed(text: str) -> str:
    r"""
    Return text that a cell can hold: without control characters, cut at Excel's limit.

    >>> allowed("学校\x00\r\n二期"), allowed("\udcff"), len(allowed("长" * 40_000))
    ('学校\n二期', '\\udcff', 32767)
    """
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(letter for letter in text if not is_control(letter))
        text = NO_TEXT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    units = len(text.encode("utf-16-le")) // 2 if len(text) > MOST_LETTERS // 2 else len(text)
    return text if units <= MOST_LETTERS else _cut(text, MOST_LETTERS)


def _cut(text: str, most: int) -> str:
    """Return the beginning of text in at most so many units, with dots; no letter is halved."""
    kept = text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", errors="ignore")
    return f"{kept}…"


def tabs(names: list[str]) -> list[str]:
    """
    Return names of sheets as Excel takes them: legal, at most 31 letters, no two the same.

    >>> tabs(["资金/年", "资金:年", "Cash", "cash", "'"])
    ['资金_年', '资金_年 2', 'Cash', 'cash 2', '_']
    >>> len(tabs(["长" * 40])[0])
    31
    """
    given: list[str] = []
    taken = set(RESERVED)
    for name in names:
        plain = " ".join(FORBIDDEN.sub("_", allowed(name)).split()).strip("'") or "_"
        tab, count = _fitted(plain, ""), 1
        while tab.lower() in taken:
            count += 1
            tab = _fitted(plain, f" {count}")
        taken.add(tab.lower())
        given.append(tab)
    return given


def _fitted(name: str, ending: str) -> str:
    most = MOST_TAB - len(ending)
    units = len(name.encode("utf-16-le")) // 2
    return (name if units <= most else _cut(name, most)) + ending


def in_header(text: str) -> str:
    """
    Return text for a header or footer, in which `&` begins a command.

    >>> in_header("A&B")
    'A&&B'
    """
    short = text if len(text) <= 80 else f"{text[:79]}…"
    return " ".join(allowed(short).split()).replace("&", "&&")
