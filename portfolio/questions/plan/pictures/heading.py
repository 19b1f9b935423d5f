"""The titles of the pictures of a plan."""

from __future__ import annotations

from portfolio.plan.plan import Plan
from portfolio.questions.plan.words import label
from portfolio.terms import Status


def heading(key: str, plan: Plan, lang: str) -> str:
    """Return the title of a picture; what may not be carried out is said before any name."""
    mark = label("short.mark", lang) if plan.status == Status.SHORT else ""
    return f"{label(key, lang)}{mark} — {plan.problem.scenario.title}"
