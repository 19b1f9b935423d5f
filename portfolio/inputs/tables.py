"""Tables, checked cell by cell against their columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.codes import DOMAINS, SOURCES, folded
from portfolio.inputs.columns import LARGEST, NAN, NUMBER, Column, in_book, parse_cell
from portfolio.inputs.grid import plain_number
from portfolio.inputs.heads import year_in
from portfolio.inputs.layouts import ASSUMPTIONS, CONTRIBUTIONS, INDICATORS, KINDS, PROJECTS, PURSES
from portfolio.inputs.limits import DIGITS
from portfolio.inputs.names import called_by_name, ids_by_name
from portfolio.inputs.places import is_there, stems
from portfolio.inputs.sheet import Sheet, read_sheet
from portfolio.words import Words, said

A_SIZE = Words("不大于 1000000000000 的数", "a number <= 1000000000000")


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
    written
        The head of each column as the file has it.
    """

    file: str
    data: pd.DataFrame
    text: pd.DataFrame
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tables:
    """
    The tables of the contract, and the folder they came from.

    `sources`, `domains`, `purses` and `assumptions` are None where the folder has no such file.
    """

    folder: Path
    projects: Table
    indicators: Table
    contributions: Table
    sources: Table | None = None
    domains: Table | None = None
    purses: Table | None = None
    assumptions: Table | None = None


def read_tables(folder: str | Path, findings: Findings | None = None) -> Tables:
    """
    Read the tables of a data folder, checking every cell.

    Parameters
    ----------
    folder
        Folder that holds `projects.csv`, `indicators.csv` and `contributions.csv`, and where they
        are used `sources.csv`, `domains.csv`, `purses.csv` and `assumptions.csv`.
    findings
        Where to note what is wrong; if None, all findings are raised at the end.

    Raises
    ------
    InputError
        With one finding for each bad cell, column or reference (only if `findings` is None).
    """
    folder = Path(folder)
    notes = findings if findings is not None else Findings()
    # What sources and domains are called comes first: cells may say their names.
    kinds = {
        stem: read_table(folder / f"{stem}.csv", KINDS, notes, key="id")
        for stem in ("sources", "domains")
        if is_there(folder / f"{stem}.csv")
    }
    for kind in kinds.values():
        _check_names(kind, "name_zh", notes)
    own = {"funding": _rows(kinds.get("sources")), "domain": _rows(kinds.get("domains"))}
    usual = {"funding": SOURCES, "domain": DOMAINS}
    names = {column: ids_by_name(own[column], usual[column]) for column in own}
    known = {column: rows or [] for column, rows in own.items()}
    beside = {
        stem: read_table(
            folder / f"{stem}.csv", called_by_name(columns, names, known), notes, key="id"
        )
        for stem, columns in (("purses", PURSES), ("assumptions", ASSUMPTIONS))
        if is_there(folder / f"{stem}.csv")
    }
    if "purses" in beside:
        _check_names(beside["purses"], "name", notes)
    tables = Tables(
        folder,
        read_table(
            folder / "projects.csv", called_by_name(PROJECTS, names, known), notes, key="id"
        ),
        read_table(folder / "indicators.csv", INDICATORS, notes, key="id"),
        read_table(folder / "contributions.csv", CONTRIBUTIONS, notes),
        **kinds,
        **beside,
    )
    _check_projects(tables.projects, notes)
    check_references(tables, tables.contributions, notes)
    if findings is None:
        notes.raise_if_any()
    return tables


def _check_names(table: Table, column: str, findings: Findings) -> None:
    """Note a name that two rows have: cells may say the name in place of the id."""
    names = table.data[column].map(lambda each: folded(each) if isinstance(each, str) else "")
    once = Words("不与别的行相同的名称", "a name that no other row has")
    for line, name in table.data.loc[names.duplicated() & (names != ""), ["row", column]].values:
        findings.add(table.file, line, column, said(name), once)


def optional_files(folder: Path) -> list[Path]:
    """Return the tables that are there beside the three."""
    names = ("sources.csv", "domains.csv", "purses.csv", "assumptions.csv")
    return [folder / name for name in names if is_there(folder / name)]


def _rows(table: Table | None) -> list[tuple[str, str, str]] | None:
    """Return id and names of the rows that could be read; None without the table."""
    if table is None:
        return None
    rows = table.data[["id", "name_zh", "name_en"]].itertuples(index=False, name=None)
    return [row for row in rows if all(isinstance(cell, str) for cell in row)]


def matters_file(folder: Path) -> Path:
    """Return the table of livelihood matters: `livelihood.csv`, or the one of the latest year."""
    plain = folder / "livelihood.csv"
    years = [stem for stem in stems(folder) if re.fullmatch(r"livelihood_[12][0-9]{3}", stem)]
    return folder / f"{max(years)}.csv" if years and not is_there(plain) else plain


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
    sheet = read_sheet(path, columns, findings)
    if sheet.header and not sheet.rows and not may_be_empty:
        header_only, some = Words("只有表头", "only a header"), Words("至少一行", "rows")
        findings.add(sheet.file, None, None, header_only, some)
    frame = pd.DataFrame(
        [[line, *cells] for line, cells in sheet.rows],
        columns=["row", *sheet.header],
        dtype=object,
    )
    for name in set(sheet.header) & set(columns):
        plain = plain_number if sheet.in_book and columns[name].holds_numbers else str
        frame[name] = [columns[name].spelled(plain(cell)) if cell else cell for cell in frame[name]]
    data: dict[str, Any] = {"row": frame["row"].astype(int)}
    for name, column in columns.items():
        data[name] = _parse_column(sheet, name, column, frame, findings)
    table = Table(sheet.file, pd.DataFrame(data), frame, sheet.written)
    if key:
        once = Words("不重复的编号", "an id that is used once")
        for line, value in table.data.loc[table.data[key].duplicated(), ["row", key]].values:
            if isinstance(value, str):
                findings.add(sheet.file, line, key, said(value), once)
    return table


def _parse_column(
    sheet: Sheet, name: str, column: Column, frame: pd.DataFrame, findings: Findings
) -> pd.Series:
    """Return the values of one column, NaN where a cell could not be read."""
    if name not in frame:
        values = [column.empty if column.optional else NAN] * len(frame)
        return pd.Series(values, dtype=None if values and column.optional else object)
    values = []
    for line, cell in zip(frame["row"], frame[name], strict=True):
        try:
            values.append(parse_cell(column, cell))
        except ValueError:
            values.append(NAN)
            if line not in sheet.ragged:  # what is wrong with that row is said already
                found = said(cell) if cell else Words("空单元格", "an empty cell")
                allowed = column.allowed
                if NUMBER.fullmatch(cell):
                    allowed = A_SIZE if float(cell) > LARGEST else allowed
                    allowed = DIGITS.allowed if len(cell) > DIGITS.most else allowed
                allowed = in_book(allowed) if sheet.in_book else allowed
                findings.add(sheet.file, int(line), name, found, allowed)
    return pd.Series(values, dtype=None if values else object)


def _check_projects(projects: Table, findings: Findings) -> None:
    """Rules across the cells of one project."""
    needed = Words("规划项目必须填规划期投资", "planned projects need a plan investment")
    if "plan_investment" not in projects.text:
        if (projects.data["list"] == "planned").any():
            nothing = Words("缺少此列", "no such column")
            findings.add(projects.file, 1, "plan_investment", nothing, needed)
        return
    for row in projects.data.itertuples():
        if row.list == "planned" and projects.text.at[row.Index, "plan_investment"] == "":
            findings.add(
                projects.file,
                row.row,
                "plan_investment",
                Words("空单元格", "an empty cell"),
                needed,
            )


def unserved(tables: Tables) -> np.ndarray:
    """Return the rows of `indicators.csv` that have a need to which no project adds, as indices."""
    indicators, rows = tables.indicators.data, tables.contributions.data
    need = pd.to_numeric(indicators["need"], errors="coerce")
    adding = set(rows.loc[pd.to_numeric(rows["amount"], errors="coerce") > 0, "indicator_id"])
    return np.flatnonzero((need > 0) & ~indicators["id"].isin(adding))


def measured(tables: Tables, years: Sequence[int]) -> tuple[int, int]:
    """
    Return the years of the baselines and of the targets.

    The heads of `indicators.csv` may say them (`baseline_2020`); else they are the year before the
    horizon and its last.
    """
    heads = tables.indicators.written
    base, target = (year_in(heads.get(name, "")) for name in ("baseline", "target"))
    return base or years[0] - 1, target or years[-1]


def check_references(tables: Tables, table: Table, findings: Findings) -> None:
    """Note ids in `project_id` and `indicator_id` that are not in their tables."""
    for column, known, label in (
        ("project_id", set(tables.projects.data["id"]), Path(tables.projects.file).name),
        ("indicator_id", set(tables.indicators.data["id"]), Path(tables.indicators.file).name),
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
