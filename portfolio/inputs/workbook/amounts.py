"""The scenarios of TOML files as rows of a workbook's sheets: what `scenarios.Reader` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portfolio.inputs.codes import CHOICES, called
from portfolio.inputs.workbook.labels import NONE, SETTINGS
from portfolio.words import Words

Cell = str | float | int
LONGEST = 1000  # years; what is typed there may be no year
SHARES = Words("比例", "shares")
AMOUNTS = Words("金额", "amounts")
BUDGET = Words("年度预算", "budget")
PURSE = Words("资金池", "purse")
CEILING = Words("资金来源上限", "ceiling of a source")


@dataclass
class AmountRow:
    """One row of amounts: whose, how it is filled in, the total, and a number a year."""

    scenario: str
    kind: Words | None
    name: str
    way: Words
    total: float | None
    by_year: dict[int, float] = field(default_factory=dict)


@dataclass
class Rows:
    """The scenarios of a workbook, sheet by sheet."""

    settings: dict[str, dict[str, Cell]] = field(default_factory=dict)  # by key, by scenario
    money: list[AmountRow] = field(default_factory=list)
    land: list[AmountRow] = field(default_factory=list)
    transfers: list[tuple[str, str, str, float]] = field(default_factory=list)
    years: list[int] = field(default_factory=list)


def rows_of(trees: Mapping[str, Mapping[str, Any]], lang: str) -> Rows:
    """
    Return the rows of these scenarios.

    Parameters
    ----------
    trees
        The keys of each scenario as its file has them, by name; what one extends is among them.
    lang
        Language of codes: `zh` or `en`.
    """
    found = Rows()
    years = {name: horizon_of(name, trees) for name in trees}
    found.years = sorted({year for each in years.values() for year in each})
    for name, tree in trees.items():
        horizon = years[name]
        for path, value in _leaves(tree):
            if path[0] in ("data",):
                continue
            if path[:2] == ("budget", "transfer"):
                found.transfers += [(name, t["from"], t["to"], t["max"]) for t in value]
            elif path[-1] not in ("total", "profile", "by_year") or path[0] not in (
                "budget",
                "land",
            ):
                key = ".".join(f'"{part}"' if "." in part else part for part in path)
                plain = str(value).removesuffix(".toml") if key == "extends" else value
                found.settings.setdefault(key, {})[name] = _cell(key, plain, lang)
        _amounts(found, name, tree, horizon)
    return found


def horizon_of(name: str, trees: Mapping[str, Mapping[str, Any]]) -> range:
    """Return the horizon of a scenario, which it may have from what it extends; or nothing."""
    first = last = None
    seen: set[str] = set()
    while name in trees and name not in seen:
        seen.add(name)
        horizon = trees[name].get("horizon", {})
        first = horizon.get("first_year") if first is None else first
        last = horizon.get("last_year") if last is None else last
        name = str(trees[name].get("extends", "")).removesuffix(".toml")
    if not (isinstance(first, int) and isinstance(last, int)) or last - first > LONGEST:
        return range(0)
    return range(first, last + 1)


def _leaves(tree: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[Any, Any]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _amounts(found: Rows, name: str, tree: Mapping[str, Any], years: Sequence[int]) -> None:
    budget = tree.get("budget", {})
    groups = [(BUDGET, "", budget)]
    groups += [(PURSE, each, amounts) for each, amounts in budget.get("purse", {}).items()]
    groups += [(CEILING, each, amounts) for each, amounts in budget.get("funding", {}).items()]
    for kind, whose, amounts in groups:
        found.money += _row(name, kind, whose, amounts, years)
    found.land += _row(name, None, "", tree.get("land", {}), years)


def _row(
    scenario: str,
    kind: Words | None,
    whose: str,
    amounts: Mapping[str, Any],
    years: Sequence[int],
) -> list[AmountRow]:
    if "by_year" in amounts:
        by_year = dict(zip(years, amounts["by_year"], strict=False))
        return [AmountRow(scenario, kind, whose, AMOUNTS, None, by_year)]
    if "total" not in amounts and "profile" not in amounts:
        return []
    by_year = dict(zip(years, amounts.get("profile", ()), strict=False))
    return [AmountRow(scenario, kind, whose, SHARES, amounts.get("total"), by_year)]


def _cell(key: str, value: Any, lang: str) -> Cell:
    if isinstance(value, list):
        return ";".join(str(_cell(key, each, lang)) for each in value) or NONE[0]
    if isinstance(value, bool):
        return called(str(value).lower()).to(lang)
    setting = SETTINGS.get(key)
    coded = bool(setting and setting.codes) or key == "objective.needs"
    if coded and value in CHOICES:
        return called(str(value)).to(lang)
    return value if isinstance(value, (int, float)) else str(value)
