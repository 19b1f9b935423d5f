"""From a scenario file to a verified plan, its reasons and its report folder."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from portfolio.errors import NoPlanError, SolverError, VerificationError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.listen import SILENT, Clock, Listener
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.reasons import reasons
from portfolio.plan.record import recall, record
from portfolio.plan.short import plan_granted, short_of
from portfolio.plan.verify import verify
from portfolio.questions.contract import REPORTS, report_name
from portfolio.questions.plan.answer import PlanAnswer, ShortAnswer
from portfolio.questions.run import write_answer
from portfolio.report.folder import check_folder
from portfolio.runs.provenance import contents, versions
from portfolio.runs.resume import Resume
from portfolio.terms import Status


@dataclass(frozen=True)
class Outcome:
    """A verified plan, the reasons for what is left out, and where the report was written."""

    plan: Plan
    reasons: pd.DataFrame
    folder: Path


def planned(path: str | Path, folder: Path, clock: Clock, **changes: Any) -> PlanAnswer:
    """
    Return the verified plan of a scenario; its reasons are worked out when they are asked for.

    The plan is kept beside its report folder until the report is written: a run that ends while it
    draws has not searched in vain.

    Where no plan exists, the answer is the plan that the smallest shortfall would make possible.

    Raises
    ------
    NoPlanError
        If no plan exists, and no money and land would make one.
    """
    clock.step("read")
    problem = read_problem(str(path), **changes)
    scenario = problem.scenario
    how = [scenario.mode, scenario.gap, scenario.time_limit, scenario.solver, changes]
    resume = Resume(folder, [contents(scenario), versions(), how])
    plan = _kept(problem, resume, clock)
    if plan is None:
        try:
            plan = plan_problem(problem, clock)
        except NoPlanError as error:
            return _short(error, clock)
        if plan.status != Status.INTERRUPTED:  # the next run may search to its end
            with suppress(OSError):
                resume.keep("plan", record(plan))
    return PlanAnswer(replace(plan, reasoner=partial(reasons, listener=clock)), clock.seconds)


def _short(error: NoPlanError, clock: Clock) -> ShortAnswer:
    """Return the plan with the shortfall granted, against what there is; or raise the error."""
    try:
        funded = plan_granted(error.shortfall, clock)
    except (NoPlanError, SolverError):
        raise error from None
    funded = replace(funded, reasoner=partial(reasons, listener=clock))
    plan, missing = short_of(error.shortfall, funded)
    plan = replace(plan, reasoner=lambda _: funded.reasons)
    return ShortAnswer(plan, clock.seconds, missing=missing, funded=funded)


def _kept(problem: Problem, resume: Resume, clock: Clock) -> Plan | None:
    """Return the plan that an earlier run of the same inputs found, if it still holds."""
    if "plan" not in resume.pieces:
        return None
    clock.step("verify")
    try:
        plan = recall(problem, resume.pieces["plan"])
        verify(plan)
    except (LookupError, TypeError, ValueError, VerificationError):
        return None
    return plan


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
        Of the kind that fits; nothing is written then, but with a `NoPlanError` that names a
        shortfall: the report shows the plan that it would make possible.
    """
    clock = Clock(listener)
    folder = Path(out) if out is not None else REPORTS / report_name(Path(path))
    check_folder(folder)
    found = planned(path, folder, clock, **changes)
    write_answer(found, folder, "plan", lang, clock)
    Resume.forget(folder)
    if isinstance(found, ShortAnswer):
        raise NoPlanError(found.messages(), found.missing)
    return Outcome(found.plan, found.plan.reasons, folder)
