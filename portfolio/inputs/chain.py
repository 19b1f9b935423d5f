"""Scenario files as they are written: TOML, `extends`, and which file gave each key."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portfolio.errors import Findings
from portfolio.inputs.keys import check_keys
from portfolio.inputs.schema import ScenarioKeys
from portfolio.words import Words, said

# 1,085,769.7 and the like: in a list each comma ends a number, elsewhere it is no TOML.
COMMA = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])")


def read_chain(
    path: Path, below: list[Path], origin: dict[str, str], findings: Findings
) -> dict[str, Any]:
    """Return the merged keys of a file and of what it extends; the nearer file wins."""
    file = path.as_posix()
    own = _read_toml(path, findings)
    check_keys(own, ScenarioKeys, file, findings)
    merged: dict[str, Any] = {}
    if isinstance(own.get("extends"), str):
        parent = beside(path, own["extends"])
        chain = [*below, path]
        if any(_same(parent, seen) for seen in chain):
            loop = " → ".join(p.name for p in [*chain, parent])
            straight = Words("不绕成圈的引用", "a chain that does not come back to itself")
            findings.add(file, None, "extends", said(loop), straight)
        elif not parent.is_file():
            there = Words("存在的情景文件", "a scenario file that exists")
            findings.add(file, None, "extends", said(own["extends"]), there)
        else:
            merged = read_chain(parent, chain, origin, findings)
    if isinstance(own.get("data"), str):
        own["data"] = beside(path, own["data"]).as_posix()
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
        text = content.decode("utf-8-sig")
        tree = tomllib.loads(text)
    except UnicodeDecodeError as problem:
        findings.add(file, None, None, said(problem, 200), a_scenario)
        return {}
    except tomllib.TOMLDecodeError as problem:
        allowed = with_hint(a_scenario, find_comma(text))
        findings.add(file, None, None, said(problem, 200), allowed)
        return {}
    if not tree:
        findings.add(file, None, None, Words("空文件", "an empty file"), a_scenario)
    return tree


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


def find_comma(text: str, key: str = "") -> str:
    """Return the first number written with thousands commas, of one key or of all; or nothing."""
    for line in text.splitlines():
        name, equals, value = line.partition("#")[0].partition("=")
        if equals and (not key or name.strip() == key):
            found = COMMA.search(value)
            if found:
                return found[0]
    return ""


def with_hint(allowed: Words, number: str) -> Words:
    """Return what is allowed; with a hint if a number was written with thousands commas."""
    if not number:
        return allowed
    return Words(
        f"{allowed.zh}；数字里不要写千位逗号（{number} 写成 {number.replace(',', '')}）",
        f"{allowed.en}; no thousands commas ({number} is {number.replace(',', '')})",
    )
