"""All labels of the reports, in Chinese and English; names of projects stay as published."""

from __future__ import annotations

from portfolio.errors import Words

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

PROMOTE: dict[str, Words] = {
    "promote.title": Words("储备项目转入评估", "Promoting reserve projects"),
    "promote.picture": Words(
        "每个储备项目：必须实施的方案比不得实施的方案高多少分",
        "Each reserve project: score of the plan with it, less that of the plan without it",
    ),
    "promote.picture_note": Words(
        "注：两个方案各自重新求解并复核；每亿元按项目自身投资折算。空心条：安排不下，补足最小缺口后的"
        "变化，每亿元按所缺资金折算。年度比例、工期、权重为假设，依据见 docs/data.md。",
        "Note: both plans are made afresh and verified; per 亿元 of the project's own cost. "
        "Hollow: does not fit; with the smallest shortfall granted, per 亿元 of what is missing. "
        "Yearly profiles, durations and weights are assumptions.",
    ),
    "promote.bar.difference": Words("得分变化（分）", "Score difference (points)"),
    "promote.bar.difference_per_yi": Words("每亿元得分变化（分）", "Per 亿元 (points)"),
    "promote.lacks": Words(
        "安排不下：最少还缺资金 {money} 万元、用地 {land} 亩",
        "does not fit: at least {money} 万元 and {land} 亩 are missing",
    ),
    "promote.collide": Words("与其他要求相互矛盾", "collides with other requirements"),
    "promote.summary": Words(
        "情景 {scenario}（{mode}），方案得分 {score}。评估储备项目 {all} 个：可以安排 {fits} 个，"
        "安排不下 {out} 个。",
        "Scenario {scenario} ({mode}), its plan scores {score}. {all} reserve projects: {fits} "
        "fit, {out} do not.",
    ),
    "promote.how": Words(
        "每个项目各做两个方案：不得实施它、必须实施它，其余条件不变。得分变化为正，说明值得转入。"
        "“自行进入”指在按比例安排的方案里，不作任何强制，该项目至少实施一半；"
        "增加的资金按各年同一比例，精确到预算的 0.1%。",
        "Two plans for each project: one excludes it, one requires it, all else equal. A positive "
        "difference says that it is worth promoting. It comes in by itself when at least half of "
        "it is carried out, unforced, in a plan in shares; money is raised by the same share in "
        "every year, to 0.1% of the budget.",
    ),
    "promote.ranking": Words("排序", "Ranking"),
    "promote.col.rank": Words("序", "#"),
    "promote.col.project": Words("项目", "Project"),
    "promote.col.in_plan": Words("现方案", "In the plan"),
    "promote.col.without": Words("不实施得分", "Score without"),
    "promote.col.with": Words("实施得分", "Score with"),
    "promote.col.difference": Words("变化", "Difference"),
    "promote.col.per_yi": Words("每亿元", "Per 亿元"),
    "promote.col.displaced": Words("让位", "Displaced"),
    "promote.col.delayed": Words("推迟", "Delayed"),
    "promote.col.budget": Words("只加资金至少（万元）", "Comes in at money + (万元)"),
    "promote.col.both": Words("资金土地同加", "Money and land +"),
    "promote.col.cost": Words("投资降到（万元）", "Cost down to (万元)"),
    "promote.col.weight": Words("得分乘以", "Points times"),
    "promote.col.share_without": Words("不实施时", "Share without"),
    "promote.col.share_with": Words("实施时", "Share with"),
    "promote.col.money": Words("投资（万元）", "Investment (万元)"),
    "promote.col.land": Words("用地（亩）", "Land (亩)"),
    "promote.col.finish_without": Words("原完工", "Finish without"),
    "promote.col.finish_with": Words("现完工", "Finish with"),
    "promote.col.year": Words("年度", "Year"),
    "promote.col.lacks_money": Words("还缺资金（万元）", "Missing money (万元)"),
    "promote.col.lacks_land": Words("还缺用地（亩）", "Missing land (亩)"),
    "promote.col.by": Words("口径", "By"),
    "promote.col.key": Words("类别", "Of"),
    "promote.col.indicator": Words("指标", "Indicator"),
    "promote.col.unit": Words("单位", "Unit"),
    "promote.col.added_without": Words("新增（不实施）", "Added without"),
    "promote.col.added_with": Words("新增（实施）", "Added with"),
    "promote.col.met_without": Words("占需求（不实施）", "Of the need without"),
    "promote.col.met_with": Words("占需求（实施）", "Of the need with"),
    "promote.col.points_without": Words("得分（不实施）", "Points without"),
    "promote.col.points_with": Words("得分（实施）", "Points with"),
    "promote.facts": Words(
        "{domain} · {district} · {funding} · 投资 {cost} 万元 · 用地 {land} 亩 · "
        "现方案安排 {share}",
        "{domain} · {district} · {funding} · {cost} 万元 · {land} 亩 · "
        "{share} in the plan as it is",
    ),
    "promote.no_plan_with": Words(
        "必须实施它就没有方案。最小缺口如下：",
        "There is no plan that carries it out. The smallest shortfall:",
    ),
    "promote.no_plan_without": Words(
        "不得实施它就没有方案。最小缺口如下：",
        "There is no plan that leaves it out. The smallest shortfall:",
    ),
    "promote.unproven": Words(
        "缺口可行，但未证明最小。", "It suffices, but is not proven smallest."
    ),
    "promote.granted": Words(
        "补足这个缺口后，方案得分 {score}（比不实施 {gain}）。",
        "With this granted the plan scores {score} ({gain} against the plan without it).",
    ),
    "promote.total": Words("合计", "Total"),
    "promote.range": Words(
        "整项目方案只求到规定的差距之内：真实变化在 {low} 与 {high} 之间；"
        "按比例安排的变化为 {shares}。",
        "Plans of whole projects are proven to their gaps only: the true difference is between "
        "{low} and {high}; in shares it is {shares}.",
    ),
    "promote.measure": Words(
        "计分指标不同（{names} 只在一边计分，各指标分值重新归一），两个得分不可直接相减；"
        "按同一口径，变化为 {same}。",
        "The two scores count different indicators ({names} only on one side, all points are "
        "normalised anew), so they cannot be subtracted; under one measure the difference is "
        "{same}.",
    ),
    "promote.comma": Words("、", ", "),
    "promote.displaced": Words("让位的项目（{n} 个）", "Displaced ({n})"),
    "promote.raised": Words("随之增加的项目（{n} 个）", "Carried out to a larger share ({n})"),
    "promote.delayed": Words("推迟的项目（{n} 个）", "Delayed ({n})"),
    "promote.nobody": Words("没有项目让位、增加或推迟。", "No other project changes."),
    "promote.money": Words(
        "动用谁的资金（万元；实施减不实施）", "Whose money (万元; with less without)"
    ),
    "promote.land": Words("动用谁的土地（亩；实施减不实施）", "Whose land (亩; with less without)"),
    "promote.by.all": Words("合计", "All"),
    "promote.by.domain": Words("其他项目，按领域", "Others, by domain"),
    "promote.by.district": Words("其他项目，按地区", "Others, by district"),
    "promote.by.funding": Words("其他项目，按资金来源", "Others, by source of money"),
    "promote.key.own": Words("本项目", "This project"),
    "promote.key.unspent": Words("未用余额", "Unspent"),
    "promote.key.total": Words("其他项目", "All others"),
    "promote.indicators": Words("指标变化（规划期末）", "Indicators (end of the horizon)"),
    "promote.comes_in": Words("怎样才会自行进入", "When it comes in by itself"),
    "promote.already": Words(
        "不作强制，它在按比例安排的方案里已至少实施一半。",
        "Unforced, at least half of it is carried out in the plan in shares already.",
    ),
    "promote.from.budget": Words(
        "只加资金：各年同比增加 {share}，共 {value} 万元。",
        "Money alone: {share} more in every year, {value} 万元 in all.",
    ),
    "promote.from.both": Words(
        "资金和土地同比增加 {share}，即 {value} 万元和 {land} 亩。",
        "Money and land {share} more: {value} 万元 and {land} 亩.",
    ),
    "promote.from.cost": Words(
        "投资从 {cost} 降到 {value} 万元（按影子价格估算 {prices}）。",
        "Cost down from {cost} to {value} 万元 (at the shadow prices {prices}).",
    ),
    "promote.from.weight": Words(
        "每单位产出的得分乘以 {value}（按影子价格估算 {prices}）。",
        "Its points times {value} (at the shadow prices {prices}).",
    ),
    "promote.never.budget": Words(
        "只加资金：再加 200% 也不进入。", "Money alone: not even with 200% more."
    ),
    "promote.never.both": Words(
        "资金和土地同加：各再加 200% 也不进入。", "Money and land: not even with 200% more of each."
    ),
    "promote.never.cost": Words(
        "降低投资：即使不花钱也不进入（缺的是土地、前置项目或工期）。",
        "Cost: not even for free (land, what it requires, or time is missing).",
    ),
    "promote.never.weight": Words(
        "提高得分：乘以 100 也不进入。", "Points: not even a hundredfold."
    ),
}
LABELS.update(PROMOTE)


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

COMPARE: dict[str, Words] = {
    "compare.title": Words("情景对比：{names}", "Scenarios compared: {names}"),
    "compare.comma": Words("、", ", "),
    "compare.overview": Words("情景对比", "Scenarios compared"),
    "compare.alt.overview": Words("得分、资金和土地的柱状图", "Bars of scores, money and land"),
    "compare.alt.points": Words("各指标得分变化的柱状图", "Bars of points by indicator"),
    "compare.points": Words("各指标得分与 {first} 相差（分）", "Points by indicator, less {first}"),
    "compare.panel.score": Words("得分（分）", "Score (points)"),
    "compare.panel.domain": Words("各领域投资（亿元）", "Investment by domain (亿元)"),
    "compare.panel.money": Words("各年投资（亿元）", "Investment by year (亿元)"),
    "compare.panel.land": Words("各年供地（亩）", "Land released by year (亩)"),
    "compare.other_measure": Words(
        "各情景的计分口径（指标、分值、年度权重或超需系数）不同，得分不可直接相比；"
        "“按首个情景口径”一列把各方案按第一个情景的口径重新计分。",
        "The scenarios count differently (indicators, points, year weights or worth beyond need), "
        "so their scores cannot be compared; 'by the first' counts each plan as the first "
        "scenario does.",
    ),
    "compare.counts": Words(
        "共对比 {all} 行：{differ} 行不同，{same} 行相同。",
        "{all} rows compared: {differ} differ, {same} are equal.",
    ),
    "compare.how": Words(
        "小字是与 {first} 之差。相差不足百万分之一（资金、土地）或万分之一（其他）视为相同；"
        "相同的行收起在各节末尾，点开可见。全部数值见 compare.csv。",
        "Small figures are the difference to {first}. Less than a millionth (money, land) or a "
        "ten-thousandth (all else) counts as equal; equal rows are folded at the end of each "
        "section. All values are in compare.csv.",
    ),
    "compare.col.name": Words("情景", "Scenario"),
    "compare.col.title": Words("标题", "Title"),
    "compare.col.mode": Words("方式", "Mode"),
    "compare.col.score": Words("得分", "Score"),
    "compare.col.by_first": Words("按首个情景口径", "By the first"),
    "compare.col.bound": Words("上界", "Bound"),
    "compare.col.full": Words("实施", "Funded"),
    "compare.col.part": Words("部分", "In part"),
    "compare.col.promoted": Words("储备转入", "Promoted"),
    "compare.col.investment": Words("投资（万元）", "Investment (万元)"),
    "compare.col.land": Words("用地（亩）", "Land (亩)"),
    "compare.col.project": Words("项目", "Project"),
    "compare.col.share": Words("实施比例", "Share"),
    "compare.col.start": Words("开工", "Start"),
    "compare.col.finish": Words("完工", "Finish"),
    "compare.col.key": Words("类别", "Of"),
    "compare.col.unit": Words("单位", "Unit"),
    "compare.col.year": Words("年度", "Year"),
    "compare.total": Words("合计", "Total"),
    "compare.no_plan": Words("没有方案", "no plan"),
    "compare.projects": Words("{name} 与 {first} 的项目差别", "Projects of {name} against {first}"),
    "compare.no_change": Words("项目没有差别。", "No project changes."),
    "compare.kind.in": Words("新增（{n} 个）", "In ({n})"),
    "compare.kind.out": Words("退出（{n} 个）", "Out ({n})"),
    "compare.kind.share": Words("实施比例变化（{n} 个）", "Other share ({n})"),
    "compare.kind.earlier": Words("提前（{n} 个）", "Earlier ({n})"),
    "compare.kind.later": Words("推迟（{n} 个）", "Later ({n})"),
    "compare.equal": Words("相同的 {n} 行", "{n} equal rows"),
    "compare.section.score": Words("得分和总量", "Score and totals"),
    "compare.section.points": Words("各指标得分", "Points by indicator"),
    "compare.section.met": Words("各指标期末占需求比例", "Share of the need at the end"),
    "compare.section.added": Words("各指标期末新增量", "Added by indicator at the end"),
    "compare.section.envelope": Words("预算和用地指标", "Budget and land quota"),
    "compare.section.money": Words("各年投资", "Investment by year"),
    "compare.section.money_domain": Words("各领域投资", "Investment by domain"),
    "compare.section.money_district": Words("各地区投资", "Investment by district"),
    "compare.section.money_funding": Words("各资金来源投资", "Investment by source of money"),
    "compare.section.land": Words("各年供地", "Land released by year"),
    "compare.section.land_domain": Words("各领域供地", "Land by domain"),
    "compare.section.land_district": Words("各地区供地", "Land by district"),
    "compare.section.share": Words("各项目实施比例", "Share of each project"),
    "compare.section.start": Words("各项目开工年", "Start of each project"),
    "compare.section.finish": Words("各项目完工年（所实施部分）", "Finish of what is carried out"),
    "compare.key.score": Words("得分", "Score"),
    "compare.key.within_need": Words("需求内", "Within need"),
    "compare.key.beyond_need": Words("超出需求", "Beyond need"),
    "compare.key.funded": Words("实施项目", "Funded"),
    "compare.key.in_part": Words("部分实施项目", "In part"),
    "compare.key.promoted": Words("储备转入项目", "Promoted"),
    "compare.key.investment": Words("投资", "Investment"),
    "compare.key.land": Words("用地", "Land"),
    "compare.key.budget": Words("预算", "Budget"),
    "compare.key.total": Words("合计", "All"),
}
LABELS.update(COMPARE)

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
