"""What is asked of a person who begins with a city, and the files that follow from it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portfolio.inputs.codes import DOMAINS, SOURCES
from portfolio.inputs.formulas import guarded
from portfolio.inputs.kinds import Kind
from portfolio.inputs.layouts import ASSUMPTIONS, CONTRIBUTIONS, INDICATORS, KINDS, PROJECTS, PURSES
from portfolio.inputs.new_city.ids import kinds_for
from portfolio.inputs.new_city.texts import assumptions_of, notes_of, scenario_of

MARK = b"\xef\xbb\xbf"  # so that WPS and Excel read the tables as UTF-8


@dataclass(frozen=True)
class City:
    """
    A city that is not planned yet.

    Attributes
    ----------
    title
        Of its first scenario.
    first_year, last_year
        The horizon.
    domains, sources, districts
        Their names, each once.
    purses
        Whether the money of each source and district is kept apart.
    budget, land
        Over the horizon, 万元 and 亩; None: not known yet, so the key is left to be filled in.
    """

    title: str
    first_year: int
    last_year: int
    domains: tuple[str, ...]
    sources: tuple[str, ...]
    districts: tuple[str, ...]
    purses: bool = False
    budget: float | None = None
    land: float | None = 0.0

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the horizon."""
        return tuple(range(self.first_year, self.last_year + 1))


def files_of(city: City) -> dict[str, bytes]:
    """Return the files of a city by their path in its folder: tables, scenario, notes."""
    domains = kinds_for(city.domains, DOMAINS, "domain")
    sources = kinds_for(city.sources, SOURCES, "source")
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[str]]]] = {
        "projects": (list(PROJECTS), ()),
        # Baseline and target without a year in their names.
        "indicators": ([name for name in INDICATORS if not name[-4:].isdigit()], ()),
        "contributions": (list(CONTRIBUTIONS), ()),
        "domains": (list(KINDS), _kind_rows(domains)),
        "sources": (list(KINDS), _kind_rows(sources)),
        "assumptions": (list(ASSUMPTIONS), assumptions_of(city.years, city.purses)),
    }
    if city.purses:
        tables["purses"] = (list(PURSES), _purse_rows(city, sources))
    files = {f"data/{name}.csv": _table(*table) for name, table in tables.items()}
    scenario = scenario_of(
        json.dumps(city.title, ensure_ascii=False), city.years, city.budget, city.land
    )
    notes = notes_of(city.years, domains[0], sources[0], city.districts[0], city.purses)
    return files | {
        "scenarios/base.toml": scenario.encode(),
        "说明.txt": MARK + notes.encode(),
    }


def _kind_rows(kinds: Sequence[Kind]) -> list[list[str]]:
    return [[each.id, each.words.zh, each.words.en, each.colour] for each in kinds]


def _purse_rows(city: City, sources: Sequence[Kind]) -> list[list[str]]:
    """Return a purse for each source and district; an empty total is summed up by the program."""
    return [
        [f"{source.id}_{at}", f"{district}{source.words.zh}", source.id, district, "", ""]
        for source in sources
        for at, district in enumerate(city.districts, start=1)
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([[guarded(cell) for cell in row] for row in rows])
    return MARK + text.getvalue().encode()
