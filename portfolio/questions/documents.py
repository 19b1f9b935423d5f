"""The documents that go from desk to desk, beside every report: workbook, annex and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from portfolio.questions.contract import Answer
from portfolio.report.statement import Statement

WORKBOOK, WORD, PAGE = "plan.xlsx", "plan.docx", "report.html"


def write_book(found: Answer, folder: Path, lang: str) -> Sequence[Statement]:
    """
    Write the workbook of an answer into its folder, while its pictures are drawn.

    Parameters
    ----------
    found
        The answer.
    folder, lang
        Where, and in which language.

    Returns
    -------
    The answer's statements, which `write_texts` takes.
    """
    from portfolio.report.workbook.write import write_workbook

    statements = found.statements(lang)
    if statements:
        write_workbook(statements, folder / WORKBOOK, found.heading(lang), lang)
    return statements


def write_texts(
    found: Answer,
    statements: Sequence[Statement],
    folder: Path,
    lang: str,
    pictures: Mapping[str, Mapping[str, bytes]],
) -> None:
    """
    Write the Word document and the page of an answer: the same parts, by two writers.

    Parameters
    ----------
    found, statements
        The answer, and its statements.
    folder, lang
        Where, and in which language.
    pictures
        The bytes of its pictures, by stem and by suffix (`.png`, `.svg`).
    """
    from portfolio.report.html import page
    from portfolio.report.parts import Text
    from portfolio.report.word.write import word

    parts = found.document(lang, statements)
    if not parts:
        return
    first = (each.text for each in parts if isinstance(each, Text))
    title = next(first, found.heading(lang))
    (folder / WORD).write_bytes(word(title, lang, parts, pictures))
    (folder / PAGE).write_text(
        page(title, lang, parts, pictures), encoding="utf-8", errors="backslashreplace"
    )
