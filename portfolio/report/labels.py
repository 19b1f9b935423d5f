"""All labels of the reports, in Chinese and English; names of projects stay as published."""

from __future__ import annotations

from portfolio.words import Words

NAMES: dict[str, Words] = {
    "domain.education": Words("教育", "Education"),
    "domain.health": Words("医疗卫生", "Health"),
    "domain.housing": Words("住房保障", "Housing"),
    "domain.culture_sport": Words("文化体育", "Culture and sport"),
    "domain.emergency": Words("应急保障", "Emergency response"),
    "funding.fiscal": Words("财政资金", "Fiscal"),
    "funding.state_company": Words("国有企业", "State company"),
    "funding.private": Words("社会资本", "Private"),
    "list.planned": Words("规划项目", "Planned"),
    "list.reserve": Words("储备项目", "Reserve"),
    "status.optimal": Words("最优", "optimal"),
    "status.limit": Words("到达求解上限", "stopped at a limit"),
    "status.interrupted": Words("中途停止", "interrupted"),
    "mode.shares": Words("按比例安排", "projects in shares"),
    "mode.whole": Words("整项目安排", "whole projects"),
    "measure.projects": Words("项目数（项）", "projects"),
    "measure.total_investment": Words("计划总投资（万元）", "total investment (万元)"),
    "measure.plan_investment": Words("“十四五”计划投资（万元）", "plan investment (万元)"),
    "measure.land": Words("用地规模（亩）", "land (亩)"),
}

GANTT: dict[str, Words] = {
    "gantt.title": Words("项目实施进度", "Project schedule"),
    "gantt.only": Words(
        "（{total} 个项目中投资最多的 {shown} 个）",
        " (the {shown} largest of {total} projects by investment)",
    ),
    "gantt.counts": Words(
        "全部实施 {full} 个，部分实施 {part} 个，未列入 {out} 个；其中储备项目转入 {promoted} 个",
        "{full} carried out, {part} in part, {out} left out; {promoted} promoted from the reserve",
    ),
    "gantt.sums": Words(
        "投资 {money} 万元，用地 {land} 亩",
        "investment {money} (10,000 yuan), land {land} mu",
    ),
    "gantt.score": Words("得分 {score}", "score {score}"),
    "gantt.bound": Words("得分 {score}（上界 {bound}）", "score {score} (bound {bound})"),
    "gantt.comma": Words("；", "; "),
    "gantt.project": Words("项目", "Project"),
    "gantt.investment": Words("投资 万元", "10,000 yuan"),
    "gantt.land": Words("用地 亩", "Land, mu"),
    "gantt.funded": Words("实施比例", "Share"),
    "gantt.out": Words("未列入", "left out"),
    "gantt.domain": Words("{name}：{taken} / {all} 个项目", "{name}: {taken} of {all} projects"),
    "gantt.year_money": Words("当年投资 万元", "Investment of the year, 10,000 yuan"),
    "gantt.year_land": Words("当年用地 亩", "Land released in the year, mu"),
    "gantt.shade": Words("当年完成的投资比例", "Share of the project spent in the year"),
    "gantt.span": Words("工期起止", "From start to finish"),
    "gantt.release": Words("当年供地（亩）", "Land released (mu)"),
    "gantt.promoted": Words("转入的储备项目", "Reserve, promoted"),
    "gantt.part": Words("部分实施（比例）", "Carried out in part"),
    "gantt.left_out": Words("未列入项目", "Left out"),
    "gantt.requires": Words("前置项目 → 后续项目", "Needed first → needs it"),
    "gantt.note": Words(
        "注：逐年预算和供地比例、工期、资金来源为假设，依据见 docs/data.md；"
        "项目名称和金额按规划附件。百分数为当年投资占该项目投资的比例。",
        "Note: yearly budget and land profiles, durations and sources of money are assumptions "
        "(docs/data.md); names and amounts are as published. Percentages are shares of a "
        "project's own cost.",
    ),
}

CASH_FLOW: dict[str, Words] = {
    "cash.title": Words("年度资金安排", "Cash flow by year"),
    "cash.unit": Words("万元", "10,000 yuan"),
    "cash.totals": Words(
        "投资合计 {investment} 万元，预算合计 {budget} 万元，结余 {balance} 万元",
        "investment {investment}, budget {budget}, balance {balance} (10,000 yuan)",
    ),
    "cash.over": Words("{years} 年超出可用资金", "over the money available in {years}"),
    "cash.over_key": Words("超出部分", "Over budget"),
    "cash.budget": Words("预算", "Budget"),
    "cash.ceiling": Words("{name}上限", "{name}, ceiling"),
    "cash.carried": Words("上年结转", "Carried in"),
    "cash.investment": Words("投资合计", "Investment"),
    "cash.balance": Words("当年结余", "Balance"),
    "cash.carry": Words("结转下年", "Carried forward"),
    "cash.head_budget": Words("预算 {amount}", "budget {amount}"),
    "cash.head_spent": Words("投资 {amount}", "spent {amount}"),
    "cash.total": Words("合计", "Total"),
    "cash.note": Words(
        "注：逐年预算比例和各项目资金来源为假设，依据见 docs/data.md。单位：万元。",
        "Note: the yearly budget profile and the projects' sources of money are assumptions "
        "(docs/data.md). Unit: 10,000 yuan.",
    ),
}

INDICATORS: dict[str, Words] = {
    "indicators.title": Words("指标完成情况", "Indicators"),
    "indicators.only": Words(
        "（{total} 项中分值最高的 {shown} 项）", " (the {shown} of {total} with most points)"
    ),
    "indicators.until": Words(
        "截至 {year} 年底，得分 {score} 分，其中需求内 {within} 分",
        "by the end of {year}; score {score}, of which {within} within the need",
    ),
    "indicators.name": Words("指标", "Indicator"),
    "indicators.met": Words("需求完成比例", "Share of the need"),
    "indicators.amount": Words("新增 / 需求", "Added / need"),
    "indicators.points": Words("得分 / 分值", "Points / worth"),
    "indicators.within": Words("需求内", "Within the need"),
    "indicators.beyond": Words(
        "超出需求（按 {rho} 折算得分）", "Beyond the need (worth {rho} a unit)"
    ),
    "indicators.open": Words("尚缺", "Not met"),
    "indicators.capped": Words("超出图幅，数值见旁", "Beyond the scale, value beside it"),
    "indicators.sum": Words("合计", "Total"),
    "indicators.none": Words("没有计分的指标", "No indicator earns points"),
    "indicators.note": Words(
        "注：需求量和部分贡献量为推算或假设，依据见 docs/data.md。得分按各年完成情况加权，"
        "早完成得分多；未有项目可改善的指标不计分，见 indicators.csv。",
        "Note: needs and some contributions are derived or assumed (docs/data.md). Points weigh "
        "every year, so early work earns more; indicators that no project moves are listed in "
        "indicators.csv only.",
    ),
}

LABELS: dict[str, Words] = {**NAMES, **GANTT, **CASH_FLOW, **INDICATORS}


def label(key: str, lang: str = "zh", **values: object) -> str:
    """
    Return the label `key` in `lang`, with `values` put in place.

    Raises
    ------
    KeyError
        If there is no such label.

    >>> label("funding.fiscal", "zh"), label("gantt.score", "en", score="68.30")
    ('财政资金', 'score 68.30')
    """
    text = LABELS[key].to(lang)
    return text.format(**values) if values else text


FRONTIER: dict[str, Words] = {
    "frontier.title_money": Words("得分与资金", "Score over money"),
    "frontier.title_land": Words("得分与用地", "Score over land"),
    "frontier.title_both": Words("得分与资金、用地（同步）", "Score over money and land in step"),
    "frontier.summary": Words(
        "{steps} 步；按优先顺序安排，比每步重新规划平均少 {mean} 分，最多少 {most} 分",
        "{steps} steps; keeping to the list loses {mean} points on average, {most} at most",
    ),
    "frontier.without": Words("；{count} 步无方案", "; {count} steps without a plan"),
    "frontier.fresh": Words("每步重新规划", "Planned afresh"),
    "frontier.list": Words("按优先顺序", "Keeping to the priority list"),
    "frontier.dual": Words("边际得分（影子价格，两侧）", "Marginal points (prices, both sides)"),
    "frontier.difference": Words("相邻两步之差", "Difference between steps"),
    "frontier.no_plan": Words("无方案", "no plan"),
    "frontier.score": Words("得分", "Score"),
    "frontier.entered": Words("进入", "Enter"),
    "frontier.left": Words("退出", "Leave"),
    "frontier.per_money": Words("每 1 亿元增加的分数", "Points of 100 million yuan more"),
    "frontier.per_land": Words("每 100 亩增加的分数", "Points of 100 mu more"),
    "frontier.factor": Words("倍数", "Factor"),
    "frontier.money": Words("预算 亿元", "100 million yuan"),
    "frontier.land": Words("指标 亩", "Quota, mu"),
    "frontier.note": Words(
        "注：倍数 1 为情景本身的资金和用地；各年同比例增减。实施一半以上算进入。"
        "优先顺序见 priority.csv，每步的项目见 frontier.csv。",
        "Note: factor 1 is the scenario's own money and land; all years change alike. In: half or "
        "more is carried out. The list is in priority.csv, each step's projects in frontier.csv.",
    ),
}
LABELS.update(FRONTIER)

ROBUST: dict[str, Words] = {
    "robust.title": Words(
        "核心指数：各次抽样的最优方案采用该项目的比例", "Core index of each project"
    ),
    "robust.title_cash": Words("资金需求、得分与后悔值", "Cash need, scores and regret"),
    "robust.only": Words(
        "（{total} 个项目中最难取舍的 {shown} 个）", " (the {shown} hardest to decide of {total})"
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
    "robust.note": Words(
        "注：造价、预算、用地、权重的波动为假设，见 distributions.toml。"
        "实施一半以上算采用；没有方案的抽样不计入比例。",
        "Note: how costs, budgets, land and weights vary is assumed (distributions.toml). In: half "
        "or more is carried out; draws without a plan do not count.",
    ),
    "robust.summary": Words(
        "{count} 次抽样，{none} 没有方案；最优得分中位数 {middle}，九成在 {low} 到 {high} 之间",
        "{count} draws, {none} without a plan; best score: median {middle}, nine in ten between "
        "{low} and {high}",
    ),
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
LABELS.update(ROBUST)

REPLAN: dict[str, Words] = {
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
    "replan.silent": Words(
        "原方案中有 {count} 项没有填报实际数，按尚未动工计算",
        "{count} projects of the original plan have no actual figures and count as not begun",
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
    "replan.rule": Words("判断规则：", "rules:"),
    "replan.report": Words("报告：{folder}", "report: {folder}"),
}
LABELS.update(REPLAN)

LIVELIHOOD: dict[str, Words] = {
    "livelihood.by_votes": Words(
        "{title}：按代表票数从 {of} 项候选民生实事中选出 {count} 项（票数相同的看所补缺口）",
        "{title}: {count} of {of} livelihood matters by votes (ties by the shortfall they serve)",
    ),
    "livelihood.by_shortfall": Words(
        "{title}：按方案留下的指标缺口从 {of} 项候选民生实事中选出 {count} 项（无缺口的按原顺序）",
        "{title}: {count} of {of} livelihood matters by the shortfall that the plan leaves "
        "(without one: in the order of the list)",
    ),
    "livelihood.cap": Words("每个部门至多 {most} 项", "at most {most} a department"),
    "livelihood.in": Words("入选", "chosen"),
    "livelihood.out": Words("未选", "    no"),
    "livelihood.row": Words(
        "  {mark} {rank:>2} {id} 缺口 {shortfall} 分  {name}（{departments}）",
        "  {mark} {rank:>2} {id} shortfall {shortfall}  {name} ({departments})",
    ),
    "livelihood.row_votes": Words(
        "  {mark} {rank:>2} {id} {votes:>4} 票  缺口 {shortfall} 分  {name}（{departments}）",
        "  {mark} {rank:>2} {id} {votes:>4} votes  shortfall {shortfall}  {name} ({departments})",
    ),
    "livelihood.swap": Words(
        "代价最小的一对一调换：{out} 换 {into}，所补缺口 {change} 分；其余见 livelihood_swaps.csv",
        "the cheapest swap: {into} for {out}, shortfall served {change}; "
        "all others in livelihood_swaps.csv",
    ),
    "livelihood.swap_votes": Words(
        "代价最小的一对一调换：{out} 换 {into}，{change} 票；其余见 livelihood_swaps.csv",
        "the cheapest swap: {into} for {out}, {change} votes; all others in livelihood_swaps.csv",
    ),
    "livelihood.report": Words("报告：{folder}", "report: {folder}"),
}
LABELS.update(LIVELIHOOD)
