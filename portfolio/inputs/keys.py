"""What each key of a scenario may hold."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.errors import Findings
from portfolio.inputs.columns import LARGEST, PROJECTS, Column, parse_cell
from portfolio.words import Words, said

MODES = ("shares", "whole")
COMMITMENTS = ("required", "optional")

Check = Callable[[Any], bool]


@dataclass(frozen=True)
class Rule:
    """One key: a test of its value, and the rule in words."""

    holds: Check
    allowed: Words


def _is_number(value: Any) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole or (isinstance(value, float) and not math.isnan(value))


def _is_amount(value: Any) -> bool:
    return _is_number(value) and 0 <= value <= LARGEST


def _are(test: Check) -> Check:
    return lambda value: isinstance(value, list) and all(test(item) for item in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _between(low: float, high: float) -> Check:
    return lambda value: _is_number(value) and low <= value <= high


TEXT = Rule(_is_text, Words("文字", "text"))
IDS = Rule(_are(_is_text), Words('编号的列表，如 ["R18"]', 'a list of ids such as ["R18"]'))
FLAG = Rule(lambda value: isinstance(value, bool), Words("true 或 false", "true or false"))
YEAR = Rule(
    lambda value: isinstance(value, int) and 1900 <= value <= 2999,
    Words("四位年份", "a year of four digits"),
)
AMOUNT = Rule(_is_amount, Words("不小于 0 的数", "a number >= 0"))
AMOUNTS = Rule(_are(_is_amount), Words("不小于 0 的数的列表", "a list of numbers >= 0"))
SHARE = Rule(_between(0, 1), Words("0 到 1 之间的数", "a number from 0 to 1"))
COUNT = Rule(
    lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
    Words("不小于 0 的整数", "a whole number >= 0"),
)
FACTOR = Rule(
    lambda value: _is_amount(value) and value >= 1,
    Words("不小于 1 的数", "a number >= 1"),
)
GAP = Rule(
    lambda value: _is_number(value) and 0 <= value < 1,
    Words("不小于 0、小于 1 的数", "a number >= 0 and < 1"),
)
SECONDS = Rule(lambda value: _is_number(value) and value > 0, Words("大于 0 的秒数", "seconds > 0"))


def _one_of(options: tuple[str, ...]) -> Rule:
    listed = ", ".join(options)
    return Rule(
        lambda value: value in options,
        Words(f"其中之一：{listed}", f"one of {listed}"),
    )


EACH = "*"  # stands for any id or name
ENVELOPE: dict[str, Any] = {"total": AMOUNT, "profile": AMOUNTS, "by_year": AMOUNTS}
LIMIT: dict[str, Any] = {
    "min_share": SHARE,
    "max_share": SHARE,
    "min_investment": AMOUNT,
    "max_investment": AMOUNT,
}
KEYS: dict[str, Any] = {
    "title": TEXT,
    "extends": TEXT,
    "data": TEXT,
    "horizon": {"first_year": YEAR, "last_year": YEAR},
    "budget": {**ENVELOPE, "carry_over": FLAG, "funding": {EACH: ENVELOPE}},
    "land": {**ENVELOPE, "exempt": IDS},
    "planned": {"commitment": _one_of(COMMITMENTS)},
    "promote": {"required": IDS, "excluded": IDS},
    "replan": {"may_drop": IDS},
    "livelihood": {"adopted": IDS, "factor": FACTOR},
    "objective": {"beyond_need": SHARE, "year_weights": AMOUNTS},
    "weights": {EACH: AMOUNT},
    "projects": {EACH: {name: PROJECTS[name] for name in PROJECTS if name != "id"}},
    "limits": {
        "domain": {EACH: LIMIT},
        "district": {EACH: LIMIT},
        "under_way": {"owner": {EACH: COUNT}, "district": {EACH: COUNT}},
    },
    "solve": {"mode": _one_of(MODES), "gap": GAP, "time_limit": SECONDS},
}


def check_keys(
    tree: Mapping[str, Any],
    keys: Mapping[str, Any],
    path: tuple[str, ...],
    file: str,
    findings: Findings,
) -> None:
    """Note every key that is unknown or whose value may not stand there."""
    for key, value in tree.items():
        rule = keys.get(key, keys.get(EACH))
        dotted = ".".join((*path, key))
        if rule is None:
            near = difflib.get_close_matches(key, keys, n=1, cutoff=0)
            unknown = Words(f"未知的键“{key}”", f"unknown key '{key}'")
            closest = Words(f"已知的键，最接近的是 {near[0]}", f"a known key, nearest: {near[0]}")
            findings.add(file, None, dotted, unknown, closest)
        elif isinstance(rule, Mapping):
            if isinstance(value, Mapping):
                check_keys(value, rule, (*path, key), file, findings)
            else:
                a_table = Words(f"一个表 [{dotted}]", f"a table [{dotted}]")
                findings.add(file, None, dotted, said(value), a_table)
        elif isinstance(rule, Column):
            _check_cell(value, rule, dotted, file, findings)
        elif not rule.holds(value):
            findings.add(file, None, dotted, said(value), rule.allowed)


def _check_cell(value: Any, column: Column, dotted: str, file: str, findings: Findings) -> None:
    try:
        parse_cell(column, as_cell(value))
    except ValueError:
        findings.add(file, None, dotted, said(value), column.allowed)


def as_cell(value: Any) -> str:
    """Return a TOML value as the text that a table cell would hold."""
    if isinstance(value, list):
        return ";".join(as_cell(item) for item in value)
    if isinstance(value, float):  # never with an exponent
        return f"{Decimal(repr(value)):f}" if math.isfinite(value) else repr(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
