"""Steady work: consecutive years, each with its due share, against paper; and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from portfolio.cli.main import main
from portfolio.engine.model import build_model
from portfolio.errors import NoPlanError, VerificationError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan, plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.verify import verify
from portfolio.questions.alternatives.question import QUESTION as ALTERNATIVES
from portfolio.questions.contract import UsageError
from portfolio.questions.replan.rest import what_is_left
from portfolio.questions.replan.study import replan
from portfolio.terms import Mode
from tests.conftest import SCENARIOS, Make, complaints
from tests.test_replan import as_planned

NEED = {"S": {"need": 10}}
THREE = {"years": (2021, 2023), "land": [0, 0, 0], "year_weights": [0, 0, 1]}


def read(path: Path, **changes) -> Problem:
    return read_problem(str(path), mode="steady", gap=0.0, **changes)


def planned(path: Path, **changes) -> Plan:
    plan = make_plan(read(path, **changes))
    assert plan is not None
    verify(plan)
    assert plan.mode == "steady"
    return plan


def one(make: Make, budget: list[float], duration: float = 2, **more) -> Path:
    """Write a case of one project that costs 100 and meets the need, in three years."""
    cells = {"duration": duration, "adds": {"S": 10}} | more.pop("cells", {})
    return make({"A": cells}, NEED, budget=budget, **(THREE | more))


# ---- years of work ------------------------------------------------------------------------------


def test_a_year_of_work_spends_its_least_share(make: Make):
    # Two years are not enough for 100 (50 at most in a year, and 2022 has 10), so it takes all
    # three, with 0.1 of it in 2022. Where a year takes a fifth at least, 2022 has too little.
    path = one(make, [50, 10, 50])
    assert planned(path, least_share=0.1).spent == pytest.approx(np.array([[0.5, 0.1, 0.4]]))
    assert planned(path, least_share=0.1).score == pytest.approx(100)
    assert planned(path, least_share=0.2).score == pytest.approx(0)


def test_work_may_be_stretched_by_so_many_years(make: Make):
    # As above: three years are one more than the duration.
    path = one(make, [50, 10, 50])
    assert planned(path, stretch=1).score == pytest.approx(100)
    assert planned(path, stretch=0).score == pytest.approx(0)


def test_there_is_no_pause(make: Make):
    # In shares half of it waits a year for the other half; steady work does not.
    path = one(make, [50, 0, 50])
    shares = make_plan(read_problem(str(path)))
    assert shares is not None
    assert shares.score == pytest.approx(100)
    plan = planned(path)
    assert plan.score == pytest.approx(0)
    assert plan.bound == pytest.approx(0)
    assert plan.linear_optimum == pytest.approx(100)


@pytest.mark.parametrize(("budget", "score"), [([40, 40, 20], 100), ([50, 50, 0], 0)])
def test_the_pace_is_that_of_a_broken_duration(make: Make, budget: list[float], score: float):
    # 2.5 years: three of them at least, and 0.4 at most in each.
    plan = planned(one(make, budget, duration=2.5))
    assert plan.score == pytest.approx(score)
    if score:
        assert plan.spent == pytest.approx(np.array([[0.4, 0.4, 0.2]]))


def test_money_goes_out_as_early_as_the_rows_allow(make: Make):
    # A can have at most half in a year; B takes one year. 2021: A 50 + B 50 are all there is, so
    # both are finished in 2022 and A's rest comes then; nothing is left for 2023.
    path = make(
        {"A": {"duration": 2, "adds": {"S": 5}}, "B": {"total_investment": 50, "adds": {"S": 5}}},
        NEED,
        budget=[100, 100, 100],
        **THREE,
    )
    plan = planned(path)
    assert plan.spent == pytest.approx(np.array([[0.5, 0.5, 0], [1, 0, 0]]))
    assert planned(path).spent.tolist() == plan.spent.tolist()


def test_a_project_with_a_profile_follows_it(make: Make):
    # Less than the least share in its first year, and longer than any stretch would let it be.
    path = one(make, [5, 5, 90], duration=1, cells={"spend_profile": "0.05;0.05;0.9"})
    plan = planned(path, stretch=0)
    assert plan.spent == pytest.approx(np.array([[0.05, 0.05, 0.9]]))
    assert plan.score == pytest.approx(100)


def test_a_window_holds_start_and_end(make: Make):
    # Only 2022 and 2023: two years, with half in each. 2021 has the money, and is too early.
    cells = {"earliest_start": 2022, "latest_finish": 2023}
    assert planned(one(make, [50, 50, 50], cells=cells)).spent == pytest.approx(
        np.array([[0, 0.5, 0.5]])
    )
    assert planned(one(make, [50, 50, 10], cells=cells)).score == pytest.approx(0)


def test_it_counts_when_it_is_over(make: Make):
    # Finished in 2022 at the earliest: weights 0.2, 0.3 and 0.5 leave 80 points.
    plan = planned(one(make, [100, 100, 100], year_weights=[0.2, 0.3, 0.5]))
    assert plan.score == pytest.approx(80)
    assert plan.begun == pytest.approx(np.array([[1, 1, 1]]))
    assert plan.finished == pytest.approx(np.array([[0, 1, 1]]))
    assert (plan.start_year[0], plan.finish_year[0]) == (2021, 2022)


def test_what_does_not_fit_is_left_out_and_says_so(make: Make):
    plan = planned(one(make, [100, 100, 100], duration=4))
    assert plan.score == pytest.approx(0)
    assert plan.reasons["reason_en"][0] == "its duration of 4 years does not fit into the horizon"


def test_nothing_to_decide(make: Make):
    # An excluded project has no columns at all.
    path = one(make, [100, 100, 100], promote={"excluded": ["A"]})
    assert len(build_model(read(path), Mode.STEADY).work.project) == 0
    assert planned(path).score == pytest.approx(0)


def test_without_completion_it_is_still_carried_out_once(make: Make):
    # Contract, section 4: at most one start. Twice would serve 20, and earn 30 points more.
    path = one(make, [100, 100, 100], duration=1, rules={"ignore": ["completion"]})
    assert planned(path).score == pytest.approx(100)


# ---- the other rows -----------------------------------------------------------------------------


def test_its_land_comes_in_full_when_it_starts(make: Make):
    # 10 亩 are there by 2022, so it starts then, though half would have done for 2021.
    plan = planned(one(make, [100, 100, 100], cells={"land": 10}, land=[5, 5, 0]))
    assert (plan.start_year[0], plan.finish_year[0]) == (2022, 2023)
    assert planned(one(make, [100, 100, 100], cells={"land": 10}, land=[5, 4, 1])).score == 0


def test_requires_counts_its_start(make: Make):
    # As in tests/test_whole.py: A begins in 2021 and takes two years, so B may be built in 2021:
    # B's need from 2021 on, A's from 2022: 0.5 * (50 + 100). In shares B waits for the half of A.
    path = make(
        {"A": {"duration": 2, "adds": {"S": 10}}, "B": {"requires": "A", "adds": {"T": 10}}},
        NEED | {"T": {"need": 10}},
        budget=[150, 50],
    )
    plan = planned(path)
    assert plan.score == pytest.approx(75)
    assert plan.linear_optimum < 75 - 1


def test_after_waits_for_its_end(make: Make):
    # A is over in 2022 at the earliest, so B is built in 2023.
    path = make(
        {"A": {"duration": 2, "adds": {"S": 5}}, "B": {"after": "A", "adds": {"S": 5}}},
        NEED,
        budget=[100, 100, 100],
        **THREE,
    )
    plan = planned(path)
    assert plan.finish_year.tolist() == [2022, 2023]
    assert plan.score == pytest.approx(100)


def test_one_project_on_one_site(make: Make):
    path = make(
        {
            "A": {"site_group": "g", "adds": {"S": 4}},
            "B": {"site_group": "g", "duration": 2, "adds": {"S": 6}},
        },
        NEED,
        budget=[200, 200, 200],
        **THREE,
    )
    assert planned(path).carried_out.tolist() == [False, True]


def test_one_project_at_a_time(make: Make):
    # Each is under way for two years: three years hold but one of them.
    path = make(
        {name: {"duration": 2, "owner": "甲", "adds": {"S": 5}} for name in "AB"},
        NEED,
        budget=[200, 200, 200],
        limits={"under_way": {"owner": {"甲": 1}}},
        **THREE,
    )
    assert planned(path).score == pytest.approx(50)


def test_carry_over_bridges_a_year_without_money(make: Make):
    # A third in each of three years: the third of 2022 comes from what 2021 left.
    kept = {"budget_table": {"carry_over": True}}
    assert planned(one(make, [70, 0, 30], duration=3)).score == pytest.approx(0)
    plan = planned(one(make, [70, 0, 30], duration=3, **kept))
    assert plan.spent == pytest.approx(np.full((1, 3), 1 / 3))


@pytest.mark.parametrize(("there", "score"), [(100, 100), (99, 0)])
def test_a_purse_pays_for_all_of_it_or_nothing(make: Make, there: float, score: float):
    path = one(
        make,
        [200, 200, 200],
        purses={"own": {"total": 1}},
        budget_table={"purse": {"own": {"total": there}}},
    )
    assert planned(path).score == pytest.approx(score)


def test_a_transfer_comes_when_the_work_needs_it(make: Make):
    # The taker has nothing: 50 in 2021 and 50 in 2022 come from the giver, who has 100.
    path = one(
        make,
        [100, 100, 100],
        purses={"own": {"district": "东城区"}, "other": {"district": "西城区"}},
        budget_table={"purse": {"own": {"total": 0}, "other": {"total": 100}}},
    )
    transfer = '\n[[budget.transfer]]\nfrom = "other"\nto = "own"\nmax = 100\n'
    path.write_text(path.read_text(encoding="utf-8") + transfer, encoding="utf-8")
    plan = planned(path)
    assert plan.score == pytest.approx(100)
    assert plan.transferred == pytest.approx(np.array([[50, 50, 0]]))


def test_a_required_project_that_does_not_fit_names_what_is_short(make: Make):
    # 50, 10 and 50 with a fifth at least: 2022 lacks 10 万元 of the 20.
    path = one(make, [50, 10, 50], promote={"required": ["A"]})
    with pytest.raises(NoPlanError) as caught:
        plan_problem(read(path, least_share=0.2))
    assert caught.value.lines("en")[1:] == [
        "smallest shortfall: 2022 money +10.0000 万元 (+100.00%)"
    ]


# ---- what verification refuses ------------------------------------------------------------------


def spent(*shares: float) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, spent=np.array([shares]))


def course(begun: list[float], finished: list[float]) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, begun=np.array([begun]), finished=np.array([finished]))


@pytest.mark.parametrize(
    "wrong",
    [
        spent(0.5, 0.0, 0.5),  # a pause
        spent(0.5, 0.05, 0.45),  # less than the least share
        spent(0.6, 0.1, 0.3),  # faster than the duration allows
        spent(0.5, 0.1, 0.3),  # not paid in full
        spent(0.5, 0.1, 0.5),  # paid more than in full
        course([1, 1, 1], [0, 1, 1]),  # money after its end
        course([0, 1, 1], [0, 0, 1]),  # money before its start
        course([1, 1, 1], [1, 1, 1]),  # shorter than its duration
        course([0.5, 0.5, 0.5], [0, 0, 0.5]),  # by halves
        course([1, 1, 1], [0, 0, 0]),  # never finished
        course([1, 1, 1], [0, 0, 0.5]),  # finished by half
        lambda plan: replace(  # three years where only two are allowed
            plan, problem=replace(plan.problem, stretch=np.array([0]))
        ),
        lambda plan: replace(  # a larger least share than the plan was made for
            plan, problem=replace(plan.problem, least_share=np.array([0.2]))
        ),
        lambda plan: replace(  # outside its window
            plan, problem=replace(plan.problem, last=np.array([1]))
        ),
    ],
)
def test_a_course_that_is_not_steady_is_refused(make: Make, wrong: Callable[[Plan], Plan]):
    plan = planned(one(make, [200, 10, 200]))
    assert plan.spent == pytest.approx(np.array([[0.5, 0.1, 0.4]]))
    with pytest.raises(VerificationError) as caught:
        verify(wrong(plan))
    assert "A: course breaks its duration" in caught.value.lines("en")


def test_work_that_was_begun_may_not_wait(make: Make):
    plan = planned(one(make, [0, 50, 50]))
    begun = replace(plan.problem.opening, begun=np.ones(1), step=np.zeros(1))
    late = replace(plan, problem=replace(plan.problem, opening=begun))
    with pytest.raises(VerificationError) as caught:
        verify(late)
    assert caught.value.lines("zh") == ["A 已开工而停工"]
    assert caught.value.lines("en") == ["A: under way, and made to wait"]
    assert make_plan(late.problem).score == 0  # nor does the search let it


# ---- what may not stand in a scenario -----------------------------------------------------------


def test_a_least_share_that_cannot_be_kept_is_one_finding(make: Make):
    # 0.3 over 3 + 1 years of A, and over 3 + 1 of B (2.5 rounded up); C takes 1 + 1, D follows its
    # profile, and E is excluded.
    path = make(
        {
            "A": {"duration": 3, "adds": {"S": 1}},
            "B": {"duration": 2.5},
            "C": {},
            "D": {"spend_profile": "0.2;0.2;0.2;0.2;0.2"},
            "E": {"duration": 9},
        },
        NEED,
        promote={"excluded": ["E"]},
        solve={"mode": "steady", "least_share": 0.3},
    )
    zh = (
        "scenarios/tiny.toml solve.least_share：读到0.3，2 个项目做满最长年限时超过 1："
        "A（0.3 × 4 年）、B（0.3 × 4 年）；应为不超过 0.25 的数"
        "（least_share × (工期取整年 + stretch) 不超过 1）"
    )
    en = (
        "scenarios/tiny.toml, solve.least_share: found 0.3, more than 1 over the longest stretch "
        "of 2 projects: A (0.3 x 4 years), B (0.3 x 4 years); allowed: at most 0.25 "
        "(least_share x (duration in whole years + stretch) is at most 1)"
    )
    assert complaints(lambda: read_problem(str(path)), path.parents[1]) == [(zh, en)]
    assert read_problem(str(path), mode="shares").scenario.least_share == 0.3
    assert read_problem(str(path), least_share=0.25).scenario.mode == "steady"


def test_many_projects_are_counted_and_five_are_named(make: Make):
    names = [f"A{i}" for i in range(7)]
    path = make({name: {"duration": 10, "adds": {"S": 1}} for name in names}, NEED)
    ((zh, en),) = complaints(lambda: read(path), path.parents[1])
    assert zh.startswith(
        "scenarios/tiny.toml solve.least_share：读到0.1，7 个项目做满最长年限时超过 1：A0（"
    )
    assert "A4（0.1 × 11 年）等；应为不超过 0.090909 的数" in zh
    assert "7 projects: A0 (0.1 x 11 years), " in en
    assert "A4 (0.1 x 11 years), ...; allowed: at most 0.090909 (" in en


@pytest.mark.parametrize(
    ("key", "value", "zh", "en"),
    [
        ("least_share", 0, "大于 0、不超过 1 的数", "a number > 0 and <= 1"),
        ("least_share", 1.5, "大于 0、不超过 1 的数", "a number > 0 and <= 1"),
        ("stretch", -1, "不小于 0 的整数", "a whole number >= 0"),
        ("stretch", 0.5, "不小于 0 的整数", "a whole number >= 0"),
    ],
)
def test_keys_out_of_range(make: Make, key: str, value: float, zh: str, en: str):
    path = make({"A": {"adds": {"S": 1}}}, NEED, solve={"mode": "steady", key: value})
    assert complaints(lambda: read_problem(str(path)), path.parents[1]) == [
        (
            f"scenarios/tiny.toml solve.{key}：读到“{value}”；应为{zh}",
            f"scenarios/tiny.toml, solve.{key}: found '{value}'; allowed: {en}",
        )
    ]


def test_what_says_what_steady_is_cannot_be_ignored(make: Make):
    path = make({"A": {"adds": {"S": 1}}}, NEED, rules={"ignore": ["steady"]})
    ((zh, en),) = complaints(lambda: read(path), path.parents[1])
    assert zh.startswith(
        "scenarios/tiny.toml rules.ignore：读到“steady”；应为其中之一：completion,"
    )
    assert en.endswith(", under_way, land_held")


def test_one_mode_at_a_time(two_schools: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as caught:
        main(["plan", str(two_schools), "--whole", "--steady"])
    assert caught.value.code == 2
    assert "--whole 和 --steady 只用其中一个" in capsys.readouterr().err
    given = ALTERNATIVES.given(scenario=two_schools, whole=True, steady=True)
    with pytest.raises(UsageError, match="--whole or --steady, not both"):
        _ = given.changes
    assert ALTERNATIVES.given(scenario=two_schools, steady=True).changes == {"mode": "steady"}


# ---- a plan made anew on the way ----------------------------------------------------------------


def test_as_planned_it_is_planned_the_same(make: Make):
    # 0.5, 0.1 and 0.4 over three years: each rest is the one plan that is left.
    plan = planned(one(make, [50, 10, 50]))
    for as_of in (2021, 2022):
        again = replan(plan, as_planned(plan, as_of)).plan
        assert again.score == pytest.approx(100)
        assert again.spent == pytest.approx(plan.spent, abs=1e-6)
        assert again.mode == "steady"


def test_the_rest_keeps_its_money_and_its_years(make: Make):
    # After a year with half of it, a tenth of the whole is a fifth of the rest; of two years and
    # one more, one is over: the rest takes one, and may be stretched by one. After two years with
    # 0.6, it is one year, no stretch is left, and the least share is a quarter of what is left.
    plan = planned(one(make, [50, 10, 50]))
    rest = what_is_left(plan.problem, as_planned(plan, 2021), plan.funded).problem
    assert (rest.least_share[0], rest.stretch[0]) == pytest.approx((0.2, 1))
    assert rest.duration[0] == pytest.approx(1)
    rest = what_is_left(plan.problem, as_planned(plan, 2022), plan.funded).problem
    assert (rest.least_share[0], rest.stretch[0]) == pytest.approx((0.25, 0))


def test_work_under_way_goes_on_at_once(make: Make):
    # Half was done in 2021. In shares and whole the rest may wait for the money of 2023.
    path = one(make, [50, 50, 50])
    plan = planned(path)
    poor = replace(plan, problem=plan.problem.with_money(by_year=[50, 0, 50]))
    with pytest.raises(NoPlanError):
        replan(poor, as_planned(plan, 2021))
    whole = make_plan(read_problem(str(path), mode="whole", gap=0.0))
    assert whole is not None
    poor = replace(whole, problem=whole.problem.with_money(by_year=[50, 0, 50]))
    assert replan(poor, as_planned(whole, 2021)).plan.score == pytest.approx(100)


# ---- the shipped plan ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Plan:
    return plan_problem(read_problem(str(SCENARIOS / "base_steady.toml")))


def test_the_shipped_scenario_is_planned_to_its_gap(shipped: Plan):
    assert shipped.status == "optimal"
    assert shipped.gap <= 1e-4
    assert shipped.carried_out.sum() == 41
    # No project `requires` another: what is steady is possible in shares, and they bound it.
    assert shipped.bound <= shipped.linear_optimum


def test_no_line_of_the_shipped_plan_needs_explaining(shipped: Plan):
    # What nobody could explain in shares: slivers of 2 %, a pause, a tail of 4 %.
    for p in np.flatnonzero(shipped.carried_out):
        years = np.flatnonzero(shipped.spent[p] > 0)
        assert (np.diff(years) == 1).all()
        assert shipped.spent[p, years].min() >= 0.1 - 1e-9


def test_the_shipped_scenario_needs_its_land_earlier():
    with pytest.raises(NoPlanError) as caught:
        plan_problem(read_problem(str(SCENARIOS / "base.toml"), mode="steady"))
    assert caught.value.lines("zh")[1:] == ["最小缺口：2021 年用地再加 322.5900 亩（+32.46%）"]
