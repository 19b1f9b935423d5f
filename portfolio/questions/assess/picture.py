"""Is there enough: need against money by year, the balance so far, the purses that are short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.ticker import MaxNLocator

from portfolio.plan.purses import CENT
from portfolio.questions.assess.rows import Purse, Year, purses_of, years_of
from portfolio.questions.assess.study import Assessed
from portfolio.questions.assess.words import label
from portfolio.report import style
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet
from portfolio.report.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, LABELS, YEAR = 12.0, 36.0, 22.0  # mm; the last is the least width of a year
TOP, BARS, GAP, BALANCE, ROW, PURSE = 37.0, 56.0, 8.0, 17.0, 5.0, 5.6  # mm: heights
AMOUNTS = ("need", "money", "balance", "so_far")
MOST = 8  # purses that are drawn
NAME, COLUMN = 52.0, 30.0  # mm: of the table of purses
EXCESS: dict[str, Any] = {"facecolors": [style.WARNING]}
FRAME: dict[str, Any] = {"facecolors": "none", "edgecolors": style.INK, "linewidths": 0.9}


def draw_assess(found: Assessed, lang: str = "zh", axes: Axes | None = None) -> Axes:
    """
    Draw need against money by year with the excess in red, and the purses that are short.

    Parameters
    ----------
    found
        An assessed schedule; of more than 8 purses that are short the 8 that lack most are drawn.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A4 across, wider for many years.

    Returns
    -------
    The axes; their `child_axes` are the panel of the bars and the panel of the balance so far.
    """
    years = years_of(found.plan)
    with style.same_look():
        width = max(style.A4[0], 2 * MARGIN + LABELS + YEAR * len(years))
        sheet = new_sheet(width, style.A4[1], axes)
        _title(sheet, found, lang)
        _bars(sheet, years, lang)
        _balance(sheet, years, lang)
        end = _amounts(sheet, years, lang)
        _purses(sheet, found, end + 7, lang)
        carried = label("picture.carried", lang) if found.plan.problem.carry_over else ""
        sheet.note(label("picture.note", lang, carried=carried))
    return sheet.axes


def _title(sheet: Sheet, found: Assessed, lang: str) -> None:
    bound = "—" if found.bound != found.bound else f"{found.bound:.4f}"
    line = label(
        "picture.line",
        lang,
        score=f"{found.plan.score:.4f}",
        bound=bound,
        count=len(found.broken),
    )
    sheet.headline(f"{label('picture.title', lang)} — {found.plan.problem.scenario.title}", line)
    legend = Legend(sheet, 28.0)
    legend.box(label("picture.need", lang), facecolors=[style.KEPT])
    legend.box(label("picture.excess", lang), **EXCESS)
    legend.line(label("picture.money", lang), colors=style.INK, linewidths=1.8)


def _column(sheet: Sheet, years: list[Year]) -> float:
    return (sheet.width - 2 * MARGIN - LABELS) / len(years)


def _panel(sheet: Sheet, years: list[Year], top: float, height: float) -> Sheet:
    """Return a panel above the columns of the table: x in years, y in 万元."""
    wide = _column(sheet, years) * len(years)
    axes = sheet.panel(MARGIN + LABELS, top, wide, height)
    axes.set(xlim=(0, len(years)), xticks=[])
    return Sheet(axes, len(years), height, sheet.scale)


def _bars(sheet: Sheet, years: list[Year], lang: str) -> None:
    """Draw what each year needs, red above the money there is."""
    panel, room = _panel(sheet, years, TOP, BARS), _column(sheet, years) - 1
    top = max(1.0, *(max(each.need, each.money) for each in years))
    ticks = np.asarray(MaxNLocator(6).tick_values(0, 1.12 * top))
    panel.axes.set(ylim=(0, 1.12 * top), yticks=ticks[ticks <= 1.12 * top])
    panel.axes.set_axisbelow(True)
    panel.axes.grid(axis="y", color=style.RULE, linewidth=0.4 * sheet.scale)
    panel.axes.yaxis.set_major_formatter(lambda value, _: style.number(value, digits=0))
    for tick in panel.axes.get_yticklabels():
        tick.set(fontproperties=style.font(7 * sheet.scale), color=style.QUIET)
    look: dict[str, Any] = {"ha": "right", "color": style.QUIET}
    sheet.write(MARGIN + LABELS - 1.5, TOP - 2.5, label("picture.unit", lang), 7, **look)
    within = [max(0.0, min(each.need, each.money)) for each in years]
    panel.boxes(
        [(t + 0.22, 0, 0.56, kept) for t, kept in enumerate(within)], facecolors=[style.KEPT]
    )
    over = [
        (t + 0.22, within[t], 0.56, each.need - within[t])
        for t, each in enumerate(years)
        if each.balance < -CENT
    ]
    panel.boxes(over, **EXCESS)
    lines = [
        [(t + 0.08, max(each.money, 0.0)), (t + 0.92, max(each.money, 0.0))]
        for t, each in enumerate(years)
    ]
    panel.lines(lines, colors=style.INK, linewidths=1.8, zorder=3)
    for t, each in enumerate(years):
        if each.balance < -CENT:
            text = f"+{style.number(-each.balance, room - 1)}"
            look = {"ha": "center", "color": style.WARNING, "within": room}
            panel.write(t + 0.5, each.need + 0.05 * top, text, 8.5, **look)


def _balance(sheet: Sheet, years: list[Year], lang: str) -> None:
    """Draw the balance up to each year."""
    at = TOP + BARS + GAP
    for t, each in enumerate(years):
        x = MARGIN + LABELS + (t + 0.5) * _column(sheet, years)
        sheet.write(x, at - GAP / 2, each.year, 9, ha="center", color=_ink(each.balance))
    panel, sums = _panel(sheet, years, at, BALANCE), [each.balance_so_far for each in years]
    low, high = min(0.0, *sums), max(0.0, *sums)
    span = max(1.0, high - low)
    panel.axes.set(ylim=(low - 0.1 * span, high + 0.1 * span), yticks=[])
    panel.axes.spines["bottom"].set_position(("data", 0.0))
    for t, balance in enumerate(sums):
        face = style.WARNING if balance < -CENT else style.KEPT
        panel.boxes([(t + 0.3, 0.0, 0.4, balance)], facecolors=[face])
    sheet.write(MARGIN, at + BALANCE / 2, label("picture.so_far", lang), 8.5, within=LABELS - 2)


def _ink(balance: float) -> str:
    return style.WARNING if balance < -CENT else style.INK


def _amounts(sheet: Sheet, years: list[Year], lang: str) -> float:
    """Write the amounts of each year below its bars, and return where they end."""
    top = TOP + BARS + GAP + BALANCE + 3
    table, column = Table(sheet, top, 0, ROW, len(AMOUNTS)), _column(sheet, years)
    table.rules(range(len(AMOUNTS) + 1), linewidths=0.4)
    for line, key in enumerate(AMOUNTS):
        table.write(MARGIN, line, label(f"picture.{key}", lang), within=LABELS - 2)
        for t, each in enumerate(years):
            amount = each.balance_so_far if key == "so_far" else getattr(each, key)
            ink = _ink(amount) if key in ("balance", "so_far") else style.INK
            look = {"ha": "center", "color": ink, "within": column - 2}
            x = MARGIN + LABELS + (t + 0.5) * column
            table.write(x, line, style.number(amount, column - 2), **look)
    return table.end


def _purses(sheet: Sheet, found: Assessed, top: float, lang: str) -> None:
    """Write and draw the purses that are short, the most first."""
    every = purses_of(found.plan)
    short = sorted((each for each in every if each.short), key=lambda each: -each.short)
    if not short:
        key = "picture.enough" if every else "picture.no_purses"
        sheet.write(MARGIN, top, label(key, lang), 9)
        return
    drawn = short[:MOST]
    room = min(PURSE, (sheet.height - 12 - top - 6) / len(drawn))
    table = Table(sheet, top - 3, 6, room, len(drawn), min(8.0, 0.62 * room / style.POINT))
    table.bar()
    table.write_head(MARGIN + 1, label("picture.purses", lang), within=NAME - 2)
    edges = {
        key: MARGIN + NAME + COLUMN * (at + 1)
        for at, key in enumerate(("need", "own", "short", "since"))
    }
    for key, edge in edges.items():
        table.write_head(edge, label(f"picture.{key}", lang), 8, ha="right", within=COLUMN - 2)
    table.rules(range(1, len(drawn) + 1), linewidths=0.3)
    left = edges["since"] + 6
    scale = (table.right - left) / max(max(each.need, _has(each)) for each in drawn)
    for line, each in enumerate(drawn):
        _purse(table, line, each, edges, (left, scale))
    if len(short) > MOST:
        more = label("picture.more", lang, count=len(short) - MOST)
        sheet.write(MARGIN, table.end + 2.2, more, 7, color=style.QUIET)


def _has(purse: Purse) -> float:
    """Return what a purse has after transfers."""
    return purse.money + purse.taken - purse.given


def _purse(
    table: Table, line: int, purse: Purse, edges: dict[str, float], bars: tuple[float, float]
) -> None:
    """Write one purse, and draw what it needs in the frame of what it has."""
    table.write(MARGIN + 1, line, purse.name, within=NAME - 2)
    amounts = {"need": purse.need, "own": _has(purse), "short": purse.short}
    for key, amount in amounts.items():
        look = {"ha": "right", "color": style.WARNING if key == "short" else style.INK}
        table.write(edges[key], line, style.number(amount, COLUMN - 2), within=COLUMN - 2, **look)
    table.write(edges["since"], line, purse.short_from or "", ha="right")
    left, scale = bars
    y, height = table.middle(line) - 0.28 * table.pitch, 0.56 * table.pitch
    kept = min(purse.need, _has(purse))
    table.sheet.boxes([(left, y, scale * kept, height)], facecolors=[style.KEPT])
    table.sheet.boxes([(left + scale * kept, y, scale * (purse.need - kept), height)], **EXCESS)
    table.sheet.boxes([(left, y, scale * _has(purse), height)], zorder=3, **FRAME)
