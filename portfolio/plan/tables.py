"""A plan as tables, in the columns of the contract (section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from portfolio.plan.shares import TRACE

if TYPE_CHECKING:
    from portfolio.plan.plan import Plan


def allocation(plan: Plan) -> pd.DataFrame:
    """Rows with money or land: project, year, `investment`, `share`, `land`."""
    p, t = np.nonzero((plan.investment > TRACE) | (plan.land_release > TRACE))
    projects = plan.problem.projects
    return pd.DataFrame(
        {
            "project_id": projects["id"].to_numpy()[p],
            "name": projects["name"].to_numpy()[p],
            "list": projects["list"].to_numpy()[p],
            "year": np.array(plan.years)[t],
            "investment": plan.investment[p, t],
            "share": plan.spent[p, t],
            "land": plan.land_release[p, t],
        }
    )


def course(plan: Plan) -> pd.DataFrame:
    """A row a project: what is carried out of it, when, on which money and land."""
    table = plan.problem.projects[["id", "name", "list", "domain", "district", "funding"]]
    return table.rename(columns={"id": "project_id"}).assign(
        funded_share=plan.funded,
        start_year=plan.start_year,
        finish_year=plan.finish_year,
        investment=plan.investment.sum(axis=1),
        land=plan.land_needed[:, -1],
        promoted=plan.promoted,
    )


def cash_flow(plan: Plan) -> pd.DataFrame:
    """A row a year: budget, investment, and the balance, within the year and so far."""
    spending = plan.investment.sum(axis=0)
    balance = plan.problem.budget - spending
    return pd.DataFrame(
        {
            "year": plan.years,
            "budget": plan.problem.budget,
            "investment": spending,
            "balance": balance,
            "balance_so_far": np.cumsum(balance),
        }
    )


def cash_flow_detail(plan: Plan) -> pd.DataFrame:
    """Investment by year and by purse, source of money, domain and district (long form)."""
    parts = [investment_by(plan, by) for by in ("purse", "funding", "domain", "district")]
    return pd.concat(parts, ignore_index=True)


def investment_by(plan: Plan, by: str) -> pd.DataFrame:
    """Return investment by year and by purse, source, or a column of the project table."""
    rows = [
        (year, by, key, amount)
        for key, share in plan.problem.shares_by(by).items()
        for year, amount in zip(plan.years, share @ plan.investment, strict=True)
    ]
    return pd.DataFrame(rows, columns=["year", "by", "key", "investment"])


def indicators(plan: Plan) -> pd.DataFrame:
    """
    A row an indicator and year: what is added, the need met, points, the projected value.

    The projected value exists for an indicator with baseline, target and need: the need is
    the gap between the two, so meeting a share of it closes that share of the gap.
    """
    n = len(plan.years)
    table = plan.problem.indicators
    place = {name: k for k, name in enumerate(plan.problem.indicator_ids)}
    rows = []
    for each in table.itertuples():
        k = place.get(each.id)
        for t in range(n):
            earning = k is not None
            share = plan.added[k, t] / each.need if earning else np.nan
            rows.append(
                {
                    "indicator_id": each.id,
                    "name": each.name,
                    "year": plan.years[t],
                    "added": plan.added[k, t] if earning else np.nan,
                    "need": each.need,
                    "need_unit": each.need_unit,
                    "met_share": plan.met[k, t] if earning else np.nan,
                    "beyond_share": plan.beyond[k, t] if earning else np.nan,
                    "points": plan.points[k, t] if earning else np.nan,
                    "baseline": each.baseline,
                    "projected": each.baseline + (each.target - each.baseline) * share,
                    "target": each.target,
                    "unit": each.unit,
                }
            )
    return pd.DataFrame(rows)
