"""The PuLP problem of a model: the same numbers, names that differ, files that say the same."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import highspy
import numpy as np
import pulp
import pytest

from portfolio.engine.highs import hand_over, new_highs, solve
from portfolio.engine.model import Model, build_model
from portfolio.engine.program import between, pulp_problem, write_model
from portfolio.engine.search import solve_whole
from portfolio.errors import SolverError
from portfolio.inputs.read import read_problem
from portfolio.terms import Mode
from tests.conftest import (
    SCENARIOS,
    Make,
    write_chain,
    write_land_binds,
    write_profiled,
    write_two_schools,
)
from tests.golden import golden_problem

INF = float("inf")
TINY = [write_two_schools, write_land_binds, write_chain, write_profiled]
SHIPPED = sorted(SCENARIOS.glob("*.toml"))


def stem(value: object) -> str:
    return getattr(value, "stem", None) or getattr(value, "__name__", str(value))


def assert_same_numbers(model: Model) -> None:
    """Hold each column and each row of the PuLP problem to the arrays."""
    program = pulp_problem(model)
    assert program.sense == pulp.LpMaximize
    columns = program.variables()
    assert [each.name for each in columns] == model.names
    assert [each.lowBound for each in columns] == [0] * len(columns)
    assert [each.upBound for each in columns] == model.upper.tolist()
    assert [each.cat == pulp.LpInteger for each in columns] == model.integer.tolist()
    worth = {each.name: value for each, value in program.objective.items()}
    nonzero = np.flatnonzero(model.objective)
    assert worth == {model.names[j]: model.objective[j] for j in nonzero}
    rows = program.constraints()
    assert [row.name for row in rows] == model.row_names()
    for at, row in enumerate(rows):
        own = {each.name: value for each, value in row.items()}
        line = model.matrix[[at]].tocoo()
        expected = {model.names[j]: v for j, v in zip(line.col, line.data, strict=True)}
        assert own == expected, row.name
        lower = -INF if row.getLb() is None else row.getLb()
        upper = INF if row.getUb() is None else row.getUb()
        assert (lower, upper) == (model.row_lower[at], model.row_upper[at]), row.name


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("write", TINY, ids=stem)
def test_it_holds_the_same_numbers(tmp_path: Path, write, whole: bool):
    assert_same_numbers(
        build_model(read_problem(write(tmp_path)), Mode.WHOLE if whole else Mode.SHARES)
    )


@pytest.mark.parametrize(
    "family", ["completion", "funding_ceiling", "site_group", "limits", "under_way", "land_held"]
)
def test_it_holds_the_same_rows_of_every_family(tmp_path: Path, family: str):
    assert_same_numbers(build_model(golden_problem(family, tmp_path)))


def test_a_name_in_chinese_is_no_obstacle(two_schools: Path):
    problem = read_problem(two_schools)
    named = replace(problem, scenario=replace(problem.scenario, name="两所 school-1"))
    assert pulp_problem(build_model(named)).name == "___school_1"


def test_a_portfolio_in_which_everything_is_excluded(make: Make):
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, promote={"excluded": ["A"]})
    assert pulp_problem(build_model(read_problem(path))).variables() == []


def due_in_part(path: Path) -> Model:
    """A, of which at least 0.6 must be carried out, at most all of it."""
    model = build_model(read_problem(path))
    lower = model.row_lower.copy()
    lower[model.rows_of("completion").start] = 0.6
    return replace(model, row_lower=lower)


def test_a_row_between_two_bounds_becomes_two(two_schools: Path):
    model = due_in_part(two_schools)
    assert between(model).tolist() == [True] + [False] * (len(model.row_lower) - 1)
    program = pulp_problem(model)
    rows = {row.name: (row.getLb(), row.getUb()) for row in program.constraints()}
    assert rows["completion_A"] == (None, 1)
    assert rows["completion_A_floor"] == (0.6, None)
    assert len(rows) == len(model.row_lower) + 1


def test_names_that_look_alike_are_told_apart(make: Make, tmp_path: Path):
    # `A requires B_C` and `A_B requires C` give rows of one name; solvers read rows by name.
    projects = {"A": {"requires": "B_C"}, "A_B": {"requires": "C"}, "B_C": {}, "C": {}}
    model = build_model(
        read_problem(make(projects | {"D": {"adds": {"S": 1}}}, {"S": {"need": 1}}))
    )
    assert len(set(model.row_names())) < len(model.row_names())
    program = pulp_problem(model)
    names = [row.name for row in program.constraints()]
    assert len(set(names)) == len(names)
    assert {"requires_A_B_C_2021", "requires_A_B_C_2021__2"} <= set(names)
    write_model(model, tmp_path / "model.lp")


# ---- files --------------------------------------------------------------------------------------


def read_back(path: Path) -> highspy.Highs:
    highs = new_highs()
    assert highs.readModel(path.as_posix()) == highspy.HighsStatus.kOk
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return highs


@pytest.mark.parametrize("ending", ["lp", "mps"])
@pytest.mark.parametrize("source", [*TINY, *SHIPPED], ids=stem)
def test_a_file_read_by_highs_has_the_same_optimum(tmp_path: Path, source, ending: str):
    path = source if isinstance(source, Path) else source(tmp_path)
    model = build_model(read_problem(path))
    write_model(model, tmp_path / f"model.{ending}")
    highs = read_back(tmp_path / f"model.{ending}")
    assert highs.getObjectiveValue() == pytest.approx(solve(model).objective, rel=1e-7)
    assert highs.getLp().sense_ == highspy.ObjSense.kMaximize
    # A row without columns has to name one in an LP file: a column that is 0, in a row of its own.
    more = "__dummy" in highs.getLp().col_names_
    assert more == (ending == "lp" and 0 in np.diff(model.matrix.indptr))
    rows, columns = model.matrix.shape
    assert (highs.getNumRow(), highs.getNumCol()) == (rows + more, columns + more)
    assert set(model.names) <= set(highs.getLp().col_names_)


@pytest.mark.parametrize("ending", ["lp", "mps"])
@pytest.mark.parametrize("source", [*TINY, SCENARIOS / "base_whole.toml"], ids=stem)
def test_a_file_of_whole_projects_has_the_same_optimum(tmp_path: Path, source, ending: str):
    path = source if isinstance(source, Path) else source(tmp_path)
    model = build_model(read_problem(path), Mode.WHOLE)
    write_model(model, tmp_path / f"model.{ending}")
    best = read_back(tmp_path / f"model.{ending}").getObjectiveValue()
    ours = solve_whole(model, gap=1e-4, time_limit=60)
    assert best == pytest.approx(ours.objective, rel=2e-4)
    assert best <= ours.bound * (1 + 1e-7)


def test_a_name_too_long_for_the_file_is_an_error_in_one_line(make: Make, tmp_path: Path):
    model = build_model(read_problem(make({"A" * 300: {"adds": {"S": 1}}}, {"S": {"need": 1}})))
    with pytest.raises(SolverError) as caught:
        write_model(model, tmp_path / "model.lp")
    assert len(caught.value.lines("en")) == 1
    assert caught.value.lines("en")[0].startswith("PuLP failed: ")
    assert caught.value.lines("zh")[0].startswith("PuLP 求解失败：")


def lp_text(highs: highspy.Highs, path: Path) -> str:
    """Return the LP file that HiGHS writes of what it was given."""
    highs.writeModel(path.as_posix())
    # Zero has no sign, and a section that lists nothing says nothing.
    text = path.read_text().replace("= -0\n", "= +0\n")
    return re.sub(r"(?m)^(bin|gen|semi)\n(?=bin|gen|semi|end)", "", text)


CASES = [(path, whole) for path in (*TINY, SHIPPED[0], SHIPPED[-1]) for whole in (False, True)]


@pytest.mark.parametrize(("source", "whole"), CASES, ids=stem)
def test_highs_holds_the_same_program_on_both_ways(tmp_path: Path, source, whole: bool):
    path = source if isinstance(source, Path) else source(tmp_path)
    model = build_model(read_problem(path), Mode.WHOLE if whole else Mode.SHARES)
    straight = new_highs()
    hand_over(straight, model)
    program, solver = pulp_problem(model), pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(program)
    solver.buildSolverModel(program)
    arrays = lp_text(straight, tmp_path / "arrays.lp")
    assert arrays == lp_text(program.solverModel, tmp_path / "rows.lp")
    assert arrays.count("\n") > 10
