"""Whose money a plan takes: need, money and balance of each purse, and what moves between them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from portfolio.inputs.columns import source_shares
from portfolio.words import about

if TYPE_CHECKING:
    from portfolio.inputs.problem import Problem
    from portfolio.plan.plan import Plan

CENT = 0.005  # 万元; less is the solver's noise


class MoveKind(StrEnum):
    """How money of one purse comes to be spent by another."""

    TRANSFER = "transfer"
    POOLED = "pooled"


@dataclass(frozen=True)
class Move:
    """Money of one purse that another spends."""

    giver: str = about("出钱的资金池", "purse whose money it is", key="from")
    taker: str = about("用钱的资金池", "purse that spends it", key="to")
    amount: float = about("金额", "how much", "万元")
    kind: MoveKind = about(
        "`transfer` 情景允许的转移支付；`pooled` 资金合并使用，按各池余缺比例分摊，属于估计",
        "`transfer`: support that the scenario allows; `pooled`: taken in one pot, shared out in "
        "proportion to what is left and what is lacking, an estimate",
    )


def purses(plan: Plan) -> pd.DataFrame:
    """
    A row a purse and year, and one for the horizon (no year).

    `need` is what its projects need, `money` what it has (by year only where that binds),
    `taken` and `given` what moves between purses, `balance` money less need after transfers;
    `published` is what the planned projects need of it as published, `change` need less that.
    """
    problem, whose = plan.problem, plan.problem.purses
    moved = np.zeros((len(whose.most), len(plan.years)))
    if plan.transferred is not None:
        moved = plan.transferred
    rows = []
    for u, (name, label) in enumerate(zip(whose.ids, whose.names, strict=True)):
        need, own = plan.purse_spending[u], whose.by_year.get(u)
        taken, given = moved[whose.taker == u].sum(axis=0), moved[whose.giver == u].sum(axis=0)
        for t, year in enumerate(plan.years):
            money = np.nan if own is None else own[t]
            left = money + taken[t] - given[t] - need[t]
            rows.append((name, label, year, need[t], money, taken[t], given[t], left))
        money, moves = problem.purse_money[u], (taken.sum(), given.sum())
        left = money + moves[0] - moves[1] - need.sum()
        rows.append((name, label, pd.NA, need.sum(), money, *moves, left))
    columns = ["purse", "name", "year", "need", "money", "taken", "given", "balance"]
    table = pd.DataFrame(rows, columns=columns).astype({"year": "Int64"})
    before = published(problem, "purse")
    as_published = [before.get(name, 0.0) for name in whose.ids]
    of_all = table["year"].isna()
    table["published"] = np.where(of_all, np.repeat(as_published, len(plan.years) + 1), np.nan)
    table["change"] = table["need"] - table["published"]
    return table


def over_by_year(plan: Plan) -> np.ndarray:
    """
    Return the years in which a purse spends more than it has, shape (U, n), bool.

    By year where its money is; else over the horizon: the years that spend what it no longer has.
    What moves between purses counts.
    """
    problem, spent = plan.problem, plan.purse_spending
    has = problem.purse_money + plan.purse_gain.sum(axis=1)
    over = (np.cumsum(spent, axis=1) > has[:, None] + CENT) & (spent > CENT)
    for u, own in problem.purses.by_year.items():
        left = own + plan.purse_gain[u] - spent[u]
        over[u] = (np.cumsum(left) if problem.carry_over else left) < -CENT
    return np.asarray(over)


def published(problem: Problem, by: str) -> dict[str, float]:
    """
    Return what the planned projects need as published, 万元, by key; others need nothing.

    `by` is `purse`, `funding`, `domain` or `district`. It is the project table as the file has it
    that counts: what a scenario changes of it is a change against the published plan.
    """
    table, found = problem.published, dict[str, float]()
    places = {
        pair: name for name, pair in zip(problem.purses.ids, problem.purses.pairs, strict=True)
    }
    table = table.assign(cost=table["plan_investment"].fillna(table["total_investment"]))
    for row in table[table["list"] == "planned"].itertuples():
        for source, share in source_shares(str(row.funding)).items():
            keys = {"funding": source, "domain": str(row.domain), "district": str(row.district)}
            pair = (source, keys["district"])
            keys["purse"] = places.get(pair, places.get((source, ""), ""))
            found[keys[by]] = found.get(keys[by], 0.0) + share * float(row.cost)  # type: ignore
    return found


def transfers(plan: Plan) -> pd.DataFrame:
    """A row a transfer and year: `from`, `to`, `amount`, and the `most` over the horizon."""
    whose = plan.problem.purses
    moved = plan.transferred if plan.transferred is not None else np.zeros((0, len(plan.years)))
    rows = [
        (whose.ids[whose.giver[m]], whose.ids[whose.taker[m]], year, moved[m, t], whose.most[m])
        for m in range(len(moved))
        for t, year in enumerate(plan.years)
    ]
    return pd.DataFrame(rows, columns=["from", "to", "year", "amount", "most"])


def move_table(plan: Plan) -> pd.DataFrame:
    """Return a row for each of `moves`."""
    columns = [each.name for each in fields(Move)]
    found = pd.DataFrame([asdict(each) for each in moves(plan)], columns=columns)
    return found.rename(columns={"giver": "from", "taker": "to"})


def moves(plan: Plan) -> list[Move]:
    """
    Return what moves from purse to purse, the largest first.

    Kept apart, money moves by transfers alone. In one pot a purse may need more than its own money;
    a pot does not remember whose money it was, so what is lacking here and left there is shared out
    in proportion.
    """
    whose = plan.problem.purses
    if plan.transferred is not None:
        sums = plan.transferred.sum(axis=1)
        ends = zip(whose.giver.tolist(), whose.taker.tolist(), sums.tolist(), strict=True)
        found = [(u, v, amount, MoveKind.TRANSFER) for u, v, amount in ends]
    elif whose.apart:  # what a purse lacks (no plan exists), nobody gives
        found = []
    else:
        left = plan.problem.purse_money - plan.purse_spending.sum(axis=1)
        lacking, over = np.maximum(-left, 0.0), np.maximum(left, 0.0)
        moved = min(lacking.sum(), over.sum())
        shared = np.outer(over, lacking) * (moved / max(over.sum() * lacking.sum(), CENT))
        found = [
            (int(u), int(v), float(shared[u, v]), MoveKind.POOLED)
            for u, v in zip(*np.nonzero(shared), strict=True)
        ]
    ordered = sorted(found, key=lambda each: (-each[2], each[0], each[1]))
    return [
        Move(whose.ids[u], whose.ids[v], amount, kind)
        for u, v, amount, kind in ordered
        if amount > CENT
    ]
