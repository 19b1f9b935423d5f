"""The bound from prices alone: what it proves, and that it notices what does not hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from portfolio.errors import VerificationError
from portfolio.inputs.read import read_problem
from portfolio.plan.certificate import bound_at
from portfolio.plan.make import make_plan
from portfolio.plan.verify import verify
from tests.conftest import SCENARIOS

SHIPPED = sorted(SCENARIOS.glob("*.toml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_prices_of_every_shipped_plan_prove_its_bound(path: Path):
    problem = read_problem(str(path))
    plan = make_plan(problem)
    assert bound_at(problem, plan.prices) == pytest.approx(plan.linear_optimum, rel=1e-12)


def test_two_schools_by_hand(two_schools: Path):
    """
    The case solved on paper in `conftest`: 80 points.

    A place is worth 0.4 points in 2021 and 0.6 in 2022, so work on A (60 places) is worth 60 if
    done in 2021 and 36 in 2022, and work on B (40 places) 40 and 24.
    """
    problem = read_problem(str(two_schools))
    places = {"attainment": np.array([40.0, 60.0])}
    assert bound_at(problem, places) == pytest.approx(60 + 36 + 40 + 24)
    # A 万元 costs 0.5 points in 2021 and 0.3 in 2022; A takes 60 and B 80. What is left: A 30 and
    # 18, B nothing; the money itself is worth 0.5 x 70 + 0.3 x 50 = 50.
    money = {"annual_budget": np.array([0.5, 0.3])}
    assert bound_at(problem, places | money) == pytest.approx(50 + 30 + 18)
    # To build A once only is worth 18, and 12 are left of its first year.
    once = {"completion": np.array([18.0, 0.0])}
    assert bound_at(problem, places | money | once) == pytest.approx(50 + 18 + 12)


@pytest.mark.parametrize("seed", range(20))
def test_no_prices_prove_less_than_the_best_score(seed: int):
    """Weak duality: whatever the prices, also with wrong signs, the bound is no lower."""
    problem = read_problem(str(SCENARIOS / "health_first.toml"))
    plan = make_plan(problem)
    draw = np.random.default_rng(seed)
    prices = {
        family: each * draw.uniform(0, 2, each.shape) + draw.normal(0, 0.01, each.shape)
        for family, each in plan.prices.items()
    }
    assert bound_at(problem, prices) >= plan.bound * (1 - 1e-12)


def test_without_prices_all_is_built_again_each_year(two_schools: Path):
    # What lies beyond a need earns 0.3 of it and has no end, so it is always priced: the needs keep
    # 0.7 of their 100 points, and work is worth 0.3 of the 160 above.
    assert bound_at(read_problem(str(two_schools)), {}) == pytest.approx(70 + 0.3 * 160)


def test_a_bound_that_the_prices_do_not_prove_is_refused():
    plan = make_plan(read_problem(str(SCENARIOS / "open_competition.toml")))
    verify(plan)
    low = plan.bound * (1 - 3e-6)
    spoiled = replace(plan, bound=low, linear_optimum=low, prices=plan.prices)
    with pytest.raises(VerificationError) as caught:
        verify(spoiled)
    proven = f"prices prove {plan.bound:.6f} as the bound"
    assert any(proven in line for line in caught.value.lines("en"))
    dear = plan.prices | {"annual_budget": plan.prices["annual_budget"] * 1.01}
    with pytest.raises(VerificationError, match="prices prove"):
        verify(replace(plan, prices=dear))
    with pytest.raises(VerificationError, match="not the best score in shares"):
        verify(replace(plan, bound=plan.bound * 1.1))


def test_prices_of_another_problem_are_an_error():
    plan = make_plan(read_problem(str(SCENARIOS / "base.toml")))
    with pytest.raises(ValueError, match="annual_budget has 4 prices for 5 rows"):
        bound_at(plan.problem, {"annual_budget": np.zeros(4)})
