"""The search over whole projects, against counting out every plan."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import Heard

from benchmarks.generate import generated_problem
from portfolio.engine.model import Model, build_model
from portfolio.engine.search import solve_whole
from portfolio.inputs.read import read_problem
from portfolio.terms import Status

YEARS = 3
YEAR_WEIGHTS = (0.2, 0.3, 0.5)
BEYOND = 0.3


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
    """Write the case as tables and a scenario, and read them as a model."""
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
            f"{name},{name},reserve,{case.domain[p]},d,,,fiscal,{case.cost[p]},,{case.land[p]},"
            f"{case.duration[p]},,,,{needed},{site},,,"
        )
    (data / "projects.csv").write_text("\n".join(projects), encoding="utf-8")
    indicators = [
        "id,group,name,unit,baseline_2020,target_2025,sense,cumulative,attribute,responsible,"
        "weight,need,need_unit,need_basis,source"
    ]
    indicators += [f"S{k},g,n,u,,,at_least,true,expected,,1,{case.need[k]},u,," for k in range(2)]
    (data / "indicators.csv").write_text("\n".join(indicators), encoding="utf-8")
    rows = ["project_id,indicator_id,amount,basis,confidence"]
    rows += [
        f"{name},S{k},{case.amount[k, p]},,stated" for p, name in enumerate(ids) for k in range(2)
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
    return build_model(read_problem(str(folder / "scenario.toml")), whole=True)


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


@pytest.mark.parametrize("seed", range(40))
def test_agrees_with_counting_out_every_plan(seed: int, tmp_path: Path) -> None:
    case = random_case(seed)
    solution = solve_whole(model_of(case, tmp_path), gap=0.0, time_limit=60)
    best = best_score(case)
    if best == -math.inf:
        assert solution.status == Status.INFEASIBLE
        assert solution.x is None
        return
    assert solution.status == Status.OPTIMAL
    assert solution.objective == pytest.approx(best, rel=1e-7, abs=1e-7)
    assert solution.bound == pytest.approx(best, rel=1e-6, abs=1e-6)


def test_the_cases_hold_both_plans_and_none() -> None:
    scores = [best_score(random_case(seed)) for seed in range(40)]
    assert 0 < sum(score == -math.inf for score in scores) < 20


@pytest.fixture(scope="module")
def hard() -> Model:
    """Projects that nearly tie; the gap 0 is out of reach within a second."""
    return build_model(generated_problem(88, seed=1, near_ties=True), whole=True)


@pytest.fixture(scope="module")
def many() -> Model:
    """Enough projects that a first plan comes from the linear one."""
    return build_model(generated_problem(500, seed=1), whole=True)


def test_a_limit_is_never_called_optimal(hard: Model) -> None:
    solution = solve_whole(hard, gap=0.0, time_limit=1.5)
    assert solution.status == Status.LIMIT
    assert solution.bound > solution.objective


def test_in_no_time_at_all_the_plan_is_to_build_nothing(hard: Model) -> None:
    solution = solve_whole(hard, gap=0.0, time_limit=1e-9)
    assert solution.status == Status.LIMIT
    assert solution.objective == 0
    assert not solution.x.any()
    assert solution.bound == math.inf


def test_a_plan_keeps_all_rows_and_its_score_is_its_own(many: Model) -> None:
    solution = solve_whole(many, gap=1e-3, time_limit=60)
    x = solution.x
    starts = x[many.work.integer]
    assert solution.status == Status.OPTIMAL
    assert ((starts == 0) | (starts == 1)).all()
    rows = many.matrix @ x
    room = 1e-6 * np.maximum(1.0, np.abs(rows))
    assert (rows <= many.row_upper + room).all()
    assert (rows >= many.row_lower - room).all()
    assert solution.objective == many.objective @ x
    assert solution.bound - solution.objective <= 1.000001e-3 * solution.bound


def test_the_same_model_gives_the_same_plan(many: Model) -> None:
    one, other = (solve_whole(many, gap=1e-3, time_limit=60) for _ in range(2))
    assert one.status == other.status == Status.OPTIMAL
    assert (one.x == other.x).all()
    assert one.bound == other.bound


def test_stop_ends_the_search_with_the_plan_in_hand(hard: Model) -> None:
    heard = Heard(lambda heard: any(np.isfinite(now[2]) for now in heard.watched))
    solution = solve_whole(hard, gap=0.0, time_limit=60, listener=heard)
    assert solution.status == Status.INTERRUPTED
    assert solution.x is not None
    assert solution.seconds < 30
    best, bound, gap = heard.watched[-1]
    assert gap == pytest.approx((bound - best) / abs(bound))


def test_what_is_told_never_gets_worse_and_ends_at_the_answer(many: Model) -> None:
    heard = Heard()
    solution = solve_whole(many, gap=1e-4, time_limit=60, listener=heard)
    best, bound, gap = np.array(heard.watched).T
    assert (np.diff(best) >= 0).all()
    assert (np.diff(bound) <= 0).all()
    assert solution.bound <= bound[-1]
    assert solution.objective == best[-1]
    assert gap[-1] < gap[0]


def test_stop_before_anything_is_found(hard: Model) -> None:
    solution = solve_whole(hard, gap=0.0, time_limit=60, listener=Heard(lambda heard: True))
    assert solution.status == Status.INTERRUPTED
    assert solution.x is None


def test_a_start_is_taken_if_it_is_a_plan_and_ignored_if_not(many: Model) -> None:
    plan = solve_whole(many, gap=1e-3, time_limit=60)
    again = solve_whole(many, gap=1e-3, time_limit=60, start=plan.x)
    assert again.status == Status.OPTIMAL
    assert again.objective >= plan.objective
    everything = np.ones(len(plan.x))
    assert solve_whole(many, gap=1e-3, time_limit=60, start=everything).status == Status.OPTIMAL
