"""The constants of the ledgers that a scenario does not give."""

from __future__ import annotations

from portfolio.inputs.problem import Problem


def assumed(problem: Problem, quarters: bool = False) -> list[str]:
    """Return key and value of each constant that a ledger uses and the scenario does not give."""
    scenario, cash = problem.scenario, problem.scenario.cash
    pay = cash.payment
    used = {
        f"payment.settlement_delay = {pay.settlement_delay}": pay.at_settlement > 0,
        f"payment.retention_delay = {pay.retention_delay}": pay.retention > 0,
        f"payment.quarters = {_listed(pay.quarters)}": quarters,
        f"budget.quarters = {_listed(cash.money_quarters)}": quarters,
    }
    asked = cash.asked or quarters or problem.carry_over
    whose = problem.purses
    by_year = asked and whose.apart and len(whose.by_year) < len(whose.ids)
    used |= {
        f"budget.fiscal = {', '.join(cash.fiscal)}": asked,
        "budget.purse.by_year = as it pays, the rest in proportion": by_year,
    }
    for source, bond in cash.bonds.items():
        used[f"bonds.{source}.repayment = {bond.repayment}"] = True
        used[f"bonds.{source}.grace = {bond.grace}"] = bond.repayment == "equal"
    return [
        said
        for said, is_used in used.items()
        if is_used and said.split(" = ")[0] not in scenario.origin
    ]


def _listed(shares: tuple[float, ...]) -> str:
    return ", ".join(f"{share:g}" for share in shares)
