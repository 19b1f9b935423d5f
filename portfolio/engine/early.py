"""Steady work: within the years that are settled, money is spent as early as the rows allow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from portfolio.engine.highs import ENDLESS, hand_over, new_highs, run
from portfolio.engine.model import Model, relaxed
from portfolio.engine.tidy import keeps_rows, pull_forward
from portfolio.engine.work import SPEND
from portfolio.terms import Mode, Status


def as_early_as_can_be(model: Model, x: np.ndarray) -> np.ndarray:
    """Return a plan of the same projects that begin, and of steady ones that spend, early."""
    forward = pull_forward(model, x)
    return spend_early(model, forward) if model.work.mode == Mode.STEADY else forward


def spend_early(model: Model, x: np.ndarray) -> np.ndarray:
    r"""
    Return the same plan with its money spent as early as it can be.

    Which projects are carried out, and from when to when, stands; so the score does. What is spent
    in each year is the schedule that maximises

    .. math:: \sum_{p \in P} \sum_{t \in T} \sum_{s \le t} spent_{ps}

    Parameters
    ----------
    model
        The model of steady work.
    x
        A plan that keeps all its rows, shape (V,).
    """
    work, n = model.work, len(model.problem.years)
    moves = work.transferred.sum(axis=0) > 0
    spends = np.flatnonzero(work.kind == SPEND)
    if not len(spends):
        return x
    lower, upper = x.copy(), x.copy()
    for free in (spends, np.flatnonzero(moves)):
        lower[free], upper[free] = 0.0, model.upper[free]
    worth = np.zeros(len(x))
    worth[spends] = n - work.year[spends]
    program = replace(relaxed(model), objective=worth)
    highs = new_highs()
    hand_over(highs, program, lower, upper)
    found = run(highs, program, ENDLESS)
    if found.status != Status.OPTIMAL or found.x is None:
        return x
    early = x.copy()
    early[spends] = found.x[spends]
    early[moves] = found.x[moves]
    return early if keeps_rows(model, early) else x
