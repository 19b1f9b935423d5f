"""What readers call the rows of a comparison, and their units."""

from __future__ import annotations

from portfolio.questions.compare.study import Comparison
from portfolio.questions.compare.words import label
from portfolio.questions.facts import Key


def key_name(comparison: Comparison, key: Key, lang: str) -> str:
    """Return what readers call the key of a row."""
    section, name, _ = key
    if f"compare.key.{name}" in label:
        return label(f"compare.key.{name}", lang)
    by = section.partition("_")[2]
    for each in comparison.members if by else ():
        words = each.problem.called(by, name)
        if words.zh != name:
            return words.to(lang)
    return comparison.names.get(name, name)


def unit(comparison: Comparison, key: Key) -> str:
    """Return the unit of a row; shares are fractions of 1, so they have none."""
    section, name, _ = key
    if section == "added":
        for each in comparison.members:
            table = each.problem.indicators
            found = table.loc[table["id"] == name, "need_unit"]
            if len(found):
                return str(found.iloc[0])
    if section == "envelope":
        return "万元" if name == "budget" else "亩"
    if section == "score":
        special = {"investment": "万元", "land": "亩"} | dict.fromkeys(
            ("funded", "in_part", "promoted"), "项"
        )
        return special.get(name, "分")
    kind = section.partition("_")[0]
    return {"money": "万元", "land": "亩", "points": "分"}.get(kind, "")


def not_comparable(comparison: Comparison, lang: str) -> str:
    """Say that fewer than two scenarios have a plan, and which has none."""
    comma = label("compare.comma", lang)
    planned = [each.name for each in comparison.planned]
    without = [each.name for each in comparison.members if each.plan is None]
    return label(
        "compare.not_comparable", lang, without=comma.join(without), planned=comma.join(planned)
    )
