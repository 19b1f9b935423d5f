"""Labels of the cards of reserve projects, in Chinese and English."""

from __future__ import annotations

from portfolio.questions.promote.card import Card
from portfolio.report.labels import Labels
from portfolio.words import Words

WORDS: dict[str, Words] = {
    "promote.title": Words("储备项目转入评估", "Promoting reserve projects"),
    "promote.picture": Words(
        "每个储备项目：必须实施的方案比不得实施的方案高多少分",
        "Each reserve project: score of the plan with it, less that of the plan without it",
    ),
    "promote.picture_note": Words(
        "注：两个方案各自重新求解并复核；每亿元按项目自身投资折算。{hollow}"
        "年度比例、工期、权重按情景和数据表。",
        "Note: both plans are made afresh and verified; per 亿元 of the project's own cost. "
        "{hollow}Yearly profiles, durations and weights are those of scenario and tables.",
    ),
    "promote.hollow": Words(
        "空心条：安排不下，补足最小缺口后的变化，每亿元按所缺资金折算。",
        "Hollow: does not fit; with the smallest shortfall granted, per 亿元 of what is missing. ",
    ),
    "promote.bar.difference": Words("得分变化（分）", "Score difference (points)"),
    "promote.bar.difference_per_yi": Words("每亿元得分变化（分）", "Per 亿元 (points)"),
    "promote.lacks": Words("安排不下：最少还缺{what}", "does not fit: at least {what} are missing"),
    "promote.lack.budget": Words("年度预算 {amount} 万元", "{amount} 万元 in the budgets"),
    "promote.lack.money": Words("资金 {amount} 万元", "{amount} 万元"),
    "promote.lack.land": Words("用地 {amount} 亩", "{amount} 亩"),
    "promote.lack.purse": Words("“{name}”{amount} 万元", "{amount} 万元 in {name}"),
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
    "promote.col.weight": Words("产出乘以", "What it adds times"),
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
    "promote.purses": Words("哪个资金池出钱（万元）", "Which purse pays (万元)"),
    "promote.col.purse": Words("资金池", "Purse"),
    "promote.col.pays": Words("为本项目出资", "Pays for it"),
    "promote.col.has": Words("池内资金", "Its money"),
    "promote.col.required": Words("其他必须实施的要用", "Required work"),
    "promote.col.spent": Words("不实施时支出", "Spent without"),
    "promote.col.unspent": Words("不实施时余额", "Left without"),
    "promote.col.displaces": Words("须由池内项目让出", "Others give up"),
    "promote.col.missing": Words("还缺", "Missing"),
    "promote.purse.missing": Words(
        "即使只做必须实施的项目，资金池“{name}”也还缺 {amount} 万元：{years}。",
        "Even if nothing but required work is done, {name} lacks {amount} 万元: {years}.",
    ),
    "promote.purse.displaces": Words(
        "资金池“{name}”的余额不够，池内其他项目至少要让出 {amount} 万元。",
        "{name} has too little left: its other projects give up {amount} 万元 at least.",
    ),
    "promote.purse.suffices": Words(
        "各资金池的余额够用，不必让出。", "What the purses have left suffices."
    ),
    "promote.purse.year": Words("{year} 年 {amount}", "{year} {amount}"),
    "promote.transfer": Words(
        "如果“{giver}”向“{taker}”转移支付 {amount} 万元",
        "With a transfer of {amount} 万元 from {giver} to {taker}",
    ),
    "promote.transfer.spare": Words(
        "（不实施本项目时它余 {unspent} 万元，够用）",
        " (without this project it leaves {unspent} 万元, which suffices)",
    ),
    "promote.transfer.short": Words(
        "（同一来源的其他资金池余额都不够，要由它自己的项目让出；它余 {unspent} 万元）",
        " (no other purse of the source leaves that much: its own projects give up the rest; "
        "it leaves {unspent} 万元)",
    ),
    "promote.transfer.fits": Words(
        "：就有了方案，得分 {score}（比不实施 {gain}）。",
        ": there is a plan, which scores {score} ({gain} against the plan without it).",
    ),
    "promote.transfer.gains": Words(
        "：得分 {score}（比不实施 {gain}，比没有转移支付时实施它 {beside}）。",
        ": the plan scores {score} ({gain} against the plan without it, {beside} against the plan "
        "with it and no transfer).",
    ),
    "promote.transfer.no_plan": Words(
        "：仍然没有方案，缺的不只是资金池里的钱。",
        ": there is still no plan, as more than the purse's money is missing.",
    ),
    "promote.transfer.none": Words(
        "同一来源的其他资金池，扣除必须实施的项目后，没有一个拿得出这笔钱。",
        "No other purse of the same source can give that much beside its required work.",
    ),
    "promote.land": Words("动用谁的土地（亩；实施减不实施）", "Whose land (亩; with less without)"),
    "promote.by.all": Words("合计", "All"),
    "promote.by.domain": Words("其他项目，按领域", "Others, by domain"),
    "promote.by.district": Words("其他项目，按地区", "Others, by district"),
    "promote.by.funding": Words("其他项目，按资金来源", "Others, by source of money"),
    "promote.by.purse": Words("其他项目，按资金池", "Others, by purse"),
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
        "投资从 {cost} 降到 {value} 万元（按影子价格的估算为 {prices}）。",
        "Cost down from {cost} to {value} 万元 (estimate at the shadow prices: {prices}).",
    ),
    "promote.from.weight": Words(
        "产出乘以 {value}（按影子价格的估算为 {prices}）。",
        "What it adds times {value} (estimate at the shadow prices: {prices}).",
    ),
    "promote.never.budget": Words(
        "只加资金：再加 200% 也不进入。", "Money alone: not even with 200% more."
    ),
    "promote.from.purse": Words(
        "只加自己资金池的钱：{value} 万元（各年预算随之增加）。",
        "Money in its own purse alone: {value} 万元 (the years' budgets rise with it).",
    ),
    "promote.never.purse": Words(
        "只加自己资金池的钱：池内全部未列项目的钱都加足也不进入。",
        "Money in its own purse: not even if all projects left out of it could be paid.",
    ),
    "promote.never.both": Words(
        "资金和土地同加：各再加 200% 也不进入。",
        "Money and land: not even with 200% more of each.",
    ),
    "promote.never.cost": Words(
        "降低投资：降到千分之一也不进入（缺的是土地、前置项目或工期）。",
        "Cost: not even at a thousandth of it (land, what it requires, or time is missing).",
    ),
    "promote.never.weight": Words(
        "提高产出：乘以 10 也不进入。", "What it adds: not even tenfold."
    ),
}

label = Labels(WORDS)


def cut(name: str, most: int) -> str:
    """Return a name of so many letters at most."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def columns(lang: str, *keys: str) -> list[str]:
    """Return the heads of a table's columns."""
    return [label(f"promote.col.{key}", lang) for key in keys]


def missing(card: Card, lang: str, most: int = 60) -> str:
    """
    Return in a few words why there is no plan with a project, or none without it.

    Names of purses are cut to `most` letters, so that the amounts after them have room.
    """
    if card.shortfall_money is None or card.shortfall_land is None:
        return label("promote.collide", lang)
    purses = [each for each in card.purses if each.missing > 0]
    parts = [
        label("promote.lack.purse", lang, name=cut(each.name, most), amount=f"{each.missing:,.2f}")
        for each in purses
    ]
    # The budgets of the years have to rise as well where they are short, not only the purses.
    years = card.shortfall.shortfall.values() if card.shortfall is not None else ()
    budgets = sum(each.money for each in years) if purses else card.shortfall_money
    key = "budget" if purses else "money"
    for what, value in ((key, budgets), ("land", card.shortfall_land)):
        if value > 0.005:
            parts.append(label(f"promote.lack.{what}", lang, amount=f"{value:,.2f}"))
    return label("promote.lacks", lang, what=label("promote.comma", lang).join(parts))
