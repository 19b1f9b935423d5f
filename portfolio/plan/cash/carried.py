"""Carry-over (结转) by purse and year of origin: what is used later, and what returns (结余)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from portfolio.plan.cash.arrivals import coming_in
from portfolio.plan.cash.money import EVERYBODY, rounded
from portfolio.plan.cash.payments import Payments
from portfolio.words import about

AMOUNTS = (
    *("budget", "spent", "carried", "spent_next", "spent_later", "returned", "left"),
    *("from_before", "paid", "lacking"),
)


@dataclass(frozen=True)
class CarryOver:
    """
    Money of a purse, or of all, by year of origin, 万元, shape (n,) each.

    Attributes
    ----------
    years, allowed
        The horizon, and whether money may be carried over at all.
    by, key
        `all`, or `purse` and its id.
    fiscal
        Whether any of it is fiscal money, of which what a second year has not used returns.
    budget, spent, carried
        Of the year; `budget` = `spent` + `carried`, or without carry-over + `returned` + `left`.
    spent_next, spent_later, returned, left
        Spent in the year after and later, returned to the budget, and left with its owner in the
        end; `carried` is the sum of the four.
    from_before, paid, lacking
        What is paid in the year, how much of it from money of the years before, and how much of it
        no money that is there covers: `paid` = `spent` + `from_before` + `lacking`.
    lost
        How much of what is paid rests on money that the rule has taken back by then.
    """

    years: tuple[int, ...]
    allowed: bool
    by: str
    key: str
    fiscal: bool
    budget: np.ndarray
    spent: np.ndarray
    carried: np.ndarray
    spent_next: np.ndarray
    spent_later: np.ndarray
    returned: np.ndarray
    left: np.ndarray
    from_before: np.ndarray
    paid: np.ndarray
    lacking: np.ndarray
    lost: float


def carry_over(found: Payments) -> list[CarryOver]:
    """
    Return the carry-over of a plan's money, of all and then of each purse where they are apart.

    Fiscal money (`[budget] fiscal`) is there for its own year and the next; other money stays with
    its owner. What is oldest is spent first. Of purses that are apart, all is their sum.
    """
    plan, problem = found.plan, found.plan.problem
    fiscal, whose = problem.scenario.cash.fiscal, problem.purses
    if not whose.apart:
        some = any(source in fiscal for source in problem.paid_by)
        return [_of(found, EVERYBODY, "", some, problem.budget, found.payment.sum(axis=0))]
    pays = whose.pays @ found.payment
    money = coming_in(plan, pays[:, : len(plan.years)])
    parts = [
        _of(found, "purse", name, whose.pairs[u][0] in fiscal, money[u], pays[u])
        for u, name in enumerate(whose.ids)
    ]
    sums = {name: sum(getattr(each, name) for each in parts) for name in (*AMOUNTS, "lost")}
    some = any(each.fiscal for each in parts)
    return [CarryOver(plan.years, problem.carry_over, EVERYBODY, "", some, **sums), *parts]


def _of(
    found: Payments, by: str, key: str, fiscal: bool, money: np.ndarray, paid: np.ndarray
) -> CarryOver:
    allowed = found.plan.problem.carry_over
    amounts = _run(money, paid, allowed, fiscal)
    kept = _run(money, paid, allowed, returns=False)  # by the plan's own rule it would stay
    lost = max(float(amounts["lacking"].sum() - kept["lacking"].sum()), 0.0)
    return CarryOver(found.plan.years, allowed, by, key, fiscal, lost=lost, **amounts)


def _run(
    money: np.ndarray, paid: np.ndarray, allowed: bool, returns: bool
) -> dict[str, np.ndarray]:
    """Return the amounts by year, shape (n,); `paid`, shape (N,), goes on after the horizon."""
    n = len(money)
    spent, following, later, returned, left, before, lacking = np.zeros((7, n))
    there = np.zeros(n)  # what can still be spent, by year of origin
    for t, due in enumerate(np.pad(paid, (0, max(n + 1 - len(paid), 0)))):
        need = due
        for s in range(min(t, n)):  # the oldest first
            taken = min(need, there[s])
            there[s] -= taken
            need -= taken
            (following if s == t - 1 else later)[s] += taken
            before[t : t + 1] += taken  # nowhere after the horizon
            if returns:
                returned[s] += there[s]
                there[s] = 0.0
        if t < n:
            spent[t] = min(need, money[t])
            lacking[t] = need - spent[t]
            over = money[t] - spent[t]
            (there if allowed else returned if returns else left)[t] = over
    return {
        "budget": money,
        "spent": spent,
        "carried": money - spent if allowed else np.zeros(n),
        "spent_next": following,
        "spent_later": later,
        "returned": returned,
        "left": left + there,
        "from_before": before,
        "paid": paid[:n],
        "lacking": lacking,
    }


def carry_over_table(found: list[CarryOver]) -> pd.DataFrame:
    """A row a group and year of origin: all, then each purse."""
    parts = [
        pd.DataFrame(
            {"year": each.years, "by": each.by, "key": each.key}
            | {name: getattr(each, name) for name in AMOUNTS}
        )
        for each in found
    ]
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True)
class CarryOverPurse:
    """Carry-over of one purse."""

    purse: str = about("资金池编号", "id of the purse")
    fiscal: bool = about(
        "是否财政资金（只有财政资金收回）", "whether it is fiscal money, which alone returns"
    )
    carried: float = about("各年结转合计", "carried over, all years", "万元")
    returned: float = about("收回的结余", "returned to the budget", "万元")
    left: float = about("留给资金所有者的", "left with its owner in the end", "万元")
    lost: float = about(
        "方案要用而按两年规则已收回的", "what the plan uses though the rule took it back", "万元"
    )


@dataclass(frozen=True)
class CarryOverSummary:
    """Carry-over by the rule of two years."""

    allowed: bool = about("情景是否允许结转", "whether the scenario carries money over")
    carried: float = about("各年结转合计", "carried over, all years", "万元")
    returned: float = about(
        "收回的结余（财政资金）", "returned to the budget (fiscal money)", "万元"
    )
    left: float = about(
        "留给资金所有者的（其他资金）", "left with its owner in the end (other money)", "万元"
    )
    lost: float = about(
        "方案要用而按两年规则已收回的", "what the plan uses though the rule took it back", "万元"
    )
    purses: list[CarryOverPurse] = about(
        "逐个资金池；合并使用时为空列表", "each purse; an empty list where they are one pot"
    )


def carry_over_summary(found: list[CarryOver]) -> CarryOverSummary | None:
    """Return the carry-over in a few numbers; None if it is not asked for."""
    if not found:
        return None
    whole, *purses = found
    return CarryOverSummary(
        allowed=whole.allowed,
        **_sums(whole),
        purses=[CarryOverPurse(each.key, each.fiscal, **_sums(each)) for each in purses],
    )


def _sums(each: CarryOver) -> dict[str, float]:
    named = {name: getattr(each, name).sum() for name in ("carried", "returned", "left")}
    return {name: rounded(value) for name, value in (named | {"lost": each.lost}).items()}
