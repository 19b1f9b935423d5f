"""The picture of money and points over the draws: fan of cash need, scores, regret of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from portfolio.questions.robust.regret import regret_rows
from portfolio.questions.robust.study import QUANTILES, Robust
from portfolio.questions.robust.words import label
from portfolio.report import style
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, LABELS = 12.0, 18.0  # mm: sheet margin, numbers of the scales
TOP, FAN, SECOND, LOW = 38.0, 66.0, 130.0, 56.0  # mm: panels from the top down
NEED, SCORE = "#0072B2", "#00875F"
MARKS: dict[str, dict[str, Any]] = {
    "mean": {"color": style.INK, "marker": "s"},
    "p95": {"color": style.ACCENT, "marker": "o"},
    "max": {"color": style.WARNING, "marker": "d"},
}


def draw_cash_need(robust: Robust, lang: str = "zh", axes: Axes | None = None) -> Axes:
    """
    Draw the money that the own schedule needs by year, the scores, and the regret of fixed lists.

    Parameters
    ----------
    robust
        Draws over n years.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A4 across.

    Returns
    -------
    The axes; their `child_axes` are the fan, the scores and the regrets.
    """
    with style.same_look():
        sheet = new_sheet(*style.A4, axes)
        title = f"{label('robust.title_cash', lang)} — {robust.plan.problem.scenario.title}"
        possible = robust.score[robust.possible]
        low, middle, high = np.quantile(possible, (0.05, 0.5, 0.95))
        text = label(
            "robust.summary",
            lang,
            count=len(robust.score),
            none=f"{1 - robust.possible.mean():.1%}",
            middle=f"{middle:.2f}",
            low=f"{low:.2f}",
            high=f"{high:.2f}",
        )
        sheet.headline(title, text)
        _legend(sheet, lang)
        _fan(sheet, robust, lang)
        _scores(sheet, robust, lang)
        _regrets(sheet, robust, lang)
        sheet.note(label("robust.note_cash", lang), above=6)
    return sheet.axes


def _legend(sheet: Sheet, lang: str) -> None:
    legend = Legend(sheet, 28.0, gap=5.5)
    for key, strength in (("robust.wide", 0.22), ("robust.inner", 0.5)):
        legend.box(label(key, lang), 7, facecolors=[style.shade(NEED, strength)])
    dashed = {"linewidths": 1.2, "linestyles": "--"}
    legend.line(label("robust.median", lang), 7, colors=NEED, linewidths=1.6)
    legend.line(label("robust.planned", lang), 7, colors=style.QUIET, **dashed)
    legend.line(label("robust.budget", lang), 7, colors=style.INK, linewidths=2.0)
    outline = {"facecolors": "none", "edgecolors": style.INK, "linewidths": 0.6}
    legend.box(label("robust.budgets", lang), 7, **outline)


def _panel(
    sheet: Sheet, box: tuple[float, float, float, float], x: tuple[float, float], lang: str
) -> Sheet:
    axes = sheet.panel(*box)
    axes.set(xlim=x, xticks=[])
    axes.set_axisbelow(True)
    return Sheet(axes, box[2], box[3], sheet.scale)


def _ticks(sheet: Sheet, panel: Sheet) -> None:
    for tick in [*panel.axes.get_yticklabels(), *panel.axes.get_xticklabels()]:
        tick.set(fontproperties=style.font(7 * sheet.scale), color=style.QUIET)


def _fan(sheet: Sheet, robust: Robust, lang: str) -> None:
    """Draw the quantiles of need by year, the budget, and how often it is not enough."""
    years, n = robust.plan.years, len(robust.plan.years)
    width = sheet.width - 2 * MARGIN - LABELS
    panel = _panel(sheet, (MARGIN + LABELS, TOP, width, FAN), (-0.5, n - 0.5), lang)
    need = np.quantile(robust.need, QUANTILES, axis=0) / 1e4
    budget = robust.plan.problem.budget / 1e4
    middle = np.arange(n)
    for low, high, strength in ((0, 4, 0.22), (1, 3, 0.5)):
        face, wide = style.shade(NEED, strength), 0.3 if n == 1 else 0.0
        ends = np.array([-wide, wide]) if n == 1 else middle
        below, above = (np.broadcast_to(need[side], ends.shape) for side in (low, high))
        panel.axes.fill_between(ends, below, above, color=face, linewidth=0, zorder=1 + strength)
    drawn = np.quantile(robust.money, (0.05, 0.95), axis=0) / 1e4
    boxes = [(t - 0.22, drawn[0, t], 0.44, drawn[1, t] - drawn[0, t]) for t in middle]
    outline = {"facecolors": "none", "edgecolors": style.INK, "linewidths": 0.6, "zorder": 2.8}
    panel.boxes(boxes, **outline)
    own = robust.plan.investment.sum(axis=0) / 1e4
    panel.lines([list(zip(middle, need[2], strict=True))], colors=NEED, linewidths=1.6, zorder=2.5)
    dashed = {"colors": style.QUIET, "linewidths": 1.2, "linestyles": "--", "zorder": 2.6}
    panel.lines([list(zip(middle, own, strict=True))], **dashed)
    bars = [[(t - 0.22, budget[t]), (t + 0.22, budget[t])] for t in middle]
    panel.lines(bars, colors=style.INK, linewidths=2.0, zorder=3)
    heads = np.maximum(need[4], drawn[1])
    least, most = float(min(need[0].min(), drawn[0].min())), float(heads.max())
    span = max(1e-6, most - least)
    panel.axes.set_ylim(max(0.0, least - 0.15 * span), most + 0.15 * span)
    panel.axes.grid(axis="y", color=style.RULE, linewidth=0.4 * sheet.scale)
    _ticks(sheet, panel)
    sheet.write(MARGIN, TOP - 3, label("robust.money", lang), 7.5)
    column = width / n
    for t, year in enumerate(years):
        x = MARGIN + LABELS + (t + 0.5) * column
        sheet.write(x, TOP + FAN + 4, year, 9, ha="center", within=column - 1)
        text = label("robust.over", lang, share=f"{robust.over[t]:.0%}")
        ink = style.WARNING if robust.over[t] > 0.5 else style.INK
        sheet.write(x, TOP + FAN + 9, text, 8, ha="center", color=ink, within=column - 1)
        look = {"ha": "center", "color": style.INK, "within": column - 1}
        panel.write(t, heads[t] + 0.06 * span, f"{need[2, t]:.1f} / {budget[t]:.1f}", 7.5, **look)
    heading = label("robust.heads", lang)
    sheet.write(MARGIN + LABELS + width, TOP - 3, heading, 7.5, ha="right", color=style.QUIET)


def _scores(sheet: Sheet, robust: Robust, lang: str) -> None:
    """Draw how the scores of the best plans are spread."""
    width, score = 0.36 * (sheet.width - 2 * MARGIN), robust.score[robust.possible]
    counts, edges = np.histogram(score, bins=min(24, max(5, len(score) // 10)))
    box = (MARGIN + LABELS, SECOND, width - LABELS, LOW)
    panel = _panel(sheet, box, (float(edges[0]), float(edges[-1])), lang)
    steps = zip(edges[:-1], np.diff(edges), counts, strict=True)
    columns = [(left, 0.0, 0.94 * wide, float(count)) for left, wide, count in steps]
    panel.boxes(columns, facecolors=[SCORE])
    panel.axes.set_ylim(0, 1.12 * max(1, counts.max()))
    own = robust.plan.score
    if edges[0] <= own <= edges[-1]:
        line = {"colors": style.INK, "linewidths": 1.2, "linestyles": "--", "zorder": 3}
        panel.lines([[(own, 0.0), (own, 1.12 * float(counts.max()))]], **line)
    panel.axes.xaxis.set_major_locator(_few())
    _ticks(sheet, panel)
    sheet.write(MARGIN, SECOND - 3, label("robust.scores", lang), 8, within=width)


def _few() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(5)


def _regrets(sheet: Sheet, robust: Robust, lang: str) -> None:
    """Draw mean, 95th percentile and maximum of each list's regret."""
    left = MARGIN + 0.40 * (sheet.width - 2 * MARGIN)
    names, width = 52.0, sheet.width - MARGIN - left
    most = max(0.05, float(np.nanmax(robust.regret, initial=0.0)))
    box = (left + names, SECOND, width - names, LOW)
    panel = _panel(sheet, box, (0.0, 1.05 * most), lang)
    count = len(robust.lists)
    panel.axes.set(ylim=(count - 0.5, -0.5), yticks=[])
    panel.axes.xaxis.set_major_locator(_few())
    panel.axes.grid(axis="x", color=style.RULE, linewidth=0.4 * sheet.scale)
    _ticks(sheet, panel)
    x = left
    x += 6 + sheet.write(x, SECOND - 3, label("robust.regret", lang), 8)
    for key, look in MARKS.items():
        sheet.axes.scatter([x], [SECOND - 3], s=14 * sheet.scale**2, zorder=3, **look)
        x += 8 + sheet.write(x + 2.5, SECOND - 3, label(f"robust.{key}", lang), 8)
    for at, row in enumerate(regret_rows(robust, lang)):
        y = SECOND + (at + 0.5) * LOW / count
        size = min(7.5, 0.75 * LOW / count / style.POINT)
        sheet.write(left, y, row.title, max(style.SMALLEST, size), within=names - 3)
        values = [getattr(row, key) for key in MARKS]
        if row.mean is None:
            continue
        panel.lines([[(values[0], at), (values[2], at)]], colors=style.FAINT, linewidths=1.2)
        for value, look in zip(values, MARKS.values(), strict=True):
            panel.axes.scatter([value], [at], s=14 * sheet.scale**2, zorder=3, **look)
