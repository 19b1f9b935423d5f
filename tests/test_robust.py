"""Robustness: draws by their number alone, core index, regret, distributions that are checked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from conftest import SCENARIOS, Heard, Make, complaints, edit

from portfolio.cli.main import main
from portfolio.engine.highs import solve
from portfolio.engine.model import build_model
from portfolio.engine.warm import HALF
from portfolio.errors import NoPlanError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.plan.make import plan_problem
from portfolio.questions.robust import trials
from portfolio.questions.robust.answer import RobustAnswer
from portfolio.questions.robust.distributions import DEFAULT, Distributions, read_distributions
from portfolio.questions.robust.draws import drawn
from portfolio.questions.robust.study import Robust, try_out
from portfolio.questions.robust.trials import Draws
from portfolio.runs.resume import Resume

# Factors of the first two costs, and the first two points, of draw 7 of seed 1.
BEFORE = {
    "cost": [1.332771539211086, 1.0753177786332535],
    "points": [8.516927026169368, 9.522554523495252],
}
# Nothing varies.
STILL = Distributions("", 0.0, 0.0, (0.0, 1.0), (0.0, 1.0), 0.0, (), (), (), 0.0, 0.0)


@pytest.fixture(scope="module")
def problem() -> Problem:
    return read_problem(str(SCENARIOS / "open_competition.toml"))


@pytest.fixture(scope="module")
def robust(problem: Problem) -> Robust:
    """60 draws of the real scenario under the shipped assumptions."""
    return try_out(plan_problem(problem), read_distributions(None, problem), 60)


def spreads(tmp_path: Path, problem: Problem, text: str) -> Distributions:
    path = tmp_path / "spreads.toml"
    path.write_text(text, encoding="utf-8")
    return read_distributions(path, problem)


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().err.splitlines() if not line.startswith("…")]


# ---- draws --------------------------------------------------------------------------------------


def test_spreads_are_as_stated(problem: Problem) -> None:
    given = replace(read_distributions(None, problem), profiles=0.0)
    outcomes = [drawn(problem, given, 1, draw) for draw in range(2000)]
    cost = np.log([each.cost / problem.cost for each in outcomes])
    together = cost.mean(axis=1)
    assert cost.std() == pytest.approx(np.hypot(0.05, 0.10), rel=0.03)
    assert together.std() == pytest.approx(np.hypot(0.05, 0.10 / np.sqrt(88)), rel=0.06)
    assert np.median(cost) == pytest.approx(0, abs=0.01)
    budget = np.array([each.budget / problem.budget for each in outcomes])
    # A normal cut at 2.5 standard deviations has 0.9546 of its standard deviation.
    assert budget.std() == pytest.approx(0.9546 * 0.08, rel=0.03)
    assert np.abs(budget - 1).max() <= 2.5 * 0.08
    land = np.array([each.land_quota / problem.land_quota for each in outcomes])
    assert land.std() == pytest.approx(0.9546 * 0.05, rel=0.03)
    points = np.array([each.points for each in outcomes])
    assert points.sum(axis=1) == pytest.approx(100)
    ratio = np.log(points[:, 0] / points[:, 1]) - np.log(problem.points[0] / problem.points[1])
    assert ratio.std() == pytest.approx(0.2 * np.sqrt(2), rel=0.05)


def test_a_draw_depends_on_seed_and_number_alone(problem: Problem, tmp_path: Path) -> None:
    given = read_distributions(None, problem)
    one, two, other = (drawn(problem, given, *at) for at in ((1, 7), (1, 7), (2, 7)))
    assert (one.cost == two.cost).all()
    assert (one.points == two.points).all()
    assert (one.cost != other.cost).any()
    # A quantity is drawn the same whatever else varies.
    alone = drawn(problem, spreads(tmp_path, problem, "[land]\nspread = 0.05\n"), 1, 7)
    assert (alone.land_quota == drawn(problem, replace(given, profiles=0.0), 1, 7).land_quota).all()
    assert (alone.cost == problem.cost).all()
    assert (alone.budget == problem.budget).all()
    for cause, key in (("cost", "cost"), ("weights", "points"), ("needs", "need")):
        assert (getattr(drawn(problem, given.only(cause), 1, 7), key) == getattr(one, key)).all()
    amount = drawn(problem, given.only("contributions"), 1, 7).amount
    assert (amount != one.amount).nnz == 0
    assert drawn(problem, given.only("beyond_need"), 1, 7).beyond_need == one.beyond_need
    assert (one.amount != other.amount).nnz > 0
    # Needs and what came with them are drawn apart: these were drawn before there were any.
    assert one.cost[:2] / problem.cost[:2] == pytest.approx(BEFORE["cost"], rel=1e-12)
    assert one.points[:2] == pytest.approx(BEFORE["points"], rel=1e-12)


def test_needs_and_contributions_stay_within_their_spreads(problem: Problem) -> None:
    given = read_distributions(None, problem)
    outcomes = [drawn(problem, given, 1, draw) for draw in range(500)]
    origins = problem.indicators["need_origin"].iloc[problem.active].to_numpy()
    need = np.array([each.need / problem.need for each in outcomes])
    assert (need[:, origins == "stated"] == 1).all()
    for confidence, own in problem.added.items():
        ratio = np.array([each.added[confidence].data / own.data for each in outcomes])
        assert_uniform(ratio, {"stated": 0.0, "derived": 0.10, "assumed": 0.40}[confidence])
    for origin, spread in (("derived", 0.10), ("commitment", 0.20), ("assumed", 0.40)):
        assert_uniform(need[:, origins == origin], spread)
    beyond = np.array([each.beyond_need for each in outcomes])
    assert_uniform(1 + beyond - problem.beyond_need, 0.10)
    for each in outcomes[:5]:
        total = sum(one.toarray() for one in each.added.values())
        assert each.amount.toarray() == pytest.approx(total)


def assert_uniform(factors: np.ndarray, spread: float) -> None:
    """500 draws and more reach the ends of 1 ± the spread, and never pass them."""
    assert np.abs(factors - 1).max() <= spread + 1e-12
    if spread:
        assert factors.min() < 1 - 0.95 * spread
        assert factors.max() > 1 + 0.95 * spread
        assert factors.std() == pytest.approx(spread / np.sqrt(3), rel=0.05)


def test_the_worth_beyond_the_need_stays_a_share(make: Make, tmp_path: Path) -> None:
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, beyond_need=0.0)
    problem = read_problem(str(path))
    given = spreads(tmp_path, problem, "[beyond_need]\nspread = 1\n")
    for own in (0.0, 1.0):
        varied = replace(problem, beyond_need=own)
        beyond = np.array([drawn(varied, given, 1, draw).beyond_need for draw in range(200)])
        assert beyond.min() >= 0
        assert beyond.max() <= 1
        assert np.ptp(beyond) > 0.95
        assert 0.35 < (beyond == own).mean() < 0.65  # half of the draws lie outside


def test_profiles_change_the_years_and_keep_the_sum(problem: Problem, tmp_path: Path) -> None:
    given = spreads(tmp_path, problem, "[profiles]\nspread = 0.2\n")
    outcomes = [drawn(problem, given, 1, draw) for draw in range(300)]
    for key in ("budget", "land_quota"):
        own, years = getattr(problem, key), np.array([getattr(each, key) for each in outcomes])
        assert years.sum(axis=1) == pytest.approx(own.sum(), rel=1e-12)
        ratio = years / own
        # Two years that drew 1.2 and 0.8 stand as 3 to 2, whatever brings them to their sum.
        assert (ratio.max(axis=1) / ratio.min(axis=1)).max() <= 1.5
        assert (ratio.max(axis=1) / ratio.min(axis=1)).max() > 1.4
    budget, land = (
        np.array([getattr(each, key) for each in outcomes]) for key in ("budget", "land_quota")
    )
    assert abs(np.corrcoef(budget[:, 0], land[:, 0])[0, 1]) < 0.2
    # What the years sum to is what is drawn without profiles; purses share in the sum.
    both = spreads(tmp_path, problem, "[budget]\nspread = 0.1\n[profiles]\nspread = 0.2\n")
    one, alone = (drawn(problem, each, 1, 7) for each in (both, both.only("budget")))
    assert (one.budget != alone.budget).all()
    assert one.budget.sum() == pytest.approx(alone.budget.sum(), rel=1e-12)
    assert one.purse_money == pytest.approx(alone.purse_money, rel=1e-12)


def test_ceilings_and_own_money_of_a_purse_follow_the_years(make: Make, tmp_path: Path) -> None:
    path = make(
        {"A": {"adds": {"S": 1}}},
        {"S": {"need": 1}},
        purses={"city": {"total": 100}},
        budget_table={
            "funding": {"fiscal": {"by_year": [50, 80]}},
            "purse": {"city": {"by_year": [30, 60]}},
        },
    )
    problem = read_problem(str(path))
    outcome = drawn(problem, spreads(tmp_path, problem, "[profiles]\nspread = 0.5\n"), 1, 3)
    factor = outcome.budget / 100
    assert factor[0] != pytest.approx(1)
    assert outcome.funding_budget["fiscal"] == pytest.approx(factor * [50, 80])
    assert outcome.purses.by_year[0] == pytest.approx(factor * [30, 60])
    assert outcome.purse_money == pytest.approx([factor @ [30, 60]])


def test_budgets_do_not_fall_below_nothing_and_ceilings_follow(make: Make, tmp_path: Path) -> None:
    ceilings = {"funding": {"fiscal": {"by_year": [50, 80]}}}
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, budget_table=ceilings)
    problem = read_problem(str(path))
    given = spreads(tmp_path, problem, "[budget]\nspread = 1\ncut = 10\n")
    outcomes = [drawn(problem, given, 1, draw) for draw in range(200)]
    budget = np.array([each.budget for each in outcomes])
    assert budget.min() == 0
    ceiling = np.array([each.funding_budget["fiscal"] for each in outcomes])
    assert ceiling == pytest.approx(budget * [0.5, 0.8])


def test_weights_that_are_known_as_an_order_keep_it(problem: Problem, tmp_path: Path) -> None:
    text = '[weights]\norder = ["S13", "文体服务保障", "health"]\n'
    given = spreads(tmp_path, problem, text)
    parts = [set(part.tolist()) for part in given.order]
    names = np.array(problem.indicator_ids)
    assert set(names[given.order[0]]) == {"S13"}
    assert {"S08", "S10", "S11"} <= set(names[given.order[2]])
    sums, shares = [], []
    named = np.concatenate(given.order)
    for draw in range(400):
        points = drawn(problem, given, 3, draw).points
        each = [points[part].sum() for part in given.order]
        assert each == sorted(each, reverse=True)
        others = np.setdiff1d(np.arange(len(points)), named)
        assert points[others] == pytest.approx(problem.points[others])
        sums.append(sum(each))
        shares.append(np.array(each) / sum(each))
        for part in given.order:  # members keep their proportions
            assert points[part] / points[part].sum() == pytest.approx(
                problem.points[part] / problem.points[part].sum()
            )
    assert sums == pytest.approx([problem.points[named].sum()] * 400)
    # Means of sorted uniform weights of three: (1 + 1/2 + 1/3) / 3, (1/2 + 1/3) / 3, 1/9.
    assert np.mean(shares, axis=0) == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=0.02)
    assert not parts[0] & parts[1]


# ---- what the draws say -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "count"),
    [("open_competition", 10), ("one_pot", 3), ("carry_over", 3), ("next_plan", 3)],
)
def test_best_plan_of_a_draw_is_the_cold_solve(name: str, count: int) -> None:
    problem = read_problem(str(SCENARIOS / f"{name}.toml"))
    given = read_distributions(None, problem)
    draws = Draws(problem, given, 1)
    for draw in range(count)[::-1]:
        score, held, touched = draws.best(draw)
        plan = plan_problem(drawn(problem, given, 1, draw))
        assert score == pytest.approx(plan.bound, rel=1e-7)
        assert held == np.flatnonzero(plan.funded >= HALF).tolist()
        assert touched == np.flatnonzero(plan.funded > 1e-6).tolist()
        # Keeping to that very list loses nothing, keeping to nothing loses everything.
        members = np.zeros(len(problem.ids), dtype=bool)
        members[touched] = True
        assert draws.kept(draw, [members, ~members & members]) == pytest.approx([score, 0])


def test_transfers_between_purses_are_solved_right() -> None:
    problem = read_problem(str(SCENARIOS / "city_support.toml"))
    assert problem.purses.apart
    assert len(problem.purses.most)
    given = read_distributions(None, problem)
    draws, without = Draws(problem, given, 1), 0
    for draw in range(5):
        cold, score = solve(build_model(drawn(problem, given, 1, draw))), draws.best(draw)[0]
        if cold.x is None:
            assert score is None
            without += 1
        else:
            assert score == pytest.approx(cold.objective, rel=1e-7)
    assert 0 < without < 5


def test_what_is_stated_stands_and_what_is_assumed_varies(make: Make, tmp_path: Path) -> None:
    # Money for both in the first year, so both count in full: 50 points each if nothing varies.
    path = make(
        {"A": {"adds": {"S": 10}}, "B": {"adds": {"T": 10}}},
        {"S": {"need": 10}, "T": {"need": 10}},
        budget=[200, 0],
    )
    edit(tmp_path / "data" / "contributions.csv", "B,T,10,,stated", "B,T,10,,assumed")
    problem = read_problem(str(path))
    given = spreads(tmp_path, problem, "[contributions]\nassumed = 0.4\n")
    found = try_out(plan_problem(problem), given, 40)
    added = [drawn(problem, given, 1, draw).amount.toarray() for draw in range(40)]
    assert [each[0, 0] for each in added] == [10] * 40
    share = np.array([each[1, 1] / 10 for each in added])
    # B meets its need as far as it goes; what is beyond is worth 0.3 of it.
    worth = np.minimum(share, 1) + 0.3 * np.maximum(share - 1, 0)
    assert found.score == pytest.approx(50 + 50 * worth)
    assert np.ptp(share) > 0.6


def test_a_need_that_varies_moves_its_cap_along(make: Make, tmp_path: Path) -> None:
    # A adds 10 from the first year. A need of 10 g is met to 1 / g; beyond it count 0.1 needs.
    path = make(
        {"A": {"adds": {"S": 10}}},
        {"S": {"need": 10, "need_origin": "assumed"}},
        objective_table={"beyond_cap": 0.1},
    )
    problem = read_problem(str(path))
    given = spreads(tmp_path, problem, "[needs]\nstated = 0.9\nassumed = 0.4\n")
    found = try_out(plan_problem(problem), given, 40)
    met = np.array([10 / drawn(problem, given, 1, draw).need[0] for draw in range(40)])
    worth = np.minimum(met, 1) + 0.3 * np.clip(met - 1, 0, 0.1)
    assert found.score == pytest.approx(100 * worth)
    assert met.min() >= 1 / 1.4
    assert met.max() <= 1 / 0.6
    assert met.min() < 1 < 1.1 < met.max()  # both sides of the need, and beyond the cap


@pytest.mark.parametrize("mode", ["shares", "whole"])
def test_lists_where_completion_is_ignored(mode: str, make: Make) -> None:
    # Each may be carried out once a year. A adds 10, B adds 9 of 100, for 60 each; 100 a year.
    path = make(
        {"A": {"total_investment": 60, "adds": {"S": 10}}}
        | {"B": {"total_investment": 60, "adds": {"S": 9}}},
        {"S": {"need": 100}},
        rules={"ignore": ["completion"]},
        promote={"required": ["B"]},
    )
    problem = read_problem(str(path), mode=mode)
    draws = Draws(problem, STILL, 1)
    both, a, b = (np.array(each, dtype=bool) for each in ([1, 1], [1, 0], [0, 1]))
    # In shares a year has A and two thirds of B: 16, then 32 places. Whole, it has A: 10 and 20.
    best = 0.5 * (16 + 32) if mode == "shares" else 0.5 * (10 + 20)
    assert draws.best(0)[0] == pytest.approx(best)
    kept = draws.kept(0, [both, a, b, both & ~both])
    assert kept == pytest.approx([best, 0.5 * (10 + 20), 0.5 * (9 + 18), 0])
    # Nothing is required then, so no list holds B for that.
    found = try_out(plan_problem(problem), STILL, 1)
    assert found.lists[0].members.tolist() == ([True, True] if mode == "shares" else [True, False])
    assert all(each.members[1] == (mode == "shares") for each in found.lists)


def test_kept_lists_are_solved_right(problem: Problem, robust: Robust) -> None:
    outcome = drawn(problem, read_distributions(None, problem), 1, 11)
    for at in (0, 1, len(robust.lists) - 1):
        members = robust.lists[at].members
        model = build_model(outcome)
        model.work.upper[: len(model.work.project)] *= members[model.work.project]
        cold = solve(model)
        assert robust.kept[at, 11] == pytest.approx(cold.objective, rel=1e-7)


def test_regret_and_index_on_the_real_scenario(robust: Robust) -> None:
    assert robust.possible.all()
    assert (robust.regret >= 0).all()
    assert (robust.kept <= robust.score * (1 + 1e-7)).all()
    assert ((robust.core_index >= 0) & (robust.core_index <= 1)).all()
    assert [each.name for each in robust.lists[:3]] == ["plan", "core", "majority"]
    assert len(robust.lists) == 12
    assert (robust.lists[1].members <= robust.lists[2].members).all()
    assert robust.need.mean(axis=0) == pytest.approx(robust.plan.investment.sum(axis=0), rel=0.03)
    # The own plan spends the budgets of 2021 to 2024 to the end: half of the draws or so need more.
    # Of 2025 it leaves a tenth, since the purses that have money left have no project for it.
    left = 1 - robust.plan.investment.sum(axis=0) / robust.plan.problem.budget
    assert left == pytest.approx([0, 0, 0, 0, 0.1], abs=0.01)
    assert robust.over[:4] == pytest.approx([0.5] * 4, abs=0.2)
    assert robust.over[4] < 0.4


def test_required_and_dominated(make: Make, tmp_path: Path) -> None:
    # D does what A does at five times the cost, Q must be carried out and earns nothing; there is
    # money for Q, A and a half of D at the most, and costs spread by 5 %.
    projects = {
        "A": {"total_investment": 100, "adds": {"S": 10}},
        "B": {"total_investment": 100, "adds": {"S": 9.9}},
        "D": {"total_investment": 500, "adds": {"S": 10}},
        "Q": {"total_investment": 20},
    }
    path = make(
        projects,
        {"S": {"need": 40}},
        budget=[60, 60],
        promote={"required": ["Q"]},
    )
    problem = read_problem(str(path))
    given = spreads(tmp_path, problem, "[cost]\nspread = 0.05\n")
    found = try_out(plan_problem(problem), given, 200)
    index = dict(zip(problem.ids, found.core_index, strict=True))
    assert index["Q"] == 1
    assert index["D"] == 0
    # A and B cost about the same: the cheaper one a place is taken.
    assert 0.3 < index["A"] < 0.9
    assert index["A"] + index["B"] == pytest.approx(1, abs=0.05)
    assert found.verdict[2:] == ["left_out", "core"]
    # Costs alone vary, so costs alone are the first draws again, an eighth of them.
    assert list(found.alone) == ["cost"]
    assert found.alone["cost"] == pytest.approx(found.held[:25].mean(axis=0))


@pytest.mark.parametrize("name", ["base", "carry_over", "promote_r18_r22"])
def test_without_spread_everything_is_the_scenario_s_own_plan(name: str, tmp_path: Path) -> None:
    problem = read_problem(str(SCENARIOS / f"{name}.toml"))
    plan = plan_problem(problem)
    nothing = re.sub(r"= 0\.\d+", "= 0", DEFAULT)
    assert re.findall(r"= ([\d.]+)", nothing) == ["0"] * 3 + ["2.5", "0", "2.5"] + ["0"] * 10
    found = try_out(plan, spreads(tmp_path, problem, nothing), 3)
    assert found.alone == {}
    assert (found.core_index == (plan.funded >= 0.5)).all()
    assert (found.regret[0] == 0).all()
    assert found.score == pytest.approx([plan.bound] * 3)
    assert (found.over == 0).all()


def test_draws_without_a_plan_are_counted(make: Make, tmp_path: Path) -> None:
    # Exactly enough money: about half of the draws have less.
    path = make(
        {"A": {"total_investment": 200, "adds": {"S": 1}}},
        {"S": {"need": 1}},
        budget=[100, 100],
        budget_table={"carry_over": True},
        promote={"required": ["A"]},
    )
    problem = read_problem(str(path))
    found = try_out(
        plan_problem(problem), spreads(tmp_path, problem, "[budget]\nspread = 0.1\n"), 200
    )
    assert 0.3 < found.possible.mean() < 0.7
    assert found.core_index.tolist() == [1]
    assert np.isnan(found.regret[:, ~found.possible]).all()
    # By 2022 the schedule needs just what there is with carry-over.
    assert found.over[1] == pytest.approx(1 - found.possible.mean())


def test_a_cause_that_leaves_no_plan_says_so(make: Make, tmp_path: Path) -> None:
    path = make(
        {"A": {"total_investment": 200, "adds": {"S": 1}}},
        {"S": {"need": 1}},
        budget=[100, 100],
        promote={"required": ["A"]},
    )
    problem = read_problem(str(path))
    given = spreads(tmp_path, problem, "[cost]\nspread = 0.2\n[land]\nspread = 0.1\n")
    # Of eight draws, one is made again for each cause alone: the first, dearer than its money.
    cheap = [
        [drawn(problem, given, at, draw).cost[0] <= 200 for draw in range(8)] for at in range(9)
    ]
    seed = next(at for at, each in enumerate(cheap) if any(each) and not each[0])
    found = try_out(plan_problem(problem), given, 8, seed=seed)
    assert found.core_index.tolist() == [1]
    assert np.isnan(found.alone["cost"]).all()
    assert found.alone["land"].tolist() == [1]
    answer = RobustAnswer(found, given, seed)
    assert "各因素单独变动时的核心项目：造价 没有方案，用地 1" in answer.lines("zh")
    assert "core projects where one cause alone varies: costs no plan, land 1" in answer.lines("en")
    assert answer.content("zh").core_index_alone == {"cost": {"A": None}, "land": {"A": 1}}


def test_no_draw_has_a_plan(make: Make, tmp_path: Path) -> None:
    path = make(
        {"A": {"total_investment": 200, "adds": {"S": 1}}, "B": {"total_investment": 0.01}},
        {"S": {"need": 1}},
        budget=[100, 100],
        promote={"required": ["A"]},
    )
    problem = read_problem(str(path))
    given = spreads(tmp_path, problem, "[cost]\ncommon = 0.9\n")
    # Costs of the first draws of seed 1: one that is dearer will do.
    draw = next(d for d in range(50) if drawn(problem, given, d, 0).cost[0] > 200)
    with pytest.raises(NoPlanError) as caught:
        try_out(plan_problem(problem), given, 1, seed=draw)
    assert caught.value.lines("zh") == ["1 次抽样都没有方案：必须实施的项目放不下"]
    assert caught.value.lines("en") == ["none of 1 draws has a plan: what is required does not fit"]


def test_whole_projects(two_schools: Path, tmp_path: Path) -> None:
    problem = read_problem(str(two_schools), mode="whole")
    plan = plan_problem(problem)
    given = spreads(tmp_path, problem, "[cost]\nspread = 0.4\n")
    found = try_out(plan, given, 30)
    for draw, score in enumerate(found.score):
        cost = drawn(problem, given, 1, draw).cost
        # conftest: A adds 60 and B 40 of 100; budgets 70 and 50; a year is 2 if left out.
        scores = [
            sum(add * (1.0, 0.6, 0.0)[year] for add, year in zip((60, 40), years, strict=True))
            for years in product(range(3), repeat=2)
            if all(cost[np.array(years) == t].sum() <= (70, 50)[t] for t in (0, 1))
        ]
        assert score == pytest.approx(max(scores))
    assert len(set(np.round(found.score, 6))) > 2
    assert (found.regret[0] >= 0).all()


# ---- the same whatever the batches --------------------------------------------------------------


@pytest.mark.slow
def test_batches_do_not_matter(
    problem: Problem, robust: Robust, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "BATCH", 7)
    again = try_out(robust.plan, read_distributions(None, problem), 60)
    assert (again.score == robust.score).all()
    assert (again.held == robust.held).all()
    assert (again.kept == robust.kept).all()
    # Fewer draws are the first of more draws.
    fewer = try_out(robust.plan, read_distributions(None, problem), 10)
    assert (fewer.score == robust.score[:10]).all()


NAMES = [
    *("cash_need.csv", "core_by_cause.csv", "core_index.csv", "core_index.svg"),
    *("distributions.toml", "draws.csv", "regret.csv", "robust.json"),
]


@pytest.mark.slow
def test_a_stopped_run_goes_on_to_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(trials, "BATCH", 5)
    scenario, whole, part = (
        str(SCENARIOS / "open_competition.toml"),
        tmp_path / "whole",
        tmp_path / "part",
    )
    call = ["robust", scenario, "--draws", "20", "--seed", "3", "--out"]
    assert main([*call, str(whole)]) == 0
    worked: list[int] = []
    best = Draws.best

    def stopping(self: Draws, draw: int) -> list:
        worked.append(draw)
        if draw == 12 and worked[0] == 0:
            raise KeyboardInterrupt
        return best(self, draw)

    monkeypatch.setattr(Draws, "best", stopping)
    capsys.readouterr()
    assert main([*call, str(part)]) == 1
    kept = Resume.place(part)
    line = f"已中止，没有写出报告；已完成的部分保存在 {kept}，再次运行同一命令就从这里接着做"
    assert said(capsys) == [line]
    assert not part.exists()
    worked.clear()
    assert main([*call, str(part)]) == 0
    assert worked[:10] == list(range(10, 20))
    assert worked[10:] == [0, 1, 2] * 8  # each cause alone, in an eighth of 20
    for name in NAMES:
        assert (part / name).read_bytes() == (whole / name).read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["part", "whole"]


def test_json(two_schools: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["robust", str(two_schools), "--draws", "30", "--out", str(tmp_path / "out"), "--json"]
    assert main(call) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["core_index"]["A"] == 1
    assert 0.5 < answer["core_index"]["B"] < 1  # three quarters of it in the scenario itself
    verdict = answer["verdict"]
    assert sorted([*verdict["core"], *verdict["exchangeable"]]) == ["A", "B"]
    assert "A" in verdict["core"]
    assert (answer["draws"], answer["seed"], answer["infeasible"]) == (30, 1, 0)
    assert list(answer["score"]) == ["plan", "mean", "p05", "p25", "p50", "p75", "p95"]
    assert [each["year"] for each in answer["cash_need"]] == [2021, 2022]
    assert answer["core_index_alone"]["land"] == {"A": 1, "B": 1}  # they take none
    # Need and contributions of the two are stated: their tables are there, and change nothing.
    assert "distributions.beyond_need" in answer["assumptions"]
    assert answer["lists"][0]["projects"] == ["A", "B"]
    content = json.loads((tmp_path / "out" / "robust.json").read_text(encoding="utf-8"))
    assert content == answer


# ---- distributions ------------------------------------------------------------------------------

NUMBER = ("0 到 1 之间的数", "a number from 0 to 1")
WRONG = {
    "[cost]\nspread = -0.1\n": [("cost.spread", ("“-0.1”", "'-0.1'"), NUMBER)],
    "[cost]\nspread = nan\n": [("cost.spread", ("“nan”", "'nan'"), NUMBER)],
    "[budget]\nspred = 0.1\n": [
        (
            "budget.spred",
            ("未知的键“spred”", "unknown key 'spred'"),
            ("已知的键，最接近的是 spread", "a known key, nearest: spread"),
        )
    ],
    "[needs]\nassumed = 1\nguessed = 0.1\n": [
        (
            "needs.assumed",
            ("“1”", "'1'"),
            ("不小于 0、小于 1 的数", "a number >= 0 and < 1"),
        ),
        (
            "needs.guessed",
            ("未知的键“guessed”", "unknown key 'guessed'"),
            ("已知的键，最接近的是 assumed", "a known key, nearest: assumed"),
        ),
    ],
    "[land]\ncut = 0\n": [
        (
            "land.cut",
            ("“0”", "'0'"),
            (
                "大于 0、不大于 10 的数（标准差的倍数）",
                "a number > 0 and <= 10 (standard deviations)",
            ),
        )
    ],
    '[weights]\norder = ["S01", "S99", "人口"]\n': [
        (
            "weights.order",
            ("“S99”", "'S99'"),
            ("指标编号、指标组或领域", "an indicator's id, a group or a domain"),
        ),
        (
            "weights.order",
            ("“人口”", "'人口'"),
            ("本情景中计分的指标", "something that earns points in this scenario"),
        ),
    ],
    '[weights]\norder = ["S01", "学有所教"]\n': [
        (
            "weights.order",
            ("“学有所教”", "'学有所教'"),
            ("每个指标只出现一次", "each indicator once"),
        )
    ],
    '[weights]\norder = ["S01"]\n': [
        ("weights.order", ("“S01”", "'S01'"), ("两个以上的名称", "two names or more"))
    ],
    "": [
        (
            None,
            ("空文件", "an empty file"),
            (
                "TOML 文件（UTF-8），至少有一个表，如 [cost]",
                "a TOML file (UTF-8) with a table such as [cost]",
            ),
        )
    ],
}


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_distributions_are_checked(text: str, problem: Problem, tmp_path: Path) -> None:
    expected = []
    for key, found, allowed in WRONG[text]:
        here_zh, here_en = (f" {key}", f", {key}") if key else ("", "")
        zh = f"spreads.toml{here_zh}：读到{found[0]}；应为{allowed[0]}"
        expected.append((zh, f"spreads.toml{here_en}: found {found[1]}; allowed: {allowed[1]}"))
    assert complaints(lambda: spreads(tmp_path, problem, text), tmp_path) == expected


def test_a_bad_file_is_one_line_and_nothing_is_written(
    two_schools: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("[cost]\nspread = -1\n", encoding="utf-8")
    call = ["robust", str(two_schools), "--out", str(tmp_path / "out"), "--distributions"]
    assert main([*call, str(bad)]) == 1
    assert said(capsys) == [f"{bad} cost.spread：读到“-1”；应为0 到 1 之间的数"]
    assert main([*call, str(tmp_path / "none.toml"), "--lang", "en"]) == 1
    missing = f"{tmp_path / 'none.toml'}: found no readable file; allowed: "
    missing += "a TOML file (UTF-8) with a table such as [cost]"
    assert said(capsys) == [missing]
    assert not (tmp_path / "out").exists()
    with pytest.raises(SystemExit) as stopped:
        main([*call, str(bad), "--draws", "0"])
    assert stopped.value.code == 2
    wrong = "--draws：读到“0”；应为不小于 1、不大于 1000000 的整数"
    assert said(capsys) == [f"用法错误：{wrong}（用法见 portfolio robust --help）"]


def test_the_shipped_assumptions_can_be_given_back(problem: Problem, tmp_path: Path) -> None:
    own, shipped = spreads(tmp_path, problem, DEFAULT), read_distributions(None, problem)
    assert own == shipped
    assert (own.cost_common, own.cost_spread, own.weights) == (0.05, 0.1, 0.2)
    assert (own.budget, own.land, own.order) == ((0.08, 2.5), (0.05, 2.5), ())
    assert own.contributions == (0, 0.1, 0.4)
    assert (own.beyond_need, own.profiles) == (0.1, 0.2)
    origins = problem.indicators["need_origin"].iloc[problem.active]
    shipped_needs = {"stated": 0, "derived": 0.1, "commitment": 0.2, "assumed": 0.4}
    assert own.needs == tuple(shipped_needs[each] for each in origins)


def test_draws_are_counted_to_their_number(problem: Problem) -> None:
    """Each draw is planned, then tried, 0 to 7 each; then one draw for each of eight causes."""
    heard = Heard()
    try_out(plan_problem(problem), read_distributions(None, problem), 7, listener=heard)
    once = [(done, 7, "") for done in range(8)]
    assert heard.counts == once + once + [(done, 8, "") for done in range(9)]
    steps = ["drawing", "keeping to each list", "each cause alone"]
    assert [step.en for step in heard.steps] == steps
