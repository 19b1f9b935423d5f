"""用地: land by year and project against the quota."""

from __future__ import annotations

import numpy as np

from portfolio.inputs.codes import called
from portfolio.questions.plan.statements.body import NOTHING, Body, amount, known, sum_across
from portfolio.questions.plan.statements.view import LAND, View
from portfolio.report.statement import Cell, Kind, Statement

FIRST = 5  # place of the first year


def land(view: View) -> Statement | None:
    """Return land released by project and year against the quota; None where land is no matter."""
    quota, n = view.plan.problem.land_quota, len(view.plan.years)
    if not quota.any() and not view.land.any():
        return None
    columns = [
        view.head("id", width=7),
        view.column("项目名称", "Project", width=34),
        view.head("district", width=12),
        view.column("用地性质", "Kind of land", width=12),
        view.column("用地规模", "Site", Kind.LAND, 11),
        *view.years(Kind.LAND, view.say("供地", "Land released")),
        view.column("合计", "Sum", Kind.LAND, 12),
    ]
    years = list(range(FIRST, FIRST + n))
    body, heads, across = Body(len(columns)), list[int](), {FIRST + n: years}
    top = body.reserve()
    against = [body.reserve() for _ in range(3)] if view.part is None else []
    for domain, members in view.groups(view.land.sum(axis=1) > NOTHING):
        head = body.reserve()
        rows = [body.add(_project(view, p)) for p in members]
        body.total(head, {1: domain}, rows, [4, *years], "group", across)
        heads.append(head)
    body.total(top, {1: view.say("供地合计", "Land released")}, heads, [4, *years], "total", across)
    if against:
        _against_quota(view, body, against, years)
    return Statement(
        key="land",
        tab=view.say("用地", "Land"),
        title=view.title("用地安排", "Land"),
        caption=LAND.to(view.lang),
        columns=columns,
        rows=body.rows,
        notes=[
            view.say(
                "供地不迟于动工，可提前；不占用指标的项目（原址、上级指标、情景豁免）不列。",
                "Land is released with the work or ahead of it; projects that take none of the "
                "quota (on their present site, quota of a higher level, exempt) are not listed.",
            )
        ],
        fixed=2,
        annex=True,
    )


def _project(view: View, p: int) -> list[Cell]:
    kind = view.text("land_kind", p)
    row: list[Cell] = [
        view.text("id", p),
        view.text("name", p),
        view.text("district", p),
        called(kind).to(view.lang),
        view.number("land", p),
        *(amount(each) for each in view.land[p]),
        None,
    ]
    row[-1] = sum_across(row, range(FIRST, len(row) - 1))
    return row


def _against_quota(view: View, body: Body, places: list[int], years: list[int]) -> None:
    """Write quota, balance of the year and balance so far below the land released."""
    quota = view.plan.problem.land_quota
    left = quota - view.land.sum(axis=0)
    amounts = (
        (view.say("用地指标", "Land quota"), quota, True),
        (view.say("当年结余", "Balance of the year"), left, True),
        (view.say("累计结余", "Balance so far"), np.cumsum(left), False),
    )
    for at, (name, values, added) in zip(places, amounts, strict=True):
        cells: dict[int, Cell] = {1: name}
        cells |= {c: known(each) for c, each in zip(years, values, strict=True)}
        body.total(at, cells, [], [], "", {years[-1] + 1: years} if added else None)
