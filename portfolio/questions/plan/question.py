"""`portfolio plan`: plan a scenario and write its report."""

from __future__ import annotations

from dataclasses import replace

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question
from portfolio.questions.options import Flag
from portfolio.questions.usual import SCENARIO, WHOLE, folder
from portfolio.words import Words


def plan(given: Given, clock: Clock) -> Answer:
    """Plan, verify, explain."""
    from portfolio.questions.plan.study import explained

    found = explained(given["scenario"], given.folder, clock, **given.changes)
    return replace(found, quarters=given["quarters"])


QUARTERS = Flag(
    name="quarters",
    help=Words("付款与资金逐季对照", "payment and money by quarter"),
)
QUESTION = Question(
    name="plan",
    title=Words("为一个情景制定方案并写出报告", "plan a scenario and write its report"),
    options=(SCENARIO, folder(""), *WHOLE, QUARTERS),
    ask=plan,
    examples=(
        "portfolio plan scenarios/base.toml",
        "portfolio plan scenarios/money_up_20.toml --out /tmp/more --lang en",
        "portfolio plan scenarios/carry_over.toml --quarters",
        "portfolio plan scenarios/base_whole.toml --gap 0.001 --time-limit 30",
    ),
)
