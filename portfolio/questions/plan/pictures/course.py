"""The course of each project in its line: shaded years, frames, land released, arrows."""

from __future__ import annotations

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE
from portfolio.questions.plan.pictures.schedule import Schedule, chains, span
from portfolio.questions.plan.words import label
from portfolio.report import style
from portfolio.report.table import Table


def draw_course(table: Table, plan: Plan, lines: Schedule, lang: str) -> None:
    """Draw the years of work, what they hold, who is given up, and what needs what."""
    _work(table, plan, lines)
    _cells(table, plan, lines)
    _stopped(table, plan, lines, lang)
    _requires(table, plan, lines)


def _work(table: Table, plan: Plan, lines: Schedule) -> None:
    """Draw a shaded box for each year with work, and one frame around a whole project."""
    boxes, faces, edges, frames, frame_edges = [], [], [], [], []
    air, whole = 0.1 * table.pitch, plan.mode.all_or_nothing
    reserve = (plan.problem.projects["list"] == "reserve").to_numpy()
    for line, p in lines.lines():
        colour = lines.colours[lines.domains[line]]
        edge = style.ACCENT if reserve[p] else colour
        y, height = table.edge(line) + air, table.pitch - 2 * air
        gap = 0.0 if whole else 0.35
        for t in np.flatnonzero(plan.spent[p] > TRACE).tolist():
            boxes.append((lines.at(t) + gap, y, lines.year - 2 * gap, height))
            faces.append(style.shade(colour, style.strength(plan.spent[p, t])))
            edges.append("none" if whole else edge)
        if whole and plan.funded[p] > TRACE:
            first, last = span(plan, p)
            width = (last - first + 1) * lines.year - 0.7
            frames.append((lines.at(first) + 0.35, y, width, height))
            frame_edges.append(edge)
    widths = [1.1 if edge == style.ACCENT else 0.4 for edge in edges]
    table.sheet.boxes(boxes, facecolors=faces, edgecolors=edges, linewidths=widths)
    widths = [1.3 if edge == style.ACCENT else 0.9 for edge in frame_edges]
    look = {"edgecolors": frame_edges, "linewidths": widths, "zorder": 3}
    table.sheet.boxes(frames, facecolors="none", **look)


def _cells(table: Table, plan: Plan, lines: Schedule) -> None:
    """Write each year's share of the work, and the land released in it."""
    size, room = min(table.size, 7.0), lines.year - 1.4
    both = room >= style.width_of("100%▲8888.8", size)
    share_fits = room >= style.width_of("100%", style.SMALLEST)
    for line, p in lines.lines():
        colour = lines.colours[lines.domains[line]]
        busy = (plan.spent[p] > TRACE) | (plan.land_release[p] > 0.005)
        for t in np.flatnonzero(busy).tolist():
            share, land = plan.spent[p, t], plan.land_release[p, t]
            strength = style.strength(share) if share > TRACE else 0.0
            ink = style.ink_on(style.shade(colour, strength))
            x = lines.at(t) + 0.7
            if share > TRACE and share_fits:
                text = f"{share:.0%}" if share >= 0.005 else "<1%"
                table.write(x + 0.4, line, text, size=size, color=ink)
            if land > 0.005:
                right = {"ha": "right", "color": ink}
                text = f"▲{land:,.1f}" if land >= 0.05 else "▲<0.1"
                if both:
                    table.write(x + room - 0.3, line, text, size=size, **right)
                else:
                    y = table.edge(line) + 0.3 * table.pitch
                    table.sheet.write(x + room, y, "▲", 4, **right)


def _stopped(table: Table, plan: Plan, lines: Schedule, lang: str) -> None:
    """Say where the work of a project that is given up breaks off: at the end of what was."""
    if plan.stopped is None:
        return
    size = min(table.size, 7.0)
    for line, p in lines.lines():
        if plan.stopped[p]:
            x, words = lines.at(plan.past) + 1.4, label("gantt.stopped_here", lang)
            table.write(x, line, words, size=size, color=style.WARNING, within=lines.year - 2)


def _requires(table: Table, plan: Plan, lines: Schedule) -> None:
    """Draw an arrow from each project to those that are pointless without it."""
    line_of = {p: line for line, p in lines.lines()}
    for p, q in chains(plan):
        if p not in line_of or q not in line_of:
            continue
        x, start = lines.at(span(plan, q)[0] + 0.25), lines.at(span(plan, p)[0])
        way = 1 if line_of[p] > line_of[q] else -1
        begin = (x, table.middle(line_of[q]) + way * 0.4 * table.pitch)
        if start > x:
            corner = (x, table.middle(line_of[p]))
            look = {"colors": style.INK, "linewidths": 0.9, "zorder": 5}
            table.sheet.lines([[begin, corner]], **look)
            begin, end = corner, (start + 0.3, table.middle(line_of[p]))
        else:
            end = (x, table.middle(line_of[p]) - way * 0.4 * table.pitch)
        table.sheet.arrow(begin, end, zorder=5)
