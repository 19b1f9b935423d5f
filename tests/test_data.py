"""The shipped tables and scenarios: published sums, recomputed needs, rules of docs/data.md."""

from __future__ import annotations

import csv
import json
import math
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio.inputs.read import read_problem
from portfolio.inputs.tables import read_tables
from tests.conftest import DATA, ROOT, SCENARIOS

SHIPPED = sorted(SCENARIOS.glob("*.toml"))
GROUPS = {
    "现代教育项目": "education",
    "健康和医疗卫生建设项目": "health",
    "住房保障建设项目": "housing",
    "文体项目": "culture_sport",
    "应急保障及物资储备体系项目": "emergency",
}


def rows(table: str) -> list[dict[str, str]]:
    """The cells as written, read without the code under test."""
    with (DATA / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def total(projects: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in projects if row[column]), Decimal(0))


PROJECTS = {row["id"]: row for row in rows("projects")}
INDICATORS = {row["id"]: row for row in rows("indicators")}
ADDED = {(row["project_id"], row["indicator_id"]): row for row in rows("contributions")}


# ---- the published sums -----------------------------------------------------------------------


def test_the_lists_hold_the_published_projects():
    assert [key for key in PROJECTS if key.startswith("P")] == [f"P{n:02}" for n in range(1, 42)]
    assert [key for key in PROJECTS if key.startswith("R")] == [f"R{n:02}" for n in range(1, 48)]
    assert len(PROJECTS) == 88
    for key, row in PROJECTS.items():
        kind, annex = ("planned", 3) if key.startswith("P") else ("reserve", 4)
        assert row["list"] == kind
        assert row["source"] == f"附件{annex}-{int(key[1:])}"


def test_the_content_is_literally_what_the_annexes_print():
    # Name, content and total investment stand beside one another in the paper's table, so a text
    # that belongs to another project, or was mended, is found out. Line breaks are of the layout.
    paper = "".join((ROOT / "tests" / "papers" / "heyuan_annexes.txt").read_text("utf-8").split())
    annexes = dict(zip(("planned", "reserve"), paper.split("附件4"), strict=True))
    for key, row in PROJECTS.items():
        printed = f"{int(key[1:])}{row['name']}{row['content']}{row['total_investment']}"
        assert row["content"], key
        assert annexes[row["list"]].count("".join(printed.split())) == 1, key


@pytest.mark.parametrize(
    ("kind", "column", "printed"),
    [
        ("planned", "total_investment", "1280855.7"),
        ("planned", "plan_investment", "1085769.7"),
        ("planned", "land", "3312.8"),
        ("reserve", "total_investment", "1408698.88"),
        ("reserve", "land", "3745.595"),
    ],
)
def test_the_sums_are_those_printed_in_the_annexes(kind: str, column: str, printed: str):
    own = [row for row in PROJECTS.values() if row["list"] == kind]
    assert total(own, column) == Decimal(printed)


@pytest.mark.parametrize(
    ("kind", "annex"), [("planned", "annex3_planned"), ("reserve", "annex4_reserve")]
)
def test_every_group_sums_to_what_the_annex_prints(kind: str, annex: str):
    published = json.loads((DATA / "published_totals.json").read_text(encoding="utf-8"))[annex]
    own = [row for row in PROJECTS.values() if row["list"] == kind]
    for group in (published["total"], *published["groups"]):
        domain = GROUPS.get(group.get("name"))
        members = [row for row in own if domain in (None, row["domain"])]
        assert len(members) == group["projects"]
        for column in ("total_investment", "plan_investment", "land"):
            if column in group:
                assert total(members, column) == Decimal(group[column]), (group, column)
    assert sum(group["projects"] for group in published["groups"]) == len(own)


def test_only_planned_projects_have_a_plan_investment_and_none_exceeds_its_total():
    for row in PROJECTS.values():
        assert bool(row["plan_investment"]) == (row["list"] == "planned")
        assert Decimal(row["plan_investment"] or 0) <= Decimal(row["total_investment"])


# ---- derived columns, by the rules of docs/data.md --------------------------------------------


def test_durations_follow_the_size_classes():
    # A2: up to 5000, 20000, 60000 and above: 1, 2, 3, 4 years; equipment and software one class
    # shorter; P30 prints 910 days.
    for key, row in PROJECTS.items():
        size = Decimal(row["total_investment"])
        years = 1 + sum(size >= bound for bound in (5000, 20000, 60000))
        if key in ("P38", "R34", "R35", "R36"):
            years = max(1, years - 1)
        assert Decimal(row["duration"]) == (Decimal("2.5") if key == "P30" else years), key


def test_funding_follows_the_kind_of_owner():
    # A1; the four developers by name, every other company is the state's.
    developers = ("汇景九里湾", "星河控股", "碧桂园", "越时顺诚")
    for key, row in PROJECTS.items():
        private = any(name in row["owner"] for name in developers)
        company = "state_company" if "公司" in row["owner"] else "fiscal"
        assert row["funding"] == ("private" if private else company), key


def test_only_the_stated_windows_and_requirements_are_there():
    windows = {key: row["latest_finish"] for key, row in PROJECTS.items() if row["latest_finish"]}
    assert windows == {"R02": "2025", "R03": "2024", "R04": "2024"}  # A3
    assert not any(row["earliest_start"] for row in PROJECTS.values())
    requires = {key: row["requires"] for key, row in PROJECTS.items() if row["requires"]}
    assert requires == {"R02": "R03"}  # A4


# ---- indicators and needs ---------------------------------------------------------------------


def test_the_indicators_are_the_45_of_the_paper_and_15_supply_targets():
    assert list(INDICATORS) == [f"I{n:02}" for n in range(1, 46)] + [
        f"S{n:02}" for n in range(1, 16)
    ]


def needed(name: str) -> Decimal:
    return Decimal(INDICATORS[name]["need"])


def test_needs_of_the_main_indicators_close_the_printed_gaps():
    # I42: m² for 10,000 people times 10,000 people, 2025 less 2020:
    # 1306 x 286.31 = 373920.86; 1236 x 283.56 = 350480.16.
    assert needed("I42") == Decimal("23440.7") == Decimal("373920.86") - Decimal("350480.16")
    # I43: m² a person times people: 2.85 x 2863100 = 8159835; 2.7 x 2835600 = 7656120.
    assert needed("I43") == 503715 == 8159835 - 7656120
    # I45: from 1.32 % to 90 %.
    assert needed("I45") == Decimal("88.68") == 90 - Decimal("1.32")
    with_need = [name for name, row in INDICATORS.items() if name[0] == "I" and row["need"]]
    # I05: places a thousand people times thousands of people, 14315.5 less 2665.464; no project.
    assert needed("I05") == round(
        Decimal("5.00") * Decimal("2863.1") - Decimal("0.94") * Decimal("2835.6")
    )
    assert with_need == ["I05", "I42", "I43", "I45"]
    people, per = INDICATORS["I01"], INDICATORS["I42"]
    assert needed("I42") == Decimal(per["target_2025"]) * Decimal(people["target_2025"]) - Decimal(
        per["baseline_2020"]
    ) * Decimal(people["baseline_2020"])


@pytest.mark.parametrize(("name", "printed"), [("S01", 25000), ("S02", 99000), ("S03", 12000)])
def test_needs_of_school_places_are_the_printed_targets(name: str, printed: int):
    assert needed(name) == printed  # 第七章第一节: 2.5万, 9.9万, 1.2万


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("S04", "11000"),  # 10000 + 1000
        ("S05", "52000"),  # 15000 + 8000 + 29000
        ("S06", "200"),
        ("S07", "22000"),  # 13000 + 9000
        ("S08", "2805"),  # 60 + 50 + 100 + 535 + 500 + 300 + 60 + 1000 + 200
        ("S09", "500"),
        ("S12", "3362"),  # 558 + 455 + 962 + 545 + 842
        ("S13", "28790.73"),  # 14315.1 + 14475.63
        ("S14", "1"),
    ],
)
def test_other_needs_are_what_the_planned_projects_commit_to(name: str, expected: str):
    planned = [
        Decimal(row["amount"])
        for (project, indicator), row in ADDED.items()
        if indicator == name and project.startswith("P")
    ]
    assert needed(name) == Decimal(expected) == sum(planned)


def test_counted_needs_are_their_parts():
    assert needed("S10") == 7 + 1  # disease control of the city and six counties, one maternity
    assert needed("S11") == 5 + 2  # 五大救治中心, two platforms
    assert needed("S15") == 4 + 2 + 1  # squares and park of P35, two parks, one study base


# ---- contributions ----------------------------------------------------------------------------


def test_every_project_adds_to_some_indicator_that_has_a_need():
    # R34 buys equipment for centres of which the papers state no need.
    assert {project for project, _ in ADDED} == set(PROJECTS) - {"R34"}
    assert len(ADDED) == len(rows("contributions")) == 90  # one row a pair
    for (project, indicator), row in ADDED.items():
        assert INDICATORS[indicator]["need"], (project, indicator)
        assert Decimal(row["amount"]) > 0


def sum_of_scope(item: str, projects: str) -> Decimal:
    return sum(
        (
            Decimal(row["amount"])
            for row in rows("scope")
            if row["item"] == item and row["project_id"] in projects.split()
        ),
        Decimal(0),
    )


def amount(project: str, indicator: str) -> int:
    return int(ADDED[project, indicator]["amount"])


def test_assumed_amounts_follow_their_rules():
    # A8: 5100 pupils by classes, 54 + 42 of 126 compulsory.
    assert amount("P11", "S02") == round(5100 * 96 / 126) == 3886
    assert amount("P11", "S03") == 5100 - 3886
    # A13: m² a place of five senior schools.
    area = sum_of_scope("floor_area", "P06 P12 P13 R05 R08")
    assert area == Decimal("434203.87")
    places = sum(amount(name, "S03") for name in ("P06", "P12", "P13", "R05", "R08"))
    assert places == 17500
    assert ADDED["R12", "S03"]["amount"] == f"{35300 / float(area / places):.1f}" == "1422.7"
    # A14: m² a bed of four mental hospitals.
    area = sum_of_scope("floor_area", "P24 R26 R37 R38")
    beds = sum(amount(name, "S08") for name in ("P24", "R26", "R37", "R38"))
    assert (area, beds) == (Decimal("90517.8"), 1150)
    assert amount("R21", "S08") == math.floor(30000 / (area / beds)) == 381
    # A16 and A17: 万元 a m² of P35 and P37, and of P01 and R06.
    money = sum(int(PROJECTS[name]["total_investment"]) for name in ("P35", "P37"))
    area = sum_of_scope("floor_area", "P35 P37")
    assert (money, area) == (45771, 37646)
    assert amount("P34", "I42") == math.floor(17000 * 37646 / 45771) == 13982
    money = sum(int(PROJECTS[name]["total_investment"]) for name in ("P01", "R06"))
    assert (money, amount("P01", "S05") + amount("R06", "S05")) == (84029, 160000)
    assert amount("R01", "S05") == math.floor(52000 * 160000 / 84029) == 99013
    # A26: 25646 m² less the share that the garage has of P02, 3000 of 25000.
    assert ADDED["P35", "I42"]["amount"] == f"{25646 * (1 - 3000 / 25000):.2f}" == "22568.48"
    # A20: seven of fourteen storeys.
    assert amount("R44", "S07") == round(13682.24 * 7 / 14) == 6841


def test_confidence_is_counted_as_the_page_says():
    kinds = [row["confidence"] for row in ADDED.values()]
    assert [kinds.count(kind) for kind in ("stated", "derived", "assumed")] == [60, 6, 24]


@pytest.mark.parametrize("table", ["projects", "contributions", "scope"])
def test_no_cell_holds_a_pasted_sentence(table: str):
    longest = max(rows(table), key=lambda row: len(row["basis"]))
    assert len(longest["basis"]) <= 80, longest


# ---- the files --------------------------------------------------------------------------------


def test_the_tables_read_without_findings():
    tables = read_tables(DATA)
    assert len(tables.projects.data) == 88
    assert len(tables.indicators.data) == 60
    assert len(tables.contributions.data) == 90


@pytest.mark.parametrize(
    "table", ["projects", "indicators", "contributions", "scope", "remarks", "assumptions"]
)
def test_the_tables_are_saved_with_a_mark_and_described(table: str):
    assert (DATA / f"{table}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    section = page.partition(f"## `{table}.csv`")[2].partition("\n## `")[0]
    assert section, f"docs/data.md has no section on {table}.csv"
    for column in rows(table)[0]:
        assert f"`{column}`" in section, f"docs/data.md does not describe {table}.{column}"


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_a_shipped_scenario_asks_a_question_and_reads_without_findings(path: Path):
    text = path.read_text(encoding="utf-8")
    comment = re.match(r"(#.*\n)+", text)
    assert comment, f"{path.name} does not start with a comment"
    assert any(line.endswith(("?", "？")) for line in comment[0].splitlines()[:3])
    assert ("extends" in tomllib.loads(text)) == (path.stem != "base")
    assert len(read_problem(path).projects) == 88


def test_scenarios_have_titles_of_their_own():
    titles = [tomllib.loads(path.read_text(encoding="utf-8")).get("title") for path in SHIPPED]
    assert None not in titles
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("name", "money", "land"),
    [
        ("base", "1085769.7", "3312.8"),
        ("money_up_20", "1302923.64", "3975.36"),  # 1.2 x both
        ("money_down_20", "868615.76", "3312.8"),  # 0.8 x money
        ("land_down_15", "1085769.7", "2815.88"),  # 0.85 x land
    ],
)
def test_scenarios_scale_the_published_totals(name: str, money: str, land: str):
    problem = read_problem(SCENARIOS / f"{name}.toml")
    assert problem.budget.sum() == pytest.approx(float(money), abs=0.001)
    assert problem.land_quota.sum() == pytest.approx(float(land), abs=1e-6)
