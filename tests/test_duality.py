"""Prices are taken with the sign with which they prove the score, or not at all."""

from pathlib import Path

import numpy as np
import pytest

from portfolio.engine.duality import signed
from portfolio.engine.highs import solve
from portfolio.engine.model import Model, build_model
from portfolio.inputs.read import read_problem
from tests.conftest import SCENARIOS, Make

SHIPPED = sorted(SCENARIOS.glob("*.toml"))


def optimum(path: Path) -> tuple[Model, np.ndarray, np.ndarray, float]:
    model = build_model(read_problem(path))
    answer = solve(model)
    assert answer.price is not None
    assert answer.reduced_cost is not None
    return model, answer.price, answer.reduced_cost, answer.objective


@pytest.mark.parametrize("sign", [1, -1])
def test_either_sign_is_turned_into_points_gained(two_schools: Path, sign: int):
    # One more 万元 in 2021 is worth 0.5 points (see conftest), whatever the solver's sign.
    model, price, reduced, score = optimum(two_schools)
    found, left = signed(model, sign * price, sign * reduced, score)
    assert found is not None
    assert left is not None
    assert found[model.rows_of("annual_budget")].tolist() == pytest.approx([0.5, 0.3])
    np.testing.assert_array_equal(left, reduced)


def test_prices_that_prove_another_score_are_none(two_schools: Path):
    # Twice the price of money says that 70 and 50 万元 alone are worth 100 points; 80 is the best.
    model, price, reduced, score = optimum(two_schools)
    wrong = price.copy()
    wrong[model.rows_of("annual_budget")] *= 2
    assert signed(model, wrong, reduced, score) == (None, None)
    assert signed(model, np.zeros_like(price), reduced, score) == (None, None)


def test_a_floor_has_a_price_below_zero(make: Make):
    # H, at half the worth of A, must take 20 of 100: one more 万元 of it costs half a point.
    path = make(
        {"A": {"adds": {"S": 100}}, "H": {"domain": "health", "adds": {"S": 50}}},
        {"S": {"need": 100}},
        years=(2021, 2021),
        budget=[100],
        land=[0],
        year_weights=[1],
        limits={"domain": {"health": {"min_investment": 20}}},
    )
    model, price, reduced, score = optimum(path)
    found, _ = signed(model, -price, -reduced, score)
    assert found is not None
    assert found[model.rows_of("limits")].tolist() == pytest.approx([-0.5])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_prices_of_highs_prove_the_score_as_they_are(path: Path):
    model, price, reduced, score = optimum(path)
    found, left = signed(model, price, reduced, score)
    assert found is not None
    assert left is not None
    np.testing.assert_array_equal(found, price)
    np.testing.assert_array_equal(left, reduced)
