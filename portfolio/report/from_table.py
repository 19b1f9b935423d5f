"""A table as a statement: heads and codes in words, a total where columns add up, its charts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from portfolio.report.heads.codes import Called, in_words, itself
from portfolio.report.heads.drawn import (
    ANNEX,
    ANNEX_ROWS,
    CHARTS,
    EVERY,
    FIXED,
    SUMS,
    Drawn,
)
from portfolio.report.heads.find import head_of, is_free
from portfolio.report.heads.head import Head
from portfolio.report.heads.titles import title_of
from portfolio.report.statement import Cell, Chart, Column, Cut, Kind, Row, Statement, Sum
from portfolio.words import Words

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 20_000  # of a sheet that people leaf through; the file beside it has all
WHOLE = {Kind.YEAR, Kind.COUNT}
TOTAL = Words("合计", "Total")


def statement_of(stem: str, frame: pd.DataFrame, lang: str, called: Called = itself) -> Statement:
    """
    Return a table as a statement.

    Parameters
    ----------
    stem
        The name of its file, without `.csv`.
    frame
        The table.
    lang
        `zh` or `en`.
    called
        What a key of `purse`, `funding` or `domain` is called.
    """
    (tab, title), columns = title_of(stem), list(map(str, frame.columns))
    heads = [head_of(stem, name) for name in columns]
    shown = frame.head(MOST_ROWS)
    cells = [_cells(shown, at, heads[at], lang, called) for at in range(len(columns))]
    rows = [Row(each) for each in zip(*cells, strict=True)]
    charts = _charts(stem, columns, shown, lang)
    total = _total(stem, columns, cells, lang)
    notes = [] if len(frame) <= MOST_ROWS else [_more(stem, len(frame)).to(lang)]
    if not rows:
        notes.append(Words("没有这样的行。", "There are no such rows.").to(lang))
    return Statement(
        key=stem,
        tab=tab.to(lang),
        title=title.to(lang),
        caption="",
        columns=[
            Column(each.text(lang), each.kind, each.width, each.group.to(lang)) for each in heads
        ],
        rows=[*rows, *total],
        notes=notes,
        charts=charts,
        annex=stem in ANNEX,
        cut=_cut(stem, columns, shown),
        fixed=min(FIXED.get(stem, 1), len(columns)),
    )


def _cells(frame: pd.DataFrame, at: int, head: Head, lang: str, called: Called) -> list[Cell]:
    """Return the cells of one column: plain values, codes in words, what is empty as said."""
    values = frame.iloc[:, at].tolist()
    plain = [_plain(value, head) for value in values]
    if head.code:
        kinds = _kinds(frame, head.code)
        plain = [
            value if value is None else _coded(kind, value, lang, called)
            for value, kind in zip(plain, kinds, strict=True)
        ]
    empty = head.empty.to(lang)
    return [empty if value is None or value == "" else value for value in plain] if empty else plain


def _plain(value: Any, head: Head) -> Cell:
    """Return a value as a cell; years and counts whole, nothing for what is missing."""
    if value is None or str(value) in ("nan", "<NA>", "NaT"):
        return None
    if isinstance(value, str):
        return int(value) if head.kind is Kind.YEAR and value.isdecimal() else str(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        if head.kind in WHOLE and math.isfinite(value) and value == int(value):
            return int(value)
        return float(value) if isinstance(value, float) else int(value)
    return str(value)


def _kinds(frame: pd.DataFrame, code: str) -> list[str]:
    """Return the code of each row: of a key, what its row is counted by."""
    if code == "key" and "by" in frame:
        return [str(each) for each in frame["by"]]
    if code == "card_key" and "section" in frame:
        return [_by_section(str(each)) for each in frame["section"]]
    return [code] * len(frame)


def _by_section(section: str) -> str:
    """
    Return what the keys of a section are.

    >>> [_by_section(each) for each in ("money_domain", "purse_pays", "transfer", "money", "met")]
    ['domain', 'purse', 'transfers', 'own', 'own']
    """
    if section == "transfer":
        return "transfers"
    if section == "shortfall":
        return section
    if section.startswith("purse_"):
        return "purse"
    return section.partition("_")[2] or "own"


def _coded(code: str, value: Cell, lang: str, called: Called) -> str:
    key = str(value).lower() if isinstance(value, bool) else str(value)
    return in_words(code, key, lang, called) if key else ""


def _total(stem: str, columns: list[str], cells: list[list[Cell]], lang: str) -> list[Row]:
    """Return the row that adds up what adds up; none where there is nothing to add."""
    sums = SUMS.get(stem, ())
    if not sums or not cells or len(cells[0]) < 2:
        return []
    places = tuple(range(len(cells[0])))
    row: list[Cell] = [None] * len(columns)
    for at, name in enumerate(columns):
        if name in sums or name.rpartition("_")[0] in sums:
            numbers = [each for each in cells[at] if isinstance(each, (int, float))]
            row[at] = Sum(float(math.fsum(numbers)), rows=places)
    row[0] = TOTAL.to(lang)
    return [Row(row, "total")]


def _cut(stem: str, columns: list[str], frame: pd.DataFrame) -> Cut:
    """Return what of the table stands in a Word document."""
    wanted = ANNEX.get(stem, ())
    named = [
        at
        for at, name in enumerate(columns)
        if name in wanted or (EVERY in wanted and is_free(stem, name))
    ]
    only = {name: kept for name, kept in ANNEX_ROWS.get(stem, {}).items() if name in columns}
    if not only:
        return Cut(tuple(named) or None)
    kept = [frame[name].isin(values) for name, values in only.items()]
    places = [at for at, each in enumerate(zip(*kept, strict=True)) if all(each)]
    return Cut(tuple(named) or None, tuple(places))


def _charts(stem: str, columns: list[str], frame: pd.DataFrame, lang: str) -> list[Chart]:
    found = []
    for each in CHARTS.get(stem, ()):
        rows = _run(each, columns, frame)
        named = [name for name in columns if is_free(stem, name)]
        values = (
            named if each.values == (EVERY,) else [name for name in each.values if name in columns]
        )
        if len(rows) > 1 and values and each.along in columns:
            places = tuple(columns.index(name) for name in values)
            chart = Chart(each.words.to(lang), each.kind, columns.index(each.along), places, rows)
            found.append(chart)
    return found


def _run(drawn: Drawn, columns: list[str], frame: pd.DataFrame) -> range:
    """Return the rows that are drawn: all, or the first run of those that are asked for."""
    column, value = drawn.only
    if not column:
        return range(len(frame))
    if column not in columns:
        return range(0)
    wanted: Sequence[bool] = (frame[column] == value).tolist()
    if drawn.years:
        there = (frame["year"].notna() & (frame["year"].astype(str) != "")).tolist()
        wanted = [a and b for a, b in zip(wanted, there, strict=True)]
    if not any(wanted):
        return range(0)
    first = wanted.index(True)
    last = first
    while last + 1 < len(wanted) and wanted[last + 1]:
        last += 1
    return range(first, min(last + 1, first + drawn.most))


def _more(stem: str, count: int) -> Words:
    return Words(
        f"只列前 {MOST_ROWS:,} 行，共 {count:,} 行，全部见 {stem}.csv。",
        f"the first {MOST_ROWS:,} of {count:,} rows; {stem}.csv has all.",
    )
