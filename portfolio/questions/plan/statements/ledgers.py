"""结转, 运行费 and 转移支付: ledgers that are sheets as their tables are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from portfolio.plan.cash.ledgers import Ledgers
from portfolio.plan.cash.payments import BEYOND, IN_PLAN
from portfolio.plan.cash.running import RUNNING_COLUMNS, YEARS_AFTER, running_cost
from portfolio.plan.purses import move_table, transfers
from portfolio.questions.plan.statements.view import View
from portfolio.report.from_table import statement_of
from portfolio.report.heads.titles import title_of
from portfolio.report.statement import Statement


def more_ledgers(view: View, found: Ledgers | None) -> list[Statement]:
    """Return carry-over, running cost and transfers, as far as there are; of a part what it has."""
    tables: dict[str, pd.DataFrame] = {}
    if found is not None:
        own = found.tables()
        tables |= {stem: own[stem] for stem in ("carry_over", "running_cost") if stem in own}
    if view.plan.problem.purses.ids:
        tables |= {"transfers": transfers(view.plan), "moves": move_table(view.plan)}
    if view.part is not None:
        tables = {"running_cost": _of_part(view)} if "running_cost" in tables else {}
    return [_ledger(view, stem, table) for stem, table in tables.items() if len(table)]


def _of_part(view: View) -> pd.DataFrame:
    """Return the running cost of the part's projects, year by year; none where it is 0."""
    n, first = len(view.plan.years), view.plan.years[0]
    cost = view.chosen @ running_cost(view.plan, np.arange(n + YEARS_AFTER) + first)
    rows = [
        (first + t, IN_PLAN if t < n else BEYOND, "all", "", amount)
        for t, amount in enumerate(cost)
        if cost.any()
    ]
    return pd.DataFrame(rows, columns=RUNNING_COLUMNS)


def _ledger(view: View, stem: str, table: pd.DataFrame) -> Statement:
    """Return a table as a statement of this plan, titled with its years."""
    _, words = title_of(stem)
    made = statement_of(stem, table, view.lang, view.plan.problem.called)
    return replace(made, title=view.title(words.zh, words.en))
