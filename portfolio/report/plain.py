"""Values of answers as JSON: dataclasses, enumerations and arrays plain, no number for NaN."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints


def plain(value: Any) -> Any:
    """
    Return a value in what JSON knows; None where a number is NaN or infinite.

    A field of a dataclass may name its key (metadata `key`).

    >>> plain({"a": float("nan"), "b": (1, 2.5)})
    {'a': None, 'b': [1, 2.5]}
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Path):
        return value.as_posix()
    return _plain_parts(value)


def _plain_parts(value: Any) -> Any:
    """Return what is made of parts as plain parts."""
    if is_dataclass(value):
        return {
            each.metadata.get("key") or each.name: plain(getattr(value, each.name))
            for each in fields(value)
        }
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if hasattr(value, "tolist"):  # an array, or one number of it
        return plain(value.tolist())
    return [plain(each) for each in value]


def as_json(value: Any) -> str:
    """Return JSON as every command prints and writes it."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False)


def restored[T](kind: type[T], value: Any) -> T:
    """Return the dataclass, with all dataclasses inside it, that `plain` was given."""
    hints = get_type_hints(kind)
    return kind(
        **{
            each.name: _restored(hints[each.name], value[each.metadata.get("key") or each.name])
            for each in fields(kind)  # type: ignore[arg-type]
        }
    )


def _restored(hint: Any, value: Any) -> Any:
    if value is None or not get_args(hint):
        return value if value is None else _restored_one(hint, value)
    parts = [part for part in get_args(hint) if part is not type(None)]
    if isinstance(value, list):
        return [_restored(parts[0], each) for each in value]
    if isinstance(value, dict) and len(parts) == 2:
        return {key: _restored(parts[1], each) for key, each in value.items()}
    return _restored(parts[0], value)


def _restored_one(kind: Any, value: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        return restored(kind, value)
    if hasattr(kind, "_fields"):
        return kind(**value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value
