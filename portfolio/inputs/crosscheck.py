"""Rules between the tables and the scenario: names, windows, requirements."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.kinds import kinds_of, sources_of
from portfolio.inputs.layouts import MATTERS
from portfolio.inputs.scenario import Scenario
from portfolio.inputs.tables import Table, Tables, matters_file, read_table
from portfolio.terms import ALL, DEFINING, FAMILIES
from portfolio.words import Words, said

FAR = 1e-6  # all that projects add, as a share of the need: below it the score is noise


def check_names(
    tables: Tables, projects: pd.DataFrame, scenario: Scenario, findings: Findings
) -> None:
    """Note every id or name in the scenario that the tables, after its overrides, do not hold."""
    indicators = tables.indicators.data
    rules = [family for family in FAMILIES if family not in DEFINING]
    cells = [cell for cell in projects["funding"] if isinstance(cell, str)]
    domains = [cell for cell in projects["domain"] if isinstance(cell, str)]
    known: dict[str, tuple[set[str], Words]] = {
        "project": (set(projects["id"]), Words("项目表里有的编号", "an id of projects.csv")),
        "indicator": (set(indicators["id"]), Words("指标表里有的编号", "an id of indicators.csv")),
        "funding": (
            set(sources_of(tables, cells)),
            Words("已有的资金来源", "a source of money that there is"),
        ),
        "domain": (
            set(kinds_of(tables.domains, domains)),
            Words("已有的领域", "a domain that there is"),
        ),
        "district": (
            set(projects["district"]),
            Words("项目表里有的地区", "a district of projects.csv"),
        ),
        "family": (
            set(rules),
            Words(f"其中之一：{', '.join(rules)}", f"one of {', '.join(rules)}"),
        ),
        "owner": (set(projects["owner"]), Words("项目表里有的业主", "an owner of projects.csv")),
    }
    bonds = scenario.cash.bonds
    fiscal = scenario.cash.fiscal if "budget.fiscal" in scenario.origin else ()
    named = [
        ("project", ("land", "exempt"), scenario.exempt),
        ("project", ("promote", "required"), scenario.required),
        ("project", ("promote", "excluded"), scenario.excluded),
        ("project", ("replan", "may_drop"), scenario.may_drop),
        ("project", ("projects",), scenario.projects),
        ("indicator", ("weights",), scenario.weights),
        ("funding", ("budget", "funding"), scenario.funding),
        ("funding", ("budget", "fiscal"), fiscal),
        ("funding", ("bonds",), bonds),
        *(
            ("project", ("bonds", source, "revenue_by_project"), each.revenue_by_project)
            for source, each in bonds.items()
        ),
        ("family", ("rules", "ignore"), scenario.ignore),
        *((by, ("limits", by), scenario.limits[by]) for by in scenario.limits),
        *((by, ("limits", "under_way", by), scenario.under_way[by]) for by in scenario.under_way),
    ]
    for name in scenario.thresholds:
        if name != ALL and name not in known["project"][0]:
            file, dotted = scenario.where("solve", "thresholds")
            if dotted not in scenario.origin:  # the call has it, no file
                file, dotted = "--thresholds", ""
            findings.add(file, None, dotted or None, said(name), known["project"][1])
    for kind, path, names in named:
        names_known, allowed = known[kind]
        for name in names:
            if name not in names_known:
                file, dotted = scenario.where(*path)
                findings.add(file, None, dotted, said(name), allowed)
    for name, investment in projects.loc[
        (projects["list"] == "planned") & projects["id"].isin(scenario.projects),
        ["id", "plan_investment"],
    ].itertuples(index=False):
        if pd.isna(investment):
            file, dotted = scenario.where("projects", name)
            given = Words("没有规划期投资的规划项目", "a planned project without plan investment")
            findings.add(file, None, dotted, given, Words("plan_investment", "plan_investment"))
    capped = np.isfinite(scenario.beyond_cap) and "beyond_cap" not in scenario.ignore
    if "attainment" in scenario.ignore and not capped:
        with_cap = Words(
            "写明并保留 objective.beyond_cap：不计 attainment 时得分没有上限",
            "objective.beyond_cap beside it, and kept: without attainment the score has no end",
        )
        findings.add(*scenario.place("rules", "ignore"), said("attainment"), with_cap)
    for name in sorted(set(scenario.required) & set(scenario.excluded)):
        file, dotted = scenario.where("promote", "excluded")
        once = Words("不同时列入 required 的项目", "a project that is not required as well")
        findings.add(file, None, dotted, said(name), once)
    for name in sorted(set(scenario.required) & set(scenario.may_drop)):
        file, dotted = scenario.where("replan", "may_drop")
        free = Words("不列入 promote.required 的项目", "a project not in promote.required")
        findings.add(file, None, dotted, said(name), free)


def read_matters(tables: Tables, findings: Findings) -> Table:
    """
    Read the candidate livelihood matters beside the tables; note indicators that are unknown.

    Links that a matter's text states are in `indicators`; those that a phrase of it only suggests
    are in `inferred`, and earn nothing.
    """
    table = read_table(matters_file(tables.folder), MATTERS, findings, key="id")
    known = set(tables.indicators.data["id"])
    for column in ("indicators", "inferred"):
        for line, linked in table.data[["row", column]].values:
            for name in linked if isinstance(linked, tuple) else ():
                if name not in known:
                    there = Words("indicators.csv 里有的编号", "an id of indicators.csv")
                    findings.add(table.file, line, column, said(name), there)
    for line, stated, inferred in table.data[["row", "indicators", "inferred"]].values:
        if isinstance(stated, tuple) and isinstance(inferred, tuple):
            once = Words("不在 indicators 里的编号", "an id that is not in indicators")
            for name in sorted(set(stated) & set(inferred)):
                findings.add(table.file, line, "inferred", said(name), once)
    return table


def adopted_indicators(tables: Tables, scenario: Scenario, findings: Findings) -> set[str]:
    """Return the indicators that the matters which the scenario adopts state."""
    if not scenario.adopted:
        return set()
    matters = read_matters(tables, findings).data
    linked = dict(zip(matters["id"], matters["indicators"], strict=True))
    file, dotted = scenario.where("livelihood", "adopted")
    raised: set[str] = set()
    for name in scenario.adopted:
        if name not in linked:
            known = Words("民生事项表里有的编号", "an id of the table of matters")
            findings.add(file, None, dotted, said(name), known)
        elif isinstance(linked[name], tuple):
            raised |= set(linked[name])
    return raised


def out_of_reach(tables: Tables, findings: Findings) -> None:
    """
    Note needs of which all projects together meet next to nothing.

    Such a number is a slip of units; and a score made of it would lie below the solver's noise.
    """
    indicators, rows = tables.indicators.data, tables.contributions.data
    added = pd.to_numeric(rows["amount"], errors="coerce").groupby(rows["indicator_id"]).sum()
    for line, name, need in indicators[["row", "id", "need"]].values:
        all_of_it = float(added.get(name, 0.0))
        if all_of_it > 0 and need * FAR > all_of_it:
            found = Words(
                f"{need:.10g}，全部项目合计只新增 {all_of_it:.6g}",
                f"{need:.10g}, of which all projects together add {all_of_it:.6g}",
            )
            allowed = Words(
                "不超过全部项目合计新增量一百万倍的需求（请核对单位）",
                "a need of at most a million times what all projects add (mind the units)",
            )
            findings.add(tables.indicators.file, int(line), "need", found, allowed)


def windows(
    projects: pd.DataFrame,
    scenario: Scenario,
    excluded: np.ndarray,
    file: str,
    findings: Findings,
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return first and last year as indices.

    A window that somebody wrote down and that is too short is a mistake; one that only the
    horizon cuts short is not: the project can then be carried out in part (shares) or not at all.
    """
    begin, end = scenario.years[0], scenario.years[-1]
    earliest = projects["earliest_start"].to_numpy(float)
    latest = projects["latest_finish"].to_numpy(float)
    start = np.where(np.isnan(earliest), begin, earliest)
    finish = np.where(np.isnan(latest), end, latest)
    profiles = projects["spend_profile"]
    length = np.array([len(each) if isinstance(each, tuple) else 0 for each in profiles])
    least = np.where(length > 0, length, projects["duration"].to_numpy(float))
    stated = ~(np.isnan(earliest) & np.isnan(latest)) & ~excluded
    for p in np.flatnonzero(stated & (finish - start + 1 < least - 1e-9)):
        row = projects.iloc[p]
        given = "earliest_start" if np.isnan(latest[p]) else "latest_finish"
        place: tuple[str, int | None, str] = (file, int(row["row"]), given)
        if given in scenario.projects.get(row["id"], {}):
            where, dotted = scenario.where("projects", row["id"], given)
            place = (where, None, dotted)
        years = max(0, int(finish[p] - start[p] + 1))
        findings.add(
            *place,
            Words(
                f"{row['id']} 的时间窗口 {start[p]:.0f}–{finish[p]:.0f}，共 {years} 年",
                f"a window {start[p]:.0f}-{finish[p]:.0f} of {years} years for {row['id']}",
            ),
            Words(
                f"不短于工期 {least[p]:g} 年的窗口", f"at least the duration, {least[p]:g} years"
            ),
        )
    first = np.maximum(start, begin).astype(int) - begin
    last = np.minimum(finish, end).astype(int) - begin
    return first, last


def requirements(
    projects: pd.DataFrame, scenario: Scenario, file: str, findings: Findings
) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs (p, q) of `requires` and of `after`; note unknown ids and circles."""
    pairs = [
        pair
        for column in ("requires", "after")
        for pair in _pairs(projects, column, scenario, file, findings)
    ]
    below: dict[int, list[int]] = {}
    for p, q, *_ in pairs:
        below.setdefault(p, []).append(q)
    on_circle = _circle(below)
    if on_circle:
        loop = " → ".join(projects["id"].iloc[p] for p in on_circle)
        # A circle of both kinds is one of `after`: what requires alone could begin together.
        steps = set(pairwise(on_circle))
        at = [(at, column) for p, q, at, column in pairs if (p, q) in steps]
        straight = Words("不绕成圈的先后关系", "requirements that do not come back to themselves")
        findings.add(*min(at, key=lambda each: each[1])[0], said(loop), straight)
    by_kind: dict[str, list[tuple[int, int]]] = {"requires": [], "after": []}
    for p, q, _, column in pairs:
        by_kind[column].append((p, q))
    needed, later = (np.array(each, dtype=int).reshape(-1, 2) for each in by_kind.values())
    return needed, later


Place = tuple[str, int | None, str]


def _pairs(
    projects: pd.DataFrame, column: str, scenario: Scenario, file: str, findings: Findings
) -> Iterator[tuple[int, int, Place, str]]:
    """Yield project, the one it names, where it does so, and the column; note unknown ids."""
    place = {name: row for row, name in enumerate(projects["id"])}
    for p, (name, named) in enumerate(zip(projects["id"], projects[column], strict=True)):
        if not isinstance(named, tuple):
            continue
        at: Place = (file, int(projects["row"].iloc[p]), column)
        if column in scenario.projects.get(name, {}):
            where, dotted = scenario.where("projects", name, column)
            at = (where, None, dotted)
        for other in named:
            if other not in place:
                findings.add(*at, said(other), Words("项目表里有的编号", "an id of projects.csv"))
            else:
                yield p, place[other], at, column


def _circle(below: dict[int, list[int]]) -> list[int]:
    """Return one closed walk p, ..., p; empty if there is none."""
    done: set[int] = set()
    for root in below:
        walk: list[int] = []
        ahead: list[tuple[int, int]] = [(root, 0)]
        while ahead:
            node, depth = ahead.pop()
            del walk[depth:]
            if node in walk:
                return [*walk[walk.index(node) :], node]
            walk.append(node)
            if node not in done:
                done.add(node)
                ahead += [(other, depth + 1) for other in reversed(below.get(node, []))]
    return []
