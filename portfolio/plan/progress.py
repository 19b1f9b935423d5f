"""The course of each project, checked from the contract's definitions: pace, window, completion."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from portfolio.inputs.problem import Problem
from portfolio.plan.plan import Plan
from portfolio.terms import Mode
from portfolio.words import Words

SHARE = 1e-6


def courses(problem: Problem, plan: Plan) -> Iterator[Words]:
    """Say what breaks the pace, the window and the completion of each project."""
    for p, name in enumerate(problem.ids):
        spent, begun, finished = plan.spent[p], plan.begun[p], plan.finished[p]
        length = _length(problem, plan, p)
        total = begun[-1]
        if (total > 1 + SHARE and problem.holds("completion")) or spent.min() < -SHARE:
            yield Words(f"{name} 的投资份额超出 0 到 1", f"{name}: shares outside 0 to 1")
        due = problem.required[p] and problem.holds("completion")
        if due and total < problem.opening.least[p] - SHARE:
            yield Words(f"{name} 必须实施但没有完整安排", f"{name}: required but not carried out")
        if problem.excluded[p] and total > SHARE:
            yield Words(f"{name} 不得实施但被安排", f"{name}: excluded but carried out")
        if total <= SHARE and spent.max() <= SHARE:
            continue
        outside = [t for t in range(len(spent)) if not problem.first[p] <= t <= problem.last[p]]
        if spent[outside].sum() > SHARE:
            yield Words(f"{name} 在时间窗口之外投资", f"{name}: money outside its window")
        if plan.mode == Mode.STEADY and not problem.profile_length[p]:
            holds = _is_steady(problem, plan, p)
        elif length == 0:
            holds = (
                spent.max() <= 1 / problem.duration[p] + SHARE
                and np.allclose(begun, np.cumsum(spent), rtol=0, atol=SHARE)
                and np.allclose(finished, begun, rtol=0, atol=SHARE)
            )
        else:
            holds = _follows_profile(problem, plan, p, length)
        waits = begun[problem.first[p]] < 1 - SHARE and problem.opening.begun[p] > SHARE
        if plan.mode == Mode.STEADY and waits:
            yield Words(f"{name} 已开工而停工", f"{name}: under way, and made to wait")
        if not holds:
            yield Words(f"{name} 的进度不合工期或年度比例", f"{name}: course breaks its duration")


def _length(problem: Problem, plan: Plan, p: int) -> int:
    """Years of work of a profiled project; 0 for a free one."""
    given = int(problem.profile_length[p])
    if given or plan.mode == Mode.SHARES:
        return given
    whole_years = int(problem.duration[p])
    return whole_years if problem.duration[p] - whole_years < 1e-9 else whole_years + 1


def _is_steady(problem: Problem, plan: Plan, p: int) -> bool:
    """Whether a project is all done in consecutive years, each with its due share."""
    spent, begun, finished = plan.spent[p], plan.begun[p], plan.finished[p]
    start = int(np.argmax(begun > 0.5))
    end = int(np.argmax(finished > 0.5)) if finished[-1] > 0.5 else -1
    years = np.arange(len(spent))
    stretch = problem.stretch[p]
    return bool(
        np.allclose(begun, years >= start, rtol=0, atol=SHARE)
        and np.allclose(finished, (years >= end) & (end >= 0), rtol=0, atol=SHARE)
        and problem.first[p] <= start <= end <= problem.last[p]
        and 0 <= end - start + 1 - math.ceil(problem.duration[p] - 1e-9) <= stretch
        and spent[start : end + 1].min() >= problem.least_share[p] - SHARE
        and spent[start : end + 1].max() <= 1 / problem.duration[p] + SHARE
        and abs(spent[start : end + 1].sum() - 1) <= SHARE
        and np.abs(np.delete(spent, years[start : end + 1])).max(initial=0.0) <= SHARE
    )


def _follows_profile(problem: Problem, plan: Plan, p: int, length: int) -> bool:
    years = len(plan.years)
    given = problem.profile[p, :length] if problem.profile_length[p] else [1 / length] * length
    spent, finished = [0.0] * years, [0.0] * years
    before = 0.0
    for start in range(years):
        share = plan.begun[p, start] - before
        before = plan.begun[p, start]
        if abs(share) <= 1e-12:
            continue
        if share < -SHARE or start + length > problem.last[p] + 1 or start < problem.first[p]:
            return False
        if plan.mode != Mode.SHARES and abs(share - 1) > SHARE:
            return False
        for j in range(length):
            spent[start + j] += given[j] * share
        for t in range(start + length - 1, years):
            finished[t] += share
    return np.allclose(spent, plan.spent[p], rtol=0, atol=SHARE) and np.allclose(
        finished, plan.finished[p], rtol=0, atol=SHARE
    )
