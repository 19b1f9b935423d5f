"""The PuLP problem of a model, through PuLP's public interface; LP and MPS files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pulp

from portfolio.engine.model import Model
from portfolio.engine.solvers import failed

LONGEST = 255  # letters of a name in an LP file


def pulp_problem(model: Model) -> pulp.LpProblem:
    """Return the same program as a PuLP problem, columns and rows in the order of the model."""
    problem = pulp.LpProblem(_plain(model.problem.scenario.name), pulp.LpMaximize)
    kinds = np.where(model.integer, pulp.LpInteger, pulp.LpContinuous).tolist()
    for name, most, kind in zip(model.names, model.upper.tolist(), kinds, strict=True):
        problem.add_variable(name, 0.0, most if most < np.inf else None, kind)
    maximise(problem, model.objective)
    add_rows(problem, model, 0)
    return problem


def write_model(model: Model, path: Path) -> None:
    """
    Write a model as `.lp` or `.mps`, by the ending of the path.

    Raises
    ------
    SolverError
        If PuLP cannot write it, for instance because a name is too long.
    """
    problem = pulp_problem(model)
    try:
        if path.suffix == ".lp":
            problem.writeLP(str(path), max_length=LONGEST)
        else:
            problem.writeMPS(str(path), with_objsense=True)
    except pulp.PulpError as error:
        raise failed("PuLP", error) from error


def maximise(problem: pulp.LpProblem, worth: np.ndarray) -> None:
    """Set the objective: the worth of each column, shape (V,)."""
    columns = problem.variables()
    terms = [(columns[at], float(worth[at])) for at in np.flatnonzero(worth).tolist()]
    problem.setObjective(pulp.LpAffineExpression.from_list(terms, name="score"))


def add_rows(problem: pulp.LpProblem, model: Model, first: int) -> None:
    """Add the rows of a model from `first` on; a row between two bounds becomes two."""
    columns, matrix = problem.variables(), model.matrix
    start, places, worth = matrix.indptr.tolist(), matrix.indices.tolist(), matrix.data.tolist()
    names = _told_apart(model.row_names())
    for row in range(first, len(names)):
        here = slice(start[row], start[row + 1])
        terms = [(columns[at], each) for at, each in zip(places[here], worth[here], strict=True)]
        least, most = float(model.row_lower[row]), float(model.row_upper[row])
        if most == least:
            _add_row(problem, terms, most, pulp.LpConstraintEQ, names[row])
            continue
        if most < np.inf:
            _add_row(problem, terms, most, pulp.LpConstraintLE, names[row])
        if least > -np.inf:
            name = names[row] if most == np.inf else f"{names[row]}_floor"
            _add_row(problem, terms, least, pulp.LpConstraintGE, name)


def _add_row(
    problem: pulp.LpProblem, terms: list[Any], bound: float, sense: int, name: str
) -> None:
    row = pulp.LpAffineExpression.from_list(terms, constant=-bound, name=name)
    row.sense = sense
    problem.addConstraint(row)


def between(model: Model) -> np.ndarray:
    """Return the rows between two bounds that differ, shape (rows,), bool."""
    both = np.isfinite(model.row_lower) & np.isfinite(model.row_upper)
    return both & (model.row_lower != model.row_upper)


def _told_apart(names: list[str]) -> list[str]:
    """Number names that occur again: ids may look alike once they stand in one name."""
    taken: Counter[str] = Counter()
    unique = []
    for name in names:
        taken[name] += 1
        unique.append(name if taken[name] == 1 else f"{name}__{taken[name]}")
    return unique


def _plain(name: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name)
