"""The plan that a report folder holds, as a plan again: what was issued, under another scenario."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from portfolio.inputs.problem import Problem
from portfolio.plan.course import course_of_shares
from portfolio.plan.in_hand import InHand
from portfolio.plan.plan import Plan
from portfolio.plan.shares import FULL

OFF = 1e-4  # share of a cost: less is the rounding of the table, more is another cost


def as_issued(problem: Problem, hand: InHand) -> Plan:
    """
    Return the plan in hand, with what it begins and finishes in each year.

    Its projects cost what they cost when it was issued; needs, points and year weights are those
    of `problem`, so its score is too. It has no bound, no prices and no reasons.
    """
    paid = hand.money.sum(axis=1)
    known = (hand.share > 0) & (paid > 0)
    own = np.divide(paid, hand.share, out=problem.cost.copy(), where=known)
    cost = np.where(np.abs(own - problem.cost) > OFF * problem.cost, own, problem.cost)
    # A project that costs nothing has shares only; all others have more digits in their money.
    spent = np.divide(hand.money, cost[:, None], out=hand.spent.copy(), where=cost[:, None] > 0)
    total = spent.sum(axis=1, keepdims=True)
    spent = np.divide(spent, total, out=spent, where=(hand.share[:, None] >= FULL) & (total > 0))
    costing = replace(problem, cost=cost)
    course = course_of_shares(costing, spent, hand.mode)
    return Plan(
        problem=costing,
        mode=hand.mode,
        status=hand.status,
        bound=float("nan"),
        spent=course.spent,
        begun=course.begun,
        finished=course.finished,
        released=hand.land,
    )
