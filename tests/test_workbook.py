"""The workbook: cells, live sums, pages; and a head in words for every column of every question."""

from __future__ import annotations

import csv
import math
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from conftest import SCENARIOS, write_chain, write_csv, write_two_schools

from portfolio.cli.main import questions
from portfolio.inputs.codes import folded, spellings
from portfolio.inputs.columns import LISTS, ORIGINS
from portfolio.inputs.read import read_problem
from portfolio.listen import SILENT, Clock
from portfolio.plan.needs import NAMES as NEEDS
from portfolio.questions.contract import Answer
from portfolio.questions.plan.statements.make import plan_statements
from portfolio.questions.run import write_answer
from portfolio.report.from_table import statement_of
from portfolio.report.heads.codes import in_words
from portfolio.report.heads.find import is_free, known_head
from portfolio.report.heads.titles import TITLES
from portfolio.report.statement import Chart, Column, Kind, Row, Statement, Sum, value_of
from portfolio.report.workbook import formulas
from portfolio.report.workbook.layout import Layout, layout_of
from portfolio.report.workbook.write import write_workbook
from portfolio.words import LANGUAGES, Words

SOFFICE = shutil.which("soffice")
DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://x.y", "12", "'=1")


def statement(**changes: Any) -> Statement:
    """Two groups of projects with sums down and across, marks and a chart."""
    columns = [
        Column("项目", Kind.TEXT, 20),
        Column("2021", Kind.MONEY, 12, "投资（万元）"),
        Column("2022", Kind.MONEY, 12, "投资（万元）"),
        Column("合计（万元）", Kind.MONEY, 14),
        Column("比例", Kind.SHARE),
        Column("得分", Kind.POINTS),
        Column("项数", Kind.COUNT),
        Column("开工", Kind.YEAR),
    ]
    body = [("甲", 1.5, 2.25), ("乙", 3.0, None), ("丙", 4.0, 5.0)]
    rows: list[Row] = []
    places = (1, 2, 4)
    for place, (name, one, two) in zip(places, body, strict=True):
        while len(rows) < place:
            rows.append(Row(()))
        both = Sum((one or 0) + (two or 0), columns=(1, 2))
        rows.append(Row((name, one, two, both, 0.25, 1.23456, 1200, 2021), marks={1: 0.2, 2: 1.0}))
    rows[0] = _sums("教育", (1, 2), rows, "group")
    rows[3] = _sums("卫生", (4,), rows, "group")
    rows.append(_sums("合计", (0, 3), rows, "total"))
    usual: dict[str, Any] = {
        "key": "annual",
        "tab": "年度",
        "title": "年度投资计划",
        "caption": "单位：万元",
        "columns": columns,
        "rows": rows,
        "notes": ["注：" + "很长的说明，" * 40],
        "charts": [Chart("投资", "column", 0, (1, 2), range(1, 3))],
        "fixed": 1,
        **changes,
    }
    return Statement(**usual)


def _sums(name: str, places: tuple[int, ...], rows: list[Row], kind: str) -> Row:
    cells: list[Any] = [name]
    for column in (1, 2, 3):
        numbers = [value_of(rows[at].cells[column]) for at in places]
        cells.append(Sum(sum(float(each or 0) for each in numbers), rows=places))
    return Row((*cells, None, math.nan, None, None), kind)


def plain(name: str, **changes: Any) -> Statement:
    """A table without groups: text, a number, a year."""
    columns = [Column("名称"), Column("数", Kind.NUMBER), Column("年", Kind.YEAR)]
    rows = [Row(("甲", 1.5, 2021)), Row(("乙", 12345.678, 2022))]
    usual: dict[str, Any] = {"key": name, "tab": name, "title": name, "caption": ""}
    return Statement(**(usual | {"columns": columns, "rows": rows} | changes))


def written(path: Path, *statements: Statement, lang: str = "zh", **read: Any) -> Any:
    write_workbook(statements, path / "book.xlsx", "测试", lang)
    return openpyxl.load_workbook(path / "book.xlsx", **read)


# ---- cells ------------------------------------------------------------------------------------


def test_title_heads_body_and_notes_stand_where_they_should(tmp_path: Path):
    sheet = written(tmp_path, statement())["年度"]
    assert sheet["A1"].value == "年度投资计划"
    assert sheet["A2"].value == "单位：万元"
    # Two rows of heads: the group above its two years, all others over both rows.
    assert [sheet.cell(3, at).value for at in (1, 2, 4)] == ["项目", "投资（万元）", "合计（万元）"]
    assert [sheet.cell(4, at).value for at in (2, 3)] == ["2021", "2022"]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A3:A4", "B3:C3", "D3:D4"} <= merged
    assert [sheet.cell(6, at).value for at in range(1, 9)] == [
        *("甲", 1.5, 2.25, "=SUM(B6:C6)", 0.25, 1.23456, 1200, 2021)
    ]
    assert sheet["A11"].value.startswith("注：很长的说明")
    assert sheet.row_dimensions[11].height > 60  # 244 letters of width 2 over some 110: 5 lines


def test_numbers_look_as_their_kind_says(tmp_path: Path):
    sheet = written(tmp_path, statement(), plain("数"))["年度"]
    looks = [sheet.cell(6, at).number_format for at in range(2, 9)]
    assert looks == ["#,##0.00"] * 3 + ["0.0%", "0.0000", "#,##0", "0"]
    assert sheet["A5"].font.b and sheet["B10"].font.b  # noqa: PT018 (group and total are bold)
    assert not sheet["A6"].font.b
    assert sheet["A5"].fill.fgColor.rgb == "FFEDF2F7"
    assert sheet["B6"].fill.fgColor.rgb != sheet["C6"].fill.fgColor.rgb == "FF1F4E79"
    assert sheet["E6"].fill.fill_type is None


def test_sums_are_live_and_hold_their_value(tmp_path: Path):
    path = tmp_path / "book.xlsx"
    live = written(tmp_path, statement())["年度"]
    values = openpyxl.load_workbook(path, data_only=True)["年度"]
    # Groups add up their own rows; the total adds the groups, which are no neighbours.
    assert [live[cell].value for cell in ("B5", "B8", "B10", "D10")] == [
        *("=SUM(B6:B7)", "=SUM(B9)", "=SUM(B5,B8)", "=SUM(D5,D8)")
    ]
    assert [values[cell].value for cell in ("B5", "B8", "B10", "C10", "D10")] == [
        *(4.5, 4.0, 8.5, 7.25, 15.75)
    ]
    assert values["F5"].value is None  # NaN is no number


def test_a_sum_of_many_parts_stays_within_what_excel_takes():
    # Every other row: 600 ranges are three times the 255 arguments of a function, so they nest.
    formula = formulas.sum_of(formulas.down(1, range(0, 1200, 2)))
    assert formula is not None
    assert formula.count("SUM(") == 4
    assert formula.startswith("=SUM(SUM(B1,B3,")
    assert formula.count(",") == 599
    assert formulas.sum_of(formulas.down(1, range(0, 6000, 2))) is None  # 8,192 letters at most


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_a_link_or_a_number_is_text(tmp_path: Path, text: str):
    row = Row((text, 1.0, 2021))
    book = written(tmp_path, plain("t", title=text, rows=[row], notes=[text]))
    sheet = book["t"]
    assert [sheet.cell(at, 1).value for at in (1, 3, 4)] == [text] * 3
    assert {sheet.cell(at, 1).data_type for at in (1, 3, 4)} == {"s"}
    assert sheet["A3"].hyperlink is None


def test_what_excel_cannot_hold_is_cut_or_shown_as_such(tmp_path: Path):
    texts = ("长" * 40_000, "a\x00b\x1bc", "\udcff", "𠀀" * 20_000, "两\r\n行")
    rows = [Row((text, math.inf, None)) for text in texts]
    sheet = written(tmp_path, plain("t", rows=rows))["t"]
    found = [sheet.cell(at, 1).value for at in range(3, 8)]
    assert found[0] == "长" * 32_766 + "…"
    assert found[1:3] == ["abc", "\\udcff"]
    assert found[3] == "𠀀" * 16_383 + "…"  # two units each
    assert found[4] == "两\n行"
    assert sheet["B3"].value == "∞"
    assert sheet["C3"].value is None


def test_truth_is_said_in_the_language(tmp_path: Path):
    rows = [Row((True, 1, 1)), Row((False, 1, 1))]
    for lang, words in (("zh", ["是", "否"]), ("en", ["yes", "no"])):
        sheet = written(tmp_path, plain("t", rows=rows), lang=lang)["t"]
        assert [sheet["A3"].value, sheet["A4"].value] == words


# ---- sheets and pages ---------------------------------------------------------------------------


def test_tabs_are_legal_and_no_two_the_same(tmp_path: Path):
    names = ["资金/年", "资金:年", "History", "", "长" * 40, "长" * 40]
    book = written(tmp_path, *(plain(name) for name in names))
    assert book.sheetnames[0] == "目录"
    found = book.sheetnames[1:]
    assert found[:4] == ["资金_年", "资金_年 2", "History 2", "_"]
    assert len(set(found)) == 6
    assert max(map(len, found)) == 31


def test_contents_stand_before_more_than_three_sheets_and_link_to_them(tmp_path: Path):
    assert written(tmp_path, *map(plain, "abc")).sheetnames == ["a", "b", "c"]
    sheet = written(tmp_path, *map(plain, ["a", "b's", "c", "d"]))["目录"]
    assert [sheet.cell(4, at).value for at in range(1, 5)] == [2, "b's", "b's", 2]
    assert sheet["B4"].hyperlink.location == "'b''s'!A1"


def test_sheets_print_on_a3_with_their_heads_on_each_page(tmp_path: Path):
    for sheet in written(tmp_path, statement(), plain("数")):
        assert sheet.page_setup.paperSize == 8  # A3
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert "&P" in sheet.oddFooter.center.text
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    sheet, other = book.worksheets
    assert (sheet.freeze_panes, other.freeze_panes) == ("B5", "A3")
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$3:$4", "$A:$A")
    last = openpyxl.utils.get_column_letter(sheet.max_column)
    assert sheet.print_area.startswith(f"'年度'!$A$1:${last}$")
    assert (sheet.auto_filter.ref, other.auto_filter.ref) == (None, "A2:C4")


def test_columns_are_wide_enough_for_their_numbers_and_rows_high_enough_for_their_text(
    tmp_path: Path,
):
    rows = [Row(("一二三四五六七八九十" * 3, 123456789.25, 2021))]
    sheet = written(tmp_path, plain("t", rows=rows))["t"]
    assert sheet.column_dimensions["B"].width >= len("123,456,789.25")
    # 30 letters of almost 2 in a column of 12: five lines at least, 13 points each.
    assert sheet.row_dimensions[3].height >= 5 * 13


def test_charts_take_their_numbers_from_the_table(tmp_path: Path):
    written(tmp_path, statement())
    with zipfile.ZipFile(tmp_path / "book.xlsx") as file:
        chart = file.read("xl/charts/chart1.xml").decode()
    assert "<c:f>年度!$B$6:$B$7</c:f>" in chart
    assert "<c:f>年度!$A$6:$A$7</c:f>" in chart


def test_the_same_statements_give_the_same_bytes(tmp_path: Path):
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook([statement(), plain("数")], tmp_path / name, "测试", "zh")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


# ---- every question -----------------------------------------------------------------------------


def _schedule(root: Path) -> str:
    rows = [{"project_id": "A", "year": 2021, "investment": 60}]
    write_csv(root / "mine.csv", ["project_id", "year", "investment"], rows)
    return str(root / "mine.csv")


def _in_hand(root: Path, scenario: str) -> str:
    write_answer(ask("plan", scenario=scenario), root / "hand", "plan")
    return str(root / "hand")


def _actuals(root: Path) -> str:
    columns = ["project_id", "year", "investment", "land", "progress", "finished"]
    cells = {"project_id": "A", "year": 2021, "investment": 60, "progress": 1, "finished": "yes"}
    write_csv(root / "actuals.csv", [*columns, "new_total", "earliest_finish"], [cells])
    return str(root / "actuals.csv")


def _progress(root: Path) -> str:
    rows = [{"task_id": "M01_7", "month": 1, "done": 5}]
    write_csv(root / "progress.csv", ["task_id", "month", "done", "paid", "note"], rows)
    return str(root / "progress.csv")


def ask(name: str, **values: Any) -> Answer:
    question = next(each for each in questions() if each.name == name)
    return question.ask(question.given(**values), Clock(SILENT))


Asking = Callable[[Path, str], dict[str, Any]]
ASKED: dict[str, tuple[str, Asking]] = {  # what each question is given beside a scenario
    "plan": ("plan", lambda root, path: {"quarters": True}),
    "adjust": (
        "adjust",
        lambda root, path: {"from": _in_hand(root, path), "quarters": True, "curve": True},
    ),
    "alternatives": ("alternatives", lambda root, path: {"count": 1}),
    "assess": ("assess", lambda root, path: {"schedule": _schedule(root)}),
    "compare": (
        "compare",
        lambda root, path: {"first": path, "others": [str(write_chain(root / "other"))]},
    ),
    "frontier": ("frontier", lambda root, path: {"steps": 3}),
    "livelihood": ("livelihood", lambda root, path: {"scenario": str(SCENARIOS / "base.toml")}),
    "livelihood progress": (
        "livelihood",
        lambda root, path: {
            "scenario": str(SCENARIOS / "base.toml"),
            "progress": _progress(root),
        },
    ),
    "promote": ("promote", lambda root, path: {}),
    "replan": (
        "replan",
        lambda root, path: {"actuals": _actuals(root), "as_of": 2021},
    ),
    "robust": ("robust", lambda root, path: {"draws": 8}),
    "rules": ("rules", lambda root, path: {}),
    "worth": ("worth", lambda root, path: {}),
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    """Asks each question once."""
    kept: dict[str, Answer] = {}

    def found(key: str) -> Answer:
        if key not in kept:
            root = tmp_path_factory.mktemp("asked")
            (root / "other").mkdir()
            path = str(write_two_schools(root))
            name, asking = ASKED[key]
            values = asking(root, path)
            if "first" not in values:
                values = {"scenario": path} | values
            kept[key] = ask(name, **values)
        return kept[key]

    return found


def test_every_question_is_asked_here():
    assert {name for name, _ in ASKED.values()} | {"extract"} >= {each.name for each in questions()}


@pytest.mark.parametrize("key", ASKED)
def test_every_column_of_every_table_has_a_head_and_every_table_a_title(key: str, answers):
    for stem, table in answers(key).tables("zh").items():
        assert stem in TITLES, f"{stem}.csv has no title: portfolio/report/heads/titles.py"
        for column in table.columns:
            head = known_head(stem, column)
            assert head is not None, f"{stem}.csv: {column} has no head: portfolio/report/heads"
            assert all(head.text(lang) for lang in LANGUAGES)
            if not is_free(stem, column):
                assert head.text("zh") != column, f"{stem}.csv: {column}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", ASKED)
def test_the_workbook_of_every_question_holds_its_statements(
    key: str, lang: str, answers, tmp_path
):
    """Every cell read back is the statement's, also in Excel's own reading of the sums."""
    statements = answers(key).statements(lang)
    write_workbook(statements, tmp_path / "plan.xlsx", "全部", lang)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)
    sheets = book.worksheets[len(book.worksheets) - len(statements) :]
    for sheet, each in zip(sheets, statements, strict=True):
        first = 2 + bool(each.caption) + any(column.group for column in each.columns)
        for at, row in enumerate(each.rows, start=first + 1):
            for place, cell in enumerate(row.cells, start=1):
                assert_same(sheet.cell(at, place).value, value_of(cell), lang)


def assert_same(found: Any, cell: Any, lang: str) -> None:
    if isinstance(cell, bool):
        assert found == {"zh": "是否", "en": ["yes", "no"]}[lang][not cell]
    elif isinstance(cell, str):
        assert (found or "") == cell.replace("\r\n", "\n")
    elif cell is None or math.isnan(cell):
        assert found is None
    else:
        assert found == pytest.approx(cell, rel=1e-12, abs=1e-12)


def test_numbers_of_a_statement_are_those_of_the_table(answers):
    for key in ASKED:
        for stem, table in answers(key).tables("zh").items():
            made = statement_of(stem, table, "zh")
            for at, column in enumerate(table.columns):
                if table[column].dtype.kind != "f" or known_head(stem, column).empty.zh:
                    continue
                cells = [row.cells[at] for row in made.rows[: len(table)]]
                numbers = np.array([np.nan if each is None else each for each in cells], float)
                np.testing.assert_array_equal(numbers, table[column].to_numpy())


def test_codes_are_words_and_lists_of_ids_are_apart():
    table = pd.DataFrame(
        {
            "project_id": ["P01"],
            "list": ["reserve"],
            "domain": ["education"],
            "promoted": [True],
            "start_year": [2021.0],
            "finish_year": [np.nan],
            "colour": ["=1"],
        }
    )
    called = lambda by, key: Words("教育", "Education") if by == "domain" else Words(key, key)  # noqa: E731
    made = statement_of("projects", table, "zh", called)
    assert list(made.rows[0].cells) == ["P01", "储备项目", "教育", "是", 2021, None, "=1"]
    assert [each.head for each in made.columns][-3:] == ["开工年", "完工年", "colour"]
    held = pd.DataFrame({"factor": [1.0], "held": ["P01;P02"], "status": ["infeasible"]})
    assert statement_of("frontier", held, "en").rows[0].cells == (1.0, "P01; P02", "no plan")


def test_empty_years_are_the_whole_horizon():
    table = pd.DataFrame({"purse": ["a", "a"], "year": [2021, None], "money": [1.0, 2.0]})
    assert [row.cells[1] for row in statement_of("purses", table, "zh").rows] == [2021, "全期"]


def test_totals_add_up_what_adds_up_only():
    table = pd.DataFrame(
        {
            "year": [2021, 2022],
            "budget": [1.0, 2.0],
            "balance": [0.5, 0.25],
            "balance_so_far": [1, 2],
        }
    )
    total = statement_of("cash_flow", table, "zh").rows[-1]
    assert total.kind == "total"
    assert list(total.cells) == ["合计", Sum(3.0, (0, 1)), Sum(0.75, (0, 1)), None]


def test_a_comparison_draws_its_scores_and_its_money_by_year(answers):
    made = statement_of("compare", answers("compare").tables("zh")["compare"], "zh")
    score, money = made.charts
    assert [made.rows[at].cells[1] for at in score.rows] == ["score", "within_need", "beyond_need"]
    assert [made.rows[at].cells[4] for at in money.rows] == [2021, 2022]
    assert [made.columns[at].head for at in money.values] == ["two_schools", "chain"]


# ---- LibreOffice --------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on this machine")
def test_libreoffice_calculates_what_the_cells_hold(tmp_path: Path):
    """All sums of the base plan's statements, to a cent; values are taken out before."""
    from portfolio.plan.make import plan_problem

    plan = plan_problem(read_problem(str(SCENARIOS / "base.toml")))
    statements = [statement(), *plan_statements(plan, "zh")]
    write_workbook(statements, tmp_path / "plan.xlsx", "基准", "zh")
    bare = without_values(tmp_path / "plan.xlsx", tmp_path / "bare.xlsx")
    folder = tmp_path / "csv"
    tables = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    call = [str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"]
    call += ["--headless", "--convert-to", tables, "--outdir", str(folder), str(bare)]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    names = openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames[1:]
    checked = 0
    for name, each in zip(names, statements, strict=True):
        with (folder / f"bare-{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        first = 2 + bool(each.caption) + any(column.group for column in each.columns)
        for at, row in enumerate(each.rows, start=first):
            for place, cell in enumerate(row.cells):
                if isinstance(cell, Sum):
                    assert float(lines[at][place]) == pytest.approx(cell.value, abs=0.01)
                    checked += 1
    assert checked > 200


def without_values(path: Path, bare: Path) -> Path:
    """Write the workbook again without the values of its formulas, so that they are calculated."""
    import re

    with zipfile.ZipFile(path) as file, zipfile.ZipFile(bare, "w") as other:
        for name in file.namelist():
            content = file.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            other.writestr(name, content)
    return bare


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_reports_call_a_code_can_be_typed_into_a_table(lang: str):
    """A clerk copies 规划项目 or 规划写明 from a report: the tables read both."""
    for code in LISTS:
        assert spellings(LISTS)[folded(in_words("list", code, lang))] == code
    for code, words in NEEDS.items():
        assert spellings(ORIGINS)[folded(words.to(lang))] == code


def test_who_gives_stands_below_the_giver():
    for stem, heads in (
        ("transfers", {"from": "转出资金池", "to": "转入资金池"}),
        ("moves", {"from": "出钱的资金池", "to": "用钱的资金池"}),
    ):
        table = pd.DataFrame([{"from": "a", "to": "b", "amount": 1.0}])
        made = statement_of(stem, table, "zh")
        cells = dict(zip((each.head for each in made.columns), made.rows[0].cells, strict=True))
        assert (cells[heads["from"]], cells[heads["to"]]) == ("a", "b")


def test_a_sheet_too_wide_for_one_page_goes_over_several():
    def laid_out(count: int) -> Layout:
        columns = [Column(f"c{at}", Kind.TEXT, 30) for at in range(count)]
        return layout_of(Statement("k", "k", "k", "", columns, [Row(["x"] * count)]))

    narrow, wide = laid_out(8), laid_out(20)
    assert (narrow.pages, narrow.last, narrow.right) == (1, 7, 7)
    assert (wide.pages, wide.right) == (2, 19)
    assert wide.span <= sum(wide.widths) / 2  # the title stays on the first page
