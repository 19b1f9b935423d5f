"""Scenario files as they are written: TOML, `extends`, and which file gave each key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio.errors import Findings
from portfolio.inputs.files import Unreadable
from portfolio.inputs.keys import check_keys
from portfolio.inputs.limits import EXTENDS
from portfolio.inputs.places import ENDING, grids_of, is_book
from portfolio.inputs.schema import ScenarioKeys
from portfolio.inputs.toml import read_toml
from portfolio.inputs.workbook.sheets import SCENARIOS
from portfolio.words import Words, said

if TYPE_CHECKING:
    from portfolio.inputs.workbook.scenarios import Reader

A_BOOK = Words("工作簿（.xlsx）", "a workbook (.xlsx)")
A_SCENARIO = Words("TOML 情景文件（UTF-8）", "a scenario in TOML (UTF-8)")


def read_chain(
    path: Path, below: list[Path], origin: dict[str, str], findings: Findings
) -> dict[str, Any]:
    """Return the merged keys of a file and of what it extends; the nearer file wins."""
    file = as_known(path)
    own, sheets = scenario_keys(path, findings)
    check_keys(own, ScenarioKeys, file, findings)
    merged: dict[str, Any] = {}
    if isinstance(own.get("extends"), str):
        parent = extended(path, own["extends"])
        chain = [*below, path]
        if any(_same(parent, seen) for seen in chain):
            loop = " → ".join(p.name for p in [*chain, parent])
            straight = Words("不绕成圈的引用", "a chain that does not come back to itself")
            findings.add(file, None, "extends", said(loop), straight)
        elif len(chain) >= EXTENDS.most:
            one_more = Words(f"第 {len(chain) + 1} 个文件", f"file {len(chain) + 1} of a chain")
            findings.add(file, None, "extends", one_more, EXTENDS.allowed)
        elif not is_scenario(parent):  # False for names that no disk takes, too
            there = Words("存在的情景文件", "a scenario file that exists")
            findings.add(file, None, "extends", said(own["extends"]), there)
        else:
            merged = read_chain(parent, chain, origin, findings)
    if isinstance(own.get("data"), str):
        own["data"] = beside(path, own["data"]).as_posix()
    merged = _merge(merged, own, (), file, origin)
    origin |= sheets
    return merged


def scenario_keys(path: Path, findings: Findings) -> tuple[dict[str, Any], dict[str, str]]:
    """
    Return the keys of one scenario as they are written: in a file, or a column of a workbook.

    And, of a workbook's keys that stand in another sheet than 情景, sheet and row by dotted key.
    """
    if not is_book(path.parent):
        return read_toml(path, A_SCENARIO, findings)[0], {}
    reader, own = reader_of(path.parent, findings), path.stem
    sheets = {key: sheet for (name, key), sheet in reader.places.items() if name == own}
    return dict(reader.trees.get(own, {})), sheets


def is_scenario(path: Path) -> bool:
    """Return whether there is such a scenario."""
    if is_book(path.parent):
        return path.stem in trees_of(path.parent, Findings())
    return os.path.isfile(path)


def trees_of(book: Path, findings: Findings) -> dict[str, dict[str, Any]]:
    """Return the keys of each scenario of a workbook; note what cannot be read."""
    return reader_of(book, findings).trees


def reader_of(book: Path, findings: Findings) -> Reader:
    """Return what has read the scenarios of a workbook; it notes what cannot be read."""
    from portfolio.inputs.workbook.scenarios import Reader

    try:
        found = Reader(book, grids_of(book), findings)
        found.read()
    except Unreadable as unreadable:
        allowed = unreadable.allowed or A_BOOK
        findings.add(book.as_posix(), None, None, unreadable.found, allowed)
        return Reader(book, [], findings)
    return found


def as_known(path: Path) -> str:
    """Return a scenario's file as messages name it; of a workbook the sheet and the column."""
    if not is_book(path.parent):
        return path.as_posix()
    return f"{path.parent.as_posix()}［{SCENARIOS.zh}·{path.stem}］"


def extended(path: Path, name: str) -> Path:
    """Return what a scenario extends; a scenario of the same workbook is called by its name."""
    target = beside(path, name)
    if is_book(path.parent) and target.suffix != ENDING and target.parent == path.parent:
        return target.with_name(f"{target.name}{ENDING}")
    return target


def beside(path: Path, target: str) -> Path:
    """Return where a relative path leads that stands in a file."""
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
        merged.pop("rise", None)
    elif "total" in near or "profile" in near or "rise" in near:
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
