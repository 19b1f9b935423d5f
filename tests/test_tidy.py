"""Starts are pulled forward where neither the score nor any row suffers."""

from __future__ import annotations

import numpy as np
import pytest

from portfolio.engine.model import build_model
from portfolio.engine.tidy import pull_forward
from portfolio.inputs.read import read_problem
from portfolio.terms import Mode
from tests.conftest import Make


def started(make: Make, first: str, second: str, requires: str = "") -> list[str]:
    """Return the starts left after pulling two one-year projects forward."""
    projects = {
        "A": {"total_investment": 60, "requires": requires, "adds": {"S": 5}},
        "B": {"total_investment": 60, "adds": {"S": 5}},
    }
    path = make(
        projects,
        {"S": {"need": 10}},
        years=(2021, 2023),
        budget=[60, 60, 60],
        land=[0, 0, 0],
        year_weights=[0, 0, 1],
    )
    model = build_model(read_problem(str(path)), Mode.WHOLE)
    x = np.array([float(name in (first, second)) for name in model.work.names])
    # Both finish within the horizon: half of the need each, in the last year.
    x[model.work.names.index("met_S_2023")] = 1.0
    tidy = pull_forward(model, x)
    assert float(model.objective @ tidy) == pytest.approx(100)
    assert (model.matrix @ tidy <= model.row_upper + 1e-9).all()
    return [
        name
        for name, value in zip(model.work.names, tidy, strict=True)
        if value and "start" in name
    ]


def test_starts_move_to_the_earliest_year_that_has_the_money(make: Make) -> None:
    # Each year pays for one: A goes to 2021, B to 2022. Only 2023 counts, so no score moves.
    assert started(make, "start_A_2022", "start_B_2023") == ["start_A_2021", "start_B_2022"]


def test_a_requirement_is_not_overtaken(make: Make) -> None:
    # B comes first here, and A may not begin before B.
    starts = started(make, "start_A_2023", "start_B_2022", requires="B")
    assert starts == ["start_A_2022", "start_B_2021"]
