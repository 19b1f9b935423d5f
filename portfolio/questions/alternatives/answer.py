"""What `portfolio alternatives` leaves: the plans side by side, and who is debated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.plan.plan import Plan
from portfolio.plan.summary import PlanSummary, summary
from portfolio.questions.contract import Answer
from portfolio.terms import Status
from portfolio.words import Words, about


@dataclass(frozen=True)
class Alternative:
    """One of the plans, beside the best one."""

    plan: int = about("方案号，1 为得分最高的", "number of the plan; 1 scores best")
    score: float = about("得分", "score")
    loss: float = about("比方案 1 少的分数", "points less than plan 1")
    gap: float = about("与上界的相对差距", "relative gap to its bound")
    added: str = about("比方案 1 增加的项目，用分号隔开", "projects that plan 1 does not have")
    dropped: str = about("比方案 1 减少的项目，用分号隔开", "projects that only plan 1 has")


@dataclass(frozen=True)
class Content:
    """The best plan, the plans side by side, and the projects that not all of them hold."""

    plan: PlanSummary = about("最优方案，各字段同 plan.json", "the best plan, as in plan.json")
    alternatives: list[Alternative] = about("各方案，得分从高到低", "the plans, best first")
    choices: list[dict[str, object]] = about(
        "有取舍的项目：project_id、name、list，plan_1、plan_2……为开工年份，空为不做",
        "projects that some plans hold: project_id, name, list, and plan_1, plan_2, ...: the year "
        "of the start, null if it is left out",
    )


@dataclass(frozen=True)
class AlternativesAnswer(Answer):
    """The best plan and others, best first, and what was asked for."""

    plans: Sequence[Plan]
    count: int
    differ: int
    loss: float

    question: ClassVar[Words] = Words("备选方案", "Alternatives")

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.plans[0].problem

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for each plan ended."""
        return [plan.status for plan in self.plans]

    def content(self, lang: str) -> Content:
        """Return everything."""
        held = choices(self.plans)
        records = held.astype(object).where(held.notna(), None).to_dict("records")
        return Content(summary(self.plans[0]), overview(self.plans), records)

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return a row a plan, and a row a debated project."""
        return {
            "alternatives": pd.DataFrame(overview(self.plans)),
            "choices": choices(self.plans),
        }

    def lines(self, lang: str) -> Sequence[str]:
        """Return a line a plan."""
        lines = [
            Words(
                f"方案 {row.plan}：得分 {row.score:.4f}（−{row.loss:.4f}）"
                f" 增加 {row.added or '无'}；减少 {row.dropped or '无'}",
                f"plan {row.plan}: score {row.score:.4f} (-{row.loss:.4f}), "
                f"added {row.added or 'none'}; dropped {row.dropped or 'none'}",
            )
            for row in overview(self.plans)
        ]
        if len(self.plans) <= self.count:
            none = Words(
                f"在损失 {self.loss:.2%} 以内、相差 {self.differ} 个项目的方案只找到这些",
                f"no more plans {self.differ} projects apart within {self.loss:.2%} of score",
            )
            lines.append(none)
        return [words.to(lang) for words in lines]


def overview(plans: Sequence[Plan]) -> list[Alternative]:
    """Return the plans side by side, each against the first."""
    best, ids = plans[0], np.array(plans[0].problem.ids)
    return [
        Alternative(
            plan=number,
            score=plan.score,
            loss=best.score - plan.score,
            gap=plan.gap,
            added=";".join(ids[plan.carried_out & ~best.carried_out]),
            dropped=";".join(ids[best.carried_out & ~plan.carried_out]),
        )
        for number, plan in enumerate(plans, start=1)
    ]


def choices(plans: Sequence[Plan]) -> pd.DataFrame:
    """
    Return a row a project that some plans hold and others do not: its start year in each plan.

    Columns `project_id`, `name`, `list`, then `plan_1`, `plan_2`, …; NaN where it is left out.
    """
    problem = plans[0].problem
    held = np.array([plan.carried_out for plan in plans])
    debated = np.flatnonzero(held.any(axis=0) & ~held.all(axis=0))
    table = problem.projects.iloc[debated][["id", "name", "list"]]
    table = table.rename(columns={"id": "project_id"}).reset_index(drop=True)
    for number, plan in enumerate(plans, start=1):
        table[f"plan_{number}"] = plan.start_year[debated]
    return table
