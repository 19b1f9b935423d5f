"""Text in and out of table files: the one place for headers, cells and how numbers look."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import NUMBER, Column
from portfolio.inputs.encoding import A_TABLE, EMPTY, decoded
from portfolio.inputs.files import Unreadable, read_bytes, too_many
from portfolio.inputs.limits import CELL, COLUMNS, ROWS, TABLE_BYTES
from portfolio.inputs.toml import PLAIN
from portfolio.words import Words, is_control, said

# Excel and WPS take a text that begins like this for a formula, unless an apostrophe precedes it.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
COMMAS = Words(
    "用半角逗号（,）分隔的 CSV 表格，另存为“CSV（逗号分隔）”即可",
    "a CSV table separated by commas (,); save it again as CSV, comma delimited",
)
SEPARATORS = {
    "\t": Words("制表符", "tabs"),
    ";": Words("分号（;）", "semicolons (;)"),
    "，": Words("全角逗号（，）", "full-width commas (，)"),
    "；": Words("全角分号（；）", "full-width semicolons (；)"),
    "|": Words("竖线（|）", "bars (|)"),
    "、": Words("顿号（、）", "enumeration commas (、)"),
}
MOST_NAMED = 20  # unknown columns that are named one by one


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
    parted_by = _separator(header, columns)
    if parted_by is not None:
        findings.add(file, 1, None, parted_by, COMMAS)
        return Sheet(file, [], [], frozenset())
    if not set(header) & set(columns):
        findings.add(file, 1, None, said(",".join(header[:MOST_NAMED])), A_TABLE)
        return Sheet(file, [], [], frozenset())
    if len(header) > COLUMNS.most:
        findings.add(file, 1, None, too_many(len(header), COLUMNS), COLUMNS.allowed)
        return Sheet(file, [], [], frozenset())
    _check_header(file, header, columns, findings)
    rows, ragged = [], set()
    for line, cells in records[1:]:
        for at, cell in enumerate(cells):
            if not cell.isprintable() and any(is_control(letter) for letter in cell):
                column = header[at] if at < len(header) else None
                findings.add(file, line, column, said(cell), PLAIN)
                cells[at] = "".join(letter for letter in cell if not is_control(letter))
        if len(cells) != len(header):
            found = Words(f"{len(cells)} 个单元格", f"{len(cells)} cells")
            allowed = Words(f"{len(header)} 个单元格", f"{len(header)} cells")
            findings.add(file, line, None, found, allowed)
            ragged.add(line)
        rows.append((line, (cells + [""] * len(header))[: len(header)]))
    places = {name: at for at, name in reversed(list(enumerate(header)))}
    kept = sorted(places.values())
    return Sheet(
        file,
        [header[at] for at in kept],
        [(line, [cells[at] for at in kept]) for line, cells in rows],
        frozenset(ragged),
    )


def _separator(header: list[str], columns: Mapping[str, Column]) -> Words | None:
    """Return what separates the names of columns where it is no comma; None: nothing else does."""
    known = set(header) & set(columns)
    for letter, words in SEPARATORS.items():
        parts = {part.strip() for cell in header for part in cell.split(letter)}
        if len(parts & set(columns)) > len(known) + 1:
            return Words(f"用{words.zh}分隔的表头", f"a header separated by {words.en}")
    return None


def _read_records(path: Path, findings: Findings) -> list[tuple[int, list[str]]]:
    """Return (line, cells) of all non-blank rows; empty if the file is no table."""
    file = path.as_posix()
    try:
        text = decoded(read_bytes(path, TABLE_BYTES))
    except Unreadable as unreadable:
        findings.add(file, None, None, unreadable.found, unreadable.allowed or A_TABLE)
        return []
    records = []
    csv.field_size_limit(CELL.most)
    try:
        # Rows are counted as a spreadsheet does: a cell of several lines is still one row.
        for at, row in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            if at > ROWS.most + 1:  # the header is no row
                raise Unreadable(too_many(at - 1, ROWS), ROWS.allowed)
            cells = [unguarded(cell.strip()) for cell in row]
            if any(cells):
                records.append((at, cells))
    except Unreadable as unreadable:
        findings.add(file, at, None, unreadable.found, unreadable.allowed or A_TABLE)
        return []
    except csv.Error as problem:
        if "field larger" in str(problem):
            too_long = Words("过长的单元格", "a cell that is too long")
            findings.add(file, None, None, too_long, CELL.allowed)
        else:
            findings.add(file, None, None, said(problem), A_TABLE)
        return []
    if not records:
        findings.add(file, None, None, EMPTY, A_TABLE)  # nothing but commas
    return records


def _check_header(
    file: str, header: list[str], columns: Mapping[str, Column], findings: Findings
) -> None:
    times = Counter(header)
    for name, column in columns.items():
        if name not in times and not column.optional:
            nothing = Words("缺少此列", "no such column")
            findings.add(file, 1, name, nothing, Words("必须有的列", "a column that must be there"))
    known = ", ".join(columns)
    allowed = Words(f"已知的列：{known}", f"columns {known}")
    unknown = [name for name in times if name not in columns]
    for name in unknown[:MOST_NAMED]:
        findings.add(file, 1, None, said(name), allowed)
    if len(unknown) > MOST_NAMED:
        more = len(unknown) - MOST_NAMED
        findings.add(file, 1, None, Words(f"另有 {more} 列", f"{more} more columns"), allowed)
    for name, count in times.items():
        if count > 1 and name in columns:
            twice = Words("重复的列", "a repeated column")
            findings.add(file, 1, name, twice, Words("每列一次", "each column once"))


def read_header(path: Path) -> list[str]:
    """Return the header row of a table; empty if there is none to read."""
    try:
        text = decoded(read_bytes(path, TABLE_BYTES))
        return [cell.strip() for cell in next(csv.reader(io.StringIO(text, newline="")), [])]
    except (Unreadable, csv.Error):
        return []


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """
    Write a table as UTF-8 with a byte-order mark.

    Numbers have six decimals and no spare zeros; yes and no are `true` and `false`. Text that a
    spreadsheet would take for a formula is guarded; `read_sheet` takes the guard off.
    """
    plain = frame.copy()
    for name in plain.columns:
        if plain[name].dtype.kind == "f":
            plain[name] = [format_number(value) for value in plain[name]]
        elif plain[name].dtype.kind == "b":
            plain[name] = np.where(plain[name], "true", "false")
        elif plain[name].dtype.kind not in "iu":
            plain[name] = [guarded(value) for value in plain[name]]
    text = plain.to_csv(index=False, lineterminator="\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode(errors="backslashreplace"))


def guarded[T](value: T) -> T | str:
    """
    Return text so that a spreadsheet shows it as text: after an apostrophe if it needs one.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("'quoted'"), guarded("-1.5")
    ("'=1+1", "''=1+1", "'quoted'", '-1.5')
    """
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def unguarded(cell: str) -> str:
    """
    Return the text of a cell as it was before `guarded`.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'quoted'"), unguarded("-1.5")
    ('=1+1', "'=1+1", "'quoted'", '-1.5')
    """
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


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
