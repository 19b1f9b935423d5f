"""The sheets of scenarios in a workbook to fill in: settings, money, land, transfers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portfolio.inputs.codes import called
from portfolio.inputs.workbook.amounts import (
    AMOUNTS,
    BUDGET,
    CEILING,
    PURSE,
    SHARES,
    AmountRow,
    Cell,
    rows_of,
)
from portfolio.inputs.workbook.cells import Book, Field
from portfolio.inputs.workbook.labels import SETTINGS
from portfolio.inputs.workbook.sheets import LAND, MONEY, SCENARIOS, TRANSFERS
from portfolio.words import Words

NOTHING = Words("", "")
WHICH = Field(
    Words("情景", "scenario"),
    Words("“情景”表里的名称；留空为第一个", "empty: the first"),
    must=False,
)
WAY = Field(
    Words("填法", "filled with"),
    Words(
        "金额：各年填金额；比例：合计填总额，各年填比例（合计为 1）",
        "amounts by year; or shares by year (sum 1) of the total",
    ),
    choices=(AMOUNTS, SHARES),
)


def write(
    book: Book,
    scenarios: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, Mapping[str, Words]],
) -> None:
    """Write the four sheets; `names`: what purses and sources are called, by id."""
    found = rows_of(scenarios, book.lang)
    _settings(book, list(scenarios) or ["base"], found.settings)
    kinds = Field(
        Words("类别", "kind"),
        Words("留空为年度预算", "empty: the budget"),
        choices=(BUDGET, PURSE, CEILING),
    )
    whose = Field(
        Words("资金池或资金来源", "purse or source"),
        Words("年度预算一行留空", "empty in the row of the budget"),
        choices=book.ranges.get("purses", ""),
        strict=False,
    )
    budget = AmountRow("", BUDGET, "", AMOUNTS, None)
    quota = AmountRow("", None, "", AMOUNTS, None)
    years = found.years
    unit = Words("合计（万元）", "total (万元)")
    _amounts(book, MONEY, unit, [kinds, whose], found.money or [budget], years, names)
    unit = Words("合计（亩）", "total (亩)")
    _amounts(book, LAND, unit, [], found.land or [quota], years, names)
    _transfers(book, found.transfers, names)


def _settings(book: Book, names: list[str], settings: Mapping[str, Mapping[str, Cell]]) -> None:
    sheet = book.sheet(SCENARIOS, fixed=3)
    heads = [Words("设置", "setting"), Words("键", "key"), Words("说明", "about")]
    for at, words in enumerate(heads):
        sheet.write_string(0, at, book.say(words), book.head)
    for at, name in enumerate(names, start=3):
        sheet.write_string(0, at, name, book.must)
    sheet.set_column(0, 0, 26, book.plain)
    sheet.set_column(1, 1, 24, book.plain)
    sheet.set_column(2, 2, 40, book.plain)
    sheet.set_column(3, 2 + max(len(names), 6), 24, book.text)
    usual = [key for key, each in SETTINGS.items() if each.usual]
    keys = [*usual, *(key for key in settings if key not in usual)]
    for line, key in enumerate(keys, start=1):
        setting = SETTINGS.get(key)
        sheet.write_string(line, 0, book.say(setting.words) if setting else key, book.plain)
        sheet.write_string(line, 1, key, book.plain)
        sheet.write_string(line, 2, book.say(setting.about) if setting else "", book.plain)
        for at, name in enumerate(names, start=3):
            value = settings.get(key, {}).get(name)
            if value is not None:
                # A title such as 2025 stays the text that it is.
                kind = "text" if key in ("title", "extends") else "any_number"
                kind = "year" if key.startswith("horizon.") else kind
                book.cell(sheet, line, at, value, kind)
        if setting and setting.codes:
            listed = [book.say(called(code)) for code in setting.codes]
            place = (line, 3, line, 2 + max(len(names), 6))
            sheet.data_validation(*place, {"validate": "list", "source": listed})


def _amounts(
    book: Book,
    words: Words,
    unit: Words,
    fields: list[Field],
    found: list[AmountRow],
    years: list[int],
    names: Mapping[str, Mapping[str, Words]],
) -> None:
    total = Field(unit, Words("填法为“金额”时可以留空", "may stay empty with amounts"), "number")
    by_year = [Field(Words(f"{year}", f"{year}"), NOTHING, "number") for year in years]
    known = {**names.get("sources", {}), **names.get("purses", {})}
    rows: list[list[Cell]] = []
    for row in found:
        whose = known[row.name].to(book.lang) if row.name in known else row.name
        beside = [book.say(row.kind) if row.kind else "", whose] if fields else []
        amounts = [row.total, *(row.by_year.get(year) for year in years)]
        said = ["" if each is None else each for each in amounts]
        rows.append([row.scenario, *beside, book.say(row.way), *said])
    book.table(words, [WHICH, *fields, WAY, total, *by_year], rows, fixed=2 + len(fields))


def _transfers(
    book: Book,
    transfers: list[tuple[str, str, str, float]],
    names: Mapping[str, Mapping[str, Words]],
) -> None:
    purse, known = book.ranges.get("purses", ""), names.get("purses", {})
    fields = [
        WHICH,
        Field(Words("转出", "from"), Words("给钱的资金池", "who gives"), choices=purse),
        Field(Words("转入", "to"), Words("用钱的资金池", "who takes"), choices=purse),
        Field(Words("最多（万元）", "max"), Words("整个规划期", "over the horizon"), "number"),
    ]
    rows: list[list[Cell]] = [
        [scenario, *(known[each].to(book.lang) if each in known else each for each in ends), most]
        for scenario, *ends, most in transfers
    ]
    book.table(TRANSFERS, fields, rows, fixed=1)
