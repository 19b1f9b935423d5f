"""Scenarios side by side: each planned afresh, and what differs from the first one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from portfolio.errors import Finding, InputError, NoPlanError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.listen import SILENT, Inner, Listener
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE
from portfolio.plan.shortfall import Shortfall
from portfolio.questions.facts import CHANGED, Key, differing, facts, side_by_side
from portfolio.words import about

IN, OUT, SHARE, EARLIER, LATER = "in", "out", "share", "earlier", "later"
KINDS = (IN, OUT, SHARE, EARLIER, LATER)


@dataclass(frozen=True)
class Member:
    """
    One scenario of a comparison: its plan, or what is missing for one.

    Attributes
    ----------
    name
        What it is called in the comparison: the file's stem, with folders where stems repeat.
    problem
        What was planned.
    plan, shortfall
        One of the two is None.
    """

    name: str
    problem: Problem
    plan: Plan | None
    shortfall: Shortfall | None = None


@dataclass(frozen=True)
class ProjectMove:
    """A project that is not the same in two plans; each pair is of the first and of this plan."""

    project_id: str = about("项目编号", "id of the project")
    name: str = about("项目名称", "its name")
    share: tuple[float, float] = about("实施比例，首个情景和本情景", "share, in the first and here")
    start_year: tuple[int | None, int | None] = about("开工年", "year of its start")
    finish_year: tuple[int | None, int | None] = about("完工年", "year of its finish")


@dataclass(frozen=True)
class Comparison:
    """Scenarios side by side; the first one with a plan is what the others are held against."""

    members: tuple[Member, ...]

    @cached_property
    def planned(self) -> list[Member]:
        """The scenarios that have a plan."""
        return [each for each in self.members if each.plan is not None]

    @property
    def comparable(self) -> bool:
        """Whether two scenarios have a plan; with fewer, no row is the same or another."""
        return len(self.planned) > 1

    @property
    def plans(self) -> list[Plan]:
        """The plans, in the order of `planned`."""
        return [each.plan for each in self.members if each.plan is not None]

    @cached_property
    def rows(self) -> dict[Key, list[float]]:
        """Every amount by section, key and year: one value a scenario, NaN for one without plan."""
        known = side_by_side([facts(plan) for plan in self.plans])
        place = [at for at, each in enumerate(self.members) if each.plan is not None]
        rows = {}
        for key, values in known.items():
            row = [float("nan")] * len(self.members)
            for at, value in zip(place, values, strict=True):
                row[at] = value
            rows[key] = row
        return rows

    @cached_property
    def differing(self) -> set[Key]:
        """The rows in which the scenarios that have a plan do not agree."""
        place = [at for at, each in enumerate(self.members) if each.plan is not None]
        return differing({key: [row[at] for at in place] for key, row in self.rows.items()})

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of projects and indicators, by id."""
        found: dict[str, str] = {}
        for each in self.members:
            for table in (each.problem.projects, each.problem.indicators):
                for key, name in zip(table["id"], table["name"], strict=True):
                    found.setdefault(key, name)
        return found

    @property
    def one_measure(self) -> bool:
        """Whether all scores mean the same: same needs, points, year weights, worth beyond need."""

        def measure(problem: Problem) -> tuple[Any, ...]:
            needs, points = problem.need.round(9).tolist(), problem.points.round(9).tolist()
            rest = (problem.scenario.year_weights, problem.beyond_need)
            return (problem.indicator_ids, needs, points, *rest)

        measures = [measure(each.problem) for each in self.planned]
        return all(each == measures[0] for each in measures)

    def score_by_first(self, plan: Plan) -> float:
        """Return the score of a plan as the first scenario counts; NaN if it cannot count it."""
        first = self.planned[0].problem
        if plan.problem.ids != first.ids or len(plan.years) != len(first.years):
            return float("nan")
        return replace(plan, problem=first).score

    def projects(self, plan: Plan) -> dict[str, list[ProjectMove]]:
        """Return the projects that come in, drop out, change in share or in time, by kind."""
        first = self.plans[0]
        before, after = _courses(first), _courses(plan)
        timed = plan.years == first.years  # in other years nothing is earlier or later
        found: dict[str, list[ProjectMove]] = {kind: [] for kind in KINDS}
        for name in [*before, *(name for name in after if name not in before)]:
            old, new = (side.get(name, (0.0, None, None)) for side in (before, after))
            kind = _kind(old, new)
            if kind and (timed or kind not in (EARLIER, LATER)):
                found[kind].append(
                    ProjectMove(
                        project_id=name,
                        name=self.names[name],
                        share=(round(old[0], 9), round(new[0], 9)),
                        start_year=(old[1], new[1]),
                        finish_year=(old[2], new[2]),
                    )
                )
        return found


Course = tuple[float, int | None, int | None]  # share, start, finish


def _courses(plan: Plan) -> dict[str, Course]:
    def year(value: float) -> int | None:
        return None if np.isnan(value) else int(value)

    columns = zip(plan.problem.ids, plan.funded, plan.start_year, plan.done_year, strict=True)
    return {
        name: (float(share), year(start), year(finish)) for name, share, start, finish in columns
    }


def _kind(old: Course, new: Course) -> str | None:
    if (old[0] > TRACE) != (new[0] > TRACE):
        # A trace on one side only is noise, not a project that comes in.
        return None if abs(new[0] - old[0]) < CHANGED else IN if new[0] > old[0] else OUT
    if abs(new[0] - old[0]) >= CHANGED:
        return SHARE
    for at in (2, 1):  # finish first, then start
        one, other = old[at], new[at]
        if one is not None and other is not None and one != other:
            return EARLIER if other < one else LATER
    return None


def names_apart(paths: Sequence[Path]) -> list[str]:
    """
    Return short names that tell scenario files apart.

    >>> names_apart([Path("a/base.toml"), Path("b/base.toml"), Path("a/more.toml")])
    ['a/base', 'b/base', 'more']
    >>> names_apart([Path("base.toml"), Path("base.toml")])
    ['base', 'base (2)']
    """
    full = [Path(os.path.abspath(path)).with_suffix("").parts for path in paths]
    names: list[str] = []
    for own in full:
        others = [each for each in full if each != own]
        length = 1
        while any(each[-length:] == own[-length:] for each in others) and length < len(own):
            length += 1
        name = "/".join(own[-length:])
        again = sum(each == name or each.startswith(f"{name} (") for each in names)
        names.append(f"{name} ({again + 1})" if again else name)
    return names


def compare_scenarios(
    paths: Sequence[Path],
    listener: Listener = SILENT,
    **changes: Any,
) -> Comparison:
    """
    Read all scenarios, plan each afresh, verify each plan, and lay them side by side.

    Parameters
    ----------
    paths
        Two scenario files or more.
    listener
        Told of plans done and of the next one's name; once it is stopped, the run ends.
    **changes
        Fields of every `Scenario` to replace, for instance `mode="whole"`.

    Raises
    ------
    InputError
        With everything that is wrong in any of them.
    NoPlanError
        If none of them has a plan; it carries the shortfall of the first.
    Stopped
        Once the listener is stopped.
    """
    findings: list[Finding] = []
    problems = []
    for path in paths:
        try:
            problems.append(read_problem(str(path), **changes))
        except InputError as error:
            findings += error.findings
    if findings:
        raise InputError(dict.fromkeys(findings))
    members, errors = [], []
    for done, (name, problem) in enumerate(zip(names_apart(paths), problems, strict=True)):
        listener.count(done, len(problems), name)
        try:
            members.append(Member(name, problem, plan_problem(problem, Inner(listener))))
        except NoPlanError as error:
            errors.append(error)
            members.append(Member(name, problem, None, error.shortfall))
        listener.go_on()
    if len(errors) == len(members):
        lines = [
            words._replace(zh=f"{each.name}：{words.zh}", en=f"{each.name}: {words.en}")
            for each, error in zip(members, errors, strict=True)
            for words in error.messages
        ]
        raise NoPlanError(lines, errors[0].shortfall)
    return Comparison(tuple(members))
