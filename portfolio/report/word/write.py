"""The document as bytes: its parts in order, each section on the paper that it needs."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from portfolio.report.parts import (
    Annex,
    Folded,
    Items,
    Part,
    Picture,
    Pictures,
    SignOff,
    Table,
    Text,
    spread,
)
from portfolio.report.printed import clean, texts
from portfolio.report.word import paper
from portfolio.report.word.styles import font_table_xml, styles_xml
from portfolio.report.word.tables import statement_xml, table_xml
from portfolio.report.word.text import page_number, paragraph
from portfolio.words import Words

STYLES = {"h1": "Title", "h2": "Heading1", "h3": "Heading2", "p": "Body"}
KINDS = {"warn": "Warning", "quiet": "Quiet"}
EPOCH = datetime(2000, 1, 1)  # fixed: the same answer gives the same bytes
ZIP_TIME = (2000, 1, 1, 0, 0, 0)
DOTS_A_METRE = 5906  # of a picture that does not say: 150 dpi
TABLE_SIZE = 10.5
EMU = 36_000  # in a mm
ANNEX = Words("附件", "Annex ")
SIGN = (Words("编制", "Prepared by"), Words("审核", "Checked by"), Words("批准", "Approved by"))
DATE = Words("日期", "Date")
LINE = Words("：＿＿＿＿＿＿　　", f": {'_' * 18}    ")


def word(title: str, lang: str, parts: Sequence[Part], pictures: Pictures | None = None) -> bytes:
    """
    Return a document for Word and WPS (.docx); the same parts and pictures give the same bytes.

    Parameters
    ----------
    title, lang
        What its properties call it; `zh` or `en`.
    parts
        What it holds.
    pictures
        Bytes of its pictures by stem and suffix; it holds the `.png`.
    """
    from docx import Document

    document = Document()
    _set_up(document, title, lang)
    footer = _footer(document, lang)
    writer = _Writer(document, lang, footer, pictures or {})
    for each in spread(parts, pictures or {}):
        writer.add(each)
    _replace_body(document, writer)
    return _same_bytes(document)


@dataclass
class _Writer:
    """Writes part after part; a change of paper ends a section."""

    document: Any
    lang: str
    footer: str
    pictures: Pictures
    sheet: paper.Paper = paper.TEXT
    xml: list[str] = field(default_factory=list)
    annexes: int = 0

    def add(self, each: Part) -> None:
        """Add one part."""
        if isinstance(each, Annex):
            self._annex(each)
        elif isinstance(each, Picture):
            self._picture(each)
        elif isinstance(each, SignOff):
            self._sign_off()
        else:
            self._text(each)

    def _say(self, text: object, style: str, more: str = "") -> None:
        self.xml.append(paragraph(text, style, self.lang, more=more))

    def _turn_to(self, sheet: paper.Paper) -> None:
        """Begin a page on another paper, or on the same, unless the document just begins."""
        if self.xml:
            ended = self.sheet.xml(self.footer)
            self.xml.append(f'<w:p><w:pPr><w:pStyle w:val="Break"/>{ended}</w:pPr></w:p>')
        self.sheet = sheet

    def _text(self, each: Part) -> None:
        if isinstance(each, Text) and each.kind == "gallery":
            return  # each picture has a page of its own, and its caption
        if isinstance(each, Text):
            self._say(each.text, KINDS.get(each.kind, STYLES[each.tag]))
        elif isinstance(each, Items):
            for line in each.lines:
                self._say(line, "Item")
        elif isinstance(each, (Table, Folded)):
            if isinstance(each, Folded):
                self._say(each.summary, "Heading2")
            table = each.table if isinstance(each, Folded) else each
            width = int(self.sheet.across * paper.TWIPS)
            self.xml.append(table_xml(table, width, TABLE_SIZE, self.lang))
            self._say("", "Break")

    def _annex(self, each: Annex) -> None:
        found = each.statement
        self.annexes += 1
        cells = texts(found, self.lang)
        sheet, size, widths = paper.for_table(found.columns, cells)
        self._turn_to(sheet)
        self._say(f"{ANNEX.to(self.lang)}{self.annexes}", "Annex")
        self._say(found.title, "AnnexTitle")
        if found.caption:
            self._say(found.caption, "Unit")
        self.xml.append(statement_xml(found, cells, widths, size, self.lang))
        for note in found.notes:
            self._say(note, "Note")

    def _picture(self, each: Picture) -> None:
        content = self.pictures[each.stem][".png"]
        sheet, width, height = paper.for_picture(*_size(content))
        self._turn_to(sheet)
        inline = self.document.part.new_pic_inline(
            BytesIO(content), round(width * EMU), round(height * EMU)
        )
        inline.docPr.set("descr", clean(each.words))
        inline.docPr.set("name", clean(each.words))
        self.xml.append(inline)
        self._say(each.words, "Caption")

    def _sign_off(self) -> None:
        """Add the block for those who sign; the lines stay together."""
        line = '<w:keepLines/><w:ind w:firstLineChars="0" w:firstLine="0"/>'
        self._say("", "Body", "<w:keepNext/>")
        for words in SIGN:
            keep = line if words is SIGN[-1] else f"<w:keepNext/>{line}"
            text = f"{words.to(self.lang)}{LINE.to(self.lang)}{DATE.to(self.lang)}"
            text += LINE.to(self.lang).rstrip()
            self._say(text, "Body", keep)


def _size(content: bytes) -> tuple[float, float]:
    """Return width and height of a PNG in mm, by the dots a metre that it says."""
    wide, high = struct.unpack(">II", content[16:24])
    at = content.find(b"pHYs", 0, 4096)
    dots = struct.unpack(">I", content[at + 4 : at + 8])[0] if at > 0 else 0
    return 1000 * wide / (dots or DOTS_A_METRE), 1000 * high / (dots or DOTS_A_METRE)


def _set_up(document: Any, title: str, lang: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    found = document.styles.element
    new = parse_xml(styles_xml(lang, nsdecls("w")))
    found[:] = list(new)
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = font_table_xml(nsdecls("w")).encode()
    about = document.core_properties
    about.title, about.language = clean(title), "zh-CN" if lang == "zh" else "en-US"
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = EPOCH
    about.revision = 1


def _footer(document: Any, lang: str) -> str:
    """Make the footer that all sections share, and return the relation to it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    section = document.sections[0]
    section.footer.is_linked_to_previous = False
    line = page_number(lang).replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)
    section.footer._element[:] = [parse_xml(line)]
    reference = section._sectPr.find(qn("w:footerReference"))
    return str(reference.get(qn("r:id")))


def _replace_body(document: Any, writer: _Writer) -> None:
    """Put what was written in the place of the empty body: parsed in one go, pictures put in."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    place = '<w:p><w:pPr><w:pStyle w:val="Image"/></w:pPr><w:r><w:drawing/></w:r></w:p>'
    whole = "".join(each if isinstance(each, str) else place for each in writer.xml)
    last = writer.sheet.xml(writer.footer)
    body = parse_xml(f"<w:body {nsdecls('w', 'r')}>{whole}{last}</w:body>")
    inlines = [each for each in writer.xml if not isinstance(each, str)]
    for drawing, inline in zip(body.xpath(".//w:drawing"), inlines, strict=True):
        drawing.append(inline)
    document.element.replace(document.element.body, body)


def _same_bytes(document: Any) -> bytes:
    """Return the package with fixed times in its zip."""
    saved, written = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            packed = name.endswith((".png", ".jpeg"))
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name), compresslevel=6)
    return written.getvalue()
