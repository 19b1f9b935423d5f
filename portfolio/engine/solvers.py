"""Which of the solvers that PuLP knows is here, and how it is called."""

from __future__ import annotations

import inspect
import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any

import pulp

from portfolio.engine.highs import ENDLESS, REPEATABLE
from portfolio.engine.patience import ASKING, Patience
from portfolio.errors import SolverError
from portfolio.words import Words

HIGHS = "HiGHS"
# What else than PuLP's own names a solver may be called; the first that is here is taken.
_ALSO_CALLED = {
    "cbc": ("COIN_CMD",),
    "copt": ("COPT", "COPT_CMD"),
    "cplex": ("CPLEX_PY", "CPLEX_CMD"),
    "glpk": ("GLPK_CMD", "PYGLPK"),
    "gurobi": ("GUROBI", "GUROBI_CMD"),
    "scip": ("SCIP_PY", "SCIP_CMD"),
}
# One thread and one seed, so that runs repeat; other solvers take `threads` and `randomSeed`.
_REPEATABLE = {HIGHS: REPEATABLE, "GUROBI": {"Threads": 1, "Seed": 0}, "COPT": {"Threads": 1}}


def is_highs(name: str) -> bool:
    """Whether a solver's name means HiGHS, however its letters are written."""
    return name.lower() == HIGHS.lower()


@dataclass(frozen=True)
class Asked:
    """Which solver, and when it is to stop: HiGHS hears the listener as well."""

    name: str
    patience: Patience = ENDLESS
    gap: float | None = None

    def solve(self, problem: pulp.LpProblem) -> pulp.LpSolveStats:
        """
        Let the solver solve a problem; its answer stands in the problem.

        Raises
        ------
        SolverError
            If there is no such solver here, or it failed.
        """
        if is_highs(self.name):
            return problem.solve(self._solver())
        with _results_alone():
            solver = self._solver()
            try:
                return problem.solve(solver)
            except Exception as error:  # each has errors of its own: licence, size, crash
                raise failed(self.name, error) from error

    def _solver(self) -> pulp.LpSolver:
        """Return the solver, new: some keep what they solved before."""
        name = _here(self.name)
        wanted: dict[str, Any] = {
            "msg": False,
            "gapRel": self.gap,
            "gapAbs": None if self.gap is None else 0.0,
            "timeLimit": self.patience.left if math.isfinite(self.patience.until) else None,
            "threads": 1,
            "randomSeed": 0,
        }
        taken = inspect.signature(type(pulp.getSolver(name, msg=False))).parameters
        options = {key: value for key, value in wanted.items() if key in taken}
        if name == HIGHS:
            options["callbackTuple"] = (self.patience.heed, None)
            options["callbacksToActivate"] = list(ASKING)
        return pulp.getSolver(name, **options | _REPEATABLE.get(name, {}))


def _here(name: str) -> str:
    """
    Return PuLP's name of a solver that is installed.

    Raises
    ------
    SolverError
        If PuLP does not know it, or it is not installed here; it lists those that are.
    """
    if is_highs(name):
        return HIGHS
    known, here = pulp.listSolvers(), pulp.listSolvers(onlyAvailable=True)
    called = _ALSO_CALLED.get(name.lower(), ())
    called = (*(each for each in known if each.lower() == name.lower()), *called)
    for each in called:
        if each in here:
            return each
    listed = ", ".join(sorted(here, key=str.lower))
    zh, en = ("没有安装", "is not installed") if called else ("PuLP 不认识", "is not known to PuLP")
    raise SolverError(
        [
            Words(
                f"求解器“{name}”：{zh}；这里可用的有：{listed}",
                f"solver '{name}' {en}; available here: {listed}",
            )
        ]
    )


def failed(name: str, reason: object) -> SolverError:
    """
    Return the error of a solver that failed, in its own words.

    >>> failed("COPT", "Model too large").lines("en")
    ['COPT failed: Model too large']
    """
    said = " ".join(str(reason).split())[:200] or type(reason).__name__
    return SolverError([Words(f"{name} 求解失败：{said}", f"{name} failed: {said}")])


@contextmanager
def _results_alone() -> Iterator[None]:
    """Let what a solver prints, in Python or below it, go to stderr: stdout is for results."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        with redirect_stdout(sys.stderr):
            yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
