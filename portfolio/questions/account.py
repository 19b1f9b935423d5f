"""What the document of any answer holds: its findings, its pictures, its statements as annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.questions.captions import captions
from portfolio.report.parts import Annex, Gallery, Items, Part, SignOff, Text
from portfolio.report.statement import Cut, Row, Statement, value_of
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.questions.contract import Answer

RESULT = "result"  # the sheet that says again what stands in the findings
FILE = re.compile(r"(\w+)\.csv", re.ASCII)
MOST_ROWS = 1000  # of a statement that is still printed
FINDINGS = Words("主要结果", "Findings")
PICTURES = Words("图", "Figures")
PICTURE = Words("图", "Figure ")


def account(found: Answer, lang: str, statements: Sequence[Statement]) -> list[Part]:
    """Return heading, findings, pictures and annexes; nothing for an answer that says nothing."""
    lines = [_in_workbook(line, statements, lang) for line in found.main_lines(lang)]
    heading = found.heading(lang) or (lines[0] if lines else "")
    if not heading:
        return []
    lines = lines[1:] if lines and lines[0] == heading else lines
    said: list[Part] = (
        [Text("h2", FINDINGS.to(lang)), Items(lines[: found.most_lines])] if lines else []
    )
    if (more := len(lines) - found.most_lines) > 0:
        tab = next((each.tab for each in statements if each.key == RESULT), "")
        said.append(Text("p", _more(more, tab).to(lang), "quiet"))
    return [Text("h1", heading), *said, *behind(statements, lang)]


def behind(statements: Sequence[Statement], lang: str) -> list[Part]:
    """Return what stands behind the findings: room to sign, the pictures, the annexes."""
    flagged = [each for each in statements if each.annex]
    chosen = flagged or [each for each in statements if each.key != RESULT]
    cut = [_cut(each, lang) for each in chosen]
    shown = [each for each in cut if len(each.rows) <= MOST_ROWS]
    keys = {each.key for each in shown} | {RESULT}
    rest = [each.tab for each in statements if each.key not in keys]
    return [
        *([Text("p", _annexes(shown).to(lang))] if shown else []),
        *([Text("p", _elsewhere(rest).to(lang), "quiet")] if rest else []),
        SignOff(),
        Gallery(PICTURES.to(lang), PICTURE.to(lang), captions(lang)),
        *map(Annex, shown),
    ]


def _in_workbook(line: str, statements: Sequence[Statement], lang: str) -> str:
    """Return a line that names a file of a table with the sheet of the workbook in its place."""
    tabs = {each.key: each.tab for each in statements}

    def sheet(name: re.Match[str]) -> str:
        tab = tabs.get(name[1])
        if tab is None:
            return name[0]
        return Words(f"plan.xlsx 的“{tab}”", f"plan.xlsx, sheet {tab}").to(lang)

    return FILE.sub(sheet, line.strip())


def _cut(each: Statement, lang: str) -> Statement:
    """Return what of a statement stands in a document, with a note on where the rest is."""
    columns, rows = each.cut.columns, each.cut.rows
    if columns is None and rows is None:
        return each
    columns = tuple(range(len(each.columns))) if columns is None else columns
    chosen = each.rows if rows is None else [each.rows[at] for at in rows]
    note = Words(
        f"这里是摘要，全部行和列见 plan.xlsx 的“{each.tab}”。",
        f"An extract; all rows and columns are in plan.xlsx, sheet {each.tab}.",
    )
    return replace(
        each,
        columns=[each.columns[at] for at in columns],
        rows=[
            Row(
                [value_of(row.cells[at]) for at in columns],
                row.kind,
                {to: row.marks[at] for to, at in enumerate(columns) if at in row.marks},
            )
            for row in chosen
        ],
        notes=[*each.notes, note.to(lang)],
        charts=(),
        fixed=min(each.fixed, len(columns)),
        cut=Cut(),
    )


def _more(count: int, tab: str) -> Words:
    return Words(
        f"其余 {count} 条见 plan.xlsx 的“{tab}”。",
        f"{count} more are in plan.xlsx, sheet {tab}.",
    )


def _annexes(shown: Sequence[Statement]) -> Words:
    """Return the list of the annexes, as an official paper has it before its signatures."""
    titles = [f"{at}. {each.title}" for at, each in enumerate(shown, start=1)]
    return Words(f"附件：{'；'.join(titles)}", f"Annexes: {'; '.join(titles)}")


def _elsewhere(tabs: Sequence[str]) -> Words:
    return Words(
        f"只在 plan.xlsx 的表：{'、'.join(tabs)}。",
        f"In plan.xlsx alone: {', '.join(tabs)}.",
    )
