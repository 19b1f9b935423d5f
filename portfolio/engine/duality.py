"""Which prices prove the score: solvers differ in the signs of what they call duals."""

from __future__ import annotations

import numpy as np

from portfolio.engine.model import Model

NOISE = 1e-7  # in points; duals below it are the solver's rounding where nothing bounds a row
AGREED = 1e-5  # relative difference of the two sides of strong duality


def signed(
    model: Model, price: np.ndarray, reduced: np.ndarray, objective: float
) -> tuple[np.ndarray, np.ndarray] | tuple[None, None]:
    """
    Return prices and reduced costs as points gained by one more unit; None if they prove nothing.

    Parameters
    ----------
    model
        A model in shares.
    price, reduced
        What the solver calls duals, shape (rows,) and (V,), with its own sign.
    objective
        The score that they belong to.
    """
    for sign in (1.0, -1.0):
        if abs(_proven(model, sign * price) - objective) <= AGREED * max(1.0, abs(objective)):
            return sign * price, sign * reduced
    return None, None


def _proven(model: Model, price: np.ndarray) -> float:
    r"""
    Return the score that no plan exceeds at these prices.

    .. math:: \sum_r \pi_r b_r + \sum_j \max(0, c_j - \sum_r a_{rj} \pi_r) u_j
    """
    left = model.objective - model.matrix.T @ price
    rows = _worth(price, model.row_upper) - _worth(-price, model.row_lower)
    return rows + _worth(left, model.upper)


def _worth(price: np.ndarray, bound: np.ndarray) -> float:
    """Sum prices times bounds; every price counts but noise on what has no bound."""
    counts = price > np.where(np.isfinite(bound), 0.0, NOISE)
    return float(price[counts] @ bound[counts])
