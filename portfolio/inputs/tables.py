"""Tables in, checked cell by cell, and tables out: the one place for files and encodings."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import (
    CONTRIBUTIONS,
    INDICATORS,
    LARGEST,
    NAN,
    NUMBER,
    PROJECTS,
    Column,
    parse_cell,
)
from portfolio.words import Words, said

A_SIZE = Words("不大于 1000000000000 的数", "a number <= 1000000000000")
A_TABLE = Words(
    "带表头的 CSV 表格（UTF-8 或 GB18030）", "a CSV table with a header (UTF-8 or GB18030)"
)


@dataclass(frozen=True)
class Table:
    """
    One table as it was read.

    Attributes
    ----------
    file
        Path as the user knows it.
    data
        One row a record, typed columns plus `row`, the line in the file; a cell that could not
        be read is NaN (and noted as a finding).
    text
        The cells as written, the same rows; for exact decimal arithmetic.
    """

    file: str
    data: pd.DataFrame
    text: pd.DataFrame


@dataclass(frozen=True)
class Tables:
    """The three tables of the contract, and the folder they came from."""

    folder: Path
    projects: Table
    indicators: Table
    contributions: Table


def read_tables(folder: str | Path, findings: Findings | None = None) -> Tables:
    """
    Read the three tables of a data folder, checking every cell.

    Parameters
    ----------
    folder
        Folder that holds `projects.csv`, `indicators.csv` and `contributions.csv`.
    findings
        Where to note what is wrong; if None, all findings are raised at the end.

    Raises
    ------
    InputError
        With one finding for each bad cell, column or reference (only if `findings` is None).
    """
    folder = Path(folder)
    notes = findings if findings is not None else Findings()
    tables = Tables(
        folder,
        read_table(folder / "projects.csv", PROJECTS, notes, key="id"),
        read_table(folder / "indicators.csv", INDICATORS, notes, key="id"),
        read_table(folder / "contributions.csv", CONTRIBUTIONS, notes),
    )
    _check_projects(tables.projects, notes)
    check_references(tables, tables.contributions, notes)
    if findings is None:
        notes.raise_if_any()
    return tables


def read_table(
    path: Path,
    columns: Mapping[str, Column],
    findings: Findings,
    key: str | None = None,
    may_be_empty: bool = False,
) -> Table:
    """
    Read one CSV file against its columns.

    Parameters
    ----------
    path, columns
        The file, and what its columns may hold.
    findings
        Where to note what is wrong.
    key
        A column whose values may not repeat.
    may_be_empty
        Whether a header alone will do.
    """
    sheet = _read_sheet(path, columns, findings)
    if sheet.header and not sheet.rows and not may_be_empty:
        header_only, some = Words("只有表头", "only a header"), Words("至少一行", "rows")
        findings.add(sheet.file, None, None, header_only, some)
    frame = pd.DataFrame(
        [[line, *cells] for line, cells in sheet.rows],
        columns=["row", *sheet.header],
        dtype=object,
    )
    data: dict[str, Any] = {"row": frame["row"].astype(int)}
    for name, column in columns.items():
        data[name] = _parse_column(sheet, name, column, frame, findings)
    table = Table(sheet.file, pd.DataFrame(data), frame)
    if key:
        once = Words("不重复的编号", "an id that is used once")
        for line, value in table.data.loc[table.data[key].duplicated(), ["row", key]].values:
            if isinstance(value, str):
                findings.add(sheet.file, line, key, said(value), once)
    return table


def read_header(path: Path) -> list[str]:
    """Return the header row of a table; empty if there is none to read."""
    try:
        decoded = _decode(path.read_bytes()) or ""
        return [cell.strip() for cell in next(csv.reader(io.StringIO(decoded, newline="")), [])]
    except (OSError, csv.Error):
        return []


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 with a byte-order mark; numbers to six decimals, no spare zeros."""
    plain = frame.copy()
    for name in plain.columns:
        if plain[name].dtype.kind == "f":
            plain[name] = [format_number(value) for value in plain[name]]
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


@dataclass(frozen=True)
class _Sheet:
    """Cells as read: header, non-blank rows by line, and the lines that have the wrong length."""

    file: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    ragged: frozenset[int]


def _read_sheet(path: Path, columns: Mapping[str, Column], findings: Findings) -> _Sheet:
    """Read the cells of a file; notes what is wrong with the file, its header and its rows."""
    file = path.as_posix()
    records = _read_records(path, findings)
    if not records:
        return _Sheet(file, [], [], frozenset())
    header = records[0][1]
    if not set(header) & set(columns):
        findings.add(file, 1, None, said(",".join(header)), A_TABLE)
        return _Sheet(file, [], [], frozenset())
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
    return _Sheet(
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


def _parse_column(
    sheet: _Sheet, name: str, column: Column, frame: pd.DataFrame, findings: Findings
) -> pd.Series:
    """Return the values of one column, NaN where a cell could not be read."""
    if name not in frame:
        return pd.Series([column.empty if column.optional else NAN] * len(frame), dtype=object)
    values = []
    for line, cell in zip(frame["row"], frame[name], strict=True):
        try:
            values.append(parse_cell(column, cell))
        except ValueError:
            values.append(NAN)
            if line not in sheet.ragged:  # what is wrong with that row is said already
                found = said(cell) if cell else Words("空单元格", "an empty cell")
                too_large = NUMBER.fullmatch(cell) and float(cell) > LARGEST
                allowed = A_SIZE if too_large else column.allowed
                findings.add(sheet.file, int(line), name, found, allowed)
    return pd.Series(values, dtype=None if values else object)


def _check_projects(projects: Table, findings: Findings) -> None:
    """Rules across the cells of one project."""
    if "plan_investment" not in projects.text:
        return
    for row in projects.data.itertuples():
        if row.list == "planned" and projects.text.at[row.Index, "plan_investment"] == "":
            findings.add(
                projects.file,
                row.row,
                "plan_investment",
                Words("空单元格", "an empty cell"),
                Words("规划项目必须填“十四五”计划投资", "planned projects need a plan investment"),
            )


def check_references(tables: Tables, table: Table, findings: Findings) -> None:
    """Note ids in `project_id` and `indicator_id` that are not in their tables."""
    for column, known, label in (
        ("project_id", set(tables.projects.data["id"]), "projects.csv"),
        ("indicator_id", set(tables.indicators.data["id"]), "indicators.csv"),
    ):
        if column not in table.data or not known:
            continue
        unknown = ~table.data[column].isin(known)
        for line, value in table.data.loc[unknown, ["row", column]].values:
            if isinstance(value, str):
                findings.add(
                    table.file,
                    line,
                    column,
                    said(value),
                    Words(f"{label} 里有的编号", f"an id of {label}"),
                )
