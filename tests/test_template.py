"""A workbook in place of the data folder and its scenarios: out and in again loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from portfolio.cli.main import main
from portfolio.inputs.find import find_scenario
from portfolio.inputs.read import read_problem
from portfolio.inputs.workbook.city import read_city
from portfolio.inputs.workbook.template import City, write_template
from portfolio.plan.make import plan_problem
from portfolio.runs.provenance import inputs_of
from tests.conftest import SCENARIOS, complaints, edit


@pytest.fixture(scope="module")
def shipped() -> City:
    return read_city(sorted(SCENARIOS.glob("*.toml")))


@pytest.fixture(scope="module", params=["zh", "en"])
def out(request, shipped: City, tmp_path_factory) -> Path:
    book = tmp_path_factory.mktemp("out") / f"city_{request.param}.xlsx"
    write_template(shipped, book, request.param)
    return book


def value(cell: str) -> Any:
    """A number by its value: 90.0 goes out as the number 90."""
    try:
        return Decimal(cell)
    except InvalidOperation:
        return cell


def without_data(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    return {key: without_data(each) for key, each in tree.items() if key != "data"}


def test_all_scenarios_and_tables_come_back_cell_by_cell(shipped: City, out: Path):
    back = read_city([out / f"{name}.toml" for name in shipped.scenarios])
    assert list(back.scenarios) == list(shipped.scenarios)
    assert without_data(back.scenarios) == without_data(shipped.scenarios)
    assert set(back.tables) == set(shipped.tables) >= {"projects", "purses", "scope", "remarks"}
    for stem, table in shipped.tables.items():
        assert list(back.tables[stem].columns) == list(table.columns), stem
        for name in table:
            assert list(map(value, back.tables[stem][name])) == list(map(value, table[name])), name


def test_the_heads_that_carry_a_year_keep_it(out: Path):
    problem = read_problem(str(out / "base.toml"))
    assert problem.measured == (2020, 2025)


@pytest.mark.parametrize("name", ["base", "city_support", "next_plan"])
def test_a_plan_from_the_workbook_is_the_plan_from_the_files(out: Path, name: str):
    one = plan_problem(read_problem(str(out / f"{name}.toml")))
    other = plan_problem(read_problem(f"{SCENARIOS}/{name}.toml"))
    assert one.score == other.score
    assert np.array_equal(one.investment, other.investment)


def test_two_writings_are_the_same_bytes(shipped: City, tmp_path: Path):
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    for path in (one, other):
        write_template(shipped, path)
    assert one.read_bytes() == other.read_bytes()


def test_the_sheets_check_as_somebody_types(out: Path):
    book = openpyxl.load_workbook(out)
    projects = book["项目" if "项目" in book.sheetnames else "projects"]
    kinds = {rule.type for rule in projects.data_validations.dataValidation}
    assert {"list", "decimal", "custom"} <= kinds  # drop-downs, amounts, ids used once
    assert projects.freeze_panes == "C2"
    assert projects["A1"].comment is not None
    assert projects.conditional_formatting  # what must be filled in and is not
    settings = book["情景" if "情景" in book.sheetnames else "scenarios"]
    assert any(rule.type == "list" for rule in settings.data_validations.dataValidation)


# ---- from the command line ----------------------------------------------------------------------


def in_book(case: Path, tmp_path: Path, change: Callable[[Any], None] | None = None) -> Path:
    """Return a workbook with a case, after a change by hand."""
    book = tmp_path / "book.xlsx"
    write_template(read_city([case]), book)
    if change is not None:
        file = openpyxl.load_workbook(book)
        change(file)
        file.save(book)
    return book


def column(sheet: Worksheet, head: str) -> int:
    return next(cell.column for cell in sheet[1] if str(cell.value).startswith(head))


def test_the_first_scenario_and_one_by_name(two_schools: Path, tmp_path: Path):
    book = in_book(two_schools, tmp_path)
    assert find_scenario(book) == book / "two_schools.toml" == find_scenario(f"{book}/two_schools")
    missing = find_scenario(f"{book}/other")
    assert missing.line("zh").endswith("读到“other”；应为其中之一：two_schools")


def test_a_report_of_a_workbook(two_schools: Path, tmp_path: Path, monkeypatch, capsys):
    book = in_book(two_schools, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["plan", "book.xlsx"]) == 0
    assert (tmp_path / "reports" / "book_two_schools" / "plan.json").exists()
    assert list(inputs_of(read_problem(f"{book}/two_schools.toml").scenario)) == ["book.xlsx"]
    capsys.readouterr()
    assert main(["check", "--data", "book.xlsx"]) == 0


def test_a_template_of_what_a_workbook_holds(two_schools: Path, tmp_path: Path):
    book, again = in_book(two_schools, tmp_path), tmp_path / "again.xlsx"
    assert main(["template", str(again), str(book)]) == 0
    one, other = read_city([book / "two_schools.toml"]), read_city([again / "two_schools.toml"])
    assert one.scenarios == other.scenarios
    assert all(one.tables[stem].equals(other.tables[stem]) for stem in one.tables)


def test_a_template_never_overwrites(two_schools: Path, tmp_path: Path, capsys):
    book = in_book(two_schools, tmp_path)
    before = book.read_bytes()
    assert main(["template", str(book), str(two_schools)]) == 1
    assert "已存在的文件" in capsys.readouterr().err
    assert book.read_bytes() == before


def test_an_empty_template_says_what_is_missing(tmp_path: Path, capsys):
    book = tmp_path / "empty.xlsx"
    assert main(["template", str(book)]) == 0
    capsys.readouterr()
    assert main(["plan", str(book), "--out", str(tmp_path / "report")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) < 10
    assert not (tmp_path / "report").exists()


# ---- a table in place of a CSV file ------------------------------------------------------------


def test_a_folder_may_hold_a_workbook_in_place_of_a_table(two_schools: Path, tmp_path: Path):
    data = two_schools.parents[1] / "data"
    before = plan_problem(read_problem(str(two_schools))).score
    book = openpyxl.Workbook()
    for row in [line.split(",") for line in (data / "projects.csv").read_text("utf-8").split()]:
        book.active.append(row)
    book.save(data / "projects.xlsx")
    both = complaints(lambda: read_problem(str(two_schools)), two_schools.parents[1])
    assert both[0][0] == ("data/projects.csv：读到同名的 CSV 和 Excel 两个文件；应为两者留一个")
    (data / "projects.csv").unlink()
    assert plan_problem(read_problem(str(two_schools))).score == before


def test_heads_and_codes_in_chinese_in_a_csv_file(two_schools: Path):
    before = plan_problem(read_problem(str(two_schools))).score
    projects = two_schools.parents[1] / "data" / "projects.csv"
    for old, new in (
        ("total_investment", "计划总投资（万元）"),
        ("duration", "工期（年）"),
        ("planned", "规划"),
        ("reserve", "储备项目"),
        ("education", "教育"),
        ("fiscal", "财政"),
    ):
        text = projects.read_text(encoding="utf-8")
        projects.write_text(text.replace(f",{old}", f",{new}"), encoding="utf-8")
    problem = read_problem(str(two_schools))
    assert set(problem.projects["list"]) <= {"planned", "reserve"}
    assert set(problem.projects["funding"]) == {"fiscal"}
    assert plan_problem(problem).score == before


def test_names_of_ones_own_sources(make):
    path = make(
        {"A": {"funding": "镇村自筹:0.4；财政资金：0.6", "adds": {"S": 1}}},
        {"S": {"need": 1}},
        sources={
            "fiscal": {"name_zh": "财政资金", "name_en": "Fiscal"},
            "own": {"name_zh": "镇村自筹", "name_en": "Villages"},
        },
    )
    assert read_problem(str(path)).projects["funding"].tolist() == ["own:0.4;fiscal:0.6"]


# ---- what is wrong, in the words of the workbook ----------------------------------------------


def test_a_bad_cell_is_named_with_sheet_row_and_head(two_schools: Path, tmp_path: Path):
    def spoil(file: Any) -> None:
        sheet = file["项目"]
        sheet.cell(2, column(sheet, "工期")).value = "两年"
        sheet.cell(3, column(sheet, "计划总投资")).value = "１，２００"  # read as it is meant

    book = in_book(two_schools, tmp_path, spoil)
    said = complaints(lambda: read_problem(f"{book}/two_schools.toml"), tmp_path)
    assert [zh for zh, _ in said] == [
        "book.xlsx［项目］ 第 2 行 工期（年）：读到“两年”；应为不小于 1、不大于 1000 的数"
    ]


def test_a_missing_column_is_called_as_the_heads_are(two_schools: Path, tmp_path: Path):
    def spoil(file: Any) -> None:
        sheet = file["项目"]
        sheet.cell(1, column(sheet, "用地规模")).value = "地块"

    book = in_book(two_schools, tmp_path, spoil)
    said = "\n".join(
        zh for zh, _ in complaints(lambda: read_problem(f"{book}/two_schools.toml"), tmp_path)
    )
    assert "book.xlsx［项目］ 第 1 行 用地规模：读到缺少此列" in said
    assert "读到“地块”；应为已知的列：编号" in said


@pytest.mark.parametrize(
    ("sheet", "place", "text", "zh"),
    [
        ("资金", "F2", "很多", "book.xlsx［资金］ 第 2 行 2021：读到“很多”；应为数"),
        (
            "资金",
            "A2",
            "别的",
            "book.xlsx［资金］ 第 2 行：读到“别的”；应为情景表里有的情景：two_schools",
        ),
        ("资金", "E2", 7, "合计：读到“7”；应为各年之和 120"),
        ("用地", "D2", "x", "book.xlsx［用地］ 第 2 行 2021：读到“x”；应为数"),
        (
            "情景",
            "D4",
            "明年",
            "book.xlsx［情景·two_schools］ horizon.first_year：读到“明年”；应为四位年份",
        ),
        ("情景", "B2", "titel", "book.xlsx［情景·two_schools］ titel：读到未知的键“titel”"),
    ],
)
def test_a_scenario_sheet_with_a_mistake(
    two_schools: Path, tmp_path: Path, sheet: str, place: str, text: Any, zh: str
):
    def spoil(file: Any) -> None:
        file[sheet][place].value = text

    book = in_book(two_schools, tmp_path, spoil)
    said = [
        each[0] for each in complaints(lambda: read_problem(f"{book}/two_schools.toml"), tmp_path)
    ]
    assert any(zh in line for line in said), said
    assert len(said) <= 3


def test_years_of_money_are_those_of_the_horizon_and_not_the_first_that_are_there(
    two_schools: Path, tmp_path: Path
):
    """A book of 2021 and 2022 that heads its columns 2022 and 2023 would be a year off."""

    def heads(book: Any) -> None:
        for cell in book["资金"][1]:
            if str(cell.value).startswith("20"):
                cell.value = f"{int(str(cell.value)[:4]) + 1}年"

    book = in_book(two_schools, tmp_path, heads)
    said = complaints(lambda: read_problem(f"{book}/two_schools.toml"), tmp_path)
    assert [zh for zh, _ in said] == [
        "book.xlsx［资金］ 第 2 行 2023：读到“50”；应为规划期 2021—2022 内的年度",
        "book.xlsx［资金］ 第 2 行 2021：读到空单元格；应为数",
    ]


def test_a_sheet_that_is_not_there(two_schools: Path, tmp_path: Path):
    book = in_book(two_schools, tmp_path, lambda file: file.remove(file["贡献"]))
    said = complaints(lambda: read_problem(f"{book}/two_schools.toml"), tmp_path)
    assert said[0][0].startswith("book.xlsx：读到没有这张工作表（有 填写说明、项目、指标、")
    assert said[0][0].endswith("应为名为“贡献”的工作表")


def test_a_text_that_begins_like_a_formula_stays_a_text(two_schools: Path, tmp_path: Path):
    data = two_schools.parents[1] / "data" / "projects.csv"
    edit(data, "A,A,", "A,'=1+1,")
    book = in_book(two_schools, tmp_path)
    sheet = openpyxl.load_workbook(book)["项目"]
    cell = sheet.cell(2, column(sheet, "名称"))
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert read_problem(f"{book}/two_schools.toml").projects["name"].iloc[0] == "=1+1"
