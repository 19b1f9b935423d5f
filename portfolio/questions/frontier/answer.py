"""What `portfolio frontier` leaves: the steps, the priority list, the picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from portfolio.plan.plan import Plan
from portfolio.plan.summary import summary
from portfolio.questions.contract import Answer
from portfolio.questions.frontier.priority import Priority
from portfolio.questions.frontier.steps import StepRecord, step_records
from portfolio.questions.frontier.study import Frontier
from portfolio.report.plain import plain
from portfolio.terms import Mode, Status
from portfolio.words import Words, about

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from portfolio.inputs.problem import Problem

LISTS = ("entered", "left", "held", "in_part", "listed")


@dataclass(frozen=True)
class Varied:
    """What is walked through, as factors on the scenario's own amounts."""

    money: tuple[float, float] = about("资金倍数，从低到高", "factors on money, low and high")
    land: tuple[float, float] = about("用地倍数，从低到高", "factors on land, low and high")


@dataclass(frozen=True)
class Loss:
    """What keeping to the list costs."""

    mean: float = about("平均少得的分", "points lost on average", "分")
    max: float = about("最多少得的分", "points lost at most", "分")


@dataclass(frozen=True)
class Content:
    """The steps, and the list for all of them."""

    title: str = about("情景标题", "title of the scenario")
    scenario: str = about("情景文件名", "name of the scenario file")
    mode: Mode = about(
        "`shares` 按比例，`whole` 整项目，`steady` 连续施工", "`shares`, `whole` or `steady`"
    )
    assumptions: list[str] = about("属于假设的输入", "inputs that are assumptions")
    varied: Varied = about("变化的范围", "what varies")
    anchor: float = about("优先顺序从哪一倍做起", "factor at which the list begins")
    priority: list[str] = about("优先顺序，项目编号", "the priority list, by ids")
    loss: Loss = about("守住优先顺序少得的分", "what keeping to the list costs")
    steps: list[StepRecord] = about(
        "逐步；`--json` 只打印这个列表", "the steps: `--json` prints them"
    )
    solver: dict[str, str] = about("求解器及版本", "solver and its version")
    versions: dict[str, str] = about("程序版本", "versions of the programs")
    inputs: dict[str, str] = about("输入文件的 SHA-256", "SHA-256 of the input files")


@dataclass(frozen=True)
class FrontierAnswer(Answer):
    """A frontier and its priority list."""

    frontier: Frontier
    priority: Priority

    question: ClassVar[Words] = Words("资金和用地从少到多", "From less money and land to more")

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.frontier.problem

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search of each step ended."""
        return [step.status for step in self.frontier.steps]

    @cached_property
    def records(self) -> list[StepRecord]:
        """A record a step."""
        return step_records(self.frontier, self.priority)

    @property
    def lost(self) -> np.ndarray:
        """Points lost by keeping to the list, at the steps that have a plan."""
        return self.priority.loss[~np.isnan(self.priority.loss)]

    def content(self, lang: str) -> Content:
        """Return everything."""
        own = summary(_anchor_plan(self.frontier))
        table, sweep = self.priority.table, self.frontier.sweep
        return Content(
            title=own.title,
            scenario=own.scenario,
            mode=own.mode,
            assumptions=own.assumptions,
            varied=Varied(sweep.money, sweep.land),
            anchor=float(self.frontier.factor[self.frontier.anchor]),
            priority=table.loc[table["rank"].notna(), "project_id"].tolist(),
            loss=Loss(float(self.lost.mean()), float(self.lost.max())),
            steps=self.records,
            solver=own.solver,
            versions=own.versions,
            inputs=own.inputs,
        )

    def printed(self, lang: str) -> list[StepRecord]:
        """Return the steps alone."""
        return self.records

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return a row a step, and the list."""
        table = pd.DataFrame([plain(each) for each in self.records])
        for name in LISTS:
            table[name] = [";".join(each) for each in table[name]]
        return {"frontier": table, "priority": self.priority.table}

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes]]:
        """Return the curve."""
        from portfolio.questions.frontier.picture import draw_frontier

        return {"frontier": lambda: draw_frontier(self.frontier, self.priority, lang)}

    def lines(self, lang: str) -> Sequence[str]:
        """Return both ends and the scenario's own step, and what the list costs."""
        walked, scenario = self.frontier, self.frontier.problem.scenario
        lines = [
            Words(f"{scenario.title}（{scenario.name}）", f"{scenario.name}: {scenario.title}")
        ]
        lines += [_line(walked, at) for at in sorted({0, walked.anchor, len(walked.steps) - 1})]
        none, of = sum(step.plan is None for step in walked.steps), len(walked.steps)
        if none:
            without = Words(f"{of} 步中有 {none} 步没有方案", f"{none} of {of} steps have no plan")
            lines.append(without)
        listed = int(self.priority.table["rank"].notna().sum())
        lines.append(
            Words(
                f"优先顺序列入 {listed} 项；按它安排，比逐个预算重新规划"
                f"平均少 {self.lost.mean():.4f} 分，最多少 {self.lost.max():.4f} 分",
                f"the priority list has {listed} projects; keeping to it loses "
                f"{self.lost.mean():.4f} points on average, {self.lost.max():.4f} at most",
            )
        )
        return [words.to(lang) for words in lines]


def _anchor_plan(walked: Frontier) -> Plan:
    plan = walked.steps[walked.anchor].plan
    if plan is None:
        raise ValueError("no step has a plan")
    return plan


def _line(walked: Frontier, at: int) -> Words:
    """Say one step: its factor and amount, its score, and what a unit more is worth."""
    step, by_land = walked.steps[at], walked.sweep.by_land
    unit = "100 亩" if by_land else "1 亿元"
    if by_land:
        amount = f"{step.land * walked.problem.land_quota.sum():,.2f} 亩"
        named = Words(f"指标 {amount}", f"quota {amount}")
    else:
        amount = f"{step.money * walked.problem.budget.sum() / 10_000:,.2f} 亿元"
        named = Words(f"预算 {amount}", f"budget {amount}")
    where = f"×{walked.factor[at]:g}"
    if step.plan is None:
        return Words(f"{where}（{named.zh}）：无方案", f"{where} ({named.en}): no plan")
    less, more = (
        Words("无方案", "no plan") if math.isnan(each) else Words(f"{each:.4f}", f"{each:.4f}")
        for each in (step.slope_less, step.slope_more)
    )
    held = int(step.held.sum())
    guess = Words("", "")
    if step.plan.mode.all_or_nothing:
        guess = Words("；估算，取自按比例安排的方案", "; an estimate: of the plan in shares")
    return Words(
        f"{where}（{named.zh}）：得分 {step.score:.4f}，实施 {held} 项；"
        f"每 {unit} 值 {step.slope:.4f} 分（减少一侧 {less.zh}，增加一侧 {more.zh}{guess.zh}）",
        f"{where} ({named.en}): score {step.score:.4f}, {held} projects; {unit} is "
        f"worth {step.slope:.4f} points (with less {less.en}, with more {more.en}{guess.en})",
    )
