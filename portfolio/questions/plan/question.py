"""`portfolio plan`: plan a scenario and write its report."""

from __future__ import annotations

from dataclasses import replace

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question
from portfolio.questions.options import IdList
from portfolio.questions.usual import PICTURES, QUARTERS, SCENARIO, WHOLE, folder
from portfolio.words import Words


def plan(given: Given, clock: Clock) -> Answer:
    """Plan and verify; what is left out is explained while the pictures are drawn."""
    from portfolio.questions.plan.study import planned

    found = planned(given["scenario"], given.folder, clock, **given.changes)
    return replace(found, quarters=given["quarters"])


THRESHOLDS = IdList(
    name="thresholds",
    help=Words(
        "整项目、连续施工：这些项目的列入条件逐个重新求解，all 为全部（每个项目约半分钟到三分钟）",
        "whole projects, steady work: plan the thresholds of these projects anew; all: of all of"
        " them (half a minute to three each)",
    ),
    default_said=Words("按情景（估算）", "as in the scenario (estimates)"),
)
QUESTION = Question(
    name="plan",
    title=Words("为一个情景制定方案并写出报告", "plan a scenario and write its report"),
    options=(SCENARIO, folder(""), *WHOLE, THRESHOLDS, QUARTERS),
    ask=plan,
    drawn_by=PICTURES,
    examples=(
        "portfolio plan scenarios/base.toml",
        "portfolio plan scenarios/money_up_20.toml --out /tmp/more --lang en",
        "portfolio plan scenarios/carry_over.toml --quarters",
        "portfolio plan scenarios/base_whole.toml --gap 0.001 --time-limit 30",
        "portfolio plan scenarios/open_competition.toml --steady --thresholds P05,R18",
    ),
)
