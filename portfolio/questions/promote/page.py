"""The cards of reserve projects as one page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from portfolio.inputs.problem import Problem
from portfolio.questions.compare.html import (
    Number,
    amount,
    block,
    link,
    page,
    picture,
    share,
    table,
)
from portfolio.questions.promote.card_page import card_parts, columns
from portfolio.questions.promote.picture import missing
from portfolio.questions.promote.words import label

Card = dict[str, Any]


def cards_page(problem: Problem, cards: Sequence[Card], drawn: Path, lang: str = "zh") -> str:
    """Return the page: picture and ranking first, then a card for each project."""
    title = f"{label('promote.title', lang)} — {problem.scenario.title}"
    fits = sum(each["difference"] is not None for each in cards)
    score = next((each["score_plan"] for each in cards), None)
    body = [
        block("h1", title),
        block(
            "p",
            label(
                "promote.summary",
                lang,
                scenario=problem.scenario.name,
                mode=label(f"mode.{problem.scenario.mode}", lang),
                score=amount(score, 4),
                all=len(cards),
                fits=fits,
                out=len(cards) - fits,
            ),
        ),
        block("p", label("promote.how", lang), "quiet"),
        picture(drawn, title),
        block("h2", label("promote.ranking", lang)),
        _ranking(cards, lang),
    ]
    for each in cards:
        body += card_parts(problem, each, lang)
    return page(title, lang, body)


def _ranking(cards: Sequence[Card], lang: str) -> str:
    scores = ("rank", "project", "in_plan", "without", "with", "difference", "per_yi")
    others = ("displaced", "delayed", "budget", "both", "cost", "weight")
    rows = []
    for each in cards:
        fits = each["difference"] is not None
        rows.append(
            [
                Number(each["rank"]),
                link(f"{each['project_id']} {each['name']}", each["project_id"]),
                share(each["share_in_plan"], 0),
                amount(each["score_without"], 4),
                amount(each["score_with"], 4) if fits else missing(each, lang),
                amount(each["difference"], 4, True),
                amount(each["difference_per_yi"], 4, True),
                Number(len(each["displaced"])) if fits else amount(None),
                Number(len(each["delayed"])) if fits else amount(None),
                amount(each["budget_up_by"], 0),
                share(each["budget_and_land_up_share"]),
                amount(each["cost_down_to"], 0),
                amount(each["weight_up_by"], 3),
            ]
        )
    return table(columns(lang, *scores, *others), rows)
