"""The schedule: a line a project, a column a year, on one upright A3 sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE
from portfolio.questions.plan.money import CENT, Money
from portfolio.questions.plan.pictures.course import draw_course
from portfolio.questions.plan.pictures.heading import heading
from portfolio.questions.plan.pictures.past import draw_past
from portfolio.questions.plan.pictures.schedule import (
    AMOUNT,
    DONE,
    HEAD,
    LAND,
    MARGIN,
    MARK,
    NAME,
    TOP,
    Schedule,
    chains,
    lay_out,
)
from portfolio.questions.plan.words import label
from portfolio.report import style
from portfolio.report.grounds import grounds
from portfolio.report.legend import Legend
from portfolio.report.sheet import Sheet, new_sheet
from portfolio.report.table import Table
from portfolio.terms import Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from portfolio.questions.plan.part import Part


def draw_gantt(
    plan: Plan, lang: str = "zh", axes: Axes | None = None, part: Part | None = None
) -> Axes:
    """
    Draw who is built when: shares by year, land released, promoted and left-out projects.

    Parameters
    ----------
    plan
        A plan for P projects and n years. Of more than 120 projects only the 120 with the
        largest investment in the plan are drawn, and the title says so.
    lang
        `zh` or `en`.
    axes
        Where to draw; None: on a new figure, A3 upright or less.
    part
        The projects that are drawn and added up; None: all.

    Returns
    -------
    The axes; `axes.figure` can be handed to `style.save`.
    """
    with style.same_look():
        lines = lay_out(plan, part.chosen if part else None)
        sheet = new_sheet(lines.width, lines.height, axes, MARGIN)
        table = Table(sheet, TOP, HEAD, lines.pitch, len(lines.rows), lines.size)
        _title(sheet, plan, lines, part, lang)
        _legend(sheet, plan, lang)
        _heads(table, plan, lines, lang)
        _domains(table, plan, lines, lang)
        _projects(table, plan, lines, lang)
        draw_course(table, plan, lines, lang)
        _sums(table, plan, lines, lang)
        draw_past(sheet, plan, lines.at(plan.past), TOP - 2.5, table.end + 8.4, lang)
    return sheet.axes


def _title(sheet: Sheet, plan: Plan, lines: Schedule, part: Part | None, lang: str) -> None:
    """Write what is shown, of which scenario, and its main numbers; a part has no score."""
    own = lines.chosen
    shown, total = len(lines.lines()), int(own.sum())
    of = label("gantt.part_of", lang, name=part.words.to(lang)) if part else ""
    title = of + heading("gantt.title", plan, lang)
    if shown < total:
        title += label("gantt.only", lang, shown=shown, total=f"{total:,}")
    counts = {
        "full": int(plan.carried_out[own].sum()),
        "part": int(plan.in_part[own].sum()),
        "out": int((plan.funded[own] <= TRACE).sum()),
        "promoted": int(plan.promoted[own].sum()),
    }
    land = (plan.problem.land * plan.funded)[own].sum()
    sums = {"money": f"{plan.investment[own].sum():,.2f}", "land": f"{land:,.2f}"}
    kind = "gantt.bound" if plan.gap > 1e-6 and plan.status != Status.SHORT else "gantt.score"
    score = f"{plan.score:.2f}"
    gone = 0 if plan.stopped is None else int(plan.stopped.sum())
    parts = (
        label(f"mode.{plan.mode}", lang),
        label("gantt.counts", lang, **counts),
        *([label("gantt.stopped", lang, count=gone)] if gone else []),
        label("gantt.sums", lang, **sums),
        *([] if part else [label(kind, lang, score=score, bound=f"{plan.bound:.2f}")]),
    )
    sheet.headline(title, label("gantt.comma", lang).join(parts), size=16, top=11)


def _legend(sheet: Sheet, plan: Plan, lang: str) -> None:
    """Explain marks, shades and edges."""
    legend = Legend(sheet, 26.5, size=7.5, near=1.2, gap=5.0)
    for sign, colour, key in (
        ("■", style.INK, "list.planned"),
        ("★", style.ACCENT, "gantt.promoted"),
        ("■□", style.FAINT, "gantt.left_out"),
        ("◐", style.ACCENT, "gantt.part"),
        ("▲12.5", style.INK, "gantt.release"),
    ):
        legend.sign(sign, label(key, lang), colour)
    blue = next(iter(style.colours_of(plan.problem.domains).values()), style.INK)

    def shades(x: float, y: float) -> None:
        for at, share in enumerate((0.1, 0.35, 1.0)):
            face = style.shade(blue, style.strength(share))
            sheet.boxes([(x + 8 * at, y - 1.8, 8, 3.6)], facecolors=[face])
            look = {"ha": "center", "color": style.ink_on(face)}
            sheet.write(x + 8 * at + 4, y, f"{share:.0%}", 6.5, **look)

    legend.add(24, label("gantt.shade", lang), shades)
    frame: dict[str, Any] = {"facecolors": "none", "edgecolors": style.ACCENT, "linewidths": 1.2}
    legend.box(label("list.reserve", lang), **frame)
    if plan.mode.all_or_nothing:
        frame = {"facecolors": "none", "edgecolors": blue, "linewidths": 0.9}
        legend.box(label("gantt.span", lang), **frame)
    if plan.status == Status.SHORT:
        legend.sign("12.5", label("short.over", lang), style.WARNING)
    if len(chains(plan)):
        words = label("gantt.requires", lang)
        legend.add(8, words, lambda x, y: sheet.arrow((x, y), (x + 8, y)))


def _heads(table: Table, plan: Plan, lines: Schedule, lang: str) -> None:
    """Write the names of the columns and the years."""
    table.bar()
    table.write_head(MARGIN + MARK, label("gantt.project", lang))
    for t, year in enumerate(plan.years):
        table.write_head(lines.at(t + 0.5), year, ha="center", within=lines.year)
    right = lines.amounts_at
    for key, column in (("investment", AMOUNT), ("land", LAND), ("funded", DONE)):
        right += column
        text = label(f"gantt.{key}", lang)
        table.write_head(right - 0.8, text, 7, ha="right", within=column - 1)
    edges = [lines.at(t) for t in range(len(plan.years) + 1)]
    table.sheet.lines([[(x, TOP + HEAD), (x, table.end + 8.4)] for x in edges])


def _domains(table: Table, plan: Plan, lines: Schedule, lang: str) -> None:
    """Draw the heading of each domain, with its sums, and the rules between projects."""
    domain_of = plan.problem.projects["domain"].to_numpy()
    for line, p in enumerate(lines.rows):
        if p >= 0:
            continue
        domain = lines.domains[line]
        colour, members = lines.colours[domain], (domain_of == domain) & lines.chosen
        table.band(line, style.shade(colour, 0.16), zorder=1.5)
        strip = (MARGIN, table.edge(line), 1.6, table.pitch)
        table.sheet.boxes([strip], facecolors=[colour], zorder=1.6)
        name, taken = (
            plan.problem.domains[domain].words.to(lang),
            int((plan.funded[members] > TRACE).sum()),
        )
        text = label("gantt.domain", lang, name=name, taken=taken, all=int(members.sum()))
        room = lines.id_width + NAME
        table.write(MARGIN + MARK, line, text, size=table.size + 0.6, within=room)
        land = (plan.problem.land * plan.funded)[members].sum()
        _amounts(table, lines, line, plan.investment[members].sum(), land)
    table.rules((line for line, _ in lines.lines()), linewidths=0.3)


def _amounts(table: Table, lines: Schedule, line: int, money: float, land: float) -> None:
    right = lines.amounts_at + AMOUNT
    text = style.number(money, AMOUNT - 1).removesuffix(".00")
    table.write(right - 0.8, line, text, ha="right", within=AMOUNT - 1)
    if land > 0:
        text = style.number(land, LAND - 1).removesuffix(".00")
        table.write(right + LAND - 0.8, line, text, ha="right", within=LAND - 1)


def _mark(plan: Plan, p: int) -> tuple[str, str]:
    """Return the mark of a project and its colour."""
    if plan.problem.projects["list"].iat[p] == "planned":
        return "■", style.INK if plan.funded[p] > TRACE else style.FAINT
    return ("★", style.ACCENT) if plan.promoted[p] else ("□", style.FAINT)


def _projects(table: Table, plan: Plan, lines: Schedule, lang: str) -> None:
    """Write mark, id, name, money, land and share of each project."""
    names = plan.problem.projects["name"].tolist()
    money, land = plan.investment.sum(axis=1), plan.problem.land * plan.funded
    x, grey = MARGIN + MARK, []
    last = {"ha": "right", "within": DONE - 1}
    for line, p in lines.lines():
        taken = plan.funded[p] > TRACE
        ink, (mark, colour) = style.INK if taken else style.QUIET, _mark(plan, p)
        table.write(MARGIN + 1, line, mark, size=table.size + 0.5, color=colour)
        table.write(x, line, plan.problem.ids[p], color=ink, within=lines.id_width - 1)
        table.write(x + lines.id_width, line, names[p], color=ink, within=NAME - 2)
        if not taken:
            years = lines.year * len(plan.years)
            grey.append((lines.at(0), table.edge(line), years, table.pitch))
            out = label("gantt.out", lang)
            table.write(table.right - 0.8, line, out, color=style.QUIET, **last)
            continue
        _amounts(table, lines, line, money[p], land[p])
        part = f"◐ {min(plan.funded[p], 0.999):.1%}"
        done, color = ("100%", ink) if plan.carried_out[p] else (part, style.ACCENT)
        table.write(table.right - 0.8, line, done, color=color, **last)
    table.sheet.boxes(grey, facecolors=style.EMPTY, zorder=0.5)


def _sums(table: Table, plan: Plan, lines: Schedule, lang: str) -> None:
    """Write money and land of each year over all projects, and the note."""
    sheet, end, right = table.sheet, table.end, lines.amounts_at
    band = (MARGIN, end, table.right - MARGIN, 8.4)
    sheet.boxes([band], facecolors=[style.BAND], zorder=0.5)
    released = plan.land_release[lines.chosen].sum(axis=0)
    short = plan.status == Status.SHORT and bool(lines.chosen.all())
    sums: tuple[tuple[str, np.ndarray, np.ndarray, float], ...] = (
        ("year_money", plan.investment[lines.chosen].sum(axis=0), Money(plan).over, AMOUNT),
        ("year_land", released, released > plan.problem.land_quota + CENT, LAND),
    )
    for row, (key, amounts, over, column) in enumerate(sums):
        y, room = end + 2.3 + 4 * row, lines.year - 0.5
        sheet.write(MARGIN + MARK, y, label(f"gantt.{key}", lang), 8)
        for t, amount in enumerate(amounts):
            text = style.number(amount, room)
            ink = style.WARNING if short and over[t] else style.INK
            look = {"ha": "center", "within": room, "color": ink}
            sheet.write(lines.at(t + 0.5), y, text, 8, **look)
        right += column
        text = style.number(amounts.sum(), column - 1)
        sheet.write(right - 0.8, y, text, 8, ha="right", within=column - 1)
    room = table.right - MARGIN
    note = label("gantt.note", lang, grounds=grounds(plan.problem).to(lang))
    sheet.write(MARGIN, end + 13, note, 7.5, within=room)
