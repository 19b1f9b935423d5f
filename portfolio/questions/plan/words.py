"""Labels of the pictures of a plan, in Chinese and English."""

from __future__ import annotations

from portfolio.report.labels import Labels
from portfolio.words import Words

WORDS: dict[str, Words] = {
    "short.mark": Words("（缺口方案，不可实施）", " (short: may not be carried out)"),
    "short.over": Words("超出资金或用地", "Exceeds money or land"),
    "gantt.part_of": Words("{name}：", "{name}: "),
    "gantt.title": Words("项目实施进度", "Project schedule"),
    "gantt.only": Words(
        "（{total} 个项目中投资最多的 {shown} 个）",
        " (the {shown} largest of {total} projects by investment)",
    ),
    "gantt.counts": Words(
        "全部实施 {full} 个，部分实施 {part} 个，未列入 {out} 个；其中储备项目转入 {promoted} 个",
        "{full} carried out, {part} in part, {out} left out; {promoted} promoted from the reserve",
    ),
    "gantt.stopped": Words("停建 {count} 个", "{count} stopped"),
    "gantt.stopped_here": Words("× 停建", "× stopped"),
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
        "注：逐年预算和供地按情景，项目名称、金额、工期和资金来源按项目表；{grounds}。"
        "百分数为当年投资占该项目投资的比例。",
        "Note: yearly budget and land are the scenario's; names, amounts, durations and sources of "
        "money are those of the table of projects; {grounds}. Percentages are shares of a "
        "project's own cost.",
    ),
    "past.title": Words(
        "（截至 {last} 年底为实际，{left} 年为计划）", " (actual up to {last}, {left} planned)"
    ),
    "past.was": Words("实际", "actual"),
    "past.planned": Words("计划", "planned"),
    "cash.title": Words("年度资金安排", "Cash flow by year"),
    "cash.unit": Words("万元", "10,000 yuan"),
    "cash.totals": Words(
        "投资合计 {investment} 万元，预算合计 {budget} 万元，结余 {balance} 万元",
        "investment {investment}, budget {budget}, balance {balance} (10,000 yuan)",
    ),
    "cash.over": Words("{years} 年超出可用资金", "over the money available in {years}"),
    "cash.over_key": Words("超出预算（各来源合计）", "Over budget (all sources together)"),
    "cash.head_over": Words("超出 {amount}", "over by {amount}"),
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
        "注：逐年预算按情景，各项目资金来源按项目表；{grounds}。单位：万元。",
        "Note: the yearly budget is the scenario's, the sources of money are those of the table of "
        "projects; {grounds}. Unit: 10,000 yuan.",
    ),
    "payments.title": Words("投资、付款与资金", "Investment, payment and money"),
    "payments.totals": Words(
        "投资 {investment} 万元，涨价 {rise}；规划期内付款 {paid}，以后付款 {beyond}",
        "investment {investment}, price rise {rise}; paid in the plan {paid}, after it {beyond} "
        "(10,000 yuan)",
    ),
    "payments.open": Words(
        "，未完工而没有日期 {amount}", ", without a date (unfinished work) {amount}"
    ),
    "payments.short": Words(
        "{count} 年缺钱，最缺的 {year} 年缺 {amount}",
        "years short: {count}, most in {year}: {amount}",
    ),
    "payments.short_quarter": Words(
        "{count} 个季度缺钱，最缺的 {year} 年第 {quarter} 季度当年累计缺 {amount}",
        "quarters short: {count}, most in {year} Q{quarter}: {amount} so far in the year",
    ),
    "payments.investment": Words("投资", "Investment"),
    "payments.price_rise": Words("涨价", "Price rise"),
    "payments.payment": Words("付款", "Payment"),
    "payments.money": Words("资金", "Money"),
    "payments.carried_in": Words("上年结转", "Carried in"),
    "payments.carried_in_quarter": Words("上期余缺", "Brought in"),
    "payments.left_before": Words("上年结转", "Carried in"),
    "payments.left_before_quarter": Words("上期余额", "Left before the quarter"),
    "payments.quarter_balance": Words("本季余缺", "Of the quarter"),
    "payments.newly_short": Words("本季新缺", "Newly short"),
    "payments.balance": Words("余缺", "Balance"),
    "payments.balance_quarter": Words("当年累计余缺", "So far in the year"),
    "payments.short_key": Words("付款超出可用资金", "Payment beyond the money there is"),
    "payments.short_key_quarter": Words(
        "本季新缺（付款超出可用资金）", "Newly short: payment beyond the money there is"
    ),
    "payments.beyond": Words("规划期以后", "After the plan"),
    "payments.later": Words("规划期以后或没有日期", "After the plan, or without a date"),
    "payments.undated": Words("无日期", "No date"),
    "payments.name": Words("第{quarter}季", "Q{quarter}"),
    "payments.note": Words(
        "注：付款按情景的付款规则（[payment]，没有写的用默认值）由方案推算，不影响方案本身；余缺＝资金（及上年结转）－付款，"
        "为负即缺钱。单位：万元。",
        "Note: payments follow from the plan by the scenario's [payment] (or its defaults) and do "
        "not change it. Balance = money (and what is carried in) - payment; below 0 money is "
        "short. Unit: 10,000 yuan.",
    ),
    "payments.note_quarter": Words(
        "注：付款按情景的付款规则（[payment]，没有写的用默认值）由方案推算，不影响方案本身；本季余缺＝资金－付款，"
        "当年累计余缺＝上期余缺＋本季余缺，第1季的上期余缺是上年结转；本季新缺不含以前季度已缺的。"
        "单位：万元。",
        "Note: payments follow from the plan by the scenario's [payment] (or its defaults) and do "
        "not change it. Of the quarter = money - payment; so far in the year = brought in + of "
        "the quarter; into Q1 what the year before carries over. Newly short: not what lacked "
        "before. Unit: 10,000 yuan.",
    ),
    "payments.whole": Words(
        "金额取整，小数见 CSV。", " Amounts are rounded; the CSV has the decimals."
    ),
    "purses.title": Words("资金池：谁的钱", "Purses: whose money"),
    "purses.only": Words(
        "（{total} 个资金池中最大的 {shown} 个）", " (the {shown} largest of {total} purses)"
    ),
    "purses.totals": Words(
        "{how}；需求 {need} 万元，自有资金 {money} 万元，{moved} {taken} 万元",
        "{how}; need {need}, own money {money}, {moved} {taken} (10,000 yuan)",
    ),
    "purses.moved_apart": Words("转移支付", "transfers"),
    "purses.moved_pooled": Words("用别池的钱", "taken from others"),
    "purses.apart": Words("各池分开使用", "kept apart"),
    "purses.pooled": Words("各池合并使用", "in one pot"),
    "purses.of_source": Words("{name}：资金需求", "{name}: need"),
    "purses.own": Words("自有资金", "Own money"),
    "purses.name": Words("资金池", "Purse"),
    "purses.bar": Words("需求与自有资金", "Need and own money"),
    "purses.need": Words("需求合计", "Need"),
    "purses.money": Words("自有资金", "Own money"),
    "purses.moved": Words("转入－转出", "Taken - given"),
    "purses.balance": Words("结余", "Balance"),
    "purses.change": Words("比规划增减", "To published"),
    "purses.moves": Words("转移支付（万元）：", "Transfers (10,000 yuan):"),
    "purses.moves_pooled": Words(
        "合并使用时谁的钱给谁用（万元；按各池余缺比例分摊，属于估计）：",
        "Whose money is spent by whom in one pot (10,000 yuan; shared out in proportion to what is "
        "left and lacking, an estimate):",
    ),
    "purses.move": Words("{giver} → {taker} {amount}", "{giver} → {taker} {amount}"),
    "purses.no_moves": Words("没有资金在资金池之间移动。", "No money moves between purses."),
    "purses.more_moves": Words(
        "另有 {count} 笔，合计 {rest}，见 moves.csv", "{count} more, {rest} together: moves.csv"
    ),
    "purses.note": Words(
        "注：各池资金按资金池表和情景，资金来源按项目表；{grounds}；"
        "没有资金和需求的池不画。"
        "“比规划增减”为需求减去规划项目按原定投资的需求。单位：万元。",
        "Note: purses are those of their table and the scenario, sources of money those of the "
        "table of projects; {grounds}. 'To published' is the need less what the planned projects "
        "need as published. Unit: 10,000 yuan.",
    ),
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
    "indicators.beyond_cap": Words(
        "超出需求（按 {rho} 折算得分，至多再计 {cap} 倍需求）",
        "Beyond the need (worth {rho} a unit, up to {cap} further needs)",
    ),
    "indicators.known": Words(
        "；规划写明或可推算的需求得 {known} 分，承诺量和假设的需求得 {other} 分",
        "; {known} on needs stated or derived, {other} on needs committed to or assumed",
    ),
    "indicators.origin": Words("需求来历", "Need is"),
    "indicators.no_project": Words(
        "没有项目支撑的目标：{targets}", "No project for this target: {targets}"
    ),
    "indicators.open": Words("尚缺", "Not met"),
    "indicators.capped": Words("超出图幅，数值见旁", "Beyond the scale, value beside it"),
    "indicators.sum": Words("合计", "Total"),
    "indicators.none": Words("没有计分的指标", "No indicator earns points"),
    "indicators.note": Words(
        "注：需求量和贡献量按指标表和贡献表；{grounds}。得分按各年完成情况加权，"
        "早完成得分多；没有项目可改善、或情景不计分（needs）的指标不画，见 indicators.csv。",
        "Note: needs and contributions are those of the tables; {grounds}. Points weigh "
        "every year, so early work earns more; indicators that no project moves are listed in "
        "indicators.csv only.",
    ),
}

label = Labels(WORDS)
