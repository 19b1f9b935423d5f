"""What every answer's workbook holds: the result in lines and figures, then a sheet a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from portfolio.report.heads.codes import in_words
from portfolio.report.statement import Cell, Column, Kind, Row, Statement
from portfolio.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from portfolio.questions.contract import Answer

TAB = Words("结果", "Result")
SAID, FIGURES = Words("结论", "What was found"), Words("主要数字", "Main figures")
HEADS = Words("内容", "Of"), Words("数值", "Value"), Words("单位", "Unit")
CENTS = {"万元", "亩"}  # amounts that are shown to two decimals
UNITS = {
    "万元": Words("万元", "10,000 yuan"),
    "亩": Words("亩", "mu"),
    "分": Words("分", "points"),
    "项": Words("项", "projects"),
    "人": Words("人", "persons"),
    "秒": Words("秒", "seconds"),
}
SHORT = {  # where the meaning explains the codes, which stand here in words
    "status": Words("求解状态", "Status"),
    "mode": Words("方式", "Mode"),
    "by": Words("选择的依据", "Chosen by"),
    "majority": Words("过半数按什么算", "Majority of"),
}
COLON = Words("：", ": ")
PAUSES, COMMAS = "；;", "，,；;"  # what follows explains empty values, or where it is said too


def usual_statements(found: Answer, lang: str) -> list[Statement]:
    """Return the result and a statement for each table, its codes in words."""
    return [result(found, lang), *table_statements(found, found.tables(lang), lang)]


def table_statements(
    found: Answer, tables: Mapping[str, pd.DataFrame], lang: str
) -> list[Statement]:
    """Return a statement for each table of an answer, by file stem."""
    from portfolio.report.from_table import statement_of
    from portfolio.report.heads.codes import itself

    called = itself if found.subject is None else found.subject.called
    return [statement_of(stem, table, lang, called) for stem, table in tables.items()]


def result(found: Answer, lang: str) -> Statement:
    """Return the sheet of the result: what the command prints, and the figures of the content."""
    rows = [Row((line.strip(), None, None)) for line in found.lines(lang) if line.strip()]
    figures = [Row(cells) for cells in _figures(found.content(lang), lang)]
    if rows:
        rows = [Row((SAID.to(lang), None, None), "group"), *rows]
    if figures:
        rows += [Row((FIGURES.to(lang), None, None), "group"), *figures]
    columns = [
        Column(words.to(lang), kind, width)
        for words, kind, width in zip(
            HEADS, (Kind.TEXT, Kind.NUMBER, Kind.TEXT), (80, 24, 10), strict=True
        )
    ]
    title = found.heading(lang) or TAB.to(lang)
    return Statement("result", TAB.to(lang), title, "", columns, rows)


def _figures(content: object, lang: str, before: str = "") -> Iterator[tuple[Cell, ...]]:
    """Yield meaning, value and unit of each single value; of parts their own, one level down."""
    if not is_dataclass(content):
        return
    for each in fields(content):
        value, about = getattr(content, each.name), each.metadata.get("about")
        if about is None or value is None:
            continue
        words = before + _brief(SHORT.get(each.name, about).to(lang), PAUSES)
        unit = each.metadata["unit"]
        if is_dataclass(value) and not before:
            yield from _figures(value, lang, f"{_brief(words, COMMAS)}{COLON.to(lang)}")
        elif isinstance(value, (str, bool, int, float, Enum)):
            said = UNITS.get(unit, Words(unit, unit)).to(lang)
            yield words, _shown(each.name, value, unit, lang), said


def _brief(text: str, ends: str) -> str:
    """
    Return what stands before the first of some marks.

    >>> _brief("上界；没有方案时为空", PAUSES)
    '上界'
    """
    return text[: min((at for at in map(text.find, ends) if at > 0), default=len(text))]


def _shown(name: str, value: Any, unit: str, lang: str) -> Cell:
    """Return a value as it is read: codes in words, amounts without the solver's noise."""
    if isinstance(value, bool):
        return in_words("truth", str(value).lower(), lang)
    if isinstance(value, (str, Enum)):
        text = str(value.value) if isinstance(value, Enum) else value
        return in_words(name, text, lang) if text else None
    return round(value, 2 if unit in CENTS else 6) + 0.0 if isinstance(value, float) else value
