"""Do the tables add up, and do they hold together? Reconciliation and findings, nothing mended."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.codes import folded
from portfolio.inputs.columns import LISTS
from portfolio.inputs.kinds import Kind, check_kinds, kinds_of
from portfolio.inputs.layouts import REMARKS, SCOPE
from portfolio.inputs.places import is_there
from portfolio.inputs.purses import who_pays
from portfolio.inputs.sheet import format_number
from portfolio.inputs.tables import (
    Tables,
    check_references,
    read_table,
    read_tables,
    unserved,
)
from portfolio.words import Words, said

MU = Decimal(10_000) / 15  # square metres in a 亩
LAND_TOLERANCE = 0.03  # relative difference of site area and land that is worth a look ...
LAND_TRACE = 0.1  # ... unless it is smaller than this, in 亩
PROPORTION = 3.0  # how far a ratio may be from the median of its kind
MEASURES = {
    "projects": None,
    "total_investment": "total_investment",
    "plan_investment": "plan_investment",
    "land": "land",
}
RATIOS = (
    ("floor_area", "beds", Words("每床建筑面积（平方米）", "m² of floor a bed")),
    ("floor_area", "places", Words("每学位建筑面积（平方米）", "m² of floor a place")),
    ("floor_area", "homes", Words("每套建筑面积（平方米）", "m² of floor a home")),
    ("places", "classes", Words("每班学位（个）", "places a class")),
)


@dataclass(frozen=True)
class Report:
    """
    What the check found.

    Attributes
    ----------
    sums
        Columns `list`, `domain` (empty: all), `measure`, `tables`, `published`, `agrees`;
        sums are exact decimals; `published` is None where the papers print nothing.
    domains
        What domains are called, by id.
    findings
        What does not fit in the papers, (place, words) each; none of it is mended.
    """

    sums: pd.DataFrame
    domains: dict[str, Kind]
    findings: list[tuple[str, Words]]

    @property
    def reconciled(self) -> bool:
        """Whether every printed sum is met to the last digit."""
        return bool(self.sums["agrees"].all())


def check_data(folder: str | Path) -> Report:
    """
    Check the tables of a folder.

    Parameters
    ----------
    folder
        The data folder; `scope.csv`, `remarks.csv` and `published_totals.json` are optional.

    Raises
    ------
    InputError
        If the tables themselves cannot be used.
    """
    folder = Path(folder)
    notes = Findings()
    tables = read_tables(folder, notes)
    empty = pd.DataFrame(columns=[*SCOPE, *REMARKS], dtype=object)
    scope = remarks = empty
    if is_there(folder / "scope.csv"):
        table = read_table(folder / "scope.csv", SCOPE, notes, may_be_empty=True)
        check_references(tables, table, notes)
        scope = table.data
    if is_there(folder / "remarks.csv"):
        remarks = read_table(folder / "remarks.csv", REMARKS, notes, may_be_empty=True).data
    printed = _printed(folder / "published_totals.json", _domains(tables), notes)
    check_kinds(tables, None, notes)
    who_pays(tables, tables.projects.data, None, notes)
    notes.raise_if_any()
    found = [
        *_projects(tables),
        *_alike(tables),
        *_contributions(tables),
        *_scope(tables, scope),
        *_indicators(tables),
        *_without_project(tables),
    ]
    found += [
        (row.subject, Words(f"{row.remark_zh}（{row.source}）", f"{row.remark_en} ({row.source})"))
        for row in remarks.itertuples()
    ]
    return Report(_reconcile(tables, printed), _domains(tables), found)


def plain(amount: Decimal) -> str:
    """
    Return an exact amount without spare zeros.

    >>> plain(Decimal("1280855.70")), plain(Decimal("600"))
    ('1280855.7', '600')
    """
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _reconcile(tables: Tables, printed: dict[tuple[str, str, str], Decimal]) -> pd.DataFrame:
    cells = tables.projects.text
    rows = []
    for kind in LISTS:
        for domain in ("", *_domains(tables)):
            own = cells[(cells["list"] == kind) & ((cells["domain"] == domain) | (domain == ""))]
            for measure, column in MEASURES.items():
                if own.empty or (column and (column not in own or (own[column] == "").all())):
                    continue
                amounts = [Decimal(cell) for cell in own[column] if cell] if column else []
                total = sum(amounts, Decimal(0)) if column else Decimal(len(own))
                expected = printed.get((kind, domain, measure))
                rows.append((kind, domain, measure, total, expected, expected in (None, total)))
    columns = ["list", "domain", "measure", "tables", "published", "agrees"]
    return pd.DataFrame(rows, columns=columns)


def _domains(tables: Tables) -> dict[str, Kind]:
    cells = [cell for cell in tables.projects.data["domain"] if isinstance(cell, str)]
    return kinds_of(tables.domains, cells)


def _printed(
    path: Path, domains: Mapping[str, Kind], findings: Findings
) -> dict[tuple[str, str, str], Decimal]:
    """
    Printed sums by list, domain and measure.

    A list's key ends in its name (`annex3_planned`); a group says its `domain`, or is called by
    the domain's id or name.
    """
    if not path.exists():
        return {}
    names = {word: each.id for each in domains.values() for word in (each.id, *each.words)}
    printed = {}
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        for key in content:
            if key != "unit" and not key.endswith(LISTS):
                raise ValueError(key)
        for kind in LISTS:
            own = [content[key] for key in content if key.endswith(kind)]
            groups = [
                group for each in own for group in ({"domain": ""} | each["total"], *each["groups"])
            ]
            for group in groups:
                domain = group["domain"] if "domain" in group else names.get(group["name"])
                if domain not in ("", *domains):
                    raise ValueError(group.get("domain", group.get("name")))
                for measure in MEASURES:
                    if measure in group:
                        printed[kind, domain, measure] = Decimal(str(group[measure]))
    except (ArithmeticError, LookupError, TypeError, ValueError) as problem:
        sums = Words(
            "公布合计的 JSON：planned、reserve 下各有 total 和 groups",
            "published sums in JSON: `total` and `groups` of planned and of reserve",
        )
        findings.add(path.as_posix(), None, None, said(problem), sums)
    return printed


def _projects(tables: Tables) -> Iterator[tuple[str, Words]]:
    for row in tables.projects.data.itertuples():
        plan, total = format_number(row.plan_investment), format_number(row.total_investment)
        if row.plan_investment > row.total_investment:
            yield (
                row.id,
                Words(
                    f"规划期投资 {plan} 大于总投资 {total}",
                    f"plan investment {plan} > total {total}",
                ),
            )
        if row.spend_profile and len(row.spend_profile) < row.duration:
            years = len(row.spend_profile)
            yield (
                row.id,
                Words(
                    f"年度投资比例只有 {years} 年，短于工期 {row.duration:g} 年",
                    f"profile of {years} years, shorter than its duration {row.duration:g}",
                ),
            )


def _alike(tables: Tables) -> Iterator[tuple[str, Words]]:
    """Districts that differ by blanks or width of letters alone: as a rule one, typed twice."""
    names: dict[str, list[str]] = {}
    for name in dict.fromkeys(filter(None, tables.projects.data["district"].astype(str))):
        names.setdefault(folded(name), []).append(name)
    for first, *others in names.values():
        for other in others:
            yield first, Words(f"与地区“{other}”只差空格或全半角", f"a district like '{other}'")


def _contributions(tables: Tables) -> Iterator[tuple[str, Words]]:
    """Rows of the same project and indicator, which add up."""
    rows = tables.contributions.data
    again = rows[rows.duplicated(["project_id", "indicator_id"])]
    for row in again.itertuples():
        yield (
            row.project_id,
            Words(
                f"contributions.csv 第 {row.row} 行：{row.indicator_id} 已有一行，两行相加",
                f"contributions.csv row {row.row}: {row.indicator_id} stands there already; "
                "the rows are added up",
            ),
        )


def _scope(tables: Tables, scope: pd.DataFrame) -> Iterator[tuple[str, Words]]:
    """Site areas that disagree with the land, and ratios far from the median of their kind."""
    stated = scope.dropna(subset=["project_id"]).pivot_table(
        index="project_id", columns="item", values="amount", aggfunc="sum"
    )
    land = tables.projects.data.set_index("id")["land"]
    for name, area in stated.get("site_area", pd.Series(dtype=float)).dropna().items():
        in_mu = area / float(MU)
        site, stated_land = f"{area:,.10g}", format_number(land[name])
        if abs(in_mu - land[name]) > max(LAND_TRACE, LAND_TOLERANCE * max(in_mu, land[name])):
            yield (
                str(name),
                Words(
                    f"占地 {site} 平方米合 {in_mu:.2f} 亩，而用地规模为 {stated_land} 亩",
                    f"site of {site} m² is {in_mu:.2f} 亩, the land column says {stated_land}",
                ),
            )
    for above, below, words in RATIOS:
        if above not in stated or below not in stated:
            continue
        ratio = (stated[above] / stated[below]).dropna()
        usual = float(ratio.median()) if len(ratio) else np.nan
        for name, value in ratio[
            (ratio > usual * PROPORTION) | (ratio < usual / PROPORTION)
        ].items():
            yield (
                str(name),
                Words(
                    f"{words.zh} {value:.1f}，同类中位数 {usual:.1f}",
                    f"{words.en}: {value:.1f}, median of its kind {usual:.1f}",
                ),
            )


def _without_project(tables: Tables) -> Iterator[tuple[str, Words]]:
    for each in tables.indicators.data.iloc[unserved(tables)].itertuples():
        need = f"{format_number(each.need)} {each.need_unit}".strip()
        yield (
            each.id,
            Words(f"{each.name}：需求 {need}，没有项目", f"{each.name}: {need} needed, no project"),
        )


def _indicators(tables: Tables) -> Iterator[tuple[str, Words]]:
    for row in tables.indicators.data.itertuples():
        before, target = row.baseline, row.target
        goal, had = format_number(target), format_number(before)
        worse = target > before if row.sense == "at_most" else target < before
        if worse:
            yield (
                row.id,
                Words(
                    f"{row.name}：目标 {goal} 不如基期的 {had}",
                    f"{row.name}: the target {goal} is worse than the baseline {had}",
                ),
            )
