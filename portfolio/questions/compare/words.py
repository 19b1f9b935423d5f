"""Labels of the comparison of scenarios, in Chinese and English."""

from __future__ import annotations

from portfolio.report.labels import Labels
from portfolio.words import Words

WORDS: dict[str, Words] = {
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
    "compare.not_comparable": Words(
        "无从对比：{without} 没有方案，只有 {planned} 有",
        "nothing to compare: {without} has no plan, only {planned} has",
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
    "compare.move.in": Words("新增", "in"),
    "compare.move.out": Words("退出", "out"),
    "compare.move.share": Words("比例变化", "other share"),
    "compare.move.earlier": Words("提前", "earlier"),
    "compare.move.later": Words("推迟", "later"),
    "compare.equal": Words("相同的 {n} 行", "{n} equal rows"),
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

label = Labels(WORDS)
