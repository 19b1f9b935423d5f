"""One reserve project's card as a part of a page."""

from __future__ import annotations

from portfolio.inputs.problem import Problem
from portfolio.questions.promote.card import NO_PLAN, Card, Change, Missing, ShareMove
from portfolio.questions.promote.purse_page import purse_parts
from portfolio.questions.promote.words import columns, label
from portfolio.report.parts import Cell, Items, Number, Part, Table, Text, amount, share

MONEY = ("money", "money_domain", "money_district", "money_funding", "money_purse")
LAND = ("land", "land_domain", "land_district")


def card_parts(problem: Problem, each: Card, lang: str) -> list[Part]:
    """Return the parts of one card, from its heading down."""
    name = f"{each.rank}. {each.project_id} {each.name}"
    parts: list[Part] = [
        Text("h2", name, name=each.project_id),
        Text(
            "p",
            label(
                "promote.facts",
                lang,
                domain=problem.called("domain", each.domain).to(lang),
                district=each.district,
                funding=problem.called("funding", each.funding).to(lang),
                cost=amount(each.cost),
                land=amount(each.land),
                share=share(each.share_in_plan),
            ),
        ),
    ]
    if each.difference is None:
        parts += _no_plan(problem, each, lang)
        parts += purse_parts(each, lang)
    else:
        parts += _scores(problem, each, lang)
        parts += purse_parts(each, lang)
        parts += _others(each, lang)
        parts += _by_year(problem, each, MONEY, "promote.money", lang)
        parts += _by_year(problem, each, LAND, "promote.land", lang)
        parts += _indicators(problem, each, lang)
    return parts + _comes_in(each, lang)


def _no_plan(problem: Problem, each: Card, lang: str) -> list[Part]:
    side = "with" if each.status_with == NO_PLAN else "without"
    parts: list[Part] = [Text("p", label(f"promote.no_plan_{side}", lang), "warn")]
    found = each.shortfall
    if found is None:
        return parts
    parts += [Text("p", words.to(lang), "warn") for words in found.collisions]
    if found.collisions or not found.shortfall:
        return parts
    parts.append(_lacks(problem, each, found, lang))
    if not found.proven:
        parts.append(Text("p", label("promote.unproven", lang), "quiet"))
    if each.score_with_shortfall is not None and each.score_without is not None:
        text = label(
            "promote.granted",
            lang,
            score=amount(each.score_with_shortfall, 4),
            gain=amount(each.gain_with_shortfall, 4, True),
        )
        parts.append(Text("p", text))
    return parts


def _lacks(problem: Problem, each: Card, found: Missing, lang: str) -> Table:
    """Return what is missing, a row a year and their sum."""
    years = list(found.shortfall.values())
    rows: list[list[Cell]] = [
        [
            year,
            amount(lack.money, 4),
            *(amount(extra, 4) for extra in (*lack.sources.values(), *lack.purses.values())),
            amount(lack.land, 4),
        ]
        for year, lack in found.shortfall.items()
    ]
    sources, purses = list(years[0].sources), list(years[0].purses)
    head = [
        *columns(lang, "year", "lacks_money"),
        *(problem.called("funding", key).to(lang) for key in sources),
        *(problem.called("purse", key).to(lang) for key in purses),
        *columns(lang, "lacks_land"),
    ]
    total: list[Cell] = [
        label("promote.total", lang),
        amount(each.shortfall_money, 4),
        *(amount(sum(lack.sources[key] for lack in years), 4) for key in sources),
        *(amount(sum(lack.purses[key] for lack in years), 4) for key in purses),
        amount(each.shortfall_land, 4),
    ]
    return Table(head, [*rows, total])


def _scores(problem: Problem, each: Card, lang: str) -> list[Part]:
    rows = [
        [
            amount(each.score_without, 4),
            amount(each.score_with, 4),
            amount(each.difference, 4, True),
            amount(each.difference_per_yi, 4, True),
        ]
    ]
    parts: list[Part] = [Table(columns(lang, "without", "with", "difference", "per_yi"), rows)]
    low, high = each.difference_low or 0.0, each.difference_high or 0.0
    if high - low > 1e-4:
        text = label(
            "promote.range",
            lang,
            low=amount(low, 4, True),
            high=amount(high, 4, True),
            shares=amount(each.difference_in_shares, 4, True),
        )
        parts.append(Text("p", text, "quiet"))
    if each.counts_only_with or each.counts_only_without:
        names = dict(zip(problem.indicators["id"], problem.indicators["name"], strict=True))
        keys = [*each.counts_only_with, *each.counts_only_without]
        text = label(
            "promote.measure",
            lang,
            names=label("promote.comma", lang).join(f"{key} {names[key]}" for key in keys),
            same=amount(each.difference_same_measure, 4, True),
        )
        parts.append(Text("p", text, "warn"))
    return parts


def _others(each: Card, lang: str) -> list[Part]:
    parts: list[Part] = []
    moves: tuple[tuple[str, list[ShareMove]], ...] = (
        ("displaced", each.displaced),
        ("raised", each.raised),
    )
    for key, found in moves:
        rows: list[list[Cell]] = [
            [
                f"{other.project_id} {other.name}",
                share(other.share_without),
                share(other.share_with),
                amount(other.investment, 2, True),
                amount(other.land, 2, True),
            ]
            for other in found
        ]
        if rows:
            head = columns(lang, "project", "share_without", "share_with", "money", "land")
            parts += [Text("h3", label(f"promote.{key}", lang, n=len(rows))), Table(head, rows)]
    rows = [
        [
            f"{other.project_id} {other.name}",
            Number(other.finish_without),
            Number(other.finish_with),
        ]
        for other in each.delayed
    ]
    if rows:
        head = columns(lang, "project", "finish_without", "finish_with")
        parts += [Text("h3", label("promote.delayed", lang, n=len(rows))), Table(head, rows)]
    return parts or [Text("p", label("promote.nobody", lang))]


def _by_year(
    problem: Problem, each: Card, sections: tuple[str, ...], title: str, lang: str
) -> list[Part]:
    """Differences by year, of the project itself, of what is unspent, and of all others."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for row in each.changes:
        if row.section in sections:
            change = (row.with_ or 0.0) - (row.without or 0.0)
            found.setdefault((row.section, row.key), {})[row.year] = change
    if not found:
        return []
    first = [(sections[0], key) for key in ("own", "unspent", "total")]
    order = [key for key in first if key in found] + [key for key in found if key not in first]
    years = [*map(str, problem.years), ""]
    rows = [
        [
            label(f"promote.by.{section.partition('_')[2] or 'all'}", lang),
            key_name(problem, section, key, lang),
            *(amount(found[section, key].get(year), 2, True) for year in years),
        ]
        for section, key in order
    ]
    head = [*columns(lang, "by", "key"), *years[:-1], label("promote.total", lang)]
    return [Text("h3", label(title, lang)), Table(head, rows)]


def key_name(problem: Problem, section: str, key: str, lang: str) -> str:
    """Return what readers call a purse, a domain, a source of money, a district or a sum."""
    if f"promote.key.{key}" in label:
        return label(f"promote.key.{key}", lang)
    return problem.called(section.partition("_")[2], key).to(lang)


def _indicators(problem: Problem, each: Card, lang: str) -> list[Part]:
    found: dict[str, dict[str, Change]] = {}
    for row in each.changes:
        if row.section in ("points", "met", "added"):
            found.setdefault(row.key, {})[row.section] = row
    if not found:
        return []
    about = problem.indicators.set_index("id")
    rows = []
    for key, parts in found.items():
        cells: list[Cell] = [f"{key} {about.at[key, 'name']}", str(about.at[key, "need_unit"])]
        for section, digits in (("added", 2), ("met", 4), ("points", 4)):
            one = parts.get(section)
            both = (one.without, one.with_) if one else (None, None)
            cells += [share(v) if section == "met" else amount(v, digits) for v in both]
        one = parts.get("points")
        change = (one.with_ or 0.0) - (one.without or 0.0) if one else None
        rows.append([*cells, amount(change, 4, True)])
    keys = ("indicator", "unit", "added_without", "added_with", "met_without", "met_with")
    head = columns(lang, *keys, "points_without", "points_with", "difference")
    return [Text("h3", label("promote.indicators", lang)), Table(head, rows)]


def _comes_in(each: Card, lang: str) -> list[Part]:
    if each.budget_up_share == 0:
        return [Text("p", label("promote.already", lang))]
    lines = []
    for key, value, beside in (
        ("budget", each.budget_up_by, each.budget_up_share),
        ("purse", each.purse_up_by, None),
        ("both", each.budget_and_land_up_money, each.budget_and_land_up_share),
        ("cost", each.cost_down_to, each.cost_down_to_at_prices),
        ("weight", each.weight_up_by, each.weight_up_by_at_prices),
    ):
        if key == "purse" and not each.purses:
            continue
        if value is None:
            lines.append(label(f"promote.never.{key}", lang))
            continue
        digits = 3 if key == "weight" else 2
        values = {
            "value": amount(value, digits),
            "share": share(beside) if key in ("budget", "both") else "",
            "land": amount(each.budget_and_land_up_land),
            "cost": amount(each.cost),
            "prices": amount(beside, digits),
        }
        lines.append(label(f"promote.from.{key}", lang, **values))
    return [Text("h3", label("promote.comes_in", lang)), Items(lines)]
