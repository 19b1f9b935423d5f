"""Text in and out of table files: the one place for headers, cells and how numbers look."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import Column
from portfolio.inputs.encoding import A_TABLE
from portfolio.inputs.files import too_many
from portfolio.inputs.formulas import guarded
from portfolio.inputs.heads import HEADS, column_of, in_other_unit
from portfolio.inputs.limits import COLUMNS
from portfolio.inputs.records import Records, read_records
from portfolio.inputs.toml import PLAIN
from portfolio.words import Words, is_control, said

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
    """
    Cells as read.

    Attributes
    ----------
    file
        The file as the user knows it.
    header
        The columns, each once; one that is unknown as it is written.
    rows
        Line and cells of each row that is not blank.
    ragged
        Lines that have the wrong length.
    written
        The head of each known column as the file has it.
    in_book
        Whether it is a sheet of a workbook, where a number may be typed with separators.
    """

    file: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    ragged: frozenset[int]
    written: Mapping[str, str]
    in_book: bool = False


def read_sheet(path: Path, columns: Mapping[str, Column], findings: Findings) -> Sheet:
    """Read the cells of a file; notes what is wrong with the file, its header and its rows."""
    records = read_records(path, columns, findings)
    file, nothing = records.file, Sheet(records.file, [], [], frozenset(), {})
    if not records.rows:
        return nothing
    heads = records.rows[0][1]
    others = {head: in_other_unit(head, columns) for head in heads}
    for head, name in others.items():
        if name:
            findings.add(file, records.rows[0][0], None, said(head), HEADS[name].words)
    parted_by = _separator(heads, columns)
    if parted_by is not None:
        findings.add(file, 1, None, parted_by, COMMAS)
        return nothing
    if len(heads) > COLUMNS.most:
        findings.add(file, 1, None, too_many(len(heads), COLUMNS), COLUMNS.allowed)
        return nothing
    header = [others[head] or column_of(head, columns) for head in heads]
    if not set(header) & set(columns):
        findings.add(file, 1, None, said(",".join(heads[:MOST_NAMED])), A_TABLE)
        return nothing
    written = {name: head for name, head in zip(header, heads, strict=True) if name in columns}
    findings.call(file, {name: " ".join(head.split()) for name, head in written.items()})
    _check_header(records, header, _in_words(written, columns), columns, findings)
    rows, ragged = [], set()
    for line, cells in records.rows[1:]:
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
        written,
        records.in_book,
    )


def _separator(header: list[str], columns: Mapping[str, Column]) -> Words | None:
    """Return what separates the names of columns where it is no comma; None: nothing else does."""
    known = set(header) & set(columns)
    for letter, words in SEPARATORS.items():
        parts = {part.strip() for cell in header for part in cell.split(letter)}
        if len(parts & set(columns)) > len(known) + 1:
            return Words(f"用{words.zh}分隔的表头", f"a header separated by {words.en}")
    return None


def _check_header(
    records: Records,
    header: list[str],
    in_words: Mapping[str, str],
    columns: Mapping[str, Column],
    findings: Findings,
) -> None:
    file, line = records.file, records.rows[0][0]
    times = Counter(header)
    for name, column in columns.items():
        if name not in times and not column.optional:
            nothing = Words("缺少此列", "no such column")
            must = Words("必须有的列", "a column that must be there")
            findings.add(file, line, in_words[name], nothing, must)
    known = ", ".join(in_words[name] for name in columns)
    allowed = Words(f"已知的列：{known}", f"columns {known}")
    unknown = [name for name in times if name not in columns]
    for name in unknown[:MOST_NAMED]:
        findings.add(file, line, None, said(name), allowed)
    if len(unknown) > MOST_NAMED:
        more = len(unknown) - MOST_NAMED
        findings.add(file, line, None, Words(f"另有 {more} 列", f"{more} more columns"), allowed)
    for name, count in times.items():
        if count > 1 and name in columns:
            twice = Words("重复的列", "a repeated column")
            findings.add(file, line, name, twice, Words("每列一次", "each column once"))


def _in_words(written: Mapping[str, str], columns: Mapping[str, Column]) -> dict[str, str]:
    """Return what each column is called, in the language of the heads that are known."""
    chinese = any(letter >= "\u4e00" for head in written.values() for letter in head)
    return {name: HEADS[name].zh if chinese and name in HEADS else name for name in columns}


def read_header(path: Path, columns: Iterable[str] = ()) -> list[str]:
    """Return the heads of a table, those that mean one of the columns by its name; or nothing."""
    known = list(columns)
    rows = read_records(path, known, Findings()).rows
    return [column_of(head, known) for head in rows[0][1]] if rows else []


def read_cells(path: Path) -> pd.DataFrame | None:
    """Return the cells of a table that the program wrote, as text; None if it cannot be read."""
    rows = read_records(path, (), Findings()).rows
    if not rows:
        return None
    head = rows[0][1]
    cells = [(cells + [""] * len(head))[: len(head)] for _, cells in rows[1:]]
    return pd.DataFrame(cells, columns=head, dtype=object)


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
