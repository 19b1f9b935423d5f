"""Words of the contract that engine, plan and scenario share."""

from __future__ import annotations

from enum import StrEnum

ALL = "all"  # in place of the ids of all projects
# The row families, in the order of their rows; `engine/constraints.py` makes them.
FAMILIES = (
    "completion",
    "annual_budget",
    "funding_ceiling",
    "purse",
    "transfer",
    "land",
    "attainment",
    "beyond_cap",
    "requires",
    "after",
    "site_group",
    "limits",
    "under_way",
    "land_held",
    "steady",
)
# It says what a course of steady work is, and cannot be ignored, as no pace in shares can be.
DEFINING = ("steady",)
# The contract has the ceilings of sources among the rows of the annual budget.
PART_OF = {"funding_ceiling": "annual_budget"}


class Mode(StrEnum):
    """How projects may be carried out (contract, sections 3 and 4)."""

    SHARES = "shares"
    WHOLE = "whole"
    STEADY = "steady"

    @property
    def all_or_nothing(self) -> bool:
        """
        Whether each project is carried out whole or left out.

        >>> [mode.all_or_nothing for mode in Mode]
        [False, True, True]
        """
        return self is not Mode.SHARES


class Status(StrEnum):
    """Why a solver or a search stopped; `short`: what more money and land would make possible."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    LIMIT = "limit"
    INTERRUPTED = "interrupted"
    SHORT = "short"
