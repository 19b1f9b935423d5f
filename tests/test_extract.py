"""A part of a report: its rows, its sums against the whole, and what cannot be taken out."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from portfolio.cli.main import main
from tests.conftest import write_case


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two districts: A of 60 and 7 亩 in 2021 is east's, B of 80 in 2022 is west's."""
    root = tmp_path_factory.mktemp("city")
    usual = {"adds": {"S": 1}, "list": "reserve"}
    case = write_case(
        root,
        {
            "A": usual
            | {"district": "东城区", "owner": "甲局", "total_investment": 60, "land": 7}
            | {"latest_finish": 2021},
            "B": usual
            | {"district": "西城区", "owner": "乙局", "total_investment": 80}
            | {"earliest_start": 2022, "domain": "health"},
        },
        {"S": {"need": 2}},
        budget=(60, 100),
        land=(10, 0),
    )
    assert main(["plan", str(case), "--out", str(root / "report"), "--no-documents"]) == 0
    assert not list((root / "report").glob("*.xlsx"))
    return root / "report"


def taken(report: Path, out: Path, capsys: pytest.CaptureFixture[str], *part: str) -> Any:
    scenario = report.parent / "scenarios" / "tiny.toml"
    call = ["extract", str(report), *part, "--scenario", str(scenario), "--out", str(out)]
    capsys.readouterr()
    assert main([*call, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_district_with_the_rest_and_the_whole_by_year(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    east = taken(report, tmp_path / "east", capsys, "--district", "东城区")
    assert (east["projects"], east["funded"], east["investment"], east["land"]) == (1, 1, 60, 7)
    names = ("year", "investment", "rest", "whole", "land", "land_rest", "land_whole")
    assert [[year[name] for name in names] for year in east["years"]] == [
        [2021, 60, 0, 60, 7, 0, 7],
        [2022, 0, 80, 80, 0, 0, 0],
    ]
    west = taken(report, tmp_path / "west", capsys, "--district", "西城区")
    for one, other in zip(east["years"], west["years"], strict=True):
        assert (one["rest"], other["rest"]) == (other["investment"], one["investment"])
    with (tmp_path / "west" / "allocation.csv").open(encoding="utf-8-sig") as file:
        assert {row["project_id"] for row in csv.DictReader(file)} == {"B"}
    book = openpyxl.load_workbook(tmp_path / "west" / "plan.xlsx")
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "B" in cells
    assert "A" not in cells


@pytest.mark.parametrize(
    ("part", "investment"),
    [(("--owner", "甲局"), 60), (("--domain", "health"), 80), (("--domain", "education"), 60)],
)
def test_by_owner_and_domain(
    report: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    part: tuple[str, str],
    investment: float,
):
    assert taken(report, tmp_path / "out", capsys, *part)["investment"] == investment


def test_inputs_that_have_changed_since_are_named(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert taken(report, tmp_path / "one", capsys, "--owner", "甲局")["changed"] == []
    table = report.parent / "data" / "projects.csv"
    before = table.read_bytes()
    try:
        table.write_bytes(before + b"\r\n")
        (changed,) = taken(report, tmp_path / "two", capsys, "--owner", "甲局")["changed"]
    finally:
        table.write_bytes(before)
    assert changed.endswith("projects.csv")


@pytest.mark.parametrize(
    ("part", "code", "said"),
    [
        (("--district", "南城区"), 1, "应为其中之一：东城区、西城区"),
        ((), 2, "用且只用一个"),
        (("--district", "东城区", "--owner", "甲局"), 2, "用且只用一个"),
    ],
)
def test_what_is_no_part(
    report: Path, capsys: pytest.CaptureFixture[str], part: tuple[str, ...], code: int, said: str
):
    scenario = report.parent / "scenarios" / "tiny.toml"
    call = ["extract", str(report), *part, "--scenario", str(scenario)]
    assert exit_code(call) == code
    assert said in capsys.readouterr().err


def exit_code(call: list[str]) -> int:
    try:
        return main(call)
    except SystemExit as stop:
        return int(stop.code or 0)
