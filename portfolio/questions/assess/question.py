"""`portfolio assess`: what a schedule of one's own needs, breaks and earns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question, UsageError
from portfolio.questions.options import File, Folder
from portfolio.questions.usual import SCENARIO, WHOLE, folder
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.inputs.problem import Problem


def assess(given: Given, clock: Clock) -> Answer:
    """Read the schedule and assess it; or write the schedule to fill in."""
    from portfolio.inputs.read import read_problem

    schedule, template = given["schedule"], given["template"]
    if (template is None) == (schedule is None):
        raise UsageError(
            "--schedule 和 --template 必须给一个，也只能给一个", "give --schedule or --template"
        )
    if given["from"] is not None and template is None:
        raise UsageError("--from 只与 --template 一起用", "--from goes with --template only")
    clock.step("read")
    if template is not None:
        from portfolio.report.fresh import check_place

        check_place(Path(template))
    problem = read_problem(str(given["scenario"]), **given.changes)
    if template is not None:
        return _template(given, problem, Path(template), clock)
    return _assessed(given, problem, Path(schedule), clock)


def _assessed(given: Given, problem: Problem, file: Path, clock: Clock) -> Answer:
    from portfolio.questions.assess import study
    from portfolio.questions.assess.answer import AssessAnswer
    from portfolio.questions.assess.schedule import read_schedule

    schedule = read_schedule(problem, file)
    timed = given["time_limit"] is not None
    return AssessAnswer(study.assess(problem, schedule, clock, timed), file, schedule.unpaid)


def _template(given: Given, problem: Problem, path: Path, clock: Clock) -> Answer:
    from portfolio.plan.make import plan_problem
    from portfolio.questions.assess.answer import TemplateAnswer, TemplateContent
    from portfolio.questions.assess.template import schedule_from, schedule_of, template
    from portfolio.report.fresh import write_fresh

    plan = None
    if given["from"] is not None:
        schedule = schedule_from(problem, given["from"])
    else:
        plan = plan_problem(problem, clock)
        schedule = schedule_of(plan)
    table = template(problem, schedule)
    write_fresh(table, path)
    written = TemplateContent(path.as_posix(), len(table))
    return TemplateAnswer(str(given["scenario"]), written, plan)


QUESTION = Question(
    name="assess",
    title=Words(
        "自己的进度表行不行：哪一年、哪个资金池不够，违反什么规则，得多少分",
        "what a schedule of your own needs, breaks and earns: which year and purse is short",
    ),
    options=(
        SCENARIO,
        folder("_assess"),
        File(
            name="schedule",
            help=Words(
                "进度表（CSV）：每个项目每年一行资金，或者只填开工年份",
                "schedule (CSV): a row a project and year with money, or a start year alone",
            ),
        ),
        File(
            name="template",
            help=Words(
                "按最优方案写出待改的进度表，不评估；不覆盖已有文件",
                "write the best plan as a schedule to change, and assess nothing; an existing "
                "file stays",
            ),
        ),
        Folder(
            name="from",
            help=Words(
                "与 --template 一起用：取这个报告文件夹里的方案",
                "with --template: the plan in this report folder",
            ),
            usual=Words("", ""),
        ),
        *WHOLE,
    ),
    ask=assess,
    examples=(
        "portfolio assess base --template my.csv",
        "portfolio assess base --schedule my.csv",
    ),
)
