"""The row families of money: what there is in a year, from a source, and in a purse."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from portfolio.engine.rows import Rows, joined, within
from portfolio.engine.work import Work
from portfolio.inputs.problem import Problem


def annual_budget(problem: Problem, work: Work) -> Rows:
    r"""
    Money spent in a year stays within that year's budget; with carry-over, up to each year.

    .. math:: \sum_{p \in P} c_p \, spent_{pt} \le B_t \quad \forall t \in T
    """
    spending = problem.sum_over_projects(problem.cost) @ work.spent
    return within(problem, "annual_budget", problem.years, spending, problem.budget)


def funding_ceiling(problem: Problem, work: Work) -> Rows:
    r"""
    Money from one source stays within that source's ceiling, like the annual budget.

    .. math:: \sum_{p \in P_f} c_p \, spent_{pt} \le B_{ft} \quad \forall f \in F, t \in T
    """
    blocks = []
    for source, ceiling in problem.funding_budget.items():
        own = problem.cost * problem.paid_by.get(source, 0.0)
        labels = [f"{source}_{year}" for year in problem.years]
        spending = problem.sum_over_projects(own) @ work.spent
        blocks.append(within(problem, "funding_ceiling", labels, spending, ceiling))
    return joined("funding_ceiling", blocks, work)


def purse(problem: Problem, work: Work) -> Rows:
    r"""
    Money from one purse stays within what it has over the horizon, after transfers.

    .. math:: \sum_{p \in P} \sum_{t \in T} f_{pu} \, c_p \, spent_{pt}
        + \sum_v out_{uv} - \sum_v in_{vu} \le T_u \quad \forall u \in U

    A purse with money of each year keeps within it each year as well, like the annual budget.
    """
    purses, n = problem.purses, len(problem.years)
    if not purses.apart:
        return joined("purse", [], work)
    pays = sparse.csr_array(purses.pays @ sparse.diags_array(problem.cost))
    moves = sparse.kron(_passing(problem), sparse.eye_array(n), format="csr") @ work.transferred
    yearly = sparse.kron(pays, sparse.eye_array(n), format="csr") @ work.spent - moves
    horizon = sparse.kron(sparse.eye_array(len(purses.ids)), np.ones((1, n)), format="csr")
    blocks = [Rows("purse", purses.ids, horizon @ yearly, upper=problem.purse_money)]
    for u, own in purses.by_year.items():
        # The year first, as no id begins with a digit: a purse may be called like another's year.
        labels = [f"{year}_{purses.ids[u]}" for year in problem.years]
        here = yearly[u * n : (u + 1) * n]
        blocks.append(within(problem, "purse", labels, here, own))
    return joined("purse", blocks, work)


def transfer(problem: Problem, work: Work) -> Rows:
    r"""
    Support from one purse to another stays within its limit over the horizon.

    .. math:: \sum_{t \in T} \tau_{uvt} \le M_{uv} \quad \forall (u, v) \in X
    """
    purses, n = problem.purses, len(problem.years)
    if not work.transferred.shape[0]:
        return joined("transfer", [], work)
    labels = [
        f"{at}_{purses.ids[giver]}_{purses.ids[taker]}"
        for at, (giver, taker) in enumerate(zip(purses.giver, purses.taker, strict=True), start=1)
    ]
    sums = sparse.kron(sparse.eye_array(len(labels)), np.ones((1, n)), format="csr")
    return Rows("transfer", labels, sums @ work.transferred, upper=purses.most)


def _passing(problem: Problem) -> sparse.csr_array:
    """Operator from transfers to what each purse gains, shape (U, M)."""
    purses = problem.purses
    m = np.arange(len(purses.most))
    entries = np.concatenate([-np.ones(len(m)), np.ones(len(m))])
    at = (np.concatenate([purses.giver, purses.taker]), np.concatenate([m, m]))
    return sparse.csr_array((entries, at), shape=(len(purses.ids), len(m)))
