"""Plan public investment: which projects, in which years, on which budget and land."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portfolio.check import check_data
    from portfolio.errors import InputError, NoPlanError, PortfolioError
    from portfolio.explain import reasons, shadow_prices
    from portfolio.plan import Plan, make_plan
    from portfolio.problem import Problem, read_problem
    from portfolio.run import plan_problem, plan_scenario
    from portfolio.shortfall import smallest_shortfall

_HOMES = {
    "InputError": "errors",
    "NoPlanError": "errors",
    "Plan": "plan",
    "PortfolioError": "errors",
    "Problem": "problem",
    "check_data": "check",
    "make_plan": "plan",
    "plan_problem": "run",
    "plan_scenario": "run",
    "read_problem": "problem",
    "reasons": "explain",
    "shadow_prices": "explain",
    "smallest_shortfall": "shortfall",
}
__all__ = [
    "InputError",
    "NoPlanError",
    "Plan",
    "PortfolioError",
    "Problem",
    "check_data",
    "make_plan",
    "plan_problem",
    "plan_scenario",
    "read_problem",
    "reasons",
    "shadow_prices",
    "smallest_shortfall",
]


def __getattr__(name: str) -> Any:
    """Import a name when it is first used, so that `--help` does not load the solver."""
    if name not in _HOMES:
        raise AttributeError(f"module 'portfolio' has no attribute {name!r}")
    return getattr(import_module(f"portfolio.{_HOMES[name]}"), name)
