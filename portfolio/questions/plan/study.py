"""From a scenario file to a verified plan, its reasons and its report folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from portfolio.inputs.read import read_problem
from portfolio.listen import SILENT, Clock, Listener
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.questions.contract import REPORTS
from portfolio.questions.plan.answer import PlanAnswer
from portfolio.questions.run import write_answer
from portfolio.report.folder import check_folder


@dataclass(frozen=True)
class Outcome:
    """A verified plan, the reasons for what is left out, and where the report was written."""

    plan: Plan
    reasons: pd.DataFrame
    folder: Path


def explained(path: str | Path, clock: Clock, **changes: Any) -> PlanAnswer:
    """Return the verified plan of a scenario, its reasons worked out."""
    clock.step("read")
    problem = read_problem(str(path), **changes)
    plan = plan_problem(problem, clock)
    clock.step("explain")
    _ = plan.reasons
    return PlanAnswer(plan, clock.seconds)


def plan_scenario(
    path: str | Path,
    out: str | Path | None = None,
    lang: str = "zh",
    listener: Listener = SILENT,
    **changes: Any,
) -> Outcome:
    """
    Plan a scenario, explain the plan, and write its report folder whole or not at all.

    Parameters
    ----------
    path
        The scenario file.
    out
        The report folder; None: `reports/<stem of the scenario file>`.
    lang
        Language of the report, `zh` or `en`.
    listener
        See `make_plan`.
    **changes
        As for `read_problem`, for instance `mode="whole"`.

    Raises
    ------
    PortfolioError
        Of the kind that fits; nothing is written then.
    """
    clock = Clock(listener)
    folder = Path(out) if out is not None else REPORTS / Path(path).stem
    check_folder(folder)
    found = explained(path, clock, **changes)
    write_answer(found, folder, "plan", lang, clock)
    return Outcome(found.plan, found.plan.reasons, folder)
