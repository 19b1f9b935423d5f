"""Ledgers of cash against practice: years that are over, slivers, purses, net revenue, remarks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from portfolio.inputs.read import read_problem
from portfolio.plan.cash.bonds import bond_ledgers
from portfolio.plan.cash.carried import carry_over
from portfolio.plan.cash.ledgers import ledgers
from portfolio.plan.cash.payments import payments, price_level, year_table
from portfolio.plan.cash.running import running_cost
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.record import recall, record
from portfolio.plan.summary import summary
from portfolio.questions.assess.rows import years_of
from portfolio.questions.plan.answer import PlanAnswer
from portfolio.questions.replan.actuals import read_actuals
from portfolio.questions.replan.study import replan
from tests.conftest import DATA, SCENARIOS, Make
from tests.test_cash import CARRIED, CENT, HELD, own, planned
from tests.test_purse_inputs import found, key, said, value
from tests.test_replan import done, write_actuals

RISE = {"rise": 0.1}


# ---- years that are over ------------------------------------------------------------------------


def write_past(make: Make, **tables: Any) -> Path:
    """F, U and N of 100 each, wanted all; U takes two years, N cannot begin before 2023."""
    projects = {
        "F": {"adds": {"S": 1}, "earliest_start": 2021},
        "U": {"adds": {"S": 1}, "duration": 2},
        "N": {"adds": {"S": 1}, "earliest_start": 2023},
    }
    return make(
        {name: {"total_investment": 100} | cells for name, cells in projects.items()},
        {"S": {"need": 3}},
        years=(2021, 2024),
        budget=[200, 100, 150, 100],
        land=[0] * 4,
        year_weights=[0.1, 0.2, 0.3, 0.4],
        budget_table=CARRIED,
        **{"payment": HELD, "prices": RISE} | tables,
    )


def made_anew(path: Path, *rows: dict, as_of: int) -> Plan:
    problem = read_problem(str(path))
    actuals = read_actuals(problem, write_actuals(path.parent, *rows), as_of)
    return replan(plan_problem(problem), actuals).plan


def test_what_was_paid_is_paid_and_only_the_rest_is_held_back(make: Make):
    plan = made_anew(
        write_past(make),
        done("F", 90, 1, finished="是"),
        done("U", 70, 0.5),
        done("U", 0, 0.5, year=2022),
        as_of=2022,
    )
    assert plan.investment.sum(axis=1) == pytest.approx([90, 100, 100])
    ledger = payments(plan)
    f, u, n = ledger.payment
    # F is finished and cost 90: paid in 2021, it owes nothing.
    assert f[0] == pytest.approx(90)
    assert not f[1:].any()
    # 30 of U are owed: 3 of retention and 17 of settlement, the other 10 go with the 30 of work.
    year = int(np.flatnonzero(plan.investment[1, 2:] > 1)[0]) + 2
    assert u[:2] == pytest.approx([70, 0])
    assert [u[year], u[year + 1], u[year + 2]] == pytest.approx([10, 17, 3])
    # U is under contract since 2021 and rises no further; N begins in 2023 and costs 121.
    assert ledger.rise.sum(axis=1) == pytest.approx([0, 0, 21])
    assert n[:2].tolist() == [0, 0]
    assert n.sum() == pytest.approx(121)
    # In all, and in the ledger of carry-over: what was paid is what was reported.
    assert own(year_table(ledger), "payment")[:2] == pytest.approx([160, 0])
    assert carry_over(ledger)[0].paid[:2] == pytest.approx([160, 0])


def test_more_than_the_contract_lets_be_paid_by_now_leaves_the_retention_first(make: Make):
    # 99 of 100 are paid: of the 1 that is owed nothing is left for settlement or progress.
    plan = made_anew(
        write_past(make),
        done("F", 100, 1, finished="是"),
        done("U", 99, 0.99),
        as_of=2021,
    )
    u = payments(plan).payment[1]
    assert plan.investment[1, 1] == pytest.approx(1)
    assert u[:4] == pytest.approx([99, 0, 0, 1])  # completed in 2022, two years before 2024
    assert u.sum() == pytest.approx(100)


def test_a_new_total_is_in_the_prices_of_its_date(make: Make):
    # N is said in 2022 to cost 110. From 2022 to 2023, when it begins, prices rise once: 121, where
    # its first total, in the prices of 2021, would have risen twice.
    rows = (done("F", 100, 1, finished="是"), done("U", 50, 0.5), done("U", 50, 1, year=2022))
    last = done("N", 0, 0, year=2022, new_total=110)
    plan = made_anew(write_past(make), *rows, last, as_of=2022)
    assert price_level(plan) == pytest.approx([1, 1, 1.1])
    ledger = payments(plan)
    assert ledger.payment[2].sum() == pytest.approx(121)
    again = recall(plan.problem, record(plan))
    assert price_level(again) == pytest.approx([1, 1, 1.1])


def test_the_past_of_the_shipped_example_is_what_was_reported(tmp_path: Path):
    path = tmp_path / "pay.toml"
    path.write_text(
        f'extends = "{SCENARIOS.as_posix()}/open_competition.toml"\ntitle = "付款"\n'
        "[payment]\nwith_progress = 0.8\nat_settlement = 0.17\nretention = 0.03\n"
        "[prices]\nrise = 0.03\n",
        encoding="utf-8",
    )
    problem = read_problem(str(path))
    actuals = read_actuals(problem, DATA / "example_actuals_2023.csv", 2023)
    plan = replan(plan_problem(problem), actuals).plan
    ledger = payments(plan)
    # 132,758 + 195,282 + 242,615 = 570,655, project by project.
    assert ledger.payment[:, :3] == pytest.approx(actuals.money, abs=CENT)
    assert ledger.payment[:, :3].sum() == pytest.approx(actuals.money.sum(), abs=CENT)
    assert ledger.payment[:, :3].sum(axis=0) == pytest.approx([132758, 195282, 242615], abs=1)
    assert not ledger.rise[:, :3].any()
    finished = actuals.finished
    assert ledger.payment[finished, 3:].sum() == pytest.approx(0, abs=CENT)
    # Over everything, what is paid is what all of it costs.
    paid = ledger.payment.sum(axis=1) + ledger.undated
    cost = (ledger.investment + ledger.rise).sum(axis=1)
    assert paid == pytest.approx(cost, abs=CENT)
    assert (ledger.payment > -1e-9).all()
    # Nothing is carried over, and of the budget of each year what was not spent is returned or
    # left: of 2021, 152,007.76 - 132,758 = 19,249.76.
    whole, *purses = carry_over(ledger)
    assert whole.budget == pytest.approx(problem.budget, abs=CENT)
    assert (whole.returned + whole.left)[0] == pytest.approx(19249.76, abs=CENT)
    assert sum(each.paid for each in purses) == pytest.approx(ledger.payment[:, :5].sum(axis=0))


# ---- slivers of a solver ------------------------------------------------------------------------


def test_a_sliver_decides_neither_price_nor_settlement(make: Make):
    # Half a thousandth of B is begun in 2021, where the rest begins in 2022, and as much of A is
    # left for 2022. B costs 60 x 1.1; A is settled in 2022, in the year after 2021.
    path = make(
        {
            "A": {"adds": {"S": 10}},
            "B": {"total_investment": 60, "earliest_start": 2022, "adds": {"S": 5}},
        },
        {"S": {"need": 20}},
        budget=[100, 60],
        payment=HELD,
        prices=RISE,
    )
    plan = planned(path)
    course = np.array([[0.9995, 1.0], [0.0005, 1.0]])
    spent = np.diff(course, axis=1, prepend=0.0)
    plan = replace(plan, spent=spent, begun=course, finished=course)
    ledger = payments(plan)
    assert ledger.rise.sum(axis=1) == pytest.approx([0, 6])
    a = ledger.payment[0]
    # 80 with the work, of it 0.04 in 2022; 17 in 2022; 3 in 2023.
    assert a[:3] == pytest.approx([79.96, 0.04 + 17, 3])
    # Twice as much is no sliver: B begins in 2021, at plan prices, and A is completed in 2022.
    course = np.array([[0.998, 1.0], [0.002, 1.0]])
    spent = np.diff(course, axis=1, prepend=0.0)
    ledger = payments(replace(plan, spent=spent, begun=course, finished=course))
    assert ledger.rise.sum() == 0
    assert ledger.payment[0, 2] == pytest.approx(17)


def test_running_cost_and_revenue_do_not_wait_for_a_sliver(make: Make):
    path = make(
        {"A": {"adds": {"S": 1}, "funding": "special", "running_cost": 5}},
        {"S": {"need": 1}},
        budget=[100, 60],
        bonds={"special": {"term": 3, "rate": 0.1, "revenue": 30}},
    )
    course = np.array([[0.9995, 1.0]])
    spent = np.diff(course, axis=1, prepend=0.0)
    plan = replace(planned(path), spent=spent, begun=course, finished=course)
    years = np.array([2021, 2022, 2023])
    assert running_cost(plan, years)[0] == pytest.approx([0, 5, 5])
    (ledger,) = bond_ledgers(plan)
    assert ledger.revenue[:3] == pytest.approx([0, 30, 30])


# ---- carry-over by purse ------------------------------------------------------------------------


def write_two_purses(make: Make, **tables: Any) -> Path:
    """Purses f and p of 60 a year; A, paid from f, and B, from p, cost 90 each in 2023."""
    cells = {"total_investment": 90, "earliest_start": 2023}
    return make(
        {
            "A": cells | {"adds": {"S": 1}, "funding": "fiscal"},
            "B": cells | {"adds": {"S": 1}, "funding": "private"},
        },
        {"S": {"need": 2}},
        years=(2021, 2023),
        budget=[120, 120, 120],
        land=[0] * 3,
        year_weights=[0.2, 0.3, 0.5],
        purses={
            "f": {"funding": "fiscal", "total": 180},
            "p": {"funding": "private", "total": 180},
        },
        **{"budget_table": CARRIED | BY_YEAR} | tables,
    )


BY_YEAR = {"purse": {name: {"by_year": [60, 60, 60]} for name in "fp"}}


def test_only_fiscal_money_returns_and_no_purse_pays_for_another(make: Make):
    plan = planned(write_two_purses(make))
    assert plan.funded == pytest.approx([1, 1])
    whole, f, p = carry_over(payments(plan))
    # f: the 60 of 2021 are unused at the end of 2022 and return; 2023 pays 60 of 2022, 30 of 2023.
    assert f.carried == pytest.approx([60, 60, 30])
    assert f.spent_next == pytest.approx([0, 60, 0])
    assert f.returned == pytest.approx([60, 0, 30])
    assert f.from_before == pytest.approx([0, 0, 60])
    # p keeps its own: 2023 pays the 60 of 2021, 30 of 2022, nothing of 2023; 90 are left.
    assert p.spent_later == pytest.approx([60, 0, 0])
    assert p.spent_next == pytest.approx([0, 30, 0])
    assert p.left == pytest.approx([0, 30, 60])
    assert not p.returned.any()
    assert (whole.returned.sum(), whole.left.sum(), whole.lost) == pytest.approx((90, 90, 0))
    # f carries 60 + 60 + 30, p 60 in each of three years.
    told = summary(plan).cash.carry_over
    assert [(each.purse, each.fiscal, each.returned) for each in told.purses] == [
        ("f", True, 90),
        ("p", False, 0),
    ]
    assert (
        "结转 330.00 万元（各年合计），财政资金第二年仍未用而收回 90.00，其他资金最后剩 90.00；"
        "方案要用而按此规则已收回的 0.00"
    ) in PlanAnswer(plan).lines("zh")


def test_what_one_purse_lost_the_money_of_another_does_not_make_good(make: Make):
    # A costs 150: 60 of 2021 have returned by 2023, so f pays 120 and lacks 30, though p has more.
    cells = {"total_investment": 150, "earliest_start": 2023, "adds": {"S": 1}}
    path = make(
        {"A": cells | {"funding": "fiscal"}, "B": {"funding": "private"}},
        {"S": {"need": 1}},
        years=(2021, 2023),
        budget=[120, 120, 120],
        land=[0] * 3,
        year_weights=[0.2, 0.3, 0.5],
        purses={
            "f": {"funding": "fiscal", "total": 180},
            "p": {"funding": "private", "total": 180},
        },
        budget_table=CARRIED | BY_YEAR,
    )
    whole, f, _ = carry_over(payments(planned(path)))
    assert f.lacking == pytest.approx([0, 0, 30])
    assert (f.lost, whole.lost) == pytest.approx((30, 30))


def test_a_scenario_says_which_money_is_fiscal(make: Make):
    named = CARRIED | BY_YEAR | {"fiscal": ["private"]}
    plan = planned(write_two_purses(make, budget_table=named))
    _, f, p = carry_over(payments(plan))
    assert (f.returned.sum(), p.returned.sum()) == pytest.approx((0, 90))
    assert not any(each.startswith("budget.fiscal") for each in summary(plan).assumptions)
    plan = planned(write_two_purses(make))
    assert "budget.fiscal = fiscal" in summary(plan).assumptions
    wrong = write_two_purses(make, budget_table=CARRIED | {"fiscal": ["nobody"]})
    allowed = ("应为已有的资金来源", "allowed: a source of money that there is")
    assert found(wrong) == [said(key("budget.fiscal"), value("nobody"), allowed)]


def test_purses_without_years_share_each_years_budget_by_what_they_pay(make: Make):
    # f and p have 180 each of 120 a year. A costs 90, all in 2021: f gets that first. The other 30
    # go by what neither needs, 90 of f and 180 of p: 10 and 20. Then 80 and 160 are to come, in two
    # years of 120: 40 and 80.
    path = make(
        {"A": {"total_investment": 90, "adds": {"S": 1}, "funding": "fiscal"}},
        {"S": {"need": 1}},
        years=(2021, 2023),
        budget=[120, 120, 120],
        land=[0] * 3,
        year_weights=[0.5, 0.3, 0.2],
        purses={
            "f": {"funding": "fiscal", "total": 180},
            "p": {"funding": "private", "total": 180},
        },
        budget_table=CARRIED,
    )
    _, f, p = carry_over(payments(planned(path)))
    assert f.budget == pytest.approx([100, 40, 40])
    assert p.budget == pytest.approx([20, 80, 80])
    assert f.lacking == pytest.approx([0, 0, 0])


def test_money_that_comes_before_it_is_needed_is_carried_in_proportion(make: Make):
    # f and p have 180 each of 120 a year, and pay 150 each in 2023. In 2021 neither needs 30 of it:
    # 60 of the 120, the other 60 by halves again, and so on, so each gets half of each year. Of the
    # 60 of 2021 f has nothing left in 2023: 60 of 2022 and 60 of 2023 pay 120 of 150.
    cells = {"total_investment": 150, "earliest_start": 2023, "adds": {"S": 1}}
    path = make(
        {"A": cells | {"funding": "fiscal"}, "B": cells | {"funding": "private"}},
        {"S": {"need": 2}},
        years=(2021, 2023),
        budget=[120, 120, 120],
        land=[0] * 3,
        year_weights=[0.2, 0.3, 0.5],
        purses={
            "f": {"funding": "fiscal", "total": 180},
            "p": {"funding": "private", "total": 180},
        },
        budget_table=CARRIED,
    )
    _, f, p = carry_over(payments(planned(path)))
    assert f.budget == pytest.approx([60, 60, 60])
    assert p.budget == pytest.approx([60, 60, 60])
    assert (f.lost, p.lost) == pytest.approx((30, 0))


# ---- arrears ------------------------------------------------------------------------------------


def write_arrears(make: Make, **budget: Any) -> Path:
    """A costs 100 and is settled a year later; prices rise by 50 % for B, which begins in 2022."""
    return make(
        {
            "A": {"adds": {"S": 1}},
            "B": {"adds": {"S": 1}, "earliest_start": 2022, "latest_finish": 2022},
        },
        {"S": {"need": 2}},
        years=(2021, 2023),
        budget=[100, 100, 80],
        land=[0] * 3,
        year_weights=[0.4, 0.4, 0.2],
        prices={"rise": 0.5},
        budget_table=budget,
    )


def test_arrears_burden_the_years_after_them(make: Make):
    table = year_table(payments(planned(write_arrears(make))))
    # 100 and 150 are paid where 100 are there: of its year each is short by itself, and so far 50
    # are lacking until the 80 of 2023 pay them.
    assert own(table, "balance") == pytest.approx([0, -50, 80])
    assert own(table, "balance_so_far") == pytest.approx([0, -50, 30])
    table = year_table(payments(planned(write_arrears(make, carry_over=True))))
    assert own(table, "carried_in") == pytest.approx([0, 0, -50])
    assert own(table, "balance") == pytest.approx([0, -50, 30])
    assert own(table, "balance_so_far", "total") == pytest.approx([30])
    # With 30 in place of 80 in 2023, 20 of the 50 of 2022 still lack then, and nothing new.
    poor = write_arrears(make, carry_over=True, by_year=[100, 100, 30])
    short = summary(planned(poor)).cash.payments.short
    assert [(each.year, each.short, each.newly_short) for each in short] == [
        (2022, pytest.approx(50), pytest.approx(50)),
        (2023, pytest.approx(20), 0),
    ]


@pytest.mark.parametrize("carry_over", [False, True])
def test_payments_and_assess_have_one_rule_of_arrears(make: Make, carry_over: bool):
    # Where all is paid with progress at plan prices, payment is the need that `assess` looks at. A
    # plan that spends 120 of 100 in 2021 stands for a schedule that breaks the budget.
    path = write_arrears(make, carry_over=carry_over)
    plan = planned(path)
    spent = np.array([[1.0, 0, 0], [0.2, 0.5, 0.3]])
    course = np.cumsum(spent, axis=1)
    plan = replace(plan, spent=spent, begun=course, finished=course)
    plan = replace(plan, past=1)  # begun by now: no price rises
    table = year_table(payments(plan))
    for column in ("carried_in", "balance", "balance_so_far"):
        need = [getattr(each, column) for each in years_of(plan)]
        assert own(table, column) == pytest.approx(need), column


# ---- bonds --------------------------------------------------------------------------------------


def test_revenue_is_that_of_the_part_of_the_works_that_is_carried_out(make: Make):
    # A and B, 100 each, may be paid from bonds, C is excluded. The money is enough for A and half
    # of B, so 150 of the 200 earn, from 2023 on: three quarters of 40.
    works = {name: {"funding": "special", "adds": {"S": 1}} for name in "ABC"}
    path = make(
        works,
        {"S": {"need": 3}},
        budget=[100, 50],
        bonds={"special": {"term": 3, "rate": 0.1, "revenue": 40}},
        promote={"excluded": ["C"]},
    )
    plan = planned(path)
    assert plan.funded.sum() == pytest.approx(1.5)
    (ledger,) = bond_ledgers(plan)
    assert ledger.revenue[2:] == pytest.approx([30, 30, 30])


def test_running_cost_is_paid_from_revenue_before_the_service(make: Make):
    # 240 in two years, half of it from bonds; 30 a year come in and 12 go out from 2023 on, so 18
    # serve the bonds: 12 in 2023, then 72 and 66 (test_cash).
    path = make(
        {
            "A": {
                "total_investment": 240,
                "duration": 2,
                "funding": "fiscal:0.5;special:0.5",
                "running_cost": 12,
                "adds": {"S": 1},
            }
        },
        {"S": {"need": 1}},
        budget=[120, 120],
        bonds={"special": {"term": 3, "rate": 0.1, "revenue": 30}},
    )
    (ledger,) = bond_ledgers(planned(path))
    assert ledger.running == pytest.approx([0, 0, 12, 12, 12])
    assert ledger.net == pytest.approx([0, 0, 18, 18, 18])
    assert ledger.coverage[2:] == pytest.approx([18 / 12, 18 / 72, 18 / 66])
    assert ledger.subsidy == pytest.approx([0, 6, 0, 54, 48])
    assert ledger.coverage_of_all == pytest.approx(54 / 156)
    # More running cost than revenue is no debt: it is in the ledger of running cost.
    costly = replace(ledger, running=np.full(5, 50.0))
    assert not costly.net.any()


# ---- remarks ------------------------------------------------------------------------------------


def test_shares_that_the_rules_of_the_state_do_not_allow_are_remarked(make: Make):
    odd = {"with_progress": 0.7, "at_settlement": 0.25, "retention": 0.05, "retention_delay": 3}
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, payment=odd)
    plan = planned(path)
    assert summary(plan).cash.payments.remarks == [
        "payment.with_progress = 0.7 < 0.8",
        "payment.retention = 0.05 > 0.03",
        "payment.retention_delay = 3 > 2",
    ]
    lines = PlanAnswer(plan).lines("zh")
    assert sum(line.startswith("注意：") for line in lines) == 3
    # 80, 17 and 3 %, paid after two years, are what the rules allow.
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, payment=HELD)
    assert ledgers(planned(path)) is not None
    assert summary(planned(path)).cash.payments.remarks == []
