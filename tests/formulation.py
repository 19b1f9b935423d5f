"""
The contract's program a second time, from its text alone (model page, sections 1 to 4).

Nothing of `portfolio` is imported: tables are read with `csv`, the scenario with `tomllib`, and
every row is written in plain loops, a dictionary a row, in calendar years, 万元 and the indicators'
own units, as section 3 has it. GLPK (`swiglpk`) solves it, not HiGHS.

Where the contract is silent the formulation takes what `docs/model.md` decides: a window is cut to
the horizon, a co-financed project burdens a funding ceiling with its share, an excluded project
stays out when `completion` is ignored, and transfers are void when `purse` is.
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import swiglpk as glpk

MIP_SECONDS = 30  # whole projects: GLPK gives up, and says so

Name = tuple  # of a variable: ("x", "P01", 2021)
Terms = dict[Name, float]

# ---- reading (sections 1 and 2) -----------------------------------------------------------------


def read_csv(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return [
        {key: (cell or "").strip() for key, cell in row.items()}
        for row in csv.DictReader(text.splitlines())
    ]


def read_scenario(path: Path) -> dict[str, Any]:
    """Return the keys of a scenario and of what it extends; the nearer file wins."""
    own = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    if "data" in own:
        own["data"] = path.parent / own["data"]
    if "extends" not in own:
        return own
    return merged(read_scenario(path.parent / own.pop("extends")), own)


def merged(far: dict[str, Any], near: dict[str, Any]) -> dict[str, Any]:
    found = dict(far)
    if "by_year" in near:
        found.pop("total", None)
        found.pop("profile", None)
    if "total" in near or "profile" in near:
        found.pop("by_year", None)
    for key, value in near.items():
        if isinstance(value, dict) and isinstance(found.get(key), dict):
            found[key] = merged(found[key], value)
        else:
            found[key] = value
    return found


def amounts(table: Mapping[str, Any], years: list[int]) -> dict[int, float]:
    if "by_year" in table:
        return dict(zip(years, table["by_year"], strict=True))
    return {t: table["total"] * share for t, share in zip(years, table["profile"], strict=True)}


def split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def as_text(value: Any) -> str:
    return ";".join(as_text(each) for each in value) if isinstance(value, list) else str(value)


def sources(cell: str) -> dict[str, float]:
    """Read `fiscal`, or `fiscal:0.6;special_bond:0.4`."""
    pairs = [part.partition(":") for part in split(cell)]
    return {name.strip(): float(share or 1) for name, _, share in pairs}


@dataclass
class Project:
    """A row of projects.csv after the scenario's overrides."""

    id: str
    row: dict[str, str]
    cost: float
    land: float
    duration: float
    first: int
    last: int
    profile: list[float]
    funding: dict[str, float]
    required: bool
    excluded: bool


def read_project(row: dict[str, str], scenario: dict[str, Any], years: list[int]) -> Project:
    overrides = scenario.get("projects", {}).get(row["id"], {})
    row = row | {key: as_text(value) for key, value in overrides.items()}
    promote = scenario.get("promote", {})
    excluded = row["id"] in promote.get("excluded", [])
    committed = scenario.get("planned", {}).get("commitment", "required") == "required"
    takes_quota = row.get("land_kind") in (None, "", "new")
    takes_quota = takes_quota and row["id"] not in scenario["land"].get("exempt", [])
    return Project(
        id=row["id"],
        row=row,
        cost=float(row["plan_investment"] or row["total_investment"]),
        land=float(row["land"]) if takes_quota else 0.0,
        duration=float(row["duration"]),
        first=max(years[0], int(row["earliest_start"] or years[0])),
        last=min(years[-1], int(row["latest_finish"] or years[-1])),
        profile=[float(share) for share in split(row["spend_profile"])],
        funding=sources(row["funding"]),
        required=not excluded
        and (row["id"] in promote.get("required", []) or (committed and row["list"] == "planned")),
        excluded=excluded,
    )


# ---- a program, one row at a time ---------------------------------------------------------------


def total(parts: Iterable[tuple[float, Terms]]) -> Terms:
    """Return a sum of factors times terms."""
    found: Terms = {}
    for factor, terms in parts:
        for name, worth in terms.items():
            found[name] = found.get(name, 0.0) + factor * worth
    return found


@dataclass
class Program:
    """Variables from 0 to an upper bound, and rows between two bounds; the score is maximised."""

    upper: dict[Name, float] = field(default_factory=dict)
    binary: set[Name] = field(default_factory=set)
    score: Terms = field(default_factory=dict)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)

    def variable(self, *name: Any, upper: float = math.inf, binary: bool = False) -> Terms:
        self.upper[name] = upper
        if binary:
            self.binary.add(name)
        return {name: 1.0}

    def at_most(self, terms: Terms, bound: float) -> None:
        self.rows.append((terms, -math.inf, bound))

    def at_least(self, terms: Terms, bound: float) -> None:
        self.rows.append((terms, bound, math.inf))

    def optimum(self, gap: float) -> float | None:
        """Return the best score, to a relative gap for whole projects; None: no solution."""
        lp = self._handed_over()
        glpk.glp_scale_prob(lp, glpk.GLP_SF_AUTO)
        if self.binary:
            how = glpk.glp_iocp()
            glpk.glp_init_iocp(how)
            how.msg_lev, how.presolve = glpk.GLP_MSG_OFF, glpk.GLP_ON
            how.mir_cuts, how.mip_gap, how.tm_lim = glpk.GLP_ON, gap, 1000 * MIP_SECONDS
            code = glpk.glp_intopt(lp, how)
            status, best = glpk.glp_mip_status(lp), glpk.glp_mip_obj_val(lp)
        else:
            how = glpk.glp_smcp()
            glpk.glp_init_smcp(how)
            how.msg_lev, how.presolve = glpk.GLP_MSG_OFF, glpk.GLP_ON
            how.tol_bnd = how.tol_dj = 1e-9
            code = glpk.glp_simplex(lp, how)
            status, best = glpk.glp_get_status(lp), glpk.glp_get_obj_val(lp)
        glpk.glp_delete_prob(lp)
        if code == glpk.GLP_ENOPFS or (code == 0 and status == glpk.GLP_NOFEAS):
            return None
        within_gap = code == glpk.GLP_EMIPGAP and status == glpk.GLP_FEAS
        if within_gap or (code == 0 and status == glpk.GLP_OPT):
            return best
        raise RuntimeError(f"GLPK failed: code {code}, status {status}")

    def _handed_over(self) -> Any:
        """Return the program as GLPK holds it."""
        glpk.glp_term_out(glpk.GLP_OFF)
        lp = glpk.glp_create_prob()
        glpk.glp_set_obj_dir(lp, glpk.GLP_MAX)
        place = {name: j for j, name in enumerate(self.upper, start=1)}
        glpk.glp_add_cols(lp, len(place))
        for name, j in place.items():
            most = self.upper[name]
            kind = glpk.GLP_LO if most == math.inf else glpk.GLP_DB if most else glpk.GLP_FX
            glpk.glp_set_col_bnds(lp, j, kind, 0.0, 0.0 if most == math.inf else most)
            glpk.glp_set_obj_coef(lp, j, self.score.get(name, 0.0))
            if name in self.binary:
                glpk.glp_set_col_kind(lp, j, glpk.GLP_BV)
        for terms, lower, upper in self.rows:
            i = glpk.glp_add_rows(lp, 1)
            index, value = glpk.intArray(len(terms) + 1), glpk.doubleArray(len(terms) + 1)
            for at, (name, worth) in enumerate(terms.items(), start=1):
                index[at], value[at] = place[name], worth
            glpk.glp_set_mat_row(lp, i, len(terms), index, value)
            below, above = (0.0 if math.isinf(each) else each for each in (lower, upper))
            kind = glpk.GLP_UP if math.isinf(lower) else glpk.GLP_LO
            glpk.glp_set_row_bnds(lp, i, kind, below, above)
        return lp


# ---- the course of a project (sections 3 and 4) -----------------------------------------------


@dataclass
class Course:
    """Spent in, begun by and finished by the end of each year, in shares of the project."""

    spent: dict[int, Terms]
    begun: dict[int, Terms]
    finished: dict[int, Terms]


def steady_course(program: Program, p: Project, years: list[int], solve: Mapping) -> Course:
    """A project without a profile in steady work: z_pse from start to end, x_pt in each year."""
    found = Course(*({t: {} for t in years} for _ in range(3)))
    if p.excluded:
        return found
    duration, stretch = math.ceil(p.duration - 1e-9), solve.get("stretch", 1)
    least = solve.get("least_share", 0.1)
    chosen, work = {}, {t: {} for t in years}
    for s in range(p.first, p.last + 1):
        for e in range(s, p.last + 1):
            if duration <= e - s + 1 <= duration + stretch:
                z = chosen[s, e] = program.variable("z", p.id, s, e, upper=1.0, binary=True)
                for t in years:
                    found.begun[t] = total([(1, found.begun[t]), (float(s <= t), z)])
                    found.finished[t] = total([(1, found.finished[t]), (float(e <= t), z)])
                    work[t] = total([(1, work[t]), (float(s <= t <= e), z)])
    for t in years:
        x = found.spent[t] = program.variable("x", p.id, t)
        program.at_most(total([(least, work[t]), (-1, x)]), 0.0)
        program.at_most(total([(1, x), (-1 / p.duration, work[t])]), 0.0)
    once = total((1, z) for z in chosen.values())
    unpaid = total([(1, once), *((-1, found.spent[t]) for t in years)])
    program.at_most(once, 1.0)
    program.at_most(unpaid, 0.0)
    program.at_least(unpaid, 0.0)
    return found


def course(
    program: Program, p: Project, years: list[int], mode: str, solve: Mapping[str, Any]
) -> Course:
    if mode == "steady" and not p.profile:
        return steady_course(program, p, years, solve)
    whole = mode != "shares"
    profile = p.profile
    if whole and not profile:  # even over the duration rounded up
        length = math.ceil(p.duration - 1e-9)
        profile = [1 / length] * length
    found = Course(*({t: {} for t in years} for _ in range(3)))
    for s in years:
        if p.excluded or s < p.first or s + max(len(profile), 1) - 1 > p.last:
            continue
        if profile:
            work = program.variable("z", p.id, s, upper=1.0, binary=whole)
            spending = dict(enumerate(profile, start=s))
            end = s + len(profile) - 1
        else:
            work = program.variable("x", p.id, s, upper=1 / p.duration)
            spending, end = {s: 1.0}, s
        for t in years:
            found.spent[t] = total([(1, found.spent[t]), (spending.get(t, 0.0), work)])
            found.begun[t] = total([(1, found.begun[t]), (float(s <= t), work)])
            found.finished[t] = total([(1, found.finished[t]), (float(end <= t), work)])
    return found


# ---- the rows (section 3) ---------------------------------------------------------------------


class Formulation:
    """Sets, parameters and courses of one scenario; a method a row family."""

    def __init__(self, path: Path, mode: str | None = None) -> None:
        self.scenario = read_scenario(path)
        self.data = Path(self.scenario.get("data", path.parent / "../data"))
        self.solve = self.scenario.get("solve", {})
        self.mode = mode or self.solve.get("mode", "shares")
        horizon = self.scenario["horizon"]
        self.years = list(range(horizon["first_year"], horizon["last_year"] + 1))
        self.program = Program()
        rows = read_csv(self.data / "projects.csv")
        self.projects = [read_project(row, self.scenario, self.years) for row in rows]
        self.course = {
            p.id: course(self.program, p, self.years, self.mode, self.solve) for p in self.projects
        }
        self.carry_over = self.scenario["budget"].get("carry_over", False)
        self.ignored = self.scenario.get("rules", {}).get("ignore", [])
        self.needs: dict[str, tuple[float, dict[str, float]]] = {}
        self.score()

    def optimum(self, years: Mapping[str, tuple[int, int]] | None = None) -> float | None:
        """Return the best score; of steady work that is done from year to year, if `years` is."""
        for name in self.program.binary if years is not None else ():
            one = self.program.rows
            held = years.get(name[1]) == name[2:]
            one.append(({name: 1.0}, 1.0, math.inf) if held else ({name: 1.0}, -math.inf, 0.0))
        if years is not None:
            self.program.binary.clear()
        families = [
            self.completion,
            self.annual_budget,
            self.funding_ceiling,
            self.purse,
            self.land,
            self.attainment,
            self.beyond_cap,
            self.requires,
            self.after,
            self.site_group,
            self.limits,
        ]
        for family in families:
            # The contract has the ceilings of sources among the rows of the annual budget.
            names = {family.__name__}
            if "funding_ceiling" in names:
                names.add("annual_budget")
            if not names & set(self.ignored):
                family()
        return self.program.optimum(self.solve.get("gap", 1e-4))

    def score(self) -> None:
        """The variables y and v of every indicator that earns points, and what they are worth."""
        goal, weights = self.scenario["objective"], self.scenario.get("weights", {})
        rows = read_csv(self.data / "contributions.csv")
        at = {p.id: p for p in self.projects}
        reached = {row["indicator_id"] for row in rows if not at[row["project_id"]].excluded}
        weight: dict[str, float] = {}
        for row in read_csv(self.data / "indicators.csv"):
            k, own = row["id"], float(weights.get(row["id"], row["weight"]))
            origin = row.get("need_origin") or "assumed"
            if not row["need"] or not float(row["need"]) > 0 or own <= 0 or k not in reached:
                continue
            if origin in goal.get("needs", [origin]):
                weight[k], self.needs[k] = own, (float(row["need"]), {})
        for row in rows:
            if row["indicator_id"] in self.needs:
                adds = self.needs[row["indicator_id"]][1]
                amount = float(row["amount"]) * self.benefit(at[row["project_id"]])
                adds[row["project_id"]] = adds.get(row["project_id"], 0.0) + amount
        for k, (need, _) in self.needs.items():
            points = 100 * weight[k] / sum(weight.values())
            for t, omega in zip(self.years, goal["year_weights"], strict=True):
                met = self.program.variable("y", k, t, upper=need)
                beyond = self.program.variable("v", k, t)
                worth = [(1, met), (goal["beyond_need"], beyond)]
                earned = total((omega * points * each / need, terms) for each, terms in worth)
                self.program.score.update(earned)

    def benefit(self, p: Project) -> float:
        """How much of its amounts a project adds."""
        shared = self.scenario["objective"].get("benefit", "full") == "pro_rata"
        whole = float(p.row["total_investment"])
        if not shared or p.row["list"] != "planned" or not whole:
            return 1.0
        return float(p.row["plan_investment"]) / whole

    def funded(self, p: Project) -> Terms:
        return self.course[p.id].begun[self.years[-1]]

    def money(self, share: Mapping[str, float], t: int) -> Terms:
        """Money in a year, of the shares of projects that are named."""
        return total(
            (share.get(p.id, 0.0) * p.cost, self.course[p.id].spent[t]) for p in self.projects
        )

    def within(self, money: dict[int, Terms], ceiling: dict[int, float]) -> None:
        """Each year, or with carry-over the years so far, stay within what there is."""
        for t in self.years:
            span = [s for s in self.years if s <= t] if self.carry_over else [t]
            spent = total((1, money[s]) for s in span)
            self.program.at_most(spent, sum(ceiling[s] for s in span))

    def completion(self) -> None:
        for p in self.projects:
            self.program.at_most(self.funded(p), 1.0)
            if p.required:
                self.program.at_least(self.funded(p), 1.0)

    def annual_budget(self) -> None:
        everything = {p.id: 1.0 for p in self.projects}
        spent = {t: self.money(everything, t) for t in self.years}
        self.within(spent, amounts(self.scenario["budget"], self.years))

    def funding_ceiling(self) -> None:
        for source, ceiling in self.scenario["budget"].get("funding", {}).items():
            share = {p.id: p.funding.get(source, 0.0) for p in self.projects}
            spent = {t: self.money(share, t) for t in self.years}
            self.within(spent, amounts(ceiling, self.years))

    def purse(self) -> None:
        """Purses and the transfers between them."""
        budget, file = self.scenario["budget"], self.data / "purses.csv"
        if not file.exists() or not budget.get("separate", True):
            return
        purses = read_csv(file)
        gain: dict[str, dict[int, Terms]] = {u["id"]: {t: {} for t in self.years} for u in purses}
        for at, each in enumerate(budget.get("transfer", [])):
            moved = {t: self.program.variable("move", at, t) for t in self.years}
            for t in self.years:
                gain[each["to"]][t] = total([(1, gain[each["to"]][t]), (1, moved[t])])
                gain[each["from"]][t] = total([(1, gain[each["from"]][t]), (-1, moved[t])])
            if "transfer" not in self.ignored:
                self.program.at_most(total((1, moved[t]) for t in self.years), each["max"])
        whole_budget = sum(amounts(budget, self.years).values())
        published = sum(float(u["total"]) for u in purses)
        for u in purses:
            share = {
                p.id: sum(part for source, part in p.funding.items() if pays(u, source, p))
                for p in self.projects
            }
            net = {
                t: total([(1, self.money(share, t)), (-1, gain[u["id"]][t])]) for t in self.years
            }
            own = budget.get("purse", {}).get(u["id"])
            if own is None:
                there = whole_budget * float(u["total"]) / published
            else:
                there = sum(own["by_year"]) if "by_year" in own else own["total"]
            self.program.at_most(total((1, net[t]) for t in self.years), there)
            if own is not None and "by_year" in own:
                self.within(net, amounts(own, self.years))

    def land(self) -> None:
        quota = amounts(self.scenario["land"], self.years)
        for t in self.years:
            begun = total((p.land, self.course[p.id].begun[t]) for p in self.projects)
            self.program.at_most(begun, sum(quota[s] for s in self.years if s <= t))

    def attainment(self) -> None:
        for k, (_, adds) in self.needs.items():
            for t in self.years:
                added = [
                    (-adds.get(p.id, 0.0), self.course[p.id].finished[t]) for p in self.projects
                ]
                served = total([(1, {("y", k, t): 1.0}), (1, {("v", k, t): 1.0}), *added])
                self.program.at_most(served, 0.0)

    def beyond_cap(self) -> None:
        if "beyond_cap" in self.scenario["objective"]:
            for k, (need, _) in self.needs.items():
                for t in self.years:
                    most = self.scenario["objective"]["beyond_cap"] * need
                    self.program.at_most({("v", k, t): 1.0}, most)

    def requires(self) -> None:
        for p in self.projects:
            for q in split(p.row["requires"]):
                for t in self.years:
                    ahead = [(1, self.course[p.id].begun[t]), (-1, self.course[q].begun[t])]
                    self.program.at_most(total(ahead), 0.0)

    def after(self) -> None:
        for p in self.projects:
            for q in split(p.row.get("after", "")):
                for t in self.years:
                    before = self.course[q].finished.get(t - 1, {})
                    self.program.at_most(
                        total([(1, self.course[p.id].begun[t]), (-1, before)]), 0.0
                    )

    def site_group(self) -> None:
        labels = {label for p in self.projects for label in split(p.row["site_group"])}
        for label in sorted(labels):
            sharing = [p for p in self.projects if label in split(p.row["site_group"])]
            self.program.at_most(total((1, self.funded(p)) for p in sharing), 1.0)

    def limits(self) -> None:
        everything = {p.id: 1.0 for p in self.projects}
        spent = total((1, self.money(everything, t)) for t in self.years)
        for by, groups in self.scenario.get("limits", {}).items():
            for key, limit in groups.items():
                members = {p.id: 1.0 for p in self.projects if p.row[by] == key}
                inside = total((1, self.money(members, t)) for t in self.years)
                if "min_share" in limit:
                    self.program.at_least(total([(1, inside), (-limit["min_share"], spent)]), 0.0)
                if "max_share" in limit:
                    self.program.at_most(total([(1, inside), (-limit["max_share"], spent)]), 0.0)
                if "min_investment" in limit:
                    self.program.at_least(inside, limit["min_investment"])
                if "max_investment" in limit:
                    self.program.at_most(inside, limit["max_investment"])


def pays(purse: Mapping[str, str], source: str, p: Project) -> bool:
    """Whether a source of a project's money, in its district, belongs to a purse."""
    return purse["funding"] == source and purse["district"] in ("", p.row["district"])


def best_score(path: Path, mode: str | None = None) -> float | None:
    """Return the best score of a scenario; None if no plan exists. `mode` stands before its own."""
    return Formulation(path, mode).optimum()
