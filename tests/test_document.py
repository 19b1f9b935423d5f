"""The documents beside a report: one content, written as a Word document and as a page."""

from __future__ import annotations

import base64
import importlib
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont
from lxml import etree, html

from portfolio.cli.main import main
from portfolio.inputs.read import read_problem
from portfolio.listen import SILENT, Clock
from portfolio.plan.make import plan_problem
from portfolio.questions.account import account, behind
from portfolio.questions.captions import CAPTIONS
from portfolio.questions.contract import Answer
from portfolio.questions.plan.study import planned
from portfolio.questions.worth.answer import WorthAnswer
from portfolio.report.from_table import statement_of
from portfolio.report.html import page
from portfolio.report.letters import cut_out, font_file
from portfolio.report.parts import (
    Annex,
    Changed,
    Folded,
    Gallery,
    Items,
    Link,
    Number,
    Part,
    SignOff,
    Table,
    Text,
)
from portfolio.report.printed import texts
from portfolio.report.statement import Column, Cut, Kind, Row, Statement, Sum
from portfolio.report.word import paper
from portfolio.report.word.write import word
from portfolio.words import Words
from tests.conftest import ROOT, Make
from tests.test_short import write_money_short

FORMULA = "=1+1 “学校”\x1b<b>&\n@第二行"  # what a cell of the data may hold
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" width="840pt" height="595pt"></svg>'
PICTURES = {"gantt": {".png": PIXEL, ".svg": DRAWN}}


def statement(rows: int = 3, title: str = "总表") -> Statement:
    """A statement with a head of two rows, sums, marks and cells of every kind."""
    columns = [
        Column("序号", Kind.COUNT, 6),
        Column("项目名称", width=30),
        *(Column(f"{year}年", Kind.MONEY, 12, "年度投资") for year in range(2021, 2031)),
        Column("用地", Kind.LAND, 10),
        Column("实施比例", Kind.SHARE, 10),
    ]
    own = [
        Row([at, FORMULA, *[1234.5 * at] * 10, None, 0.125], marks={2: 1.0})
        for at in range(1, rows + 1)
    ]
    total = 1234.5 * rows * (rows + 1) / 2
    of_all = [Sum(total, rows=tuple(range(1, rows + 1)))] * 10
    first = Row(["", "合计", *of_all, float("nan"), True], "total")
    return Statement(
        "overview",
        "总表",
        title,
        "单位：万元、亩",
        columns,
        [first, *own],
        ["注。"],
        fixed=2,
        annex=True,
    )


def document(lang: str = "zh", rows: int = 3) -> list[Part]:
    small = Table(["年度", "投资"], [["2021", Number("1.00")], ["2022", Changed("2.00", "+1.00")]])
    return [
        Text("h1", "项目投资计划"),
        Text("p", "不可实施", "warn"),
        Text("h2", "一、主要结论"),
        Text("p", FORMULA),
        Items(["第一条", "second line"]),
        Text("h2", "二、分年安排"),
        Text("h3", "小标题"),
        small,
        Folded("其余", Table(["项目"], [[Link("第一个", "annex1")]])),
        SignOff(),
        Gallery("图", "图", {"gantt": "进度"}),
        Annex(statement(rows)),
        Annex(statement(1, "第二张表")),
    ]


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request: pytest.FixtureRequest) -> tuple[str, bytes, str]:
    """Language, Word document and page of the same parts."""
    lang: str = request.param
    parts = document(lang)
    return lang, word("标题", lang, parts, PICTURES), page("标题", lang, parts, PICTURES)


# ---- the Word document --------------------------------------------------------------------------


def opened(content: bytes) -> Any:
    return docx.Document(BytesIO(content))


def cells(table: Any) -> list[list[str]]:
    """The texts of a table's own cells: merged ones come once, line breaks as they are."""
    return [
        ["\n".join(each.text for each in docx.table._Cell(cell, table).paragraphs) for cell in row]
        for row in ([*each.tc_lst] for each in table._tbl.tr_lst)
    ]


def test_word_holds_the_statement_cell_by_cell(written: tuple[str, bytes, str]):
    lang, content, _ = written
    annex = opened(content).tables[2]
    found = cells(annex)
    assert found[0] == ["序号", "项目名称", "年度投资", "用地", "实施比例"]
    assert found[1] == ["", "", *[f"{year}年" for year in range(2021, 2031)], "", ""]
    assert found[2:] == texts(statement(), lang)
    # 1234.5 * (1 + 2 + 3); None and NaN are empty; the control character is no XML.
    yes = "是" if lang == "zh" else "yes"
    assert found[2] == ["", "合计", *["7,407.00"] * 10, "", yes]
    text = "=1+1 “学校”〓<b>&\n@第二行"
    assert found[3] == ["1", text, *["1,234.50"] * 10, "", "12.5%"]


def test_heads_come_again_and_rows_do_not_break(written: tuple[str, bytes, str]):
    annex = opened(written[1]).tables[2]
    rows = annex._tbl.tr_lst
    assert [each.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for each in rows] == [
        *(True, True, False, False, False, False)
    ]
    assert all(each.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for each in rows)
    bold = [bool(each.findall(".//" + qn("w:b"))) for each in rows]
    assert bold == [False, False, True, False, False, False]  # heads are bold by their style
    shades = [each.get(qn("w:fill")) for each in rows[3].findall(".//" + qn("w:shd"))]
    assert shades == ["8FB3D1"]  # the one mark
    merges = [each.get(qn("w:val")) for each in rows[1].findall(".//" + qn("w:vMerge"))]
    assert merges == ["continue"] * 4


def test_each_part_stands_on_its_paper(written: tuple[str, bytes, str]):
    sections = opened(written[1]).sections
    sizes = [(round(each.page_width.mm), round(each.page_height.mm)) for each in sections]
    # Text upright, the picture as it is (a square is not wider than high), 14 columns across.
    assert sizes[:2] == [(210, 297), (210, 297)]
    assert all(width > height for width, height in sizes[2:])
    assert len(sizes) == 4
    for each in sections:
        field = "".join(x.text for x in each.footer._element.iter(qn("w:instrText")))
        assert field.strip() == "PAGE"
        assert each.footer.paragraphs[0].text == "— 1 —"


def test_every_style_names_both_fonts(written: tuple[str, bytes, str]):
    lang, content, _ = written
    found = opened(content)
    styles = found.styles.element.findall(qn("w:style"))
    named = {}
    for each in styles:
        if each.get(qn("w:type")) == "paragraph":
            fonts = each.find(qn("w:rPr")).find(qn("w:rFonts"))
            assert fonts.get(qn("w:ascii")) == "Times New Roman"
            named[each.get(qn("w:styleId"))] = fonts.get(qn("w:eastAsia"))
    assert {key: named[key] for key in ("Body", "Heading1", "Heading2", "Cell")} == {
        "Body": "仿宋",
        "Heading1": "黑体",
        "Heading2": "楷体",
        "Cell": "宋体",
    }
    used = {each.style.style_id for each in found.paragraphs}
    assert used <= set(named)
    body = found.styles["Body Text"]
    assert body.font.size.pt == (16 if lang == "zh" else 12)
    indent = body.element.find(qn("w:pPr")).find(qn("w:ind")).get(qn("w:firstLineChars"))
    assert indent == ("200" if lang == "zh" else "0")  # two characters


def test_word_says_what_it_is_and_not_by_whom(written: tuple[str, bytes, str]):
    lang, content, _ = written
    about = opened(content).core_properties
    assert (about.title, about.author, about.last_modified_by) == ("标题", "", "")
    assert about.created == about.modified
    assert about.language == ("zh-CN" if lang == "zh" else "en-US")
    with zipfile.ZipFile(BytesIO(content)) as packed:
        assert {each.date_time for each in packed.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(packed.read(name))


def test_the_texts_of_the_word_document_in_order(written: tuple[str, bytes, str]):
    lang, content, _ = written
    found = [(each.style.style_id, each.text) for each in opened(content).paragraphs if each.text]
    assert found[:4] == [
        ("Title", "项目投资计划"),
        ("Warning", "不可实施"),
        ("Heading1", "一、主要结论"),
        ("Body", "=1+1 “学校”〓<b>&\n@第二行"),
    ]
    said = [text for _, text in found]
    number = "附件" if lang == "zh" else "Annex "
    assert [text for style, text in found if style == "Annex"] == [f"{number}1", f"{number}2"]
    assert ("Caption", "图1　进度") in found
    assert "图" not in said  # the heading of the gallery is for the page
    signed = [text for text in said if "＿＿" in text or "____" in text]
    assert [re.split("[：:]", text)[0] for text in signed] == (
        ["编制", "审核", "批准"] if lang == "zh" else ["Prepared by", "Checked by", "Approved by"]
    )
    alt = [each.get("descr") for each in opened(content).element.iter(qn("wp:docPr"))]
    assert alt == ["图1　进度"]


def test_the_same_parts_give_the_same_bytes(written: tuple[str, bytes, str]):
    lang, content, text = written
    cut_out.cache_clear()
    assert word("标题", lang, document(lang), PICTURES) == content
    assert page("标题", lang, document(lang), PICTURES) == text


def test_a_large_statement_is_quick():
    parts: list[Part] = [Annex(statement(88))]
    took = []
    for _ in range(3):
        start = time.process_time()
        word("标题", "zh", parts)
        took.append(time.process_time() - start)
    assert min(took) < 0.3  # 88 rows of 14 columns; measured: 0.05


def test_the_paper_is_as_large_as_the_table_needs():
    def of(count: int) -> tuple[paper.Paper, float, list[int]]:
        columns = [Column("甲", Kind.MONEY) for _ in range(count)]
        return paper.for_table(columns, [["1,234,567.89"] * count])

    # 13.5 letters a column: 4 take 54, 12 take 162, 20 take 270, and 30 more than A3 has.
    upright, across, large = paper.TABLES
    assert [of(count)[0] for count in (4, 12, 20, 30)] == [upright, across, large, large]
    assert of(4)[1] == 10.5
    assert of(30)[1] < 8
    for count in (4, 12, 20, 30, 60):
        sheet, _, widths = of(count)
        assert sum(widths) <= sheet.across * paper.TWIPS + 1


def test_what_is_left_over_goes_to_long_texts():
    columns = [Column("短", width=40), Column("长", width=20)]
    _, _, widths = paper.for_table(columns, [["甲", "字" * 60]])
    assert widths[1] > 8 * widths[0]


# ---- the page -----------------------------------------------------------------------------------


def letters_of(text: str) -> set[str]:
    """Letters that a reader sees."""
    tree = html.fromstring(text)
    for each in tree.xpath("//style|//script"):
        each.drop_tree()
    return {each for each in tree.text_content() if not each.isspace()}


def embedded(text: str) -> Any:
    found = re.search(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", text)
    assert found
    return TTFont(BytesIO(base64.b64decode(found[1])))


def test_the_page_carries_all_that_it_shows(written: tuple[str, bytes, str]):
    _, _, text = written
    assert not re.search(r"https?://|//[a-z]+\.[a-z]+/|@import", text)
    sources = re.findall(r'(?:src|href)="([^"]*)"|url\("([^"]*)"\)', text)
    assert all(each.startswith(("data:", "#")) for pair in sources for each in pair if each)
    with embedded(text) as font:
        assert letters_of(text) - set(map(chr, font.getBestCmap())) == set()
        assert set(font.keys()) & {"GSUB", "GPOS"} == set()
        with TTFont(font_file()) as shipped:  # not the moment of the cutting
            assert font["head"].modified == shipped["head"].modified


def test_the_font_is_a_small_part_of_the_shipped_one():
    small = cut_out(frozenset("河源市"))
    assert len(small) < 5000
    with TTFont(BytesIO(small)) as font:
        assert set(font.getBestCmap()) == set(map(ord, "河源市"))


def test_the_page_can_be_read_aloud(written: tuple[str, bytes, str]):
    lang, _, text = written
    tree = html.fromstring(text)
    assert tree.get("lang") == ("zh-CN" if lang == "zh" else "en-US")
    heads = [int(each.tag[1]) for each in tree.iter("h1", "h2", "h3")]
    assert heads[0] == 1
    assert heads.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(heads))
    links = {each.get("href")[1:] for each in tree.xpath("//a")}
    assert links == {each.get("id") for each in tree.xpath("//*[@id]")}  # every heading, no other
    assert [each.get("alt") for each in tree.iter("img")] == ["图1　进度"]
    assert all(each.get("scope") for each in tree.iter("th"))
    assert tree.xpath('count(//tr[@class="total"])') == 2
    assert tree.xpath('string(//p[@class="warn"])') == "不可实施"


def test_the_page_holds_the_statement_cell_by_cell(written: tuple[str, bytes, str]):
    lang, _, text = written
    tree = html.fromstring(text)
    body = tree.xpath('//h2[@id="annex1"]/following::table[1]/tbody/tr')
    found = [[each.text_content() for each in row] for row in body]
    assert found == texts(statement(), lang)
    shaded = tree.xpath('//h2[@id="annex1"]/following::table[1]//td[@style]/@style')
    assert shaded == ["background:#8FB3D1"] * 3
    assert "<b>" not in text


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", ["1a1a1a", "5a5a5a", "a60d25", "0b4f8a"])
def test_inks_can_be_read(ink: str):
    markup = (ROOT / "portfolio" / "report" / "page.html").read_text("utf-8")
    assert f"color: #{ink}" in markup
    assert contrast(ink, "f4f6f8") >= 4.5  # WCAG AA, on the darkest ground of running text
    assert contrast("1a1a1a", "8FB3D1") >= 4.5  # the strongest mark


# ---- what the documents say ---------------------------------------------------------------------


class Silent(Answer):
    """An answer that says nothing."""


class Plain(Answer):
    """An answer with lines and statements."""

    def lines(self, lang: str) -> Sequence[str]:
        return ["标题", "第一条"]

    def statements(self, lang: str) -> Sequence[Statement]:
        whole = statement()
        other = Statement("more", "其他", "其他", "", whole.columns, whole.rows)
        return [other, whole]


def test_what_says_nothing_has_no_document():
    assert account(Silent(), "zh", []) == []


def test_the_usual_document_of_an_answer():
    parts = Plain().document("zh", Plain().statements("zh"))
    assert parts[0] == Text("h1", "标题")
    assert parts[2] == Items(["第一条"])
    assert [each.statement.title for each in parts if isinstance(each, Annex)] == ["总表"]


def test_without_an_annex_all_but_what_is_said_already_and_what_is_too_long():
    columns = [Column("甲")]
    made = [
        Statement(key, key, key, "", columns, [Row(["乙"])] * rows)
        for key, rows in (("result", 1), ("short", 3), ("long", 1001))
    ]
    parts = account(Plain(), "zh", made)
    assert [each.statement.key for each in parts if isinstance(each, Annex)] == ["short"]
    assert Text("p", "只在 plan.xlsx 的表：long。", "quiet") in parts


def answers() -> list[type[Answer]]:
    """Every answer that leaves a folder."""
    for path in (ROOT / "portfolio" / "questions").glob("*/answer.py"):
        importlib.import_module(f"portfolio.questions.{path.parent.name}.answer")
    found, ahead = list[type[Answer]](), Answer.__subclasses__()
    while ahead:
        each = ahead.pop()
        ahead += each.__subclasses__()
        if each.__module__.startswith("portfolio.") and each.leaves_folder:
            found.append(each)
    return found


def test_every_answer_says_which_question_and_which_problem():
    assert len(answers()) >= 14
    for each in answers():
        assert each.question.zh or each.heading is not Answer.heading, each
        assert each.subject is not Answer.subject or each.__name__ == "ProgressAnswer", each


def test_a_heading_is_question_and_scenario(make: Make):
    found = plan_problem(read_problem(str(make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}))))
    worth = WorthAnswer(found, ())
    title = found.problem.scenario.title
    assert worth.heading("zh") == f"项目价值：{title}"
    assert worth.heading("en") == f"Worth of the projects: {title}"
    assert worth.subject is found.problem
    assert Silent().heading("zh") == ""


def test_a_statement_is_cut_for_the_document():
    columns = [Column("甲"), Column("乙", Kind.MONEY), Column("丙", Kind.MONEY)]
    rows = [Row([name, 1.0, Sum(2.0, columns=(1,))], "", {2: 0.5}) for name in ("a", "b", "c")]
    whole = Statement(
        "more", "全部", "某表", "", columns, rows, fixed=1, annex=True, cut=Cut((0, 2), (0, 2))
    )
    (shown,) = [each.statement for each in behind([whole], "zh") if isinstance(each, Annex)]
    assert [each.head for each in shown.columns] == ["甲", "丙"]
    assert [list(each.cells) for each in shown.rows] == [["a", 2.0], ["c", 2.0]]
    assert [each.marks for each in shown.rows] == [{1: 0.5}, {1: 0.5}]
    assert shown.notes == ["这里是摘要，全部行和列见 plan.xlsx 的“全部”。"]


def test_a_document_says_the_first_findings_and_names_sheets_for_files():
    class Long(Plain):
        most_lines = 2

        def lines(self, lang: str) -> Sequence[str]:
            return ["标题", "  甲见 more.csv", "乙见 other.csv", "丙", "丁"]

    whole = statement()
    made = [
        Statement("result", "结果", "结果", "", whole.columns, whole.rows),
        Statement("more", "其他", "其他", "", whole.columns, whole.rows),
    ]
    parts = account(Long(), "zh", made)
    assert Items(["甲见 plan.xlsx 的“其他”", "乙见 other.csv"]) in parts
    assert Text("p", "其余 2 条见 plan.xlsx 的“结果”。", "quiet") in parts


def test_what_of_a_table_goes_into_a_document():
    rows = pd.DataFrame(
        {
            "section": ["score", "score", "finish"],
            "key": ["score", "met", "P01"],
            "name": ["得分", "需求内", "甲"],
            "unit": ["分", "分", "年"],
            "year": ["", "", ""],
            "differs": [True, False, True],
            "base": [1.0, 2.0, 2025.0],
        }
    )
    found = statement_of("compare", rows, "en")
    assert found.cut == Cut((0, 2, 3, 6), (0,))
    assert found.rows[0].cells[3] == "points"
    promoted = pd.DataFrame(
        {"project_id": ["R1"], "section": ["shortfall"], "key": ["money_city"], "year": [2021]}
    )
    called = statement_of("cards", promoted, "zh", lambda by, key: Words("市财政", "City"))
    assert "市财政" in called.rows[0].cells


def test_every_picture_has_a_caption():
    stems = set()
    for path in (ROOT / "portfolio" / "questions").glob("*/answer.py"):
        source = path.read_text("utf-8")
        stems |= set(re.findall(r'"(\w+)"\]? ?[:=] lambda: draw_', source))
    assert len(stems) >= 14
    assert stems <= set(CAPTIONS)


def said(parts: Sequence[Part]) -> str:
    lines = [each.text for each in parts if isinstance(each, Text)]
    for each in parts:
        if isinstance(each, Table):
            lines += [" | ".join(map(str, row)) for row in each.rows]
    return "\n".join(lines)


def test_findings_of_a_plan_from_paper(two_schools: Path):
    # A whole, three quarters of B: 60 + 60 = 120 万元; 80 points; 0.5 and 0.3 points a 万元.
    found = planned(two_schools, two_schools.parent / "out", Clock(SILENT))
    text = said(found.document("zh", []))
    assert "2021—2022年计划投资 120.00 万元，资金总额 120.00 万元，使用 100.0%" in text
    assert "备选项目 2 项（按比例安排）：完整实施 1 项" in text
    assert "部分实施 1 项；未列入 0 项" in text
    assert "方案得分 80.0000 分" in text
    assert "已证明任何方案的得分不超过 80.0000 分" in text
    assert "2021 | 70.00 | 70.00 | 0.00" in text
    assert "合计 | 120.00 | 120.00 | 0.00" in text
    assert "当年资金用完的年度：2021、2022。" in text
    assert "得分增加：2021年 5000.0000、2022年 3000.0000。" in text
    assert "处于边际：带来的得分正好等于所占资金和土地的价值 | 1 | B " in text
    assert "预算逐年占比" in text
    english = said(found.document("en", []))
    assert "From 2021 to 2022 the plan invests 120.00" in english
    assert "in points: 2021 5000.0000, 2022 3000.0000." in english


def test_findings_tell_money_from_investment_and_the_rest_from_nothing(make: Make):
    # 14 districts of 10 each in 2021, of 200: twelve are listed, and the last two together.
    projects = {f"P{n:02}": {"district": f"{n}区", "total_investment": 10} for n in range(14)}
    for cells in projects.values():
        cells |= {"adds": {"S": 1}, "latest_finish": 2021}
    case = make(projects, {"S": {"need": 14}}, budget=(200, 100))
    text = said(planned(case, case.parent / "out", Clock(SILENT)).document("zh", []))
    assert "2021 | 200.00 | 140.00 | 60.00" in text
    assert "2022 | 100.00 | 0.00 | 100.00" in text
    assert "其余 2 个 | 20.00 | 14.3%" in text


def test_a_plan_that_may_not_be_carried_out_says_so_first(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "out"
    assert main(["plan", str(write_money_short(make)), "--out", str(out)]) == 3
    capsys.readouterr()
    found = opened((out / "plan.docx").read_bytes())
    first = next(each for each in found.paragraphs if each.style.style_id != "Title")
    assert first.style.style_id == "Warning"
    assert "不可实施" in first.text
    style = found.styles["Warning"]
    assert (style.font.bold, str(style.font.color.rgb)) == (True, "C00000")
    assert any("2021" in each.text and "40" in each.text for each in found.paragraphs[:4])
    tree = html.fromstring((out / "report.html").read_text("utf-8"))
    assert "不可实施" in tree.xpath('string((//p)[1][@class="warn"])')


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the shipped scenario, in each language."""
    out = tmp_path_factory.mktemp("documents") / request.param
    base = str(ROOT / "scenarios" / "base.toml")
    assert main(["plan", base, "--out", str(out), "--lang", request.param]) == 0
    return out


@pytest.mark.slow
def test_the_word_document_opens_elsewhere(report: Path, tmp_path: Path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    call = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*call, str(report / "plan.docx")], check=True, capture_output=True, timeout=120)
    made = (tmp_path / "plan.pdf").read_bytes()
    assert made.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) >= 7


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The browser of this machine."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as started:
        found = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [400, 1400])
def test_the_page_fits_its_window_and_asks_for_nothing(report: Path, browser: Any, width: int):
    window = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    heard: list[str] = []
    window.on("request", lambda each: asked.append(each.url))
    window.on("console", lambda each: heard.append(each.text))
    window.on("pageerror", lambda each: heard.append(str(each)))
    window.goto((report / "report.html").as_uri())
    window.wait_for_load_state("networkidle")
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    assert window.evaluate("[...document.fonts].map(each => each.status)") == ["loaded"]
    assert {each.partition(":")[0] for each in asked} <= {"file", "data"}
    assert heard == []
    # A chart is as large as on paper: its smallest letters, 6 pt, are 8 px high.
    widths = window.evaluate("[...document.images].map(each => each.clientWidth)")
    assert len(widths) == 4
    assert all(each == pytest.approx(297 / 25.4 * 96, abs=2) for each in widths)
    window.close()
