"""Whole projects through `make_plan`: where they differ from shares in more than the score."""

from __future__ import annotations

import pytest

from portfolio.engine.model import build_model
from portfolio.errors import NoPlanError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan, plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.shortfall import smallest_shortfall
from portfolio.plan.verify import verify
from portfolio.terms import Mode
from tests.conftest import Make


def read(path: object) -> Problem:
    return read_problem(str(path), mode="whole", gap=0.0)


def planned(path: object) -> Plan:
    plan = make_plan(read(path))
    assert plan is not None
    verify(plan)
    return plan


@pytest.mark.parametrize("required", [["A", "B"], []])
def test_a_whole_plan_may_do_what_a_plan_in_shares_may_not(make: Make, required: list[str]) -> None:
    # A takes two years, B one, and B may begin no sooner than A. In shares A is at most half begun
    # in 2021, so B is too; whole, A counts as begun at once and B is finished in 2021.
    # 2021: 50 for A + 100 for B = 150; 2022: 50. Both required: shares have no plan, since B would
    # need 50 in each year and 2022 has but 50 for both. Whole: B's ten places from 2021, A's from
    # 2022: 0.5 * (50 + 100) = 75 points.
    path = make(
        {
            "A": {"duration": 2, "adds": {"S": 10}},
            "B": {"requires": "A", "adds": {"T": 10}},
        },
        {"S": {"need": 10}, "T": {"need": 10}},
        budget=[150, 50],
        promote={"required": required},
    )
    plan = planned(path)
    assert plan.score == pytest.approx(75)
    assert plan.bound == pytest.approx(75)
    assert plan.status == "optimal"
    if required:
        assert make_plan(read_problem(str(path), mode="shares")) is None
    else:  # less than the whole optimum: no bound of it
        assert plan.linear_optimum < 75


def test_pulling_forward_never_overspends_by_what_a_clerk_can_see(make: Make) -> None:
    # Together they cost 1,000,000.05, which no year has: 0.05 万元 is not to be tidied away.
    path = make(
        {
            "A": {"total_investment": 600000.05, "adds": {"S": 5}},
            "B": {"total_investment": 400000, "adds": {"S": 5}},
        },
        {"S": {"need": 10}},
        budget=[1000000, 1000000],
        promote={"required": ["A", "B"]},
    )
    plan = planned(path)
    assert sorted(plan.start_year) == [2021, 2022]


def test_a_project_too_long_for_the_horizon_is_named(make: Make) -> None:
    # One year, two years of work, and nothing else: the model has no column at all.
    path = make(
        {"A": {"spend_profile": "0.5;0.5", "adds": {"S": 1}}},
        {"S": {"need": 1, "weight": 0}},
        years=(2021, 2021),
        budget=[100],
        land=[0],
        year_weights=[1],
        promote={"required": ["A"]},
    )
    problem = read(path)
    assert build_model(problem, Mode.WHOLE).matrix.shape[1] == 0
    with pytest.raises(NoPlanError) as caught:
        plan_problem(problem)
    assert caught.value.lines("en")[1:] == [
        "a requirement that has to give way: A must be carried out"
    ]


def test_requirements_with_names_that_look_alike_are_told_apart(make: Make) -> None:
    # `A requires B_C` and `A_B requires C` give rows of one name; only the first is in the way.
    path = make(
        {
            "A": {"requires": "B_C", "adds": {"S": 1}},
            "A_B": {"requires": "C"},
            "B_C": {},
            "C": {},
        },
        {"S": {"need": 1}},
        promote={"required": ["A"], "excluded": ["B_C"]},
    )
    problem = read_problem(str(path))
    assert make_plan(problem) is None
    assert [words.en for words in smallest_shortfall(problem).collisions] == [
        "a requirement that has to give way: A requires B_C"
    ]


def test_a_requirement_that_fails_in_several_years_is_said_once(make: Make) -> None:
    # A works in both years, so it runs ahead of X, which is excluded, in 2021 and in 2022.
    path = make(
        {"A": {"duration": 2, "requires": "X", "adds": {"S": 1}}, "X": {}},
        {"S": {"need": 1}},
        promote={"required": ["A"], "excluded": ["X"]},
    )
    assert [words.zh for words in smallest_shortfall(read(path), Mode.WHOLE).collisions] == [
        "必须让步的要求：A 依赖 X"
    ]
