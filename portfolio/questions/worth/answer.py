"""What `portfolio worth` leaves: a row a project, and the plan that it is measured against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.plan.plan import Plan
from portfolio.plan.summary import PlanSummary, summary
from portfolio.questions.contract import Answer
from portfolio.questions.worth.study import Worth
from portfolio.report.heads.codes import in_words
from portfolio.report.plain import plain
from portfolio.terms import Status
from portfolio.words import Words, about


@dataclass(frozen=True)
class Content:
    """The plan, and what each project matters to it."""

    plan: PlanSummary = about("情景本身的方案", "the scenario's own plan")
    projects: list[Worth] = about("逐个项目", "a record a project")


@dataclass(frozen=True)
class WorthAnswer(Answer):
    """The plan, and what each project matters to it."""

    plan: Plan
    rows: Sequence[Worth]

    question: ClassVar[Words] = Words("项目价值", "Worth of the projects")
    most_lines: ClassVar[int] = 10

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.plan.problem

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for the plan ended."""
        return (self.plan.status,)

    def content(self, lang: str) -> Content:
        """Return everything."""
        return Content(summary(self.plan), list(self.rows))

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return a row a project."""
        return {"worth": table(self.rows)}

    def lines(self, lang: str) -> Sequence[str]:
        """Return a line a project, the greatest loss first."""
        lines = []
        ordered = table(self.rows).sort_values(["change", "loss"], ascending=[False, False])
        for row in ordered.itertuples():
            no_plan = Words("没有方案", "no plan")
            points = Words(f"损失 {row.loss:.4f} 分", f"{row.loss:.4f} points lost")
            lost = (points if row.feasible else no_plan).to(lang)
            change = in_words("forced", row.change, lang)
            lines.append(f"{row.project_id} {change}  {lost}  {row.name}")
        return lines


def table(rows: Sequence[Worth]) -> pd.DataFrame:
    """Return a row a project, in the columns of `Worth`."""
    frame = pd.DataFrame([plain(row) for row in rows])
    return frame.astype({"score": float, "loss": float})
