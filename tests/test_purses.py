"""Purses, transfers, `after` and the cap beyond the need, on cases that can be solved on paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from portfolio.engine.highs import solve
from portfolio.engine.model import build_model
from portfolio.engine.moves import least_transfers
from portfolio.engine.warm import neighbour
from portfolio.errors import NoPlanError, VerificationError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.plan.certificate import bound_at
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.prices import shadow_prices
from portfolio.plan.record import recall, record
from portfolio.plan.verify import verify
from portfolio.questions.replan import study
from portfolio.questions.replan.actuals import Actuals
from tests.conftest import SCENARIOS, Make
from tests.formulation import best_score

EAST_WEST = {"east": {"district": "东县", "total": 60}, "west": {"district": "西县", "total": 40}}
HIGH = 1e9  # a bound that no score reaches, where the score is not what is tested


def write_two_counties(make: Make, **more: Any) -> Path:
    """
    Two counties, each with its own fiscal money; the yearly budgets, 60 and 40, are of both.

    E in 东县 costs 100 and adds 100 places (1 a 万元), W in 西县 costs 100 and adds 50 (0.5).
    200 are needed, so a place is 0.5 points, 0.25 in each year. 东县 has 60, 西县 40.

    2021 builds 60 of E: 60 places. 2022 has 40, which only 西县 still has: 20 places of W, 80 in
    all. Score 0.25 * (60 + 80) = 35. In one pot 2022 would build the rest of E: 100 places, and
    0.25 * (60 + 100) = 40.

    One more 万元 in 东县's purse goes to E in place of W in 2022: half a place, 0.125 points. One
    more in 西县's buys nothing, since the yearly budget is spent.
    """
    tables: dict[str, Any] = {"purses": EAST_WEST, "budget": [60, 40]} | more
    return make(
        {
            "E": {"district": "东县", "adds": {"S": 100}},
            "W": {"district": "西县", "adds": {"S": 50}},
        },
        {"S": {"need": 200}},
        **tables,
    )


def support(most: float, giver: str = "west", taker: str = "east") -> dict[str, Any]:
    """`[[budget.transfer]]` as a table of the scenario."""
    return {"transfer": [{"from": giver, "to": taker, "max": most}]}


def planned(path: Path, mode: str = "shares") -> Plan:
    """Return the plan; it holds, its prices prove its bound, and the contract's text agrees."""
    problem = read_problem(str(path), mode=mode, gap=0.0)
    plan = plan_problem(problem)
    verify(plan)
    assert plan.score == pytest.approx(best_score(path, mode), rel=1e-6)
    if mode == "shares":
        assert bound_at(problem, plan.prices) == pytest.approx(plan.bound, rel=1e-9)
    return plan


def gain(problem: Problem, extra: Mapping[str, float], more: Mapping[int, Any] = {}) -> float:
    """Points gained by more money in purses, by solving anew."""
    ids = problem.purses.ids
    richer = problem.purses.granted(np.array([extra.get(each, 0.0) for each in ids]), dict(more))
    other = solve(build_model(replace(problem, purses=richer))).objective
    return other - solve(build_model(problem)).objective


def short(path: Path) -> NoPlanError:
    """Return the error that says what is missing."""
    with pytest.raises(NoPlanError) as caught:
        plan_problem(read_problem(str(path)))
    return caught.value


# ---- purse --------------------------------------------------------------------------------------


def test_a_purse_pays_for_its_own_projects_alone(make: Make):
    plan = planned(write_two_counties(make))
    assert plan.score == pytest.approx(35)
    assert plan.investment == pytest.approx(np.array([[60, 0], [0, 40]]))
    assert plan.purse_spending == pytest.approx(np.array([[60, 0], [0, 40]]))
    assert plan.transferred is None


def test_without_its_rows_the_score_is_that_of_one_pot(make: Make, tmp_path: Path):
    for tables in (
        {"budget_table": {"separate": False}},
        {"rules": {"ignore": ["purse"]}},
        {"budget_table": {"separate": False} | support(5)},
    ):
        plan = planned(write_two_counties(make, **tables))
        assert plan.score == pytest.approx(40)
        # The purses are still reported: E takes 100 from one that has 60.
        of_all = plan.purses[plan.purses["year"].isna()]
        assert of_all["balance"].tolist() == pytest.approx([-40, 40])
        assert plan.transferred is None
    write_two_counties(make)
    (tmp_path / "data" / "purses.csv").unlink()
    assert planned(tmp_path / "scenarios" / "tiny.toml").score == pytest.approx(40)


def test_less_money_in_all_is_less_in_each_purse(make: Make):
    # 20 % less: 48 and 32. 2021 has 48, all of it 东县's; 2022 has 32: 16 places of W, 64 in all.
    plan = planned(write_two_counties(make, budget=[48, 32]))
    assert plan.problem.purse_money == pytest.approx([48, 32])
    assert plan.score == pytest.approx(0.25 * (48 + 64))


def test_money_of_its_own_in_place_of_its_part(make: Make):
    # 东县 has 90 of its own; 西县's part is still 40 of the 100 that purses.csv gives.
    # 2021 builds 60 of E, 2022 30 of E and 10 of W: 60, then 95 places.
    plan = planned(write_two_counties(make, budget_table={"purse": {"east": {"total": 90}}}))
    assert plan.problem.purse_money == pytest.approx([90, 40])
    assert plan.score == pytest.approx(0.25 * (60 + 95))


def test_money_of_each_year_binds_each_year(make: Make):
    # 东县 has 10 in 2021 and 50 in 2022. 2021: 10 of E and 40 of W: 30 places; 2022 has 40, all for
    # E: 70 places.
    own = {"purse": {"east": {"by_year": [10, 50]}}}
    plan = planned(write_two_counties(make, budget_table=own))
    assert plan.score == pytest.approx(0.25 * (30 + 70))
    assert plan.investment == pytest.approx(np.array([[10, 40], [40, 0]]))
    # Carried over, the 10 that are left of 2021's 60 are there in 2022: all of 东县's 50.
    plan = planned(write_two_counties(make, budget_table=own | {"carry_over": True}))
    assert plan.score == pytest.approx(0.25 * (30 + 80))
    # More than it needs in 2021 is lost in 2022 without carry-over, and there with it.
    own = {"purse": {"east": {"by_year": [80, 0]}}}
    plan = planned(write_two_counties(make, budget_table=own))
    assert plan.score == pytest.approx(0.25 * (60 + 80))
    plan = planned(write_two_counties(make, budget_table=own | {"carry_over": True}))
    assert plan.score == pytest.approx(0.25 * (60 + 90))  # 20 of E and 20 of W


def test_what_one_more_unit_in_a_purse_brings(make: Make):
    plan = planned(write_two_counties(make))
    problem = plan.problem
    assert gain(problem, {"east": 1}) == pytest.approx(0.125)
    assert gain(problem, {"west": 1}) == pytest.approx(0)
    rows = shadow_prices(plan).set_index("row")
    assert rows.loc["purse_east", "points"] == pytest.approx(1250)  # a 亿元
    assert rows.loc["purse_west", "points"] == pytest.approx(0)
    assert rows.loc[["purse_east", "purse_west"], "year"].isna().all()
    # One more in a year's budget is 0.6 for 东县 and 0.4 for 西县: 0.8 places, for both years if it
    # is there in 2021, else for one.
    assert rows.loc["annual_budget", "points"].tolist() == pytest.approx([4000, 2000])


def test_what_one_more_unit_in_a_year_of_a_purse_brings(make: Make):
    # 10 and 50 by year, see above. 2021 spends 50 of its 60, so one more is a place more, for both
    # years; in 2022 东县 has more than the year's budget lets it spend.
    plan = planned(
        write_two_counties(make, budget_table={"purse": {"east": {"by_year": [10, 50]}}})
    )
    rows = shadow_prices(plan)
    east = rows[rows["row"] == "purse_east"].set_index("year")["points"]
    assert east[2021] == pytest.approx(10000 * gain(plan.problem, {"east": 1}, {0: [1, 0]}))
    assert east[2021] == pytest.approx(10000 * 0.25 * (1 + 1))
    assert east[2022] == pytest.approx(0)


def test_small_prices_of_large_purses_count(make: Make):
    # The two counties in units 9,000 times as large, and worth a thousandth of the points beside T,
    # which costs nothing. A 万元 of 东县's is 0.125 / 9e6 points: little, but 540,000 times.
    path = make(
        {
            "E": {"district": "东县", "total_investment": 9e5, "adds": {"S": 100}},
            "W": {"district": "西县", "total_investment": 9e5, "adds": {"S": 50}},
            "Z": {"district": "西县", "total_investment": 0, "adds": {"T": 1}},
        },
        {"S": {"need": 200}, "T": {"need": 1, "weight": 999}},
        purses=EAST_WEST,
        budget=[54e4, 36e4],
    )
    plan = planned(path)
    assert plan.score == pytest.approx(99.9 + 0.035)
    assert plan.prices["purse"] == pytest.approx([0.125 / 9e6, 0], rel=1e-6, abs=1e-15)


def test_co_financed_projects_draw_on_several_purses(make: Make):
    # E is paid by both purses, 3 to 2; 东县's 30 and the firm's 70 pay for 50 and 175 of it.
    # W is 东县's own. By unit of 东县's money E brings 1 / 0.6 places, W 0.5: so 50 of E in 2021,
    # and nothing of W.
    path = make(
        {
            "E": {"district": "东县", "funding": "fiscal:0.6;firm:0.4", "adds": {"S": 100}},
            "W": {"district": "东县", "adds": {"S": 50}},
        },
        {"S": {"need": 200}},
        purses={"east": {"total": 30}, "firm": {"funding": "firm", "total": 70}},
        budget=[60, 40],
    )
    plan = planned(path)
    assert plan.score == pytest.approx(0.25 * (50 + 50))
    assert plan.purse_spending == pytest.approx(np.array([[30, 0], [20, 0]]))
    of_sources = plan.investment_by("funding").groupby("key")["investment"].sum()
    assert of_sources.to_dict() == pytest.approx({"fiscal": 30, "firm": 20})


def test_whole_projects_keep_purses(make: Make):
    # Neither county can build all of its school, whatever the yearly budget: with 100 in a year,
    # one pot builds E.
    path = write_two_counties(make, budget=[100, 0])
    assert planned(path, "whole").score == pytest.approx(0)
    path = write_two_counties(make, budget=[100, 0], budget_table=support(40))
    plan = planned(path, "whole")
    assert plan.score == pytest.approx(50)
    assert plan.transferred == pytest.approx(np.array([[40, 0]]))


# ---- transfer -----------------------------------------------------------------------------------


def test_a_transfer_moves_as_much_as_it_may_in_the_year_of_need(make: Make):
    # 10 from 西县: 2022 builds 10 of E and 30 of W: 60, then 85 places. 东县's own 60 last through
    # 2021, so the money moves in 2022. One more would go from W to E: 0.125 points.
    plan = planned(write_two_counties(make, budget_table=support(10)))
    assert plan.score == pytest.approx(0.25 * (60 + 85))
    assert plan.transferred == pytest.approx(np.array([[0, 10]]))
    assert plan.prices["transfer"] == pytest.approx([0.125])
    assert "transfer_1_2022" in build_model(plan.problem).names


def test_no_more_is_moved_than_is_needed(make: Make):
    # Up to 100 may move: 2022 builds the other 40 of E, and no more is moved than that.
    plan = planned(write_two_counties(make, budget_table=support(100)))
    assert plan.score == pytest.approx(40)
    assert plan.transferred == pytest.approx(np.array([[0, 40]]))
    # Nothing is moved where each purse can pay: E costs 60 here, W 40.
    path = make(
        {
            "E": {"district": "东县", "total_investment": 60, "adds": {"S": 60}},
            "W": {"district": "西县", "total_investment": 40, "adds": {"S": 20}},
        },
        {"S": {"need": 200}},
        purses=EAST_WEST,
        budget=[60, 40],
        budget_table=support(100),
    )
    assert planned(path).transferred == pytest.approx(np.zeros((1, 2)))


def test_money_of_each_year_takes_support_in_that_year(make: Make):
    # 东县 has 10 in 2021 and 50 in 2022, 西县 40 that it may give 30 of. 2021 builds 40 of E with
    # 30 from 西县, and with the 10 that 西县 has left 10 of W: 45 places. 2022 has 40, for E: 85.
    own = {"purse": {"east": {"by_year": [10, 50]}, "west": {"total": 40}}} | support(30)
    plan = planned(write_two_counties(make, budget_table=own))
    assert plan.score == pytest.approx(0.25 * (45 + 85))
    assert plan.transferred == pytest.approx(np.array([[30, 0]]))
    # Carried over, the 10 that 2021 does not spend are there in 2022, when 东县 has 50: 95 places.
    plan = planned(write_two_counties(make, budget_table=own | {"carry_over": True}))
    assert plan.score == pytest.approx(0.25 * (45 + 95))
    assert plan.transferred == pytest.approx(np.array([[30, 0]]))


def test_a_giver_with_money_of_each_year_gives_in_a_year_in_which_it_has_some(make: Make):
    # 西县 has 25 in 2021 and 15 in 2022, and would rather give all of it. 东县 needs 40 in 2022.
    # Without carry-over 西县's 25 of 2021 must move in 2021, though 东县 still has its own then.
    own = {"purse": {"west": {"by_year": [25, 15]}}} | support(40)
    plan = planned(write_two_counties(make, budget_table=own))
    assert plan.score == pytest.approx(40)
    assert plan.transferred == pytest.approx(np.array([[25, 15]]))
    # Carried over, it moves when it is needed.
    plan = planned(write_two_counties(make, budget_table=own | {"carry_over": True}))
    assert plan.transferred == pytest.approx(np.array([[0, 40]]))


def test_support_may_be_passed_on(make: Make):
    # 西县 gives to the city, which has nothing, and the city to 东县: 15, the less of 15 and 20.
    # 2022 builds 15 of E and 25 of W: 60, then 87.5 places.
    path = write_two_counties(
        make,
        purses=EAST_WEST | {"city": {"district": "市本级", "total": 0}},
        budget_table={
            "transfer": [
                {"from": "west", "to": "city", "max": 15},
                {"from": "city", "to": "east", "max": 20},
            ]
        },
    )
    plan = planned(path)
    assert plan.score == pytest.approx(0.25 * (60 + 87.5))
    assert plan.transferred == pytest.approx(np.array([[0, 15], [0, 15]]))


def test_transfers_without_limit_where_their_rule_is_ignored(make: Make):
    path = write_two_counties(make, budget_table=support(10), rules={"ignore": ["transfer"]})
    plan = planned(path)
    assert plan.score == pytest.approx(40)
    assert plan.transferred == pytest.approx(np.array([[0, 40]]))


def test_the_table_of_purses_conserves_money(make: Make):
    plan = planned(write_two_counties(make, budget_table=support(10)))
    table = plan.purses
    assert table["taken"].sum() == pytest.approx(table["given"].sum(), abs=0.01)
    assert plan.purse_gain.sum(axis=0) == pytest.approx([0, 0], abs=0.01)
    of_all = table[table["year"].isna()].set_index("purse")
    assert of_all["money"].tolist() == pytest.approx([60, 40])
    assert of_all["need"].tolist() == pytest.approx([70, 30])
    assert (of_all["taken"] - of_all["given"]).tolist() == pytest.approx([10, -10])
    assert of_all["balance"].tolist() == pytest.approx([0, 0], abs=0.01)
    assert of_all["need"].sum() == pytest.approx(plan.cash_flow["investment"].sum(), abs=0.01)


def test_records_keep_transfers(make: Make):
    plan = planned(write_two_counties(make, budget_table=support(10)))
    again = recall(plan.problem, json.loads(json.dumps(record(plan))))
    verify(again)
    assert again.transferred is not None
    assert again.transferred.tolist() == plan.transferred.tolist()
    assert again.purses.equals(plan.purses)


# ---- after --------------------------------------------------------------------------------------


def write_one_after_the_other(make: Make, ahead: Mapping[str, Any], **more: Any) -> Path:
    """
    B costs 60, adds all 100 places and comes after A, which costs 60 and adds nothing.

    Money is ample; the years count 0.2, 0.3 and 0.5, and a place is a point.
    """
    return make(
        {
            "A": {"total_investment": 60} | dict(ahead),
            "B": {"total_investment": 60, "after": "A", "adds": {"S": 100}},
        },
        {"S": {"need": 100}},
        years=(2021, 2023),
        budget=[200, 200, 200],
        land=[0, 0, 0],
        year_weights=[0.2, 0.3, 0.5],
        **more,
    )


@pytest.mark.parametrize("mode", ["shares", "whole"])
def test_work_begins_the_year_after_what_it_follows(make: Make, mode: str):
    # A in 2021, B in 2022: 0.3 * 100 + 0.5 * 100.
    plan = planned(write_one_after_the_other(make, {}), mode)
    assert plan.score == pytest.approx(80)
    assert plan.start_year.tolist() == [2021, 2022]


def test_in_shares_it_follows_as_far_as_the_other_is_finished(make: Make):
    # A takes two years: half of it in each, and B follows a year behind: 50 places, then 100.
    plan = planned(write_one_after_the_other(make, {"duration": 2}))
    assert plan.score == pytest.approx(0.3 * 50 + 0.5 * 100)
    assert plan.begun == pytest.approx(np.array([[0.5, 1, 1], [0, 0.5, 1]]))


@pytest.mark.parametrize("mode", ["shares", "whole"])
def test_after_a_profile_it_waits_for_the_last_year(make: Make, mode: str):
    # A begins in 2021 and is finished with 2022: B in 2023. (In whole mode so is a free one of two
    # years.)
    plan = planned(write_one_after_the_other(make, {"spend_profile": "0.9;0.1"}), mode)
    assert plan.score == pytest.approx(50)
    assert plan.start_year.tolist() == [2021, 2023]
    if mode == "whole":
        assert planned(write_one_after_the_other(make, {"duration": 1.5}), mode).score == 50


def test_after_what_is_excluded_nothing_begins(make: Make):
    path = write_one_after_the_other(make, {}, promote={"excluded": ["A"]})
    assert planned(path).score == pytest.approx(0)
    path = write_one_after_the_other(
        make, {}, promote={"excluded": ["A"]}, rules={"ignore": ["after"]}
    )
    assert planned(path).score == pytest.approx(100)


def test_a_chain_takes_a_year_a_link(make: Make):
    # Each costs 10 and adds 10 of 30 needed: 2021 one, 2022 two, 2023 three.
    path = make(
        {
            "A": {"total_investment": 10, "after": "B", "adds": {"S": 10}},
            "B": {"total_investment": 10, "after": "C", "adds": {"S": 10}},
            "C": {"total_investment": 10, "adds": {"S": 10}},
        },
        {"S": {"need": 30}},
        years=(2021, 2023),
        budget=[30, 30, 30],
        land=[0, 0, 0],
        year_weights=[0.2, 0.3, 0.5],
    )
    for mode in ("shares", "whole"):
        plan = planned(path, mode)
        assert plan.score == pytest.approx((0.2 * 10 + 0.3 * 20 + 0.5 * 30) / 0.3)
        assert plan.start_year.tolist() == [2023, 2022, 2021]


# ---- beyond cap ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cap", "e", "score"),
    [
        # E brings 1.5 points a 万元 up to its need (33.3 万元), then 0.45; F 0.25. All 60 for E:
        # 180 places, 0.8 beyond the need: 50 * (1 + 0.3 * 0.8).
        (None, 60, 62),
        # Half a need more is 150 places, for 50 万元: 50 * 1.15. The other 10 are 5 of T: 2.5.
        (0.5, 50, 60),
        # Nothing beyond counts: 100 / 3 万元 for E, 50 points; the other 80 / 3 are 40 / 3 of T.
        (0, 100 / 3, 50 + 20 / 3),
    ],
)
def test_beyond_the_cap_money_goes_elsewhere(make: Make, cap: float | None, e: float, score: float):
    goal = {} if cap is None else {"beyond_cap": cap}
    path = make(
        {"E": {"adds": {"S": 300}}, "F": {"adds": {"T": 50}}},
        {"S": {"need": 100}, "T": {"need": 100}},
        budget=[60, 0],
        objective_table=goal,
    )
    plan = planned(path)
    assert plan.score == pytest.approx(score)
    assert plan.investment[:, 0] == pytest.approx([e, 60 - e], abs=1e-3)
    more = solve(build_model(plan.problem.with_money(by_year=[61, 0]))).objective - plan.bound
    assert more == pytest.approx(0.45 if cap is None else 0.25)


def test_whole_projects_pass_the_cap_without_reward(make: Make):
    # All of E: 300 places where 100 are needed; half a need of them counts: 100 * 1.15.
    path = make(
        {"E": {"adds": {"S": 300}}},
        {"S": {"need": 100}},
        budget=[100, 0],
        objective_table={"beyond_cap": 0.5},
    )
    for mode in ("shares", "whole"):
        plan = planned(path, mode)
        assert plan.score == pytest.approx(115)
        assert plan.points_within_need == pytest.approx(100)
    assert plan.beyond == pytest.approx(np.array([[2, 2]]))  # what is there, not what counts


# ---- no plan: which purse, which year -----------------------------------------------------------


def test_the_shortfall_names_the_purse_and_the_year(make: Make):
    # E must be built: 60 in 2021 and 40 in 2022, as the yearly budgets allow. 东县 has 60: it lacks
    # 40, two thirds of what it has, and lacks them in 2022.
    path = write_two_counties(make, promote={"required": ["E"]})
    error = short(path)
    assert error.lines("zh")[1:] == [
        "最小缺口：资金池“east”再加 40.0000 万元（+66.67%），其中 2022 年 40.0000"
    ]
    assert error.lines("en")[1:] == [
        "smallest shortfall: purse east (east) +40.0000 万元 (+66.67%): 2022 40.0000"
    ]
    enough = read_problem(str(path))
    enough = replace(enough, purses=enough.purses.granted(np.array([40.0, 0.0]), {}))
    assert plan_problem(enough).score == pytest.approx(40)


def test_support_makes_the_shortfall_smaller(make: Make):
    path = write_two_counties(make, promote={"required": ["E"]}, budget_table=support(10))
    assert short(path).lines("en")[1:] == [
        "smallest shortfall: purse east (east) +30.0000 万元 (+50.00%): 2022 30.0000"
    ]
    assert best_score(path) is None


def test_the_shortfall_of_money_of_each_year(make: Make):
    # 东县 has 70 in 2021 and 20 in 2022; 2021's budget is 60, so 40 are spent in 2022, 20 of them
    # missing, whatever is left of 2021.
    own = {"purse": {"east": {"by_year": [70, 20]}}}
    path = write_two_counties(make, promote={"required": ["E"]}, budget_table=own)
    assert short(path).lines("en")[1:] == [
        "smallest shortfall: purse east (east) +20.0000 万元 (+22.22%): 2022 20.0000"
    ]


def test_a_purse_without_any_money_says_so(make: Make):
    own = {"purse": {"east": {"total": 0}}}
    path = write_two_counties(make, promote={"required": ["E"]}, budget_table=own)
    zh, en = (short(path).lines(lang)[1:] for lang in ("zh", "en"))
    assert zh == [
        "最小缺口：资金池“east”再加 100.0000 万元（原无资金），"
        "其中 2021 年 60.0000、2022 年 40.0000"
    ]
    assert en == [
        "smallest shortfall: purse east (east) +100.0000 万元 (it has none): "
        "2021 60.0000, 2022 40.0000"
    ]


def test_after_that_leaves_no_time_collides(make: Make):
    # A takes the three years there are, so B can be finished to two thirds at most.
    path = write_one_after_the_other(make, {"duration": 3}, promote={"required": ["B"]})
    assert short(path).lines("en")[1:] == [
        "a requirement that has to give way: B begins after A is finished"
    ]


# ---- plans that break a rule --------------------------------------------------------------------


def by_hand(path: Path, *spent: list[float], transferred: Any = None) -> Plan:
    """Return a plan of free projects, made by hand from shares by year."""
    shares = np.array(spent, dtype=float)
    course = np.cumsum(shares, axis=1)
    moved = None if transferred is None else np.array(transferred, dtype=float)
    problem = read_problem(str(path))
    return Plan(
        problem, "shares", "optimal", HIGH, shares, course, course.copy(), transferred=moved
    )


def broken(plan: Plan) -> list[tuple[str, str]]:
    with pytest.raises(VerificationError) as caught:
        verify(plan)
    return list(zip(caught.value.lines("zh"), caught.value.lines("en"), strict=True))


def test_a_purse_overspent_is_refused(make: Make):
    path = write_two_counties(make)
    verify(by_hand(path, [0.6, 0], [0, 0.4]))
    assert broken(by_hand(path, [0.6, 0.05], [0, 0.35])) == [
        ("east 超支 5.0000 万元", "east: 5.0000 more than it has")
    ]


def test_a_year_of_a_purse_overspent_is_refused(make: Make):
    own = {"purse": {"east": {"by_year": [10, 50]}}}
    path = write_two_counties(make, budget_table=own)
    verify(by_hand(path, [0.1, 0.4], [0.4, 0]))
    assert broken(by_hand(path, [0.13, 0.4], [0.4, 0])) == [
        ("east 超支 3.0000 万元", "east: 3.0000 more than it has")
    ]
    # What is left of 2021 is there in 2022 only with carry-over.
    late = write_two_counties(make, budget_table=own, budget=[60, 60])
    assert broken(by_hand(late, [0.05, 0.55], [0, 0])) == [
        ("east 超支 5.0000 万元", "east: 5.0000 more than it has")
    ]
    late = write_two_counties(make, budget_table=own | {"carry_over": True}, budget=[60, 60])
    verify(by_hand(late, [0.05, 0.55], [0, 0]))


def test_transfers_beyond_their_limit_or_below_zero_are_refused(make: Make):
    path = write_two_counties(make, budget_table=support(10))
    courses = [0.6, 0.1], [0, 0.3]
    verify(by_hand(path, *courses, transferred=[[0, 10]]))
    assert broken(by_hand(path, *courses, transferred=[[0, 12]])) == [
        ("west 划给 east 超过上限", "('west', 'east'): too much transferred"),
        ("west 超支 2.0000 万元", "west: 2.0000 more than it has"),
    ]
    assert broken(by_hand(path, [0.6, 0], [0, 0.4], transferred=[[2, -2]])) == [
        ("资金池之间的划转为负", "a transfer between purses is negative")
    ]
    # Without the transfer 东县 cannot pay.
    assert broken(by_hand(path, *courses)) == [
        ("east 超支 10.0000 万元", "east: 10.0000 more than it has")
    ]


def test_a_project_begun_before_the_other_is_finished_is_refused(make: Make):
    path = write_one_after_the_other(make, {"duration": 2})
    verify(by_hand(path, [0.5, 0.5, 0], [0, 0.5, 0.5]))
    assert broken(by_hand(path, [0.5, 0.5, 0], [0, 0.6, 0.4])) == [
        ("B 在 A 完成前动工", "B begins before A is finished")
    ]


def test_a_score_with_more_beyond_the_need_than_counts_is_refused(make: Make):
    path = make({"E": {"adds": {"S": 300}}}, {"S": {"need": 100}}, budget=[100, 0])
    generous = by_hand(path, [1, 0])
    verify(generous)
    edited = replace(generous, problem=read_problem(str(path), beyond_cap=0.5))
    verify(edited)
    edited.__dict__["score"] = generous.score  # 160, where 115 count
    assert broken(edited) == [("得分应为 115.000000", "the score should be 115.000000")]


# ---- made anew on the way -----------------------------------------------------------------------


def actuals(plan: Plan, money: list[list[float]]) -> Actuals:
    """What was spent in 2021, by project; as much of the work was done."""
    spent = np.array(money, dtype=float)
    p_count = len(spent)
    return Actuals(
        2021,
        spent,
        np.zeros((p_count, 1)),
        spent / plan.problem.cost[:, None],
        np.full(p_count, np.nan),
        np.full(p_count, np.nan),
        np.ones(p_count, dtype=bool),
    )


def test_the_rest_has_what_each_purse_had_less_what_was_spent(make: Make):
    # 50 of 东县's 60 are spent and 5 of 西县's 40; 2022 has 40: 10 for E, the other 30 for W.
    plan = planned(write_two_counties(make, replan={"may_drop": ["E", "W"]}))
    found = study.replan(plan, actuals(plan, [[50], [5]]))
    assert found.left.problem.purse_money == pytest.approx([10, 35])
    assert found.rest.investment == pytest.approx(np.array([[10], [30]]))
    assert found.plan.score == pytest.approx(0.25 * (50 + 2.5) + 0.25 * (60 + 17.5))


def test_the_rest_of_money_of_each_year(make: Make):
    # 东县 has 30 and 25. Of 2021's, 20 are spent: with carry-over the 10 left are there in 2022.
    own = {"purse": {"east": {"by_year": [30, 25]}}}
    free = {"replan": {"may_drop": ["E", "W"]}}
    plan = planned(write_two_counties(make, budget_table=own, **free))
    left = study.replan(plan, actuals(plan, [[20], [0]])).left.problem
    assert left.purse_money == pytest.approx([25, 40])
    assert left.purses.by_year[0] == pytest.approx([25])
    plan = planned(write_two_counties(make, budget_table=own | {"carry_over": True}, **free))
    left = study.replan(plan, actuals(plan, [[20], [0]])).left.problem
    assert left.purse_money == pytest.approx([35, 40])
    assert left.purses.by_year[0] == pytest.approx([35])


def test_transfers_of_the_rest_are_kept(make: Make):
    # All of 东县's money is spent; in 2022 西县 gives 10 for E, and builds 30 of W.
    plan = planned(write_two_counties(make, budget_table=support(10)))
    found = study.replan(plan, actuals(plan, [[60], [0]]))
    assert found.rest.transferred == pytest.approx(np.array([[10]]))
    assert found.plan.transferred == pytest.approx(np.array([[0, 10]]))
    assert found.plan.score == pytest.approx(plan.score)
    of_all = found.plan.purses[found.plan.purses["year"].isna()]
    assert of_all["balance"].tolist() == pytest.approx([0, 0], abs=0.01)


def test_what_was_transferred_already_is_not_transferred_again(make: Make):
    # t has nothing and was paid 100 by g for A, all that g has and may give: B cannot be built.
    project = {"district": "乙", "adds": {"S": 1}}
    path = make(
        {"A": project, "B": project},
        {"S": {"need": 2}},
        budget=[200, 200],
        purses={"g": {"district": "甲", "total": 1}, "t": {"district": "乙", "total": 0}},
        budget_table={"purse": {"g": {"total": 100}, "t": {"total": 0}}} | support(100, "g", "t"),
    )
    plan = planned(path)
    found = study.replan(plan, actuals(plan, [[100], [0]]))
    assert found.left.problem.purse_money == pytest.approx([0, 0])
    assert found.left.problem.purses.most == pytest.approx([0])
    assert found.plan.transferred == pytest.approx(np.array([[100, 0]]))
    assert found.plan.investment.sum() == pytest.approx(100)


def test_land_that_takes_no_quota_takes_none_in_the_rest(make: Make):
    # A stands on existing grounds: the 50 reported for it leave the quota of 50 to B.
    land = {"land": 50, "adds": {"S": 1}}
    path = make({"A": land | {"land_kind": "on_site"}, "B": land}, {"S": {"need": 2}}, land=[50, 0])
    plan = planned(path)
    told = replace(actuals(plan, [[100], [0]]), land=np.array([[50.0], [0.0]]))
    found = study.replan(plan, told)
    assert found.left.problem.land_quota == pytest.approx([50])
    assert found.plan.funded == pytest.approx([1, 1])


def test_what_began_too_early_keeps_its_lead(make: Make):
    """Half of A is built while a fifth of Q is: A goes on as fast as Q does, a year behind it."""
    path = make(
        {
            "Q": {"duration": 2, "adds": {"S": 1}},
            "A": {"after": "Q", "adds": {"S": 1}},
        },
        {"S": {"need": 2}},
        years=(2021, 2024),
        budget=[100] * 4,
        land=[0] * 4,
        year_weights=[0.25] * 4,
    )
    plan = planned(path)
    told = replace(actuals(plan, [[20], [50]]), progress=np.array([[0.2], [0.5]]))
    found = study.replan(plan, told)
    # Q builds at most half a year: 0.7 by 2022, all by 2023. A follows: 0.5, 1.0 and no further.
    assert found.plan.begun[0] == pytest.approx([0.2, 0.7, 1, 1])
    assert found.plan.begun[1] == pytest.approx([0.5, 0.5, 1, 1])


# ---- what a reviewer found ----------------------------------------------------------------------


def test_what_lacks_in_a_purse_that_gives_is_said(make: Make):
    # A costs 1500; t has 10 and g gives up to 2000, but has 1000: 490 lack, in either of the two.
    path = make(
        {"A": {"total_investment": 1500, "district": "乙", "adds": {"S": 1}}},
        {"S": {"need": 1}},
        budget=[2000, 2000],
        purses={"g": {"district": "甲", "total": 1}, "t": {"district": "乙", "total": 1}},
        budget_table={"purse": {"g": {"total": 1000}, "t": {"total": 10}}}
        | support(2000, "g", "t"),
        promote={"required": ["A"]},
    )
    lack = short(path).shortfall.purses
    assert sum(float(each.sum()) for each in lack.values()) == pytest.approx(490, abs=0.01)


def test_a_purse_called_like_the_year_of_another(make: Make):
    # c has 40 and 60 and needs 100 in 2021 for A, with 60 missing then; c_2021 has all it needs.
    path = make(
        {
            "A": {"adds": {"S": 1}, "latest_finish": 2021},
            "B": {"district": "乙", "adds": {"S": 1}},
        },
        {"S": {"need": 2}},
        budget=[300, 300],
        purses={"c": {"district": "东城区", "total": 1}, "c_2021": {"district": "乙", "total": 1}},
        budget_table={"purse": {"c": {"by_year": [40, 60]}, "c_2021": {"total": 100}}},
        promote={"required": ["A", "B"]},
    )
    names = build_model(read_problem(str(path))).row_names()
    assert len(set(names)) == len(names)
    (lack,) = short(path).shortfall.purses.items()
    assert lack[0] == "c"
    assert lack[1] == pytest.approx([60, 0], abs=0.01)


def test_a_trace_more_than_a_purse_has_does_not_undo_all_transfers(make: Make):
    # The solver's schedule may spend 1e-6 from 西县's purse of nothing; 东县 still gets its 10.
    spent = np.array([[60 + 10, 0], [1e-6, 0]])
    path = write_two_counties(make, budget_table=support(10))
    problem = read_problem(str(path))
    purses = replace(problem.purses, own=np.array([0.0, 10.0]), part=np.array([0.6, 0.0]))
    moved = least_transfers(replace(problem, purses=purses), spent)
    assert moved.sum() == pytest.approx(10, abs=1e-3)


@pytest.mark.parametrize("moved", [[[np.nan, np.nan]], [[0.0]], np.zeros((0, 2))])
def test_transfers_that_are_no_numbers_are_refused(make: Make, moved: Any):
    path = write_two_counties(make, budget_table=support(10))
    plan = planned(path)
    with pytest.raises(VerificationError, match=r"transfer|划转"):
        verify(replace(plan, transferred=np.array(moved, dtype=float)))


def test_other_costs_leave_transfers_as_they_are(make: Make):
    problem = read_problem(str(write_two_counties(make, budget_table=support(10))))
    other = replace(problem, cost=problem.cost * np.array([1.5, 0.5]))
    fast, slow = neighbour(build_model(problem), other), build_model(other)
    assert abs(fast.matrix - slow.matrix).max() < 1e-12
    assert fast.row_upper == pytest.approx(slow.row_upper)


@pytest.mark.parametrize("m", [1, 2, 3])
def test_actuals_as_planned_give_the_planned_score_with_transfers(m: int):
    # The city's support of the years that are over is neither lost nor given again.
    plan = plan_problem(read_problem(str(SCENARIOS / "city_support.toml")))
    p_count = len(plan.problem.ids)
    told = Actuals(
        2020 + m,
        plan.investment[:, :m],
        plan.land_release[:, :m],
        plan.finished[:, :m],
        np.full(p_count, np.nan),
        np.full(p_count, np.nan),
        np.ones(p_count, dtype=bool),
    )
    found = study.replan(plan, told).plan
    assert found.score == pytest.approx(plan.score, rel=1e-6)
    of_all = found.purses[found.purses["year"].isna()]
    assert of_all["balance"].min() >= -0.01
