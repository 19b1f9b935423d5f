"""Office files that are not what they should be: each is one line, in time and in little memory."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from copy import copy
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest
import xlsxwriter

from portfolio.errors import Finding, InputError
from portfolio.inputs import limits
from portfolio.inputs.files import Unreadable
from portfolio.inputs.limits import Cap
from portfolio.inputs.office import child, guard, parse, room
from portfolio.inputs.office.read import read_office
from portfolio.words import Words
from tests.conftest import ROOT
from tests.test_office import MAIN, SHEET, remade, with_sheet

SECONDS, MEGABYTES = 10, 1_000
REST = "http://schemas.openxmlformats.org"
LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'


def refused(path: Path) -> str:
    """Return the line that refuses a file; it is one line, and it is there in time."""
    began = time.perf_counter()
    with pytest.raises(Unreadable) as refusal:
        read_office(path)
    assert time.perf_counter() - began < SECONDS
    found, allowed = refusal.value.found, refusal.value.allowed
    assert allowed is not None
    for lang in ("zh", "en"):
        lines = InputError([Finding(path.name, None, None, found, allowed)]).lines(lang)
        assert len(lines) == 1
        assert "\n" not in lines[0]
        assert lines[0].startswith(path.name)
    return InputError([Finding(path.name, None, None, found, allowed)]).lines("zh")[0]


def book(tmp_path: Path, name: str = "a.xlsx") -> Path:
    with xlsxwriter.Workbook(tmp_path / name) as made:
        made.add_worksheet("表").write(0, 0, "甲")
    return tmp_path / name


def text(tmp_path: Path) -> Path:
    docx.Document().save(str(tmp_path / "a.docx"))
    return tmp_path / "a.docx"


def relation(kind: str, target: str = "x", mode: str = "") -> str:
    return (
        f'<Relationships xmlns="{REST}/package/2006/relationships"><Relationship Id="rId9" '
        f'Type="{REST}/officeDocument/2006/relationships/{kind}" Target="{target}" {mode}/>'
        "</Relationships>"
    )


# ---- no such file -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "空文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式的文件"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "设了打开密码的文件",
        ),
        (b"\xef\xbb\xbf<html><table>", "网页或 XML"),
        (b"id,name\n1,2\n", "不是 Excel 或 Word 文件的内容"),
        (b"PK\x03\x04" + b"\0" * 99, "不完整或已损坏的文件"),
    ],
)
def test_a_file_that_is_no_zip_is_named_for_what_it_is(tmp_path: Path, content: bytes, found: str):
    (tmp_path / "a.xlsx").write_bytes(content)
    assert refused(tmp_path / "a.xlsx").startswith(f"a.xlsx：读到{found}")


@pytest.mark.parametrize(
    ("name", "advice"),
    [("a.xls", ".xlsx"), ("a.et", ".xlsx"), ("a.ods", ".xlsx"), ("a.wps", ".docx")],
)
def test_other_endings_say_how_to_save_it(tmp_path: Path, name: str, advice: str):
    (tmp_path / name).write_bytes(b"anything")
    line = refused(tmp_path / name)
    assert f"（{name[1:]}）；应为{advice}" in line
    assert "另存为" in line


def test_a_missing_file_a_folder_and_a_pipe_are_lines(tmp_path: Path):
    (tmp_path / "b.xlsx").mkdir()
    os.mkfifo(tmp_path / "c.xlsx")
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        with pytest.raises(Unreadable):
            read_office(tmp_path / name)


def test_a_zip_that_was_cut_off_is_incomplete_wherever_it_ends(tmp_path: Path):
    whole = book(tmp_path).read_bytes()
    for length in (30, len(whole) // 2, len(whole) - 1):
        (tmp_path / "b.xlsx").write_bytes(whole[:length])
        assert "不完整或已损坏的文件" in refused(tmp_path / "b.xlsx")


def test_a_spoiled_byte_in_a_sheet_is_damage(tmp_path: Path):
    path = book(tmp_path)
    content = bytearray(path.read_bytes())
    with ZipFile(path) as packed:
        at = packed.getinfo(SHEET).header_offset + 30 + len(SHEET) + 20
    content[at] ^= 0xFF
    path.write_bytes(content)
    assert "不完整或已损坏的文件" in refused(path)


def test_another_kind_of_zip_is_no_office_file(tmp_path: Path):
    with ZipFile(tmp_path / "a.xlsx", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "OpenDocument" in refused(tmp_path / "a.xlsx")
    with ZipFile(tmp_path / "b.xlsx", "w") as packed:
        packed.writestr("readme.txt", "-")
    assert "不是 Excel 或 Word 文件的内容" in refused(tmp_path / "b.xlsx")


# ---- what is in it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("xl/vbaProject.bin", "带宏的文件"),
        ("xl/macrosheets/sheet1.xml", "带宏的文件"),
        ("xl/externalLinks/externalLink1.xml", "外部链接"),
        ("xl/embeddings/oleObject1.bin", "嵌入的对象或控件"),
        ("xl/activeX/activeX1.bin", "嵌入的对象或控件"),
        ("xl/connections.xml", "外部数据连接"),
        ("xl/queryTables/queryTable1.xml", "外部数据连接"),
    ],
)
def test_parts_that_are_not_read_are_named(tmp_path: Path, part: str, found: str):
    assert found in refused(remade(book(tmp_path), {part: "x"}))


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("vbaProject", "带宏的文件"),
        ("externalLinkPath", "外部链接"),
        ("oleObject", "嵌入的对象"),
        ("package", "嵌入的对象"),
        ("aFChunk", "嵌入的对象"),
        ("connections", "外部数据连接"),
    ],
)
def test_relationships_that_are_not_read_are_named(tmp_path: Path, kind: str, found: str):
    path = remade(book(tmp_path), {"xl/worksheets/_rels/sheet1.xml.rels": relation(kind)})
    assert found in refused(path)


def test_what_refers_to_another_file_is_refused_and_a_hyperlink_is_not(tmp_path: Path):
    place, mode = "word/_rels/settings.xml.rels", 'TargetMode="External"'
    for kind in ("attachedTemplate", "image", "frame"):
        path = remade(text(tmp_path), {place: relation(kind, "http://x.example/t", mode)})
        assert "对外部文件的引用“http://x.example/t”" in refused(path)
    path = remade(text(tmp_path), {place: relation("hyperlink", "http://x.example/t", mode)})
    assert read_office(path) == []


def test_a_macro_workbook_under_another_name_is_known_by_its_type(tmp_path: Path):
    made = openpyxl.Workbook()
    made.save(tmp_path / "a.xlsx")
    with ZipFile(tmp_path / "a.xlsx") as packed:
        types = packed.read("[Content_Types].xml").decode()
    usual = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert usual in types
    types = types.replace(usual, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    assert "带宏的文件" in refused(remade(tmp_path / "a.xlsx", {"[Content_Types].xml": types}))


def test_a_field_that_starts_a_program_is_refused(tmp_path: Path):
    made = docx.Document()
    for piece in ("DD", "EAUTO c:\\\\x.exe"):  # Word cuts such codes as it likes
        run = made.add_paragraph().add_run()
        code = docx.oxml.OxmlElement("w:instrText")
        code.text = piece
        run._r.append(code)
    made.save(str(tmp_path / "a.docx"))
    assert "DDE" in refused(tmp_path / "a.docx")


@pytest.mark.parametrize(
    "name", ["../a.xml", "/etc/a.xml", "xl\\..\\a.xml", "C:/a.xml", "XL/Workbook.xml"]
)
def test_parts_with_names_that_lead_away_or_come_twice_are_refused(tmp_path: Path, name: str):
    assert "可疑的内部文件名" in refused(remade(book(tmp_path), {name: "<x/>"}))


def test_a_part_with_a_password_is_locked(tmp_path: Path):
    path = book(tmp_path)
    content = bytearray(path.read_bytes())
    at = content.index(guard.ENTRY)
    content[at + 8] |= 1
    path.write_bytes(content)
    assert "设了打开密码" in refused(path)


# ---- bombs --------------------------------------------------------------------------------------


def laughing(tmp_path: Path, where: str) -> Path:
    row = "<sheetData><row><c t='str'><v>&l9;</v></c></row></sheetData>"
    tail = f"<worksheet {MAIN}>{row}</worksheet>"
    if where == "document":
        return remade(text(tmp_path), {"word/document.xml": f"{LAUGHS}<x>&l9;</x>"})
    if where == "strings":
        return remade(book(tmp_path), {"xl/sharedStrings.xml": f"{LAUGHS}<sst {MAIN}>&l9;</sst>"})
    coding = "utf-16" if where == "wide" else "utf-8"
    laughs = LAUGHS.replace('"1.0"', f'"1.0" encoding="{coding}"')
    return remade(book(tmp_path), {SHEET: (laughs + tail).encode(coding)})


@pytest.mark.parametrize("where", ["sheet", "wide", "strings", "document"])
def test_an_entity_bomb_is_refused_before_it_goes_off(tmp_path: Path, where: str):
    assert "DOCTYPE" in refused(laughing(tmp_path, where))


def nested(tmp_path: Path) -> Path:
    count = 10_000
    body = "<w:tbl><w:tr><w:tc>" * count + "</w:tc></w:tr></w:tbl>" * count
    space = f'xmlns:w="{REST}/wordprocessingml/2006/main"'
    inside = f"<w:document {space}><w:body>{body}</w:body></w:document>"
    return remade(text(tmp_path), {"word/document.xml": inside})


def far_cells(tmp_path: Path) -> Path:
    inside = (
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    return with_sheet(tmp_path, inside, {})


def many_sheets(tmp_path: Path) -> Path:
    count = 10_000
    space = f'xmlns:r="{REST}/officeDocument/2006/relationships"'
    sheets = "".join(f'<sheet name="s{at}" sheetId="{at}" r:id="rId1"/>' for at in range(count))
    inside = f"<workbook {MAIN} {space}><sheets>{sheets}</sheets></workbook>"
    return remade(book(tmp_path), {"xl/workbook.xml": inside})


def many_parts(tmp_path: Path) -> Path:
    return remade(book(tmp_path), {f"xl/worksheets/s{at}.xml": b"" for at in range(10_000)})


def lying(tmp_path: Path) -> Path:
    """A sheet of 20 MB that the directory says has 1,000 bytes."""
    path = with_sheet(tmp_path, " " * 20_000_000, {})
    content = bytearray(path.read_bytes())
    size = struct.pack("<L", ZipFile(path).getinfo(SHEET).file_size)
    at = content.rindex(size)
    content[at : at + 4] = struct.pack("<L", 1_000)
    path.write_bytes(content)
    return path


def overlapping(tmp_path: Path) -> Path:
    """A file of 20 kB with 63 parts of 5 MB, which all lie in the same place."""
    path = remade(book(tmp_path), {"xl/media/image0.png": b"0" * 5_000_000})
    with ZipFile(path, "a") as packed:
        first = packed.getinfo("xl/media/image0.png")
        for at in range(1, 63):
            other = copy(first)
            other.filename = f"xl/media/image{at}.png"
            packed.filelist.append(other)
        packed.writestr("end", "")
    assert path.stat().st_size < 20_000
    return path


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (
            nested,
            "a.docx：读到超过 256 层嵌套（表格里套表格）；应为不超过 256 层嵌套（表格里套表格）",
        ),
        (
            far_cells,
            "book.xlsx：读到“表”里远在 XFD1048576 的单元格；"
            "应为不超过 100,000 行的工作表（删除远处单元格所在的行和列后保存）",
        ),
        (
            many_sheets,
            "a.xlsx：读到10,000 个工作表（文档中的表格）；应为不超过 1,000 个工作表",
        ),
        (many_parts, "个内部文件的 Excel 或 Word 文件；应为不超过 5,000 个内部文件"),
        (lying, "book.xlsx：读到不完整或已损坏的文件"),
        (overlapping, "315,"),  # 63 times 5,000,000 bytes
    ],
    ids=["nested", "far", "sheets", "parts", "lying", "overlapping"],
)
def test_bombs_are_refused(tmp_path: Path, made: Callable[[Path], Path], line: str):
    assert line in refused(made(tmp_path))


def test_a_format_that_reaches_to_the_last_row_takes_no_room(tmp_path: Path):
    rows = "".join(f'<row r="{at}"><c r="XFD{at}" s="0"/></row>' for at in (1, 1_048_576))
    path = with_sheet(tmp_path, f"<sheetData>{rows}</sheetData>", {})
    assert read_office(path)[0].rows == []


def in_two_sheets(letters: int) -> Callable[[Path], Path]:
    def make(tmp_path: Path) -> Path:
        path = tmp_path / "a.xlsx"
        with xlsxwriter.Workbook(path) as made:
            for _ in range(2):
                made.add_worksheet().write(letters - 1, letters - 1, "甲" * letters)
        return path

    return make


@pytest.mark.parametrize(
    ("home", "name", "most"),
    [
        (room, "SHEETS", 2),
        (room, "SHEET_ROWS", 3),
        (room, "COLUMNS", 3),
        (room, "CELL", 3),
        (room, "GRID_TEXT", 6),
        (room, "GRID_CELLS", 12),  # 2 sheets of 3 rows, with 3 cells in the last
    ],
)
def test_each_limit_is_allowed_and_one_more_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: object, name: str, most: int
):
    path = in_two_sheets(3)(tmp_path)
    words = Words("件", "things")
    monkeypatch.setattr(home, name, Cap(most, words, words))
    with path.open("rb") as file:
        assert len(parse.parsed(file)) == 2
    monkeypatch.setattr(home, name, Cap(most - 1, words, words))
    with path.open("rb") as file, pytest.raises(Unreadable) as refusal:
        parse.parsed(file)
    assert refusal.value.allowed is not None
    assert f"{most - 1:,} 件" in refusal.value.allowed.zh


@pytest.mark.parametrize(
    ("home", "name", "count"),
    [
        (guard, "OFFICE_PARTS", len),
        (guard, "OFFICE_UNPACKED", lambda infos: sum(info.file_size for info in infos)),
    ],
)
def test_the_zip_may_hold_as_much_as_its_limits_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: object, name: str, count: Callable
):
    path, words = book(tmp_path), Words("件", "things")
    most = count(ZipFile(path).infolist())
    monkeypatch.setattr(home, name, Cap(most, words, words))
    with path.open("rb") as file:
        assert len(parse.parsed(file)) == 1
    monkeypatch.setattr(home, name, Cap(most - 1, words, words))
    with path.open("rb") as file, pytest.raises(Unreadable, match=f"{most:,} things"):
        parse.parsed(file)


# ---- the process --------------------------------------------------------------------------------


def test_what_goes_wrong_while_it_is_read_is_an_answer(monkeypatch: pytest.MonkeyPatch):
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(child, "parsed", fail)
    error: Exception = MemoryError()
    answer = child.answered(BytesIO())
    assert answer["found"].en == "a file that takes more memory than it may"
    assert answer["allowed"].en == "at most 536,870,912 bytes of memory to read an office file"
    error = KeyError("x")
    assert child.answered(BytesIO())["found"].en == "an incomplete or damaged file (KeyError)"


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_the_process_gets_no_more_memory_and_time_than_it_may():
    script = (
        "import resource, sys; sys.path.append('.'); from portfolio.inputs.office import child\n"
        "child.limit(); print(resource.getrlimit(resource.RLIMIT_CPU)[0])\n"
        "try: bytearray(600_000_000)\nexcept MemoryError: print('no')"
    )
    command = [sys.executable, "-I", "-S", "-c", script]
    assert subprocess.check_output(command, cwd=ROOT, text=True) == "8\nno\n"


def test_without_limits_of_the_system_it_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "resource", None)  # as on Windows
    child.limit()


# ---- measured -----------------------------------------------------------------------------------

MEASURE = """
import json, re, resource, sys, time
from pathlib import Path
from portfolio.inputs.files import Unreadable
from portfolio.inputs.office.read import read_office
began, line = time.perf_counter(), ""
try:
    read_office(Path(sys.argv[1]))
except Unreadable as refusal:
    line = refusal.found.zh
seconds = time.perf_counter() - began
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
own = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
print(json.dumps([line, seconds, (own + child) // 1024]))
"""


def measured(path: Path) -> str:
    """Return what a file is refused for (nothing: it was read), in time and memory as promised."""
    command = [sys.executable, "-c", MEASURE, str(path)]
    found, seconds, megabytes = json.loads(subprocess.check_output(command, cwd=ROOT))
    print(f"{path.name}: {found} {seconds:.2f} s, {megabytes} MB in both processes")
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    return found


def rows(size: int, cell: str) -> str:
    """Return rows of 20 cells with `size` bytes of XML."""
    row = "".join(cell.format(letter=letter, row="{row}") for letter in "ABCDEFGHIJKLMNOPQRST")
    count = size // len(f'<row r="12345">{row}</row>') + 1
    return "".join(f'<row r="{at}">{row.replace("{row}", str(at))}</row>' for at in range(1, count))


NUMBER = '<c r="{letter}{row}"><v>12345.678</v></c>'


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in /proc")


@pytest.mark.slow
@LINUX
def test_a_sheet_of_100_mb_is_refused_and_the_largest_one_is_read(tmp_path: Path):
    inside = f"<sheetData>{rows(100_000_000, NUMBER)}</sheetData>"
    assert "解压后的表格和文字" in measured(with_sheet(tmp_path, inside, {}))
    inside = f"<sheetData>{rows(limits.OFFICE_XML.most - 100_000, NUMBER)}</sheetData>"
    assert measured(with_sheet(tmp_path, inside, {})) == ""


@pytest.mark.slow
@LINUX
def test_a_zip_bomb_of_some_kilobytes_is_refused(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    book(tmp_path)
    zeros = b"0" * 1_000_000
    with (
        ZipFile(path, "a", ZIP_DEFLATED, compresslevel=9) as packed,
        packed.open("xl/media/image1.png", "w", force_zip64=True) as part,
    ):
        for _ in range(2_000):
            part.write(zeros)
    assert path.stat().st_size < 3_000_000
    assert "解压后的全部内容" in measured(path)


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('<c t="s"><v>0</v></c>', "字的文件"),  # one long text that all cells show
        ("<c/>", None),  # three million cells without anything: read, or too slow
        ("<b{letter}{row}/>", None),  # each element has another name
    ],
)
def test_what_grows_while_it_is_read_stays_within_time_and_memory(
    tmp_path: Path, cell: str, found: str | None
):
    texts = f"<sst {MAIN}><si><t>{'字' * 30_000}</t></si></sst>"
    inside = f"<sheetData>{rows(16_000_000, cell)}</sheetData>"
    line = measured(with_sheet(tmp_path, inside, {"xl/sharedStrings.xml": texts}))
    assert found is None or found in line


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize("made", [nested, far_cells, many_sheets, many_parts, lying, overlapping])
def test_bombs_take_little_memory(tmp_path: Path, made: Callable[[Path], Path]):
    assert measured(made(tmp_path)) != ""
    for where in ("sheet", "strings", "document"):
        assert "DOCTYPE" in measured(laughing(tmp_path, where))
