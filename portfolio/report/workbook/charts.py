"""Charts of the workbook's own, below their table, where they print, or beside a long one."""

from __future__ import annotations

from typing import Any

from portfolio.report.statement import Chart, Kind, Statement, value_of
from portfolio.report.workbook.layout import Layout
from portfolio.report.workbook.looks import BODY, HEAD
from portfolio.report.workbook.measure import height_of
from portfolio.report.workbook.text import allowed

LONG = 60  # rows of a table beside which charts stand, for nobody scrolls so far down
PIXEL = 7  # of a letter of half width
HEIGHT, LEAST, MOST = 340, 560, 980  # pixels
ROW = 20  # pixels of a row that nothing is set for
PUSH = 70.0  # points beyond the end of a page as worked out here; programs differ by less
PALETTE = ("#1F4E79", "#C55A11", "#548235", "#7F6000", "#7030A0", "#2E9AA6", "#A5A5A5", "#C00000")
PAGE = (390.0, 257.0)  # mm of A3 landscape between the margins, and below header and titles
MM = 25.4 / 96  # of a pixel
AXIS = {
    Kind.SHARE: "0%",
    Kind.MONEY: "#,##0",
    Kind.LAND: "#,##0",
    Kind.POINTS: "0.##",
    Kind.COUNT: "#,##0",
}


def add_charts(book: Any, sheet: Any, layout: Layout, end: int, lang: str) -> int:
    """
    Draw the charts of a statement from its cells.

    Returns
    -------
    int
        The row after the last that prints.
    """
    charts = [each for each in layout.statement.charts if len(each.rows)]
    if not charts:
        return end
    across = layout.span * PIXEL
    wide = int(max(LEAST, min(MOST, across)))
    if len(layout.statement.rows) > LONG:
        for at, chart in enumerate(charts):
            place = (layout.head + at * (HEIGHT // ROW + 2), layout.right + 2)
            sheet.insert_chart(*place, _drawn(book, sheet, layout, chart, wide, lang))
        return end
    row = end + 1
    beside = max(1, int(across // wide)) if len(charts) > 1 else 1
    sheet.set_row(end, _room_to_next_page(layout, end))
    for at, chart in enumerate(charts):
        x = (at % beside) * (wide + 10)
        drawn = _drawn(book, sheet, layout, chart, wide, lang)
        sheet.insert_chart(row, 0, drawn, {"x_offset": x, "y_offset": 4})
        if at % beside == beside - 1 or at == len(charts) - 1:
            row += HEIGHT // ROW + 1
    return row


def _room_to_next_page(layout: Layout, end: int) -> float:
    """Return the height of the row before the charts, which puts them on the next page if need be.

    Excel ignores breaks of pages where a sheet is fitted to a width.
    """
    scale = min(1.0, PAGE[0] / (layout.span * PIXEL * MM))
    page = PAGE[1] / MM / scale * 0.75  # points of a page
    heights = [layout.title_height, *layout.head_heights, 18.0]
    heights += [layout.height_of_row(row) for row in layout.statement.rows]
    notes = layout.statement.notes
    heights += [height_of(layout.lines_across(note)) for note in notes]
    left = page - sum(heights) % page
    needed = (HEIGHT + 2 * ROW) * 0.75
    return min(409.0, left + PUSH) if left < needed and sum(heights) % page > 30 else 10.0


def _drawn(book: Any, sheet: Any, layout: Layout, chart: Chart, wide: int, lang: str) -> Any:
    """Return one chart."""
    kinds = {
        "column": {"type": "column"},
        "stacked": {"type": "column", "subtype": "stacked"},
        "line": {"type": "line"},
    }
    drawn = book.add_chart(kinds[chart.kind])
    first, last = layout.body + chart.rows[0], layout.body + chart.rows[-1]
    columns = layout.statement.columns
    for at, place in enumerate(chart.values):
        colour = PALETTE[at % len(PALETTE)]
        series: dict[str, Any] = {
            "name": allowed(columns[place].head).replace("\n", " "),
            "categories": [sheet.name, first, chart.along, last, chart.along],
            "values": [sheet.name, first, place, last, place],
        }
        if chart.kind == "line":
            series |= {"line": {"color": colour, "width": 2.0}}
            series |= {"marker": {"type": "circle", "size": 4, "fill": {"color": colour}}}
        else:
            series |= {"fill": {"color": colour}, "gap": 60}
        drawn.add_series(series)
    _dress(drawn, layout, chart, lang)
    drawn.set_size({"width": wide, "height": HEIGHT})
    return drawn


def _dress(drawn: Any, layout: Layout, chart: Chart, lang: str) -> None:
    body = {"name": BODY[lang], "size": 9}
    kind = layout.statement.columns[chart.values[0]].kind
    drawn.set_title(
        {
            "name": allowed(chart.title),
            "name_font": {"name": HEAD[lang], "size": 12, "bold": lang == "en"},
            "overlay": False,
        }
    )
    drawn.set_x_axis({"num_font": body, "label_position": "low"})
    shown = [_shown(layout.statement, row, at) for row in chart.rows for at in chart.values]
    from_zero = {"min": 0} if min(shown, default=0.0) >= 0 else {}
    drawn.set_y_axis(
        {
            **from_zero,
            "num_font": body,
            "num_format": AXIS.get(kind, "General"),
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.75}},
        }
    )
    drawn.set_legend(
        {"position": "bottom", "font": body} if len(chart.values) > 1 else {"none": True}
    )


def _shown(statement: Statement, row: int, column: int) -> float:
    value = value_of(statement.rows[row].cells[column])
    return float(value) if isinstance(value, (int, float)) else 0.0
