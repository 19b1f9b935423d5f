"""
附件3 and 附件4 as a city publishes them, written from the shipped tables: .xlsx and .docx.

Clean, or with the traps of real ones. What is printed in them is what the paper prints, so a test
knows what a reader has to make of them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.conftest import DATA

GROUPS = {
    "education": "现代教育项目",
    "health": "健康和医疗卫生建设项目",
    "housing": "住房保障建设项目",
    "culture_sport": "文体项目",
    "emergency": "应急保障及物资储备体系项目",
}
HEADS = {
    "number": "序号",
    "name": "项目名称",
    "content": "建设内容及规模",
    "total_investment": "计划总投资",
    "plan_investment": "“十四五”计划投资",
    "land": "项目建设用地总规模（亩）",
    "owner": "业主单位",
    "responsible": "责任单位",
}
TITLES = {
    "planned": ("附件3", "河源市公共服务“十四五”重大项目计划表", "annex3_planned"),
    "reserve": ("附件4", "河源市公共服务“十四五”重大项目储备表", "annex4_reserve"),
}
AMOUNTS = ("total_investment", "plan_investment", "land")
WIDTHS = {"number": 5, "name": 24, "content": 56, "owner": 18, "responsible": 14}
TRAPPED_HEADS = HEADS | {
    "content": "项目建设\n内容及规模",
    "total_investment": "总投资\n（万元）",
    "plan_investment": "其中：“十四五”\n计划投资（万元）",
    "land": "用地面积（亩）",
    "owner": "建设单位",
    "responsible": "责任部门",
}


@dataclass(frozen=True)
class Row:
    """One row of an annex: its cells by column, all text, and how many first ones are merged."""

    cells: Mapping[str, str]
    merged: int = 0
    blank: bool = False


@dataclass(frozen=True)
class Annex:
    """One annex as it is to be written."""

    label: str
    title: str
    unit: str
    heads: Mapping[str, str]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    breaks: Sequence[int] = field(default=())  # rows before which another sheet or table begins


def shipped() -> list[dict[str, str]]:
    """The shipped projects, read without the code under test."""
    with (DATA / "projects.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def annex(kind: str, trapped: bool = False, spoil: Mapping[str, str] | None = None) -> Annex:
    """
    Return one of the two annexes.

    Parameters
    ----------
    kind
        `planned` or `reserve`.
    trapped
        Whether it has the traps of real ones; what it says stays the same.
    spoil
        What is printed in place of a total: `{"education": "549402"}` of the total investment;
        the key is a domain, or empty for all of it.
    """
    label, title, key = TITLES[kind]
    keys = [name for name in HEADS if kind == "planned" or name != "plan_investment"]
    rows = list(_rows(kind, json.loads((DATA / "published_totals.json").read_text())[key]))
    for domain, figure in (spoil or {}).items():
        name = GROUPS.get(domain, "总计")
        at = next(n for n, row in enumerate(rows) if row.cells["name"].startswith(name))
        rows[at] = Row({**rows[at].cells, "total_investment": figure})
    if not trapped:
        heads = {name: HEADS[name] for name in keys}
        return Annex(label, title, "投资单位：万元", heads, rows)
    # Another order of columns, other words, a table in two parts, and no unit above it.
    order = [*keys[:2], "responsible", *keys[2:-1]]
    heads = {name: TRAPPED_HEADS[name] for name in order}
    written = list(_trapped(rows))
    notes = ["注：1.投资为估算数。2.用地以批复为准。", "填表人：    审核："]
    return Annex(label, title, "", heads, written, notes, breaks=[len(written) // 2])


def _rows(kind: str, printed: Mapping[str, Any]) -> Iterator[Row]:
    sums = printed["total"]
    yield Row({"name": f"总计（{sums['projects']}项）"} | _sums(sums))
    own = [row for row in shipped() if row["list"] == kind]
    for number, group in zip("一二三四五", printed["groups"], strict=False):
        name = f"{group['name']}（{group['projects']}项）"
        yield Row({"number": number, "name": name} | _sums(group))
        for row in own:
            if GROUPS[row["domain"]] == group["name"]:
                cells = {key: row[key] for key in HEADS if key in row}
                yield Row({"number": row["source"].partition("-")[2]} | cells)


def _sums(sums: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(sums[key]) for key in AMOUNTS if key in sums}


# ---- traps ------------------------------------------------------------------------------------

WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def _trapped(rows: Sequence[Row]) -> Iterator[Row]:
    """Write the same things as clerks do."""
    for at, row in enumerate(rows):
        cells = dict(row.cells)
        for key in AMOUNTS:
            if cells.get(key):
                cells[key] = _as_clerks_do(cells[key], at)
        if "content" not in cells:  # total and groups: one merged cell holds number and name
            number = cells.pop("number", "")
            yield Row({"number": f"{number}、{cells.pop('name')}".lstrip("、")} | cells, merged=2)
            continue
        name, unit = cells["name"], cells["responsible"]
        if at % 3 == 0:
            cells["name"] = f"{name[:5]}\n{name[5:]}"
        if unit.endswith("区政府"):
            cells["responsible"] = f"{unit[:-2]}\n\n政府"
        elif at % 4 == 0:
            cells["responsible"] = f"{unit[:2]} {unit[2:]} "
        if at % 5 == 0:
            cells["number"] = cells["number"].translate(WIDE)
        yield Row(cells)
        if at % 7 == 0:
            yield Row({}, blank=True)


def _as_clerks_do(amount: str, at: int) -> str:
    """Return a number as text: parted by commas, full-width, broken over two lines."""
    whole, point, rest = amount.partition(".")
    parted = f"{int(whole):,}{point}{rest}"
    styles = (amount, parted, amount.translate(WIDE), parted.translate(WIDE), f" {amount} ")
    text = styles[at % len(styles)]
    return f"{text[:-2]}\n{text[-2:]}" if at % 6 == 1 and len(text) > 4 else text


# ---- workbooks --------------------------------------------------------------------------------


def write_xlsx(path: Path, annexes: Sequence[Annex]) -> Path:
    """Write annexes as a workbook, a sheet a part; a trapped one has a hidden sheet in front."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        if any(each.breaks for each in annexes):
            old = book.add_worksheet("旧稿")
            for column, words in enumerate(HEADS.values()):
                old.write(0, column, words)
            old.write_row(1, 0, ["1", "不应读入的项目", "作废", 1, 1, 1, "无", "无"])
            old.hide()
        for each in annexes:
            edges = [0, *each.breaks, len(each.rows)]
            for part, (first, last) in enumerate(pairwise(edges)):
                name = each.label if not part else f"{each.label}（续）"
                sheet = book.add_worksheet(name)
                if not part:
                    sheet.activate()
                notes = each.notes if last == edges[-1] else ()
                _fill(book, sheet, each, each.rows[first:last], notes)
    return path


def _fill(book: Any, sheet: Any, each: Annex, rows: Sequence[Row], notes: Sequence[str]) -> None:
    border = {"border": 1, "valign": "vcenter", "font_name": "仿宋", "font_size": 9}
    text = book.add_format(border | {"text_wrap": True})
    head = book.add_format(border | {"bold": True, "align": "center", "text_wrap": True})
    title = book.add_format({"bold": True, "align": "center", "font_size": 16, "font_name": "黑体"})
    right = book.add_format({"align": "right", "font_name": "仿宋"})
    keys = list(each.heads)
    last = len(keys) - 1
    for column, key in enumerate(keys):
        sheet.set_column(column, column, WIDTHS.get(key, 12))
    sheet.write(0, 0, each.label)
    sheet.merge_range(1, 0, 1, last, each.title, title)
    top = 2
    if each.unit:
        sheet.merge_range(2, 0, 2, last, each.unit, right)
        top = 3
    for column, key in enumerate(keys):  # two rows, merged downwards
        sheet.merge_range(top, column, top + 1, column, each.heads[key], head)
    for at, row in enumerate(rows, start=top + 2):
        _fill_row(sheet, at, keys, row, text, plain=not each.breaks)
    for at, note in enumerate(notes, start=top + 2 + len(rows)):
        sheet.write(at, 0, note)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top, top + 1)


def _fill_row(sheet: Any, at: int, keys: Sequence[str], row: Row, text: Any, plain: bool) -> None:
    if row.blank:
        return
    lines = [-(-2 * len(row.cells.get(key, "")) // WIDTHS.get(key, 12)) for key in keys]
    sheet.set_row(at, 12.5 * max(1, *lines))
    if row.merged:
        sheet.merge_range(at, 0, at, row.merged - 1, row.cells["number"], text)
    for column, key in enumerate(keys):
        cell = row.cells.get(key, "")
        if column < row.merged:
            continue
        if plain and cell and key in ("number", *AMOUNTS) and cell[0].isdigit():
            sheet.write_number(at, column, float(cell), text)
        else:
            sheet.write_string(at, column, cell, text) if cell else sheet.write_blank(
                at, column, None, text
            )


# ---- documents --------------------------------------------------------------------------------


def write_docx(path: Path, annexes: Sequence[Annex]) -> Path:
    """Write annexes as a document, a table a part, the heading repeated."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(420), Mm(297)
    for each in annexes:
        document.add_paragraph(each.label)
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = title.add_run(each.title)
        run.bold, run.font.size = True, Pt(16)
        if each.unit:
            document.add_paragraph(each.unit).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        edges = [0, *each.breaks, len(each.rows)]
        for first, last in pairwise(edges):
            _add_table(document, each, each.rows[first:last])
            document.add_paragraph("（续上表）" if last != edges[-1] else "")
        for note in each.notes:
            document.add_paragraph(note)
        document.add_page_break()
    document.save(path)
    return path


def _add_table(document: Any, each: Annex, rows: Sequence[Row]) -> None:
    from docx.shared import Mm

    keys = list(each.heads)
    table = document.add_table(rows=2 + len(rows), cols=len(keys), style="Table Grid")
    table.autofit = False
    cells = [row.cells for row in table.rows]
    for column, key in zip(table.columns, keys, strict=True):
        column.width = Mm(WIDTHS.get(key, 12) * 2.2)
    for column, key in enumerate(keys):
        cells[0][column].text = each.heads[key]
        cells[0][column].merge(cells[1][column])
        for line in cells:
            line[column].width = Mm(WIDTHS.get(key, 12) * 2.2)
    for line, row in zip(cells[2:], rows, strict=True):
        for column, key in enumerate(keys):
            if row.cells.get(key):
                line[column].text = row.cells[key]
        if row.merged:
            line[0].merge(line[row.merged - 1])
