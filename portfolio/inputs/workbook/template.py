"""A workbook to fill in: the tables of a city and its scenarios, with drop-downs, notes, checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from portfolio.inputs.codes import CHOICES, called, folded
from portfolio.inputs.columns import Column
from portfolio.inputs.layouts import (
    ASSUMPTIONS,
    CONTRIBUTIONS,
    INDICATORS,
    KINDS,
    MATTERS,
    PROJECTS,
    PURSES,
    REMARKS,
    SCOPE,
    TASKS,
)
from portfolio.inputs.workbook import scenario_sheets
from portfolio.inputs.workbook.cells import CODES, LAST, Book, field_of, letters
from portfolio.inputs.workbook.guide import write_checks, write_guide
from portfolio.inputs.workbook.sheets import SHEETS
from portfolio.words import Words

Names = Mapping[str, Words]
COLUMNS: dict[str, Mapping[str, Column]] = {
    "projects": PROJECTS,
    "indicators": INDICATORS,
    "contributions": CONTRIBUTIONS,
    "domains": KINDS,
    "sources": KINDS,
    "purses": PURSES,
    "assumptions": ASSUMPTIONS,
    "scope": SCOPE,
    "remarks": REMARKS,
    "livelihood": MATTERS,
    "livelihood_tasks": TASKS,
}
ALWAYS = ("projects", "indicators", "contributions", "domains", "sources", "purses")


@dataclass(frozen=True)
class City:
    """
    What a workbook is filled with.

    Attributes
    ----------
    tables
        Cells as text by stem of the table and by column; an empty table has its columns only.
    scenarios
        The keys of each scenario as its file has them, by name.
    written
        Heads as the files have them, by stem and column, where they carry a year.
    """

    tables: Mapping[str, pd.DataFrame]
    scenarios: Mapping[str, Mapping[str, Any]]
    written: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def write_template(city: City, path: Path, lang: str = "zh") -> None:
    """
    Write a workbook to fill in.

    What `places` reads of it is what the city holds: out and in again loses nothing.

    Parameters
    ----------
    city
        Its content.
    path
        The file; it is overwritten.
    lang
        Language of heads, codes and notes: `zh` or `en`.
    """
    with Book(path, lang) as book:
        write_guide(book)
        _name_ranges(book, city)
        names = {stem: _names(city, stem) for stem in ("domains", "sources", "purses")}
        for stem in [*ALWAYS, *(each for each in SHEETS if each not in ALWAYS)]:
            if stem in ALWAYS or stem in city.tables:
                _write_table(book, city, stem, names)
        scenario_sheets.write(book, city.scenarios, names)
        write_checks(book, city.tables.get("projects"), columns_of(city, "projects"))


def _name_ranges(book: Book, city: City) -> None:
    """Say where the drop-downs find ids and names: in the columns of their own sheets."""
    shown = {"projects": "id", "indicators": "id", "purses": "name"}
    shown |= {"domains": f"name_{book.lang}", "sources": f"name_{book.lang}"}
    for stem, column in shown.items():
        here = letters(columns_of(city, stem).index(column))
        place = f"='{book.say(SHEETS[stem])}'!${here}$2:${here}${LAST + 1}"
        book.ranges[stem] = place


def _names(city: City, stem: str) -> Names:
    """Return what the ids of a table are called in both languages; by themselves if not one."""
    table = city.tables.get(stem)
    if table is None:
        return {}
    pairs = ("name", "name") if stem == "purses" else ("name_zh", "name_en")
    found = {row["id"]: Words(*(row[each] for each in pairs)) for _, row in table.iterrows()}
    spoken = Counter(folded(each) for words in found.values() for each in set(words))
    spoken.update(folded(each) for each in found)
    return {
        name: Words(*(each if spoken[folded(each)] == 1 else name for each in words))
        for name, words in found.items()
    }


def columns_of(city: City, stem: str) -> list[str]:
    """
    Return the columns of a table's sheet.

    Of a table that is filled in an optional column that it lacks stays away, but for those that
    every city may use.
    """
    columns = COLUMNS.get(stem, {})
    frame = city.tables.get(stem)
    given = [each for each in frame.columns if each != "row"] if frame is not None else []
    beyond = [each for each in given if each not in columns]
    if frame is None or frame.empty:
        return [*columns, *beyond]
    kept = [
        each
        for each, column in columns.items()
        if each in given or not column.optional or each == "content"
    ]
    return [*kept, *beyond]


def _write_table(book: Book, city: City, stem: str, names: Mapping[str, Names]) -> None:
    frame, listed = city.tables.get(stem), columns_of(city, stem)
    columns, written = COLUMNS.get(stem, {}), city.written.get(stem, {})
    fields = [field_of(each, columns.get(each), written.get(each)) for each in listed]
    rows = [] if frame is None else frame.reindex(columns=listed, fill_value="").values.tolist()
    book.table(SHEETS[stem], fields, [_in_words(listed, row, names, book.lang) for row in rows])


def _in_words(
    columns: Sequence[str],
    row: Sequence[str],
    names: Mapping[str, Names],
    lang: str,
) -> list[str]:
    """Return the cells of a row with codes in words, as far as the words are read again."""
    return [_in_word(*each, names, lang) for each in zip(columns, row, strict=True)]


def _in_word(column: str, cell: str, names: Mapping[str, Names], lang: str) -> str:
    if column in ("domain", "funding") and cell:
        known = names["domains" if column == "domain" else "sources"]
        parts = (part.split(":") for part in cell.split(";"))
        return ";".join(
            ":".join([known[name].to(lang) if name in known else name, *shares])
            for name, *shares in parts
        )
    return called(cell).to(lang) if column in CODES and cell in CHOICES else cell
