"""Plans against what paper says: who is built when, on which money and land, and for what."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import SCENARIOS, Heard

from portfolio.engine.highs import solve, solve_tidily
from portfolio.engine.model import build_model
from portfolio.engine.solution import Solution
from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan, plan_of
from portfolio.plan.plan import Plan
from portfolio.terms import Mode

SHIPPED = sorted(SCENARIOS.glob("*.toml"))


def planned(path: Path) -> Plan:
    plan = make_plan(read_problem(str(path)))
    assert plan is not None
    return plan


def rows(table, *columns: str) -> list[tuple]:
    """Return the rows of a table, numbers to nine decimals."""
    return [
        tuple(round(cell, 9) if isinstance(cell, float) else cell for cell in row)
        for row in table[list(columns)].itertuples(index=False)
    ]


# ---- the named cases ----------------------------------------------------------------------------


def test_two_schools(two_schools):
    plan = planned(two_schools)
    # conftest: A in 2021; 1/8 of B in 2021 and 5/8 in 2022; 80 points.
    assert (plan.mode, plan.status) == ("shares", "optimal")
    assert plan.score == pytest.approx(80, rel=1e-7)
    assert plan.bound == pytest.approx(80)
    assert 0 <= plan.gap <= 1e-7
    assert rows(plan.allocation, "project_id", "list", "year", "investment", "share", "land") == [
        ("A", "reserve", 2021, 60, 1, 0),
        ("B", "reserve", 2021, pytest.approx(10, abs=1e-4), pytest.approx(0.125, abs=1e-6), 0),
        ("B", "reserve", 2022, pytest.approx(50, abs=1e-4), pytest.approx(0.625, abs=1e-6), 0),
    ]
    assert plan.funded == pytest.approx([1, 0.75], abs=1e-6)
    assert plan.start_year.tolist() == [2021, 2021]
    assert plan.finish_year[0] == 2021
    assert np.isnan(plan.finish_year[1]), "B is never finished in full"
    assert plan.carried_out.tolist() == [True, False]
    assert plan.in_part.tolist() == [False, True]
    assert plan.promoted.tolist() == [True, True]
    # 65 and 90 of 100 places, 1 point each
    assert plan.points == pytest.approx(np.array([[0.4 * 65, 0.6 * 90]]), abs=1e-4)
    assert plan.points_within_need == pytest.approx(80)


def test_cash_flow(two_schools):
    plan = planned(two_schools)
    columns = ("year", "budget", "investment", "balance", "balance_so_far")
    flow = np.array(rows(plan.cash_flow, *columns))
    assert flow == pytest.approx(np.array([[2021, 70, 70, 0, 0], [2022, 50, 50, 0, 0]]), abs=1e-4)
    assert [tuple(row) for row in plan.cash_flow_detail[["by", "key", "year"]].to_numpy()] == [
        ("funding", "fiscal", 2021),
        ("funding", "fiscal", 2022),
        ("domain", "education", 2021),
        ("domain", "education", 2022),
        ("district", "东城区", 2021),
        ("district", "东城区", 2022),
    ]
    assert plan.cash_flow_detail["investment"].to_numpy() == pytest.approx([70, 50] * 3, abs=1e-4)


def test_land_binds(land_binds):
    plan = planned(land_binds)
    # conftest: C and 0.2 of H in 2021 (10 + 10 亩), 0.4 more of H in 2022 (20 亩); 62.5 points.
    assert plan.score == pytest.approx(62.5, rel=1e-7)
    assert plan.spent == pytest.approx(np.array([[0.2, 0.4], [1, 0]]), abs=1e-6)
    assert plan.land_release == pytest.approx(np.array([[10, 20], [10, 0]]), abs=1e-4)
    assert plan.projects["land"].to_numpy() == pytest.approx([30, 10], abs=1e-4)


def test_chain(chain):
    plan = planned(chain)
    # conftest: halves of A and B in 2021, the other halves and half of C in 2022; 40 points.
    assert plan.score == pytest.approx(40, rel=1e-7)
    assert plan.spent == pytest.approx(np.array([[0.5, 0.5], [0.5, 0.5], [0, 0.5]]), abs=1e-6)
    assert plan.start_year.tolist() == [2021, 2021, 2022]
    assert plan.finish_year[:2].tolist() == [2022, 2022]


def test_profiled(profiled):
    plan = planned(profiled)
    # conftest: half of F starts in 2021 and half in 2022, each spending 0.25 and 0.75 of itself;
    # G is free from 2022 on, half of it a year; 65 points.
    assert plan.score == pytest.approx(65, rel=1e-7)
    assert plan.spent == pytest.approx(np.array([[0.125, 0.5, 0.375], [0, 0.5, 0.5]]), abs=1e-6)
    assert plan.begun == pytest.approx(np.array([[0.5, 1, 1], [0, 0.5, 1]]), abs=1e-6)
    assert plan.finished == pytest.approx(np.array([[0, 0.5, 1], [0, 0.5, 1]]), abs=1e-6)
    assert plan.investment == pytest.approx(np.array([[10, 40, 30], [0, 20, 20]]), abs=1e-4)
    assert plan.start_year.tolist() == [2021, 2022]
    assert plan.finish_year.tolist() == [2023, 2023]


def test_no_plan(make):
    # 100 are asked for, 90 are there.
    case = {"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}
    path = make(*case, budget=[60, 30], promote={"required": ["A"]})
    assert make_plan(read_problem(str(path))) is None


def test_steps_are_announced(two_schools):
    heard = Heard()
    make_plan(read_problem(str(two_schools)), heard)
    assert heard.steps == ["model", "solve", "tidy"]


def test_prices_by_row_family(two_schools):
    prices = planned(two_schools).prices
    assert sorted(prices) == ["annual_budget", "attainment", "completion", "land"]
    assert prices["annual_budget"] == pytest.approx([0.5, 0.3])


# ---- who is promoted ----------------------------------------------------------------------------


def test_promoted_are_reserve_projects_that_are_taken_up(make):
    # P is planned; R is reserve and built with the rest of the money, to 50 of its 100; Z adds
    # nothing and costs money, so it is left out; X may not be built.
    path = make(
        {
            "P": {"list": "planned", "plan_investment": 100, "adds": {"S": 10}},
            "R": {"adds": {"S": 10}},
            "Z": {},
            "X": {"adds": {"S": 90}},
        },
        {"S": {"need": 50}},
        years=(2021, 2021),
        budget=[150],
        land=[0],
        year_weights=[1],
        promote={"excluded": ["X"]},
    )
    plan = planned(path)
    assert plan.funded == pytest.approx([1, 0.5, 0, 0], abs=1e-6)
    assert plan.promoted.tolist() == [False, True, False, False]
    # Truth values in the library, so that they can be counted and chosen by.
    assert plan.projects["promoted"].tolist() == [False, True, False, False]
    assert plan.projects.loc[plan.projects["promoted"], "project_id"].tolist() == ["R"]
    assert np.isnan(plan.start_year[2:]).all()


def test_counts_from_the_shares_agree_with_the_plan():
    """P29 of open_competition leaves the solver at 1 - 1e-7; a share that rounds to 1 is 1."""
    plan = planned(SCENARIOS / "open_competition.toml")
    share = plan.course["funded_share"]
    assert (plan.begun[:, -1] < 1).sum() > (share < 1).sum()  # the solver's noise was there
    assert int((share == 1).sum()) == int(plan.carried_out.sum())
    assert int(share.between(0, 1, inclusive="neither").sum()) == int(plan.in_part.sum())


def test_a_share_that_is_next_to_nothing_is_nothing(two_schools):
    plan = planned(two_schools)
    begun = plan.begun.copy()
    begun[1] = 1e-7
    assert replace(plan, begun=begun).funded.tolist() == [1, 0]


def test_projects_hold_the_reasons(two_schools):
    plan = planned(two_schools)
    assert plan.projects["reason"].tolist() == plan.reasons["reason_zh"].tolist()
    assert plan.projects["reason_en"].iloc[1].startswith("carried out to 75%")
    assert set(plan.course) < set(plan.projects)
    # A plan that nobody can explain still has its courses.
    assert replace(plan, reasoner=None).projects.equals(plan.course)


def test_cost_is_the_plan_investment_if_given(make):
    # 300 in all, of which 80 fall into the plan's years.
    projects = {"A": {"total_investment": 300, "plan_investment": 80, "adds": {"S": 1}}}
    plan = planned(make(projects, {"S": {"need": 1}}))
    assert plan.investment.tolist() == [[80, 0]]


# ---- land ---------------------------------------------------------------------------------------


def released(make, need_2021: float, need_2022: float, quota: list[float]) -> list[list[float]]:
    """Two projects that must be built: E in 2021 and L in 2022."""
    path = make(
        {
            "L": {"land": need_2022, "earliest_start": 2022, "adds": {"S": 1}},
            "E": {"land": need_2021, "latest_finish": 2021},
        },
        {"S": {"need": 1}},
        land=quota,
        promote={"required": ["E", "L"]},
    )
    plan = planned(path)
    assert plan.begun.tolist() == [[0, 1], [1, 1]]
    release = plan.land_release
    assert (release.sum(axis=0) <= np.array(quota) + 1e-9).all()
    assert (np.cumsum(release, axis=1) >= plan.problem.land[:, None] * plan.begun - 1e-9).all()
    return release.tolist()


def test_the_earliest_need_is_served_first(make):
    # E takes its 10 out of 2021's 15; the 5 that are left go to L, ahead of its work.
    assert released(make, 10, 20, [15, 15]) == [[5, 15], [10, 0]]


def test_land_can_be_released_ahead_of_the_work(make):
    # 2022 releases nothing; all of L's land is released a year before its work.
    assert released(make, 10, 20, [30, 0]) == [[20, 0], [10, 0]]


def test_land_is_released_with_the_work_where_the_quota_comes_with_it(make):
    assert released(make, 10, 20, [10, 20]) == [[0, 20], [10, 0]]


def test_exempt_projects_take_no_land_from_the_quota(make):
    case = {"A": {"land": 50, "adds": {"S": 1}}}, {"S": {"need": 1}}
    plan = planned(make(*case, land_table={"exempt": ["A"]}))
    assert plan.funded.tolist() == [1]
    assert plan.land_release.sum() == 0
    assert plan.projects["land"].tolist() == [0]


# ---- money --------------------------------------------------------------------------------------


def test_money_that_is_carried_over(make):
    # A starts in 2022 and costs 150: 50 of 2021's 100 are carried over; 50 remain in the end.
    case = (
        {"A": {"total_investment": 150, "earliest_start": 2022, "adds": {"S": 1}}},
        {"S": {"need": 1}},
    )
    plan = planned(make(*case, budget_table={"carry_over": True}))
    columns = ("year", "budget", "investment", "balance", "balance_so_far")
    assert rows(plan.cash_flow, *columns) == [
        (2021, 100, 0, 100, 100),
        (2022, 100, 150, -50, 50),
    ]


def test_money_of_a_source_with_a_ceiling(make):
    # Both bring 1 a 万元, in S and T; the private one stops at its ceiling of 30 and 20.
    path = make(
        {
            "A": {"adds": {"S": 100}},
            "B": {"funding": "private", "adds": {"T": 100}},
        },
        {"S": {"need": 100}, "T": {"need": 100}},
        budget_table={"funding": {"private": {"by_year": [30, 20]}}},
    )
    plan = planned(path)
    detail = plan.cash_flow_detail
    private = detail[(detail["by"] == "funding") & (detail["key"] == "private")]
    assert private["investment"].to_numpy() == pytest.approx([30, 20], abs=1e-4)
    # A has what is left of 100 in 2021, 70, and the other 30 in 2022.
    assert plan.investment[0] == pytest.approx([70, 30], abs=1e-4)


# ---- what it brings -----------------------------------------------------------------------------


def test_indicators(make):
    # A (2021) adds 50 of 100, B (2022) adds 100: half the need is met, then all of it, and half
    # a need lies beyond. The need is the gap between baseline and target, so half of it closes
    # half of the gap: 10 -> 20 -> 40 on the way to 30; for one that is to fall, 8 -> 7 -> 5.
    path = make(
        {
            "A": {"latest_finish": 2021, "adds": {"S": 50, "F": 50, "N": 50}},
            "B": {"earliest_start": 2022, "adds": {"S": 100, "F": 100, "N": 100}},
        },
        {
            "S": {"need": 100, "baseline": 10, "target": 30, "unit": "张"},
            "F": {"need": 100, "baseline": 8, "target": 6, "sense": "at_most"},
            "N": {"need": 100, "weight": 2, "target": 6},
            "W": {"need": 100, "weight": 0, "baseline": 1, "target": 2},
            "O": {"baseline": 1, "target": 2},
        },
        beyond_need=0.2,
    )
    plan = planned(path)
    table = plan.indicators.set_index(["indicator_id", "year"])
    assert len(table) == 5 * 2
    for name, points, first, last in (("S", 25, 20, 40), ("F", 25, 7, 5)):
        early, late = table.loc[(name, 2021)], table.loc[(name, 2022)]
        assert (early["added"], late["added"]) == (50, 150)
        assert (early["met_share"], late["met_share"]) == (0.5, 1)
        assert (early["beyond_share"], late["beyond_share"]) == (0, 0.5)
        assert early["points"] == pytest.approx(points * 0.5 * 0.5)
        assert late["points"] == pytest.approx(points * 0.5 * (1 + 0.2 * 0.5))
        assert (early["projected"], late["projected"]) == (first, last)
    assert table.loc[("N", 2022), "points"] == pytest.approx(50 * 0.5 * 1.1)
    assert np.isnan(table.loc[("N", 2022), "projected"]), "no baseline, so no projection"
    for name in ("W", "O"):  # no weight, no need: reported, without points
        assert table.loc[(name, 2022), ["added", "met_share", "points", "projected"]].isna().all()
    assert plan.points.sum() == pytest.approx(plan.score)
    assert plan.points_within_need == pytest.approx(0.5 * (50 + 100))


def test_contributions_of_one_project_in_several_rows_add_up(make):
    path = make({"A": {"adds": {"S": 30}}}, {"S": {"need": 100}})
    table = path.parents[1] / "data" / "contributions.csv"
    table.write_text(table.read_text() + "A,S,20,,stated\n")
    assert planned(path).added.tolist() == [[50, 50]]


# ---- the second solve ---------------------------------------------------------------------------


def test_among_equal_scores_work_is_finished_earliest(make):
    # Only the end counts, and both years have money: every schedule of A and B has the same
    # score, and the tidy one builds both in 2021.
    adds = {"adds": {"S": 50}}
    path = make(
        {"A": adds, "B": adds}, {"S": {"need": 100}}, budget=[200, 200], year_weights=[0, 1]
    )
    plan = planned(path)
    assert plan.score == pytest.approx(100, rel=1e-7)
    assert plan.finish_year.tolist() == [2021, 2021]
    assert plan.cash_flow["investment"].tolist() == pytest.approx([200, 0], abs=1e-4)


def test_a_profiled_project_starts_as_early_as_the_score_allows(make):
    path = make(
        {"A": {"spend_profile": "0.5;0.5", "adds": {"S": 1}}},
        {"S": {"need": 1}},
        years=(2021, 2024),
        budget=[100] * 4,
        land=[0] * 4,
        year_weights=[0, 0, 0, 1],
    )
    plan = planned(path)
    assert (plan.start_year[0], plan.finish_year[0]) == (2021, 2022)


def test_tidiness_does_not_cost_points(make):
    # B is cheap and could be finished in 2021, but A is worth more there: the score decides.
    path = make(
        {
            "A": {"total_investment": 100, "adds": {"S": 90}, "latest_finish": 2021},
            "B": {"total_investment": 50, "adds": {"S": 10}},
        },
        {"S": {"need": 100}},
    )
    plan = planned(path)
    assert plan.finish_year.tolist() == [2021, 2022]
    assert plan.score == pytest.approx(0.5 * 90 + 0.5 * 100, rel=1e-7)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_second_solve_keeps_the_score_and_finishes_earlier(path):
    model = build_model(read_problem(str(path)))
    first, tidy = solve_tidily(model)
    before, after = plan_of(model, first, first.bound), plan_of(model, tidy, first.bound)
    assert after.score >= first.objective * (1 - 1.01e-7)
    assert after.score <= first.bound * (1 + 1e-9)
    assert after.finished.sum() >= before.finished.sum() - 1e-6


# ---- from a solution to a plan ------------------------------------------------------------------


def test_noise_is_not_work(two_schools):
    model = build_model(read_problem(str(two_schools)))
    solution = solve(model)
    noisy = replace(solution, x=solution.x + np.where(solution.x == 0, 1e-10, 0.0))
    plan = plan_of(model, noisy, 80.0)
    assert plan.spent[0].tolist() == [1, 0]
    below = replace(solution, x=solution.x - np.where(solution.x == 0, 1e-8, 0.0))
    assert (plan_of(model, below, 80.0).spent >= 0).all()


def test_whole_shares_are_rounded(two_schools):
    model = build_model(read_problem(str(two_schools)), Mode.WHOLE)
    solution = solve(model)
    near = replace(solution, x=np.clip(solution.x - 1e-7, 0, None))
    plan = plan_of(model, near, 60.0)
    assert plan.mode == "whole"
    assert plan.spent.tolist() == [[1, 0], [0, 0]]
    # A from 2021 (conftest): 60 of 100 places in both years.
    assert plan.score == pytest.approx(60)


def test_no_solution_is_no_plan(two_schools):
    model = build_model(read_problem(str(two_schools)))
    nothing = Solution("limit", None, np.nan, np.nan, None, None, 0.0)
    with pytest.raises(ValueError, match="the solution holds no plan"):
        plan_of(model, nothing, 80.0)


def test_nothing_to_plan_is_a_plan_of_score_zero(make):
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, promote={"excluded": ["A"]})
    plan = planned(path)
    assert plan.score == 0
    assert plan.allocation.empty
    assert plan.cash_flow["investment"].tolist() == [0, 0]


def test_no_indicator_that_earns_points(make):
    # A's only indicator has no weight: nothing can be scored, and what is required is planned.
    case = {"A": {"adds": {"S": 1}}}, {"S": {"need": 1, "weight": 0}}
    plan = planned(make(*case, promote={"required": ["A"]}))
    assert plan.score == 0
    assert plan.funded == pytest.approx([1])
    assert plan.finish_year.tolist() == [2021], "tidy even without points"
