"""Ledgers of cash: each rule on a case worked by hand, each identity on the shipped data."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from portfolio.cli.main import main
from portfolio.inputs.read import read_problem
from portfolio.plan.cash.bonds import bond_ledgers
from portfolio.plan.cash.carried import carry_over, carry_over_table
from portfolio.plan.cash.ledgers import Ledgers, ledgers
from portfolio.plan.cash.payments import payments, quarter_table, year_table
from portfolio.plan.cash.running import YEARS_AFTER
from portfolio.plan.make import make_plan
from portfolio.plan.plan import Plan
from portfolio.plan.summary import summary
from portfolio.questions.plan.answer import PlanAnswer, report_pictures, report_tables
from portfolio.questions.plan.pictures.payments import draw_payments
from portfolio.report import style
from portfolio.report.plain import plain
from portfolio.report.sheet import figure_of
from tests.conftest import ROOT, SCENARIOS, Make
from tests.test_purse_inputs import cell, found, key, said, value
from tests.test_report import words

HELD = {"with_progress": 0.8, "at_settlement": 0.17, "retention": 0.03}
CENT = 0.01
LEDGERS = ("payment", "  ", "carried over", "bonds", "running cost")  # how their lines begin


def planned(path: Path) -> Plan:
    plan = make_plan(read_problem(str(path)))
    assert plan is not None
    return plan


def write_two_works(make: Make, **tables: Any) -> Path:
    """A costs 100 and is built in 2021, B costs 60 and cannot begin before 2022."""
    projects = {
        "A": {"adds": {"S": 10}},
        "B": {"total_investment": 60, "earliest_start": 2022, "adds": {"S": 5}},
    }
    for name, cells in tables.pop("cells", {}).items():
        projects[name] |= cells
    return make(projects, {"S": {"need": 20}}, **{"budget": [100, 60]} | tables)


def after(begin: str, lines: Sequence[str]) -> list[str]:
    """The line that begins so, and those below it that are indented."""
    (at,) = [i for i, line in enumerate(lines) if line.startswith(begin)]
    below = takewhile(lambda line: line.startswith("  "), lines[at + 1 :])
    return [lines[at], *below]


def own(table: pd.DataFrame, column: str, when: str = "plan") -> list[float]:
    """The values of all projects together."""
    chosen = table[(table["by"] == "all") & (table["when"] == when)]
    return chosen[column].tolist()


# ---- payment ------------------------------------------------------------------------------------


def test_what_is_held_back_is_paid_after_completion_at_the_prices_of_the_beginning(make: Make):
    # A, begun in the first year, is at plan prices: 80 in 2021, 17 in 2022, 3 in 2023.
    # B begins a year later and costs 66: 52.8 in 2022, 11.22 in 2023, 1.98 in 2024.
    plan = planned(write_two_works(make, payment=HELD, prices={"rise": 0.1}))
    table = year_table(payments(plan))
    assert own(table, "investment") == pytest.approx([100, 60])
    assert own(table, "price_rise") == pytest.approx([0, 6])
    assert own(table, "payment") == pytest.approx([80, 69.8])
    assert own(table, "payment", "beyond") == pytest.approx([14.22, 1.98])
    # Nothing is carried over, so 60 of 2022 lack 9.8; nobody gives money beyond.
    assert own(table, "balance") == pytest.approx([20, -9.8])
    assert np.isnan(own(table, "money", "beyond")).all()
    (total,) = own(table, "payment", "total")
    assert total == pytest.approx(166)
    assert own(table, "balance", "total") == pytest.approx([160 - 166])


def test_money_that_is_carried_over_pays_the_settlement(make: Make):
    path = write_two_works(make, payment=HELD, prices={"rise": 0.1}, budget_table=CARRIED)
    table = year_table(payments(planned(path)))
    # 20 are left of 2021, and 60 + 20 - 69.8 = 10.2 of 2022.
    assert own(table, "carried_in") == pytest.approx([0, 20])
    assert own(table, "balance") == pytest.approx([20, 10.2])


CARRIED = {"carry_over": True}


def test_delays_are_those_of_the_scenario(make: Make):
    late = {"with_progress": 0.5, "at_settlement": 0.5, "settlement_delay": 0}
    plan = planned(write_two_works(make, payment=late))
    # Settled in the year of completion: the same as paid with progress.
    assert own(year_table(payments(plan)), "payment") == pytest.approx([100, 60])
    late = {"with_progress": 0.9, "retention": 0.1, "retention_delay": 3}
    plan = planned(write_two_works(make, payment=late))
    table = year_table(payments(plan))
    assert own(table, "payment") == pytest.approx([90, 54])
    assert own(table, "payment", "beyond") == pytest.approx([0, 10, 6])  # 2023, 2024, 2025


def test_prices_of_each_year_add_up_until_work_begins(make: Make):
    # C begins in 2023: 1.1 x 1.2 = 1.32 times its 100; what goes on in 2024 rises no further.
    path = make(
        {"C": {"earliest_start": 2023, "duration": 2, "adds": {"S": 10}}},
        {"S": {"need": 10}},
        years=(2021, 2024),
        budget=[100] * 4,
        land=[0] * 4,
        year_weights=[0.25] * 4,
        prices={"by_year": [0.1, 0.2, 0.5]},
    )
    table = year_table(payments(planned(path)))
    assert own(table, "investment") == pytest.approx([0, 0, 50, 50])
    assert own(table, "price_rise") == pytest.approx([0, 0, 16, 16])


def test_work_that_is_not_completed_has_its_rest_without_a_date(make: Make):
    plan = planned(write_two_works(make, payment=HELD))
    stuck = replace(plan, finished=np.zeros_like(plan.finished))
    table = year_table(payments(stuck))
    assert own(table, "payment") == pytest.approx([80, 48])
    assert own(table, "payment", "undated") == pytest.approx([0.2 * 160])
    assert own(table, "payment", "total") == pytest.approx([160])
    assert own(table, "payment", "beyond") == []
    assert summary(stuck).cash.payments.undated == pytest.approx(32)
    (line,) = [each for each in PlanAnswer(stuck).lines("zh") if each.startswith("付款：")]
    assert line.endswith("以后付 0.00，未完工而没有日期 32.00")
    # The picture has a column for it, so that what is paid sums to what is invested.
    seen = words(draw_payments(stuck))
    assert {"无日期", "32.00"} <= set(seen)
    assert seen.count("160.00") == 3  # investment, money and payment in all
    assert any(each.endswith("，未完工而没有日期 32.00") for each in seen)


def test_the_part_that_is_carried_out_is_settled_as_a_whole(make: Make):
    # `write_two_works` with 30 in 2022: half of B; 80 % of 30, then 20 % of it.
    plan = planned(write_two_works(make, payment=HELD, budget=[100, 30]))
    table = year_table(payments(plan))
    assert own(table, "payment") == pytest.approx([80, 17 + 24])
    assert own(table, "payment", "beyond") == pytest.approx([3 + 5.1, 0.9])


def test_quarters_show_when_in_the_year_money_is_short(make: Make):
    pace = HELD | {"quarters": [0.4, 0.3, 0.2, 0.1]}
    even = {"quarters": [0.25] * 4}
    path = write_two_works(make, payment=pace, prices={"rise": 0.1}, budget_table=even)
    plan = planned(path)
    table = quarter_table(payments(plan))
    # 80 of 2021: 32, 24, 16, 8 against 25 a quarter; 69.8 of 2022 against 15 a quarter.
    expected = [-7, -6, 3, 20, -12.92, -18.86, -17.82, -9.8]
    assert own(table, "balance") == pytest.approx(expected)
    assert own(table, "payment")[:4] == pytest.approx([32, 24, 16, 8])
    assert own(table, "money") == pytest.approx([25] * 4 + [15] * 4)
    # A row explains itself: brought in + money - payment = balance; a year begins without debts.
    assert own(table, "carried_in") == pytest.approx([0, -7, -6, 3, 0, -12.92, -18.86, -17.82])
    quarter = [-7, 1, 9, 17, -12.92, -5.94, 1.04, 8.02]
    assert own(table, "quarter_balance") == pytest.approx(quarter)
    # What lacked in the quarter before is not new: 2022 Q2 pays 20.94 and gets 15.
    assert own(table, "newly_short") == pytest.approx([7, 0, 0, 0, 12.92, 5.94, 0, 0])
    paid = summary(plan, quarters=True).cash.payments
    assert [(each.year, each.quarter, each.short, each.newly_short) for each in paid.short] == [
        (2021, 1, pytest.approx(7), pytest.approx(7)),
        (2021, 2, pytest.approx(6), 0),
        (2022, 1, pytest.approx(12.92), pytest.approx(12.92)),
        (2022, 2, pytest.approx(18.86), pytest.approx(5.94)),
        (2022, 3, pytest.approx(17.82), 0),
        (2022, 4, pytest.approx(9.8), 0),
    ]


def test_the_worst_quarter_is_named_first_and_the_rest_are_found(make: Make):
    pace = HELD | {"quarters": [0.4, 0.3, 0.2, 0.1]}
    even = {"quarters": [0.25] * 4}
    plan = planned(write_two_works(make, payment=pace, prices={"rise": 0.1}, budget_table=even))
    # The six of the test before, the largest sum so far in a year first.
    assert after("付款超出", PlanAnswer(plan, quarters=True).lines("zh")) == [
        "付款超出可用资金，从最缺的起（万元）：",
        "  2022 年第 2 季度：本季新缺 5.94，当年累计缺 18.86",
        "  2022 年第 3 季度：本季新缺 0.00，当年累计缺 17.82",
        "  2022 年第 1 季度：本季新缺 12.92，当年累计缺 12.92",
        "  2022 年第 4 季度：本季新缺 0.00，当年累计缺 9.80",
        "  另有 2 处：payments_quarters.csv 中 balance 为负的行",
    ]
    assert after("payment exceeds", PlanAnswer(plan, quarters=True).lines("en")) == [
        "payment exceeds the money there is, worst first (万元):",
        "  2022 Q2: 5.94 new in the quarter, 18.86 so far in the year",
        "  2022 Q3: 0.00 new in the quarter, 17.82 so far in the year",
        "  2022 Q1: 12.92 new in the quarter, 12.92 so far in the year",
        "  2022 Q4: 0.00 new in the quarter, 9.80 so far in the year",
        "  2 more: the rows of payments_quarters.csv with a balance below 0",
    ]
    # By year only 2022 is short.
    lines = PlanAnswer(plan).lines("en")
    assert (
        "payment: investment 160.00 万元, price rise 6.00; 149.80 paid within the plan, "
        "16.20 after it"
    ) in lines
    assert after("payment exceeds", lines) == [
        "payment exceeds the money there is, worst first (万元):",
        "  2022: 9.80",
    ]


def test_what_earlier_quarters_left_pays_and_only_the_rest_is_new(make: Make):
    # 100 a year in four; 2021 pays 10, 45, 25, 20: Q2 lacks 20 of its own money, 15 of which Q1
    # left, and the 5 are still lacking at the end of Q3, which pays what it gets.
    pace = {"quarters": [0.10, 0.45, 0.25, 0.20]}
    even = {"quarters": [0.25] * 4}
    table = quarter_table(payments(planned(write_two_works(make, payment=pace, budget_table=even))))
    assert own(table, "carried_in")[:4] == pytest.approx([0, 15, -5, -5])
    assert own(table, "quarter_balance")[:4] == pytest.approx([15, -20, 0, 5])
    assert own(table, "balance")[:4] == pytest.approx([15, -5, -5, 0])
    assert own(table, "newly_short")[:4] == pytest.approx([0, 5, 0, 0])


def test_a_shortage_of_every_quarter_sums_to_that_of_the_year(make: Make):
    # 100 paid evenly against 60: each quarter lacks 10, and the year 40, not 10 + 20 + 30 + 40.
    plan = planned(write_two_works(make))
    plan = replace(plan, problem=replace(plan.problem, budget=np.array([60.0, 60.0])))
    table = quarter_table(payments(plan))
    assert own(table, "newly_short")[:4] == pytest.approx([10] * 4)
    assert own(table, "balance")[:4] == pytest.approx([-10, -20, -30, -40])


def test_the_first_quarter_is_brought_what_the_year_before_carries_over(make: Make):
    path = write_two_works(make, payment=HELD, prices={"rise": 0.1}, budget_table=CARRIED)
    table = quarter_table(payments(planned(path)))
    # 20 of 2021; 69.8 of 2022 are paid evenly, as its 60 come in.
    assert own(table, "carried_in") == pytest.approx([0, 5, 10, 15, 20, 17.55, 15.1, 12.65])
    assert own(table, "balance")[-1] == pytest.approx(10.2)


def test_quarters_without_any_table_are_even_and_short_nowhere(make: Make):
    plan = planned(write_two_works(make))
    table = quarter_table(payments(plan))
    assert own(table, "payment") == pytest.approx([25] * 4 + [15] * 4)
    assert own(table, "balance") == pytest.approx([0] * 8)
    lines = PlanAnswer(plan, quarters=True).lines("zh")
    assert "付款都不超出可用资金" in lines
    # The budget comes as the work is paid where nothing else is said.
    plan = planned(write_two_works(make, payment={"quarters": [0.1, 0.3, 0.35, 0.25]}))
    table = quarter_table(payments(plan))
    assert own(table, "money")[:4] == pytest.approx([10, 30, 35, 25])


def test_a_purse_of_each_year_is_short_by_itself_after_transfers(make: Make):
    """A and B pay from purses a and b; b has 60 of its own in 2022, and gives none away."""
    path = write_two_works(
        make,
        payment={"with_progress": 0.5, "at_settlement": 0.5},
        cells={"A": {"district": "甲"}, "B": {"district": "乙"}},
        budget=[100, 90],
        purses={
            "a": {"district": "甲", "total": 100},
            "b": {"district": "乙", "total": 60},
        },
        budget_table={"purse": {"a": {"by_year": [100, 20]}}},
    )
    table = year_table(payments(planned(path)))
    a = table[table["key"] == "a"]
    # A is paid 50 in 2021 and 50 in 2022, where its purse has 20; over all 120 less 100 is left.
    assert a["payment"].tolist() == pytest.approx([50, 50, 0, 100])
    assert a["balance"].tolist()[:2] == pytest.approx([50, -30])
    assert a["balance"].tolist()[3] == pytest.approx(20)
    # b shares in the budget over the horizon alone: no year of it can be short.
    b = table[table["key"] == "b"]
    assert b["money"].isna().tolist() == [True, True, True, False]
    assert table[table["key"] == "甲"]["money"].tolist()[:2] == [100, 20]
    short = summary(planned(path)).cash.payments.short
    assert [(each.year, each.by, each.key, each.short) for each in short] == [
        (2022, "purse", "a", pytest.approx(30)),
        (2022, "district", "甲", pytest.approx(30)),
    ]


# ---- carry-over ---------------------------------------------------------------------------------


def write_saved(make: Make, **tables: Any) -> Path:
    """100 a year; nothing can be built in 2021, A costs 50 in 2022, B 250 in 2023."""
    projects = {
        "A": {"total_investment": 50, "earliest_start": 2022, "latest_finish": 2022},
        "B": {"total_investment": 250, "earliest_start": 2023},
    }
    return make(
        {name: {"adds": {"S": 1}} | cells for name, cells in projects.items()},
        {"S": {"need": 2}},
        years=(2021, 2023),
        budget=[100, 100, 100],
        land=[0, 0, 0],
        year_weights=[0.2, 0.3, 0.5],
        **tables,
    )


def test_what_is_unused_a_second_year_returns_to_the_budget(make: Make):
    plan = planned(write_saved(make, budget_table=CARRIED))
    (ledger,) = carry_over(payments(plan))
    # 2022 spends 50 of the 100 of 2021, the other 50 return; 2023 spends the 100 of 2022 and its
    # own 100, and lacks the 50 that have returned. The model, which lets them stay, lacks nothing.
    assert carry_over_table([ledger]).to_dict("list") == {
        "year": [2021, 2022, 2023],
        "by": ["all"] * 3,
        "key": [""] * 3,
        "budget": [100, 100, 100],
        "spent": pytest.approx([0, 0, 100]),
        "carried": pytest.approx([100, 100, 0]),
        "spent_next": pytest.approx([50, 100, 0]),
        "spent_later": [0, 0, 0],
        "returned": pytest.approx([50, 0, 0]),
        "left": [0, 0, 0],
        "from_before": pytest.approx([0, 50, 100]),
        "paid": pytest.approx([0, 50, 250]),
        "lacking": pytest.approx([0, 0, 50]),
    }
    assert ledger.lost == pytest.approx(50)
    line = (
        "结转 200.00 万元（各年合计），财政资金第二年仍未用而收回 50.00；"
        "方案要用而按此规则已收回的 50.00"
    )
    assert line in PlanAnswer(plan).lines("zh")
    said = summary(plan).cash
    assert (said.carry_over.returned, said.carry_over.lost) == pytest.approx((50, 50))
    assert said.payments is None


def test_money_of_the_last_year_pays_what_is_due_in_the_next(make: Make):
    # A and B as in `write_saved`, half paid a year later: 25, then 25 + 125, then 125 beyond.
    half = {"with_progress": 0.5, "at_settlement": 0.5}
    (ledger,) = carry_over(payments(planned(write_saved(make, budget_table=CARRIED, payment=half))))
    assert ledger.spent_next == pytest.approx([25, 100, 50])
    assert ledger.carried == pytest.approx([100, 100, 50])
    assert ledger.returned == pytest.approx([75, 0, 0])
    assert ledger.paid == pytest.approx([0, 25, 150])
    assert ledger.lost == pytest.approx(0)


def test_without_carry_over_money_unused_is_returned_at_once(make: Make):
    plan = planned(write_two_works(make, budget=[120, 90], payment={"with_progress": 1.0}))
    (ledger,) = carry_over(payments(plan))
    assert ledger.spent == pytest.approx([100, 60])
    assert ledger.returned == pytest.approx([20, 30])
    assert not ledger.carried.any()
    assert "结余：不结转，各年未用的财政资金收回 50.00 万元" in PlanAnswer(plan).lines("zh")


# ---- bonds --------------------------------------------------------------------------------------


def write_bonds(make: Make, bond: dict[str, Any], **cells: Any) -> Path:
    """A costs 240 in two years, half of it from bonds: 60 are drawn in 2021, and in 2022."""
    work = {"total_investment": 240, "duration": 2, "funding": "fiscal:0.5;special:0.5"}
    return make(
        {"A": work | {"adds": {"S": 1}} | cells},
        {"S": {"need": 1}},
        budget=[120, 120],
        bonds={"special": bond},
    )


BULLET = {"term": 3, "rate": 0.1, "revenue": 30}


def test_bonds_that_are_repaid_at_once(make: Make):
    (ledger,) = bond_ledgers(planned(write_bonds(make, BULLET)))
    assert ledger.years == (2021, 2022, 2023, 2024, 2025)
    assert ledger.drawing == pytest.approx([60, 60, 0, 0, 0])
    assert ledger.repaid == pytest.approx([0, 0, 0, 60, 60])
    assert ledger.owed == pytest.approx([60, 120, 120, 60, 0])
    # A tenth of what was owed at the end of the year before.
    assert ledger.interest == pytest.approx([0, 6, 12, 12, 6])
    # 30 a year once A is completed at the end of 2022.
    assert ledger.revenue == pytest.approx([0, 0, 30, 30, 30])
    assert ledger.subsidy == pytest.approx([0, 6, 0, 42, 36])
    assert ledger.coverage[2:] == pytest.approx([30 / 12, 30 / 72, 30 / 66])
    assert ledger.coverage_of_all == pytest.approx(90 / 156)
    assert ledger.fits


def test_bonds_that_are_repaid_in_equal_parts_after_a_grace(make: Make):
    bond = BULLET | {"repayment": "equal", "grace": 1, "revenue_by_project": {"A": 5}}
    (ledger,) = bond_ledgers(planned(write_bonds(make, bond)))
    # 30 in the second and third year after each drawing.
    assert ledger.repaid == pytest.approx([0, 0, 30, 60, 30])
    assert ledger.interest == pytest.approx([0, 6, 12, 9, 3])
    assert ledger.revenue == pytest.approx([0, 0, 35, 35, 35])


def test_bonds_of_which_no_revenue_is_known(make: Make):
    plan = planned(write_bonds(make, {"term": 3, "rate": 0.1}))
    (ledger,) = bond_ledgers(plan)
    assert np.isnan(ledger.subsidy).all()
    assert np.isnan(ledger.coverage).all()
    said = plain(summary(plan))["cash"]["bonds"][0]
    assert (said["revenue"], said["coverage"], said["subsidy"]) == (None, None, None)
    assert (said["drawn"], said["repaid"], said["interest"]) == (120, 120, 36)
    line = (
        "专项债（special）：提款 120.00 万元，利息 36.00，还到 2025 年，"
        "本息最多一年 72.00，未给出收入；期限相符"
    )
    assert line in PlanAnswer(plan).lines("zh")


def test_a_term_that_is_over_before_the_work_is_completed(make: Make):
    # One year of work would do, but the money comes slowly: 10, 10 and 80, so what is drawn in
    # 2021 is due in 2022, and the work is completed in 2023.
    path = make(
        {"A": {"funding": "special", "adds": {"S": 1}}},
        {"S": {"need": 1}},
        years=(2021, 2023),
        budget=[10, 10, 80],
        land=[0, 0, 0],
        year_weights=[0.2, 0.3, 0.5],
        bonds={"special": {"term": 1, "rate": 0.1}},
    )
    plan = planned(path)
    (ledger,) = bond_ledgers(plan)
    assert ledger.late == ("A",)
    assert not ledger.fits
    assert any(line.endswith("；到期时尚未完工：A") for line in PlanAnswer(plan).lines("zh"))
    path = write_bonds(make, BULLET | {"max_term": 2})
    plan = planned(path)
    assert not bond_ledgers(plan)[0].fits
    assert any(
        line.endswith("; the term exceeds max_term") for line in PlanAnswer(plan).lines("en")
    )


def test_a_source_of_which_nothing_is_drawn(make: Make):
    path = make(
        {"A": {"adds": {"S": 1}}, "B": {"funding": "special"}},
        {"S": {"need": 1}},
        bonds={"special": BULLET},
        promote={"excluded": ["B"]},
    )
    (ledger,) = bond_ledgers(planned(path))
    assert ledger.years == (2021, 2022)
    amounts = [ledger.drawing, ledger.service, ledger.revenue]
    assert not any(each.any() for each in amounts)
    assert ledger.fits


# ---- running cost -------------------------------------------------------------------------------


def test_running_cost_begins_in_the_year_after_completion(make: Make):
    # A is completed in 2021 and costs 5 a year; half of B in 2022, which as a whole costs 8.
    cells = {"A": {"running_cost": 5, "district": "甲"}, "B": {"running_cost": 8}}
    plan = planned(write_two_works(make, cells=cells, budget=[100, 30]))
    table = ledgers(plan).running
    assert own(table, "running_cost") == pytest.approx([0, 5])
    assert own(table, "running_cost", "beyond") == pytest.approx([9] * YEARS_AFTER)
    assert table.loc[table["key"] == "甲", "running_cost"].tolist() == [0, *[5] * 6]
    assert "运行费：2022 年 5.00 万元，2027 年 9.00" in PlanAnswer(plan).lines("zh")
    assert set(report_tables(plan, "zh")) >= {"running_cost"}


def test_a_scenario_may_give_the_running_cost(make: Make):
    path = write_two_works(make)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n[projects.A]\nrunning_cost = 5.5\n")
    assert own(ledgers(planned(path)).running, "running_cost") == [0, 5.5]


# ---- on the shipped data ------------------------------------------------------------------------

CITY = """
extends = "{folder}/open_competition.toml"
title = "现金"

[budget]
carry_over = true
quarters = [0.3, 0.3, 0.2, 0.2]

[payment]
with_progress = 0.8
at_settlement = 0.17
retention = 0.03
quarters = [0.1, 0.3, 0.35, 0.25]

[prices]
by_year = [0.01, 0.03, 0.02, 0.04]

[budget.purse.city_fiscal]
by_year = [10000, 10000, 10000, 10000, 6000]

[bonds.state_company]
term = 15
rate = 0.03
repayment = "equal"
grace = 3
revenue = 30000

[projects.P13]
running_cost = 500
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = tmp_path_factory.mktemp("cash") / "city.toml"
    path.write_text(CITY.format(folder=SCENARIOS.as_posix()), encoding="utf-8")
    return planned(path)


@pytest.fixture(scope="module")
def kept(city: Plan) -> Ledgers:
    found = ledgers(city, quarters=True)
    assert found is not None
    return found


def test_payments_are_investment_and_price_rise(city: Plan, kept: Ledgers):
    table = kept.years
    by_group = table[table["when"] != "total"].groupby(["by", "key"], sort=False)
    sums = by_group[["investment", "price_rise", "payment"]].sum()
    assert len(sums) == 1 + 27 + 3 + 5 + 9
    assert (sums["investment"] + sums["price_rise"] - sums["payment"]).abs().max() < CENT
    totals = table[table["when"] == "total"].set_index(["by", "key"])
    for column in sums:
        assert (sums[column] - totals[column]).abs().max() < CENT
    assert sums.loc[("all", ""), "investment"] == pytest.approx(city.investment.sum(), abs=CENT)


@pytest.mark.parametrize("by", ["purse", "funding", "domain", "district"])
def test_groups_sum_to_the_whole_in_each_year_and_quarter(kept: Ledgers, by: str):
    columns = ["investment", "price_rise", "payment"]
    for table, at in ((kept.years, ["year"]), (kept.quarters, ["year", "quarter"])):
        dated = table[table["when"].isin(["plan", "beyond"])]
        parts = dated[dated["by"] == by].groupby(at)[columns].sum()
        whole = dated[dated["by"] == "all"].set_index(at)[columns]
        assert (parts - whole).abs().to_numpy().max() < CENT


def test_quarters_sum_to_the_year_and_end_with_its_balance(kept: Ledgers):
    at = ["by", "key", "year"]
    columns = ["investment", "price_rise", "payment"]
    years = kept.years[kept.years["when"].isin(["plan", "beyond"])].set_index(at)
    quarters = kept.quarters.groupby(at)[columns].sum()
    assert (quarters - years[columns]).abs().to_numpy().max() < CENT
    last = kept.quarters[kept.quarters["quarter"] == 4].set_index(at)
    assert last["balance"].notna().sum() == years["balance"].notna().sum() > 0
    assert (last["balance"] - years["balance"]).abs().max() < CENT


def test_payments_worked_out_a_second_way(city: Plan, kept: Ledgers):
    """Project by project from the tables of the report, in plain numbers."""
    level = {2021: 1.0, 2022: 1.01, 2023: 1.01 * 1.03, 2024: 1.01 * 1.03 * 1.02}
    level[2025] = level[2024] * 1.04
    paid: dict[int, float] = {}
    for _, rows in city.allocation[city.allocation["investment"] > 0].groupby("project_id"):
        spent = rows[rows["share"] > 1e-6]
        factor, last = level[int(spent["year"].min())], int(spent["year"].max())
        for year, amount in zip(rows["year"], rows["investment"], strict=True):
            paid[year] = paid.get(year, 0) + 0.8 * factor * amount
        whole = factor * rows["investment"].sum()
        paid[last + 1] = paid.get(last + 1, 0) + 0.17 * whole
        paid[last + 2] = paid.get(last + 2, 0) + 0.03 * whole
    table = kept.years[(kept.years["by"] == "all") & kept.years["year"].notna()]
    for year, amount in zip(table["year"], table["payment"], strict=True):
        # A project counts as completed within 1e-6 of all of it, so a year may move by that much.
        assert amount == pytest.approx(paid[int(year)], abs=CENT), year


def test_carry_over_reconciles(city: Plan, kept: Ledgers):
    for each in kept.carried:
        assert each.budget == pytest.approx(each.spent + each.carried, abs=CENT)
        used = each.spent_next + each.spent_later
        assert each.carried == pytest.approx(used + each.returned + each.left, abs=CENT)
        assert each.paid == pytest.approx(each.spent + each.from_before + each.lacking, abs=CENT)
        if each.by == "purse":  # fiscal money is not left, and no other is lost or returned
            assert np.max(each.left if each.fiscal else each.returned + each.lost) < CENT
    whole, *purses = kept.carried
    assert whole.paid == pytest.approx(own(kept.years, "payment"), abs=CENT)
    # All is the sum of the purses: their money, the budget but for the purse that has its own.
    assert whole.budget.sum() == pytest.approx(city.problem.purse_money.sum(), abs=CENT)
    other = city.problem.budget.sum() * (1 - 46855.68 / city.problem.purses.total.sum())
    assert whole.budget.sum() == pytest.approx(other + 46000, abs=CENT)
    assert whole.budget == pytest.approx(city.problem.budget, rel=1e-3)
    for name in ("budget", "spent", "carried", "returned", "left", "paid", "lacking"):
        parts = sum(getattr(each, name) for each in purses)
        assert getattr(whole, name) == pytest.approx(parts, abs=CENT), name
    # What is carried is spent in the plan, after it, returned or left.
    assert whole.from_before.sum() <= (whole.spent_next + whole.spent_later).sum() + CENT


def test_bonds_reconcile(city: Plan, kept: Ledgers):
    (ledger,) = kept.bonds
    detail = city.cash_flow_detail
    investment = detail[(detail["by"] == "funding") & (detail["key"] == "state_company")]
    assert ledger.drawing[:5] == pytest.approx(investment["investment"].to_numpy(), abs=CENT)
    assert ledger.repaid.sum() == pytest.approx(ledger.drawing.sum(), abs=CENT)
    assert ledger.owed[-1] == pytest.approx(0, abs=CENT)
    assert ledger.years[-1] == 2025 + 15
    # P13, a work of these bonds, costs 500 a year, and all of it is carried out.
    assert ledger.running[-1] == pytest.approx(500)
    assert ledger.net == pytest.approx(np.maximum(ledger.revenue - 500, 0), abs=CENT)
    # What net revenue and subsidy pay is the service, and what revenue is left over.
    over = np.maximum(ledger.net - ledger.service, 0)
    assert ledger.net + ledger.subsidy == pytest.approx(ledger.service + over, abs=CENT)
    # Interest a second way: each drawing by itself. The 12 parts are owed 4, 5, ... 15 years.
    years_owed = sum(range(4, 16)) / 12
    assert ledger.interest.sum() == pytest.approx(
        0.03 * years_owed * ledger.drawing.sum(), abs=CENT
    )


def test_running_cost_reconciles(kept: Ledgers):
    table = kept.running.pivot_table("running_cost", "year", "by", aggfunc="sum")
    assert (table["all"] - table["purse"]).abs().max() < CENT
    assert (table["all"] - table["district"]).abs().max() < CENT
    assert table["all"].iloc[-1] == 500


def test_json_and_tables_agree(city: Plan, kept: Ledgers):
    said = summary(city, quarters=True)
    years = said.cash.payments.years
    assert [each.payment for each in years if not each.beyond] == pytest.approx(
        own(kept.years, "payment")
    )
    sums = said.cash.payments
    assert sums.paid + sums.beyond + sums.undated == pytest.approx(
        sums.investment + sums.price_rise, abs=CENT
    )
    assert sums.investment == pytest.approx(said.totals.investment)
    assert plain(said)["cash"]["bonds"][0]["drawn"] == pytest.approx(kept.bonds[0].drawing.sum())
    # What the scenario does not give is an assumption, and what it gives is not.
    given = {"payment.settlement_delay = 1", "payment.retention_delay = 2"}
    assert given <= set(said.assumptions)
    assert not any(each.startswith(("payment.quarters", "bonds")) for each in said.assumptions)
    table = report_tables(city, "zh", quarters=True)
    files = {"payments", "payments_quarters", "carry_over", "bonds", "running_cost"}
    assert files <= set(table)


def test_the_plan_is_the_same_with_and_without_ledgers(make: Make):
    plain_one, asked = (
        planned(write_two_works(make, **tables))
        for tables in ({}, {"payment": HELD, "prices": {"rise": 0.5}})
    )
    assert (plain_one.spent == asked.spent).all()
    assert plain_one.score == asked.score


# ---- only where it is asked ---------------------------------------------------------------------


def test_nothing_is_asked_and_nothing_is_said(make: Make):
    plan = planned(write_two_works(make))
    assert ledgers(plan) is None
    said = summary(plan)
    assert said.cash is None
    assert not any("payment" in each for each in said.assumptions)
    tables = set(report_tables(plan, "zh"))
    assert not tables & {"payments", "carry_over", "bonds", "running_cost"}
    assert "payments" not in report_pictures(plan, "zh")
    assert not any(word in line for line in PlanAnswer(plan).lines("zh") for word in ("付款", "结"))


def test_quarters_on_the_command_line(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = write_two_works(make)
    out = tmp_path / "report"
    assert main(["plan", str(path), "--quarters", "--out", str(out)]) == 0
    assert "付款都不超出可用资金" in capsys.readouterr().out
    made = {each.name for each in out.iterdir()}
    assert {"payments.csv", "payments_quarters.csv", "payments.png", "payments.svg"} <= made
    said = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    assert said["cash"]["payments"]["short"] == []
    assert "payment.quarters = 0.25, 0.25, 0.25, 0.25" in said["assumptions"]
    header = (out / "payments.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header == (
        "year,when,by,key,investment,price_rise,payment,money,carried_in,balance,balance_so_far"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_shows_years_and_quarters_and_what_is_short(make: Make, lang: str):
    plan = planned(write_two_works(make, payment=HELD, prices={"rise": 0.1}))
    seen = set(words(draw_payments(plan, lang)))
    assert {"80.00", "69.80", "-9.80", "14.22", "1.98", "2024"} <= seen
    one = {"zh": "1 年缺钱，最缺的 2022 年缺 9.80", "en": "years short: 1, most in 2022: 9.80"}
    assert one[lang] in seen
    seen = set(words(draw_payments(plan, lang, quarters=True)))
    assert {"20.00", "17.45"} <= seen  # 80 and 69.8 in four
    four = {
        "zh": "4 个季度缺钱，最缺的 2022 年第 4 季度当年累计缺 9.80",
        "en": "quarters short: 4, most in 2022 Q4: 9.80 so far in the year",
    }
    assert four[lang] in seen
    with pytest.raises(ValueError, match="asks for no payments"):
        draw_payments(planned(write_two_works(make)))


def boxes(axes: Axes, colour: str) -> list[tuple[float, ...]]:
    """Left, low and high edge of the boxes of a colour."""
    chosen = [
        each
        for each in axes.collections
        if len(each.get_facecolor()) and to_hex(each.get_facecolor()[0]) == colour.lower()
    ]
    extents = [path.get_extents() for each in chosen for path in each.get_paths()]
    return [(each.x0, each.y0, each.y1) for each in extents]


def test_red_is_what_a_quarter_newly_lacks_on_a_scale_with_numbers(make: Make):
    pace = HELD | {"quarters": [0.4, 0.3, 0.2, 0.1]}
    even = {"quarters": [0.25] * 4}
    plan = planned(write_two_works(make, payment=pace, prices={"rise": 0.1}, budget_table=even))
    (panel,) = draw_payments(plan, quarters=True).child_axes
    # Of the 32 of 2021 Q1 7, of the 27.92 of 2022 Q1 12.92, of the 20.94 of 2022 Q2 5.94; nothing
    # in 2021 Q2, 2022 Q3 and Q4, which get more than they pay.
    expected = [(0.38, 25, 32), (4.38, 15, 27.92), (5.38, 15, 20.94)]
    assert boxes(panel, style.WARNING) == [pytest.approx(each) for each in expected]
    ticks = [each.get_text() for each in panel.get_yticklabels()]
    assert ticks == ["0", "8", "16", "24", "32", "40"]  # 2021 Q1 invests 40


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("years", [1, 2, 10])
def test_amounts_of_the_table_are_apart_and_of_one_size(make: Make, lang: str, years: int):
    path = make(
        {"A": {"total_investment": 987654.32 * years, "adds": {"S": 1}}},
        {"S": {"need": 1}},
        years=(2021, 2020 + years),
        budget=[987654.32] * years,
        land=[0] * years,
        year_weights=[1 / years] * years,
        payment=HELD,
    )
    plan = planned(path)
    for quarters in (False, True):
        axes = draw_payments(plan, lang, quarters)
        renderer = figure_of(axes).canvas.get_renderer()
        lines: dict[float, list[Any]] = {}
        for text in axes.texts:
            if re.fullmatch(r"-?[\d,]+(\.\d+)?", text.get_text()):
                lines.setdefault(round(text.get_position()[1], 3), []).append(text)
        rows = [row for row in lines.values() if len(row) > 1]
        assert len(rows) >= 5  # years; of one year the balance is a single amount
        assert {text.get_fontsize() for row in rows for text in row} == {7.5}
        for row in rows:
            spans = sorted(
                (each.x0, each.x1) for each in (t.get_window_extent(renderer) for t in row)
            )
            gaps = [after[0] - before[1] for before, after in pairwise(spans)]
            assert min(gaps) > 1.5 / 25.4 * style.DPI, quarters  # mm in dots


def test_the_picture_of_carried_money_has_its_row(make: Make):
    path = write_two_works(make, payment=HELD, prices={"rise": 0.1}, budget_table=CARRIED)
    seen = words(draw_payments(planned(path)))
    # 60 + 20 - 69.8 = 10.2: without the 20 the balance cannot be traced.
    assert seen.count("上年结转") == 2  # legend and row
    assert {"20.00", "10.20"} <= set(seen)
    assert "上年结转" not in words(draw_payments(planned(write_two_works(make, payment=HELD))))


def test_the_example_of_the_page_plans(tmp_path: Path):
    page = (ROOT / "docs" / "cash.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```toml\n(# scenarios/\w+\.toml\n.*?)^```$", page, re.M | re.S)
    path = tmp_path / "cash.toml"
    path.write_text(block.replace('extends = "', f'extends = "{SCENARIOS.as_posix()}/'), "utf-8")
    plan = planned(path)
    told = re.search(r"^```text\n(.*?)^```$", page, re.M | re.S)
    assert told is not None
    lines = PlanAnswer(plan, quarters=True).lines("en")
    assert told[1].splitlines() == [line for line in lines if line.startswith(LEDGERS)]


# ---- bad input ----------------------------------------------------------------------------------

SUM_1 = "应为合计为 1（误差 0.000001 以内）", "allowed: a sum of 1 (within 0.000001)"
SHARE = "应为0 到 1 之间的数", "allowed: a number from 0 to 1"
SHARES = "应为0 到 1 之间的数的列表", "allowed: a list of numbers from 0 to 1"
DELAY = "应为0 到 30 的整数（年）", "allowed: a whole number of years from 0 to 30"
TERM = "应为1 到 100 的整数（年）", "allowed: a whole number of years from 1 to 100"
BOND = {"term": 3, "rate": 0.03}

WRONG: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "shares_of_a_payment": (
        {"payment": {"at_settlement": 0.17, "retention": 0.03}},
        [
            said(
                key("payment"),
                (
                    "with_progress＋at_settlement＋retention 合计 1.2",
                    "with_progress + at_settlement + retention, a sum of 1.2",
                ),
                SUM_1,
            )
        ],
    ),
    "values_out_of_range": (
        {
            "payment": {
                "with_progress": -0.1,
                "settlement_delay": -1,
                "retention_delay": 31,
                "quarters": [0.5, 0.5, 0, "x"],
            }
        },
        [
            said(key("payment.with_progress"), value("-0.1"), SHARE),
            said(key("payment.settlement_delay"), value("-1"), DELAY),
            said(key("payment.retention_delay"), value("31"), DELAY),
            said(key("payment.quarters"), value("[0.5, 0.5, 0, 'x']"), SHARES),
        ],
    ),
    "quarters": (
        {
            "payment": {"quarters": [0.5, 0.5]},
            "budget_table": {"quarters": [0.1, 0.2, 0.3, 0.3]},
        },
        [
            said(
                key("payment.quarters"),
                ("2 个数", "2 numbers"),
                ("应为4 个数，每季度一个", "allowed: 4 numbers, one a quarter"),
            ),
            said(key("budget.quarters"), ("合计 0.9", "a sum of 0.9"), SUM_1),
        ],
    ),
    "prices_of_too_many_years": (
        {"prices": {"by_year": [0.01, 0.02]}},
        [
            said(
                key("prices.by_year"),
                ("2 个数", "2 numbers"),
                (
                    "应为1 个数，第一年以后每年一个（计划价格是第一年的价格）",
                    "allowed: 1 numbers, one a year after the first (in whose prices the plan is)",
                ),
            )
        ],
    ),
    "prices_in_two_forms": (
        {"prices": {"by_year": [0.01], "rise": 0.02}},
        [
            said(
                key("prices.by_year"),
                ("与 rise 并列的 by_year", "by_year beside rise"),
                ("应为只用其中一种写法", "allowed: one of the two forms"),
            )
        ],
    ),
    "prices_that_fall": (
        {"prices": {"rise": -0.01}},
        [said(key("prices.rise"), value("-0.01"), SHARE)],
    ),
    "bonds_without_terms": (
        {"bonds": {"fiscal": {"max_term": 5}}},
        [
            said(
                key(f"bonds.fiscal.{name}"),
                ("缺少此键", "no such key"),
                ("应为必须有的键", "allowed: a key that must be there"),
            )
            for name in ("term", "rate")
        ],
    ),
    "terms_out_of_range": (
        {
            "bonds": {
                "fiscal": {"term": 0, "rate": 3, "repayment": "never", "revenue": -1, "max_term": 0}
            }
        },
        [
            said(key("bonds.fiscal.term"), value("0"), TERM),
            said(key("bonds.fiscal.rate"), value("3"), SHARE),
            said(
                key("bonds.fiscal.repayment"),
                value("never"),
                (
                    "应为其中之一：到期一次还本（bullet）、等额还本（equal）",
                    "allowed: one of bullet, equal",
                ),
            ),
            said(
                key("bonds.fiscal.revenue"),
                value("-1"),
                ("应为不小于 0 的数", "allowed: a number >= 0"),
            ),
            said(key("bonds.fiscal.max_term"), value("0"), TERM),
        ],
    ),
    "a_grace_as_long_as_the_term": (
        {"bonds": {"fiscal": BOND | {"grace": 3, "repayment": "equal"}}},
        [
            said(
                key("bonds.fiscal.grace"),
                ("3 年", "3 years"),
                ("应为小于期限 term 3 年", "allowed: less than the term, 3 years"),
            )
        ],
    ),
    "a_grace_of_a_bullet": (
        {"bonds": {"fiscal": BOND | {"grace": 1}}},
        [
            said(
                key("bonds.fiscal.grace"),
                ("1 年，而到期一次还本", "1 with a bullet"),
                (
                    '应为0；有宽限期时写 repayment = "equal"',
                    'allowed: 0, or repayment = "equal" beside it',
                ),
            )
        ],
    ),
    "names_that_nobody_knows": (
        {"bonds": {"fiscal": BOND | {"revenue_by_project": {"Z": 1}}, "loan": BOND}},
        [
            said(
                key("bonds"),
                value("loan"),
                ("应为已有的资金来源", "allowed: a source of money that there is"),
            ),
            said(
                key("bonds.fiscal.revenue_by_project"),
                value("Z"),
                ("应为项目表里有的编号", "allowed: an id of projects.csv"),
            ),
        ],
    ),
    "an_unknown_key": (
        {"payment": {"retention_years": 2}},
        [
            said(
                key("payment.retention_years"),
                ("未知的键“retention_years”", "unknown key 'retention_years'"),
                (
                    "应为已知的键，最接近的是 retention_delay",
                    "allowed: a known key, nearest: retention_delay",
                ),
            )
        ],
    ),
    "a_number_in_place_of_a_table": (
        {"prices": 0.03},
        [
            said(
                key("prices"),
                value("0.03"),
                ("应为一个表 [prices]", "allowed: a table [prices]"),
            )
        ],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_scenarios_that_cannot_be(make: Make, name: str):
    tables, expected = WRONG[name]
    assert found(write_two_works(make, **tables)) == expected


def test_a_bond_whose_term_is_over_before_it_is_drawn(make: Make):
    # Three years of work: what is drawn in the first is due after one, in the second.
    wrong = {"term": 1, "rate": 0.1}
    expected = [
        said(
            key("bonds.special.term"),
            (
                "1 年，而 A 至少施工 3 年，没提完款就已到期",
                "1 years, over before A is drawn, which takes 3 at least",
            ),
            ("应为不小于 2 年", "allowed: at least 2 years"),
        )
    ]
    assert found(write_bonds(make, wrong, duration=2.5)) == expected
    assert found(write_bonds(make, wrong, spend_profile="0.2;0.3;0.5")) == expected
    # One that may not be carried out takes no bond, and two years are enough.
    path = write_bonds(make, wrong | {"term": 2}, duration=2.5)
    assert read_problem(str(path)).scenario.cash.bonds["special"].term == 2


def test_a_running_cost_that_is_no_number(make: Make):
    number = (
        "应为不小于 0 的数（半角数字，不带逗号）",
        "allowed: a number >= 0 (half-width digits, no commas)",
    )
    path = write_two_works(make, cells={"A": {"running_cost": "-5"}})
    assert found(path) == [said(cell("projects", 2, "running_cost"), value("-5"), number)]
    path = write_two_works(make)
    with path.open("a", encoding="utf-8") as file:
        file.write('\n[projects.A]\nrunning_cost = "many"\n')
    assert found(path) == [said(key("projects.A.running_cost"), value("many"), number)]


def test_a_near_file_displaces_one_form_of_prices_by_the_other(make: Make):
    far = write_two_works(make, prices={"rise": 0.02})
    near = far.with_name("near.toml")
    near.write_text('extends = "tiny.toml"\n[prices]\nby_year = [0.05]\n', encoding="utf-8")
    assert read_problem(str(near)).scenario.cash.rise == {2022: 0.05}
    nearest = far.with_name("nearest.toml")
    nearest.write_text('extends = "near.toml"\n[prices]\nrise = 0.01\n', encoding="utf-8")
    assert read_problem(str(nearest)).scenario.cash.rise == {2022: 0.01}
