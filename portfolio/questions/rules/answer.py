"""What `portfolio rules` leaves: a row a rule, families first, and the picture of the dearest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.questions.contract import Answer
from portfolio.questions.rules.catalogue import Rule
from portfolio.questions.rules.rows import RulePrice, dearest, decided, rows_of
from portfolio.questions.rules.study import Price
from portfolio.report.plain import plain
from portfolio.terms import Status
from portfolio.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SAID = 5  # rules that the command prints, the dearest first
NAMED = 8  # of those that cost nothing, how many are printed by name


@dataclass(frozen=True)
class RulesAnswer(Answer):
    """The scenario's score, its rules, their prices in the same order, why the searches ended."""

    problem: Problem
    score: float
    rules: Sequence[Rule]
    prices: Sequence[Price]
    statuses: Iterable[Status] = ()

    question: ClassVar[Words] = Words("规则的代价", "The price of the rules")

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.problem

    def content(self, lang: str) -> list[RulePrice]:
        """Return what each rule costs."""
        return rows_of(self.rules, self.prices, lang)

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return a row a rule."""
        table = pd.DataFrame([plain(each) for each in self.content(lang)])
        numbers = [
            *("score_without", "gain", "uncertainty"),
            *("money_equivalent", "money_not_enough"),
        ]
        return {"rules": table.astype(dict.fromkeys(numbers, float))}

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes]]:
        """Return the dearest rules as bars."""
        from portfolio.questions.rules.picture import draw_rules

        title = self.problem.scenario.title
        return {"rules": lambda: draw_rules(self.content(lang), self.score, title, lang)}

    def lines(self, lang: str) -> Sequence[str]:
        """Return the score, the dearest rules, and those that cost nothing."""
        return self._said(lang, with_ids=True)

    def main_lines(self, lang: str) -> Sequence[str]:
        """Return the same with the rules called by their titles alone."""
        return self._said(lang, with_ids=False)

    def _said(self, lang: str, with_ids: bool) -> list[str]:
        scenario, rows = self.problem.scenario, decided(self.content(lang))
        dear = dearest(rows)
        lines = [
            Words(
                f"{scenario.title}（{scenario.name}）：得分 {self.score:.4f}；"
                f"{len(rows)} 条规则，{len(dear)} 条花分",
                f"{scenario.name}: {scenario.title}, score {self.score:.4f}; "
                f"{len(rows)} rules, {len(dear)} of them cost points",
            ).to(lang)
        ]
        lines += [_line(each, lang, with_ids) for each in dear[:SAID]]
        if len(dear) > SAID:
            rest = len(dear) - SAID
            lines.append(
                Words(f"其余 {rest} 条花分的见 rules.csv", f"the other {rest} are in rules.csv").to(
                    lang
                )
            )
        free = [each.rule if with_ids else each.title for each in rows if each.gain == 0]
        if free:
            zh, en = "、".join(free[:NAMED]), ", ".join(free[:NAMED])
            rest = len(free) - NAMED
            more = Words(f" 等 {len(free)} 条", f" and {rest} more") if rest > 0 else Words("", "")
            words = Words(f"不影响得分：{zh}{more.zh}", f"cost nothing: {en}{more.en}")
            lines.append(words.to(lang))
        return lines


def _line(each: RulePrice, lang: str, with_id: bool) -> str:
    head = f"{each.rule}  {each.title}" if with_id else each.title
    if each.gain is None:
        return f"{each.note}  {head}"
    if not each.money_between:
        money = Words(each.note, each.note)
    else:
        zh, en = (word.join(f"{m:,.0f}" for m in each.money_between) for word in (" 至 ", " to "))
        money = Words(f"相当于多花 {zh} 万元", f"as much as {en} 万元 more")
    gain = Words(f"+{each.gain:.4f} 分，{money.zh}", f"+{each.gain:.4f} points, {money.en}")
    return f"{gain.to(lang)}  {head}"
