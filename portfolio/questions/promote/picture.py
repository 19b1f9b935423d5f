"""The ranking of reserve projects: points gained or lost, in all and per 亿元."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from portfolio.questions.promote.card import Card
from portfolio.questions.promote.words import label, missing
from portfolio.report import style
from portfolio.report.sheet import Sheet, new_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, NAMES, GAP, NUMBER = 12.0, 92.0, 8.0, 17.0  # mm
TOP, ROW, FOOT = 34.0, 6.4, 16.0
GAIN, LOSS = "#0072B2", "#D55E00"  # told apart with any kind of colour vision
RED = style.WARNING
PURSE_LETTERS = 10  # of the names of purses that lack money: the amounts must have room
# In place of a measure that there is not: what the smallest shortfall, granted, would bring.
HOLLOW = {
    "difference": "gain_with_shortfall",
    "difference_per_yi": "gain_with_shortfall_per_yi",
}


def draw_ranking(
    cards: Sequence[Card], title: str, lang: str = "zh", axes: Axes | None = None
) -> Axes:
    """
    Draw a row a project: its score difference, and the same per 亿元 of its cost.

    Parameters
    ----------
    cards
        As from `promotions`, best first.
    title
        Title of the scenario.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A4 across, taller for many projects.
    """
    with style.same_look():
        height = max(70.0, TOP + ROW * len(cards) + FOOT)
        sheet = new_sheet(style.A4[0], height, axes)
        sheet.write(MARGIN, 13, f"{label('promote.title', lang)} — {title}", 15, within=270)
        sheet.write(MARGIN, 20.5, label("promote.picture", lang), 9, color=style.QUIET, within=270)
        left = MARGIN + NAMES
        width = (sheet.width - left - MARGIN - GAP) / 2
        for i, key in enumerate(("difference", "difference_per_yi")):
            _column(sheet, cards, key, left + i * (width + GAP), width, lang)
        for at, each in enumerate(cards):
            y = TOP + (at + 0.5) * ROW
            sheet.write(MARGIN, y, each.rank, 7.5, color=style.QUIET)
            name = f"{each.project_id}  {each.name}"
            raised = 1.2 if each.difference is None else 0.0
            sheet.write(MARGIN + 7, y - raised, name, 8, within=NAMES - 9)
            if each.difference is None:
                room = NAMES - 9
                short = missing(each, lang, most=PURSE_LETTERS)
                sheet.write(MARGIN + 7, y + 1.6, short, 6, color=RED, within=room)
        drawn = any(
            each.difference is None and each.gain_with_shortfall is not None for each in cards
        )
        hollow = label("promote.hollow", lang) if drawn else ""
        note = label("promote.picture_note", lang, hollow=hollow)
        sheet.write(MARGIN, sheet.height - 7, note, 7, color=style.QUIET, within=270)
    return sheet.axes


def _column(
    sheet: Sheet,
    cards: Sequence[Card],
    key: str,
    left: float,
    width: float,
    lang: str,
) -> None:
    """Draw the bars of one measure, their common zero where all of them fit."""
    hollow = [each.difference is None for each in cards]
    values = [
        getattr(each, HOLLOW[key]) if each.difference is None else getattr(each, key)
        for each in cards
    ]
    known = [value for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    room = width - (NUMBER if high > 0 else 0) - (NUMBER if low < 0 else 0)
    scale = room / (high - low) if high > low else 0.0
    zero = left + (NUMBER if low < 0 else 0) - low * scale
    sheet.write(left, TOP - 4, label(f"promote.bar.{key}", lang), 8.5, within=width)
    boxes, colours, edges = [], [], []
    for at, value in enumerate(values):
        y = TOP + at * ROW
        if value is None:
            continue
        boxes.append((min(zero, zero + value * scale), y + 0.9, abs(value) * scale, ROW - 1.8))
        edges.append(GAIN if value >= 0 else LOSS)
        colours.append(style.PAPER if hollow[at] else edges[-1])
        end, side = zero + value * scale, 1.0 if value >= 0 else -1.0
        look = {"ha": "left" if value >= 0 else "right"}
        text = f"{value + 0.0:+.3f}".replace("-", "−")
        sheet.write(end + side, y + ROW / 2, text, 7, **look)
    sheet.boxes(boxes, facecolors=colours, edgecolors=edges, linewidths=0.8)
    bottom = TOP + ROW * len(cards)
    rules = [
        [(MARGIN, TOP + i * ROW), (left + width, TOP + i * ROW)] for i in range(len(cards) + 1)
    ]
    sheet.lines(rules, linewidths=0.3)
    if known:
        sheet.lines([[(zero, TOP), (zero, bottom)]], colors=style.QUIET, linewidths=0.8)
