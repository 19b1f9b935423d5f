"""A scenario from TOML: `extends`, strict checks of every key, and a typed result."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portfolio.errors import Findings
from portfolio.inputs.columns import SHARE_TOLERANCE
from portfolio.inputs.keys import KEYS, check_keys
from portfolio.words import Words, said

ADOPTED_FACTOR = 1.25  # assumed: an adopted livelihood matter raises its indicators by a quarter


@dataclass(frozen=True)
class Envelope:
    """Yearly amounts: `by_year`, shape (years,), in 万元 or 亩."""

    by_year: tuple[float, ...]


@dataclass(frozen=True)
class Limit:
    """
    Floor and ceiling on the investment of one domain or district over the horizon.

    Shares are of all investment, amounts are 万元; None: no such limit.
    """

    min_share: float | None = None
    max_share: float | None = None
    min_investment: float | None = None
    max_investment: float | None = None


@dataclass(frozen=True)
class Scenario:
    """
    A checked scenario; money in 万元, land in 亩, shares as fractions of 1.

    Attributes
    ----------
    name, title
        The file's stem, and the title that people read.
    file, data
        Where it was read, and the folder of its tables.
    years
        First to last year of the horizon.
    may_drop
        Projects under way that a plan made anew may drop all the same.
    adopted, adopted_factor
        Livelihood matters that were adopted, and the factor on the weights of their indicators.
    origin
        For each key path that was given, the file that gave it.
    """

    name: str
    title: str
    file: str
    data: Path
    years: tuple[int, ...]
    budget: Envelope
    carry_over: bool
    funding: dict[str, Envelope]
    land: Envelope
    exempt: tuple[str, ...]
    commitment: str
    required: tuple[str, ...]
    excluded: tuple[str, ...]
    beyond_need: float
    year_weights: tuple[float, ...]
    weights: dict[str, float]
    projects: dict[str, dict[str, Any]]
    limits: dict[str, dict[str, Limit]]
    under_way: dict[str, dict[str, int]]
    mode: str
    gap: float
    time_limit: float
    may_drop: tuple[str, ...]
    adopted: tuple[str, ...]
    adopted_factor: float
    origin: dict[str, str] = field(repr=False)

    def where(self, *keys: str) -> tuple[str, str]:
        """Return the file and the dotted key under which a value was given."""
        path = ".".join(keys)
        while path and path not in self.origin:
            path = path.rpartition(".")[0]
        return self.origin.get(path, self.file), ".".join(keys)


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
    tree = _read_chain(Path(path), [], origin, notes)
    scenario = None
    if len(notes.items) == before:
        scenario = _assemble(Path(path), tree, origin, notes)
    if findings is None:
        notes.raise_if_any()
    return scenario if len(notes.items) == before else None


def find_data(path: str | Path) -> Path | None:
    """Return the data folder that a scenario names, whatever else is wrong with it; or None."""
    tree = _read_chain(Path(path), [], {}, Findings())
    folder = tree.get("data")
    return Path(folder) if isinstance(folder, str) and Path(folder).is_dir() else None


def input_files(scenario: Scenario) -> list[Path]:
    """Return the files that a scenario is planned from: the scenario's, then the tables."""
    files = [Path(file) for file in dict.fromkeys([*scenario.origin.values(), scenario.file])]
    names = ["projects.csv", "indicators.csv", "contributions.csv"]
    names += ["livelihood_2025.csv"] if scenario.adopted else []
    return [*files, *(scenario.data / name for name in names)]


def _read_chain(
    path: Path, below: list[Path], origin: dict[str, str], findings: Findings
) -> dict[str, Any]:
    """Return the merged keys of a file and of what it extends; the nearer file wins."""
    file = path.as_posix()
    own = _read_toml(path, findings)
    check_keys(own, KEYS, (), file, findings)
    merged: dict[str, Any] = {}
    if isinstance(own.get("extends"), str):
        parent = _relative(path, own["extends"])
        chain = [*below, path]
        if any(_same(parent, seen) for seen in chain):
            loop = " → ".join(p.name for p in [*chain, parent])
            straight = Words("不绕成圈的引用", "a chain that does not come back to itself")
            findings.add(file, None, "extends", said(loop), straight)
        elif not parent.is_file():
            there = Words("存在的情景文件", "a scenario file that exists")
            findings.add(file, None, "extends", said(own["extends"]), there)
        else:
            merged = _read_chain(parent, chain, origin, findings)
    if isinstance(own.get("data"), str):
        own["data"] = _relative(path, own["data"]).as_posix()
    return _merge(merged, own, (), file, origin)


def _read_toml(path: Path, findings: Findings) -> dict[str, Any]:
    file = path.as_posix()
    a_scenario = Words("TOML 情景文件（UTF-8）", "a scenario in TOML (UTF-8)")
    try:
        content = path.read_bytes()
    except OSError:
        nothing = Words("不存在或无法打开的文件", "no readable file")
        findings.add(file, None, None, nothing, a_scenario)
        return {}
    try:
        tree = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        findings.add(file, None, None, said(problem, 200), a_scenario)
        return {}
    if not tree:
        findings.add(file, None, None, Words("空文件", "an empty file"), a_scenario)
    return tree


def _relative(path: Path, target: str) -> Path:
    return Path(os.path.normpath(path.parent / target))


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _merge(
    far: dict[str, Any],
    near: Mapping[str, Any],
    path: tuple[str, ...],
    file: str,
    origin: dict[str, str],
) -> dict[str, Any]:
    merged = dict(far)
    if "by_year" in near:
        merged.pop("total", None)
        merged.pop("profile", None)
    elif "total" in near or "profile" in near:
        merged.pop("by_year", None)
    for key, value in near.items():
        here = (*path, key)
        origin[".".join(here)] = file
        if isinstance(value, Mapping):
            below = merged.get(key)
            base = below if isinstance(below, dict) else {}
            merged[key] = _merge(base, value, here, file, origin)
        else:
            merged[key] = value
    return merged


def _assemble(
    path: Path, tree: dict[str, Any], origin: dict[str, str], findings: Findings
) -> Scenario | None:
    """Turn checked keys into a `Scenario`, noting what is missing or does not add up."""
    file = path.as_posix()
    look = _Reader(file, tree, origin, findings)
    years = look.years()
    budget, land = look.envelope(("budget",), years), look.envelope(("land",), years)
    funding = {
        source: look.envelope(("budget", "funding", source), years)
        for source in look.get("budget", "funding", default={})
    }
    year_weights = look.shares(("objective", "year_weights"), years)
    beyond_need = look.need("objective", "beyond_need")
    limits = {
        by: {key: look.limit(by, key) for key in look.get("limits", by, default={})}
        for by in ("domain", "district")
    }
    if findings.items:
        return None
    return Scenario(
        name=path.stem,
        title=look.get("title", default=path.stem),
        file=file,
        data=Path(look.get("data", default=_relative(path, "../data").as_posix())),
        years=years,
        budget=budget,
        carry_over=look.get("budget", "carry_over", default=False),
        funding=funding,
        land=land,
        exempt=tuple(look.get("land", "exempt", default=[])),
        commitment=look.get("planned", "commitment", default="required"),
        required=tuple(look.get("promote", "required", default=[])),
        excluded=tuple(look.get("promote", "excluded", default=[])),
        beyond_need=float(beyond_need),
        year_weights=year_weights,
        weights={key: float(value) for key, value in look.get("weights", default={}).items()},
        projects=look.get("projects", default={}),
        limits=limits,
        under_way={
            by: look.get("limits", "under_way", by, default={}) for by in ("owner", "district")
        },
        mode=look.get("solve", "mode", default="shares"),
        gap=float(look.get("solve", "gap", default=0.0001)),
        time_limit=float(look.get("solve", "time_limit", default=60.0)),
        may_drop=tuple(look.get("replan", "may_drop", default=[])),
        adopted=tuple(look.get("livelihood", "adopted", default=[])),
        adopted_factor=float(look.get("livelihood", "factor", default=ADOPTED_FACTOR)),
        origin=origin,
    )


@dataclass
class _Reader:
    """Looks keys up in the merged tree and notes what is wrong with their values."""

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
        return tuple(range(first, last + 1)) if first and last else ()

    def amounts(self, path: tuple[str, ...], years: tuple[int, ...]) -> tuple[float, ...]:
        values = self.need(*path)
        if values == 0:  # noted as missing
            return ()
        if years and len(values) != len(years):
            self.note(
                path,
                Words(f"{len(values)} 个数", f"{len(values)} numbers"),
                Words(f"{len(years)} 个数，每年一个", f"{len(years)} numbers, one a year"),
            )
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
