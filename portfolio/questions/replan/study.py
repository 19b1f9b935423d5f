"""Plan the remaining years anew, and put past and future together in one plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from portfolio.errors import VerificationError
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.in_hand import InHand
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.shares import FULL, TRACE
from portfolio.questions.replan.actuals import Actuals
from portfolio.questions.replan.rest import DAYS, Rest, what_is_left
from portfolio.questions.replan.rules import DONE
from portfolio.words import Words


@dataclass(frozen=True)
class Replanned:
    """
    A plan over the whole horizon whose first m years are history, and what it was made of.

    Attributes
    ----------
    plan
        History and new plan in one: its shares are of each project as it is now, `spent` of its
        new cost, `begun` and `finished` of its work. Pace and yearly budgets hold in the remaining
        years only.
    planned
        The plan that was made for the whole horizon.
    rest
        The plan of the remaining years, as solved and verified; its units are parts of projects.
    left
        What it was made of.
    hand
        The report that `planned` was read from; None: it is the scenario's own plan.
    """

    plan: Plan
    planned: Plan
    rest: Plan
    left: Rest
    hand: InHand | None = None

    @property
    def past(self) -> int:
        """Years that are over, m."""
        return self.left.actuals.money.shape[1]


def replan(
    planned: Plan,
    actuals: Actuals,
    listener: Listener = SILENT,
    problem: Problem | None = None,
    hand: InHand | None = None,
) -> Replanned:
    """
    Return the best plan of the years after a date, together with what happened before.

    Parameters
    ----------
    planned
        The plan that was made for the whole horizon.
    actuals
        What really happened.
    listener
        As for `plan.make_plan`.
    problem
        What is planned anew; None: the problem of `planned`. Another one where `planned` was issued
        before the scenario changed.
    hand
        The report that `planned` was read from, if it was.

    Raises
    ------
    NoPlanError
        If what must go on does not fit into the years left; it carries the smallest shortfall.
    SolverError, VerificationError
        If the solver failed, or the plan does not hold.
    """
    left = what_is_left(problem or planned.problem, actuals, planned.funded)
    rest = plan_problem(left.problem, listener)
    plan = join(left, rest)
    plan = replace(plan, stopped=_stopped(plan, planned, rest, left))
    found = Replanned(plan, planned, rest, left, hand)
    check_joined(found)
    return found


def join(left: Rest, rest: Plan) -> Plan:
    """Put the years up to the date and the plan of the years after it together."""
    actuals, before = left.actuals, left.before
    done, part = actuals.done[:, None], left.part[:, None]
    money = np.hstack([actuals.money, rest.investment])
    cost = left.cost[:, None]
    past = np.where(left.in_steps[:, None], actuals.progress >= DONE, actuals.progress)
    serving = np.where(left.in_steps[:, None], actuals.finished[:, None], done)
    counts = np.where(left.in_steps, (left.part > 0) & ~left.late, left.part)[:, None]
    finished = np.hstack([past, serving + counts * rest.finished])
    begun = np.hstack([actuals.progress, done + part * rest.begun])
    land = left.land.sum(axis=1) + rest.land_release.sum(axis=1)
    funded = begun[:, -1]
    m = actuals.money.shape[1]
    moved = rest.transferred
    plan = Plan(
        # The land of a project is now what was and will be released for the share carried out.
        problem=replace(
            before,
            cost=left.cost,
            land=np.divide(land, funded, out=before.land.copy(), where=funded > TRACE),
        ),
        mode=rest.mode,
        status=rest.status,
        bound=0.0,
        spent=np.divide(money, cost, out=np.zeros_like(money), where=cost > 0),
        begun=begun,
        finished=finished,
        prices={
            family: _with_past(prices, m, len(rest.years))
            for family, prices in rest.prices.items()
            if family in ("annual_budget", "funding_ceiling", "land")
        },
        transferred=None if moved is None else np.hstack([left.moved, moved]),
        released=np.hstack([left.land, rest.land_release]),
        past=m,
        # A new total is said at the date, in the prices of the last year before it.
        price_year=np.where(np.isnan(actuals.new_total), 0, m - 1),
        reasoner=lambda plan: _reasons(plan, rest, left),
    )
    earned = float(plan.points[:, :m].sum())
    return replace(plan, bound=earned + rest.bound, linear_optimum=earned + rest.linear_optimum)


def _stopped(plan: Plan, planned: Plan, rest: Plan, left: Rest) -> np.ndarray:
    """
    Return the projects that are under way and go no further, shape (P,), bool.

    Not those that lack the time, nor those that have come to the part that was planned of them.
    """
    free = left.actuals.under_way & ~left.problem.required & ~left.late
    in_part = (planned.funded > TRACE) & (planned.funded < FULL)
    come_to_it = in_part & (left.actuals.done >= planned.funded - DAYS)
    idle = rest.spent.sum(axis=1) <= TRACE
    return free & idle & ~come_to_it & (plan.funded < FULL)


def _with_past(prices: np.ndarray, m: int, n: int) -> np.ndarray:
    """Prices of yearly rows, with 0 for the years that are over."""
    return np.pad(prices.reshape(-1, n), ((0, 0), (m, 0))).ravel()


def _reasons(plan: Plan, rest: Plan, left: Rest) -> pd.DataFrame:
    """Return why each project is left out or not finished, as `plan.reasons` does."""
    why = rest.reasons.copy()
    why.loc[plan.funded >= FULL] = np.nan
    said = ["reason_zh", "reason_en", "threshold_kind"]
    why[said] = why[said].fillna("")
    for p in np.flatnonzero(plan.stopped if plan.stopped is not None else []):
        why.loc[p, "reason_zh"] = f"停建：{why.loc[p, 'reason_zh']}".removesuffix("：")
        why.loc[p, "reason_en"] = f"stopped: {why.loc[p, 'reason_en']}".removesuffix(": ")
    for p in np.flatnonzero(left.late & (plan.funded < FULL)):
        why.loc[p, "reason_zh"] = f"必须继续，但到 {plan.years[-1]} 年完不成"
        why.loc[p, "reason_en"] = f"must go on, but cannot be finished by {plan.years[-1]}"
    return why


def check_joined(found: Replanned) -> None:
    """
    Check that past and future, put together, hold the same money, land and points as their parts.

    Raises
    ------
    VerificationError
        With one line for each sum that differs.
    """
    broken = list(_differences(found))
    if broken:
        raise VerificationError(broken)


def _differences(found: Replanned) -> Iterator[Words]:
    plan, rest, left, m = found.plan, found.rest, found.left, found.past
    actuals = left.actuals
    for zh, en, whole, separate in (
        ("投资", "money", plan.investment, [actuals.money, rest.investment]),
        ("用地", "land", plan.land_release, [left.land, rest.land_release]),
    ):
        if not np.allclose(whole, np.hstack(separate), rtol=1e-9, atol=1e-6):
            yield Words(f"{zh}与实际数加新方案不一致", f"{en}: not the actuals plus the new plan")
    if plan.funded.max(initial=0) > 1 + TRACE:
        yield Words("有项目超过整项", "a project is carried out more than once")
    later = float(plan.points[:, m:].sum())
    if abs(later - rest.score) > 1e-6 * max(1.0, abs(later)):
        yield Words(
            f"剩余年度得分 {later:.6f} 与新方案 {rest.score:.6f} 不一致",
            f"the years left score {later:.6f}, their plan {rest.score:.6f}",
        )
