"""What the document of any answer holds: its findings, its pictures, its statements as annexes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from portfolio.questions.captions import captions
from portfolio.questions.results import heading_of
from portfolio.report.parts import Annex, Gallery, Items, Part, SignOff, Text
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.questions.contract import Answer
    from portfolio.report.statement import Statement

RESULT = "result"  # the sheet that says again what stands in the findings
MOST_ROWS = 1000  # of a statement that is still printed
FINDINGS = Words("主要结果", "Findings")
PICTURES = Words("图", "Figures")
PICTURE = Words("图", "Figure ")


def account(found: Answer, lang: str, statements: Sequence[Statement]) -> list[Part]:
    """Return heading, findings, pictures and annexes; nothing for an answer that says nothing."""
    lines = list(found.lines(lang))
    heading = heading_of(found, lang) or (lines[0] if lines else "")
    if not heading:
        return []
    lines = lines[1:] if lines and lines[0] == heading else lines
    findings: list[Part] = [Text("h2", FINDINGS.to(lang)), Items(lines)] if lines else []
    return [Text("h1", heading), *findings, *behind(statements, lang)]


def behind(statements: Sequence[Statement], lang: str) -> list[Part]:
    """Return what stands behind the findings: room to sign, the pictures, the annexes."""
    chosen = [each for each in statements if each.annex]
    chosen = chosen or [each for each in statements if each.key != RESULT]
    shown = [each for each in chosen if len(each.rows) <= MOST_ROWS]
    long = [Text("p", _elsewhere(each, lang), "quiet") for each in chosen if each not in shown]
    return [
        *long,
        SignOff(),
        Gallery(PICTURES.to(lang), PICTURE.to(lang), captions(lang)),
        *map(Annex, shown),
    ]


def _elsewhere(each: Statement, lang: str) -> str:
    rows = len(each.rows)
    return Words(
        f"“{each.title}”有 {rows} 行，见 plan.xlsx。",
        f"{each.title}, {rows} rows, is in plan.xlsx.",
    ).to(lang)
