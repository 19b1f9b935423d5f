"""From a scenario file, and those that it extends, to a `Scenario`."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portfolio.errors import Findings
from portfolio.inputs.cash import cash_of
from portfolio.inputs.chain import as_known, beside, read_chain
from portfolio.inputs.columns import SHARE_TOLERANCE
from portfolio.inputs.files import too_many
from portfolio.inputs.limits import YEARS
from portfolio.inputs.places import is_book
from portfolio.inputs.scenario import Envelope, Limit, OwnMoney, Scenario, Transfer
from portfolio.inputs.schema import ScenarioKeys
from portfolio.inputs.toml import find_comma, with_hint
from portfolio.terms import Mode
from portfolio.words import Words, said, shown


def read_scenario(path: str | Path, findings: Findings | None = None) -> Scenario | None:
    """
    Read a scenario and everything that it extends.

    Returns
    -------
    The scenario; None if something is wrong and `findings` was given.

    Raises
    ------
    InputError
        With one finding for each key that is unknown, missing or out of range
        (only if `findings` is None).
    """
    notes = findings if findings is not None else Findings()
    before = len(notes.items)
    origin: dict[str, str] = {}
    tree = read_chain(Path(path), [], origin, notes)
    scenario = None
    if len(notes.items) == before:
        scenario = _assemble(Path(path), tree, origin, notes)
    if findings is None:
        notes.raise_if_any()
    return scenario if len(notes.items) == before else None


def find_data(path: str | Path) -> Path | None:
    """Return the data folder that a scenario names, whatever else is wrong with it; or None."""
    tree = read_chain(Path(path), [], {}, Findings())
    folder = tree.get("data")
    # False for names that no disk takes, where `Path.is_dir` raises.
    there = isinstance(folder, str) and (os.path.isdir(folder) or is_book(Path(folder)))
    return Path(str(folder)) if there else None


def _assemble(
    path: Path, tree: dict[str, Any], origin: dict[str, str], findings: Findings
) -> Scenario | None:
    """Turn checked keys into a `Scenario`, noting what is missing or does not add up."""
    file = as_known(path)
    given, look = ScenarioKeys.model_validate(tree), _Reader(file, tree, origin, findings)
    years = look.years()
    budget, land = look.envelope(("budget",), years), look.envelope(("land",), years)
    funding = {
        source: look.envelope(("budget", "funding", source), years)
        for source in given.budget.funding
    }
    purse = {name: look.own_money(name, years) for name in given.budget.purse}
    year_weights = look.shares(("objective", "year_weights"), years)
    beyond_need = look.need("objective", "beyond_need")
    limits: dict[str, dict[str, Limit]] = {
        "domain": {key: look.limit("domain", key) for key in given.limits.domain},
        "district": {key: look.limit("district", key) for key in given.limits.district},
    }
    cash = cash_of(given, years, look.note)
    if findings.items:
        return None
    return Scenario(
        name=shown(path.stem),
        title=shown(path.stem) if given.title is None else given.title,
        file=file,
        path=path,
        data=Path(beside(path, "../data").as_posix() if given.data is None else given.data),
        years=years,
        budget=budget,
        carry_over=given.budget.carry_over,
        separate=given.budget.separate,
        purse=purse,
        transfers=tuple(
            Transfer(getattr(each, "from"), each.to, each.max) for each in given.budget.transfer
        ),
        funding=funding,
        land=land,
        exempt=tuple(given.land.exempt),
        commitment=given.planned.commitment,
        required=tuple(given.promote.required),
        excluded=tuple(given.promote.excluded),
        beyond_need=float(beyond_need),
        beyond_cap=math.inf if given.objective.beyond_cap is None else given.objective.beyond_cap,
        needs=tuple(given.objective.needs),
        benefit=given.objective.benefit,
        ignore=tuple(given.rules.ignore),
        year_weights=year_weights,
        weights=given.weights,
        projects=tree.get("projects", {}),
        limits=limits,
        under_way={
            "owner": given.limits.under_way.owner,
            "district": given.limits.under_way.district,
        },
        mode=Mode(given.solve.mode),
        least_share=float(given.solve.least_share),
        stretch=given.solve.stretch,
        thresholds=tuple(given.solve.thresholds),
        gap=given.solve.gap,
        time_limit=given.solve.time_limit,
        solver=given.solve.solver,
        may_drop=tuple(given.replan.may_drop),
        adopted=tuple(given.livelihood.adopted),
        adopted_factor=given.livelihood.factor,
        cash=cash,
        origin=origin,
    )


@dataclass
class _Reader:
    """Looks up what has rules beyond its type, and notes what is missing or does not add up."""

    file: str
    tree: dict[str, Any]
    origin: dict[str, str]
    findings: Findings

    def get(self, *path: str, default: Any = None) -> Any:
        value: Any = self.tree
        for key in path:
            if key not in value:
                return default
            value = value[key]
        return value

    def note(self, path: tuple[str, ...], found: Words, allowed: Words) -> None:
        dotted = ".".join(path)
        self.findings.add(self.origin.get(dotted, self.file), None, dotted, found, allowed)

    def comma(self, path: tuple[str, ...]) -> str:
        """Return a number of this key that its file writes with thousands commas, or nothing."""
        file = self.origin.get(".".join(path), self.file)
        if not os.path.isfile(file):  # a workbook's column has no text
            return ""
        return find_comma(Path(file).read_text(encoding="utf-8-sig"), path[-1])

    def need(self, *path: str) -> Any:
        value = self.get(*path)
        if value is None:
            must = Words("必须有的键", "a key that must be there")
            self.note(path, Words("缺少此键", "no such key"), must)
            return 0
        return value

    def years(self) -> tuple[int, ...]:
        first, last = self.need("horizon", "first_year"), self.need("horizon", "last_year")
        if first and last and last < first:
            self.note(
                ("horizon", "last_year"),
                said(last),
                Words(f"不早于 first_year {first} 的年份", f"a year >= first_year {first}"),
            )
        elif first and last and last - first >= YEARS.most:
            self.note(("horizon", "last_year"), too_many(last - first + 1, YEARS), YEARS.allowed)
            return ()
        return tuple(range(first, last + 1)) if first and last else ()

    def amounts(self, path: tuple[str, ...], years: tuple[int, ...]) -> tuple[float, ...]:
        values = self.need(*path)
        if values == 0:  # noted as missing
            return ()
        if years and len(values) != len(years):
            one_each = Words(f"{len(years)} 个数，每年一个", f"{len(years)} numbers, one a year")
            found = Words(f"{len(values)} 个数", f"{len(values)} numbers")
            self.note(path, found, with_hint(one_each, self.comma(path)))
        return tuple(float(value) for value in values)

    def shares(self, path: tuple[str, ...], years: tuple[int, ...]) -> tuple[float, ...]:
        values = self.amounts(path, years)
        total = f"{sum(values):.9g}"
        if values and not abs(sum(values) - 1) <= SHARE_TOLERANCE:
            self.note(
                path,
                Words(f"合计 {total}", f"a sum of {total}"),
                Words("合计为 1（误差 0.000001 以内）", "a sum of 1 (within 0.000001)"),
            )
        return values

    def envelope(self, path: tuple[str, ...], years: tuple[int, ...]) -> Envelope:
        table = self.get(*path, default={})
        if "by_year" in table:
            if "total" in table or "profile" in table:
                self.note(
                    (*path, "by_year"),
                    Words("与 total、profile 并列的 by_year", "by_year beside total or profile"),
                    Words("只用其中一种写法", "one of the two forms"),
                )
            return Envelope(self.amounts((*path, "by_year"), years))
        total = self.need(*path, "total")
        return Envelope(tuple(total * share for share in self.shares((*path, "profile"), years)))

    def own_money(self, name: str, years: tuple[int, ...]) -> OwnMoney:
        path = ("budget", "purse", name)
        table = self.get(*path)
        if "by_year" in table and "total" in table:
            both = Words("与 total 并列的 by_year", "by_year beside total")
            self.note((*path, "by_year"), both, Words("只用其中一种写法", "one of the two forms"))
        if "by_year" in table:
            return OwnMoney(by_year=self.amounts((*path, "by_year"), years))
        return OwnMoney(total=float(self.need(*path, "total")))

    def limit(self, by: str, key: str) -> Limit:
        limit = Limit(**self.get("limits", by, key))
        for low, high in (("min_share", "max_share"), ("min_investment", "max_investment")):
            floor, ceiling = getattr(limit, low), getattr(limit, high)
            if floor is not None and ceiling is not None and floor > ceiling:
                self.note(
                    ("limits", by, key, low),
                    said(floor),
                    Words(f"不大于 {high} {ceiling}", f"at most {high} {ceiling}"),
                )
        return limit
