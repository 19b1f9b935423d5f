"""What `portfolio adjust` leaves: the adjusted plan's report, and the adjustment table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from portfolio.listen import Clock
from portfolio.plan.cash.ledgers import Short
from portfolio.plan.summary import PlanSummary, summary
from portfolio.questions.adjust.change import moved_between
from portfolio.questions.adjust.curve import CurveStep
from portfolio.questions.adjust.lines import adjust_lines, money_of_best
from portfolio.questions.adjust.rows import Moved, Total, moved_rows, total_rows
from portfolio.questions.adjust.study import Adjusted
from portfolio.questions.adjust.unmoved import PurseShort, Unmoved, unmoved
from portfolio.questions.adjust.words import label
from portfolio.questions.contract import Answer
from portfolio.questions.plan.answer import report_pictures, report_tables
from portfolio.questions.plan.statements.make import plan_statements
from portfolio.questions.results import result, table_statements
from portfolio.report.labels import SHARED
from portfolio.report.statement import Statement
from portfolio.runs.provenance import file_hash
from portfolio.terms import Mode, Status
from portfolio.words import Words, about

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from portfolio.inputs.problem import Problem

MOST = 30  # projects that are printed


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

    question: ClassVar[Words] = Words("方案调整", "Plan adjusted")

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.found.plan.problem

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
            moved_money_best=round(money_of_best(found), 6),
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

    def messages(self) -> Sequence[Words]:
        """Say so where the plan in hand was made in another mode."""
        before, now = self.found.hand.mode, self.found.plan.mode
        if before == now:
            return ()
        names = [SHARED[f"mode.{each}"] for each in (before, now)]
        option = f"--{before}" if before != Mode.SHARES else '[solve] mode = "shares"'
        return [
            Words(
                f"手头方案是{names[0].zh}，这次是{names[1].zh}：要与手头方案一致，用 {option}",
                f"the plan in hand is of {names[0].en}, this one of {names[1].en}: {option} plans "
                "as it was",
            )
        ]

    def lines(self, lang: str) -> Sequence[str]:
        """Return what moves, at which price, and the table with its totals."""
        return adjust_lines(self.found, self.curve, self._unmoved(lang), self.quarters, lang, MOST)

    def main_lines(self, lang: str) -> Sequence[str]:
        """Return the same without the projects, which are an annex of the document."""
        return adjust_lines(self.found, self.curve, self._unmoved(lang), self.quarters, lang, 0)


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


def _curve_table(steps: Sequence[CurveStep]) -> pd.DataFrame:
    columns = [each.name for each in fields(CurveStep)]
    return pd.DataFrame(map(asdict, steps), columns=columns)
