"""Comparisons against paper: what differs, what is folded, names, files."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from portfolio.cli import main as cli
from portfolio.questions.compare.picture import draw_points
from portfolio.questions.compare.study import Comparison, compare_scenarios
from portfolio.questions.facts import differing
from tests.conftest import SCENARIOS, Make, complaints, edit


@pytest.fixture
def pair(make: Make) -> list[Path]:
    """
    Poor has 100 a year, rich 100 and 200; see `tests/test_promote.py` for A, B and C.

    Poor: A in 2021, B in 2022: 0.4 * (0.5 * 100 + 0.5 * 150) = 50. Rich: A, then B and C:
    0.4 * (0.5 * 100 + 0.5 * 175) = 55.
    """
    projects = {
        "A": {"adds": {"S": 100}},
        "B": {"adds": {"S": 50}, "domain": "health"},
        "C": {"adds": {"S": 25}, "district": "西城区"},
    }
    needs = {"S": {"need": 250}}
    poor = make(projects, needs, name="poor")
    return [poor, make(projects, needs, budget=[100, 200], name="rich")]


def values(found: Comparison) -> dict[tuple[str, str, str], list[float]]:
    return {key: found.rows[key] for key in found.rows if key in found.differing}


def test_differences_on_paper(pair):
    found = compare_scenarios(pair)
    expected = {
        ("score", "score", ""): [50, 55],
        ("score", "within_need", ""): [50, 55],
        ("score", "funded", ""): [2, 3],
        ("score", "promoted", ""): [2, 3],
        ("score", "investment", ""): [200, 300],
        ("points", "S", ""): [50, 55],
        ("met", "S", ""): [0.6, 0.7],
        ("added", "S", ""): [150, 175],
        ("envelope", "budget", "2022"): [100, 200],
        ("envelope", "budget", ""): [200, 300],
        ("money", "total", "2022"): [100, 200],
        ("money", "total", ""): [200, 300],
        # C is education in 西城区, paid by the treasury
        ("money_domain", "education", "2022"): [0, 100],
        ("money_domain", "education", ""): [100, 200],
        ("money_district", "西城区", "2022"): [0, 100],
        ("money_district", "西城区", ""): [0, 100],
        ("money_funding", "fiscal", "2022"): [100, 200],
        ("money_funding", "fiscal", ""): [200, 300],
        ("share", "C", ""): [0, 1],
    }
    differ = values(found)
    years = {("start", "C", ""), ("finish", "C", "")}
    assert set(differ) == set(expected) | years
    for key, row in expected.items():
        assert differ[key] == pytest.approx(row, abs=1e-3), key
    assert differ["start", "C", ""][1] == 2022
    assert found.one_measure
    assert found.score_by_first(found.plans[1]) == pytest.approx(found.plans[1].score)


def test_money_by_purse(make, tmp_path, capsys):
    """
    Kept apart, the county's 100 pay for C alone; in one pot they pay for A or B of the city.

    The city has 100: A. Each costs 100; A adds 60, B 50 and C 10 of 200.
    """
    city, county = {"district": "市本级"}, {"district": "甲县"}
    case = (
        {
            "A": city | {"adds": {"S": 60}},
            "B": city | {"adds": {"S": 50}},
            "C": county | {"adds": {"S": 10}},
        },
        {"S": {"need": 200}},
    )
    purses = {"city": city | {"name": "市财政", "total": 1}, "county": county | {"total": 1}}
    apart = make(*case, purses=purses, name="apart")
    pot = make(*case, purses=purses, name="pot", budget_table={"separate": False})
    found = compare_scenarios([apart, pot])
    assert found.rows["money_purse", "city", ""] == pytest.approx([100, 200], abs=1e-3)
    assert found.rows["money_purse", "county", ""] == pytest.approx([100, 0], abs=1e-3)
    assert {("money_purse", "city", ""), ("money_purse", "county", "")} <= found.differing
    for lang, title in (("zh", "各资金池投资"), ("en", "Investment by purse")):
        out = tmp_path / lang
        given = [str(apart), str(pot), "--out", str(out), "--lang", lang]
        assert cli.main(["compare", *given]) == 0
        part = (out / "compare.html").read_text("utf-8").partition(f"{title}</h2>")[2]
        assert "市财政" in part.partition("<h2>")[0]


def test_projects_in_out_and_in_time(make):
    """
    First: A in 2021 and D in 2022. Second: only D can be built in 2021, E is excluded no more.

    E is worth most, but excluded from the first scenario; the second one excludes A.
    """
    projects = {
        "A": {"adds": {"S": 40}},
        "D": {"adds": {"S": 30}},
        "E": {"latest_finish": 2022, "earliest_start": 2022, "adds": {"S": 30}},
    }
    needs = {"S": {"need": 100}}
    first = make(projects, needs, name="first", promote={"excluded": ["E"]})
    second = make(projects, needs, name="second", promote={"excluded": ["A"]})
    found = compare_scenarios([first, second])
    assert not any(found.projects(found.plans[0]).values())
    changes = found.projects(found.plans[1])
    ids = {kind: [each.project_id for each in rows] for kind, rows in changes.items()}
    assert ids == {"in": ["E"], "out": ["A"], "share": [], "earlier": ["D"], "later": []}
    assert changes["earlier"][0].finish_year == (2022, 2021)
    back = compare_scenarios([second, first])
    kinds = {kind: len(rows) for kind, rows in back.projects(back.plans[1]).items()}
    assert kinds == {"in": 1, "out": 1, "share": 0, "earlier": 0, "later": 1}


def test_another_share(two_schools, tmp_path):
    other = two_schools.with_name("more.toml")
    shutil.copy(two_schools, other)
    edit(other, "[70, 50]", "[70, 58]")
    found = compare_scenarios([two_schools, other])
    (row,) = found.projects(found.plans[1])["share"]
    # B is built to 3/4, and with 8 万元 more to 0.85 of its cost of 80.
    assert row.share == pytest.approx([0.75, 0.85], abs=1e-6)


def test_a_scenario_against_its_copy(pair):
    twin = pair[0].with_name("twin.toml")
    shutil.copy(pair[0], twin)
    found = compare_scenarios([pair[0], twin])
    assert (len(found.differing), len(found.rows) > 30) == (0, True)


def test_small_noise_is_no_difference():
    money = {("money", "total", ""): [1e6, 1e6 + 0.5], ("money", "total", "2021"): [5e5, 5e5 + 2]}
    assert differing(money) == {("money", "total", "2021")}


def test_another_measure_is_said(pair):
    edit(pair[1], "[0.5, 0.5]", "[0.2, 0.8]")
    found = compare_scenarios(pair)
    assert not found.one_measure
    # Rich counts 0.4 * (0.2 * 100 + 0.8 * 175) = 64; as poor counts it is 55.
    assert found.plans[1].score == pytest.approx(64)
    assert found.score_by_first(found.plans[1]) == pytest.approx(55)


def test_other_years_are_not_earlier_or_later(pair):
    text = pair[0].read_text(encoding="utf-8").replace("2021", "2026").replace("2022", "2027")
    pair[1].write_text(text, encoding="utf-8")
    found = compare_scenarios(pair)
    assert not any(found.projects(found.plans[1]).values())
    assert found.rows["money", "total", "2026"][1] == pytest.approx(100)


# ---- no plan ------------------------------------------------------------------------------------


@pytest.fixture
def impossible(pair) -> Path:
    """Required C does not fit into 50: 50 are missing."""
    path = pair[0].with_name("impossible.toml")
    shutil.copy(pair[0], path)
    edit(path, "[100, 100]", "[50, 0]")
    edit(path, '["objective"]', '["promote"]\n"required" = ["C"]\n["objective"]')
    return path


def test_one_without_a_plan_is_shown_with_its_shortfall(pair, impossible, tmp_path, capsys):
    out = tmp_path / "c"
    given = [str(impossible), *map(str, pair), "--out", str(out), "--json"]
    assert cli.main(["compare", *given]) == 0
    first, *others = json.loads(capsys.readouterr().out)["scenarios"]
    assert (first["name"], first["status"], first["score"]) == ("impossible", "no_plan", None)
    missing = first["shortfall"]["shortfall"]
    assert sum(year["money"] for year in missing.values()) == pytest.approx(50, abs=1e-3)
    assert [each["status"] for each in others] == ["optimal", "optimal"]
    page = (out / "compare.html").read_text(encoding="utf-8")
    assert "impossible：没有满足全部要求的方案。" in page


def test_one_plan_alone_is_not_compared(pair, impossible, tmp_path, capsys):
    """One plan has nothing to be equal to: no count of equal rows, and exit code 3."""
    out = tmp_path / "c"
    given = [str(impossible), str(pair[0]), "--out", str(out)]
    assert cli.main(["compare", *given]) == 3
    shown = capsys.readouterr().out
    assert "无从对比：impossible 没有方案，只有 poor 有" in shown
    assert "行相同" not in shown
    with (out / "compare.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["differs"] for row in rows} == {""}
    score = next(row for row in rows if row["key"] == "score")
    assert (score["impossible"], score["poor"]) == ("", "50")
    content = json.loads((out / "compare.json").read_text(encoding="utf-8"))
    assert (content["equal_rows"], content["differences"]) == (None, [])
    page = (out / "compare.html").read_text(encoding="utf-8")
    assert "无从对比：impossible 没有方案" in page
    assert 'class="rows"' not in page  # no rows are filed under equal
    assert cli.main(["compare", *given, "--lang", "en"]) == 3
    assert "nothing to compare: impossible has no plan, only poor has" in capsys.readouterr().out


def test_nothing_but_failures_is_a_failure(impossible, tmp_path, capsys):
    out = tmp_path / "c"
    twin = impossible.with_name("twin.toml")
    shutil.copy(impossible, twin)
    assert cli.main(["compare", str(impossible), str(twin), "--out", str(out), "--lang", "en"]) == 3
    shown = capsys.readouterr().err
    assert "impossible: No plan meets all requirements." in shown
    assert "twin: No plan meets all requirements." in shown
    assert not out.exists()


# ---- the command --------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_files_and_json(pair, tmp_path, capsys):
    out = tmp_path / "c"
    assert cli.main(["compare", *map(str, pair), "--out", str(out), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in printed["scenarios"]] == ["poor", "rich"]
    assert [each["score"] for each in printed["scenarios"]] == pytest.approx([50, 55])
    row = next(each for each in printed["differences"] if each["section"] == "money_domain")
    assert {key: row[key] for key in ("key", "name", "unit", "year")} == {
        "key": "education",
        "name": "education",  # no domains.csv names it
        "unit": "万元",
        "year": 2022,
    }
    assert row["values"] == {"poor": pytest.approx(0), "rich": pytest.approx(100)}
    with (out / "compare.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["section", "key", "name", "unit", "year", "differs", "poor", "rich"]
    assert len(rows) == len(printed["differences"]) + printed["equal_rows"]
    pictures = {"overview.png", "overview.svg", "points.png", "points.svg"}
    names = {each.name for each in out.glob("[!.]*")}
    documents = {"plan.xlsx", "plan.docx", "report.html"}
    assert names == pictures | documents | {"compare.csv", "compare.json", "compare.html"}
    assert json.loads((out / "compare.json").read_text(encoding="utf-8")) == printed
    before = contents(out)
    assert cli.main(["compare", *map(str, pair), "--out", str(out)]) == 0
    assert contents(out) == before, "the same bytes again"


def test_equal_rows_are_folded(pair, tmp_path):
    out = tmp_path / "c"
    assert cli.main(["compare", *map(str, pair), "--out", str(out)]) == 0
    page = (out / "compare.html").read_text(encoding="utf-8")
    found = compare_scenarios(pair)
    same = len(found.rows) - len(found.differing)
    assert f"{len(found.differing)} 行不同，{same} 行相同" in page
    # Money by year: 2021 is equal, 2022 and the sum are not.
    part = page.partition("各年投资</h2>")[2].partition("<h2")[0]
    shown, folded = part.split('<details class="rows">')
    assert "<summary>相同的 1 行</summary>" in folded
    assert "2022" in shown
    assert "2021" in folded
    assert "200.00<small>+100.00</small>" in shown
    assert not re.search(r"(src|href)=\"(?!data:|#)", page), "nothing from outside"


def test_english_page(pair, tmp_path):
    out = tmp_path / "c"
    assert cli.main(["compare", *map(str, pair), "--out", str(out), "--lang", "en"]) == 0
    page = (out / "compare.html").read_text(encoding="utf-8")
    assert "<h1>Scenarios compared: poor, rich</h1>" in page
    assert "Investment by domain" in page


def test_whole_projects(pair):
    found = compare_scenarios(pair, mode="whole")
    assert [plan.mode for plan in found.plans] == ["whole", "whole"]
    assert [plan.score for plan in found.plans] == pytest.approx([50, 55], rel=1e-3)


def test_equal_names_are_told_apart(pair, tmp_path, capsys):
    other = tmp_path / "other" / "scenarios"
    shutil.copytree(pair[0].parent, other)
    shutil.copytree(pair[0].parents[1] / "data", tmp_path / "other" / "data")
    twin = other / pair[0].name
    out = tmp_path / "c"
    assert cli.main(["compare", str(pair[0]), str(twin), "--out", str(out), "--json"]) == 0
    names = [each["name"] for each in json.loads(capsys.readouterr().out)["scenarios"]]
    assert len(set(names)) == 2
    assert names[1] == "other/scenarios/poor"


def test_usual_folder(pair, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["compare", *map(str, pair)]) == 0
    assert (tmp_path / "reports" / "compare_poor_rich" / "compare.html").is_file()
    assert "报告：reports/compare_poor_rich" in capsys.readouterr().out


def test_all_mistakes_of_all_scenarios(pair, tmp_path):
    edit(pair[0], "0.3", '"x"')
    edit(pair[1], '"objective"', '"objectives"')
    root = pair[0].parents[1]
    lines = complaints(lambda: compare_scenarios(pair), root)
    assert lines[0] == (
        "scenarios/poor.toml objective.beyond_need：读到“x”；应为0 到 1 之间的数",
        "scenarios/poor.toml, objective.beyond_need: found 'x'; allowed: a number from 0 to 1",
    )
    assert any("scenarios/rich.toml objectives：" in zh for zh, _ in lines)
    assert cli.main(["compare", *map(str, pair), "--out", str(tmp_path / "c")]) == 1
    assert not (tmp_path / "c").exists()


def test_one_scenario_is_wrong_usage(pair, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["compare", str(pair[0])])
    assert stop.value.code == 2


def test_real_scenarios_conserve_money():
    found = compare_scenarios([SCENARIOS / "base.toml", SCENARIOS / "open_competition.toml"])
    for at, plan in enumerate(found.plans):
        for by in ("domain", "district", "funding", "purse"):
            rows = [
                row for key, row in found.rows.items() if key[0] == f"money_{by}" and not key[2]
            ]
            assert sum(row[at] for row in rows) == pytest.approx(plan.investment.sum())


def test_the_points_show_no_colour_without_bars(two_schools: Path) -> None:
    """The first scenario is the zero line, and one that scores the same has no bars."""
    same, richer = (two_schools.with_name(f"{name}.toml") for name in ("same", "richer"))
    shutil.copy(two_schools, same)
    shutil.copy(two_schools, richer)
    edit(richer, "[70, 50]", "[70, 58]")
    axes = draw_points(compare_scenarios([two_schools, same, richer]), "en")
    assert axes is not None
    keys = [text.get_text() for text in axes.texts if text.get_text().endswith(" two_schools")]
    title, *keys = keys  # each key is a scenario's name and its title, which all three share
    assert title == "Points by indicator, less two_schools"
    assert keys == ["richer two_schools"]
