"""Which solver is asked: its names, its options, refusals, and what it prints."""

from __future__ import annotations

import os
import re

import pulp
import pytest

from portfolio.engine.patience import Patience
from portfolio.engine.solvers import HIGHS, Asked, failed
from portfolio.errors import SolverError
from portfolio.listen import SILENT


def small() -> pulp.LpProblem:
    """Maximise x <= 3: 3."""
    problem = pulp.LpProblem("small", pulp.LpMaximize)
    x = problem.add_variable("x", 0)
    problem.setObjective(1 * x)
    problem.addConstraint(x <= 3, "most")
    return problem


class Stub(pulp.LpSolver):
    """A solver that says something and then does what it is told."""

    name = "STUB"
    here = True

    def __init__(self, msg: bool = True, gapRel: float | None = None, **own: object) -> None:  # noqa: N803
        super().__init__(msg=msg, gapRel=gapRel)
        self.own = own

    def available(self) -> bool:
        return type(self).here

    def actualSolve(self, lp: pulp.LpProblem, **given: object) -> pulp.LpSolveStats:  # noqa: N802
        os.write(1, b"Welcome to STUB\n")
        print("no licence found")
        raise RuntimeError("size-limited licence:\n  too many rows")


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> type[Stub]:
    """A further solver that PuLP knows."""
    known, get = pulp.listSolvers, pulp.getSolver

    def list_solvers(onlyAvailable: bool = False) -> list[str]:  # noqa: N803 (PuLP's name)
        return [*known(onlyAvailable), *(["STUB"] if Stub.here or not onlyAvailable else [])]

    def get_solver(name: str, **options: object) -> pulp.LpSolver:
        return Stub(**options) if name == "STUB" else get(name, **options)

    monkeypatch.setattr(pulp, "listSolvers", list_solvers)
    monkeypatch.setattr(pulp, "getSolver", get_solver)
    monkeypatch.setattr(Stub, "here", True)
    return Stub


def test_highs_is_one_thread_one_seed_and_silent(capfd: pytest.CaptureFixture):
    problem = small()
    stats = Asked(HIGHS, Patience.of(5.0, SILENT), gap=0.01).solve(problem)
    assert (stats.status, stats.objective) == (pulp.LpSolveStatus.Optimal, 3)
    names = ("threads", "random_seed", "mip_rel_gap", "mip_abs_gap", "time_limit")
    options = {name: problem.solverModel.getOptionValue(name)[1] for name in names}
    assert 4 < options.pop("time_limit") <= 5
    assert options == {
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.01,
        "mip_abs_gap": 0,
    }
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["GLPK", "glpk", "PYGLPK", "highs"])
def test_a_solver_is_found_by_its_own_name_and_by_pulps(name: str):
    stats = Asked(name).solve(small())
    assert stats.objective == pytest.approx(3)
    assert stats.solver.lower() in {"pyglpk", "glpk_cmd", "highs"}


def test_an_unknown_solver_is_refused_and_those_that_are_here_are_listed():
    with pytest.raises(SolverError) as caught:
        Asked("Simplex2000").solve(small())
    [zh], [en] = caught.value.lines("zh"), caught.value.lines("en")
    here = ", ".join(sorted(pulp.listSolvers(onlyAvailable=True), key=str.lower))
    assert en == f"solver 'Simplex2000' is not known to PuLP; available here: {here}"
    assert zh == f"求解器“Simplex2000”：PuLP 不认识；这里可用的有：{here}"
    assert "HiGHS" in here


def test_a_solver_that_is_not_installed_is_refused(stub: type[Stub]):
    stub.here = False
    with pytest.raises(SolverError) as caught:
        Asked("stub").solve(small())
    assert re.fullmatch(
        r"solver 'stub' is not installed; available here: .*HiGHS.*", caught.value.lines("en")[0]
    )
    assert re.fullmatch(
        r"求解器“stub”：没有安装；这里可用的有：.*HiGHS.*", caught.value.lines("zh")[0]
    )


def test_a_solver_gets_the_options_that_it_takes(stub: type[Stub]):
    solver = Asked("STUB", Patience.of(5.0, SILENT), gap=0.01)._solver()
    assert isinstance(solver, stub)
    assert (solver.msg, solver.optionsDict, solver.own) == (False, {"gapRel": 0.01}, {})


def test_a_solver_that_fails_is_an_error_in_one_line(stub: type[Stub]):
    with pytest.raises(SolverError) as caught:
        Asked("STUB").solve(small())
    assert caught.value.lines("en") == ["STUB failed: size-limited licence: too many rows"]
    assert caught.value.lines("zh") == ["STUB 求解失败：size-limited licence: too many rows"]


def test_what_a_solver_prints_is_no_result(stub: type[Stub], capfd: pytest.CaptureFixture):
    print("result")
    with pytest.raises(SolverError):
        Asked("STUB").solve(small())
    print("more")
    out, err = capfd.readouterr()
    assert out == "result\nmore\n"
    assert {"Welcome to STUB", "no licence found"} <= set(err.splitlines())


def test_a_reason_is_cut_and_never_empty():
    assert len(failed("X", "long " * 100).lines("en")[0]) == len("X failed: ") + 200
    assert failed("X", RuntimeError()).lines("en") == ["X failed: RuntimeError"]
