"""Variables, objective and all row families, put together as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from portfolio.engine.constraints import CONSTRAINTS
from portfolio.engine.rows import Rows
from portfolio.engine.work import Work, arrange
from portfolio.inputs.problem import Problem
from portfolio.terms import Mode

LARGE = 2.0**20  # the largest entry of a row as HiGHS gets it
HELD = 1e-7  # how much score a tidy schedule may cost, relative (contract, section 3)


def row_slack(value: np.ndarray) -> np.ndarray:
    """Return how far whole projects may pass a row that comes to `value`, shape of `value`."""
    return np.maximum(1e-6, 1e-9 * np.abs(np.where(np.isfinite(value), value, 0.0)))


@dataclass(frozen=True)
class Model:
    """
    A mixed-integer linear program in arrays; it maximises `objective @ x`.

    Attributes
    ----------
    problem, work
        What the columns mean.
    blocks
        The row families, in the order of the rows.
    objective
        Shape (V,).
    matrix
        All rows, shape (rows, V).
    row_lower, row_upper
        Shape (rows,).
    extra
        Names of further columns behind those of `work`, such as the shortfalls of `explain`.
    yes_or_no
        How many of them, the first, are 0 or 1; the others are amounts without a limit.
    """

    problem: Problem
    work: Work
    blocks: tuple[Rows, ...]
    objective: np.ndarray
    matrix: sparse.csr_array
    row_lower: np.ndarray
    row_upper: np.ndarray
    extra: tuple[str, ...] = ()
    yes_or_no: int = 0

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [*self.work.names, *self.extra]

    @property
    def upper(self) -> np.ndarray:
        """Upper bounds of the columns, shape (V,); the lower bounds are 0."""
        more = np.where(np.arange(len(self.extra)) < self.yes_or_no, 1.0, np.inf)
        return np.concatenate([self.work.upper, more])

    @property
    def integer(self) -> np.ndarray:
        """Which columns must be whole numbers, shape (V,)."""
        return np.concatenate([self.work.integer, np.arange(len(self.extra)) < self.yes_or_no])

    @cached_property
    def row_units(self) -> np.ndarray:
        """
        Unit of each row as HiGHS gets it, shape (rows,): 1 unless its entries are large.

        HiGHS compares with absolute tolerances. With entries of 10⁷ and more it has cut off the
        best plan, and called a program optimal that has no plan (`fuzz/brute.py`, seeds 945, 1178
        and 1616). Powers of two change no digit.
        """
        starts, stops = self.matrix.indptr[:-1], self.matrix.indptr[1:]
        filled = np.flatnonzero(stops > starts)
        largest = np.zeros(len(starts))
        if len(filled):
            largest[filled] = np.maximum.reduceat(np.abs(self.matrix.data), starts[filled])
        return 2.0 ** np.ceil(np.log2(np.maximum(largest, LARGE) / LARGE))

    @cached_property
    def adding(self) -> tuple[np.ndarray, np.ndarray]:
        """
        Which entries of the rows of attainment are what a project adds.

        Their places among the entries of the matrix, and among those of the problem's `amount`.
        """
        amount, years = self.problem.amount, len(self.problem.years)
        place = np.zeros(amount.shape, dtype=int)
        indicator = np.repeat(np.arange(amount.shape[0]), np.diff(amount.indptr))
        place[indicator, amount.indices] = np.arange(amount.nnz)
        rows, starts = self.rows_of("attainment"), self.matrix.indptr
        entries = np.arange(starts[rows.start], starts[rows.stop])
        count = np.diff(starts[rows.start : rows.stop + 1])
        row = np.repeat(np.arange(len(count)), count)
        column = self.matrix.indices[entries]
        work = column < len(self.work.project)
        project = self.work.project[column[work]]
        return entries[work], place[row[work] // years, project]

    @property
    def is_mixed_integer(self) -> bool:
        """Whether any column must be a whole number."""
        return bool(self.work.integer.any()) or self.yes_or_no > 0

    def rows_of(self, family: str) -> slice:
        """Return where the rows of one family stand; an empty slice if it has none."""
        start = 0
        for block in self.blocks:
            if block.family == family:
                return slice(start, start + block.matrix.shape[0])
            start += block.matrix.shape[0]
        return slice(0, 0)

    def by_family(self, prices: np.ndarray | None) -> dict[str, np.ndarray]:
        """Return the prices of all rows, shape (rows,), by row family; none if there are none."""
        if prices is None:
            return {}
        return {block.family: prices[self.rows_of(block.family)] for block in self.blocks}

    def row_names(self) -> list[str]:
        """Return the names of all rows, such as `annual_budget_2023`."""
        return [name for block in self.blocks for name in block.names]


def build_model(problem: Problem, mode: Mode = Mode.SHARES, only: Sequence[str] = ()) -> Model:
    """
    Return the model of a problem.

    Parameters
    ----------
    problem
        What to plan.
    mode
        Whether projects are carried out in shares, whole or steadily (contract, sections 3 and 4).
    only
        Names of the row families to keep; empty: all of them.
    """
    work = arrange(problem, mode)
    blocks = [
        family(problem, work)
        for family in CONSTRAINTS
        if problem.holds(family.__name__) and (not only or family.__name__ in only)
    ]
    return stack(problem, work, [block for block in blocks if block.matrix.shape[0]])


def stack(problem: Problem, work: Work, blocks: Sequence[Rows]) -> Model:
    """Put row families under one another, with the score as the objective."""
    return Model(
        problem=problem,
        work=work,
        blocks=tuple(blocks),
        objective=score_objective(problem, work),
        matrix=sparse.vstack([block.matrix for block in blocks], format="csr"),
        row_lower=_bounds(blocks, "lower"),
        row_upper=_bounds(blocks, "upper"),
    )


def score_objective(problem: Problem, work: Work) -> np.ndarray:
    r"""
    Return the objective: points of need met, and of what lies beyond it.

    .. math:: \max \sum_{t \in T} \omega_t \sum_{k \in K} w_k \, (y_{kt} + \rho \, v_{kt})

    The columns y and v are in units of the need, so that no coefficient is far from 1.
    """
    earned = np.outer(problem.points, problem.year_weights).ravel()
    objective = earned @ work.met + problem.beyond_need * earned @ work.beyond
    return np.asarray(objective)


def tidiness_objective(work: Work) -> np.ndarray:
    r"""
    Return the objective of the second solve: work finished early and in one piece.

    .. math:: \max \sum_{p \in P} \sum_{t \in T} finished_{pt}
    """
    return work.years_finished


def hold_score(model: Model, score: float) -> Model:
    """Return the model of the second solve: the score held, the schedule made tidy."""
    held = Rows(
        "score",
        ["held"],
        sparse.csr_array(model.objective[None, :]),
        lower=np.array([score - HELD * abs(score)]),
    )
    blocks = (*model.blocks, held)
    return replace(
        model,
        blocks=blocks,
        objective=tidiness_objective(model.work),
        matrix=_with_row(model.matrix, held.matrix),
        row_lower=np.append(model.row_lower, held.lower),
        row_upper=np.append(model.row_upper, np.inf),
    )


def _with_row(matrix: sparse.csr_array, row: sparse.csr_array) -> sparse.csr_array:
    """Put a row under a matrix; `sparse.vstack` takes longer than a small program's solve."""
    places = (
        np.concatenate([matrix.data, row.data]),
        np.concatenate([matrix.indices, row.indices]),
        np.append(matrix.indptr, matrix.indptr[-1] + row.nnz),
    )
    return sparse.csr_array(places, shape=(matrix.shape[0] + 1, matrix.shape[1]))


def relaxed(model: Model) -> Model:
    """Return the linear program over the same rows: projects may be carried out in part."""
    return replace(model, work=replace(model.work, integer=np.zeros_like(model.work.integer)))


def _bounds(blocks: Sequence[Rows], side: str) -> np.ndarray:
    parts = [np.broadcast_to(getattr(block, side), block.matrix.shape[0]) for block in blocks]
    return np.concatenate(parts).astype(float)
