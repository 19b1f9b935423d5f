"""A part of a plan that was issued: its projects, and the plan as the report has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from portfolio.errors import Finding, InputError
from portfolio.inputs.codes import folded
from portfolio.inputs.files import Unreadable, read_bytes
from portfolio.inputs.find import find_scenario
from portfolio.inputs.limits import TABLE_BYTES
from portfolio.inputs.places import BOOK
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.inputs.sheet import read_cells
from portfolio.plan.in_hand import REPORT, read_in_hand
from portfolio.plan.issued import as_issued
from portfolio.plan.plan import Plan
from portfolio.questions.plan.part import Part
from portfolio.runs.provenance import inputs_of
from portfolio.words import Words, said

MOST_NAMED = 30  # names that are listed where the part is none of them
TEXTS = ("reason", "threshold_kind")


@dataclass(frozen=True)
class Extracted:
    """
    The part, and the plan that it is taken from.

    Attributes
    ----------
    plan
        The plan as the report has it, with its reasons.
    part
        The chosen projects.
    by, key
        What they are chosen by (`district`, `domain`, `owner`, `responsible`), and its value.
    prices
        The report's shadow prices.
    changed
        Input files that are no longer what the report was made from.
    """

    plan: Plan
    part: Part
    by: str
    key: str
    prices: pd.DataFrame
    changed: tuple[str, ...]


def extracted(report: Path, scenario: Path | None, by: str, key: str) -> Extracted:
    """
    Return a part of the plan in a report folder.

    Raises
    ------
    InputError
        If it is no report of a plan, its scenario is not there, or no project belongs to the part.
    """
    kept = _summary(report)
    problem = read_problem(str(_scenario(report, kept, scenario)), mode=str(kept["mode"]))
    plan = replace(
        as_issued(problem, read_in_hand(problem, report)),
        reasoner=lambda _: _reasons(problem, report / "projects.csv"),
    )
    now, before = inputs_of(problem.scenario), kept.get("inputs", {})
    changed = tuple(name for name in now if before.get(name) != now[name])
    prices = _prices(report / "shadow_prices.csv")
    return Extracted(plan, _part(problem, report, by, key), by, key, prices, changed)


def _summary(report: Path) -> dict[str, Any]:
    try:
        kept = json.loads(read_bytes(report / "plan.json", TABLE_BYTES))
        if isinstance(kept, dict) and {"scenario", "mode", "status"} <= set(kept):
            return kept
    except (Unreadable, ValueError):
        pass
    found = Words("没有 plan.json 的文件夹", "a folder without plan.json")
    raise InputError([Finding(report.as_posix(), None, None, found, REPORT)])


def _scenario(report: Path, kept: dict[str, Any], given: Path | None) -> Path:
    """Return the scenario that the report was made from: the one given, or that of its name."""
    name = str(kept["scenario"])
    found = given or next(_in_books(kept, name), None) or find_scenario(name)
    if isinstance(found, Finding):
        which = Words(
            f"情景{said(name).zh}，而 scenarios/ 里没有",
            f"scenario {said(name).en}, not to be found",
        )
        option = Words(
            "用 --scenario 指出情景文件（工作簿里的写 文件.xlsx/情景名）",
            "its file by --scenario (one of a workbook: FILE.xlsx/NAME)",
        )
        raise InputError([Finding(report.as_posix(), None, "scenario", which, option)])
    return found


def _in_books(kept: dict[str, Any], name: str) -> Iterator[Path]:
    """Yield the scenario in the workbook that the report was made from, here or a folder below."""
    for file in kept.get("inputs", {}):
        if file.endswith(BOOK):
            for book in sorted([*Path().glob(file), *Path().glob(f"*/{file}")]):
                found = find_scenario(f"{book}/{name}")
                if isinstance(found, Path):
                    yield found


def _part(problem: Problem, report: Path, by: str, key: str) -> Part:
    names = problem.projects[by].astype(str)
    wanted = {folded(key)}
    if by == "domain":
        wanted |= {
            folded(name)
            for name, kind in problem.domains.items()
            if folded(key) in map(folded, (name, *kind.words))
        }
    chosen = np.array([folded(name) in wanted for name in names])
    if not chosen.any():
        there = list(dict.fromkeys(problem.called(by, name).zh for name in names if name))
        more = " …" if len(there) > MOST_NAMED else ""
        listed = "、".join(there[:MOST_NAMED]) + more
        allowed = Words(f"其中之一：{listed}", f"one of {listed}")
        if near := get_close_matches(key, there, n=3, cutoff=0.6):
            allowed = Words(
                f"报告里有的名称，最接近的是 {'、'.join(near)}",
                f"a name of the report, nearest: {', '.join(near)}",
            )
        raise InputError([Finding(report.as_posix(), None, f"--{by}", said(key), allowed)])
    first = str(names[chosen].iloc[0])
    return Part(chosen, problem.called(by, first))


def _reasons(problem: Problem, path: Path) -> pd.DataFrame:
    """Return what the report says of each project, in the language that it was written in."""
    table = read_cells(path)
    nothing = pd.DataFrame(index=range(len(problem.ids)))
    if table is None or "project_id" not in table or "reason" not in table:
        return nothing
    rows = table.drop_duplicates("project_id").set_index("project_id").reindex(problem.ids)
    at = list(rows.columns).index("reason")
    why = rows.iloc[:, at + 1 :].reset_index(drop=True)
    for name in why.columns.difference(TEXTS):
        why[name] = pd.to_numeric(why[name], errors="coerce")
    if "threshold_kind" in why:
        why["threshold_kind"] = why["threshold_kind"].fillna("")
    reason = rows["reason"].fillna("").tolist()
    why.insert(0, "reason_zh", reason)
    why.insert(1, "reason_en", reason)
    return why


def _prices(path: Path) -> pd.DataFrame:
    """Return the report's prices; nothing where it has none."""
    columns = ["row", "year", "points", "unit"]
    table = read_cells(path)
    if table is None or not set(columns) <= set(table):
        return pd.DataFrame(columns=columns)
    numbers = {name: pd.to_numeric(table[name], errors="coerce") for name in ("year", "points")}
    return table.assign(**numbers)
