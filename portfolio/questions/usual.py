"""The options that many questions share."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio.questions.numbers import Number
from portfolio.questions.options import Flag, Folder, Option, ScenarioFile
from portfolio.words import Words

SCENARIO = ScenarioFile()
PICTURES = (  # what draws the report of a plan
    "portfolio.questions.plan.answer",
    *(
        f"portfolio.questions.plan.pictures.{each}"
        for each in ("gantt", "cash_flow", "indicators", "purses", "payments")
    ),
)
WHOLE: Sequence[Option] = (
    Flag(
        name="whole",
        help=Words(
            "整项目：每个项目要么完整实施，要么不实施", "whole projects, carried out or not"
        ),
    ),
    Flag(
        name="steady",
        help=Words(
            "连续施工：每个项目完整实施或不实施，不停工，每年有起码的投资",
            "steady work: whole projects without a pause, each year with its least share",
        ),
    ),
    Number(
        name="gap",
        label="SHARE",
        least=0,
        most=1,
        below=True,
        help=Words(
            "整项目、连续施工：与上界差距到此为止",
            "whole projects, steady work: stop at this relative gap",
        ),
        default_said=Words("按情景（0.0001）", "as in the scenario (0.0001)"),
    ),
    Number(
        name="time_limit",
        label="SECONDS",
        least=0,
        above=True,
        unit=Words("秒", "seconds"),
        help=Words("求解的秒数上限", "seconds for all solves of a plan"),
        default_said=Words(
            "按情景（整项目、连续施工 60，按比例不限）",
            "as in the scenario (whole and steady 60, shares none)",
        ),
    ),
)

QUARTERS = Flag(name="quarters", help=Words("付款与资金逐季对照", "payment and money by quarter"))


def folder(ending: str) -> Folder:
    """Return the option for the report folder of a question whose usual name has an ending."""
    return Folder(usual=Words(f"reports/<情景名>{ending}", f"reports/<scenario>{ending}"))
