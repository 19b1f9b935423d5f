"""The documents of one district, owner or domain out of a report: `portfolio extract`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from portfolio.cli.main import main
from portfolio.questions.extract.study import extracted
from tests.conftest import Make, edit, write_case

# A and B of 东城区 cost 60 and 40, C of 西县 100; all are carried out, each in one year.
PROJECTS = {
    "A": {"total_investment": 60, "land": 6, "owner": "甲局", "adds": {"S": 6}},
    "B": {"total_investment": 40, "land": 4, "owner": "乙局", "adds": {"S": 4}},
    "C": {
        "total_investment": 100,
        "land": 10,
        "owner": "甲局",
        "domain": "health",
        "district": "西县",
        "adds": {"S": 10},
    },
}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("small")
    money = {"budget": (100, 100), "land": (20, 0)}
    path = write_case(root, PROJECTS, {"S": {"need": 20}}, name="small", **money)
    out = str(root / "reports" / "small")
    assert main(["plan", str(path), "--out", out, "--no-documents"]) == 0
    return root


@pytest.fixture
def report(planned: Path, tmp_path: Path, monkeypatch) -> Path:
    shutil.copytree(planned, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Path("reports") / "small"


def content(folder: str) -> dict:
    return json.loads((Path("reports") / folder / "extract.json").read_text(encoding="utf-8"))


def test_a_district_and_the_rest_are_the_whole(report: Path, capsys):
    capsys.readouterr()
    assert main(["extract", str(report), "--district", "东城区"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[:2] == [
        "东城区：2 项，完整实施 2 项，部分实施 0 项",
        "投资 100.00 万元（全部 200.00），供地 10.00 亩（全部 20.00）",
    ]
    said = content("small_东城区")
    assert (said["by"], said["key"], said["projects"]) == ("district", "东城区", 2)
    for year in said["years"]:
        assert year["investment"] + year["rest"] == pytest.approx(year["whole"], abs=0.01)
        assert year["land"] + year["land_rest"] == pytest.approx(year["land_whole"], abs=0.01)
    assert sum(year["whole"] for year in said["years"]) == pytest.approx(200)
    made = {each.name for each in Path("reports/small_东城区").iterdir()}
    assert {"plan.xlsx", "plan.docx", "report.html", "allocation.csv", "gantt.png"} <= made


def test_the_parts_of_a_plan_add_up_to_its_table(report: Path):
    whole = pd.read_csv(report / "allocation.csv")
    parts = []
    for district in ("东城区", "西县"):
        assert main(["extract", str(report), "--district", district]) == 0
        parts.append(pd.read_csv(Path("reports") / f"small_{district}" / "allocation.csv"))
    both = pd.concat(parts).sort_values(["project_id", "year"]).reset_index(drop=True)
    assert both.equals(whole.sort_values(["project_id", "year"]).reset_index(drop=True))


def test_the_workbook_holds_the_part_and_reconciles_it(report: Path):
    assert main(["extract", str(report), "--owner", "甲局"]) == 0
    book = openpyxl.load_workbook(Path("reports/small_甲局/plan.xlsx"), data_only=True)
    cells = [str(each.value) for row in book["总表"].iter_rows() for each in row]
    assert "A" in cells
    assert "C" in cells
    assert "B" not in cells
    last = [each.value for each in list(book["对账"].iter_rows())[-1]]
    total = next(
        [each.value for each in row] for row in book["对账"].iter_rows() if row[0].value == "合计"
    )
    assert total[1:4] == pytest.approx([160, 40, 200])
    assert "不符" not in str(last)


def test_a_domain_by_its_name_in_either_language(report: Path):
    for key in ("health", "Health"):
        assert main(["extract", str(report), "--domain", key, "--out", "reports/part"]) == 0
        assert content("part")["projects"] == 1


def test_the_figures_are_those_of_the_report_and_what_changed_is_said(report: Path, capsys):
    edit(Path("data/projects.csv"), "东城区,甲局", "东城区,丙局")
    capsys.readouterr()
    assert main(["extract", str(report), "--district", "西县"]) == 0
    assert "出报告以后这些输入文件改动过：../data/projects.csv" in capsys.readouterr().err
    assert content("small_西县")["changed"] == ["../data/projects.csv"]
    assert content("small_西县")["investment"] == 100


def test_the_reasons_are_those_of_the_report(make: Make, tmp_path: Path, monkeypatch):
    make(PROJECTS, {"S": {"need": 20}}, budget=(100, 0), land=(20, 0), name="poor")
    monkeypatch.chdir(tmp_path)
    assert main(["plan", "poor", "--no-documents"]) == 0
    found = extracted(Path("reports/poor"), None, "district", "西县")
    told = pd.read_csv("reports/poor/projects.csv").set_index("project_id")["reason"].fillna("")
    reasons = dict(zip(found.plan.problem.ids, found.plan.reasons["reason_zh"], strict=True))
    assert reasons == told.to_dict()
    assert any(reasons.values())


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ([], 2, "--district、--domain、--owner、--responsible 用且只用一个"),
        (["--district", "西县", "--owner", "甲局"], 2, "用且只用一个"),
        (["--district", "北县"], 1, "--district：读到“北县”；应为其中之一：东城区、西县"),
        (["--domain", "体育"], 1, "--domain：读到“体育”；应为其中之一：education、health"),
    ],
)
def test_a_part_that_is_none(report: Path, options: list[str], code: int, message: str, capsys):
    capsys.readouterr()
    try:
        found = main(["extract", str(report), *options])
    except SystemExit as ended:
        found = ended.code
    assert found == code
    assert message in capsys.readouterr().err


def test_a_folder_without_a_plan_and_a_scenario_that_is_gone(report: Path, capsys):
    assert main(["extract", "data", "--district", "西县"]) == 1
    assert "没有 plan.json 的文件夹" in capsys.readouterr().err
    Path("scenarios/small.toml").rename("elsewhere.toml")
    assert main(["extract", str(report), "--district", "西县"]) == 1
    assert "用 --scenario 指出情景文件" in capsys.readouterr().err


def test_a_scenario_of_a_workbook(report: Path):
    assert main(["template", "small.xlsx", "small"]) == 0
    assert main(["plan", "small.xlsx", "--no-documents"]) == 0
    call = ["extract", "reports/small_small", "--district", "西县"]
    for more in ([], ["--scenario", "small.xlsx/small"]):  # it is found beside, or said
        assert main([*call, *more]) == 0
        assert content("small_small_西县")["investment"] == 100
    Path("scenarios").rename("elsewhere")
    assert main(call) == 0


def test_the_part_is_not_the_rest(report: Path):
    # 甲局 has A of 60 and C of 100; 40 are the other owner's.
    assert main(["extract", str(report), "--owner", "甲局", "--no-documents"]) == 0
    years = content("small_甲局")["years"]
    sums = [sum(year[name] for year in years) for name in ("investment", "rest", "whole")]
    assert sums == pytest.approx([160, 40, 200])
    sums = [sum(year[name] for year in years) for name in ("land", "land_rest", "land_whole")]
    assert sums == pytest.approx([16, 4, 20])
