"""Plan public investment: which projects, in which years, on which budget and land."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` has it too, and takes a moment in which nobody hears Ctrl-C

if TYPE_CHECKING:
    from typing import Any

    from portfolio.errors import InputError, NoPlanError, PortfolioError
    from portfolio.inputs.problem import Problem
    from portfolio.inputs.read import read_problem
    from portfolio.inputs.reconcile import check_data
    from portfolio.plan.make import plan_problem
    from portfolio.plan.plan import Plan
    from portfolio.plan.prices import shadow_prices
    from portfolio.plan.reasons import reasons
    from portfolio.plan.shortfall import smallest_shortfall
    from portfolio.questions.frontier.library import sweep
    from portfolio.questions.plan.study import plan_scenario
    from portfolio.report.style import use_chinese_font

_HOMES = {
    "InputError": "errors",
    "NoPlanError": "errors",
    "Plan": "plan.plan",
    "PortfolioError": "errors",
    "Problem": "inputs.problem",
    "check_data": "inputs.reconcile",
    "plan_problem": "plan.make",
    "plan_scenario": "questions.plan.study",
    "read_problem": "inputs.read",
    "reasons": "plan.reasons",
    "shadow_prices": "plan.prices",
    "smallest_shortfall": "plan.shortfall",
    "sweep": "questions.frontier.library",
    "use_chinese_font": "report.style",
}
__all__ = [
    "InputError",
    "NoPlanError",
    "Plan",
    "PortfolioError",
    "Problem",
    "check_data",
    "plan_problem",
    "plan_scenario",
    "read_problem",
    "reasons",
    "shadow_prices",
    "smallest_shortfall",
    "sweep",
    "use_chinese_font",
]


def __getattr__(name: str) -> Any:
    """Import a name when it is first used, so that `--help` does not load the solver."""
    from importlib import import_module

    if name == "__version__":
        return import_module("importlib.metadata").version("portfolio-planner")
    if name not in _HOMES:
        raise AttributeError(f"module 'portfolio' has no attribute {name!r}")
    return getattr(import_module(f"portfolio.{_HOMES[name]}"), name)
