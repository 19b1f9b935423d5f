"""Purses (资金池): whose money it is, who pays for which project, and support between them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from portfolio.errors import Findings
from portfolio.inputs.columns import source_shares
from portfolio.inputs.scenario import Scenario
from portfolio.inputs.tables import Table, Tables
from portfolio.words import Words, said


@dataclass(frozen=True)
class Purses:
    """
    U purses and M transfers; money in 万元.

    Attributes
    ----------
    ids, names
        U of each.
    pairs
        Source of money and district of each; the district is empty where all are meant.
    total
        What the published plan needs of each, shape (U,): as the table gives it, or where its
        cell is empty, the sum of its planned projects.
    pays
        Share of each project's money that comes from each purse, sparse, shape (U, P).
    part
        Share of the whole budget that a purse has, shape (U,); 0 for one with money of its own.
    own
        Money of its own over the horizon, shape (U,); 0 for one that shares in the budget.
    by_year
        Own money of each year, shape (n,), by index of the purse: it binds each year.
    giver, taker, most
        Of each transfer: from which purse, to which, and how much at most, shape (M,).
    apart
        Whether the purses are kept apart; if not, they are reported and bind nothing.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    total: np.ndarray
    pays: sparse.csr_array
    part: np.ndarray
    own: np.ndarray
    by_year: dict[int, np.ndarray]
    giver: np.ndarray
    taker: np.ndarray
    most: np.ndarray
    apart: bool

    @classmethod
    def none(cls, p_count: int) -> Purses:
        """Return no purses: all money is one pot."""
        nothing, nobody = np.zeros(0), np.zeros(0, dtype=int)
        pays = sparse.csr_array((0, p_count))
        return cls((), (), (), nothing, pays, nothing, nothing, {}, nobody, nobody, nothing, False)

    def money(self, budget: np.ndarray) -> np.ndarray:
        """Return T, the money of each purse over the horizon, shape (U,); `budget` is (n,)."""
        return self.part * float(budget.sum()) + self.own

    def granted(self, extra: np.ndarray, yearly: dict[int, np.ndarray]) -> Purses:
        """Return the purses with more money of their own: over the horizon (U,), and by year."""
        by_year = {u: own + yearly.get(u, 0.0) for u, own in self.by_year.items()}
        return replace(self, own=self.own + extra, by_year=by_year)

    def scaled(self, factor: np.ndarray, budget: np.ndarray) -> Purses:
        """Return own money scaled like a budget whose years, shape (n,), take factors."""
        total = float(budget.sum())
        overall = float((budget * factor).sum()) / total if total else 1.0
        by_year = {u: own * factor for u, own in self.by_year.items()}
        own = self.own * overall
        for u, each in by_year.items():
            own[u] = each.sum()
        return replace(self, own=own, by_year=by_year)


def purses_of(
    tables: Tables, projects: pd.DataFrame, scenario: Scenario, findings: Findings
) -> Purses:
    """
    Return the purses of a scenario, and note what does not fit.

    Parameters
    ----------
    tables
        With `purses.csv`, or without.
    projects
        The project table after the scenario's overrides, shape (P, columns).
    scenario, findings
        What it says of purses, and where to note mistakes.
    """
    table = tables.purses
    if table is None:
        _none_there(tables, scenario, findings)
        return Purses.none(len(projects))
    place = {name: u for u, name in enumerate(table.data["id"])}
    _check_names(place, table, scenario, findings)
    pays = who_pays(tables, projects, scenario, findings)
    own, by_year = np.zeros(len(table.data)), {}
    for name, money in scenario.purse.items():
        u = place.get(name)
        if u is None:
            continue
        if money.by_year is not None:
            by_year[u] = np.array(money.by_year)
        own[u] = sum(money.by_year) if money.by_year is not None else money.total or 0.0
    total = _totals(tables, table)
    shares = np.array([name not in scenario.purse for name in table.data["id"]], dtype=bool)
    if total.sum() == 0 and shares.any():  # not where a total could not be read: that is said
        found = Words("合计 0", "a sum of 0")
        some = Words("合计大于 0（各资金池按它分预算）", "a sum > 0: purses share the budget by it")
        if table.data["total"].isna().any():
            some = Words(
                f"{some.zh}；留空的按其规划项目的规划期投资，而它们合计 0",
                f"{some.en}; an empty one is the sum of its planned projects, which is 0",
            )
        findings.add(table.file, None, "total", found, some)
    part = np.where(shares, total / (total.sum() or 1.0), 0.0)
    named = [(place.get(each.giver, 0), place.get(each.taker, 0)) for each in scenario.transfers]
    ends = np.array(named, dtype=int).reshape(-1, 2)
    return Purses(
        ids=tuple(place),
        names=tuple(table.data["name"]),
        pairs=_pairs(table),
        total=total,
        pays=pays,
        part=part,
        own=own,
        by_year=dict(sorted(by_year.items())),
        giver=ends[:, 0],
        taker=ends[:, 1],
        most=np.array([each.most for each in scenario.transfers], dtype=float),
        apart=scenario.separate is not False and "purse" not in scenario.ignore,
    )


def _totals(tables: Tables, table: Table) -> np.ndarray:
    """Return what the published plan needs of each purse, shape (U,): as given, or summed up."""
    total = pd.to_numeric(table.data["total"], errors="coerce").to_numpy(float)
    if np.isnan(total).any():
        projects = tables.projects.data
        planned = projects["plan_investment"].where(projects["list"] == "planned")
        cost = pd.to_numeric(planned, errors="coerce").fillna(0.0).to_numpy(float)
        needed = who_pays(tables, projects, None, Findings()) @ cost
        total = np.where(np.isnan(total), needed, total)
    return total


def _none_there(tables: Tables, scenario: Scenario, findings: Findings) -> None:
    """Note what a scenario says of purses where the tables have none."""
    keys = [("separate",)] if scenario.separate else []
    keys += [("purse",)] if scenario.purse else []
    keys += [("transfer",)] if scenario.transfers else []
    where = tables.folder.as_posix()
    for key in keys:
        found = Words(
            f"资金池，而 {where} 没有 purses.csv", f"purses, but no purses.csv in {where}"
        )
        first = Words("先建 purses.csv", "a table purses.csv first")
        findings.add(*scenario.place("budget", *key), found, first)


def _check_names(
    place: dict[str, int], table: Table, scenario: Scenario, findings: Findings
) -> None:
    known = Words(f"{table.file} 里有的编号", f"an id of {table.file}")
    for name in scenario.purse:
        if name not in place:
            findings.add(*scenario.place("budget", "purse", name), said(name), known)
    file, dotted = scenario.where("budget", "transfer")
    for at, each in enumerate(scenario.transfers, start=1):
        for key, name in (("from", each.giver), ("to", each.taker)):
            if name not in place:
                findings.add(file, None, f"{dotted}[{at}].{key}", said(name), known)
        if each.giver == each.taker:
            other = Words("与 from 不同的资金池", "another purse than `from`")
            findings.add(file, None, f"{dotted}[{at}].to", said(each.taker), other)


def who_pays(
    tables: Tables, projects: pd.DataFrame, scenario: Scenario | None, findings: Findings
) -> sparse.csr_array:
    """
    Return the share of each project's money that comes from each purse, shape (U, P).

    Notes pairs of source and district that are in no purse or in several, a line a pair.
    """
    table = tables.purses
    if table is None:
        return sparse.csr_array((0, len(projects)))
    purses = _pairs(table)
    entries: list[tuple[int, int, float]] = []
    wrong: dict[tuple[str, str], list[int]] = {}
    cells = projects[["funding", "district"]].values
    place: dict[tuple[str, str], list[int]] = {}
    for p, (funding, district) in enumerate(cells):
        if not (isinstance(funding, str) and isinstance(district, str)):
            continue  # what is wrong there is said already
        for source, share in source_shares(funding).items():
            pair = (source, district)
            if pair not in place:
                place[pair] = [u for u, each in enumerate(purses) if each in (pair, (source, ""))]
            if len(place[pair]) == 1:
                entries.append((place[pair][0], p, share))
            else:
                wrong.setdefault(pair, []).append(p)
    for pair, members in wrong.items():
        _note_pair(tables, projects, scenario, (*pair, members, place[pair]), findings)
    at = np.array([(u, p) for u, p, _ in entries], dtype=int).reshape(-1, 2)
    shares = np.array([share for *_, share in entries])
    return sparse.csr_array((shares, (at[:, 0], at[:, 1])), shape=(len(purses), len(projects)))


def _pairs(table: Table) -> tuple[tuple[str, str], ...]:
    """Return source and district of each purse; a cell that could not be read is empty."""
    cells = table.data[["funding", "district"]].values
    return tuple(
        (str(funding), district if isinstance(district, str) else "") for funding, district in cells
    )


def _note_pair(
    tables: Tables,
    projects: pd.DataFrame,
    scenario: Scenario | None,
    wrong: tuple[str, str, list[int], list[int]],
    findings: Findings,
) -> None:
    source, district, members, own = wrong
    first, purses = projects.iloc[members[0]], tables.purses
    if purses is None:
        raise AssertionError("a pair of no table")
    place: tuple[str, int | None, str] = (tables.projects.file, int(first["row"]), "funding")
    for key in ("district", "funding"):
        if scenario and key in scenario.projects.get(first["id"], {}):
            place = scenario.place("projects", first["id"], key)
    ids = ", ".join(purses.data["id"].iloc[own])
    several = len(members)
    who = first["id"] if several == 1 else f"{first['id']} 等 {several} 个项目"
    who_en = first["id"] if several == 1 else f"{first['id']} and {several - 1} more"
    found = Words(
        f"{who}的“{source}、{district}”" + (f"同时属于 {ids}" if own else "不属于任何资金池"),
        f"'{source}, {district}' of {who_en} in " + (f"several purses: {ids}" if own else "none"),
    )
    one = Words(
        f"恰好属于 {purses.file} 的一行", f"a pair that one row of {purses.file} stands for"
    )
    findings.add(*place, found, one)
