"""For analysts: one scenario planned under many budgets, as a table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from portfolio.errors import Findings, NoPlanError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.plan.make import plan_problem
from portfolio.plan.summary import summary
from portfolio.questions.frontier.steps import prices_of
from portfolio.terms import Status
from portfolio.words import Words, said

CALL = "sweep(...)"
AMOUNTS = Words("一列不小于 0 的数，各列一样长", "a list of numbers >= 0, all lists as long")


def sweep(
    path: str,
    budget_total: Sequence[float] | None = None,
    land_total: Sequence[float] | None = None,
    **changes: Any,
) -> pd.DataFrame:
    """
    Plan a scenario afresh for each of many totals, cold and verified.

    Parameters
    ----------
    path
        The scenario file.
    budget_total, land_total
        Totals over the horizon, 万元 and 亩, each spread over the years as in the scenario; if both
        are given they go in step. Ceilings of sources stay.
    **changes
        As for `read_problem`, for instance `mode="whole"`.

    Returns
    -------
    A row a step: `budget`, `land_quota`, `status`, `score`, `bound`, `gap`, `funded`, `in_part`,
    `promoted`, `investment`, `land`, `money_price` (points of 1 亿元 more, spread like the budget)
    and `land_price` (of 100 亩); NaN where there is no plan (status `infeasible`).

    Raises
    ------
    InputError
        With everything that is wrong in the totals, the scenario and the tables.

    Examples
    --------
    >>> table = sweep("scenarios/open_competition.toml", budget_total=[800_000, 1_000_000])
    >>> table[["status", "score"]].round(1).values.tolist()
    [['optimal', 65.6], ['optimal', 70.6]]
    """
    given = {"budget_total": budget_total, "land_total": land_total}
    lists = {name: amounts for name, amounts in given.items() if amounts is not None}
    _check(lists)
    problem = read_problem(path, **changes)
    rows = [
        _row(_with_totals(problem, dict(zip(lists, amounts, strict=True))))
        for amounts in zip(*lists.values(), strict=True)
    ]
    return pd.DataFrame(rows)


def _check(lists: Mapping[str, Any]) -> None:
    findings = Findings()
    if not lists:
        nothing = Words("没有给总额", "no totals")
        named = Words(
            "budget_total=[…] 或 land_total=[…]", "budget_total=[...] or land_total=[...]"
        )
        findings.add(CALL, None, None, nothing, named)
    lengths = set()
    for name, amounts in lists.items():
        if isinstance(amounts, str) or not hasattr(amounts, "__len__") or not len(amounts):
            findings.add(CALL, None, name, said(amounts), AMOUNTS)
            continue
        lengths.add(len(amounts))
        for each in amounts:
            number = isinstance(each, (int, float, np.number)) and not isinstance(each, bool)
            if not (number and 0 <= each < math.inf):
                findings.add(CALL, None, name, said(each), AMOUNTS)
    if len(lengths) > 1:
        found = Words("长短不同的列", "lists of different lengths")
        findings.add(CALL, None, None, found, AMOUNTS)
    findings.raise_if_any()


def _with_totals(problem: Problem, totals: Mapping[str, float]) -> Problem:
    return replace(
        problem,
        budget=_scaled(problem.budget, totals.get("budget_total")),
        land_quota=_scaled(problem.land_quota, totals.get("land_total")),
    )


def _scaled(amounts: np.ndarray, total: float | None) -> np.ndarray:
    """Return the years' amounts brought to a total; evenly where there was nothing to scale."""
    if total is None:
        return amounts
    before = amounts.sum()
    return amounts * (total / before) if before else np.full_like(amounts, total / len(amounts))


def _row(problem: Problem) -> dict[str, Any]:
    amounts = {"budget": problem.budget.sum(), "land_quota": problem.land_quota.sum()}
    try:
        plan = plan_problem(problem)
    except NoPlanError:
        return amounts | {"status": Status.INFEASIBLE.value}
    own = summary(plan)
    money_price, land_price = prices_of(plan)
    return amounts | {
        "status": plan.status.value,
        "score": plan.score,
        "bound": plan.bound,
        "gap": plan.gap,
        "funded": own.counts.funded,
        "in_part": own.counts.in_part,
        "promoted": own.counts.promoted,
        "investment": own.totals.investment,
        "land": own.totals.land,
        "money_price": money_price,
        "land_price": land_price,
    }
