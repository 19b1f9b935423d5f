"""The picture of a frontier: score, who enters and leaves, points of one unit more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from portfolio.questions.frontier.priority import Priority
from portfolio.questions.frontier.study import Frontier, ids
from portfolio.questions.frontier.words import label
from portfolio.report import style
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, LABELS = 12.0, 22.0  # mm: sheet margin, names of the strips and numbers of the scales
WIDTH = style.A4[0] - 2 * MARGIN - LABELS
TOP, LINE, MOST, FOOT = 37.0, 2.7, 8, 23.0  # mm: first panel; lines of ids, at most; last axis
NARROWEST = 4.2  # mm: ids are not written into narrower columns
FRESH, LIST = "#0072B2", style.ACCENT


def draw_frontier(
    frontier: Frontier, priority: Priority, lang: str = "zh", axes: Axes | None = None
) -> Axes:
    """
    Draw the score over money or land, the projects that enter and leave, and marginal points.

    Parameters
    ----------
    frontier, priority
        The steps, and the list whose score is drawn beside theirs.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A4 across.

    Returns
    -------
    The axes; their `child_axes` are the panel of the score and the panel of marginal points.
    """
    with style.same_look():
        sheet = new_sheet(*style.A4, axes)
        _title(sheet, frontier, priority, lang)
        stacks = _stacks(frontier)
        strip = LINE * sum(min(MOST, max(map(len, each), default=0)) for each in stacks) + 8
        room = sheet.height - TOP - FOOT - strip
        _score(sheet, frontier, priority, 0.6 * room, lang)
        _strip(sheet, frontier, stacks, TOP + 0.6 * room + 3, lang)
        _marginal(sheet, frontier, TOP + 0.6 * room + strip, 0.4 * room, lang)
        sheet.note(label("frontier.note", lang), above=6)
    return sheet.axes


def _stacks(frontier: Frontier) -> tuple[list[list[str]], list[list[str]]]:
    """Return the ids that enter, and those that leave, at each step."""
    changes = [frontier.changes(at) for at in range(len(frontier.steps))]
    if WIDTH / (len(frontier.steps) - 1) < NARROWEST:
        return [[] for _ in changes], [[] for _ in changes]
    entered, left = ([ids(frontier.problem, each[side]) for each in changes] for side in (0, 1))
    return entered, left


def _title(sheet: Sheet, frontier: Frontier, priority: Priority, lang: str) -> None:
    kind = _kind(frontier)
    title = f"{label(f'frontier.title_{kind}', lang)} — {frontier.problem.scenario.title}"
    lost = priority.loss[~np.isnan(priority.loss)]
    none = int(np.isnan(frontier.score).sum())
    text = label(
        "frontier.summary",
        lang,
        steps=len(frontier.steps),
        mean=f"{lost.mean():.3f}",
        most=f"{lost.max():.3f}",
    )
    text += label("frontier.without", lang, count=none) if none else ""
    sheet.headline(title, text)
    legend, list_look = Legend(sheet, 28.0, gap=5.5), {"linewidths": 1.4, "linestyles": "--"}
    legend.line(label("frontier.fresh", lang), 7, colors=FRESH, linewidths=1.8)
    legend.line(label("frontier.list", lang), 7, colors=LIST, **list_look)
    guess = any(step.plan is not None and step.plan.mode.all_or_nothing for step in frontier.steps)
    dual = label("frontier.dual_guess" if guess else "frontier.dual", lang)
    legend.line(dual, 7, colors=style.INK, linewidths=1.6)
    legend.line(label("frontier.difference", lang), 7, colors=style.FAINT, linewidths=4.0)


def _kind(frontier: Frontier) -> str:
    if frontier.sweep.by_land:
        return "land"
    return "money" if frontier.sweep.land[0] == frontier.sweep.land[1] else "both"


def _panel(sheet: Sheet, frontier: Frontier, top: float, height: float, lang: str) -> Sheet:
    """Return a panel whose x is the factor; steps without a plan are shaded."""
    x = frontier.factor
    axes = sheet.panel(MARGIN + LABELS, top, WIDTH, height)
    pad = 0.5 * (x[-1] - x[0]) / (len(x) - 1)
    axes.set(xlim=(x[0] - pad, x[-1] + pad), xticks=[])
    axes.grid(axis="y", color=style.RULE, linewidth=0.4 * sheet.scale)
    axes.set_axisbelow(True)
    panel = Sheet(axes, WIDTH, height, sheet.scale)
    none = np.flatnonzero(np.isnan(frontier.score))
    look = {"facecolors": [style.shade(style.WARNING, 0.12)], "zorder": 0.2}
    boxes = [(x[at] - pad, 0.0, 2 * pad, 1.0) for at in none]
    panel.boxes(boxes, transform=axes.get_xaxis_transform(), **look)
    if len(none):
        axes.text(
            float(x[none].mean()),
            0.5,
            label("frontier.no_plan", lang),
            transform=axes.get_xaxis_transform(),
            fontproperties=style.font(8 * sheet.scale),
            color=style.WARNING,
            ha="center",
            va="center",
        )
    if x[0] <= 1 <= x[-1]:
        here = {"colors": style.QUIET, "linewidths": 0.7, "linestyles": ":"}
        panel.lines([[(1.0, 0.0), (1.0, 1.0)]], transform=axes.get_xaxis_transform(), **here)
    return panel


def _scale(sheet: Sheet, panel: Sheet, low: float, high: float, unit: str, y: float) -> None:
    pad = 0.08 * (high - low) or 1.0
    panel.axes.set_ylim(low - pad, high + pad)
    for tick in panel.axes.get_yticklabels():
        tick.set(fontproperties=style.font(7 * sheet.scale), color=style.QUIET)
    sheet.write(MARGIN, y, unit, 7.5, within=2 * LABELS)


def _score(sheet: Sheet, frontier: Frontier, priority: Priority, height: float, lang: str) -> None:
    panel, x = _panel(sheet, frontier, TOP, height, lang), frontier.factor
    for values, look in (
        (frontier.score, {"colors": FRESH, "linewidths": 1.8, "zorder": 2.5}),
        (priority.score, {"colors": LIST, "linewidths": 1.4, "linestyles": "--", "zorder": 2.7}),
    ):
        points = [pair for pair in zip(x, values, strict=True) if not np.isnan(pair[1])]
        panel.lines([points], **look)
    changed = [at for at in range(len(x)) if any(frontier.changes(at))]
    size = 9 * sheet.scale**2
    panel.axes.scatter(x[changed], frontier.score[changed], s=size, color=FRESH, zorder=3)
    _scale(
        sheet,
        panel,
        float(np.nanmin(priority.score)),
        float(np.nanmax(frontier.score)),
        label("frontier.score", lang),
        TOP - 3,
    )


def _strip(
    sheet: Sheet,
    frontier: Frontier,
    stacks: tuple[list[list[str]], list[list[str]]],
    top: float,
    lang: str,
) -> None:
    """Write who enters, and below who leaves, under each step."""
    column, y = WIDTH / len(frontier.steps), top
    for stack, key, ink in zip(
        stacks, ("entered", "left"), (style.INK, style.WARNING), strict=True
    ):
        lines = min(MOST, max(map(len, stack), default=0))
        if not lines:
            continue
        sheet.write(MARGIN, y + LINE / 2, label(f"frontier.{key}", lang), 7.5, color=ink)
        for at, names in enumerate(stack):
            shown = (
                names if len(names) <= MOST else [*names[: MOST - 1], f"+{len(names) - MOST + 1}"]
            )
            x = MARGIN + LABELS + (at + 0.5) * column
            for line, name in enumerate(shown):
                look = {"ha": "center", "color": ink, "within": column - 0.4}
                sheet.write(x, y + (line + 0.5) * LINE, name, 6.2, **look)
        y += lines * LINE + 1


def _marginal(sheet: Sheet, frontier: Frontier, top: float, height: float, lang: str) -> None:
    """Draw the slopes of the prices, both sides, on the finite differences between steps."""
    panel, x = _panel(sheet, frontier, top + 5, height - 5, lang), frontier.factor
    between = frontier.differences
    known = np.flatnonzero(~np.isnan(between))
    wide = {"colors": style.FAINT, "linewidths": 4.0, "zorder": 1.5}
    panel.lines([[(x[at], between[at]), (x[at + 1], between[at])] for at in known], **wide)
    pad = 0.3 * (x[-1] - x[0]) / (len(x) - 1)
    sides, shown = [], [between[known]]
    for at, step in enumerate(frontier.steps):
        slopes = np.array([step.slope_less, step.slope, step.slope_more])
        slopes = slopes[~np.isnan(slopes)]
        if step.plan is None or not len(slopes):
            continue
        sides += [[(x[at] - pad, each), (x[at] + pad, each)] for each in slopes]
        sides += [[(x[at], slopes.min()), (x[at], slopes.max())]]
        shown.append(slopes)
    panel.lines(sides, colors=style.INK, linewidths=1.6, zorder=2.6)
    values = np.concatenate([*shown, [0.0]])
    unit = label("frontier.per_land" if frontier.sweep.by_land else "frontier.per_money", lang)
    _scale(sheet, panel, 0.0, float(values.max()), unit, top + 1)
    _factors(sheet, frontier, top + height, lang)


def _factors(sheet: Sheet, frontier: Frontier, y: float, lang: str) -> None:
    """Write factors and amounts below the last panel."""
    count, problem = len(frontier.steps), frontier.problem
    every = max(1, -(-count // 11))
    land = problem.land_quota.sum()
    for name, line in ((label("frontier.factor", lang), 3.5), (_amounts(frontier, lang), 7.5)):
        sheet.write(MARGIN, y + line, name, 7.5, within=LABELS - 1)
    for at in range(0, count, every):
        step, x = frontier.steps[at], MARGIN + LABELS + (at + 0.5) * WIDTH / count
        amount = step.land * land if frontier.sweep.by_land else step.money * problem.budget.sum()
        text = style.number(amount, digits=0) if frontier.sweep.by_land else f"{amount / 1e4:.1f}"
        sheet.write(x, y + 3.5, f"{frontier.factor[at]:g}"[:6], 7.5, ha="center")
        sheet.write(x, y + 7.5, text, 7.5, ha="center", color=style.QUIET)


def _amounts(frontier: Frontier, lang: str) -> str:
    return label("frontier.land" if frontier.sweep.by_land else "frontier.money", lang)
