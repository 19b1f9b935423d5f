"""What a project matters: the points lost when a chosen one is left out, or another forced in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from portfolio.errors import NoPlanError, SolverError
from portfolio.plan import FULL, Plan, Stop, Watch
from portfolio.problem import Problem
from portfolio.resume import Resume
from portfolio.run import plan_problem

LEFT_OUT, FORCED_IN = "left_out", "forced_in"


def project_worth(
    problem: Problem,
    plan: Plan,
    chosen: Sequence[int],
    resume: Resume | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
    watch: Watch | None = None,
    stop: Stop | None = None,
) -> pd.DataFrame:
    """
    Make the plan anew without each project that it carries out, and with each that it does not.

    Every figure comes from a cold solve. Indicators and points stay as they are when a project is
    left out, so that the scores can be compared.

    Parameters
    ----------
    problem, plan
        The problem and its best plan.
    chosen
        Indices of the projects to look at.
    resume
        Keeps finished projects, so that a stopped run goes on.
    progress
        Called with the number of projects done, and of all.
    watch, stop
        For the search for whole projects; once `stop` says True, the rest is left undone.

    Returns
    -------
    Columns `project_id`, `name`, `list`, `funded_share`, `change` (`left_out`: a chosen project is
    left out, its replacement cost; `forced_in`), `score`, `loss` (points), `uncertainty` (points
    by which the loss may be off because both plans are only proven to their gaps), `feasible`.

    Raises
    ------
    SolverError, VerificationError
        As `run.plan_problem`.
    """
    rows = []
    for done, p in enumerate(chosen):
        progress(done, len(chosen))
        name = problem.ids[p]
        if resume is not None and name in resume.pieces:
            rows.append(resume.pieces[name])
            continue
        try:
            row = _one(problem, plan, p, watch, stop)
        except SolverError:
            if stop is None or not stop():
                raise
        if stop is not None and stop():
            break
        rows.append(row)
        if resume is not None:
            resume.keep(name, row)
    progress(len(chosen), len(chosen))
    columns = [
        *("project_id", "name", "list", "funded_share", "change"),
        *("score", "loss", "uncertainty", "feasible"),
    ]
    return pd.DataFrame(rows, columns=columns)


def _one(
    problem: Problem, plan: Plan, p: int, watch: Watch | None, stop: Stop | None
) -> dict[str, Any]:
    carried_out = plan.funded[p] >= FULL
    changed = (
        problem.with_demands(excluded=[p]) if carried_out else problem.with_demands(required=[p])
    )
    score = bound = np.nan
    try:
        other = plan_problem(changed, watch=watch, stop=stop)
        score, bound = other.score, other.bound
    except NoPlanError:
        pass
    return {
        "project_id": problem.ids[p],
        "name": problem.projects["name"].iloc[p],
        "list": problem.projects["list"].iloc[p],
        "funded_share": float(plan.funded[p]),
        "change": LEFT_OUT if carried_out else FORCED_IN,
        "score": float(score),
        "loss": float(plan.score - score),
        "uncertainty": float(max(plan.bound - plan.score, 0) + max(bound - score, 0)),
        "feasible": bool(np.isfinite(score)),
    }
