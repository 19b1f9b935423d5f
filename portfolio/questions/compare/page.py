"""The comparison of scenarios as one page: differences first, equal rows folded away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from portfolio.questions.compare.html import (
    Number,
    Raw,
    amount,
    block,
    folded,
    page,
    picture,
    share,
    table,
)
from portfolio.questions.compare.rows import key_name, unit
from portfolio.questions.compare.study import KINDS, Comparison, Member
from portfolio.questions.compare.words import label
from portfolio.questions.facts import SECTIONS, Key

PER_CENT = ("met", "share")
YEARS = ("start", "finish")
DIGITS = {"points": 4, "score": 4, "added": 2}
WHOLE = ("funded", "in_part", "promoted")


def comparison_page(comparison: Comparison, folder: Path, lang: str = "zh") -> str:
    """Return the page; the pictures are taken from `folder` into it."""
    names = [each.name for each in comparison.members]
    title = label("compare.title", lang, names=label("compare.comma", lang).join(names))
    body = [block("h1", title), _scenarios(comparison, lang)]
    if not comparison.one_measure:
        body.append(block("p", label("compare.other_measure", lang), "warn"))
    for each in comparison.members:
        if each.shortfall is not None:
            body += _shortfall(each, lang)
    same, all_rows = len(comparison.rows) - len(comparison.differing), len(comparison.rows)
    if len(comparison.planned) > 1:
        counts = label("compare.counts", lang, all=all_rows, differ=all_rows - same, same=same)
        body.append(block("p", counts))
        body.append(
            block("p", label("compare.how", lang, first=comparison.planned[0].name), "quiet")
        )
    for name in ("overview", "points"):
        if (folder / f"{name}.svg").exists():
            body.append(picture(folder / f"{name}.svg", label(f"compare.alt.{name}", lang)))
    for each in comparison.planned[1:]:
        body += _projects(comparison, each, lang)
    for section in SECTIONS:
        body += _section(comparison, section, lang)
    return page(title, lang, body)


def _scenarios(comparison: Comparison, lang: str) -> str:
    keys = ("name", "title", "mode", "score", "by_first", "bound", "full", "part", "promoted")
    head = [label(f"compare.col.{key}", lang) for key in (*keys, "investment", "land")]
    rows = []
    for each in comparison.members:
        scenario, plan = each.problem.scenario, each.plan
        row: list[str] = [each.name, scenario.title, label(f"mode.{scenario.mode}", lang)]
        if plan is None:
            rows.append([*row, label("compare.no_plan", lang), *[amount(None)] * 7])
            continue
        score = amount(plan.score, 4)
        status = "" if plan.status == "optimal" else label(f"status.{plan.status}", lang)
        rows.append(
            [
                *row,
                Number(f"{score} {status}".strip()),
                amount(comparison.score_by_first(plan), 4),
                amount(plan.bound, 4),
                Number(int(plan.carried_out.sum())),
                Number(int(plan.in_part.sum())),
                Number(int(plan.promoted.sum())),
                amount(plan.investment.sum()),
                amount(plan.land_release.sum()),
            ]
        )
    return table(head, rows)


def _shortfall(each: Member, lang: str) -> list[str]:
    lines = each.shortfall.lines() if each.shortfall is not None else []
    return [block("p", f"{each.name}：{words.to(lang)}", "warn") for words in lines]


def _projects(comparison: Comparison, each: Member, lang: str) -> list[str]:
    if each.plan is None:
        return []
    first = comparison.planned[0].name
    found = comparison.projects(each.plan)
    parts = [block("h2", label("compare.projects", lang, name=each.name, first=first))]
    if not any(found.values()):
        return [*parts, block("p", label("compare.no_change", lang))]
    columns = ("project", "share", "start", "finish")
    head = [label(f"compare.col.{key}", lang) for key in columns]
    for kind in KINDS:
        if not found[kind]:
            continue
        rows = [
            [
                f"{row['project_id']} {row['name']}",
                _step([share(value) for value in row["share"]]),
                _step([_year(value) for value in row["start_year"]]),
                _step([_year(value) for value in row["finish_year"]]),
            ]
            for row in found[kind]
        ]
        parts.append(block("h3", label(f"compare.kind.{kind}", lang, n=len(rows))))
        parts.append(table(head, rows))
    return parts


def _step(values: Sequence[str]) -> Number:
    return Number(values[0] if values[0] == values[1] else " → ".join(values))


def _year(value: float | None) -> Number:
    return amount(None) if value is None or math.isnan(value) else Number(int(value))


def _section(comparison: Comparison, section: str, lang: str) -> list[str]:
    """Differing rows as a table, equal ones folded under their number."""
    keys = [key for key in comparison.rows if key[0] == section]
    if not keys or (section in YEARS and not any(key in comparison.differing for key in keys)):
        return []
    differ = [key for key in keys if key in comparison.differing]
    equal = [key for key in keys if key not in comparison.differing]
    parts = [block("h2", label(f"compare.section.{section}", lang))]
    if differ:
        parts.append(_rows(comparison, differ, lang))
    if equal:
        summary = label("compare.equal", lang, n=len(equal))
        parts.append(folded(summary, _rows(comparison, equal, lang)))
    return parts


def _rows(comparison: Comparison, keys: Sequence[Key], lang: str) -> str:
    with_years = any(key[2] for key in keys)
    head = [label("compare.col.key", lang), label("compare.col.unit", lang)]
    head += [label("compare.col.year", lang)] if with_years else []
    rows, before = [], ""
    for key in keys:
        name = key_name(comparison, key, lang)
        name = name if key[1] not in comparison.names else f"{key[1]} {name}"
        unit_of = unit(comparison, key)
        row: list[Any] = ["", ""] if with_years and key[1] == before else [name, unit_of]
        row += [key[2] or label("compare.total", lang)] if with_years else []
        rows.append([*row, *_values(comparison, key)])
        before = key[1]
    return table([*head, *(each.name for each in comparison.members)], rows)


def _values(comparison: Comparison, key: Key) -> list[Number | Raw]:
    """Return the cells of one row: each value, and how it differs from the first plan's."""
    values = comparison.rows[key]
    first = next(at for at, each in enumerate(comparison.members) if each.plan is not None)
    cells: list[Number | Raw] = []
    for at, value in enumerate(values):
        text = _value(key, value)
        change = value - values[first]
        if at > first and key in comparison.differing and not math.isnan(change) and change:
            step = _value(key, change, True)
            cells.append(_RawNumber(f"{text}<small>{step}</small>"))
        else:
            cells.append(text)
    return cells


class _RawNumber(Number, Raw):
    """A number with a smaller one beside it."""

    __slots__ = ()


def _value(key: Key, value: float, sign: bool = False) -> Number:
    section, name, _ = key
    if math.isnan(value):
        return amount(None)
    if section in PER_CENT:
        text = amount(100 * value, 1, sign)
        return Number(f"{text}%")
    if section in YEARS:
        return amount(value, 0, True) if sign else _year(value)
    digits = 0 if name in WHOLE else 2 if name in ("investment", "land") else DIGITS.get(section, 2)
    return amount(value, digits, sign)
