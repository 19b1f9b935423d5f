"""The three pictures of a report, as PNG for print and SVG for the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portfolio.plan.plan import Plan


def write_pictures(plan: Plan, folder: Path | str, lang: str = "zh") -> list[Path]:
    """
    Write `gantt`, `cash_flow` and `indicators`, as .png and .svg; same plan, same bytes.

    Parameters
    ----------
    plan
        What to draw.
    folder
        Where to; it exists.
    lang
        `zh` or `en`.

    Returns
    -------
    The six files.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    from portfolio.questions.plan.pictures.cash_flow import draw_cash_flow
    from portfolio.questions.plan.pictures.gantt import draw_gantt
    from portfolio.questions.plan.pictures.indicators import draw_indicators
    from portfolio.report import style

    pictures = {"gantt": draw_gantt, "cash_flow": draw_cash_flow, "indicators": draw_indicators}
    files: list[Path] = []
    for name, draw in pictures.items():
        files += style.save(style.figure_of(draw(plan, lang)), Path(folder) / name)
    return files
