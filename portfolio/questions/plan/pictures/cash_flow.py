"""The money by year: sources against the budget, the balance, and the numbers below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.questions.plan.money import CENT, Money
from portfolio.questions.plan.pictures.heading import heading
from portfolio.questions.plan.pictures.past import EDGE, draw_past
from portfolio.questions.plan.pictures.scale import draw_scale
from portfolio.questions.plan.words import label
from portfolio.report import style
from portfolio.report.grounds import grounds
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet
from portfolio.report.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, LABELS, SUMS = 12.0, 36.0, 28.0  # mm: sheet margin, names of the rows, totals
FIXED = 2 * MARGIN + LABELS + SUMS
TOP, GAP, BALANCE, ROW, FOOT = 36.0, 9.0, 19.0, 5.0, 14.0  # mm: heights, from the top down
CARRIED: dict[str, Any] = {
    "facecolors": "none",
    "edgecolors": style.QUIET,
    "linewidths": 0.9,
    "linestyles": "--",
}
# Behind the bar and wider than it: no one source is over, all of them together are.
OVER: dict[str, Any] = {
    "facecolors": [style.shade(style.WARNING, 0.45)],
    "edgecolors": style.WARNING,
    "linewidths": 1.2,
}


Row = tuple[str, np.ndarray, float | None]  # name, amount of each year, total


def draw_cash_flow(plan: Plan, lang: str = "zh", axes: Axes | None = None) -> Axes:
    """
    Draw each year's investment by source against its budget, and what remains.

    Parameters
    ----------
    plan
        A plan for n years.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A4 across, wider for many years.

    Returns
    -------
    The axes; their `child_axes` are the panel of the bars and the panel of the balance.
    """
    money = Money(plan)
    with style.same_look():
        rows = _rows(money, lang)
        sheet = new_sheet(_width(rows), style.A4[1], axes)
        end = sheet.height - FOOT - ROW * len(rows) - BALANCE - 4 - GAP
        _title(sheet, money, lang)
        _legend(sheet, money, lang)
        _bars(sheet, money, end, lang)
        _balance(sheet, money, end + GAP, lang)
        _table(sheet, money, rows, lang)
        column = (sheet.width - FIXED) / len(money.budget)
        x = MARGIN + LABELS + money.plan.past * column
        draw_past(sheet, money.plan, x, TOP - 3, sheet.height - FOOT, lang)
    return sheet.axes


def _ink(money: Money, t: int) -> str:
    """Return the colour of year t's numbers."""
    return style.WARNING if money.over[t] else style.INK


def _width(rows: list[Row]) -> float:
    """Return the width of the sheet, mm: no amount of a year may be cut."""
    amounts = np.concatenate([amounts for _, amounts, _ in rows])
    longest = max((style.number(each) for each in amounts), key=len)
    column = style.width_of(longest, style.SMALLEST) + 3
    return max(style.A4[0], FIXED + column * len(rows[0][1]))


def _title(sheet: Sheet, money: Money, lang: str) -> None:
    sheet.headline(heading("cash.title", money.plan, lang))
    totals = {
        "investment": style.number(money.investment.sum()),
        "budget": style.number(money.budget.sum()),
        "balance": style.number((money.budget - money.investment).sum()),
    }
    text = label("cash.totals", lang, **totals)
    after = MARGIN + 6 + sheet.write(MARGIN, 20.5, text, 9, color=style.QUIET)
    if money.over.any():
        years = ", ".join(str(year) for year in np.array(money.plan.years)[money.over])
        look = {"color": style.WARNING, "within": sheet.width - MARGIN - after}
        sheet.write(after, 20.5, label("cash.over", lang, years=years), 9, **look)


def _legend(sheet: Sheet, money: Money, lang: str) -> None:
    legend = Legend(sheet, 28.0)
    for key in money.by_source:
        name = money.plan.problem.called("funding", key).to(lang)
        legend.box(name, 7, facecolors=[money.colours[key]])
    if money.plan.problem.carry_over:
        legend.box(label("cash.carried", lang), 7, **CARRIED)
    if money.over.any():
        legend.box(label("cash.over_key", lang), 7, **OVER)
    legend.line(label("cash.budget", lang), colors=style.INK, linewidths=1.8)


def _panel(sheet: Sheet, money: Money, top: float, height: float) -> Sheet:
    """Return a panel above the columns of the table: x in years, y in 万元."""
    n = len(money.budget)
    axes = sheet.panel(MARGIN + LABELS, top, (sheet.width - FIXED), height)
    axes.set(xlim=(0, n), xticks=[])
    spans = [(t, 0.0, 1.0, 1.0) for t in np.flatnonzero(money.over).tolist()]
    look = {"facecolors": [style.shade(style.WARNING, 0.1)], "zorder": 0.2}
    panel = Sheet(axes, n, height, sheet.scale)
    across = axes.get_xaxis_transform()
    panel.boxes(spans, transform=across, **look)
    if past := money.plan.past:  # the panel covers the line of the sheet
        panel.lines([[(past, 0.0), (past, 1.0)]], transform=across, **EDGE)
    return panel


def _bars(sheet: Sheet, money: Money, end: float, lang: str) -> None:
    """Draw the bars of each year's money by source, and the budget above them."""
    panel = _panel(sheet, money, TOP, end - TOP)
    years, room = range(len(money.budget)), (sheet.width - FIXED) / len(money.budget) - 1
    heads = np.max([money.available, money.budget, money.investment], axis=0)
    top, room_above = max(1.0, heads.max()), 1.22 if money.over.any() else 1.17
    draw_scale(sheet, panel.axes, (MARGIN + LABELS, TOP), room_above * top, lang)
    below = np.zeros(len(money.budget))
    for key, spent in money.by_source.items():
        face = money.colours[key]
        panel.boxes([(t + 0.22, below[t], 0.56, spent[t]) for t in years], facecolors=[face])
        for t in np.flatnonzero(spent > 0.04 * top).tolist():
            y = _beside(money.budget[t], below[t], below[t] + spent[t], 0.02 * top)
            text, within = style.number(spent[t], digits=0), 0.54 * room
            if y is not None and style.width_of(text, style.SMALLEST) <= within:
                look = {"ha": "center", "color": style.ink_on(face), "within": within}
                panel.write(t + 0.5, y, text, 8, **look)
        below = below + spent
    carried = [(t + 0.16, money.budget[t], 0.68, money.carried_in[t]) for t in years]
    panel.boxes([box for box in carried if box[3] > CENT], zorder=2.4, **CARRIED)
    over = [(t + 0.08, money.available[t], 0.84, -money.balance[t]) for t in years]
    panel.boxes([box for box in over if box[3] > CENT], zorder=1.5, **OVER)
    lines = [[(t + 0.08, money.budget[t]), (t + 0.92, money.budget[t])] for t in years]
    panel.lines(lines, colors=style.INK, linewidths=1.8, zorder=3)
    for t in years:
        said = [("over", -money.balance[t], style.WARNING)] * bool(money.over[t])
        said += [("spent", money.investment[t], _ink(money, t))]
        said += [("budget", money.budget[t], style.QUIET)]
        for at, (key, each, ink) in enumerate(said):
            text = _head(key, each, room, lang)
            look = {"ha": "center", "color": ink, "within": room}
            panel.write(t + 0.5, heads[t] + (0.045 + 0.05 * at) * top, text, 8, **look)


def _head(key: str, money: float, room: float, lang: str) -> str:
    """Return the line above a bar: an amount, with its name if there is room."""
    amount = style.number(money, digits=0)
    text = label(f"cash.head_{key}", lang, amount=amount)
    return text if style.width_of(text, style.SMALLEST) <= room else amount


def _beside(line: float, low: float, high: float, half: float) -> float | None:
    """Return where letters of half a height clear a line between low and high, if anywhere."""
    middle = (low + high) / 2
    places = (middle, (low + line) / 2, (line + high) / 2)
    for y in places:
        if abs(y - line) >= half and low + half <= y <= high - half:
            return y
    return None


def _balance(sheet: Sheet, money: Money, top: float, lang: str) -> None:
    """Draw what remains of each year's money."""
    room = (sheet.width - FIXED) / len(money.budget) - 1
    for t, year in enumerate(money.plan.years):
        x = MARGIN + LABELS + (t + 0.5) * (sheet.width - FIXED) / len(money.budget)
        sheet.write(x, top - GAP / 2, year, 9, ha="center", color=_ink(money, t), within=room)
    panel = _panel(sheet, money, top, BALANCE)
    balance = money.balance
    low, high = min(0.0, balance.min()), max(0.0, balance.max())
    span = max(1.0, high - low)
    panel.axes.set(ylim=(low - 0.4 * span * (low < -CENT), high + 0.4 * span), yticks=[])
    panel.axes.spines["bottom"].set_position(("data", 0.0))
    for t, each in enumerate(balance):
        face = style.WARNING if money.over[t] else style.KEPT
        panel.boxes([(t + 0.3, 0.0, 0.4, each)], facecolors=[face])
        y = each + (0.18 if each >= -CENT else -0.18) * span
        look = {"ha": "center", "color": _ink(money, t), "within": room}
        panel.write(t + 0.5, y, style.number(each, room), 7.5, **look)
    name = label("cash.carry" if money.plan.problem.carry_over else "cash.balance", lang)
    sheet.write(MARGIN, top + BALANCE / 2, name, 8.5, within=LABELS - 2)


def _rows(money: Money, lang: str) -> list[Row]:
    """Return name, amounts and total of each row of the table."""
    rows = [(f"source.{key}", spent, spent.sum()) for key, spent in money.by_source.items()]
    rows += [("cash.investment", money.investment, money.investment.sum())]
    rows += [("cash.budget", money.budget, money.budget.sum())]
    if money.plan.problem.carry_over:
        rows += [("cash.carried", money.carried_in, None)]
        rows += [("cash.carry", money.balance, money.balance[-1])]
    else:
        rows += [("cash.balance", money.balance, money.balance.sum())]
    for key, ceiling in money.plan.problem.funding_budget.items():
        rows.append((f"ceiling.{key}", ceiling, ceiling.sum()))
    return [(_row_name(money, key, lang), amounts, total) for key, amounts, total in rows]


def _row_name(money: Money, key: str, lang: str) -> str:
    kind, _, source = key.partition(".")
    name = money.plan.problem.called("funding", source).to(lang)
    if kind == "ceiling":
        return label("cash.ceiling", lang, name=name)
    return name if kind == "source" else label(key, lang)


def _table(sheet: Sheet, money: Money, rows: list[Row], lang: str) -> None:
    """Write the amounts of each year below its bars."""
    table = Table(sheet, sheet.height - FOOT - ROW * len(rows), 0, ROW, len(rows))
    column = (sheet.width - FIXED) / len(money.budget)
    table.band(len(money.by_source))
    table.rules(range(len(rows) + 1), linewidths=0.4)
    sheet.write(table.right, table.top - 2.5, label("cash.total", lang), 8.5, ha="right")
    for line, (name, amounts, total) in enumerate(rows):
        table.write(MARGIN, line, name, within=LABELS - 2)
        for t, each in enumerate(amounts):
            text, room = style.number(each, column - 2), column - 2
            look = {"ha": "center", "color": _ink(money, t), "within": room}
            table.write(MARGIN + LABELS + (t + 0.5) * column, line, text, **look)
        if total is not None:
            text = style.number(total, SUMS - 1)
            table.write(table.right, line, text, ha="right", within=SUMS - 1)
    sheet.note(label("cash.note", lang, grounds=grounds(money.plan.problem).to(lang)))
