"""Checking keys of a TOML file against a pydantic model, one line in two languages a mistake."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portfolio.errors import Findings
from portfolio.inputs.codes import called
from portfolio.inputs.columns import LARGEST
from portfolio.words import Words, said

Path = tuple[int | str, ...]
LIKE = 0.5  # how like a known key must be to be what was meant


class Keys(BaseModel):
    """A table of known keys; every other key is a mistake, and so is a value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True)
class Allowed:
    """What a key may hold, in words; stands beside its type."""

    words: Words


Text = Annotated[str, Allowed(Words("文字", "text"))]
Ids = Annotated[
    list[str], Allowed(Words('编号的列表，如 ["R18"]', 'a list of ids such as ["R18"]'))
]
Flag = Annotated[bool, Allowed(Words("true 或 false", "true or false"))]
Year = Annotated[int, Field(ge=1900, le=2999), Allowed(Words("四位年份", "a year of four digits"))]
Amount = Annotated[float, Field(ge=0, le=LARGEST), Allowed(Words("不小于 0 的数", "a number >= 0"))]
Amounts = Annotated[
    list[Annotated[float, Field(ge=0, le=LARGEST)]],
    Allowed(Words("不小于 0 的数的列表", "a list of numbers >= 0")),
]
Share = Annotated[
    float, Field(ge=0, le=1), Allowed(Words("0 到 1 之间的数", "a number from 0 to 1"))
]
Shares = Annotated[
    list[Annotated[float, Field(ge=0, le=1)]],
    Allowed(Words("0 到 1 之间的数的列表", "a list of numbers from 0 to 1")),
]
Delay = Annotated[
    int,
    Field(ge=0, le=30),
    Allowed(Words("0 到 30 的整数（年）", "a whole number of years from 0 to 30")),
]
Term = Annotated[
    int,
    Field(ge=1, le=100),
    Allowed(Words("1 到 100 的整数（年）", "a whole number of years from 1 to 100")),
]
YearlyShare = Annotated[
    float,
    Field(gt=0, le=1),
    Allowed(Words("大于 0、不超过 1 的数", "a number > 0 and <= 1")),
]
Count = Annotated[int, Field(ge=0), Allowed(Words("不小于 0 的整数", "a whole number >= 0"))]
Factor = Annotated[float, Field(ge=1, le=LARGEST), Allowed(Words("不小于 1 的数", "a number >= 1"))]
Gap = Annotated[
    float,
    Field(ge=0, lt=1),
    Allowed(Words("不小于 0、小于 1 的数", "a number >= 0 and < 1")),
]
Seconds = Annotated[float, Field(gt=0), Allowed(Words("大于 0 的秒数", "seconds > 0"))]


def one_of(*options: str) -> Allowed:
    """Return what a key of these words may hold."""
    zh = "、".join(f"{called(each).zh}（{each}）" for each in options)
    return Allowed(Words(f"其中之一：{zh}", f"one of {', '.join(options)}"))


def check_keys(tree: Mapping[str, Any], model: type[Keys], file: str, findings: Findings) -> None:
    """Note every key that is unknown or whose value may not stand there, in the file's order."""
    try:
        model.model_validate(tree)
    except ValidationError as wrong:
        # An item of a list is a mistake of the list: its path ends before the number.
        places = dict(_named(each["loc"], each["type"]) for each in wrong.errors())
        order = {path: at for at, path in enumerate(_paths(tree))}
        for path in sorted(places, key=lambda path: order.get(path, len(order))):
            _note(tree, model, path, places[path], file, findings)


def _named(place: tuple[int | str, ...], kind: str) -> tuple[Path, str]:
    """Return the path of a key and its mistake; the number of a table in a list is part of it."""
    if "[key]" in place:
        place = place[: place.index("[key]")]
    if place and isinstance(place[-1], int):
        return place[:-1], "item"
    return place, kind


def _paths(tree: Any, above: Path = ()) -> Iterator[Path]:
    parts = tree.items() if isinstance(tree, Mapping) else enumerate(tree)
    for key, value in parts:
        yield (*above, key)
        if isinstance(value, (Mapping, list)):
            yield from _paths(value, (*above, key))


def _dotted(path: Path) -> str:
    """Return a path as it is written: `budget.transfer[2].max`."""
    words = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(words).removeprefix(".")


def _note(
    tree: Mapping[str, Any],
    model: type[Keys],
    path: Path,
    kind: str,
    file: str,
    findings: Findings,
) -> None:
    dotted = _dotted(path)
    if kind == "missing":
        missing = Words("缺少此键", "no such key")
        findings.add(file, None, dotted, missing, _allowed(model, path))
        return
    value: Any = tree
    for key in path:
        value = value[key]
    if kind == "extra_forbidden":
        known = _known(model, path[:-1])
        near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=LIKE)
        unknown = Words(f"未知的键“{path[-1]}”", f"unknown key '{path[-1]}'")
        closest = Words(f"其中之一：{', '.join(known)}", f"one of {', '.join(known)}")
        if near:
            closest = Words(f"已知的键，最接近的是 {near[0]}", f"a known key, nearest: {near[0]}")
        findings.add(file, None, dotted, unknown, closest)
    elif kind in ("model_type", "dict_type"):
        a_table = Words(f"一个表 [{dotted}]", f"a table [{dotted}]")
        findings.add(file, None, dotted, said(value), a_table)
    else:
        findings.add(file, None, dotted, said(value), _allowed(model, path))


def _known(model: type[Keys], path: Path) -> list[str]:
    table = type_at(model, path)
    return list(table.model_fields) if _is_table(table) else []


def _is_table(kind: Any) -> TypeGuard[type[Keys]]:
    return isinstance(kind, type) and issubclass(kind, Keys)


def _allowed(model: type[Keys], path: Path) -> Words:
    parent = type_at(model, path[:-1])
    if _is_table(parent):
        key = parent.model_fields[str(path[-1])]
        marks = [*key.metadata, *_marks(key.annotation)]
    else:  # a mapping of free names to values of one type
        marks = list(_marks(get_args(parent)[1]))
    return next(mark.words for mark in marks if isinstance(mark, Allowed))


def _marks(kind: Any) -> Iterator[Any]:
    """Yield what stands beside a type, also where it may be missing."""
    if get_origin(kind) is Annotated:
        yield from get_args(kind)[1:]
    elif get_origin(kind) in (Union, UnionType):
        for each in get_args(kind):
            yield from _marks(each)


def type_at(model: type[Keys], path: Path) -> Any:
    """Return the type under a path: a table of known keys, a list, or a mapping of free names."""
    kind: Any = model
    for key in path:
        kind = kind.model_fields[str(key)].annotation if _is_table(kind) else get_args(kind)[-1]
        if get_origin(kind) in (Union, UnionType):
            kind = next(each for each in get_args(kind) if each is not type(None))
    return kind


def key_paths(model: type[Keys], above: str = "") -> Iterator[str]:
    """Yield every key that a file may hold, dotted; `*` stands for any id or name."""
    for name in model.model_fields:
        yield from _paths_below(type_at(model, (name,)), f"{above}{name}")


def _paths_below(kind: Any, dotted: str) -> Iterator[str]:
    if _is_table(kind):
        yield from key_paths(kind, f"{dotted}.")
    elif get_origin(kind) is dict:
        yield from _paths_below(get_args(kind)[1], f"{dotted}.*")
    elif get_origin(kind) is list and _is_table(get_args(kind)[0]):
        yield from key_paths(get_args(kind)[0], f"{dotted}.")
    else:
        yield dotted


def as_cell(value: Any) -> str:
    """Return a TOML value as the text that a table cell would hold."""
    if isinstance(value, list):
        return ";".join(as_cell(item) for item in value)
    if isinstance(value, float):  # never with an exponent
        return f"{Decimal(repr(value)):f}" if math.isfinite(value) else repr(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
