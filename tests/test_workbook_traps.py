"""What a clerk may do wrong in a workbook: nothing is read as something else, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portfolio.cli.main import main
from portfolio.inputs.find import find_scenario
from portfolio.inputs.read import read_problem
from tests.conftest import complaints
from tests.test_template import column, in_book

Change = Callable[[Any], None]


def cells(sheet: str, **values: Any) -> Change:
    """Return a change that sets cells by their places."""

    def change(file: Any) -> None:
        for place, value in values.items():
            file[sheet][place].value = value

    return change


def said_of(case: Path, tmp_path: Path, change: Change) -> str:
    """Return what is said of the workbook after a change, in Chinese."""
    book = in_book(case, tmp_path, change)
    return "\n".join(
        zh for zh, _ in complaints(lambda: read_problem(f"{book}/two_schools.toml"), tmp_path)
    )


# ---- years ---------------------------------------------------------------------------------------


def test_years_are_found_by_their_heads_and_not_by_their_places(two_schools: Path, tmp_path: Path):
    plain = read_problem(f"{in_book(two_schools, tmp_path)}/two_schools.toml").budget.tolist()

    def turn(file: Any) -> None:
        sheet = file["资金"]
        places = [cell for cell in sheet[1] if str(cell.value).isdigit()]
        heads = [cell.value for cell in places]
        amounts = [sheet.cell(2, cell.column).value for cell in places]
        for cell, head, amount in zip(places, reversed(heads), reversed(amounts), strict=True):
            cell.value, sheet.cell(2, cell.column).value = head, amount

    turned = in_book(two_schools, tmp_path, turn)
    assert read_problem(f"{turned}/two_schools.toml").budget.tolist() == plain


@pytest.mark.parametrize(
    ("change", "zh"),
    [
        (cells("资金", F2=None), "［资金］ 第 2 行 2021：读到空单元格；应为数"),
        (cells("用地", D2=None), "［用地］ 第 2 行 2021：读到空单元格；应为数"),
        (cells("资金", F1="2020"), "［资金］ 第 2 行 2020：读到“"),
        (cells("资金", F1="2020"), "［资金］ 第 2 行 2021：读到空单元格；应为数"),
        (cells("资金", G1="2021"), "［资金］ 第 1 行：读到“2021”；应为每个年度一列"),
        (cells("资金", F1="2021（亿元）"), "［资金］ 第 1 行：读到“2021（亿元）”；应为情景、类别"),
        (cells("资金", Z1="备用金", Z2=5), "［资金］ 第 1 行：读到“备用金”；应为情景、类别"),
        (cells("资金", Z2=5), "［资金］ 第 1 行：读到没有表头的一列；应为情景、类别"),
        (cells("资金", E1="合计（亿元）", E2=1), "［资金］ 第 1 行：读到“合计（亿元）”；应为"),
        (cells("资金", B2="预备费"), "［资金］ 第 2 行：读到“预备费”；应为年度预算、资金池"),
        (cells("资金", C2="甲县"), "［资金］ 第 2 行：读到“甲县”；应为留空"),
        (cells("资金", D2="占比"), "［资金］ 第 2 行：读到“占比”；应为金额 或 比例"),
        (cells("资金", F2="1,0,0"), "［资金］ 第 2 行 2021：读到“1,0,0”；应为数"),
        (cells("资金", A3="two_schools", F3=1), "［资金］ 第 3 行 2022：读到空单元格；应为数"),
        (cells("资金", A3="two_schools", E3=9), "［资金］ 第 3 行：读到“budget”；应为一个情景的同"),
    ],
)
def test_an_amount_that_would_be_read_as_another(
    two_schools: Path, tmp_path: Path, change: Change, zh: str
):
    assert zh in said_of(two_schools, tmp_path, change)


def test_shares_without_a_word_are_not_amounts(two_schools: Path, tmp_path: Path):
    def change(file: Any) -> None:
        cells("资金", D2=None, E2=None, F2=0.5, G2=0.5)(file)

    assert "读到没有填法，各年之和为 1；应为金额 或 比例" in said_of(two_schools, tmp_path, change)


@pytest.mark.parametrize("sheet", ["项目", "指标", "贡献", "情景", "资金", "用地"])
def test_a_title_above_the_heads(two_schools: Path, tmp_path: Path, sheet: str):
    plain = read_problem(f"{in_book(two_schools, tmp_path)}/two_schools.toml")

    def change(file: Any) -> None:
        file[sheet].insert_rows(1, 2)
        file[sheet]["A1"].value = "云岭市填报表"

    found = read_problem(f"{in_book(two_schools, tmp_path, change)}/two_schools.toml")
    assert found.budget.tolist() == plain.budget.tolist()
    assert found.land_quota.tolist() == plain.land_quota.tolist()
    assert found.cost.tolist() == plain.cost.tolist()


# ---- scenarios -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a/b", "..", "x.toml", "长" * 81, "a\nb", "TWO_SCHOOLS"])
def test_a_name_that_no_scenario_may_have(two_schools: Path, tmp_path: Path, name: str):
    said = said_of(two_schools, tmp_path, cells("情景", E1=name, E3="two_schools"))
    assert "［情景］ 第 1 行：读到“" in said
    assert said.count("\n") == 0


@pytest.mark.parametrize(
    ("change", "zh"),
    [
        (
            cells("情景", E2="标题"),
            "［情景］ 第 1 行：读到没有名称的一列；应为不超过 80 字的情景名",
        ),
        (
            cells("情景", B30="title", D30="又"),
            "［情景］ 第 30 行 two_schools：读到“title”；应为每个",
        ),
        (cells("情景", B30="budget", D30=5), "budget：读到“5”；应为一个表"),
        (cells("情景", B30="data", D30="../x"), "two_schools：读到“data”；应为不写"),
        (
            cells("情景", D2="#REF!"),
            "［情景］ 第 2 行 two_schools：读到“#REF!”；应为公式算得出的值",
        ),
    ],
)
def test_a_key_that_would_not_count(two_schools: Path, tmp_path: Path, change: Change, zh: str):
    assert zh in said_of(two_schools, tmp_path, change)


def test_a_name_that_cannot_be_asked_for_says_why(two_schools: Path, tmp_path: Path):
    book = in_book(two_schools, tmp_path, cells("情景", E1="a.toml", E3="two_schools"))
    assert "读到“a.toml”；应为不超过 80 字的情景名" in find_scenario(f"{book}/a").line("zh")


# ---- tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "zh"),
    [
        ("计划总投资", "计划总投资（亿元）", "读到“计划总投资（亿元）”；应为计划总投资（万元）"),
        ("用地规模", "用地规模（单位：公顷）", "应为用地规模（亩）"),
        ("工期", "工期（月）", "应为工期（年）"),
    ],
)
def test_a_head_in_another_unit(two_schools: Path, tmp_path: Path, old: str, new: str, zh: str):
    def change(file: Any) -> None:
        sheet = file["项目"]
        sheet.cell(1, column(sheet, old)).value = new

    assert zh in said_of(two_schools, tmp_path, change)


@pytest.mark.parametrize("text", ["1 2", "12 34", "10²", "1,0", "#N/A"])
def test_a_cell_that_is_no_one_number(two_schools: Path, tmp_path: Path, text: str):
    def change(file: Any) -> None:
        sheet = file["项目"]
        sheet.cell(2, column(sheet, "用地规模")).value = text

    assert f"读到“{text}”" in said_of(two_schools, tmp_path, change)


def test_two_sheets_for_one_table(two_schools: Path, tmp_path: Path):
    def change(file: Any) -> None:
        file.copy_worksheet(file["项目"]).title = "项目表"

    said = said_of(two_schools, tmp_path, change)
    assert "book.xlsx：读到几张同类的工作表（项目、项目表）；应为留一张" in said


def test_a_hidden_sheet_gives_way_to_one_that_is_shown(two_schools: Path, tmp_path: Path):
    def change(file: Any) -> None:
        old = file.copy_worksheet(file["项目"])
        file["项目"].title = "项目表"
        old.title, old.sheet_state = "项目", "hidden"
        old.cell(2, column(old, "用地规模")).value = 99999

    book = in_book(two_schools, tmp_path, change)
    assert 99999 not in read_problem(f"{book}/two_schools.toml").land


def test_the_library_reads_a_workbook_by_its_name(two_schools: Path, tmp_path: Path):
    book = in_book(two_schools, tmp_path)
    whole = read_problem(f"{book}/two_schools.toml")
    for name in (f"{book}", f"{book}/two_schools"):
        assert read_problem(name).budget.tolist() == whole.budget.tolist()
    assert (
        "应为其中之一：two_schools" in complaints(lambda: read_problem(f"{book}/x"), tmp_path)[0][0]
    )


# ---- a template that cannot be written -----------------------------------------------------------


def test_a_template_where_there_is_no_folder(tmp_path: Path, capsys):
    assert main(["template", str(tmp_path / "none" / "city.xlsx")]) == 1
    said = capsys.readouterr().err
    assert "未能写入：没有这个位置" in said
    assert said.count("\n") == 1


def test_a_template_on_a_full_disk_leaves_nothing(tmp_path: Path, capsys, monkeypatch):
    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:100])
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["template", str(tmp_path / "city.xlsx")]) == 1
    assert "未能写入：磁盘空间不足" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
