"""What a plan leaves: `plan.json`, the tables, the pictures, and lines to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from portfolio.listen import Clock
from portfolio.plan.cash.ledgers import ledgers
from portfolio.plan.plan import Plan
from portfolio.plan.prices import shadow_prices
from portfolio.plan.purses import move_table, transfers
from portfolio.plan.shortfall import Shortfall
from portfolio.plan.summary import PlanSummary, summary
from portfolio.questions.account import behind
from portfolio.questions.contract import Answer
from portfolio.questions.plan.cash import cash_lines
from portfolio.questions.plan.lines import SHORT, lines
from portfolio.questions.plan.statements.make import plan_heading, plan_statements
from portfolio.report.plain import plain
from portfolio.terms import Status
from portfolio.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from portfolio.inputs.problem import Problem
    from portfolio.questions.plan.findings import Findings
    from portfolio.report.parts import Part
    from portfolio.report.statement import Statement


MOST_IDS = 5  # projects that a message names


@dataclass(frozen=True)
class PlanAnswer(Answer):
    """A verified plan, and the time of each step that made it."""

    plan: Plan
    seconds: dict[str, float] = field(default_factory=dict)
    quarters: bool = False

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.plan.problem

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for the plan ended."""
        return (self.plan.status,)

    def explain(self, clock: Clock) -> None:
        """Find out why projects are left out, and what would bring them in."""
        clock.step("explain")
        _ = self.plan.reasons

    def content(self, lang: str) -> PlanSummary:
        """Return the plan in a few numbers."""
        return summary(self.plan, self.seconds, self.quarters)

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return the tables of the contract, section 5."""
        return report_tables(self.plan, lang, self.quarters, self.prices)

    @cached_property
    def prices(self) -> pd.DataFrame:
        """The shadow prices, which cost as much as a second plan and are asked for twice."""
        return _shadow_prices(self.plan)

    def heading(self, lang: str) -> str:
        """Return the title of its documents."""
        return plan_heading(self.plan, lang)

    def statements(self, lang: str) -> Sequence[Statement]:
        """Return the plan as a bureau hands it in."""
        return plan_statements(self.plan, lang, self.quarters, priced=self.prices)

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes]]:
        """Return schedule, cash flow and indicators."""
        return report_pictures(self.plan, lang, self.quarters)

    def document(self, lang: str, statements: Sequence[Statement]) -> Sequence[Part]:
        """Return the findings in plain words, the pictures, and the annexes."""
        return [*self.findings(lang).parts(self.heading(lang)), *behind(statements, lang)]

    def findings(self, lang: str) -> Findings:
        """Return what the page of findings is made from."""
        from portfolio.questions.plan.findings import Findings

        return Findings(self.plan, lang, self.plan, self.prices, quarters=self.quarters)

    def lines(self, lang: str) -> Sequence[str]:
        """Return score, counts and sums."""
        return [words.to(lang) for words in lines(self.plan, self.quarters)]

    def messages(self) -> Sequence[Words]:
        """Say which projects cost more in the period than in all: as a rule a slip of units."""
        projects = self.plan.problem.projects
        more = projects["plan_investment"] > projects["total_investment"]
        ids = projects.loc[more.to_numpy(bool), "id"].tolist()
        if not ids:
            return ()
        zh, en = "、".join(ids[:MOST_IDS]), ", ".join(ids[:MOST_IDS])
        return [
            Words(
                f"规划期投资大于总投资的项目 {len(ids)} 个（{zh}）：请核对单位",
                f"{len(ids)} projects with more plan investment than total ({en}): mind the units",
            )
        ]


@dataclass(frozen=True, kw_only=True)
class ShortAnswer(PlanAnswer):
    """
    No plan exists: what the smallest shortfall would make possible, against what there is.

    Attributes
    ----------
    missing
        The shortfall.
    funded
        The same plan as the best of the problem with the shortfall granted: prices and reasons
        are those with that money and land.
    """

    missing: Shortfall
    funded: Plan

    def content(self, lang: str) -> PlanSummary:
        """Return the plan in a few numbers, with the shortfall by year and purse."""
        return summary(self.plan, self.seconds, self.quarters, self.missing)

    def printed(self, lang: str) -> dict[str, Any]:
        """Return the same with what every command prints where no plan exists."""
        return plain(self.content(lang)) | self.missing.summary()

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return the tables of a plan, and the shortfall."""
        from portfolio.plan.short import shortfall_table

        return {
            **super().tables(lang),
            "shortfall": shortfall_table(self.missing),
        }

    @cached_property
    def prices(self) -> pd.DataFrame:
        """The shadow prices with the shortfall granted."""
        return _shadow_prices(self.funded)

    def statements(self, lang: str) -> Sequence[Statement]:
        """Return the shortfall, and the plan that it would make possible."""
        return plan_statements(
            self.plan,
            lang,
            self.quarters,
            missing=self.missing,
            funded=self.funded,
            priced=self.prices,
        )

    def findings(self, lang: str) -> Findings:
        """Return the same with what lacks; prices and reasons are those with it granted."""
        from portfolio.questions.plan.findings import Findings

        return Findings(self.plan, lang, self.funded, self.prices, self.missing, self.quarters)

    def lines(self, lang: str) -> Sequence[str]:
        """Return what is shown and that it may not be carried out, score, counts and sums."""
        return [SHORT.to(lang), *super().lines(lang)]

    def messages(self) -> Sequence[Words]:
        """Return the shortfall, year by year."""
        return [*super().messages(), *self.missing.lines()]


def report_tables(
    plan: Plan, lang: str, quarters: bool = False, prices: pd.DataFrame | None = None
) -> dict[str, pd.DataFrame]:
    """
    Return the tables of a plan's report by file stem, with reasons in one language.

    Those of cash are there as far as the scenario, or `quarters`, asks for them. `prices` are
    its shadow prices, where they are at hand.
    """
    release = plan.land_release.sum(axis=0)
    tables = {
        "allocation": plan.allocation,
        "projects": _projects(plan, lang),
        "cash_flow": plan.cash_flow,
        "cash_flow_detail": plan.cash_flow_detail,
        "land_release": pd.DataFrame(
            {
                "year": plan.years,
                "quota": plan.problem.land_quota,
                "released": release,
                "balance": plan.problem.land_quota - release,
            }
        ),
        "indicators": plan.indicators,
        "shadow_prices": _shadow_prices(plan) if prices is None else prices,
    }
    tables |= _purse_tables(plan) if plan.problem.purses.ids else {}
    asked = ledgers(plan, quarters)
    return tables | (asked.tables() if asked else {})


def _shadow_prices(plan: Plan) -> pd.DataFrame:
    """Return the prices, and whether they are those of the plan or, of another one, estimates."""
    return shadow_prices(plan).assign(kind="estimate" if plan.mode.all_or_nothing else "price")


def report_cash(plan: Plan, lang: str, quarters: bool = False) -> list[str]:
    """Return what a command prints of a plan's ledgers of cash, as far as they are asked for."""
    return [words.to(lang) for words in cash_lines(ledgers(plan, quarters))]


def _purse_tables(plan: Plan) -> dict[str, pd.DataFrame]:
    return {
        "purses": plan.purses,
        "transfers": transfers(plan),
        "moves": move_table(plan),
    }


def _projects(plan: Plan, lang: str) -> pd.DataFrame:
    """Return the courses, years as whole numbers, and the reasons in one language."""
    course, why = plan.course, plan.reasons.drop(columns=["reason_zh", "reason_en"])
    years = {name: course[name].astype("Int64") for name in ("start_year", "finish_year")}
    why.insert(0, "reason", plan.reasons[f"reason_{lang}"])
    return pd.concat([course.assign(**years), why], axis=1)


def report_pictures(plan: Plan, lang: str, quarters: bool = False) -> dict[str, Callable[[], Axes]]:
    """
    Return what draws the pictures of a plan's report, by file stem.

    Purses where there are, payments where they are asked for.
    """
    from portfolio.questions.plan.pictures.cash_flow import draw_cash_flow
    from portfolio.questions.plan.pictures.gantt import draw_gantt
    from portfolio.questions.plan.pictures.indicators import draw_indicators
    from portfolio.questions.plan.pictures.payments import draw_payments
    from portfolio.questions.plan.pictures.purses import draw_purses

    drawn = {
        "gantt": lambda: draw_gantt(plan, lang),
        "cash_flow": lambda: draw_cash_flow(plan, lang),
        "indicators": lambda: draw_indicators(plan, lang),
    }
    if plan.problem.scenario.cash.asked or quarters:
        drawn["payments"] = lambda: draw_payments(plan, lang, quarters)
    return drawn | ({"purses": lambda: draw_purses(plan, lang)} if plan.problem.purses.ids else {})
