"""`portfolio extract`: the documents of one district, owner or domain, taken out of a report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question, UsageError
from portfolio.questions.options import File, Option, ScenarioFile
from portfolio.questions.usual import folder
from portfolio.words import Words

BY = ("district", "domain", "owner", "responsible")


def extract(given: Given, clock: Clock) -> Answer:
    """Read the report, and take the part out of it; nothing is planned."""
    from portfolio.questions.extract.answer import ExtractAnswer
    from portfolio.questions.extract.study import extracted

    by, key = _asked(given.values)
    clock.step("read")
    report = Path(given["report"])
    return ExtractAnswer(extracted(report, given["scenario"], by, key), clock.seconds)


def _asked(values: Mapping[str, Any]) -> tuple[str, str]:
    """Return what the part is chosen by, and its name."""
    said = [(by, values[by]) for by in BY if values.get(by)]
    if len(said) != 1:
        listed = "、".join(f"--{by}" for by in BY)
        raise UsageError(
            f"{listed} 用且只用一个", f"one of {listed.replace('、', ', ')}, and one only"
        )
    return said[0]


def _folder_name(values: Mapping[str, Any]) -> str:
    name = _asked(values)[1].replace("/", "_").replace("\\", "_").strip(". ") or "part"
    return f"{Path(values['report']).name}_{name}"


QUESTION = Question(
    name="extract",
    title=Words(
        "从报告中取出一个县区、一个单位或一个领域的文件，与全部方案对账",
        "the documents of one district, owner or domain out of a report, reconciled with the whole",
    ),
    options=(
        File(
            name="report",
            label="REPORT",
            place="1",
            help=Words("方案的报告文件夹", "report folder of a plan"),
        ),
        Option(name="district", help=Words("地区，如 龙川县", "district, such as 龙川县")),
        Option(
            name="domain",
            help=Words("领域的编号或名称，如 教育", "domain, by id or name, such as education"),
        ),
        Option(name="owner", help=Words("业主单位", "owner")),
        Option(name="responsible", help=Words("责任单位", "responsible unit")),
        ScenarioFile(
            name="scenario",
            place="",
            help=Words("报告所用的情景文件", "the scenario that the report was made from"),
            default_said=Words("scenarios/ 里同名的情景", "the one of its name in scenarios/"),
        ),
        folder("_<…>"),
    ),
    ask=extract,
    folder_name=_folder_name,
    examples=(
        "portfolio extract reports/base --district 龙川县",
        "portfolio extract reports/base --domain 教育 --lang en",
    ),
)
