"""Rows of published lists as projects: ids, sources, districts, and what the papers do not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.errors import Findings
from portfolio.inputs.annex.amounts import UNITS
from portfolio.inputs.annex.districts import city_of, district_of
from portfolio.inputs.annex.lines import Line, Sort
from portfolio.inputs.annex.lists import Annex
from portfolio.inputs.layouts import PROJECTS
from portfolio.inputs.reconcile import plain
from portfolio.words import Words, said

BY_OWNER = "by_owner"
FIRM = ("公司", "集团")  # in the name of an owner: its money is hardly the treasury's
CLASSES = (5_000, 20_000, 60_000)  # 万元: below the first one year, from each one more (A2)
COLUMNS = [name for name in PROJECTS if name != "running_cost"]
EMPTY = Words("空单元格", "an empty cell")


@dataclass(frozen=True)
class Project:
    """
    One project as published.

    Attributes
    ----------
    id
        `P01` … planned, `R01` … reserve, in the order of the tables.
    source
        `附件3-13`; `附件3-二-4` where the numbers begin anew in each group.
    group
        Name of its group of the first level, or its printed domain; empty if there is none.
    city
        The city named in the title; empty if none is.
    """

    id: str
    source: str
    group: str
    city: str
    kind: str
    line: Line
    head: dict[str, str]

    @property
    def firm(self) -> bool:
        """Whether its owner is a company by its name."""
        return any(word in self.line.texts.get("owner", "") for word in FIRM)

    @property
    def district(self) -> tuple[str, bool]:
        """The district, and whether it is inferred from the responsible unit."""
        texts = self.line.texts
        printed = texts.get("district", "")
        return (printed, False) if printed else district_of(texts.get("responsible", ""), self.city)

    def cells(self, domain: str, funding: str) -> dict[str, str]:
        """Return its row of `projects.csv`, all that the papers say, and the rest by rule."""
        texts, basis = self.line.texts, []
        district, inferred = self.district
        source = funding
        if funding == BY_OWNER:
            source = "state_company" if self.firm else "fiscal"
            basis.append(f"资金来源按业主单位推断→{source}（假设）")
        else:
            basis.append(f"资金来源未列→{source}（假设）")
        amounts = self.line.amounts
        total = amounts["total_investment"] or Decimal(0)
        years = 1 + sum(total >= least for least in CLASSES)
        basis.append(f"工期按总投资规模档{years}年（假设）")
        if inferred:
            basis.append(f"地区按责任单位推断→{district}")
        if amounts.get("land") is None:
            basis.append("用地未列→0（假设）")
        return {
            "id": self.id,
            "name": self.line.name,
            "list": self.kind,
            "domain": domain,
            "district": district,
            "owner": texts.get("owner", ""),
            "responsible": texts.get("responsible", ""),
            "funding": source,
            **{key: plain(amount) for key in UNITS if (amount := amounts.get(key)) is not None},
            **({"land": "0"} if amounts.get("land") is None else {}),
            "duration": str(years),
            "source": self.source,
            "basis": "；".join(basis),
            "content": texts.get("content", ""),
        }


def projects_of(annexes: Sequence[Annex]) -> Iterator[Project]:
    """Yield the projects of all lists, numbered over all lists of a kind."""
    titles = [annex.title for annex in annexes]
    counts = Counter(
        annex.kind for annex in annexes for line in annex.lines if line.sort is Sort.PROJECT
    )
    so_far: Counter[str] = Counter()
    for annex in annexes:
        anew = _begins_anew(annex)
        group = Line(Sort.GROUP, "", 0, "", "")
        groups = place = 0
        for line in annex.lines:
            if line.sort is Sort.GROUP and line.level == 1:
                group, groups = line, groups + 1
            if line.sort is not Sort.PROJECT:
                continue
            so_far[annex.kind] += 1
            place += 1
            digits = max(2, len(str(counts[annex.kind])))
            letter = "P" if annex.kind == "planned" else "R"
            inside = f"{group.number or groups}-" if anew else ""
            yield Project(
                id=f"{letter}{so_far[annex.kind]:0{digits}}",
                source=f"{annex.label}-{inside}{line.number or place}",
                group=line.texts.get("domain") or group.name,
                city=city_of(titles),
                kind=annex.kind,
                line=line,
                head=annex.head.printed,
            )


def _begins_anew(annex: Annex) -> bool:
    """Whether the numbers of projects begin at 1 below each group."""
    ones = 0
    first = False
    for line in annex.lines:
        if line.sort is Sort.GROUP and line.level == 1:
            first = True
        elif line.sort is Sort.PROJECT and first:
            if line.number != "1":
                return False
            ones, first = ones + 1, False
    return ones > 1


def check_projects(projects: Sequence[Project], findings: Findings) -> None:
    """Note what must be there and is not, and names and numbers that stand there twice."""
    named: dict[str, Project] = {}
    numbered: dict[str, Project] = {}
    for each in projects:
        needed = ["total_investment", *(["plan_investment"] if each.kind == "planned" else [])]
        for key in needed:
            if key not in each.head or each.line.amounts.get(key, 0) is not None:
                continue  # a column that is missing is said once
            found = said(each.line.raw[key]) if each.line.raw.get(key) else EMPTY
            allowed = Words("不小于 0 的数", "a number >= 0")
            findings.add(each.line.table, each.line.row, each.head[key], found, allowed)
        for key, seen, value, once in (
            ("name", named, each.line.name, Words("不重复的项目名称", "a name that is used once")),
            ("number", numbered, each.source, Words("不重复的序号", "a number that is used once")),
        ):
            other = seen.setdefault(value, each) if value else each
            if other is each:
                continue
            shown = said(each.line.name if key == "name" else each.line.number)
            where = f"{other.line.table} 第 {other.line.row} 行"
            there = f"{other.line.table}, row {other.line.row}"
            found = Words(f"{shown.zh}，{where}已有", f"{shown.en}, as in {there}")
            findings.add(each.line.table, each.line.row, each.head.get(key), found, once)
