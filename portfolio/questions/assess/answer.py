"""What `portfolio assess` leaves: a schedule's tables and picture, or a table to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from portfolio.plan.plan import Plan
from portfolio.questions.assess.clerk import broken_rules
from portfolio.questions.assess.lines import said
from portfolio.questions.assess.rows import (
    BestPlan,
    BrokenRule,
    ChangeRow,
    LandYear,
    Purse,
    PurseYear,
    SourceYear,
    Year,
    best_of,
    changes_of,
    land_of,
    purses_of,
    sources_of,
    years_of,
)
from portfolio.questions.assess.study import Assessed
from portfolio.questions.contract import Answer
from portfolio.questions.plan.statements.make import plan_statements
from portfolio.questions.results import result, table_statements
from portfolio.report.plain import plain
from portfolio.report.statement import Statement
from portfolio.runs.provenance import file_hash, inputs_of, versions
from portfolio.terms import Status
from portfolio.words import Words, about

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from portfolio.inputs.problem import Problem


AS_A_PLAN = {"overview", "annual", "schedule"}  # the rest is said against the rules


@dataclass(frozen=True)
class Content:
    """What the schedule needs, breaks and earns."""

    title: str = about("情景标题", "title of the scenario")
    scenario: str = about("情景文件名", "name of the scenario file")
    schedule: str = about("进度表文件", "the schedule's file")
    score: float = about("得分", "score")
    bound: float | None = about(
        "守规则的方案按比例至多得的分；没有这样的方案为空",
        "score that no plan in shares that keeps the rules exceeds; null: there is none",
    )
    best: BestPlan | None = about(
        "情景自己的最优方案；没有或没有找到为空",
        "the scenario's own best plan; null: none, or none found",
    )
    projects: int = about("安排的项目", "projects that are carried out, also in part", "项")
    unpaid_rows: list[int] = about(
        "进度表里有年份、没有投资的行，按没有投资计算",
        "rows of the schedule with a year and no money, which count as none",
    )
    broken: list[BrokenRule] = about("违反的规则", "rules that are broken")
    years: list[Year] = about("逐年资金", "money year by year")
    purses: list[Purse] = about("按资金池；没有资金池则为空", "by purse; empty: no purses")
    sources: list[SourceYear] = about("按资金来源逐年", "by source and year")
    land: list[LandYear] = about("逐年用地", "land year by year")
    changes: list[ChangeRow] = about(
        "最优方案要改的项目，得分增加多的在前", "what the best plan changes, most points first"
    )
    versions: dict[str, str] = about("程序版本", "versions of the programs")
    inputs: dict[str, str] = about("输入文件的 SHA-256", "SHA-256 of the input files")


@dataclass(frozen=True)
class AssessAnswer(Answer):
    """An assessed schedule, the file that it came from, and its rows with a year and no money."""

    found: Assessed
    file: Path
    unpaid: tuple[int, ...] = ()

    question: ClassVar[Words] = Words("进度表评估", "Schedule assessed")

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.found.plan.problem

    def content(self, lang: str) -> Content:
        """Return everything; the schedule is one more input."""
        found, scenario = self.found, self.found.plan.problem.scenario
        return Content(
            title=scenario.title,
            scenario=scenario.name,
            schedule=self.file.name,
            score=found.plan.score,
            bound=found.bound,
            best=best_of(found),
            projects=int((found.plan.funded > 0).sum()),
            unpaid_rows=list(self.unpaid),
            broken=broken_rules(found, lang),
            years=years_of(found.plan),
            purses=self._purses,
            sources=sources_of(found.plan, lang),
            land=land_of(found.plan),
            changes=changes_of(found),
            versions=versions(),
            inputs={**inputs_of(scenario), self.file.name: file_hash(self.file)},
        )

    @cached_property
    def _purses(self) -> list[Purse]:
        return purses_of(self.found.plan)

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return money by year, purse and source, land, the broken rules, changes and the plan."""
        plan = self.found.plan
        return {
            "assess_years": _table(Year, years_of(plan)),
            "assess_purses": _purse_table(self._purses),
            "assess_sources": _table(SourceYear, sources_of(plan, lang)),
            "assess_land": _table(LandYear, land_of(plan)),
            "broken": _table(BrokenRule, broken_rules(self.found, lang)),
            "changes": _table(ChangeRow, changes_of(self.found)),
            "allocation": plan.allocation,
        }

    def statements(self, lang: str) -> Sequence[Statement]:
        """Return result and tables, then the schedule as a plan is handed in."""
        own = [result(self, lang), *table_statements(self, self.tables(lang), lang)]
        plan = plan_statements(self.found.plan, lang)
        return [*own, *(each for each in plan if each.key in AS_A_PLAN)]

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes]]:
        """Return need against money, and the purses that are short."""
        from portfolio.questions.assess.picture import draw_assess

        return {"assess": lambda: draw_assess(self.found, lang)}

    def lines(self, lang: str) -> Sequence[str]:
        """Return the score, what is short in which year and purse, broken rules, first changes."""
        return said(self.found, self.file.name, self.unpaid, lang)


@dataclass(frozen=True)
class TemplateContent:
    """The table that was written."""

    template: str = about("写出的待填表格", "the table to fill in")
    rows: int = about("行数", "its rows")


@dataclass(frozen=True)
class TemplateAnswer(Answer):
    """A schedule to fill in, and how to go on."""

    scenario: str
    written: TemplateContent
    plan: Plan | None = None

    leaves_folder: ClassVar[bool] = False

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for the plan ended."""
        return () if self.plan is None else (self.plan.status,)

    def content(self, lang: str) -> TemplateContent:
        """Return where the table is."""
        return self.written

    def lines(self, lang: str) -> Sequence[str]:
        """Return where the table is, and how to go on."""
        path, rows = self.written.template, self.written.rows
        call = f"portfolio assess {self.scenario} --schedule {path}"
        words = Words(
            f"已写出 {path}（{rows} 行）：改好后运行 {call}",
            f"wrote {path} ({rows} rows); change it, then run {call}",
        )
        return [words.to(lang)]


def _table(kind: type, rows: Sequence[Any]) -> pd.DataFrame:
    """Return rows as a table in the columns of their kind, years as whole numbers."""
    table = pd.DataFrame(
        [plain(each) for each in rows], columns=[each.name for each in fields(kind)]
    )
    for name in table.columns:
        if name == "year" or name.endswith("_year"):
            table[name] = table[name].astype("Int64")
        elif table[name].dtype == object and name in ("money", "balance", "balance_so_far"):
            table[name] = table[name].astype(float)
    return table


def _purse_table(purses: Sequence[Purse]) -> pd.DataFrame:
    """Return a row a purse and year, and one for the horizon (no year)."""
    rows = [
        {"purse": each.purse, "name": each.name, **part}
        for each in purses
        for part in (*map(asdict, each.years), asdict(each))
    ]
    names = ["purse", "name", *(each.name for each in fields(PurseYear)), "short", "short_from"]
    whole = {"year": "Int64", "short_from": "Int64"}
    return pd.DataFrame(rows).reindex(columns=names).astype(whole)
