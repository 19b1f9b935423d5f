"""What `portfolio compare` leaves: one page, one table, the pictures, the answer as JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from portfolio.plan.summary import Counts, Totals, summary
from portfolio.questions.compare.rows import key_name, not_comparable, unit
from portfolio.questions.compare.study import Comparison, Member, ProjectMove
from portfolio.questions.compare.words import label
from portfolio.questions.contract import Answer
from portfolio.questions.facts import Key
from portfolio.terms import Mode, Status
from portfolio.words import LANGUAGES, Words, about

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from portfolio.inputs.problem import Problem
    from portfolio.plan.plan import Plan

NAMED = 3  # scenarios that the title names


@dataclass(frozen=True)
class PlannedScenario:
    """One scenario that has a plan."""

    name: str = about("在对比中的名称", "its name in the comparison")
    title: str = about("情景标题", "its title")
    file: str = about("情景文件", "its file")
    mode: Mode = about(
        "`shares` 按比例，`whole` 整项目，`steady` 连续施工", "`shares`, `whole` or `steady`"
    )
    status: Status = about(
        "`optimal`、`limit`、`interrupted`；没有方案为 `no_plan`，只有 `score`（空）和 `shortfall`",
        "`optimal`, `limit`, `interrupted`; `no_plan`: only `score` (null) and `shortfall` follow",
    )
    score: float = about("得分", "score")
    bound: float = about("上界", "bound")
    gap: float = about("与上界的相对差距", "relative gap to the bound")
    points_within_need: float = about("需求内的得分", "points within the need")
    points_beyond_need: float = about("超出需求的得分", "points beyond the need")
    counts: Counts = about("项目数", "counts of projects")
    totals: Totals = about("合计", "totals over the horizon")
    score_by_first: float | None = about(
        "按首个情景口径的得分", "score as the first scenario counts"
    )
    projects: dict[str, list[ProjectMove]] = about(
        "与首个情景相比：`in` 新增，`out` 退出，`share` 比例变化，`earlier` 提前，`later` 推迟",
        "against the first: `in`, `out`, `share`, `earlier`, `later`",
    )
    shortfall: None = about("没有方案时的最小缺口", "the smallest shortfall where there is no plan")


@dataclass(frozen=True)
class ScenarioWithoutPlan:
    """One scenario that has none."""

    name: str = about("在对比中的名称", "its name in the comparison")
    title: str = about("情景标题", "its title")
    file: str = about("情景文件", "its file")
    mode: Mode = about(
        "`shares` 按比例，`whole` 整项目，`steady` 连续施工", "`shares`, `whole` or `steady`"
    )
    status: str = about("`no_plan`", "`no_plan`")
    score: None = about("没有得分", "no score")
    shortfall: dict[str, Any] = about("最小缺口", "the smallest shortfall")


@dataclass(frozen=True)
class Difference:
    """One row in which the scenarios do not agree."""

    section: str = about("节", "section")
    key: str = about("项", "key")
    name: str = about("项的名称", "what the key is called")
    unit: str = about("单位", "unit")
    year: int | None = about("年份；空为合计", "year; null: all years together")
    values: dict[str, float | None] = about("各情景的值", "one value a scenario, by its name")


@dataclass(frozen=True)
class Content:
    """The scenarios, and the rows that differ."""

    scenarios: list[PlannedScenario | ScenarioWithoutPlan] = about("各情景", "the scenarios")
    differences: list[Difference] = about("不同的行", "the rows that differ")
    equal_rows: int | None = about(
        "相同的行数；有方案的情景不到两个、无从对比为空",
        "rows that are equal; null: fewer than two scenarios have a plan",
    )
    one_measure: bool = about("各得分口径是否相同", "whether all scores mean the same")


@dataclass(frozen=True)
class CompareAnswer(Answer):
    """Scenarios side by side."""

    comparison: Comparison

    question: ClassVar[Words] = Words("情景对比", "Scenarios compared")

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.comparison.members[0].problem

    def heading(self, lang: str) -> str:
        """Return the question and the titles of the scenarios, the first of many."""
        titles = [each.problem.scenario.title for each in self.comparison.members]
        more = Words(f"等 {len(titles)} 个情景", f" and {len(titles) - NAMED} more")
        said = Words("、", "; ").to(lang).join(titles[:NAMED])
        said += more.to(lang) if len(titles) > NAMED else ""
        return f"{self.question.to(lang)}{Words('：', ': ').to(lang)}{said}"

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for each plan ended; short, where too few have one to compare."""
        found = [plan.status for plan in self.comparison.plans]
        return found if self.comparison.comparable else [*found, Status.SHORT]

    def content(self, lang: str) -> Content:
        """Return the scenarios, and the rows that differ."""
        comparison = self.comparison
        return Content(
            scenarios=[_scenario(comparison, each) for each in comparison.members],
            differences=[
                _difference(comparison, key, lang)
                for key in comparison.rows
                if key in comparison.differing
            ],
            equal_rows=(
                len(comparison.rows) - len(comparison.differing) if comparison.comparable else None
            ),
            one_measure=comparison.one_measure,
        )

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return every row."""
        return {"compare": long_form(self.comparison, lang)}

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes | None]]:
        """Return scores, money and land, and points by indicator."""
        from portfolio.questions.compare.picture import draw_comparison, draw_points

        return {
            "overview": lambda: draw_comparison(self.comparison, lang),
            "points": lambda: draw_points(self.comparison, lang),
        }

    def texts(self, lang: str, folder: Path) -> Mapping[str, str]:
        """Return the page, the pictures in it."""
        from portfolio.questions.compare.page import comparison_page

        return {"compare.html": comparison_page(self.comparison, folder, lang)}

    def lines(self, lang: str) -> Sequence[str]:
        """Return a line a scenario, and how many rows differ."""
        return [words.to(lang) for words in _lines(self.comparison)]


def _scenario(comparison: Comparison, each: Member) -> PlannedScenario | ScenarioWithoutPlan:
    scenario = each.problem.scenario
    if each.plan is None:
        missing = each.shortfall.summary() if each.shortfall else {}
        return ScenarioWithoutPlan(
            each.name, scenario.title, scenario.file, scenario.mode, "no_plan", None, missing
        )
    own = summary(each.plan)
    by_first = comparison.score_by_first(each.plan)
    return PlannedScenario(
        name=each.name,
        title=scenario.title,
        file=scenario.file,
        mode=scenario.mode,
        status=own.status,
        score=own.score,
        bound=own.bound,
        gap=own.gap,
        points_within_need=own.points_within_need,
        points_beyond_need=own.points_beyond_need,
        counts=own.counts,
        totals=own.totals,
        score_by_first=None if math.isnan(by_first) else by_first,
        projects=comparison.projects(each.plan),
        shortfall=None,
    )


def _difference(comparison: Comparison, key: Key, lang: str) -> Difference:
    names = [each.name for each in comparison.members]
    return Difference(
        section=key[0],
        key=key[1],
        name=key_name(comparison, key, lang),
        unit=unit(comparison, key),
        year=int(key[2]) if key[2] else None,
        values={
            name: None if math.isnan(value) else round(value, 9)
            for name, value in zip(names, comparison.rows[key], strict=True)
        },
    )


def long_form(comparison: Comparison, lang: str = "zh") -> pd.DataFrame:
    """
    Return every row: section, key, name, unit, year, `differs`, and a column a scenario.

    `differs` is empty where fewer than two scenarios have a plan: there is nothing to differ from.
    """
    rows = [
        (
            key[0],
            key[1],
            key_name(comparison, key, lang),
            unit(comparison, key),
            key[2],
            key in comparison.differing if comparison.comparable else None,
            *values,
        )
        for key, values in comparison.rows.items()
    ]
    columns = ["section", "key", "name", "unit", "year", "differs"]
    return pd.DataFrame(rows, columns=[*columns, *(each.name for each in comparison.members)])


def _lines(comparison: Comparison) -> list[Words]:
    lines: list[Words] = []
    for each in comparison.members:
        if each.plan is None:
            missing = each.shortfall.lines() if each.shortfall is not None else []
            lines += [Words(f"{each.name}：{w.zh}", f"{each.name}: {w.en}") for w in missing]
            continue
        lines.append(_line(comparison, each, each.plan))
    if not comparison.one_measure:
        lines.append(
            Words(
                "计分口径不同，得分不可直接相比；见页面“按首个情景口径”一列",
                "the scores count differently and cannot be compared; see the page, 'by the first'",
            )
        )
    if not comparison.comparable:
        values = {lang: not_comparable(comparison, lang) for lang in LANGUAGES}
        return [*lines, Words(**values)]
    rows, differ = len(comparison.rows), len(comparison.differing)
    lines.append(
        Words(
            f"{rows} 行中 {differ} 行不同，{rows - differ} 行相同",
            f"{differ} of {rows} rows differ, {rows - differ} are equal",
        )
    )
    return lines


def _line(comparison: Comparison, each: Member, plan: Plan) -> Words:
    score = Words(f"{each.name}：{plan.score:.4f} 分", f"{each.name}: {plan.score:.4f} points")
    if each is comparison.planned[0]:
        return score
    found = comparison.projects(plan)
    zh = "，".join(f"{label(f'compare.move.{kind}', 'zh')} {len(m)}" for kind, m in found.items())
    en = ", ".join(f"{label(f'compare.move.{kind}', 'en')} {len(m)}" for kind, m in found.items())
    return Words(f"{score.zh}；项目：{zh}", f"{score.en}; projects: {en}")
