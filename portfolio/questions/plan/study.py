"""From a scenario file to a verified plan and its report folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from portfolio.inputs.problem import read_problem
from portfolio.listen import SILENT, Clock, Listener
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.reasons import reasons


@dataclass(frozen=True)
class Outcome:
    """A verified plan, the reasons for what is left out, and where the report was written."""

    plan: Plan
    reasons: pd.DataFrame
    folder: Path | None


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
        Fields of `Scenario` to replace, for instance `mode="whole"`.

    Raises
    ------
    PortfolioError
        Of the kind that fits; nothing is written then.
    """
    from portfolio.questions.plan.answer import write_report
    from portfolio.report.folder import check_folder

    clock = Clock(listener)
    clock.step("read")
    problem = read_problem(str(path), **changes)
    folder = Path(out) if out is not None else Path("reports") / problem.scenario.name
    check_folder(folder)
    plan = plan_problem(problem, clock)
    clock.step("explain")
    why = reasons(plan)
    clock.step("write")
    plan = replace(plan, seconds=clock.seconds)
    write_report(plan, why, folder, lang, clock)
    return Outcome(plan, why, folder)
