"""`portfolio replan`: plan the remaining years anew from what was really spent and built."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio.errors import Finding, InputError, NoPlanError
from portfolio.inputs.find import find_scenario
from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question, UsageError, report_name
from portfolio.questions.numbers import Year
from portfolio.questions.options import File, Flag, Folder, ScenarioFile
from portfolio.questions.usual import PICTURES, WHOLE
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.inputs.problem import Problem
    from portfolio.plan.in_hand import InHand
    from portfolio.plan.plan import Plan


MAY_BE_WHY = Words(
    "没有方案也可能是实际数表格没有填全：",
    "that there is no plan may come from what the table of actuals leaves out:",
)


def replan(given: Given, clock: Clock) -> Answer:
    """Read the actuals and plan anew; or write the table of actuals to fill in."""
    template, actuals = given["template"], given["actuals"]
    scenario: Path | None = given["scenario"]
    if scenario is None and template:  # `--template SCENARIO` takes the scenario for its file
        found = find_scenario(template)
        if isinstance(found, Finding):
            raise InputError([found])
        scenario, template = found, ""
    if scenario is None:
        raise UsageError("缺少 SCENARIO", "SCENARIO is missing")
    if (template is None) == (actuals is None):
        raise UsageError(
            "--actuals 和 --template 必须给一个，也只能给一个", "give --actuals or --template"
        )
    if template is None and given["as_planned"]:
        raise UsageError(
            "--as-planned 只能与 --template 一起用", "--as-planned goes with --template only"
        )
    if template is None:
        return _replanned(given, scenario, Path(actuals), clock)
    return _template(given, scenario, template, clock)


def _replanned(given: Given, scenario: Path, table: Path, clock: Clock) -> Answer:
    from portfolio.inputs.read import read_problem
    from portfolio.questions.replan import study
    from portfolio.questions.replan.actuals import read_actuals
    from portfolio.questions.replan.answer import ReplanAnswer
    from portfolio.questions.replan.warnings import warnings

    clock.step("read")
    problem = read_problem(str(scenario), **given.changes)
    actuals = read_actuals(problem, table, given["as_of"])
    planned, hand = _original(given, problem, clock)
    try:
        found = study.replan(planned, actuals, clock, problem, hand)
    except NoPlanError as error:  # what the table may have left out is then the first suspect
        told = warnings(planned, actuals)
        heading = [MAY_BE_WHY] if told else []
        raise NoPlanError([*error.messages, *heading, *told], error.shortfall) from error
    return ReplanAnswer(found, table, clock.seconds)


def _template(given: Given, scenario: Path, file: str, clock: Clock) -> Answer:
    from portfolio.inputs.read import read_problem
    from portfolio.questions.replan.actuals import years_until
    from portfolio.questions.replan.answer import TemplateAnswer, TemplateContent
    from portfolio.questions.replan.template import write_template
    from portfolio.report.fresh import check_place

    clock.step("read")
    problem, as_of = read_problem(str(scenario), **given.changes), given["as_of"]
    years_until(problem, as_of)
    path = Path(file or f"actuals_{problem.scenario.name}_{as_of}.csv")
    check_place(path)
    plan, hand = _original(given, problem, clock)
    rows = write_template(plan, as_of, path, given["as_planned"])
    written = TemplateContent(path.as_posix(), rows, as_of, given["as_planned"])
    return TemplateAnswer(plan, str(scenario), written, hand.folder if hand else None)


def _original(given: Given, problem: Problem, clock: Clock) -> tuple[Plan, InHand | None]:
    """
    Return the plan that the actuals are compared with, and the report that it comes from.

    Without a report (`--from`) it is the scenario's own plan.

    Raises
    ------
    InputError
        If the report cannot be read, or does not fit the scenario.
    NoPlanError
        If the scenario has none; the first line says that it is the original plan that is missing.
    """
    from portfolio.plan.in_hand import read_in_hand
    from portfolio.plan.issued import as_issued
    from portfolio.plan.make import plan_problem

    if given["from"] is not None:
        hand = read_in_hand(problem, Path(given["from"]))
        return as_issued(problem, hand), hand
    try:
        return plan_problem(problem, clock), None
    except NoPlanError as error:
        name = problem.scenario.name
        first = Words(
            f"情景 {name} 本身没有方案，无从比较和重排；先改情景：",
            f"the scenario {name} itself has no plan to compare with; change it first:",
        )
        raise NoPlanError([first, *error.messages], error.shortfall) from error


def _folder_name(values: Mapping[str, Any]) -> str:
    scenario = values["scenario"]
    return f"{report_name(scenario) if scenario else 'actuals'}_replan_{values['as_of']}"


QUESTION = Question(
    name="replan",
    title=Words(
        "按实际进度重排剩余年度，并作中期评估",
        "plan the remaining years anew from actual progress, with a mid-term evaluation",
    ),
    options=(
        ScenarioFile(place="?"),
        Folder(usual=Words("reports/<情景名>_replan_<年份>", "reports/<scenario>_replan_<year>")),
        Year(
            name="as_of",
            required=True,
            help=Words("实际数截至哪一年底", "the actuals run to the end of this year"),
        ),
        File(
            name="actuals",
            help=Words(
                "实际数表格（CSV）；没有行、没有数的项目按尚未动工计算",
                "table of actuals (CSV); a project without rows or figures counts as not begun",
            ),
        ),
        File(
            name="template",
            bare="",
            help=Words(
                "写出待填的实际数表格，不重排；默认 actuals_<情景名>_<年份>.csv，不覆盖已有文件",
                "write the table of actuals to fill in, and do not plan; default "
                "actuals_<scenario>_<year>.csv; an existing file stays",
            ),
        ),
        File(
            name="from",
            label="REPORT",
            help=Words(
                "原方案（下达的方案）的报告文件夹，与实际数比较；默认为情景自己的方案",
                "report folder of the plan that was issued, which the actuals are compared with; "
                "default: the scenario's own plan",
            ),
        ),
        Flag(
            name="as_planned",
            help=Words(
                "待填表格的实际数先按原方案填好，只改与原方案不同的",
                "fill in the table as planned, so that only what differs is to be changed",
            ),
        ),
        *WHOLE,
    ),
    ask=replan,
    drawn_by=(*PICTURES, "portfolio.questions.replan.answer"),
    folder_name=_folder_name,
    writes="plan",
    examples=(
        "portfolio replan --template open_competition --as-of 2023",
        "portfolio replan --template filled.csv --as-planned open_competition --as-of 2023",
        "portfolio replan open_competition --actuals data/example_actuals_2023.csv --as-of 2023",
    ),
)
