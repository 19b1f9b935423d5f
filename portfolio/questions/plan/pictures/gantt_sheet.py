"""The sheet around the schedule: rows and columns, title, legend, years, sums and note."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portfolio.inputs.columns import DOMAINS
from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE
from portfolio.questions.plan.words import label
from portfolio.report import style
from portfolio.report.sheet import Sheet

MOST_ROWS = 120  # a sheet with more projects than this cannot be read
MARGIN = 10.0
TOP, HEAD, FOOT = 36.0, 6.0, 20.0  # title and legend; years; sums and note
MARK, NAME, AMOUNT, LAND, DONE = 4.5, 90.0, 16.0, 12.0, 13.0  # columns


@dataclass(frozen=True)
class Layout:
    """
    Where everything stands, in mm on the sheet.

    Attributes
    ----------
    rows
        Project index of each line, or -1 for the heading of a domain, in order from the top.
    domains
        Domain of each line.
    pitch, size
        Height of a line, and size of its letters in pt.
    id_width
        Width of the column of ids.
    years_at, year
        Left edge of the first year, and width of a year.
    width
        Width of the sheet: A3, or more for many years.
    """

    rows: list[int]
    domains: list[str]
    pitch: float
    size: float
    id_width: float
    years_at: float
    year: float
    width: float

    @property
    def end(self) -> float:
        """Lower edge of the last line."""
        return TOP + HEAD + self.pitch * len(self.rows)

    @property
    def height(self) -> float:
        """Height of the sheet."""
        return self.end + FOOT

    @property
    def amounts_at(self) -> float:
        """Left edge of the columns after the years."""
        return self.width - MARGIN - AMOUNT - LAND - DONE

    def top(self, line: int) -> float:
        """Return the upper edge of a line."""
        return TOP + HEAD + self.pitch * line

    def middle(self, line: int) -> float:
        """Return the middle of a line."""
        return self.top(line) + self.pitch / 2

    def at(self, t: float) -> float:
        """Return where year t (0 is the first, 0.5 its middle) stands."""
        return self.years_at + t * self.year

    def lines(self) -> list[tuple[int, int]]:
        """Return line and project of each project that is drawn."""
        return [(line, p) for line, p in enumerate(self.rows) if p >= 0]


def lay_out(plan: Plan) -> Layout:
    """Choose the rows and divide the sheet among them."""
    drawn = np.arange(len(plan.funded))
    if len(drawn) > MOST_ROWS:
        taken = np.flatnonzero(plan.funded > TRACE)
        order = np.argsort(-plan.investment.sum(axis=1)[taken], kind="stable")
        drawn = np.sort(taken[order[:MOST_ROWS]])
    domain_of = plan.problem.projects["domain"].to_numpy()
    rows: list[int] = []
    domains: list[str] = []
    for domain in DOMAINS:
        members = drawn[domain_of[drawn] == domain].tolist()
        if members:
            rows += [-1, *members]
            domains += [domain] * (1 + len(members))
    pitch = min(5.0, (style.A3[1] - TOP - HEAD - FOOT) / max(1, len(rows)))
    size = max(style.SMALLEST, min(8.0, 0.68 * pitch / style.POINT))
    ids = [style.width_of(style.printable(plan.problem.ids[p]), size) for p in drawn]
    id_width = min(22.0, max(ids, default=0.0) + 2.0)
    years_at = MARGIN + MARK + id_width + NAME
    rest, n = AMOUNT + LAND + DONE + MARGIN, len(plan.years)
    largest = style.number(plan.investment.sum(axis=0).max(), digits=0)
    narrowest = max(10.0, style.width_of(largest, style.SMALLEST) + 1.5)
    year = max(narrowest, (style.A3[0] - years_at - rest) / n)
    width = years_at + n * year + rest
    return Layout(rows, domains, pitch, size, id_width, years_at, year, width)


def write_title(sheet: Sheet, plan: Plan, layout: Layout, lang: str) -> None:
    """Write what is shown, of which scenario, and its main numbers."""
    shown, total = len(layout.lines()), len(plan.funded)
    title = f"{label('gantt.title', lang)} — {plan.problem.scenario.title}"
    if shown < total:
        title += label("gantt.only", lang, shown=shown, total=f"{total:,}")
    sheet.write(MARGIN, 11, title, 16, within=sheet.width - 2 * MARGIN)
    counts = label(
        "gantt.counts",
        lang,
        full=int(plan.carried_out.sum()),
        part=int(plan.in_part.sum()),
        out=int((plan.funded <= TRACE).sum()),
        promoted=int(plan.promoted.sum()),
    )
    land = (plan.problem.land * plan.funded).sum()
    money = f"{plan.investment.sum():,.2f}"
    sums = label("gantt.sums", lang, money=money, land=f"{land:,.2f}")
    kind = "gantt.bound" if plan.gap > 1e-6 else "gantt.score"
    score = label(kind, lang, score=f"{plan.score:.2f}", bound=f"{plan.bound:.2f}")
    parts = (label(f"mode.{plan.mode}", lang), counts, sums, score)
    line = label("gantt.comma", lang).join(parts)
    sheet.write(MARGIN, 18.5, line, 9, color=style.QUIET, within=sheet.width - 2 * MARGIN)


def strength(share: float) -> float:
    """Return how dark a year is that takes this share of a project."""
    return 0.22 + 0.78 * min(1.0, share)


def arrow(sheet: Sheet) -> dict[str, object]:
    """Return the look of an arrow."""
    size = {"linewidth": 0.9 * sheet.scale, "mutation_scale": 7 * sheet.scale}
    return {"arrowstyle": "-|>", "color": style.INK, "shrinkA": 0, "shrinkB": 0, **size}


def write_legend(sheet: Sheet, plan: Plan, chains: bool, lang: str) -> None:
    """Explain marks, shades and edges; a second line takes what the first cannot."""
    x, y = MARGIN, 26.5

    def item(width: float, key: str) -> float:
        """Make room for a sign of this width, explain it, and return where it stands."""
        nonlocal x, y
        text = label(key, lang)
        needed = width + 1.2 + style.width_of(text, 7.5)
        if x + needed > sheet.width - MARGIN:
            x, y = MARGIN, y + 5.2
        sheet.write(x + width + 1.2, y, text, 7.5)
        x += needed + 5.0
        return x - needed - 5.0

    def frame(left: float, **look: object) -> None:
        sheet.boxes([(left, y - 1.8, 8, 3.6)], **{"facecolors": "none", **look})

    for sign, colour, key in (
        ("■", style.INK, "list.planned"),
        ("★", style.ACCENT, "gantt.promoted"),
        ("■□", style.FAINT, "gantt.left_out"),
        ("◐", style.ACCENT, "gantt.part"),
        ("▲12.5", style.INK, "gantt.release"),
    ):
        left = item(style.width_of(sign, 8), key)
        sheet.write(left, y, sign, 8, color=colour)
    blue = style.DOMAIN_COLOURS["education"]
    left = item(24, "gantt.shade")
    for share in (0.1, 0.35, 1.0):
        face = style.shade(blue, strength(share))
        frame(left, facecolors=[face])
        sheet.write(left + 4, y, f"{share:.0%}", 6.5, ha="center", color=style.ink_on(face))
        left += 8
    frame(item(8, "list.reserve"), edgecolors=style.ACCENT, linewidths=1.2)
    if plan.mode == "whole":
        frame(item(8, "gantt.span"), edgecolors=blue, linewidths=0.9)
    if chains:
        left = item(8, "gantt.requires")
        sheet.axes.annotate("", (left + 8, y), (left, y), arrowprops=arrow(sheet))


def write_head(sheet: Sheet, plan: Plan, layout: Layout, lang: str) -> None:
    """Write the names of the columns and the years."""
    y, width = TOP + HEAD / 2, layout.year
    sheet.boxes([(MARGIN, TOP, sheet.width - 2 * MARGIN, HEAD)], facecolors=[style.INK], zorder=1)
    sheet.write(MARGIN + MARK, y, label("gantt.project", lang), 8.5, color=style.PAPER)
    for t, year in enumerate(plan.years):
        look = {"ha": "center", "within": width, "color": style.PAPER}
        sheet.write(layout.at(t + 0.5), y, year, 8.5, **look)
    right = layout.amounts_at
    for key, column in (("investment", AMOUNT), ("land", LAND), ("funded", DONE)):
        right += column
        look = {"ha": "right", "within": column - 1, "color": style.PAPER}
        sheet.write(right - 0.8, y, label(f"gantt.{key}", lang), 7, **look)
    edges = [layout.at(t) for t in range(len(plan.years) + 1)]
    sheet.lines([[(x, TOP + HEAD), (x, layout.end + 8.4)] for x in edges])


def write_sums(sheet: Sheet, plan: Plan, layout: Layout, lang: str) -> None:
    """Write money and land of each year over all projects, and the note."""
    money, land = plan.investment.sum(axis=0), plan.land_release.sum(axis=0)
    band = (MARGIN, layout.end, sheet.width - 2 * MARGIN, 8.4)
    sheet.boxes([band], facecolors=[style.BAND], zorder=0.5)
    right = layout.amounts_at
    for row, (key, sums, column) in enumerate(
        (("year_money", money, AMOUNT), ("year_land", land, LAND))
    ):
        y = layout.end + 2.3 + 4 * row
        sheet.write(MARGIN + MARK, y, label(f"gantt.{key}", lang), 8)
        for t, amount in enumerate(sums):
            text = style.number(amount, layout.year - 0.5)
            look = {"ha": "center", "within": layout.year - 0.5}
            sheet.write(layout.at(t + 0.5), y, text, 8, **look)
        right += column
        look = {"ha": "right", "within": column - 1}
        sheet.write(right - 0.8, y, style.number(sums.sum(), column - 1), 8, **look)
    note = label("gantt.note", lang)
    sheet.write(MARGIN, layout.end + 13, note, 7.5, within=sheet.width - 2 * MARGIN)
