"""Whose money a reserve project takes: what its purses lack, and what a transfer would do."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from portfolio.errors import NoPlanError
from portfolio.inputs.problem import Problem
from portfolio.plan.plan import Plan
from portfolio.plan.prices import PER_MONEY
from portfolio.plan.shortfall import Shortfall
from portfolio.questions.promote.card import PurseShare, Support

DECIMALS = 9
PENNY = 0.005  # 万元 that nobody sees: no purse lacks less


def purse_shares(
    problem: Problem, p: int, without: Plan | NoPlanError, forced: Plan | NoPlanError
) -> list[PurseShare]:
    """
    Return the purses that pay for project p, and those that lack money if it is required.

    Parameters
    ----------
    problem
        The scenario with the project required.
    p
        The project's index.
    without, forced
        The plan that excludes it, and the one that requires it; or why there is none.
    """
    purses = problem.purses
    if not purses.apart:
        return []
    pays = purses.pays[:, [p]].toarray().ravel() * problem.cost[p]
    work = np.where(problem.required, problem.cost, 0.0)
    work[p] = 0.0
    required = np.asarray(purses.pays @ work)
    lacks = _lacking(forced.shortfall) if isinstance(forced, NoPlanError) else {}
    spent = without.purse_spending.sum(axis=1) if isinstance(without, Plan) else None
    both = isinstance(without, Plan) and isinstance(forced, Plan)
    found = []
    for u in np.flatnonzero((pays > 0) | np.isin(np.arange(len(pays)), list(lacks))).tolist():
        years = lacks.get(u, np.zeros(len(problem.years)))
        left = float(without.purse_left[u]) if isinstance(without, Plan) else math.nan
        found.append(
            PurseShare(
                purse=purses.ids[u],
                name=purses.names[u],
                pays=_rounded(pays[u]),
                money=_rounded(problem.purse_money[u]),
                required=_rounded(required[u]),
                spent=None if spent is None else _rounded(spent[u]),
                unspent=None if spent is None else _rounded(left),
                displaces=_rounded(max(0.0, pays[u] - max(left, 0.0))) if both else None,
                missing=_rounded(years.sum()),
                missing_years={
                    str(year): _rounded(each)
                    for year, each in zip(problem.years, years, strict=True)
                    if each > PENNY
                },
            )
        )
    return found


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS) + 0.0


def _lacking(missing: Shortfall) -> dict[int, np.ndarray]:
    """Return by year what each purse lacks for all that is required, by index; (n,) each."""
    if missing.collisions:
        return {}
    found = {missing.problem.purses.ids.index(key): each for key, each in missing.purses.items()}
    return {u: each for u, each in found.items() if each.sum() > PENNY}


def supports(
    problem: Problem, shares: list[PurseShare], fits: bool, without: Plan, prices: np.ndarray
) -> list[Support]:
    """
    Return the transfers that would bring what is missing; none if a purse finds no giver.

    Where the project does not fit, a purse needs what it lacks for all that is required; where it
    does, what others would have to give up. It takes that from a purse of the same source of money
    that can give so much beside what is required of it: from one that leaves as much unspent, else
    from the one whose money brings the fewest points.

    Parameters
    ----------
    problem
        The scenario with the project required.
    shares
        As from `purse_shares`.
    fits
        Whether there is a plan with it.
    without
        The plan that excludes it.
    prices
        Points that a 万元 of each purse brings, shape (U,).
    """
    purses = problem.purses
    needed = np.asarray(purses.pays @ np.where(problem.required, problem.cost, 0.0))
    room = problem.purse_money + without.purse_gain.sum(axis=1) - needed
    left = without.purse_left.copy()
    found = []
    for each in shares:
        amount = (each.displaces or 0.0) if fits else each.missing
        if amount <= PENNY:
            continue
        taker = purses.ids.index(each.purse)
        source = purses.pairs[taker][0]
        givers = [
            v
            for v, pair in enumerate(purses.pairs)
            if v != taker and pair[0] == source and room[v] >= amount
        ]
        if not givers:
            return []
        giver = min(givers, key=lambda v: (left[v] < amount, prices[v], -left[v]))
        found.append(
            Support(
                giver=purses.ids[giver],
                giver_name=purses.names[giver],
                taker=each.purse,
                amount=amount,
                unspent=_rounded(max(left[giver], 0.0)),
                price=_rounded(prices[giver] * PER_MONEY),
            )
        )
        room[giver] -= amount
        left[giver] -= amount
    return found


def with_supports(problem: Problem, found: list[Support], ample: float) -> Problem:
    """Return the problem in which the transfers are allowed, each `ample` times its amount."""
    purses = problem.purses
    giver, taker = (
        [purses.ids.index(getattr(each, end)) for each in found] for end in ("giver", "taker")
    )
    return replace(
        problem,
        purses=replace(
            purses,
            giver=np.concatenate([purses.giver, giver]).astype(int),
            taker=np.concatenate([purses.taker, taker]).astype(int),
            most=np.concatenate([purses.most, [ample * each.amount for each in found]]),
        ),
    )
