"""The row family of steady work."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from portfolio.engine.rows import Rows, earlier, joined
from portfolio.engine.work import END, SPEND, START, Work, whole_years
from portfolio.inputs.problem import Problem
from portfolio.terms import Mode


def steady(problem: Problem, work: Work) -> Rows:
    r"""
    Steady work: begun once and ended once, each year between with its due share, paid in full.

    .. math:: \alpha_p \, work_{pt} \le spent_{pt} \le work_{pt} / d_p, \quad
        \sum_{t \in T} spent_{pt} = funded_p,

        finished_{pt} \le begun_{p,t-D_p+1}, \quad begun_{pt} \le finished_{p,t+D_p+S-1}, \quad
        work_{pt} = begun_{pt} - finished_{p,t-1} \quad \forall p \in P, t \in T

    :math:`\alpha_p` is the least share of a year, :math:`D_p` the duration in whole years, and
    :math:`S` how many years more it may take.
    """
    if work.mode != Mode.STEADY:
        return joined("steady", [], work)
    n, at = len(problem.years), np.unique(work.project[work.kind == SPEND])
    blocks = [*_shares(problem, work), *_lengths(problem, work)]
    if not problem.holds("completion"):
        labels = [f"once_{problem.ids[p]}" for p in at.tolist()]
        blocks.append(Rows("steady", labels, work.funded[at], upper=np.ones(len(at))))
    sums = sparse.kron(sparse.eye_array(len(problem.cost)), np.ones((1, n)), format="csr")
    unpaid = sparse.csr_array(work.funded - sums @ work.spent)[at]
    labels = [f"paid_{problem.ids[p]}" for p in at.tolist()]
    rows = joined(
        "steady", [*blocks, Rows("steady", labels, unpaid, upper=np.zeros(len(at)))], work
    )
    lower = np.full(len(rows.labels), -np.inf)
    lower[len(lower) - len(at) :] = 0.0
    return replace(rows, lower=lower)


def _shares(problem: Problem, work: Work) -> list[Rows]:
    """A year of work spends its least share at least, and its pace at most; others nothing."""
    p, t = (each[work.kind == SPEND] for each in (work.project, work.year))
    at = p * len(problem.years) + t
    busy, spent = (work.begun - earlier(problem) @ work.finished)[at], work.spent[at]
    least = sparse.diags_array(problem.least_share[p]) @ busy
    pace = sparse.diags_array(1 / problem.duration[p]) @ busy
    return [
        _rows(problem, "least", p, t, least - spent),
        _rows(problem, "pace", p, t, spent - pace),
    ]


def _lengths(problem: Problem, work: Work) -> list[Rows]:
    """No end sooner than the duration after the start, and none later than the stretch allows."""
    n, shortest = len(problem.years), whole_years(problem)
    p, end = (each[work.kind == END] for each in (work.project, work.year))
    sooner = work.finished[p * n + end] - work.begun[p * n + end - shortest[p] + 1]
    starts = (work.kind == START) & (problem.profile_length[work.project] == 0)
    q, start = work.project[starts], work.year[starts]
    latest = np.minimum(start + shortest[q] + problem.stretch[q] - 1, problem.last[q])
    later = work.begun[q * n + start] - work.finished[q * n + latest]
    return [
        _rows(problem, "shortest", p, end, sooner),
        _rows(problem, "longest", q, start, later),
    ]


def _rows(
    problem: Problem, what: str, p: np.ndarray, t: np.ndarray, matrix: sparse.csr_array
) -> Rows:
    """Return rows of a project and a year that are at most 0."""
    labels = [
        f"{what}_{problem.ids[one]}_{problem.years[year]}"
        for one, year in zip(p.tolist(), t.tolist(), strict=True)
    ]
    return Rows("steady", labels, sparse.csr_array(matrix), upper=np.zeros(len(labels)))
