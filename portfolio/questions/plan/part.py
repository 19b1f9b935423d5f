"""The part of a plan that a document is about: one county, one bureau, one domain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portfolio.words import Words


@dataclass(frozen=True)
class Part:
    """
    Some projects of a plan.

    Attributes
    ----------
    chosen
        Which they are, shape (P,), bool.
    words
        What they are called, such as 龙川县.
    """

    chosen: np.ndarray
    words: Words
