"""假设: everything that the papers do not give, each with its value, its basis and its place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from portfolio.inputs.problem import Problem
from portfolio.plan.cash.assumed import assumed
from portfolio.plan.needs import KNOWN, NAMES
from portfolio.plan.summary import assumptions as inputs_assumed
from portfolio.questions.plan.statements.body import NOTHING, Body
from portfolio.questions.plan.statements.view import View
from portfolio.report.statement import Statement
from portfolio.words import Words

Line = tuple[str, str, str, str]  # of what, what is assumed, on what basis, where it stands
KEYS = {
    "budget.profile": Words("预算逐年占比", "Share of the budget by year"),
    "land.profile": Words("用地指标逐年占比", "Share of the land quota by year"),
    "objective.beyond_need": Words("超出需求部分的折算", "Worth of a unit beyond the need"),
    "objective.beyond_cap": Words("超出需求至多再计几倍", "How many further needs count"),
    "objective.year_weights": Words("各年权重", "Weights of the years"),
    "projects.duration": Words("项目工期", "Durations of the projects"),
    "projects.funding": Words("项目资金来源", "Sources of the projects' money"),
    "projects.land_kind": Words("项目用地性质", "Kinds of land"),
    "indicators.weight": Words("指标权重", "Weights of the indicators"),
    "indicators.need": Words("指标需求", "Needs of the indicators"),
    "contributions.confidence = assumed": Words(
        "项目对指标的部分贡献", "Some of what projects add to indicators"
    ),
    "purses.total": Words("资金池规模", "Money of the purses"),
    "budget.purse": Words("个别资金池的资金", "Money of single purses"),
    "budget.transfer": Words("资金池之间的转移", "Transfers between purses"),
}


def assumptions(view: View) -> Statement:
    """
    Return the city's own list, what the scenario assumes, needs, contributions, and projects.

    The city's list is its table `assumptions.csv`, where it has one.
    """
    columns = [
        view.column("类别", "Of", width=22),
        view.column("对象", "What", width=34),
        view.column("内容", "Assumed", width=44),
        view.head("basis", width=44),
        view.column("所在表和字段", "Where it stands", width=26),
    ]
    body = Body(len(columns))
    for words, lines in (
        (Words("本方案的参数", "Of this plan"), _of_scenario(view)),
        (Words("假设表所列（含其他情景）", "As listed, other scenarios too"), _listed(view)),
        (Words("指标需求", "Needs"), _needs(view)),
        (Words("项目贡献", "Contributions"), _contributions(view)),
        (Words("项目", "Projects"), _projects(view)),
    ):
        kind = words.to(view.lang)
        own = list(lines)
        if own:
            head = view.say(f"{kind}（{len(own)}项）", f"{kind} ({len(own)})")
            body.add([head, *[None] * 4], "group")
        for line in own:
            body.add([kind, *(each or None for each in line)])
    return Statement(
        key="assumptions",
        tab=view.say("假设", "Assumptions"),
        title=view.title("假设及依据", "Assumptions and their basis"),
        caption=view.say("资料没有写明、由使用者设定或推算的数", "what the papers do not state"),
        columns=columns,
        rows=body.rows,
        notes=[
            view.say(
                "依据一栏照录数据表；空格表示数据表没有写。",
                "The basis is as the tables have it; empty: they say nothing.",
            )
        ],
        fixed=2,
    )


def _listed(view: View) -> Iterator[Line]:
    """What the city lists itself; not in the documents of a part, which it is mostly not about."""
    if view.part is not None:
        return
    for each in view.plan.problem.assumptions:
        subject, basis = each.subject.to(view.lang), each.basis.to(view.lang)
        yield (str(each.id), subject, basis, str(each.place))


def _of_scenario(view: View) -> Iterator[Line]:
    """What the scenario and the ledgers take as given, with its values."""
    problem = view.plan.problem
    scenario = problem.scenario
    for key in inputs_assumed(problem):
        words = KEYS.get(key, Words(key, key))
        place = key
        if key.startswith(("budget.", "land.", "objective.")):
            file, dotted = scenario.where(*key.split("."))
            place = f"{file.rpartition('/')[2]}: {dotted}"
        rows = view.say("逐行见该表", "row by row in that table")
        yield words.to(view.lang), _value(view, key) or rows, "", place
    for said in assumed(problem, view.quarters):
        key, _, value = said.partition(" = ")
        yield view.say("付款和到位", "Cash"), f"{key} = {value}", "", key


def _value(view: View, key: str) -> str:
    """Return what stands for a key, as far as it is a few numbers."""
    problem, n = view.plan.problem, len(view.plan.years)
    whole = {"budget.profile": problem.budget, "land.profile": problem.land_quota}
    if key in whole:
        total = float(whole[key].sum())
        shares = whole[key] / total if total else np.zeros(n)
        return _by_year(view, [f"{100 * share:.4g}%" for share in shares])
    if key == "objective.year_weights":
        return _by_year(view, [f"{weight:.4g}" for weight in problem.year_weights])
    if key == "objective.beyond_need":
        return f"{problem.beyond_need:g}"
    if key == "objective.beyond_cap":
        return f"{problem.beyond_cap:g}"
    return ""


def _by_year(view: View, values: list[str]) -> str:
    pairs = zip(view.plan.years, values, strict=True)
    return view.say("，", ", ").join(f"{view.year(year)} {value}" for year, value in pairs)


def _needs(view: View) -> Iterator[Line]:
    """Needs that no paper prints and that follow from none, or that are derived, with the basis."""
    problem = view.plan.problem
    served = np.asarray((problem.amount @ view.chosen.astype(float)) > 0)
    for k, row in enumerate(problem.active):
        origin = str(problem.origins[k])
        if origin == KNOWN[0] or not (served[k] or view.part is None):
            continue
        each = problem.indicators.iloc[row]
        need = f"{problem.need[k]:,.10g} {each['need_unit']}（{NAMES[origin].zh}）"
        need_en = f"{problem.need[k]:,.10g} {each['need_unit']} ({NAMES[origin].en})"
        name = f"{each['id']} {each['name']}"
        yield name, view.say(need, need_en), str(each["need_basis"]), "indicators.csv: need"


def _contributions(view: View) -> Iterator[Line]:
    """What projects add to indicators by assumption."""
    problem = view.plan.problem
    adds = problem.added.get("assumed")
    if adds is None:
        return
    entries = adds.tocoo()
    names, basis = problem.projects["name"].tolist(), _bases(problem)
    found = [
        (p, k, value)
        for p, k, value in sorted(
            zip(entries.col.tolist(), entries.row.tolist(), entries.data.tolist(), strict=True)
        )
        if abs(value) >= NOTHING and view.chosen[p]
    ]
    place = "contributions.csv: amount"
    if found and not any(basis.values()):
        said = view.say("数量见贡献表，未写依据", "amounts as in the table, which gives no basis")
        yield view.say(f"共 {len(found)} 行", f"{len(found)} rows"), said, "", place
        return
    for p, k, value in found:
        each = problem.indicators.iloc[problem.active[k]]
        said = f"{each['id']} {each['name']} {value:,.10g} {each['need_unit']}"
        why = basis.get((problem.ids[p], str(each["id"])), "")
        yield f"{problem.ids[p]} {names[p]}", said, why, place


def _bases(problem: Problem) -> dict[tuple[str, str], str]:
    """Return what assumed contributions rest on, by project and indicator."""
    rows = problem.contributions
    found: dict[tuple[str, str], str] = {}
    for each in rows[rows["confidence"] == "assumed"].itertuples():
        key = (str(each.project_id), str(each.indicator_id))
        found[key] = "；".join(filter(None, (found.get(key, ""), str(each.basis))))
    return found


def _projects(view: View) -> Iterator[Line]:
    """What the project table itself says it rests on."""
    for p in np.flatnonzero(view.chosen).tolist():
        if basis := view.text("basis", p):
            name = f"{view.text('id', p)} {view.text('name', p)}"
            duration = f"{view.plan.problem.duration[p]:g}"
            source = view.called("funding", view.text("funding", p))
            said = view.say(f"工期 {duration} 年，{source}", f"duration {duration} years, {source}")
            yield name, said, basis, "projects.csv: basis"
