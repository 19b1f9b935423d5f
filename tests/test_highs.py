"""What the solver's answer means: prices and their signs, statuses, options."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import highspy
import numpy as np
import pytest
from conftest import (
    SCENARIOS,
    Heard,
    write_chain,
    write_land_binds,
    write_profiled,
    write_two_schools,
)
from scipy import sparse

from portfolio.engine.highs import (
    hand_over,
    new_highs,
    read_solution,
    run,
    run_surely,
    solve,
    solve_tidily,
    suggest,
)
from portfolio.engine.model import Model, build_model, hold_score
from portfolio.engine.patience import Patience
from portfolio.errors import SolverError
from portfolio.inputs.read import read_problem
from portfolio.listen import SILENT
from portfolio.terms import Mode, Status

TINY = [write_two_schools, write_land_binds, write_chain, write_profiled]
SHIPPED = sorted(SCENARIOS.glob("*.toml"))


def stem(path: object) -> str:
    return getattr(path, "stem", None) or path.__name__.removeprefix("write_")


def modelled(path: Path, whole: bool = False) -> Model:
    return build_model(read_problem(str(path)), Mode.WHOLE if whole else Mode.SHARES)


def prices(model: Model, without: str = "none") -> dict[str, float]:
    """Return the prices that are not 0, by row; rows that begin with `without` are left out."""
    found = dict(zip(model.row_names(), solve(model).price.tolist(), strict=True))
    return {
        row: pytest.approx(price)
        for row, price in found.items()
        if abs(price) > 1e-9 and not row.startswith(without)
    }


def moved(model: Model, row: int, by: float) -> Model:
    """Move the right-hand side of one row."""
    step = by * (np.arange(len(model.row_upper)) == row)
    return replace(model, row_lower=model.row_lower + step, row_upper=model.row_upper + step)


def optimum(model: Model) -> float:
    """Return the best score; minus infinity if there is none (the value function is concave)."""
    answer = solve(model)
    return answer.objective if answer.status == Status.OPTIMAL else -np.inf


# ---- prices solved on paper ---------------------------------------------------------------------


# A project of one year is bounded twice, by its completion and by its pace of 1 a year, so that the
# worth of one more of it may stand in the price of the row or in the column's reduced cost.


def test_price_of_money(two_schools):
    # Solved in conftest: one more 万元 in 2021 is worth 0.5 points, in 2022 0.3. A need of S more,
    # 100 places, is worth 100 * 0.4 and 100 * 0.6 points.
    assert prices(modelled(two_schools), without="completion") == {
        "annual_budget_2021": 0.5,
        "annual_budget_2022": 0.3,
        "attainment_S_2021": 40,
        "attainment_S_2022": 60,
    }


def test_price_of_land(land_binds):
    # The row of 2021 alone is worth what one 亩 of H earlier brings, one bed in one year, 1.25 *
    # 0.5, and so is that of 2022; a 亩 released in 2021 widens both.
    assert prices(modelled(land_binds), without="completion") == {
        "land_2021": 0.625,
        "land_2022": 0.625,
        "attainment_S_2021": 50,
        "attainment_S_2022": 50,
    }


def limited(make, **limit) -> Model:
    """One year of 100 万元; A adds 100 places for 100, H adds 50: 1 point a place."""
    return modelled(
        make(
            {"A": {"adds": {"S": 100}}, "H": {"domain": "health", "adds": {"S": 50}}},
            {"S": {"need": 100}},
            years=(2021, 2021),
            budget=[100],
            land=[0],
            year_weights=[1],
            limits={"domain": {"health": limit}},
        )
    )


def test_price_of_a_floor_is_negative(make):
    # At least 20 for H: 10 + 80 = 90 points. One more 万元 of it: + 0.5 - 1 = -0.5.
    model = limited(make, min_investment=20)
    assert optimum(model) == pytest.approx(90)
    assert prices(model) == {
        "annual_budget_2021": 1,
        "limits_domain_1_min_investment": -0.5,
        "attainment_S_2021": 100,
    }


def test_price_of_a_share_floor(make):
    # H takes a quarter of the investment: 75 + 12.5 = 87.5 points. In the row 0.75 h - 0.25 a >= 0
    # one unit more asks for one 万元 of h out of a: -0.5. The price of money is that of the mix.
    model = limited(make, min_share=0.25)
    assert optimum(model) == pytest.approx(87.5)
    assert prices(model) == {
        "annual_budget_2021": 0.875,
        "limits_domain_1_min_share": -0.5,
        "attainment_S_2021": 100,
    }


def equation(make, budget: float) -> Model:
    """R is required; A adds twice as much for the same money."""
    return modelled(
        make(
            {
                "R": {"list": "planned", "plan_investment": 100, "adds": {"S": 50}},
                "A": {"adds": {"S": 100}},
            },
            {"S": {"need": 200}},
            years=(2021, 2021),
            budget=[budget],
            land=[0],
            year_weights=[1],
        )
    )


def test_price_of_an_equation_can_be_negative(make):
    # 150 万元: R, then half of A: (50 + 50) / 2 = 50 points. One more R adds 25 points and takes
    # the money of one A, 50 points: -25.
    model = equation(make, 150)
    assert optimum(model) == pytest.approx(50)
    assert prices(model) == {
        "completion_R": -25,
        "annual_budget_2021": 0.5,
        "attainment_S_2021": 100,
    }


def test_price_of_an_equation_can_be_positive(make):
    # R is done to 60 in 2021 and to 40 in 2022, where money is left: one more R would be built
    # there and bring 25 points for half the weight. Money of 2021 brings it forward: 0.125 a 万元.
    path = make(
        {"R": {"list": "planned", "plan_investment": 100, "adds": {"S": 50}}},
        {"S": {"need": 200}},
        budget=[60, 100],
    )
    model = modelled(path)
    assert optimum(model) == pytest.approx(25 * (0.5 * 0.6 + 0.5 * 1))
    assert prices(model) == {
        "completion_R": 12.5,
        "annual_budget_2021": 0.125,
        "attainment_S_2021": 50,
        "attainment_S_2022": 50,
    }


def test_reduced_costs(two_schools):
    # B brings exactly its money in both years, and need met nothing beyond what it is worth. A
    # place beyond the need is worth 0.3 of one within it: (0.3 - 1) * 40 and * 60 points a need.
    # A brings 60 * (0.4 + 0.6) - 60 * 0.5 = 30 points over its money in 2021 and 60 * 0.6 - 60 *
    # 0.3 = 18 in 2022, of which the price of its completion is taken off.
    model = modelled(two_schools)
    answer = solve(model)
    reduced = dict(zip(model.names, answer.reduced_cost.tolist(), strict=True))
    completion = answer.price[model.row_names().index("completion_A")]
    assert 18 <= completion + 1e-9 <= 30 + 2e-9
    assert reduced == pytest.approx(
        {
            "spend_A_2021": 30 - completion,
            "spend_A_2022": 18 - completion,
            "spend_B_2021": 0,
            "spend_B_2022": 0,
            "met_S_2021": 0,
            "met_S_2022": 0,
            "beyond_S_2021": -28,
            "beyond_S_2022": -42,
        },
        abs=1e-9,
    )


# ---- prices by solving again --------------------------------------------------------------------


def assert_price_is_a_slope(model: Model, row: int, price: float, step: float) -> None:
    """The score is concave in a right-hand side: the price lies between its two slopes."""
    best = optimum(model)
    ahead = (optimum(moved(model, row, step)) - best) / step
    behind = (best - optimum(moved(model, row, -step))) / step
    name, noise = model.row_names()[row], 1e-7 / step
    assert ahead - noise <= price <= behind + noise, name


@pytest.mark.parametrize("write", TINY, ids=stem)
def test_every_price_is_the_slope_of_the_score(tmp_path, write):
    model = modelled(write(tmp_path))
    for row, price in enumerate(solve(model).price):
        assert_price_is_a_slope(model, row, price, 1e-3)


@pytest.mark.parametrize("limit", [{"min_investment": 20}, {"max_share": 0.1}, {"min_share": 0.25}])
def test_every_price_beside_limits_is_the_slope_of_the_score(make, limit):
    model = limited(make, **limit)
    for row, price in enumerate(solve(model).price):
        assert_price_is_a_slope(model, row, price, 1e-3)


@pytest.mark.parametrize("name", ["base", "carry_over", "money_down_20"])
def test_prices_of_money_and_land_are_slopes_of_the_real_score(name):
    model = modelled(SCENARIOS / f"{name}.toml")
    price = solve(model).price
    for family, step in (("annual_budget", 1.0), ("land", 0.01)):
        where = model.rows_of(family)
        for row in range(where.start, where.stop):
            assert_price_is_a_slope(model, row, price[row], step)


def test_one_more_unit_of_budget_and_land(make):
    # Money and land both bind and nothing is degenerate: price x unit is what one unit brings.
    # A adds 60 for 60 万元 and 10 亩, B adds 40 for 40 万元 and 40 亩, need 200 (0.5 points each):
    # 70 万元 and 30 亩 leave 10 万元 and 20 亩 after A; the money goes to a quarter of B (10 亩).
    # Money binds: 0.5 a 万元. With 15 亩, the land left, 5, holds an eighth of B: 0.5 a 亩.
    projects = {
        "A": {"total_investment": 60, "land": 10, "adds": {"S": 60}},
        "B": {"total_investment": 40, "land": 40, "adds": {"S": 40}},
    }
    for land, expected in ((30, (0.5, 0.0)), (15, (0.0, 0.5))):
        path = make(
            projects,
            {"S": {"need": 200}},
            years=(2021, 2021),
            budget=[70],
            land=[land],
            year_weights=[1],
        )
        problem = read_problem(str(path))
        model = build_model(problem)
        answer = solve(model)
        price = dict(zip(model.row_names(), answer.price, strict=True))
        assert (price["annual_budget_2021"], price["land_2021"]) == pytest.approx(expected)
        richer = problem.with_money_and_land(problem.budget + 1, problem.land_quota)
        assert optimum(build_model(richer)) - answer.objective == pytest.approx(expected[0])
        wider = problem.with_money_and_land(problem.budget, problem.land_quota + 1)
        assert optimum(build_model(wider)) - answer.objective == pytest.approx(expected[1])


@pytest.mark.parametrize("path", SHIPPED, ids=stem)
def test_strong_duality(path):
    model = modelled(path)
    answer = solve(model)
    assert answer.status == Status.OPTIMAL
    # Reduced costs are what is left of a column's worth at the prices of its rows.
    np.testing.assert_allclose(
        answer.reduced_cost, model.objective - model.matrix.T @ answer.price, atol=1e-7
    )
    # A price belongs to the bound that holds: above (>= 0), below (<= 0), or both.
    above, below = answer.price > 1e-9, answer.price < -1e-9
    assert np.isfinite(model.row_upper[above]).all()
    assert np.isfinite(model.row_lower[below]).all()
    assert not (answer.reduced_cost[~np.isfinite(model.upper)] > 1e-7).any()
    rows = answer.price[above] @ model.row_upper[above]
    rows += answer.price[below] @ model.row_lower[below]
    at_top = (answer.reduced_cost > 0) & np.isfinite(model.upper)
    columns = answer.reduced_cost[at_top] @ model.upper[at_top]
    assert rows + columns == pytest.approx(answer.objective, rel=1e-9)


# ---- statuses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [{"patience": Patience.of(0.0, SILENT)}, {"simplex_iteration_limit": 1}],
    ids=["time", "iterations"],
)
def test_a_limit_is_never_called_optimal(options):
    answer = solve(modelled(SCENARIOS / "base.toml"), **options)
    assert answer.status == Status.LIMIT
    assert answer.x is None
    assert answer.price is None
    assert np.isnan(answer.objective)
    assert np.isnan(answer.bound)


def test_a_limit_in_shares_with_a_plan_in_hand_proves_nothing():
    # The primal simplex stopped half-way stands on a plan that keeps all rows, and has no bound.
    model = modelled(SCENARIOS / "open_competition.toml")
    answer = solve(model, presolve="off", simplex_strategy=4, simplex_iteration_limit=100)
    assert answer.status == Status.LIMIT
    assert 0 < answer.objective < optimum(model)
    assert (model.matrix @ answer.x <= model.row_upper + 1e-6).all()
    assert np.isnan(answer.bound)


def test_a_limit_in_whole_mode_without_a_plan():
    answer = solve(modelled(SCENARIOS / "base.toml", whole=True), Patience.of(0.0, SILENT))
    assert (answer.status, answer.x) == (Status.LIMIT, None)


def test_a_limit_in_whole_mode_with_a_plan_in_hand():
    # One improving plan is enough: there is a plan, and a bound above it, but no proof.
    model = modelled(SCENARIOS / "money_down_20.toml", whole=True)
    answer = solve(model, mip_max_improving_sols=1)
    assert answer.status == Status.LIMIT
    assert answer.objective == pytest.approx(model.objective @ answer.x)
    assert answer.bound > answer.objective
    assert answer.price is None
    assert answer.reduced_cost is None


def test_infeasible(make):
    # 100 are needed for A, and 60 + 30 are there.
    path = make(
        {"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, budget=[60, 30], promote={"required": ["A"]}
    )
    model = modelled(path)
    answer = solve(model)
    assert answer.status == Status.INFEASIBLE
    assert answer.x is None
    assert np.isnan(answer.objective)
    first, tidy = solve_tidily(model)
    assert first is tidy, "nothing is left to tidy"
    assert first.status == Status.INFEASIBLE


def test_infeasible_in_whole_mode(land_binds):
    # H takes 50 亩 and 40 are released.
    problem = read_problem(str(land_binds))
    required = replace(problem, required=np.array([True, False]))
    assert solve(build_model(required, Mode.WHOLE)).status == Status.INFEASIBLE


def test_a_program_without_a_best_solution_is_an_error(two_schools):
    # Without its attainment rows the model may score without end. No scenario can do that, so it
    # is a fault of the program, not "no plan exists".
    model = build_model(read_problem(str(two_schools)), only=("annual_budget",))
    with pytest.raises(SolverError) as caught:
        solve(model)
    assert caught.value.lines("en") == ["the solver failed: Unbounded"]
    assert caught.value.lines("zh") == ["求解器出错：Unbounded"]


def empty_rows(make, floor: float) -> Model:
    """Only one domain has work; the limit is on the other, whose one project is excluded."""
    return modelled(
        make(
            {
                "A": {"adds": {"S": 1}, "requires": ""},
                "X": {"domain": "health", "adds": {"S": 1}, "requires": "Y", "site_group": "x"},
                "Y": {"domain": "health", "site_group": "x"},
            },
            {"S": {"need": 1}},
            promote={"excluded": ["X", "Y"]},
            limits={"domain": {"health": {"min_investment": floor, "max_investment": 9}}},
        )
    )


def test_empty_rows_that_hold(make):
    # Rows of excluded projects have no columns: 0 <= 0, 0 <= 1, 0 >= 0. A in 2021: 100 points.
    model = empty_rows(make, 0)
    lengths = np.diff(model.matrix.indptr)
    assert (lengths == 0).sum() == 2 + 2 + 1 + 2, "land, requires, site group, limits"
    answer = solve(model)
    assert answer.status == Status.OPTIMAL
    assert answer.objective == pytest.approx(100)
    assert (answer.price[lengths == 0] == 0).all()


def test_an_empty_row_that_cannot_hold(make):
    # 0 >= 5: no money can be spent on a domain whose projects are all excluded.
    model = empty_rows(make, 5)
    assert solve(model).status == Status.INFEASIBLE


# ---- the second solve ---------------------------------------------------------------------------


def test_the_second_solve_gets_the_same_model_on_both_ways(two_schools, tmp_path):
    # What solve_tidily changes in place is the model that hold_score writes down.
    model = modelled(two_schools)
    first, tidy = solve_tidily(model)
    held = hold_score(model, first.objective)
    cold = solve(held)
    assert cold.status == Status.OPTIMAL
    assert tidy.objective == pytest.approx(cold.objective, rel=1e-9)
    assert held.objective @ tidy.x == pytest.approx(tidy.objective)
    # A in 2021 counts twice, 1/8 of B twice, 5/8 of B once: 2 + 0.25 + 0.625.
    assert tidy.objective == pytest.approx(2.875, abs=1e-5)


def test_prices_are_those_of_the_first_solve(two_schools):
    model = modelled(two_schools)
    first, tidy = solve_tidily(model)
    np.testing.assert_array_equal(first.price, solve(model).price)
    assert len(tidy.price) == len(first.price) + 1


def test_the_second_solve_is_announced(two_schools):
    heard = Heard()
    solve_tidily(modelled(two_schools), Patience(heard))
    assert heard.steps == ["tidy"]


# ---- options ------------------------------------------------------------------------------------


def options_of(**options) -> dict[str, object]:
    highs = new_highs(**options)
    names = ("threads", "random_seed", "output_flag", "mip_rel_gap")
    return {name: highs.getOptionValue(name)[1] for name in names}


def test_options_make_runs_repeatable():
    assert options_of() == {
        "threads": 1,
        "random_seed": 0,
        "output_flag": False,
        "mip_rel_gap": 1e-4,
    }
    chosen = options_of(random_seed=3, mip_rel_gap=0.01)
    assert (chosen["threads"], chosen["random_seed"], chosen["mip_rel_gap"]) == (1, 3, 0.01)


@pytest.mark.parametrize("option", [{"mip_gap": 0.01}, {"threads": -1}, {"presolve": "perhaps"}])
def test_an_option_that_highs_does_not_take_is_a_fault_of_the_program(option):
    name = next(iter(option))
    with pytest.raises(ValueError, match=f"HiGHS does not take {name} = "):
        new_highs(**option)


def test_two_runs_give_the_same_bits():
    model = modelled(SCENARIOS / "open_competition.toml")
    one, other = solve_tidily(model), solve_tidily(model)
    for mine, yours in zip(one, other, strict=True):
        np.testing.assert_array_equal(mine.x, yours.x)
        np.testing.assert_array_equal(mine.price, yours.price)


# ---- a presolve that finds no plan where there is one -------------------------------------------

TO_THE_CENT = """
2195.65*6 2195.65*5 6816.22*2 3020.405*0 <= 11730.365
4391.3*6 6816.22*3 6040.81*0 <= 11029.32
1*7 -0.4965398*4 -0.3148789*1 <= 0.6069781
1*8 -0.4965398*5 -0.3148789*2 <= 0.6069781
1*9 -0.4965398*6 -0.3148789*3 -0.6698385*0 <= 0.6069781
3.57*10 10.71*9 10.7175*8 21.4275*7 >= 46.4249994
6816.22*2 -6816.22*1 = 0
-1*11 6816.22*3 -6816.22*2 = 0
2195.65*6 -2195.65*4 = 0
2195.65*6 -2195.65*5 = 0
"""


@dataclass(frozen=True)
class Rows:
    """As much of a model as a solve looks at: all columns at least 0, the first seven whole."""

    matrix: sparse.csr_array
    row_lower: np.ndarray
    row_upper: np.ndarray
    upper: np.ndarray
    integer: np.ndarray
    objective: np.ndarray
    row_units: np.ndarray
    is_mixed_integer: bool = True


@pytest.fixture
def to_the_cent() -> Model:
    """
    What is left of a search for the fewest projects to move, when all that may be left out is.

    Columns 4 to 6 must be 1: then 7 to 10 can be 1, which adds up to 46.425, as much as is asked
    for but for 6e-7. The rest may be 0: 4391.3 is within both budgets. Column 0 can stay 0 as well,
    and to take it, 6040.81, breaks no row either.
    """
    matrix, lower, upper = np.zeros((10, 12)), np.full(10, -np.inf), np.full(10, np.inf)
    for row, line in enumerate(TO_THE_CENT.split("\n")[1:-1]):
        *entries, sense, bound = line.split()
        for factor, column in (each.split("*") for each in entries):
            matrix[row, int(column)] = float(factor)
        if sense != ">=":
            upper[row] = float(bound)
        if sense != "<=":
            lower[row] = float(bound)
    most = np.append(np.ones(11), np.inf)
    least = -1.0 * (np.arange(12) == 0)
    whole = np.arange(12) < 7
    rows = Rows(sparse.csr_array(matrix), lower, upper, most, whole, least, np.ones(10))
    return cast("Model", rows)


def test_no_plan_is_called_optimal_under_an_infinite_bound(to_the_cent: Model) -> None:
    # Given a plan with column 0 to begin with, the best is one without it: 0, not -1.
    highs = new_highs()
    hand_over(highs, to_the_cent)
    given = np.array([1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0.0])
    suggest(highs, given)
    highs.run()
    if not np.isfinite(highs.getInfo().mip_dual_bound):  # as in HiGHS 1.15.1
        assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        assert read_solution(highs, to_the_cent, 0.0).status == Status.LIMIT
    suggest(highs, given)
    found = run(highs, to_the_cent, Patience())
    assert found.status == Status.OPTIMAL
    assert found.objective == pytest.approx(0, abs=1e-9)
    assert found.bound == pytest.approx(0, abs=1e-9)
    assert highs.getOptionValue("presolve")[1] == "choose"


def test_that_there_is_no_plan_is_asked_twice(to_the_cent: Model) -> None:
    assert solve(to_the_cent).objective == pytest.approx(0, abs=1e-9)
    # With a limit of nodes of its own, which stays.
    highs = new_highs(mip_max_nodes=10_000)
    hand_over(highs, to_the_cent)
    assert run_surely(highs, to_the_cent, Patience()).bound == pytest.approx(0, abs=1e-9)
    assert highs.getOptionValue("mip_max_nodes")[1] == 10_000
    # Where there is none it is said: columns 4 to 6 hold 4391.3 of the second budget.
    none = replace(
        to_the_cent, row_upper=np.where(np.arange(10) == 1, 4000.0, to_the_cent.row_upper)
    )
    assert solve(none).status == Status.INFEASIBLE
