"""The price of every rule: points gained without it, and money that buys the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from portfolio.questions.rules.rows import RulePrice, dearest, decided
from portfolio.questions.rules.words import label
from portfolio.report import style
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, NAMES, GAP, NUMBER = 12.0, 108.0, 8.0, 18.0  # mm
TOP, ROW, FOOT, MOST = 40.0, 6.8, 16.0, 30
FAMILY, SINGLE = "#0072B2", "#E69F00"  # told apart with any kind of colour vision
YI = 10_000.0  # 万元 in 亿元


def draw_rules(
    rows: Sequence[RulePrice], score: float, title: str, lang: str = "zh", axes: Axes | None = None
) -> Axes:
    """
    Draw a row a rule, the dearest first: points gained without it, and money for the same gain.

    Parameters
    ----------
    rows
        As from `RulesAnswer.content`; at most 30 that cost points are drawn.
    score, title
        The score of the scenario's own plan, and its title.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A4 across, taller for many rules.
    """
    known = decided(rows)
    cost = dearest(known)
    drawn = cost[:MOST]
    with style.same_look():
        height = max(76.0, TOP + ROW * len(drawn) + FOOT)
        sheet = new_sheet(style.A4[0], height, axes)
        summary = label("rules.summary", lang, score=f"{score:.4f}")
        sheet.headline(f"{label('rules.title', lang)} — {title}", summary)
        legend = Legend(sheet, 28.0)
        legend.box(label("rules.family", lang), facecolors=FAMILY)
        legend.box(label("rules.single", lang), facecolors=SINGLE)
        _names(sheet, drawn)
        width = (sheet.width - 2 * MARGIN - NAMES - GAP) / 2
        gains = [each.gain for each in drawn]
        said = ["" if gain is None else f"{gain:,.3f}" for gain in gains]
        _bars(sheet, drawn, gains, said, MARGIN + NAMES, width, label("rules.gain", lang))
        money = [each.money_between[-1] / YI if each.money_between else None for each in drawn]
        said = ["–".join(f"{m / YI:,.3f}" for m in each.money_between) for each in drawn]
        left = MARGIN + NAMES + width + GAP
        _bars(sheet, drawn, money, said, left, width, label("rules.money", lang))
        if not drawn:
            sheet.write(MARGIN, TOP + 6, label("rules.none", lang), 10)
        free, rest = sum(each.gain == 0 for each in known), len(cost) - len(drawn)
        more = label("rules.more", lang, count=rest) if rest else ""
        sheet.note(label("rules.note", lang, free=free, more=more))
    return sheet.axes


def _names(sheet: Sheet, rows: Sequence[RulePrice]) -> None:
    """Write what each rule asks for, with its name below, and rules between the rows."""
    for at, each in enumerate(rows):
        y = TOP + (at + 0.5) * ROW
        sheet.write(MARGIN, y - 1.2, each.title, 8, within=NAMES - 3)
        sheet.write(MARGIN, y + 1.6, each.rule, 6, color=style.QUIET, within=NAMES - 3)
    edges = [TOP + at * ROW for at in range(len(rows) + 1)] if rows else []
    sheet.lines([[(MARGIN, y), (sheet.width - MARGIN, y)] for y in edges], linewidths=0.3)


def _bars(
    sheet: Sheet,
    rows: Sequence[RulePrice],
    values: Sequence[float | None],
    said: Sequence[str],
    left: float,
    width: float,
    words: str,
) -> None:
    """Draw one measure with what is said of it; where there is no number, why."""
    most = max([0.0, *(value for value in values if value is not None)])
    scale = (width - NUMBER) / most if most else 0.0
    if rows:
        sheet.write(left, TOP - 3.5, words, 8.5, within=width)
    boxes, colours = [], []
    for at, (each, value, text) in enumerate(zip(rows, values, said, strict=True)):
        y = TOP + at * ROW
        if value is None:
            sheet.write(left + 1, y + ROW / 2, each.note, 7, color=style.WARNING, within=width)
            continue
        boxes.append((left, y + 1.0, value * scale, ROW - 2.0))
        colours.append(FAMILY if each.rule == each.family else SINGLE)
        sheet.write(left + value * scale + 1, y + ROW / 2, text, 7)
    sheet.boxes(boxes, facecolors=colours)
    bottom = TOP + ROW * len(rows)
    if rows:
        sheet.lines([[(left, TOP), (left, bottom)]], colors=style.QUIET, linewidths=0.8)
