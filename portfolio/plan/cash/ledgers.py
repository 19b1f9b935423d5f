"""The ledgers that a scenario asks for, from a finished plan: as tables, and in few numbers."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pandas as pd

from portfolio.plan.cash.bonds import BondLedger, bond_ledgers, bond_table
from portfolio.plan.cash.carried import (
    CarryOver,
    CarryOverSummary,
    carry_over,
    carry_over_summary,
    carry_over_table,
)
from portfolio.plan.cash.contract import remark_keys
from portfolio.plan.cash.money import rounded
from portfolio.plan.cash.payments import (
    BEYOND,
    IN_PLAN,
    TOTAL,
    UNDATED,
    payments,
    quarter_table,
    short_rows,
    year_table,
)
from portfolio.plan.cash.running import has_running_cost, running_table
from portfolio.plan.plan import Plan
from portfolio.words import about


@dataclass(frozen=True)
class Ledgers:
    """
    What is asked for; None, or an empty list, where it is not.

    `years` and `quarters` are the tables of `payments`, `running` that of `running`.
    """

    plan: Plan
    years: pd.DataFrame | None
    quarters: pd.DataFrame | None
    carried: list[CarryOver]
    bonds: list[BondLedger]
    running: pd.DataFrame | None

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by file stem."""
        found = {
            "payments": self.years,
            "payments_quarters": self.quarters,
            "carry_over": carry_over_table(self.carried) if self.carried else None,
            "bonds": bond_table(self.bonds) if self.bonds else None,
            "running_cost": self.running,
        }
        return {stem: table for stem, table in found.items() if table is not None}


def ledgers(plan: Plan, quarters: bool = False) -> Ledgers | None:
    """
    Return the ledgers of a plan; None if its scenario asks for none.

    Parameters
    ----------
    plan
        A finished plan.
    quarters
        Whether quarters are wanted: then payments are, also of a scenario that says nothing.
    """
    cash, carried = plan.problem.scenario.cash, plan.problem.carry_over
    asked, running = cash.asked or quarters, has_running_cost(plan)
    if not (asked or carried or cash.bonds or running):
        return None
    paid = payments(plan)
    return Ledgers(
        plan=plan,
        years=year_table(paid) if asked else None,
        quarters=quarter_table(paid) if quarters else None,
        carried=carry_over(paid) if asked or carried else [],
        bonds=bond_ledgers(plan),
        running=running_table(plan) if running else None,
    )


@dataclass(frozen=True)
class PaymentYear:
    """One year of what is paid."""

    year: int = about("年份", "year")
    beyond: bool = about("是否在规划期以后", "whether it is after the horizon")
    investment: float = about("按计划价格的投资", "investment at plan prices", "万元")
    price_rise: float = about("涨价", "price rise", "万元")
    payment: float = about("付款", "what is paid", "万元")
    money: float = about("当年资金；规划期以后为空", "money of the year; beyond: none", "万元")
    balance: float = about(
        "可用资金减付款；为负即缺钱", "money there is less payment; < 0: short", "万元"
    )
    balance_so_far: float = about(
        "累计资金减累计付款", "money up to the year less payment up to it", "万元"
    )


@dataclass(frozen=True)
class Short:
    """A year or quarter in which more is paid than there is money."""

    year: int = about("年份", "year")
    quarter: int | None = about("季度；按年时为空", "quarter; none: of the year")
    by: str = about("`all` 全部，`purse` 资金池等", "`all`, or `purse` and so on")
    key: str = about("编号", "its id")
    short: float = about(
        "到此时当年累计缺多少", "how much is lacking by then, so far in the year", "万元"
    )
    newly_short: float = about(
        "其中本期新缺多少（不含以前已缺的）",
        "how much of it came to be lacking in this very period",
        "万元",
    )


@dataclass(frozen=True)
class PaymentSummary:
    """Investment, payment and money of all projects."""

    investment: float = about("按计划价格的投资", "investment at plan prices", "万元")
    price_rise: float = about("涨价", "price rise", "万元")
    paid: float = about("规划期内付款", "paid within the horizon", "万元")
    beyond: float = about("规划期以后付款", "paid after it", "万元")
    undated: float = about("未完工而没有日期的尾款", "held back of unfinished work", "万元")
    years: list[PaymentYear] = about("逐年", "year by year")
    short: list[Short] = about("缺钱的年份，按季度时为季度", "short years, or short quarters")
    remarks: list[str] = about(
        "与规定不一致的付款比例和年限", "shares and delays that differ from the rules of the state"
    )


@dataclass(frozen=True)
class BondSummary:
    """Special bonds of one source."""

    source: str = about("资金来源编号", "id of the source of money")
    drawn: float = about("提款", "drawn", "万元")
    interest: float = about("利息", "interest", "万元")
    repaid: float = about("还本", "principal repaid", "万元")
    last_year: int = about("最后还款年度", "year of the last repayment")
    most: float = about("本息最多的一年", "largest service of a year", "万元")
    revenue: float = about("收入合计；未给出为空", "revenue; none: not given", "万元")
    running_cost: float = about("从收入中先付的运行费", "running cost, paid from it first", "万元")
    coverage: float = about(
        "净收入（收入减运行费）与本息之比", "net revenue (less running cost) by service"
    )
    subsidy: float = about("各年补贴合计", "subsidy, all years", "万元")
    fits: bool = about("期限是否相符", "whether the term fits")
    late: list[str] = about(
        "到期时尚未完工的项目编号", "ids of projects completed after their first drawing is due"
    )


@dataclass(frozen=True)
class RunningYear:
    """Running cost of completed works in one year."""

    year: int = about("年份", "year")
    beyond: bool = about("是否在规划期以后", "whether it is after the horizon")
    running_cost: float = about("运行费", "running cost", "万元")


@dataclass(frozen=True)
class CashSummary:
    """The ledgers in a few numbers; None, or an empty list, for what is not asked."""

    payments: PaymentSummary | None = about("付款", "payments")
    carry_over: CarryOverSummary | None = about("结转", "carry-over")
    bonds: list[BondSummary] = about("专项债", "special bonds")
    running_cost: list[RunningYear] = about("运行费", "running cost")


def cash_summary(found: Ledgers | None) -> CashSummary | None:
    """Return the ledgers in a few numbers; None if none are asked for."""
    if found is None:
        return None
    return CashSummary(
        payments=_payments(found),
        carry_over=carry_over_summary(found.carried),
        bonds=[_bond(each) for each in found.bonds],
        running_cost=_running(found),
    )


def _payments(found: Ledgers) -> PaymentSummary | None:
    if found.years is None:
        return None
    own = found.years[found.years["by"] == "all"]
    total = own[own["when"] == TOTAL].iloc[0]
    paid = {when: own.loc[own["when"] == when, "payment"].sum() for when in set(own["when"])}
    dated = own[own["when"].isin([IN_PLAN, BEYOND])]
    names = [each.name for each in fields(PaymentYear)][2:]
    return PaymentSummary(
        investment=rounded(total["investment"]),
        price_rise=rounded(total["price_rise"]),
        paid=rounded(paid[IN_PLAN]),
        beyond=rounded(paid.get(BEYOND, 0.0)),
        undated=rounded(paid.get(UNDATED, 0.0)),
        years=[
            PaymentYear(int(year), when == BEYOND, *map(rounded, amounts))
            for year, when, *amounts in dated[["year", "when", *names]].values
        ],
        short=short_periods(found),
        remarks=remark_keys(found.plan.problem.scenario.cash.payment),
    )


def short_periods(found: Ledgers) -> list[Short]:
    """Return the quarters, or without quarters the years, in which money is short."""
    table = found.years if found.quarters is None else found.quarters
    return [] if table is None else shortages(table)


def shortages(table: pd.DataFrame) -> list[Short]:
    """Return what is short in a table of payments by year or by quarter, row by row."""
    return [
        Short(
            year=each.year,
            quarter=getattr(each, "quarter", None),
            by=each.by,
            key=each.key,
            short=rounded(-each.balance),
            newly_short=rounded(each.newly_short),
        )
        for each in short_rows(table)
    ]


def _bond(each: BondLedger) -> BondSummary:
    known = each.bond.has_revenue
    return BondSummary(
        source=each.source,
        drawn=rounded(each.drawing.sum()),
        interest=rounded(each.interest.sum()),
        repaid=rounded(each.repaid.sum()),
        last_year=each.years[-1],
        most=rounded(each.service.max()),
        revenue=rounded(each.revenue.sum()) if known else float("nan"),
        running_cost=rounded(each.running.sum()) if known else float("nan"),
        coverage=rounded(each.coverage_of_all),
        subsidy=rounded(each.subsidy.sum()),
        fits=each.fits,
        late=list(each.late),
    )


def _running(found: Ledgers) -> list[RunningYear]:
    if found.running is None:
        return []
    own = found.running[found.running["by"] == "all"]
    return [
        RunningYear(int(year), when == BEYOND, rounded(amount))
        for year, when, amount in own[["year", "when", "running_cost"]].values
    ]
