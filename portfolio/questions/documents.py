"""The documents that go from desk to desk, beside every report: workbook, annex and page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from portfolio.questions.contract import Answer
from portfolio.questions.results import heading_of

WORKBOOK = "plan.xlsx"


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

    statements = found.statements(lang)
    if statements:
        write_workbook(statements, folder / WORKBOOK, heading_of(found, lang), lang)
