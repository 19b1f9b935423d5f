"""What an assessment says, in Chinese and English."""

from __future__ import annotations

from portfolio.questions.assess.study import Kind
from portfolio.report.labels import Labels
from portfolio.words import Words

KINDS: dict[Kind, Words] = {
    Kind.DROP: Words("不做", "drop"),
    Kind.ADD: Words("增加", "add"),
    Kind.LESS: Words("少做", "do less of"),
    Kind.MORE: Words("多做", "do more of"),
    Kind.EARLIER: Words("提前", "earlier"),
    Kind.LATER: Words("推迟", "later"),
    Kind.SPREAD: Words("改年度分配", "spend in other years"),
}

WORDS: dict[str, Words] = {
    "assess.head": Words(
        "{title}（{name}）：评估 {file}，安排 {count} 项，投资 {need} 万元（可用 {money}），"
        "用地 {land} 亩（指标 {quota}）",
        "{name}: {title}; schedule {file}: {count} projects, {need} 万元 of {money}, "
        "{land} 亩 of {quota}",
    ),
    "assess.unpaid": Words(
        "第 {rows} 行有年份、没有填投资，按没有投资计算，请核对是否漏填",
        "rows with a year and no money, which count as none; has it been forgotten? {rows}",
    ),
    "assess.unpaid_many": Words(
        "第 {rows} 等 {count} 行有年份、没有填投资，按没有投资计算，请核对是否漏填",
        "{count} rows with a year and no money, which count as none; has it been forgotten? "
        "{rows} ...",
    ),
    "assess.score": Words(
        "得分 {score}；守规则的方案至多 {bound}（按比例）",
        "score {score}; no plan that keeps the rules exceeds {bound} (in shares)",
    ),
    "assess.no_bound": Words(
        "得分 {score}；这个情景没有守规则的方案（按比例也没有）",
        "score {score}; no plan keeps the rules of this scenario, not even in shares",
    ),
    "assess.best": Words(
        "最优方案（{mode}）得 {best} 分，比这份进度表{more} {lost} 分{early}",
        "the best plan ({mode}) scores {best}, {lost} points {more} than this schedule{early}",
    ),
    "assess.more": Words("多", "more"),
    "assess.less": Words("少", "fewer"),
    "assess.early": Words("（搜索未到最优）", " (the search was not finished)"),
    "assess.no_best": Words(
        "情景自己的最优方案（{mode}）：没有，或限时内没有找到",
        "the scenario's own best plan ({mode}): there is none, or none was found in time",
    ),
    "assess.money_short": Words(
        "{year} 年资金需求 {need} 万元，超出可用资金 {money} 共 {by} 万元",
        "{year}: the need of {need} 万元 exceeds the money of {money} by {by}",
    ),
    "assess.money_enough": Words(
        "各年资金需求都不超过可用资金；结余合计 {left} 万元",
        "no year needs more money than there is; {left} 万元 are left in all",
    ),
    "assess.purse_short": Words(
        "资金池“{name}”需求 {need} 万元，可用 {money}，缺 {by}{when}",
        "purse {name}: need {need} 万元, money {money}, short by {by}{when}",
    ),
    "assess.when": Words("，{years} 年起不够", ", from {years} on"),
    "assess.in_years": Words("，其中 {years}", ": {years}"),
    "assess.source_short": Words(
        "{name}：{year} 年需求 {need} 万元，超出上限 {money} 共 {by} 万元",
        "{name}: in {year} the need of {need} 万元 exceeds the ceiling of {money} by {by}",
    ),
    "assess.land_short": Words(
        "到 {year} 年底累计用地超出累计供地指标 {by} 亩",
        "by {year} the land in use exceeds the quota released by {by} 亩",
    ),
    "assess.none_broken": Words("没有违反规则", "no rule is broken"),
    "assess.broken": Words("违反规则 {count} 条：{rules}", "rules broken: {count} ({rules})"),
    "assess.rest": Words("  另有 {count} 条，见 broken.csv", "  {count} more: broken.csv"),
    "assess.changes": Words(
        "最优方案有 {count} 项不同；单独改一项，得分增加最多的：",
        "projects that the best plan changes: {count}; changed alone, these gain most:",
    ),
    "assess.change": Words(
        "  {points} 分  {id} {kind}（{now} → {then}，资金 {money} 万元，"
        "违反规则剩 {broken} 条）{name}",
        "  {points} points  {id} {kind} ({now} -> {then}, {money} 万元, "
        "{broken} rules broken) {name}",
    ),
    "assess.reliefs": Words(
        "单独改一项，资金缺口减少最多的：", "changed alone, these make most money good:"
    ),
    "assess.relief": Words(
        "  缺口 -{relief} 万元，{points} 分  {id} {kind}（{now} → {then}）{name}",
        "  {relief} 万元 less missing, {points} points  {id} {kind} ({now} -> {then}) {name}",
    ),
    "assess.same": Words("与最优方案相同", "the same as the best plan"),
    "assess.out": Words("不做", "left out"),
    "assess.unfinished": Words("{year} 起未完", "{year}, not finished"),
    # What a broken row says to a clerk; {by} is an amount with its unit.
    "broken.annual_budget": Words(
        "{year} 年资金需求超出年度预算 {by}", "{year}: need above the annual budget by {by}"
    ),
    "broken.annual_budget_so_far": Words(
        "到 {year} 年底累计资金需求超出累计预算 {by}",
        "need up to {year} above the budgets up to then by {by}",
    ),
    "broken.funding_ceiling": Words(
        "{year} 年{name}超出上限 {by}", "{year}: {name} above its ceiling by {by}"
    ),
    "broken.funding_ceiling_so_far": Words(
        "到 {year} 年底{name}累计超出上限 {by}", "up to {year}: {name} above its ceilings by {by}"
    ),
    "broken.purse": Words("资金池“{name}”全期缺 {by}", "purse {name} lacks {by} over the horizon"),
    "broken.purse_year": Words(
        "资金池“{name}”{year} 年缺 {by}", "purse {name} lacks {by} in {year}"
    ),
    "broken.purse_year_so_far": Words(
        "资金池“{name}”到 {year} 年底缺 {by}", "purse {name} lacks {by} up to {year}"
    ),
    "broken.transfer": Words("划转超出上限 {by}", "a transfer above its limit by {by}"),
    "broken.land": Words(
        "到 {year} 年底累计用地超出累计供地指标 {by}",
        "land in use by {year} above the quota released by {by}",
    ),
    "broken.completion": Words("{asked}，还差 {by}", "{asked}: {by} is missing"),
    "broken.excluded": Words("{id} 不得实施，安排了 {by}", "{id} may not be carried out: {by} is"),
    "broken.requires": Words(
        "{asked}，到 {year} 年底超前 {by}", "{asked}: ahead by {by} at the end of {year}"
    ),
    "broken.after": Words(
        "{asked}，{year} 年提前动工 {by}", "{asked}: {by} is begun too early in {year}"
    ),
    "broken.site_group": Words("{asked}，超出 {by}", "{asked}: {by} too much"),
    "broken.limits": Words("{asked}：相差 {by}", "{asked}: off by {by}"),
    "broken.under_way": Words("{asked}，超出 {by}", "{asked}: {by} too many"),
    "broken.window": Words(
        "{id} 有 {by} 的工作在允许的年份（{window}）之外",
        "{id}: {by} of the work is outside its years ({window})",
    ),
    "broken.no_window": Words("无", "none"),
    "broken.pace": Words(
        "{id} {year} 年投资超出工期允许的比例 {by}",
        "{id}: {by} more in {year} than its duration lets",
    ),
    "broken.profile": Words(
        "{id} 不按规定的年度比例投资，{by} 应在别的年度",
        "{id} does not follow its spending profile: {by} belongs into other years",
    ),
    "broken.whole": Words(
        "{id} 应作为整项目实施，相差 {by}", "{id} is to be carried out whole: off by {by}"
    ),
    "broken.steady_pause": Words(
        "{id} {year} 年停工（没有投资），连续施工不得中断",
        "{id} pauses in {year} (no money); steady work may not stop",
    ),
    "broken.steady_least": Words(
        "{id} {year} 年只投 {paid}，每个施工年至少 {least}",
        "{id} spends {paid} of its cost in {year}; a year of work takes {least} at least",
    ),
    "broken.steady_longest": Words("{id} 的工期太长，超出 {by}", "{id}: {by} of work too many"),
    "unit.years": Words("{amount} 年", "{amount} years"),
    "unit.projects": Words("{amount} 个", "{amount} projects"),
    # The picture.
    "picture.title": Words("钱够不够：需求与可用资金", "Is there enough: need against money"),
    "picture.line": Words(
        "得分 {score}，上界（按比例）{bound}；违反规则 {count} 条",
        "score {score}, bound (in shares) {bound}; {count} rules broken",
    ),
    "picture.need": Words("需求", "Need"),
    "picture.excess": Words("超出可用资金", "Above the money"),
    "picture.money": Words("可用资金", "Money"),
    "picture.balance": Words("当年结余", "Balance"),
    "picture.so_far": Words("累计结余", "Balance so far"),
    "picture.unit": Words("万元", "10,000 yuan"),
    "picture.purses": Words("不够的资金池", "Purses that are short"),
    "picture.enough": Words("各资金池都够用。", "No purse is short."),
    "picture.no_purses": Words("没有资金池。", "There are no purses."),
    "picture.more": Words(
        "另有 {count} 个，见 assess_purses.csv", "{count} more: assess_purses.csv"
    ),
    "picture.own": Words("可用", "Money"),
    "picture.short": Words("缺口", "Short by"),
    "picture.since": Words("从何年起", "From"),
    "picture.purse": Words("资金池", "Purse"),
    "picture.note": Words(
        "注：可用资金为年度预算{carried}；累计结余为各年预算之和减去需求之和。资金池按全期比较，"
        "给定逐年资金的逐年比较，已计转移支付。单位：万元。",
        "Note: money is the annual budget{carried}; the balance so far is the sum of budgets less "
        "the sum of needs. Purses are compared over the horizon, and by year where their money is "
        "given by year, after transfers. Unit: 10,000 yuan.",
    ),
    "picture.carried": Words("加上年结转", " and what is left from before"),
}

label = Labels(WORDS)
