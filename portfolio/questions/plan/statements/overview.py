"""总表: the plan in the layout in which such plans publish their projects, a column a year."""

from __future__ import annotations

from portfolio.questions.plan.statements.body import Body, amount, sum_across
from portfolio.questions.plan.statements.view import EMPTY_COLUMNS, MONEY_AND_LAND, View
from portfolio.report.statement import Cell, Column, Kind, Statement
from portfolio.words import numeral

FIRST = 6  # place of the first year


def overview(view: View) -> Statement:
    """Return all projects that are carried out, by domain, with money by year and land."""
    n = len(view.plan.years)
    columns = _columns(view)
    body = Body(len(columns))
    years = range(FIRST, FIRST + n)
    added = [4, 5, *years, FIRST + n + 1, FIRST + n + 2]
    across = {FIRST + n: list(years)}
    top, tops, number = body.reserve(), list[int](), 0
    for at, (domain, members) in enumerate(view.groups(view.taken), start=1):
        head = body.reserve()
        rows = [body.add(_project(view, p, number + i)) for i, p in enumerate(members, start=1)]
        number += len(members)
        cells: dict[int, Cell] = {0: _ordinal(view, at), 2: _counted(view, domain, len(members))}
        body.total(head, cells, rows, added, "group", across)
        tops.append(head)
    total = {2: _counted(view, view.say("总计", "Total"), number)}
    body.total(top, total, tops, added, "total", across)
    return Statement(
        key="overview",
        tab=view.say("总表", "Overview"),
        title=view.title("重大项目计划总表", "Projects of the plan"),
        caption=MONEY_AND_LAND.to(view.lang),
        columns=columns,
        rows=body.rows,
        notes=[
            view.say(
                "投资为本方案逐年安排；计划总投资、规划期计划投资、用地规模按项目表，"
                "储备项目没有规划期计划投资的留空。",
                "Investment is what this plan gives each year; total and planned investment and "
                "site are those of the project table, empty where it has none for a reserve "
                "project.",
            ),
            EMPTY_COLUMNS.to(view.lang),
        ],
        fixed=3,
        annex=True,
    )


def _columns(view: View) -> list[Column]:
    spent, horizon = view.say("投资", "Investment"), view.horizon
    return [
        view.column("序号", "No.", width=6),
        view.head("id", width=7),
        view.column("项目名称", "Project", width=34),
        view.column("建设内容及规模", "Content and size of the works", width=36),
        view.head("total_investment", Kind.MONEY, 13),
        view.column(horizon.zh, horizon.en, Kind.MONEY, 13),
        *view.years(Kind.MONEY, spent),
        view.column("小计", "Sum", Kind.MONEY, 13, spent),
        view.column("用地规模（亩）", "Site, mu", Kind.LAND, 11),
        view.column("供地（亩）", "Land released, mu", Kind.LAND, 11),
        view.head("owner", width=18),
        view.head("responsible", width=18),
        view.head("remark", width=14),
    ]


def _project(view: View, p: int, number: int) -> list[Cell]:
    money = [amount(each) for each in view.investment[p]]
    row: list[Cell] = [
        str(number),
        view.text("id", p),
        view.text("name", p),
        view.text("content", p),
        view.number("total_investment", p),
        view.number("plan_investment", p),
        *money,
        None,
        view.number("land", p),
        amount(view.land[p].sum()),
        view.text("owner", p),
        view.text("responsible", p),
        view.remark(p),
    ]
    row[FIRST + len(money)] = sum_across(row, range(FIRST, FIRST + len(money)))
    return row


def _counted(view: View, name: str, count: int) -> str:
    projects = "project" if count == 1 else "projects"
    return view.say(f"{name}（{count}项）", f"{name} ({count} {projects})")


def _ordinal(view: View, number: int) -> str:
    return view.say(numeral(number), str(number))
