"""What a plan assumes, in words: the inputs that the papers do not give."""

from __future__ import annotations

from portfolio.inputs.problem import Problem
from portfolio.plan.cash.assumed import assumed
from portfolio.plan.summary import assumptions
from portfolio.questions.plan.statements.assumptions import KEYS
from portfolio.words import Words

NAMES = {
    **KEYS,
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
        lines.append(
            Words(f"{words.zh}{given[0]}", f"{words.en[0].lower()}{words.en[1:]}{given[1]}").to(
                lang
            )
        )
    return lines


def _of_any_bond(key: str) -> str:
    """
    Return a key without the name of its bond.

    >>> _of_any_bond("bonds.special_bond.grace"), _of_any_bond("budget.fiscal")
    ('bonds.grace', 'budget.fiscal')
    """
    first, *_, last = key.split(".")
    return f"{first}.{last}" if first == "bonds" else key
