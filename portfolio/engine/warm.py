"""
Many neighbours of one problem, solved fast.

A sweep or a draw changes numbers, never which rows and columns there are. So the model is built
once; a neighbour's arrays are the same ones with some entries scaled (`neighbour`), and HiGHS takes
them in one call and starts from the optimal basis of the first problem (`WarmSolver`): about 2 ms
for 88 projects, where building and solving cold takes 10. Every solve starts from that same basis,
so an answer does not depend on what was solved before it. Plans that are published do not come
from here; they are solved cold (`plan.make_plan`). A test holds both ways to the same answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from portfolio.engine.constraints import attainment, completion
from portfolio.engine.highs import hand_over, new_highs, run
from portfolio.engine.model import HELD, Model, score_objective, stack, tidiness_objective
from portfolio.engine.patience import Patience
from portfolio.engine.rows import Rows
from portfolio.engine.solution import Solution
from portfolio.errors import Stopped
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.terms import Status

if TYPE_CHECKING:
    import highspy

MONEY_ROWS = ("annual_budget", "funding_ceiling", "purse", "limits")
DUAL, PRIMAL = 1, 4  # HiGHS' names of its two simplex methods
HALF = 0.5 - 1e-6  # a project is held when half of it is carried out


def right_hand_sides(problem: Problem) -> dict[str, np.ndarray]:
    """
    Return what money and land the rows allow, by row family, as the model states it.

    >>> from portfolio.inputs.read import read_problem
    >>> problem = read_problem("scenarios/base.toml")
    >>> [round(float(each)) for each in right_hand_sides(problem)["land"]]
    [994, 1822, 2485, 2982, 3313]
    """

    def stated(ceiling: np.ndarray) -> np.ndarray:
        return np.cumsum(ceiling) if problem.carry_over else ceiling

    ceilings = [stated(each) for each in problem.funding_budget.values()]
    own = [stated(each) for each in problem.purses.by_year.values()]
    return {
        "annual_budget": stated(problem.budget),
        "funding_ceiling": np.concatenate([np.zeros(0), *ceilings]),
        "purse": np.concatenate([problem.purse_money, *own]),
        "land": np.cumsum(problem.land_quota),
    }


def neighbour(model: Model, problem: Problem) -> Model:
    """
    Return the model of a problem that differs in costs, money, land or points alone.

    Parameters
    ----------
    model
        The model of the first problem.
    problem
        Made from it by `dataclasses.replace`: other `cost`, `budget`, `funding_budget`,
        `purses` (their money), `land_quota`, `points`, `amount`, `need` or `beyond_need`.
    """
    before, work = model.problem, model.work
    matrix = model.matrix
    if problem.cost is not before.cost:
        ratio = np.divide(
            problem.cost, before.cost, out=np.ones_like(before.cost), where=before.cost > 0
        )
        # Project work stands in the first columns; others are transfers, which cost what they do.
        by_column = np.ones(matrix.shape[1])
        by_column[: len(work.project)] = ratio[work.project]
        entries = matrix.data.copy()
        for family in MONEY_ROWS:
            rows = model.rows_of(family)
            here = slice(matrix.indptr[rows.start], matrix.indptr[rows.stop])
            entries[here] *= by_column[matrix.indices[here]]
        matrix = _with_entries(matrix, entries)
    if problem.need is before.need and _alike(problem.amount, before.amount):
        if problem.amount is not before.amount:
            matrix = _adding(model, matrix, problem)
    else:
        matrix = _replaced(model, matrix, attainment(problem, work))
    upper = model.row_upper.copy()
    allowed = right_hand_sides(problem)
    if problem.need is not before.need:
        ready = problem.opening.serving / problem.need
        allowed["attainment"] = np.repeat(ready, len(problem.years))
    for family, amounts in allowed.items():
        rows = model.rows_of(family)
        if rows.stop > rows.start:
            upper[rows] = amounts
    objective = model.objective
    if problem.points is not before.points or problem.beyond_need != before.beyond_need:
        objective = score_objective(problem, work)
    return replace(model, problem=problem, matrix=matrix, row_upper=upper, objective=objective)


def _with_entries(matrix: sparse.csr_array, entries: np.ndarray) -> sparse.csr_array:
    """Return a matrix with other entries in the same places."""
    # A copy of the places as well: scipy sorts them in place when it is asked to.
    places = (entries, matrix.indices.copy(), matrix.indptr.copy())
    return sparse.csr_array(places, shape=matrix.shape)


def _alike(one: sparse.csr_array, other: sparse.csr_array) -> bool:
    """Whether two matrices have entries in the same places, in order."""
    if one is other:
        return True
    places = np.array_equal(one.indptr, other.indptr) and np.array_equal(one.indices, other.indices)
    return places and other.has_canonical_format and bool((one.data != 0).all())


def _adding(model: Model, matrix: sparse.csr_array, problem: Problem) -> sparse.csr_array:
    """Return the matrix with other amounts: the entries that `attainment` would give."""
    per_need = np.repeat(1 / problem.need, np.diff(problem.amount.indptr))
    entries, (at, amounts) = matrix.data.copy(), model.adding
    entries[at] = -(problem.amount.data * per_need)[amounts]
    return _with_entries(matrix, entries)


def _replaced(model: Model, matrix: sparse.csr_array, rows: Rows) -> sparse.csr_array:
    """Return the matrix with the rows of one family in place of those that it had."""
    at = model.rows_of(rows.family)
    if at.stop == at.start:
        return matrix
    parts = [matrix[: at.start], rows.matrix, matrix[at.stop :]]
    return sparse.vstack(parts, format="csr")


def with_shares(model: Model) -> Model:
    """
    Return the model with a row for the share of each project, as `within` needs it.

    Those are the rows of completion; where the scenario ignores them, rows that bind nothing.
    """
    if model.problem.holds("completion"):
        return model
    free = replace(completion(model.problem, model.work), lower=-np.inf, upper=np.inf)
    return stack(model.problem, model.work, [*model.blocks, free])


def within(model: Model, least: np.ndarray, most: np.ndarray) -> Model:
    """
    Return the model with each project's share between bounds, shape (P,) each.

    The model is one of `with_shares`; a bound of 1 from above is left to completion.
    """
    rows, listed = model.rows_of("completion"), ~model.problem.excluded
    lower, upper = model.row_lower.copy(), model.row_upper.copy()
    floor, ceiling = np.where(least > 0, least, -np.inf), np.where(most < 1, most, np.inf)
    lower[rows] = np.maximum(lower[rows], floor[listed])
    upper[rows] = np.minimum(upper[rows], ceiling[listed])
    return replace(model, row_lower=lower, row_upper=upper)


class WarmSolver:
    """
    Solves neighbours of one model in shares, each from the optimal basis of that model.

    Parameters
    ----------
    model
        The first model.
    listener
        Asked within every solve whether to stop.
    follow
        Start from the basis of the neighbour before instead: faster on a way of small steps, but
        among several best plans the one that is found may depend on the way.
    """

    def __init__(self, model: Model, listener: Listener = SILENT, *, follow: bool = False) -> None:
        self._follow = follow
        self._patience = Patience(listener)
        self._highs = new_highs(self._patience)
        self._start: highspy.HighsBasis | None = None
        if self.best(model).status == Status.OPTIMAL:
            self._start = self._highs.getBasis()

    def best(self, model: Model, priced: bool = True) -> Solution:
        """Return the best score of a neighbour, and its prices if `priced`."""
        self._highs.setOptionValue("simplex_strategy", DUAL)
        hand_over(self._highs, model)
        if self._start is not None:
            self._highs.setBasis(self._start)
        found = self._run(model, priced)
        if self._follow and found.status == Status.OPTIMAL:
            self._start = self._highs.getBasis()
        return found

    def tidy(self, model: Model, best: Solution) -> Solution:
        """
        Return the tidiest plan at the best score, right after `best`.

        Only the objective is new, so the primal method goes on from where `best` ended.
        """
        earning = np.flatnonzero(model.objective).astype(np.int32)
        least = best.objective - HELD * abs(best.objective)
        tidiness = tidiness_objective(model.work)
        columns = np.arange(len(tidiness), dtype=np.int32)
        self._highs.setOptionValue("simplex_strategy", PRIMAL)
        self._highs.addRow(least, np.inf, len(earning), earning, model.objective[earning])
        self._highs.changeColsCost(len(columns), columns, tidiness)
        plan = self._run(model, priced=False)
        return best if plan.x is None else plan

    def again(self, model: Model) -> Solution:
        """Return the best score after `best` of a model that differs in row bounds alone."""
        rows = np.arange(len(model.row_upper), dtype=np.int32)
        unit = model.row_units
        lower, upper = model.row_lower / unit, model.row_upper / unit
        self._highs.changeRowsBounds(len(rows), rows, lower, upper)
        return self._run(model)

    def _run(self, model: Model, priced: bool = True) -> Solution:
        """Run HiGHS, unless the reader stops it: one piece of a sweep is no answer by itself."""
        found = run(self._highs, model, self._patience, priced)
        if found.status == Status.INTERRUPTED:
            raise Stopped
        return found
