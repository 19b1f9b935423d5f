"""What an extract leaves: the documents of the part, and its rows of the plan's tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from portfolio.inputs.problem import Problem
from portfolio.plan.plan import Plan
from portfolio.questions.contract import Answer
from portfolio.questions.extract.study import Extracted
from portfolio.questions.plan.statements.make import plan_heading, plan_statements
from portfolio.report.statement import Statement
from portfolio.words import Words, about

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class YearOfPart:
    """One year of the part, and of the rest, against the whole."""

    year: int = about("年份", "year")
    investment: float = about("本部分投资", "investment of the part", "万元")
    rest: float = about("其余投资", "investment of the rest", "万元")
    whole: float = about("全部投资", "investment of the whole plan", "万元")
    land: float = about("本部分供地", "land of the part", "亩")
    land_rest: float = about("其余供地", "land of the rest", "亩")
    land_whole: float = about("全部供地", "land of the whole plan", "亩")


@dataclass(frozen=True)
class Extract:
    """A part of a plan in a few numbers."""

    title: str = about("情景标题", "title of the scenario")
    scenario: str = about("情景文件名", "name of the scenario file")
    by: str = about(
        "按什么取：地区、领域、业主单位或责任单位", "`district`, `domain`, `owner`, `responsible`"
    )
    key: str = about("取的是哪一个", "which one")
    projects: int = about("项目总数", "its projects", "项")
    funded: int = about("完整实施", "carried out in full", "项")
    in_part: int = about("部分实施", "carried out in part", "项")
    investment: float = about("投资", "investment", "万元")
    land: float = about("供地", "land released", "亩")
    years: list[YearOfPart] = about("逐年与全部方案对账", "by year, against the whole")
    changed: list[str] = about(
        "出报告以后改动过的输入文件", "input files that have changed since the report"
    )
    seconds: dict[str, float] = about("各步用时", "time of each step", "秒")


@dataclass(frozen=True)
class ExtractAnswer(Answer):
    """The part of a plan."""

    found: Extracted
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The whole plan."""
        return self.found.plan

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.plan.problem

    def heading(self, lang: str) -> str:
        """Return the title of its documents."""
        return plan_heading(self.plan, lang, self.found.part)

    def statements(self, lang: str) -> Sequence[Statement]:
        """Return the statements of a plan, of the part alone, reconciled with the whole."""
        found = self.found
        return plan_statements(self.plan, lang, part=found.part, priced=found.prices)

    def content(self, lang: str) -> Extract:
        """Return the part in a few numbers."""
        plan, chosen = self.plan, self.found.part.chosen
        return Extract(
            title=plan.problem.scenario.title,
            scenario=plan.problem.scenario.name,
            by=self.found.by,
            key=self.found.key,
            projects=int(chosen.sum()),
            funded=int((plan.carried_out & chosen).sum()),
            in_part=int((plan.in_part & chosen).sum()),
            investment=_sum(plan.investment[chosen]),
            land=_sum(plan.land_release[chosen]),
            years=[self._year(t) for t in range(len(plan.years))],
            changed=list(self.found.changed),
            seconds={name: round(value, 3) for name, value in self.seconds.items()},
        )

    def _year(self, t: int) -> YearOfPart:
        plan, chosen = self.plan, self.found.part.chosen
        money, land = plan.investment[:, t], plan.land_release[:, t]
        return YearOfPart(
            int(plan.years[t]),
            *(_sum(money[mask]) for mask in (chosen, ~chosen, chosen | True)),
            *(_sum(land[mask]) for mask in (chosen, ~chosen, chosen | True)),
        )

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return the part's rows of the plan's allocation."""
        table = self.plan.allocation
        ids = {
            name
            for name, own in zip(self.plan.problem.ids, self.found.part.chosen, strict=True)
            if own
        }
        return {"allocation": table[table["project_id"].isin(ids)].reset_index(drop=True)}

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes]]:
        """Return the schedule of the part."""
        from portfolio.questions.plan.pictures.gantt import draw_gantt

        return {"gantt": lambda: draw_gantt(self.plan, lang, part=self.found.part)}

    def lines(self, lang: str) -> Sequence[str]:
        """Return counts and sums, of the part and of the whole."""
        said, name = self.content(lang), self.found.part.words
        whole_money, whole_land = _sum(self.plan.investment), _sum(self.plan.land_release)
        lines = [
            Words(
                f"{name.zh}：{said.projects} 项，完整实施 {said.funded} 项，"
                f"部分实施 {said.in_part} 项",
                f"{name.en}: {said.projects} projects, {said.funded} carried out in full, "
                f"{said.in_part} in part",
            ),
            Words(
                f"投资 {said.investment:,.2f} 万元（全部 {whole_money:,.2f}），"
                f"供地 {said.land:,.2f} 亩（全部 {whole_land:,.2f}）",
                f"investment {said.investment:,.2f} 万元 (of {whole_money:,.2f}), "
                f"land {said.land:,.2f} 亩 (of {whole_land:,.2f})",
            ),
        ]
        return [words.to(lang) for words in lines]

    def messages(self) -> Sequence[Words]:
        """Say which inputs are no longer those of the report."""
        if not self.found.changed:
            return ()
        listed = "、".join(self.found.changed)
        return [
            Words(
                f"出报告以后这些输入文件改动过：{listed}；"
                "投资、供地按报告，其余（名称、需求等）按现在的文件",
                f"these input files have changed since the report: {listed}; money and land are "
                "the report's, the rest (names, needs ...) as the files are now",
            )
        ]


def _sum(amounts: np.ndarray) -> float:
    return round(float(amounts.sum()), 6) + 0.0
