"""Investment, payment and money side by side by year or quarter; what is short in red."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from portfolio.plan.cash.ledgers import ledgers
from portfolio.plan.cash.money import CENT, EVERYBODY
from portfolio.plan.cash.payments import BEYOND, IN_PLAN, UNDATED, with_newly_short
from portfolio.plan.plan import Plan
from portfolio.questions.plan.pictures.cash_flow import CARRIED, FIXED, LABELS, MARGIN, SUMS
from portfolio.questions.plan.pictures.heading import heading
from portfolio.questions.plan.pictures.past import EDGE, draw_past
from portfolio.questions.plan.pictures.scale import draw_scale
from portfolio.questions.plan.words import WORDS, label
from portfolio.report import style
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet
from portfolio.report.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BARS = ("investment", "payment", "money")
FACES = {"investment": style.KEPT, "payment": style.PALETTE[0], "money": style.PALETTE[2]}
SUMMED = ("investment", "price_rise", "money", "payment")  # rows with a total
# Rows that are red where money is lacking. What a quarter lacks by itself others may have left.
RED = {"balance": -1.0, "newly_short": 1.0}
TOP, HEADS, ROW, FOOT = 42.0, 7.0, 5.0, 14.0  # mm
SIZE, AIR = 7.5, 4.0  # of all letters of the table, pt; between two amounts, mm
FLATTEST = 0.4  # height by width
WIDEST = style.A3[1]  # mm; a sheet that would be wider has whole 万元


@dataclass(frozen=True)
class Drawn:
    """
    What is drawn where.

    Attributes
    ----------
    plan, lang
        Of which plan, in which language.
    own
        The ledger of all projects, a row a column of the picture; what has no date comes last.
    rows
        The columns of the ledger that are rows of the picture.
    digits
        Decimals of its amounts.
    sheet
        What is drawn on.
    """

    plan: Plan
    lang: str
    own: pd.DataFrame
    rows: tuple[str, ...]
    digits: int
    sheet: Sheet

    @property
    def in_year(self) -> int:
        """Columns of one year."""
        return 4 if "quarter" in self.own else 1

    @property
    def column(self) -> float:
        """Width of a column, mm."""
        return (self.sheet.width - FIXED) / len(self.own)

    @property
    def table_at(self) -> float:
        """Upper edge of the table below its heads, mm."""
        return self.sheet.height - FOOT - ROW * len(self.rows)

    @property
    def end(self) -> float:
        """Lower edge of the bars, mm; the heads of quarters have a line more."""
        return self.table_at - HEADS - (4.0 if self.in_year > 1 else 0.0)

    def x(self, t: float) -> float:
        """Return where column t stands (0 is the left edge of the first), mm."""
        return MARGIN + LABELS + t * self.column

    @property
    def short(self) -> np.ndarray:
        """Columns at whose end money is lacking, bool."""
        return (self.own["balance"] < -CENT).to_numpy()

    def say(self, key: str, **values: object) -> str:
        """Return a label; quarters have their own where what is said differs."""
        of_quarter = f"payments.{key}_quarter"
        name = of_quarter if self.in_year > 1 and of_quarter in WORDS else f"payments.{key}"
        return label(name, self.lang, **values)


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

    Returns
    -------
    The axes; its one of `child_axes` is the panel of the bars.
    """
    found = ledgers(plan, quarters)
    if found is None or found.years is None:
        raise ValueError("the scenario asks for no payments")
    own, rows = _columns(found.years, found.quarters), _rows(plan, quarters)
    with style.same_look():
        digits = 2 if _width(own, rows, 2) <= WIDEST else 0
        width = _width(own, rows, digits)
        sheet = new_sheet(width, max(style.A4[1], FLATTEST * width), axes)
        drawn = Drawn(plan, lang, own, rows, digits, sheet)
        _title(drawn)
        _legend(drawn)
        _bars(drawn)
        _heads(drawn)
        _table(drawn)
        past = drawn.x(plan.past * drawn.in_year)
        draw_past(sheet, plan, past, TOP - 3, sheet.height - FOOT, lang)
    return sheet.axes


def _columns(years: pd.DataFrame, quarters: pd.DataFrame | None) -> pd.DataFrame:
    """Return the amounts of all projects, a row a column of the picture."""
    table = years if quarters is None else quarters
    dated = table[table["when"].isin([IN_PLAN, BEYOND])]
    undated = years[(years["when"] == UNDATED) & (years["payment"] > CENT)]
    own = pd.concat([each[each["by"] == EVERYBODY] for each in (dated, undated)])
    return with_newly_short(own.reset_index(drop=True))


def _rows(plan: Plan, quarters: bool) -> tuple[str, ...]:
    """Return the columns of the ledger that are rows of the picture."""
    carried = ("carried_in",) if quarters or plan.problem.carry_over else ()
    balance = ("quarter_balance", "balance", "newly_short") if quarters else ("balance",)
    return ("investment", "price_rise", "money", *carried, "payment", *balance)


def _width(own: pd.DataFrame, rows: tuple[str, ...], digits: int) -> float:
    """Return the width of the sheet, mm: all amounts in one size of letters, and air between."""
    amounts = own[list(rows)].to_numpy(float).ravel()
    said = {style.number(each, digits=digits) for each in amounts[~np.isnan(amounts)]}
    column = max(style.width_of(each, SIZE) for each in said) + AIR
    return max(style.A4[0], FIXED + column * len(own))


def _title(drawn: Drawn) -> None:
    """Write title and sums; in red how often money is short, and when most."""
    sheet, own = drawn.sheet, drawn.own
    sheet.headline(heading("payments.title", drawn.plan, drawn.lang))
    paid = {when: own.loc[own["when"] == when, "payment"].sum() for when in set(own["when"])}
    totals = {
        "investment": style.number(own["investment"].sum()),
        "rise": style.number(own["price_rise"].sum()),
        "paid": style.number(paid[IN_PLAN]),
        "beyond": style.number(paid.get(BEYOND, 0.0)),
    }
    text = drawn.say("totals", **totals)
    if UNDATED in paid:
        text += drawn.say("open", amount=style.number(paid[UNDATED]))
    room = sheet.width - 2 * MARGIN
    after = MARGIN + 6 + sheet.write(MARGIN, 20.5, text, 9, color=style.QUIET, within=room)
    if drawn.short.any():
        worst = own.iloc[int(own["balance"].argmin())]
        when = {"year": worst["year"], "quarter": f"{worst.get('quarter', 0):.0f}"}
        amount = style.number(-worst["balance"])
        said = drawn.say("short", count=int(drawn.short.sum()), amount=amount, **when)
        # Below the sums where they leave no room.
        beside = after + style.width_of(said, 9) <= sheet.width - MARGIN
        x, y = (after, 20.5) if beside else (MARGIN, 25.3)
        sheet.write(x, y, said, 9, color=style.WARNING, within=sheet.width - MARGIN - x)


def _legend(drawn: Drawn) -> None:
    legend, own = Legend(drawn.sheet, 31.0), drawn.own
    for key in BARS:
        legend.box(drawn.say(key), 7, facecolors=[FACES[key]])
    if (own["price_rise"] > CENT).any():
        legend.box(drawn.say("price_rise"), 7, facecolors=[style.ACCENT])
    if (own["carried_in"] > CENT).any():
        legend.box(drawn.say("left_before"), 7, **CARRIED)
    if drawn.short.any():
        legend.box(drawn.say("short_key"), 7, facecolors=[style.WARNING])
    if (own["when"] != IN_PLAN).any():
        undated = (own["when"] == UNDATED).any()
        legend.box(drawn.say("later" if undated else "beyond"), 7, facecolors=[style.BAND])


def _bars(drawn: Drawn) -> None:
    """Draw three bars a column: investment and its price rise, payment, money and what was left."""
    sheet, own, count = drawn.sheet, drawn.own, len(drawn.own)
    axes = sheet.panel(drawn.x(0), TOP, sheet.width - FIXED, drawn.end - TOP)
    panel = Sheet(axes, count, drawn.end - TOP, sheet.scale)
    amounts = own.select_dtypes("number").fillna(0.0).clip(lower=0.0)
    amounts[own["when"] == UNDATED] = 0.0  # of no one period: a number, no bar
    on_top = {"investment": "price_rise", "money": "carried_in"}
    heights = [amounts[key] + amounts[on_top[key]] for key in on_top]
    high = 1.1 * max(1.0, amounts["payment"].max(), *(each.max() for each in heights))
    axes.set(xlim=(0, count), xticks=[])
    draw_scale(sheet, axes, (drawn.x(0), TOP), high, drawn.lang)
    late = np.flatnonzero(own["when"] != IN_PLAN).tolist()
    panel.boxes([(t, 0, 1, high) for t in late], facecolors=[style.BAND], zorder=0.2)

    def draw(place: int, low: pd.Series, height: pd.Series, **look: Any) -> None:
        boxes = [
            (t + 0.12 + 0.26 * place, low[t], 0.24, height[t])
            for t in np.flatnonzero(height > CENT).tolist()
        ]
        panel.boxes(boxes, **look)

    for place, key in enumerate(BARS):
        draw(place, 0.0 * amounts[key], amounts[key], facecolors=[FACES[key]])
    draw(0, amounts["investment"], amounts["price_rise"], facecolors=[style.ACCENT])
    draw(2, amounts["money"], amounts["carried_in"], zorder=2.4, **CARRIED)
    lacking = np.minimum(amounts["newly_short"], amounts["payment"])
    draw(1, amounts["payment"] - lacking, lacking, facecolors=[style.WARNING], zorder=2.5)
    across = axes.get_xaxis_transform()
    if past := drawn.plan.past * drawn.in_year:  # the panel covers the line of the sheet
        panel.lines([[(past, 0.0), (past, 1.0)]], transform=across, **EDGE)


def _heads(drawn: Drawn) -> None:
    """Write the name of each column; of quarters the year above the first of its four."""
    sheet, y = drawn.sheet, drawn.table_at - 3
    for t, row in enumerate(drawn.own.itertuples()):
        ink = style.WARNING if drawn.short[t] else style.INK
        look = {"ha": "center", "color": ink}
        if row.when == UNDATED:
            name = drawn.say("undated")
        elif drawn.in_year == 1:
            name = str(row.year)
        else:
            name = drawn.say("name", quarter=f"{row.quarter:.0f}")
        sheet.write(drawn.x(t + 0.5), y, name, SIZE, **look)
        if drawn.in_year > 1 and (t % drawn.in_year == 0):
            edge = [(drawn.x(t), drawn.end), (drawn.x(t), drawn.sheet.height - FOOT)]
            sheet.lines([edge])
            if row.when != UNDATED:
                middle = drawn.x(t + drawn.in_year / 2)
                sheet.write(middle, y - 4.2, row.year, SIZE, ha="center")
    sheet.write(sheet.width - MARGIN, y, label("cash.total", drawn.lang), SIZE, ha="right")


def _table(drawn: Drawn) -> None:
    """Write the amounts below the bars in one size of letters; what is lacking in red."""
    lines = len(drawn.rows)
    table = Table(drawn.sheet, drawn.table_at, 0, ROW, lines, SIZE)
    table.rules(range(lines + 1), linewidths=0.4)
    for line, key in enumerate(drawn.rows):
        table.write(MARGIN, line, drawn.say(key), within=LABELS - 2)
        amounts = drawn.own[key].to_numpy(float)
        for t in np.flatnonzero(~np.isnan(amounts)).tolist():
            red = RED.get(key, 0.0) * amounts[t] > CENT
            look = {"ha": "center", "color": style.WARNING if red else style.INK}
            table.write(
                drawn.x(t + 0.5), line, style.number(amounts[t], digits=drawn.digits), **look
            )
        if key in SUMMED:
            total = style.number(np.nansum(amounts), digits=drawn.digits)
            table.write(table.right, line, total, ha="right", within=SUMS - 1)
    drawn.sheet.note(drawn.say("note") + (drawn.say("whole") if drawn.digits == 0 else ""))
