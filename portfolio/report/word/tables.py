"""Tables as WordprocessingML: heads on every page, rows that do not break, sums in bold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from portfolio.report.parts import Changed, Link, Table
from portfolio.report.printed import heads, is_number, letters, mixed
from portfolio.report.statement import Statement
from portfolio.report.word.text import paragraph

HEAD_SHADE, GROUP_SHADE, TOTAL_SHADE = "E6EBF0", "F2F4F7", "DFE7EF"
WORD, LINE = 10, 24  # half-width letters that a head and a cell ask for at most
SHORT = 20  # rows of a table that is not torn over two pages
SHADES = {"total": TOTAL_SHADE, "group": GROUP_SHADE}


@dataclass(frozen=True)
class Grid:
    """
    A table as it is set.

    Attributes
    ----------
    widths, size
        Columns in twips, and text in pt.
    lang, right
        Its language, and which columns stand to the right.
    last
        Place of the last row, if all rows stay on one page; else None.
    """

    widths: Sequence[int]
    size: float
    lang: str
    right: Sequence[bool]
    last: int | None = None
    parts: list[str] = field(default_factory=list)

    def xml(self) -> str:
        """Return the table."""
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:jc '
            f'w:val="center"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(self.parts)}</w:tbl>"
        )

    def row(self, cells: Sequence[str], head: bool = False) -> None:
        """Add a row; one of the head comes again on every page."""
        again = "<w:tblHeader/>" if head else ""
        self.parts.append(f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{''.join(cells)}</w:tr>")

    def cell(self, text: str, at: int, bold: bool = False, shade: str = "", across: int = 1) -> str:
        """Return an ordinary cell at a column."""
        look = ("<w:b/>" if bold else "") + _size(self.size)
        side = '<w:jc w:val="right"/>' if self.right[at] else ""
        side = self._keep() + side
        inside = paragraph(text, "Cell", self.lang, look, f"{side}<w:rPr>{look}</w:rPr>")
        return f"<w:tc>{self._frame(at, shade, across)}{inside}</w:tc>"

    def head(self, text: str, at: int, across: int = 1, merge: str = "") -> str:
        """Return a cell of the head; `merge`: `restart` or `continue` over two rows."""
        inside = paragraph(text, "CellHead", self.lang, _size(self.size), self._keep())
        return f"<w:tc>{self._frame(at, HEAD_SHADE, across, merge)}{inside}</w:tc>"

    def _keep(self) -> str:
        """Return what keeps the row that is made now on the page of the next one."""
        return "" if self.last is None or len(self.parts) >= self.last else "<w:keepNext/>"

    def _frame(self, at: int, shade: str, across: int = 1, merge: str = "") -> str:
        width = sum(self.widths[at : at + across])
        return (
            f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
            + (f'<w:gridSpan w:val="{across}"/>' if across > 1 else "")
            + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
            + (f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else "")
            + '<w:vAlign w:val="center"/></w:tcPr>'
        )


def _size(size: float) -> str:
    return f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>'


def statement_xml(
    found: Statement,
    texts: Sequence[Sequence[str]],
    widths: Sequence[int],
    size: float,
    lang: str,
) -> str:
    """Return the table of a statement; `texts` are its cells as they are printed."""
    columns = found.columns
    grid = Grid(widths, size, lang, [is_number(each) for each in columns])
    above, *below = heads(columns)
    grid.row(
        [
            grid.head(each.text, each.first, each.across, "restart" if each.down > 1 else "")
            for each in above
        ],
        head=True,
    )
    for row in below:
        under = {each.first: each for each in row}
        second = [
            grid.head(under[at].text, at) if at in under else grid.head("", at, 1, "continue")
            for at in range(len(columns))
        ]
        grid.row(second, head=True)
    for each, cells in zip(found.rows, texts, strict=True):
        shade = SHADES.get(each.kind, "")
        grid.row(
            [
                grid.cell(
                    text,
                    at,
                    bool(each.kind),
                    mixed(each.marks[at]) if each.marks.get(at) else shade,
                )
                for at, text in enumerate(cells)
            ]
        )
    return grid.xml()


def table_xml(found: Table, width: int, size: float, lang: str) -> str:
    """Return a plain table as wide as the text, its columns as wide as what stands in them."""
    texts = [[_text(cell) for cell in row] for row in found.rows]
    needs = [
        max(4, min(WORD, letters(found.head[at])), *(min(LINE, letters(row[at])) for row in texts))
        for at in range(found.width)
    ]
    needs = [need + 2 for need in needs]  # what stands beside the text of a cell
    widths = [int(width * need / sum(needs)) for need in needs]
    last = len(texts) if len(texts) <= SHORT else None
    grid = Grid(widths, size, lang, found.right, last)
    grid.row([grid.head(text, at) for at, text in enumerate(found.head)], head=True)
    for row in texts:
        grid.row([grid.cell(text, at) for at, text in enumerate(row)])
    return grid.xml()


def _text(cell: object) -> str:
    if isinstance(cell, Changed):
        return f"{cell.value} ({cell.change})"
    return cell.text if isinstance(cell, Link) else str(cell)
