"""A cell of sheet 情景 as the value that a TOML file would hold, and its place in the tree."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from typing import Any

from portfolio.inputs.codes import CHOICES, folded, spellings
from portfolio.inputs.columns import NUMBER
from portfolio.inputs.keys import type_at
from portfolio.inputs.layouts import PROJECTS
from portfolio.inputs.schema import ScenarioKeys
from portfolio.inputs.workbook.labels import NONE

Tree = dict[str, Any]
YES_NO = spellings(("true", "false"))
CODES = spellings(CHOICES)


def put(tree: Tree, key: str, value: Any) -> bool:
    """Put a value under a dotted key; False if something is there already."""
    *above, last = _parts(key)
    for part in above:
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):
            return False
        tree = below
    if last in tree:
        return False
    tree[last] = value
    return True


def _parts(key: str) -> list[str]:
    """Return the parts of a dotted key; a part in quotes may hold dots."""
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|([^."]+)', key)]


def value_of(key: str, cell: str) -> Any:
    """Return a cell as the value that a TOML file would hold under this key."""
    parts = _parts(key)
    try:
        kind = type_at(ScenarioKeys, tuple(parts))
    except (KeyError, IndexError):
        return cell  # an unknown key, which is noted as one
    if parts[0] == "projects" and parts[-1] in PROJECTS:
        cell = PROJECTS[parts[-1]].spelled(cell)
    kinds = set(_plain_types(kind))
    if list in kinds:
        if folded(cell) in NONE:
            return []
        listed = [part.strip() for part in re.split("[;；、,，\n]", cell) if part.strip()]
        return [_scalar(part, kinds, coded=key == "objective.needs") for part in listed]
    return _scalar(cell, kinds)


def _plain_types(kind: Any) -> Iterator[Any]:
    """Yield the types that an annotation is made of."""
    origin = typing.get_origin(kind)
    if origin is typing.Literal:
        yield typing.Literal
    elif origin is None:
        yield kind
    else:
        if origin is list:
            yield list
        for each in typing.get_args(kind):
            if each is Any or isinstance(each, type) or typing.get_origin(each) is not None:
                yield from _plain_types(each)


def _scalar(cell: str, kinds: set[Any], coded: bool = False) -> Any:
    if bool in kinds and folded(cell) in YES_NO:
        return YES_NO[folded(cell)] == "true"
    if kinds & {int, float, Any} and NUMBER.fullmatch(cell):
        return as_number(cell)
    if coded or typing.Literal in kinds:
        return CODES.get(folded(cell), cell)
    return cell


def as_number(text: str) -> Any:
    """Return a number as TOML has it: whole, or with a fraction."""
    return float(text) if "." in text else int(text)


def keys_of(tree: Tree, above: str = "") -> set[str]:
    """
    Return the dotted keys of a tree that hold values.

    >>> sorted(keys_of({"land": {"total": 1}, "title": "x"}))
    ['land.total', 'title']
    """
    found: set[str] = set()
    for key, value in tree.items():
        below = keys_of(value, f"{above}{key}.") if isinstance(value, dict) else {f"{above}{key}"}
        found |= below
    return found
