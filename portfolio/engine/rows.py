"""Rows of a family, and the operators that families share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from portfolio.engine.work import Work
from portfolio.inputs.problem import Group, Problem


@dataclass(frozen=True)
class Rows:
    """
    Rows of one family: `matrix @ variables` compared with a bound, one sense for each row.

    Attributes
    ----------
    family
        Name of the row family, the function that made it.
    labels
        One label a row; the row is named `family_label`.
    matrix
        Shape (rows, V).
    lower, upper
        Shape (rows,), or one number for all; equal for an equation, else one of them infinite.
    """

    family: str
    labels: Sequence[object]
    matrix: sparse.csr_array
    lower: np.ndarray | float = -np.inf
    upper: np.ndarray | float = np.inf

    @property
    def names(self) -> list[str]:
        """Names of the rows."""
        return [f"{self.family}_{label}" for label in self.labels]


def within(
    problem: Problem,
    family: str,
    labels: Sequence[object],
    spending: sparse.csr_array,
    ceiling: np.ndarray,
) -> Rows:
    """Yearly spending within a ceiling; with carry-over, what is spent so far within its sum."""
    if not problem.carry_over:
        return Rows(family, labels, spending, upper=ceiling)
    so_far = sparse.csr_array(np.tri(len(problem.years)))
    return Rows(family, labels, so_far @ spending, upper=np.cumsum(ceiling))


def joined(family: str, blocks: list[Rows], work: Work) -> Rows:
    """Put blocks of one family, all with an upper bound, under one another; none: no rows."""
    if not blocks:
        return Rows(family, (), sparse.csr_array((0, len(work.upper))), upper=np.zeros(0))
    return Rows(
        family,
        [label for block in blocks for label in block.labels],
        sparse.vstack([block.matrix for block in blocks], format="csr"),
        upper=np.concatenate([block.upper for block in blocks]),
    )


def in_shares(rest: sparse.csr_array, step: np.ndarray, n: int) -> sparse.csr_array:
    """Turn shares of the rest of each project, n rows each, into shares of the whole project."""
    return sparse.csr_array(rest.multiply(np.repeat(step, n)[:, None]))


def earlier(problem: Problem) -> sparse.csr_array:
    """Operator that gives each project-year what the year before has; the first has nothing."""
    n = len(problem.years)
    return sparse.kron(sparse.eye_array(len(problem.cost)), sparse.eye_array(n, k=-1), format="csr")


def membership(problem: Problem, groups: Sequence[Group]) -> sparse.csr_array:
    """Operator that sums projects over groups, shape (groups, P)."""
    pairs = [(g, p) for g, group in enumerate(groups) for p in group.members]
    at = np.array(pairs, dtype=int).reshape(-1, 2)
    shape = (len(groups), len(problem.cost))
    return sparse.csr_array((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=shape)
