"""What a project matters: the points lost when a chosen one is left out, or another forced in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from portfolio.errors import NoPlanError, SolverError
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Inner, Listener
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import FULL, Plan
from portfolio.runs.resume import Resume

LEFT_OUT, FORCED_IN = "left_out", "forced_in"


def project_worth(
    problem: Problem,
    plan: Plan,
    chosen: Sequence[int],
    resume: Resume | None = None,
    listener: Listener = SILENT,
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
    listener
        Told of projects done; once it is stopped, the run ends.

    Returns
    -------
    Columns `project_id`, `name`, `list`, `funded_share`, `change` (`left_out`: a chosen project is
    left out, its replacement cost; `forced_in`), `score`, `loss` (points), `uncertainty` (points
    by which the loss may be off because both plans are only proven to their gaps), `feasible`.

    Raises
    ------
    Stopped
        Once the listener is stopped; the finished projects are kept.
    SolverError, VerificationError
        As `run.plan_problem`.
    """
    rows = []
    for done, p in enumerate(chosen):
        listener.count(done, len(chosen))
        name = problem.ids[p]
        if resume is not None and name in resume.pieces:
            rows.append(resume.pieces[name])
            continue
        try:
            row = _one(problem, plan, p, Inner(listener))
        except SolverError:
            if not listener.stopped:
                raise
        listener.go_on()
        rows.append(row)
        if resume is not None:
            resume.keep(name, row)
    listener.count(len(chosen), len(chosen))
    columns = [
        *("project_id", "name", "list", "funded_share", "change"),
        *("score", "loss", "uncertainty", "feasible"),
    ]
    return pd.DataFrame(rows, columns=columns)


def _one(problem: Problem, plan: Plan, p: int, listener: Listener) -> dict[str, Any]:
    carried_out = plan.funded[p] >= FULL
    changed = (
        problem.with_demands(excluded=[p]) if carried_out else problem.with_demands(required=[p])
    )
    score = bound = np.nan
    try:
        other = plan_problem(changed, listener)
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
