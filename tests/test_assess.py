"""A schedule of one's own: need against money, every broken rule, score, distance to the best."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from portfolio.cli import main as cli
from portfolio.errors import VerificationError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.inputs.sheet import write_table
from portfolio.plan.course import Schedule, course_of, starts_of
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.verify import verify
from portfolio.questions.assess import lines
from portfolio.questions.assess.answer import AssessAnswer
from portfolio.questions.assess.broken import Rulebook
from portfolio.questions.assess.clerk import broken_rules
from portfolio.questions.assess.rows import land_of, purses_of, sources_of, years_of
from portfolio.questions.assess.schedule import read_schedule
from portfolio.questions.assess.study import Assessed, Kind, as_plan, assess, kind_of, with_course
from portfolio.questions.assess.template import schedule_of, template
from portfolio.terms import Mode
from tests.conftest import DOCUMENTS, ROOT, SCENARIOS, Make, complaints

Row = Mapping[str, Any]
ONE = {"S": {"need": 100}}


def write_schedule(folder: Path, rows: Sequence[Row], name: str = "mine.csv") -> Path:
    """Write the rows with the columns that they use."""
    columns = list(dict.fromkeys(["project_id", *(key for row in rows for key in row)]))
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def paid(name: str, **years: float) -> list[Row]:
    """Rows with money: `paid("A", y2021=100)`."""
    return [
        {"project_id": name, "year": int(year[1:]), "investment": money}
        for year, money in years.items()
    ]


def started(name: str, year: int) -> list[Row]:
    return [{"project_id": name, "start_year": year}]


def assessed(scenario: Path, *rows: list[Row], **changes: Any) -> Assessed:
    problem = read_problem(str(scenario), **changes)
    listed = [row for each in rows for row in each]
    return assess(problem, read_schedule(problem, write_schedule(scenario.parent, listed)))


def broken(found: Assessed) -> dict[str, float]:
    """Rows that do not hold, and by how much."""
    return {each.row: round(each.by, 6) for each in found.broken}


def said(found: Assessed, lang: str = "zh") -> list[str]:
    return [each.text for each in broken_rules(found, lang)]


# ---- need against money ------------------------------------------------------------------------


TWO = {"A": {"adds": {"S": 60}}, "B": {"adds": {"S": 40}}}


def test_the_need_exceeds_the_money_in_one_year(make: Make):
    # Both cost 100 and are paid in 2021, which has 100; 2022 has 100 and needs nothing.
    # 60 + 40 of 100 places from the first year on: 100 points.
    found = assessed(make(TWO, ONE), paid("A", y2021=100), paid("B", y2021=100))
    years = [
        (each.need, each.money, each.balance, each.balance_so_far) for each in years_of(found.plan)
    ]
    assert years == [(200, 100, -100, -100), (0, 100, 100, 0)]
    assert broken(found) == {"annual_budget_2021": 100}
    assert found.plan.score == pytest.approx(100)
    assert said(found) == ["2021 年资金需求超出年度预算 100.00 万元"]
    # What keeps the rules: A at once and B a year later: 0.5 * 60 + 0.5 * 100.
    assert found.bound == pytest.approx(80)
    assert found.best is not None
    assert found.best.score == pytest.approx(80)


def test_money_carried_over_pays_later_and_a_debt_weighs_on_the_next_year(make: Make):
    carry = {"carry_over": True}
    scenario = make(TWO, ONE, budget=[150, 50], budget_table=carry)
    later = assessed(scenario, paid("A", y2022=100), paid("B", y2021=100))
    # 50 of 2021 are left: 2022 has 50 + 50 and needs 100.
    assert [(each.carried_in, each.money, each.balance) for each in years_of(later.plan)] == [
        (0, 150, 50),
        (50, 100, 0),
    ]
    assert broken(later) == {}
    sooner = assessed(scenario, paid("A", y2021=100), paid("B", y2021=90, y2022=10))
    # 190 of 150 in 2021; in 2022 40 of its 50 are spent already and 10 are needed: exactly enough.
    assert [(each.money, each.balance_so_far) for each in years_of(sooner.plan)] == [
        (150, -40),
        (10, 0),
    ]
    assert broken(sooner) == {"annual_budget_2021": 40}
    assert said(sooner, "en") == ["need up to 2021 above the budgets up to then by 40.00 万元"]


def test_a_source_has_a_ceiling(make: Make):
    # Fiscal money of 2021 is 70, of 2022 100; A is paid in both, 80 and 20.
    scenario = make(
        {"A": {"adds": {"S": 1}}}, ONE, budget_table={"funding": {"fiscal": {"by_year": [70, 100]}}}
    )
    found = assessed(scenario, paid("A", y2021=80, y2022=20))
    assert broken(found) == {"funding_ceiling_fiscal_2021": 10}
    rows = [
        (each.source, each.year, each.need, each.balance) for each in sources_of(found.plan, "zh")
    ]
    assert rows == [("fiscal", 2021, 80, -10), ("fiscal", 2022, 20, 80)]


# ---- purses ------------------------------------------------------------------------------------


EAST_WEST = {
    "A": {"district": "东城区", "adds": {"S": 60}},
    "B": {"district": "西城区", "adds": {"S": 40}},
}


def purses(**own: Any) -> dict[str, Any]:
    """Two purses of fiscal money, and what the scenario says of them."""
    table = {
        "east": {"district": "东城区", "total": 100},
        "west": {"district": "西城区", "total": 100},
    }
    return {"purses": table, "budget_table": own}


def test_a_purse_is_short_though_the_budget_is_not(make: Make):
    # East has 60 over the horizon and needs 100, from 2022 on: 50 + 50. The budget has 200.
    own = {"purse": {"east": {"total": 60}}}
    scenario = make(EAST_WEST, ONE, **purses(**own))
    found = assessed(scenario, paid("A", y2021=50, y2022=50), paid("B", y2022=50))
    assert broken(found) == {"purse_east": 40}
    assert said(found) == ["资金池“east”全期缺 40.00 万元"]
    east, west = purses_of(found.plan)
    assert (east.need, east.money, east.balance, east.short, east.short_from) == (
        100,
        60,
        -40,
        40,
        2022,
    )
    # West shares in the budget as its 100 of the 200 published: 100, of which 50 are needed.
    assert (west.need, west.money, west.balance, west.short, west.short_from) == (
        50,
        100,
        50,
        0,
        None,
    )
    assert [each.balance_so_far for each in east.years] == [10, -40]


def test_a_purse_with_money_of_each_year_is_short_in_a_year(make: Make):
    # 20 and 80 for 50 and 50: 30 are missing in 2021, none over the horizon.
    own = {"purse": {"east": {"by_year": [20, 80]}}}
    scenario = make(EAST_WEST, ONE, **purses(**own))
    found = assessed(scenario, paid("A", y2021=50, y2022=50))
    assert broken(found) == {"purse_2021_east": 30}
    assert said(found, "en") == ["purse east (east) lacks 30.00 万元 in 2021"]
    east = purses_of(found.plan)[0]
    assert [(each.money, each.balance) for each in east.years] == [(20, -30), (80, 30)]
    assert (east.balance, east.short, east.short_from) == (0, 30, 2021)


def test_the_least_transfers_that_help_are_chosen(make: Make):
    # East lacks 40; West has 100, needs 90 itself and may give 30: it gives the 10 that it has.
    own = {
        "purse": {"east": {"total": 60}},
        "transfer": [{"from": "west", "to": "east", "max": 30}],
    }
    scenario = make(EAST_WEST, ONE, **purses(**own))
    found = assessed(scenario, paid("A", y2022=100), paid("B", y2021=90))
    east, west = purses_of(found.plan)
    assert (east.taken, east.balance, west.given, west.balance) == (10, -30, 10, 0)
    assert broken(found) == {"purse_east": 30}
    # With nothing to pay West gives all that it may, and no more than East lacks.
    found = assessed(scenario, paid("A", y2022=100))
    assert broken(found) == {"purse_east": 10}
    found = assessed(scenario, paid("A", y2022=65))
    assert purses_of(found.plan)[1].given == 5
    assert broken(found) == {}


def test_in_one_pot_no_purse_is_short(make: Make):
    own = {"purse": {"east": {"total": 60}}, "separate": False}
    found = assessed(make(EAST_WEST, ONE, **purses(**own)), paid("A", y2022=100))
    assert broken(found) == {}
    assert [(each.balance, each.short) for each in purses_of(found.plan)] == [(-40, 0), (100, 0)]


# ---- land --------------------------------------------------------------------------------------


def test_land_is_counted_up_to_each_year(land_binds: Path):
    # H takes 50 亩, C 10; 20 are released a year. Half of H in each year, by money: 25 and 25, and
    # C in the first: 35 of 20 in 2021, 60 of 40 by 2022.
    found = assessed(land_binds, paid("H", y2021=50, y2022=50), paid("C", y2021=100))
    assert broken(found) == {"land_2021": 15, "land_2022": 20}
    rows = [
        (each.need, each.quota, each.balance, each.balance_so_far) for each in land_of(found.plan)
    ]
    assert rows == [(35, 20, -15, -15), (25, 20, -5, -20)]
    # Started as a whole H takes all of its land at once: 50 of 20.
    found = assessed(land_binds, started("H", 2021))
    assert broken(found) == {"land_2021": 30, "land_2022": 10}
    assert said(found, "en")[0] == "land in use by 2021 above the quota released by 30.00 亩"


# ---- every other rule --------------------------------------------------------------------------


def test_required_and_excluded_projects(make: Make):
    scenario = make(TWO, ONE, promote={"required": ["A"], "excluded": ["B"]})
    found = assessed(scenario, paid("A", y2021=60), paid("B", y2022=30))
    assert broken(found) == {"completion_A": 0.4, "completion_B": 0.3}
    assert said(found) == ["A 必须实施，还差 40%", "B 不得实施，安排了 30%"]


def test_requires_and_after(make: Make):
    projects = {
        "A": {"requires": "B", "adds": {"S": 1}},
        "B": {"adds": {"S": 1}},
        "C": {"after": "B", "adds": {"S": 1}},
    }
    scenario = make(projects, ONE, budget=[300, 300])
    found = assessed(
        scenario, paid("A", y2021=50, y2022=50), paid("B", y2021=20, y2022=70), paid("C", y2022=60)
    )
    # A is begun to 50 % and 100 %, B to 20 % and 90 %. C begins 60 % in 2022, when 20 % of B were
    # finished the year before.
    assert broken(found) == {
        "requires_A_B_2021": 0.3,
        "requires_A_B_2022": 0.1,
        "after_C_B_2022": 0.4,
    }
    assert said(found)[1:] == [
        "A 依赖 B，到 2022 年底超前 10%",
        "C 在 B 完成后才动工，2022 年提前动工 40%",
    ]


def test_one_project_on_a_site(make: Make):
    projects = {name: {"site_group": "西门", "adds": {"S": 1}} for name in "AB"}
    found = assessed(make(projects, ONE), paid("A", y2021=100), paid("B", y2022=75))
    assert broken(found) == {"site_group_1": 0.75}
    assert said(found) == ["用地“西门”只能实施一个项目，超出 75%"]


def test_floors_and_ceilings(make: Make):
    projects = {"A": {"adds": {"S": 1}}, "B": {"domain": "health", "adds": {"S": 1}}}
    limits = {"domain": {"education": {"min_share": 0.5}, "health": {"max_investment": 50}}}
    found = assessed(make(projects, ONE, limits=limits), paid("A", y2021=40), paid("B", y2021=60))
    # Of 100 in all, education should have 50 and has 40; health has 60 of at most 50.
    assert broken(found) == {"limits_domain_1_min_share": 10, "limits_domain_2_max_investment": 10}


def test_projects_under_way_at_once(make: Make):
    limits = {"under_way": {"district": {"东城区": 1}}}
    scenario = make(TWO, ONE, budget=[300, 300], limits=limits)
    found = assessed(scenario, started("A", 2021), started("B", 2021))
    assert broken(found) == {"under_way_district_1_2021": 1}
    assert said(found) == ["东城区 2021 年在建项目不超过 1 个，超出 1 个"]


def test_window_and_pace(make: Make):
    projects = {
        "A": {"earliest_start": 2022, "adds": {"S": 1}},
        "B": {"duration": 2, "adds": {"S": 1}},
    }
    scenario = make(projects, ONE, budget=[300, 300])
    found = assessed(scenario, paid("A", y2021=30, y2022=70), paid("B", y2021=80, y2022=20))
    # 30 % of A before its first year; B may spend half of it a year, and spends 80 %.
    assert broken(found) == {"window_A": 0.3, "pace_B_2021": 0.3}
    assert said(found) == [
        "A 有 30% 的工作在允许的年份（2022-2022）之外",
        "B 2021 年投资超出工期允许的比例 30%",
    ]


def test_what_reaches_beyond_the_horizon_is_outside_its_window(make: Make):
    # Three years of work from the second of two: two thirds lie beyond, and nothing is finished.
    scenario = make({"A": {"duration": 2.5, "adds": {"S": 100}}}, ONE)
    found = assessed(scenario, started("A", 2022))
    assert broken(found) == {"window_A": 0.666667}
    assert found.plan.spent[0] == pytest.approx([0, 1 / 3])
    assert found.plan.score == 0


def test_rounding_breaks_no_rule(make: Make):
    # A third of 100 is 33.33 or 33.34; the sum may be off by 0.05.
    projects = {"A": {"list": "planned", "plan_investment": 100, "duration": 3, "adds": {"S": 100}}}
    scenario = make(
        projects,
        ONE,
        years=(2021, 2023),
        budget=[50] * 3,
        land=[0] * 3,
        year_weights=[0, 0, 1],
        planned={"commitment": "required"},
    )
    found = assessed(scenario, paid("A", y2021=33.34, y2022=33.34, y2023=33.34))
    assert broken(found) == {}
    assert found.plan.score == pytest.approx(100)
    assert found.plan.funded == pytest.approx([1])
    assert found.plan.investment.sum() == pytest.approx(100.02)  # as it was written
    assert broken(assessed(scenario, paid("A", y2021=33.3, y2022=33.3, y2023=33.3))) == {
        "completion_A": 0.001
    }


def test_a_schedule_in_whole_amounts_is_rounded(make: Make):
    # Three years of 1,000 are 333.33 each; written in whole 万元 the last is off by 0.67. 335 would
    # be off by 1.67, which nobody rounds to, and 333.6, with a decimal, by 0.27 > 0.05.
    scenario = make(
        {"A": {"total_investment": 1000, "duration": 3, "adds": {"S": 100}}},
        ONE,
        years=(2021, 2023),
        budget=[500] * 3,
        land=[0] * 3,
        year_weights=[0, 0, 1],
        solve={"mode": "whole"},
    )
    found = assessed(scenario, paid("A", y2021=333, y2022=333, y2023=334))
    assert broken(found) == {}
    assert found.plan.score == pytest.approx(100)
    assert found.plan.investment.sum() == pytest.approx(1000)
    off = assessed(scenario, paid("A", y2021=332, y2022=333, y2023=335))
    assert broken(off) == {"profile_A": pytest.approx(0.001667, abs=1e-6)}
    decimal = assessed(scenario, paid("A", y2021=333.2, y2022=333.2, y2023=333.6))
    assert "profile_A" in broken(decimal)


def test_whole_amounts_of_a_cost_with_decimals(make: Make):
    # 7,343.5 over two years is 3,671.75 each; 3,672 twice is half a 万元 too much in all.
    scenario = make(
        {"A": {"total_investment": 7343.5, "duration": 2, "adds": {"S": 100}}},
        ONE,
        budget=[4000, 4000],
        solve={"mode": "whole"},
    )
    assert broken(assessed(scenario, paid("A", y2021=3672, y2022=3672))) == {}


def test_an_ignored_family_is_not_broken(make: Make):
    scenario = make(TWO, ONE, rules={"ignore": ["annual_budget"]})
    found = assessed(scenario, paid("A", y2021=100), paid("B", y2021=100))
    assert broken(found) == {}
    assert years_of(found.plan)[0].balance == -100  # the money is short all the same


# ---- courses -----------------------------------------------------------------------------------


def test_a_start_alone_is_work_over_the_duration_rounded_up(make: Make):
    # 2.5 years are three: a third a year, all begun in the first, finished by the third: 0.5 * 100.
    scenario = make(
        {"A": {"duration": 2.5, "adds": {"S": 100}}},
        ONE,
        years=(2021, 2024),
        budget=[100] * 4,
        land=[0] * 4,
        year_weights=[0.1, 0.1, 0.3, 0.5],
    )
    found = assessed(scenario, started("A", 2022))
    assert found.plan.spent[0] == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3])
    assert found.plan.begun[0].tolist() == [0, 1, 1, 1]
    assert found.plan.finished[0].tolist() == [0, 0, 0, 1]
    assert found.plan.score == pytest.approx(50)
    assert broken(found) == {}


def test_money_is_cumulated_for_a_free_project(two_schools: Path):
    # `write_two_schools`: the best plan in shares, written down: 80 points.
    found = assessed(two_schools, paid("A", y2021=60), paid("B", y2021=10, y2022=50))
    assert found.plan.score == pytest.approx(80)
    assert broken(found) == {}
    assert found.changes == []


def test_a_profiled_project_counts_when_its_profile_is_over(profiled: Path):
    # `write_profiled`: half of F starts in 2021, half in 2022; G in 2022 and 2023: 65 points.
    found = assessed(
        profiled, paid("F", y2021=10, y2022=40, y2023=30), paid("G", y2022=20, y2023=20)
    )
    assert found.plan.score == pytest.approx(65)
    assert found.plan.begun[0] == pytest.approx([0.5, 1, 1])
    assert found.plan.finished[0] == pytest.approx([0, 0.5, 1])
    assert broken(found) == {}


def test_a_profile_that_is_not_followed_is_said(profiled: Path):
    # All in 2022, where a quarter was asked for: 75 % belong into the year after. It counts as
    # what was paid: F is finished from 2022 on, 50 * (0.3 + 0.5).
    found = assessed(profiled, paid("F", y2022=80))
    assert broken(found) == {"profile_F": 0.75}
    assert found.plan.score == pytest.approx(40)
    assert said(found) == ["F 不按规定的年度比例投资，75% 应在别的年度"]


def test_a_start_of_a_profiled_project(profiled: Path):
    # A quarter of 80 in 2022, the rest in 2023; finished by the end of it: 50 * 0.5.
    found = assessed(profiled, started("F", 2022))
    assert found.plan.investment[0] == pytest.approx([0, 20, 60])
    assert found.plan.score == pytest.approx(25)


@pytest.mark.parametrize(
    ("spent", "profile", "starts"),
    [
        ([0.25, 0.75, 0], [0.25, 0.75], [1, 0, 0]),
        ([0, 0.125, 0.375], [0.25, 0.75], [0, 0.5, 0]),
        ([0.2, 0.5, 0.3], [0.4, 0.6], [0.5, 0.5, 0]),  # 0.2; 0.3 + 0.2; 0.3
        ([0, 0, 0.25], [0.25, 0.75], [0, 0, 1]),  # three quarters lie after the last year
        ([0, 1, 0], [0, 1], [1, 0, 0]),  # a first year of work without money
        ([0, 0, 0.5], [0.25, 0.75], None),  # that would be twice the project
        ([0.5, 0.5, 0], [0.25, 0.75], None),
    ],
)
def test_starts_are_found_in_the_money(spent, profile, starts):
    found = starts_of(np.array(spent), np.array(profile), 1e-6)
    assert found is None if starts is None else found == pytest.approx(starts)


def test_whole_projects_follow_an_even_profile(make: Make):
    projects = {"A": {"duration": 2, "land": 8, "adds": {"S": 100}}}
    scenario = make(projects, ONE, land=[8, 0])
    whole = assessed(scenario, paid("A", y2021=50, y2022=50), mode="whole")
    assert whole.plan.finished[0].tolist() == [0, 1]  # in shares half of it counts in 2021
    assert whole.plan.land_needed[0].tolist() == [8, 8]
    assert broken(whole) == {}
    uneven = assessed(scenario, paid("A", y2021=30, y2022=70), mode="whole")
    assert broken(uneven) == {"profile_A": 0.2}
    part = assessed(scenario, paid("A", y2021=30, y2022=30), mode="whole")
    assert broken(part) == {"whole_A": 0.4}
    assert said(part) == ["A 应作为整项目实施，相差 40%"]


def test_steady_work_is_begun_as_a_whole_and_counts_once_paid(make: Make):
    # Any mode beside shares and whole projects: land at the start, points at the end.
    problem = read_problem(str(make({"A": {"duration": 1.5, "adds": {"S": 100}}}, ONE)))
    steady = replace(problem, scenario=replace(problem.scenario, mode="steady"))
    course = course_of(steady, Schedule(np.array([-1]), np.array([[40.0, 60.0]])))
    assert course.begun.tolist() == [[1, 1]]
    assert course.finished.tolist() == [[0, 1]]
    course = course_of(steady, Schedule(np.array([-1]), np.array([[40.0, 50.0]])))
    assert course.finished.tolist() == [[0, 0]]
    plan = as_plan(steady, course, np.inf)
    assert [each.row for each in Rulebook(steady).broken(plan, course)] == ["whole_A"]


def test_steady_work_that_is_not_paid_is_not_carried_out(make: Make):
    """
    Half of a required project: in every mode half of it is missing, and the best plan does more.

    With its course of the best plan no rule is broken, which `broken` of the change says.
    """
    two_years = {"A": {"duration": 2, "adds": {"S": 100}}}
    scenario = make(two_years, ONE, promote={"required": ["A"]})
    for mode in Mode:
        found = assessed(scenario, paid("A", y2021=25, y2022=25), mode=mode)
        assert broken(found)["completion_A"] == 0.5
        assert [(each.kind, each.broken) for each in found.changes] == [(Kind.MORE, 0)]
        if mode == Mode.STEADY:
            assert broken(found) == {"completion_A": 0.5, "whole_A": 0.5}
            assert said(found)[0] == "A 必须实施，还差 50%"
            (line,) = [each for each in lines.said(found, "mine.csv", (), "zh") if "多做" in each]
            assert "A 多做（2021 起未完 → 2021-2022，" in line


def test_steady_work_does_not_pause_and_does_not_drag_on(make: Make):
    # Two years of work, one more at most, a tenth a year at least: here four years from first to
    # last, of which 2022 has nothing and 2023 a twentieth.
    scenario = make(
        {"A": {"duration": 2, "adds": {"S": 100}}},
        ONE,
        years=(2021, 2024),
        budget=[100] * 4,
        land=[0] * 4,
        year_weights=[0, 0, 0, 1],
    )
    found = assessed(scenario, paid("A", y2021=50, y2023=5, y2024=45), mode="steady")
    assert broken(found) == {
        "steady_least_A_2022": 0.1,
        "steady_least_A_2023": 0.05,
        "steady_longest_A": 1,
    }
    assert said(found) == [
        "A 2022 年停工（没有投资），连续施工不得中断",
        "A 2023 年只投 5%，每个施工年至少 10%",
        "A 的工期太长，超出 1 年",
    ]
    assert found.plan.score == pytest.approx(100)
    assert broken(assessed(scenario, paid("A", y2022=45, y2023=10, y2024=45), mode="steady")) == {}


@pytest.mark.parametrize("name", ["base_whole", "next_plan"])
def test_the_template_of_a_steady_plan_is_the_plan(name: str, tmp_path: Path):
    problem = read_problem(str(SCENARIOS / f"{name}.toml"), mode="steady", gap=0.01)
    plan = plan_problem(problem)
    course = course_of(problem, read_back(plan, tmp_path))
    again = as_plan(problem, course, plan.bound)
    assert again.score == pytest.approx(plan.score, rel=1e-7)
    assert Rulebook(problem).broken(again, course) == []


def test_what_is_not_named_is_not_carried_out(two_schools: Path):
    rows = [{"project_id": "B"}, *paid("A", y2022=60)]
    found = assessed(two_schools, rows)
    assert found.plan.funded.tolist() == [1, 0]
    assert found.plan.score == pytest.approx(0.6 * 60)


# ---- distance to the best plan -----------------------------------------------------------------


def test_changes_are_ordered_by_the_points_of_each_alone(two_schools: Path):
    # The best plan has A in 2021 and three quarters of B (10, 50): 80. This one has B in full in
    # 2022: 0.6 * 40 = 24 points; A alone adds 60 from 2021 on: +60, and needs 60 of 70 and 80 of
    # 50 then: one rule broken, as now. B as in the best plan: 5 places in 2021, 30 by 2022:
    # 0.4 * 5 + 0.6 * 30 = 20, that is -4, and no rule is broken.
    found = assessed(two_schools, paid("B", y2022=80))
    assert broken(found) == {"annual_budget_2022": 30}
    changes = [
        (each.p, each.kind, round(each.points, 4), each.money, each.broken)
        for each in found.changes
    ]
    assert changes == [(0, Kind.ADD, 60, 60, 1), (1, Kind.LESS, -4, pytest.approx(-20), 0)]


def test_the_kinds_of_changes(make: Make):
    problem = read_problem(str(make({"A": {"adds": {"S": 100}}}, ONE)))

    def plan(*money: float, start: int = -1) -> Plan:
        return as_plan(
            problem, course_of(problem, Schedule(np.array([start]), np.array([money]))), 0
        )

    nothing, half, first, last, even = (
        plan(0, 0),
        plan(50, 0),
        plan(100, 0),
        plan(0, 100),
        plan(50, 50),
    )
    for now, then, kind in (
        (first, nothing, Kind.DROP),
        (nothing, first, Kind.ADD),
        (half, first, Kind.MORE),
        (first, half, Kind.LESS),
        (last, even, Kind.EARLIER),
        (first, even, Kind.LATER),
        (first, first, None),
    ):
        assert kind_of(now, then, 0) == kind
    moved = replace(first, spent=np.array([[0.4, 0.6]]))
    assert kind_of(moved, first, 0) == Kind.SPREAD


def test_all_changes_together_are_the_best_plan():
    problem = read_problem(str(SCENARIOS / "open_competition.toml"))
    start = np.where(problem.excluded, -1, problem.first)
    found = assess(problem, Schedule(start, np.zeros((len(start), len(problem.years)))))
    assert found.best is not None
    plan = found.plan
    for each in found.changes:
        plan = with_course(plan, found.best, each.p)
    assert plan.score == pytest.approx(found.best.score, abs=1e-3)
    points = [each.points for each in found.changes]
    assert points == sorted(points, reverse=True)


def test_a_scenario_without_any_plan_is_assessed_all_the_same(make: Make):
    # Both are required and cost 200; there are 150.
    scenario = make(TWO, ONE, budget=[100, 50], promote={"required": ["A", "B"]})
    found = assessed(scenario, paid("A", y2021=100), paid("B", y2022=100))
    assert found.best is None
    assert np.isnan(found.bound)
    assert broken(found) == {"annual_budget_2022": 50}
    # Whole: no plan either, since C does not fit; in shares there is one, which is the bound.
    scenario = make(
        {"A": {"duration": 1, "adds": {"S": 100}}},
        ONE,
        budget=[50, 50],
        promote={"required": ["A"]},
    )
    found = assessed(scenario, started("A", 2021), mode="whole")
    assert found.best is None
    assert found.bound == pytest.approx(75)  # half in 2021: 0.5 * 50 + 0.5 * 100


# ---- shipped scenarios -------------------------------------------------------------------------


def read_back(plan: Plan, folder: Path) -> Schedule:
    path = folder / "schedule.csv"
    write_table(template(plan.problem, schedule_of(plan)), path)
    return read_schedule(plan.problem, path)


@pytest.mark.parametrize("name", sorted(path.stem for path in SCENARIOS.glob("*.toml")))
def test_the_template_is_the_plan(name: str, tmp_path: Path):
    # Assessed again it has the plan's own score and breaks no rule.
    problem = read_problem(str(SCENARIOS / f"{name}.toml"))
    plan = plan_problem(problem)
    course = course_of(problem, read_back(plan, tmp_path))
    again = as_plan(problem, course, plan.bound)
    assert again.score == pytest.approx(plan.score, rel=1e-7)
    assert again.investment == pytest.approx(plan.investment, abs=1e-4)
    assert Rulebook(problem).broken(again, course) == []


@pytest.mark.parametrize("seed", range(12))
def test_rules_are_broken_where_the_verifier_says_so(seed: int):
    # `verify` shares no code with the rows: it holds exactly where no rule is said to be broken.
    problem = read_problem(str(SCENARIOS / "city_support.toml"))
    plan = PLANS.setdefault("city_support", plan_problem(problem))
    chance = np.random.default_rng(seed)
    money = schedule_of(plan).money
    chosen = chance.choice(len(money), 3, replace=False)
    if seed % 3 == 0:  # less of what nobody requires: mostly nothing is broken
        chosen = chance.choice(np.flatnonzero(plan.promoted), 3, replace=False)
        money[chosen] *= chance.uniform(0.3, 1.0, (3, 1))
    elif seed % 3 == 1:
        money[chosen] = money[chosen][:, ::-1]
    else:
        money[chosen] = problem.cost[chosen, None] / len(problem.years)
    course = course_of(problem, Schedule(np.full(len(money), -1), money))
    found = as_plan(problem, course, np.inf)
    names = [each.row for each in Rulebook(problem).broken(found, course)]
    assert holds(replace(found, linear_optimum=np.nan)) == (names == []), names


def holds(plan: Plan) -> bool:
    try:
        verify(plan)
    except VerificationError:
        return False
    return True


PLANS: dict[str, Plan] = {}


# ---- what is wrong in a schedule ---------------------------------------------------------------


def complain(scenario: Path, rows: Sequence[Row]) -> list[tuple[str, str]]:
    problem = read_problem(str(scenario))
    path = write_schedule(scenario.parent, rows)
    return complaints(lambda: read_schedule(problem, path), scenario.parent)


def test_everything_that_is_wrong_is_said_at_once(two_schools: Path):
    cells = ("project_id", "start_year", "year", "investment")
    rows = [
        ("X", "", 2021, 10),  # row 2
        ("A", "", 2020, 10),
        ("A", "", 2021, -5),
        ("A", "", 2022, "十"),
        ("B", "", 2021, 50),  # row 6
        ("B", "", 2021, 60),
        ("B", "", 2022, 90),
        ("A", 2026, "", ""),
        ("A", 2021, 2021, 10),  # row 10
        ("A", "", "", 10),
        ("A", "2021年", "", ""),
    ]
    found = complain(two_schools, [dict(zip(cells, row, strict=True)) for row in rows])
    either = "一个项目或者只填 start_year，或者填 year 和 investment"
    assert [zh for zh, _ in found] == [
        "mine.csv 第 2 行 project_id：读到“X”；应为项目表里有的编号",
        "mine.csv 第 3 行 year：读到“2020”；应为2021 到 2022 的年份",
        "mine.csv 第 4 行 investment：读到“-5”；应为不小于 0 的数（半角数字，不带逗号）",
        "mine.csv 第 5 行 investment：读到“十”；应为不小于 0 的数（半角数字，不带逗号）",
        "mine.csv 第 7 行 year：读到“B 2021”；应为每个项目每年一行",
        "mine.csv 第 8 行 investment：读到B 累计 140 万元；应为不超过项目投资 80 万元",
        "mine.csv 第 9 行 start_year：读到“2026”；应为2021 到 2022 的年份",
        f"mine.csv 第 10 行 start_year：读到“A 2021”；应为{either}",
        "mine.csv 第 11 行 year：读到空单元格；应为年份（有投资的行）",
        "mine.csv 第 12 行 start_year：读到“2021年”；应为四位年份，或留空",
    ]
    assert found[5][1] == (
        "mine.csv, row 8, investment: found B 140 万元 so far; allowed: at most its cost, 80 万元"
    )


def test_many_of_one_kind_are_one_line(two_schools: Path):
    # A schedule of 2031 to 2035 for two projects: ten rows, one line, five rows and three values.
    ahead = {f"y{year}": 1.0 for year in range(2031, 2036)}
    found = complain(two_schools, [*paid("A", **ahead), *started("A", 2041), *paid("B", **ahead)])
    assert found == [
        (
            "mine.csv 第 2、3、4、5、6 等 10 行 year：读到“2031”、“2032”、“2033” 等；"
            "应为2021 到 2022 的年份",
            "mine.csv, rows 2, 3, 4, 5, 6 ... (10 in all), year: found '2031', '2032', '2033' ...; "
            "allowed: a year from 2021 to 2022",
        ),
        (
            "mine.csv 第 7 行 start_year：读到“2041”；应为2021 到 2022 的年份",
            "mine.csv, row 7, start_year: found '2041'; allowed: a year from 2021 to 2022",
        ),
    ]


def test_a_year_without_money_is_asked_about(at_home: Path, capsys):
    # Row 3 names a year and no money; row 4 an id alone, which says that B is not carried out.
    rows = [*paid("A", y2021=60), {"project_id": "A", "year": 2022}, {"project_id": "B"}]
    write_schedule(at_home, rows)
    code, out, _ = run(capsys, "two_schools", "--schedule", "mine.csv")
    assert code == 0
    assert out.splitlines()[1] == ("第 3 行有年份、没有填投资，按没有投资计算，请核对是否漏填")
    _, out, _ = run(capsys, "two_schools", "--schedule", "mine.csv", "--json")
    assert json.loads(out)["unpaid_rows"] == [3]


def test_a_template_in_no_folder_is_refused_before_the_plan(at_home: Path, capsys):
    for lang, line in (
        ("zh", "none/a.csv：未能写入：没有这个位置"),
        ("en", "none/a.csv: could not be written: there is no such place"),
    ):
        code, _, err = run(capsys, "two_schools", "--template", "none/a.csv", "--lang", lang)
        assert code == 1
        assert err.splitlines()[-1] == line
        assert len(err.splitlines()) == 2  # one step: it read, and did not solve


def test_a_start_beside_money_and_a_second_start(two_schools: Path):
    rows = [*started("A", 2021), *paid("A", y2022=10), *started("B", 2021), *started("B", 2022)]
    assert [en for _, en in complain(two_schools, rows)] == [
        "mine.csv, row 2, start_year: found 'A 2021'; allowed: for one project either start_year "
        "alone, or year and investment",
        "mine.csv, row 5, start_year: found 'B 2022'; allowed: one start year a project",
    ]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"name": "甲"},
            "mine.csv, row 1, year: found no such column; allowed: columns year and investment, or "
            "start_year",
        ),
        (
            {"year": 2021},
            "mine.csv, row 1, investment: found no such column; allowed: a column beside year",
        ),
        (
            {"start_year": 2021, "money": 5},
            "mine.csv, row 1: found 'money'; allowed: columns project_id, name, start_year, year, "
            "investment, list, share, land, remark",
        ),
    ],
)
def test_columns_that_are_missing_or_unknown(two_schools: Path, columns: Row, message: str):
    assert [en for _, en in complain(two_schools, [{"project_id": "A", **columns}])] == [message]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_schedule_is_read_as_offices_save_it(two_schools: Path, encoding: str):
    path = two_schools.parent / "mine.csv"
    text = "project_id,name,start_year\r\nA,第一小学，东校区（新建教学楼）,2021\r\n"
    path.write_bytes(text.replace("，", "、").encode(encoding))
    schedule = read_schedule(read_problem(str(two_schools)), path)
    assert schedule.start.tolist() == [0, -1]


# ---- the command -------------------------------------------------------------------------------


@pytest.fixture
def at_home(two_schools: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(two_schools.parents[1])
    return two_schools.parents[1]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = cli.main(["assess", *arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_json_and_exit_code_where_rules_are_broken(at_home: Path, capsys):
    write_schedule(at_home, paid("B", y2022=80))
    code, out, _ = run(capsys, "two_schools", "--schedule", "mine.csv", "--json")
    content = json.loads(out)
    assert code == 0
    assert content["score"] == pytest.approx(24)
    assert content["bound"] == pytest.approx(80)
    assert [(each["rule"], each["row"], each["by"]) for each in content["broken"]] == [
        ("annual_budget", "annual_budget_2022", 30)
    ]
    assert content["years"][1] == {
        "year": 2022,
        "need": 80,
        "budget": 50,
        "carried_in": 0,
        "money": 50,
        "balance": -30,
        "balance_so_far": 40,
    }
    assert content["purses"] == []
    assert content["best"]["lost"] == pytest.approx(56)
    assert [each["change"] for each in content["changes"]] == ["add", "less"]
    folder = at_home / "reports" / "two_schools_assess"
    assert sorted(path.name for path in folder.glob("[!.]*")) == [
        "allocation.csv",
        "assess.json",
        "assess.png",
        "assess.svg",
        "assess_land.csv",
        "assess_purses.csv",
        "assess_sources.csv",
        "assess_years.csv",
        "broken.csv",
        "changes.csv",
        *DOCUMENTS,
    ]
    assert (folder / "broken.csv").read_text("utf-8-sig").splitlines() == [
        "rule,row,by,unit,text",
        "annual_budget,annual_budget_2022,30,万元,2022 年资金需求超出年度预算 30.00 万元",
    ]


def test_the_lines_answer_in_which_year_the_need_exceeds_the_money(at_home: Path, capsys):
    write_schedule(at_home, paid("B", y2022=80))
    code, out, _ = run(capsys, "two_schools", "--schedule", "mine.csv")
    assert code == 0
    assert out.splitlines() == [
        "two_schools（two_schools）：评估 mine.csv，安排 1 项，投资 80.00 万元（可用 120.00），"
        "用地 0.00 亩（指标 0.00）",
        "得分 24.0000；守规则的方案至多 80.0000（按比例）",
        "最优方案（按比例安排）得 80.0000 分，比这份进度表多 56.0000 分",
        "2022 年资金需求 80.00 万元，超出可用资金 50.00 共 30.00 万元",
        "违反规则 1 条：annual_budget 1",
        "最优方案有 2 项不同；单独改一项，得分增加最多的：",
        "  +60.0000 分  A 增加（不做 → 2021-2021，资金 +60.00 万元，违反规则剩 1 条）A",
        "  -4.0000 分  B 少做（2022-2022 → 2021 起未完，资金 -20.00 万元，违反规则剩 0 条）B",
        "单独改一项，资金缺口减少最多的：",
        "  缺口 -30.00 万元，-4.0000 分  B 少做（2022-2022 → 2021 起未完）B",
        "报告：reports/two_schools_assess",
    ]


def test_a_template_is_written_once_and_read_again(at_home: Path, capsys):
    code, out, _ = run(capsys, "two_schools", "--template", "mine.csv")
    assert (code, out.splitlines()) == (
        0,
        [
            "已写出 mine.csv（3 行）：改好后运行 "
            "portfolio assess scenarios/two_schools.toml --schedule mine.csv"
        ],
    )
    before = (at_home / "mine.csv").read_bytes()
    assert before.decode("utf-8-sig").splitlines()[:2] == [
        "project_id,name,start_year,year,investment",
        "A,A,,2021,60",
    ]
    code, _, err = run(capsys, "two_schools", "--template", "mine.csv")
    assert code == 1
    assert err.splitlines()[-1] == "mine.csv：读到已存在的文件；应为新的文件名；该文件未改动"
    assert (at_home / "mine.csv").read_bytes() == before
    code, out, _ = run(capsys, "two_schools", "--schedule", "mine.csv", "--lang", "en")
    assert (code, out.splitlines()[-3:-1]) == (
        0,
        ["no rule is broken", "the same as the best plan"],
    )


def test_a_template_from_a_report_folder(at_home: Path, capsys):
    write_schedule(at_home, [*paid("B", y2022=80)])
    assert run(capsys, "two_schools", "--schedule", "mine.csv")[0] == 0
    folder = "reports/two_schools_assess"
    code, _, _ = run(capsys, "two_schools", "--template", "new.csv", "--from", folder)
    assert code == 0
    assert (at_home / "new.csv").read_text("utf-8-sig").splitlines() == [
        "project_id,name,start_year,year,investment",
        "A,A,,,",
        "B,B,,2022,80",
    ]
    # The allocation of a report is a schedule as it stands.
    code, out, _ = run(capsys, "two_schools", "--schedule", f"{folder}/allocation.csv")
    assert (code, out.splitlines()[1][:10]) == (0, "得分 24.0000")


def test_nothing_is_written_where_the_schedule_is_wrong(at_home: Path, capsys):
    write_schedule(at_home, paid("A", y2025=1))
    code, out, err = run(capsys, "two_schools", "--schedule", "mine.csv")
    assert (code, out) == (1, "")
    assert err.splitlines()[-1] == "mine.csv 第 2 行 year：读到“2025”；应为2021 到 2022 的年份"
    assert not (at_home / "reports").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--schedule", "a.csv", "--template", "b.csv"],
        ["--schedule", "a.csv", "--from", "reports"],
    ],
)
def test_options_that_do_not_go_together(at_home: Path, capsys, arguments: list[str]):
    assert run(capsys, "two_schools", *arguments)[0] == 2


def test_every_number_of_the_report_is_one_number(tmp_path: Path):
    # Money by year, by source, by purse and by project: the same sum each.
    problem = read_problem(str(SCENARIOS / "base.toml"))
    start = np.where(np.arange(len(problem.ids)) % 2, -1, 0)
    found = assess(problem, Schedule(start, np.zeros((len(start), len(problem.years)))))
    tables = AssessAnswer(found, tmp_path).tables("zh")
    purse = tables["assess_purses"]
    total = tables["allocation"]["investment"].sum()
    assert tables["assess_years"]["need"].sum() == pytest.approx(total, abs=0.01)
    assert tables["assess_sources"]["need"].sum() == pytest.approx(total, abs=0.01)
    assert purse.loc[purse["year"].isna(), "need"].sum() == pytest.approx(total, abs=0.01)
    assert purse.loc[purse["year"].notna(), "need"].sum() == pytest.approx(total, abs=0.01)
    assert tables["assess_land"]["need"].sum() == pytest.approx(found.plan.land_needed[:, -1].sum())


def test_the_picture_shows_the_excess_in_red(make: Make):
    from matplotlib.collections import PolyCollection
    from matplotlib.colors import to_rgba

    from portfolio.questions.assess.picture import draw_assess
    from portfolio.report import style

    found = assessed(make(TWO, ONE), paid("A", y2021=100), paid("B", y2021=100))
    bars = draw_assess(found).child_axes[0]
    red = [
        each
        for each in bars.collections
        if isinstance(each, PolyCollection)
        and to_rgba(style.WARNING) in map(tuple, each.get_facecolor())
    ]
    (path,) = [path for each in red for path in each.get_paths()]
    assert (path.get_extents().y0, path.get_extents().y1) == (100, 200)


def problem_of(name: str) -> Problem:
    return read_problem(str(ROOT / "scenarios" / f"{name}.toml"))


def test_a_search_is_cut_short_unless_the_call_gives_it_time(monkeypatch: pytest.MonkeyPatch):
    from portfolio.questions.assess import study

    asked: list[float | None] = []

    def make_plan(problem: Problem, listener: object) -> None:
        asked.append(problem.scenario.time_limit)

    monkeypatch.setattr(study, "make_plan", make_plan)
    problem = problem_of("base_whole")
    assert problem.scenario.mode == Mode.WHOLE
    study.best_plan(problem, study.SILENT, timed=False)
    study.best_plan(problem, study.SILENT, timed=True)
    study.best_plan(problem_of("base"), study.SILENT, timed=False)
    assert asked == [1, 60, 60]
