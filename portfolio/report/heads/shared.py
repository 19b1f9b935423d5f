"""Columns that mean the same in every table that has them."""

from __future__ import annotations

from portfolio.report.heads.head import (
    Heads,
    column,
    count,
    land,
    money,
    number,
    points,
    share,
    text,
    year,
)
from portfolio.report.statement import Kind
from portfolio.words import Words

AT_PRICES = Words("按影子价格的得失（分）", "At shadow prices (points)")
ESTIMATED = Words("按影子价格估算的门槛", "Thresholds estimated by prices")
THRESHOLDS = Words("只改这一项，改到多少才列入", "Comes in once this alone is")
PROJECTS = Words("项", "projects")

SHARED: Heads = {
    # ---- what a row is about
    "project_id": column("project_id", 9),
    "name": text("项目名称", "Project", 36),
    "list": column("list", 10, code="list"),
    "domain": column("domain", 12, code="domain"),
    "district": column("district", 11),
    "funding": column("funding", 14, code="funding"),
    "year": column("year", 8, kind=Kind.YEAR),
    "quarter": count("季度", "Quarter"),
    "when": text("时段", "Period", 12, code="when"),
    "by": text("统计口径", "By", 10, code="by"),
    "key": text("对象", "Of", 24, code="key"),
    "purse": text("资金池编号", "Purse id", 24),
    "source": column("funding", 14, code="funding"),
    "status": text("求解状态", "Status", 14, code="status"),
    "unit": text("单位", "Unit", 12, code="unit"),
    "rank": count("名次", "Rank"),
    "reason": text("未列入或未完成的原因", "Why it is not carried out in full", 48),
    # ---- money
    "investment": money("投资", "Investment"),
    "budget": money("预算", "Budget"),
    "money": money("资金", "Money"),
    "need": money("资金需求", "Need"),
    "balance": money("结余", "Balance"),
    "balance_so_far": money("累计结余", "Balance so far"),
    "taken": money("转入", "Taken"),
    "given": money("转出", "Given"),
    "amount": money("金额", "Amount"),
    "payment": money("付款", "Payment"),
    "price_rise": money("涨价", "Price rise"),
    "carried_in": money("上年结转", "Carried in"),
    "cost": money("投资总额", "Cost"),
    "difference": money("增减", "Difference"),
    # ---- land
    "land": land("用地", "Land"),
    "quota": land("用地指标", "Land quota"),
    # ---- course
    "funded_share": share("实施比例", "Share carried out"),
    "start_year": year("开工年", "Start"),
    "finish_year": year("完工年", "Finish"),
    "promoted": text("储备转入", "Promoted", 9, code="truth"),
    "required": text("必须实施", "Required", 9, code="truth"),
    # ---- points
    "score": points("得分", "Score"),
    "bound": points("上界", "Bound"),
    "loss": points("损失", "Loss"),
    "points": points("得分", "Points"),
    "uncertainty": points("可能的偏差", "Uncertainty"),
    # ---- indicators
    "indicator_id": column("indicator_id", 9),
    "need_unit": column("need_unit", 10),
    # ---- why a project is left out
    "points_at_prices": points("带来的得分", "Points it brings", AT_PRICES),
    "money_worth": points("所占资金", "Money it takes", AT_PRICES),
    "land_worth": points("所占用地", "Land it takes", AT_PRICES),
    "other_worth": points("受其他规则", "Other rules", AT_PRICES),
    "cost_down_to_at_prices": money("造价降到", "Cost down to", ESTIMATED),
    "weight_up_by_at_prices": number("产出提高到几倍", "What it adds, times", group=ESTIMATED),
    "cost_down_to": money("造价降到", "Cost down to", THRESHOLDS),
    "weight_up_by": number("产出提高到几倍", "What it adds, times", group=THRESHOLDS),
    "budget_up_by": money("预算合计增加", "Budget up by", THRESHOLDS),
    "purse_up_by": money("自己资金池增加", "Own purse up by", THRESHOLDS),
    "budget_and_land_up_by": share("预算和用地各增加", "Money and land up by", THRESHOLDS),
    "threshold_kind": text("门槛来历", "Thresholds are", 12, code="threshold_kind"),
}
