"""The comparison of scenarios as one page: differences first, equal rows folded away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from portfolio.questions.compare.rows import key_name, not_comparable, unit
from portfolio.questions.compare.study import KINDS, Comparison, Member
from portfolio.questions.compare.words import label
from portfolio.questions.facts import SECTIONS, Key
from portfolio.report.heads.codes import in_words
from portfolio.report.html import page
from portfolio.report.parts import (
    Cell,
    Changed,
    Folded,
    Number,
    Part,
    Picture,
    Table,
    Text,
    amount,
    share,
)

PICTURES = ("overview", "points")
PER_CENT = ("met", "share")
YEARS = ("start", "finish")
DIGITS = {"points": 4, "score": 4, "added": 2}
WHOLE = ("funded", "in_part", "promoted")


def comparison_page(comparison: Comparison, folder: Path, lang: str = "zh") -> str:
    """Return the page; the pictures are taken from `folder` into it."""
    names = [each.name for each in comparison.members]
    title = label("compare.title", lang, names=label("compare.comma", lang).join(names))
    body: list[Part] = [Text("h1", title), _scenarios(comparison, lang)]
    if not comparison.one_measure:
        body.append(Text("p", label("compare.other_measure", lang), "warn"))
    for each in comparison.members:
        if each.shortfall is not None:
            body += _shortfall(each, lang)
    same, all_rows = len(comparison.rows) - len(comparison.differing), len(comparison.rows)
    if not comparison.comparable:
        body.append(Text("p", not_comparable(comparison, lang), "warn"))
    else:
        counts = label("compare.counts", lang, all=all_rows, differ=all_rows - same, same=same)
        body.append(Text("p", counts))
        body.append(
            Text("p", label("compare.how", lang, first=comparison.planned[0].name), "quiet")
        )
    body += [Picture(name, label(f"compare.alt.{name}", lang)) for name in PICTURES]
    for each in comparison.planned[1:]:
        body += _projects(comparison, each, lang)
    for section in SECTIONS:
        body += _section(comparison, section, lang)
    drawn = {
        name: {".svg": (folder / f"{name}.svg").read_bytes()}
        for name in PICTURES
        if (folder / f"{name}.svg").exists()
    }
    return page(title, lang, body, drawn)


def _scenarios(comparison: Comparison, lang: str) -> Table:
    keys = ("name", "title", "mode", "score", "by_first", "bound", "full", "part", "promoted")
    head = [label(f"compare.col.{key}", lang) for key in (*keys, "investment", "land")]
    rows: list[list[Cell]] = []
    for each in comparison.members:
        scenario, plan = each.problem.scenario, each.plan
        row: list[Cell] = [each.name, scenario.title, label(f"mode.{scenario.mode}", lang)]
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
    return Table(head, rows)


def _shortfall(each: Member, lang: str) -> list[Part]:
    lines = each.shortfall.lines() if each.shortfall is not None else []
    return [Text("p", f"{each.name}：{words.to(lang)}", "warn") for words in lines]


def _projects(comparison: Comparison, each: Member, lang: str) -> list[Part]:
    if each.plan is None:
        return []
    first = comparison.planned[0].name
    found = comparison.projects(each.plan)
    parts: list[Part] = [Text("h2", label("compare.projects", lang, name=each.name, first=first))]
    if not any(found.values()):
        return [*parts, Text("p", label("compare.no_change", lang))]
    columns = ("project", "share", "start", "finish")
    head = [label(f"compare.col.{key}", lang) for key in columns]
    for kind in KINDS:
        if not found[kind]:
            continue
        rows = [
            [
                f"{row.project_id} {row.name}",
                _step([share(value) for value in row.share]),
                _step([_year(value) for value in row.start_year]),
                _step([_year(value) for value in row.finish_year]),
            ]
            for row in found[kind]
        ]
        parts.append(Text("h3", label(f"compare.kind.{kind}", lang, n=len(rows))))
        parts.append(Table(head, rows))
    return parts


def _step(values: Sequence[str]) -> Number:
    return Number(values[0] if values[0] == values[1] else " → ".join(values))


def _year(value: float | None) -> Number:
    return amount(None) if value is None or math.isnan(value) else Number(int(value))


def _section(comparison: Comparison, section: str, lang: str) -> list[Part]:
    """Differing rows as a table, equal ones folded; one plan alone has neither."""
    keys = [key for key in comparison.rows if key[0] == section]
    if not keys or (section in YEARS and not any(key in comparison.differing for key in keys)):
        return []
    differ = [key for key in keys if key in comparison.differing]
    equal = [key for key in keys if key not in comparison.differing]
    if not comparison.comparable:
        differ, equal = equal, []
    parts: list[Part] = [Text("h2", in_words("section", section, lang))]
    if differ:
        parts.append(_rows(comparison, differ, lang))
    if equal:
        summary = label("compare.equal", lang, n=len(equal))
        parts.append(Folded(summary, _rows(comparison, equal, lang)))
    return parts


def _rows(comparison: Comparison, keys: Sequence[Key], lang: str) -> Table:
    with_years = any(key[2] for key in keys)
    head = [label("compare.col.key", lang), label("compare.col.unit", lang)]
    head += [label("compare.col.year", lang)] if with_years else []
    rows: list[list[Cell]] = []
    before = ""
    for key in keys:
        name = key_name(comparison, key, lang)
        name = name if key[1] not in comparison.names else f"{key[1]} {name}"
        unit_of = unit(comparison, key)
        row: list[Cell] = ["", ""] if with_years and key[1] == before else [name, unit_of]
        row += [key[2] or label("compare.total", lang)] if with_years else []
        rows.append([*row, *_values(comparison, key)])
        before = key[1]
    return Table([*head, *(each.name for each in comparison.members)], rows)


def _values(comparison: Comparison, key: Key) -> list[Cell]:
    """Return the cells of one row: each value, and how it differs from the first plan's."""
    values = comparison.rows[key]
    first = next(at for at, each in enumerate(comparison.members) if each.plan is not None)
    cells: list[Cell] = []
    for at, value in enumerate(values):
        text = _value(key, value)
        change = value - values[first]
        if at > first and key in comparison.differing and not math.isnan(change) and change:
            step = _value(key, change, True)
            cells.append(Changed(text, step))
        else:
            cells.append(text)
    return cells


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
