"""Tables x scenario -> problem: the arrays, and everything that does not fit together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from portfolio.engine.work import profiles
from portfolio.errors import Findings, InputError
from portfolio.inputs.assemble import read_scenario
from portfolio.inputs.build import build_problem
from portfolio.inputs.layouts import PROJECTS
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.inputs.tables import read_tables
from portfolio.terms import Mode
from tests.conftest import SCENARIOS, Make, complaints, edit

TWO = {"A": {"adds": {"S": 10}}, "B": {"adds": {"S": 10}}}
ONE_NEED = {"S": {"need": 10}}


def case(make: Make, projects: dict, indicators: dict = ONE_NEED, **keywords) -> Path:
    """A scenario whose first project adds to S unless it says what it adds."""
    first, cells = next(iter(projects.items()))
    return make(projects | {first: {"adds": {"S": 10}} | cells}, indicators, **keywords)


def problem_of(make: Make, projects: dict, indicators: dict = ONE_NEED, **keywords) -> Problem:
    return read_problem(case(make, projects, indicators, **keywords))


def found(path: Path) -> list[tuple[str, str]]:
    return complaints(lambda: read_problem(path), path.parents[1])


# ---- arrays -----------------------------------------------------------------------------------


def test_cost_is_the_plan_investment_where_there_is_one(make: Make):
    problem = problem_of(
        make,
        {
            "A": {"total_investment": 100, "plan_investment": 60},
            "B": {"total_investment": 90},
            "C": {"total_investment": 100, "plan_investment": 0},
        },
    )
    assert problem.cost.tolist() == [60, 90, 0]


def test_exempt_projects_take_no_land(make: Make):
    problem = problem_of(make, {"A": {"land": 7.5}, "B": {"land": 4}}, land_table={"exempt": ["B"]})
    assert problem.land.tolist() == [7.5, 0]


@pytest.mark.parametrize(
    ("commitment", "expected"), [("required", [True, True, False]), ("optional", [0, 1, 0])]
)
def test_planned_and_promoted_projects_are_required(
    make: Make, commitment: str, expected: list[bool]
):
    planned = {"list": "planned", "plan_investment": 1}
    problem = problem_of(
        make,
        {"A": planned, "B": {}, "C": planned},
        planned={"commitment": commitment},
        promote={"required": ["B"], "excluded": ["C"]},
    )
    assert problem.required.tolist() == expected  # `excluded` wins over `commitment`
    assert problem.excluded.tolist() == [False, False, True]


def test_points_share_a_hundred_by_weight_among_what_can_be_reached(make: Make):
    problem = problem_of(
        make,
        {
            "A": {"adds": {"S": 1, "T": 2, "Z": 1, "N": 1}},
            "B": {"adds": {"S": 5}},
            "X": {"adds": {"U": 9}},
        },
        {
            "S": {"need": 10, "weight": 3},
            "T": {"need": 4},  # weight 1
            "U": {"need": 10, "weight": 5},  # only the excluded X adds to it
            "V": {"need": 10, "weight": 5},  # no project adds to it
            "Z": {"need": 10, "weight": 0},
            "N": {"weight": 5},  # no need: reported only
        },
        promote={"excluded": ["X"]},
    )
    assert problem.indicator_ids == ["S", "T"]
    assert problem.points.tolist() == [75, 25]
    assert problem.need.tolist() == [10, 4]
    assert problem.amount.toarray().tolist() == [[1, 5, 0], [2, 0, 0]]


def test_weights_of_the_scenario_win_over_the_table(make: Make):
    problem = problem_of(
        make,
        {"A": {"adds": {"S": 1, "T": 2}}},
        {"S": {"need": 10, "weight": 3}, "T": {"need": 4}},
        weights={"S": 0.25},
    )
    assert problem.points.tolist() == [20, 80]  # 0.25 to 1


def test_windows_are_counted_from_the_first_year_and_cut_by_the_horizon(make: Make):
    problem = problem_of(
        make,
        {
            "A": {},
            "B": {"earliest_start": 2022},
            "C": {"latest_finish": 2022},
            "D": {"earliest_start": 2019, "latest_finish": 2030},
            "E": {"earliest_start": 2024},
        },
        years=(2021, 2023),
        budget=[1, 1, 1],
        land=[0, 0, 0],
        year_weights=[0.2, 0.3, 0.5],
        promote={"excluded": ["E"]},  # a window without any year is a mistake, unless excluded
    )
    assert problem.years == (2021, 2022, 2023)
    assert problem.first.tolist() == [0, 1, 0, 0, 3]
    assert problem.last.tolist() == [2, 2, 1, 2, 2]


def test_a_project_longer_than_the_horizon_is_no_mistake(make: Make):
    # The horizon, not somebody's window, cuts it: half of it can be done in two years.
    problem = problem_of(make, {"A": {"duration": 4}})
    assert (problem.first.tolist(), problem.last.tolist()) == ([0], [1])


def test_requires_and_site_groups_become_indices(make: Make):
    problem = problem_of(
        make,
        {
            "A": {"requires": "C;B"},
            "B": {"site_group": "东;西"},
            "C": {"requires": "B", "site_group": "东"},
        },
    )
    assert problem.requires.tolist() == [[0, 2], [0, 1], [2, 1]]
    assert [(g.key, g.members.tolist()) for g in problem.site_groups] == [
        ("东", [1, 2]),
        ("西", [1]),
    ]


def test_profiles_are_padded_and_whole_ones_are_even_over_the_rounded_duration(make: Make):
    problem = problem_of(make, {"A": {"spend_profile": "0.3;0.7"}, "B": {"duration": 2.5}})
    assert problem.profile_length.tolist() == [2, 0]
    assert problem.profile.tolist() == [[0.3, 0.7], [0, 0]]
    profile, length = profiles(problem, Mode.WHOLE)
    assert length.tolist() == [2, 3]  # 2.5 years take three calendar years
    np.testing.assert_allclose(profile, [[0.3, 0.7, 0], [1 / 3, 1 / 3, 1 / 3]])


def test_a_free_project_beside_short_profiles_keeps_its_own_length(make: Make):
    problem = problem_of(make, {"A": {"spend_profile": "1"}, "B": {"duration": 1}})
    profile, length = profiles(problem, Mode.WHOLE)
    assert (profile.tolist(), length.tolist()) == ([[1], [1]], [1, 1])


def test_changes_replace_fields_of_the_scenario(make: Make):
    problem = read_problem(case(make, TWO), mode="whole", carry_over=True)
    assert (problem.scenario.mode, problem.carry_over) == ("whole", True)


def test_the_shipped_base_has_the_published_size():
    # 41 + 47 projects; 18 indicators: I42, I43, I45 and S01 ... S15.
    problem = read_problem(SCENARIOS / "base.toml")
    assert problem.size == (88, 5, 18)
    assert int(problem.required.sum()) == 41
    assert problem.points.sum() == pytest.approx(100)


# ---- overrides --------------------------------------------------------------------------------


def override(path: Path, text: str) -> Path:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    return path


def test_an_override_takes_the_place_of_a_cell(make: Make):
    path = override(
        case(make, TWO),
        """
        [projects.A]
        total_investment = 250.5
        land = 3
        duration = 2
        earliest_start = 2021
        requires = ["B"]
        site_group = ["东"]
        funding = "private"
        [projects.B]
        spend_profile = [0.5, 0.5]
        site_group = "东"
        """,
    )
    problem = read_problem(path)
    assert problem.cost.tolist() == [250.5, 100]
    assert problem.land.tolist() == [3, 0]
    assert problem.duration.tolist() == [2, 1]
    assert problem.requires.tolist() == [[0, 1]]
    assert problem.profile.tolist() == [[0, 0], [0.5, 0.5]]
    assert problem.paid_by["private"].tolist() == [1, 0]
    assert [group.members.tolist() for group in problem.site_groups] == [[0, 1]]


def test_an_override_may_empty_a_cell(make: Make):
    path = override(
        case(make, {"A": {"plan_investment": 60, "latest_finish": 2021}}),
        "[projects.A]\nplan_investment = ''\nlatest_finish = ''",
    )
    problem = read_problem(path)
    assert (problem.cost.tolist(), problem.last.tolist()) == ([100], [1])


def test_a_very_small_or_large_override_is_a_number_too(make: Make):
    # Python writes the first as 1e-05; the user wrote a plain number. The second is the largest.
    path = override(
        case(make, TWO),
        "[projects.A]\nland = 0.00001\n[projects.B]\ntotal_investment = 1000000000000.0",
    )
    problem = read_problem(path)
    assert problem.land.tolist() == [0.00001, 0]
    assert problem.cost.tolist() == [100, 1e12]


def test_a_limit_may_name_a_domain_that_an_override_brings(make: Make):
    path = override(
        case(make, TWO, limits={"domain": {"health": {"max_investment": 50}}}),
        "[projects.A]\ndomain = 'health'",
    )
    ((group, limit),) = read_problem(path).limits
    assert (group.members.tolist(), limit.max_investment) == ([0], 50)


def test_the_unknown_project_of_an_override_is_named(make: Make):
    path = override(case(make, TWO), "[projects.Q]\nland = 3")
    assert found(path) == [
        (
            "scenarios/tiny.toml projects：读到“Q”；应为项目表里有的编号",
            "scenarios/tiny.toml, projects: found 'Q'; allowed: an id of projects.csv",
        )
    ]


# ---- what does not fit together ---------------------------------------------------------------

PROJECT = ("项目表里有的编号", "an id of projects.csv")
NAMES = [
    ("land_table", {"exempt": ["Q"]}, "land.exempt", "Q", PROJECT),
    ("promote", {"required": ["Q"]}, "promote.required", "Q", PROJECT),
    ("promote", {"excluded": ["Q"]}, "promote.excluded", "Q", PROJECT),
    ("weights", {"T": 1}, "weights", "T", ("指标表里有的编号", "an id of indicators.csv")),
    (
        "limits",
        {"domain": {"sports": {"max_share": 0.5}}},
        "limits.domain",
        "sports",
        ("已有的领域", "a domain that there is"),
    ),
    (
        "limits",
        {"district": {"西城区": {"min_investment": 5}}},
        "limits.district",
        "西城区",
        ("项目表里有的地区", "a district of projects.csv"),
    ),
    (
        "limits",
        {"under_way": {"owner": {"某公司": 1}}},
        "limits.under_way.owner",
        "某公司",
        ("项目表里有的业主", "an owner of projects.csv"),
    ),
    (
        "budget_table",
        {"funding": {"bank": {"by_year": [1, 1]}}},
        "budget.funding",
        "bank",
        ("已有的资金来源", "a source of money that there is"),
    ),
]


@pytest.mark.parametrize(
    ("table", "content", "key", "name", "allowed"), NAMES, ids=[case[2] for case in NAMES]
)
def test_an_unknown_name_in_the_scenario_gives_one_line(
    make: Make, table: str, content: dict, key: str, name: str, allowed: tuple[str, str]
):
    path = case(make, TWO, **{table: content})
    assert found(path) == [
        (
            f"scenarios/tiny.toml {key}：读到“{name}”；应为{allowed[0]}",
            f"scenarios/tiny.toml, {key}: found '{name}'; allowed: {allowed[1]}",
        )
    ]


def test_a_project_required_and_excluded_by_name_is_a_mistake(make: Make):
    path = case(make, TWO, promote={"required": ["A", "B"], "excluded": ["B"]})
    assert found(path) == [
        (
            "scenarios/tiny.toml promote.excluded：读到“B”；应为不同时列入 required 的项目",
            "scenarios/tiny.toml, promote.excluded: found 'B'; "
            "allowed: a project that is not required as well",
        )
    ]


@pytest.mark.parametrize(
    ("cells", "column", "zh", "en"),
    [
        (
            {"duration": 3, "earliest_start": 2021, "latest_finish": 2022},
            "latest_finish",
            "读到A 的时间窗口 2021–2022，共 2 年；应为不短于工期 3 年的窗口",
            "found a window 2021-2022 of 2 years for A; allowed: at least the duration, 3 years",
        ),
        (
            {"duration": 1, "earliest_start": 2022, "latest_finish": 2021},
            "latest_finish",
            "读到A 的时间窗口 2022–2021，共 0 年；应为不短于工期 1 年的窗口",
            "found a window 2022-2021 of 0 years for A; allowed: at least the duration, 1 years",
        ),
        (
            {"duration": 1.5, "earliest_start": 2022},
            "earliest_start",
            "读到A 的时间窗口 2022–2022，共 1 年；应为不短于工期 1.5 年的窗口",
            "found a window 2022-2022 of 1 years for A; allowed: at least the duration, 1.5 years",
        ),
        (
            {"spend_profile": "0.2;0.3;0.5", "latest_finish": 2022},
            "latest_finish",
            "读到A 的时间窗口 2021–2022，共 2 年；应为不短于工期 3 年的窗口",
            "found a window 2021-2022 of 2 years for A; allowed: at least the duration, 3 years",
        ),
    ],
    ids=["both", "reversed", "start", "profile"],
)
def test_a_window_that_is_too_short_gives_one_line(
    make: Make, cells: dict, column: str, zh: str, en: str
):
    path = case(make, {"A": cells, "B": {}})
    assert found(path) == [
        (f"data/projects.csv 第 2 行 {column}：{zh}", f"data/projects.csv, row 2, {column}: {en}")
    ]


def test_a_window_that_an_override_makes_too_short_is_named_in_the_scenario(make: Make):
    path = override(case(make, {"A": {"duration": 2}}), "[projects.A]\nlatest_finish = 2021")
    assert found(path) == [
        (
            "scenarios/tiny.toml projects.A.latest_finish：读到A 的时间窗口 2021–2021，共 1 年；"
            "应为不短于工期 2 年的窗口",
            "scenarios/tiny.toml, projects.A.latest_finish: found a window 2021-2021 of 1 years "
            "for A; allowed: at least the duration, 2 years",
        )
    ]


@pytest.mark.parametrize(
    ("requires", "loop"),
    [
        ({"A": "A"}, "A → A"),
        ({"A": "B", "B": "A"}, "A → B → A"),
        ({"A": "B", "B": "C;D", "C": "D", "D": "B"}, "B → C → D → B"),
    ],
    ids=["one", "two", "behind a tail"],
)
def test_a_circle_in_requires_is_walked_out(make: Make, requires: dict, loop: str):
    path = case(make, {name: {"requires": requires.get(name, "")} for name in "ABCD"})
    row = "ABCD".index(loop[0]) + 2
    assert found(path) == [
        (
            f"data/projects.csv 第 {row} 行 requires：读到“{loop}”；应为不绕成圈的先后关系",
            f"data/projects.csv, row {row}, requires: found '{loop}'; "
            "allowed: requirements that do not come back to themselves",
        )
    ]


def test_two_ways_to_the_same_project_are_no_circle(make: Make):
    problem = problem_of(make, {"A": {"requires": "B;C"}, "B": {"requires": "C"}, "C": {}})
    assert len(problem.requires) == 3


def test_a_required_project_that_is_not_there_is_named(make: Make):
    path = case(make, {"A": {"requires": "B;Q"}, "B": {}})
    assert found(path) == [
        (
            "data/projects.csv 第 2 行 requires：读到“Q”；应为项目表里有的编号",
            "data/projects.csv, row 2, requires: found 'Q'; allowed: an id of projects.csv",
        )
    ]


@pytest.mark.parametrize(
    ("column", "cell"),
    [("spend_profile", "0.5;0.4"), ("requires", "B，C"), ("duration", "x"), ("land", "x")],
)
def test_a_bad_cell_stays_one_line_when_the_problem_is_built(make: Make, column: str, cell: str):
    path = case(make, {"A": {column: cell}, "B": {}})
    ((_, en),) = found(path)
    assert en.startswith(f"data/projects.csv, row 2, {column}: found '{cell}'; allowed: ")


@pytest.mark.parametrize(
    "column", [name for name, column in PROJECTS.items() if not column.optional]
)
def test_a_missing_column_stays_a_message_when_the_problem_is_built(make: Make, column: str):
    path = case(make, TWO)
    table = path.parents[1] / "data" / "projects.csv"
    rows = [line.split(",") for line in table.read_text(encoding="utf-8").splitlines()]
    at = rows[0].index(column)
    table.write_text("\n".join(",".join(row[:at] + row[at + 1 :]) for row in rows))
    assert found(path)[0] == (
        f"data/projects.csv 第 1 行 {column}：读到缺少此列；应为必须有的列",
        f"data/projects.csv, row 1, {column}: found no such column; "
        "allowed: a column that must be there",
    )


def test_mistakes_in_all_files_are_said_at_once(make: Make):
    path = case(
        make,
        {
            "A": {"land": "x", "adds": {"S": 10, "Q": 1}},
            "B": {"requires": "C"},
            "C": {"requires": "B"},
        },
        {"S": {"need": -1}},
        promote={"required": ["Z"]},
    )
    assert [en for _, en in found(path)] == [
        "data/projects.csv, row 2, land: found 'x'; "
        "allowed: a number >= 0 (half-width digits, no commas)",
        "data/projects.csv, row 3, requires: found 'B → C → B'; "
        "allowed: requirements that do not come back to themselves",
        "data/indicators.csv, row 2, need: found '-1'; "
        "allowed: a number >= 0 (half-width digits, no commas)",
        "data/contributions.csv, row 3, indicator_id: found 'Q'; allowed: an id of indicators.csv",
        "scenarios/tiny.toml, promote.required: found 'Z'; allowed: an id of projects.csv",
    ]


def test_mistakes_in_the_scenario_do_not_hide_those_in_the_tables(make: Make):
    # Contract, section 2: all errors are reported at once.
    path = case(make, {"A": {"land": "x"}})
    edit(path, '"beyond_need" = 0.3', '"beyond_need" = 3')
    assert [en for _, en in found(path)] == [
        "scenarios/tiny.toml, objective.beyond_need: found '3'; allowed: a number from 0 to 1",
        "data/projects.csv, row 2, land: found 'x'; "
        "allowed: a number >= 0 (half-width digits, no commas)",
    ]


def test_a_missing_data_folder_is_named_table_by_table(make: Make):
    path = case(make, TWO)
    edit(path, '"data" = "../data"', '"data" = "../date"')
    assert [en.partition(":")[0] for _, en in found(path)] == [
        f"date/{name}.csv" for name in ("projects", "indicators", "contributions")
    ]


def test_findings_that_are_handed_in_are_filled_and_not_raised(make: Make):
    path = case(make, TWO, promote={"required": ["Q"]})
    scenario = read_scenario(path)
    assert scenario is not None
    tables, notes = read_tables(scenario.data), Findings()
    assert build_problem(tables, scenario, notes) is None
    assert [each.column for each in notes.items] == ["promote.required"]
    with pytest.raises(InputError):
        build_problem(tables, scenario)


# ---- what a call says otherwise -----------------------------------------------------------------


def refused(scenario: Path, **changes: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_problem(str(scenario), **changes)
    return caught.value.lines("en")


def test_another_total_keeps_the_profile(two_schools):
    # 70 and 50 are 120; of 60 they are 35 and 25.
    assert read_problem(str(two_schools), budget_total=60).budget.tolist() == [35, 25]
    assert read_problem(str(two_schools), budget_by_year=[1, 2]).budget.tolist() == [1, 2]
    assert read_problem(str(two_schools), land_total=30).land_quota.tolist() == [15, 15]
    assert read_problem(str(two_schools), land_by_year=(3, 4)).land_quota.tolist() == [3, 4]


def test_other_rules_are_taken_as_a_file_would_give_them(two_schools):
    problem = read_problem(str(two_schools), mode="whole", required=("A",), gap=0, time_limit=3)
    assert problem.scenario.mode is Mode.WHOLE
    assert problem.required.tolist() == [True, False]
    assert read_problem(str(two_schools), mode=Mode.SHARES).scenario.mode is Mode.SHARES
    weights = np.array([0.25, 0.75])
    assert read_problem(str(two_schools), year_weights=weights).year_weights.tolist() == [
        0.25,
        0.75,
    ]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"mode": "wholee"}, "mode: found 'wholee'; allowed: one of shares, whole, steady"),
        ({"required": "R20"}, "required: found 'R20'; allowed: a list of ids such as [\"R18\"]"),
        (
            {"budget": 900000},
            "budget: found '900000'; allowed: budget_total= / budget_by_year= in its place",
        ),
        ({"gap": 1}, "gap: found '1'; allowed: a number >= 0 and < 1"),
        ({"gap": True}, "gap: found 'True'; allowed: a number >= 0 and < 1"),
        ({"time_limit": float("nan")}, "time_limit: found 'nan'; allowed: seconds > 0"),
        ({"budget_total": -1}, "budget_total: found '-1'; allowed: a number >= 0"),
        (
            {"budget_by_year": [1, -2]},
            "budget_by_year: found '[1, -2]'; allowed: a list of numbers >= 0",
        ),
        (
            {"budget_by_year": [1]},
            "budget_by_year: found 1 numbers; allowed: 2 numbers, one a year",
        ),
        ({"year_weights": [0.5, 0.6]}, "year_weights: found a sum of 1.1; allowed: a sum of 1"),
        ({"weights": {"S": -1}}, "weights.S: found '{'S': -1}'; allowed: a number >= 0"),
        (
            {"budget_total": 1, "budget_by_year": [1, 2]},
            "budget_by_year: found budget_by_year beside budget_total; allowed: one of the two",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_allowed(two_schools, changes, line):
    assert refused(two_schools, **changes) == [f"read_problem(...), {line}"]


def test_an_unknown_argument_is_told_the_nearest(two_schools):
    (line,) = refused(two_schools, budget_totle=3)
    assert line.startswith(
        "read_problem(...), budget_totle: found unknown argument 'budget_totle'; "
        "allowed: nearest: budget_total; there are budget_total, budget_by_year, "
    )


def test_everything_wrong_in_a_call_is_said_at_once(two_schools):
    assert len(refused(two_schools, mode="w", gap=2, required="R", budget=1)) == 4


def test_the_same_problem_with_other_money(two_schools):
    problem = read_problem(str(two_schools))
    assert problem.with_money(60).budget.tolist() == [35, 25]
    assert problem.with_money(by_year=[1, 2]).budget.tolist() == [1, 2]
    assert problem.with_money().budget.tolist() == problem.budget.tolist()
    assert problem.with_money(land_total=8).land_quota.tolist() == [4, 4]
    for wrong in (
        {"total": -1},
        {"total": float("nan")},
        {"by_year": [1]},
        {"total": 1, "by_year": [1, 2]},
    ):
        with pytest.raises(ValueError, match="amount"):
            problem.with_money(**wrong)
