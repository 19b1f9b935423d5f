"""The report folder of a frontier: `frontier.json`, the tables, the picture."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from portfolio.engine.warm import right_hand_sides
from portfolio.inputs.tables import write_table
from portfolio.plan.plan import Plan
from portfolio.plan.prices import PER_LAND, PER_MONEY
from portfolio.questions.frontier.priority import Priority
from portfolio.questions.frontier.study import Frontier, ids
from portfolio.questions.plan.answer import summary
from portfolio.report.folder import write_folder


def steps(frontier: Frontier, priority: Priority) -> list[dict[str, Any]]:
    """Return a record a step, in JSON values (docs/questions/frontier.zh.md); None: no plan."""
    problem, units = frontier.problem, frontier.differences
    records = []
    for at, step in enumerate(frontier.steps):
        entered, left = frontier.changes(at)
        plan, listed = step.plan, np.flatnonzero(priority.sets[at])
        money_price, land_price = _prices(plan)
        record = {
            "factor": float(frontier.factor[at]),
            "money_factor": step.money,
            "land_factor": step.land,
            "budget": round(float(step.money * problem.budget.sum()), 6),
            "land_quota": round(float(step.land * problem.land_quota.sum()), 6),
            "status": step.status,
            "score": step.score,
            "bound": plan.bound if plan else None,
            "entered": ids(problem, entered),
            "left": ids(problem, left),
            "held": ids(problem, np.flatnonzero(step.held)),
            "in_part": ids(problem, frontier.in_part(at)),
            "slope": step.slope,
            "slope_less": step.slope_less if plan else None,
            "slope_more": step.slope_more if plan else None,
            "difference_before": float(units[at - 1]) if at else None,
            "difference_after": float(units[at]) if at < len(units) else None,
            "money_price": money_price,
            "land_price": land_price,
            "list_score": float(priority.score[at]) if plan else None,
            "loss": float(priority.loss[at]) if plan else None,
            "listed": ids(problem, listed) if plan else [],
        }
        records.append({key: _plain(value) for key, value in record.items()})
    return records


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def _prices(plan: Plan | None) -> tuple[float, float]:
    """Return points of 1 亿元 spread like the budget, land fixed, and of 100 亩, money fixed."""
    if plan is None or not plan.prices:
        return math.nan, math.nan
    problem, allowed = plan.problem, right_hand_sides(plan.problem)
    money = sum(
        float(plan.prices[family] @ allowed[family])
        for family in ("annual_budget", "funding_ceiling")
        if family in plan.prices
    )
    land = float(plan.prices["land"] @ allowed["land"])
    budget, quota = problem.budget.sum() / PER_MONEY, problem.land_quota.sum() / PER_LAND
    return money / budget if budget else math.nan, land / quota if quota else math.nan


def write_frontier(frontier: Frontier, priority: Priority, folder: Path, lang: str = "zh") -> None:
    """
    Write the report folder of a frontier, whole or not at all.

    Raises
    ------
    InputError
        If the folder holds something that is not a report, or cannot be written.
    """
    from portfolio.questions.frontier.picture import draw_frontier
    from portfolio.report import style

    records = steps(frontier, priority)

    def write(target: Path) -> None:
        table = pd.DataFrame(records)
        for name in ("entered", "left", "held", "in_part", "listed"):
            table[name] = [";".join(each) for each in table[name]]
        write_table(table, target / "frontier.csv")
        write_table(priority.table, target / "priority.csv")
        axes = draw_frontier(frontier, priority, lang)
        style.save(style.figure_of(axes), target / "frontier")
        content = json.dumps(_summary(frontier, priority, records), ensure_ascii=False, indent=2)
        (target / "frontier.json").write_text(content + "\n", encoding="utf-8")

    write_folder(folder, write)


def _summary(
    frontier: Frontier, priority: Priority, records: list[dict[str, Any]]
) -> dict[str, Any]:
    plan = frontier.steps[frontier.anchor].plan
    if plan is None:
        raise ValueError("no step has a plan")
    own = summary(plan)
    kept = {key: own[key] for key in ("title", "scenario", "mode", "assumptions")}
    table = priority.table
    lost = priority.loss[~np.isnan(priority.loss)]
    return {
        **kept,
        "varied": {"money": list(frontier.sweep.money), "land": list(frontier.sweep.land)},
        "anchor": float(frontier.factor[frontier.anchor]),
        "priority": table.loc[table["rank"].notna(), "project_id"].tolist(),
        "loss": {"mean": float(lost.mean()), "max": float(lost.max())},
        "steps": records,
        **{key: own[key] for key in ("solver", "versions", "inputs")},
    }
