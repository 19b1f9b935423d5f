"""TOML files as trees of plain values; what Python's reader stumbles over is a finding."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from portfolio.errors import Findings
from portfolio.inputs.files import Unreadable, read_bytes
from portfolio.inputs.limits import DEPTH, SCENARIO_BYTES
from portfolio.words import Words, is_control, said

# 1,085,769.7 and the like: in a list each comma ends a number, elsewhere it is no TOML.
COMMA = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])")
WHOLE = Words("TOML 的整数（64 位）", "a whole number of TOML (64 bits)")
PLAIN = Words("不含控制字符的文字", "text without control characters")


def read_toml(path: Path, allowed: Words, findings: Findings) -> tuple[dict[str, Any], str]:
    """
    Return the tree of a TOML file and its text; both empty if it cannot be read.

    Parameters
    ----------
    path
        The file.
    allowed
        What it should be, in words.
    findings
        Where to note that it is none, that it is nested too deep, and each value that no key may
        hold: control characters and whole numbers beyond 64 bits.
    """
    file = path.as_posix()
    try:
        content = read_bytes(path, SCENARIO_BYTES)
        text = content.decode("utf-8-sig")
        tree = _parsed(text, allowed)
    except Unreadable as unreadable:
        findings.add(file, None, None, unreadable.found, unreadable.allowed or allowed)
        return {}, ""
    except UnicodeDecodeError:
        findings.add(file, None, None, _no_utf8(content), with_utf8(allowed))
        return {}, ""
    if not tree:
        findings.add(file, None, None, Words("空文件", "an empty file"), allowed)
    return _usable(tree, (), file, findings), text


def _no_utf8(content: bytes) -> Words:
    """Return what a file is that is not UTF-8: as a rule what editors call ANSI, or Unicode."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Words("像是 UTF-16（“Unicode”）编码的内容", "what looks like UTF-16 ('Unicode')")
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return Words("不是 UTF-8 编码的内容", "what is not UTF-8")
    return Words("像是 GBK（GB18030、ANSI）编码的内容", "what looks like GBK (GB18030, ANSI)")


def with_utf8(allowed: Words) -> Words:
    """Return what is allowed, with the encoding that is expected."""
    return Words(f"{allowed.zh}；请另存为 UTF-8 编码", f"{allowed.en}; save it again as UTF-8")


def _parsed(text: str, allowed: Words) -> dict[str, Any]:
    """Return the tree of a text, or raise `Unreadable`."""
    deep = Unreadable(Words("嵌套太深的表或列表", "tables or lists nested too deep"), DEPTH.allowed)
    try:
        tree = tomllib.loads(text)
    except RecursionError:
        raise deep from None
    except tomllib.TOMLDecodeError as problem:
        raise Unreadable(said(problem, 200), with_hint(allowed, find_comma(text))) from None
    except ValueError:  # Python refuses to read a number of so many digits
        raise Unreadable(Words("位数太多的数", "a number of too many digits"), WHOLE) from None
    if _depth(tree) > DEPTH.most:
        raise deep
    return tree


def _depth(tree: Any) -> int:
    """Return how many levels a tree has; level by level, since recursion would end early."""
    level, depth = [tree], 0
    while level:
        depth += 1
        level = [each for value in level for each in _parts(value)]
    return depth


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from (each for each in value.values() if isinstance(each, (Mapping, list)))
    else:
        yield from (each for each in value if isinstance(each, (Mapping, list)))


def _usable(
    tree: Mapping[str, Any], above: tuple[str, ...], file: str, findings: Findings
) -> dict[str, Any]:
    """Return the tree without the values that no key may hold, each of them noted."""
    kept: dict[str, Any] = {}
    for key, value in tree.items():
        path = (*above, key)
        wrong = None if isinstance(value, Mapping) else _wrong(value)
        if wrong is not None:
            findings.add(file, None, ".".join(path), *wrong)
        else:
            is_table = isinstance(value, Mapping)
            kept[key] = _usable(value, path, file, findings) if is_table else value
    return kept


def _wrong(value: Any) -> tuple[Words, Words] | None:
    """Return what is wrong with a value and what is allowed; None if it may stand."""
    if isinstance(value, (list, Mapping)):
        parts = value if isinstance(value, list) else list(value.values())
        return next((wrong for part in parts if (wrong := _wrong(part))), None)
    if isinstance(value, str) and any(is_control(letter) for letter in value):
        return said(value), PLAIN
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return Words("超出 64 位的整数", "a whole number beyond 64 bits"), WHOLE
    return None


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
