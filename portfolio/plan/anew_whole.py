"""A problem's neighbours planned anew in whole projects or steady work: which are carried out."""

from __future__ import annotations

import numpy as np

from portfolio.engine.model import build_model
from portfolio.engine.patience import Patience
from portfolio.engine.search import solve_whole
from portfolio.engine.solution import Solution
from portfolio.engine.with_project import carries
from portfolio.engine.work import arrange
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Aside, Listener
from portfolio.terms import Status

SHARP = 1e-6  # gap of these searches: one of 1e-4 is worth several per cent of a small project


class UnprovenError(Exception):
    """A search that a threshold rests on was not proven in the time that the scenario gives it."""


class AnewWhole:
    """Plans the neighbours of a problem in its own mode, each by a search of its own."""

    def __init__(self, problem: Problem, listener: Listener = SILENT) -> None:
        self._listener = Aside(listener)
        self._present = self._search(problem, None)
        self.present = self._funded(problem, self._present)

    def shares(self, problem: Problem) -> np.ndarray:
        """
        Return which projects are carried out, shape (P,), 1 or 0; all 0 where there is no plan.

        The search begins with the present plan, where that keeps the rows of the problem.

        Raises
        ------
        UnprovenError
            If the search ended before its proof.
        """
        return self._funded(problem, self._search(problem, self._present.x))

    def shares_cold(self, problem: Problem) -> np.ndarray:
        """Return the same by a search that begins with nothing, as one that is published does."""
        return self._funded(problem, self._search(problem, None))

    def comes_in(self, problem: Problem, p: int) -> bool:
        """
        Whether the best plan carries out project p, which differs in its cost or points alone.

        What can be had without the project is then what the present plan has, as it is out there.

        Raises
        ------
        UnprovenError
            If that was neither found nor ruled out in time.
        """
        self._listener.breathe()
        without, patience = self._present, self._patience(problem)
        model = build_model(problem, problem.scenario.mode)
        if without.x is None:
            raise UnprovenError
        found = carries(model, p, without.bound * (1 + SHARP), without.x, patience)
        if found is None:
            self._listener.breathe()
            raise UnprovenError
        return found

    def _search(self, problem: Problem, start: np.ndarray | None) -> Solution:
        self._listener.breathe()
        scenario = problem.scenario
        model = build_model(problem, scenario.mode)
        patience = self._patience(problem)
        gap = min(scenario.gap, SHARP)
        return solve_whole(model, gap, patience.left, patience.listener, start)

    def _patience(self, problem: Problem) -> Patience:
        return Patience.of(problem.scenario.search_seconds, self._listener)

    def _funded(self, problem: Problem, found: Solution) -> np.ndarray:
        if found.status == Status.INFEASIBLE:
            return np.zeros(len(problem.cost))
        if found.x is None or found.status != Status.OPTIMAL:
            self._listener.breathe()
            raise UnprovenError
        work = arrange(problem, problem.scenario.mode)
        return np.asarray(work.funded @ found.x)
