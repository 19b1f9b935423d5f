"""The plan in hand: what its report folder says of projects, years, money and score."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import ID, YEAR, Column, number
from portfolio.inputs.files import Unreadable, read_bytes
from portfolio.inputs.limits import TABLE_BYTES
from portfolio.inputs.problem import Problem
from portfolio.inputs.tables import Table, read_table
from portfolio.terms import Mode, Status
from portfolio.words import Words, said

ROUNDED = 1e-6  # what the table rounds a share to
REPORT = Words(
    "报告文件夹，有 plan 写的 allocation.csv 和 plan.json",
    "a report folder with allocation.csv and plan.json, as plan writes them",
)
NO_PLAN = Words("plan 写的 plan.json", "plan.json as plan writes it")


def _aside() -> Column:
    """Return a column that is there to be read by people only."""
    return Column(str, Words("任意文字", "any text"), "", optional=True)


ALLOCATION: dict[str, Column] = {
    "project_id": ID,
    "name": _aside(),
    "list": _aside(),
    "year": Column(YEAR.parse, Words("四位年份", "a year of four digits")),
    "investment": number(),
    "share": number(),
    "land": replace(number(empty=0.0), optional=True),
}


@dataclass(frozen=True)
class InHand:
    """
    A plan in hand, by the projects and years of the new problem.

    Attributes
    ----------
    folder
        Where its report is.
    title, score
        What it is called, and its score under its own scenario.
    money
        What each project spends in each year, 万元, shape (P, n).
    share
        Share of each project that is carried out, shape (P,).
    mode, status
        How it was planned, and why the search for it ended.
    spent, land
        Share of each project that is paid in each year, and land released to it, 亩, shape (P, n).
    """

    folder: Path
    title: str
    score: float
    money: np.ndarray
    share: np.ndarray
    mode: Mode
    status: Status
    spent: np.ndarray
    land: np.ndarray


def read_in_hand(problem: Problem, folder: Path) -> InHand:
    """
    Read a report folder, and hold it against the projects and years of a problem.

    Raises
    ------
    InputError
        With everything that is wrong in it, one finding each.
    """
    findings = Findings()
    place, tables = folder.as_posix(), [folder / "allocation.csv", folder / "plan.json"]
    if not folder.is_dir():
        findings.add(place, None, "--from", _not_there(folder), REPORT)
    elif not all(each.is_file() for each in tables):
        missing = "、".join(each.name for each in tables if not each.is_file())
        found = Words(f"没有 {missing} 的文件夹", f"a folder without {missing.replace('、', ', ')}")
        findings.add(place, None, "--from", found, REPORT)
    findings.raise_if_any()
    kept = _read_summary(problem, tables[1], findings)
    findings.raise_if_any()  # with other years, every row of the table would be wrong
    table = read_table(tables[0], ALLOCATION, findings, may_be_empty=True)
    money, spent, land = _filled(problem, table, findings)
    findings.raise_if_any()
    in_all = spent.sum(axis=1)
    off = ROUNDED * len(problem.years)
    carried_out = np.where(in_all > 1 - off, 1.0, np.where(in_all < off, 0.0, in_all))
    title, score = str(kept["title"]), float(kept["score"])
    mode, status = Mode(kept["mode"]), Status(kept["status"])
    return InHand(folder, title, score, money, carried_out, mode, status, spent, land)


def _not_there(folder: Path) -> Words:
    if folder.exists():
        return Words("一个文件", "a file")
    return Words("不存在的文件夹", "no such folder")


def _read_summary(problem: Problem, path: Path, findings: Findings) -> dict[str, Any]:
    """Return `plan.json`, whose years must be those of the problem."""
    try:
        kept = json.loads(read_bytes(path, TABLE_BYTES))
        years = [int(each["year"]) for each in kept["years"]]
        float(kept["score"]), str(kept["title"]), Mode(kept["mode"]), Status(kept["status"])
    except Unreadable as unreadable:
        findings.add(path.as_posix(), None, None, unreadable.found, unreadable.allowed or NO_PLAN)
        return {}
    except (ValueError, LookupError, TypeError, RecursionError):
        other = Words("别的内容", "something else")
        findings.add(path.as_posix(), None, None, other, NO_PLAN)
        return {}
    if years != list(problem.years):
        own, of = _span(list(problem.years)), problem.scenario.name
        allowed = Words(f"情景 {of} 的年份 {own}", f"the years {own} of scenario {of}")
        findings.add(path.as_posix(), None, "years", said(_span(years)), allowed)
    return kept if isinstance(kept, dict) else {}


def _span(years: list[int]) -> str:
    return f"{years[0]}-{years[-1]}" if years else "[]"


def _filled(problem: Problem, table: Table, findings: Findings) -> np.ndarray:
    """Return money, shares and land by project and year, each row checked, shape (3, P, n)."""
    place = {name: p for p, name in enumerate(problem.ids)}
    amounts = np.zeros((3, len(problem.ids), len(problem.years)))
    seen: set[tuple[int, int]] = set()
    for row in table.data.itertuples():
        if not isinstance(row.project_id, str) or pd.isna(row.year):
            continue  # is noted already
        at = place.get(row.project_id), int(row.year) - problem.years[0]
        if at[0] is None:
            there = Words("情景的项目表里有的编号", "an id of the scenario's projects.csv")
            findings.add(table.file, row.row, "project_id", said(row.project_id), there)
        elif not 0 <= at[1] < len(problem.years):
            years = _span(list(problem.years))
            allowed = Words(f"{years} 的年份", f"a year of {years}")
            findings.add(table.file, row.row, "year", said(f"{row.year:.0f}"), allowed)
        elif (at[0], at[1]) in seen:
            once = Words("每个项目每年一行", "one row a project and year")
            twice = said(f"{row.project_id} {row.year:.0f}")
            findings.add(table.file, row.row, "year", twice, once)
        else:
            seen.add((at[0], at[1]))
            amounts[:, at[0], at[1]] = row.investment, row.share, row.land
    return amounts
