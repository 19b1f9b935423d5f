"""
The model in cumulative starts: "has it begun by year t?" in place of "does it begin in year t?".

Both say the same, but a branch on the first one splits the plans of a project evenly, and the
linear bound falls faster: on the shipped scenarios HiGHS then needs about a tenth of the nodes. So
it is with the ends of steady work.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from portfolio.engine.model import Model
from portfolio.engine.work import END, START, Work, whole_years
from portfolio.terms import Mode

SURE = 1e-6  # how far from 0 or 1 a share may be that is none or all
TRACE = 1e-12  # of the largest entry of a row: what subtraction leaves of two equal numbers


@dataclass(frozen=True)
class Steps:
    """
    The model in cumulative starts: column j says whether its project has begun by that year.

    `model` has the same columns with this meaning; `starts @ column values` are the plan.
    """

    model: Model
    starts: sparse.csr_array

    def begun(self, x: np.ndarray) -> np.ndarray:
        """Return a plan in cumulative starts, shape (V,)."""
        place = self.model.work.place_in_chain
        so_far = np.cumsum(x[: len(place)])
        before = np.concatenate([[0.0], so_far])[np.arange(len(place)) - place]
        return np.concatenate([so_far - before, x[len(place) :]])


def by_year(model: Model) -> Steps:
    r"""
    Return the model in cumulative starts.

    .. math:: z_{ps} = begun_{ps} - begun_{p,s-1}, \quad begun_{p,s-1} \le begun_{ps}

    Where `completion` does not hold, a project may begin in several years, once in each.
    """
    chain, columns = model.work.place_in_chain, len(model.objective)
    later = np.flatnonzero(chain)
    if not columns:
        return Steps(model, sparse.csr_array((0, 0)))
    shift = sparse.csr_array((-np.ones(len(later)), (later, later - 1)), shape=(columns, columns))
    starts = sparse.csr_array(sparse.eye_array(columns) + shift)
    matrix = sparse.csr_array(model.matrix @ starts)
    # What an even profile leaves of c/3 - c/3, which is more where c is large: left in, such an
    # entry has made HiGHS cut off the best plan.
    largest = np.repeat(abs(matrix).max(axis=1).toarray().ravel(), np.diff(matrix.indptr))
    matrix.data[np.abs(matrix.data) < TRACE * np.maximum(largest, 1.0)] = 0.0
    matrix.eliminate_zeros()
    in_order = starts[later]
    upper, most = model.work.upper.copy(), np.inf
    if not model.problem.holds("completion"):
        counted = np.flatnonzero(model.work.integer)
        upper[counted] = chain[counted] + 1
        most = 1.0
    turned = replace(
        model,
        work=replace(model.work, upper=upper),
        objective=starts.T @ model.objective,
        matrix=sparse.vstack([matrix, in_order], format="csr"),
        row_lower=np.concatenate([model.row_lower, np.zeros(len(later))]),
        row_upper=np.concatenate([model.row_upper, np.full(len(later), most)]),
    )
    return Steps(turned, starts)


def made_whole(model: Model, linear: np.ndarray) -> list[np.ndarray]:
    """
    Return the starts of a linear optimum made whole, shape (V,), in the ways that may be tried.

    Of steady work most projects are carried out in full there, but between several years: such a
    project begins when half of it has begun and ends when half of it has ended, as far as its
    length allows. Money may not bear that; then only those stay that keep to one start and end.
    """
    if model.work.mode != Mode.STEADY:
        return [np.round(linear)]
    n = len(model.problem.years)
    begun, ended = (
        (each @ linear).reshape(-1, n) for each in (model.work.begun, model.work.finished)
    )
    between = np.hstack([np.abs(each - np.round(each)) for each in (begun, ended)]).max(axis=1)
    full = (begun[:, -1] > 1 - SURE) | (model.problem.required & (begun[:, -1] > 0.5))
    start, shortest = (begun >= 0.5).argmax(axis=1), whole_years(model.problem)
    soonest = start + shortest - 1
    latest = np.minimum(soonest + model.problem.stretch, model.problem.last)
    end = np.clip((ended >= 0.5).argmax(axis=1), soonest, latest)
    certain = full & (between < SURE)
    return [_starting(model.work, linear, each, start, end) for each in (full, certain)]


def _starting(
    work: Work, linear: np.ndarray, chosen: np.ndarray, start: np.ndarray, end: np.ndarray
) -> np.ndarray:
    """Return the columns with steady projects that are chosen, from start to end."""
    columns = np.round(linear)
    steady = np.isin(work.project, work.project[work.kind == END])
    for kind, year in ((START, start), (END, end)):
        at = np.flatnonzero((work.kind == kind) & steady)
        p = work.project[at]
        columns[at] = chosen[p] & (work.year[at] == year[p])
    return columns
