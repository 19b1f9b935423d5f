"""Whose money it is: need and money of each purse, year by year, and what moves between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from portfolio.plan.plan import Plan
from portfolio.plan.purses import CENT, Move, MoveKind, moves, over_by_year
from portfolio.questions.plan.money import Money
from portfolio.questions.plan.pictures.heading import heading
from portfolio.questions.plan.pictures.past import draw_past
from portfolio.questions.plan.words import label
from portfolio.report import style
from portfolio.report.grounds import grounds
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet
from portfolio.report.table import Table
from portfolio.terms import Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ROWS, MOST_MOVES = 40, 6
MARGIN, NAME, BARS, COLUMN, YEAR = 12.0, 40.0, 38.0, 22.0, 17.0  # mm
TOP, HEAD, FOOT = 34.0, 7.0, 31.0
AMOUNTS = ("need", "money", "moved", "balance", "change")
OWN: dict[str, Any] = {"facecolors": "none", "edgecolors": style.INK, "linewidths": 0.9}


def draw_purses(plan: Plan, lang: str = "zh", axes: Axes | None = None) -> Axes:
    """
    Draw need against money of each purse, its years, transfers and balance, and the moves.

    Parameters
    ----------
    plan
        A plan whose problem has purses. Of more than 40 with money or need only the 40 with the
        most are drawn, and the title says so.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A4 across, wider for many years.
    """
    with style.same_look():
        table = plan.purses
        of_all = table[table["year"].isna()].reset_index(drop=True)
        chosen = _chosen(of_all)
        width = 2 * MARGIN + NAME + BARS + COLUMN * len(AMOUNTS) + YEAR * len(plan.years)
        sheet = new_sheet(max(style.A4[0], width), style.A4[1], axes)
        _title(sheet, plan, of_all, len(chosen), lang)
        _legend(sheet, plan, lang)
        pitch = min(7.0, (sheet.height - TOP - HEAD - FOOT) / (len(chosen) + 1))
        size = max(style.SMALLEST, min(8.0, 0.62 * pitch / style.POINT))
        rows = Table(sheet, TOP, HEAD, pitch, len(chosen) + 1, size)
        _heads(rows, plan, lang)
        rows.rules(range(1, len(chosen) + 1), linewidths=0.3)
        short = plan.status == Status.SHORT
        over = short & over_by_year(plan)
        for line, u in enumerate(chosen):
            name = plan.problem.purses.names[u]
            _line(rows, line, name, of_all.iloc[u], plan.purse_spending[u], over[u])
        everyone = of_all[["need", "money", "taken", "given", "balance", "change"]].sum()
        rows.band(len(chosen))
        total, yearly = label("cash.total", lang), plan.purse_spending.sum(axis=0)
        _line(rows, len(chosen), total, everyone, yearly, short & Money(plan).over)
        _bars(rows, plan, of_all, chosen)
        _moves(sheet, plan, rows.end, lang)
        x = _edges(rows, len(plan.years))[plan.past] - YEAR
        draw_past(sheet, plan, x, TOP - 2.5, rows.end, lang)
    return sheet.axes


def _chosen(of_all: pd.DataFrame) -> np.ndarray:
    """Return the purses that are drawn: those with money or need, the largest of too many."""
    size = of_all[["need", "money"]].max(axis=1).to_numpy(float)
    used = np.flatnonzero(size > CENT)
    if len(used) > MOST_ROWS:
        used = np.sort(used[np.argsort(-size[used], kind="stable")[:MOST_ROWS]])
    return used


def _title(sheet: Sheet, plan: Plan, of_all: pd.DataFrame, shown: int, lang: str) -> None:
    title = heading("purses.title", plan, lang)
    used = int((of_all[["need", "money"]].max(axis=1) > CENT).sum())
    if shown < used:
        title += label("purses.only", lang, shown=shown, total=used)
    sums = {key: style.number(of_all[key].sum()) for key in ("need", "money")}
    sums["taken"] = style.number(sum(each.amount for each in moves(plan)))
    way = "apart" if plan.problem.purses.apart else "pooled"
    how = label(f"purses.{way}", lang)
    sums["moved"] = label(f"purses.moved_{way}", lang)
    sheet.headline(title, label("purses.totals", lang, how=how, **sums))


def _legend(sheet: Sheet, plan: Plan, lang: str) -> None:
    legend, colours = Legend(sheet, 28.0), style.colours_of(plan.problem.sources)
    for key in dict.fromkeys(source for source, _ in plan.problem.purses.pairs):
        name = plan.problem.called("funding", key).to(lang)
        legend.box(label("purses.of_source", lang, name=name), 7, facecolors=[colours[key]])
    legend.box(label("purses.own", lang), 7, **OWN)
    if plan.status == Status.SHORT:
        legend.sign("12.5", label("short.over", lang), style.WARNING)


def _edges(rows: Table, years: int) -> list[float]:
    """Return the right edge of each column of amounts, years first."""
    start = rows.right - COLUMN * len(AMOUNTS)
    return [
        *(start - YEAR * (years - 1 - t) for t in range(years)),
        *(start + COLUMN * (at + 1) for at in range(len(AMOUNTS))),
    ]


def _heads(rows: Table, plan: Plan, lang: str) -> None:
    rows.bar()
    rows.write_head(MARGIN + 1, label("purses.name", lang))
    rows.write_head(MARGIN + NAME, label("purses.bar", lang), within=BARS - 2)
    heads = [
        *(str(year) for year in plan.years),
        *(label(f"purses.{key}", lang) for key in AMOUNTS),
    ]
    widths = [YEAR] * len(plan.years) + [COLUMN] * len(AMOUNTS)
    for edge, head, width in zip(_edges(rows, len(plan.years)), heads, widths, strict=True):
        rows.write_head(edge - 1, head, 8, ha="right", within=width - 1.5)


def _line(
    rows: Table, line: int, name: str, purse: pd.Series, yearly: np.ndarray, over: np.ndarray
) -> None:
    """Write one purse: its need by year, and its sums; red what exceeds its money."""
    rows.write(MARGIN + 1, line, name, within=NAME - 2)
    moved = purse["taken"] - purse["given"]
    sums = (purse["need"], purse["money"], moved, purse["balance"], purse["change"])
    edges, lacking = _edges(rows, len(yearly)), purse["balance"] < -CENT
    for at, (edge, amount) in enumerate(zip(edges, (*yearly, *sums), strict=True)):
        room = (YEAR if at < len(yearly) else COLUMN) - 1.5
        red = lacking and at == len(yearly) + AMOUNTS.index("balance")
        red = over[at] if at < len(yearly) else red
        look = {"ha": "right", "within": room, "color": style.WARNING if red else style.INK}
        rows.write(edge - 1, line, style.number(amount, room), **look)


def _bars(rows: Table, plan: Plan, of_all: pd.DataFrame, chosen: np.ndarray) -> None:
    """Draw what each purse needs, filled, in the frame of the money it has."""
    colours = style.colours_of(plan.problem.sources)
    longest = of_all[["need", "money"]].max(axis=1).max() or 1.0
    scale, height = (BARS - 4) / longest, 0.56 * rows.pitch
    for line, u in enumerate(chosen):
        y, need = rows.middle(line) - height / 2, scale * of_all["need"].iloc[u]
        face = colours[plan.problem.purses.pairs[u][0]]
        rows.sheet.boxes([(MARGIN + NAME, y, need, height)], facecolors=[face])
        money = scale * of_all["money"].iloc[u]
        rows.sheet.boxes([(MARGIN + NAME, y, money, height)], zorder=3, **OWN)


def _moves(sheet: Sheet, plan: Plan, end: float, lang: str) -> None:
    """Write the largest moves from purse to purse below the table, and the note."""
    found = moves(plan)
    said = [_said(plan, each, lang) for each in found[:MOST_MOVES]]
    if not found:
        said = [label("purses.no_moves", lang)]
    elif len(found) > MOST_MOVES:
        rest = style.number(sum(each.amount for each in found[MOST_MOVES:]))
        said.append(label("purses.more_moves", lang, count=len(found) - MOST_MOVES, rest=rest))
    kind = "purses.moves_pooled" if found and found[0].kind == MoveKind.POOLED else "purses.moves"
    sheet.write(MARGIN, end + 4, label(kind, lang), 8, within=sheet.width - 2 * MARGIN)
    room = (sheet.width - 2 * MARGIN) / 2
    for at, text in enumerate(said):
        x, y = MARGIN + room * (at % 2), end + 8.5 + 4.2 * (at // 2)
        sheet.write(x, y, text, 7.5, within=room - 3)
    note = label("purses.note", lang, grounds=grounds(plan.problem).to(lang))
    sheet.note(note, above=4)


def _said(plan: Plan, move: Move, lang: str) -> str:
    giver, taker = (plan.problem.called("purse", key) for key in (move.giver, move.taker))
    amount = style.number(move.amount)
    return label("purses.move", lang, giver=giver.to(lang), taker=taker.to(lang), amount=amount)
