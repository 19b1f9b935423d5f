"""Which projects the Gantt chart shows, in which lines, and where its columns stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE
from portfolio.report import style

MOST_ROWS = 120  # a sheet with more projects than this cannot be read
MARGIN = 10.0
TOP, HEAD, FOOT = 36.0, 6.0, 20.0  # title and legend; years; sums and note
MARK, NAME, AMOUNT, LAND, DONE = 4.5, 90.0, 16.0, 12.0, 13.0  # columns


@dataclass(frozen=True)
class Schedule:
    """
    Lines and columns, in mm on the sheet.

    Attributes
    ----------
    rows
        Project index of each line, or -1 for the heading of a domain, in order from the top.
    domains
        Domain of each line.
    colours
        Colour of each domain.
    pitch, size
        Height of a line, and size of its letters in pt.
    id_width
        Width of the column of ids.
    years_at, year
        Left edge of the first year, and width of a year.
    width
        Width of the sheet: A3, or more for many years.
    chosen
        The projects that it is about, shape (P,), bool; all, or those of a part.
    """

    rows: list[int]
    domains: list[str]
    colours: dict[str, str]
    pitch: float
    size: float
    id_width: float
    years_at: float
    year: float
    width: float
    chosen: np.ndarray

    @property
    def height(self) -> float:
        """Height of the sheet."""
        return TOP + HEAD + self.pitch * len(self.rows) + FOOT

    @property
    def amounts_at(self) -> float:
        """Left edge of the columns after the years."""
        return self.width - MARGIN - AMOUNT - LAND - DONE

    def at(self, t: float) -> float:
        """Return where year t (0 is the first, 0.5 its middle) stands."""
        return self.years_at + t * self.year

    def lines(self) -> list[tuple[int, int]]:
        """Return line and project of each project that is drawn."""
        return [(line, p) for line, p in enumerate(self.rows) if p >= 0]


def lay_out(plan: Plan, chosen: np.ndarray | None = None) -> Schedule:
    """Choose the lines among the projects of a part (all: None), and divide the sheet."""
    own = np.ones(len(plan.funded), dtype=bool) if chosen is None else chosen
    drawn = np.flatnonzero(own)
    if len(drawn) > MOST_ROWS:
        taken = np.flatnonzero((plan.funded > TRACE) & own)
        order = np.argsort(-plan.investment.sum(axis=1)[taken], kind="stable")
        drawn = np.sort(taken[order[:MOST_ROWS]])
    domain_of = plan.problem.projects["domain"].to_numpy()
    rows: list[int] = []
    domains: list[str] = []
    for domain in plan.problem.domains:
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
    colours = style.colours_of(plan.problem.domains)
    return Schedule(rows, domains, colours, pitch, size, id_width, years_at, year, width, own)


def span(plan: Plan, p: int) -> tuple[int, int]:
    """Return first and last year of a project's course, as indices; of a stopped one, its work."""
    first = int((plan.begun[p] > TRACE).argmax())
    if plan.stopped is not None and plan.stopped[p]:
        return first, plan.past - 1
    done = plan.finished[p] >= plan.funded[p] - TRACE
    return first, int(done.argmax()) if done.any() else len(plan.years) - 1


def chains(plan: Plan) -> np.ndarray:
    """Return the pairs (p, q), p needs q, that a whole plan carries out, shape (m, 2)."""
    pairs = plan.problem.requires
    if not plan.mode.all_or_nothing or not len(pairs):
        return pairs[:0]
    return pairs[(plan.funded[pairs] > TRACE).all(axis=1)]
