"""Groups of published tables as domains: known ones by name, others with an id made for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.codes import DOMAINS, called, compact
from portfolio.inputs.kinds import Kind
from portfolio.inputs.layouts import KINDS
from portfolio.inputs.tables import read_table
from portfolio.words import Words

# Domains that groups are known to be; those of the shipped city as its own table has them.
SHIPPED = (
    Kind("education", Words("教育", "Education"), "#0072B2"),
    Kind("health", Words("医疗卫生", "Health"), "#00875F"),
    Kind("housing", Words("住房保障", "Housing"), "#E69F00"),
    Kind("culture_sport", Words("文化体育", "Culture and sport"), "#B8609A"),
    Kind("emergency", Words("应急保障", "Emergency response"), "#6A4C93"),
)
KNOWN = (
    *SHIPPED,
    *(Kind(each, called(each, DOMAINS)) for each in list(DOMAINS)[len(SHIPPED) :]),
)
NONE = Words("未分类", "No group")  # of projects that stand below no group
ENDING = re.compile(r"(类|建设)?(项目|工程)?$")


@dataclass(frozen=True)
class Domains:
    """The domains of all lists, in the order of the tables, and which group is which."""

    kinds: list[Kind]
    by_group: dict[str, str]
    made: list[str]

    @property
    def table(self) -> pd.DataFrame:
        """The rows of `domains.csv`."""
        rows = [(each.id, each.words.zh, each.words.en, each.colour) for each in self.kinds]
        return pd.DataFrame(rows, columns=list(KINDS), dtype=object)


def read_known(path: str | Path | None, findings: Findings) -> list[Kind] | None:
    """Return the domains of a file like `domains.csv`; None: no file is given."""
    if path is None:
        return None
    rows = read_table(Path(path), KINDS, findings, key="id").data
    return [
        Kind(each.id, Words(each.name_zh, each.name_en), each.colour)
        for each in rows.itertuples()
        if isinstance(each.id, str)
    ]


def domains_of(groups: Iterable[str], given: list[Kind] | None) -> Domains:
    """
    Return a domain for each group.

    Parameters
    ----------
    groups
        Names as printed, in the order of the tables; empty for projects below none.
    given
        Domains that a city has already; all of them are kept. None: those of `KNOWN`.

    Examples
    --------
    >>> found = domains_of(["文体项目", "防洪项目", "住房保障建设项目"], None)
    >>> [each.id for each in found.kinds], found.made
    (['culture_sport', 'domain_1', 'housing'], ['domain_1'])
    """
    known = list(KNOWN if given is None else given)
    kinds = [] if given is None else list(given)
    by_group: dict[str, str] = {}
    made: list[str] = []
    for group in dict.fromkeys(groups):
        kind = _known(group, known)
        if kind is None:
            ids = {each.id for each in [*known, *kinds]}
            new = next(n for n in range(1, len(ids) + 2) if f"domain_{n}" not in ids)
            words = Words(group, group) if group else NONE
            kind = Kind(f"domain_{new}", words)
            made.append(kind.id)
        by_group[group] = kind.id
        if kind.id not in {each.id for each in kinds}:
            kinds.append(kind)
    return Domains(kinds, by_group, made)


def _known(group: str, known: list[Kind]) -> Kind | None:
    """Return the domain that has this name, or of which it is a usual name."""
    ids = {_short(name): each for each, names in DOMAINS.items() for name in names}
    wanted = ids.get(_short(group))
    own = (each for each in known if group and _short(each.words.zh) == _short(group))
    return next(own, next((each for each in known if each.id == wanted), None))


def _short(name: str) -> str:
    """
    Return a name without what groups of projects are called besides.

    >>> _short("住房保障建设项目"), _short("教育类项目")
    ('住房保障', '教育')
    """
    return ENDING.sub("", compact(name))
