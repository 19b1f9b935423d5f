"""One reserve project's card: what promoting it changes, as it is written."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.plan.summary import Lack
from portfolio.words import Words, about

NO_PLAN = "no_plan"


@dataclass(frozen=True)
class ShareMove:
    """Another project that gives way, or is carried out to a larger share."""

    project_id: str = about("项目编号", "id of the project")
    name: str = about("项目名称", "its name")
    share_without: float = about("不实施时它的实施比例", "its share in the plan without")
    share_with: float = about("实施时它的实施比例", "its share in the plan with")
    investment: float = about("投资变化", "change of its investment", "万元")
    land: float = about("用地变化", "change of its land", "亩")


@dataclass(frozen=True)
class Delay:
    """Another project that is finished later."""

    project_id: str = about("项目编号", "id of the project")
    name: str = about("项目名称", "its name")
    finish_without: int = about("不实施时的完工年", "year of its finish in the plan without")
    finish_with: int = about("实施时的完工年", "year of its finish in the plan with")


@dataclass(frozen=True)
class Change:
    """One amount that differs between the two plans."""

    section: str = about("哪一类（money、land、points……）", "which kind: money, land, points, ...")
    key: str = about(
        "哪一项；`own` 本项目，`unspent` 未用余额，`total` 其他项目合计",
        "of what; `own`: the project itself, `unspent`: what is left over, `total`: all others",
    )
    year: str = about("年份；空为合计", "year; empty: all years together")
    without: float | None = about("不实施的方案", "in the plan without")
    with_: float | None = about("实施的方案", "in the plan with", key="with")


@dataclass(frozen=True)
class Missing:
    """The smallest shortfall, or what collides."""

    shortfall: dict[str, Lack] = about("逐年缺口", "what is missing, by year")
    collisions: list[Words] = about(
        "必须让步的要求（zh、en）", "requirements that collide, zh and en"
    )
    proven: bool = about("缺口是否已证明最小", "whether it is proven to be the smallest")


@dataclass(frozen=True)
class PurseShare:
    """A purse that pays for the project, or lacks money if it is carried out."""

    purse: str = about("资金池编号", "id of the purse")
    name: str = about("资金池名称", "its name")
    pays: float = about("为本项目出多少", "what it pays for the project in full", "万元")
    money: float = about("池内资金，规划期合计", "its money over the horizon", "万元")
    required: float = about(
        "其中必须实施的其他项目要用", "what other required projects need of it", "万元"
    )
    spent: float | None = about(
        "不实施本项目的方案从中支出", "what the plan without spends of it", "万元"
    )
    unspent: float | None = about(
        "该方案在池内未用的余额（含转入转出）",
        "what that plan leaves in it, after transfers",
        "万元",
    )
    displaces: float | None = about(
        "本项目至少要池内其他项目让出（出资减余额，不小于 0）；空：没有方案",
        "what other projects of it have to give up at least: what it pays less what is left; null: "
        "no plan",
        "万元",
    )
    missing: float = about(
        "即使只做必须实施的项目还缺多少；0：够用",
        "what it lacks even if nothing but required work is done; 0: it suffices",
        "万元",
    )
    missing_years: dict[str, float] = about("其中逐年", "the same by year", "万元")


@dataclass(frozen=True)
class Support:
    """A transfer that would bring what a purse lacks."""

    giver: str = about("转出的资金池", "purse that gives")
    giver_name: str = about("其名称", "its name")
    taker: str = about("转入的资金池", "purse that takes")
    amount: float = about("转移多少", "how much", "万元")
    unspent: float = about(
        "转出方在不实施本项目的方案里的余额",
        "what the giver leaves unspent in the plan without",
        "万元",
    )
    price: float = about(
        "转出方每亿元的影子价格（分）", "shadow price of the giver's money, points per 亿元"
    )


@dataclass(frozen=True)
class Card:
    """What promoting one reserve project changes."""

    rank: int = about("名次，先看得分变化，再看每亿元", "its place, by the difference")
    project_id: str = about("项目编号", "id of the project")
    name: str = about("项目名称", "its name")
    domain: str = about("领域", "domain")
    district: str = about("地区", "district")
    funding: str = about("资金来源", "source of money")
    cost: float | None = about("投资", "its cost", "万元")
    land: float | None = about("用地", "its land", "亩")
    mode: str = about(
        "`shares` 按比例，`whole` 整项目，`steady` 连续施工", "`shares`, `whole` or `steady`"
    )
    status_without: str = about(
        "不得实施它的方案：`optimal`、`limit`、`interrupted` 或 `no_plan`",
        "of the plan that excludes it: `optimal`, `limit`, `interrupted` or `no_plan`",
    )
    score_without: float | None = about("不得实施它的方案得分", "score of the plan without")
    bound_without: float | None = about("它的上界", "bound of the plan without")
    status_with: str = about("必须实施它的方案，同上", "of the plan that requires it")
    score_with: float | None = about("必须实施它的方案得分", "score of the plan with")
    bound_with: float | None = about("它的上界", "bound of the plan with")
    difference: float | None = about("得分变化：实施减不实施", "score with, less score without")
    difference_low: float | None = about(
        "变化的下限（两个方案都只求到差距以内）", "least difference"
    )
    difference_high: float | None = about("变化的上限", "greatest difference")
    difference_per_yi: float | None = about("每亿元投资的变化", "difference per 亿元 of its cost")
    difference_same_measure: float | None = about(
        "按同一计分口径的变化", "difference under one measure"
    )
    difference_in_shares: float | None = about("按比例安排的变化", "difference in shares")
    counts_only_with: list[str] = about("只在实施时计分的指标", "indicators that count only with")
    counts_only_without: list[str] = about(
        "只在不实施时计分的指标", "indicators that count only without"
    )
    displaced: list[ShareMove] = about("让位的项目", "projects that give way")
    delayed: list[Delay] = about("推迟的项目", "projects that are finished later")
    raised: list[ShareMove] = about("随之增加的项目", "projects carried out to a larger share")
    changes: list[Change] = about("每个不同的数", "every amount that differs")
    shortfall: Missing | None = about(
        "没有方案时的最小缺口", "what is missing where there is no plan"
    )
    shortfall_money: float | None = about("缺口资金合计", "missing money in all", "万元")
    shortfall_purses: float | None = about(
        "各资金池缺口合计（与上一项重合的部分不再相加）",
        "missing in purses, in all: the same money as above as far as both are missing",
        "万元",
    )
    shortfall_land: float | None = about("缺口用地合计", "missing land in all", "亩")
    shortfall_size: float | None = about(
        "缺口占总资金、总用地的比例之和", "sum of the relative shortfalls of money and land"
    )
    score_with_shortfall: float | None = about(
        "补足缺口后的得分", "score with the shortfall granted"
    )
    gain_with_shortfall: float | None = about("补足缺口后的变化", "difference with it granted")
    gain_with_shortfall_per_yi: float | None = about(
        "补足缺口后每亿元所缺资金的变化", "the same per 亿元 of what is missing"
    )
    purses: list[PurseShare] = about(
        "出资的资金池和有缺口的资金池；资金不分池时为空",
        "the purses that pay, and those that lack money; none in one pot",
    )
    transfers: list[Support] = about(
        "补上资金池所缺的转移支付；空：不缺，或没有资金池拿得出",
        "transfers that would bring what is missing; none: nothing is, or no purse can give it",
    )
    status_with_transfer: str | None = about(
        "加上这些转移支付、必须实施它的方案，同上；空：没有重新求解",
        "of the plan that requires it, with these transfers; null: not planned anew",
    )
    score_with_transfer: float | None = about("其得分", "its score")
    gain_with_transfer: float | None = about(
        "比不实施它的方案高多少", "that score less the score without"
    )
    score_plan: float | None = about("情景本身方案的得分", "score of the scenario's own plan")
    share_in_plan: float | None = about("在情景本身方案里的实施比例", "its share in that plan")
    budget_up_share: float | None = about(
        "只加资金：各年同比例增加多少后自行进入",
        "share by which money has to rise for it to come in",
    )
    budget_up_by: float | None = about("即资金", "the same in money", "万元")
    purse_up_by: float | None = about(
        "只加自己资金池的钱：增加多少后自行进入",
        "money in its own purses alone at which it comes in",
        "万元",
    )
    budget_and_land_up_share: float | None = about(
        "资金和土地同时增加多少后自行进入", "share by which money and land have to rise"
    )
    budget_and_land_up_money: float | None = about("即资金", "the same in money", "万元")
    budget_and_land_up_land: float | None = about("即用地", "the same in land", "亩")
    cost_down_to: float | None = about(
        "投资降到多少后自行进入", "cost at which it comes in", "万元"
    )
    weight_up_by: float | None = about("产出乘以多少后自行进入", "factor on what it adds")
    cost_down_to_at_prices: float | None = about(
        "投资的估算（按影子价格）", "estimate of the cost, by prices", "万元"
    )
    weight_up_by_at_prices: float | None = about(
        "倍数的估算（按影子价格）", "estimate of the factor, by prices"
    )
