"""Every solve keeps to its time and hears the listener: first, tidy, search, sweep, shortfall."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.generate import generated_problem
from portfolio.engine import highs, pulp_bridge
from portfolio.engine.model import Model, build_model
from portfolio.engine.patience import Patience
from portfolio.engine.warm import WarmSolver
from portfolio.errors import SolverError, Stopped
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.make import make_plan, plan_problem
from portfolio.plan.reasons import reasons
from portfolio.plan.shortfall import smallest_shortfall
from portfolio.plan.verify import verify
from portfolio.questions.plan.answer import PlanAnswer
from portfolio.questions.run import exit_code
from portfolio.terms import Mode, Status
from tests.conftest import SCENARIOS, Heard, Make

WAYS = [highs.solve, lambda model, patience: pulp_bridge.solve(model, "HiGHS", patience)]


@pytest.fixture(scope="module")
def shares() -> Problem:
    """Enough projects for some thousand iterations."""
    problem = generated_problem(1000, seed=3)
    return replace(problem, scenario=replace(problem.scenario, mode=Mode.SHARES))


@pytest.fixture(scope="module")
def model(shares: Problem) -> Model:
    return build_model(shares)


def after_steps(count: int) -> Heard:
    """A listener that asks to stop once so many steps were told."""
    return Heard(lambda heard: len(heard.steps) >= count)


@pytest.mark.parametrize("solve", WAYS, ids=["straight", "through PuLP"])
def test_a_first_solve_hears_the_listener_and_proves_nothing(model: Model, solve):
    answer = solve(model, Patience(Heard(lambda heard: True)))
    assert answer.status == Status.INTERRUPTED
    assert np.isnan(answer.bound)


@pytest.mark.parametrize("solve", WAYS, ids=["straight", "through PuLP"])
def test_a_first_solve_keeps_to_its_time(model: Model, solve):
    answer = solve(model, Patience.of(0.0, SILENT))
    assert answer.status == Status.LIMIT
    assert np.isnan(answer.bound)


@pytest.mark.parametrize("way", [highs.solve_tidily, pulp_bridge.solve_tidily])
def test_a_second_solve_that_is_stopped_leaves_the_first(model: Model, way):
    patience = Patience(after_steps(1))  # the step between the two
    first, second = way(model, patience=patience)
    assert first.status == Status.OPTIMAL
    assert second.status == Status.INTERRUPTED
    assert (second.x == first.x).all()


def test_a_plan_in_shares_is_in_hand_once_its_score_is_proven(shares: Problem):
    plan = make_plan(shares, after_steps(3))  # model, solve, tidy
    verify(plan)
    assert plan.status == Status.INTERRUPTED
    assert plan.score == pytest.approx(plan.bound, rel=1e-9)
    answer = PlanAnswer(plan, {})
    assert exit_code(answer) == 4
    assert answer.lines("en")[2] == (
        "tidying ended early (interrupted): the score is proven best, the schedule is not tidied"
    )


@pytest.mark.parametrize("mode", Mode)
def test_stopped_in_the_first_solve_there_is_nothing(shares: Problem, mode: Mode):
    asked = replace(shares, scenario=replace(shares.scenario, mode=mode))
    with pytest.raises(Stopped):
        plan_problem(asked, after_steps(2))


def test_too_little_time_for_the_first_solve_is_an_error_that_says_so():
    problem = read_problem(str(SCENARIOS / "base.toml"), time_limit=1e-9)
    with pytest.raises(SolverError) as caught:
        plan_problem(problem)
    assert caught.value.lines("en") == ["not solved within 1e-09 s; raise time_limit"]


def test_without_a_time_limit_only_searches_have_one(make: Make):
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}})
    scenario = read_problem(str(path)).scenario
    assert (scenario.time_limit, scenario.search_seconds) == (None, 60)
    assert Patience.of(scenario.time_limit, SILENT).left == float("inf")
    given = read_problem(str(path), time_limit=5).scenario
    assert (given.time_limit, given.search_seconds) == (5, 5)


def test_the_clock_of_highs_goes_on_and_so_does_the_limit(model: Model):
    """A second run has what is left of the time, not what its first run left of its own option."""
    solver = highs.new_highs()
    highs.hand_over(solver, model)
    for _ in range(3):
        answer = highs.run(solver, model, Patience.of(60, SILENT))
        assert answer.status == Status.OPTIMAL
        assert 59 < solver.getOptionValue("time_limit")[1] - solver.getRunTime() <= 60
        solver.clearSolver()


def test_a_sweep_hears_the_listener(model: Model):
    with pytest.raises(Stopped):
        WarmSolver(model, Heard(lambda heard: True))


def test_the_smallest_shortfall_hears_the_listener_and_keeps_to_its_time(two_schools: Path):
    problem = read_problem(str(two_schools), required=["A", "B"])
    assert smallest_shortfall(problem).money.sum() == pytest.approx(20)  # 60 + 80 of 70 + 50
    with pytest.raises(Stopped):
        smallest_shortfall(problem, listener=Heard(lambda heard: True))
    late = replace(problem, scenario=replace(problem.scenario, time_limit=1e-9))
    with pytest.raises(SolverError, match="time_limit ended the search"):
        smallest_shortfall(late)


def test_reasons_are_asked_for_no_further_than_the_listener_wants(two_schools: Path):
    plan = make_plan(read_problem(str(two_schools)))

    class Enough(Listener):
        def breathe(self) -> None:
            raise Stopped

    with pytest.raises(Stopped):
        reasons(plan, Enough())


@pytest.mark.slow
def test_a_program_of_many_seconds_ends_within_a_few():
    """A million entries: stopped while it runs, it ends long before it would by itself."""
    problem = generated_problem(30_000, seed=1, near_ties=True)
    model, began = build_model(problem), time.monotonic()
    heard = Heard(lambda heard: time.monotonic() - began > 1)
    assert highs.solve(model, Patience(heard)).status == Status.INTERRUPTED
    assert time.monotonic() - began < 30
