"""Labels of the pictures of a robust portfolio, in Chinese and English."""

from __future__ import annotations

from portfolio.report.labels import Labels
from portfolio.words import Words

WORDS: dict[str, Words] = {
    "robust.title": Words(
        "核心指数：各次抽样的最优方案采用该项目的比例", "Core index of each project"
    ),
    "robust.title_cash": Words("资金需求、得分与后悔值", "Cash need, scores and regret"),
    "robust.only": Words(
        "（{total} 个项目中最难取舍的 {shown} 个）",
        " (the {shown} hardest to decide of {total})",
    ),
    "robust.draws": Words(
        "{count} 次抽样，其中 {none} 没有方案", "{count} draws, {none} of them without a plan"
    ),
    "robust.own": Words("本情景方案", "Own plan"),
    "robust.core": Words("核心项目（90% 以上）：{count} 项", "Core (90 % or more): {count}"),
    "robust.exchangeable": Words("可替换项目：{count} 项", "Exchangeable: {count}"),
    "robust.left_out": Words(
        "不列入项目（10% 以下）：{count} 项", "Left out (10 % or less): {count}"
    ),
    "robust.project": Words("项目", "Project"),
    "robust.note": Words(
        "注：造价、预算、用地、权重、需求、贡献、超出需求的价值和年度比例的波动为假设，"
        "见 distributions.toml。实施一半以上算采用；没有方案的抽样不计入比例。",
        "Note: how costs, budgets, land, weights, needs, contributions, the worth beyond need and "
        "yearly shares vary is assumed (distributions.toml). In: half or more is carried out; "
        "draws without a plan do not count.",
    ),
    "robust.summary": Words(
        "{count} 次抽样，{none} 没有方案；最优得分中位数 {middle}，九成在 {low} 到 {high} 之间",
        "{count} draws, {none} without a plan; best score: median {middle}, nine in ten between "
        "{low} and {high}",
    ),
    "robust.by_cost": Words("造价", "costs"),
    "robust.by_budget": Words("预算", "budgets"),
    "robust.by_land": Words("用地", "land"),
    "robust.by_weights": Words("权重", "weights"),
    "robust.by_needs": Words("需求", "needs"),
    "robust.by_contributions": Words("贡献", "contributions"),
    "robust.by_beyond_need": Words("超出需求的价值", "worth beyond need"),
    "robust.by_profiles": Words("年度比例", "yearly shares"),
    "robust.wide": Words("需求 5%—95%", "Need, 5 to 95 %"),
    "robust.inner": Words("需求 25%—75%", "Need, 25 to 75 %"),
    "robust.median": Words("需求中位数", "Need, median"),
    "robust.planned": Words("方案投资", "As planned"),
    "robust.budget": Words("预算", "Budget"),
    "robust.budgets": Words("抽样预算 5%—95%", "Budget drawn, 5 to 95 %"),
    "robust.money": Words("亿元", "100 million yuan"),
    "robust.heads": Words("需求中位数 / 预算", "median need / budget"),
    "robust.over": Words("超过预算的可能 {share}", "over budget: {share}"),
    "robust.scores": Words("最优得分的分布（次）", "Best scores (draws)"),
    "robust.regret": Words("坚持一个清单少得的分", "Points lost by keeping to a list"),
    "robust.mean": Words("平均", "mean"),
    "robust.p95": Words("95%", "95 %"),
    "robust.max": Words("最多", "most"),
    "robust.list_plan": Words("本情景方案（{count} 项）", "Own plan ({count})"),
    "robust.list_core": Words("核心项目（{count} 项）", "Core projects ({count})"),
    "robust.list_majority": Words("过半抽样采用的（{count} 项）", "In most draws ({count})"),
    "robust.list_draws": Words("抽样方案 {at}（{count} 项）", "Plan of draws {at} ({count})"),
    "robust.note_cash": Words(
        "注：资金需求是按抽样造价执行本情景方案所需；预算按抽样波动后比较。波动为假设，见 "
        "distributions.toml。清单之外的项目不做，清单之内可改年度和比例。",
        "Note: need is what the own schedule costs in a draw, against the budget of that draw; the "
        "spreads are assumed (distributions.toml). A list fixes who may be carried out, not when.",
    ),
}

label = Labels(WORDS)
