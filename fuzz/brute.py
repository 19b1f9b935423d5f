"""
Small problems of whole projects, counted out: every plan, straight from the contract.

`scaled` takes the same problem to other units, far up and down, which must change no plan.
"""

from __future__ import annotations

import itertools
import json
import math
import tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from portfolio.engine.model import Model, build_model
from portfolio.engine.search import solve_whole
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.terms import Mode, Status

YEARS = 3
YEAR_WEIGHTS = (0.2, 0.3, 0.5)
BEYOND = 0.3
MONEY = (1e-2, 1.0, 1e3, 1e5, 1e6, 1e8)  # what a unit of money may be
PLACES = (1e-3, 1.0, 1e4, 1e8)  # ... and of needs and what is added to them


def random_case(seed: int) -> SimpleNamespace:
    """Return up to six projects over three years, with every kind of row now and then."""
    draw = np.random.default_rng(seed)
    count = int(draw.integers(3, 7))
    cost = draw.integers(20, 100, count).astype(float)
    requires = {int(p): int(p) - 1 for p in np.flatnonzero(draw.random(count) < 0.3) if p}
    site = draw.permutation(count)[:2].tolist() if draw.random() < 0.5 else []
    return SimpleNamespace(
        count=count,
        cost=cost,
        land=draw.integers(0, 10, count).astype(float),
        duration=draw.choice([1.0, 1.5, 2.0, 3.0], count),
        domain=draw.choice(["education", "health"], count),
        amount=draw.integers(0, 5, (2, count)).astype(float),
        need=draw.integers(3, 9, 2).astype(float),
        budget=np.round(cost.sum() * draw.uniform(0.1, 0.4, YEARS)),
        quota=np.round(5 * count * draw.uniform(0.1, 0.4, YEARS)),
        carry_over=bool(draw.random() < 0.5),
        required=[0] if draw.random() < 0.3 else [],
        requires=requires,
        site=site,
        most=0.7 if draw.random() < 0.4 else None,
        least=float(draw.integers(0, 80)) if draw.random() < 0.4 else None,
    )


def model_of(case: SimpleNamespace, folder: Path) -> Model:
    """Write the case, and read it as a model."""
    return build_model(problem_of(case, folder), Mode.WHOLE)


def problem_of(case: SimpleNamespace, folder: Path) -> Problem:
    """Write the case as tables and a scenario, and read them."""
    data = folder / "data"
    data.mkdir(parents=True)
    ids = [f"X{p}" for p in range(case.count)]
    projects = [
        "id,name,list,domain,district,owner,responsible,funding,total_investment,plan_investment,"
        "land,duration,earliest_start,latest_finish,spend_profile,requires,site_group,"
        "named_in_plan,source,basis"
    ]
    for p, name in enumerate(ids):
        needed = ids[case.requires[p]] if p in case.requires else ""
        site = "s" if p in case.site else ""
        projects.append(
            f"{name},{name},reserve,{case.domain[p]},d,,,fiscal,{plain(case.cost[p])},,{case.land[p]},"
            f"{case.duration[p]},,,,{needed},{site},,,"
        )
    (data / "projects.csv").write_text("\n".join(projects), encoding="utf-8")
    indicators = [
        "id,group,name,unit,baseline_2020,target_2025,sense,cumulative,attribute,responsible,"
        "weight,need,need_unit,need_basis,source"
    ]
    indicators += [
        f"S{k},g,n,u,,,at_least,true,expected,,1,{plain(case.need[k])},u,," for k in range(2)
    ]
    (data / "indicators.csv").write_text("\n".join(indicators), encoding="utf-8")
    rows = ["project_id,indicator_id,amount,basis,confidence"]
    rows += [
        f"{name},S{k},{plain(case.amount[k, p])},,stated"
        for p, name in enumerate(ids)
        for k in range(2)
    ]
    (data / "contributions.csv").write_text("\n".join(rows), encoding="utf-8")
    lines = [
        'data = "data"',
        "[horizon]\nfirst_year = 2021\nlast_year = 2023",
        f"[budget]\nby_year = {case.budget.tolist()}",
        f"carry_over = {str(case.carry_over).lower()}",
        f"[land]\nby_year = {case.quota.tolist()}",
        f"[promote]\nrequired = {json.dumps([ids[p] for p in case.required])}",
        f"[objective]\nbeyond_need = {BEYOND}\nyear_weights = {list(YEAR_WEIGHTS)}",
        '[planned]\ncommitment = "optional"',
        '[solve]\nmode = "whole"',
    ]
    if case.most is not None and "education" in case.domain:
        lines.append(f"[limits.domain.education]\nmax_share = {case.most}")
    if case.least is not None and "health" in case.domain:
        lines.append(f"[limits.domain.health]\nmin_investment = {case.least}")
    (folder / "scenario.toml").write_text("\n".join(lines), encoding="utf-8")
    return read_problem(str(folder / "scenario.toml"))


def best_score(case: SimpleNamespace) -> float:
    """Return the best score over all plans, -inf if there is none; straight from the contract."""
    length = [math.ceil(years) for years in case.duration]
    choices = [[None, *range(YEARS - length[p] + 1)] for p in range(case.count)]
    reached = [k for k in range(2) if case.amount[k].size]  # rows of amount 0 count as well
    points = 100 / len(reached)
    best = -math.inf
    for plan in itertools.product(*choices):
        if not _is_allowed(case, plan, length):
            continue
        score = 0.0
        for t in range(YEARS):
            done = [p for p, s in enumerate(plan) if s is not None and s + length[p] - 1 <= t]
            for k in reached:
                share = sum(case.amount[k, p] for p in done) / case.need[k]
                earned = min(share, 1.0) + BEYOND * max(share - 1.0, 0.0)
                score += YEAR_WEIGHTS[t] * points * earned
        best = max(best, score)
    return best


def _is_allowed(case: SimpleNamespace, plan: tuple[int | None, ...], length: list[int]) -> bool:
    chosen = [p for p, s in enumerate(plan) if s is not None]
    if any(plan[p] is None for p in case.required):
        return False
    if sum(p in case.site for p in chosen) > 1:
        return False
    for p in chosen:
        other = plan[case.requires[p]] if p in case.requires else 0
        if other is None or other > plan[p]:
            return False
    spent, begun = np.zeros(YEARS), np.zeros(YEARS)
    for p in chosen:
        spent[plan[p] : plan[p] + length[p]] += case.cost[p] / length[p]
        begun[plan[p] :] += case.land[p]
    money = case.budget
    if case.carry_over:
        spent, money = np.cumsum(spent), np.cumsum(money)
    if (spent > money + 1e-6).any() or (begun > np.cumsum(case.quota) + 1e-6).any():
        return False
    total = sum(case.cost[p] for p in chosen)
    inside = {d: sum(case.cost[p] for p in chosen if case.domain[p] == d) for d in case.domain}
    if case.most is not None and inside.get("education", 0) > case.most * total + 1e-6:
        return False
    return not (case.least is not None and inside.get("health", case.least) < case.least - 1e-6)


def plain(number: float) -> str:
    """Return a number without an exponent, all its digits kept."""
    return np.format_float_positional(number, trim="-")


def scaled(case: SimpleNamespace, money: float, places: float) -> SimpleNamespace:
    """Return the same case in other units of money, and of needs and what is added."""
    return SimpleNamespace(
        **{
            **vars(case),
            "cost": case.cost * money,
            "budget": case.budget * money,
            "least": None if case.least is None else case.least * money,
            "need": case.need * places,
            "amount": case.amount * places,
        }
    )


def complaint(seed: int) -> str:
    """Return what is wrong with the search's answer to one case; empty if nothing is."""
    case = random_case(seed)
    draw = np.random.default_rng(seed)
    other = scaled(case, draw.choice(MONEY), draw.choice(PLACES))
    best = best_score(case)
    with tempfile.TemporaryDirectory() as folder:
        found = solve_whole(model_of(other, Path(folder)), gap=0.0, time_limit=60)
    if best == -math.inf:
        right = found.status == Status.INFEASIBLE
    else:
        near = max(1e-6 * abs(best), 1e-7)
        right = (
            found.status == Status.OPTIMAL
            and abs(found.objective - best) <= near
            and abs(found.bound - best) <= near
        )
    told = f"{found.status}, {found.objective} of {found.bound}"
    return "" if right else f"seed {seed}: {told}, counted out {best}"
