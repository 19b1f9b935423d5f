"""Investment, payment and money side by side by year or quarter; what is short in red."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from portfolio.plan.cash.ledgers import ledgers
from portfolio.plan.cash.money import CENT, EVERYBODY
from portfolio.plan.cash.payments import BEYOND, IN_PLAN
from portfolio.plan.plan import Plan
from portfolio.questions.plan.pictures.cash_flow import FIXED, LABELS, MARGIN, SUMS
from portfolio.questions.plan.words import label
from portfolio.report import style
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet
from portfolio.report.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROWS = ("investment", "price_rise", "payment", "money", "balance")
BARS = ("investment", "payment", "money")
FACES = {"investment": style.KEPT, "payment": style.PALETTE[0], "money": style.PALETTE[2]}
TOP, HEADS, ROW, FOOT = 36.0, 7.0, 5.0, 14.0  # mm


def draw_payments(
    plan: Plan, lang: str = "zh", quarters: bool = False, axes: Axes | None = None
) -> Axes:
    """
    Draw what is invested, paid and there in each year or quarter.

    Parameters
    ----------
    plan
        A plan whose scenario asks for payments, or quarters.
    lang
        `zh` or `en`.
    quarters
        By quarter in place of year.
    axes
        Where to draw; None: on a new figure, A4 across, wider for many columns.
    """
    found = ledgers(plan, quarters)
    table = None if found is None else found.quarters if quarters else found.years
    if table is None:
        raise ValueError("the scenario asks for no payments")
    own = table[(table["by"] == EVERYBODY) & table["when"].isin([IN_PLAN, BEYOND])]
    with style.same_look():
        sheet = new_sheet(_width(own), style.A4[1], axes)
        _title(sheet, plan, own, lang)
        _legend(sheet, own, lang)
        _bars(sheet, own, lang)
        _table(sheet, own, lang)
    return sheet.axes


def _short(own: pd.DataFrame) -> np.ndarray:
    return (own["balance"] < -CENT).to_numpy()


def _width(own: pd.DataFrame) -> float:
    """Return the width of the sheet, mm: no amount may be cut."""
    amounts = own[list(ROWS)].to_numpy(float).ravel()
    longest = max((style.number(each) for each in amounts[~np.isnan(amounts)]), key=len)
    column = style.width_of(longest, style.SMALLEST) + 2
    return max(style.A4[0], FIXED + column * len(own))


def _title(sheet: Sheet, plan: Plan, own: pd.DataFrame, lang: str) -> None:
    sheet.headline(f"{label('payments.title', lang)} — {plan.problem.scenario.title}")
    beyond = (own["when"] == BEYOND).to_numpy()
    totals = {
        "investment": style.number(own["investment"].sum()),
        "rise": style.number(own["price_rise"].sum()),
        "paid": style.number(own["payment"][~beyond].sum()),
        "beyond": style.number(own["payment"][beyond].sum()),
    }
    text = label("payments.totals", lang, **totals)
    after = MARGIN + 6 + sheet.write(MARGIN, 20.5, text, 9, color=style.QUIET)
    if _short(own).any():
        said = label("payments.short", lang, count=int(_short(own).sum()))
        sheet.write(after, 20.5, said, 9, color=style.WARNING, within=sheet.width - MARGIN - after)


def _legend(sheet: Sheet, own: pd.DataFrame, lang: str) -> None:
    legend = Legend(sheet, 28.0)
    for key in BARS:
        legend.box(label(f"payments.{key}", lang), 7, facecolors=[FACES[key]])
    if (own["price_rise"] > CENT).any():
        legend.box(label("payments.price_rise", lang), 7, facecolors=[style.ACCENT])
    if _short(own).any():
        legend.box(label("payments.short_key", lang), 7, facecolors=[style.WARNING])
    if (own["when"] == BEYOND).any():
        legend.box(label("payments.beyond", lang), 7, facecolors=[style.BAND])


def _bars(sheet: Sheet, own: pd.DataFrame, lang: str) -> None:
    """Draw three bars a column: investment with its price rise, payment, money."""
    count, end = len(own), sheet.height - FOOT - ROW * len(ROWS) - HEADS
    axes = sheet.panel(MARGIN + LABELS, TOP, sheet.width - FIXED, end - TOP)
    panel = Sheet(axes, count, end - TOP, sheet.scale)
    amounts = {key: own[key].fillna(0.0).to_numpy() for key in ROWS}
    high = max(1.0, *(amounts["investment"] + amounts["price_rise"]), *amounts["payment"])
    high = 1.1 * max(high, amounts["money"].max())
    axes.set(xlim=(0, count), ylim=(0, high), xticks=[], yticks=[])
    beyond = np.flatnonzero(own["when"] == BEYOND).tolist()
    panel.boxes([(t, 0, 1, high) for t in beyond], facecolors=[style.BAND], zorder=0.2)
    for at, key in enumerate(BARS):
        boxes = [(t + 0.12 + 0.26 * at, 0, 0.24, amounts[key][t]) for t in range(count)]
        panel.boxes(boxes, facecolors=[FACES[key]])
    rise = [
        (t + 0.12, amounts["investment"][t], 0.24, amounts["price_rise"][t]) for t in range(count)
    ]
    panel.boxes(rise, facecolors=[style.ACCENT])
    # What is lacking at the end of a quarter may be more than that quarter pays.
    for t in np.flatnonzero(_short(own)).tolist():
        lacking = min(-amounts["balance"][t], amounts["payment"][t])
        low = amounts["payment"][t] - lacking
        panel.boxes([(t + 0.38, low, 0.24, lacking)], facecolors=[style.WARNING], zorder=2.5)
    unit = label("cash.unit", lang)
    sheet.write(MARGIN + LABELS - 1.5, TOP, unit, 7, ha="right", color=style.QUIET)


def _table(sheet: Sheet, own: pd.DataFrame, lang: str) -> None:
    """Write the amounts below the bars, those of a short column in red."""
    table = Table(sheet, sheet.height - FOOT - ROW * len(ROWS), 0, ROW, len(ROWS))
    column, short = (sheet.width - FIXED) / len(own), _short(own)
    table.rules(range(len(ROWS) + 1), linewidths=0.4)
    sheet.write(table.right, table.top - 3, label("cash.total", lang), 8.5, ha="right")
    middle = [MARGIN + LABELS + (t + 0.5) * column for t in range(len(own))]
    look = [
        {"ha": "center", "color": style.WARNING if each else style.INK, "within": column - 1}
        for each in short
    ]
    for t, row in enumerate(own.itertuples()):
        name = str(row.year)
        if "quarter" in own:
            name = f"{name} {label('payments.quarter', lang, quarter=row.quarter)}"
        sheet.write(middle[t], table.top - 3, name, 8, **look[t])
    for line, key in enumerate(ROWS):
        table.write(MARGIN, line, label(f"payments.{key}", lang), within=LABELS - 2)
        amounts = own[key].to_numpy(float)
        for t in np.flatnonzero(~np.isnan(amounts)).tolist():
            table.write(middle[t], line, style.number(amounts[t], column - 1), **look[t])
        if key != "balance":
            total = style.number(np.nansum(amounts), SUMS - 1)
            table.write(table.right, line, total, ha="right", within=SUMS - 1)
    sheet.note(label("payments.note", lang))
