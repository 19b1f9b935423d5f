"""Near-best plans of whole projects that differ in at least so many projects from one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from portfolio.engine.early import as_early_as_can_be
from portfolio.engine.model import Model, build_model, stack
from portfolio.engine.rows import Rows
from portfolio.engine.search import solve_whole
from portfolio.listen import SILENT, Listener
from portfolio.plan.make import SEARCH, plan_of
from portfolio.plan.plan import Plan
from portfolio.plan.verify import verify
from portfolio.words import Words


def near_best(
    best: Plan,
    count: int,
    differ: int,
    loss: float,
    listener: Listener = SILENT,
) -> list[Plan]:
    """
    Return the best plan and up to `count` more, best first, for people to choose among.

    Each is the best plan that differs from all before it in at least `differ` projects, found to
    the scenario's gap; the list ends early where none is left within the loss of score.

    Parameters
    ----------
    best
        The best plan, of whole projects or steady work.
    count
        How many plans to add, >= 1.
    differ
        Projects that are in one plan and not in the other, >= 1.
    loss
        Greatest loss of score, relative, >= 0.
    listener
        Told which of how many is searched for; once it is stopped, the plans so far are the answer.

    Raises
    ------
    SolverError, VerificationError
        If the solver failed, or a plan does not hold.
    """
    problem, scenario = best.problem, best.problem.scenario
    model = build_model(problem, scenario.mode)
    plans = [best]
    while len(plans) <= count and not listener.stopped:
        k = len(plans)
        listener.step(Words(f"搜索第 {k} 个备选方案，共 {count} 个", f"alternative {k} of {count}"))
        listener.step(SEARCH[scenario.mode])
        apart = stack(problem, model.work, [*model.blocks, _apart(model, plans, differ)])
        found = solve_whole(apart, scenario.gap, scenario.search_seconds, listener)
        if found.x is None:
            break
        tidied = replace(found, x=as_early_as_can_be(apart, found.x))
        plan = plan_of(model, tidied, min(found.bound, best.bound), found.status, best.prices)
        plan = replace(plan, linear_optimum=best.linear_optimum)
        if plan.score < (1 - loss) * best.score:
            break
        verify(plan)
        plans.append(plan)
    # Each is only known to within the gap, so a later one may turn out to be the better.
    return sorted(plans, key=lambda plan: -plan.score)


def _apart(model: Model, plans: Sequence[Plan], differ: int) -> Rows:
    r"""
    A plan differs from each one before it in at least m projects.

    .. math:: \sum_{p \in C} (1 - funded_p) + \sum_{p \notin C} funded_p \ge m
    """
    inside = np.array([plan.carried_out for plan in plans])
    signs = sparse.csr_array(np.where(inside, -1.0, 1.0))
    return Rows(
        "apart",
        range(1, len(plans) + 1),
        sparse.csr_array(signs @ model.work.funded),
        lower=differ - inside.sum(axis=1).astype(float),
    )
