"""The line between what was and what is planned."""

from __future__ import annotations

from typing import Any

from portfolio.plan.plan import Plan
from portfolio.questions.plan.words import label
from portfolio.report import style
from portfolio.report.sheet import Sheet

EDGE: dict[str, Any] = {
    "colors": style.INK,
    "linewidths": 1.3,
    "linestyles": (0, (3, 2)),
    "zorder": 4.5,
}


def draw_past(sheet: Sheet, plan: Plan, x: float, top: float, end: float, lang: str) -> None:
    """Draw the line between the last year that is over and the first that is planned, at x mm."""
    if not plan.past:
        return
    sheet.lines([[(x, top), (x, end)]], **EDGE)
    for key, at, side in (("past.was", x - 1.2, "right"), ("past.planned", x + 1.2, "left")):
        sheet.write(at, top + 1.2, label(key, lang), 6.5, ha=side)
