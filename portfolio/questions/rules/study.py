"""The price of a rule: the score of the best plan without it, and money for the same gain."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from portfolio.errors import SolverError
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Inner, Listener
from portfolio.plan.make import plan_problem
from portfolio.questions.rules.catalogue import Rule
from portfolio.questions.rules.money import InShares, InSteps, richer
from portfolio.runs.resume import Resume
from portfolio.terms import Mode, Status

LEAST = 1e-6  # points: a gain below this is the solver's noise
NOISE = 1e-8  # relative: so little below a score counts as reaching it


@dataclass(frozen=True)
class Best:
    """The best plan of a problem: its score, what no plan exceeds, and why the search ended."""

    score: float
    bound: float
    status: Status


@dataclass(frozen=True)
class Price:
    """
    What one rule costs; NaN where there is no such number.

    Attributes
    ----------
    rule
        Its name.
    score_without, gain
        The best score without it, and how much more that is.
    uncertainty
        Points by which the gain may be off, as both plans are only proven to their bounds.
    money, not_enough
        万元 more of the general budget that bring the gain, and an amount that does not yet.
    status
        Why the search without it ended.
    """

    rule: str
    score_without: float
    gain: float
    uncertainty: float
    money: float
    not_enough: float
    status: Status


@dataclass
class Study:
    """
    One scenario, planned without each of its rules.

    Attributes
    ----------
    problem
        The scenario as it stands.
    resume
        Keeps finished pieces, so that a stopped run goes on.
    listener
        Told of the rules done; once it is stopped, the run ends.
    stops
        Why the searches so far ended.
    """

    problem: Problem
    resume: Resume | None = None
    listener: Listener = SILENT
    stops: set[Status] = field(default_factory=set)
    _pieces: dict[str, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def own(self) -> Best:
        """
        The scenario's own plan.

        Raises
        ------
        NoPlanError
            If there is none; it carries the smallest shortfall.
        """
        return self._planned("plan", self.problem)

    @property
    def in_shares(self) -> bool:
        """Whether projects may be carried out in part."""
        return self.problem.scenario.mode == Mode.SHARES

    def prices(self, rules: Sequence[Rule]) -> list[Price]:
        """
        Return what each rule costs, in the order of `rules`.

        Raises
        ------
        Stopped
            Once the listener is stopped; what is finished is kept.
        SolverError, VerificationError
            As `plan_problem`.
        """
        found = []
        for done, rule in enumerate(rules):
            self.listener.count(done, len(rules), rule.name)
            found.append(self._price(rule))
        self.listener.count(len(rules), len(rules))
        return found

    def _price(self, rule: Rule) -> Price:
        kept = self._kept(f"without {rule.name}", lambda: asdict(self._priced(rule)))
        price = Price(**kept | {"status": Status(kept["status"])})
        self.stops.add(price.status)
        return price

    def _priced(self, rule: Rule) -> Price:
        own, problem, none = self.own, rule.without(), math.nan
        if problem is None:
            return Price(rule.name, none, none, none, none, none, Status.OPTIMAL)
        other = self._best(problem, known=own.score)
        gain = other.score - own.score
        gain = gain if gain >= LEAST else 0.0
        unsure = max(own.bound - own.score, 0.0) + max(other.bound - other.score, 0.0)
        short, enough = self._money(gain)
        return Price(rule.name, other.score, gain, unsure, enough, short, other.status)

    def _money(self, gain: float) -> tuple[float, float]:
        """Return 万元 that do not bring a gain, and 万元 that do; NaN: no money does."""
        if not gain:
            return 0.0, 0.0
        bracket = self._curve.bracket((1 - NOISE) * (self.own.score + gain))
        if bracket is None:
            return math.nan, math.nan
        total = float(self.problem.budget.sum())
        return (bracket[0] - 1) * total, (bracket[1] - 1) * total

    @cached_property
    def _curve(self) -> InShares | InSteps:
        if self.in_shares:
            return InShares(self.problem, self.listener)
        return InSteps(lambda factor: self._searched(factor).score)

    def _searched(self, factor: float) -> Best:
        problem = richer(self.problem, factor)
        return self._planned(f"money {factor}", problem, known=self.own.score)

    def _planned(self, name: str, problem: Problem, known: float | None = None) -> Best:
        """Return the best plan of a problem, made once."""
        kept = self._kept(name, lambda: asdict(self._best(problem, known)))
        best = Best(**kept | {"status": Status(kept["status"])})
        self.stops.add(best.status)
        return best

    def _kept(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return a piece of the run that is there already, or make it and keep it."""
        pieces = self._pieces if self.resume is None else self.resume.pieces
        if name not in pieces:
            made = make()
            if self.resume is None:
                pieces[name] = made
            else:
                self.resume.keep(name, made)
        return dict(pieces[name])

    def _best(self, problem: Problem, known: float | None = None) -> Best:
        """
        Plan a problem and verify the plan.

        In shares the score is the proven one; the tidy plan may keep 1e-7 less of it. What is
        `known` to be reached, by a plan that keeps more rules, a search may miss within its gap.
        """
        try:
            plan = plan_problem(problem, Inner(self.listener))
        except SolverError:  # no plan found in time: the known one is in hand
            self.listener.go_on()
            if known is None or self.in_shares:
                raise
            return Best(known, math.nan, Status.LIMIT)
        self.listener.go_on()
        score = plan.bound if self.in_shares else plan.score
        return Best(max(score, known or 0.0), plan.bound, plan.status)
