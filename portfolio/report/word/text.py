"""Runs, paragraphs and lines of text as WordprocessingML."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from portfolio.report.printed import clean


def run(text: object, lang: str, look: str = "") -> str:
    """
    Return a run of text, its lines broken where they were; `look` is what stands in its rPr.

    Quotation marks and dashes belong to both alphabets: the hint has them set in the Chinese font.
    """
    hint = '<w:rFonts w:hint="eastAsia"/>' if lang == "zh" else ""
    inside = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>'
        for line in clean(text).replace("\t", " ").splitlines() or [""]
    )
    look = f"<w:rPr>{hint}{look}</w:rPr>" if hint or look else ""
    return f"<w:r>{look}{inside}</w:r>"


def paragraph(text: object, style: str, lang: str, look: str = "", more: str = "") -> str:
    """Return a paragraph of one run; `more` is what else stands in its pPr."""
    return (
        f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{more}</w:pPr>"
        f"{run(text, lang, look)}</w:p>"
    )


def page_number(lang: str) -> str:
    """Return the line of the footer: the page's number between dashes."""
    field = "".join(
        f"<w:r>{each}</w:r>"
        for each in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    dash = run("— ", lang)
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{dash}{field}{run(" —", lang)}</w:p>'
