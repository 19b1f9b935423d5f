"""Whether any plan of whole projects that carries out one of them scores more than a value."""

from __future__ import annotations

import numpy as np

from portfolio.engine.branching import OPTIONS
from portfolio.engine.highs import hand_over, new_highs, run
from portfolio.engine.model import Model
from portfolio.engine.patience import Patience
from portfolio.engine.steps import Steps, by_year
from portfolio.engine.work import START
from portfolio.terms import Status


def carries(
    model: Model, p: int, more_than: float, near: np.ndarray, patience: Patience
) -> bool | None:
    """
    Return whether some plan carries out project p and scores more than a value.

    First only the projects that p's purses pay for are open, the others as in a plan at hand, which
    takes a hundredth of a second and often finds one; then all of them, where the value to pass
    cuts off most of the search: a project far from coming in is ruled out at its root.

    Parameters
    ----------
    model
        A model with whole projects, or of steady work.
    p
        Index of the project.
    more_than
        Points that the plan has to pass.
    near
        A plan at hand, shape (V,); it need not keep the rows of this model.
    patience
        When it must end, and who may end it before.

    Returns
    -------
    None: neither found nor ruled out in time.
    """
    steps = by_year(model)
    pays = model.problem.purses.pays.toarray() > 0
    mates = np.union1d(np.flatnonzero((pays & pays[:, [p]]).any(axis=0)), [p])
    if len(mates) < len(model.problem.cost) and _passing(
        steps, p, more_than, near, mates, patience
    ):
        return True
    return _passing(steps, p, more_than, near, None, patience)


def _passing(
    steps: Steps,
    p: int,
    more_than: float,
    near: np.ndarray,
    free: np.ndarray | None,
    patience: Patience,
) -> bool | None:
    """Search over the `free` projects (None: all) for a plan with p that passes the value."""
    model = steps.model
    work = model.work
    columns = np.arange(len(work.project))
    lower, upper = np.zeros(len(model.upper)), model.upper.copy()
    if free is not None:
        # What steady work spends in a year is free, as in every search around a plan.
        at = np.flatnonzero(~np.isin(work.project, free) & work.integer[: len(columns)])
        lower[at] = upper[at] = np.clip(steps.begun(near)[at], 0.0, upper[at])
    starts = columns[(work.project == p) & (work.kind == START)]
    if not len(starts):
        return False  # its years of work do not fit into the horizon
    lower[starts[-1]] = 1.0  # begun by its last year at the latest
    highs = new_highs(patience, **OPTIONS, mip_rel_gap=0.0, mip_max_improving_sols=1)
    hand_over(highs, model, lower, upper)
    earns = np.flatnonzero(model.objective)
    highs.addRow(more_than, np.inf, len(earns), earns.astype(np.int32), model.objective[earns])
    found = run(highs, model, patience)
    if found.status == Status.INFEASIBLE:
        return False
    return None if found.x is None else True
