"""Whose money stands beside what is paid: of all, of a purse, of a source, of a district."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from portfolio.plan.plan import Plan

DIGITS = 6
CENT = 0.005  # 万元; a smaller difference is the solver's noise
EVERYBODY = "all"
PARTS = ("purse", "funding", "domain", "district")


@dataclass(frozen=True)
class Money:
    """
    Money of a group, 万元, after transfers.

    `by_year`, shape (n,), is None where no year's money is given and none binds; `total` is NaN
    where the group has no money of its own (a domain).
    """

    by_year: np.ndarray | None
    total: float


def groups(plan: Plan, parts: tuple[str, ...] = PARTS) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield by what is counted, the key, and the share of each project that counts, shape (P,)."""
    yield EVERYBODY, "", np.ones(len(plan.problem.ids))
    for by in parts:
        for key, share in plan.problem.shares_by(by).items():
            yield by, str(key), share


def money_of(plan: Plan, by: str, key: str) -> Money:
    """
    Return the money of a group.

    All have the budget, a purse its own, a source its ceiling or its purses, a district its purses
    where every purse names one. A purse's money is of each year only where that binds.
    """
    problem, whose = plan.problem, plan.problem.purses
    if by == EVERYBODY:
        return Money(problem.budget, float(problem.budget.sum()))
    if by == "funding" and key in problem.funding_budget:
        ceiling = problem.funding_budget[key]
        return Money(ceiling, float(ceiling.sum()))
    members = [u for u in range(len(whose.ids)) if _belongs(plan, by, key, u)]
    if not members or (by == "district" and not all(district for _, district in whose.pairs)):
        return Money(None, float("nan"))
    gain = plan.purse_gain[members]
    total = float(problem.purse_money[members].sum() + gain.sum())
    if not all(u in whose.by_year for u in members):
        return Money(None, total)
    return Money(np.sum([whose.by_year[u] for u in members], axis=0) + gain.sum(axis=0), total)


def _belongs(plan: Plan, by: str, key: str, u: int) -> bool:
    source, district = plan.problem.purses.pairs[u]
    return key == {
        "purse": plan.problem.purses.ids[u],
        "funding": source,
        "district": district,
    }.get(by)


def balances(money: np.ndarray, need: np.ndarray, carried: bool) -> tuple[np.ndarray, np.ndarray]:
    """
    Return what is carried into each year and what is left at its end, shape (n,) each.

    What is left below 0 is short. Where money is carried over, arrears are too, as in `assess`:
    they burden the next year.
    """
    so_far = np.cumsum(money - need)
    before = np.append(0.0, so_far[:-1]) if carried else np.zeros(len(money))
    return before, before + money - need


def rounded(value: float) -> float:
    """Return an amount as `plan.json` has it, without a negative zero."""
    return round(float(value), DIGITS) + 0.0
