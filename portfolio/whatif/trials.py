"""Trials: the best plan of a draw, what fixed lists reach in it, and the batches to run them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from portfolio.errors import SolverError, Words
from portfolio.model import Model, build_model
from portfolio.plan import TRACE, Stop
from portfolio.problem import Problem
from portfolio.resume import Resume
from portfolio.search import solve_whole
from portfolio.solve import INFEASIBLE
from portfolio.whatif.distributions import Distributions
from portfolio.whatif.draws import drawn
from portfolio.whatif.neighbours import HALF, WarmSolver, neighbour, within

BATCH = 50  # draws that are kept at once

Progress = Callable[[int, int], None]


class Draws:
    """
    Plans draws of a problem, in shares or with whole projects.

    Parameters
    ----------
    problem, spreads, seed
        As in `draws.drawn`.
    stop
        Asked now and then while whole projects are searched.
    """

    def __init__(
        self, problem: Problem, spreads: Distributions, seed: int, stop: Stop | None = None
    ) -> None:
        self.problem, self.spreads, self.seed, self.stop = problem, spreads, seed, stop
        self.whole = problem.scenario.mode == "whole"
        self.model = build_model(problem, self.whole)
        self.warm = None if self.whole else WarmSolver(self.model)

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
        found = solve_whole(model, scenario.gap, scenario.time_limit, stop=self.stop)
        if found.x is None and found.status != INFEASIBLE and not (self.stop and self.stop()):
            seconds = f"{scenario.time_limit:g}"
            late = Words(
                f"一次抽样在 {seconds} 秒内没有找到方案，也没有证明无方案；请加大 --time-limit",
                f"a draw found no plan in {seconds} s and ruled none out; raise --time-limit",
            )
            raise SolverError([late])
        return found.objective, found.x


class Batches:
    """Runs draws in batches, each kept once it is finished."""

    def __init__(
        self, count: int, resume: Resume | None, progress: Progress, stop: Stop | None
    ) -> None:
        self.count, self.resume, self.progress, self.stop = count, resume, progress, stop

    def run(self, name: str, work: Callable[[int], Any], before: int) -> Iterator[Any]:
        """Yield what `work` makes of each draw; `before` pieces were done before the first."""
        kept = self.resume.pieces if self.resume else {}
        for first in range(0, self.count, BATCH):
            key, end = f"{name} {first}", min(first + BATCH, self.count)
            if key in kept:
                yield from kept[key]
                continue
            batch = []
            for draw in range(first, end):
                self.progress(before + draw, 2 * self.count)
                batch.append(work(draw))
                if self.stop is not None and self.stop():
                    raise KeyboardInterrupt
            if self.resume:
                self.resume.keep(key, batch)
            yield from batch
