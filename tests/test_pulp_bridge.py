"""A single plan through PuLP: the plan of the arrays, other solvers, and strict statuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pulp
import pytest

from portfolio.engine import highs, pulp_bridge
from portfolio.engine.model import Model, build_model
from portfolio.engine.patience import Patience
from portfolio.engine.program import pulp_problem
from portfolio.engine.search import solve_whole
from portfolio.engine.solution import Solution
from portfolio.engine.solvers import Asked
from portfolio.errors import SolverError
from portfolio.inputs.read import read_problem
from portfolio.listen import SILENT
from portfolio.plan.make import make_plan, plan_of
from portfolio.plan.verify import verify
from portfolio.terms import Mode, Status
from tests.conftest import (
    SCENARIOS,
    Heard,
    Make,
    write_chain,
    write_land_binds,
    write_profiled,
    write_two_schools,
)

TINY = [write_two_schools, write_land_binds, write_chain, write_profiled]
SHIPPED = sorted(SCENARIOS.glob("*.toml"))
OTHERS = ["CBC", "GLPK"]  # GLPK is installed with the tests; CBC where it is


def stem(value: object) -> str:
    return getattr(value, "stem", None) or getattr(value, "__name__", str(value))


def modelled(path: Path, whole: bool = False) -> Model:
    return build_model(read_problem(path), Mode.WHOLE if whole else Mode.SHARES)


@pytest.fixture(params=OTHERS)
def other(request: pytest.FixtureRequest) -> str:
    """A solver other than HiGHS, if it is here."""
    here = set(pulp.listSolvers(onlyAvailable=True))
    names = {"CBC": {"COIN_CMD"}, "GLPK": {"PYGLPK", "GLPK_CMD"}}
    if not names[request.param] & here:
        pytest.skip(f"{request.param} is not installed")
    return request.param


# ---- the same plan on both ways -----------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=stem)
def test_both_ways_give_the_same_plan(path: Path):
    model = modelled(path)
    assert pulp_bridge.fits(model)
    for ours, theirs in zip(
        pulp_bridge.solve_tidily(model), highs.solve_tidily(model), strict=True
    ):
        assert ours.status == theirs.status == Status.OPTIMAL
        np.testing.assert_allclose(ours.x, theirs.x, rtol=0, atol=1e-9)
        assert ours.objective == pytest.approx(theirs.objective, rel=1e-12)
        assert ours.bound == pytest.approx(theirs.bound, rel=1e-12)
        np.testing.assert_allclose(ours.price, theirs.price, atol=1e-9)
        np.testing.assert_allclose(ours.reduced_cost, theirs.reduced_cost, atol=1e-9)


@pytest.mark.parametrize("write", TINY, ids=stem)
def test_both_ways_give_the_same_plan_of_a_case_on_paper(tmp_path: Path, write):
    model = modelled(write(tmp_path))
    ours, theirs = pulp_bridge.solve_tidily(model)[1], highs.solve_tidily(model)[1]
    np.testing.assert_allclose(ours.x, theirs.x, rtol=0, atol=1e-9)


@pytest.mark.parametrize("path", SHIPPED, ids=stem)
def test_a_plan_past_the_size_goes_straight_to_highs_and_is_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    problem = read_problem(path, mode=Mode.SHARES)
    usual = make_plan(problem)
    assert usual is not None
    monkeypatch.setattr(pulp_bridge, "SMALL", 0)
    monkeypatch.setattr(pulp_bridge, "solve_tidily", None)  # not asked
    straight = make_plan(problem)
    assert straight is not None
    np.testing.assert_allclose(straight.spent, usual.spent, rtol=0, atol=1e-9)
    assert (straight.bound, straight.status) == (usual.bound, usual.status)


def test_a_usual_plan_goes_through_pulp(two_schools: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(highs, "solve_tidily", None)  # not asked
    plan = make_plan(read_problem(two_schools))
    assert plan is not None
    assert plan.score == pytest.approx(80)


def test_a_row_between_two_bounds_goes_straight_to_highs(two_schools: Path):
    model = modelled(two_schools)
    lower = model.row_lower.copy()
    lower[model.rows_of("completion").start] = 0.6
    rest = replace(model, row_lower=lower)
    assert pulp_bridge.fits(model)
    assert not pulp_bridge.fits(rest)
    # Another solver gets two rows: the same score, and one price for both.
    ours, theirs = pulp_bridge.solve(rest), highs.solve(rest)
    assert ours.objective == pytest.approx(theirs.objective)
    assert ours.price.shape == theirs.price.shape
    np.testing.assert_allclose(ours.price, theirs.price, atol=1e-9)


def test_a_floor_of_a_row_between_two_bounds_has_its_price(make: Make):
    # One year, 100 万元: A adds 100 places, H adds 50; H must be carried out to 0.2 at least.
    # 80 + 10 = 90 points, and one more H brings 50 and takes the money of one A: -50.
    path = make(
        {"A": {"adds": {"S": 100}}, "H": {"adds": {"S": 50}}},
        {"S": {"need": 100}},
        years=(2021, 2021),
        budget=[100],
        land=[0],
        year_weights=[1],
    )
    model = modelled(path)
    lower = model.row_lower.copy()
    lower[model.row_names().index("completion_H")] = 0.2
    answer = pulp_bridge.solve(replace(model, row_lower=lower))
    assert answer.objective == pytest.approx(90)
    assert answer.price[model.row_names().index("completion_H")] == pytest.approx(-50)


def test_the_second_solve_is_announced(two_schools: Path):
    heard = Heard()
    pulp_bridge.solve_tidily(modelled(two_schools), patience=Patience(heard))
    assert heard.steps == ["tidy"]


# ---- other solvers ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=stem)
def test_another_solver_gives_the_same_score(path: Path, other: str):
    model = modelled(path)
    first, tidy = pulp_bridge.solve_tidily(model, other)
    best = highs.solve(model).objective
    assert first.status == tidy.status == Status.OPTIMAL
    assert first.objective == pytest.approx(best, rel=1e-6)
    plan = plan_of(model, tidy, first.bound, first.status)
    assert plan.score == pytest.approx(best, rel=1e-6)
    verify(plan)


@pytest.mark.parametrize("write", TINY, ids=stem)
def test_another_solver_gives_the_same_whole_projects(tmp_path: Path, write, other: str):
    model = modelled(write(tmp_path), whole=True)
    ours = solve_whole(model, gap=0.0, time_limit=60)
    theirs = pulp_bridge.solve_whole(model, other, gap=0.0, patience=Patience.of(60, SILENT))
    assert theirs.status == ours.status == Status.OPTIMAL
    assert theirs.objective == pytest.approx(ours.objective)
    assert theirs.bound == pytest.approx(ours.objective)
    assert set(theirs.x[model.integer].tolist()) <= {0.0, 1.0}


def test_another_solver_gives_prices_in_points_gained(two_schools: Path):
    # 0.5 points a 万元 in 2021, 0.3 in 2022 (see conftest).
    model = modelled(two_schools)
    answer = pulp_bridge.solve(model, "GLPK")
    assert answer.price[model.rows_of("annual_budget")].tolist() == pytest.approx([0.5, 0.3])
    np.testing.assert_allclose(
        answer.reduced_cost, model.objective - model.matrix.T @ answer.price, atol=1e-9
    )


def test_whole_projects_through_highs_itself():
    model = modelled(SCENARIOS / "base_whole.toml", whole=True)
    ours = solve_whole(model, gap=1e-3, time_limit=60)
    theirs = pulp_bridge.solve_whole(model, "HiGHS", gap=1e-3, patience=Patience.of(60, SILENT))
    assert theirs.status == Status.OPTIMAL
    assert theirs.objective == pytest.approx(ours.objective, rel=2e-3)
    assert theirs.objective <= theirs.bound <= theirs.objective * 1.0011
    plan = plan_of(model, theirs, theirs.bound, theirs.status)
    verify(plan)


def test_infeasible_is_infeasible_for_every_solver(make: Make, other: str):
    # 100 are needed for A, and 60 + 30 are there.
    path = make(
        {"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, budget=[60, 30], promote={"required": ["A"]}
    )
    for name in ("HiGHS", other):
        first, tidy = pulp_bridge.solve_tidily(modelled(path), name)
        assert first is tidy
        assert (first.status, first.x) == (Status.INFEASIBLE, None)
        whole = pulp_bridge.solve_whole(
            modelled(path, whole=True), name, 0.0, Patience.of(60, SILENT)
        )
        assert (whole.status, whole.x) == (Status.INFEASIBLE, None)


def test_a_portfolio_without_columns_needs_no_solver(make: Make):
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, promote={"excluded": ["A"]})
    for found in (
        *pulp_bridge.solve_tidily(modelled(path), "HiGHS"),
        pulp_bridge.solve_whole(modelled(path, whole=True), "GLPK", 0.0, 60),
    ):
        assert (found.status, found.objective, found.bound) == (Status.OPTIMAL, 0, 0)


# ---- statuses -----------------------------------------------------------------------------------


S = pulp.LpSolveStatus


def answered(
    model: Model, monkeypatch: pytest.MonkeyPatch, *said: tuple[S, bool], bound: float | None = None
) -> Solution:
    """What is made of a solver's words, said one after the other; its plan is that of HiGHS."""
    ahead = list(said)

    def solve(self: Asked, problem: pulp.LpProblem) -> pulp.LpSolveStats:
        status, has_solution = ahead.pop(0)
        for column, value in zip(problem.variables(), highs.solve(model).x, strict=True):
            column.varValue = value
        problem.solver = pulp.getSolver("HiGHS", msg=False)
        return pulp.LpSolveStats(status=status, has_solution=has_solution, best_bound=bound)

    monkeypatch.setattr(Asked, "solve", solve)
    answer = pulp_bridge.solve(model, "CBC", gap=0.01)
    assert not ahead
    return answer


LIMITS = [S.TimeLimit, S.MemoryLimit, S.NodeLimit, S.IterationLimit, S.SolutionLimit, S.Stopped]


@pytest.mark.parametrize("said", [*LIMITS, S.GapLimit])
def test_a_limit_is_never_called_optimal(two_schools: Path, monkeypatch, said: S):
    answer = answered(modelled(two_schools), monkeypatch, (said, True))
    assert answer.status == Status.LIMIT
    assert answer.objective == pytest.approx(80)
    assert np.isnan(answer.bound), "nothing is proven"
    assert answer.price is None


def test_what_keeps_no_row_is_no_plan_whatever_the_solver_calls_it():
    # HiGHS stopped at once stands on a point that no row allows; PuLP calls that a solution.
    model = modelled(SCENARIOS / "base.toml")
    program = pulp_problem(model)
    assert Asked("HiGHS", Patience.of(0.0, SILENT)).solve(program).has_solution
    answer = pulp_bridge.solve(model, patience=Patience.of(0.0, SILENT))
    assert answer.status == Status.LIMIT
    assert answer.x is None
    assert np.isnan(answer.objective)


@pytest.mark.parametrize("said", LIMITS)
def test_a_limit_without_a_plan_has_none(two_schools: Path, monkeypatch, said: S):
    # The variables hold leftovers then; they are no plan.
    answer = answered(modelled(two_schools), monkeypatch, (said, False))
    assert (answer.status, answer.x) == (Status.LIMIT, None)
    assert np.isnan(answer.objective)


def test_interrupted_and_infeasible(two_schools: Path, monkeypatch):
    model = modelled(two_schools)
    assert answered(model, monkeypatch, (S.Interrupted, True)).status == Status.INTERRUPTED
    answer = answered(model, monkeypatch, (S.Infeasible, True))
    assert (answer.status, answer.x) == (Status.INFEASIBLE, None)


@pytest.mark.parametrize("said", [S.NumericalError, S.NotSolved, S.Unbounded])
def test_a_solver_that_failed_has_no_plan(two_schools: Path, monkeypatch, said: S):
    with pytest.raises(SolverError) as caught:
        answered(modelled(two_schools), monkeypatch, (said, True))
    assert caught.value.lines("en") == [f"HiGHS failed: {said.name}"]


def test_optimal_without_a_solution_is_an_error(two_schools: Path, monkeypatch):
    with pytest.raises(SolverError) as caught:
        answered(modelled(two_schools), monkeypatch, (S.Optimal, False))
    assert caught.value.lines("en") == ["optimal, but no feasible solution in hand"]


def test_infeasible_or_unbounded_is_settled_without_an_objective(two_schools: Path, monkeypatch):
    # Nothing is unbounded without an objective: what then has a plan was unbounded before.
    model, unsure = modelled(two_schools), (S.Undefined, False)
    answer = answered(model, monkeypatch, unsure, (S.Infeasible, False))
    assert answer.status == Status.INFEASIBLE
    for then in ((S.Optimal, True), unsure):
        with pytest.raises(SolverError) as caught:
            answered(model, monkeypatch, unsure, then)
        assert caught.value.lines("en") == ["CBC failed: Undefined"]


def test_a_program_without_a_best_solution_is_an_error(two_schools: Path):
    # Without its attainment rows the model may score without end.
    model = build_model(read_problem(two_schools), only=("annual_budget",))
    with pytest.raises(SolverError, match="HiGHS failed: Unbounded"):
        pulp_bridge.solve(model)
    with pytest.raises(SolverError):
        pulp_bridge.solve(model, "GLPK")


@pytest.mark.parametrize(
    ("said", "bound", "expected"),
    [
        (S.Optimal, 60.3, 60.3),  # the solver's own bound
        (S.Optimal, 59.0, 60.0),  # no bound lies below a plan
        (S.Optimal, None, 60 + 60 / 99),  # within the gap of 1 %: 60 / 0.99
        (S.GapLimit, 1e50, 60 + 60 / 99),  # what a solver says that knows none
        (S.TimeLimit, 61.0, 61.0),
        (S.TimeLimit, None, np.nan),
    ],
)
def test_the_bound_of_whole_projects(
    two_schools: Path, monkeypatch, said: S, bound: float | None, expected: float
):
    # Whole: A from 2021, 60 points.
    model = modelled(two_schools, whole=True)
    answer = answered(model, monkeypatch, (said, True), bound=bound)
    assert answer.bound == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("said", "bound", "status"),
    [
        (Status.OPTIMAL, 60.5, Status.OPTIMAL),
        (Status.OPTIMAL, 62.0, Status.LIMIT),  # what is called optimal is not within the gap
        (Status.LIMIT, 60.5, Status.OPTIMAL),  # the gap is proven, whatever made it stop
        (Status.LIMIT, 62.0, Status.LIMIT),
        (Status.INTERRUPTED, 62.0, Status.INTERRUPTED),
        (Status.LIMIT, np.nan, Status.LIMIT),  # the linear optimum, 80 points, bounds it
    ],
)
def test_whole_projects_are_optimal_within_the_gap_alone(
    two_schools: Path, monkeypatch, said: Status, bound: float, status: Status
):
    model = modelled(two_schools, whole=True)
    best = highs.solve(model)
    told = replace(best, status=said, bound=bound)
    monkeypatch.setattr(pulp_bridge, "solve", lambda *given: told)
    answer = pulp_bridge.solve_whole(model, "CBC", gap=0.01, patience=Patience.of(1, SILENT))
    assert answer.status == status
    assert answer.objective == pytest.approx(60)
    # Without a bound of its own: the linear optimum over whole starts. A is 60 in 2021; B, which no
    # year can pay for, to 10 / 80 in 2021 and 50 / 80 in 2022: 0.4 * 65 + 0.6 * 90 = 80 points.
    assert answer.bound == pytest.approx(80 if np.isnan(bound) else bound)


def test_a_whole_plan_that_breaks_a_row_is_an_error(two_schools: Path, monkeypatch):
    # Both in 2021 cost 140 of 70.
    model = modelled(two_schools, whole=True)
    x = np.array([float(name in ("start_A_2021", "start_B_2021")) for name in model.names])
    told = Solution(Status.OPTIMAL, x, 100.0, 100.0, None, None, 0.0)
    stopped = replace(told, status=Status.LIMIT)
    monkeypatch.setattr(pulp_bridge, "solve", lambda *given: stopped)
    assert (
        pulp_bridge.solve_whole(model, "CBC", gap=0.01, patience=Patience.of(1, SILENT)).x is None
    )
    monkeypatch.setattr(pulp_bridge, "solve", lambda *given: told)
    with pytest.raises(SolverError) as caught:
        pulp_bridge.solve_whole(model, "CBC", gap=0.01, patience=Patience.of(1, SILENT))
    assert caught.value.lines("en") == ["the solver's plan breaks a row"]


# ---- `[solve] solver` ---------------------------------------------------------------------------


def test_a_scenario_names_its_solver_in_both_modes(
    two_schools: Path, monkeypatch: pytest.MonkeyPatch
):
    # In shares 80 points, whole 60 (see conftest); GLPK is asked for both, whatever the size.
    monkeypatch.setattr(pulp_bridge, "SMALL", 0)
    asked: list[str] = []
    solve = Asked.solve

    def noted(self: Asked, problem: pulp.LpProblem) -> pulp.LpSolveStats:
        asked.append(self.name)
        return solve(self, problem)

    monkeypatch.setattr(Asked, "solve", noted)
    shares = make_plan(read_problem(two_schools, solver="GLPK"))
    assert shares is not None
    assert shares.score == pytest.approx(80)
    assert asked == ["GLPK", "GLPK"], "the score, then the schedule"
    whole = make_plan(read_problem(two_schools, solver="GLPK", mode=Mode.WHOLE, gap=0.0))
    assert whole is not None
    assert (whole.score, whole.bound) == pytest.approx((60, 60))
    assert whole.linear_optimum == pytest.approx(80)
    assert asked[2:] == ["GLPK"] * 2, "the prices, then the search"
    for plan in (shares, whole):
        assert plan.status == Status.OPTIMAL
        verify(plan)


def test_highs_searches_for_whole_projects_itself(
    two_schools: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pulp_bridge, "solve_whole", None)  # not asked
    plan = make_plan(read_problem(two_schools, solver="highs", mode=Mode.WHOLE))
    assert plan is not None
    assert plan.score == pytest.approx(60)


def test_a_scenario_with_a_solver_that_is_not_here_is_refused(two_schools: Path):
    with pytest.raises(SolverError, match="solver 'Simplex2000' is not known to PuLP; available"):
        make_plan(read_problem(two_schools, solver="Simplex2000"))
