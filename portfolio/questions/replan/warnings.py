"""What a table of actuals may have left out: projects without figures, money without any work."""

from __future__ import annotations

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE
from portfolio.questions.replan.actuals import Actuals
from portfolio.questions.replan.words import label
from portfolio.words import LANGUAGES, Words

MOST_NAMED = 12  # projects that are named in one line


def silent_projects(planned: Plan, actuals: Actuals) -> tuple[list[str], list[str]]:
    """
    Return the projects of the original plan without figures, and those of them that were to begin.

    They count as not begun; whoever leaves out a project that goes as planned must know that.
    """
    ids = planned.problem.ids
    silent = ~actuals.reported & (planned.funded > TRACE)
    due = silent & (planned.begun[:, actuals.past - 1] > TRACE)
    return [ids[p] for p in np.flatnonzero(silent)], [ids[p] for p in np.flatnonzero(due)]


def paid_unbuilt(actuals: Actuals) -> np.ndarray:
    """Return what was paid in years without any work, by project, 万元, shape (P,)."""
    return np.where(actuals.unbuilt, actuals.money, 0.0).sum(axis=1)


def warnings(planned: Plan, actuals: Actuals) -> list[Words]:
    """Say who has no figures, and who was paid in years without any work reported."""
    spoken = [_warnings(planned, actuals, lang) for lang in LANGUAGES]
    return [Words(*each) for each in zip(*spoken, strict=True)]


def _warnings(planned: Plan, actuals: Actuals, lang: str) -> list[str]:
    comma = label("replan.comma", lang)
    silent, due = silent_projects(planned, actuals)
    lines = [label("replan.silent", lang, count=len(silent))] if silent else []
    if due:
        named = label("replan.named", lang, names=comma.join(due[:MOST_NAMED]), count=len(due))
        names = named if len(due) > MOST_NAMED else comma.join(due)
        lines.append(label("replan.due", lang, count=len(due), names=names))
    years, paid = np.array(planned.years[: actuals.past]), paid_unbuilt(actuals)
    empty = (actuals.money == 0).all(axis=0) & (planned.investment[:, : actuals.past] > 0).any(0)
    if actuals.reported.any() and empty.any():
        missing = comma.join(str(year) for year in years[empty])
        lines.append(label("replan.empty_years", lang, years=missing))
    projects = planned.problem.projects
    for p in np.flatnonzero(paid > 0):
        when = comma.join(str(year) for year in years[actuals.unbuilt[p]])
        who = {key: projects[key].iloc[p] for key in ("id", "name")}
        lines.append(label("replan.unbuilt", lang, paid=f"{paid[p]:,.2f}", years=when, **who))
    return lines
