"""The plan in hand under the new money: what would be short, and when, if nothing moved."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from portfolio.engine.moves import helpful_transfers
from portfolio.plan.cash.ledgers import Short, shortages
from portfolio.plan.cash.money import CENT
from portfolio.plan.cash.payments import TOTAL, payments, quarter_table, year_table
from portfolio.plan.issued import as_issued
from portfolio.plan.plan import Plan
from portfolio.questions.adjust.study import Adjusted
from portfolio.words import about

OF = ("all", "purse")  # whose money is held against the plan in hand


@dataclass(frozen=True)
class PurseShort:
    """A purse that could not pay for the plan in hand over the horizon."""

    purse: str = about("资金池编号", "id of the purse")
    name: str = about("名称", "its name")
    need: float = about("手头方案在全期要付的", "what the plan in hand pays in all", "万元")
    money: float = about("新情景给它的资金", "its money in the new scenario", "万元")
    short: float = about("缺多少", "how much is lacking", "万元")


@dataclass(frozen=True)
class Unmoved:
    """
    The plan in hand against the money of the new scenario.

    Attributes
    ----------
    years
        Need and money a year, of all and of each purse, in the columns of `payments.csv`.
    quarters
        The same a quarter; None: not asked for.
    short
        Years or quarters in which all of it is more than the money there is.
    purses
        Purses that lack money over the horizon, the most lacking first.
    """

    years: pd.DataFrame
    quarters: pd.DataFrame | None
    short: list[Short]
    purses: list[PurseShort]


def unmoved(found: Adjusted, quarters: bool, lang: str) -> Unmoved:
    """Return what the plan in hand, paid by the rules of the new scenario, would lack."""
    plan = plan_in_hand(found)
    paid = payments(plan)
    years = year_table(paid)
    by_year = years[years["by"].isin(OF)].reset_index(drop=True)
    by_quarter = None
    if quarters:
        every = quarter_table(paid)
        by_quarter = every[every["by"].isin(OF)].reset_index(drop=True)
    table = by_year if by_quarter is None else by_quarter
    return Unmoved(
        years=by_year,
        quarters=by_quarter,
        short=shortages(table[table["by"] == OF[0]]),
        purses=_purses(plan, by_year, lang),
    )


def plan_in_hand(found: Adjusted) -> Plan:
    """Return the plan in hand as a plan of the new scenario, whose rules it need not keep."""
    plan = as_issued(found.plan.problem, found.hand)
    return replace(plan, transferred=_transfers(plan, found.hand.money))


def _transfers(plan: Plan, money: np.ndarray) -> np.ndarray | None:
    """Return the least transfers that help the plan in hand, as the new scenario allows them."""
    purses = plan.problem.purses
    if not (purses.apart and len(purses.most)):
        return None
    return helpful_transfers(plan.problem, purses.pays @ money)


def _purses(plan: Plan, years: pd.DataFrame, lang: str) -> list[PurseShort]:
    rows = years[(years["by"] == "purse") & (years["when"] == TOTAL)]
    short = rows[rows["balance"] < -CENT].sort_values("balance", kind="stable")
    return [
        PurseShort(
            purse=row.key,
            name=plan.problem.called("purse", row.key).to(lang),
            need=round(row.payment, 6),
            money=round(row.money, 6),
            short=round(-row.balance, 6),
        )
        for row in short.itertuples()
    ]
