"""All statements of a plan, in the order of its workbook."""

from __future__ import annotations

import pandas as pd

from portfolio.plan.cash.ledgers import ledgers
from portfolio.plan.plan import Plan
from portfolio.plan.shortfall import Shortfall
from portfolio.questions.plan.part import Part
from portfolio.questions.plan.statements.annual import annual
from portfolio.questions.plan.statements.assumptions import assumptions
from portfolio.questions.plan.statements.cash import cash
from portfolio.questions.plan.statements.checks import checks
from portfolio.questions.plan.statements.indicators import indicators
from portfolio.questions.plan.statements.land import land
from portfolio.questions.plan.statements.ledgers import more_ledgers
from portfolio.questions.plan.statements.left_out import left_out
from portfolio.questions.plan.statements.money import money, money_by
from portfolio.questions.plan.statements.overview import overview
from portfolio.questions.plan.statements.prices import prices
from portfolio.questions.plan.statements.reconcile import reconcile
from portfolio.questions.plan.statements.schedule import schedule
from portfolio.questions.plan.statements.shortfall import shortfall
from portfolio.questions.plan.statements.view import SHORT, View
from portfolio.report.statement import Statement
from portfolio.terms import Status


def plan_statements(
    plan: Plan,
    lang: str,
    quarters: bool = False,
    part: Part | None = None,
    *,
    missing: Shortfall | None = None,
    funded: Plan | None = None,
    priced: pd.DataFrame | None = None,
) -> list[Statement]:
    """
    Return the statements of a plan.

    Parameters
    ----------
    plan, lang
        A finished plan, and `zh` or `en`.
    quarters
        Whether money goes by quarters.
    part
        The projects that they are about, with a last statement that reconciles them with the
        whole; None: all.
    missing, funded
        Where no plan exists: what lacks, and the plan of the problem with that granted.
    priced
        The plan's `shadow_prices`, where they are at hand; else they are worked out here.
    """
    view, asked = View(plan, lang, part, quarters), ledgers(plan, quarters)
    made = [
        shortfall(view, missing) if missing is not None and part is None else None,
        overview(view),
        annual(view),
        money(view),
        money_by(view),
        schedule(view),
        land(view),
        indicators(view),
        prices(view, funded or plan, priced),
        left_out(view),
        *cash(view, asked),
        *more_ledgers(view, asked),
        assumptions(view),
        checks(view),
        reconcile(view, part) if part is not None else None,
    ]
    return [each for each in made if each is not None]


def plan_heading(plan: Plan, lang: str, part: Part | None = None) -> str:
    """Return the title of a plan's documents: which years, which scenario, of which part."""
    view, title = View(plan, lang), plan.problem.scenario.title
    first, last = plan.years[0], plan.years[-1]
    zh = f"{first}年" if first == last else f"{first}—{last}年"
    en = f"{first}" if first == last else f"{first}-{last}"
    of = part.words if part else None
    short = SHORT.to(lang) if plan.status == Status.SHORT else ""
    return view.say(
        f"{of.zh if of else ''}项目投资计划（{zh}）：{title}{short}",
        f"Investment plan{', ' + of.en if of else ''}, {en}: {title}{short}",
    )
