"""Sources of money and domains: free words, in the order in which reports show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portfolio.errors import Findings
from portfolio.inputs.columns import source_shares
from portfolio.inputs.scenario import Scenario
from portfolio.inputs.tables import Table, Tables
from portfolio.words import Words, said


@dataclass(frozen=True)
class Kind:
    """One source of money or domain; the colour is `#RRGGBB`, or empty: reports choose one."""

    id: str
    words: Words
    colour: str = ""


def kinds_of(table: Table | None, used: Iterable[str]) -> dict[str, Kind]:
    """Return what a table names, by id; without a table the ids in use, as their own names."""
    if table is None:
        return {name: Kind(name, Words(name, name)) for name in dict.fromkeys(used)}
    rows = table.data[["id", "name_zh", "name_en", "colour"]].itertuples(index=False)
    return {
        each.id: Kind(each.id, Words(each.name_zh, each.name_en or each.name_zh), each.colour)
        for each in rows
    }


def sources_of(tables: Tables, funding: Iterable[str]) -> dict[str, Kind]:
    """Return the sources of money that occur in a column `funding`, or in `sources.csv`."""
    return kinds_of(tables.sources, (name for cell in funding for name in source_shares(cell)))


def check_kinds(tables: Tables, scenario: Scenario | None, findings: Findings) -> None:
    """Note sources and domains of projects and purses that their own tables do not name."""
    for column, table in (("funding", tables.sources), ("domain", tables.domains)):
        if table is None:
            continue
        known = set(table.data["id"])
        there = Words(f"{table.file} 里有的编号", f"an id of {table.file}")
        for each in (tables.projects, tables.purses):
            if each is None or column not in each.data:
                continue
            for line, cell in each.data[["row", column]].values:
                for name in _names(column, cell) - known:
                    findings.add(each.file, int(line), column, said(name), there)
        if scenario is None:
            continue
        for project, cells in scenario.projects.items():
            for name in _names(column, cells.get(column)) - known:
                findings.add(*scenario.place("projects", project, column), said(name), there)


def _names(column: str, cell: object) -> set[str]:
    """Return the ids in a cell; none in one that could not be read."""
    if not isinstance(cell, str):
        return set()
    return set(source_shares(cell)) if column == "funding" else {cell}
