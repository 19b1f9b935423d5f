"""`verify` passes plans that hold, and names what is broken in each of those that do not."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import (
    SCENARIOS,
    write_chain,
    write_land_binds,
    write_profiled,
    write_two_schools,
)

from portfolio.engine.highs import solve
from portfolio.engine.model import build_model
from portfolio.errors import VerificationError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan, plan_of
from portfolio.plan.plan import Plan
from portfolio.plan.verify import verify
from portfolio.terms import Mode

TINY = [write_two_schools, write_land_binds, write_chain, write_profiled]
SHIPPED = sorted(SCENARIOS.glob("*.toml"))
HIGH = 1e9  # a bound that no score reaches, where the score is not what is tested


def name_of(source) -> str:
    return getattr(source, "stem", None) or source.__name__.removeprefix("write_")


def broken(plan: Plan, lang: str = "en") -> list[str]:
    """Return the lines with which a plan fails."""
    with pytest.raises(VerificationError) as caught:
        verify(plan)
    return caught.value.lines(lang)


def free(problem: Problem, *spent: list[float], bound: float = HIGH) -> Plan:
    """Return a plan of free projects, made by hand: what is spent in a year is finished in it."""
    shares = np.array(spent, dtype=float)
    course = np.cumsum(shares, axis=1)
    return Plan(problem, "shares", "optimal", bound, shares, course, course.copy())


def started(problem: Problem, *starts: list[float], mode: str = "shares") -> Plan:
    """Return a plan of projects that follow a profile, made by hand from the years of start."""
    shares = np.array(starts, dtype=float)
    n = shares.shape[1]
    spent, finished = np.zeros_like(shares), np.zeros_like(shares)
    for p, s in np.argwhere(shares > 0):
        whole_years = int(np.ceil(problem.duration[p] - 1e-9))
        profile = problem.projects["spend_profile"][p] or [1 / whole_years] * whole_years
        for j, part in enumerate(profile):
            if s + j < n:
                spent[p, s + j] += part * shares[p, s]
        finished[p, s + len(profile) - 1 :] += shares[p, s]
    return Plan(problem, mode, "optimal", HIGH, spent, np.cumsum(shares, axis=1), finished)


def tamper(plan: Plan, **tables) -> Plan:
    """Put other tables in the place of those that the plan would derive."""
    copy = replace(plan)
    copy.__dict__.update(tables)
    return copy


# ---- what holds ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_every_shipped_plan_holds(path):
    plan = make_plan(read_problem(str(path), mode="shares"))
    assert plan is not None
    verify(plan)


@pytest.mark.parametrize("write", TINY, ids=name_of)
@pytest.mark.parametrize("whole", [False, True])
def test_every_tiny_plan_holds(tmp_path, write, whole):
    problem = read_problem(str(write(tmp_path)))
    model = build_model(problem, Mode.WHOLE if whole else Mode.SHARES)
    answer = solve(model)
    verify(plan_of(model, answer, answer.bound))
    if not whole:
        plan = make_plan(problem)
        assert plan is not None
        verify(plan)


def test_plans_made_by_hand_hold(make):
    # The two builders of this file make plans that hold, so what fails below is what is changed.
    case = (
        {"A": {"duration": 2, "adds": {"S": 1}}, "B": {"spend_profile": "0.5;0.5"}},
        {"S": {"need": 1}},
    )
    problem = read_problem(str(make(*case)))
    verify(free(replace(problem, profile_length=problem.profile_length * 0), [0.5, 0.5], [0, 0]))
    verify(started(problem, [1, 0], [1, 0], mode="whole"))


# ---- money and land -----------------------------------------------------------------------------


def test_money_over_the_budget_of_one_year(two_schools):
    # A and a quarter of B in 2021: 60 + 20 of 70.
    plan = free(read_problem(str(two_schools)), [1, 0], [0.25, 0])
    assert broken(plan, "zh") == ["2021 年投资超出预算 10.0000 万元"]
    assert broken(plan, "en") == ["2021: money exceeds the budget by 10.0000"]


def test_money_that_is_not_carried_over(two_schools):
    # 60 of 70 in 2021, but 60 of 50 in 2022: what is left of 2021 may be used only if it may.
    problem = read_problem(str(two_schools))
    plan = free(problem, [1, 0], [0, 0.75])
    assert broken(plan, "zh") == ["2022 年投资超出预算 10.0000 万元"]
    kept = replace(problem, scenario=replace(problem.scenario, carry_over=True))
    verify(replace(plan, problem=kept))
    more = free(kept, [1, 0], [0, 0.76])
    assert broken(more, "zh") == ["2022 年投资超出预算 0.8000 万元"]


def test_money_cannot_be_carried_back(two_schools):
    problem = read_problem(str(two_schools))
    kept = replace(problem, scenario=replace(problem.scenario, carry_over=True))
    assert broken(free(kept, [1, 0], [0.25, 0]), "zh") == ["2021 年投资超出预算 10.0000 万元"]


def test_money_over_the_ceiling_of_a_source(make):
    path = make(
        {"A": {"funding": "private", "adds": {"S": 1}}, "B": {}},
        {"S": {"need": 1}},
        budget_table={"funding": {"private": {"by_year": [30, 30]}}},
    )
    plan = free(read_problem(str(path)), [0.25, 0.5], [0.5, 0])
    assert broken(plan, "zh") == ["2022 年private投资超出预算 20.0000 万元"]
    assert broken(plan, "en") == ["2022 private: money exceeds the budget by 20.0000"]


def test_a_cent_is_forgiven_and_no_more(two_schools):
    # 0.01 万元 (contract, section 5).
    problem = read_problem(str(two_schools))
    verify(free(problem, [1, 0], [10.009 / 80, 0]))
    assert broken(free(problem, [1, 0], [10.02 / 80, 0])) != []


def test_land_over_the_quota(land_binds):
    # C and 0.4 of H in 2021: 10 + 20 亩 of 20.
    plan = free(read_problem(str(land_binds)), [0.4, 0], [1, 0])
    assert broken(plan, "zh") == ["2021 年供地超出指标"]
    assert broken(plan, "en") == ["2021: land exceeds the quota"]


def test_work_before_its_land(land_binds):
    # H begins in 2021 on land that is released in 2022.
    plan = free(read_problem(str(land_binds)), [0.2, 0], [0, 0])
    verify(plan)
    late = tamper(plan, land_release=np.array([[0.0, 10.0], [0.0, 0.0]]))
    assert broken(late, "zh") == ["H 先动工后供地"]
    assert broken(late, "en") == ["H: work before its land"]


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ({"min_investment": 60}, "health: investment 50.00 is not in 60.00 to inf"),
        ({"max_investment": 40}, "health: investment 50.00 is not in 0.00 to 40.00"),
        ({"min_share": 0.5}, "health: investment 50.00 is not in 75.00 to inf"),
        ({"max_share": 0.2}, "health: investment 50.00 is not in 0.00 to 30.00"),
    ],
)
def test_limits(make, limit, words):
    # 100 for A in 2021 and 50 for H in 2022: 150 in all, a third of it for health.
    path = make(
        {"A": {"adds": {"S": 1}}, "H": {"domain": "health"}},
        {"S": {"need": 1}},
        limits={"domain": {"health": limit}},
    )
    assert broken(free(read_problem(str(path)), [1, 0], [0, 0.5])) == [words]


# ---- the course of one project ------------------------------------------------------------------


@pytest.fixture
def slow(make) -> Problem:
    """A takes two years, within 2022-2024 of 2021-2025."""
    return read_problem(
        str(
            make(
                {
                    "A": {
                        "duration": 2,
                        "earliest_start": 2022,
                        "latest_finish": 2024,
                        "adds": {"S": 1},
                    }
                },
                {"S": {"need": 1}},
                years=(2021, 2025),
                budget=[100] * 5,
                land=[0] * 5,
                year_weights=[0.2] * 5,
            )
        )
    )


def test_pace_above_one_in_the_duration(slow):
    verify(free(slow, [0, 0.5, 0.25, 0.25, 0]))
    plan = free(slow, [0, 0.6, 0.2, 0.2, 0])
    assert broken(plan, "zh") == ["A 的进度不合工期或年度比例"]
    assert broken(plan, "en") == ["A: course breaks its duration"]


@pytest.mark.parametrize("spent", [[0.2, 0.4, 0.4, 0, 0], [0, 0, 0.4, 0.4, 0.2]])
def test_money_outside_the_window(slow, spent):
    plan = free(slow, spent)
    assert broken(plan, "zh") == ["A 在时间窗口之外投资"]
    assert broken(plan, "en") == ["A: money outside its window"]


def test_more_than_the_whole_project(slow):
    plan = free(slow, [0, 0.4, 0.4, 0.4, 0])
    assert broken(plan, "zh") == ["A 的投资份额超出 0 到 1"]
    assert broken(plan, "en") == ["A: shares outside 0 to 1"]


def test_less_than_nothing(slow):
    lines = broken(free(slow, [0, 0.5, -0.1, 0.5, 0]))
    assert lines[0] == "A: shares outside 0 to 1"


def test_work_that_is_begun_or_finished_without_money(slow):
    plan = free(slow, [0, 0.5, 0, 0, 0])
    begun = np.array([[0, 0.5, 1, 1, 1]])
    assert broken(replace(plan, begun=begun)) == ["A: course breaks its duration"]
    assert broken(replace(plan, finished=begun)) == ["A: course breaks its duration"]


@pytest.mark.parametrize("course", ["spent", "begun", "finished"])
def test_a_number_that_is_none_never_holds(slow, course):
    plan = free(slow, [0, 0.5, 0.5, 0, 0])
    holed = getattr(plan, course).copy()
    holed[0, 2] = np.nan
    broken(replace(plan, **{course: holed}))


@pytest.fixture
def steady(make) -> Problem:
    """A spends 0.3 and 0.7, and may start in 2021 or 2022 (its window ends in 2023)."""
    return read_problem(
        str(
            make(
                {"A": {"spend_profile": "0.3;0.7", "latest_finish": 2023, "adds": {"S": 1}}},
                {"S": {"need": 1}},
                years=(2021, 2024),
                budget=[100] * 4,
                land=[0] * 4,
                year_weights=[0.25] * 4,
            )
        )
    )


def test_a_profile_that_is_followed(steady):
    verify(started(steady, [0.5, 0.25, 0, 0]))
    verify(started(steady, [1, 0, 0, 0]))


@pytest.mark.parametrize(
    ("course", "values"),
    [
        ("spent", [0.5, 0.5, 0, 0]),  # evenly instead
        ("spent", [0.3, 0, 0.7, 0]),  # with a break
        ("finished", [1, 1, 1, 1]),  # finished in its first year
        ("finished", [0, 0, 1, 1]),  # finished a year late
        ("begun", [0.3, 1, 1, 1]),  # begun like a free project
    ],
)
def test_a_profile_that_is_not_followed(steady, course, values):
    plan = replace(started(steady, [1, 0, 0, 0]), **{course: np.array([values], dtype=float)})
    assert broken(plan, "en") == ["A: course breaks its duration"]
    assert broken(plan, "zh") == ["A 的进度不合工期或年度比例"]


def test_a_profile_that_runs_out_of_its_window(steady):
    # Started in 2023 it spends 0.7 in 2024; the window ends in 2023.
    assert broken(started(steady, [0, 0, 1, 0])) == [
        "A: money outside its window",
        "A: course breaks its duration",
    ]


def test_a_whole_project_that_is_a_fraction(steady):
    plan = started(steady, [0.5, 0, 0, 0])
    verify(plan)
    assert broken(replace(plan, mode="whole"), "en") == ["A: course breaks its duration"]
    assert broken(replace(plan, mode="whole"), "zh") == ["A 的进度不合工期或年度比例"]


def test_a_whole_project_that_starts_twice_by_halves(steady):
    plan = started(steady, [0.5, 0.5, 0, 0], mode="whole")
    assert broken(plan) == ["A: course breaks its duration"]


def test_a_whole_project_without_a_profile_spends_evenly(make):
    # 1.5 years are two whole ones: a half each.
    case = {"A": {"duration": 1.5, "adds": {"S": 1}}}, {"S": {"need": 1}}
    problem = read_problem(str(make(*case)))
    plan = started(problem, [1, 0], mode="whole")
    assert plan.spent.tolist() == [[0.5, 0.5]]
    verify(plan)
    uneven = replace(plan, spent=np.array([[0.6, 0.4]]))
    assert broken(uneven) == ["A: course breaks its duration"]
    free_pace = replace(plan, finished=np.array([[0.5, 1.0]]))
    assert broken(free_pace) == ["A: course breaks its duration"]


# ---- requirements -------------------------------------------------------------------------------


def pair(make, b: dict | None = None, **scenario) -> Problem:
    path = make({"A": {"adds": {"S": 1}}, "B": b or {}}, {"S": {"need": 1}}, **scenario)
    return read_problem(str(path))


@pytest.mark.parametrize("spent", [[0, 0], [0.5, 0.4]])
def test_required_but_left_out_or_cut_short(make, spent):
    plan = free(pair(make, promote={"required": ["B"]}), [0, 0], spent)
    assert broken(plan, "zh") == ["B 必须实施但没有完整安排"]
    assert broken(plan, "en") == ["B: required but not carried out"]


def test_excluded_but_taken(make):
    plan = free(pair(make, promote={"excluded": ["B"]}), [0, 0], [0, 0.1])
    assert broken(plan, "zh") == ["B 不得实施但被安排"]
    assert broken(plan, "en") == ["B: excluded but carried out"]


def test_work_ahead_of_what_it_requires(make):
    problem = pair(make, {"requires": "A"})
    verify(free(problem, [0.5, 0.5], [0.5, 0]))
    plan = free(problem, [0.2, 0.8], [0.3, 0])  # ahead in 2021 only
    assert broken(plan, "zh") == ["B 先于所依赖的 A"]
    assert broken(plan, "en") == ["B runs ahead of A, its need"]


def test_a_site_used_twice(make):
    path = make(
        {"A": {"site_group": "north", "adds": {"S": 1}}, "B": {"site_group": "north;south"}},
        {"S": {"need": 1}},
    )
    problem = read_problem(str(path))
    verify(free(problem, [0.5, 0], [0, 0.5]))
    plan = free(problem, [0.75, 0], [0, 0.5])
    assert broken(plan, "zh") == ["用地 north 被重复安排"]
    assert broken(plan, "en") == ["site north is used twice"]


def test_too_many_projects_under_way(make):
    # One owner can have one project under way: B may start when A is finished, not beside it.
    owner = {"owner": "教育局", "adds": {"S": 1}}
    problem = read_problem(
        str(
            make(
                {"A": owner, "B": owner},
                {"S": {"need": 1}},
                budget=[200, 200],
                limits={"under_way": {"owner": {"教育局": 1}}},
            )
        )
    )
    verify(started(problem, [1, 0], [0, 1], mode="whole"))
    plan = started(problem, [1, 0], [1, 0], mode="whole")
    assert broken(plan, "zh") == ["2021 年 教育局 在建 2 项，超过 1 项"]
    assert broken(plan, "en") == ["2021 教育局: 2 projects under way, more than 1"]


# ---- tables and score ---------------------------------------------------------------------------


@pytest.fixture
def whole_plan(two_schools) -> Plan:
    return free(read_problem(str(two_schools)), [1, 0], [0.125, 0.625])


def test_an_allocation_that_does_not_add_up(whole_plan):
    table = whole_plan.allocation.copy()
    table.loc[0, "investment"] += 1
    assert broken(tamper(whole_plan, allocation=table), "en") == [
        f"{name} and allocation differ"
        for name in (
            "cash_flow",
            "projects",
            "cash_flow_detail district",
            "cash_flow_detail domain",
            "cash_flow_detail funding",
        )
    ]
    assert broken(tamper(whole_plan, allocation=table.iloc[1:]), "zh")[:2] == [
        "cash_flow 与 allocation 的投资不一致",
        "projects 与 allocation 的投资不一致",
    ]


def test_a_cash_flow_that_does_not_add_up(whole_plan):
    table = whole_plan.cash_flow.copy()
    table.loc[1, "investment"] -= 1
    assert broken(tamper(whole_plan, cash_flow=table)) == ["cash_flow and allocation differ"]


def test_a_project_table_that_does_not_add_up(land_binds):
    plan = free(read_problem(str(land_binds)), [0.2, 0.4], [1, 0])
    table = plan.course.copy()
    table.loc[0, "land"] += 1
    assert broken(tamper(plan, course=table), "en") == ["land in projects and allocation differ"]
    assert broken(tamper(plan, course=table), "zh") == ["projects 与 allocation 的用地不一致"]


def test_a_score_that_is_wrong(whole_plan):
    verify(replace(whole_plan, bound=80.0))
    plan = tamper(whole_plan, score=80.001)
    assert broken(plan, "zh") == ["得分应为 80.000000"]
    assert broken(plan, "en") == ["the score should be 80.000000"]


def test_the_score_counts_what_lies_beyond_the_need(make):
    # 150 places of 100 in both years: 1 + 0.3 * 0.5 needs, so 115 points.
    path = make({"A": {"adds": {"S": 150}}}, {"S": {"need": 100}})
    plan = free(read_problem(str(path)), [1, 0])
    assert plan.score == pytest.approx(115)
    verify(plan)
    assert broken(tamper(plan, score=100.0)) == ["the score should be 115.000000"]


@pytest.mark.parametrize("bound", [79.9, float("nan")])
def test_a_score_above_its_bound(whole_plan, bound):
    plan = replace(whole_plan, bound=bound)
    assert broken(plan, "zh") == ["得分超过上界"]
    assert broken(plan, "en") == ["the score exceeds its bound"]


def test_everything_that_is_broken_is_named_at_once(two_schools):
    problem = read_problem(str(two_schools))
    problem = replace(problem, excluded=np.array([False, True]))
    plan = free(problem, [0.5, 0.5], [0.5, 0.5], bound=10.0)
    # B is excluded; 2022 spends 30 + 40 of 50; the score is above 10.
    assert broken(plan, "zh") == [
        "B 不得实施但被安排",
        "2022 年投资超出预算 20.0000 万元",
        "得分超过上界",
    ]


def test_a_solved_plan_breaks_with_any_project_taken_out():
    # On the real base case every planned project is required.
    path: Path = SCENARIOS / "base.toml"
    plan = make_plan(read_problem(str(path)))
    assert plan is not None
    p = plan.problem.ids.index("P08")
    without = {word: getattr(plan, word).copy() for word in ("spent", "begun", "finished")}
    for course in without.values():
        course[p] = 0
    assert "P08: required but not carried out" in broken(replace(plan, **without))
