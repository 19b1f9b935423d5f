"""Scenario files as they are written: TOML, `extends`, and which file gave each key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portfolio.errors import Findings
from portfolio.inputs.keys import check_keys
from portfolio.inputs.limits import EXTENDS
from portfolio.inputs.schema import ScenarioKeys
from portfolio.inputs.toml import read_toml
from portfolio.words import Words, said

A_SCENARIO = Words("TOML 情景文件（UTF-8）", "a scenario in TOML (UTF-8)")


def read_chain(
    path: Path, below: list[Path], origin: dict[str, str], findings: Findings
) -> dict[str, Any]:
    """Return the merged keys of a file and of what it extends; the nearer file wins."""
    file = path.as_posix()
    own, _ = read_toml(path, A_SCENARIO, findings)
    check_keys(own, ScenarioKeys, file, findings)
    merged: dict[str, Any] = {}
    if isinstance(own.get("extends"), str):
        parent = beside(path, own["extends"])
        chain = [*below, path]
        if any(_same(parent, seen) for seen in chain):
            loop = " → ".join(p.name for p in [*chain, parent])
            straight = Words("不绕成圈的引用", "a chain that does not come back to itself")
            findings.add(file, None, "extends", said(loop), straight)
        elif len(chain) >= EXTENDS.most:
            one_more = Words(f"第 {len(chain) + 1} 个文件", f"file {len(chain) + 1} of a chain")
            findings.add(file, None, "extends", one_more, EXTENDS.allowed)
        elif not os.path.isfile(parent):  # False for names that no disk takes, too
            there = Words("存在的情景文件", "a scenario file that exists")
            findings.add(file, None, "extends", said(own["extends"]), there)
        else:
            merged = read_chain(parent, chain, origin, findings)
    if isinstance(own.get("data"), str):
        own["data"] = beside(path, own["data"]).as_posix()
    return _merge(merged, own, (), file, origin)


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
