"""The cards of reserve projects as one page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from portfolio.inputs.problem import Problem
from portfolio.questions.promote.card import Card
from portfolio.questions.promote.card_page import card_parts
from portfolio.questions.promote.words import columns, label, missing
from portfolio.report.html import page
from portfolio.report.parts import (
    Cell,
    Link,
    Number,
    Part,
    Picture,
    Table,
    Text,
    amount,
    share,
)


def cards_page(problem: Problem, cards: Sequence[Card], drawn: Path, lang: str = "zh") -> str:
    """Return the page: picture and ranking first, then a card for each project."""
    title = f"{label('promote.title', lang)} — {problem.scenario.title}"
    parts: list[Part] = [
        Text("h1", title),
        Text("p", _summary(problem, cards, lang)),
        Text("p", label("promote.how", lang), "quiet"),
        Picture(drawn.stem, title),
        Text("h2", label("promote.ranking", lang)),
        _ranking(cards, lang),
    ]
    for each in cards:
        parts += card_parts(problem, each, lang)
    return page(title, lang, parts, {drawn.stem: {".svg": drawn.read_bytes()}})


def _summary(problem: Problem, cards: Sequence[Card], lang: str) -> str:
    fits = sum(each.difference is not None for each in cards)
    return label(
        "promote.summary",
        lang,
        scenario=problem.scenario.name,
        mode=label(f"mode.{problem.scenario.mode}", lang),
        score=amount(next((each.score_plan for each in cards), None), 4),
        all=len(cards),
        fits=fits,
        out=len(cards) - fits,
    )


def _ranking(cards: Sequence[Card], lang: str) -> Table:
    scores = ("rank", "project", "in_plan", "without", "with", "difference", "per_yi")
    others = ("displaced", "delayed", "budget", "both", "cost", "weight")
    return Table(columns(lang, *scores, *others), [_row(each, lang) for each in cards])


def _row(each: Card, lang: str) -> list[Cell]:
    fits = each.difference is not None
    return [
        Number(each.rank),
        Link(f"{each.project_id} {each.name}", each.project_id),
        share(each.share_in_plan, 0),
        amount(each.score_without, 4),
        amount(each.score_with, 4) if fits else missing(each, lang),
        amount(each.difference, 4, True),
        amount(each.difference_per_yi, 4, True),
        Number(len(each.displaced)) if fits else amount(None),
        Number(len(each.delayed)) if fits else amount(None),
        amount(each.budget_up_by, 0),
        share(each.budget_and_land_up_share),
        amount(each.cost_down_to, 0),
        amount(each.weight_up_by, 3),
    ]
