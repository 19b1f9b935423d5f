"""A page of findings of a plan in plain words, each figure from the plan's own data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from portfolio.plan.plan import Plan
from portfolio.plan.shares import in_percent
from portfolio.plan.shortfall import Shortfall
from portfolio.plan.summary import counts
from portfolio.questions.plan.assumptions import assumption_lines
from portfolio.questions.plan.left_out import left_out
from portfolio.questions.plan.lines import SHORT
from portfolio.questions.plan.scarce import next_money, scarce
from portfolio.report.labels import SHARED
from portfolio.report.parts import Cell, Number, Part, Table, Text, amount, share
from portfolio.terms import Mode, Status
from portfolio.words import Words, numeral

MOST_NAMES = 8  # projects that are named in one sentence
FEW_NAMES = 3  # in a cell of a table
MOST_ROWS = 12  # keys of one kind in the table of money


@dataclass(frozen=True)
class Findings:
    """
    What the page is made from.

    Attributes
    ----------
    plan, lang
        The plan, and `zh` or `en`.
    priced
        The plan that prices and reasons are those of; another one only where none exists.
    prices
        Its shadow prices.
    missing
        What lacks, where no plan exists.
    quarters
        Whether payments go by quarters.
    """

    plan: Plan
    lang: str
    priced: Plan
    prices: pd.DataFrame
    missing: Shortfall | None = None
    quarters: bool = False

    def parts(self, heading: str) -> list[Part]:
        """Return the page, its heading first."""
        sections: list[tuple[Words, list[Part]]] = [
            (Words("主要结论", "In short"), self._in_short()),
            (Words("分年安排", "Year by year"), [self._years()]),
            (Words("资金投向", "Where the money goes"), [self._money()]),
            (Words("资金余缺和追加资金的作用", "Where money is short"), self._short()),
            (
                Words(
                    "未列入、只列入一部分的项目及主要原因", "What is left out or in part, and why"
                ),
                self._left_out(),
            ),
            (Words("采用的假设", "What is assumed"), self._assumed()),
        ]
        parts: list[Part] = [Text("h1", heading), *self._warning()]
        for number, (title, body) in enumerate([each for each in sections if each[1]], start=1):
            parts += [Text("h2", self.say(f"{numeral(number)}、{title.zh}", title.en)), *body]
        return parts

    def say(self, zh: str, en: str) -> str:
        """Return the text in this language."""
        return Words(zh, en).to(self.lang)

    def _joined(self, names: Sequence[str]) -> str:
        return self.say("、", ", ").join(names)

    def _warning(self) -> list[Part]:
        if self.missing is None:
            return []
        lacks = [Text("p", each.to(self.lang), "warn") for each in self.missing.lines()]
        return [Text("p", self.say(f"{SHORT.zh}。", f"{SHORT.en}."), "warn"), *lacks]

    def _in_short(self) -> list[Part]:
        said = [self._amounts(), self._projects(), self._promoted(), self._score()]
        if self.plan.mode is Mode.SHARES:
            said.append(
                self.say(
                    "按比例安排的方案用来看资金、用地用到哪里为止：项目可能只做一部分，也可能中间停工；"
                    "据以决策的方案用连续施工安排。",
                    "A plan in shares shows how far money and land go: projects may be carried out "
                    "in part, or pause; decide on a plan of steady work.",
                )
            )
        if self.plan.problem.scenario.ignore:
            rules = self._joined(self.plan.problem.scenario.ignore)
            said.append(self.say(f"本情景不管的规则：{rules}。", f"Rules ignored here: {rules}."))
        return [Text("p", each) for each in said]

    def _amounts(self) -> str:
        plan = self.plan
        money, budget = plan.investment.sum(), plan.problem.budget.sum()
        land, quota = plan.land_release.sum(), plan.problem.land_quota.sum()
        first, last = plan.years[0], plan.years[-1]
        return self.say(
            f"{first}—{last}年计划投资 {amount(money)} 万元，资金总额 {amount(budget)} 万元，"
            f"使用 {percent(_part(money, budget))}；计划供地 {amount(land)} 亩，"
            f"用地指标 {amount(quota)} 亩，使用 {percent(_part(land, quota))}。",
            f"From {first} to {last} the plan invests {amount(money)} (10,000 yuan) of "
            f"{amount(budget)}, {percent(_part(money, budget))}; it releases {amount(land)} mu of "
            f"land of {amount(quota)}, {percent(_part(land, quota))}.",
        )

    def _projects(self) -> str:
        found, how = counts(self.plan), SHARED[f"mode.{self.plan.mode}"]
        return self.say(
            f"备选项目 {found.projects} 项（{how.zh}）："
            f"完整实施 {found.funded} 项，其中规划项目 {found.planned_funded} 项、"
            f"储备项目 {found.reserve_funded} 项；"
            f"部分实施 {found.in_part} 项；未列入 {found.left_out} 项。",
            f"Of {found.projects} projects ({how.en}) {found.funded} are carried "
            f"out in full ({found.planned_funded} planned, {found.reserve_funded} from the "
            f"reserve list), {found.in_part} in part, {found.left_out} are left out.",
        )

    def _promoted(self) -> str:
        problem, chosen = self.plan.problem, np.flatnonzero(self.plan.promoted)
        if not len(chosen):
            return self.say("没有储备项目转入。", "No reserve project is promoted.")
        names = problem.projects["name"].tolist()
        shown = self._joined([f"{problem.ids[p]} {names[p]}" for p in chosen[:MOST_NAMES]])
        more = len(chosen) > MOST_NAMES
        return self.say(
            f"由储备转入 {len(chosen)} 项：{shown}{'等' if more else ''}。",
            f"Promoted from the reserve list, {len(chosen)}: {shown}{' and others' * more}.",
        )

    def _score(self) -> str:
        plan = self.plan
        score, worth = amount(plan.score, 4), amount(float(plan.problem.points.sum()), 0)
        measure = Words(
            f"方案得分 {score} 分（需求从第一年起全部满足为 {worth} 分，超出需求的部分折算另计）",
            f"The plan scores {score} ({worth} if every need were met from the first year; what "
            "goes beyond a need counts less)",
        )
        if plan.status == Status.SHORT:
            return self.say(
                f"{measure.zh}，须先补足缺口。", f"{measure.en}, once the shortfall is granted."
            )
        if plan.status == Status.OPTIMAL or plan.mode == Mode.SHARES:
            return self.say(
                f"{measure.zh}；已证明任何方案的得分不超过 {amount(plan.bound, 4)} 分"
                f"（差距 {plan.gap:.4%}）。",
                f"{measure.en}; it is proven that no plan scores more than "
                f"{amount(plan.bound, 4)} (gap {plan.gap:.4%}).",
            )
        return self.say(
            f"{measure.zh}；搜索提前结束，没有证明最优，"
            f"最好的方案至多 {amount(plan.bound, 4)} 分。",
            f"{measure.en}; the search ended early: the best plan may score up to "
            f"{amount(plan.bound, 4)}.",
        )

    def _years(self) -> Table:
        plan, problem = self.plan, self.plan.problem
        head = [
            Words("年度", "Year"),
            Words("资金（万元）", "Money, 10,000 yuan"),
            Words("投资（万元）", "Investment, 10,000 yuan"),
            Words("余额（万元）", "Left, 10,000 yuan"),
            Words("用地指标（亩）", "Land quota, mu"),
            Words("供地（亩）", "Land released, mu"),
        ]
        money, land = plan.investment.sum(axis=0), plan.land_release.sum(axis=0)
        columns = (problem.budget, money, problem.budget - money, problem.land_quota, land)
        rows: list[list[Cell]] = [
            [str(year), *(amount(float(each[t])) for each in columns)]
            for t, year in enumerate(plan.years)
        ]
        total = self.say("合计", "Total")
        rows.append([total, *(amount(float(each.sum())) for each in columns)])
        return Table([each.to(self.lang) for each in head], rows)

    def _money(self) -> Table:
        kinds = (
            ("funding", Words("资金来源", "Source")),
            ("domain", Words("领域", "Domain")),
            ("district", Words("地区", "District")),
        )
        rows = [row for by, words in kinds for row in self._money_by(by, words.to(self.lang))]
        head = [
            self.say("分类", "By"),
            self.say("名称", "Name"),
            self.say("投资（万元）", "Investment, 10,000 yuan"),
            self.say("占比", "Share"),
        ]
        return Table(head, rows)

    def _money_by(self, by: str, kind: str) -> list[list[Cell]]:
        problem, spent = self.plan.problem, self.plan.investment.sum(axis=1)
        total = float(spent.sum())
        sums = {key: float(each @ spent) for key, each in problem.shares_by(by).items()}
        order = sorted(sums, key=lambda key: -sums[key]) if len(sums) > MOST_ROWS else list(sums)
        rest = sum(sums[key] for key in order[MOST_ROWS:])
        shown = [(self._called(by, key), sums[key]) for key in order[:MOST_ROWS]]
        if len(order) > MOST_ROWS:
            count = len(order) - MOST_ROWS
            shown.append((self.say(f"其余 {count} 个", f"{count} others"), rest))
        return [
            ["" if at else kind, name, amount(each), share(_part(each, total))]
            for at, (name, each) in enumerate(shown)
        ]

    def _called(self, by: str, key: str) -> str:
        return self.plan.problem.called(by, key).to(self.lang) or self.say(
            "（未填）", "(not given)"
        )

    def _short(self) -> list[Part]:
        said = [*scarce(self.plan, self.lang), *next_money(self.priced, self.prices, self.lang)]
        return [Text("p", each) for each in said]

    def _left_out(self) -> list[Part]:
        groups = left_out(self.priced, self.lang)
        if not groups:
            return []
        head = [
            self.say("主要原因", "Reason"),
            self.say("项数", "Count"),
            self.say("项目", "Projects"),
        ]
        rows: list[list[Cell]] = [
            [each.reason, Number(len(each.names)), self._named(each.names)] for each in groups
        ]
        return [Table(head, rows)]

    def _named(self, names: Sequence[str]) -> str:
        shown = self._joined(names[:FEW_NAMES])
        more = len(names) > FEW_NAMES
        return self.say(f"{shown}{'等' if more else ''}", f"{shown}{' and others' * more}")

    def _assumed(self) -> list[Part]:
        said = assumption_lines(self.plan.problem, self.quarters, self.lang)
        if not said:
            return []
        listed = len(self.plan.problem.assumptions)
        more = Words(
            f"本市列出的假设共 {listed} 项，依据见 plan.xlsx 的“假设”表。",
            f" The city lists {listed} assumptions; their basis is in plan.xlsx, 'Assumptions'.",
        )
        text = self.say(
            f"下列输入没有公开数据，属于假设，改变假设，结论可能改变：{'；'.join(said)}。",
            "The papers do not give these inputs; they are assumed, and with other assumptions the "
            f"findings may be others: {'; '.join(said)}.",
        )
        text += more.to(self.lang) if listed else ""
        return [Text("p", text)]


def percent(part: float | None) -> Number:
    """
    Return a share as per cent; a part is never said to be all.

    >>> percent(0.9996), percent(0.52), percent(1.0)
    ('99.96%', '52.0%', '100.0%')
    """
    whole = part is not None and part != 1 and share(part) == share(1)
    return Number(in_percent(part)) if whole and part else share(part)


def _part(value: float, whole: float) -> float | None:
    return round(float(value / whole), 9) if whole > 0 else None
