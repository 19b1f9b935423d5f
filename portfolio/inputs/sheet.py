"""Text in and out of table files: the one place for encodings, headers and how numbers look."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import Column
from portfolio.words import Words, said

A_TABLE = Words(
    "带表头的 CSV 表格（UTF-8 或 GB18030）", "a CSV table with a header (UTF-8 or GB18030)"
)


@dataclass(frozen=True)
class Sheet:
    """Cells as read: header, non-blank rows by line, and the lines that have the wrong length."""

    file: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    ragged: frozenset[int]


def read_sheet(path: Path, columns: Mapping[str, Column], findings: Findings) -> Sheet:
    """Read the cells of a file; notes what is wrong with the file, its header and its rows."""
    file = path.as_posix()
    records = _read_records(path, findings)
    if not records:
        return Sheet(file, [], [], frozenset())
    header = records[0][1]
    if not set(header) & set(columns):
        findings.add(file, 1, None, said(",".join(header)), A_TABLE)
        return Sheet(file, [], [], frozenset())
    _check_header(file, header, columns, findings)
    rows, ragged = [], set()
    for line, cells in records[1:]:
        if len(cells) != len(header):
            found = Words(f"{len(cells)} 个单元格", f"{len(cells)} cells")
            allowed = Words(f"{len(header)} 个单元格", f"{len(header)} cells")
            findings.add(file, line, None, found, allowed)
            ragged.add(line)
        rows.append((line, (cells + [""] * len(header))[: len(header)]))
    kept = [at for at, name in enumerate(header) if name not in header[:at]]
    return Sheet(
        file,
        [header[at] for at in kept],
        [(line, [cells[at] for at in kept]) for line, cells in rows],
        frozenset(ragged),
    )


def _read_records(path: Path, findings: Findings) -> list[tuple[int, list[str]]]:
    """Return (line, cells) of all non-blank rows; empty if the file is no table."""
    file = path.as_posix()
    try:
        decoded = _decode(path.read_bytes())
    except OSError:
        findings.add(file, None, None, Words("不存在或无法打开的文件", "no readable file"), A_TABLE)
        return []
    if decoded is None or not decoded.strip():
        not_text = Words("不是文本的内容", "content that is not text")
        empty = Words("空文件", "an empty file")
        findings.add(file, None, None, not_text if decoded is None else empty, A_TABLE)
        return []
    try:
        reader = csv.reader(io.StringIO(decoded, newline=""), strict=True)
        # Rows are counted as a spreadsheet does: a cell of several lines is still one row.
        records = [(at, [cell.strip() for cell in row]) for at, row in enumerate(reader, start=1)]
    except csv.Error as problem:
        findings.add(file, None, None, said(problem), A_TABLE)
        return []
    return [(line, cells) for line, cells in records if any(cells)]


def _decode(content: bytes) -> str | None:
    if b"\0" in content:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _check_header(
    file: str, header: list[str], columns: Mapping[str, Column], findings: Findings
) -> None:
    for name, column in columns.items():
        if name not in header and not column.optional:
            nothing = Words("缺少此列", "no such column")
            findings.add(file, 1, name, nothing, Words("必须有的列", "a column that must be there"))
    for name in header:
        if name not in columns:
            known = ", ".join(columns)
            findings.add(file, 1, None, said(name), Words(f"已知的列：{known}", f"columns {known}"))
        elif header.count(name) > 1:
            twice = Words("重复的列", "a repeated column")
            findings.add(file, 1, name, twice, Words("每列一次", "each column once"))


def read_header(path: Path) -> list[str]:
    """Return the header row of a table; empty if there is none to read."""
    try:
        decoded = _decode(path.read_bytes()) or ""
        return [cell.strip() for cell in next(csv.reader(io.StringIO(decoded, newline="")), [])]
    except (OSError, csv.Error):
        return []


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """
    Write a table as UTF-8 with a byte-order mark.

    Numbers have six decimals and no spare zeros; yes and no are `true` and `false`.
    """
    plain = frame.copy()
    for name in plain.columns:
        if plain[name].dtype.kind == "f":
            plain[name] = [format_number(value) for value in plain[name]]
        elif plain[name].dtype.kind == "b":
            plain[name] = np.where(plain[name], "true", "false")
    path.write_bytes(b"\xef\xbb\xbf" + plain.to_csv(index=False, lineterminator="\n").encode())


def format_number(value: float) -> str:
    """
    Return a number to six decimals without spare zeros; empty for NaN.

    >>> format_number(30000.0), format_number(0.1 + 0.2), format_number(-1e-9)
    ('30000', '0.3', '0')
    """
    if math.isnan(value):
        return ""
    short = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short
