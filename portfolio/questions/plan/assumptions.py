"""What a plan assumes, in words: the inputs that the papers do not give."""

from __future__ import annotations

from portfolio.inputs.problem import Problem
from portfolio.plan.cash.assumed import assumed
from portfolio.plan.summary import assumptions
from portfolio.words import Words

NAMES = {
    "budget.profile": Words("资金总额分到各年的比例", "how the money is spread over the years"),
    "land.profile": Words("用地指标分到各年的比例", "how the land is spread over the years"),
    "objective.beyond_need": Words(
        "超出需求的部分按多少折算得分", "how much counts of what goes beyond a need"
    ),
    "objective.year_weights": Words("各年完成情况的权重", "how much each year counts"),
    "projects.duration": Words("各项目的工期", "how long each project takes"),
    "projects.funding": Words("各项目的资金来源", "each project's source of money"),
    "projects.land_kind": Words(
        "用地是新增还是在原有用地内", "whether land is new or already in use"
    ),
    "indicators.weight": Words("各指标的权重", "the weights of the indicators"),
    "indicators.need": Words("部分指标的需求量", "some of the needs"),
    "contributions.confidence = assumed": Words(
        "标明为假设的项目贡献量", "contributions of projects that are marked as assumed"
    ),
    "purses.total": Words("各资金池的自有资金", "the own money of each purse"),
    "budget.purse": Words("情景改动的资金池资金", "money of purses that the scenario sets"),
    "budget.transfer": Words("允许的转移支付", "the transfers that are allowed"),
    "objective.beyond_cap": Words(
        "超出需求的部分最多计多少", "up to where what goes beyond a need counts"
    ),
    "payment.settlement_delay": Words("结算款迟付的年数", "delay of the payment at settlement"),
    "payment.retention_delay": Words("质保金迟付的年数", "delay of the retained money"),
    "payment.quarters": Words("付款分到各季度的比例", "how payments are spread over quarters"),
    "budget.quarters": Words("资金分到各季度的比例", "how money is spread over quarters"),
    "budget.fiscal": Words("算作财政资金的来源", "the sources that count as fiscal money"),
    "bonds.repayment": Words("专项债还本方式", "how bonds are repaid"),
    "bonds.grace": Words("专项债宽限年数", "years before bonds are repaid"),
    "budget.purse.by_year": Words(
        "资金池没有逐年数时怎样分到各年", "how a purse's money is spread over the years"
    ),
}


def assumption_lines(problem: Problem, quarters: bool, lang: str) -> list[str]:
    """Return in words each input that is assumed; with its value, where the program gives one."""
    lines = []
    for said in [*assumptions(problem), *assumed(problem, quarters)]:
        key, _, value = said.partition(" = ")
        words = NAMES.get(said) or NAMES.get(_of_any_bond(key)) or Words(key, key)
        given = (f"（{value}）", f" ({value})") if value and said not in NAMES else ("", "")
        lines.append(Words(f"{words.zh}{given[0]}", f"{words.en}{given[1]}").to(lang))
    return lines


def _of_any_bond(key: str) -> str:
    """
    Return a key without the name of its bond.

    >>> _of_any_bond("bonds.special_bond.grace"), _of_any_bond("budget.fiscal")
    ('bonds.grace', 'budget.fiscal')
    """
    first, *_, last = key.split(".")
    return f"{first}.{last}" if first == "bonds" else key
