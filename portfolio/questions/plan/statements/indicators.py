"""指标: what each need is, what is added by year, how much of it is met, and what stays open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from portfolio.plan.needs import NAMES
from portfolio.questions.plan.statements.body import Body, known, neat
from portfolio.questions.plan.statements.view import View
from portfolio.report.statement import Cell, Column, Kind, Statement

FIRST = 5  # place of the first year
VALUES = ("baseline", "projected", "target")


def indicators(view: View) -> Statement:
    """
    Return a row for each indicator that earns points, then those targets that no project serves.

    Of a part of the projects: what these add. Points are of all work together, and not of a part.
    """
    columns = _columns(view)
    body, n = Body(len(columns)), len(view.plan.years)
    added = _added(view)
    places = [k for k in range(len(added)) if view.part is None or added[k].any()]
    rows = [body.add(_earning(view, k, added[k])) for k in places]
    if view.part is None:
        worth = FIRST + n + 2
        total = {1: view.say("合计", "Total")}
        body.end(total, rows, [worth, worth + 1])
        unserved = view.plan.problem.indicators.iloc[view.plan.problem.unserved]
        for _, each in unserved.iterrows():
            body.add(_unserved(view, each))
    return Statement(
        key="indicators",
        tab=view.say("指标", "Indicators"),
        title=view.title("指标完成情况", "Indicators"),
        caption=view.say("累计新增按各指标的单位", "added so far, in the unit of each indicator"),
        columns=columns,
        rows=body.rows,
        notes=[
            view.say(
                "得分按各年完成情况加权，早完成得分多；超出需求的部分按折算计分，所以可超过分值。",
                "Points weigh every year, so early work earns more; what goes beyond a need counts "
                "in part, so points may exceed what the need is worth.",
            )
        ]
        if view.part is None
        else [
            view.say(
                "新增为本部分项目的贡献；得分由全部项目共同决定，不分摊。",
                "Added is what the projects of this part add; points are those of all projects "
                "together and are not shared out.",
            )
        ],
        fixed=2,
        annex=True,
    )


def _columns(view: View) -> list[Column]:
    columns = [
        view.head("id", width=7),
        view.column("指标", "Indicator", width=34),
        view.head("unit", width=10),
        view.column("需求", "Need", Kind.NUMBER, 12),
        view.column("需求来历", "Need is", width=12),
        *view.years(Kind.NUMBER, view.say("累计新增", "Added so far")),
        view.column("完成比例", "Share met", Kind.SHARE, 10),
    ]
    if view.part is None:
        columns += [
            view.column("尚缺", "Not met", Kind.NUMBER, 12),
            view.column("分值", "Worth", Kind.POINTS, 10),
            view.column("得分", "Points", Kind.POINTS, 10),
            view.head("baseline", Kind.NUMBER, 10),
            view.column("规划期末预计", "Projected", Kind.NUMBER, 10),
            view.head("target", Kind.NUMBER, 10),
        ]
    columns.append(view.column("需求依据", "Basis of the need", width=30))
    return columns


def _added(view: View) -> np.ndarray:
    """Return what the projects of the part add to each indicator so far, shape (K, n)."""
    if view.part is None:
        return view.plan.added
    return np.asarray(view.plan.problem.amount @ (view.plan.finished * view.chosen[:, None]))


def _earning(view: View, k: int, added: np.ndarray) -> list[Cell]:
    plan = view.plan
    each = plan.problem.indicators.iloc[plan.problem.active[k]]
    need, last = float(plan.problem.need[k]), float(added[-1])
    row: list[Cell] = [
        *_named(view, each, ""),
        known(need),
        _origin(view, str(plan.problem.origins[k])),
        *(neat(amount) for amount in added),
        last / need if need else None,
    ]
    if view.part is None:
        worth, points = float(plan.problem.points[k]), float(plan.points[k].sum())
        row += [neat(max(need - last, 0.0)), worth, points, *_values(view, str(each["id"]))]
    return [*row, str(each["need_basis"])]


def _unserved(view: View, each: pd.Series) -> list[Cell]:
    """Return the row of a target to which no project adds."""
    nothing: list[Cell] = [None] * len(view.plan.years)
    need = known(float(each["need"]))
    return [
        *_named(view, each, view.say("（没有项目支撑）", " (no project serves it)")),
        need,
        _origin(view, str(each["need_origin"])),
        *nothing,
        0.0,
        need,
        None,
        None,
        *_values(view, str(each["id"])),
        str(each["need_basis"]),
    ]


def _named(view: View, each: pd.Series, remark: str) -> list[Cell]:
    unit = str(each["need_unit"] or each["unit"])
    return [str(each["id"]), str(each["name"]) + remark, unit]


def _origin(view: View, origin: str) -> str:
    """Say where a need comes from; of an empty cell: assumed, as the model takes it."""
    return NAMES.get(origin, NAMES["assumed"]).to(view.lang)


def _values(view: View, name: str) -> list[Cell]:
    """Return baseline, projected value and target of an indicator, as far as it has them."""
    table = view.plan.indicators
    last = table[(table["indicator_id"] == name) & (table["year"] == view.plan.years[-1])].iloc[0]
    named = (next(c for c in table if c.startswith(each)) for each in VALUES)
    return [neat(float(last[column])) for column in named]
