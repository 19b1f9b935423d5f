"""The one way from a plan to JSON and back."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import SCENARIOS

from portfolio.inputs.read import read_problem
from portfolio.plan.make import plan_problem
from portfolio.plan.record import VERSION, recall, record
from portfolio.plan.verify import verify


@pytest.mark.parametrize("name", ["base", "open_competition"])
def test_a_plan_comes_back_to_the_last_bit(name: str):
    problem = read_problem(str(SCENARIOS / f"{name}.toml"))
    plan = plan_problem(problem)
    kept = json.loads(json.dumps(record(plan)))
    again = recall(problem, kept)
    assert (again.mode, again.status, again.bound) == (plan.mode, plan.status, plan.bound)
    assert again.linear_optimum == plan.linear_optimum
    for course in ("spent", "begun", "finished"):
        assert (getattr(again, course) == getattr(plan, course)).all()
    assert again.prices.keys() == plan.prices.keys()
    assert all((again.prices[family] == plan.prices[family]).all() for family in plan.prices)
    assert again.score == plan.score
    verify(again)
    assert record(again) == record(plan)


def test_a_plan_that_is_read_back_can_say_its_reasons(two_schools: Path):
    problem = read_problem(str(two_schools))
    plan = plan_problem(problem)
    again = recall(problem, json.loads(json.dumps(record(plan))))
    assert again.reasons.equals(plan.reasons)


def test_another_version_is_refused(two_schools: Path):
    problem = read_problem(str(two_schools))
    kept = record(plan_problem(problem)) | {"record": VERSION + 1}
    with pytest.raises(ValueError, match=f"version {VERSION + 1}, not {VERSION}"):
        recall(problem, kept)


def test_the_plan_of_another_problem_is_refused(two_schools: Path):
    kept = record(plan_problem(read_problem(str(two_schools))))
    with pytest.raises(ValueError, match="another problem"):
        recall(read_problem(str(SCENARIOS / "base.toml")), kept)


def test_a_plan_without_projects_comes_back(make):
    scenario = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, promote={"excluded": ["A"]})
    problem = read_problem(str(scenario))
    plan = plan_problem(problem)
    again = recall(problem, json.loads(json.dumps(record(plan))))
    assert np.array_equal(again.spent, plan.spent)
