"""Which transfers a schedule needs: the least money moved between purses, and no sooner."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from portfolio.inputs.problem import Problem

SOONER = 1e-3  # what a year sooner costs, in units of the money that is moved
TRACE = 1e-6  # 万元 more than what is missing, which a solver gives up to its own precision
SLACKS = (1e-11, 1e-8)  # relative; what a solver's schedule may spend more than there is


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
    found = _least(problem, spent)
    return helpful_transfers(problem, spent) if found is None else found


def _least(problem: Problem, spent: np.ndarray) -> np.ndarray | None:
    """Return the least transfers; None where none pay for all."""
    from scipy.optimize import linprog  # costs a tenth of a second

    purses, n = problem.purses, len(problem.years)
    m = len(purses.most)
    if not m or not purses.apart:
        return np.zeros((0, n))
    gain, money, so_far = _gain(problem), problem.purse_money, np.tri(n)
    rows, most = _within_purses(problem, spent)
    more_rows, more_most = _within_limits(problem)
    rows, most = [*rows, *more_rows], [*most, *more_most]
    in_time = [
        (np.kron(-gain[u], so_far[t]), money[u] - spent[u, : t + 1].sum())
        for u in range(len(money))
        for t in range(n)
    ]
    cost = np.tile(1.0 + SOONER * np.arange(n, 0, -1), m)
    for more in (in_time, []):
        matrix = sparse.csr_array(np.array([*rows, *(row for row, _ in more)]))
        limit = np.array([*most, *(amount for _, amount in more)])
        for slack in SLACKS:
            given = limit + slack * max(1.0, float(money.max(initial=0.0)))
            found = linprog(cost, A_ub=matrix, b_ub=given, method="highs")
            if found.status == 0:
                return np.round(found.x, 4).reshape(m, n)
    return None


def helpful_transfers(problem: Problem, spent: np.ndarray) -> np.ndarray:
    """
    Return the least transfers that leave a schedule with the smallest shortage in its purses.

    A purse that gives is not left with less than it needs itself, nor more short than it was.

    Parameters
    ----------
    problem, spent
        As for `least_transfers`; there need be no transfers that make the schedule possible.
    """
    from scipy.optimize import linprog

    purses, n = problem.purses, len(problem.years)
    if not len(purses.most) or not purses.apart:
        return np.zeros((0, n))
    rows, most = _within_purses(problem, spent)
    limits, at_most = _within_limits(problem)
    short = np.maximum(-np.array(most), 0.0)
    moved, missing = len(purses.most) * n, len(rows)
    found = linprog(
        np.concatenate([np.zeros(moved), np.ones(missing)]),
        A_ub=np.block(
            [
                [np.array(rows), -np.eye(missing)],
                [np.array(limits).reshape(-1, moved), np.zeros((len(limits), missing))],
            ]
        ),
        b_ub=np.array([*most, *at_most]),
        bounds=[*((0, None) for _ in range(moved)), *((0, most_short) for most_short in short)],
        method="highs",
    )
    if found.status != 0:
        return np.zeros((len(purses.most), n))
    left = np.where(short > 0, found.x[moved:] + TRACE, 0.0)
    yearly = {u: left[len(purses.ids) + k * n :][:n] for k, u in enumerate(purses.by_year)}
    granted = purses.granted(left[: len(purses.ids)], yearly)
    moves = _least(replace(problem, purses=granted), spent)
    return np.zeros((len(purses.most), n)) if moves is None else moves


def _gain(problem: Problem) -> np.ndarray:
    """Return what each purse gains by 1 of each transfer, shape (U, M)."""
    purses = problem.purses
    gain = np.zeros((len(purses.ids), len(purses.most)))
    np.add.at(gain, (purses.taker, np.arange(len(purses.most))), 1.0)
    np.add.at(gain, (purses.giver, np.arange(len(purses.most))), -1.0)
    return gain


def _within_purses(problem: Problem, spent: np.ndarray) -> tuple[list[np.ndarray], list[float]]:
    """Return rows and bounds: each purse over the horizon, then each year of those that bind."""
    gain, n = _gain(problem), len(problem.years)
    rows = [np.kron(each, np.ones(n)) for each in -gain]
    most = list(problem.purse_money - spent.sum(axis=1))
    for u, own in problem.purses.by_year.items():
        for t in range(n):
            years = np.tri(n)[t] if problem.carry_over else np.eye(n)[t]
            rows.append(np.kron(-gain[u], years))
            most.append(float(years @ (own - spent[u])))
    return rows, most


def _within_limits(problem: Problem) -> tuple[list[np.ndarray], list[float]]:
    """Return rows and bounds of the limits of transfers, where they hold."""
    if not problem.holds("transfer"):
        return [], []
    most = problem.purses.most
    return [np.kron(each, np.ones(len(problem.years))) for each in np.eye(len(most))], most.tolist()
