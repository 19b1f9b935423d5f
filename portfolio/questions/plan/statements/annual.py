"""年度计划: each year's projects in the columns of an annual investment plan."""

from __future__ import annotations

import math

from portfolio.questions.plan.statements.body import NOTHING, Body, amount
from portfolio.questions.plan.statements.view import EMPTY_COLUMNS, MONEY, View
from portfolio.report.statement import Cell, Column, Kind, Statement


def annual(view: View) -> Statement:
    """
    Return a block a year: the projects with money in it, in the form of 政府投资条例 Art. 16.

    One sheet holds all years, so that it can be filtered by year, and a horizon may be long.
    """
    columns = _columns(view)
    added = [at for at, each in enumerate(columns) if each.kind == Kind.MONEY]
    body = Body(len(columns))
    order = [p for _, members in view.groups(view.chosen) for p in members]
    for t, year in enumerate(view.plan.years):
        head = body.reserve()
        members = [p for p in order if view.investment[p, t] >= NOTHING]
        rows = [body.add(_project(view, p, t, at)) for at, p in enumerate(members, start=1)]
        count = len(rows)
        projects = "project" if count == 1 else "projects"
        name = view.say(f"{year}年合计（{count}项）", f"Total of {year} ({count} {projects})")
        body.total(head, {0: int(year), 3: name}, rows, added)
    return Statement(
        key="annual",
        tab=view.say("年度计划", "Annual plans"),
        title=view.title("投资年度计划", "Annual investment plans"),
        caption=MONEY.to(view.lang),
        columns=columns,
        rows=body.rows,
        notes=[
            view.say(
                "栏目按《政府投资条例》第十六条；续建、至上年底累计按本方案的进度"
                "（已过年份为实际），不是财务决算。规划期投资额为项目在本规划期的全部投资；"
                "只实施一部分的，各年之和小于它，起止年限没有止年。",
                "Columns as the Government Investment Regulations ask for, Art. 16; what is done "
                "up to the year before is as this plan has it (years that are over: as reported), "
                "not as settled. In the plan period: all that the project costs in it; one that is "
                "carried out in part spends less, and has no last year.",
            ),
            EMPTY_COLUMNS.to(view.lang),
        ],
        fixed=4,
        annex=True,
    )


def _columns(view: View) -> list[Column]:
    return [
        view.head("year", Kind.YEAR, 7),
        view.column("序号", "No.", width=6),
        view.head("id", width=7),
        view.column("项目名称", "Project", width=34),
        view.column("建设内容及规模", "Content and size of the works", width=36),
        view.column("建设性质", "Nature of the works", width=10),
        view.column("工期（年）", "Duration, years", Kind.NUMBER, 10),
        view.column("起止年限", "From - to", width=12),
        view.column("总投资额", "Total investment", Kind.MONEY, 13),
        view.column("规划期投资额", "In the plan period", Kind.MONEY, 13),
        view.column("至上年底累计完成", "Done up to the year before", Kind.MONEY, 13),
        view.column("年度投资额", "Investment of the year", Kind.MONEY, 13),
        view.column("资金来源", "Sources of money", width=28),
        view.column("建设单位", "Builder", width=18),
        view.head("responsible", width=18),
        view.column("续建/新开工", "Continued or new", width=10),
        view.head("remark", width=14),
    ]


def _project(view: View, p: int, t: int, number: int) -> list[Cell]:
    plan, money = view.plan, float(view.investment[p, t])
    before = view.investment[p, :t].sum() + plan.problem.opening.money[p]
    new = before < NOTHING and plan.start_year[p] == plan.years[t]
    duration = float(plan.problem.duration[p])
    return [
        int(plan.years[t]),
        str(number),
        view.text("id", p),
        view.text("name", p),
        view.text("content", p),
        None,  # 建设性质: no table says it
        None if math.isnan(duration) else duration,
        view.span(p),
        view.number("total_investment", p),
        amount(float(plan.problem.cost[p]) + plan.problem.opening.money[p]),
        amount(before),
        amount(money),
        view.sources(p, money),
        view.text("owner", p),
        view.text("responsible", p),
        view.say("新开工", "new") if new else view.say("续建", "continued"),
        view.remark(p),
    ]
