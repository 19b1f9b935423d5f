"""What `portfolio livelihood` leaves: who is chosen, what each was judged by, and every swap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from portfolio.plan.plan import Plan
from portfolio.questions.contract import Answer
from portfolio.questions.livelihood.study import Choice, Matter, Swap, results, swaps
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
    by: str = about("votes 按票数，shortfall 按缺口", "`votes` or `shortfall`")
    choose: int = about("选出的件数", "how many are chosen", "项")
    per_department: int | None = about(
        "每个部门至多几件；不限为空", "most matters of a department; null: no limit", "项"
    )
    chosen: list[str] = about("选出的编号，按原顺序", "ids of those chosen, in list order")
    matters: list[Matter] = about("全部候选，好的在前", "all candidates, best first")
    swaps: list[Swap] = about("一对一调换的代价", "what each swap of one for one changes")


@dataclass(frozen=True)
class LivelihoodAnswer(Answer):
    """The plan whose shortfall counts, and the choice."""

    plan: Plan
    choice: Choice

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for the plan ended."""
        return (self.plan.status,)

    @property
    def voted(self) -> bool:
        """Whether the deputies voted."""
        return self.choice.matters.votes is not None

    def content(self, lang: str) -> Content:
        """Return everything."""
        choice, scenario = self.choice, self.plan.problem.scenario
        return Content(
            scenario=scenario.name,
            title=scenario.title,
            score=self.plan.score,
            by="votes" if self.voted else "shortfall",
            choose=len(choice.chosen),
            per_department=choice.per_department,
            chosen=[choice.matters.ids[i] for i in choice.chosen],
            matters=results(choice),
            swaps=swaps(choice),
        )

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return a row a matter, and a row a swap."""
        return {
            "livelihood": _table(results(self.choice), Matter),
            "livelihood_swaps": _table(swaps(self.choice), Swap),
        }

    def lines(self, lang: str) -> Sequence[str]:
        """Return a line a matter, and the swap that costs least."""
        choice, title = self.choice, self.plan.problem.scenario.title
        rows = results(choice)
        kind = "livelihood.by_votes" if self.voted else "livelihood.by_shortfall"
        lines = [label(kind, lang, title=title, count=len(choice.chosen), of=len(rows))]
        if choice.per_department is not None:
            lines.append(label("livelihood.cap", lang, most=choice.per_department))
        lines += [self._line(row, lang) for row in rows]
        allowed = [each for each in swaps(choice) if each.allowed]
        if allowed:
            least = max(allowed, key=lambda each: (each.votes or 0, each.shortfall))
            change = f"{least.votes:+.0f}" if self.voted else f"{least.shortfall:+.4f}"
            key = "livelihood.swap_votes" if self.voted else "livelihood.swap"
            lines.append(label(key, lang, out=least.out, into=least.into, change=change))
        return lines

    def _line(self, row: Matter, lang: str) -> str:
        return label(
            "livelihood.row_votes" if self.voted else "livelihood.row",
            lang,
            mark=label("livelihood.in" if row.chosen else "livelihood.out", lang),
            rank=row.rank,
            id=row.matter_id,
            name=row.name,
            departments=row.departments,
            votes="" if row.votes is None else row.votes,
            shortfall=f"{row.shortfall:.4f}",
        )


def _table(rows: Sequence[Matter] | Sequence[Swap], kind: type[Matter | Swap]) -> pd.DataFrame:
    """Return a row a record, with the columns of the dataclass."""
    columns = [each.name for each in fields(kind)]
    frame = pd.DataFrame([plain(row) for row in rows], columns=columns)
    return frame.assign(votes=frame["votes"].astype(float).replace({None: np.nan}))
