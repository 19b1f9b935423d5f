"""What moves: money that each project loses and gains, by project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from portfolio.questions.adjust.rows import Kind, Moved
from portfolio.questions.adjust.words import label
from portfolio.report import style
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, NAMES, KIND, NUMBER = 12.0, 92.0, 14.0, 16.0  # mm
TOP, ROW, FOOT, MOST = 40.0, 6.0, 16.0, 30
LESS, MORE = "#E69F00", "#0072B2"  # told apart with any kind of colour vision
YI = 10_000.0  # 万元 in 亿元


def draw_adjustment(
    rows: Sequence[Moved], title: str, lang: str = "zh", axes: Axes | None = None
) -> Axes:
    """
    Draw a row a project that moves: to the left what it loses, to the right what it gains.

    Parameters
    ----------
    rows
        As from `moved_rows`; at most the 30 of the largest change are drawn.
    title
        The title of the new scenario.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A4 across, taller for many projects.
    """
    change = [np.array(row.after) - np.array(row.before) for row in rows]
    size = [float(np.abs(each).sum()) for each in change]
    chosen = sorted(sorted(range(len(rows)), key=lambda at: -size[at])[:MOST])
    with style.same_look():
        height = max(76.0, TOP + ROW * len(chosen) + FOOT)
        sheet = new_sheet(style.A4[0], height, axes)
        counts = [(kind, sum(row.kind == kind for row in rows)) for kind in Kind]
        said = [f"{label(f'adjust.kind.{kind}', lang)} {count}" for kind, count in counts]
        sheet.headline(
            f"{label('adjust.picture', lang)} — {title}",
            ", ".join(said) if lang == "en" else "，".join(said),
        )
        legend = Legend(sheet, 30.0)
        legend.box(label("adjust.less", lang), facecolors=LESS)
        legend.box(label("adjust.gain", lang), facecolors=MORE)
        less = [float(-np.minimum(change[at], 0.0).sum()) / YI for at in chosen]
        more = [float(np.maximum(change[at], 0.0).sum()) / YI for at in chosen]
        _names(sheet, [rows[at] for at in chosen], lang)
        _bars(sheet, less, more)
        if not rows:
            sheet.write(MARGIN, TOP + 6, label("adjust.none", lang).strip(), 10)
        rest = len(rows) - len(chosen)
        others = label("adjust.others", lang, count=rest) if rest else ""
        sheet.note(label("adjust.note", lang, more=others))
    return sheet.axes


def _names(sheet: Sheet, rows: Sequence[Moved], lang: str) -> None:
    for at, row in enumerate(rows):
        y = TOP + (at + 0.5) * ROW
        sheet.write(MARGIN, y, label(f"adjust.kind.{row.kind}", lang), 8, within=KIND - 2)
        sheet.write(MARGIN + KIND, y, f"{row.project_id} {row.name}", 8, within=NAMES - 2)
    edges = [TOP + at * ROW for at in range(len(rows) + 1)] if rows else []
    sheet.lines([[(MARGIN, y), (sheet.width - MARGIN, y)] for y in edges], linewidths=0.3)


def _bars(sheet: Sheet, less: Sequence[float], more: Sequence[float]) -> None:
    """Draw both sides of zero on one scale, each bar with its number."""
    if not less:
        return
    left, right = MARGIN + KIND + NAMES + NUMBER, sheet.width - MARGIN - NUMBER
    scale = (right - left) / max(max(less) + max(more), 1e-9)
    zero = left + max(less) * scale
    for values, side, colour in ((less, -1.0, LESS), (more, 1.0, MORE)):
        boxes = []
        for at, value in enumerate(values):
            if value * YI < 0.005:
                continue
            y, wide = TOP + at * ROW, value * scale
            boxes.append((zero - wide if side < 0 else zero, y + 1.0, wide, ROW - 2.0))
            look = {"ha": "left" if side > 0 else "right"}
            sheet.write(zero + side * (wide + 1), y + ROW / 2, f"{value:,.3f}", 7, **look)
        sheet.boxes(boxes, facecolors=colour)
    bottom = TOP + ROW * len(less)
    sheet.lines([[(zero, TOP), (zero, bottom)]], colors=style.QUIET, linewidths=0.8)
