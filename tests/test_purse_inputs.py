"""Purses, transfers, sources, `after` and rules that cannot be: the whole message, twice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from portfolio.cli.main import main
from portfolio.inputs.read import read_problem
from tests.conftest import Make, complaints, edit

# A (row 2) is paid by 甲's fiscal money, B (row 3) by a firm's, wherever it is.
PROJECTS: dict[str, Mapping[str, Any]] = {
    "A": {"district": "甲"},
    "B": {"district": "乙", "funding": "firm"},
}
PURSES: dict[str, Mapping[str, Any]] = {
    "f": {"district": "甲", "total": 60},
    "firm": {"funding": "firm", "total": 40},
}
GIVEN = {"from": "f", "to": "firm", "max": 5}

A_PURSE = ("应为data/purses.csv 里有的编号", "allowed: an id of data/purses.csv")
ONE_ROW = (
    "应为恰好属于 data/purses.csv 的一行",
    "allowed: a pair that one row of data/purses.csv stands for",
)
SOME_MONEY = ("应为不小于 0 的数", "allowed: a number >= 0")
A_PURSE_ID = (
    '应为资金池的编号，如 "city_fiscal"',
    'allowed: the id of a purse such as "city_fiscal"',
)
FUNDING = (
    "应为一个资金来源，或几个来源及其合计为 1 的比例，如 fiscal:0.6;special_bond:0.4",
    "allowed: one source of money, or several with shares that sum to 1, "
    "such as fiscal:0.6;special_bond:0.4",
)
A_SOURCE = ("应为data/sources.csv 里有的编号", "allowed: an id of data/sources.csv")
STRAIGHT = (
    "应为不绕成圈的先后关系",
    "allowed: requirements that do not come back to themselves",
)
ORIGINS = "stated, derived, commitment, assumed"
ONE_OF_FAMILIES = (
    "completion, annual_budget, funding_ceiling, purse, transfer, land, attainment, beyond_cap, "
    "requires, after, site_group, limits, under_way, land_held"
)
CAPPED = (
    "应为写明并保留 objective.beyond_cap：不计 attainment 时得分没有上限",
    "allowed: objective.beyond_cap beside it, and kept: without attainment the score has no end",
)


def found(path: Path) -> list[tuple[str, str]]:
    """Return the messages; files from the case's own folder."""
    return complaints(lambda: read_problem(str(path)), path.parents[1])


def said(
    place: tuple[str, str], read: tuple[str, str], allowed: tuple[str, str]
) -> tuple[str, str]:
    """Put a message together from its three parts, in both languages."""
    return f"{place[0]}：读到{read[0]}；{allowed[0]}", f"{place[1]}: found {read[1]}; {allowed[1]}"


def cell(file: str, row: int, column: str) -> tuple[str, str]:
    return f"data/{file}.csv 第 {row} 行 {column}", f"data/{file}.csv, row {row}, {column}"


def key(dotted: str) -> tuple[str, str]:
    return f"scenarios/tiny.toml {dotted}", f"scenarios/tiny.toml, {dotted}"


def value(text: str) -> tuple[str, str]:
    return f"“{text}”", f"'{text}'"


def write(make: Make, **tables: Any) -> Path:
    tables = {"projects": PROJECTS, "purses": PURSES} | tables
    projects = {name: {"adds": {"S": 1}} | cells for name, cells in tables.pop("projects").items()}
    return make(projects, {"S": {"need": 1}}, **tables)


def test_what_is_right_reads(make: Make):
    problem = read_problem(str(write(make, budget_table={"transfer": [GIVEN]})))
    assert problem.purses.ids == ("f", "firm")
    assert problem.purse_money.tolist() == [120, 80]
    assert problem.purses.pays.toarray().tolist() == [[1, 0], [0, 1]]


# ---- whose money it is --------------------------------------------------------------------------


def test_a_pair_in_no_purse_is_said_once_with_its_projects(make: Make):
    projects = {
        "A": {"district": "丙"},
        "B": {"funding": "firm"},
        "C": {"district": "丙"},
        "D": {"district": "丁", "funding": "firm:0.5;fiscal:0.5"},
    }
    assert found(write(make, projects=projects)) == [
        said(
            cell("projects", 2, "funding"),
            (
                "A 等 2 个项目的“fiscal、丙”不属于任何资金池",
                "'fiscal, 丙' of A and 1 more in none",
            ),
            ONE_ROW,
        ),
        said(
            cell("projects", 5, "funding"),
            ("D的“fiscal、丁”不属于任何资金池", "'fiscal, 丁' of D in none"),
            ONE_ROW,
        ),
    ]


def test_a_pair_in_two_purses(make: Make):
    # `all` takes fiscal money of all districts, 甲's as well.
    assert found(write(make, purses=PURSES | {"all": {"total": 1}})) == [
        said(
            cell("projects", 2, "funding"),
            ("A的“fiscal、甲”同时属于 f, all", "'fiscal, 甲' of A in several purses: f, all"),
            ONE_ROW,
        )
    ]


@pytest.mark.parametrize(
    ("column", "new", "pair"), [("district", "丙", "fiscal、丙"), ("funding", "bond", "bond、甲")]
)
def test_a_pair_that_the_scenario_makes(make: Make, column: str, new: str, pair: str):
    path = write(make)
    with path.open("a", encoding="utf-8") as file:
        file.write(f'\n[projects.A]\n{column} = "{new}"\n')
    assert found(path) == [
        said(
            key(f"projects.A.{column}"),
            (f"A的“{pair}”不属于任何资金池", f"'{pair.replace('、', ', ')}' of A in none"),
            ONE_ROW,
        )
    ]


def test_purses_that_share_nothing(make: Make):
    nothing = {name: dict(cells) | {"total": 0} for name, cells in PURSES.items()}
    place = "data/purses.csv total", "data/purses.csv, total"
    sum_above_0 = (
        "应为合计大于 0（各资金池按它分预算）",
        "allowed: a sum > 0: purses share the budget by it",
    )
    expected = [said(place, ("合计 0", "a sum of 0"), sum_above_0)]
    assert found(write(make, purses=nothing)) == expected
    own = {"f": {"total": 10}}
    assert found(write(make, purses=nothing, budget_table={"purse": own})) == expected
    # Where each has money of its own nothing is shared.
    own["firm"] = {"total": 5}
    path = write(make, purses=nothing, budget_table={"purse": own})
    assert read_problem(str(path)).purse_money.tolist() == [10, 5]


def test_cells_of_purses(make: Make):
    purses = {
        "f": {"district": "甲", "total": -60},
        "firm": {"funding": "firm:1", "total": ""},
        "loan": {"name": "", "funding": "loan", "total": 1},
    }
    number = (
        "应为不小于 0 的数（半角数字，不带逗号）",
        "allowed: a number >= 0 (half-width digits, no commas)",
    )
    an_id = (
        "应为字母开头，只含字母、数字和下划线",
        "allowed: a letter, then letters, digits and underscores",
    )
    empty = "空单元格", "an empty cell"
    lines = found(write(make, purses=purses, projects={"A": PROJECTS["A"]}))
    assert lines == [
        said(cell("purses", 2, "total"), value("-60"), number),
        said(cell("purses", 3, "funding"), value("firm:1"), an_id),
        said(cell("purses", 4, "name"), empty, ("应为非空文字", "allowed: some text")),
    ]


def test_an_empty_total_is_the_sum_of_the_planned_projects_it_pays_for(make: Make):
    # f pays for A of 甲 (30) and 0.25 of C (40): 30 + 10 = 40. R is reserve and counts nowhere;
    # firm's total is stated, 0.75 of C notwithstanding. The budget of 200 is divided 40 : 60.
    planned = {"list": "planned", "total_investment": 90, "district": "甲"}
    projects = {
        "A": planned | {"plan_investment": 30},
        "C": planned | {"plan_investment": 40, "funding": "fiscal:0.25;firm:0.75"},
        "R": {"district": "甲", "total_investment": 500, "adds": {"S": 1}},
    }
    purses = {"f": {"district": "甲", "total": ""}, "firm": {"funding": "firm", "total": 60}}
    problem = read_problem(str(write(make, projects=projects, purses=purses)))
    assert problem.purses.total.tolist() == [40, 60]
    assert problem.purse_money.tolist() == pytest.approx([80, 120])
    # What a scenario says of a project does not change what was published.
    path = write(make, projects=projects, purses=purses)
    path.write_text(path.read_text("utf-8") + "\n[projects.A]\nplan_investment = 1\n", "utf-8")
    assert read_problem(str(path)).purses.total.tolist() == [40, 60]


def test_empty_totals_without_planned_projects_are_no_money_to_share(make: Make):
    purses = {each: dict(cells) | {"total": ""} for each, cells in PURSES.items()}
    ((zh, en),) = found(write(make, purses=purses))
    assert zh.startswith("data/purses.csv total：读到合计 0；应为合计大于 0")
    assert en.endswith("an empty one is the sum of its planned projects, which is 0")


def test_a_purse_that_is_there_twice(make: Make):
    path = write(make)
    with (path.parents[1] / "data" / "purses.csv").open("a", encoding="utf-8") as file:
        file.write("f,又一个,bond,,0,\n")
    once = "应为不重复的编号", "allowed: an id that is used once"
    assert found(path) == [said(cell("purses", 4, "id"), value("f"), once)]


def test_a_column_of_purses_that_is_missing_is_said_alone(make: Make):
    path = write(make)
    edit(path.parents[1] / "data" / "purses.csv", "name", "nam")
    columns = "id, name, funding, district, total, basis"
    assert found(path) == [
        said(
            cell("purses", 1, "name"),
            ("缺少此列", "no such column"),
            ("应为必须有的列", "allowed: a column that must be there"),
        ),
        said(
            ("data/purses.csv 第 1 行", "data/purses.csv, row 1"),
            value("nam"),
            (f"应为已知的列：{columns}", f"allowed: columns {columns}"),
        ),
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_purses_from_a_chinese_desktop_read(make: Make, encoding: str):
    purses = {"f": {"name": "甲县财政资金", "district": "甲", "total": 60}, "firm": PURSES["firm"]}
    path = write(make, purses=purses)
    file = path.parents[1] / "data" / "purses.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode(encoding))
    problem = read_problem(str(path))
    assert problem.purses.names == ("甲县财政资金", "firm")
    assert problem.purses.pairs == (("fiscal", "甲"), ("firm", ""))
    assert problem.purse_money.tolist() == [120, 80]


# ---- what a scenario says of purses -------------------------------------------------------------

MISSING = "缺少此键", "no such key"
TO_THEMSELVES = "应为与 from 不同的资金池", "allowed: another purse than `from`"
ONE_FORM = "应为只用其中一种写法", "allowed: one of the two forms"
TABLES = (
    "应为一个或几个 [[budget.transfer]] 表，各有 from、to、max",
    "allowed: tables [[budget.transfer]] with from, to and max",
)

BUDGETS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "an_unknown_purse": (
        {"purse": {"g": {"total": 1}}},
        [said(key("budget.purse.g"), value("g"), A_PURSE)],
    ),
    "total_and_by_year": (
        {"purse": {"f": {"total": 5, "by_year": [1, 2]}}},
        [
            said(
                key("budget.purse.f.by_year"),
                ("与 total 并列的 by_year", "by_year beside total"),
                ONE_FORM,
            )
        ],
    ),
    "a_year_too_many": (
        {"purse": {"f": {"by_year": [1, 2, 3]}}},
        [
            said(
                key("budget.purse.f.by_year"),
                ("3 个数", "3 numbers"),
                ("应为2 个数，每年一个", "allowed: 2 numbers, one a year"),
            )
        ],
    ),
    "money_below_0": (
        {"purse": {"f": {"total": -5}}},
        [said(key("budget.purse.f.total"), value("-5"), SOME_MONEY)],
    ),
    "no_table": (
        {"purse": {"f": 5}},
        [
            said(
                key("budget.purse.f"),
                value("5"),
                ("应为一个表 [budget.purse.f]", "allowed: a table [budget.purse.f]"),
            )
        ],
    ),
    "a_profile": (
        {"purse": {"f": {"total": 5, "profile": [0.5, 0.5]}}},
        [
            said(
                key("budget.purse.f.profile"),
                ("未知的键“profile”", "unknown key 'profile'"),
                ("应为其中之一：total, by_year", "allowed: one of total, by_year"),
            )
        ],
    ),
    "separate": (
        {"separate": "yes"},
        [
            said(
                key("budget.separate"),
                value("yes"),
                ("应为true 或 false", "allowed: true or false"),
            )
        ],
    ),
    "transfers_from_and_to_unknown_purses": (
        {"transfer": [GIVEN | {"to": "g"}, GIVEN | {"from": "h"}]},
        [
            said(key("budget.transfer[1].to"), value("g"), A_PURSE),
            said(key("budget.transfer[2].from"), value("h"), A_PURSE),
        ],
    ),
    "a_transfer_to_itself": (
        {"transfer": [GIVEN, GIVEN | {"to": "f"}]},
        [said(key("budget.transfer[2].to"), value("f"), TO_THEMSELVES)],
    ),
    "transfers_without_each_key": (
        {
            "transfer": [
                {"to": "firm", "max": 5},
                {"from": "f", "max": 5},
                {"from": "f", "to": "firm"},
            ]
        },
        [
            said(key("budget.transfer[1].from"), MISSING, A_PURSE_ID),
            said(key("budget.transfer[2].to"), MISSING, A_PURSE_ID),
            said(key("budget.transfer[3].max"), MISSING, SOME_MONEY),
        ],
    ),
    "a_limit_below_0": (
        {"transfer": [GIVEN, GIVEN | {"max": -1}]},
        [said(key("budget.transfer[2].max"), value("-1"), SOME_MONEY)],
    ),
    "a_limit_in_words": (
        {"transfer": [GIVEN | {"max": "5"}]},
        [said(key("budget.transfer[1].max"), value("5"), SOME_MONEY)],
    ),
    "an_unknown_key_of_a_transfer": (
        {"transfer": [GIVEN | {"mx": 2}]},
        [
            said(
                key("budget.transfer[1].mx"),
                ("未知的键“mx”", "unknown key 'mx'"),
                ("应为已知的键，最接近的是 max", "allowed: a known key, nearest: max"),
            )
        ],
    ),
    "a_transfer_as_one_table": (
        {"transfer": GIVEN},
        [said(key("budget.transfer"), value("{'from': 'f', 'to': 'firm', 'max': 5}"), TABLES)],
    ),
}


@pytest.mark.parametrize("name", BUDGETS)
def test_budgets_that_cannot_be(make: Make, name: str):
    table, expected = BUDGETS[name]
    # In the order in which they stand, except that what is missing stands nowhere.
    assert sorted(found(write(make, budget_table=table))) == sorted(expected)


def test_purses_of_a_scenario_without_any_table_of_them(make: Make):
    budget = {"separate": True, "purse": {"f": {"total": 1}}, "transfer": [GIVEN]}
    none = "资金池，而 data 没有 purses.csv", "purses, but no purses.csv in data"
    first = "应为先建 purses.csv", "allowed: a table purses.csv first"
    path = write(make, purses=None, budget_table=budget)
    assert found(path) == [
        said(
            (
                "scenarios/tiny.toml budget.separate、budget.purse、budget.transfer（共 3 处）",
                "scenarios/tiny.toml, budget.separate, budget.purse, budget.transfer (3 in all)",
            ),
            none,
            first,
        )
    ]
    # One pot is what there is without purses.
    problem = read_problem(str(write(make, purses=None, budget_table={"separate": False})))
    assert problem.purses.ids == ()


# ---- sources and domains ------------------------------------------------------------------------


def test_shares_of_sources_that_do_not_sum_to_1(make: Make):
    cells = ["fiscal:0.6;firm:0.3", "firm:1.2", "fiscal:0.5;fiscal:0.5", "fiscal;firm"]
    projects = {f"A{at}": {"funding": each} for at, each in enumerate(cells)}
    assert found(write(make, projects=projects, purses=None)) == [
        said(cell("projects", row, "funding"), value(each), FUNDING)
        for row, each in enumerate(cells, start=2)
    ]


def test_shares_that_the_scenario_gives(make: Make):
    path = write(make)
    with path.open("a", encoding="utf-8") as file:
        file.write('\n[projects.A]\nfunding = "fiscal:0.6;firm:0.5"\n')
    assert found(path) == [said(key("projects.A.funding"), value("fiscal:0.6;firm:0.5"), FUNDING)]


def test_a_source_that_its_table_does_not_name(make: Make):
    path = write(
        make,
        projects=PROJECTS | {"C": {"district": "甲", "funding": "fiscal:0.5;bond:0.5"}},
        purses=PURSES | {"b": {"funding": "bond", "total": 1}},
        sources={"fiscal": {}, "firm": {}},
    )
    with path.open("a", encoding="utf-8") as file:
        file.write('\n[projects.B]\nfunding = "loan"\n')
    assert found(path) == [
        said(cell("projects", 4, "funding"), value("bond"), A_SOURCE),
        said(cell("purses", 4, "funding"), value("bond"), A_SOURCE),
        said(key("projects.B.funding"), value("loan"), A_SOURCE),
        said(
            key("projects.B.funding"),
            ("B的“loan、乙”不属于任何资金池", "'loan, 乙' of B in none"),
            ONE_ROW,
        ),
    ]


def test_a_ceiling_on_a_source_that_nobody_knows(make: Make):
    table = {"funding": {"bond": {"by_year": [1, 1]}}}
    known = "应为已有的资金来源", "allowed: a source of money that there is"
    expected = [said(key("budget.funding"), value("bond"), known)]
    assert found(write(make, budget_table=table)) == expected
    sources = {"fiscal": {}, "firm": {}, "bond": {}}  # named, though no project uses it
    assert read_problem(str(write(make, budget_table=table, sources=sources))).funding_budget


def test_a_domain_that_its_table_does_not_name(make: Make):
    path = write(make, domains={"health": {}}, limits={"domain": {"water": {"min_share": 0.1}}})
    there = "应为data/domains.csv 里有的编号", "allowed: an id of data/domains.csv"
    known = "应为已有的领域", "allowed: a domain that there is"
    assert found(path) == [
        said(key("limits.domain"), value("water"), known),
        said(cell("projects", 2, "domain"), value("education"), there),
        said(cell("projects", 3, "domain"), value("education"), there),
    ]


def test_a_colour_that_is_none(make: Make):
    sources = {"fiscal": {"colour": "blue"}, "firm": {"colour": "#0B4F8A"}}
    a_colour = "应为颜色，如 #0B4F8A", "allowed: a colour such as #0B4F8A"
    assert found(write(make, sources=sources)) == [
        said(cell("sources", 2, "colour"), value("blue"), a_colour)
    ]


# ---- after --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "row", "loop"),
    [
        ({"A": {"after": "B"}, "B": {"after": "C"}, "C": {"after": "A"}}, 2, "A → B → C → A"),
        ({"A": {"after": "A"}}, 2, "A → A"),
        # It is what comes after that cannot be: what requires alone could begin together.
        ({"A": {"requires": "B"}, "B": {"after": "A"}}, 3, "A → B → A"),
        ({"A": {"after": "B"}, "B": {"requires": "C"}, "C": {"requires": "A"}}, 2, "B → C → A → B"),
    ],
)
def test_a_circle_of_after(make: Make, cells: dict[str, dict[str, str]], row: int, loop: str):
    path = write(make, projects=cells, purses=None)
    assert found(path) == [said(cell("projects", row, "after"), value(loop), STRAIGHT)]


def test_a_circle_that_the_scenario_closes(make: Make):
    path = write(make, projects={"A": {"requires": "B"}, "B": {}}, purses=None)
    with path.open("a", encoding="utf-8") as file:
        file.write('\n[projects.B]\nafter = ["A"]\n')
    assert found(path) == [said(key("projects.B.after"), value("A → B → A"), STRAIGHT)]


def test_after_what_is_not_there(make: Make):
    there = "应为项目表里有的编号", "allowed: an id of projects.csv"
    path = write(make, projects={"A": {"after": "X"}}, purses=None)
    assert found(path) == [said(cell("projects", 2, "after"), value("X"), there)]


# ---- rules, needs, land -------------------------------------------------------------------------


def test_an_unknown_rule(make: Make):
    family = f"应为其中之一：{ONE_OF_FAMILIES}", f"allowed: one of {ONE_OF_FAMILIES}"
    path = write(make, rules={"ignore": ["land", "purses", "budget"]})
    assert found(path) == [
        said(key("rules.ignore"), value("purses"), family),
        said(key("rules.ignore"), value("budget"), family),
    ]
    a_list = (
        '应为行族名称的列表，如 ["requires"]',
        'allowed: a list of row families such as ["requires"]',
    )
    path = write(make, rules={"ignore": "land"})
    assert found(path) == [said(key("rules.ignore"), value("land"), a_list)]


@pytest.mark.parametrize(
    ("ignore", "cap"), [(["attainment"], {}), (["attainment", "beyond_cap"], {"beyond_cap": 1})]
)
def test_a_score_without_end(make: Make, ignore: list[str], cap: dict[str, float]):
    path = write(make, rules={"ignore": ignore}, objective_table=cap)
    assert found(path) == [said(key("rules.ignore"), value("attainment"), CAPPED)]
    path = write(make, rules={"ignore": ["attainment"]}, objective_table={"beyond_cap": 1})
    assert read_problem(str(path)).beyond_cap == 1


def test_words_that_are_not_among_those_there_are(make: Make):
    kinds = "new, on_site, upper_quota"
    kinds_zh = "新增用地（new）、原址（on_site）、上级指标（upper_quota）"
    origins_zh = "写明（stated）、推算（derived）、承诺（commitment）、假设（assumed）"
    goal = {"benefit": "half", "needs": ["stated", "guess"], "beyond_cap": -1}
    path = write(
        make,
        projects={"A": {"land_kind": "old"}},
        purses=None,
        objective_table=goal,
    )
    edit(path.parents[1] / "data" / "indicators.csv", ",1,1,,,,", ",1,1,,guess,,")
    with path.open("a", encoding="utf-8") as file:
        file.write('\n[projects.A]\nland_kind = "green"\n')
    a_kind = f"应为其中之一：{kinds_zh}", f"allowed: one of {kinds}"
    origins = (
        f"应为至少一项的列表，每项为其中之一：{ORIGINS}",
        f"allowed: a list of at least one of {ORIGINS}",
    )
    benefit = (
        "应为其中之一：全部计入（full）、按投资比例（pro_rata）",
        "allowed: one of full, pro_rata",
    )
    origin = f"应为其中之一：{origins_zh}", f"allowed: one of {ORIGINS}"
    assert sorted(found(path)) == sorted(
        [
            said(key("objective.benefit"), value("half"), benefit),
            said(key("objective.needs"), value("['stated', 'guess']"), origins),
            said(key("objective.beyond_cap"), value("-1"), SOME_MONEY),
            said(key("projects.A.land_kind"), value("green"), a_kind),
            said(cell("projects", 2, "land_kind"), value("old"), a_kind),
            said(cell("indicators", 2, "need_origin"), value("guess"), origin),
        ]
    )


# ---- all at once, and nothing written -----------------------------------------------------------


def test_all_of_it_is_said_at_once_and_nothing_is_written(
    make: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    path = write(
        make,
        projects={
            "A": {"district": "丙", "after": "B"},
            "B": {"funding": "firm", "requires": "A"},
            "C": {"district": "甲"},
        },
        purses=PURSES | {"all": {"district": "甲", "total": 1}},
        sources={"fiscal": {}},
        budget_table={"purse": {"g": {"total": 1}}, "transfer": [GIVEN | {"to": "f"}]},
        rules={"ignore": ["purses", "attainment"]},
    )
    family = f"应为其中之一：{ONE_OF_FAMILIES}", f"allowed: one of {ONE_OF_FAMILIES}"
    expected = [
        said(key("rules.ignore"), value("purses"), family),
        said(key("rules.ignore"), value("attainment"), CAPPED),
        said(key("budget.purse.g"), value("g"), A_PURSE),
        said(key("budget.transfer[1].to"), value("f"), TO_THEMSELVES),
        said(
            cell("projects", 2, "funding"),
            ("A的“fiscal、丙”不属于任何资金池", "'fiscal, 丙' of A in none"),
            ONE_ROW,
        ),
        said(cell("projects", 2, "after"), value("B → A → B"), STRAIGHT),
        said(cell("projects", 3, "funding"), value("firm"), A_SOURCE),
        said(
            cell("projects", 4, "funding"),
            ("C的“fiscal、甲”同时属于 f, all", "'fiscal, 甲' of C in several purses: f, all"),
            ONE_ROW,
        ),
        said(cell("purses", 3, "funding"), value("firm"), A_SOURCE),
    ]
    assert found(path) == expected
    monkeypatch.chdir(path.parents[1])
    before = sorted(path.parents[1].rglob("*"))
    assert main(["plan", "scenarios/tiny.toml"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert all(zh in err for zh, _ in expected)
    assert sorted(path.parents[1].rglob("*")) == before
