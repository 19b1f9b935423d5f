"""The picture of the core index: how often each project is in the best plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from portfolio.plan.shares import TRACE
from portfolio.questions.robust.study import CORE, OUT, Robust
from portfolio.questions.robust.words import label
from portfolio.report import style
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ROWS = 100  # a sheet with more projects than this cannot be read
MARGIN, ID, NAME, OWN, VALUE = 12.0, 12.0, 104.0, 20.0, 14.0  # mm: sheet margin, columns
TOP, HEAD, FOOT = 34.0, 7.0, 14.0
WIDTH = style.A3[0]
BARS_AT = MARGIN + ID + NAME + OWN
BARS = WIDTH - MARGIN - VALUE - BARS_AT
VERDICTS = ("core", "exchangeable", "left_out")


def draw_core_index(robust: Robust, lang: str = "zh", axes: Axes | None = None) -> Axes:
    """
    Draw each project's core index, under its verdict.

    Parameters
    ----------
    robust
        Of more than 100 projects those that are hardest to decide (index near a half) are drawn.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A3 upright, shorter for few projects.

    Returns
    -------
    The axes.
    """
    with style.same_look():
        rows = _rows(robust)
        pitch = min(5.0, (style.A3[1] - TOP - HEAD - FOOT) / max(1, len(rows)))
        height = TOP + HEAD + pitch * len(rows) + FOOT
        sheet = new_sheet(WIDTH, height, axes)
        _title(sheet, robust, lang)
        _head(sheet, height - FOOT, lang)
        for line, (p, verdict) in enumerate(rows):
            y = TOP + HEAD + pitch * (line + 0.5)
            if p < 0:
                _band(sheet, robust, verdict, y, pitch, lang)
            else:
                _row(sheet, robust, p, y, pitch)
        sheet.note(label("robust.note", lang), above=6)
    return sheet.axes


def _rows(robust: Robust) -> list[tuple[int, str]]:
    """Return project and verdict of each line, -1 for a heading; the highest index first."""
    index = robust.core_index
    shown = np.argsort(np.abs(index - 0.5), kind="stable")[:MOST_ROWS]
    order = sorted(shown.tolist(), key=lambda p: (-index[p], p))
    rows: list[tuple[int, str]] = []
    for verdict in VERDICTS:
        members = [p for p in order if robust.verdict[p] == verdict]
        rows += [(-1, verdict), *((p, verdict) for p in members)]
    return rows


def _title(sheet: Sheet, robust: Robust, lang: str) -> None:
    total = len(robust.core_index)
    title = f"{label('robust.title', lang)} — {robust.plan.problem.scenario.title}"
    if total > MOST_ROWS:
        title += label("robust.only", lang, shown=MOST_ROWS, total=total)
    count, none = len(robust.score), int((~robust.possible).sum())
    text = label("robust.draws", lang, count=count, none=f"{none / count:.1%}")
    sheet.headline(title, text)
    legend = Legend(sheet, 28.0)
    domains = robust.plan.problem.projects["domain"].to_numpy()
    called = robust.plan.problem.domains
    for key, colour in style.colours_of(called).items():
        if key in domains:
            legend.box(called[key].words.to(lang), 7, facecolors=[colour])


def _head(sheet: Sheet, end: float, lang: str) -> None:
    y = TOP + HEAD / 2
    sheet.boxes([(MARGIN, TOP, WIDTH - 2 * MARGIN, HEAD)], facecolors=[style.INK], zorder=1)
    sheet.write(MARGIN + 1, y, label("robust.project", lang), 8.5, color=style.PAPER)
    look = {"color": style.PAPER, "ha": "right", "within": OWN + 8}
    sheet.write(BARS_AT - 3, y, label("robust.own", lang), 8, **look)
    for share in (0.0, OUT, 0.5, CORE, 1.0):
        look = {"color": style.PAPER, "ha": "left" if share == 0 else "center"}
        sheet.write(BARS_AT + BARS * share, y, f"{share:.0%}", 7.5, **look)
        line = [[(BARS_AT + BARS * share, TOP + HEAD), (BARS_AT + BARS * share, end)]]
        sheet.lines(line, linewidths=0.8 if share in (OUT, CORE) else 0.4, colors=style.FAINT)


def _band(sheet: Sheet, robust: Robust, verdict: str, y: float, pitch: float, lang: str) -> None:
    band = (MARGIN, y - pitch / 2, WIDTH - 2 * MARGIN, pitch)
    sheet.boxes([band], facecolors=[style.BAND], zorder=0.5)
    count = robust.verdict.count(verdict)
    text = label(f"robust.{verdict}", lang, count=count)
    sheet.write(MARGIN + 1, y, text, min(8.0, 0.66 * pitch / style.POINT))


def _row(sheet: Sheet, robust: Robust, p: int, y: float, pitch: float) -> None:
    plan, index = robust.plan, robust.core_index[p]
    record = plan.problem.projects.iloc[p]
    size = max(style.SMALLEST, min(8.0, 0.6 * pitch / style.POINT))
    sheet.write(MARGIN + 1, y, record["id"], size, color=style.QUIET, within=ID - 1.5)
    sheet.write(MARGIN + ID, y, record["name"], size, within=NAME - 2)
    own = "—" if plan.funded[p] <= TRACE else f"{plan.funded[p]:.0%}"
    sheet.write(BARS_AT - 3, y, own, size, ha="right", color=style.QUIET)
    face = style.colours_of(plan.problem.domains)[record["domain"]]
    sheet.boxes([(BARS_AT, y - 0.31 * pitch, BARS * index, 0.62 * pitch)], facecolors=[face])
    sheet.write(BARS_AT + BARS * index + 1.2, y, f"{index:.1%}", size)
