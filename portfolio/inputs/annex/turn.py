"""Published lists as the tables of a data folder: all of them, or every reason why not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from portfolio.errors import Findings, PortfolioError, as_lines, in_order
from portfolio.inputs.annex.domains import Domains, domains_of
from portfolio.inputs.annex.lists import Annex, Document, read_annexes
from portfolio.inputs.annex.projects import (
    BY_OWNER,
    COLUMNS,
    Project,
    check_projects,
    projects_of,
)
from portfolio.inputs.annex.sums import Printed, printed_sums, totals_of
from portfolio.inputs.kinds import Kind
from portfolio.inputs.layouts import REMARKS
from portfolio.words import Words

NAMED = 8  # ids that a note names one by one


@dataclass(frozen=True)
class Asked:
    """
    How to read: what the papers do not say.

    Attributes
    ----------
    kind
        `planned` or `reserve` for all tables; None: as they say themselves.
    funding
        The source of money of every project, or `by_owner`.
    domains
        Domains that the city has already.
    accept_totals
        Whether tables are made although printed sums do not agree.
    """

    kind: str | None = None
    funding: str = "fiscal"
    domains: list[Kind] | None = None
    accept_totals: bool = False


@dataclass(frozen=True)
class Imported:
    """
    What is to be written, and what is to be said.

    Attributes
    ----------
    tables
        `projects.csv`, `domains.csv` and, where printed sums were accepted, `remarks.csv`.
    totals
        The text of `published_totals.json`.
    annexes, sums
        The lists as read, and every printed sum with what the rows say.
    notes
        What was not read, converted, assumed or is left to do, a line each.
    """

    tables: dict[str, pd.DataFrame]
    totals: str
    annexes: list[Annex]
    sums: list[Printed]
    notes: list[Words] = field(default_factory=list)

    @property
    def mismatches(self) -> list[Words]:
        """Printed sums that the rows do not meet, a line each."""
        return [as_line(each) for each in self.sums if not each.agrees]


def import_annexes(documents: Sequence[Document], asked: Asked) -> Imported:
    """
    Turn published lists into tables.

    Raises
    ------
    PortfolioError
        With a line for every cell that cannot be used and for every printed sum that its rows do
        not meet, all at once; sums alone can be accepted.
    """
    findings = Findings()
    read = read_annexes(documents, asked.kind, findings)
    projects = list(projects_of(read.annexes))
    check_projects(projects, findings)
    sums = [each for annex in read.annexes for each in printed_sums(annex)]
    _raise_if_any(findings, [] if asked.accept_totals else sums)
    domains = domains_of((each.group for each in projects), asked.domains)
    rows = [each.cells(domains.by_group[each.group], asked.funding) for each in projects]
    tables = {
        "projects.csv": pd.DataFrame(rows, columns=COLUMNS, dtype=object).fillna(""),
        "domains.csv": domains.table,
    }
    wrong = [each for each in sums if not each.agrees]
    if wrong:
        remarks = [("plan", each.said.zh, each.said.en, each.place.zh) for each in wrong]
        tables["remarks.csv"] = pd.DataFrame(remarks, columns=list(REMARKS), dtype=object)
    totals = json.dumps(totals_of(read.annexes, domains), ensure_ascii=False, indent=2) + "\n"
    notes = [*read.notes, *_left(projects, domains, asked)]
    return Imported(tables, totals, read.annexes, sums, notes)


def _raise_if_any(findings: Findings, sums: Sequence[Printed]) -> None:
    wrong = [as_line(each) for each in sums if not each.agrees]
    lines = as_lines(in_order(dict.fromkeys(findings.items)))
    if not (lines or wrong):
        return
    count = len(lines) + len(wrong)
    zh, en = f"共 {count} 条，没有写出任何文件", f"{count} lines; nothing was written"
    if not lines:
        zh = f"{zh}；核实后可加 --accept-totals，差异记入 remarks.csv"
        en = f"{en}; once looked into, --accept-totals writes them to remarks.csv"
    raise PortfolioError([*lines, *wrong, Words(zh, en)])


def _left(projects: Sequence[Project], domains: Domains, asked: Asked) -> Iterator[Words]:
    """Say what was assumed, and what is left to the clerk."""
    firms = [each.id for each in projects if each.firm]
    if firms:
        some = _listed(firms)
        source = "state_company" if asked.funding == BY_OWNER else asked.funding
        yield Words(
            f"{len(firms)} 项的业主是公司或集团（{some.zh}），资金来源填 {source}（假设），请核对",
            f"{len(firms)} owners are companies ({some.en}): funding {source} is assumed, check it",
        )
    inferred = [each.id for each in projects if each.district[1]]
    if inferred:
        some = _listed(inferred)
        yield Words(
            f"{len(inferred)} 项的地区按责任单位推断（{some.zh}），请核对",
            f"{len(inferred)} districts are inferred from the responsible unit ({some.en})",
        )
    if domains.made:
        listed = "、".join(domains.made)
        yield Words(
            f"新编的领域编号 {listed}：请在 domains.csv 改成自己的编号、英文名和颜色",
            f"ids made for domains {', '.join(domains.made)}: give them names in domains.csv",
        )
    yield Words(
        "资金来源、工期没有印，按规则填（假设，见 basis）；用地性质、起止年份没有印，留空",
        "funding and duration are not printed: filled by rule (assumed, see basis); the kind of "
        "land and the window are not printed: left empty",
    )


def as_line(each: Printed) -> Words:
    """Return one printed sum and its rows as a line."""
    return Words(f"{each.place.zh}：{each.said.zh}", f"{each.place.en}: {each.said.en}")


def _listed(ids: list[str]) -> Words:
    more = len(ids) > NAMED
    zh, en = "、".join(ids[:NAMED]), ", ".join(ids[:NAMED])
    return Words(f"{zh}等" if more else zh, f"{en} ..." if more else en)
