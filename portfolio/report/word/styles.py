"""
The styles of the document: fonts by name, sizes, spacing, as official papers have them.

Sizes are those of GB/T 9704: 仿宋 三号 for text, 黑体 and 楷体 for headings. Each style names the
font for Chinese (`eastAsia`) and the one for western letters, so that Word and WPS take both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

WESTERN = "Times New Roman"
BODY, HEAD, SUB, TITLE, TABLE = "仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"
INSTEAD = {  # what Word takes on a machine without the font; 方正小标宋简体 is not on every one
    TITLE: "宋体",
    BODY: "FangSong",
    HEAD: "SimHei",
    SUB: "KaiTi",
    TABLE: "SimSun",
}
WARNING, QUIET = "C00000", "595959"
GENERIC = {TITLE: "roman", BODY: "modern", HEAD: "modern", SUB: "modern", TABLE: "auto"}


@dataclass(frozen=True)
class Style:
    """
    One paragraph style; sizes in pt, `line` an exact line height in pt (0: as the text needs).

    `indent`: letters that the first line is set in; `level`: of a heading, 1 and up.
    """

    id: str
    name: str
    font: str
    size: float
    bold: bool = False
    side: str = ""
    indent: int = 0
    line: float = 0
    before: float = 0
    after: float = 0
    level: int = 0
    keep: bool = False
    colour: str = ""

    def xml(self) -> str:
        """Return the style's element."""
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.id}"'
            f"{' w:default="1"' if self.id == 'Normal' else ''}>"
            f'<w:name w:val="{self.name}"/>'
            + ("" if self.id == "Normal" else '<w:basedOn w:val="Normal"/>')
            + f"<w:qFormat/><w:pPr>{self._paragraph()}</w:pPr><w:rPr>{self._run()}</w:rPr>"
            + "</w:style>"
        )

    def _paragraph(self) -> str:
        rule = (
            f' w:line="{self.line * 20:.0f}" w:lineRule="exact"'
            if self.line
            else (' w:line="240" w:lineRule="auto"')
        )
        spacing = f'w:before="{self.before * 20:.0f}" w:after="{self.after * 20:.0f}"{rule}'
        chars, wide = self.indent * 100, self.indent * self.size * 20
        return (
            ("<w:keepNext/>" if self.keep else "")
            + "<w:widowControl/>"
            + f"<w:spacing {spacing}/>"
            + f'<w:ind w:firstLineChars="{chars}" w:firstLine="{wide:.0f}"/>'
            + (f'<w:jc w:val="{self.side}"/>' if self.side else "")
            + (f'<w:outlineLvl w:val="{self.level - 1}"/>' if self.level else "")
        )

    def _run(self) -> str:
        return (
            fonts(self.font)
            + ("<w:b/>" if self.bold else '<w:b w:val="0"/>')
            + (f'<w:color w:val="{self.colour}"/>' if self.colour else "")
            + f'<w:sz w:val="{self.size * 2:.0f}"/><w:szCs w:val="{self.size * 2:.0f}"/>'
        )


def fonts(chinese: str, western: str = WESTERN) -> str:
    """Return the element that names the fonts of a run or a style."""
    return (
        f'<w:rFonts w:ascii="{western}" w:hAnsi="{western}" w:eastAsia="{chinese}" '
        f'w:cs="{western}"/>'
    )


@dataclass(frozen=True)
class _Text:
    """How the text of a language is set: size, line height, first line set in, space after."""

    chinese: bool
    size: float
    line: float
    indent: int
    after: float


def styles(lang: str) -> list[Style]:
    """Return the styles of a document; English text is smaller and not set in at the first line."""
    if lang == "zh":
        text = _Text(True, size=16, line=28, indent=2, after=0)
    else:
        text = _Text(False, size=12, line=18, indent=0, after=6)
    return [
        Style("Normal", "Normal", BODY, text.size),
        *_headings(text),
        *_paragraphs(text),
        *_annex(text),
        *_tables(text),
        Style("Footer", "footer", TABLE, 14, side="center"),
        Style("Break", "Section Break", BODY, 1, line=1),
    ]


def _headings(text: _Text) -> list[Style]:
    chinese = text.chinese
    title = Style(
        "Title",
        "Title",
        TITLE,
        22 if chinese else 18,
        side="center",
        keep=True,
        before=6,
        after=14,
        line=34 if chinese else 26,
        bold=not chinese,
    )
    first = Style(
        "Heading1",
        "heading 1",
        HEAD,
        text.size,
        level=1,
        keep=True,
        indent=text.indent,
        line=text.line,
        before=6,
        bold=not chinese,
    )
    second = replace(first, id="Heading2", name="heading 2", font=SUB, level=2, before=0)
    return [title, first, second]


def _paragraphs(text: _Text) -> list[Style]:
    chinese, indent = text.chinese, text.indent
    body = Style("Body", "Body Text", BODY, text.size, indent=indent, line=text.line)
    body = replace(body, after=text.after)
    return [
        replace(body, side="both"),
        Style("Item", "List", BODY, 12 if chinese else 11, indent=indent, line=20, after=2),
        Style("Quiet", "Quiet", BODY, 12 if chinese else 10, indent=indent, line=20, colour=QUIET),
        replace(body, id="Warning", name="Warning", font=HEAD, bold=True, colour=WARNING),
    ]


def _annex(text: _Text) -> list[Style]:
    latin = not text.chinese
    title = Style(
        "AnnexTitle",
        "Annex Title",
        TITLE,
        15 if latin else 18,
        side="center",
        level=1,
        keep=True,
        line=28,
        bold=latin,
    )
    return [
        Style("Annex", "Annex", HEAD, text.size, keep=True, line=text.line, bold=latin),
        title,
        Style("Note", "Note", BODY, 10, before=2),
        Style("Unit", "Unit", BODY, 10.5, side="right", keep=True, line=18),
    ]


def _tables(text: _Text) -> list[Style]:
    cell = Style("Cell", "Table Cell", TABLE, 10.5, before=1, after=1)
    head = replace(cell, id="CellHead", name="Table Head", font=HEAD, side="center")
    return [
        cell,
        replace(head, bold=not text.chinese),
        Style("Caption", "caption", HEAD, 12 if text.chinese else 11, side="center", before=4),
        Style("Image", "Picture", BODY, 10.5, side="center", keep=True),
    ]


def styles_xml(lang: str, nsdecls: str) -> str:
    """Return the whole of `word/styles.xml`."""
    western, chinese = "en-US", "zh-CN"
    language = f'<w:lang w:val="{western}" w:eastAsia="{chinese}" w:bidi="ar-SA"/>'
    return (
        f"<w:styles {nsdecls}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY)}"
        f'<w:sz w:val="24"/><w:szCs w:val="24"/>{language}</w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        + "".join(each.xml() for each in styles(lang))
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:tblPr><w:tblInd w:w="0" '
        'w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style></w:styles>"
    )


def font_table_xml(nsdecls: str) -> str:
    """Return `word/fontTable.xml`: the fonts by name, and what may stand in for each."""
    named = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{GENERIC[name]}"/></w:font>'
        for name, instead in INSTEAD.items()
    )
    western = f'<w:font w:name="{WESTERN}"><w:family w:val="roman"/></w:font>'
    return f"<w:fonts {nsdecls}>{named}{western}</w:fonts>"
