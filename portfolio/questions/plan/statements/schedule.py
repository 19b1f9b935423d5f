"""进度: the work of each project by year, its cells shaded like the bars of a Gantt chart."""

from __future__ import annotations

import math

from portfolio.plan.shares import TRACE
from portfolio.questions.plan.statements.body import Body, amount
from portfolio.questions.plan.statements.view import MONEY, View
from portfolio.report.statement import Cell, Kind, Statement

FIRST = 7  # place of the first year


def schedule(view: View) -> Statement:
    """Return a row a project that is carried out, by domain, with the share done in each year."""
    plan = view.plan
    columns = [
        view.head("id", width=7),
        view.column("项目名称", "Project", width=34),
        view.head("district", width=12),
        view.column("工期（年）", "Duration, years", Kind.NUMBER, 9),
        view.column("开工", "Start", Kind.YEAR, 8),
        view.column("完工", "Finish", Kind.YEAR, 8),
        view.column("实施比例", "Carried out", Kind.SHARE, 10),
        *view.years(Kind.SHARE, view.say("当年完成比例", "Share done in the year"), 9),
        view.column("投资", "Investment", Kind.MONEY, 13),
        view.head("remark", width=14),
    ]
    body, heads = Body(len(columns)), list[int]()
    money = FIRST + len(plan.years)
    for domain, members in view.groups(view.taken):
        head = body.reserve()
        rows = [_add(view, body, p) for p in members]
        body.total(head, {1: domain}, rows, [money])
        heads.append(head)
    body.end({1: view.say("合计", "Total")}, heads, [money])
    return Statement(
        key="schedule",
        tab=view.say("进度", "Schedule"),
        title=view.title("项目实施进度", "Schedule of the projects"),
        caption=MONEY.to(view.lang),
        columns=columns,
        rows=body.rows,
        notes=[
            view.say(
                "当年完成比例为当年投资占该项目投资的比例；规划期内没有全部完成的项目，完工一栏为空。",
                "The share done in a year is that of the project's own cost; a project that is not "
                "finished in full within the horizon has no year of finish.",
            )
        ],
        fixed=2,
    )


def _add(view: View, body: Body, p: int) -> int:
    """Write a project's row, shaded where there is work; return its place."""
    plan = view.plan
    shares = [float(each) if each > TRACE else None for each in plan.spent[p]]
    duration = float(plan.problem.duration[p])
    row: list[Cell] = [
        view.text("id", p),
        view.text("name", p),
        view.text("district", p),
        None if math.isnan(duration) else duration,
        _year(plan.start_year[p]),
        _year(plan.finish_year[p]),
        float(plan.funded[p]),
        *shares,
        amount(view.investment[p].sum()),
        view.remark(p),
    ]
    marks = {FIRST + t: min(1.0, share) for t, share in enumerate(shares) if share is not None}
    return body.add(row, marks=marks)


def _year(year: float) -> int | None:
    return None if math.isnan(year) else int(year)
