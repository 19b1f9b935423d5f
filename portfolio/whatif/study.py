"""One scenario, planned with and without each of its reserve projects."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from portfolio.errors import NoPlanError
from portfolio.explain import PER_MONEY
from portfolio.plan import TRACE, Plan, Stop, Watch
from portfolio.problem import Problem, build_problem
from portfolio.run import plan_problem
from portfolio.scenario import Scenario
from portfolio.shortfall import Shortfall
from portfolio.tables import Tables
from portfolio.verify import verify
from portfolio.whatif.cards import card, comes_in
from portfolio.whatif.thresholds import Baseline

AMPLE = 1 + 1e-6  # the solver's tolerance may not make a shortfall that was granted too small

Card = dict[str, Any]


@dataclass
class Study:
    """
    One scenario, planned with and without each of its reserve projects.

    Attributes
    ----------
    tables, scenario, problem
        The scenario as it stands.
    watch, stop
        For searches for whole projects, see `plan.make_plan`.
    """

    tables: Tables
    scenario: Scenario
    problem: Problem
    watch: Watch | None = None
    stop: Stop | None = None
    _plan: Plan | None = None
    _baseline: Baseline | None = None

    def variant(self, name: str, required: bool, excluded: bool, mode: str = "") -> Problem:
        """Return the problem with one project required, excluded, or neither."""
        scenario = replace(
            self.scenario,
            required=with_or_not(self.scenario.required, name, required),
            excluded=with_or_not(self.scenario.excluded, name, excluded),
            mode=mode or self.scenario.mode,
        )
        built = build_problem(self.tables, scenario)
        if built is None:
            raise AssertionError("a problem without findings")
        return built

    @property
    def inputs(self) -> list[Any]:
        """What the cards depend on: hashes of the files, and how whole projects are searched."""
        scenario, tables = self.scenario, self.tables
        files = [*dict.fromkeys([*scenario.origin.values(), scenario.file])]
        files += [
            table.file for table in (tables.projects, tables.indicators, tables.contributions)
        ]
        hashes = [hashlib.sha256(Path(file).read_bytes()).hexdigest() for file in files]
        return [hashes, scenario.mode, scenario.gap, scenario.time_limit]

    def make(self, problem: Problem) -> Plan:
        """Plan and verify; raises `NoPlanError` with the smallest shortfall."""
        return plan_problem(problem, watch=self.watch, stop=self.stop)

    @property
    def plan(self) -> Plan:
        """The plan of the scenario as it stands."""
        if self._plan is None:
            self._plan = self.make(self.problem)
        return self._plan

    def baseline(self, name: str) -> Baseline:
        """Return plans in shares in which the project may come in by itself, or not."""
        scenario = self.scenario
        if name in (*scenario.required, *scenario.excluded):
            return Baseline(self.variant(name, False, False, "shares"))
        if self._baseline is None:
            self._baseline = Baseline(self.variant(name, False, False, "shares"))
        return self._baseline

    def without(self, name: str) -> Plan | NoPlanError:
        """
        Return the best plan that excludes the project.

        A plan of whole projects that leaves it out already is that plan; it is not searched again.
        """
        problem = self.variant(name, False, True)
        same = np.array_equal(problem.active, self.problem.active)
        if problem.scenario.mode == "whole" and same and name not in self.scenario.required:
            plan = self.plan
            if plan.funded[problem.ids.index(name)] <= TRACE:
                plan = replace(plan, problem=problem)
                verify(plan)
                return plan
        return self.tried(problem)

    def tried(self, problem: Problem) -> Plan | NoPlanError:
        """Return the plan, or the error that says what is missing for one."""
        try:
            return self.make(problem)
        except NoPlanError as error:
            return error

    def with_shortfall(self, error: NoPlanError, found: Card) -> Card:
        """Return what the plan scores that the smallest shortfall, granted, makes possible."""
        missing = error.shortfall
        if missing.collisions or found["score_without"] is None:
            return {}
        plan = self.tried(granted(missing))
        if not isinstance(plan, Plan):
            return {}
        gain, money = plan.score - found["score_without"], found["shortfall_money"]
        return {
            "score_with_shortfall": round(plan.score, 9),
            "gain_with_shortfall": round(gain, 9),
            "gain_with_shortfall_per_yi": round(gain / money * PER_MONEY, 9) if money else None,
        }

    def card(self, name: str) -> Card:
        """Return everything about one project, as plain values."""
        without = self.without(name)
        forced = self.tried(self.variant(name, True, False))
        found = card(self.problem, name, without, forced)
        if isinstance(forced, NoPlanError) and self.scenario.mode == "shares":
            found |= self.with_shortfall(forced, found)
        found["score_plan"] = round(self.plan.score, 9)
        found["share_in_plan"] = round(float(self.plan.funded[self.problem.ids.index(name)]), 9)
        return found | comes_in(self.baseline(name), self.problem.ids.index(name))


def granted(missing: Shortfall) -> Problem:
    """Return the problem with the money and land that it lacks."""
    problem = missing.problem
    ceilings = problem.funding_budget
    return replace(
        problem,
        budget=problem.budget + missing.money * AMPLE,
        land_quota=problem.land_quota + missing.land * AMPLE,
        funding_budget={key: ceilings[key] + missing.sources[key] * AMPLE for key in ceilings},
    )


def with_or_not(names: tuple[str, ...], name: str, wanted: bool) -> tuple[str, ...]:
    """Return the names with or without one of them."""
    others = tuple(each for each in names if each != name)
    return (*others, name) if wanted else others
