"""The check of the tables: reconciliation with printed sums, and what does not fit."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio.inputs.layouts import SCOPE
from portfolio.inputs.reconcile import Report, check_data
from tests.conftest import DATA, Make, complaints, edit, write_csv

ONE_NEED = {"S": {"need": 10}}


def checked(make: Make, projects: dict, indicators: dict = ONE_NEED, scope: str = "") -> Report:
    """Check a small folder; `scope` holds lines `project item amount`."""
    first, cells = next(iter(projects.items()))
    path = make(projects | {first: {"adds": {"S": 1}} | cells}, indicators)
    data = path.parents[1] / "data"
    if scope:
        lines = [dict(zip(SCOPE, line.split(), strict=False)) for line in scope.splitlines()]
        write_csv(data / "scope.csv", list(SCOPE), lines)
    return check_data(data)


def said(report: Report) -> list[tuple[str, str, str]]:
    return [(place, words.zh, words.en) for place, words in report.findings]


# ---- reconciliation ---------------------------------------------------------------------------


def test_the_shipped_tables_meet_every_printed_sum_exactly():
    report = check_data(DATA)
    assert report.reconciled
    sums = report.sums.set_index(["list", "domain", "measure"])
    # Totals of 附件3 and 附件4, as printed.
    for key, printed in (
        (("planned", "", "projects"), "41"),
        (("planned", "", "total_investment"), "1280855.7"),
        (("planned", "", "plan_investment"), "1085769.7"),
        (("planned", "", "land"), "3312.8"),
        (("planned", "housing", "plan_investment"), "219246"),
        (("reserve", "", "projects"), "47"),
        (("reserve", "", "total_investment"), "1408698.88"),
        (("reserve", "", "land"), "3745.595"),
        (("reserve", "emergency", "land"), "9.825"),
    ):
        assert sums.loc[key, "tables"] == sums.loc[key, "published"] == Decimal(printed)
    # 4 totals and 5 groups of 4 planned; 3 totals and 4 groups of 3 reserve.
    assert len(sums) == 24 + 15


@pytest.mark.parametrize(
    ("old", "new", "measure", "tables"),
    [
        (",22029,22029,", ",22029.1,22029,", "total_investment", "1280855.8"),
        (",22029,22029,", ",22029,22028.999,", "plan_investment", "1085769.699"),
        (",27.84,", ",27.85,", "land", "3312.81"),
    ],
)
def test_one_changed_digit_is_seen_in_its_group_and_in_the_total(
    tmp_path: Path, old: str, new: str, measure: str, tables: str
):
    shutil.copytree(DATA, tmp_path / "data")
    edit(tmp_path / "data" / "projects.csv", old, new)  # P01, an education project
    report = check_data(tmp_path / "data")
    assert not report.reconciled
    wrong = report.sums[~report.sums["agrees"].astype(bool)]
    assert wrong[["list", "domain", "measure"]].to_numpy().tolist() == [
        ["planned", "", measure],
        ["planned", "education", measure],
    ]
    assert wrong["tables"].iloc[0] == Decimal(tables)


def test_a_project_in_the_wrong_list_is_seen_in_the_counts(tmp_path: Path):
    shutil.copytree(DATA, tmp_path / "data")
    edit(
        tmp_path / "data" / "projects.csv",
        "\nP03,河源市专门学校建设项目,planned",
        "\nP03,x,reserve",
    )
    counts = check_data(tmp_path / "data").sums.query("measure == 'projects'")
    wrong = counts[~counts["agrees"].astype(bool)]
    assert [str(each) for each in wrong["tables"]] == ["40", "17", "48", "18"]
    assert [str(each) for each in wrong["published"]] == ["41", "18", "47", "17"]


def test_without_printed_sums_nothing_can_disagree(make: Make):
    report = checked(make, {"A": {"total_investment": "0.1"}, "B": {"total_investment": "0.2"}})
    assert report.reconciled
    assert set(report.sums["published"]) == {None}
    money = report.sums.query("measure == 'total_investment' and domain == ''")["tables"]
    assert money.tolist() == [Decimal("0.3")]  # exact, not 0.30000000000000004


def test_sums_are_published_as_numbers_or_text_alike(make: Make):
    path = make({"A": {"adds": {"S": 1}, "total_investment": "12.5"}}, ONE_NEED)
    data = path.parents[1] / "data"
    empty = {"total": {}, "groups": []}
    for printed, agrees in ((12.5, True), ("12.50", True), ("12.6", False)):
        content = {
            "annex3_planned": empty,
            "annex4_reserve": {"total": {"total_investment": printed}, "groups": []},
        }
        (data / "published_totals.json").write_text(json.dumps(content), encoding="utf-8")
        assert check_data(data).reconciled == agrees


# ---- rules ------------------------------------------------------------------------------------


def test_a_plan_investment_above_the_total_is_named(make: Make):
    report = checked(
        make,
        {
            "A": {"total_investment": 100, "plan_investment": 100.5},
            "B": {"total_investment": 100, "plan_investment": 100},
        },
    )
    assert said(report) == [
        (
            "A",
            "规划期投资 100.5 大于总投资 100",
            "plan investment 100.5 > total 100",
        )
    ]


def test_large_amounts_are_said_in_full(make: Make):
    # Six digits would say that 1234567.8 exceeds itself.
    report = checked(
        make,
        {"A": {"total_investment": "1234567.7", "plan_investment": "1234567.8", "land": 1}},
        scope="A site_area 1234567.8",
    )
    assert [words.en for _, words in report.findings] == [
        "plan investment 1234567.8 > total 1234567.7",
        # 1234567.8 x 15 / 10000 = 1851.85
        "site of 1,234,567.8 m² is 1851.85 亩, the land column says 1",
    ]


def test_a_profile_shorter_than_the_duration_is_named(make: Make):
    report = checked(
        make,
        {
            "A": {"duration": 3, "spend_profile": "0.5;0.5"},
            "B": {"duration": 2, "spend_profile": "0.5;0.5"},
            "C": {"duration": 2},
        },
    )
    assert said(report) == [
        (
            "A",
            "年度投资比例只有 2 年，短于工期 3 年",
            "profile of 2 years, shorter than its duration 3",
        )
    ]


def test_a_site_that_is_not_the_land_column_is_named(make: Make):
    # 10000 m² are 15 亩. A differs by 5 of 20 亩; B by 0.4 of 15 (2.7 %, tolerated); C by 0.09 亩
    # (30 % of it, but a trace); D by 0.11 of 0.3.
    report = checked(
        make,
        {"A": {"land": 20}, "B": {"land": 15.4}, "C": {"land": 0.39}, "D": {"land": 0.41}},
        scope="A site_area 10000\nB site_area 10000\nC site_area 200\nD site_area 200",
    )
    assert said(report) == [
        (
            "A",
            "占地 10,000 平方米合 15.00 亩，而用地规模为 20 亩",
            "site of 10,000 m² is 15.00 亩, the land column says 20",
        ),
        (
            "D",
            "占地 200 平方米合 0.30 亩，而用地规模为 0.41 亩",
            "site of 200 m² is 0.30 亩, the land column says 0.41",
        ),
    ]


def test_parts_of_a_site_are_added_up(make: Make):
    report = checked(
        make, {"A": {"land": 15}}, scope="A site_area 4000\nA site_area 6000\nA floor_area 1"
    )
    assert report.findings == []


@pytest.mark.parametrize(
    ("below", "zh", "en"),
    [
        ("beds", "每床建筑面积（平方米）", "m² of floor a bed"),
        ("places", "每学位建筑面积（平方米）", "m² of floor a place"),
        ("homes", "每套建筑面积（平方米）", "m² of floor a home"),
    ],
)
def test_floor_far_from_the_median_of_its_kind_is_named(make: Make, below: str, zh: str, en: str):
    # Ratios 10, 20, 20, 60 and 61 a unit: the median is 20, three times as much is still usual.
    scope = [
        line
        for name, area in zip("ABCDE", (1000, 2000, 2000, 6000, 6100), strict=True)
        for line in (f"{name} floor_area {area}", f"{name} {below} 100")
    ]
    report = checked(make, {name: {} for name in "ABCDE"}, scope="\n".join(scope))
    assert said(report) == [
        ("E", f"{zh} 61.0，同类中位数 20.0", f"{en}: 61.0, median of its kind 20.0")
    ]


def test_classes_far_below_the_median_are_named(make: Make):
    # 45, 45 and 14 places a class: a third of 45 is 15.
    report = checked(
        make,
        {"A": {}, "B": {}, "C": {}},
        scope="A places 450\nA classes 10\nB places 900\nB classes 20\nC places 140\nC classes 10",
    )
    assert said(report) == [
        (
            "C",
            "每班学位（个） 14.0，同类中位数 45.0",
            "places a class: 14.0, median of its kind 45.0",
        )
    ]


@pytest.mark.parametrize(
    ("sense", "baseline", "target", "worse"),
    [
        ("at_least", 96.6, 95, True),
        ("at_least", 95, 95, False),
        ("at_least", 95, 96, False),
        ("keep_at_least", 98.68, 85, True),
        ("complete", 394, 100, True),
        ("at_most", 2.6, 4, True),
        ("at_most", 4, 2.6, False),
        ("at_least", "", 95, False),
        ("at_most", 4, "", False),
    ],
)
def test_a_target_worse_than_the_baseline_is_named(
    make: Make, sense: str, baseline: float | str, target: float | str, worse: bool
):
    cells = {"name": "某率", "sense": sense, "baseline": baseline, "target": target}
    report = checked(make, {"A": {}}, ONE_NEED | {"T": cells})
    expected = (
        "T",
        f"某率：目标 {target} 不如基期的 {baseline}",
        f"某率: the target {target} is worse than the baseline {baseline}",
    )
    assert said(report) == ([expected] if worse else [])


def test_districts_that_differ_by_a_blank_are_named(make: Make):
    cells = {"A": {"district": "青山乡"}, "B": {"district": "青山 乡"}, "C": {"district": "白水乡"}}
    report = checked(make, cells, ONE_NEED)
    assert ("青山乡", "与地区“青山 乡”只差空格或全半角", "a district like '青山 乡'") in said(
        report
    )


# ---- the shipped data -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "fragment"),
    [
        # 5837.35 m² x 15 / 10000 = 8.756 亩, printed 2.325.
        ("R46", "占地 5,837.35 平方米合 8.76 亩，而用地规模为 2.325 亩"),
        ("R05", "占地 110,000 平方米合 165.00 亩，而用地规模为 180 亩"),
        ("R16", "占地 78,900 平方米合 118.35 亩，而用地规模为 61 亩"),
        ("P26", "占地 253,000 平方米合 379.50 亩，而用地规模为 221 亩"),
        ("P27", "占地 3,117 平方米合 4.68 亩，而用地规模为 9.06 亩"),
        ("R41", "每床建筑面积（平方米） 16.1"),  # 12913 m² for 800 beds
        ("P11", "每学位建筑面积（平方米） 2.5"),  # 13000 m² for 5100 pupils
        ("P09", "每学位建筑面积（平方米） 128.0"),  # 128000 m² for 1000
        ("I22", "目标 6 不如基期的 6.57"),
        ("I40", "目标 85 不如基期的 98.68"),
        ("I14", "目标 4 不如基期的 2.6"),
        ("I33", "目标 100 不如基期的 394"),
        ("I22", "写每千人床位4.5张"),  # remarks.csv
        ("plan", "附件4没有住房"),
    ],
)
def test_known_findings_of_the_papers_are_listed(place: str, fragment: str):
    assert any(place == at and fragment in words.zh for at, words in check_data(DATA).findings)


def test_findings_come_in_both_languages_and_are_not_mended():
    before = {path.name: path.read_bytes() for path in DATA.iterdir()}
    for _, words in check_data(DATA).findings:
        assert words.zh
        assert words.en
        assert words.zh != words.en
    assert {path.name: path.read_bytes() for path in DATA.iterdir()} == before


# ---- tables that cannot be used ---------------------------------------------------------------


def test_bad_cells_in_any_table_are_said_at_once(make: Make):
    path = make({"A": {"land": "x", "adds": {"S": 1}}}, ONE_NEED)
    data = path.parents[1] / "data"
    (data / "scope.csv").write_text("project_id,item,amount,unit,basis\nQ,beds,-1,张,\n")
    (data / "remarks.csv").write_text("subject,remark_zh,remark_en,source\nA,甲,,\n")
    number = "a number >= 0 (half-width digits, no commas)"
    assert [en for _, en in complaints(lambda: check_data(data), data.parent)] == [
        f"data/projects.csv, row 2, land: found 'x'; allowed: {number}",
        f"data/scope.csv, row 2, amount: found '-1'; allowed: {number}",
        "data/scope.csv, row 2, project_id: found 'Q'; allowed: an id of projects.csv",
        "data/remarks.csv, row 2, remark_en: found an empty cell; allowed: some text",
    ]


def test_scope_and_remarks_may_hold_the_header_alone(make: Make):
    # docs/data.md, "Another city's plan", step 5.
    path = make({"A": {"adds": {"S": 1}}}, ONE_NEED)
    data = path.parents[1] / "data"
    (data / "scope.csv").write_text("project_id,item,amount,unit,basis\n")
    (data / "remarks.csv").write_text("subject,remark_zh,remark_en,source\n")
    assert check_data(data).findings == []


def test_a_published_file_that_is_no_json_is_named(make: Make):
    path = make({"A": {"adds": {"S": 1}}}, ONE_NEED)
    data = path.parents[1] / "data"
    (data / "published_totals.json").write_text('{"annex3_planned": ', encoding="utf-8")
    ((zh, en),) = complaints(lambda: check_data(data), data.parent)
    assert zh.startswith("data/published_totals.json")
    assert en.startswith("data/published_totals.json")
