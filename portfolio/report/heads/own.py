"""Columns of a plan's tables whose meaning is the table's own, by file stem."""

from __future__ import annotations

from dataclasses import replace

from portfolio.report.heads.head import (
    ALL_YEARS,
    Heads,
    column,
    land,
    money,
    number,
    points,
    share,
    text,
    year,
)
from portfolio.report.heads.shared import AT_PRICES, SHARED
from portfolio.words import Words

HORIZON = replace(SHARED["year"], empty=ALL_YEARS)
NAMED = {"purse": text("资金池", "Purse", 24), "source": column("funding", 14)}

PLAN: dict[str, Heads] = {
    "allocation": {
        "share": share("当年投资占比", "Share paid in the year"),
        "land": land("供地", "Land released"),
    },
    "projects": {"difference": points("得失合计", "Difference", AT_PRICES)},
    "cash_flow_detail": {},
    "purses": {
        "name": NAMED["purse"],
        "year": HORIZON,
        "money": money("自有资金", "Own money"),
        "published": money("规划安排", "Published plan"),
        "change": money("比规划增减", "Change against it"),
    },
    "transfers": {
        "from": text("转出资金池", "From", 24, code="purse"),
        "to": text("转入资金池", "To", 24, code="purse"),
        "most": money("上限", "At most"),
    },
    "moves": {
        "from": text("出钱的资金池", "Purse that pays", 24, code="purse"),
        "to": text("用钱的资金池", "Purse that spends", 24, code="purse"),
        "kind": text("方式", "How", 18, code="move"),
    },
    "land_release": {
        "released": land("供地", "Land released"),
        "balance": land("结余", "Balance"),
    },
    "indicators": {
        "name": text("指标名称", "Indicator", 36),
        "added": number("累计新增", "Added so far"),
        "need": number("需求量", "Need"),
        "met_share": share("需求完成比例", "Share of the need met"),
        "beyond_share": share("超出需求比例", "Beyond the need"),
        "points": points("当年得分", "Points of the year"),
        "baseline": number("基数", "Baseline"),
        "target": number("目标", "Target"),
        "projected": number("预测值", "Projected value"),
        "unit": text("指标单位", "Unit of the indicator", 10),
    },
    "shadow_prices": {
        "row": text("规则", "Rule", 30, code="row"),
        "year": HORIZON,
        "points": points("增加得分", "Points for one more"),
        "unit": text("每增加", "Unit", 10),
        "kind": text("性质", "Kind", 12, code="price"),
    },
    "shortfall": {
        "source": replace(SHARED["source"], empty=Words("—", "-")),
        "purse": text("资金池", "Purse", 24, code="purse", empty=Words("—", "-")),
        "money": money("缺资金", "Money missing"),
        "land": land("缺用地", "Land missing"),
    },
    "payments": {
        "balance": money("余缺", "Balance"),
        "balance_so_far": money("累计余缺", "Balance so far"),
    },
    "payments_quarters": {
        "carried_in": money("上期余缺", "Brought in"),
        "quarter_balance": money("本季余缺", "Balance of the quarter"),
        "balance": money("当年累计余缺", "Balance so far in the year"),
        "newly_short": money("本季新缺", "Newly short"),
    },
    "carry_over": {
        "year": year("资金年度", "Year of the money"),
        "spent": money("当年使用", "Spent in the year"),
        "carried": money("结转", "Carried"),
        "spent_next": money("次年使用", "Spent the year after"),
        "spent_later": money("以后使用", "Spent later"),
        "returned": money("收回的结余", "Returned"),
        "left": money("留下的", "Left"),
        "from_before": money("当年付款中用以前资金", "Paid from money of before"),
        "paid": money("当年付款", "Paid in the year"),
        "lacking": money("缺口", "Lacking"),
    },
    "bonds": {
        "drawing": money("提款", "Drawing"),
        "interest": money("利息", "Interest"),
        "repaid": money("还本", "Repaid"),
        "service": money("还本付息", "Debt service"),
        "owed": money("债务余额", "Owed"),
        "revenue": money("收入", "Revenue"),
        "running_cost": money("运行费", "Running cost"),
        "net_revenue": money("净收入", "Net revenue"),
        "coverage": number("覆盖倍数", "Coverage"),
        "subsidy": money("补贴", "Subsidy"),
    },
    "running_cost": {"running_cost": money("运行费", "Running cost")},
}
PLAN["in_hand"] = PLAN["payments"]
PLAN["in_hand_quarters"] = PLAN["payments_quarters"]
