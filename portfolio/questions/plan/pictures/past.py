"""What was and what is planned: the date in the title, and the line between the two."""

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


def heading(key: str, plan: Plan, lang: str) -> str:
    """Return the title of a picture: what it shows, of which scenario, and any date."""
    title = f"{label(key, lang)} — {plan.problem.scenario.title}"
    if not plan.past:
        return title
    last, n = plan.years[plan.past - 1], len(plan.years)
    left = str(last + 1) if n - plan.past == 1 else f"{last + 1}–{plan.years[-1]}"
    return title + label("past.title", lang, last=last, left=left)


def draw_past(sheet: Sheet, plan: Plan, x: float, top: float, end: float, lang: str) -> None:
    """Draw the line between the last year that is over and the first that is planned, at x mm."""
    if not plan.past:
        return
    sheet.lines([[(x, top), (x, end)]], **EDGE)
    for key, at, side in (("past.was", x - 1.2, "right"), ("past.planned", x + 1.2, "left")):
        sheet.write(at, top + 1.2, label(key, lang), 6.5, ha=side)
