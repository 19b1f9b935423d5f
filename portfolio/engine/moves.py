"""Which transfers a schedule needs: the least money moved between purses, and no sooner."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from portfolio.inputs.problem import Problem

SOONER = 1e-3  # what a year sooner costs, in units of the money that is moved
SLACKS = (1e-11, 1e-8)  # relative; what a solver's schedule may spend more than there is
OVERDRAWN = 1e4  # what a 万元 costs that no purse has, in units of the money that is moved


def least_transfers(problem: Problem, spent: np.ndarray) -> np.ndarray:
    """
    Return the least money that has to be moved between purses for a schedule, by year.

    Among the best plans the solver may move money that nobody needs. A purse spends what it has
    first, and takes support in the years in which it spends more than that, as far as those who
    give have money then. Where no transfers pay for all, they leave the least unpaid.

    Parameters
    ----------
    problem
        With M transfers between U purses.
    spent
        Money that each purse spends in each year, 万元, shape (U, n).

    Returns
    -------
    Shape (M, n).
    """
    from scipy.optimize import linprog  # costs a tenth of a second

    purses, n = problem.purses, len(problem.years)
    m = len(purses.most)
    if not m or not purses.apart:
        return np.zeros((0, n))
    gain = np.zeros((len(purses.ids), m))
    np.add.at(gain, (purses.taker, np.arange(m)), 1.0)
    np.add.at(gain, (purses.giver, np.arange(m)), -1.0)
    money, so_far = problem.purse_money, np.tri(n)
    horizon = [(each, np.ones(n)) for each in -gain]
    rows = [np.kron(each, years) for each, years in horizon]
    most = list(money - spent.sum(axis=1))
    for u, own in purses.by_year.items():
        for t in range(n):
            years = so_far[t] if problem.carry_over else np.eye(n)[t]
            rows.append(np.kron(-gain[u], years))
            most.append(float(years @ (own - spent[u])))
    if problem.holds("transfer"):
        rows += [np.kron(each, np.ones(n)) for each in np.eye(m)]
        most += purses.most.tolist()
    in_time = [
        (np.kron(-gain[u], so_far[t]), money[u] - spent[u, : t + 1].sum())
        for u in range(len(money))
        for t in range(n)
    ]
    cost = np.tile(1.0 + SOONER * np.arange(n, 0, -1), m)
    unpaid = np.full(len(rows), OVERDRAWN)
    for slack in (*SLACKS, None):  # None: as much may stay unpaid as has to
        for more in (in_time, []):
            matrix = np.array([*rows, *(row for row, _ in more)])
            limit = np.array([*most, *(amount for _, amount in more)])
            limit = limit + (slack or 0.0) * max(1.0, float(money.max(initial=0.0)))
            worth = cost
            if slack is None:
                matrix = np.hstack([matrix, -np.eye(len(matrix), len(rows))])
                worth = np.concatenate([cost, unpaid])
            found = linprog(worth, A_ub=sparse.csr_array(matrix), b_ub=limit, method="highs")
            if found.status == 0:
                return np.round(found.x[: m * n], 4).reshape(m, n)
    raise AssertionError("an elastic program has a solution")
