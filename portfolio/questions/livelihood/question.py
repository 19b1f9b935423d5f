"""`portfolio livelihood`: choose the livelihood matters (民生实事) to adopt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question, UsageError, report_name
from portfolio.questions.numbers import Share, WholeNumber
from portfolio.questions.options import File, Flag, Option
from portfolio.questions.usual import SCENARIO, folder
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.questions.livelihood.ballots import Rule
    from portfolio.questions.livelihood.study import Choice


def livelihood(given: Given, clock: Clock) -> Answer:
    """Plan, then choose."""
    from dataclasses import replace

    from portfolio.errors import Findings
    from portfolio.inputs.read import read_problem
    from portfolio.plan.make import plan_problem
    from portfolio.questions.livelihood.answer import LivelihoodAnswer
    from portfolio.questions.livelihood.ballots import Rule, read_ballots
    from portfolio.questions.livelihood.candidates import read_candidates
    from portfolio.questions.livelihood.study import choose, matters_of
    from portfolio.questions.livelihood.tasks import own_tasks

    _check(given)
    if given["progress"] is not None or given["template"] is not None:
        return _tasks(given, clock)
    clock.step("read")
    problem, findings = read_problem(str(given["scenario"])), Findings()
    rule = Rule(given["deputies"], given["quorum"], given["of_all"])
    table, order = read_candidates(problem.scenario.data, given["choose"], given["order"], findings)
    ids, tally = table["id"].tolist(), given["votes"]
    tasks = own_tasks(problem.scenario.data, ids, findings)
    ballots = None if tally is None else read_ballots(Path(tally), ids, rule, findings)
    findings.raise_if_any()
    plan = plan_problem(problem, clock)
    matters = replace(matters_of(plan, table), ballots=ballots, rule=rule, order=order)
    choice = choose(matters, given["choose"], given["per_department"])
    choice = _after_second_vote(choice, given["second_vote"], rule)
    return LivelihoodAnswer(plan, choice, tasks)


def _tasks(given: Given, clock: Clock) -> Answer:
    """Read the progress of the tasks of the adopted matters, or write the table to fill in."""
    from portfolio.errors import Findings
    from portfolio.inputs.crosscheck import read_matters
    from portfolio.inputs.read import read_problem
    from portfolio.inputs.tables import read_tables
    from portfolio.questions.livelihood.answer import ProgressAnswer, SheetAnswer, SheetContent
    from portfolio.questions.livelihood.tasks import progress_template, read_progress, read_tasks
    from portfolio.report.fresh import check_place, write_fresh

    clock.step("read")
    if given["template"] is not None:
        check_place(Path(given["template"]))
    scenario, findings = read_problem(str(given["scenario"])).scenario, Findings()
    ids = read_matters(read_tables(scenario.data, findings), findings).data["id"].tolist()
    tasks = read_tasks(scenario.data, ids, findings)
    findings.raise_if_any()
    adopted = scenario.adopted or ids
    without = [name for name in adopted if name not in set(tasks["matter_id"])]
    tasks = tasks[tasks["matter_id"].isin(adopted)]
    if given["progress"] is not None:
        return ProgressAnswer(read_progress(Path(given["progress"]), tasks, findings), without)
    table, path = progress_template(tasks), Path(given["template"])
    write_fresh(table, path)
    return SheetAnswer(str(given["scenario"]), SheetContent(path.as_posix(), len(table)))


def _check(given: Given) -> None:
    """
    Check which options go together.

    Raises
    ------
    UsageError
        If an option asks for another one, or for one that is given not to be.
    """
    if given["votes"] is not None and given["order"] is not None:
        raise UsageError(
            "--votes 和 --order 只能给一个：有票决就不看次序",
            "give --votes or --order: where deputies voted no order counts",
        )
    if given["progress"] is not None and given["template"] is not None:
        raise UsageError("--progress 和 --template 只能给一个", "give --progress or --template")
    followed = "--progress" if given["progress"] is not None else "--template"
    for name in ("votes", "order", "second_vote", "deputies", "quorum", "of_all", "per_department"):
        if given[name] and (given["progress"] or given["template"]) is not None:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(
                f"{option} 不与 {followed} 一起用：选事项和跟进度是两件事",
                f"{option} does not go with {followed}: to choose and to follow are two things",
            )
    for name in ("second_vote", "deputies"):
        if given[name] is not None and given["votes"] is None:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"{option} 要与 --votes 一起用", f"{option} goes with --votes")
    for name in ("quorum", "of_all"):
        if given[name] and given["deputies"] is None:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"{option} 要与 --deputies 一起用", f"{option} goes with --deputies")


def _after_second_vote(choice: Choice, file: str | None, rule: Rule) -> Choice:
    """Return the choice after the second vote, if there was one."""
    from portfolio.errors import Findings
    from portfolio.questions.livelihood.ballots import read_second
    from portfolio.questions.livelihood.study import decided

    if file is None:
        return choice
    findings, ids = Findings(), choice.matters.ids
    tied = [ids[i] for i in choice.undecided]
    second = read_second(Path(file), ids, tied, rule, findings)
    findings.raise_if_any()
    return decided(choice, second)


def _folder_name(values: Mapping[str, Any]) -> str:
    ending = "_progress" if values.get("progress") is not None else ""
    return f"{report_name(values['scenario'])}_livelihood{ending}"


QUESTION = Question(
    name="livelihood",
    title=Words(
        "从候选民生实事中选出若干件：按代表票决，或按方案留下的缺口和您的次序",
        "choose livelihood matters from the candidates: by ballots, or by shortfall and your order",
    ),
    options=(
        SCENARIO,
        folder("_livelihood"),
        File(
            name="votes",
            label="TALLY",
            help=Words(
                "代表票决的结果（CSV：matter_id, votes，或 matter_id, for, against, abstain）；"
                "不给则按缺口和次序选",
                "the deputies' votes (CSV: matter_id, votes, or matter_id, for, against, abstain); "
                "without it, by the shortfall and the order",
            ),
        ),
        WholeNumber(
            name="deputies",
            label="COUNT",
            least=1,
            help=Words("代表总人数，核对票数和法定人数", "deputies in all, to check votes against"),
        ),
        Share(
            name="quorum",
            help=Words(
                "法定人数：表决的代表至少占几成，如 0.5、2/3",
                "least share of the deputies that must vote, e.g. 0.5 or 2/3",
            ),
            default_said=Words("0.5（给了 --deputies 时）", "0.5 (with --deputies)"),
        ),
        Flag(
            name="of_all",
            help=Words(
                "过半数按全体代表算，不按表决人数",
                "a majority of all deputies, not of those voting",
            ),
        ),
        File(
            name="second_vote",
            label="TALLY",
            help=Words(
                "二次表决的结果（列同 --votes，只含票数相同的事项）",
                "a second vote on the matters that are tied (columns as for --votes)",
            ),
        ),
        Option(
            name="order",
            label="IDS",
            help=Words(
                "没有票决时，无可测缺口的事项按此次序选，如 M05,M01；可以只列一部分",
                "without votes: the order in which matters without a measurable shortfall are "
                "chosen, e.g. M05,M01; it may name some of them only",
            ),
        ),
        WholeNumber(
            name="choose",
            label="COUNT",
            least=1,
            default=10,
            help=Words("选几件", "how many to choose"),
        ),
        File(
            name="progress",
            help=Words(
                "分项任务的进度表（CSV），给出月度表和年终表，不选事项",
                "progress of the sub-tasks (CSV): prints the monthly and the year-end table",
            ),
        ),
        File(
            name="template",
            help=Words(
                "写出待填的进度表（已定事项的任务，每月一行），不覆盖已有文件",
                "write the table of progress to fill in (a row a task and month); an existing "
                "file stays",
            ),
        ),
        WholeNumber(
            name="per_department",
            label="COUNT",
            least=1,
            help=Words(
                "每个部门至多几件；几个部门共同负责的，对每个部门都算一件",
                "at most so many a department; one of several departments counts for each",
            ),
        ),
    ),
    ask=livelihood,
    folder_name=_folder_name,
    examples=(
        "portfolio livelihood scenarios/base.toml --order M05,M01,M07",
        "portfolio livelihood base --votes votes.csv --deputies 300 --quorum 2/3",
        "portfolio livelihood base --template progress.csv",
        "portfolio livelihood base --progress progress.csv",
        "portfolio livelihood base --votes votes.csv --second-vote second.csv --per-department 3",
    ),
)
