"""What `portfolio replan` leaves: a plan's report with its evaluation, or a table to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from portfolio.listen import Clock
from portfolio.plan.plan import Plan
from portfolio.plan.summary import PlanSummary, summary
from portfolio.questions.contract import Answer
from portfolio.questions.plan.answer import report_cash, report_pictures, report_tables
from portfolio.questions.plan.statements.make import plan_statements
from portfolio.questions.replan.evaluation import (
    NOT_JUDGED,
    RULES,
    VERDICTS,
    Evaluation,
    evaluate_indicators,
    evaluate_projects,
    evaluation,
)
from portfolio.questions.replan.study import Replanned
from portfolio.questions.replan.warnings import warnings
from portfolio.questions.replan.words import label
from portfolio.questions.results import result, table_statements
from portfolio.report.statement import Statement
from portfolio.runs.provenance import file_hash
from portfolio.terms import Status
from portfolio.words import Words, about

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from portfolio.inputs.problem import Problem


@dataclass(frozen=True)
class Content(PlanSummary):
    """The plan in a few numbers, and the evaluation."""

    evaluation: Evaluation = about("中期评估", "the mid-term evaluation")


@dataclass(frozen=True)
class ReplanAnswer(Answer):
    """The plan made anew, the table of actuals, and the time of each step."""

    found: Replanned
    actuals: Path
    seconds: dict[str, float] = field(default_factory=dict)

    question: ClassVar[Words] = Words("中期重排", "Replanned at mid-term")
    most_lines: ClassVar[int] = 60

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.found.plan.problem

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for the rest ended."""
        return (self.found.plan.status,)

    def explain(self, clock: Clock) -> None:
        """Find out why projects are left out, and what would bring them in."""
        clock.step("explain")
        _ = self.found.plan.reasons

    def content(self, lang: str) -> Content:
        """Return everything; the actuals are one more input."""
        own = summary(self.found.plan, self.seconds)
        own.inputs[self.actuals.name] = file_hash(self.actuals)
        if self.found.hand is not None:
            folder = self.found.hand.folder
            for name in ("allocation.csv", "plan.json"):
                own.inputs[f"{folder.name}/{name}"] = file_hash(folder / name)
        return Content(**vars(own), evaluation=evaluation(self.found))

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return the tables of a plan's report, and the evaluation's."""
        own = self._own_tables(lang)
        return report_tables(self.found.plan, lang) | own

    def _own_tables(self, lang: str) -> dict[str, pd.DataFrame]:
        return {
            "evaluation_indicators": _in_words(evaluate_indicators(self.found), lang),
            "evaluation_projects": _in_words(evaluate_projects(self.found), lang),
        }

    def statements(self, lang: str) -> Sequence[Statement]:
        """Return result and evaluation, then the statements of the plan made anew."""
        own = [result(self, lang), *table_statements(self, self._own_tables(lang), lang)]
        return [*own, *plan_statements(self.found.plan, lang)]

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes]]:
        """Return the pictures of a plan's report."""
        return report_pictures(self.found.plan, lang)

    def lines(self, lang: str) -> Sequence[str]:
        """Return score, counts, both evaluations, what comes too late, and the rules."""
        last = self.found.plan.years[-1]
        projects = evaluate_projects(self.found)
        return [
            *_heading(self.found, lang),
            _original(self.found, lang),
            label("replan.indicators", lang, last=last),
            *_indicators(self.found, lang),
            label("replan.projects", lang, counts=_counted(projects, lang)),
            *_stopped(projects, lang),
            *(
                label(
                    "replan.late",
                    lang,
                    id=projects["project_id"].iloc[p],
                    name=projects["name"].iloc[p],
                    last=last,
                    share=f"{projects['funded'].iloc[p]:.1%}",
                )
                for p in self.found.left.late.nonzero()[0]
            ),
            *report_cash(self.found.plan, lang),
            label("replan.rule", lang),
            *(f"  {words.to(lang)}" for words in RULES),
        ]


@dataclass(frozen=True)
class TemplateContent:
    """The table that was written."""

    template: str = about("写出的待填表格", "the table to fill in")
    rows: int = about("行数", "its rows")
    as_of: int = about("填到哪一年底", "the year to whose end it is filled in")
    as_planned: bool = about("实际数是否已按原方案填好", "whether the plan is filled in already")


@dataclass(frozen=True)
class TemplateAnswer(Answer):
    """A table of actuals to fill in, and how to go on."""

    plan: Plan
    scenario: str
    written: TemplateContent
    issued: Path | None = None

    leaves_folder: ClassVar[bool] = False

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for the plan ended; of one that was issued nobody searched."""
        return () if self.issued else (self.plan.status,)

    def content(self, lang: str) -> TemplateContent:
        """Return where the table is."""
        return self.written

    def lines(self, lang: str) -> Sequence[str]:
        """Return where the table is, and how to go on."""
        path, rows, as_of = self.written.template, self.written.rows, self.written.as_of
        call = f"portfolio replan {self.scenario} --actuals {path} --as-of {as_of}"
        call += f" --from {self.issued.as_posix()}" if self.issued else ""
        words = Words(
            f"已写出 {path}（{rows} 行）：填好实际数后运行 {call}",
            f"wrote {path} ({rows} rows); fill it in, then run {call}",
        )
        if self.written.as_planned:
            words = Words(
                f"已写出 {path}（{rows} 行，已按原方案填好）：改动不同的地方，再运行 {call}",
                f"wrote {path} ({rows} rows, filled in as planned); change what differs from the "
                f"plan, then run {call}",
            )
        return [words.to(lang)]


def _heading(found: Replanned, lang: str) -> list[str]:
    plan, planned, actuals = found.plan, found.planned, found.left.actuals
    as_of, last = actuals.as_of, plan.years[-1]
    lines = [
        label("replan.title", lang, title=plan.problem.scenario.title, as_of=as_of),
        label("replan.score", lang, score=f"{plan.score:.4f}", planned=f"{planned.score:.4f}"),
        label(
            "replan.counts",
            lang,
            full=int(plan.carried_out.sum()),
            part=int(plan.in_part.sum()),
            under_way=int(actuals.under_way.sum()),
            finished=int(actuals.finished.sum()),
            as_of=as_of,
            last=last,
        ),
    ]
    return [*lines, *(words.to(lang) for words in warnings(planned, actuals))]


def _stopped(projects: pd.DataFrame, lang: str) -> list[str]:
    """Name the projects that are given up, with what was done and paid."""
    given_up = projects[projects["stopped"]]
    lines = [label("replan.stopped", lang, count=len(given_up))] if len(given_up) else []
    for row in given_up.itertuples():
        values = {"done": f"{row.progress:.1%}", "paid": f"{row.spent:,.2f}"}
        lines.append(label("replan.given_up", lang, id=row.project_id, name=row.name, **values))
    return lines


def _original(found: Replanned, lang: str) -> str:
    """Say which plan the actuals are compared with."""
    hand = found.hand
    if hand is None:
        return label("replan.own", lang, name=found.planned.problem.scenario.name)
    key = "replan.issued_short" if hand.status == Status.SHORT else "replan.issued"
    return label(key, lang, folder=hand.folder.as_posix(), title=hand.title)


def _indicators(found: Replanned, lang: str) -> list[str]:
    table = evaluate_indicators(found)
    return [
        label(
            "replan.indicator",
            lang,
            verdict=_padded(row.verdict, lang),
            id=row.indicator_id,
            name=row.name,
            achieved=f"{row.achieved_share:.1%}",
            expected=f"{row.expected_share:.1%}",
            final=f"{row.final_share:.1%}",
            before=f"{row.final_share_planned:.1%}",
        )
        for row in table[table["verdict"] != NOT_JUDGED].itertuples()
    ]


def _in_words(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    return table.assign(verdict=[VERDICTS[each].to(lang) for each in table["verdict"]])


def _padded(verdict: str, lang: str) -> str:
    word = VERDICTS[verdict].to(lang)
    return word + "　" * (4 - len(word)) if lang == "zh" else word.ljust(21)


def _counted(projects: pd.DataFrame, lang: str) -> str:
    counts = projects["verdict"].value_counts()
    named = [f"{VERDICTS[key].to(lang)} {counts[key]}" for key in VERDICTS if key in counts]
    return Words("，", ", ").to(lang).join(named)
