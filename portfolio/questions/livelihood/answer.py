"""What `portfolio livelihood` leaves: who is chosen, what is undecided, and every swap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from portfolio.plan.plan import Plan
from portfolio.questions.contract import Answer
from portfolio.questions.livelihood.results import (
    NO_MAJORITY,
    NO_QUORUM,
    Matter,
    Swap,
    results,
    swaps,
)
from portfolio.questions.livelihood.study import Choice
from portfolio.questions.livelihood.words import label
from portfolio.report.plain import plain
from portfolio.terms import Status
from portfolio.words import about


@dataclass(frozen=True)
class Content:
    """The choice, and what it was made from."""

    scenario: str = about("情景文件名", "name of the scenario file")
    title: str = about("情景标题", "title of the scenario")
    score: float = about("方案的得分", "score of the plan")
    by: str = about("votes 按票决，shortfall 按缺口", "`votes` or `shortfall`")
    choose: int = about("应选的件数", "how many are to be chosen", "项")
    per_department: int | None = about(
        "每个部门至多几件；不限为空", "most matters of a department; null: no limit", "项"
    )
    deputies: int | None = about("代表人数；没有给为空", "the deputies; null: not given", "人")
    quorum: int | None = about(
        "至少多少人表决才有效；不核对为空", "least that must vote; null: not checked", "人"
    )
    majority: str | None = about(
        "过半数按什么算：present 表决人数，all 全体代表；不核对为空",
        "majority of those `present` or of `all`; null: not checked",
    )
    order: list[str] = about("您给的次序", "the order that was given")
    chosen: list[str] = about("入选的编号，按候选表的顺序", "ids of those chosen, in list order")
    undecided: list[str] = about(
        "未决的编号：票数相同，或无可测缺口又没有次序",
        "ids that are not decided: tied, or without a measurable shortfall and an order",
    )
    seats: int = about("未决的里面还要选几件", "how many of the undecided are to be chosen", "项")
    failed: list[str] = about(
        "未通过的编号（未过半数、未达法定人数）", "ids without a majority or a quorum"
    )
    matters: list[Matter] = about("全部候选，好的在前", "all candidates, best first")
    swaps: list[Swap] = about("一对一调换的代价", "what each swap of one for one changes")


@dataclass(frozen=True)
class LivelihoodAnswer(Answer):
    """The plan whose shortfall counts, the choice, and the tasks of what is chosen."""

    plan: Plan
    choice: Choice

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for the plan ended."""
        return (self.plan.status,)

    @property
    def voted(self) -> bool:
        """Whether the deputies voted."""
        return self.choice.matters.ballots is not None

    def content(self, lang: str) -> Content:
        """Return everything."""
        choice, scenario = self.choice, self.plan.problem.scenario
        rule, ids, found = choice.matters.rule, choice.matters.ids, results(choice)
        return Content(
            scenario=scenario.name,
            title=scenario.title,
            score=self.plan.score,
            by="votes" if self.voted else "shortfall",
            choose=choice.count,
            per_department=choice.per_department,
            deputies=rule.deputies,
            quorum=rule.least if self._sides else None,
            majority=self._majority,
            order=list(choice.matters.order),
            chosen=[ids[i] for i in choice.chosen],
            undecided=[ids[i] for i in choice.undecided],
            seats=choice.seats,
            failed=[row.matter_id for row in found if row.status in (NO_MAJORITY, NO_QUORUM)],
            matters=found,
            swaps=swaps(choice),
        )

    @property
    def _sides(self) -> bool:
        """Whether votes against and abstentions are known."""
        ballots = self.choice.matters.ballots
        return ballots is not None and ballots.voted is not None

    @property
    def _majority(self) -> str | None:
        if self.voted and self.choice.matters.rule.of_all:
            return "all"
        return "present" if self._sides else None

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return a row a matter, and a row a swap."""
        return {
            "livelihood": _matter_table(results(self.choice), lang),
            "livelihood_swaps": _table(swaps(self.choice), Swap, ["votes"]),
        }

    def lines(self, lang: str) -> Sequence[str]:
        """Return the rules, a line a matter, what is undecided, and the swap that costs least."""
        choice, title = self.choice, self.plan.problem.scenario.title
        rows = results(choice)
        kind = "livelihood.by_votes" if self.voted else "livelihood.by_shortfall"
        counts = {"count": choice.count, "of": len(rows), "chosen": len(choice.chosen)}
        return [
            label(kind, lang, title=title, **counts),
            *self._rules(lang),
            *(self._line(row, lang) for row in rows),
            *self._open(lang),
            *self._swap(lang),
        ]

    def _rules(self, lang: str) -> list[str]:
        rule, cap = self.choice.matters.rule, self.choice.per_department
        lines = [] if cap is None else [label("livelihood.cap", lang, most=cap)]
        if not self.voted:
            return lines
        if self._sides and rule.least is not None:
            sizes = {"deputies": rule.deputies, "least": rule.least}
            lines.append(label("livelihood.quorum", lang, **sizes))
        kind = f"majority_{self._majority}" if self._majority else "only_votes"
        return [*lines, label(f"livelihood.{kind}", lang)]

    def _open(self, lang: str) -> list[str]:
        """Say what is not decided, and who decides it."""
        choice, matters = self.choice, self.choice.matters
        lines, passed = [], int(matters.eligible.sum())
        if passed < choice.count:
            lines.append(label("livelihood.too_few", lang, passed=passed, count=choice.count))
        if not choice.undecided:
            return lines
        kind = "tied" if matters.second is None else "tied_again"
        if not self.voted:
            short = np.nan_to_num(matters.shortfall[list(choice.undecided)])
            kind = "same_shortfall" if short.any() else "no_shortfall"
        names = label("livelihood.comma", lang).join(matters.ids[i] for i in choice.undecided)
        return [*lines, label(f"livelihood.{kind}", lang, names=names, seats=choice.seats)]

    def _swap(self, lang: str) -> list[str]:
        allowed = [each for each in swaps(self.choice) if each.allowed]
        allowed = [each for each in allowed if self.voted or each.shortfall]
        if not allowed:
            return []
        least = max(allowed, key=lambda each: (each.votes or 0, each.shortfall))
        change = f"{least.votes:+.0f}" if self.voted else f"{least.shortfall:+.4f}"
        key = "livelihood.swap_votes" if self.voted else "livelihood.swap"
        return [label(key, lang, out=least.out, into=least.into, change=change)]

    def _line(self, row: Matter, lang: str) -> str:
        common = {
            "mark": label(f"livelihood.{row.status}", lang),
            "rank": "—" if row.rank is None else row.rank,
            "id": row.matter_id,
            "name": row.name,
            "departments": row.departments,
        }
        if self.voted:
            sides = ""
            if row.against is not None:
                counts = {"against": row.against, "abstain": row.abstain}
                sides = label("livelihood.sides", lang, **counts)
            if row.second_votes is not None:
                sides += label("livelihood.again", lang, votes=row.second_votes)
            return label("livelihood.row_votes", lang, votes=row.votes, sides=sides, **common)
        if row.unmeasured is not None:
            why = row.unmeasured.to(lang)
            return label("livelihood.row_unmeasured", lang, why=why, **common)
        return label("livelihood.row", lang, shortfall=f"{row.shortfall:.4f}", **common)


def _matter_table(rows: Sequence[Matter], lang: str) -> pd.DataFrame:
    """Return a row a matter: its status in words, links stated and inferred in a column each."""
    votes = ["votes", "against", "abstain", "second_votes"]
    table = _table(rows, Matter, [*votes, "shortfall"])
    stated, inferred = (
        [";".join(link.indicator_id for link in row.links if link.basis == basis) for row in rows]
        for basis in ("stated", "inferred")
    )
    table = table.assign(
        rank=pd.array([row.rank for row in rows], dtype="Int64"),
        status=[label(f"livelihood.{row.status}", lang).strip() for row in rows],
        unmeasured=[row.unmeasured.to(lang) if row.unmeasured else "" for row in rows],
        links=stated,
    ).rename(columns={"links": "indicators"})
    table.insert(table.columns.get_loc("indicators") + 1, "inferred", inferred)
    return table


def _table(
    rows: Sequence[Matter] | Sequence[Swap], kind: type[Matter | Swap], amounts: list[str]
) -> pd.DataFrame:
    """Return a row a record, with the columns of the dataclass; amounts may be missing."""
    columns = [each.name for each in fields(kind)]
    frame = pd.DataFrame([plain(row) for row in rows], columns=columns)
    return frame.assign(**{name: frame[name].astype(float) for name in amounts})
