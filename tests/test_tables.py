"""Tables in: what is read, and the whole message for everything that is not."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from portfolio.errors import Findings
from portfolio.inputs.annex.heads import find_heads
from portfolio.inputs.formulas import unguarded
from portfolio.inputs.grid import Grid
from portfolio.inputs.heads import column_of
from portfolio.inputs.layouts import PROJECTS, PURSES, REMARKS, SCOPE
from portfolio.inputs.sheet import write_table
from portfolio.inputs.tables import read_table, read_tables
from portfolio.words import Words
from tests.conftest import Make, complaints, edit

NUMBER = ("不小于 0 的数（半角数字，不带逗号）", "a number >= 0 (half-width digits, no commas)")
A_TABLE = ("带表头的 CSV 表格（UTF-8 或 GB18030）", "a CSV table with a header (UTF-8 or GB18030)")


@pytest.fixture
def data(make: Make) -> Path:
    """A clean data folder: A (row 2) is planned, B (row 3) is reserve; only A adds, to S."""
    path = make(
        projects={"A": {"list": "planned", "plan_investment": 80, "adds": {"S": 10}}, "B": {}},
        indicators={"S": {"need": 10}},
    )
    return path.parents[1] / "data"


def found(data: Path) -> list[tuple[str, str]]:
    return complaints(lambda: read_tables(data), data.parent)


def set_cell(path: Path, row: int, column: str, value: str) -> None:
    """Set one cell; rows as a spreadsheet counts them."""

    def change(rows: list[list[str]]) -> None:
        rows[row - 1][rows[0].index(column)] = value

    rewrite(path, change)


def rewrite(path: Path, change: Callable[[list[list[str]]], None]) -> None:
    """Change the rows of a CSV file, header included."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


# ---- what is read -----------------------------------------------------------------------------


def test_clean_tables_are_read_with_types_and_rows(data: Path):
    projects = read_tables(data).projects.data
    assert projects["row"].tolist() == [2, 3]
    assert projects["total_investment"].tolist() == [100.0, 100.0]
    assert projects["plan_investment"].tolist()[0] == 80.0
    assert np.isnan(projects["plan_investment"].tolist()[1])
    assert np.isnan(projects["earliest_start"]).all()
    assert projects["requires"].tolist() == [(), ()]


def test_lists_inside_a_cell_are_split_at_semicolons(data: Path):
    set_cell(data / "projects.csv", 2, "requires", "B; B ;")
    set_cell(data / "projects.csv", 2, "site_group", "东地块;西 地块")
    set_cell(data / "projects.csv", 2, "spend_profile", "0.2;0.5;0.3")
    row = read_tables(data).projects.data.iloc[0]
    assert row["requires"] == ("B", "B")
    assert row["site_group"] == ("东地块", "西 地块")
    assert row["spend_profile"] == (0.2, 0.5, 0.3)


def gb18030(content: bytes) -> bytes:
    return content.decode("utf-8").encode("gb18030")


def with_mark(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content


def with_windows_lines(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    "save", [gb18030, with_mark, with_windows_lines], ids=["gb18030", "mark", "crlf"]
)
def test_a_table_reads_the_same_however_it_was_saved(data: Path, save: Callable[[bytes], bytes]):
    # 䶮 and 㙍 take four bytes in GB18030, the other letters two; none of it is valid UTF-8.
    set_cell(data / "projects.csv", 2, "name", "龙川县䶮㙍中学（新建）")
    set_cell(data / "indicators.csv", 2, "unit", "平方米")
    plain = read_tables(data)
    for path in data.glob("*.csv"):
        path.write_bytes(save(path.read_bytes()))
    saved = read_tables(data)
    assert saved.projects.data["name"][0] == "龙川县䶮㙍中学（新建）"
    for name in ("projects", "indicators", "contributions"):
        one, other = getattr(plain, name), getattr(saved, name)
        pd.testing.assert_frame_equal(one.data, other.data)
        pd.testing.assert_frame_equal(one.text, other.text)


def test_blank_rows_and_blanks_around_a_cell_do_not_matter(data: Path):
    edit(data / "projects.csv", "\nA,A,", f"\n\n{',' * 19}\n A , A ,")
    projects = read_tables(data).projects.data
    assert projects["id"].tolist() == ["A", "B"]
    assert projects["row"].tolist() == [4, 5]


def test_columns_may_stand_in_any_order(data: Path):
    before = read_tables(data).projects.data
    rewrite(data / "projects.csv", lambda rows: [row.reverse() for row in rows])
    pd.testing.assert_frame_equal(read_tables(data).projects.data, before)


def test_a_written_table_has_a_mark_and_plain_numbers(tmp_path: Path):
    frame = pd.DataFrame({"name": ["甲", "乙"], "money": [30000.0, 0.1 + 0.2], "n": [1, 2]})
    write_table(frame.assign(none=[np.nan, -1e-9]), tmp_path / "out.csv")
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content[3:].decode() == "name,money,n,none\n甲,30000,1,\n乙,0.3,2,0\n"


# ---- cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell", ["三百", "-5", "1,234.5", "１２", "1e3", "nan", "inf", "+5", "12万", "0x10", "1 000"]
)
def test_a_number_in_no_plain_digits_is_named_with_its_cell(data: Path, cell: str):
    set_cell(data / "projects.csv", 3, "total_investment", cell)
    assert found(data) == [
        (
            f"data/projects.csv 第 3 行 total_investment：读到“{cell}”；应为{NUMBER[0]}",
            f"data/projects.csv, row 3, total_investment: found '{cell}'; allowed: {NUMBER[1]}",
        )
    ]


CELLS = [
    (
        ("projects", "total_investment", ""),
        f"读到空单元格；应为{NUMBER[0]}",
        f"found an empty cell; allowed: {NUMBER[1]}",
    ),
    (
        ("projects", "duration", "0.5"),
        "读到“0.5”；应为不小于 1、不大于 1000 的数（半角数字，不带逗号）",
        "found '0.5'; allowed: a number >= 1 and <= 1000 (half-width digits, no commas)",
    ),
    (
        ("projects", "name", ""),
        "读到空单元格；应为非空文字",
        "found an empty cell; allowed: some text",
    ),
    (
        ("projects", "plan_investment", ""),
        "读到空单元格；应为规划项目必须填规划期投资",
        "found an empty cell; allowed: planned projects need a plan investment",
    ),
    (
        ("projects", "list", "立项"),
        "读到“立项”；应为其中之一：规划（planned）、储备（reserve）",
        "found '立项'; allowed: one of planned, reserve",
    ),
    (
        ("projects", "domain", "渔业"),
        "读到“渔业”；应为字母开头，只含字母、数字和下划线",
        "found '渔业'; allowed: a letter, then letters, digits and underscores",
    ),
    (
        ("projects", "funding", "fiscal:0.6;bond:0.3"),
        "读到“fiscal:0.6;bond:0.3”；"
        "应为一个资金来源，或几个来源及其合计为 1 的比例，如 fiscal:0.6;special_bond:0.4",
        "found 'fiscal:0.6;bond:0.3'; allowed: one source of money, or several with shares that "
        "sum to 1, such as fiscal:0.6;special_bond:0.4",
    ),
    (
        ("projects", "earliest_start", "2021.5"),
        "读到“2021.5”；应为四位年份，或留空",
        "found '2021.5'; allowed: a year of four digits, or empty",
    ),
    (
        ("projects", "spend_profile", "0.5;0.4"),
        "读到“0.5;0.4”；应为用分号隔开、合计为 1 的比例",
        "found '0.5;0.4'; allowed: shares separated by semicolons that sum to 1",
    ),
    (
        ("projects", "spend_profile", "1.5;-0.5"),
        "读到“1.5;-0.5”；应为用分号隔开、合计为 1 的比例",
        "found '1.5;-0.5'; allowed: shares separated by semicolons that sum to 1",
    ),
    (
        ("projects", "requires", "B，C"),
        "读到“B，C”；应为用分号隔开的编号",
        "found 'B，C'; allowed: ids separated by semicolons",
    ),
    (
        ("indicators", "sense", "more"),
        "读到“more”；应为其中之一：不低于（at_least）、不高于（at_most）、"
        "保持不低于（keep_at_least）、全面完成（complete）",
        "found 'more'; allowed: one of at_least, at_most, keep_at_least, complete",
    ),
    (
        ("indicators", "cumulative", "对"),
        "读到“对”；应为是（true）或否（false）",
        "found '对'; allowed: true or false",
    ),
    (
        ("indicators", "need", "-1"),
        f"读到“-1”；应为{NUMBER[0]}",
        f"found '-1'; allowed: {NUMBER[1]}",
    ),
    (
        ("indicators", "target", "＞95"),
        "读到“＞95”；应为数（半角数字，不带逗号），或留空",
        "found '＞95'; allowed: a number (half-width digits, no commas), or empty",
    ),
    (
        ("contributions", "amount", ""),
        f"读到空单元格；应为{NUMBER[0]}",
        f"found an empty cell; allowed: {NUMBER[1]}",
    ),
    (
        ("contributions", "confidence", "sure"),
        "读到“sure”；应为其中之一：写明（stated）、推算（derived）、假设（assumed）",
        "found 'sure'; allowed: one of stated, derived, assumed",
    ),
    (
        ("contributions", "project_id", "Z"),
        "读到“Z”；应为projects.csv 里有的编号",
        "found 'Z'; allowed: an id of projects.csv",
    ),
    (
        ("contributions", "indicator_id", "Z"),
        "读到“Z”；应为indicators.csv 里有的编号",
        "found 'Z'; allowed: an id of indicators.csv",
    ),
]


@pytest.mark.parametrize(("cell", "zh", "en"), CELLS, ids=["-".join(case[0]) for case in CELLS])
def test_a_bad_cell_gives_one_line_with_file_row_and_column(
    data: Path, cell: tuple[str, str, str], zh: str, en: str
):
    table, column, value = cell
    set_cell(data / f"{table}.csv", 2, column, value)
    assert found(data) == [
        (f"data/{table}.csv 第 2 行 {column}：{zh}", f"data/{table}.csv, row 2, {column}: {en}")
    ]


@pytest.mark.parametrize("name", ["B-1", "1B", "项目一", "B 1", "Ｂ", "_B"])
def test_an_id_with_odd_letters_is_named(data: Path, name: str):
    set_cell(data / "projects.csv", 3, "id", name)
    assert found(data) == [
        (
            f"data/projects.csv 第 3 行 id：读到“{name}”；应为字母开头，只含字母、数字和下划线",
            f"data/projects.csv, row 3, id: found '{name}'; "
            "allowed: a letter, then letters, digits and underscores",
        )
    ]


@pytest.mark.parametrize("table", ["projects", "indicators"])
def test_an_id_used_twice_is_named_at_its_second_row(data: Path, table: str):
    path = data / f"{table}.csv"
    rewrite(path, lambda rows: rows.append(rows[1]))
    row = len(path.read_text(encoding="utf-8").splitlines())
    name = "A" if table == "projects" else "S"
    assert found(data) == [
        (
            f"data/{table}.csv 第 {row} 行 id：读到“{name}”；应为不重复的编号",
            f"data/{table}.csv, row {row}, id: found '{name}'; allowed: an id that is used once",
        )
    ]


def test_a_long_cell_is_cut_and_kept_on_one_line(data: Path):
    set_cell(data / "projects.csv", 3, "land", "约" * 30 + "\n" + "亩" * 40)
    ((zh, en),) = found(data)
    assert "\n" not in zh + en
    assert zh == (
        f"data/projects.csv 第 3 行 land：读到“{'约' * 30}\\n{'亩' * 26}...”；应为{NUMBER[0]}"
    )


def test_a_row_is_counted_as_a_spreadsheet_counts_it(data: Path):
    # A line break inside a cell of row 2 does not make row 3 row 4.
    set_cell(data / "projects.csv", 2, "name", "甲\n乙")
    set_cell(data / "projects.csv", 3, "land", "x")
    assert [zh for zh, _ in found(data)] == [
        f"data/projects.csv 第 3 行 land：读到“x”；应为{NUMBER[0]}"
    ]


# ---- headers, rows and files ------------------------------------------------------------------


def test_a_missing_column_is_named_and_its_cells_are_not(data: Path):
    def cut(rows: list[list[str]]) -> None:
        at = rows[0].index("land")
        for row in rows:
            del row[at]

    rewrite(data / "projects.csv", cut)
    assert found(data) == [
        (
            "data/projects.csv 第 1 行 land：读到缺少此列；应为必须有的列",
            "data/projects.csv, row 1, land: found no such column; "
            "allowed: a column that must be there",
        )
    ]


def test_an_unknown_column_is_named_with_the_known_ones(data: Path):
    rewrite(
        data / "contributions.csv",
        lambda rows: [row.append(cell) for row, cell in zip(rows, ("备注", "x"), strict=True)],
    )
    columns = "project_id, indicator_id, amount, basis, confidence"
    assert found(data) == [
        (
            f"data/contributions.csv 第 1 行：读到“备注”；应为已知的列：{columns}",
            f"data/contributions.csv, row 1: found '备注'; allowed: columns {columns}",
        )
    ]


def test_a_repeated_column_gives_one_line(data: Path):
    rewrite(data / "projects.csv", lambda rows: [row.append(row[10]) for row in rows])
    assert found(data) == [
        (
            "data/projects.csv 第 1 行 land：读到重复的列；应为每列一次",
            "data/projects.csv, row 1, land: found a repeated column; allowed: each column once",
        )
    ]


@pytest.mark.parametrize(
    ("line", "cells"),
    [("A,S,1,234.5,,stated", 6), ("A,S,10", 3)],
    ids=["a comma in a number", "cells cut off"],
)
def test_a_ragged_row_gives_one_line(data: Path, line: str, cells: int):
    edit(data / "contributions.csv", "A,S,10,,stated", line)
    assert found(data) == [
        (
            f"data/contributions.csv 第 2 行：读到{cells} 个单元格；应为5 个单元格",
            f"data/contributions.csv, row 2: found {cells} cells; allowed: 5 cells",
        )
    ]


PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
ZIP = bytes.fromhex("504b0304140000000800000021000000000000000000") + b"xl/workbook.xml"
FILES = [
    (b"", "读到空文件", "found an empty file"),
    (b"\xef\xbb\xbf\n \n", "读到空文件", "found an empty file"),
    (PNG, "读到不是文本的内容", "found content that is not text"),
    (ZIP, "读到不是文本的内容", "found content that is not text"),
    (
        'id,name\nA,"甲'.encode(),
        "读到“unexpected end of data”",
        "found 'unexpected end of data'",
    ),
]


@pytest.mark.parametrize(
    ("content", "zh", "en"), FILES, ids=["empty", "blank", "png", "zip", "open quote"]
)
def test_a_file_that_is_no_table_gives_one_line(data: Path, content: bytes, zh: str, en: str):
    (data / "indicators.csv").write_bytes(content)
    assert found(data) == [
        (
            f"data/indicators.csv：{zh}；应为{A_TABLE[0]}",
            f"data/indicators.csv: {en}; allowed: {A_TABLE[1]}",
        )
    ]


def test_a_first_row_without_any_known_column_is_no_header(data: Path):
    (data / "indicators.csv").write_text("<html>,\nS,1\n", encoding="utf-8")
    assert found(data) == [
        (
            f"data/indicators.csv 第 1 行：读到“<html>,”；应为{A_TABLE[0]}",
            f"data/indicators.csv, row 1: found '<html>,'; allowed: {A_TABLE[1]}",
        )
    ]


def test_a_header_without_rows_is_named(data: Path):
    edit(data / "projects.csv", (data / "projects.csv").read_text().split("\n", 1)[1], "")
    assert found(data) == [
        (
            "data/projects.csv：读到只有表头；应为至少一行",
            "data/projects.csv: found only a header; allowed: rows",
        )
    ]


def test_a_folder_without_tables_names_all_three(tmp_path: Path):
    messages = complaints(lambda: read_tables(tmp_path / "data"), tmp_path)
    assert messages == [
        (
            f"data/{name}.csv：读到不存在或无法打开的文件；应为{A_TABLE[0]}",
            f"data/{name}.csv: found no readable file; allowed: {A_TABLE[1]}",
        )
        for name in ("projects", "indicators", "contributions")
    ]


def test_everything_wrong_in_all_tables_is_said_at_once(data: Path):
    set_cell(data / "projects.csv", 2, "land", "两亩")
    set_cell(data / "projects.csv", 3, "duration", "0")
    set_cell(data / "indicators.csv", 2, "weight", "")
    set_cell(data / "contributions.csv", 2, "indicator_id", "Q")
    assert [en for _, en in found(data)] == [
        "data/projects.csv, row 2, land: found '两亩'; "
        "allowed: a number >= 0 (half-width digits, no commas)",
        "data/projects.csv, row 3, duration: found '0'; "
        "allowed: a number >= 1 and <= 1000 (half-width digits, no commas)",
        "data/contributions.csv, row 2, indicator_id: found 'Q'; allowed: an id of indicators.csv",
    ]


def test_scope_and_remarks_are_checked_like_the_other_tables(tmp_path: Path):
    (tmp_path / "scope.csv").write_text(
        "project_id,item,amount,unit,basis\nA,rooms,x,间,\n", encoding="utf-8"
    )
    (tmp_path / "remarks.csv").write_text(
        "subject,remark_zh,remark_en,source\nA,说明,,附件3\n", encoding="utf-8"
    )
    notes = Findings()
    read_table(tmp_path / "scope.csv", SCOPE, notes)
    read_table(tmp_path / "remarks.csv", REMARKS, notes)
    assert [each.line("en").replace(f"{tmp_path.as_posix()}/", "") for each in notes.items] == [
        "scope.csv, row 2, item: found 'rooms'; "
        "allowed: one of site_area, floor_area, beds, places, classes, homes",
        "scope.csv, row 2, amount: found 'x'; "
        "allowed: a number >= 0 (half-width digits, no commas)",
        "remarks.csv, row 2, remark_en: found an empty cell; allowed: some text",
    ]


def test_the_columns_are_those_of_the_contract():
    # Section 1 of the contract; data/projects.csv and docs/data.md hold the same list,
    # but for `running_cost` (issue 10), which a city may add; `content` may be missing.
    assert ",".join(PROJECTS) == (
        "id,name,list,domain,district,owner,responsible,funding,total_investment,plan_investment,"
        "land,land_kind,duration,earliest_start,latest_finish,spend_profile,requires,after,"
        "site_group,"
        "named_in_plan,source,basis,content,running_cost"
    )


@pytest.mark.parametrize(
    ("letter", "zh", "en"),
    [
        ("\t", "制表符", "tabs"),
        (";", "分号（;）", "semicolons (;)"),
        ("，", "全角逗号（，）", "full-width commas (，)"),
    ],
)
def test_another_separator_is_named(tmp_path: Path, letter: str, zh: str, en: str):
    path = tmp_path / "t.csv"
    header = letter.join(["id", "name", "funding", "district", "total", "basis"])
    path.write_text(f"{header}\n{letter.join('abcdef')}\n", encoding="utf-8")
    findings = Findings()
    read_table(path, PURSES, findings)
    ((found, allowed),) = [(each.found, each.allowed) for each in findings.items]
    assert found == Words(f"用{zh}分隔的表头", f"a header separated by {en}")
    assert allowed.zh == "用半角逗号（,）分隔的 CSV 表格，另存为“CSV（逗号分隔）”即可"
    assert allowed.en.startswith("a CSV table separated by commas (,)")


def test_a_letter_in_one_name_separates_nothing(tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_text("id,name,funding,district,total,basis,a;b\n", encoding="utf-8")
    findings = Findings()
    read_table(path, PURSES, findings, may_be_empty=True)
    assert [each.found.en for each in findings.items] == ["'a;b'"]


@pytest.mark.parametrize(
    ("head", "column"),
    [
        *(("拟用地", "land"), ("建设单位", "owner"), ("估算总投资", "total_investment")),
        *(("“十五五”期间投资（万元）", "plan_investment"), ("牵头单位", "responsible")),
        ("建设规模及内容", "content"),
    ],
)
def test_a_head_means_the_same_in_a_table_and_in_an_annex(head: str, column: str):
    assert column_of(head, PROJECTS) == column
    table = Grid("表 1", [["项目名称", head, "领域", "属地"], ["一中", "1", "教育", "甲县"]])
    (found,) = find_heads(table)
    assert found.at[column] == 1


@pytest.mark.parametrize(
    "head", ["总投资（亿元）", "用地面积（公顷）", "total investment (million yuan)", "land (ha)"]
)
def test_a_head_with_another_unit_is_no_column(head: str):
    """Read as 万元, an amount in 亿元 would be a ten-thousandth of itself."""
    assert column_of(head, PROJECTS) == head


@pytest.mark.parametrize("text", ["=1+1", "+A", "-A", "@SUM(A1)", "\tA", "'=1"])
def test_a_text_that_a_spreadsheet_would_work_out_is_text(tmp_path: Path, text: str):
    write_table(pd.DataFrame({"name": [text], "amount": [-1.5]}), tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_text("utf-8-sig").splitlines()
    _, (name, amount) = csv.reader(lines)
    assert name[0] not in "=+-@\t"
    assert (unguarded(name), amount) == (text, "-1.5")
