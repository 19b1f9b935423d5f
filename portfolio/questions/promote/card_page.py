"""One reserve project's card as a part of a page."""

from __future__ import annotations

from html import escape
from typing import Any

from portfolio.inputs.problem import Problem
from portfolio.questions.compare.html import Number, Raw, amount, block, share, table
from portfolio.questions.promote.words import LABELS, label

Card = dict[str, Any]
MONEY = ("money", "money_domain", "money_district", "money_funding")
LAND = ("land", "land_domain", "land_district")


def columns(lang: str, *keys: str) -> list[str]:
    """Return the heads of a table's columns."""
    return [label(f"promote.col.{key}", lang) for key in keys]


def card_parts(problem: Problem, each: Card, lang: str) -> list[str]:
    """Return the parts of one card, from its heading down."""
    name = f"{each['rank']}. {each['project_id']} {each['name']}"
    parts = [
        block("h2", name, name=each["project_id"]),
        block(
            "p",
            label(
                "promote.facts",
                lang,
                domain=label(f"domain.{each['domain']}", lang),
                district=each["district"],
                funding=label(f"funding.{each['funding']}", lang),
                cost=amount(each["cost"]),
                land=amount(each["land"]),
                share=share(each["share_in_plan"]),
            ),
        ),
    ]
    if each["difference"] is None:
        parts += _no_plan(each, lang)
    else:
        parts += _scores(problem, each, lang)
        parts += _others(each, lang)
        parts += _by_year(problem, each, MONEY, "promote.money", lang)
        parts += _by_year(problem, each, LAND, "promote.land", lang)
        parts += _indicators(problem, each, lang)
    return parts + _comes_in(each, lang)


def _no_plan(each: Card, lang: str) -> list[str]:
    side = "with" if each["status_with"] == "no_plan" else "without"
    parts = [block("p", label(f"promote.no_plan_{side}", lang), "warn")]
    found = each["shortfall"]
    for words in found["collisions"]:
        parts.append(block("p", words[lang], "warn"))
    rows = [
        [
            year,
            amount(lack["money"], 4),
            *(amount(extra, 4) for extra in lack["sources"].values()),
            amount(lack["land"], 4),
        ]
        for year, lack in found["shortfall"].items()
    ]
    if found["collisions"] or not rows:
        return parts
    sources = next(iter(found["shortfall"].values()))["sources"]
    head = [
        *columns(lang, "year", "lacks_money"),
        *(label(f"funding.{key}", lang) for key in sources),
        *columns(lang, "lacks_land"),
    ]
    total = [label("promote.total", lang), amount(each["shortfall_money"], 4)]
    total += [
        amount(sum(year["sources"][key] for year in found["shortfall"].values()), 4)
        for key in sources
    ]
    parts.append(table(head, [*rows, [*total, amount(each["shortfall_land"], 4)]]))
    if not found["proven"]:
        parts.append(block("p", label("promote.unproven", lang), "quiet"))
    if each["score_with_shortfall"] is not None and each["score_without"] is not None:
        text = label(
            "promote.granted",
            lang,
            score=amount(each["score_with_shortfall"], 4),
            gain=amount(each["gain_with_shortfall"], 4, True),
        )
        parts.append(block("p", text))
    return parts


def _scores(problem: Problem, each: Card, lang: str) -> list[str]:
    rows = [
        [
            amount(each["score_without"], 4),
            amount(each["score_with"], 4),
            amount(each["difference"], 4, True),
            amount(each["difference_per_yi"], 4, True),
        ]
    ]
    parts = [table(columns(lang, "without", "with", "difference", "per_yi"), rows)]
    if each["difference_high"] - each["difference_low"] > 1e-4:
        text = label(
            "promote.range",
            lang,
            low=amount(each["difference_low"], 4, True),
            high=amount(each["difference_high"], 4, True),
            shares=amount(each["difference_in_shares"], 4, True),
        )
        parts.append(block("p", text, "quiet"))
    if each["counts_only_with"] or each["counts_only_without"]:
        names = dict(zip(problem.indicators["id"], problem.indicators["name"], strict=True))
        keys = [*each["counts_only_with"], *each["counts_only_without"]]
        text = label(
            "promote.measure",
            lang,
            names=label("promote.comma", lang).join(f"{key} {names[key]}" for key in keys),
            same=amount(each["difference_same_measure"], 4, True),
        )
        parts.append(block("p", text, "warn"))
    return parts


def _others(each: Card, lang: str) -> list[str]:
    parts = []
    for key in ("displaced", "raised"):
        rows = [
            [
                f"{other['project_id']} {other['name']}",
                share(other["share_without"]),
                share(other["share_with"]),
                amount(other["investment"], 2, True),
                amount(other["land"], 2, True),
            ]
            for other in each[key]
        ]
        if rows:
            head = columns(lang, "project", "share_without", "share_with", "money", "land")
            parts += [block("h3", label(f"promote.{key}", lang, n=len(rows))), table(head, rows)]
    rows = [
        [
            f"{other['project_id']} {other['name']}",
            Number(other["finish_without"]),
            Number(other["finish_with"]),
        ]
        for other in each["delayed"]
    ]
    if rows:
        head = columns(lang, "project", "finish_without", "finish_with")
        parts += [block("h3", label("promote.delayed", lang, n=len(rows))), table(head, rows)]
    if not parts:
        parts.append(block("p", label("promote.nobody", lang)))
    return parts


def _by_year(
    problem: Problem, each: Card, sections: tuple[str, ...], title: str, lang: str
) -> list[str]:
    """Differences by year, of the project itself, of what is unspent, and of all others."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for row in each["changes"]:
        if row["section"] in sections:
            change = (row["with"] or 0.0) - (row["without"] or 0.0)
            found.setdefault((row["section"], row["key"]), {})[row["year"]] = change
    if not found:
        return []
    first = [(sections[0], key) for key in ("own", "unspent", "total")]
    order = [key for key in first if key in found] + [key for key in found if key not in first]
    years = [*map(str, problem.years), ""]
    rows = [
        [
            label(f"promote.by.{section.partition('_')[2] or 'all'}", lang),
            key_name(key, lang),
            *(amount(found[section, key].get(year), 2, True) for year in years),
        ]
        for section, key in order
    ]
    head = [*columns(lang, "by", "key"), *years[:-1], label("promote.total", lang)]
    return [block("h3", label(title, lang)), table(head, rows)]


def key_name(key: str, lang: str) -> str:
    """Return what readers call a domain, a source of money, a district or a sum."""
    for kind in ("promote.key", "domain", "funding"):
        if f"{kind}.{key}" in LABELS:
            return label(f"{kind}.{key}", lang)
    return key


def _indicators(problem: Problem, each: Card, lang: str) -> list[str]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in each["changes"]:
        if row["section"] in ("points", "met", "added"):
            found.setdefault(row["key"], {})[row["section"]] = row
    if not found:
        return []
    about = problem.indicators.set_index("id")
    rows = []
    for key, parts in found.items():
        cells = [f"{key} {about.at[key, 'name']}", str(about.at[key, "need_unit"])]
        for section, digits in (("added", 2), ("met", 4), ("points", 4)):
            row = parts.get(section)
            both = (row["without"], row["with"]) if row else (None, None)
            show = share if section == "met" else lambda value, d=digits: amount(value, d)
            cells += [show(both[0]), show(both[1])]
        row = parts.get("points")
        change = (row["with"] or 0.0) - (row["without"] or 0.0) if row else None
        rows.append([*cells, amount(change, 4, True)])
    keys = ("indicator", "unit", "added_without", "added_with", "met_without", "met_with")
    head = columns(lang, *keys, "points_without", "points_with", "difference")
    return [block("h3", label("promote.indicators", lang)), table(head, rows)]


def _comes_in(each: Card, lang: str) -> list[str]:
    if each["budget_up_share"] == 0:
        return [block("p", label("promote.already", lang))]
    lines = []
    for key, about in (
        ("budget", ("budget_up_by", "budget_up_share")),
        ("both", ("budget_and_land_up_money", "budget_and_land_up_share")),
        ("cost", ("cost_down_to", "cost_down_to_at_prices")),
        ("weight", ("weight_up_by", "weight_up_by_at_prices")),
    ):
        if each[about[0]] is None:
            lines.append(label(f"promote.never.{key}", lang))
            continue
        values = {
            "value": amount(each[about[0]], 3 if key == "weight" else 2),
            "share": share(each[about[1]]) if key in ("budget", "both") else "",
            "land": amount(each["budget_and_land_up_land"]),
            "cost": amount(each["cost"]),
            "prices": amount(each[about[1]], 3 if key == "weight" else 2),
        }
        lines.append(label(f"promote.from.{key}", lang, **values))
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return [block("h3", label("promote.comes_in", lang)), block("ul", Raw(items))]
