"""The titles of the pictures of a plan."""

from __future__ import annotations

from portfolio.plan.plan import Plan
from portfolio.questions.plan.words import label
from portfolio.terms import Status


def heading(key: str, plan: Plan, lang: str) -> str:
    """
    Return the title of a picture: what it shows, of which scenario, and any date.

    What may not be carried out is said before any name.
    """
    mark = label("short.mark", lang) if plan.status == Status.SHORT else ""
    title = f"{label(key, lang)}{mark} — {plan.problem.scenario.title}"
    if not plan.past:
        return title
    last, n = plan.years[plan.past - 1], len(plan.years)
    left = str(last + 1) if n - plan.past == 1 else f"{last + 1}–{plan.years[-1]}"
    return title + label("past.title", lang, last=last, left=left)
