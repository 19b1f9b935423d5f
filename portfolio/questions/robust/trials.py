"""Trials: the best plan of a draw, what fixed lists reach in it, and the batches to run them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from portfolio.engine.model import Model, build_model
from portfolio.engine.search import solve_whole
from portfolio.engine.warm import HALF, WarmSolver, neighbour, with_shares, within
from portfolio.errors import SolverError
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.shares import TRACE
from portfolio.questions.robust.distributions import Distributions
from portfolio.questions.robust.draws import drawn
from portfolio.runs.resume import Resume
from portfolio.terms import Status
from portfolio.words import Words

BATCH = 50  # draws that are kept at once


class Draws:
    """
    Plans draws of a problem, in shares or with whole projects.

    Parameters
    ----------
    problem, spreads, seed
        As in `draws.drawn`.
    listener
        Asked now and then, while whole projects are searched, whether to stop.
    """

    def __init__(
        self, problem: Problem, spreads: Distributions, seed: int, listener: Listener = SILENT
    ) -> None:
        self.problem, self.spreads, self.seed, self.listener = problem, spreads, seed, listener
        mode = problem.scenario.mode
        self.whole = mode.all_or_nothing
        self.model = with_shares(build_model(problem, mode))
        self.warm = None if self.whole else WarmSolver(self.model, listener)

    def best(self, draw: int) -> list[Any]:
        """Return score (None: no plan), projects held, and projects touched, of the best plan."""
        model = self._model(draw)
        if self.warm is None:
            score, x = self._search(model)
        else:
            best = self.warm.best(model)
            score, x = best.objective, None
            if best.x is not None:
                x = self.warm.tidy(model, best).x
        if x is None:
            return [None, [], []]
        funded = model.work.funded @ x
        held, touched = (np.flatnonzero(funded >= least).tolist() for least in (HALF, TRACE))
        return [score, held, touched]

    def kept(self, draw: int, lists: list[np.ndarray]) -> list[float | None]:
        """Return the score that each list reaches in a draw; None: no plan."""
        model, scores = self._model(draw), []
        nothing = np.zeros(len(self.problem.ids))
        if self.warm is not None:
            self.warm.best(model)
        for members in lists:
            kept = within(model, nothing, members.astype(float))
            if self.warm is None:
                score, x = self._search(kept)
            else:
                found = self.warm.again(kept)
                score, x = found.objective, found.x
            scores.append(None if x is None else score)
        return scores

    def _model(self, draw: int) -> Model:
        return neighbour(self.model, drawn(self.problem, self.spreads, self.seed, draw))

    def _search(self, model: Model) -> tuple[float, np.ndarray | None]:
        scenario = self.problem.scenario
        found = solve_whole(model, scenario.gap, scenario.search_seconds, self.listener)
        ended = found.status == Status.INFEASIBLE or self.listener.stopped
        if found.x is None and not ended:
            seconds = f"{scenario.search_seconds:g}"
            late = Words(
                f"一次抽样在 {seconds} 秒内没有找到方案，也没有证明无方案；请加大 --time-limit",
                f"a draw found no plan in {seconds} s and ruled none out; raise --time-limit",
            )
            raise SolverError([late])
        return found.objective, found.x


class Batches:
    """Runs draws in batches, each kept once it is finished."""

    def __init__(self, count: int, resume: Resume | None, listener: Listener) -> None:
        self.count, self.resume, self.listener = count, resume, listener

    def run(self, name: str, work: Callable[[int], Any]) -> Iterator[Any]:
        """Yield what `work` makes of each draw."""
        kept = self.resume.pieces if self.resume else {}
        for first in range(0, self.count, BATCH):
            key, end = f"{name} {first}", min(first + BATCH, self.count)
            if key in kept:
                yield from kept[key]
                continue
            batch = []
            for draw in range(first, end):
                self.listener.count(draw, self.count)
                batch.append(work(draw))
                self.listener.go_on()
            if self.resume:
                self.resume.keep(key, batch)
            yield from batch
        self.listener.count(self.count, self.count)
