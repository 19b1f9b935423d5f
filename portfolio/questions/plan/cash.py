"""What a plan prints of its ledgers of cash."""

from __future__ import annotations

from portfolio.plan.cash.carried import CarryOverSummary
from portfolio.plan.cash.contract import remark_words
from portfolio.plan.cash.ledgers import (
    BondSummary,
    Ledgers,
    PaymentSummary,
    RunningYear,
    Short,
    cash_summary,
)
from portfolio.plan.cash.money import CENT
from portfolio.plan.plan import Plan
from portfolio.words import Words

MOST = 4  # years or quarters that are named in one line


def cash_lines(found: Ledgers | None) -> list[Words]:
    """Return a line or two a ledger that is asked for."""
    said = cash_summary(found)
    if found is None or said is None:
        return []
    lines = _payments(found.plan, said.payments) if said.payments else []
    lines += remark_words(found.plan.problem.scenario.cash.payment) if said.payments else []
    lines += [_carried(said.carry_over)] if said.carry_over else []
    lines += [_bond(found.plan, each) for each in said.bonds]
    return lines + ([_running(said.running_cost)] if said.running_cost else [])


def _payments(plan: Plan, paid: PaymentSummary) -> list[Words]:
    open_zh = f"，未完工而没有日期 {paid.undated:,.2f}" if paid.undated >= CENT else ""
    open_en = (
        f", {paid.undated:,.2f} without a date (unfinished work)" if paid.undated >= CENT else ""
    )
    amounts = Words(
        f"付款：投资 {paid.investment:,.2f} 万元，涨价 {paid.price_rise:,.2f}；"
        f"规划期内付 {paid.paid:,.2f}，以后付 {paid.beyond:,.2f}{open_zh}",
        f"payment: investment {paid.investment:,.2f} 万元, price rise {paid.price_rise:,.2f}; "
        f"{paid.paid:,.2f} paid within the plan, {paid.beyond:,.2f} after it{open_en}",
    )
    if not paid.short:
        enough = Words("付款都不超出可用资金", "payment never exceeds the money there is")
        return [amounts, _of_horizon(plan, enough)]
    return [amounts, *_worst(plan, paid.short)]


def _of_horizon(plan: Plan, enough: Words) -> Words:
    """Add that purses without money by year are only held against that of the horizon."""
    purses = plan.problem.purses
    if not purses.apart or len(purses.by_year) == len(purses.ids):
        return enough
    return Words(
        f"{enough.zh}（逐年逐季比的是合计；资金池没有逐年资金，只按全期比较，都够）",
        f"{enough.en} (by year and quarter of all; purses have no money by year and are held "
        "against that of the horizon, which suffices)",
    )


def _worst(plan: Plan, short: list[Short]) -> list[Words]:
    """Name the largest shortages, and say how many more there are and where they stand."""
    ranked = sorted(short, key=lambda each: -each.short)
    lines = [
        Words(
            "付款超出可用资金，从最缺的起（万元）：",
            "payment exceeds the money there is, worst first (万元):",
        ),
        *(short_line(plan, each) for each in ranked[:MOST]),
    ]
    if (more := len(short) - MOST) > 0:
        file = "payments_quarters.csv" if short[0].quarter else "payments.csv"
        lines.append(
            Words(
                f"  另有 {more} 处：{file} 中 balance 为负的行",
                f"  {more} more: the rows of {file} with a balance below 0",
            )
        )
    return lines


def short_line(plan: Plan, each: Short) -> Words:
    """Say what a year lacks, or what a quarter newly lacks and the year so far."""
    whose = plan.problem.called(each.by, each.key) if each.key else Words("", "")
    zh, en = (f"，{whose.zh}", f", {whose.en}") if each.key else ("", "")
    if not each.quarter:
        return Words(
            f"  {each.year} 年{zh}：缺 {each.short:,.2f}", f"  {each.year}{en}: {each.short:,.2f}"
        )
    return Words(
        f"  {each.year} 年第 {each.quarter} 季度{zh}：本季新缺 {each.newly_short:,.2f}，"
        f"当年累计缺 {each.short:,.2f}",
        f"  {each.year} Q{each.quarter}{en}: {each.newly_short:,.2f} new in the quarter, "
        f"{each.short:,.2f} so far in the year",
    )


def _carried(each: CarryOverSummary) -> Words:
    kept = each.left > CENT
    if not each.allowed:
        stays = Words(
            f"，其他资金留给所有者 {each.left:,.2f}", f", {each.left:,.2f} of others stay"
        )
        stays = stays if kept else Words("", "")
        return Words(
            f"结余：不结转，各年未用的财政资金收回 {each.returned:,.2f} 万元{stays.zh}",
            f"no carry-over: {each.returned:,.2f} 万元 of fiscal money unused in their year return "
            f"to the budget{stays.en}",
        )
    stays = Words(f"，其他资金最后剩 {each.left:,.2f}", f", {each.left:,.2f} of others are left")
    stays = stays if kept else Words("", "")
    return Words(
        f"结转 {each.carried:,.2f} 万元（各年合计），财政资金第二年仍未用而收回 "
        f"{each.returned:,.2f}{stays.zh}；方案要用而按此规则已收回的 {each.lost:,.2f}",
        f"carried over {each.carried:,.2f} 万元 (all years), fiscal money unused a second year and "
        f"returned {each.returned:,.2f}{stays.en}; the plan uses {each.lost:,.2f} that this rule "
        "has taken back",
    )


def _bond(plan: Plan, each: BondSummary) -> Words:
    name = plan.problem.called("funding", each.source)
    known = each.coverage == each.coverage
    covered = Words(
        f"，净收入覆盖 {each.coverage:.2f} 倍，补贴 {each.subsidy:,.2f}"
        if known
        else "，未给出收入",
        f", net revenue covers {each.coverage:.2f} times, subsidy {each.subsidy:,.2f}"
        if known
        else ", no revenue is given",
    )
    fits = Words("期限相符", "the term fits") if each.fits else _misfit(each)
    return Words(
        f"专项债（{name.zh}）：提款 {each.drawn:,.2f} 万元，利息 {each.interest:,.2f}，"
        f"还到 {each.last_year} 年，本息最多一年 {each.most:,.2f}{covered.zh}；{fits.zh}",
        f"bonds ({name.en}): drawn {each.drawn:,.2f} 万元, interest {each.interest:,.2f}, repaid "
        f"by {each.last_year}, at most {each.most:,.2f} a year{covered.en}; {fits.en}",
    )


def _misfit(each: BondSummary) -> Words:
    if not each.late:
        return Words("期限超过 max_term", "the term exceeds max_term")
    ids = ", ".join(each.late)
    return Words(f"到期时尚未完工：{ids}", f"due before completion: {ids}")


def _running(years: list[RunningYear]) -> Words:
    last = [each for each in years if not each.beyond][-1]
    end = years[-1]
    return Words(
        f"运行费：{last.year} 年 {last.running_cost:,.2f} 万元，"
        f"{end.year} 年 {end.running_cost:,.2f}",
        f"running cost: {last.running_cost:,.2f} 万元 in {last.year}, "
        f"{end.running_cost:,.2f} in {end.year}",
    )
