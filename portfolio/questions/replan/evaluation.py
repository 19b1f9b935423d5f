"""
The mid-term evaluation (中期评估): what was reached up to a date against what was planned.

The rules and their thresholds are assumptions of this project; all of them stand in this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from portfolio.plan.shares import TRACE
from portfolio.questions.replan.study import Replanned
from portfolio.questions.replan.warnings import paid_unbuilt, silent_projects
from portfolio.words import Words, about

TOLERANCE = 0.05  # assumed: within five hundredths of the need or the work counts as planned
POINTS_ZH = f"{100 * TOLERANCE:g} 个百分点"
POINTS = f"{100 * TOLERANCE:g} percentage points"
_EDGE = 1e-9  # so that a difference of exactly the tolerance is within it

AHEAD_OF_TIME = "achieved"
FASTER = "faster"
AS_EXPECTED = "as_expected"
BEHIND = "behind"
NOT_JUDGED = "not_judged"

VERDICTS: dict[str, Words] = {
    AHEAD_OF_TIME: Words("提前实现", "achieved early"),
    FASTER: Words("快于预期", "faster than expected"),
    AS_EXPECTED: Words("基本符合", "as expected"),
    BEHIND: Words("滞后", "behind"),
    NOT_JUDGED: Words("不评", "not judged"),
    "finished_early": Words("提前完成", "finished early"),
    "finished_on_time": Words("按期完成", "finished on time"),
    "finished_late": Words("延期完成", "finished late"),
    "project_faster": Words("快于计划", "faster than planned"),
    "project_on_time": Words("按期推进", "on schedule"),
    "project_behind": Words("滞后", "behind"),
    "not_due": Words("未到开工时间", "not due to start"),
    "unplanned": Words("计划外在建", "under way, not planned"),
    "not_listed": Words("未列入", "not in the plan"),
}

RULES: tuple[Words, ...] = (
    Words(
        f"指标：比较到评估年底实际完成的需求比例与原方案同期应完成的比例。已达 100% 为“提前实现”；"
        f"高出 {POINTS_ZH}以上为“快于预期”；相差 {POINTS_ZH}以内（含）为“基本符合”；"
        f"低 {POINTS_ZH}以上为“滞后”。没有需求量、没有项目可改善的指标不评。"
        "时间进度只供参考，不参与判断。",
        f"Indicators: the share of the need that is met at the date against the original plan's "
        f"share then. 100 % met: achieved early; more than {POINTS} above: faster than "
        f"expected; within {POINTS}: as expected; more than {POINTS} below: behind. "
        "Indicators without a need that projects can meet are not judged. The share of time that "
        "is over is shown, not judged by.",
    ),
    Words(
        f"项目：已完工的，早于、等于、晚于原方案完成年度分别为“提前完成”“按期完成”“延期完成”"
        f"（原方案没有完成年度的算提前）。未完工的，比较累计工作进度与原方案："
        f"高出 {POINTS_ZH}以上为“快于计划”，相差 {POINTS_ZH}以内（含）为“按期推进”，"
        f"低 {POINTS_ZH}以上为“滞后”。两者都还没有动工的为“未到开工时间”；"
        "原方案没有的为“未列入”，已动工的为“计划外在建”。",
        f"Projects: a finished one by its year against the plan's (a plan without one counts as "
        f"early). One that is not finished by the share of its work: more than {POINTS} "
        f"above the plan: faster; within {POINTS}: on schedule; more than {POINTS} "
        "below: behind. Begun neither in fact nor in the plan: not due; not in the plan at all: "
        "not in the plan, or under way, not planned.",
    ),
)


@dataclass(frozen=True)
class IndicatorProgress:
    """How far one indicator is."""

    indicator_id: str = about("指标编号", "id of the indicator")
    name: str = about("指标名称", "its name")
    need: float | None = about("需求量", "its need")
    need_unit: str = about("需求量的单位", "unit of the need")
    achieved: float | None = about("到评估年底的新增量", "amount added by the date")
    achieved_share: float | None = about("实际完成的需求比例", "share of the need that is met")
    expected_share: float | None = about(
        "原方案同期应完成的比例", "the original plan's share by then"
    )
    time_share: float = about("时间进度（只供参考）", "share of time that is over, not judged by")
    verdict: str = about("评价", "the verdict")
    final_share_planned: float | None = about(
        "原方案到末年的比例", "share by the last year in the original plan"
    )
    final_share: float | None = about("重排后到末年的比例", "share by the last year now")
    verdict_zh: str = about("评价（中文）", "the verdict in Chinese")
    verdict_en: str = about("评价（英文）", "the verdict in English")


@dataclass(frozen=True)
class ProjectProgress:
    """How far one project is."""

    project_id: str = about("项目编号", "id of the project")
    name: str = about("项目名称", "its name")
    spent: float = about("到评估年底实际投资", "spent by the date", "万元")
    planned_spent: float = about("原方案同期投资", "the original plan's spending", "万元")
    paid_unbuilt: float = about(
        "其中当年没有填报完成工作的投资", "of it, paid in years without any work reported", "万元"
    )
    progress: float = about("工作进度", "share of the work that is done")
    planned_progress: float = about("原方案同期进度", "the original plan's share by then")
    verdict: str = about("评价", "the verdict")
    cost_planned: float = about("原定总额", "cost as planned", "万元")
    cost: float = about("现在的总额", "cost now", "万元")
    finish_planned: int | None = about("原方案完成年度", "year of the finish as planned")
    finish: int | None = about("重排后的完成年度", "year of the finish now")
    funded_planned: float = about("原方案实施比例", "share carried out in the original plan")
    funded: float = about("重排后实施比例", "share carried out now")
    stopped: bool = about("是否停建", "whether it is given up")
    verdict_zh: str = about("评价（中文）", "the verdict in Chinese")
    verdict_en: str = about("评价（英文）", "the verdict in English")


@dataclass(frozen=True)
class Evaluation:
    """The mid-term evaluation."""

    as_of: int = about("实际数截至哪一年底", "the actuals run to the end of this year")
    tolerance: float = about(
        "相差多少以内算符合（假设）", "difference that counts as none (assumed)"
    )
    rules: list[Words] = about("判断规则（zh、en）", "the rules, in zh and en")
    planned_from: str | None = about(
        "原方案的报告文件夹（`--from`）；空为本情景自己的方案",
        "report folder of the original plan (`--from`); null: the scenario's own plan",
    )
    score_planned: float = about(
        "原方案得分（按本情景的口径）", "score of the original plan, as this scenario counts"
    )
    silent: list[str] = about(
        "原方案中没有填报实际数、按尚未动工计算的项目",
        "projects of the original plan without actual figures, which count as not begun",
    )
    silent_due: list[str] = about(
        "其中按原方案应已动工的", "those of them that should have begun by then"
    )
    stopped: list[str] = about(
        "停建的项目：已动工、重排后不再继续", "projects that were begun and are given up"
    )
    indicators: list[IndicatorProgress] = about("逐个指标", "a record an indicator")
    projects: list[ProjectProgress] = about("逐个项目", "a record a project")


def judge(achieved: float, expected: float) -> str:
    """
    Return the verdict on one indicator, both shares of its need.

    >>> judge(1.0, 0.9), judge(0.56, 0.5), judge(0.45, 0.5), judge(0.44, 0.5)
    ('achieved', 'faster', 'as_expected', 'behind')
    """
    if achieved >= 1 - TRACE:
        return AHEAD_OF_TIME
    return _compared(achieved, expected, (FASTER, AS_EXPECTED, BEHIND))


def _compared(actual: float, expected: float, words: tuple[str, str, str]) -> str:
    if actual - expected > TOLERANCE + _EDGE:
        return words[0]
    return words[1] if actual - expected >= -TOLERANCE - _EDGE else words[2]


def evaluate_indicators(found: Replanned) -> pd.DataFrame:
    """
    Return a row an indicator: what was reached up to the date, the verdict, and the outlook.

    Columns: `indicator_id`, `name`, `need`, `need_unit`, `achieved` (amount), `achieved_share`,
    `expected_share` (the original plan's), `time_share`, `verdict`, `final_share_planned` and
    `final_share` (of the need, by the last year, in the original and in the new plan).
    """
    planned, plan = found.planned, found.plan
    t, n = found.past - 1, len(plan.years)
    place = {name: k for k, name in enumerate(plan.problem.indicator_ids)}
    rows = []
    for each in plan.problem.indicators.itertuples():
        k = place.get(each.id)
        row: dict[str, Any] = {
            "indicator_id": each.id,
            "name": each.name,
            "need": each.need,
            "need_unit": each.need_unit,
            "time_share": (t + 1) / n,
            "verdict": NOT_JUDGED,
        }
        if k is not None:
            achieved, expected = (one.added[k] / each.need for one in (plan, planned))
            row |= {
                "achieved": plan.added[k, t],
                "achieved_share": achieved[t],
                "expected_share": expected[t],
                "verdict": judge(achieved[t], expected[t]),
                "final_share_planned": expected[-1],
                "final_share": achieved[-1],
            }
        rows.append(row)
    names = ["indicator_id", "name", "need", "need_unit", "achieved", "achieved_share"]
    names += ["expected_share", "time_share", "verdict", "final_share_planned", "final_share"]
    return pd.DataFrame(rows).reindex(columns=names)


def evaluate_projects(found: Replanned) -> pd.DataFrame:
    """
    Return a row a project: money and work up to the date, the verdict, and when it will be done.

    Columns: `project_id`, `name`, `spent` and `planned_spent` (万元 up to the date), `paid_unbuilt`
    (万元 of it, in years without any work), `progress` and `planned_progress` (shares of the work),
    `verdict`, `cost_planned` and `cost` (万元, in all), `finish_planned`, `finish` (years),
    `funded_planned`, `funded` (shares by the last year), `stopped` (given up).
    """
    planned, plan, m = found.planned, found.plan, found.past
    actuals = found.left.actuals
    expected = np.minimum(np.cumsum(planned.spent, axis=1)[:, m - 1], 1.0)
    table = plan.problem.projects[["id", "name"]].rename(columns={"id": "project_id"})
    return table.assign(
        spent=actuals.money.sum(axis=1),
        planned_spent=planned.investment[:, :m].sum(axis=1),
        paid_unbuilt=paid_unbuilt(actuals),
        progress=actuals.done,
        planned_progress=expected,
        verdict=[_verdict(found, p, expected[p]) for p in range(len(table))],
        cost_planned=planned.problem.cost,
        cost=found.left.cost,
        finish_planned=pd.array(planned.finish_year, dtype="Int64"),
        finish=pd.array(plan.finish_year, dtype="Int64"),
        funded_planned=planned.funded,
        funded=plan.funded,
        stopped=plan.stopped,
    )


def _verdict(found: Replanned, p: int, expected: float) -> str:
    planned, plan, actuals = found.planned, found.plan, found.left.actuals
    if actuals.finished[p]:
        year, due = plan.finish_year[p], planned.finish_year[p]
        if np.isnan(due) or year < due:
            return "finished_early"
        return "finished_on_time" if year == due else "finished_late"
    listed, begun = planned.funded[p] > TRACE, bool(actuals.under_way[p])
    if not listed:
        return "unplanned" if begun else "not_listed"
    if not begun and expected <= TRACE:
        return "not_due"
    return _compared(
        actuals.done[p], expected, ("project_faster", "project_on_time", "project_behind")
    )


def evaluation(found: Replanned) -> Evaluation:
    """Return the evaluation: rules, indicators, projects."""
    projects = evaluate_projects(found)
    silent, due = silent_projects(found.planned, found.left.actuals)
    return Evaluation(
        as_of=found.left.actuals.as_of,
        tolerance=TOLERANCE,
        rules=list(RULES),
        planned_from=None if found.hand is None else found.hand.folder.as_posix(),
        score_planned=found.planned.score,
        silent=silent,
        silent_due=due,
        stopped=projects.loc[projects["stopped"], "project_id"].tolist(),
        indicators=[IndicatorProgress(**row) for row in _records(evaluate_indicators(found))],
        projects=[ProjectProgress(**row) for row in _records(projects)],
    )


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows with verdicts in both languages, None for what is not known."""
    rows = []
    for record in table.to_dict("records"):
        row = {key: None if pd.isna(value) else value for key, value in record.items()}
        row["verdict_zh"], row["verdict_en"] = VERDICTS[str(record["verdict"])]
        rows.append(
            {key: round(each, 6) if isinstance(each, float) else each for key, each in row.items()}
        )
    return rows
