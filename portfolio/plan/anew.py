"""A problem's neighbours planned anew: how much of each project is carried out."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property

import numpy as np

from portfolio.engine.highs import ENDLESS, solve_tidily
from portfolio.engine.model import build_model
from portfolio.engine.warm import PRIMAL, WarmSolver, neighbour, with_shares
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener

IN = 0.5 - 1e-9  # a project is in when half of it is carried out, but for noise
# Where it is asked whether half of a project is worth what it takes: not at half itself, which a
# pace of a quarter a year makes a corner of the best score, where more and less differ in worth.
NEARLY = 0.4999
# A program of a few thousand entries is solved faster without presolve, and goes on from one
# objective to another faster with the primal method.
SMALL: dict[str, float | str] = {"presolve": "off", "simplex_strategy": PRIMAL}


class Anew:
    """
    Plans a problem's neighbours in shares: warm in a search, cold for what is published.

    A share is that of the plan that is published: the tidiest of those with the best score.
    """

    def __init__(self, problem: Problem, listener: Listener = SILENT) -> None:
        self._model = with_shares(build_model(problem))
        self._listener = listener

    @cached_property
    def _warm(self) -> WarmSolver:
        # The listener is asked between its solves, of a millisecond each: within them it costs.
        return WarmSolver(self._model, follow=True)

    def shares(self, problem: Problem) -> np.ndarray:
        """Return the share of each project, shape (P,); 0 where there is no plan."""
        self._listener.breathe()
        model = neighbour(self._model, problem)
        best = self._warm.best(model, priced=False)
        found = best if best.x is None else self._warm.tidy(model, best)
        return self._funded(found.x)

    def shares_cold(self, problem: Problem) -> np.ndarray:
        """Return the same from a cold start, as a plan that is published is made."""
        self._listener.breathe()
        return self._funded(solve_tidily(neighbour(self._model, problem), ENDLESS, **SMALL)[1].x)

    def _funded(self, x: np.ndarray | None) -> np.ndarray:
        work = self._model.work
        return np.zeros(work.funded.shape[0]) if x is None else np.asarray(work.funded @ x)

    def pull(self, problem: Problem, p: int) -> float:
        """
        Return the points that more of project p would bring where `NEARLY` half is carried out.

        The best score is concave in p's share, so all best plans carry out more than that if this
        is positive, and less if it is negative; minus infinity: it cannot be.
        """
        self._listener.breathe()
        model = neighbour(self._model, problem)
        rows = model.rows_of("completion")
        row = rows.start + int((~problem.excluded[:p]).sum())
        lower, upper = model.row_lower.copy(), model.row_upper.copy()
        lower[row] = upper[row] = NEARLY
        found = self._warm.best(replace(model, row_lower=lower, row_upper=upper))
        return -math.inf if found.price is None else float(found.price[row])
