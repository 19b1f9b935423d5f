"""From a scenario file to a verified plan and its report folder."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from portfolio.explain import reasons
from portfolio.plan import Plan, Progress, Stop, Watch, make_plan
from portfolio.problem import Problem, read_problem
from portfolio.shortfall import smallest_shortfall
from portfolio.verify import verify


@dataclass(frozen=True)
class Outcome:
    """A verified plan, the reasons for what is left out, and where the report was written."""

    plan: Plan
    reasons: pd.DataFrame
    folder: Path | None


class Clock:
    """Passes each step on to the reader and keeps how long it took, in seconds."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.seconds: dict[str, float] = {}
        self._step, self._since = "", time.perf_counter()

    def __call__(self, step: str) -> None:
        """Begin a step, which ends the one before."""
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0.0) + now - self._since
        self._step, self._since = step, now
        if step:
            self.progress(step)


def plan_problem(
    problem: Problem,
    progress: Progress = lambda step: None,
    watch: Watch | None = None,
    stop: Stop | None = None,
) -> Plan:
    """
    Plan a problem and verify the plan.

    Raises
    ------
    NoPlanError
        If no plan exists; it carries the smallest shortfall.
    SolverError, VerificationError
        If the solver failed, or the plan does not hold.
    """
    plan = make_plan(problem, progress, watch, stop)
    if plan is None:
        progress("shortfall")
        raise smallest_shortfall(problem, problem.scenario.mode == "whole").error()
    progress("verify")
    verify(plan)
    return plan


def plan_scenario(
    path: str | Path,
    out: str | Path | None = None,
    lang: str = "zh",
    progress: Progress = lambda step: None,
    watch: Watch | None = None,
    stop: Stop | None = None,
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
    progress
        Called with the name of each step as it begins.
    watch, stop
        For the search for whole projects, see `plan.make_plan`.
    **changes
        Fields of `Scenario` to replace, for instance `mode="whole"`.

    Raises
    ------
    PortfolioError
        Of the kind that fits; nothing is written then.
    """
    from portfolio.report.files import write_report
    from portfolio.report.folder import check_folder

    clock = Clock(progress)
    clock("read")
    problem = read_problem(str(path), **changes)
    folder = Path(out) if out is not None else Path("reports") / problem.scenario.name
    check_folder(folder)
    plan = plan_problem(problem, clock, watch, stop)
    clock("explain")
    why = reasons(plan)
    clock("write")
    plan = replace(plan, seconds=clock.seconds)
    write_report(plan, why, folder, lang, clock)
    return Outcome(plan, why, folder)
