"""
The styles of the document: fonts by name, sizes, spacing, as official papers have them.

Sizes are those of GB/T 9704: 仿宋 三号 for text, 黑体 and 楷体 for headings. Each style names the
font for Chinese (`eastAsia`) and the one for western letters, so that Word and WPS take both.
"""

from __future__ import annotations

from dataclasses import dataclass

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


def styles(lang: str) -> list[Style]:
    """Return the styles of a document; English text is smaller and not set in at the first line."""
    chinese = lang == "zh"
    size, line, indent = (16.0, 28.0, 2) if chinese else (12.0, 18.0, 0)
    space = 0.0 if chinese else 6.0
    return [
        Style("Normal", "Normal", BODY, size),
        Style(
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
        ),
        Style(
            "Heading1",
            "heading 1",
            HEAD,
            size,
            level=1,
            keep=True,
            indent=indent,
            line=line,
            before=6,
            bold=not chinese,
        ),
        Style(
            "Heading2",
            "heading 2",
            SUB,
            size,
            level=2,
            keep=True,
            indent=indent,
            line=line,
            bold=not chinese,
        ),
        Style("Body", "Body Text", BODY, size, indent=indent, line=line, side="both", after=space),
        Style("Item", "List", BODY, 12 if chinese else 11, indent=indent, line=20, after=2),
        Style("Quiet", "Quiet", BODY, 12 if chinese else 10, indent=indent, line=20, colour=QUIET),
        Style(
            "Warning",
            "Warning",
            HEAD,
            size,
            bold=True,
            indent=indent,
            line=line,
            colour=WARNING,
            after=space,
        ),
        Style("Annex", "Annex", HEAD, size, keep=True, line=line, bold=not chinese),
        Style(
            "AnnexTitle",
            "Annex Title",
            TITLE,
            18 if chinese else 15,
            side="center",
            level=1,
            keep=True,
            line=28,
            bold=not chinese,
        ),
        Style("Note", "Note", BODY, 10, before=2),
        Style("Unit", "Unit", BODY, 10.5, side="right", keep=True, line=18),
        Style("Cell", "Table Cell", TABLE, 10.5, before=1, after=1),
        Style(
            "CellHead", "Table Head", HEAD, 10.5, side="center", before=1, after=1, bold=not chinese
        ),
        Style("Caption", "caption", HEAD, 12 if chinese else 11, side="center", before=4),
        Style("Image", "Picture", BODY, 10.5, side="center", keep=True),
        Style("Footer", "footer", TABLE, 14, side="center"),
        Style("Break", "Section Break", BODY, 1, line=1),
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
