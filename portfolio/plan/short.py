"""The plan that the smallest shortfall would make possible: shown, and never to be carried out."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from portfolio.errors import NoPlanError, SolverError
from portfolio.listen import SILENT, Inner, Listener
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.purses import CENT
from portfolio.plan.shortfall import Shortfall, granted, lacks_last, leaves_purses
from portfolio.terms import Status

BARELY = 1 + 1e-9  # as good as nothing more, so that no other project has a trace of it


def plan_granted(missing: Shortfall, listener: Listener = SILENT) -> Plan:
    """
    Plan and verify a problem with the money and land that it lacks.

    Raises
    ------
    NoPlanError
        If requirements collide that no money and land would reconcile.
    SolverError, VerificationError
        As `plan_problem` does.
    """
    if missing.collisions:
        raise missing.error()
    listener.step("short")
    try:
        return plan_problem(granted(missing, BARELY), Inner(listener))
    except (NoPlanError, SolverError):
        return plan_problem(granted(missing), Inner(listener))


def short_of(missing: Shortfall, funded: Plan) -> tuple[Plan, Shortfall]:
    """
    Set the plan with the shortfall granted against the money and land that there are.

    Returns
    -------
    The plan, of the scenario's own problem and with status `short`: its tables and pictures show
    where need exceeds money and land; it has no bound, for no plan keeps to these. And the
    shortfall, what purses lack in the years in which this plan spends it.
    """
    plan = replace(
        funded,
        problem=missing.problem,
        status=Status.SHORT,
        bound=math.nan,
        linear_optimum=math.nan,
        prices={},
        # Released within the quotas that were granted: the excess is in the years that lack it.
        released=funded.land_release,
    )
    purses = missing.problem.purses
    leaving = leaves_purses(missing.problem, plan.spent, plan.transferred)
    lacks = {
        name: extra
        if purses.ids.index(name) in purses.by_year
        else lacks_last(leaving[purses.ids.index(name)], float(extra.sum()))
        for name, extra in missing.purses.items()
    }
    return plan, replace(missing, purses=lacks)


def shortfall_table(missing: Shortfall) -> pd.DataFrame:
    """
    A row a year for all money and the land, and one for each source and purse that lacks some.

    Columns `year`, `source`, `purse` (empty: all money), `money` (万元), `land` (亩).
    """
    rows = []
    for t, year in enumerate(missing.problem.years):
        rows.append((year, "", "", float(missing.money[t]), float(missing.land[t])))
        for at, parts in ((1, missing.sources), (2, missing.purses)):
            for key, extra in parts.items():
                if extra[t] > CENT:
                    names = (key, "") if at == 1 else ("", key)
                    rows.append((year, *names, float(extra[t]), math.nan))
    table = pd.DataFrame(rows, columns=["year", "source", "purse", "money", "land"])
    return table.round(6)
