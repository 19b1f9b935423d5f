"""What a project matters: the points lost when a chosen one is left out, or another forced in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

import numpy as np

from portfolio.errors import Findings, NoPlanError, SolverError
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Inner, Listener
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.shares import FULL
from portfolio.runs.resume import Resume
from portfolio.words import Words, about, said


class Change(StrEnum):
    """What is done to a project to see what it matters."""

    LEFT_OUT = "left_out"
    FORCED_IN = "forced_in"


@dataclass(frozen=True)
class Worth:
    """What one project matters."""

    project_id: str = about("项目编号", "id of the project")
    name: str = about("项目名称", "its name")
    list: str = about("planned 规划，reserve 储备", "`planned` or `reserve`")
    funded_share: float = about("方案中实施的比例", "share carried out in the plan")
    change: Change = about(
        "left_out：方案实施了它，改为不做；forced_in：方案没有完整实施它，改为必须实施",
        "`left_out`: the plan carries it out, and is made without it; `forced_in`: the other way",
    )
    score: float = about("改后的最优得分；没有方案则为空", "best score then; null: no plan")
    loss: float = about("损失的分数；没有方案则为空", "points lost; null: no plan")
    uncertainty: float = about(
        "两个方案都只证明到差距以内，损失可能偏差的分数",
        "points by which the loss may be off, as both plans are only proven to their gaps",
    )
    feasible: bool = about("改后是否还有方案", "whether there is a plan then")


def project_worth(
    problem: Problem,
    plan: Plan,
    chosen: Sequence[int],
    resume: Resume | None = None,
    listener: Listener = SILENT,
) -> list[Worth]:
    """
    Make the plan anew without each project that it carries out, and with each that it does not.

    Every figure comes from a cold solve. Indicators and points stay as they are when a project is
    left out, so that the scores can be compared.

    Parameters
    ----------
    problem, plan
        The problem and its best plan.
    chosen
        Indices of the projects to look at.
    resume
        Keeps finished projects, so that a stopped run goes on.
    listener
        Told of projects done; once it is stopped, the run ends.

    Returns
    -------
    One a project, in the order of `chosen`; score and loss are NaN where there is no plan.

    Raises
    ------
    Stopped
        Once the listener is stopped; the finished projects are kept.
    SolverError, VerificationError
        As `plan_problem`.
    """
    rows = []
    for done, p in enumerate(chosen):
        listener.count(done, len(chosen))
        name = problem.ids[p]
        if resume is not None and name in resume.pieces:
            rows.append(Worth(**resume.pieces[name]))
            continue
        try:
            row = _one(problem, plan, p, Inner(listener))
        except SolverError:
            if not listener.stopped:
                raise
        listener.go_on()
        rows.append(row)
        if resume is not None:
            resume.keep(name, asdict(row))
    listener.count(len(chosen), len(chosen))
    return rows


def _one(problem: Problem, plan: Plan, p: int, listener: Listener) -> Worth:
    carried_out = plan.funded[p] >= FULL
    changed = (
        problem.with_demands(excluded=[p]) if carried_out else problem.with_demands(required=[p])
    )
    score = bound = np.nan
    try:
        other = plan_problem(changed, listener)
        score, bound = other.score, other.bound
    except NoPlanError:
        pass
    return Worth(
        project_id=problem.ids[p],
        name=problem.projects["name"].iloc[p],
        list=problem.projects["list"].iloc[p],
        funded_share=float(plan.funded[p]),
        change=Change.LEFT_OUT if carried_out else Change.FORCED_IN,
        score=float(score),
        loss=float(plan.score - score),
        uncertainty=float(max(plan.bound - plan.score, 0) + max(bound - score, 0)),
        feasible=bool(np.isfinite(score)),
    )


def indices_of(problem: Problem, names: Sequence[str]) -> list[int]:
    """
    Return the indices of projects by id.

    Raises
    ------
    InputError
        With one finding for each id that is not in the table.
    """
    place = {name: p for p, name in enumerate(problem.ids)}
    findings = Findings()
    for name in names:
        if name not in place:
            known = Words("项目表里有的编号", "an id of projects.csv")
            findings.add("portfolio", None, "ID", said(name), known)
    findings.raise_if_any()
    return [place[name] for name in dict.fromkeys(names)]
