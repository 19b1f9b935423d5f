"""Which rules a course breaks, row by row, and by how much; no solver decides it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from portfolio.engine.constraints import (
    after,
    completion,
    land,
    limits,
    requires,
    site_group,
    under_way,
)
from portfolio.engine.money import annual_budget, funding_ceiling, purse, transfer
from portfolio.engine.rows import Rows
from portfolio.engine.work import Work, arrange
from portfolio.inputs.problem import Problem
from portfolio.plan.course import Course, carried_out, profile_of, rounding
from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE
from portfolio.terms import Mode

YUAN, MU, SHARE, PROJECTS, YEARS = "万元", "亩", "share", "projects", "years"
# Families that a course can break; what earns points (`attainment`, `beyond_cap`) it cannot.
FAMILIES: dict[Callable[[Problem, Work], Rows], str] = {
    completion: SHARE,
    annual_budget: YUAN,
    funding_ceiling: YUAN,
    purse: YUAN,
    transfer: YUAN,
    land: MU,
    requires: SHARE,
    after: SHARE,
    site_group: SHARE,
    limits: YUAN,
    under_way: PROJECTS,
}
MONEY = ("annual_budget", "funding_ceiling", "purse")  # rows whose excess is money missing
OWN = (
    "window",
    "profile",
    "pace",
    "steady",
    "whole",
)  # what the course of one project breaks by itself
# Less than this is the rounding of what was written down: 100 yuan, 0.01 亩, 0.001 %.
LEAST = {YUAN: 0.01, MU: 0.01, SHARE: 1e-5, PROJECTS: 1e-5}


@dataclass(frozen=True)
class Broken:
    """
    One row that does not hold.

    Attributes
    ----------
    rule, label
        The row family, and the label of the row in it; the row is named `rule_label`.
    by, unit
        By how much, and in what: 万元, 亩, `share` of a project, or `projects`.
    at
        Place of the row in its family, or of the project among all.
    """

    rule: str
    label: str
    by: float
    unit: str
    at: int

    @property
    def row(self) -> str:
        """Name of the row, as the model and the shadow prices have it."""
        return f"{self.rule}_{self.label}"


@dataclass(frozen=True)
class Rulebook:
    """The rows of a problem, for courses of its projects that are given."""

    problem: Problem

    @cached_property
    def blocks(self) -> list[tuple[Rows, str]]:
        """The families that hold, and the unit of each; their columns are a course itself."""
        work = as_given(self.problem)
        made = [
            (family(self.problem, work), unit)
            for family, unit in FAMILIES.items()
            if self.problem.holds(family.__name__)
        ]
        return [(block, unit) for block, unit in made if block.matrix.shape[0]]

    def broken(
        self, plan: Plan, course: Course | None = None, beyond: np.ndarray | None = None
    ) -> list[Broken]:
        """
        Return every row that a plan breaks, families in the order of the model.

        Without a course only the rows of the model are looked at: what a project's own course
        breaks (its window, its pace, its profile) is left out. `beyond` is then the share of each
        project whose work lies after the horizon, shape (P,).
        """
        if course is not None:
            beyond = course.beyond
        late = np.zeros(len(plan.begun)) if beyond is None else beyond
        x = _columns(plan, plan.begun)
        # Steady work that is not paid in full is begun as a whole, but not carried out.
        done = carried_out(self.problem, plan.spent, plan.begun, late)
        paid = _columns(plan, np.minimum(plan.begun, done[:, None]))
        found = [
            each
            for block, unit in self.blocks
            for each in _rows(block, unit, paid if block.family == "completion" else x)
        ]
        found += _excluded(self.problem, plan)
        return found if course is None else [*found, *_courses(self.problem, plan, course)]


def as_given(problem: Problem) -> Work:
    """Return operators whose columns are the course itself: spent, begun, finished, transferred."""
    p_count, n, _ = problem.size
    moves = len(problem.purses.most) * n if problem.purses.apart else 0
    size = p_count * n
    columns = 3 * size + moves

    def part(rows: int, start: int) -> sparse.csr_array:
        return sparse.csr_array(sparse.eye_array(rows, columns, k=start, format="csr"))

    return replace(
        arrange(problem),
        spent=part(size, 0),
        begun=part(size, size),
        finished=part(size, 2 * size),
        transferred=part(moves, 3 * size),
        held=sparse.csr_array((size, columns)),
        upper=np.full(columns, np.inf),
    )


def _columns(plan: Plan, begun: np.ndarray) -> np.ndarray:
    """Return a course as the columns that `as_given` reads, with what counts as begun."""
    moved = () if plan.transferred is None else plan.transferred.ravel()
    return np.concatenate([plan.spent.ravel(), begun.ravel(), plan.finished.ravel(), moved])


def _rows(block: Rows, unit: str, x: np.ndarray) -> Iterator[Broken]:
    value = block.matrix @ x
    over = np.maximum(value - block.upper, block.lower - value)
    bound = np.where(value > block.upper, block.upper, block.lower)
    size = np.where(np.isfinite(bound), np.abs(bound), 0.0)
    slack = np.maximum(LEAST[unit], 1e-9 * size)
    for at in np.flatnonzero(over > slack).tolist():
        yield Broken(block.family, str(block.labels[at]), float(over[at]), unit, at)


def _excluded(problem: Problem, plan: Plan) -> Iterator[Broken]:
    """What may not be carried out; in the model it has no columns."""
    if not problem.holds("completion"):
        return
    for p in np.flatnonzero(problem.excluded & (plan.begun[:, -1] > LEAST[SHARE])).tolist():
        yield Broken("completion", problem.ids[p], float(plan.begun[p, -1]), SHARE, p)


def _courses(problem: Problem, plan: Plan, course: Course) -> Iterator[Broken]:
    """Window, pace and profile of each project; and whether it is carried out whole."""
    whole = problem.scenario.mode != Mode.SHARES
    for p, name in enumerate(problem.ids):
        if plan.begun[p, -1] <= TRACE:
            continue
        spent, near = plan.spent[p], rounding(float(problem.cost[p]), plan.investment[p])
        years = np.arange(len(spent))
        inside = (years >= problem.first[p]) & (years <= problem.last[p])
        outside = float(spent[~inside].sum() + course.beyond[p])
        if outside > near:
            yield Broken("window", name, outside, SHARE, p)
        if course.unlike[p] > near:
            yield Broken("profile", name, float(course.unlike[p]), SHARE, p)
        elif not problem.profile_length[p]:
            yield from _pace(problem, plan, p, near)
            if problem.scenario.mode == Mode.STEADY:
                yield from _steady(problem, plan, p, near)
        missing = _part(plan, course, p)
        if whole and missing > near:
            yield Broken("whole", name, missing, SHARE, p)


def _pace(problem: Problem, plan: Plan, p: int, near: float) -> Iterator[Broken]:
    """Years in which a free project spends more than its duration lets it."""
    over = plan.spent[p] - 1 / problem.duration[p]
    for t in np.flatnonzero(over > near).tolist():
        yield Broken("pace", f"{problem.ids[p]}_{plan.years[t]}", float(over[t]), SHARE, p)


def _steady(problem: Problem, plan: Plan, p: int, near: float) -> Iterator[Broken]:
    """Years between the first and the last with money that spend too little; and too many years."""
    spent, name = plan.spent[p], problem.ids[p]
    paid = np.flatnonzero(spent > 0)
    work = range(int(paid[0]), int(paid[-1]) + 1) if len(paid) else range(0)
    for t in work:
        lacks = float(problem.least_share[p] - spent[t])
        if lacks > near:
            yield Broken("steady", f"least_{name}_{plan.years[t]}", lacks, SHARE, p)
    over = len(work) - len(profile_of(problem, p)) - problem.scenario.stretch
    if len(work) and over > 0:
        yield Broken("steady", f"longest_{name}", float(over), YEARS, p)


def _part(plan: Plan, course: Course, p: int) -> float:
    """Return how far a project is from being carried out whole: unpaid, or begun in parts."""
    unpaid = 1 - float(plan.spent[p].sum() + course.beyond[p])
    if course.unlike[p] > 0:
        return unpaid
    begun = plan.begun[p]
    return max(unpaid, float(np.minimum(begun, 1 - begun).max()))
