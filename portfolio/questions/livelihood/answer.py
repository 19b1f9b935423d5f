"""What `portfolio livelihood` leaves: the choice and its swaps; or the progress of the tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.plan.plan import Plan
from portfolio.questions.contract import Answer
from portfolio.questions.livelihood.lines import (
    choice_lines,
    majority_of,
    progress_lines,
    sides_known,
)
from portfolio.questions.livelihood.progress import (
    RULES,
    TaskMonth,
    TaskYear,
    counted,
    missing_table,
    monthly,
    task_table,
    year_end,
)
from portfolio.questions.livelihood.results import (
    NO_MAJORITY,
    NO_QUORUM,
    Matter,
    Swap,
    matter_table,
    record_table,
    results,
    swaps,
)
from portfolio.questions.livelihood.study import Choice
from portfolio.questions.livelihood.tasks import Progress
from portfolio.questions.livelihood.words import label
from portfolio.terms import Status
from portfolio.words import Words, about


@dataclass(frozen=True)
class Content:
    """The choice, and what it was made from."""

    scenario: str = about("情景文件名", "name of the scenario file")
    title: str = about("情景标题", "title of the scenario")
    score: float = about("方案的得分", "score of the plan")
    by: str = about("votes 按票决，shortfall 按缺口", "`votes` or `shortfall`")
    choose: int = about("应选的件数", "how many are to be chosen", "项")
    per_department: int | None = about(
        "每个部门至多几件；不限为空", "most matters of a department; null: no limit", "项"
    )
    deputies: int | None = about("代表人数；没有给为空", "the deputies; null: not given", "人")
    quorum: int | None = about(
        "至少多少人表决才有效；不核对为空", "least that must vote; null: not checked", "人"
    )
    majority: str | None = about(
        "过半数按什么算：present 表决人数，all 全体代表；不核对为空",
        "majority of those `present` or of `all`; null: not checked",
    )
    order: list[str] = about("您给的次序", "the order that was given")
    chosen: list[str] = about("入选的编号，按候选表的顺序", "ids of those chosen, in list order")
    undecided: list[str] = about(
        "未决的编号：票数相同，或无可测缺口又没有次序",
        "ids that are not decided: tied, or without a measurable shortfall and an order",
    )
    seats: int = about("未决的里面还要选几件", "how many of the undecided are to be chosen", "项")
    failed: list[str] = about(
        "未通过的编号（未过半数、未达法定人数）", "ids without a majority or a quorum"
    )
    matters: list[Matter] = about("全部候选，好的在前", "all candidates, best first")
    swaps: list[Swap] = about("一对一调换的代价", "what each swap of one for one changes")


@dataclass(frozen=True)
class LivelihoodAnswer(Answer):
    """The plan whose shortfall counts, the choice, and the tasks of what is chosen."""

    plan: Plan
    choice: Choice
    tasks: pd.DataFrame

    question: ClassVar[Words] = Words("民生实事选择", "Livelihood matters")

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.plan.problem

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for the plan ended."""
        return (self.plan.status,)

    @property
    def own_tasks(self) -> pd.DataFrame:
        """The tasks of the matters that are chosen."""
        chosen = [self.choice.matters.ids[i] for i in self.choice.chosen]
        return self.tasks[self.tasks["matter_id"].isin(chosen)]

    @property
    def voted(self) -> bool:
        """Whether the deputies voted."""
        return self.choice.matters.ballots is not None

    def content(self, lang: str) -> Content:
        """Return everything."""
        choice, scenario = self.choice, self.plan.problem.scenario
        rule, ids, found = choice.matters.rule, choice.matters.ids, results(choice)
        return Content(
            scenario=scenario.name,
            title=scenario.title,
            score=self.plan.score,
            by="votes" if self.voted else "shortfall",
            choose=choice.count,
            per_department=choice.per_department,
            deputies=rule.deputies,
            quorum=rule.least if sides_known(choice) else None,
            majority=majority_of(choice),
            order=list(choice.matters.order),
            chosen=[ids[i] for i in choice.chosen],
            undecided=[ids[i] for i in choice.undecided],
            seats=choice.seats,
            failed=[row.matter_id for row in found if row.status in (NO_MAJORITY, NO_QUORUM)],
            matters=found,
            swaps=swaps(choice),
        )

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return a row a matter, a row a swap, and a row a task of those chosen."""
        return {
            "livelihood": matter_table(results(self.choice), lang),
            "livelihood_swaps": record_table(swaps(self.choice), Swap, ["votes", "second_votes"]),
            "livelihood_tasks": missing_table(self.own_tasks, lang),
        }

    def lines(self, lang: str) -> Sequence[str]:
        """Return the choice, what is undecided, and what its tasks lack."""
        title, ids = self.plan.problem.scenario.title, self.choice.matters.ids
        lines, own = choice_lines(self.choice, title, lang), self.own_tasks
        if not self.choice.chosen:
            return lines
        lacking = int((missing_table(own, lang)["missing"] != "").sum())
        lines.append(label("livelihood.tasks", lang, count=len(own), lacking=lacking))
        without = [ids[i] for i in self.choice.chosen if ids[i] not in set(own["matter_id"])]
        if without:
            names = label("livelihood.comma", lang).join(without)
            lines.append(label("livelihood.without_tasks", lang, names=names))
        return lines


@dataclass(frozen=True)
class ProgressContent:
    """What was done of the tasks."""

    month: int = about("填报到几月", "the latest month that is reported", "月")
    rules: list[Words] = about("评价规则（zh、en）", "the rules, in zh and en")
    counts: dict[str, int] = about("各种状态的任务数", "tasks by status", "项")
    without_tasks: list[str] = about(
        "已定而没有分项任务的事项", "adopted matters that have no tasks"
    )
    monthly: list[TaskMonth] = about("月度表", "the monthly table")
    year_end: list[TaskYear] = about("年终表", "the year-end table")


@dataclass(frozen=True)
class ProgressAnswer(Answer):
    """The monthly and the year-end table."""

    progress: Progress
    without: list[str]

    question: ClassVar[Words] = Words("民生实事进度", "Progress of the livelihood matters")

    def content(self, lang: str) -> ProgressContent:
        """Return both tables, and the rules."""
        year = year_end(self.progress)
        return ProgressContent(
            month=self.progress.month,
            rules=list(RULES),
            counts=counted(year),
            without_tasks=self.without,
            monthly=monthly(self.progress),
            year_end=year,
        )

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return a row a month and task, and a row a task."""
        return {
            "livelihood_monthly": task_table(monthly(self.progress), lang),
            "livelihood_year_end": task_table(year_end(self.progress), lang),
        }

    def lines(self, lang: str) -> Sequence[str]:
        """Return the counts of each month, and a line a task."""
        return progress_lines(monthly(self.progress), year_end(self.progress), self.without, lang)


@dataclass(frozen=True)
class SheetContent:
    """The table that was written."""

    template: str = about("写出的待填进度表", "the table of progress to fill in")
    rows: int = about("行数", "its rows")


@dataclass(frozen=True)
class SheetAnswer(Answer):
    """A table of progress to fill in, and how to go on."""

    scenario: str
    written: SheetContent

    leaves_folder: ClassVar[bool] = False

    def content(self, lang: str) -> SheetContent:
        """Return where the table is."""
        return self.written

    def lines(self, lang: str) -> Sequence[str]:
        """Return where the table is, and how to go on."""
        path = self.written.template
        call = f"portfolio livelihood {self.scenario} --progress {path}"
        return [label("livelihood.sheet", lang, path=path, rows=self.written.rows, call=call)]
