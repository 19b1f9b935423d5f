"""A row a rule, as it is written and drawn: what the rule asks for, and what it costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.questions.rules.catalogue import Rule
from portfolio.questions.rules.study import Price
from portfolio.questions.rules.words import MEANING, label
from portfolio.terms import Status
from portfolio.words import about

EXACT = 1e-3  # two sums as near as that are one number


@dataclass(frozen=True)
class RulePrice:
    """What one rule costs."""

    rule: str = about(
        "规则名，见上；行族整个去掉时与 family 相同",
        "name of the rule; the family's where all its rows are dropped",
    )
    family: str = about("所属行族", "row family that it belongs to")
    title: str = about("规则的内容", "what it asks for")
    score_without: float | None = about(
        "去掉它的最优得分；得分没有上限则为 null", "best score without it; null: it has no end"
    )
    gain: float | None = about("多得的分", "points gained", "分")
    uncertainty: float | None = about(
        "整项目：两个方案都只证明到差距以内，gain 可能偏差的分数",
        "whole projects: points by which the gain may be off, as both plans are proven to gaps",
        "分",
    )
    money_equivalent: float | None = about(
        "保留全部规则，预算合计加这么多也多得同样的分；十倍预算也换不来则为 null",
        "budget in all that brings the same gain with every rule kept; null: not ten budgets",
        "万元",
    )
    money_not_enough: float | None = about(
        "只加这么多还不够；整项目按档试算，与上一项差一档",
        "so much does not bring it yet; whole projects: one step less",
        "万元",
    )
    status: Status = about(
        "去掉它的方案：`optimal` 或 `limit`（到时限）",
        "of the plan without it: `optimal` or `limit`",
    )
    note: str = about("没有数的原因", "why a number is null")

    @property
    def money_between(self) -> tuple[float, ...]:
        """The money that brings the gain, 万元: one number, or two between which it lies; none."""
        most, least = self.money_equivalent, self.money_not_enough
        if most is None:
            return ()
        return (most,) if least is None or most - least <= EXACT * most else (least, most)


def rows_of(rules: Sequence[Rule], prices: Sequence[Price], lang: str) -> list[RulePrice]:
    """Return a row a rule, in the order of both."""
    return [
        RulePrice(
            rule=rule.name,
            family=rule.family,
            title=rule.title.to(lang),
            score_without=_known(price.score_without),
            gain=_known(price.gain),
            uncertainty=_known(price.uncertainty),
            money_equivalent=_known(price.money),
            money_not_enough=_known(price.not_enough),
            status=price.status,
            note=_note(price, lang),
        )
        for rule, price in zip(rules, prices, strict=True)
    ]


def decided(rows: Sequence[RulePrice]) -> list[RulePrice]:
    """Return the rules that somebody decided, without what a plan and a score mean."""
    return [each for each in rows if each.rule not in MEANING]


def dearest(rows: Sequence[RulePrice]) -> list[RulePrice]:
    """Return the rules that cost points, the dearest first; at the top those without an end."""
    cost = [each for each in rows if each.gain is None or each.gain > 0]
    return sorted(cost, key=lambda each: -(math.inf if each.gain is None else each.gain))


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _note(price: Price, lang: str) -> str:
    if math.isnan(price.score_without):
        return label("rules.endless", lang)
    return label("rules.no_money", lang) if math.isnan(price.money) else ""
