"""What `portfolio promote` leaves: the ranking, a card for each project, the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.questions.contract import Answer
from portfolio.questions.promote.card import NO_PLAN, Card
from portfolio.questions.promote.words import missing
from portfolio.terms import Status
from portfolio.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RANKING = (
    *("rank", "project_id", "name", "domain", "district", "funding", "cost", "land"),
    *("share_in_plan", "status_without", "status_with", "score_without", "score_with"),
    *("difference", "difference_low", "difference_high", "difference_per_yi"),
    *("difference_same_measure", "difference_in_shares", "displaced", "delayed", "raised"),
    *("budget_up_by", "purse_up_by", "budget_and_land_up_share", "cost_down_to", "weight_up_by"),
    *("shortfall_money", "shortfall_purses", "shortfall_land", "score_with_shortfall"),
    *("gain_with_shortfall", "gain_with_shortfall_per_yi", "purses", "purses_missing"),
    *("purses_displace", "transfers", "score_with_transfer", "gain_with_transfer"),
)
LISTS = ("displaced", "delayed", "raised")


@dataclass(frozen=True)
class PromoteAnswer(Answer):
    """The scenario as it stands, and the cards of its reserve projects, best first."""

    problem: Problem
    cards: Sequence[Card]

    question: ClassVar[Words] = Words("转入储备项目", "Promotions")
    most_lines: ClassVar[int] = 10

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.problem

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for each plan ended; having none is an answer."""
        found = {each.status_without for each in self.cards}
        found |= {each.status_with for each in self.cards}
        found |= {each.status_with_transfer or NO_PLAN for each in self.cards}
        return [Status(each) for each in found - {NO_PLAN}]

    def content(self, lang: str) -> list[Card]:
        """Return the cards."""
        return list(self.cards)

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return a row a project, and every amount of every card."""
        return {"promote": ranking(self.cards), "cards": long_form(self.cards)}

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes]]:
        """Return the ranking."""
        from portfolio.questions.promote.picture import draw_ranking

        title = self.problem.scenario.title
        return {"ranking": lambda: draw_ranking(self.cards, title, lang)}

    def texts(self, lang: str, folder: Path) -> Mapping[str, str]:
        """Return the page, the picture in it."""
        from portfolio.questions.promote.page import cards_page

        page = cards_page(self.problem, self.cards, folder / "ranking.svg", lang)
        return {"cards.html": page}

    def lines(self, lang: str) -> Sequence[str]:
        """Return a line a project, best first."""
        return [_line(each, lang) for each in self.cards]


def _line(each: Card, lang: str) -> str:
    head = f"{each.rank:>2} {each.project_id}"
    if each.difference is None:
        return f"{head}  {missing(each, lang)}  {each.name}"
    per = each.difference_per_yi or 0
    displaced, delayed = len(each.displaced), len(each.delayed)
    values = Words(
        f"{each.difference:+.4f} 分（{each.score_without:.4f} → {each.score_with:.4f}），"
        f"每亿元 {per:+.4f}；让位 {displaced}，推迟 {delayed}",
        f"{each.difference:+.4f} points ({each.score_without:.4f} -> {each.score_with:.4f}), "
        f"per 亿元 {per:+.4f}; displaces {displaced}, delays {delayed}",
    )
    return f"{head}  {values.to(lang)}  {each.name}"


def ranking(cards: Sequence[Card]) -> pd.DataFrame:
    """Return a row a project, best first; of the lists their lengths."""
    rows = [[_cell(each, key) for key in RANKING] for each in cards]
    return _typed(pd.DataFrame(rows, columns=list(RANKING)))


def _cell(each: Card, key: str) -> object:
    """Return a field of a card in one cell: of lists their lengths, of purses ids and sums."""
    sums = {"purses_missing": "missing", "purses_displace": "displaces"}
    if key in sums:
        return sum(getattr(one, sums[key]) or 0.0 for one in each.purses) if each.purses else None
    if key == "purses":
        return ";".join(one.purse for one in each.purses)
    if key == "transfers":
        return ";".join(f"{one.giver}>{one.taker}:{one.amount:.2f}" for one in each.transfers)
    return len(getattr(each, key)) if key in LISTS else getattr(each, key)


def long_form(cards: Sequence[Card]) -> pd.DataFrame:
    """Return every amount of every card: project, section, key, year, without, with, difference."""
    rows = [row for each in cards for row in _rows(each)]
    columns = ["project_id", "section", "key", "year", "without", "with"]
    table = _typed(pd.DataFrame(rows, columns=columns))
    return table.assign(difference=table["with"] - table["without"])


def _rows(each: Card) -> list[tuple[object, ...]]:
    place = each.project_id
    rows: list[tuple[object, ...]] = [
        (place, "score", "score", "", each.score_without, each.score_with)
    ]
    for section, moves in (("displaced", each.displaced), ("raised", each.raised)):
        rows += [(place, section, o.project_id, "", o.share_without, o.share_with) for o in moves]
    rows += [
        (place, "delayed", o.project_id, "", o.finish_without, o.finish_with) for o in each.delayed
    ]
    rows += [(place, o.section, o.key, o.year, o.without, o.with_) for o in each.changes]
    for year, lack in each.shortfall.shortfall.items() if each.shortfall is not None else ():
        rows += [
            (place, "shortfall", "money", year, None, lack.money),
            (place, "shortfall", "land", year, None, lack.land),
            *(
                (place, "shortfall", f"money_{key}", year, None, extra)
                for key, extra in (*lack.sources.items(), *lack.purses.items())
            ),
        ]
    return rows + _purse_rows(each)


def _purse_rows(each: Card) -> list[tuple[object, ...]]:
    """Return what the purses pay, have and lack, and what a transfer would do."""
    place = each.project_id
    rows: list[tuple[object, ...]] = []
    for one in each.purses:
        rows += [
            (place, "purse_pays", one.purse, "", 0.0, one.pays),
            (place, "purse_money", one.purse, "", one.money, one.money),
            (place, "purse_required", one.purse, "", one.required, one.required + one.pays),
            (place, "purse_spent", one.purse, "", one.spent, None),
            (place, "purse_unspent", one.purse, "", one.unspent, None),
            (place, "purse_displaces", one.purse, "", None, one.displaces),
            (place, "purse_missing", one.purse, "", None, one.missing),
        ]
        years = one.missing_years.items()
        rows += [(place, "purse_missing", one.purse, year, None, lack) for year, lack in years]
    rows += [
        (place, "transfer", f"{one.giver}>{one.taker}", "", None, one.amount)
        for one in each.transfers
    ]
    if each.score_with_transfer is not None:
        scores = (each.score_without, each.score_with_transfer)
        rows.append((place, "score", "score_with_transfer", "", *scores))
    return rows


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Make number columns of those that may hold None."""
    about = ("project_id", "name", "domain", "district", "funding", "purses", "transfers")
    text = (*about, "section", "key", "year")
    for name in table.columns:
        if name not in text and not name.startswith("status"):
            table[name] = pd.to_numeric(table[name]).astype(float)
    return table
