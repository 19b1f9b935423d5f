"""A table on a sheet: heads on a dark bar, lines of one height, bands and rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portfolio.report import style
from portfolio.report.sheet import Sheet


@dataclass(frozen=True)
class Table:
    """
    Lines of one height under one another.

    Attributes
    ----------
    sheet
        What is drawn on; the table is as wide as the sheet between its margins.
    top, head
        Upper edge, and height of the bar of heads (0: none), mm.
    pitch, lines
        Height of a line, mm, and their number.
    size
        Size of the letters, pt.
    """

    sheet: Sheet
    top: float
    head: float
    pitch: float
    lines: int
    size: float = 8.0

    @property
    def left(self) -> float:
        """Left edge."""
        return self.sheet.margin

    @property
    def right(self) -> float:
        """Right edge."""
        return self.sheet.width - self.sheet.margin

    @property
    def end(self) -> float:
        """Lower edge of the last line."""
        return self.edge(self.lines)

    def edge(self, line: int) -> float:
        """Return the upper edge of a line."""
        return self.top + self.head + self.pitch * line

    def middle(self, line: int) -> float:
        """Return the middle of a line."""
        return self.edge(line) + self.pitch / 2

    def bar(self) -> None:
        """Draw the dark bar on which the heads stand."""
        box = (self.left, self.top, self.right - self.left, self.head)
        self.sheet.boxes([box], facecolors=[style.INK], zorder=1)

    def write_head(self, x: float, text: object, size: float = 8.5, **look: Any) -> None:
        """Write one head on the bar."""
        y = self.top + self.head / 2
        self.sheet.write(x, y, text, size, **{"color": style.PAPER, **look})

    def write(self, x: float, line: int, text: object, **look: Any) -> None:
        """Write one cell."""
        self.sheet.write(x, self.middle(line), text, look.pop("size", self.size), **look)

    def band(self, line: int, face: object = style.BAND, zorder: float = 0.5) -> None:
        """Shade a line from edge to edge."""
        box = (self.left, self.edge(line), self.right - self.left, self.pitch)
        self.sheet.boxes([box], facecolors=[face], zorder=zorder)

    def rules(self, lines: Iterable[int], **look: Any) -> None:
        """Draw a rule along the upper edge of lines."""
        at = [[(self.left, self.edge(each)), (self.right, self.edge(each))] for each in lines]
        self.sheet.lines(at, **look)
