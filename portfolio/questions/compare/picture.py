"""Scenarios side by side in pictures: scores, money and land, and points by indicator."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from portfolio.questions.compare.study import Comparison
from portfolio.questions.compare.words import label
from portfolio.report import style
from portfolio.report.sheet import Sheet, new_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, TOP, ROW = 12.0, 34.0, 5.6  # mm
LEAST = 0.0005  # points; a smaller difference is no bar
NAMES, NUMBER, MOST = 78.0, 17.0, 24  # mm, mm, indicators that are drawn
# After Okabe and Ito; with more scenarios the colours repeat, with hatches.
COLOURS = style.PALETTE
HATCHES = ("", "////", "....", "xxxx")


def colour(at: int) -> str:
    """Return the colour of scenario `at`."""
    return COLOURS[at % len(COLOURS)]


def draw_comparison(comparison: Comparison, lang: str = "zh", axes: Axes | None = None) -> Axes:
    """
    Draw scores, money by domain, money by year and land by year of all scenarios with a plan.

    Parameters
    ----------
    comparison
        What to draw.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A4 across.
    """
    with style.same_look():
        sheet = new_sheet(*style.A4, axes)
        sheet.write(MARGIN, 13, label("compare.overview", lang), 15, within=270)
        _key(sheet, comparison, range(len(comparison.planned)))
        plans = comparison.plans
        scores = [[plan.points_within_need, plan.score - plan.points_within_need] for plan in plans]
        parts = [
            label(f"compare.key.{key}", lang) for key in ("score", "within_need", "beyond_need")
        ]
        values = np.array([[sum(each), *each] for each in scores])
        called = {
            key: kind.words.to(lang) for plan in plans for key, kind in plan.problem.domains.items()
        }
        domains = [key for key in called if any((_of(plan, key) > 0) for plan in plans)]
        years = sorted({year for plan in plans for year in plan.years})
        money, land = np.full((2, len(plans), len(years)), np.nan)
        for at, plan in enumerate(plans):
            place = [years.index(year) for year in plan.years]
            money[at, place] = plan.investment.sum(axis=0)
            land[at, place] = plan.land_release.sum(axis=0)
        names = [called[key] for key in domains]
        by_domain = np.array([[_of(plan, key) for key in domains] for plan in plans])
        calendar = [str(year) for year in years]
        _bars(sheet, (0, 0), label("compare.panel.score", lang), parts, values, 2)
        _bars(sheet, (1, 0), label("compare.panel.domain", lang), names, by_domain / 1e4, 2)
        _bars(sheet, (0, 1), label("compare.panel.money", lang), calendar, money / 1e4, 2)
        _bars(sheet, (1, 1), label("compare.panel.land", lang), calendar, land, 0)
    return sheet.axes


def _of(plan: object, domain: str) -> float:
    investment, projects = plan.investment, plan.problem.projects  # type: ignore[attr-defined]
    return float(investment[(projects["domain"] == domain).to_numpy()].sum())


def _key(sheet: Sheet, comparison: Comparison, shown: Collection[int]) -> None:
    """Explain the colours of the scenarios whose bars are drawn, by their place."""
    x, y = MARGIN, 22.0
    for at, each in enumerate(comparison.planned):
        if at not in shown:
            continue
        text = f"{each.name}  {each.problem.scenario.title}"
        width = min(90.0, style.width_of(style.printable(text), 8.5))
        if x + 7 + width > sheet.width - MARGIN and x > MARGIN:
            x, y = MARGIN, y + 5
        look = {"facecolors": [colour(at)], "edgecolors": style.PAPER}
        sheet.boxes([(x, y - 1.6, 5, 3.2)], **look, hatch=HATCHES[at // len(COLOURS) % 4])
        sheet.write(x + 7, y, text, 8.5, within=width)
        x += width + 14


def _bars(
    sheet: Sheet,
    place: tuple[int, int],
    title: str,
    groups: Sequence[str],
    values: np.ndarray,
    digits: int,
) -> None:
    """Draw one panel: in each group a bar a scenario; `values` has shape (scenarios, groups)."""
    width, height = (sheet.width - 3 * MARGIN) / 2, (sheet.height - TOP - 2 * MARGIN - 2) / 2
    x, y = MARGIN + place[0] * (width + MARGIN), TOP + place[1] * (height + MARGIN)
    sheet.write(x, y + 1, title, 9.5, within=width)
    top, bottom = y + 8, y + height - 5
    count = len(values)
    highest = max(float(np.nanmax(values, initial=0.0)), 1e-9)
    column = width / max(1, len(groups))
    bar = column * 0.84 / count
    for at in range(count):
        boxes = []
        for g, value in enumerate(values[at]):
            if np.isnan(value):
                continue
            tall = max(0.0, value) / highest * (bottom - top)
            left = x + (g + 0.08) * column + at * bar
            boxes.append((left, bottom - tall, bar * 0.94, tall))
            text = style.number(value, bar + 0.5, digits)
            if style.width_of(text, style.SMALLEST) <= bar + 0.5:
                sheet.write(left + bar / 2, bottom - tall - 1.8, text, style.SMALLEST, ha="center")
        look = {"facecolors": [colour(at)], "edgecolors": style.PAPER}
        sheet.boxes(boxes, **look, hatch=HATCHES[at // len(COLOURS) % 4])
    sheet.lines([[(x, bottom), (x + width, bottom)]], colors=style.QUIET)
    for g, name in enumerate(groups):
        sheet.write(x + (g + 0.5) * column, bottom + 2.6, name, 8, ha="center", within=column - 1)


def draw_points(comparison: Comparison, lang: str = "zh", axes: Axes | None = None) -> Axes | None:
    """Draw by how many points each indicator differs from the first plan; None if none does."""
    keys = [key for key in comparison.rows if key[0] == "points" and key in comparison.differing]
    place = [at for at, each in enumerate(comparison.members) if each.plan is not None]
    if not keys or len(place) < 2:
        return None
    table = np.nan_to_num(np.array([[comparison.rows[key][at] for at in place] for key in keys]))
    change = table[:, 1:] - table[:, :1]
    order = np.argsort(-np.abs(change).max(axis=1), kind="stable")[:MOST]
    with style.same_look():
        rows = ROW * max(1.0, 0.62 * change.shape[1])
        height = max(style.A4[1] / 3, TOP + rows * len(order) + 12)
        sheet = new_sheet(style.A4[0], height, axes)
        first = comparison.planned[0].name
        sheet.write(MARGIN, 13, label("compare.points", lang, first=first), 15, within=270)
        drawn = np.abs(change[order]).max(axis=0) >= LEAST
        _key(sheet, comparison, [s + 1 for s in np.flatnonzero(drawn).tolist()])
        left, room = MARGIN + NAMES + NUMBER, sheet.width - 2 * MARGIN - NAMES - 2 * NUMBER
        low, high = min(0.0, change.min()), max(0.0, change.max())
        scale = room / max(high - low, 1e-9)
        zero = left - low * scale
        for row, k in enumerate(order):
            y = TOP + row * rows
            name = f"{keys[k][1]} {comparison.names[keys[k][1]]}"
            sheet.write(MARGIN, y + rows / 2, name, 8, within=NAMES - 2)
            tall = (rows - 1.2) / change.shape[1]
            for s, value in enumerate(change[k]):
                above = y + 0.6 + s * tall
                box = (min(zero, zero + value * scale), above, abs(value) * scale, tall * 0.92)
                hatch = HATCHES[(s + 1) // len(COLOURS) % 4]
                sheet.boxes([box], facecolors=[colour(s + 1)], hatch=hatch)
                side = 1.0 if value >= 0 else -1.0
                if abs(value) < LEAST:
                    continue
                text = f"{value:+.3f}".replace("-", "−")
                look = {"ha": "left" if value >= 0 else "right"}
                sheet.write(zero + value * scale + side, above + tall / 2, text, 6.5, **look)
            sheet.lines([[(MARGIN, y), (sheet.width - MARGIN, y)]], linewidths=0.3)
        bottom = TOP + rows * len(order)
        sheet.lines([[(zero, TOP), (zero, bottom)]], colors=style.QUIET, linewidths=0.8)
    return sheet.axes
