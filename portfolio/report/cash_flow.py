"""The money by year: sources against the budget, the balance, and the numbers below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from portfolio.plan import Plan
from portfolio.report import style
from portfolio.report.style import Sheet
from portfolio.report.text import label
from portfolio.tables import FUNDINGS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, LABELS, SUMS = 12.0, 33.0, 29.0  # sheet margin; names of the rows; column of totals
TOP, CHART, BALANCE = 36.0, 86.0, 19.0  # mm from the top; height of the two panels
TABLE_AT, ROW = TOP + CHART + BALANCE + 15.0, 4.9
CENT = 0.005  # 万元; a smaller excess is rounding


@dataclass(frozen=True)
class Money:
    """What is drawn, 万元, shape (n,) each; `by_source` only holds sources that are used."""

    plan: Plan

    @cached_property
    def by_source(self) -> dict[str, np.ndarray]:
        """Investment by source of money."""
        source = self.plan.problem.projects["funding"].to_numpy()
        spent = {key: self.plan.investment[source == key].sum(axis=0) for key in FUNDINGS}
        ceilings = self.plan.problem.funding_budget
        return {key: each for key, each in spent.items() if each.any() or key in ceilings}

    @cached_property
    def investment(self) -> np.ndarray:
        """Investment from all sources."""
        return self.plan.investment.sum(axis=0)

    @cached_property
    def budget(self) -> np.ndarray:
        """Each year's own budget."""
        return self.plan.problem.budget

    @cached_property
    def carried_in(self) -> np.ndarray:
        """Money left from the years before; 0 where it lapses."""
        if not self.plan.problem.carry_over:
            return np.zeros(len(self.budget))
        left = np.cumsum(self.budget - self.investment)
        return np.maximum(0.0, np.concatenate([[0.0], left[:-1]]))

    @property
    def available(self) -> np.ndarray:
        """Budget and money carried in."""
        return self.budget + self.carried_in

    @property
    def balance(self) -> np.ndarray:
        """What is available and not spent."""
        return self.available - self.investment

    @property
    def over(self) -> np.ndarray:
        """Years that spend more than is available, bool."""
        return self.balance < -CENT


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
        Where to draw; None: on a new figure, A4 across.

    Returns
    -------
    The axes; their `child_axes` are the panel of the bars and the panel of the balance.
    """
    money = Money(plan)
    with style.same_look():
        sheet = style.sheet(*style.A4, axes)
        _title(sheet, money, lang)
        _legend(sheet, money, lang)
        _bars(sheet, money, lang)
        _balance(sheet, money, lang)
        _table(sheet, money, lang)
    return sheet.axes


def amount(value: float, digits: int = 2) -> str:
    """Return an amount with thousands separators and without a negative zero."""
    return f"{round(float(value), digits) + 0.0:,.{digits}f}"


def _title(sheet: Sheet, money: Money, lang: str) -> None:
    room = sheet.width - 2 * MARGIN
    title = f"{label('cash.title', lang)} — {money.plan.problem.scenario.title}"
    sheet.write(MARGIN, 13, title, 15, within=room)
    totals = {
        "investment": amount(money.investment.sum()),
        "budget": amount(money.budget.sum()),
        "balance": amount((money.budget - money.investment).sum()),
    }
    width = sheet.write(MARGIN, 21, label("cash.totals", lang, **totals), 9, color=style.QUIET)
    if money.over.any():
        listed = np.array(money.plan.years)[money.over].tolist()
        years = label("gantt.and", lang).join(map(str, listed))
        text = label("cash.over", lang, years=years)
        look = {"color": style.WARNING, "within": room - width - 6}
        sheet.write(MARGIN + width + 6, 21, text, 9, **look)


def _legend(sheet: Sheet, money: Money, lang: str) -> None:
    x, y = MARGIN + LABELS, 29.0

    def note(text: str, width: float) -> None:
        nonlocal x
        x += width + 1.5
        x += sheet.write(x, y, text, 8) + 6

    def box(text: str, **look: object) -> None:
        sheet.boxes([(x, y - 1.8, 6, 3.6)], **look)
        note(text, 6)

    for key in money.by_source:
        box(label(f"funding.{key}", lang), facecolors=[style.FUNDING_COLOURS[key]])
    sheet.lines([[(x, y), (x + 8, y)]], colors=style.INK, linewidths=1.8)
    note(label("cash.budget", lang), 8)
    if money.plan.problem.carry_over:
        box(label("cash.carried", lang), **_carried_look())
    if money.over.any():
        box(label("cash.over_key", lang), **_over_look())


def _carried_look() -> dict[str, object]:
    return {"facecolors": "none", "edgecolors": style.QUIET, "linewidths": 0.8, "linestyles": "--"}


def _over_look() -> dict[str, object]:
    return {"facecolors": "none", "edgecolors": style.WARNING, "linewidths": 1.2, "hatch": "////"}


def _panel(sheet: Sheet, top: float, height: float, years: int) -> tuple[Axes, Sheet]:
    """Return a panel above the columns of the table, and a sheet whose y is an amount."""
    left = MARGIN + LABELS
    axes = sheet.panel(left, top, sheet.width - MARGIN - SUMS - left, height)
    axes.set(xlim=(0, years), xticks=[])
    return axes, Sheet(axes, years, height, sheet.scale)


def _ticks(panel: Sheet, unit: str | None) -> None:
    """Write the amounts of the y axis in the project's own font."""
    axes = panel.axes
    axes.yaxis.set_major_formatter(lambda value, _: amount(value, 0))
    for tick in axes.get_yticklabels():
        tick.set_fontproperties(style.font(7 * panel.scale))
        tick.set_color(style.QUIET)
    if unit is not None:
        look = {"fontproperties": style.font(8 * panel.scale), "color": style.QUIET}
        axes.set_ylabel(unit, **look)


def _bars(sheet: Sheet, money: Money, lang: str) -> None:
    """Draw the bars of each year's money by source, and the budget above them."""
    n = len(money.budget)
    axes, panel = _panel(sheet, TOP, CHART, n)
    top = max(1.0, float(np.max([money.available, money.investment])))
    axes.set_ylim(0, 1.13 * top)
    axes.grid(axis="y", color=style.RULE, linewidth=0.4 * sheet.scale, zorder=0)
    axes.set_axisbelow(True)
    below, years = np.zeros(n), np.arange(n)
    for key, spent in money.by_source.items():
        face = style.FUNDING_COLOURS[key]
        panel.boxes([(t + 0.22, below[t], 0.56, spent[t]) for t in years], facecolors=[face])
        for t in years[spent > 0.035 * top]:
            look = {"ha": "center", "color": style.ink_on(face), "within": None}
            _value(sheet, panel, t, below[t] + spent[t] / 2, amount(spent[t], 0), 7.5, **look)
        below = below + spent
    carried = [(t + 0.16, money.budget[t], 0.68, money.carried_in[t]) for t in years]
    panel.boxes([box for box in carried if box[3] > CENT], zorder=2.4, **_carried_look())
    over = [(t + 0.22, money.available[t], 0.56, -money.balance[t]) for t in years[money.over]]
    panel.boxes(over, zorder=2.6, **_over_look())
    lines = [[(t + 0.08, money.budget[t]), (t + 0.92, money.budget[t])] for t in years]
    panel.lines(lines, colors=style.INK, linewidths=1.8, zorder=3)
    for t in years:
        head = max(money.available[t], money.investment[t]) + 0.035 * top
        text = f"{money.plan.years[t]}"
        colour = style.WARNING if money.over[t] else style.INK
        _value(sheet, panel, t, head, _head(money, t, lang), 8, color=colour, ha="center")
        del text
    _ticks(panel, label("cash.unit", lang))
