"""Planning anew on the way: history is fixed, the rest is planned, the progress is judged."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from portfolio.cli import main as cli
from portfolio.errors import NoPlanError
from portfolio.inputs.read import read_problem
from portfolio.inputs.sheet import write_table
from portfolio.plan.in_hand import read_in_hand
from portfolio.plan.issued import as_issued
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.summary import summary
from portfolio.questions.plan.answer import report_pictures
from portfolio.questions.plan.pictures.past import EDGE
from portfolio.questions.plan.pictures.schedule import lay_out, span
from portfolio.questions.replan import study
from portfolio.questions.replan.actuals import Actuals, read_actuals, years_until
from portfolio.questions.replan.answer import ReplanAnswer
from portfolio.questions.replan.evaluation import (
    TOLERANCE,
    evaluate_indicators,
    evaluate_projects,
    evaluation,
    judge,
)
from portfolio.questions.replan.rules import ACTUALS, DONE
from portfolio.questions.replan.template import template, write_template
from portfolio.questions.replan.warnings import silent_projects
from portfolio.report.plain import as_json
from tests.conftest import DATA, ROOT, SCENARIOS, complaints, write_csv


def as_planned(plan: Plan, as_of: int) -> Actuals:
    """Actuals that are the plan, to the last digit."""
    m = len(years_until(plan.problem, as_of))
    progress, p_count = np.cumsum(plan.spent, axis=1)[:, :m], len(plan.problem.ids)
    return Actuals(
        as_of,
        plan.investment[:, :m].copy(),
        plan.land_release[:, :m].copy(),
        np.where(progress >= DONE, 1.0, progress),
        np.full(p_count, np.nan),
        np.full(p_count, np.nan),
        np.ones(p_count, dtype=bool),
    )


def write_report(plan: Plan, folder: Path) -> None:
    """Write what a plan that was issued is read from."""
    folder.mkdir()
    write_table(plan.allocation, folder / "allocation.csv")
    (folder / "plan.json").write_text(as_json(summary(plan)), encoding="utf-8")


def write_actuals(folder: Path, *rows: dict) -> Path:
    path = folder / "actuals.csv"
    write_csv(path, list(ACTUALS), [{"year": 2021} | row for row in rows])
    return path


def replan(planned: Plan, actuals: Actuals) -> Plan:
    return study.replan(planned, actuals).plan


def made_anew(scenario: Path, *rows: dict, as_of: int = 2021, **changes) -> Plan:
    problem = read_problem(str(scenario), **changes)
    actuals = read_actuals(problem, write_actuals(scenario.parent, *rows), as_of)
    return replan(plan_problem(problem), actuals)


def done(name: str, money: float, progress: float | str, **cells) -> dict:
    return {"project_id": name, "investment": money, "progress": progress, **cells}


# ---- as planned --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["two_schools", "land_binds", "chain"])
def test_actuals_as_planned_give_the_planned_score(case, request):
    plan = plan_problem(read_problem(str(request.getfixturevalue(case))))
    again = replan(plan, as_planned(plan, 2021))
    assert again.score == pytest.approx(plan.score, rel=1e-6)
    assert again.bound == pytest.approx(plan.bound, rel=1e-9)
    assert again.investment == pytest.approx(plan.investment, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "as_of"), [("base", 2023), ("open_competition", 2022), ("land_down_15", 2024)]
)
def test_the_shipped_scenarios_as_planned_give_the_planned_score(name, as_of):
    # Land is released ahead of work here, and projects are planned in part.
    plan = plan_problem(read_problem(str(SCENARIOS / f"{name}.toml")))
    again = replan(plan, as_planned(plan, as_of))
    assert again.bound == pytest.approx(plan.bound, rel=1e-6)
    assert again.score == pytest.approx(plan.score, rel=1e-6)


def test_whole_projects_as_planned_give_the_planned_score(profiled):
    plan = plan_problem(read_problem(str(profiled), mode="whole"))
    for as_of in (2021, 2022):  # F and G run from 2022 to 2023
        again = replan(plan, as_planned(plan, as_of))
        assert again.score == pytest.approx(50)
        assert again.mode == "whole"
        assert again.finished[:, -1] == pytest.approx([1, 1])


# ---- overruns ----------------------------------------------------------------------------------


def test_an_overrun_takes_money_from_what_is_not_begun(two_schools):
    # A has cost 60 for three quarters of it and will cost 80: 20 of the 50 of 2022 finish it, the
    # other 30 build 15 places of B. 45 places, then 75: 0.4 * 45 + 0.6 * 75 = 63.
    plan = made_anew(two_schools, done("A", 60, 0.75, new_total=80))
    assert plan.score == pytest.approx(63)
    assert plan.problem.cost == pytest.approx([80, 80])
    assert plan.investment == pytest.approx(np.array([[60, 20], [0, 30]]))
    assert plan.begun[0] == pytest.approx([0.75, 1])


def test_an_overrun_that_does_not_fit_names_the_money(two_schools):
    # The rest of A is 90, the money of 2022 only 50.
    with pytest.raises(NoPlanError) as caught:
        made_anew(two_schools, done("A", 60, 0.75, new_total=150))
    assert caught.value.lines("en")[1:] == [
        "smallest shortfall: 2022 money +40.0000 万元 (+80.00%)"
    ]
    assert caught.value.lines("zh")[1:] == ["最小缺口：2022 年资金再加 40.0000 万元（+80.00%）"]


def test_a_finished_project_needs_no_more_money(two_schools):
    # A was finished for 50: 60 places. All of the 50 of 2022 build 25 places of B.
    plan = made_anew(two_schools, done("A", 50, "", finished="是"))
    assert plan.score == pytest.approx(0.4 * 60 + 0.6 * 85)
    assert plan.problem.cost[0] == 50


# ---- delays ------------------------------------------------------------------------------------


@pytest.fixture
def one_school(make):
    """A costs 90 and adds all that is needed; 30 are spent on a third of it in 2021."""
    return make(
        {"A": {"total_investment": 90, "adds": {"S": 90}}},
        {"S": {"need": 90}},
        years=(2021, 2023),
        budget=[30, 60, 60],
        land=[0, 0, 0],
        year_weights=[0.2, 0.3, 0.5],
    )


def test_a_delay_stretches_what_is_under_way(one_school):
    on_time = made_anew(one_school, done("A", 30, "33.33333333%"))
    assert on_time.score == pytest.approx(100 * (0.2 / 3 + 0.3 + 0.5))
    # The other two thirds take the two years up to 2023: half of them, 30 万元, in each.
    late = made_anew(one_school, done("A", 30, "33.33333333%", earliest_finish=2023))
    assert late.score == pytest.approx(100 * (0.2 / 3 + 0.3 * 2 / 3 + 0.5))
    assert late.investment[0] == pytest.approx([30, 30, 30])
    assert late.finish_year == pytest.approx([2023])


def test_a_delay_moves_the_start_of_what_is_not_begun(one_school):
    late = made_anew(one_school, done("A", 0, 0, earliest_finish=2023))
    assert late.investment[0] == pytest.approx([0, 0, 60])  # the money of one year
    assert late.score == pytest.approx(100 * 0.5 * 60 / 90)


def test_what_cannot_be_finished_goes_on_as_far_as_time_allows(one_school):
    # The rest takes the four years up to 2025; two of them are left: 1/3 + 2/3 * 2/4 = 2/3.
    plan = made_anew(one_school, done("A", 30, "33.33333333%", earliest_finish=2025))
    assert plan.funded == pytest.approx([2 / 3])
    assert plan.score == pytest.approx(100 * (0.2 / 3 + 0.3 / 2 + 0.5 * 2 / 3))
    why = plan.reasons
    assert why.loc[0, "reason_zh"] == "必须继续，但到 2023 年完不成"
    assert why.loc[0, "reason_en"] == "must go on, but cannot be finished by 2023"


def test_whole_work_that_cannot_be_finished_counts_for_nothing(one_school):
    row = done("A", 30, "33.33333333%", earliest_finish=2025)
    plan = made_anew(one_school, row, mode="whole")
    assert plan.score == 0
    assert plan.investment[0] == pytest.approx([30, 15, 15])  # two of the four years' 60


def test_a_delayed_profile_waits_before_it_goes_on(make):
    # 20 of 80 are spent and done; the rest, one year of work, is to end in 2023.
    scenario = make(
        {"F": {"total_investment": 80, "spend_profile": "0.25;0.75", "adds": {"S": 80}}},
        {"S": {"need": 80}},
        years=(2021, 2023),
        budget=[20, 60, 60],
        land=[0, 0, 0],
        year_weights=[0.2, 0.3, 0.5],
    )
    on_time = made_anew(scenario, done("F", 20, 0.25))
    assert on_time.investment[0] == pytest.approx([20, 60, 0])
    late = made_anew(scenario, done("F", 20, 0.25, earliest_finish=2023))
    assert late.investment[0] == pytest.approx([20, 0, 60])
    assert late.score == pytest.approx(50)


# ---- what is under way -------------------------------------------------------------------------

POOR = {"A": {"adds": {"S": 10}}, "B": {"adds": {"S": 100}}}


def test_what_is_under_way_may_not_be_dropped(make):
    # B was planned, A was begun: the 90 of 2022 must finish A, 10 places in all.
    plan = made_anew(make(POOR, {"S": {"need": 100}}, budget=[10, 90]), done("A", 10, 0.1))
    assert plan.score == pytest.approx(0.5 * 1 + 0.5 * 10)


def test_may_drop_lets_it_go(make):
    scenario = make(POOR, {"S": {"need": 100}}, budget=[10, 90], replan={"may_drop": ["A"]})
    plan = made_anew(scenario, done("A", 10, 0.1))
    assert plan.score == pytest.approx(0.5 * 1 + 0.5 * (1 + 90))
    assert plan.funded == pytest.approx([0.1, 0.9], abs=1e-5)


def test_what_is_given_up_is_named_and_its_frame_ends(make):
    # The 100 of 2022 build B, and A stays at a tenth: its frame is 2021, and a word says why.
    given_up = {"replan": {"may_drop": ["A"]}, "solve": {"mode": "whole"}}
    scenario = make(POOR, {"S": {"need": 100}}, budget=[10, 100], **given_up)
    problem = read_problem(str(scenario))
    path = write_actuals(scenario.parent, done("A", 10, 0.1))
    found = study.replan(plan_problem(problem), read_actuals(problem, path, 2021))
    assert found.plan.stopped.tolist() == [True, False]
    assert span(found.plan, 0) == (0, 0)
    for lang, here, line in (
        ("zh", "× 停建", "  A A：停建，已完成 10.0%，已投资 10.00 万元"),
        ("en", "× stopped", "  A A: stopped; 10.0% done, 10.00 万元 spent"),
    ):
        assert line in ReplanAnswer(found, path).lines(lang)
        drawn = report_pictures(found.plan, lang)["gantt"]()
        assert [text.get_text() for text in drawn.texts].count(here) == 1
    assert evaluation(found).stopped == ["A"]
    assert found.plan.reasons.loc[0, "reason_zh"].startswith("停建：")


def test_who_comes_to_the_planned_part_is_not_stopped(two_schools):
    # Three quarters of B are planned, and there by 2021; it may be dropped, but it is not.
    text = two_schools.read_text(encoding="utf-8")
    two_schools.write_text(f'{text}\n[replan]\nmay_drop = ["B"]\n', encoding="utf-8")
    problem = read_problem(str(two_schools))
    planned = plan_problem(problem)
    for part, stopped in ((0.75, False), (0.5, True)):
        rows = [done("A", 0, ""), done("B", 60, part, new_total=160)]
        path = write_actuals(two_schools.parent, *rows)
        found = study.replan(planned, read_actuals(problem, path, 2021))
        assert found.rest.spent[1].sum() == pytest.approx(0)  # A is worth more for its money
        assert found.plan.stopped.tolist() == [False, stopped]


def test_may_drop_is_checked(make, tmp_path):
    scenario = make(
        POOR,
        {"S": {"need": 100}},
        promote={"required": ["B"]},
        replan={"may_drop": ["X", "B"], "drop": []},
    )
    assert complaints(lambda: read_problem(str(scenario)), tmp_path) == [
        (
            "scenarios/tiny.toml replan.drop：读到未知的键“drop”；"
            "应为已知的键，最接近的是 may_drop",
            "scenarios/tiny.toml, replan.drop: found unknown key 'drop'; "
            "allowed: a known key, nearest: may_drop",
        )
    ]
    scenario.write_text(scenario.read_text("utf-8").replace('"drop" = []', ""), "utf-8")
    assert complaints(lambda: read_problem(str(scenario)), tmp_path) == [
        (
            "scenarios/tiny.toml replan.may_drop：读到“X”；应为项目表里有的编号",
            "scenarios/tiny.toml, replan.may_drop: found 'X'; allowed: an id of projects.csv",
        ),
        (
            "scenarios/tiny.toml replan.may_drop：读到“B”；应为不列入 promote.required 的项目",
            "scenarios/tiny.toml, replan.may_drop: found 'B'; "
            "allowed: a project not in promote.required",
        ),
    ]


def test_what_was_planned_in_part_must_come_to_its_part_only(two_schools):
    # B is planned to 3/4; an eighth is done. Its other 5/8 take all 50 of 2022.
    plan = made_anew(two_schools, done("A", 60, 1), done("B", 10, 0.125))
    assert plan.score == pytest.approx(80)
    assert plan.funded == pytest.approx([1, 0.75])


def test_what_is_past_its_planned_part_must_be_finished(two_schools):
    # B is planned to 3/4 and has come to 0.8: the other 16 万元 of it come first, A waits.
    plan = made_anew(two_schools, done("B", 64, 0.8))
    assert plan.funded == pytest.approx([34 / 60, 1])
    assert plan.score == pytest.approx(0.4 * 32 + 0.6 * (40 + 34))


def test_figures_rounded_to_the_cent_are_no_overrun(one_school):
    # Halves of 90, each rounded up.
    rows = [done("A", 45.01, 0.5), done("A", 45.01, 1, year=2022)]
    plan = made_anew(one_school, *rows, as_of=2022)
    assert plan.funded == pytest.approx([1])
    assert plan.problem.cost == pytest.approx([90.02])


# ---- past money, past land ---------------------------------------------------------------------


@pytest.mark.parametrize(("carry_over", "score"), [(False, 50 / 3), (True, 50)])
def test_past_money_is_there_later_only_with_carry_over(make, carry_over, score):
    # Nothing of the 100 of 2021 was spent; A costs 150, and 2022 has 50.
    scenario = make(
        {"A": {"total_investment": 150, "adds": {"S": 1}}},
        {"S": {"need": 1}},
        budget=[100, 50],
        budget_table={"carry_over": carry_over},
    )
    assert made_anew(scenario, done("A", 0, 0)).score == pytest.approx(score)


def test_land_that_a_project_holds_serves_that_project_only(make):
    # A holds 20 of its 40 亩 without having begun: half of it can be built in 2022 (20 places).
    # The 10 亩 of 2022 go to C: a quarter of it (20 places). 40 of 120 places, in 2022 only.
    scenario = make(
        {"A": {"land": 40, "adds": {"S": 40}}, "C": {"land": 40, "adds": {"S": 80}}},
        {"S": {"need": 120}},
        budget=[0, 500],
        land=[20, 10],
    )
    plan = made_anew(scenario, done("A", 0, 0, land=20))
    assert plan.score == pytest.approx(50 * 40 / 120)
    assert plan.land_release == pytest.approx(np.array([[20, 0], [0, 10]]))


def test_unused_land_is_there_later(make):
    scenario = make(
        {"A": {"land": 40, "adds": {"S": 1}}}, {"S": {"need": 1}}, budget=[0, 500], land=[30, 10]
    )
    plan = made_anew(scenario, done("A", 0, 0, finished="no"))
    assert plan.score == pytest.approx(50)


def test_land_of_whole_projects_that_is_still_due_comes_when_work_goes_on(make):
    scenario = make(
        {"A": {"land": 30, "duration": 2, "adds": {"S": 1}}},
        {"S": {"need": 1}},
        budget=[50, 50],
        land=[10, 20],
    )
    plan = made_anew(scenario, done("A", 50, 0.5, land=10), mode="whole")
    assert plan.land_release == pytest.approx(np.array([[10, 20]]))
    assert plan.score == pytest.approx(50)


# ---- relations across the date -----------------------------------------------------------------


def test_what_is_required_may_be_finished_already(chain):
    # A is finished, so B, which requires it, needs 60 of the 110 of 2022; 50 build half of C.
    plan = made_anew(chain, done("A", 60, 1))
    assert plan.score == pytest.approx(0.5 * 0.5 * (90 + 25))


def test_what_requires_another_waits_for_its_rest(chain):
    # Of A half is done. 30 of 110 finish it, 60 build B (90 places), 20 a fifth of C (10 places).
    plan = made_anew(chain, done("A", 30, 0.5))
    assert plan.score == pytest.approx(0.5 * 0.5 * (90 + 10))


def test_a_site_that_is_taken_stays_taken(make):
    scenario = make(
        {
            "A": {"site_group": "s", "adds": {"S": 10}},
            "B": {"site_group": "s", "adds": {"S": 90}},
        },
        {"S": {"need": 100}},
        budget=[100, 100],
    )
    assert made_anew(scenario, done("A", 100, 1)).score == pytest.approx(10)


def test_limits_count_the_money_of_past_years(make):
    # At most 120 in education: 100 are spent, so a fifth of B's 100 is left.
    scenario = make(
        {"A": {"adds": {"S": 10}}, "B": {"adds": {"S": 90}}},
        {"S": {"need": 100}},
        limits={"domain": {"education": {"max_investment": 120}}},
    )
    plan = made_anew(scenario, done("A", 100, 1))
    assert plan.investment[1] == pytest.approx([0, 20])


def test_at_most_one_under_way(make):
    scenario = make(
        {"A": {"duration": 2, "adds": {"S": 10}}, "B": {"adds": {"S": 90}}},
        {"S": {"need": 100}},
        limits={"under_way": {"district": {"东城区": 1}}},
    )
    plan = made_anew(scenario, done("A", 50, 0.5), mode="whole")
    assert plan.funded == pytest.approx([1, 0])


# ---- the evaluation ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("achieved", "expected", "verdict"),
    [
        (1.0, 1.0, "achieved"),
        (1.2, 0.5, "achieved"),
        (0.551, 0.5, "faster"),
        (0.5 + TOLERANCE, 0.5, "as_expected"),
        (0.5 - TOLERANCE, 0.5, "as_expected"),
        (0.449, 0.5, "behind"),
        (0.0, 0.0, "as_expected"),
    ],
)
def test_the_words_at_the_thresholds(achieved, expected, verdict):
    assert judge(achieved, expected) == verdict


def test_the_evaluation_of_indicators(two_schools):
    problem = read_problem(str(two_schools))
    planned = plan_problem(problem)
    actuals = read_actuals(
        problem, write_actuals(two_schools.parent, done("A", 60, 0.75, new_total=80)), 2021
    )
    found = study.replan(planned, actuals)
    (row,) = evaluate_indicators(found).to_dict("records")
    assert (row["verdict"], row["time_share"]) == ("behind", 0.5)
    assert row["achieved"] == pytest.approx(45)
    shares = ["achieved_share", "expected_share", "final_share_planned", "final_share"]
    assert [row[name] for name in shares] == pytest.approx([0.45, 0.65, 0.9, 0.75])


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (done("A", 60, 1), "finished_on_time"),
        (done("A", 60, 0.95), "project_on_time"),
        (done("A", 60, 0.94), "project_behind"),
        (done("B", 10, 0.2), "project_faster"),
        (done("B", 0, 0), "project_behind"),
        (done("B", 80, 1), "finished_early"),
    ],
)
def test_the_evaluation_of_projects(two_schools, row, verdict):
    problem = read_problem(str(two_schools))
    planned = plan_problem(problem)
    given = [row] if row["project_id"] == "A" else [done("A", 60, 1), row]
    actuals = read_actuals(problem, write_actuals(two_schools.parent, *given), 2021)
    # What must go on may be too much for 50 万元; the words do not hang on it.
    richer = read_problem(str(two_schools)).with_money_and_land(
        np.array([70.0, 500.0]), np.zeros(2)
    )
    found = replace(study.replan(plan_problem(richer), actuals), planned=planned)
    table = evaluate_projects(found).set_index("project_id")
    assert table.at[row["project_id"], "verdict"] == verdict


def test_a_project_that_was_not_planned_is_named_so(make):
    scenario = make(
        {"A": {"adds": {"S": 90}}, "B": {"adds": {"S": 1}}, "C": {"adds": {"S": 1}}},
        {"S": {"need": 100}},
        budget=[50, 50],
    )
    problem = read_problem(str(scenario), mode="shares")
    planned = plan_problem(problem)
    given = write_actuals(scenario.parent, done("B", 1, 0.01))
    richer = problem.with_money_and_land(np.array([50.0, 500.0]), np.zeros(2))
    found = study.replan(plan_problem(richer), read_actuals(problem, given, 2021))
    found = replace(found, planned=planned)
    verdicts = evaluate_projects(found)["verdict"].tolist()
    assert verdicts == ["project_behind", "unplanned", "not_listed"]
    content = json.loads(as_json(evaluation(found)))
    assert [row["verdict_zh"] for row in content["projects"]] == ["滞后", "计划外在建", "未列入"]


# ---- bad input ---------------------------------------------------------------------------------


def test_everything_that_is_wrong_is_said_at_once(two_schools, tmp_path):
    path = write_actuals(
        tmp_path,
        done("A", 61, 0.5),
        done("X", 1, ""),
        done("B", -1, 1.5),
        done("A", 1, 0.6),
        {"project_id": "B", "year": 2022},
    )
    problem = read_problem(str(two_schools))
    assert complaints(lambda: read_actuals(problem, path, 2021), tmp_path) == [
        (
            "actuals.csv 第 2 行 investment：读到A 累计 61 万元；"
            "应为不超过项目投资 60 万元；超支的在 new_total 填新的总投资",
            "actuals.csv, row 2, investment: found A 61 万元 so far; "
            "allowed: at most its cost, 60 万元; for an overrun give the new cost in new_total",
        ),
        (
            "actuals.csv 第 3 行 project_id：读到“X”；应为项目表里有的编号",
            "actuals.csv, row 3, project_id: found 'X'; allowed: an id of projects.csv",
        ),
        (
            "actuals.csv 第 4 行 investment：读到“-1”；应为不小于 0 的数（半角数字，不带逗号）",
            "actuals.csv, row 4, investment: found '-1'; "
            "allowed: a number >= 0 (half-width digits, no commas)",
        ),
        (
            "actuals.csv 第 4 行 progress：读到“1.5”；应为0 到 1 之间的份额，如 0.35 或 35%",
            "actuals.csv, row 4, progress: found '1.5'; "
            "allowed: a share from 0 to 1, such as 0.35 or 35%",
        ),
        (
            "actuals.csv 第 5 行 year：读到“A 2021”；应为每个项目每年一行",
            "actuals.csv, row 5, year: found 'A 2021'; allowed: one row a project and year",
        ),
        (
            "actuals.csv 第 6 行 year：读到“2022”；应为2021 到 2021 的年份",
            "actuals.csv, row 6, year: found '2022'; allowed: a year from 2021 to 2021",
        ),
    ]


def test_rules_across_years_and_cells(one_school, tmp_path):
    path = write_actuals(
        tmp_path,
        done("A", 10, 0.5, new_total=15, earliest_finish=2022, land=3),
        done("A", 10, 0.4, year=2022, finished="否"),
    )
    problem = read_problem(str(one_school))
    assert complaints(lambda: read_actuals(problem, path, 2022), tmp_path) == [
        (
            "actuals.csv 第 2 行 land：读到A 累计 3 亩；应为不超过项目用地 0 亩",
            "actuals.csv, row 2, land: found A 3 亩 so far; allowed: at most its land, 0 亩",
        ),
        (
            "actuals.csv 第 2 行 earliest_finish：读到A “2022”；应为晚于 2022 的年份",
            "actuals.csv, row 2, earliest_finish: found A '2022'; allowed: a year after 2022",
        ),
        (
            "actuals.csv 第 3 行 investment：读到A 累计 20 万元；应为不超过 new_total 15 万元",
            "actuals.csv, row 3, investment: found A 20 万元 so far; "
            "allowed: at most new_total, 15 万元",
        ),
        (
            "actuals.csv 第 3 行 progress：读到A “0.4”；应为累计份额，不小于上年的 0.5",
            "actuals.csv, row 3, progress: found A '0.4'; "
            "allowed: a share so far, at least 0.5 as before",
        ),
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"progress": 0.5, "finished": "是"}, "progress"),
        ({"progress": 1, "finished": "否"}, "finished"),
        ({"finished": "也许"}, "finished"),
        ({"investment": "12,000"}, "investment"),
        ({"new_total": "abc"}, "new_total"),
        ({"earliest_finish": "26"}, "earliest_finish"),
        ({"investment": ""}, None),  # a row without any figure
    ],
)
def test_a_cell_that_cannot_be(one_school, tmp_path, cells, column):
    path = write_actuals(tmp_path, {"project_id": "A"} | cells)
    ((zh, _),) = complaints(
        lambda: read_actuals(read_problem(str(one_school)), path, 2021), tmp_path
    )
    assert f" {column}：" in zh if column else zh.startswith("actuals.csv：读到没有填写任何实际数")


@pytest.mark.parametrize("as_of", [2020, 2023, 2030])
def test_a_date_outside_the_horizon(one_school, tmp_path, as_of):
    path = write_actuals(tmp_path, done("A", 1, 0.1))
    assert complaints(
        lambda: read_actuals(read_problem(str(one_school)), path, as_of), tmp_path
    ) == [
        (
            f"scenarios/tiny.toml --as-of：读到“{as_of}”；"
            "应为2021 到 2022 的年份（之后还有年份可排）",
            f"scenarios/tiny.toml, --as-of: found '{as_of}'; "
            "allowed: a year from 2021 to 2022 (there must be years left to plan)",
        )
    ]


# ---- the command -------------------------------------------------------------------------------


def test_the_template_is_filled_in_and_read_back(two_schools, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    scenario = "scenarios/two_schools.toml"
    assert cli.main(["replan", "--template", scenario, "--as-of", "2021"]) == 0
    path = tmp_path / "actuals_two_schools_2021.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfproject_id,name,year,planned_investment")
    text = path.read_text("utf-8-sig")
    assert "A,A,2021,60,0,1,,,,,,,\n" in text
    # As a clerk does in WPS: two rows filled in, saved as GB18030 with the desktop's line ends.
    text = text.replace("A,A,2021,60,0,1,,,,", "A,A,2021,60,0,1,60,0,100%,是")
    text = text.replace("B,B,2021,10,0,0.125,,,,", "B,B,2021,10,0,0.125,10,,12.5%,否")
    path.write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    before = path.read_bytes()
    assert cli.main(["replan", "--template", scenario, "--as-of", "2021"]) == 1
    assert path.read_bytes() == before
    capsys.readouterr()
    call = ["replan", scenario, "--actuals", path.name, "--as-of", "2021", "--json"]
    assert cli.main(call) == 0
    content = json.loads(capsys.readouterr().out)
    folder = tmp_path / "reports" / "two_schools_replan_2021"
    assert content == json.loads((folder / "plan.json").read_text("utf-8"))
    assert content["score"] == pytest.approx(80)
    assert content["evaluation"]["as_of"] == 2021
    assert path.name in content["inputs"]
    with (folder / "evaluation_projects.csv").open(encoding="utf-8-sig") as file:
        assert [row["verdict"] for row in csv.DictReader(file)] == ["按期完成", "按期推进"]
    assert (folder / "gantt.png").exists()


def test_json_is_the_plan_with_the_evaluation(two_schools):
    problem = read_problem(str(two_schools))
    path = write_actuals(two_schools.parent, done("A", 60, 0.75, new_total=80))
    found = study.replan(plan_problem(problem), read_actuals(problem, path, 2021))
    content = json.loads(as_json(ReplanAnswer(found, path).content("zh")))
    assert list(content)[-1] == "evaluation"
    assert path.name in content["inputs"]
    assert [year["investment"] for year in content["years"]] == pytest.approx([60, 50])
    assert content["gap"] == pytest.approx(0, abs=1e-6)


def test_bad_input_writes_nothing(two_schools, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_actuals(tmp_path, done("A", 61, 0.5))
    call = ["replan", "scenarios/two_schools.toml", "--actuals", "actuals.csv", "--as-of"]
    assert cli.main([*call, "2021"]) == 1
    assert cli.main([*call, "2022"]) == 1
    assert cli.main(["replan", "--template", "t.csv", call[1], "--as-of", "2022"]) == 1
    (tmp_path / "actuals.csv").write_bytes(b"\x89PNG\0")
    assert cli.main([*call, "2021"]) == 1
    assert capsys.readouterr().out == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["actuals.csv", "data", "scenarios"]


def test_a_scenario_without_a_plan_is_named(make, tmp_path, monkeypatch, capsys):
    school = {"A": {"adds": {"S": 1}}}
    make(school, {"S": {"need": 1}}, budget=[10, 10], promote={"required": ["A"]})
    monkeypatch.chdir(tmp_path)
    assert cli.main(["replan", "--template", "scenarios/tiny.toml", "--as-of", "2021"]) == 3
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("…")]
    assert lines[0] == "情景 tiny 本身没有方案，无从比较和重排；先改情景："
    assert not list(tmp_path.glob("*.csv"))


@pytest.mark.parametrize(
    "call",
    [
        ["replan", "base"],
        ["replan", "base", "--as-of", "2023"],
        ["replan", "base", "--as-of", "23", "--actuals", "x.csv"],
        ["replan", "base", "--as-of", "2023", "--actuals", "x.csv", "--template", "y.csv"],
        ["replan", "--as-of", "2023", "--actuals", "x.csv"],
    ],
)
def test_wrong_usage_is_exit_code_2(call, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(call)
    assert stop.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


# ---- warnings ----------------------------------------------------------------------------------


def printed(scenario: Path, *rows: dict, as_of: int = 2021, lang: str = "zh") -> list[str]:
    problem = read_problem(str(scenario))
    path = write_actuals(scenario.parent, *rows)
    found = study.replan(plan_problem(problem), read_actuals(problem, path, as_of))
    return list(ReplanAnswer(found, path).lines(lang))


def test_years_without_any_figures_are_warned_of(make):
    # A takes three years of 20 each; the table ends with 2021, and the date is 2022.
    school = {"total_investment": 60, "duration": 3, "adds": {"S": 60}}
    years = {"years": (2021, 2023), "budget": [20] * 3, "land": [0] * 3}
    path = make({"A": school}, {"S": {"need": 100}}, year_weights=[0.2, 0.3, 0.5], **years)
    rows = done("A", 20, 1 / 3, year=2021)
    assert not any("漏填这些年份" in line for line in printed(path, rows))
    late = printed(path, rows, as_of=2022)
    assert "2022 年没有任何项目的实际支出，请核对是否漏填这些年份" in late


def test_money_without_work_is_warned_of(one_school):
    # 30 paid in 2021 and 20 in 2022, no share of the work ever entered: 50 万元 of nothing built.
    rows = [done("A", 30, ""), done("A", 20, "", year=2022)]
    assert printed(one_school, *rows, as_of=2022)[3] == (
        "  A A：2021、2022 年付款 50.00 万元，没有填报完成的工作（progress），按进度没有增加计算"
    )
    assert printed(one_school, *rows, as_of=2022, lang="en")[3] == (
        "  A A: 50.00 万元 paid in 2021, 2022 and no work reported (progress); it counts as none"
    )
    # Work of 2021 is reported, that of 2022 is not: only its 20 are without work.
    rows = [done("A", 30, 0.3), done("A", 20, "", year=2022)]
    assert "：2022 年付款 20.00 万元，" in printed(one_school, *rows, as_of=2022)[3]
    # What is paid after the finish is a settlement, and a share that rises is work.
    for last in (done("A", 20, "", year=2022), done("A", 20, 1, year=2022)):
        rows = [done("A", 30, 1 if last["progress"] == "" else 0.5), last]
        assert not any("付款" in line for line in printed(one_school, *rows, as_of=2022))


def test_money_without_work_is_in_the_evaluation(one_school):
    problem = read_problem(str(one_school))
    rows = [done("A", 30, 0.3), done("A", 20, "", year=2022)]
    actuals = read_actuals(problem, write_actuals(one_school.parent, *rows), 2022)
    found = study.replan(plan_problem(problem), actuals)
    (row,) = evaluation(found).projects
    assert (row.spent, row.paid_unbuilt) == (50, 20)


def test_a_project_without_rows_counts_as_not_begun_and_the_documents_say_so(two_schools):
    # A, planned in full in 2021 for 60, has no row: nothing of it is there. An eighth of B (10 of
    # 80) is built, and B must come to its planned three quarters: the 50 of 2022 are for that.
    only_b = done("B", 10, 0.125)
    plan = made_anew(two_schools, only_b)
    assert plan.investment == pytest.approx(np.array([[0, 0], [10, 50]]))
    assert plan.begun[0] == pytest.approx([0, 0])
    # A row without any figure is the same as no row.
    empty = made_anew(two_schools, only_b, {"project_id": "A"})
    assert empty.score == pytest.approx(plan.score)
    assert printed(two_schools, only_b)[3:5] == [
        "原方案中有 1 项没有填报实际数，按尚未动工计算",
        "  其中 1 项按原方案应已动工，请核对是否漏填：A",
    ]
    assert printed(two_schools, only_b, lang="en")[4] == (
        "  1 of them should have begun by then; have they been left out? A"
    )
    page = (ROOT / "docs" / "questions" / "replan.zh.md").read_text("utf-8")
    assert "没有行、或者行里没有填任何数的项目，**按尚未动工计算**" in page
    assert "没有变化的行可以删去" not in page


def test_what_was_left_out_is_said_where_there_is_no_plan(make, tmp_path, monkeypatch, capsys):
    # A (60, required, planned for the 70 of 2021) has no row: 60 do not fit into the 50 of 2022.
    # 5 are paid for B, and no work of it is reported.
    schools = {
        "A": {"total_investment": 60, "adds": {"S": 60}},
        "B": {"total_investment": 80, "adds": {"S": 40}},
    }
    make(schools, {"S": {"need": 100}}, budget=[70, 50], promote={"required": ["A"]})
    write_actuals(tmp_path, done("B", 5, ""))
    monkeypatch.chdir(tmp_path)
    call = ["replan", "tiny", "--actuals", "actuals.csv", "--as-of", "2021"]
    assert cli.main(call) == 3
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("…")]
    assert lines[0] == "没有满足全部要求的方案。"
    assert lines[-4:] == [
        "没有方案也可能是实际数表格没有填全：",
        "原方案中有 1 项没有填报实际数，按尚未动工计算",
        "  其中 1 项按原方案应已动工，请核对是否漏填：A",
        "  B B：2021 年付款 5.00 万元，没有填报完成的工作（progress），按进度没有增加计算",
    ]
    assert cli.main([*call, "--lang", "en"]) == 3
    shown = capsys.readouterr().err
    assert "  1 of them should have begun by then; have they been left out? A" in shown


def test_what_is_planned_for_later_is_not_missed(make):
    # 10 of 2021 build A; B (100, in 2022) has no row yet, and need not have one.
    scenario = make(
        {
            "A": {"total_investment": 10, "adds": {"S": 50}},
            "B": {"earliest_start": 2022, "adds": {"S": 50}},
        },
        {"S": {"need": 100}},
        budget=[10, 100],
    )
    lines = printed(scenario, done("A", 10, 1))
    assert lines[3] == "原方案中有 1 项没有填报实际数，按尚未动工计算"
    assert not any("漏填" in line for line in lines)


# ---- against the plan that was issued ----------------------------------------------------------


@pytest.mark.parametrize("mode", ["shares", "whole", "steady"])
@pytest.mark.parametrize("case", ["two_schools", "profiled", "chain"])
def test_a_report_gives_its_plan_back(case, mode, request, tmp_path):
    # The table has six decimals; a course of 3 years is off by a millionth or two.
    problem = read_problem(str(request.getfixturevalue(case)), mode=mode)
    plan = plan_problem(problem)
    write_report(plan, tmp_path / "issued")
    again = as_issued(problem, read_in_hand(problem, tmp_path / "issued"))
    assert again.mode == plan.mode
    assert again.score == pytest.approx(plan.score, rel=1e-5)
    for name in ("spent", "begun", "finished", "land_release"):
        assert getattr(again, name) == pytest.approx(getattr(plan, name), abs=1e-5), name


@pytest.fixture
def changed(two_schools, monkeypatch):
    """
    Issued: A (60) in 2021, and B with 10 in 2021 and 50 in 2022; so it went in 2021.

    Now the scenario has no A, and its own plan gives all 70 of 2021 to B, which may be dropped.
    """
    write_report(plan_problem(read_problem(str(two_schools))), Path(two_schools.parent, "issued"))
    text = two_schools.read_text(encoding="utf-8")
    two_schools.write_text(
        f'{text}\n[promote]\nexcluded = ["A"]\n[replan]\nmay_drop = ["B"]\n', "utf-8"
    )
    write_actuals(two_schools.parent, done("A", 60, 1), done("B", 10, 0.125))
    monkeypatch.chdir(two_schools.parent)
    return two_schools


def test_actuals_are_held_against_the_plan_that_was_issued(changed, capsys):
    call = ["replan", changed.name, "--actuals", "actuals.csv", "--as-of", "2021", "--out", "o"]
    assert cli.main([*call, "--json"]) == 0
    own = json.loads(capsys.readouterr().out)["evaluation"]
    assert own["planned_from"] is None
    assert [each["verdict"] for each in own["projects"]] == ["finished_early", "project_behind"]
    assert cli.main([*call, "--from", "issued", "--json"]) == 0
    issued = json.loads(capsys.readouterr().out)
    found = issued["evaluation"]
    assert found["planned_from"] == "issued"
    verdicts = [each["verdict"] for each in found["projects"]]
    assert verdicts == ["finished_on_time", "project_on_time"]
    # Two schools: 65 places, then 90, counted 0.4 and 0.6.
    assert found["score_planned"] == pytest.approx(0.4 * 65 + 0.6 * 90, abs=1e-4)
    assert "issued/allocation.csv" in issued["inputs"]
    # What is planned anew is planned under the scenario of now, whatever was issued.
    assert issued["score"] == pytest.approx(0.4 * 65 + 0.6 * 90, abs=1e-4)


def test_what_was_issued_in_part_must_come_to_that_part(changed, capsys):
    # The own plan builds B in full, for which 2022 has no money; three quarters were issued.
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace('may_drop = ["B"]', "may_drop = []"), encoding="utf-8")
    call = ["replan", changed.name, "--actuals", "actuals.csv", "--as-of", "2021", "--out", "o"]
    assert cli.main(call) == 3
    capsys.readouterr()
    assert cli.main([*call, "--from", "issued", "--json"]) == 0
    projects = json.loads(capsys.readouterr().out)["evaluation"]["projects"]
    assert projects[1]["funded"] == pytest.approx(0.75)


def test_which_plan_is_the_original_one_is_said(changed, capsys):
    call = ["replan", changed.name, "--actuals", "actuals.csv", "--as-of", "2021", "--out", "o"]
    assert cli.main(call) == 0
    own = "原方案：情景 two_schools 自己的方案；下达的是另一个方案的，用 --from 给出它的报告文件夹"
    assert own in capsys.readouterr().out.splitlines()
    assert cli.main([*call, "--from", "issued", "--lang", "en"]) == 0
    assert "original plan: issued (two_schools)" in capsys.readouterr().out.splitlines()
    assert cli.main([*call, "--from", "none"]) == 1
    assert "none --from：读到不存在的文件夹" in capsys.readouterr().err


def test_the_table_to_fill_in_has_the_plan_that_was_issued(changed, capsys):
    call = ["replan", changed.name, "--template", "t.csv", "--as-of", "2021", "--from", "issued"]
    assert cli.main(call) == 0
    assert capsys.readouterr().out.strip().endswith("--as-of 2021 --from issued")
    table = pd.read_csv("t.csv")
    assert table["planned_investment"].tolist() == [60, 10]
    assert table["planned_progress"].tolist() == [1, 0.125]


# ---- as planned, in a file ---------------------------------------------------------------------


@pytest.mark.parametrize(("name", "as_of"), [("base", 2023), ("open_competition", 2024)])
def test_a_table_filled_in_as_planned_gives_the_plan_again(name, as_of, tmp_path):
    # In `base` all money is planned: a yuan too much in a purse, and there would be no plan.
    planned = plan_problem(read_problem(str(SCENARIOS / f"{name}.toml")))
    path = tmp_path / "filled.csv"
    assert write_template(planned, as_of, path, as_planned=True) == 88 * (as_of - 2020)
    actuals = read_actuals(planned.problem, path, as_of)
    again = study.replan(planned, actuals)
    assert again.plan.score == pytest.approx(planned.score, rel=1e-6)
    assert silent_projects(again.planned, again.left.actuals) == ([], [])
    assert not actuals.unbuilt.any()


def test_the_table_as_planned_is_there_to_edit(two_schools, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    call = ["replan", "--template", "filled.csv", "--as-planned", "scenarios/two_schools.toml"]
    assert cli.main([*call, "--as-of", "2021"]) == 0
    assert capsys.readouterr().out == (
        "已写出 filled.csv（2 行，已按原方案填好）：改动不同的地方，再运行 portfolio replan "
        "scenarios/two_schools.toml --actuals filled.csv --as-of 2021\n"
    )
    # A is finished for its 60 in 2021; an eighth of B, 10 of 80, is built.
    text = (tmp_path / "filled.csv").read_text("utf-8-sig")
    assert text.splitlines()[1:] == [
        "A,A,2021,60,0,1,60,0,1,是,,,",
        "B,B,2021,10,0,0.125,10,0,0.125,,,,",
    ]
    call = ["replan", "scenarios/two_schools.toml", "--actuals", "filled.csv", "--as-of", "2021"]
    assert cli.main([*call, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["score"] == pytest.approx(80)
    with pytest.raises(SystemExit) as stop:
        cli.main([*call, "--as-planned"])
    assert stop.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "用法错误：--as-planned 只能与 --template 一起用（用法见 portfolio replan --help）"
    )


# ---- the pictures ------------------------------------------------------------------------------


def edges(axes: Axes) -> list[np.ndarray]:
    """The dashed lines between what was and what is planned."""
    found = [axes, *axes.child_axes]
    lines = [each for one in found for each in one.collections if isinstance(each, LineCollection)]
    return [each.get_segments()[0][:, 0] for each in lines if each.get_zorder() == EDGE["zorder"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pictures_say_the_date_and_draw_the_line(two_schools, lang):
    problem = read_problem(str(two_schools))
    planned = plan_problem(problem)
    found = study.replan(
        planned,
        read_actuals(problem, write_actuals(two_schools.parent, done("A", 60, 1)), 2021),
    )
    drawn = report_pictures(found.plan, lang, quarters=True)
    assert "payments" in drawn
    title = {
        "zh": "（截至 2021 年底为实际，2022 年为计划）",
        "en": " (actual up to 2021, 2022 planned)",
    }[lang]
    was = {"zh": {"实际", "计划"}, "en": {"actual", "planned"}}[lang]
    for name, draw in drawn.items():
        said = [text.get_text() for text in draw().texts]
        assert said[0].endswith(title), name
        assert (was <= set(said)) == (name != "indicators")
    gantt, cash, paid = (drawn[name]() for name in ("gantt", "cash_flow", "payments"))
    (x,) = edges(gantt)  # after the first of two years
    assert x == pytest.approx(lay_out(found.plan).at(1))
    assert [each.tolist() for each in edges(cash)[1:]] == [[1, 1], [1, 1]]  # its panels, in years
    assert [each.tolist() for each in edges(paid)[1:]] == [[4, 4]]  # in quarters
    # The plan that was made before anything happened has neither.
    for name, draw in report_pictures(planned, lang).items():
        axes = draw()
        assert not edges(axes), name
        assert not was & {text.get_text() for text in axes.texts}
        assert axes.texts[0].get_text().endswith("— two_schools")


def test_a_replan_prints_its_payments(two_schools):
    with two_schools.open("a", encoding="utf-8") as file:
        file.write("\n[payment]\nwith_progress = 0.8\nat_settlement = 0.2\n")
    problem = read_problem(str(two_schools))
    path = write_actuals(two_schools.parent, done("A", 60, 1))
    found = study.replan(plan_problem(problem), read_actuals(problem, path, 2021))
    lines = ReplanAnswer(found, path).lines("zh")
    total = found.plan.investment.sum()
    (line,) = [each for each in lines if each.startswith("付款：")]
    assert line.startswith(f"付款：投资 {total:,.2f} 万元，涨价 0.00；")


# ---- the shipped example -----------------------------------------------------------------------


def test_the_shipped_example_is_marked_and_holds():
    path = DATA / "example_actuals_2023.csv"
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["remark"] for row in rows} == {"示例，数字为虚构"}
    planned = plan_problem(read_problem(str(ROOT / "scenarios" / "open_competition.toml")))
    found = study.replan(planned, read_actuals(planned.problem, path, 2023))
    plan = found.plan
    assert plan.score < planned.score
    assert plan.investment[:, 3:].sum(axis=0) == pytest.approx(planned.problem.budget[3:])
    verdicts = set(evaluate_indicators(found)["verdict"])
    assert verdicts == {"achieved", "as_expected", "behind", "not_judged"}
    sheet = template(planned, 2023)
    assert len(sheet) == 88 * 3
    assert list(sheet.columns) == list(ACTUALS)
