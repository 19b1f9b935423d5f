"""How far each need is met by the last year, what lies beyond it, and the points it earns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from portfolio.inputs.sheet import format_number
from portfolio.plan.needs import NAMES, points_by_origin
from portfolio.plan.plan import Plan
from portfolio.questions.plan.pictures.heading import heading
from portfolio.questions.plan.words import label
from portfolio.report import style
from portfolio.report.grounds import grounds
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet
from portfolio.report.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ROWS = 40  # a sheet with more indicators than this cannot be read
CAP = 2.0  # bars end at twice the need
MARGIN, ID, NAME = 12.0, 12.0, 66.0  # mm: sheet margin, columns
ORIGIN, AMOUNT, POINTS, VALUE = 17.0, 50.0, 26.0, 15.0
TOP, HEAD, FOOT = 34.0, 7.0, 20.0  # mm: title and legend; heads; sums and note
BARS_AT = MARGIN + ID + NAME + ORIGIN
BARS = style.A4[0] - MARGIN - POINTS - AMOUNT - VALUE - BARS_AT
WITHIN, BEYOND = "#0072B2", "#9CC9E6"
EDGE: dict[str, Any] = {"edgecolors": style.FAINT, "linewidths": 0.5}
HATCHED: dict[str, Any] = {
    "facecolors": [BEYOND],
    "edgecolors": WITHIN,
    "linewidths": 0.4,
    "hatch": "////",
}


def draw_indicators(plan: Plan, lang: str = "zh", axes: Axes | None = None) -> Axes:
    """
    Draw for each indicator that earns points: need met, what lies beyond, amounts and points.

    Parameters
    ----------
    plan
        A plan with K earning indicators. Of more than 40 only the 40 with the most points to
        earn are drawn, and the title says so.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A4 across.

    Returns
    -------
    The axes; `axes.figure` can be handed to `style.save`.
    """
    with style.same_look():
        rows = _rows(plan)
        sheet = new_sheet(*style.A4, axes)
        _title(sheet, plan, sum(row >= 0 for row, _ in rows), lang)
        _legend(sheet, plan, lang)
        pitch = min(8.0, (sheet.height - TOP - HEAD - FOOT) / max(1, len(rows)))
        size = max(style.SMALLEST, min(8.5, 0.62 * pitch / style.POINT))
        table = Table(sheet, TOP, HEAD, pitch, len(rows), size)
        _heads(table, lang)
        for line, (k, group) in enumerate(rows):
            if k < 0:
                table.band(line)
                table.write(MARGIN + 1, line, group)
            else:
                _row(table, plan, k, line, lang)
        _bars(table, plan, rows)
        _sums(table, plan, lang)
    return sheet.axes


def _rows(plan: Plan) -> list[tuple[int, str]]:
    """Return indicator and group of each line, -1 for a heading (a group that has a name)."""
    shown = np.arange(len(plan.problem.need))
    if len(shown) > MOST_ROWS:
        shown = np.sort(np.argsort(-plan.problem.points, kind="stable")[:MOST_ROWS])
    groups = plan.problem.indicators["group"].to_numpy()[plan.problem.active]
    rows: list[tuple[int, str]] = []
    for group in dict.fromkeys(groups[shown]):
        rows += [(-1, str(group))] if group else []
        rows += [(int(k), str(group)) for k in shown if groups[k] == group]
    return rows


def _title(sheet: Sheet, plan: Plan, shown: int, lang: str) -> None:
    total = len(plan.problem.need)
    title = heading("indicators.title", plan, lang)
    if shown < total:
        title += label("indicators.only", lang, shown=shown, total=total)
    score, within = style.number(plan.score), style.number(plan.points_within_need)
    until = label("indicators.until", lang, year=plan.years[-1], score=score, within=within)
    known = sum(each.points for each in points_by_origin(plan) if each.known)
    sums = {"known": style.number(known), "other": style.number(plan.score - known)}
    until += label("indicators.known", lang, **sums)
    sheet.headline(title, until if total else label("indicators.none", lang))


def _legend(sheet: Sheet, plan: Plan, lang: str) -> None:
    legend, rho, cap = Legend(sheet, 28.0), f"{plan.problem.beyond_need:g}", plan.problem.beyond_cap
    legend.box(label("indicators.within", lang), facecolors=[WITHIN])
    beyond = label("indicators.beyond", lang, rho=rho)
    if np.isfinite(cap):
        beyond = label("indicators.beyond_cap", lang, rho=rho, cap=f"{cap:g}")
    legend.box(beyond, **HATCHED)
    legend.box(label("indicators.open", lang), facecolors=[style.EMPTY], **EDGE)
    x = legend.x + sheet.write(legend.x, legend.y, "»", 11, color=WITHIN)
    sheet.write(x + 1.5, legend.y, label("indicators.capped", lang), 8)


def _at(share: float) -> float:
    """Return where a share of the need stands, mm."""
    return BARS_AT + BARS * min(share, CAP) / CAP


def _heads(table: Table, lang: str) -> None:
    """Write the names of the columns and the scale of the bars."""
    table.bar()
    table.write_head(MARGIN + 1, label("indicators.name", lang))
    table.write_head(BARS_AT - ORIGIN, label("indicators.origin", lang), within=ORIGIN - 3)
    for share in (0.0, 0.5, 1.0, 1.5, 2.0):
        text = label("indicators.met", lang) if share == 0.5 else f"{share:.0%}"
        table.write_head(_at(share), text, 8, ha="center")
    for edge, key in ((table.right - POINTS, "amount"), (table.right, "points")):
        table.write_head(edge - 1, label(f"indicators.{key}", lang), ha="right")
    top, end = TOP + HEAD, table.end
    faint = [[(_at(share), top), (_at(share), end)] for share in (0.0, 0.5, 1.5, 2.0)]
    table.sheet.lines(faint, linewidths=0.4)
    full = [[(_at(1.0), top), (_at(1.0), end)]]
    table.sheet.lines(full, colors=style.INK, linewidths=0.9, zorder=3)


def _row(table: Table, plan: Plan, k: int, line: int, lang: str) -> None:
    """Write name, value, amounts and points of one indicator."""
    record = plan.problem.indicators.iloc[plan.problem.active[k]]
    table.write(MARGIN + 1, line, record["id"], color=style.QUIET, within=ID - 1.5)
    table.write(MARGIN + ID, line, record["name"], within=NAME - 3)
    origin = NAMES[plan.problem.origins[k]].to(lang)
    table.write(BARS_AT - ORIGIN, line, origin, color=style.QUIET, within=ORIGIN - 3)
    total = plan.met[k, -1] + plan.beyond[k, -1]
    ink = style.INK if total > 0 else style.WARNING
    text = ("» " if total > CAP else "") + _percent(total)
    x = _at(max(total, 1.0)) + 1.2
    table.write(x, line, text, color=ink, within=BARS_AT + BARS + VALUE - x)
    added, need = plan.added[k, -1], plan.problem.need[k]
    amounts = f"{_amount(added)} / {_amount(need)} {record['need_unit']}"
    table.write(table.right - POINTS - 1, line, amounts, ha="right", within=AMOUNT - 2)
    points = f"{plan.points[k].sum():.2f} / {plan.problem.points[k]:.2f}"
    table.write(table.right - 1, line, points, ha="right", within=POINTS - 2)


def _percent(share: float) -> str:
    """Return a share in percent that says 100 % only of a need that is met."""
    if 0.999 <= share < 1 - 1e-6:
        return "99.9%"
    return f"{share:.1%}" if share < 10 else f"{share:,.0%}"


def _amount(value: float) -> str:
    """Return an amount with two decimals if it needs them."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _bars(table: Table, plan: Plan, rows: list[tuple[int, str]]) -> None:
    """Draw what is met, what lies beyond and what is open of each need."""
    height = 0.62 * table.pitch
    met, beyond, still = [], [], []
    for line, (k, _) in enumerate(rows):
        if k < 0:
            continue
        y = table.middle(line) - height / 2
        share, total = plan.met[k, -1], plan.met[k, -1] + plan.beyond[k, -1]
        still.append((_at(0), y, _at(1) - _at(0), height))
        met.append((_at(0), y, _at(share) - _at(0), height))
        if total > 1:
            beyond.append((_at(1), y, _at(total) - _at(1), height))
    table.sheet.boxes(still, facecolors=[style.EMPTY], zorder=1.2, **EDGE)
    table.sheet.boxes(met, facecolors=[WITHIN])
    table.sheet.boxes(beyond, **HATCHED)


def _sums(table: Table, plan: Plan, lang: str) -> None:
    """Write the score below the points, and the note."""
    sheet, end = table.sheet, table.end
    table.rules([table.lines], colors=style.INK, linewidths=0.8)
    sheet.write(MARGIN + 1, end + 3.2, label("indicators.sum", lang), 8.5)
    text = f"{plan.score:.2f} / {plan.problem.points.sum():.2f}"
    sheet.write(table.right - 1, end + 3.2, text, 8.5, ha="right")
    note = label("indicators.note", lang, grounds=grounds(plan.problem).to(lang))
    sheet.note(note, above=min(8.0, sheet.height - end - 10))
    if len(plan.problem.unserved):
        targets = plan.problem.indicators.iloc[plan.problem.unserved]
        said = [
            f"{each.id} {each.name} {format_number(each.need)} {each.need_unit}".strip()
            for each in targets.itertuples()
        ]
        text = label("indicators.no_project", lang, targets="；".join(said))
        room = table.right - MARGIN - 60
        sheet.write(MARGIN + 22, end + 3.2, text, 8, color=style.WARNING, within=room)
