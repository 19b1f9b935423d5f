"""One scenario, planned with and without each of its reserve projects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from portfolio.errors import NoPlanError
from portfolio.inputs.build import build_problem
from portfolio.inputs.problem import Problem
from portfolio.inputs.scenario import Scenario
from portfolio.inputs.tables import Tables
from portfolio.listen import SILENT, Inner, Listener
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.prices import PER_MONEY
from portfolio.plan.record import VERSION, recall, record
from portfolio.plan.shares import FULL, TRACE
from portfolio.plan.shortfall import AMPLE, granted
from portfolio.plan.verify import verify
from portfolio.questions.promote.card import NO_PLAN, Card
from portfolio.questions.promote.cards import card_parts, comes_in
from portfolio.questions.promote.purses import supports, with_supports
from portfolio.questions.promote.thresholds import Baseline
from portfolio.runs.provenance import contents
from portfolio.runs.resume import Resume
from portfolio.terms import Mode

PLAN = "plan"  # the piece of a resumed run that holds the scenario's own plan


@dataclass
class Study:
    """
    One scenario, planned with and without each of its reserve projects.

    Attributes
    ----------
    tables, scenario, problem
        The scenario as it stands.
    listener
        Told of the searches for whole projects, and asked whether to stop.
    resume
        Keeps the scenario's own plan and finished cards, so that a stopped run goes on.
    """

    tables: Tables
    scenario: Scenario
    problem: Problem
    listener: Listener = SILENT
    resume: Resume | None = None
    _plan: Plan | None = None
    _baseline: Baseline | None = None

    def variant(
        self, name: str, required: bool, excluded: bool, mode: Mode | None = None
    ) -> Problem:
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
        scenario = self.scenario
        search = [scenario.mode, scenario.gap, scenario.search_seconds]
        return [contents(scenario), *search, VERSION]

    def make(self, problem: Problem) -> Plan:
        """Plan and verify; raises `NoPlanError` with the smallest shortfall."""
        return plan_problem(problem, Inner(self.listener))

    @property
    def plan(self) -> Plan:
        """The plan of the scenario as it stands; kept, so that all cards mean the same one."""
        if self._plan is None and self.resume is not None and PLAN in self.resume.pieces:
            self._plan = recall(self.problem, self.resume.pieces[PLAN])
        if self._plan is None:
            self._plan = self.make(self.problem)
            if self.resume is not None and not self.listener.stopped:
                self.resume.keep(PLAN, record(self._plan))
        return self._plan

    def baseline(self, name: str) -> Baseline:
        """Return plans in shares in which the project may come in by itself, or not."""
        scenario = self.scenario
        if name in (*scenario.required, *scenario.excluded):
            return Baseline(self.variant(name, False, False, Mode.SHARES))
        if self._baseline is None:
            self._baseline = Baseline(self.variant(name, False, False, Mode.SHARES))
        return self._baseline

    def side(self, name: str, forced: bool) -> Plan | NoPlanError:
        """
        Return the best plan that requires a project, or the one that excludes it.

        Where the scenario's own plan of whole projects does so already, it is that plan, and is
        not searched again: its bound holds there as well.
        """
        problem = self.variant(name, forced, not forced)
        free = name not in (*self.scenario.required, *self.scenario.excluded)
        same = np.array_equal(problem.active, self.problem.active)
        if problem.scenario.mode.all_or_nothing and free and same:
            share = self.plan.funded[problem.ids.index(name)]
            if share >= FULL if forced else share <= TRACE:
                # The prices are of the scenario's own rows.
                plan = replace(self.plan, problem=problem, prices={})
                verify(plan)
                return plan
        return self.tried(problem)

    def tried(self, problem: Problem) -> Plan | NoPlanError:
        """Return the plan, or the error that says what is missing for one."""
        try:
            return self.make(problem)
        except NoPlanError as error:
            return error

    def with_shortfall(self, error: NoPlanError, found: dict[str, Any]) -> dict[str, Any]:
        """Return what the plan scores that the smallest shortfall, granted, makes possible."""
        missing = error.shortfall
        if missing.collisions or found["score_without"] is None:
            return {}
        plan = self.tried(granted(missing))
        if not isinstance(plan, Plan):
            return {}
        gain = plan.score - found["score_without"]
        lacking = sum(each.missing for each in found["purses"])
        money = max(found["shortfall_money"], lacking)
        return {
            "score_with_shortfall": round(plan.score, 9),
            "gain_with_shortfall": round(gain, 9),
            "gain_with_shortfall_per_yi": round(gain / money * PER_MONEY, 9) if money else None,
        }

    def with_transfers(
        self, name: str, without: Plan | NoPlanError, found: dict[str, Any]
    ) -> dict[str, Any]:
        """Return who could give what the project's purses lack, and the plan with that."""
        nothing: dict[str, Any] = dict.fromkeys(
            f"{key}_with_transfer" for key in ("status", "score", "gain")
        )
        nothing |= {"transfers": []}
        if not (isinstance(without, Plan) and found["purses"]):
            return nothing
        required, prices = self.variant(name, True, False), self.baseline(name).purse_prices
        fits = found["status_with"] != NO_PLAN
        given = supports(required, found["purses"], fits, without, prices)
        if not given:
            return nothing
        plan = self.tried(with_supports(required, given, AMPLE))
        if not isinstance(plan, Plan):
            return nothing | {"transfers": given, "status_with_transfer": NO_PLAN}
        return {
            "transfers": given,
            "status_with_transfer": plan.status,
            "score_with_transfer": round(plan.score, 9),
            "gain_with_transfer": round(plan.score - without.score, 9) + 0.0,
        }

    def card(self, name: str) -> Card:
        """Return everything about one project, without a rank."""
        p, required = self.problem.ids.index(name), self.variant(name, True, False)
        without, forced = self.side(name, False), self.side(name, True)
        found = card_parts(self.problem, required, name, without, forced)
        if isinstance(forced, NoPlanError) and self.scenario.mode == Mode.SHARES:
            found |= self.with_shortfall(forced, found)
        found |= self.with_transfers(name, without, found)
        return Card(
            rank=0,
            **found,
            score_plan=round(self.plan.score, 9),
            share_in_plan=round(float(self.plan.funded[p]), 9),
            **comes_in(self.baseline(name), p),
        )


def with_or_not(names: tuple[str, ...], name: str, wanted: bool) -> tuple[str, ...]:
    """Return the names with or without one of them."""
    others = tuple(each for each in names if each != name)
    return (*others, name) if wanted else others
