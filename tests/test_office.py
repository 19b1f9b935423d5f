"""Workbooks and documents as grids: what each program writes is read as people see it."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from portfolio.inputs.files import Unreadable
from portfolio.inputs.grid import Grid
from portfolio.inputs.limits import Cap
from portfolio.inputs.office import read as room
from portfolio.inputs.office.read import read_office
from portfolio.inputs.office.refusals import is_office
from portfolio.words import Words
from tests.conftest import ROOT

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"


def remade(path: Path, changes: dict[str, str | bytes | None]) -> Path:
    """Write other parts into a zip: new content, or None to leave one out."""
    with ZipFile(path) as old:
        parts: dict[str, str | bytes] = {info.filename: old.read(info) for info in old.infolist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, content in {**parts, **changes}.items():
            if content is not None:
                new.writestr(name, content)
    return path


def with_sheet(tmp_path: Path, inside: str, changes: dict[str, str | bytes | None]) -> Path:
    """Write a workbook whose only sheet has this XML."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("表").write(0, 0, "甲")
    return remade(path, {SHEET: f"<worksheet {MAIN}>{inside}</worksheet>", **changes})


def rows_of(tmp_path: Path, inside: str, **changes: str | None) -> list[list[str]]:
    names = {"strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
    parts = {names[key]: text for key, text in changes.items()}
    (grid,) = read_office(with_sheet(tmp_path, f"<sheetData>{inside}</sheetData>", {**parts}))
    return grid.rows


# ---- workbooks ----------------------------------------------------------------------------------


def test_a_workbook_of_openpyxl_reads_as_people_see_it(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "附件3"
    sheet["A1"] = " 重大项目清单\u3000"
    sheet.merge_cells("A1:C1")
    sheet.append(["00123", 1085769.7, 0.1 + 0.2])
    sheet.append([datetime.date(2021, 3, 1), datetime.datetime(2021, 3, 1, 8, 30), True])
    sheet.append([datetime.time(8, 30), 30000.0, 1e20])
    sheet.append(["第一行\n第二行", "\ufeff源城\u200b区", "#REF!"])
    sheet["B7"] = 0.285
    sheet["B7"].number_format = "0.0%"
    sheet["A8"].font = openpyxl.styles.Font(bold=True)  # a cell without text ends no grid
    hidden = book.create_sheet("旧表")
    hidden.sheet_state = "hidden"
    hidden["B2"] = -0.0000001
    book.create_sheet("空表")
    book.save(tmp_path / "附件.xlsx")
    assert read_office(tmp_path / "附件.xlsx") == [
        Grid(
            "附件3",
            [
                ["重大项目清单"],
                ["00123", "1085769.7", "0.3"],
                ["2021-03-01", "2021-03-01 08:30:00", "true"],
                ["08:30:00", "30000", "100000000000000000000"],
                ["第一行\n第二行", "源城区", "#REF!"],
                [],
                ["", "0.285"],
            ],
            ((0, 0, 0, 2),),
        ),
        Grid("旧表", [[], ["", "-0.0000001"]], hidden=True),
        Grid("空表", []),
    ]


def test_a_workbook_of_xlsxwriter_gives_the_values_of_its_formulas(tmp_path: Path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet("资金")
        bold, red = book.add_format({"bold": True}), book.add_format({"color": "red"})
        sheet.write_row(0, 0, [1.5, 2])
        sheet.write_formula(0, 2, "=A1+B1", None, 3.5)
        sheet.write_formula(0, 3, '="合"&"计"', None, "合计")
        sheet.write_formula(0, 4, "=A1>B1", None, False)
        sheet.write_formula(0, 5, "=1/0", None, "#DIV/0!")
        sheet.write_rich_string(1, 0, bold, "龙川", red, "县", " 小学")
        sheet.write_url(2, 0, "https://example.org/", string="链接")  # text, and nothing else
        book.add_chartsheet("图")
    assert read_office(tmp_path / "a.xlsx") == [
        Grid("资金", [["1.5", "2", "3.5", "合计", "false", "#DIV/0!"], ["龙川县 小学"], ["链接"]])
    ]


def test_formulas_without_a_value_are_named_and_not_empty(tmp_path: Path):
    book = openpyxl.Workbook()
    for row in range(1, 5):
        book.active[f"B{row}"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = read_office(tmp_path / "a.xlsx")
    assert sheet.unsolved == ("B1", "B2", "B3", "B4")  # who uses the sheet asks for them
    with pytest.raises(Unreadable) as refusal:
        sheet.solved()
    assert refusal.value.found.zh == ("没有计算结果的公式：Sheet!B1、Sheet!B2、Sheet!B3 等 4 处")
    assert refusal.value.allowed is not None
    assert "保存一次" in refusal.value.allowed.zh


def test_a_formula_that_gives_an_empty_text_is_empty(tmp_path: Path):
    inside = '<row><c><v>1</v></c><c t="str"><f>""</f><v></v></c><c><v>2</v></c></row>'
    assert rows_of(tmp_path, inside) == [["1", "", "2"]]


def test_a_sheet_without_places_sizes_or_styles_is_read_as_wps_writes_it(tmp_path: Path):
    # No dimension, rows and cells without their numbers, text in the cells, a number of 2021.
    assert rows_of(
        tmp_path,
        '<row><c t="inlineStr"><is><r><t>东源</t></r><r><t>县</t></r><rPh><t>x</t></rPh></is></c>'
        "<c><v>2021</v></c></row><row><c/><c><v>1.0000000000000001E-2</v></c></row>"
        '<row r="5"><c r="C5" t="d"><v>2021-03-01T00:00:00</v></c></row>',
        styles=None,
    ) == [["东源县", "2021"], ["", "0.01"], [], [], ["", "", "2021-03-01"]]


def test_how_a_shared_text_sounds_is_not_read(tmp_path: Path):
    texts = (
        f'<sst {MAIN}><si><t>和</t><rPh sb="0" eb="1"><t>ワ</t></rPh></si><si><t>平</t></si></sst>'
    )
    inside = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    assert rows_of(tmp_path, inside, strings=texts) == [["和", "平"]]


def test_chinese_dates_are_known_by_number_and_by_format(tmp_path: Path):
    # 31 is yyyy"年"m"月"d"日" in Chinese Excel, which writes no format for it; 44256 is 2021-03-01.
    styles = (
        f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="176" '
        'formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="177" '
        'formatCode="0&quot;d&quot;"/></numFmts><cellStyleXfs>'
        '<xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/>'
        '<xf numFmtId="176"/><xf numFmtId="177"/></cellXfs></styleSheet>'
    )
    cells = "".join(
        f'<c r="{letter}1" s="{style}"><v>44256</v></c>' for style, letter in enumerate("ABCD")
    )
    day = "2021-03-01"
    assert rows_of(tmp_path, f'<row r="1">{cells}</row>', styles=styles) == [
        ["44256", day, day, "44256"]
    ]


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = datetime.date(2021, 3, 1)
    book.save(tmp_path / "a.xlsx")
    assert read_office(tmp_path / "a.xlsx")[0].rows == [["2021-03-01"]]


def test_a_merged_block_reaches_as_far_as_the_cells_and_holds_one_text(tmp_path: Path):
    inside = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="C2"><v>4</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="D9:E9"/></mergeCells>'
    )
    (grid,) = read_office(with_sheet(tmp_path, inside, {}))
    assert grid.rows == [["1"], ["3", "", "4"]]
    assert grid.merged == ((0, 0, 0, 2),)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.slow
def test_a_workbook_and_a_document_of_libreoffice_are_read(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["项目", "金额", "日期"])
    sheet.append(["小学", 0.285, datetime.date(2021, 3, 1)])
    sheet["B3"] = "=B2*2"
    sheet["B2"].number_format = "0.0%"
    sheet.merge_cells("A2:A3")
    book.create_sheet("旧表").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    document = docx.Document()
    document.add_paragraph("单位：万元")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合"
    table.cell(1, 1).text = "b"
    document.save(str(tmp_path / "b.docx"))
    for name in ("a.xlsx", "b.docx"):
        home = f"-env:UserInstallation=file://{tmp_path}/home"
        ending = ["--convert-to", name[2:], "--outdir", str(tmp_path / "out")]
        command = ["soffice", home, "--headless", *ending, str(tmp_path / name)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    rows = [["项目", "金额", "日期"], ["小学", "0.285", "2021-03-01"], ["", "0.57"]]
    assert read_office(tmp_path / "out" / "a.xlsx") == [
        Grid("Sheet", rows, ((1, 0, 2, 0),)),
        Grid("旧表", [], hidden=True),
    ]
    assert read_office(tmp_path / "out" / "b.docx") == [
        Grid("表 1", [["合"], ["", "b"]], ((0, 0, 1, 0),), ("单位：万元",))
    ]


# ---- documents ----------------------------------------------------------------------------------


def test_a_document_gives_its_tables_with_the_lines_above(tmp_path: Path):
    document = docx.Document()
    document.add_paragraph("附件3")
    document.add_paragraph(" ")
    document.add_paragraph("重大项目清单\n单位：万元")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合计"
    table.cell(0, 2).merge(table.cell(2, 2)).text = "三行"
    table.cell(1, 0).text = "第一行\n第二行"
    table.cell(2, 0).paragraphs[0].add_run("左\t右")
    table.cell(2, 0).add_paragraph("下")
    document.add_paragraph("附件4")
    document.add_table(1, 1).cell(0, 0).text = "１２３"
    document.add_paragraph("落款")
    document.save(str(tmp_path / "a.docx"))
    assert read_office(tmp_path / "a.docx") == [
        Grid(
            "表 1",
            [["合计", "", "三行"], ["第一行\n第二行"], ["左\t右\n下"]],
            ((0, 0, 0, 1), (0, 2, 2, 2)),
            ("附件3", "重大项目清单", "单位：万元"),
        ),
        Grid("表 2", [["１２３"]], (), ("附件4",)),
    ]


def test_a_table_in_a_cell_is_a_grid_of_its_own(tmp_path: Path):
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 0)
    cell.text = "外"
    cell.add_table(1, 1).cell(0, 0).text = "内"
    document.save(str(tmp_path / "a.docx"))
    assert [grid.rows for grid in read_office(tmp_path / "a.docx")] == [[["外"]], [["内"]]]


def document_of(tmp_path: Path, body: str) -> list[Grid]:
    document = docx.Document()
    more = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    for element in parse_xml(f"<w:body {nsdecls('w')} {more}>{body}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    document.save(str(tmp_path / "a.docx"))
    return read_office(tmp_path / "a.docx")


def word(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_what_was_deleted_does_not_count_and_what_was_inserted_does(tmp_path: Path):
    deleted = "<w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del>"
    inserted = "<w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
    was = "<w:tcPr><w:tcPrChange><w:tcPr><w:gridSpan w:val='3'/></w:tcPr></w:tcPrChange></w:tcPr>"
    (grid,) = document_of(
        tmp_path,
        f"<w:tbl><w:tr><w:tc>{was}<w:p>{deleted}{inserted}</w:p></w:tc><w:tc>{word('b')}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{word('没了')}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:ins/></w:trPr><w:tc>{word('c')}</w:tc></w:tr></w:tbl>"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{word('没了')}</w:tc></w:tr></w:tbl>",
    )
    assert (grid.rows, grid.merged) == ([["新", "b"], ["c"]], ())


def test_frames_of_a_form_are_walked_through_and_text_boxes_are_not(tmp_path: Path):
    box = f"<w:txbxContent>{word('框')}</w:txbxContent>"
    again = f"<mc:AlternateContent><mc:Fallback>{word('框')}</mc:Fallback></mc:AlternateContent>"
    stops = "<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"  # a ruler, not a character
    (grid,) = document_of(
        tmp_path,
        f"<w:sdt><w:sdtContent><w:tbl><w:sdt><w:sdtContent><w:tr><w:tc><w:p>{stops}<w:r><w:t>甲</w:t>"
        f"{box}{again}<w:br/><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>"
        "</w:sdtContent></w:sdt>",
    )
    assert grid.rows == [["甲\n乙"]]


def test_rows_that_begin_further_in_and_old_merged_cells_keep_their_columns(tmp_path: Path):
    first = "<w:tcPr><w:hMerge w:val='restart'/></w:tcPr>"
    more = "<w:tcPr><w:hMerge/></w:tcPr>"
    (grid,) = document_of(
        tmp_path,
        f"<w:tbl><w:tr><w:tc>{first}{word('a')}</w:tc><w:tc>{more}{word('')}</w:tc>"
        f"<w:tc>{word('b')}</w:tc></w:tr><w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>"
        f"<w:tc>{word('c')}</w:tc></w:tr></w:tbl>",
    )
    assert (grid.rows, grid.merged) == ([["a", "", "b"], ["", "", "c"]], ((0, 0, 0, 1),))


# ---- the process --------------------------------------------------------------------------------


def book_of(path: Path, rows: int) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("项目库")
        for row in range(rows):
            sheet.write_row(
                row, 0, [f"P{row}", "小学", "教育", *(row + 0.1 * at for at in range(17))]
            )
    return path


def test_a_workbook_of_88_projects_is_read_in_a_moment(tmp_path: Path):
    path = book_of(tmp_path / "a.xlsx", 88)
    times = []
    for _ in range(3):  # the machine may be busy for a while
        began = time.perf_counter()
        (grid,) = read_office(path)
        times.append(time.perf_counter() - began)
    assert len(grid.rows) == 88
    assert min(times) < 0.7


def test_a_process_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = book_of(tmp_path / "a.xlsx", 88)
    monkeypatch.setattr(room, "OFFICE_SECONDS", Cap(0, Words("秒", "seconds"), Words("", "")))
    with pytest.raises(Unreadable, match="takes too long") as refusal:
        read_office(path)
    assert refusal.value.allowed == Words("不超过 0 秒", "at most 0 seconds")


def test_a_process_that_ends_before_it_answers_is_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = book_of(tmp_path / "a.xlsx", 88)
    monkeypatch.setattr(room, "HOME", tmp_path)  # there is no program there
    with pytest.raises(Unreadable, match="incomplete or damaged"):
        read_office(path)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    with pytest.raises(Unreadable, match="no process"):
        read_office(path)


def test_the_reader_works_in_a_script_that_does_something_when_it_is_imported(tmp_path: Path):
    path = book_of(tmp_path / "a.xlsx", 2)
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\nfrom portfolio.inputs.office.read import read_office\n"
        f"print(len(read_office(Path({str(path)!r}))))\n"
    )
    answer = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
    )
    assert (answer.stdout, answer.stderr) == ("1\n", "")


def test_the_process_loads_no_library():
    script = (
        "import sys; sys.path.append('.'); import portfolio.inputs.office.child;"
        "print(*sorted({'numpy', 'pandas', 'openpyxl', 'docx', 'lxml'} & set(sys.modules)))"
    )
    command = [sys.executable, "-I", "-c", script]
    assert subprocess.check_output(command, cwd=ROOT, text=True) == "\n"


@pytest.mark.parametrize(
    ("name", "office"),
    [("a.xlsx", True), ("a.DOCX", True), ("a.xls", True), ("a.wps", True), ("a.csv", False)],
)
def test_endings_of_office_files_are_known(name: str, office: bool):
    assert is_office(Path(name)) == office
