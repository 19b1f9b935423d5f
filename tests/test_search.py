"""The search over whole projects, against counting out every plan."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from conftest import Heard

from benchmarks.generate import generated_problem
from fuzz.brute import best_score, complaint, model_of, random_case, scaled
from portfolio.engine.model import Model, build_model
from portfolio.engine.search import solve_whole
from portfolio.terms import Mode, Status


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


@pytest.mark.parametrize("seed", [945, 1178])
@pytest.mark.parametrize("money", [1e6, 1e8])
def test_large_amounts_do_not_make_the_solver_cut_off_the_best_plan(
    seed: int, money: float, tmp_path: Path
) -> None:
    case = random_case(seed)
    found = solve_whole(model_of(scaled(case, money, 1.0), tmp_path), gap=0.0, time_limit=60)
    assert found.objective == pytest.approx(best_score(case), rel=1e-9)


@pytest.mark.parametrize("seed", range(1000, 1040))
def test_units_change_no_plan(seed: int) -> None:
    assert complaint(seed) == ""


def test_the_cases_hold_both_plans_and_none() -> None:
    scores = [best_score(random_case(seed)) for seed in range(40)]
    assert 0 < sum(score == -math.inf for score in scores) < 20


@pytest.fixture(scope="module")
def hard() -> Model:
    """Projects that nearly tie; the gap 0 is out of reach within a second."""
    return build_model(generated_problem(88, seed=1, near_ties=True), Mode.WHOLE)


@pytest.fixture(scope="module")
def many() -> Model:
    """Enough projects that a first plan comes from the linear one."""
    return build_model(generated_problem(500, seed=1), Mode.WHOLE)


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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_start_is_taken_if_it_is_a_plan_and_ignored_if_not(many: Model) -> None:
    plan = solve_whole(many, gap=1e-3, time_limit=60)
    again = solve_whole(many, gap=1e-3, time_limit=60, start=plan.x)
    assert again.status == Status.OPTIMAL
    assert again.objective >= plan.objective
    everything = np.ones(len(plan.x))
    assert solve_whole(many, gap=1e-3, time_limit=60, start=everything).status == Status.OPTIMAL
