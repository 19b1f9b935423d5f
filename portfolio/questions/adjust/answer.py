"""What `portfolio adjust` leaves: the adjusted plan's report, and the adjustment table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from portfolio.listen import Clock
from portfolio.plan.cash.ledgers import Short, ledgers
from portfolio.plan.cash.money import CENT
from portfolio.plan.shares import in_percent
from portfolio.plan.summary import PlanSummary, summary
from portfolio.questions.adjust.change import moved_between
from portfolio.questions.adjust.curve import CurveStep
from portfolio.questions.adjust.rows import Kind, Moved, Total, moved_rows, total_rows
from portfolio.questions.adjust.study import Adjusted
from portfolio.questions.adjust.unmoved import PurseShort, Unmoved, unmoved
from portfolio.questions.adjust.words import label
from portfolio.questions.contract import Answer
from portfolio.questions.plan.answer import report_pictures, report_tables
from portfolio.questions.plan.cash import cash_lines, short_line
from portfolio.questions.plan.statements.make import plan_statements
from portfolio.questions.results import result, table_statements
from portfolio.report.statement import Statement
from portfolio.runs.provenance import file_hash
from portfolio.terms import Status
from portfolio.words import about

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 30  # projects that are printed
SAID = 5  # years, quarters and purses that are short, the most lacking first


@dataclass(frozen=True)
class Content(PlanSummary):
    """The adjusted plan in a few numbers, and what it moves."""

    from_report: str = about("手头方案的报告文件夹", "report folder of the plan in hand")
    score_in_hand: float = about(
        "手头方案在它自己的情景下的得分", "score of the plan in hand under its own scenario"
    )
    score_best: float = about("新情景的最高得分", "best score of the new scenario")
    loss: float = about("允许让出的得分", "points that may be given up", "分")
    moved_projects: int = about("变动的项目数", "projects that move", "项")
    moved_projects_least: int = about(
        "已证明至少要变动的项目数", "projects that have to move, as far as proven", "项"
    )
    moved_projects_best: int = about(
        "得分最高的方案要变动的项目数", "projects that the best plan would move", "项"
    )
    moved_money: float = about(
        "变动资金：各项目各年增减的绝对值合计的一半",
        "half the sum of the absolute differences of all projects and years",
        "万元",
    )
    moved_money_best: float = about("得分最高的方案的变动资金", "the same of the best plan", "万元")
    moved: list[Moved] = about("调整表", "the projects that move")
    moved_totals: list[Total] = about("调整前后的合计", "totals before and after")
    unmoved_short: list[Short] = about(
        "不调整时缺钱的年份或季度", "years or quarters that are short if nothing moves"
    )
    curve: list[CurveStep] = about(
        "让出得分与变动的对照（`--curve`）", "losses against what moves (`--curve`)"
    )
    unmoved_purses: list[PurseShort] = about(
        "不调整时全期缺钱的资金池", "purses that lack money over the horizon if nothing moves"
    )


@dataclass(frozen=True)
class AdjustAnswer(Answer):
    """The adjusted plan, what it moves, and the time of each step."""

    found: Adjusted
    seconds: dict[str, float] = field(default_factory=dict)
    quarters: bool = False
    curve: list[CurveStep] = field(default_factory=list)

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search ended."""
        return (self.found.plan.status,)

    def explain(self, clock: Clock) -> None:
        """Find out why projects are left out, and what would bring them in."""
        clock.step("explain")
        _ = self.found.plan.reasons

    def content(self, lang: str) -> Content:
        """Return everything; the report of the plan in hand is one more input."""
        found, hand = self.found, self.found.hand
        own, stays = summary(found.plan, self.seconds, self.quarters), self._unmoved(lang)
        for name in ("allocation.csv", "plan.json"):
            own.inputs[f"{hand.folder.name}/{name}"] = file_hash(hand.folder / name)
        return Content(
            **vars(own),
            from_report=hand.folder.as_posix(),
            score_in_hand=hand.score,
            score_best=found.best.score,
            loss=found.loss,
            moved_projects=int(found.moved.sum()),
            moved_projects_least=found.least,
            moved_projects_best=int(moved_between(hand, found.best).sum()),
            moved_money=round(found.moved_money, 6),
            moved_money_best=round(_of_best(found), 6),
            moved=moved_rows(found),
            moved_totals=total_rows(found, lang),
            curve=self.curve,
            unmoved_short=stays.short,
            unmoved_purses=stays.purses,
        )

    def _unmoved(self, lang: str) -> Unmoved:
        return unmoved(self.found, self.quarters, lang)

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return the tables of a plan's report, and the adjustment's."""
        plan = self.found.plan
        return report_tables(plan, lang, self.quarters) | self._own_tables(lang)

    def _own_tables(self, lang: str) -> dict[str, pd.DataFrame]:
        columns = [each.name for each in fields(Total)]
        totals = pd.DataFrame(map(asdict, total_rows(self.found, lang)), columns=columns)
        stays = self._unmoved(lang)
        quarters = {} if stays.quarters is None else {"in_hand_quarters": stays.quarters}
        return {
            "adjustment": adjustment(self.found, lang),
            "adjustment_totals": totals,
            "in_hand": stays.years,
            **quarters,
            **({"adjustment_curve": _curve_table(self.curve)} if self.curve else {}),
        }

    def statements(self, lang: str) -> Sequence[Statement]:
        """Return result and adjustment, then the statements of the adjusted plan."""
        own = [result(self, lang), *table_statements(self, self._own_tables(lang), lang)]
        return [*own, *plan_statements(self.found.plan, lang, self.quarters)]

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes]]:
        """Return the pictures of a plan's report, and the adjustment's."""
        from portfolio.questions.adjust.picture import draw_adjustment

        title = self.found.plan.problem.scenario.title
        rows = moved_rows(self.found)
        return report_pictures(self.found.plan, lang, self.quarters) | {
            "adjustment": lambda: draw_adjustment(rows, title, lang)
        }

    def lines(self, lang: str) -> Sequence[str]:
        """Return what moves, at which price, and the table with its totals."""
        rows = moved_rows(self.found)
        lines = [
            *_heading(self.found, rows, lang),
            *_curve(self.curve, lang),
            *_if_unmoved(self.found, self._unmoved(lang), lang),
            label("adjust.table", lang),
        ]
        lines += [_line(row, lang) for row in rows[:MOST]] or [label("adjust.none", lang)]
        if len(rows) > MOST:
            lines.append(label("adjust.more", lang, count=len(rows) - MOST))
        asked = cash_lines(ledgers(self.found.plan, self.quarters))
        years = (each for each in total_rows(self.found, lang) if each.by == "year")
        lines += [
            label(
                "adjust.total",
                lang,
                year=each.key or label("adjust.all", lang),
                money=f"{each.before:,.2f} → {each.after:,.2f}",
                change=_signed(each.difference),
            )
            for each in years
        ]
        lines += _purses(total_rows(self.found, lang), lang)
        return lines + [words.to(lang) for words in asked]


def adjustment(found: Adjusted, lang: str) -> pd.DataFrame:
    """Return a row a project that moves: kind, shares, and money of each year before and after."""
    years = found.plan.years
    columns = ["project_id", "name", "kind", "share_before", "share_after"]
    columns += [f"before_{year}" for year in years] + [f"after_{year}" for year in years]
    columns += ["before", "after", "difference"]
    rows = [
        (
            *(row.project_id, row.name, label(f"adjust.kind.{row.kind}", lang), *row.share),
            *(*row.before, *row.after, *row.money, row.difference),
        )
        for row in moved_rows(found)
    ]
    return pd.DataFrame(rows, columns=columns)


def _heading(found: Adjusted, rows: Sequence[Moved], lang: str) -> list[str]:
    plan, best = found.plan, found.best
    kinds = Counter(row.kind for row in rows)
    proof = label("adjust.proven", lang)
    if plan.status != Status.OPTIMAL:
        proof = label("adjust.unproven", lang, least=found.least)
    counts = {kind.value: kinds[kind] for kind in Kind}
    short = found.hand.status == Status.SHORT
    return [
        label("adjust.title", lang, title=plan.problem.scenario.title, hand=found.hand.folder),
        *([label("adjust.short", lang, hand=found.hand.folder)] if short else []),
        label("adjust.counts", lang, moved=len(rows), proof=proof, **counts),
        label(
            "adjust.money",
            lang,
            money=f"{found.moved_money:,.2f}",
            projects=int(moved_between(found.hand, best).sum()),
            best=f"{_of_best(found):,.2f}",
        ),
        label(
            "adjust.score",
            lang,
            score=f"{plan.score:.4f}",
            best=f"{best.score:.4f}",
            given=f"{max(0.0, best.score - plan.score):.4f}",
            loss=f"{found.loss:g}",
        ),
    ]


def _curve_table(steps: Sequence[CurveStep]) -> pd.DataFrame:
    columns = [each.name for each in fields(CurveStep)]
    return pd.DataFrame(map(asdict, steps), columns=columns)


def _curve(steps: Sequence[CurveStep], lang: str) -> list[str]:
    """Say what has to move for each loss that was tried."""
    if not steps:
        return []
    return [label("adjust.curve", lang)] + [
        label(
            "adjust.step",
            lang,
            loss=f"{each.loss:.4g}",
            projects=each.moved_projects,
            least=""
            if each.moved_projects_least >= each.moved_projects
            else label("adjust.step_least", lang, least=each.moved_projects_least),
        )
        for each in steps
    ]


def _if_unmoved(found: Adjusted, stays: Unmoved, lang: str) -> list[str]:
    """Say when the plan in hand would be short of the new money, and which purses."""
    if not (stays.short or stays.purses):
        return [label("adjust.enough", lang)]
    worst = sorted(stays.short, key=lambda each: -each.short)
    lines = [label("adjust.unmoved", lang)] if worst else []
    lines += [short_line(found.plan, each).to(lang) for each in worst[:SAID]]
    if (more := len(worst) - SAID) > 0:
        file = "in_hand.csv" if stays.quarters is None else "in_hand_quarters.csv"
        lines.append(label("adjust.more_short", lang, count=more, file=file))
    if stays.purses:
        of = "、" if lang == "zh" else ", "
        named = of.join(f"{each.name} {each.short:,.2f}" for each in stays.purses[:SAID])
        count, total = len(stays.purses), sum(each.short for each in stays.purses)
        lines.append(label("adjust.purses", lang, count=count, total=f"{total:,.2f}", named=named))
    return lines


def _purses(totals: Sequence[Total], lang: str) -> list[str]:
    """Say which purses pay most less and most more than for the plan in hand."""
    changed = [each for each in totals if each.by == "purse" and abs(each.difference) >= CENT]
    changed.sort(key=lambda each: -abs(each.difference))
    if not changed:
        return []
    of = "、" if lang == "zh" else ", "
    named = of.join(f"{each.name} {_signed(each.difference)}" for each in changed[:SAID])
    return [label("adjust.purse_change", lang, count=len(changed), named=named)]


def _of_best(found: Adjusted) -> float:
    return float(np.abs(found.best.investment - found.hand.money).sum() / 2)


def _line(row: Moved, lang: str) -> str:
    return label(
        "adjust.row",
        lang,
        kind=label(f"adjust.kind.{row.kind}", lang),
        id=row.project_id,
        name=row.name,
        share=" → ".join(map(in_percent, row.share)),
        money=" → ".join(f"{each:,.2f}" for each in row.money),
        change=_signed(row.difference),
    )


def _signed(amount: float) -> str:
    return f"{round(amount, 2) + 0.0:+,.2f}"
