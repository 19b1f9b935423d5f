r"""
The bound of a plan in shares, from its prices alone: a certificate that anybody can check.

For any prices $y$ (at least 0 on rows that limit from above, at most 0 on floors) no plan scores
more than

.. math:: \sum_i y_i b_i + \sum_j \max(0, \, c_j - \sum_i y_i a_{ij}) \, u_j

(weak duality). So wrong prices give a bound that is too high, never one that is too low. The sums
are worked out from the problem's own terms (money, land, needs by project and year), not from the
model's matrix: a mistake there shows here.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from portfolio.inputs.problem import Problem

NOISE = 1e-9  # points a 万元
Prices = Mapping[str, np.ndarray]


class _Worth:
    """What a unit of each project's course is worth at the prices, shape (P, n) each."""

    def __init__(self, problem: Problem) -> None:
        self.spent, self.begun, self.finished, self.held = np.zeros((4, *problem.size[:2]))
        self.fixed = 0.0  # the prices of what there is: budgets, quotas, needs met before


def bound_at(problem: Problem, prices: Prices) -> float:
    """
    Return what no plan in shares can exceed, at these prices.

    Parameters
    ----------
    problem
        What is planned.
    prices
        By row family, in the order of its rows, as in `Plan.prices`; missing families are 0. Prices
        of the wrong sign count as 0.

    Raises
    ------
    ValueError
        If a family has another number of rows than the problem.
    """
    worth = _Worth(problem)
    _completion(problem, prices, worth)
    _money(problem, prices, worth)
    _purses(problem, prices, worth)
    _land(problem, prices, worth)
    _relations(problem, prices, worth)
    _limits(problem, prices, worth)
    return worth.fixed + _needs(problem, prices, worth) + _work(problem, worth)


def _given(prices: Prices, family: str, *shape: int) -> np.ndarray:
    found = np.asarray(prices.get(family, np.zeros(0)), dtype=float)
    size = int(np.prod(shape))
    if found.size not in (0, size):
        raise ValueError(f"{family} has {found.size} prices for {size} rows")
    return found.reshape(shape) if found.size else np.zeros(shape)


def _above(prices: Prices, family: str, *shape: int) -> np.ndarray:
    return np.maximum(_given(prices, family, *shape), 0.0)


def _completion(problem: Problem, prices: Prices, worth: _Worth) -> None:
    """Carried out once at most; a required project as far as it must."""
    listed = np.flatnonzero(~problem.excluded)
    price = _given(prices, "completion", len(listed))
    must = problem.required[listed]
    price = np.where(must, price, np.maximum(price, 0.0))
    worth.begun[listed, -1] -= price
    worth.fixed += float(np.where(price > 0, price, price * problem.opening.least[listed]).sum())


def _money(problem: Problem, prices: Prices, worth: _Worth) -> None:
    """The budget of each year, and the ceiling of each source."""
    n = len(problem.years)
    sources, zero = list(problem.funding_budget), np.zeros(len(problem.cost))
    pots = [(np.ones(len(problem.cost)), problem.budget)]
    pots += [(problem.paid_by.get(each, zero), problem.funding_budget[each]) for each in sources]
    price = np.vstack(
        [
            _above(prices, "annual_budget", 1, n),
            _above(prices, "funding_ceiling", len(sources), n),
        ]
    )
    if problem.carry_over:  # what is left in a year is there in all later ones
        price = _from_then_on(price)
    for each, (pays, ceiling) in zip(price, pots, strict=True):
        worth.spent -= np.outer(problem.cost * pays, each)
        worth.fixed += float(each @ ceiling)


def _purses(problem: Problem, prices: Prices, worth: _Worth) -> None:
    """Whose money it is, over the horizon or by year, and what moves from one to another."""
    purses, n = problem.purses, len(problem.years)
    if not purses.apart:
        return
    u_count, own = len(purses.ids), list(purses.by_year.values())
    given = _above(prices, "purse", u_count + len(own) * n)
    by_year = given[u_count:].reshape(len(own), n)
    if problem.carry_over:
        by_year = _from_then_on(by_year)
    price = np.repeat(given[:u_count, None], n, axis=1)
    price[list(purses.by_year)] += by_year
    worth.spent -= problem.cost[:, None] * (purses.pays.T @ price)
    worth.fixed += float(given[:u_count] @ problem.purse_money)
    worth.fixed += float(sum(each @ money for each, money in zip(by_year, own, strict=True)))
    if problem.holds("transfer"):
        # What a transfer moves has no end in a year, so its price is never below what it gains.
        gain = (price[purses.taker] - price[purses.giver]).max(axis=1, initial=0.0)
        moved = np.maximum(_above(prices, "transfer", len(purses.most)), gain)
        worth.fixed += float(moved @ purses.most)
    elif len(purses.most) and (price[purses.taker] - price[purses.giver]).max() > NOISE:
        worth.fixed = np.inf


def _land(problem: Problem, prices: Prices, worth: _Worth) -> None:
    """Land of what is begun by each year, less what was released to a project before."""
    n, opening = len(problem.years), problem.opening
    price = _above(prices, "land", n)
    each = np.outer(problem.land, price)
    worth.begun -= each
    worth.fixed += float(price @ np.cumsum(problem.land_quota))
    holding = (opening.land > 0) & (problem.land > 0) & ~problem.excluded
    serves = np.zeros_like(each)
    serves[holding] = _above(prices, "land_held", int(holding.sum()), n)
    worth.begun += serves
    worth.held = np.where(holding[:, None], each - serves, 0.0)


def _relations(problem: Problem, prices: Prices, worth: _Worth) -> None:
    """What requires and what excludes one another, and how many may be under way."""
    n, opening = len(problem.years), problem.opening
    pairs = _above(prices, "requires", len(problem.requires), n)
    for (p, q), each in zip(problem.requires.tolist(), pairs, strict=True):
        worth.begun[p] -= opening.step[p] * each
        worth.begun[q] += opening.step[q] * each
        worth.fixed += float(each.sum()) * max(opening.begun[q] - opening.begun[p], 0.0)
    later = _above(prices, "after", len(problem.after), n)
    for (p, q), each in zip(problem.after.tolist(), later, strict=True):
        worth.begun[p] -= opening.step[p] * each
        worth.finished[q, :-1] += opening.finishing[q] * each[1:]
        worth.fixed += float(each.sum()) * max(opening.finished[q] - opening.begun[p], 0.0)
    sites = _above(prices, "site_group", len(problem.site_groups))
    for group, price in zip(problem.site_groups, sites, strict=True):
        worth.begun[group.members, -1] -= opening.step[group.members] * price
        worth.fixed += price * max(1.0 - float(opening.begun[group.members].sum()), 0.0)
    busy = _above(prices, "under_way", len(problem.under_way), n)
    for (group, most), each in zip(problem.under_way, busy, strict=True):
        step = np.where(opening.step > 0, opening.step, 1.0)[group.members, None]
        worth.begun[group.members] -= step * each
        worth.finished[group.members, :-1] += step * each[1:]
        worth.fixed += float(each.sum()) * most


def _limits(problem: Problem, prices: Prices, worth: _Worth) -> None:
    """Floors and ceilings on the investment of groups, in shares of all and in amounts."""
    rules = [
        (group, share, amount, is_floor)
        for group, limit in problem.limits
        for share, amount, is_floor in (
            (limit.min_share, 0.0, True),
            (limit.max_share, 0.0, False),
            (0.0, limit.min_investment, True),
            (0.0, limit.max_investment, False),
        )
        if share is not None and amount is not None
    ]
    floors = np.array([is_floor for *_, is_floor in rules], dtype=bool)
    price = _given(prices, "limits", len(rules))
    price = np.where(floors, np.minimum(price, 0.0), np.maximum(price, 0.0))
    for (group, share, amount, _), each in zip(rules, price.tolist(), strict=True):
        counts = np.full(len(problem.cost), -float(share))
        counts[group.members] += 1.0
        worth.spent -= each * (counts * problem.cost)[:, None]
        worth.fixed += each * (amount - float(counts @ problem.opening.money))


def _needs(problem: Problem, prices: Prices, worth: _Worth) -> float:
    """What is earned for needs at the prices of meeting them, and what work adds to them."""
    k_count, n = len(problem.need), len(problem.years)
    earned = np.outer(problem.points, problem.scenario.year_weights)
    price = _above(prices, "attainment", k_count, n)
    past = problem.beyond_need * earned
    capped = _above(prices, "beyond_cap", k_count, n)
    if np.isfinite(problem.beyond_cap):
        capped = np.maximum(capped, past - price)
    else:
        # What lies beyond a need has no end, so its price is never below what it earns.
        price = np.maximum(price, past)
    worth.finished += problem.amount.T @ (price / problem.need[:, None])
    before = problem.opening.serving / problem.need
    most = problem.beyond_cap * capped.sum() if np.isfinite(problem.beyond_cap) else 0.0
    return float(np.maximum(earned - price, 0.0).sum() + (price.sum(axis=1) @ before) + most)


def _work(problem: Problem, worth: _Worth) -> float:
    """Return the best that each project alone can make of its worth, as far as its pace goes."""
    years = np.arange(len(problem.years))
    inside = (years >= problem.first[:, None]) & (years <= problem.last[:, None])
    after = _from_then_on(worth.begun)
    free = worth.spent + after + _from_then_on(worth.finished)
    best = np.maximum(free, 0.0) / problem.duration[:, None]
    listed = ~problem.excluded
    total = float(best[inside & (problem.profile_length == 0)[:, None] & listed[:, None]].sum())
    for p in np.flatnonzero((problem.profile_length > 0) & listed):
        length, last = int(problem.profile_length[p]), int(problem.last[p])
        finished = _from_then_on(worth.finished[p : p + 1])[0]
        for start in range(int(problem.first[p]), last - length + 2):
            own = after[p, start] + finished[start + length - 1]
            own += worth.spent[p, start : start + length] @ problem.profile[p, :length]
            total += max(float(own), 0.0)
    share = np.minimum(problem.opening.land / np.where(problem.land > 0, problem.land, 1.0), 1.0)
    return total + float((np.maximum(worth.held, 0.0).sum(axis=1) * share).sum())


def _from_then_on(worth: np.ndarray) -> np.ndarray:
    """Return what is worth in a year and all later ones, shape (P, n)."""
    return np.cumsum(worth[:, ::-1], axis=1)[:, ::-1]
