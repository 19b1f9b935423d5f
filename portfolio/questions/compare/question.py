"""`portfolio compare`: scenarios side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question, report_name
from portfolio.questions.options import Folder, ScenarioFile
from portfolio.questions.usual import WHOLE
from portfolio.words import Words

LONGEST = 80  # letters of a folder's name


def compare(given: Given, clock: Clock) -> Answer:
    """Plan all, and lay them side by side."""
    from portfolio.questions.compare.answer import CompareAnswer
    from portfolio.questions.compare.study import compare_scenarios

    clock.step("read")
    paths = [given["first"], *given["others"]]
    return CompareAnswer(compare_scenarios(paths, clock, **given.changes))


def folder_name(paths: Sequence[Path]) -> str:
    """
    Return the usual folder's name; a long one is cut and ends in a hash of the whole.

    >>> folder_name([Path("scenarios/base.toml"), Path("b.toml")])
    'compare_base_b'
    """
    name = "_".join(["compare", *(report_name(path) for path in paths)])
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _folder_name(values: Mapping[str, Any]) -> str:
    return folder_name([values["first"], *values["others"]])


QUESTION = Question(
    name="compare",
    title=Words(
        "对比几个情景：得分、指标、资金、土地、项目的进出和早晚",
        "compare scenarios: scores, indicators, money, land, projects in, out, earlier, later",
    ),
    options=(
        ScenarioFile(
            name="first",
            help=Words("情景文件，其余与它对比", "scenario file that the others are held against"),
        ),
        ScenarioFile(
            name="others",
            label="OTHER",
            place="+",
            help=Words("其他情景文件", "other scenario files"),
        ),
        Folder(
            usual=Words(
                "reports/compare_<情景名>_<情景名>", "reports/compare_<scenario>_<scenario>"
            )
        ),
        *WHOLE,
    ),
    ask=compare,
    folder_name=_folder_name,
    examples=(
        "portfolio compare scenarios/base.toml scenarios/open_competition.toml",
        "portfolio compare open_competition money_down_20 money_up_20 --out /tmp/money --lang en",
    ),
)
