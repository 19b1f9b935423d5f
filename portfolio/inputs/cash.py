"""Cash beside investment, as a scenario gives it: payment, prices, quarters, special bonds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import SHARE_TOLERANCE, source_shares
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.inputs.scenario import Scenario
    from portfolio.inputs.schema import BondKeys, PaymentKeys, PricesKeys, ScenarioKeys

FISCAL = ("fiscal",)  # sources of fiscal money where a scenario names none
EVEN = (0.25, 0.25, 0.25, 0.25)
Note = Callable[[tuple[str, ...], Words, Words], None]


@dataclass(frozen=True)
class Payment:
    """
    When work is paid: shares of its cost, which sum to 1, and delays in years after completion.

    `quarters` are the shares of a year that is paid in each of its quarters.
    """

    with_progress: float
    at_settlement: float
    retention: float
    settlement_delay: int
    retention_delay: int
    quarters: tuple[float, ...]


@dataclass(frozen=True)
class Bond:
    """
    Special bonds that stand behind one source of money.

    Attributes
    ----------
    term, grace
        Years from a drawing to its last repayment, and without repayment at the start.
    rate
        Interest a year, as a share of what is owed.
    repayment
        `bullet`: all at the end; `equal`: the same amount each year after the grace.
    revenue, revenue_by_project
        万元 a year before running cost, of all its works from the year after the last of them is
        completed, and of single projects from the year after each is; the two add up. None: nothing
        is known.
    max_term
        Longest term that the works can bear, years; None: not given.
    """

    term: int
    grace: int
    rate: float
    repayment: str
    revenue: float | None
    revenue_by_project: dict[str, float]
    max_term: int | None

    @property
    def has_revenue(self) -> bool:
        """Whether anything is said of revenue."""
        return self.revenue is not None or bool(self.revenue_by_project)


@dataclass(frozen=True)
class Cash:
    """
    What a scenario says of cash; none of it changes what is planned.

    Attributes
    ----------
    asked
        Whether it has a table `[payment]` or `[prices]`.
    payment
        When work is paid; with its progress where nothing is said.
    money_quarters
        Share of each year's budget that comes in each quarter.
    rise
        Price rise of a year against the year before, by calendar year; empty: none.
    bonds
        Special bonds by source of money.
    fiscal
        Sources of fiscal money: what a second year has not used of it returns to the budget.
    """

    asked: bool
    payment: Payment
    money_quarters: tuple[float, ...]
    rise: dict[int, float]
    bonds: dict[str, Bond]
    fiscal: tuple[str, ...]


def cash_of(given: ScenarioKeys, years: tuple[int, ...], note: Note) -> Cash:
    """Return what checked keys say of cash; note what does not add up."""
    payment = _payment(given.payment, note)
    money = given.budget.quarters
    return Cash(
        asked=given.payment is not None or given.prices is not None,
        payment=payment,
        money_quarters=_quarters(("budget", "quarters"), money, note) or payment.quarters,
        rise=_rise(given.prices, years, note),
        bonds={source: _bond(source, each, note) for source, each in given.bonds.items()},
        fiscal=FISCAL if given.budget.fiscal is None else tuple(given.budget.fiscal),
    )


def _payment(given: PaymentKeys | None, note: Note) -> Payment:
    if given is None:
        return Payment(1.0, 0.0, 0.0, 0, 0, EVEN)
    shares = (given.with_progress, given.at_settlement, given.retention)
    total = sum(shares)
    if not abs(total - 1) <= SHARE_TOLERANCE:
        found = Words(
            f"with_progress＋at_settlement＋retention 合计 {total:.9g}",
            f"with_progress + at_settlement + retention, a sum of {total:.9g}",
        )
        note(("payment",), found, _SUM_1)
    with_progress, at_settlement, retention = _to_1(shares)
    quarters = _quarters(("payment", "quarters"), given.quarters, note) or EVEN
    return Payment(
        with_progress=with_progress,
        at_settlement=at_settlement,
        retention=retention,
        settlement_delay=given.settlement_delay,
        retention_delay=given.retention_delay,
        quarters=quarters,
    )


_SUM_1 = Words("合计为 1（误差 0.000001 以内）", "a sum of 1 (within 0.000001)")


def _to_1(shares: Sequence[float]) -> tuple[float, ...]:
    """Return shares without the last digits by which they miss 1: ledgers hold to a cent."""
    return tuple(each / sum(shares) for each in shares) if sum(shares) else tuple(shares)


def _quarters(path: tuple[str, ...], shares: list[float] | None, note: Note) -> tuple[float, ...]:
    """Return the shares of the four quarters; none if none are given."""
    if shares is None:
        return ()
    if len(shares) != len(EVEN):
        found = Words(f"{len(shares)} 个数", f"{len(shares)} numbers")
        note(path, found, Words("4 个数，每季度一个", "4 numbers, one a quarter"))
    elif not abs(sum(shares) - 1) <= SHARE_TOLERANCE:
        total = f"{sum(shares):.9g}"
        note(path, Words(f"合计 {total}", f"a sum of {total}"), _SUM_1)
    return _to_1(shares)


def _rise(given: PricesKeys | None, years: tuple[int, ...], note: Note) -> dict[int, float]:
    """Return the price rise of each year after the first: the plan is in prices of the first."""
    later = years[1:]
    if given is None:
        return {}
    if given.by_year is None:
        return dict.fromkeys(later, given.rise or 0.0)
    if given.rise is not None:
        both = Words("与 rise 并列的 by_year", "by_year beside rise")
        note(("prices", "by_year"), both, Words("只用其中一种写法", "one of the two forms"))
    if years and len(given.by_year) != len(later):
        count = len(given.by_year)
        allowed = Words(
            f"{len(later)} 个数，第一年以后每年一个（计划价格是第一年的价格）",
            f"{len(later)} numbers, one a year after the first (in whose prices the plan is)",
        )
        note(("prices", "by_year"), Words(f"{count} 个数", f"{count} numbers"), allowed)
    return dict(zip(later, given.by_year, strict=False))


def _bond(source: str, given: BondKeys, note: Note) -> Bond:
    for key in ("term", "rate"):
        if getattr(given, key) is None:
            must = Words("必须有的键", "a key that must be there")
            note(("bonds", source, key), Words("缺少此键", "no such key"), must)
    term = given.term or 1
    if given.repayment == "bullet" and given.grace:
        found = Words(f"{given.grace} 年，而到期一次还本", f"{given.grace} with a bullet")
        allowed = Words(
            '0；有宽限期时写 repayment = "equal"', '0, or repayment = "equal" beside it'
        )
        note(("bonds", source, "grace"), found, allowed)
    elif given.term and given.grace >= term:
        found = Words(f"{given.grace} 年", f"{given.grace} years")
        allowed = Words(f"小于期限 term {term} 年", f"less than the term, {term} years")
        note(("bonds", source, "grace"), found, allowed)
    return Bond(
        term=term,
        grace=given.grace,
        rate=given.rate or 0.0,
        repayment=given.repayment,
        revenue=given.revenue,
        revenue_by_project=dict(given.revenue_by_project),
        max_term=given.max_term,
    )


def check_terms(
    projects: pd.DataFrame, scenario: Scenario, excluded: np.ndarray, findings: Findings
) -> None:
    """
    Note bonds whose term is over before the works that they pay for can be drawn.

    What is drawn in the first of D years of work is due `term` years later: it must not be before
    the last of them. Whether the term fits the plan that is made is said in its ledger.
    """
    cells = projects[["id", "funding", "duration", "spend_profile"]].values
    for source, bond in scenario.cash.bonds.items():
        longest, name = 0, ""
        for p, (project, funding, duration, profile) in enumerate(cells):
            readable = isinstance(funding, str) and pd.notna(duration)  # else it is said already
            if not readable or excluded[p] or not source_shares(funding).get(source):
                continue
            has_profile = isinstance(profile, tuple) and profile
            years = len(profile) if has_profile else math.ceil(duration - 1e-9)
            if years > longest:
                longest, name = years, project
        if bond.term < longest - 1:
            found = Words(
                f"{bond.term} 年，而 {name} 至少施工 {longest} 年，没提完款就已到期",
                f"{bond.term} years, over before {name} is drawn, which takes {longest} at least",
            )
            allowed = Words(f"不小于 {longest - 1} 年", f"at least {longest - 1} years")
            findings.add(*scenario.place("bonds", source, "term"), found, allowed)
