"""Making a card: the plan with a reserve project against the plan without it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from portfolio.errors import NoPlanError
from portfolio.inputs.problem import Problem
from portfolio.plan.plan import Plan
from portfolio.plan.prices import PER_MONEY
from portfolio.plan.shortfall import Shortfall
from portfolio.plan.summary import lacks
from portfolio.questions.facts import (
    CHANGED,
    Facts,
    differing,
    indicator_facts,
    money_and_land,
    side_by_side,
)
from portfolio.questions.promote.card import NO_PLAN, Change, Delay, Missing, ShareMove
from portfolio.questions.promote.purses import purse_shares
from portfolio.questions.promote.thresholds import Baseline

DECIMALS = 9  # finer than any plan can be held to
OWN, UNSPENT = "own", "unspent"


def card_parts(
    problem: Problem,
    required: Problem,
    name: str,
    without: Plan | NoPlanError,
    forced: Plan | NoPlanError,
) -> dict[str, Any]:
    """
    Return the fields of a `Card` that the two plans of a project settle.

    Parameters
    ----------
    problem, required
        The scenario as it stands, and with the project required.
    name
        The project's id.
    without, forced
        The plan that excludes it, and the one that requires it; or why there is none.
    """
    p = problem.ids.index(name)
    row = problem.projects.iloc[p]
    found: dict[str, Any] = {
        "project_id": name,
        "name": row["name"],
        "domain": row["domain"],
        "district": row["district"],
        "funding": row["funding"],
        "cost": _plain(problem.cost[p]),
        "land": _plain(problem.land[p]),
        "mode": problem.scenario.mode,
    }
    for side, plan in (("without", without), ("with", forced)):
        known = (plan.status, plan.score, plan.bound) if isinstance(plan, Plan) else None
        status, score, bound = known or (NO_PLAN, math.nan, math.nan)
        found |= {f"status_{side}": status, f"score_{side}": _plain(score)}
        found[f"bound_{side}"] = _plain(bound)
    found |= _difference(problem.cost[p], without, forced)
    found |= _moves(p, without, forced)
    error = forced if isinstance(forced, NoPlanError) else without
    found |= _shortfall(error.shortfall if isinstance(error, NoPlanError) else None)
    return found | {"purses": purse_shares(required, p, without, forced)}


def _plain(value: float) -> float | None:
    """Return a number as it is written; None where there is none."""
    return None if math.isnan(value) else _rounded(value)


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS) + 0.0


def _difference(cost: float, without: Plan | Any, forced: Plan | Any) -> dict[str, Any]:
    keys = (
        "difference",
        "difference_low",
        "difference_high",
        "difference_per_yi",
        "difference_same_measure",
        "difference_in_shares",
    )
    if not (isinstance(without, Plan) and isinstance(forced, Plan)):
        return {**dict.fromkeys(keys), "counts_only_with": [], "counts_only_without": []}
    # Under one measure: the plan without the project, scored as the plan with it is.
    same = forced.score - replace(without, problem=forced.problem).score
    change = forced.score - without.score
    values = (
        change,
        forced.score - without.bound,
        forced.bound - without.score,
        change / cost * PER_MONEY if cost > 0 else math.nan,
        same,
        forced.linear_optimum - without.linear_optimum,
    )
    only_with = set(forced.problem.indicator_ids) - set(without.problem.indicator_ids)
    only_without = set(without.problem.indicator_ids) - set(forced.problem.indicator_ids)
    return {
        **{key: _plain(value) for key, value in zip(keys, values, strict=True)},
        "counts_only_with": sorted(only_with),
        "counts_only_without": sorted(only_without),
    }


def _moves(p: int, without: Plan | Any, forced: Plan | Any) -> dict[str, Any]:
    """Projects that give way, wait, or come along, and every amount that differs."""
    if not (isinstance(without, Plan) and isinstance(forced, Plan)):
        return {"displaced": [], "delayed": [], "raised": [], "changes": []}
    problem = forced.problem
    less = without.funded - forced.funded
    before, after = without.done_year, forced.done_year
    others = np.arange(len(less)) != p

    def shares(q: int) -> ShareMove:
        return ShareMove(
            project_id=problem.ids[q],
            name=problem.projects["name"].iloc[q],
            share_without=_rounded(without.funded[q]),
            share_with=_rounded(forced.funded[q]),
            investment=_rounded(problem.cost[q] * -less[q]),
            land=_rounded(problem.land[q] * -less[q]),
        )

    def years(q: int) -> Delay:
        return Delay(
            project_id=problem.ids[q],
            name=problem.projects["name"].iloc[q],
            finish_without=int(before[q]),
            finish_with=int(after[q]),
        )

    down, up = others & (less > CHANGED), others & (-less > CHANGED)
    later = others & ~down & (after > before)
    order = np.argsort(-problem.cost * np.abs(less), kind="stable")
    return {
        "displaced": [shares(int(q)) for q in order if down[q]],
        "delayed": [years(int(q)) for q in np.flatnonzero(later)],
        "raised": [shares(int(q)) for q in order if up[q]],
        "changes": _changes(p, without, forced),
    }


def _changes(p: int, without: Plan, forced: Plan) -> list[Change]:
    """
    Return the amounts that differ: the project's own, those of all others, and what is unspent.

    In every year and in sum, own = taken from the others + taken from what was unspent.
    """
    others = np.arange(len(forced.funded)) != p
    parts: list[Facts] = []
    for plan in (without, forced):
        found = indicator_facts(plan) | money_and_land(plan, others)
        own = money_and_land(plan, ~others)
        spare = {
            "money": plan.problem.budget - plan.investment.sum(axis=0),
            "land": plan.problem.land_quota - plan.land_release.sum(axis=0),
        }
        for section, left in spare.items():
            for t, year in enumerate([*map(str, plan.years), ""]):
                found[section, OWN, year] = own[section, "total", year]
                found[section, UNSPENT, year] = float([*left, left.sum()][t])
        parts.append(found)
    rows = side_by_side(parts)
    differs = differing(rows)
    return [
        Change(section, key, year, _plain(values[0]), _plain(values[1]))
        for (section, key, year), values in rows.items()
        if (section, key, year) in differs
        and (section != "money_purse" or forced.problem.purses.apart)
    ]


def _shortfall(missing: Shortfall | None) -> dict[str, Any]:
    """Return what is missing, and its size: the sum of the relative shortfalls."""
    amounts = ("shortfall_money", "shortfall_purses", "shortfall_land", "shortfall_size")
    granted = ("score_with_shortfall", "gain_with_shortfall", "gain_with_shortfall_per_yi")
    if missing is None:
        return dict.fromkeys(("shortfall", *amounts, *granted))
    money, land = float(missing.money.sum()), float(missing.land.sum())
    purses = float(sum(extra.sum() for extra in missing.purses.values()))
    given = missing.problem.budget.sum(), missing.problem.land_quota.sum()
    # What is spent above the budgets is spent by purses: the two are not added up.
    pairs = zip((max(money, purses), land), given, strict=True)
    size = sum(extra / total for extra, total in pairs if total)
    values = (money, purses, land, size)
    return {
        "shortfall": Missing(lacks(missing), list(missing.collisions), missing.proven),
        **{
            key: None if missing.collisions else _plain(value)
            for key, value in zip(amounts, values, strict=True)
        },
        **dict.fromkeys(granted),
    }


def comes_in(baseline: Baseline, p: int) -> dict[str, Any]:
    """
    Return from what money, land, cost or weight on project p comes in by itself, in shares.

    Shares are of the whole budget (and land quota), each year's raised alike; money is 万元 and
    land 亩 over the horizon; `weight_up_by` is a factor on what the project adds. All are planned
    anew; `*_at_prices` are estimates. None: nothing tried will do.
    """
    problem = baseline.problem
    budget, quota = float(problem.budget.sum()), float(problem.land_quota.sum())
    cost_guess, points_guess = (float(each[p]) for each in baseline.estimates)
    if baseline.is_in(p):
        purse = 0.0 if problem.purses.apart else math.nan
        row: tuple[float, ...] = (float(problem.cost[p]), 1.0, 0.0, purse, 0.0)
    else:
        row = baseline.thresholds.row(p, baseline.plan.funded, cost_guess)
    cost, weight, alone, purse, both = row
    values = {
        "budget_up_share": alone / budget if budget else math.nan,
        "budget_up_by": alone,
        "purse_up_by": purse,
        "budget_and_land_up_share": both,
        "budget_and_land_up_money": both * budget,
        "budget_and_land_up_land": both * quota,
        "cost_down_to": cost,
        "weight_up_by": weight,
        "cost_down_to_at_prices": cost_guess,
        "weight_up_by_at_prices": points_guess,
    }
    return {key: _plain(float(value)) for key, value in values.items()}
