"""The schedule: a row a project, a column a year, on one upright A3 sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE
from portfolio.questions.plan.pictures.gantt_sheet import (
    AMOUNT,
    DONE,
    LAND,
    MARGIN,
    MARK,
    NAME,
    Layout,
    arrow,
    lay_out,
    strength,
    write_head,
    write_legend,
    write_sums,
    write_title,
)
from portfolio.questions.plan.words import label
from portfolio.report import style
from portfolio.report.sheet import Sheet, new_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_gantt(plan: Plan, lang: str = "zh", axes: Axes | None = None) -> Axes:
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

    Returns
    -------
    The axes; `axes.figure` can be handed to `style.save`.
    """
    with style.same_look():
        layout = lay_out(plan)
        chains = _chains(plan)
        sheet = new_sheet(layout.width, layout.height, axes)
        write_title(sheet, plan, layout, lang)
        write_legend(sheet, plan, bool(len(chains)), lang)
        write_head(sheet, plan, layout, lang)
        _bands(sheet, plan, layout, lang)
        _names(sheet, plan, layout, lang)
        _work(sheet, plan, layout)
        _cells(sheet, plan, layout)
        _requires(sheet, plan, layout, chains)
        write_sums(sheet, plan, layout, lang)
    return sheet.axes


def _marks(plan: Plan, p: int) -> tuple[str, str]:
    """Return the mark of a project and its colour."""
    if plan.problem.projects["list"].iat[p] == "planned":
        return "■", style.INK if plan.funded[p] > TRACE else style.FAINT
    return ("★", style.ACCENT) if plan.promoted[p] else ("□", style.FAINT)


def _bands(sheet: Sheet, plan: Plan, layout: Layout, lang: str) -> None:
    """Draw the heading of each domain and the lines between projects."""
    domain_of = plan.problem.projects["domain"].to_numpy()
    for line, p in enumerate(layout.rows):
        if p >= 0:
            continue
        domain = layout.domains[line]
        colour = style.DOMAIN_COLOURS[domain]
        members = domain_of == domain
        top, y = layout.top(line), layout.middle(line)
        whole = (MARGIN, top, sheet.width - 2 * MARGIN, layout.pitch)
        sheet.boxes([whole], facecolors=[style.shade(colour, 0.16)], zorder=1.5)
        sheet.boxes([(MARGIN, top, 1.6, layout.pitch)], facecolors=[colour], zorder=1.6)
        text = label(
            "gantt.domain",
            lang,
            name=label(f"domain.{domain}", lang),
            taken=int((plan.funded[members] > TRACE).sum()),
            all=int(members.sum()),
        )
        sheet.write(MARGIN + MARK, y, text, layout.size + 0.6, within=layout.id_width + NAME)
        amounts = (plan.investment[members].sum(), (plan.problem.land * plan.funded)[members].sum())
        _amounts(sheet, layout, y, *amounts)
    left, right = MARGIN, sheet.width - MARGIN
    rules = [[(left, layout.top(line)), (right, layout.top(line))] for line, _ in layout.lines()]
    sheet.lines(rules, linewidths=0.3)


def _amounts(sheet: Sheet, layout: Layout, y: float, money: float, land: float) -> None:
    right = layout.amounts_at + AMOUNT
    text = style.number(money, AMOUNT - 1).removesuffix(".00")
    sheet.write(right - 0.8, y, text, layout.size, ha="right", within=AMOUNT - 1)
    if land > 0:
        text = style.number(land, LAND - 1).removesuffix(".00")
        sheet.write(right + LAND - 0.8, y, text, layout.size, ha="right", within=LAND - 1)


def _names(sheet: Sheet, plan: Plan, layout: Layout, lang: str) -> None:
    """Write mark, id, name, money, land and share of each project."""
    names = plan.problem.projects["name"].tolist()
    money, land = plan.investment.sum(axis=1), plan.problem.land * plan.funded
    size, grey = layout.size, []
    for line, p in layout.lines():
        y, taken = layout.middle(line), plan.funded[p] > TRACE
        ink = style.INK if taken else style.QUIET
        mark, colour = _marks(plan, p)
        sheet.write(MARGIN + 1, y, mark, size + 0.5, color=colour)
        x = MARGIN + MARK
        sheet.write(x, y, plan.problem.ids[p], size, color=ink, within=layout.id_width - 1)
        sheet.write(x + layout.id_width, y, names[p], size, color=ink, within=NAME - 2)
        look = {"ha": "right", "within": DONE - 1}
        if not taken:
            grey.append((layout.at(0), layout.top(line), layout.year * len(plan.years)))
            out = label("gantt.out", lang)
            sheet.write(sheet.width - MARGIN - 0.8, y, out, size, color=style.QUIET, **look)
            continue
        _amounts(sheet, layout, y, money[p], land[p])
        done, color = ("100%", ink) if plan.carried_out[p] else (_part(plan, p), style.ACCENT)
        sheet.write(sheet.width - MARGIN - 0.8, y, done, size, color=color, **look)
    boxes = [(x, y, width, layout.pitch) for x, y, width in grey]
    sheet.boxes(boxes, facecolors=style.EMPTY, zorder=0.5)


def _part(plan: Plan, p: int) -> str:
    return f"◐ {min(plan.funded[p], 0.999):.1%}"


def _work(sheet: Sheet, plan: Plan, layout: Layout) -> None:
    """Draw a shaded box for each year with work, and one frame around a whole project."""
    boxes, faces, edges, frames, frame_edges = [], [], [], [], []
    air = 0.1 * layout.pitch
    reserve = (plan.problem.projects["list"] == "reserve").to_numpy()
    for line, p in layout.lines():
        colour = style.DOMAIN_COLOURS[layout.domains[line]]
        edge = style.ACCENT if reserve[p] else colour
        y, height = layout.top(line) + air, layout.pitch - 2 * air
        gap = 0.0 if plan.mode == "whole" else 0.35
        for t in np.flatnonzero(plan.spent[p] > TRACE).tolist():
            x = layout.at(t)
            boxes.append((x + gap, y, layout.year - 2 * gap, height))
            faces.append(style.shade(colour, strength(plan.spent[p, t])))
            edges.append(edge if plan.mode != "whole" else "none")
        if plan.mode == "whole" and plan.funded[p] > TRACE:
            first, last = _span(plan, p)
            x, width = layout.at(first) + 0.35, (last - first + 1) * layout.year - 0.7
            frames.append((x, y, width, height))
            frame_edges.append(edge)
    widths = [1.1 if edge == style.ACCENT else 0.4 for edge in edges]
    sheet.boxes(boxes, facecolors=faces, edgecolors=edges, linewidths=widths)
    widths = [1.3 if edge == style.ACCENT else 0.9 for edge in frame_edges]
    sheet.boxes(frames, facecolors="none", edgecolors=frame_edges, linewidths=widths, zorder=3)


def _span(plan: Plan, p: int) -> tuple[int, int]:
    """Return first and last year of a project's course, as indices."""
    first = int((plan.begun[p] > TRACE).argmax())
    done = plan.finished[p] >= plan.funded[p] - TRACE
    return first, int(done.argmax()) if done.any() else len(plan.years) - 1


def _cells(sheet: Sheet, plan: Plan, layout: Layout) -> None:
    """Write each year's share of the work, and the land released in it."""
    size = min(layout.size, 7.0)
    room = layout.year - 1.4
    both = room >= style.width_of("100%▲8888.8", size)
    share_fits = room >= style.width_of("100%", style.SMALLEST)
    for line, p in layout.lines():
        y, colour = layout.middle(line), style.DOMAIN_COLOURS[layout.domains[line]]
        busy = (plan.spent[p] > TRACE) | (plan.land_release[p] > 0.005)
        for t in np.flatnonzero(busy).tolist():
            share, land = plan.spent[p, t], plan.land_release[p, t]
            ink = style.ink_on(style.shade(colour, strength(share) if share > TRACE else 0.0))
            x = layout.at(t) + 0.7
            if share > TRACE and share_fits:
                text = f"{share:.0%}" if share >= 0.005 else "<1%"
                sheet.write(x + 0.4, y, text, size, color=ink)
            if land > 0.005:
                text = f"▲{land:,.1f}" if land >= 0.05 else "▲<0.1"
                right = {"ha": "right", "color": ink}
                if both:
                    sheet.write(x + room - 0.3, y, text, size, **right)
                else:
                    sheet.write(x + room, layout.top(line) + 0.3 * layout.pitch, "▲", 4, **right)


def _chains(plan: Plan) -> np.ndarray:
    """Return the pairs (p, q), p needs q, that a whole plan carries out, shape (m, 2)."""
    pairs = plan.problem.requires
    if plan.mode != "whole" or not len(pairs):
        return pairs[:0]
    return pairs[(plan.funded[pairs] > TRACE).all(axis=1)]


def _requires(sheet: Sheet, plan: Plan, layout: Layout, chains: np.ndarray) -> None:
    """Draw an arrow from each project to those that are pointless without it."""
    line_of = {p: line for line, p in layout.lines()}
    for p, q in chains:
        if p not in line_of or q not in line_of:
            continue
        x, start = layout.at(_span(plan, q)[0] + 0.25), layout.at(_span(plan, p)[0])
        way = 1 if line_of[p] > line_of[q] else -1
        begin = (x, layout.middle(line_of[q]) + way * 0.4 * layout.pitch)
        if start > x:
            corner = (x, layout.middle(line_of[p]))
            sheet.lines([[begin, corner]], colors=style.INK, linewidths=0.9, zorder=5)
            begin, end = corner, (start + 0.3, layout.middle(line_of[p]))
        else:
            end = (x, layout.middle(line_of[p]) - way * 0.4 * layout.pitch)
        sheet.axes.annotate("", end, begin, arrowprops=arrow(sheet), zorder=5)
