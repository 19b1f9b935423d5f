"""`portfolio adjust`: the least change of a plan in hand after a cut or a new demand."""

from __future__ import annotations

from pathlib import Path

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question
from portfolio.questions.numbers import Number
from portfolio.questions.options import File, Flag
from portfolio.questions.usual import PICTURES, QUARTERS, SCENARIO, WHOLE, folder
from portfolio.words import Words


def adjust(given: Given, clock: Clock) -> Answer:
    """Read the plan in hand, plan the new scenario, and move as little as its score allows."""
    from portfolio.inputs.read import read_problem
    from portfolio.plan.in_hand import read_in_hand
    from portfolio.questions.adjust import study
    from portfolio.questions.adjust.answer import AdjustAnswer
    from portfolio.questions.adjust.curve import curve

    clock.step("read")
    problem = read_problem(str(given["scenario"]), **given.changes)
    hand = read_in_hand(problem, Path(given["from"]))
    found = study.adjust(problem, hand, given["loss"], clock)
    steps = curve(found, clock) if given["curve"] else []
    return AdjustAnswer(found, clock.seconds, given["quarters"], steps)


QUESTION = Question(
    name="adjust",
    title=Words(
        "资金、土地或要求变了：离最高得分不远、改动手头方案最少的方案",
        "after a cut or a new demand: the plan near the best that changes the plan in hand least",
    ),
    options=(
        SCENARIO,
        folder("_adjust"),
        File(
            name="from",
            label="REPORT",
            required=True,
            help=Words(
                "手头方案的报告文件夹（allocation.csv、plan.json）",
                "report folder of the plan in hand (allocation.csv, plan.json)",
            ),
        ),
        Number(
            name="loss",
            label="POINTS",
            least=0,
            default=0.1,
            unit=Words("分", "points"),
            help=Words(
                "为少改动可以让出多少分（比新情景的最高得分）",
                "points of the new scenario's best score that may be given up for less change",
            ),
        ),
        Flag(
            name="curve",
            help=Words(
                "逐档让出得分，各要变动几项、多少资金",
                "what has to move for each of several losses",
            ),
        ),
        *WHOLE,
        QUARTERS,
    ),
    ask=adjust,
    drawn_by=(*PICTURES, "portfolio.questions.adjust.answer", "portfolio.questions.adjust.picture"),
    writes="plan",
    examples=(
        "portfolio adjust money_down_20 --from reports/open_competition",
        "portfolio adjust cut_15 --from reports/base_steady --quarters",
        "portfolio adjust money_down_20 --from reports/open_competition --loss 0.5 --lang en",
    ),
)
