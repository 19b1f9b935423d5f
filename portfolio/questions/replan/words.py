"""Labels of a plan made anew, in Chinese and English."""

from __future__ import annotations

from portfolio.report.labels import Labels
from portfolio.words import Words

WORDS: dict[str, Words] = {
    "replan.title": Words("{title}：截至 {as_of} 年底重排", "{title}: made anew as of {as_of}"),
    "replan.score": Words(
        "得分 {score}（原方案 {planned}）", "score {score} (original plan {planned})"
    ),
    "replan.counts": Words(
        "到 {as_of} 年底完工 {finished} 项、在建 {under_way} 项；"
        "到 {last} 年底全部实施 {full} 项，部分实施 {part} 项",
        "{finished} finished and {under_way} under way by {as_of}; "
        "{full} carried out and {part} in part by {last}",
    ),
    "replan.comma": Words("、", ", "),
    "replan.empty_years": Words(
        "{years} 年没有任何项目的实际支出，请核对是否漏填这些年份",
        "no project has spent anything in {years}; have these years been left out?",
    ),
    "replan.silent": Words(
        "原方案中有 {count} 项没有填报实际数，按尚未动工计算",
        "{count} projects of the original plan have no actual figures and count as not begun",
    ),
    "replan.due": Words(
        "  其中 {count} 项按原方案应已动工，请核对是否漏填：{names}",
        "  {count} of them should have begun by then; have they been left out? {names}",
    ),
    "replan.named": Words("{names} 等 {count} 项", "{names} … ({count})"),
    "replan.unbuilt": Words(
        "  {id} {name}：{years} 年付款 {paid} 万元，没有填报完成的工作（progress），"
        "按进度没有增加计算",
        "  {id} {name}: {paid} 万元 paid in {years} and no work reported (progress); it counts as "
        "none",
    ),
    "replan.indicators": Words(
        "中期评估：各指标（实际完成 / 原方案同期；{last} 年底重排后 / 原方案）",
        "mid-term evaluation by indicator (achieved / planned by then; "
        "by {last}: now / originally)",
    ),
    "replan.indicator": Words(
        "  {verdict} {id} {name}：{achieved} / {expected}；{final} / {before}",
        "  {verdict} {id} {name}: {achieved} / {expected}; {final} / {before}",
    ),
    "replan.projects": Words("中期评估：项目（项）  {counts}", "projects: {counts}"),
    "replan.late": Words(
        "  {id} {name}：必须继续，但到 {last} 年只能完成 {share}",
        "  {id} {name}: must go on, but only {share} can be done by {last}",
    ),
    "replan.stopped": Words(
        "停建 {count} 项（已动工，重排后不再继续）：",
        "{count} stopped (begun, and given up):",
    ),
    "replan.given_up": Words(
        "  {id} {name}：停建，已完成 {done}，已投资 {paid} 万元",
        "  {id} {name}: stopped; {done} done, {paid} 万元 spent",
    ),
    "replan.own": Words(
        "原方案：情景 {name} 自己的方案；下达的是另一个方案的，用 --from 给出它的报告文件夹",
        "original plan: the scenario {name}'s own; if another one was issued, give its report "
        "folder with --from",
    ),
    "replan.issued": Words("原方案：{folder}（{title}）", "original plan: {folder} ({title})"),
    "replan.issued_short": Words(
        "原方案：{folder}（{title}），是缺口方案，不可实施",
        "original plan: {folder} ({title}), which shows a shortfall and may not be carried out",
    ),
    "replan.rule": Words("判断规则：", "rules:"),
}

label = Labels(WORDS)
