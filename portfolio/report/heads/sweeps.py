"""Columns of the tables of studies that plan many times: frontier, promote, robust, rules."""

from __future__ import annotations

from portfolio.report.heads.head import (
    Heads,
    count,
    land,
    money,
    number,
    points,
    share,
    text,
)
from portfolio.report.heads.own import HORIZON
from portfolio.report.heads.shared import PROJECTS, THRESHOLDS
from portfolio.words import Words

SLOPES = Words("每 1 亿元或 100 亩的得分", "Points of 100 million yuan or 100 mu more")
BY_PRICES = Words("只加一样的得分", "Points of one of them alone")
KEPT = Words("守住优先顺序", "Keeping to the priority list")
CHANGE = Words("得分变化（分）", "Difference (points)")
MISSING = Words("没有方案时的最小缺口", "What is missing where there is no plan")
GRANTED = Words("补足缺口后", "With it granted")
MOVED = Words("加上转移支付后", "With transfers")
COSTS = Words("少得的分", "Points lost")
QUANTILES = Words("资金需求的分位（万元）", "Quantiles of the need (10,000 yuan)")
CAUSES = Words("只有一个因素变动时的核心指数", "Core index where one cause alone varies")

SWEEPS: dict[str, Heads] = {
    "frontier": {
        "factor": number("倍数", "Factor"),
        "money_factor": number("资金倍数", "Factor on money"),
        "land_factor": number("用地倍数", "Factor on land"),
        "budget": money("预算合计", "Budget in all"),
        "land_quota": land("用地指标合计", "Land quota in all"),
        "entered": text("进入的项目", "Come in", 22, code="ids"),
        "left": text("退出的项目", "Drop out", 18, code="ids"),
        "held": text("实施一半以上的项目", "Carried out by half or more", 40, code="ids"),
        "in_part": text("部分实施的项目", "In part", 30, code="ids"),
        "slope": points("影子价格", "By prices", SLOPES),
        "slope_less": points("减少一侧", "With less", SLOPES),
        "slope_more": points("增加一侧", "With more", SLOPES),
        "difference_before": points("与前一步之差", "From the step before", SLOPES),
        "difference_after": points("与后一步之差", "To the next step", SLOPES),
        "money_price": points("只加 1 亿元", "100 million yuan alone", BY_PRICES),
        "land_price": points("只加 100 亩", "100 mu alone", BY_PRICES),
        "list_score": points("得分", "Score", KEPT),
        "loss": points("少得的分", "Points lost", KEPT),
        "listed": text("列入的项目", "Projects it holds", 40, code="ids"),
    },
    "priority": {
        "from_factor": number("从预算几倍起列入", "Comes in at factor"),
        "from_budget": money("从预算多少起列入", "Comes in at budget"),
        "from_land": land("从用地多少起列入", "Comes in at land"),
        "worth": points("每亿元得分", "Points per 100 million yuan"),
        "cost_so_far": money("累计投资", "Cost so far"),
        "land_so_far": land("累计用地", "Land so far"),
    },
    "promote": {
        "share_in_plan": share("本情景方案中的比例", "Share in the plan"),
        "status_without": text("不实施的方案", "Plan without", 12, code="status"),
        "status_with": text("实施的方案", "Plan with", 12, code="status"),
        "score_without": points("不实施的得分", "Score without"),
        "score_with": points("实施的得分", "Score with"),
        "difference": points("变化", "Difference", CHANGE),
        "difference_low": points("下限", "At least", CHANGE),
        "difference_high": points("上限", "At most", CHANGE),
        "difference_per_yi": points("每亿元投资", "Per 100 million yuan of cost", CHANGE),
        "difference_same_measure": points("同一口径", "Under one measure", CHANGE),
        "difference_in_shares": points("按比例安排", "In shares", CHANGE),
        "displaced": count("让位项目", "Give way", PROJECTS),
        "delayed": count("推迟项目", "Delayed", PROJECTS),
        "raised": count("随之增加的项目", "Raised", PROJECTS),
        "budget_and_land_up_share": share("预算和用地各增加", "Money and land up by", THRESHOLDS),
        "shortfall_money": money("资金", "Money", MISSING),
        "shortfall_purses": money("资金池", "Purses", MISSING),
        "shortfall_land": land("用地", "Land", MISSING),
        "score_with_shortfall": points("得分", "Score", GRANTED),
        "gain_with_shortfall": points("变化", "Difference", GRANTED),
        "gain_with_shortfall_per_yi": points("每亿元缺口", "Per 100 million yuan missing", GRANTED),
        "purses": text("出资的资金池", "Purses that pay", 24, code="purses"),
        "purses_missing": money("资金池还缺", "Purses lack"),
        "purses_displace": money("须由池内让出", "Must be given up in them"),
        "transfers": text("所需转移支付", "Transfers needed", 34, code="transfers"),
        "score_with_transfer": points("得分", "Score", MOVED),
        "gain_with_transfer": points("变化", "Difference", MOVED),
    },
    "cards": {
        "section": text("类别", "Of", 24, code="section"),
        "key": text("对象", "What", 30, code="card_key"),
        "year": HORIZON,
        "without": number("不实施", "Without"),
        "with": number("实施", "With"),
        "difference": number("变化", "Difference"),
    },
    "core_index": {
        "planned_share": share("本情景方案的比例", "Share in the own plan"),
        "core_index": share("核心指数", "Core index"),
        "touched": share("方案中有它的抽样", "Draws that touch it"),
        "verdict": text("分类", "Verdict", 12, code="verdict"),
    },
    "core_by_cause": {
        "together": share("同时变动", "All vary"),
        "cost": share("造价", "Costs", CAUSES),
        "budget": share("预算", "Budgets", CAUSES),
        "land": share("用地", "Land", CAUSES),
        "weights": share("权重", "Weights", CAUSES),
        "needs": share("需求", "Needs", CAUSES),
        "contributions": share("贡献", "Contributions", CAUSES),
        "beyond_need": share("超出需求的价值", "Worth beyond need", CAUSES),
        "profiles": share("年度比例", "Yearly shares", CAUSES),
    },
    "regret": {
        "name": text("清单编号", "List id", 12),
        "title": text("清单", "List", 28),
        "projects": text("清单里的项目", "Projects on it", 70, code="ids"),
        "found": share("正好是最优的抽样", "Draws it is best in"),
        "no_plan": share("没有方案的抽样", "Draws without a plan"),
        "mean": points("平均", "On average", COSTS),
        "p95": points("95% 的情况少于", "95 % lose less than", COSTS),
        "max": points("最多", "At most", COSTS),
    },
    "cash_need": {
        "planned": money("方案投资", "As planned"),
        "p05": money("5%", "5 %", QUANTILES),
        "p25": money("25%", "25 %", QUANTILES),
        "p50": money("中位数", "Median", QUANTILES),
        "p75": money("75%", "75 %", QUANTILES),
        "p95": money("95%", "95 %", QUANTILES),
        "over": share("超过预算的可能", "Chance over budget"),
    },
    "draws": {
        "draw": count("抽样", "Draw"),
        "held": count("采用的项目", "Projects held", PROJECTS),
    },
    "rules": {
        "rule": text("规则编号", "Rule id", 28),
        "family": text("所属规则", "Family", 18, code="family"),
        "title": text("规则", "Rule", 34),
        "score_without": points("去掉它的得分", "Score without it"),
        "gain": points("多得的分", "Points gained"),
        "money_equivalent": money("同样多得这些分要加资金", "Money that brings as much"),
        "money_not_enough": money("只加这么多还不够", "So much is not enough"),
        "note": text("没有数的原因", "Why a number is missing", 28),
    },
}
