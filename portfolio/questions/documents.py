"""The documents that go from desk to desk, beside every report: workbook, annex and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from portfolio.questions.contract import Answer
from portfolio.report.parts import Part

WORKBOOK, WORD, PAGE = "plan.xlsx", "plan.docx", "report.html"


def write_documents(
    found: Answer, folder: Path, lang: str, pictures: Mapping[str, Mapping[str, bytes]]
) -> None:
    """
    Write the documents of an answer into its folder.

    Parameters
    ----------
    found
        The answer; its tables, pictures and texts are in the folder by now.
    folder, lang
        Where, and in which language.
    pictures
        The bytes of its pictures, by stem and by suffix (`.png`, `.svg`).
    """
    from portfolio.report.workbook.write import write_workbook

    heading, statements = found.heading(lang), found.statements(lang)
    if statements:
        write_workbook(statements, folder / WORKBOOK, heading, lang)
    parts = found.document(lang, statements)
    if parts:
        _write_texts(parts, heading, folder, lang, pictures)


def _write_texts(
    parts: Sequence[Part],
    heading: str,
    folder: Path,
    lang: str,
    pictures: Mapping[str, Mapping[str, bytes]],
) -> None:
    """Write the Word document and the page: the same parts, by two writers."""
    from portfolio.report.html import page
    from portfolio.report.parts import Text
    from portfolio.report.word.write import word

    title = next((each.text for each in parts if isinstance(each, Text)), heading)
    (folder / WORD).write_bytes(word(title, lang, parts, pictures))
    (folder / PAGE).write_text(
        page(title, lang, parts, pictures), encoding="utf-8", errors="backslashreplace"
    )
