"""Words of the contract that engine, plan and scenario share."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How projects may be carried out (contract, sections 3 and 4)."""

    SHARES = "shares"
    WHOLE = "whole"


class Status(StrEnum):
    """Why a solver or a search stopped."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    LIMIT = "limit"
    INTERRUPTED = "interrupted"
