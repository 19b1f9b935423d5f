"""What was done before the first year, where a plan is made anew on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Opening:
    """
    What is already there when the first year begins; a project is then the rest of it.

    Attributes
    ----------
    begun
        Share of each project that was begun before, shape (P,).
    step
        What the whole rest adds to that share, shape (P,); 0 for one that was begun as a whole.
    serving
        What finished work adds to each indicator from the start, shape (K,).
    money
        Spent before, 万元, shape (P,); counts towards the limits over the horizon.
    land, least
        Released ahead of the work, 亩, and the share of a required rest that is due, shape (P,).
    finished, finishing
        Share of each project that was finished before, and what finishing the whole rest adds to
        it, shape (P,).
    """

    begun: np.ndarray
    step: np.ndarray
    serving: np.ndarray
    money: np.ndarray
    land: np.ndarray
    least: np.ndarray
    finished: np.ndarray
    finishing: np.ndarray

    @classmethod
    def none(cls, p_count: int, k_count: int) -> Opening:
        """
        Return what is there before a first plan: nothing, and each project is the whole of it.

        >>> Opening.none(2, 1).step.tolist()
        [1.0, 1.0]
        """
        nothing, all_of_it = np.zeros(p_count), np.ones(p_count)
        return cls(
            begun=nothing,
            step=all_of_it,
            serving=np.zeros(k_count),
            money=nothing,
            land=nothing,
            least=all_of_it,
            finished=nothing,
            finishing=all_of_it,
        )
