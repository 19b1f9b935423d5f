"""
The contract's linear program a second time, from its page alone, for comparison.

Nothing of `portfolio` is imported: the tables are read with `csv`, the scenario with `tomllib`,
every row is written in plain loops as it stands in section 3, and GLPK solves it, not HiGHS.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import swiglpk as glpk

# ---- reading ----------------------------------------------------------------------------------


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def merge(far: dict[str, Any], near: dict[str, Any]) -> dict[str, Any]:
    """Merge key by key, the nearer wins; `by_year` displaces `total` and `profile`, and back."""
    merged = dict(far)
    if "by_year" in near:
        merged.pop("total", None)
        merged.pop("profile", None)
    if "total" in near or "profile" in near:
        merged.pop("by_year", None)
    for key, value in near.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = merge(merged[key], value) if both else value
    return merged


def read_scenario(path: Path) -> dict[str, Any]:
    own = tomllib.loads(path.read_text(encoding="utf-8"))
    if "data" in own:
        own["data"] = path.parent / own["data"]
    if "extends" not in own:
        return own
    return merge(read_scenario(path.parent / own["extends"]), own)


def by_year(envelope: dict[str, Any]) -> list[float]:
    if "by_year" in envelope:
        return envelope["by_year"]
    return [envelope["total"] * share for share in envelope["profile"]]


def split(cell: Any) -> list[str]:
    """Read a list: `a;b` in a table, `a;b` or `["a", "b"]` in a scenario."""
    parts = cell if isinstance(cell, list) else str(cell).split(";")
    return [str(part).strip() for part in parts if str(part).strip()]


@dataclass
class Project:
    """One row of projects.csv, overridden, in the symbols of section 3; years count from 0."""

    id: str
    row: dict[str, Any]
    cost: float
    land: float
    duration: float
    first: int
    last: int
    profile: list[float]
    required: bool
    excluded: bool


def read_project(row: dict[str, Any], scenario: dict[str, Any]) -> Project:
    begin, end = scenario["horizon"]["first_year"], scenario["horizon"]["last_year"]
    row = row | scenario.get("projects", {}).get(row["id"], {})
    promote = scenario.get("promote", {})
    # "promote.excluded wins over commitment"; commitment is "required" unless it says otherwise.
    excluded = row["id"] in promote.get("excluded", [])
    committed = scenario.get("planned", {}).get("commitment", "required") == "required"
    required = row["id"] in promote.get("required", []) or (committed and row["list"] == "planned")
    plan = row["plan_investment"]
    return Project(
        id=row["id"],
        row=row,
        cost=float(row["total_investment"] if plan == "" else plan),
        land=0.0 if row["id"] in scenario["land"].get("exempt", []) else float(row["land"]),
        duration=float(row["duration"]),
        # Work is within the horizon, so a window that is wider is cut (the page is silent).
        first=max(begin, int(row["earliest_start"] or begin)) - begin,
        last=min(end, int(row["latest_finish"] or end)) - begin,
        profile=[float(share) for share in split(row["spend_profile"])],
        required=required and not excluded,
        excluded=excluded,
    )


# ---- a linear program, one row at a time -------------------------------------------------------

Terms = list[tuple[int, float]]


class Program:
    """Columns from 0 to an upper bound and rows between two bounds; GLPK maximises."""

    def __init__(self) -> None:
        glpk.glp_term_out(glpk.GLP_OFF)
        self.lp = glpk.glp_create_prob()
        glpk.glp_set_obj_dir(self.lp, glpk.GLP_MAX)

    def column(self, upper: float | None) -> int:
        j = glpk.glp_add_cols(self.lp, 1)
        kind = glpk.GLP_LO if upper is None else glpk.GLP_DB
        glpk.glp_set_col_bnds(self.lp, j, kind, 0.0, upper or 0.0)
        return j

    def row(self, terms: Terms, at_least: float | None = None, at_most: float | None = None):
        i = glpk.glp_add_rows(self.lp, 1)
        total: dict[int, float] = {}
        for j, worth in terms:
            total[j] = total.get(j, 0.0) + worth
        index, value = glpk.intArray(len(total) + 1), glpk.doubleArray(len(total) + 1)
        for place, (j, worth) in enumerate(total.items(), start=1):
            index[place], value[place] = j, worth
        glpk.glp_set_mat_row(self.lp, i, len(total), index, value)
        if at_least is not None and at_least == at_most:
            glpk.glp_set_row_bnds(self.lp, i, glpk.GLP_FX, at_least, at_least)
        elif at_least is None:
            glpk.glp_set_row_bnds(self.lp, i, glpk.GLP_UP, 0.0, at_most)
        else:
            glpk.glp_set_row_bnds(self.lp, i, glpk.GLP_LO, at_least, 0.0)

    def maximise(self, terms: Terms) -> float | None:
        """Return the optimum; None if no solution keeps all rows."""
        for j, worth in terms:
            glpk.glp_set_obj_coef(self.lp, j, worth)
        glpk.glp_scale_prob(self.lp, glpk.GLP_SF_AUTO)
        how = glpk.glp_smcp()
        glpk.glp_init_smcp(how)
        how.msg_lev, how.presolve = glpk.GLP_MSG_OFF, glpk.GLP_ON
        how.tol_bnd = how.tol_dj = 1e-9
        code = glpk.glp_simplex(self.lp, how)
        status, optimum = glpk.glp_get_status(self.lp), glpk.glp_get_obj_val(self.lp)
        glpk.glp_delete_prob(self.lp)
        if code == glpk.GLP_ENOPFS:
            return None
        if code != 0 or status != glpk.GLP_OPT:
            raise RuntimeError(f"GLPK failed: code {code}, status {status}")
        return optimum


# ---- section 3 ---------------------------------------------------------------------------------


@dataclass
class Course:
    """Spent, begun and finished of one project: terms for each year."""

    spent: list[Terms]
    begun: list[Terms]
    finished: list[Terms]


def course(program: Program, p: Project, n: int) -> Course:
    spent: list[Terms] = [[] for _ in range(n)]
    begun: list[Terms] = [[] for _ in range(n)]
    finished: list[Terms] = [[] for _ in range(n)]
    length = len(p.profile) or 1
    for s in range(n):
        if p.excluded or s < p.first or s + length - 1 > p.last:
            continue
        j = program.column(1.0 if p.profile else 1 / p.duration)
        for t in range(n):
            if s <= t < s + length:
                spent[t].append((j, p.profile[t - s] if p.profile else 1.0))
            if s <= t:
                begun[t].append((j, 1.0))
            if s + length - 1 <= t:
                finished[t].append((j, 1.0))
    return Course(spent, begun, finished)


def times(factor: float, terms: Terms) -> Terms:
    return [(j, factor * worth) for j, worth in terms]


def envelope_rows(
    program: Program, money: list[Terms], budget: list[float], carry_over: bool
) -> None:
    for t in range(len(budget)):
        years = range(t + 1) if carry_over else [t]
        program.row(
            [term for s in years for term in money[s]], at_most=sum(budget[s] for s in years)
        )


def optimum(path: Path) -> float | None:
    """Return the best score of a scenario in shares; None if no plan exists."""
    scenario = read_scenario(path)
    data = Path(scenario.get("data", path.parent / "../data"))
    horizon = scenario["horizon"]
    n = horizon["last_year"] - horizon["first_year"] + 1
    projects = [read_project(row, scenario) for row in read_csv(data / "projects.csv")]
    at = {p.id: p for p in projects}
    program = Program()
    courses = {p.id: course(program, p, n) for p in projects}

    def money(chosen: list[Project]) -> list[Terms]:
        return [
            [term for p in chosen for term in times(p.cost, courses[p.id].spent[t])]
            for t in range(n)
        ]

    for p in projects:
        funded = courses[p.id].begun[n - 1]
        program.row(funded, at_least=1.0 if p.required else None, at_most=1.0)
    budget = scenario["budget"]
    carry_over = budget.get("carry_over", False)
    envelope_rows(program, money(projects), by_year(budget), carry_over)
    for source, ceiling in budget.get("funding", {}).items():
        own = [p for p in projects if p.row["funding"] == source]
        envelope_rows(program, money(own), by_year(ceiling), carry_over)
    quota = by_year(scenario["land"])
    for t in range(n):
        taken = [term for p in projects for term in times(p.land, courses[p.id].begun[t])]
        program.row(taken, at_most=sum(quota[: t + 1]))
    for p in projects:
        for name in split(p.row["requires"]):
            q = at[name]
            for t in range(n):
                one, other = courses[p.id].begun[t], courses[q.id].begun[t]
                program.row(one + times(-1.0, other), at_most=0.0)
    for label in sorted({label for p in projects for label in split(p.row["site_group"])}):
        sharing = [p for p in projects if label in split(p.row["site_group"])]
        program.row([term for p in sharing for term in courses[p.id].begun[n - 1]], at_most=1.0)
    limit_rows(program, scenario, projects, money)
    return program.maximise(objective(program, scenario, data, projects, courses, n))


def limit_rows(program: Program, scenario: dict[str, Any], projects: list[Project], money) -> None:
    everything = [term for terms in money(projects) for term in terms]
    for by, groups in scenario.get("limits", {}).items():
        for key, limit in groups.items():
            group = [p for p in projects if p.row[by] == key]
            own = [term for terms in money(group) for term in terms]
            if "min_share" in limit:
                program.row(own + times(-limit["min_share"], everything), at_least=0.0)
            if "max_share" in limit:
                program.row(own + times(-limit["max_share"], everything), at_most=0.0)
            if "min_investment" in limit:
                program.row(own, at_least=limit["min_investment"])
            if "max_investment" in limit:
                program.row(own, at_most=limit["max_investment"])


def objective(
    program: Program,
    scenario: dict[str, Any],
    data: Path,
    projects: list[Project],
    courses: dict[str, Course],
    n: int,
) -> Terms:
    """Write the attainment rows, and return the terms of the score."""
    omega, rho = scenario["objective"]["year_weights"], scenario["objective"]["beyond_need"]
    weights = scenario.get("weights", {})
    contributions = read_csv(data / "contributions.csv")
    excluded = {p.id for p in projects if p.excluded}
    reached = {c["indicator_id"] for c in contributions if c["project_id"] not in excluded}
    needs, weight = {}, {}
    for row in read_csv(data / "indicators.csv"):
        own = float(weights.get(row["id"], row["weight"]))
        if row["id"] in reached and own > 0 and float(row["need"] or 0) > 0:
            needs[row["id"]], weight[row["id"]] = float(row["need"]), own
    terms: Terms = []
    for k, need in needs.items():
        w = 100 * weight[k] / sum(weight.values())
        for t in range(n):
            y, v = program.column(need), program.column(None)
            added = [
                term
                for c in contributions
                if c["indicator_id"] == k
                for term in times(float(c["amount"]), courses[c["project_id"]].finished[t])
            ]
            program.row([(y, 1.0), (v, 1.0), *times(-1.0, added)], at_most=0.0)
            terms += [(y, omega[t] * w / need), (v, omega[t] * w * rho / need)]
    return terms
