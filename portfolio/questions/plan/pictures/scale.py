"""The scale of a panel of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from portfolio.questions.plan.words import label
from portfolio.report import style
from portfolio.report.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_scale(
    sheet: Sheet, axes: Axes, corner: tuple[float, float], top: float, lang: str
) -> None:
    """
    Set the height of a panel to `top` 万元, and write its amounts in the project's own font.

    `corner` is the upper left corner of the panel on the sheet, mm.
    """
    ticks = np.asarray(MaxNLocator(7).tick_values(0, top))
    axes.set(ylim=(0, top), yticks=ticks[ticks <= top])
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=style.RULE, linewidth=0.4 * sheet.scale)
    digits = 0 if top >= 10 else 2
    axes.yaxis.set_major_formatter(lambda value, _: style.number(value, digits=digits))
    for tick in axes.get_yticklabels():
        tick.set(fontproperties=style.font(7 * sheet.scale), color=style.QUIET)
    x, y = corner
    unit = label("cash.unit", lang)
    sheet.write(x - 1.5, y - 2.5, unit, 7, ha="right", color=style.QUIET)
