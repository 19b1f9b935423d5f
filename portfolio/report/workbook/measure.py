"""How wide and how high text is in a cell: nobody adjusts a row that holds merged cells."""

from __future__ import annotations

import math
from functools import lru_cache

from portfolio.words import is_wide

LINE = 13.2  # height of a line of text of 10 points, in points
SPARE = 4.0  # above and below it together
MOST_HEIGHT = 409.0  # Excel's own limit of a row
# Letters of 10 points in columns that are measured in digits of 11 points; where a machine lacks
# the font, letters of half width are wider than in 宋体.
WIDE, LETTER = 1.92, 1.05


@lru_cache(maxsize=65536)
def width_of(text: str) -> float:
    """
    Return the width of one line in the unit of columns.

    >>> width_of("投资") == 2 * WIDE, width_of("2023") == 4 * LETTER
    (True, True)
    """
    return sum(WIDE if _is_wide(letter) else LETTER for letter in text)


def _is_wide(letter: str) -> bool:
    return is_wide(letter, ambiguous=True)


def lines_of(text: str, width: float) -> int:
    r"""
    Return the number of lines that text takes in a cell of a width.

    Chinese text breaks anywhere, other text between words; a word wider than the cell breaks too.

    >>> lines_of("投资合计", 8), lines_of("投资合计", 6), lines_of("one two", 5)
    (1, 2, 2)
    """
    if "\n" not in text and 2 * len(text) <= width:
        return 1
    return sum(_lines_of_one(part, width) for part in text.split("\n"))


@lru_cache(maxsize=65536)
def _lines_of_one(text: str, width: float) -> int:
    if width_of(text) <= width:
        return 1
    lines, used = 1, 0.0
    for piece in _pieces(text):
        wide = width_of(piece)
        if used + wide <= width:
            used += wide
        elif wide <= width:
            lines, used = lines + 1, width_of(piece.lstrip())
        else:
            more = math.ceil((used + wide) / width)
            lines, used = lines + more - 1, (used + wide) - (more - 1) * width
    return lines


def _pieces(text: str) -> list[str]:
    """Return text cut where a line may end: before each wide letter, and before spaces."""
    pieces: list[str] = []
    for letter in text:
        if pieces and not _is_wide(letter) and letter != " " and not _is_wide(pieces[-1][-1]):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def longest_word(text: str) -> float:
    """
    Return the width of the widest part that should stay on one line.

    >>> longest_word("实施比例") == WIDE, longest_word("of it") == 2 * LETTER
    (True, True)
    """
    return max((width_of(piece.strip()) for piece in _pieces(text)), default=0.0)


def height_of(lines: int, size: float = 10) -> float:
    """Return the height of a row of so many lines of letters of a size, both in points."""
    return min(MOST_HEIGHT, lines * LINE * size / 10 + SPARE)
