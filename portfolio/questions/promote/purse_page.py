"""The purses of one reserve project's card as a part of a page."""

from __future__ import annotations

from portfolio.questions.promote.card import NO_PLAN, Card, PurseShare
from portfolio.questions.promote.words import columns, label
from portfolio.report.parts import Cell, Part, Table, Text, amount


def purse_parts(each: Card, lang: str) -> list[Part]:
    """Return which purses pay, what is missing in them, and what a transfer would do."""
    if not each.purses:
        return []
    keys = ("purse", "pays", "has", "required", "spent", "unspent", "displaces", "missing")
    rows: list[list[Cell]] = [
        [
            one.name,
            *(amount(v) for v in (one.pays, one.money, one.required, one.spent, one.unspent)),
            amount(one.displaces),
            amount(one.missing),
        ]
        for one in each.purses
    ]
    parts: list[Part] = [
        Text("h3", label("promote.purses", lang)),
        Table(columns(lang, *keys), rows),
    ]
    said = [text for one in each.purses if (text := _lack(one, lang))]
    if not said and NO_PLAN not in {each.status_with, each.status_without}:
        said = [label("promote.purse.suffices", lang)]
    elif said:
        said.append(_transfers(each, lang))
    return parts + [Text("p", text) for text in said]


def _lack(one: PurseShare, lang: str) -> str:
    """Say what is missing in one purse, and when; or what its other projects give up."""
    if one.missing > 0:
        years = [
            label("promote.purse.year", lang, year=year, amount=amount(each))
            for year, each in one.missing_years.items()
        ]
        text = label("promote.comma", lang).join(years)
        lack = amount(one.missing)
        return label("promote.purse.missing", lang, name=one.name, amount=lack, years=text)
    if one.displaces:
        give_up = amount(one.displaces)
        return label("promote.purse.displaces", lang, name=one.name, amount=give_up)
    return ""


def _transfers(each: Card, lang: str) -> str:
    """Say who could give what is missing, and what the plan scores then."""
    if not each.transfers:
        return label("promote.transfer.none", lang)
    names = {one.purse: one.name for one in each.purses}
    parts = [
        label(
            "promote.transfer",
            lang,
            giver=one.giver_name,
            taker=names[one.taker],
            amount=amount(one.amount),
        )
        + label(
            f"promote.transfer.{'spare' if one.unspent >= one.amount else 'short'}",
            lang,
            unspent=amount(one.unspent),
        )
        for one in each.transfers
    ]
    found, beside = "no_plan", None
    if each.score_with_transfer is not None:
        found = "fits"
        if each.score_with is not None:
            found, beside = "gains", each.score_with_transfer - each.score_with
    values = {
        "score": amount(each.score_with_transfer, 4),
        "gain": amount(each.gain_with_transfer, 4, True),
        "beside": amount(beside, 4, True),
    }
    return label("promote.comma", lang).join(parts) + label(
        f"promote.transfer.{found}", lang, **values
    )
