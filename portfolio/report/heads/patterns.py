"""Columns that a table has one of for each year, plan or list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from portfolio.report.heads.head import Head, money, number, points
from portfolio.report.heads.head import year as year_head
from portfolio.words import Words

BEFORE = Words("调整前投资（万元）", "Investment before (10,000 yuan)")
AFTER = Words("调整后投资（万元）", "Investment after (10,000 yuan)")
NEED = Words("资金需求（万元）", "Need (10,000 yuan)")
BUDGET = Words("预算（万元）", "Budget (10,000 yuan)")
LOST = Words("守住清单少得的分", "Points lost by keeping to a list")
STARTS = Words("各方案的开工年（空：不做）", "Year of the start in each plan (empty: left out)")


def _money(group: Words) -> Callable[[str], Head]:
    return lambda year: replace(money(year, year, group), unit=Words("", ""))


PATTERNS: tuple[tuple[re.Pattern[str], Callable[[str], Head]], ...] = (
    (re.compile(r"before_(\d{4})"), _money(BEFORE)),
    (re.compile(r"after_(\d{4})"), _money(AFTER)),
    (re.compile(r"need_(\d{4})"), _money(NEED)),
    (re.compile(r"budget_(\d{4})"), _money(BUDGET)),
    (
        re.compile(r"baseline_(\d{4})"),
        lambda year: number(f"{year} 年基数", f"Baseline {year}"),
    ),
    (re.compile(r"target_(\d{4})"), lambda year: number(f"{year} 年目标", f"Target {year}")),
    (
        re.compile(r"plan_(\d+)"),
        lambda n: replace(year_head(f"方案 {n}", f"Plan {n}"), group=STARTS),
    ),
    (
        re.compile(r"regret_(\d+)"),
        lambda n: replace(points(f"清单 {n}", f"List {n}", LOST), unit=Words("", "")),
    ),
)
# Tables with columns that the reader named: what is in them is a number of the row's own unit.
FREE = {"compare": lambda name: Head(Words(name, name), number("", "").kind, 16)}


def by_pattern(column: str) -> Head | None:
    """
    Return the head of a column whose name ends in a year or a number.

    >>> by_pattern("before_2021").text("zh"), by_pattern("plan_2").text("en"), by_pattern("before")
    ('2021', 'Plan 2', None)
    """
    for pattern, head in PATTERNS:
        found = pattern.fullmatch(column)
        if found:
            return head(found[1])
    return None
