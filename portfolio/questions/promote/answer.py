"""The folder of `portfolio promote`: the ranking, a card for each project, the picture."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.inputs.tables import write_table
from portfolio.report.folder import write_folder

Card = dict[str, Any]
RANKING = (
    "rank",
    "project_id",
    "name",
    "domain",
    "district",
    "funding",
    "cost",
    "land",
    "share_in_plan",
    "status_without",
    "status_with",
    "score_without",
    "score_with",
    "difference",
    "difference_low",
    "difference_high",
    "difference_per_yi",
    "difference_same_measure",
    "difference_in_shares",
    "displaced",
    "delayed",
    "raised",
    "budget_up_by",
    "budget_and_land_up_share",
    "cost_down_to",
    "weight_up_by",
    "shortfall_money",
    "shortfall_land",
    "score_with_shortfall",
    "gain_with_shortfall",
    "gain_with_shortfall_per_yi",
)
LISTS = ("displaced", "delayed", "raised")


def write_promotions(
    problem: Problem, cards: Sequence[Card], folder: Path, lang: str = "zh"
) -> None:
    """
    Write the folder, whole or not at all; the same cards give the same bytes.

    Parameters
    ----------
    problem
        The scenario as it stands.
    cards
        As from `whatif.promote.promotions`.
    folder
        Where; an earlier report there is replaced.
    lang
        Language of the page and of the picture.

    Raises
    ------
    InputError
        If the folder holds something that is not a report, or cannot be written.
    """
    from portfolio.questions.promote.page import cards_page
    from portfolio.questions.promote.picture import draw_ranking
    from portfolio.report import style

    def write(target: Path) -> None:
        write_table(ranking(cards), target / "promote.csv")
        write_table(long_form(cards), target / "cards.csv")
        content = json.dumps(list(cards), ensure_ascii=False, indent=2)
        (target / "promote.json").write_text(content + "\n", encoding="utf-8")
        axes = draw_ranking(cards, problem.scenario.title, lang)
        style.save(style.figure_of(axes), target / "ranking")
        page = cards_page(problem, cards, target / "ranking.svg", lang)
        (target / "cards.html").write_text(page, encoding="utf-8")

    write_folder(folder, write)


def ranking(cards: Sequence[Card]) -> pd.DataFrame:
    """Return a row a project, best first; of the lists their lengths."""
    rows = [[len(each[key]) if key in LISTS else each[key] for key in RANKING] for each in cards]
    return _typed(pd.DataFrame(rows, columns=list(RANKING)))


def long_form(cards: Sequence[Card]) -> pd.DataFrame:
    """Return every amount of every card: project, section, key, year, without, with, difference."""
    rows = []
    for each in cards:
        place = each["project_id"]
        rows.append((place, "score", "score", "", each["score_without"], each["score_with"]))
        for key in LISTS[:1] + LISTS[2:]:
            rows += [
                (place, key, other["project_id"], "", other["share_without"], other["share_with"])
                for other in each[key]
            ]
        rows += [
            (place, "delayed", o["project_id"], "", o["finish_without"], o["finish_with"])
            for o in each["delayed"]
        ]
        rows += [
            (place, o["section"], o["key"], o["year"], o["without"], o["with"])
            for o in each["changes"]
        ]
        if each["shortfall"] is not None:
            for year, missing in each["shortfall"]["shortfall"].items():
                rows += [
                    (place, "shortfall", key, year, None, missing[key]) for key in ("money", "land")
                ]
                rows += [
                    (place, "shortfall", f"money_{key}", year, None, extra)
                    for key, extra in missing["sources"].items()
                ]
    columns = ["project_id", "section", "key", "year", "without", "with"]
    table = _typed(pd.DataFrame(rows, columns=columns))
    return table.assign(difference=table["with"] - table["without"])


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Make number columns of those that may hold None."""
    text = ("project_id", "name", "domain", "district", "funding", "section", "key", "year")
    for name in table.columns:
        if name not in text and not name.startswith("status"):
            table[name] = pd.to_numeric(table[name]).astype(float)
    return table
