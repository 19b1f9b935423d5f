"""Sheets of paper: A4 or A3, upright or across, as wide as what stands on them needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.report.statement import Column
from portfolio.report.widths import longest_of, needs_of

TWIPS = 1440 / 25.4  # in a mm
PADDING = 2 * 60  # twips beside the text of a cell
POINT = 20  # twips
SMALLEST = 6.0  # pt
FOOTER = 12.0  # mm from the edge


@dataclass(frozen=True)
class Paper:
    """A format and its margins, mm: top, right, bottom, left."""

    width: float
    height: float
    margins: tuple[float, float, float, float]

    @property
    def across(self) -> float:
        """Width of the text, mm."""
        return self.width - self.margins[1] - self.margins[3]

    @property
    def down(self) -> float:
        """Height of the text, mm."""
        return self.height - self.margins[0] - self.margins[2]

    def xml(self, footer: str) -> str:
        """Return the section's element; `footer` is the relation to its footer."""
        top, right, bottom, left = (round(each * TWIPS) for each in self.margins)
        turned = ' w:orient="landscape"' if self.width > self.height else ""
        edge = round(min(FOOTER, self.margins[2] / 2) * TWIPS)
        return (
            f'<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/>'
            '<w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{self.width * TWIPS:.0f}" w:h="{self.height * TWIPS:.0f}"{turned}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
            f'w:header="{edge}" w:footer="{edge}" w:gutter="0"/></w:sectPr>'
        )


TEXT = Paper(210, 297, (37, 26, 35, 28))  # as official papers have them
TABLES = (
    Paper(210, 297, (25, 20, 22, 20)),
    Paper(297, 210, (20, 16, 20, 16)),
    Paper(420, 297, (20, 16, 20, 16)),
)
SHEETS = (
    Paper(297, 210, (12, 12, 18, 12)),
    Paper(297, 420, (12, 12, 18, 12)),
    Paper(210, 297, (12, 12, 18, 12)),
)
SIZES = (10.5, 9.0, 8.0)  # pt that a table is set in, on the smallest paper that takes it


def for_table(
    columns: Sequence[Column], texts: Sequence[Sequence[str]]
) -> tuple[Paper, float, list[int]]:
    """
    Return paper, text size (pt) and column widths (twips) for a table.

    The smallest paper that takes it in one of the usual sizes; on the largest one the text shrinks
    to 6 pt, and the columns with it. A column is as wide as it says, or as its texts need; what is
    left over goes to those whose texts are longer.
    """
    longest, needs = longest_of(columns, texts), needs_of(columns, texts)
    for paper in TABLES:
        for size in SIZES:
            if sum(_twips(needs, size)) <= paper.across * TWIPS:
                return paper, size, _filled(needs, longest, size, paper)
    size = SIZES[-1] * paper.across * TWIPS / sum(_twips(needs, SIZES[-1]))
    size = max(SMALLEST, int(size * 2) / 2)
    widths = _twips(needs, size)
    shrunk = min(1.0, paper.across * TWIPS / sum(widths))
    return paper, size, [int(width * shrunk) for width in widths]


def _twips(needs: Sequence[float], size: float) -> list[int]:
    return [round(need * size / 2 * POINT) + PADDING for need in needs]


def _filled(
    needs: Sequence[float], longest: Sequence[float], size: float, paper: Paper
) -> list[int]:
    """Widths with what is left over on the paper given to columns of longer texts, then to all."""
    widths, whole = _twips(needs, size), paper.across * TWIPS
    wanted = [width - old for width, old in zip(_twips(longest, size), widths, strict=True)]
    wanted = [max(0, each) for each in wanted]
    given = min(1.0, (whole - sum(widths)) / max(1, sum(wanted)))
    widths = [int(old + given * more) for old, more in zip(widths, wanted, strict=True)]
    wider = min(1.25, whole / sum(widths))
    return [int(width * wider) for width in widths]


def for_picture(width: float, height: float) -> tuple[Paper, float, float]:
    """
    Return the paper for a picture, and its size on it in mm.

    Parameters
    ----------
    width, height
        Its own size, mm: across takes A4, upright A3 if it is taller than A4, else A4.
    """
    across, upright, small = SHEETS
    paper = across if width > height else upright if height > 297 else small
    room = paper.down - 16  # its caption, and the end of the section
    factor = min(paper.across / width, room / height, 1.0)
    return paper, width * factor, height * factor
