"""What a solver says, in the terms of the model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portfolio.engine.model import Model
from portfolio.terms import Status


@dataclass(frozen=True)
class Solution:
    """
    What the solver says, in the terms of the model.

    Attributes
    ----------
    status
        Why it stopped: `optimal`, `infeasible`, `limit` or `interrupted`.
    x
        Values of the columns, shape (V,); None if there is no plan in hand.
    objective, bound
        The objective of `x`, and what no plan can exceed; NaN if there is none.
    price
        Points gained by one more unit of a row's right-hand side, shape (rows,); None for whole
        projects. At least 0 for a row that limits from above, at most 0 for a floor.
    reduced_cost
        Points gained by one more unit of a column, shape (V,); None for whole projects.
    seconds
        Time inside the solver.
    """

    status: Status
    x: np.ndarray | None
    objective: float
    bound: float
    price: np.ndarray | None
    reduced_cost: np.ndarray | None
    seconds: float


def nothing_to_decide(model: Model) -> Solution:
    """Return the answer of a model without columns, for which solvers have none."""
    nothing = np.zeros(0)
    if (model.row_lower > 0).any() or (model.row_upper < 0).any():
        return Solution(Status.INFEASIBLE, None, np.nan, np.nan, None, None, 0.0)
    return Solution(Status.OPTIMAL, nothing, 0.0, 0.0, np.zeros(len(model.row_upper)), nothing, 0.0)
