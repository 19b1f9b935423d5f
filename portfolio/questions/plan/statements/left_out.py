"""未列入原因: the projects that are left out, in whole or in part, and what would bring them in."""

from __future__ import annotations

import numpy as np

from portfolio.plan.shares import FULL
from portfolio.questions.plan.statements.body import Body, neat
from portfolio.questions.plan.statements.view import MONEY, View
from portfolio.report.statement import Cell, Kind, Statement
from portfolio.terms import Mode
from portfolio.words import Words

# Columns of the reasons, by what they are called.
FIGURES = (
    ("points_at_prices", "可得分", "Points it brings", Kind.POINTS),
    ("money_worth", "占用资金的价值（分）", "Worth of its money, points", Kind.POINTS),
    ("land_worth", "占用土地的价值（分）", "Worth of its land, points", Kind.POINTS),
    ("difference", "差额（分）", "Difference, points", Kind.POINTS),
    ("cost_down_to", "投资降到", "Cost down to", Kind.MONEY),
    ("weight_up_by", "或权重乘以", "or weights times", Kind.NUMBER),
    ("budget_up_by", "或预算增加", "or budget up by", Kind.MONEY),
    ("purse_up_by", "或本资金池增加", "or its purse up by", Kind.MONEY),
    ("budget_and_land_up_by", "或预算和用地都增加", "or budget and land up by", Kind.SHARE),
)
LISTS = {"planned": ("规划", "planned"), "reserve": ("储备", "reserve")}
KINDS = {"planned": ("重新求解", "planned anew"), "estimate": ("估算", "estimate")}


def left_out(view: View) -> Statement:
    """Return a row for each project that is not carried out in full."""
    reasons, threshold = view.plan.reasons, view.say("列入所需（任一）", "What would bring it in")
    figures = [each for each in FIGURES if each[0] in reasons]
    columns = [
        view.head("id", width=7),
        view.column("项目名称", "Project", width=34),
        view.head("list", width=8),
        view.head("domain", width=12),
        view.head("district", width=12),
        view.head("total_investment", Kind.MONEY, 13),
        view.column("实施比例", "Carried out", Kind.SHARE, 10),
        view.column("原因", "Reason", width=44),
    ]
    for _, zh, en, kind in figures:
        group = threshold if kind != Kind.POINTS else view.say("按影子价格", "At the prices")
        columns.append(view.column(zh, en, kind, 12, group))
    columns.append(view.column("测算方式", "How found", width=10))
    body = Body(len(columns))
    values = {name: reasons[name].to_numpy(float) for name, *_ in figures}
    for p in np.flatnonzero((view.plan.funded < FULL) & view.chosen).tolist():
        numbers = [float(values[name][p]) for name, *_ in figures]
        body.add(
            [
                *_project(view, p),
                *(
                    neat(each) if kind == Kind.NUMBER else None if np.isnan(each) else each
                    for each, (*_, kind) in zip(numbers, figures, strict=True)
                ),
                _how(view, p),
            ]
        )
    return Statement(
        key="left_out",
        tab=view.say("未列入原因", "Left out"),
        title=view.title("未列入或只列入一部分的项目及原因", "Projects left out, or in part"),
        caption=MONEY.to(view.lang),
        columns=columns,
        rows=body.rows,
        notes=_notes(view, len(body.rows)),
        fixed=2,
        annex=True,
    )


def _notes(view: View, count: int) -> list[str]:
    if count == 0:
        return [view.say("没有未列入的项目。", "No project is left out.")]
    half = Words("列入指实施一半以上。", " In: half of it or more.")
    part = half if view.plan.mode is Mode.SHARES else Words("列入指整项实施。", " In: all of it.")
    return [
        view.say(
            "列入所需的各项为单独改变一项时的临界值，空格表示没有求得或单靠这一项列不进去。"
            + part.zh,
            "What would bring a project in is each the change of one thing alone; empty: not "
            "found, or not by this alone." + part.en,
        )
    ]


def _project(view: View, p: int) -> list[Cell]:
    lists, reasons = view.text("list", p), view.plan.reasons
    reason = f"reason_{view.lang}"
    return [
        view.text("id", p),
        view.text("name", p),
        view.say(*LISTS.get(lists, (lists, lists))),
        view.called("domain", view.text("domain", p)),
        view.text("district", p),
        view.number("total_investment", p),
        float(view.plan.funded[p]) or None,
        str(reasons[reason].iloc[p]) if reason in reasons else None,
    ]


def _how(view: View, p: int) -> str | None:
    reasons = view.plan.reasons
    kind = str(reasons["threshold_kind"].iloc[p]) if "threshold_kind" in reasons else ""
    return view.say(*KINDS[kind]) if kind in KINDS else None
