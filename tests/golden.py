"""
One LP file for each row family: `python -m tests.golden` (`make golden`) writes `tests/lp/`.

Each comes from a case that is small enough to check the rows by hand; tests/test_constraints.py
says what they must be.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from portfolio.engine.model import build_model
from portfolio.engine.program import write_model
from portfolio.inputs.layouts import PURSES
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from tests.conftest import (
    write_case,
    write_chain,
    write_csv,
    write_land_binds,
    write_two_schools,
)

FOLDER = Path(__file__).resolve().parent / "lp"
ONE_NEED = {"S": {"need": 10}}


def one_year(root: Path, projects: dict, **scenario: Any) -> Path:
    """One year, so that each row has one term a project."""
    return write_case(
        root,
        projects,
        ONE_NEED,
        years=(2021, 2021),
        budget=[100],
        land=[0],
        year_weights=[1],
        **scenario,
    )


def completion(root: Path) -> Path:
    """A is required, B is free to be left out, C is excluded and has no column at all."""
    return write_case(
        root,
        {"A": {"adds": {"S": 5}}, "B": {"adds": {"S": 5}}, "C": {"adds": {"S": 5}}},
        ONE_NEED,
        promote={"required": ["A"], "excluded": ["C"]},
    )


def funding_ceiling(root: Path) -> Path:
    """Private money has a ceiling of its own; B is the city's."""
    return write_case(
        root,
        {
            "A": {"funding": "private", "total_investment": 60, "adds": {"S": 5}},
            "B": {"total_investment": 80, "adds": {"S": 5}},
        },
        ONE_NEED,
        budget_table={"funding": {"private": {"by_year": [30, 20]}}},
    )


def with_purses(path: Path, **totals: float) -> Path:
    """Give 东城区 and 西城区 a fiscal purse each, with these totals."""
    of = {"east": "东城区", "west": "西城区"}
    rows = [
        {"id": name, "name": name, "funding": "fiscal", "district": of[name], "total": total}
        for name, total in totals.items()
    ]
    write_csv(path.parents[1] / "data" / "purses.csv", list(PURSES), rows)
    return path


def purse(root: Path) -> Path:
    """East has a quarter of the 200, west 40 of its own by year; east may support west."""
    path = write_case(
        root,
        {
            "A": {"total_investment": 60, "adds": {"S": 5}},
            "B": {"total_investment": 80, "district": "西城区", "adds": {"S": 5}},
        },
        ONE_NEED,
        budget_table={"purse": {"west": {"by_year": [10, 30]}}},
    )
    transfer = '\n[[budget.transfer]]\nfrom = "east"\nto = "west"\nmax = 5\n'
    path.write_text(path.read_text(encoding="utf-8") + transfer, encoding="utf-8")
    return with_purses(path, east=25, west=75)


def beyond_cap(root: Path) -> Path:
    """Half as much again as the need counts beyond it."""
    objective = {"beyond_need": 0.3, "year_weights": [0.5, 0.5], "beyond_cap": 0.5}
    return write_case(root, {"A": {"adds": {"S": 50}}}, ONE_NEED, objective=objective)


def after(root: Path) -> Path:
    """B begins when A is finished, C when F is: two years after its start."""
    return write_case(
        root,
        {
            "A": {"adds": {"S": 5}},
            "B": {"after": "A", "adds": {"S": 5}},
            "F": {"spend_profile": "0.5;0.5", "adds": {"S": 5}},
            "C": {"after": "F", "adds": {"S": 5}},
        },
        ONE_NEED,
        years=(2021, 2023),
        budget=[100] * 3,
        land=[0] * 3,
        year_weights=[0.2, 0.3, 0.5],
    )


def attainment(root: Path) -> Path:
    """F counts when its second year is over; G counts as it goes, for two indicators."""
    return write_case(
        root,
        {
            "F": {"spend_profile": "0.25;0.75", "adds": {"S": 40}},
            "G": {"duration": 2, "earliest_start": 2022, "adds": {"S": 20, "T": 30}},
        },
        {"S": {"need": 80, "weight": 3}, "T": {"need": 10}},
        years=(2021, 2023),
        budget=[100] * 3,
        land=[0] * 3,
        year_weights=[0.2, 0.3, 0.5],
    )


def site_group(root: Path) -> Path:
    """A and B want the eastern site, B and C the western one."""
    return one_year(
        root,
        {
            "A": {"site_group": "东", "adds": {"S": 5}},
            "B": {"site_group": "东;西", "adds": {"S": 5}},
            "C": {"site_group": "西", "adds": {"S": 5}},
        },
    )


def limits(root: Path) -> Path:
    """At least 40 % of the money to education, 10 to 50 to 龙川县."""
    return one_year(
        root,
        {
            "A": {"total_investment": 60, "adds": {"S": 5}},
            "B": {"total_investment": 80, "domain": "health", "adds": {"S": 5}},
            "C": {
                "total_investment": 20,
                "domain": "health",
                "district": "龙川县",
                "adds": {"S": 5},
            },
        },
        limits={
            "domain": {"education": {"min_share": 0.4, "max_share": 0.7}},
            "district": {"龙川县": {"min_investment": 10, "max_investment": 50}},
        },
    )


def under_way(root: Path) -> Path:
    """One owner can run one project at a time; B works for two years."""
    return write_case(
        root,
        {
            "A": {"owner": "市建投公司", "adds": {"S": 5}},
            "B": {"owner": "市建投公司", "spend_profile": "0.5;0.5", "adds": {"S": 5}},
            "C": {"owner": "县医院", "adds": {"S": 5}},
        },
        ONE_NEED,
        years=(2021, 2023),
        budget=[100] * 3,
        land=[0] * 3,
        year_weights=[0.2, 0.3, 0.5],
        limits={"under_way": {"owner": {"市建投公司": 1}}},
    )


def land_held(root: Path) -> Problem:
    """The rest of A, a fifth of which was done, takes 8 亩 and holds 4 of them; B holds none."""
    path = write_case(
        root,
        {"A": {"land": 8, "adds": {"S": 4}}, "B": {"land": 10, "adds": {"S": 5}}},
        ONE_NEED,
        land=[5, 5],
    )
    problem = read_problem(path)
    opening = replace(
        problem.opening,
        begun=np.array([0.2, 0.0]),
        step=np.array([0.8, 1.0]),
        serving=np.array([1.0]),
        land=np.array([4.0, 0.0]),
    )
    return replace(problem, opening=opening)


def steady(root: Path) -> Path:
    """Two years of work or three, in three years, at least a fifth of it in each."""
    return write_case(
        root,
        {"A": {"duration": 2, "adds": {"S": 5}}},
        ONE_NEED,
        years=(2021, 2023),
        budget=[100] * 3,
        land=[0] * 3,
        year_weights=[0.2, 0.3, 0.5],
        solve={"mode": "steady", "least_share": 0.2},
    )


CASES: dict[str, Callable[[Path], Path | Problem]] = {
    "completion": completion,
    "annual_budget": write_two_schools,
    "funding_ceiling": funding_ceiling,
    "purse": purse,
    "transfer": purse,
    "land": write_land_binds,
    "attainment": attainment,
    "beyond_cap": beyond_cap,
    "requires": write_chain,
    "after": after,
    "site_group": site_group,
    "limits": limits,
    "under_way": under_way,
    "land_held": land_held,
    "steady": steady,
}


def golden_problem(family: str, root: Path) -> Problem:
    """Return the problem behind a family's golden file."""
    case = CASES[family](root)
    return case if isinstance(case, Problem) else read_problem(case)


def golden_text(family: str, root: Path) -> str:
    """Return the LP file of one row family alone."""
    target = root / f"{family}.lp"
    problem = golden_problem(family, root)
    write_model(build_model(problem, problem.scenario.mode, only=(family,)), target)
    return target.read_text(encoding="utf-8")


def main() -> None:
    """Write every golden file, and remove those of families that are no more."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.lp"):
        if path.stem not in CASES:
            path.unlink()
    for family in CASES:
        with tempfile.TemporaryDirectory() as folder:
            text = golden_text(family, Path(folder))
        (FOLDER / f"{family}.lp").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
