"""The frontier: slopes are prices, scores are concave, the list is nested."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import DOCUMENTS, SCENARIOS, Make

from portfolio.cli.main import main
from portfolio.engine.highs import solve
from portfolio.engine.model import build_model
from portfolio.engine.warm import WarmSolver, neighbour, right_hand_sides, within
from portfolio.errors import InputError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan
from portfolio.plan.prices import shadow_prices
from portfolio.questions.frontier.answer import FrontierAnswer
from portfolio.questions.frontier.library import sweep
from portfolio.questions.frontier.priority import Priority, priority_list
from portfolio.questions.frontier.study import Frontier, walk
from portfolio.questions.frontier.sweep import Sweep
from portfolio.questions.run import write_answer
from portfolio.report.plain import plain
from portfolio.runs.resume import Resume


@pytest.fixture(scope="module")
def real() -> tuple[Frontier, Priority]:
    """The real scenario in 11 steps of money."""
    problem = read_problem(str(SCENARIOS / "open_competition.toml"))
    frontier = walk(problem, Sweep((0.6, 1.6), (1.0, 1.0), 11))
    return frontier, priority_list(frontier)


TWO = "low:high, two factors, 0 <= low <= high, e.g. 0.6:1.6"
LISTS = "a list of numbers >= 0, all lists as long"


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().err.splitlines() if not line.startswith("…")]


# ---- neighbours: the fast way round PuLP --------------------------------------------------------


@pytest.mark.parametrize("name", ["open_competition", "carry_over"])
def test_a_neighbour_is_the_model_of_its_problem(name: str) -> None:
    problem = read_problem(str(SCENARIOS / f"{name}.toml"))
    limit = replace(problem.scenario, limits={})
    ceilings = {"private": np.array([3e4, 3e4, 3e4, 2e4, 1e4])}
    problem = replace(problem, scenario=limit, funding_budget=ceilings)
    rng = np.random.default_rng(0)
    other = replace(
        problem,
        cost=problem.cost * rng.uniform(0.8, 1.2, len(problem.cost)),
        budget=problem.budget * 0.9,
        land_quota=problem.land_quota * 1.1,
        points=problem.points * rng.uniform(0.5, 2, len(problem.points)),
        funding_budget={key: each * 0.7 for key, each in ceilings.items()},
    )
    base = build_model(problem)
    fast, slow = neighbour(base, other), build_model(other)
    assert abs(fast.matrix - slow.matrix).max() < 1e-9
    assert fast.row_upper == pytest.approx(slow.row_upper)
    assert fast.objective == pytest.approx(slow.objective)
    cold, warm = solve(slow), WarmSolver(base).best(fast)
    assert warm.objective == pytest.approx(cold.objective, rel=1e-9)
    # ... and the same after others were solved: every solve starts from the same basis.
    solver = WarmSolver(base)
    solver.best(base)
    again = solver.best(fast)
    assert (again.x == warm.x).all()


def test_a_neighbour_scales_floors_and_ceilings_with_cost(make: Make) -> None:
    projects = {
        "A": {"adds": {"S": 1}, "domain": "health"},
        "B": {"adds": {"S": 2}},
    }
    path = make(projects, {"S": {"need": 5}}, limits={"domain": {"health": {"min_share": 0.4}}})
    problem = read_problem(str(path))
    other = replace(problem, cost=problem.cost * np.array([1.5, 0.5]))
    fast, slow = neighbour(build_model(problem), other), build_model(other)
    assert abs(fast.matrix - slow.matrix).max() < 1e-12


def test_bounds_on_shares(two_schools: Path) -> None:
    model = build_model(read_problem(str(two_schools)))
    solver = WarmSolver(model)
    # conftest: A earns 1 a 万元 and B 0.5. Without A: B takes 70 and 10 of 80; 35 and 40 places.
    alone = solver.best(within(model, np.zeros(2), np.array([0.0, 1.0])))
    assert alone.objective == pytest.approx(0.4 * 35 + 0.6 * 40)
    solver.best(model)
    assert solver.again(within(model, np.zeros(2), np.ones(2))).objective == pytest.approx(80)
    # B to nine tenths is 72 of the 120, so A has 48: 48 + 36 places in 2022. In 2021 48 for A and
    # 22 for B: 48 + 11.
    both = solver.best(within(model, np.array([0.0, 0.9]), np.ones(2)))
    assert both.objective == pytest.approx(0.4 * 59 + 0.6 * 84)


# ---- the frontier -------------------------------------------------------------------------------


def test_scores_are_nondecreasing_and_concave_in_shares(real: tuple[Frontier, Priority]) -> None:
    frontier, _ = real
    assert (np.diff(frontier.score) > 0).all()
    assert (np.diff(frontier.differences) < 0).all()


def test_slope_is_the_sum_of_the_shadow_prices(real: tuple[Frontier, Priority]) -> None:
    frontier, _ = real
    step = frontier.steps[6]
    assert step.money == 1.2
    assert step.plan is not None
    prices = shadow_prices(step.plan)
    yearly = prices.loc[prices["row"] == "annual_budget", "points"].to_numpy()
    budget = step.plan.problem.budget
    assert step.slope == pytest.approx(yearly @ budget / budget.sum())
    # A year's price is that of a budget which all purses share. Unique here: both sides agree, and
    # so does planning anew with a little more.
    assert step.slope_less == pytest.approx(step.slope)
    assert step.slope_more == pytest.approx(step.slope)
    more = make_plan(frontier.sweep.problem(frontier.problem, 0.6 + 1e-3))
    assert more is not None
    gain = (more.bound - step.plan.bound) / (frontier.problem.budget.sum() * 1e-3 / 1e4)
    assert gain == pytest.approx(step.slope, rel=1e-3)


def test_differences_bracket_the_slopes(real: tuple[Frontier, Priority]) -> None:
    frontier, _ = real
    for at, step in enumerate(frontier.steps):
        sides = [step.slope_less, step.slope, step.slope_more]
        assert sides == sorted(sides, reverse=True) or np.ptp(sides) < 1e-6
        if at:
            assert frontier.differences[at - 1] >= step.slope - 1e-6
        if at < len(frontier.differences):
            assert frontier.differences[at] <= step.slope + 1e-6


def test_both_sides_of_a_kink(make: Make) -> None:
    # One year, one project of 100 that adds the 10 needed: 100 points for 0.01 亿元 up to factor
    # 1, nothing (rho 0) beyond it.
    case = {"A": {"adds": {"S": 10}}}, {"S": {"need": 10}}
    path = make(*case, years=(2021, 2021), budget=[100], land=[0], year_weights=[1], beyond_need=0)
    frontier = walk(read_problem(str(path)), Sweep((0.5, 1.5), (1, 1), 3))
    assert frontier.score == pytest.approx([50, 100, 100])
    assert frontier.differences == pytest.approx([50 / 0.005, 0])
    kink = frontier.steps[1]
    assert (kink.slope_less, kink.slope_more) == pytest.approx((1e4, 0))
    assert 0 <= kink.slope <= 1e4 * (1 + 1e-9)


def test_land_and_carry_over(land_binds: Path, make: Make) -> None:
    # conftest: one more 亩 is worth 1.25 in 2021 and 0.625 in 2022, the quotas are equal.
    frontier = walk(read_problem(str(land_binds)), Sweep((1, 1), (0.9, 1.1), 3))
    assert frontier.sweep.by_land
    assert frontier.steps[1].slope == pytest.approx(100 * (1.25 + 0.625) / 2)
    assert frontier.differences == pytest.approx([93.75, 93.75])
    problem = read_problem(str(SCENARIOS / "carry_over.toml"))
    # The score is concave in the money, so the slope lies between the differences to either side.
    frontier = walk(problem, Sweep((0.999, 1.001), (1, 1), 3))
    before, after = frontier.differences
    assert 0.999 * after <= frontier.steps[1].slope <= 1.001 * before
    assert right_hand_sides(problem)["annual_budget"][-1] == pytest.approx(problem.budget.sum())


def test_money_and_land_in_step_scale_the_plan(land_binds: Path) -> None:
    sweep = Sweep((0.5, 1.5), (0.8, 1.2), 3)
    problem = sweep.problem(read_problem(str(land_binds)), 1.0)
    assert problem.budget.tolist() == [300, 300]
    assert problem.land_quota == pytest.approx([24, 24])
    assert sweep.factors(0.5) == (1, 1)


def test_who_enters_and_leaves_adds_up(real: tuple[Frontier, Priority]) -> None:
    frontier, _ = real
    held = set(np.flatnonzero(frontier.steps[0].held).tolist())
    assert frontier.changes(0) == ([], [])
    for at in range(1, len(frontier.steps)):
        entered, left = frontier.changes(at)
        assert not held & set(entered)
        assert set(left) <= held
        held = (held | set(entered)) - set(left)
        assert held == set(np.flatnonzero(frontier.steps[at].held).tolist())


def test_steps_without_a_plan_are_shown() -> None:
    frontier = walk(read_problem(str(SCENARIOS / "base.toml")), Sweep((0.9, 1.1), (1, 1), 3))
    assert [step.status for step in frontier.steps] == ["infeasible", "optimal", "optimal"]
    records = plain(FrontierAnswer(frontier, priority_list(frontier)).printed("zh"))
    assert records[0]["score"] is None
    assert records[0]["held"] == records[0]["listed"] == []
    # With less money there is no plan, with more a unit is worth less than the price says.
    assert records[1]["slope_less"] is None
    assert records[1]["slope_more"] <= records[1]["slope"]
    assert records[1]["difference_before"] is None
    assert records[1]["difference_after"] <= records[1]["slope_more"]


# ---- the list -----------------------------------------------------------------------------------


def test_list_is_nested_and_its_loss_is_not_negative(real: tuple[Frontier, Priority]) -> None:
    frontier, priority = real
    assert (priority.sets[1:] >= priority.sets[:-1]).all()
    assert (priority.loss >= 0).all()
    assert (priority.sets[4] == frontier.steps[4].held).all()  # factor 1: the best plan itself
    assert priority.loss[4] == 0
    assert priority.loss.max() < 0.5
    assert (np.diff(priority.score) > 0).all()
    listed = priority.table["rank"].notna()
    assert int(listed.sum()) == int(priority.sets[-1].sum())
    assert priority.table.loc[listed, "from_factor"].is_monotonic_increasing
    assert sorted(priority.table["project_id"]) == sorted(frontier.problem.ids)


def test_loss_is_the_score_with_the_set_of_the_list(real: tuple[Frontier, Priority]) -> None:
    frontier, priority = real
    at, problem = 9, frontier.problem
    assert priority.loss[at] > 0
    model = build_model(frontier.sweep.problem(problem, frontier.sweep.way[at]))
    members = priority.sets[at]
    answer = solve(within(model, np.where(members, 0.5, 0.0), np.where(members, 1.0, 0.5)))
    assert answer.objective == pytest.approx(frontier.score[at] - priority.loss[at], abs=1e-4)


def test_whole_projects(two_schools: Path) -> None:
    # conftest: A costs 60, B 80; budgets 70 and 50. Twice the money has room for both in 2021.
    problem = read_problem(str(two_schools), mode="whole")
    frontier = walk(problem, Sweep((0.5, 2.0), (1, 1), 4))
    assert frontier.score == pytest.approx([0, 60, 76, 100])
    priority = priority_list(frontier)
    assert priority.sets.tolist() == [[False, False], [True, False], [True, True], [True, True]]
    assert priority.table["project_id"].tolist() == ["A", "B"]
    assert priority.loss.tolist() == [0, 0, 0, 0]
    # A plan of whole projects has no prices of its own.
    guess = "an estimate: of the plan in shares"
    assert guess in FrontierAnswer(frontier, priority).lines("en")[1]
    shares = walk(read_problem(str(two_schools)), Sweep((0.5, 2.0), (1, 1), 4))
    assert guess not in str(FrontierAnswer(shares, priority_list(shares)).lines("en"))


# ---- the command --------------------------------------------------------------------------------


def test_json_is_a_list_of_steps_and_the_folder_is_whole(
    two_schools: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "frontier"
    call = ["frontier", str(two_schools), "--money", "0.5:1.5", "--steps", "5", "--out", str(out)]
    assert main([*call, "--json"]) == 0
    records = json.loads(capsys.readouterr().out)
    assert [each["factor"] for each in records] == [0.5, 0.75, 1, 1.25, 1.5]
    assert records[2]["score"] == pytest.approx(80, rel=1e-6)
    assert records[2]["held"] == ["A", "B"]
    assert records[2]["budget"] == 120
    # conftest: 0.5 points a 万元 in 2021 and 0.3 in 2022.
    assert records[2]["slope"] == pytest.approx(1e4 * (0.5 * 70 + 0.3 * 50) / 120)
    names = ["frontier.csv", "frontier.json", "frontier.png", "frontier.svg"]
    names += [*DOCUMENTS, "priority.csv"]
    assert {each.name for each in out.iterdir()} == {".report-files", *names}
    first = {name: (out / name).read_bytes() for name in names}
    assert main(call) == 0
    assert {name: (out / name).read_bytes() for name in names} == first
    assert not list(tmp_path.glob(".frontier*"))


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (["--money", "1.6:0.6"], f"--money: found '1.6:0.6'; allowed: {TWO}"),
        (["--money", "less"], f"--money: found 'less'; allowed: {TWO}"),
        (["--land=-1:1"], f"--land: found '-1:1'; allowed: {TWO}"),
        (["--money", "nan:1"], f"--money: found 'nan:1'; allowed: {TWO}"),
        (["--steps", "1"], "--steps: found '1'; allowed: a whole number >= 2 and <= 1001"),
        (["--land", "1:1"], "--money or --land: low and high must differ"),
    ],
)
def test_wrong_ranges(
    two_schools: Path, capsys: pytest.CaptureFixture[str], given: list[str], line: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["frontier", str(two_schools), *given, "--lang", "en"])
    assert stopped.value.code == 2
    assert said(capsys) == [f"wrong usage: {line} (see portfolio frontier --help)"]


def test_each_step_says_its_money_or_its_land(
    two_schools: Path, land_binds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # conftest: 120 万元 in all, 0.012 亿元; of the other case, its land.
    call = ["--steps", "3", "--out", str(tmp_path / "out"), "--lang", "en"]
    assert main(["frontier", str(two_schools), "--money", "0.5:1.5", *call]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines[1:4]] == [
        "×0.5 (budget 0.01 亿元)",
        "×1 (budget 0.01 亿元)",
        "×1.5 (budget 0.02 亿元)",
    ]
    quota = read_problem(str(land_binds)).land_quota.sum()
    assert main(["frontier", str(land_binds), "--land", "1:2", *call]) == 0
    assert f"×2 (quota {2 * quota:,.2f} 亩): score" in capsys.readouterr().out


# ---- the library --------------------------------------------------------------------------------


def test_a_sweep_is_a_table_of_plans(two_schools: Path) -> None:
    # conftest: A (60 points for 60) comes first, then B (40 points for 80), so 60 buys 60 points,
    # 120 buys 80 and 140 buys all 100.
    table = sweep(str(two_schools), budget_total=[60, 120, 140])
    assert table["budget"].tolist() == [60, 120, 140]
    assert table["score"].is_monotonic_increasing
    assert table["score"].iloc[1] == pytest.approx(80, rel=1e-6)
    assert table["status"].tolist() == ["optimal"] * 3
    assert (table["investment"] <= table["budget"] + 0.01).all()


def test_a_sweep_shows_totals_without_a_plan(make: Make) -> None:
    path = make(
        {"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, budget=[50, 50], promote={"required": ["A"]}
    )
    table = sweep(str(path), budget_total=[99, 100])
    assert table["status"].tolist() == ["infeasible", "optimal"]
    assert np.isnan(table["score"].iloc[0])


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ({}, ["sweep(...): found no totals; allowed: budget_total=[...] or land_total=[...]"]),
        ({"budget_total": 900}, [f"sweep(...), budget_total: found '900'; allowed: {LISTS}"]),
        ({"budget_total": []}, [f"sweep(...), budget_total: found '[]'; allowed: {LISTS}"]),
        (
            {"budget_total": [1, -1], "land_total": [float("nan")]},
            [
                f"sweep(...), budget_total: found '-1'; allowed: {LISTS}",
                f"sweep(...), land_total: found 'nan'; allowed: {LISTS}",
                f"sweep(...): found lists of different lengths; allowed: {LISTS}",
            ],
        ),
    ],
)
def test_wrong_totals(two_schools: Path, given: dict, lines: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        sweep(str(two_schools), **given)
    assert caught.value.lines("en") == lines


def test_no_plan_at_all(make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make(
        {"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, budget=[30, 30], promote={"required": ["A"]}
    )
    out = tmp_path / "out"
    assert main(["frontier", str(path), "--money", "0.5:1.5", "--out", str(out)]) == 3
    assert said(capsys)[0] == "没有满足全部要求的方案。"
    assert not out.exists()


def test_a_stopped_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario, whole, part = (
        str(SCENARIOS / "open_competition.toml"),
        tmp_path / "whole",
        tmp_path / "part",
    )
    call = ["frontier", scenario, "--steps", "4", "--lang", "en", "--out"]
    assert main([*call, str(whole)]) == 0
    planned: list[Problem] = []

    def count(then: Callable[[], None]) -> None:
        def plan(problem: Problem, *given: object, **more: object) -> object:
            planned.append(problem)
            if len(planned) == 3:
                then()
            return make_plan(problem)

        monkeypatch.setattr("portfolio.questions.frontier.study.make_plan", plan)

    def stop() -> None:
        raise KeyboardInterrupt

    count(stop)
    capsys.readouterr()
    assert main([*call, str(part)]) == 1
    assert said(capsys) == [
        f"stopped; no report was written. What is finished is kept in {Resume.place(part)}: "
        "run the same command to go on"
    ]
    assert not part.exists()
    assert len(Resume(part, None).path.read_text().splitlines()) == 3
    planned.clear()
    count(lambda: None)
    assert main([*call, str(part)]) == 0
    assert len(planned) == 2  # the third and the fourth
    for name in ("frontier.json", "priority.csv", "frontier.svg"):
        assert (part / name).read_bytes() == (whole / name).read_bytes()


def test_picture_of_many_steps_and_of_steps_without_a_plan(tmp_path: Path, chain: Path) -> None:
    frontier = walk(read_problem(str(chain)), Sweep((0.0, 2.0), (1, 1), 101))
    found = FrontierAnswer(frontier, priority_list(frontier))
    write_answer(found, tmp_path / "many", "frontier", "en")
    assert (tmp_path / "many" / "frontier.png").exists()
