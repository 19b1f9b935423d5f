"""The legend of a picture: signs with their words, one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portfolio.report import style
from portfolio.report.sheet import Sheet


class Legend:
    """
    Signs with their words in a line of the sheet; a further line takes what the first cannot.

    Parameters
    ----------
    sheet
        What is drawn on; the legend stays between its margins.
    y
        Middle of the first line, mm.
    size
        Size of the words, pt.
    near, gap
        From a sign to its words, and from the words to the next sign, mm.
    """

    def __init__(
        self, sheet: Sheet, y: float, size: float = 8, near: float = 1.5, gap: float = 6.5
    ) -> None:
        self.sheet, self.size, self.near, self.gap = sheet, size, near, gap
        self.x, self.y = sheet.margin, y

    def add(self, width: float, words: str, draw: Callable[[float, float], object]) -> None:
        """Explain a sign of a width in mm; `draw` is given its left edge and its middle."""
        needed = width + self.near + style.width_of(style.printable(words), self.size)
        if self.x + needed > self.sheet.width - self.sheet.margin and self.x > self.sheet.margin:
            self.x, self.y = self.sheet.margin, self.y + 5.2
        self.sheet.write(self.x + width + self.near, self.y, words, self.size)
        draw(self.x, self.y)
        self.x += needed + self.gap

    def box(self, words: str, width: float = 8, **look: Any) -> None:
        """Explain the look of a box."""
        self.add(width, words, lambda x, y: self.sheet.boxes([(x, y - 1.8, width, 3.6)], **look))

    def line(self, words: str, width: float = 8, **look: Any) -> None:
        """Explain the look of a line."""
        self.add(width, words, lambda x, y: self.sheet.lines([[(x, y), (x + width, y)]], **look))

    def sign(self, text: str, words: str, color: str) -> None:
        """Explain a sign that is itself a text."""
        width = style.width_of(text, 8)
        self.add(width, words, lambda x, y: self.sheet.write(x, y, text, 8, color=color))
