"""Row families: each against its golden LP file, and the rows of that file against paper."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from portfolio.engine.constraints import CONSTRAINTS
from portfolio.engine.model import Model, build_model
from portfolio.inputs.read import read_problem
from portfolio.terms import Mode
from tests.conftest import ROOT, Make
from tests.golden import CASES, FOLDER, golden_problem, golden_text

FAMILIES = [family.__name__ for family in CONSTRAINTS]

# What the contract's formulas give for the cases of tests/golden.py, worked out by hand.
ROWS = {
    # A is required: = 1. C is excluded: no column, so no row.
    "completion": {
        "completion_A": "spend_A_2021 + spend_A_2022 = 1",
        "completion_B": "spend_B_2021 + spend_B_2022 <= 1",
    },
    "annual_budget": {
        "annual_budget_2021": "60 spend_A_2021 + 80 spend_B_2021 <= 70",
        "annual_budget_2022": "60 spend_A_2022 + 80 spend_B_2022 <= 50",
    },
    # A alone is private.
    "funding_ceiling": {
        "funding_ceiling_private_2021": "60 spend_A_2021 <= 30",
        "funding_ceiling_private_2022": "60 spend_A_2022 <= 20",
    },
    # 20 亩 a year; by the end of 2022 all land begun so far within 40.
    "land": {
        "land_2021": "10 spend_C_2021 + 50 spend_H_2021 <= 20",
        "land_2022": "10 spend_C_2021 + 10 spend_C_2022 + 50 spend_H_2021 + 50 spend_H_2022 <= 40",
    },
    # In units of the need: F adds 40 / 80 of S a year after its start, G adds 20 / 80 of S and
    # 30 / 10 of T with each share of it, from 2022.
    "attainment": {
        "attainment_S_2021": "beyond_S_2021 + met_S_2021 <= 0",
        "attainment_S_2022": "beyond_S_2022 + met_S_2022 - 0.25 spend_G_2022 - 0.5 start_F_2021"
        " <= 0",
        "attainment_S_2023": "beyond_S_2023 + met_S_2023 - 0.25 spend_G_2022 - 0.25 spend_G_2023"
        " - 0.5 start_F_2021 - 0.5 start_F_2022 <= 0",
        "attainment_T_2021": "beyond_T_2021 + met_T_2021 <= 0",
        "attainment_T_2022": "beyond_T_2022 + met_T_2022 - 3 spend_G_2022 <= 0",
        "attainment_T_2023": "beyond_T_2023 + met_T_2023 - 3 spend_G_2022 - 3 spend_G_2023 <= 0",
    },
    # begun_B <= begun_A at the end of each year.
    "requires": {
        "requires_B_A_2021": "- spend_A_2021 + spend_B_2021 <= 0",
        "requires_B_A_2022": "- spend_A_2021 - spend_A_2022 + spend_B_2021 + spend_B_2022 <= 0",
    },
    "site_group": {
        "site_group_1": "spend_A_2021 + spend_B_2021 <= 1",
        "site_group_2": "spend_B_2021 + spend_C_2021 <= 1",
    },
    # East has 25 of the purses' 100, so a quarter of the 200 of both years; A costs 60. West has 40
    # of its own, 10 and 30 by year; B costs 80. What east gives it lacks, and west has, in the
    # same year.
    "purse": {
        "purse_east": "60 spend_A_2021 + 60 spend_A_2022 + transfer_1_2021 + transfer_1_2022 <= 50",
        "purse_west": "80 spend_B_2021 + 80 spend_B_2022 - transfer_1_2021 - transfer_1_2022 <= 40",
        "purse_2021_west": "80 spend_B_2021 - transfer_1_2021 <= 10",
        "purse_2022_west": "80 spend_B_2022 - transfer_1_2022 <= 30",
    },
    "transfer": {"transfer_1_east_west": "transfer_1_2021 + transfer_1_2022 <= 5"},
    "beyond_cap": {
        "beyond_cap_S_2021": "beyond_S_2021 <= 0.5",
        "beyond_cap_S_2022": "beyond_S_2022 <= 0.5",
    },
    # What was finished a year before: of A its shares so far, of F what started a year earlier
    # than that.
    "after": {
        "after_B_A_2021": "spend_B_2021 <= 0",
        "after_B_A_2022": "- spend_A_2021 + spend_B_2021 + spend_B_2022 <= 0",
        "after_B_A_2023": "- spend_A_2021 - spend_A_2022 + spend_B_2021 + spend_B_2022 "
        "+ spend_B_2023 <= 0",
        "after_C_F_2021": "spend_C_2021 <= 0",
        "after_C_F_2022": "spend_C_2021 + spend_C_2022 <= 0",
        "after_C_F_2023": "spend_C_2021 + spend_C_2022 + spend_C_2023 - start_F_2021 <= 0",
    },
    # Costs 60, 80, 20; A alone is education: (1 - 0.4) 60 A - 0.4 (80 B + 20 C) >= 0 and
    # (1 - 0.7) 60 A - 0.7 (80 B + 20 C) <= 0. C alone is in 龙川县.
    "limits": {
        "limits_domain_1_min_share": "36 spend_A_2021 - 32 spend_B_2021 - 8 spend_C_2021 >= 0",
        "limits_domain_1_max_share": "18 spend_A_2021 - 56 spend_B_2021 - 14 spend_C_2021 <= 0",
        "limits_district_2_min_investment": "20 spend_C_2021 >= 10",
        "limits_district_2_max_investment": "20 spend_C_2021 <= 50",
    },
    # B, started in 2021, is under way in 2021 and 2022; a share of A in its own year alone. C has
    # another owner.
    "under_way": {
        "under_way_owner_1_2021": "spend_A_2021 + start_B_2021 <= 1",
        "under_way_owner_1_2022": "spend_A_2022 + start_B_2021 + start_B_2022 <= 1",
        "under_way_owner_1_2023": "spend_A_2023 + start_B_2022 <= 1",
    },
    # The land that A holds serves what is begun of A, and no more; B holds none.
    "land_held": {
        "land_held_A_2021": "held_A_2021 - spend_A_2021 <= 0",
        "land_held_A_2022": "held_A_2022 - spend_A_2021 - spend_A_2022 <= 0",
    },
    # Starts in 2021 or 2022, ends in 2022 or 2023. At work in 2021: begun then; in 2022: begun by
    # then; in 2023: not ended in 2022. A fifth to a half in each such year. It ends a year after
    # its start at the soonest, and two years after it, or with the horizon, at the latest.
    "steady": {
        "steady_least_A_2021": "- spend_A_2021 + 0.2 start_A_2021 <= 0",
        "steady_least_A_2022": "- spend_A_2022 + 0.2 start_A_2021 + 0.2 start_A_2022 <= 0",
        "steady_least_A_2023": "- 0.2 end_A_2022 - spend_A_2023 + 0.2 start_A_2021"
        " + 0.2 start_A_2022 <= 0",
        "steady_pace_A_2021": "spend_A_2021 - 0.5 start_A_2021 <= 0",
        "steady_pace_A_2022": "spend_A_2022 - 0.5 start_A_2021 - 0.5 start_A_2022 <= 0",
        "steady_pace_A_2023": "0.5 end_A_2022 + spend_A_2023 - 0.5 start_A_2021"
        " - 0.5 start_A_2022 <= 0",
        "steady_shortest_A_2022": "end_A_2022 - start_A_2021 <= 0",
        "steady_shortest_A_2023": "end_A_2022 + end_A_2023 - start_A_2021 - start_A_2022 <= 0",
        "steady_longest_A_2021": "- end_A_2022 - end_A_2023 + start_A_2021 <= 0",
        "steady_longest_A_2022": "- end_A_2022 - end_A_2023 + start_A_2021 + start_A_2022 <= 0",
        "steady_paid_A": "- spend_A_2021 - spend_A_2022 - spend_A_2023 + start_A_2021"
        " + start_A_2022 = 0",
    },
}


def rows_of_file(text: str) -> dict[str, str]:
    """The rows of an LP file by name; what LP breaks into lines is joined again."""
    body = text.partition("Subject To\n")[2].partition("Bounds\n")[0].replace("\n ", " ")
    return dict(line.split(": ", 1) for line in body.splitlines())


def rows_of_model(model: Model) -> dict[str, tuple[dict[str, float], float, float]]:
    """Coefficients by column, lower and upper bound of each row, by name."""
    matrix, names = model.matrix.toarray(), model.names
    return {
        row: ({names[at]: float(line[at]) for at in np.flatnonzero(line)}, low, high)
        for row, line, low, high in zip(
            model.row_names(), matrix, model.row_lower, model.row_upper, strict=True
        )
    }


# ---- golden files -----------------------------------------------------------------------------


def test_every_family_has_a_golden_file_and_no_file_is_left_over():
    assert len(set(FAMILIES)) == len(FAMILIES)
    assert sorted(path.stem for path in FOLDER.glob("*.lp")) == sorted(FAMILIES)
    assert sorted(CASES) == sorted(ROWS) == sorted(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_a_heading_on_the_model_page(family: str):
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    headings = [line for line in page.splitlines() if line.startswith("#")]
    assert any(f"`{family}`" in line for line in headings)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_says_its_rule_and_its_formula(family: str):
    said = next(each for each in CONSTRAINTS if each.__name__ == family).__doc__
    assert said is not None
    assert ".. math::" in said


@pytest.mark.parametrize("family", FAMILIES)
def test_making_a_golden_file_again_gives_the_same_text(family: str, tmp_path: Path):
    assert golden_text(family, tmp_path) == (FOLDER / f"{family}.lp").read_text(encoding="utf-8")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_golden_file_holds_the_rows_worked_out_by_hand(family: str):
    text = (FOLDER / f"{family}.lp").read_text(encoding="utf-8")
    assert rows_of_file(text) == ROWS[family]
    assert len(text.splitlines()) < 40


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_holds_the_same_rows_alone_and_among_the_others(family: str, tmp_path: Path):
    problem = golden_problem(family, tmp_path)
    mode = problem.scenario.mode
    alone, all_rows = (
        rows_of_model(build_model(problem, mode, only=(family,))),
        build_model(problem, mode),
    )
    together = rows_of_model(all_rows)
    assert {name: together[name] for name in alone} == alone
    at = all_rows.rows_of(family)
    assert all_rows.row_names()[at] == list(alone)
    assert alone


# ---- variants ---------------------------------------------------------------------------------


def test_carry_over_adds_budgets_and_spending_up_to_each_year(make: Make):
    path = make(
        {"A": {"total_investment": 60, "funding": "private", "adds": {"S": 5}}},
        {"S": {"need": 10}},
        budget=[70, 50],
        budget_table={"carry_over": True, "funding": {"private": {"by_year": [30, 20]}}},
    )
    rows = rows_of_model(build_model(read_problem(path), only=("annual_budget", "funding_ceiling")))
    one, both = {"spend_A_2021": 60.0}, {"spend_A_2021": 60.0, "spend_A_2022": 60.0}
    assert rows == {
        "annual_budget_2021": (one, -np.inf, 70),
        "annual_budget_2022": (both, -np.inf, 120),
        "funding_ceiling_private_2021": (one, -np.inf, 30),
        "funding_ceiling_private_2022": (both, -np.inf, 50),
    }


def test_a_profiled_project_spends_by_its_years_of_work(profiled: Path):
    # F costs 80 with 0.25 in its first and 0.75 in its second year: 20 and 60.
    rows = rows_of_model(build_model(read_problem(profiled), only=("annual_budget",)))
    assert [rows[f"annual_budget_{year}"][0] for year in (2021, 2022, 2023)] == [
        {"start_F_2021": 20},
        {"start_F_2021": 60, "start_F_2022": 20, "spend_G_2022": 40},
        {"start_F_2022": 60, "spend_G_2023": 40},
    ]


def test_whole_projects_start_once_and_spend_evenly(profiled: Path):
    # G works two years from 2022: one possible start, 20 a year. Both kinds of columns are 0 or 1.
    model = build_model(read_problem(profiled), Mode.WHOLE)
    assert model.names[:3] == ["start_F_2021", "start_F_2022", "start_G_2022"]
    assert model.integer.tolist() == [True] * 3 + [False] * 12
    rows = rows_of_model(model)
    assert rows["annual_budget_2022"][0] == {
        "start_F_2021": 60,
        "start_F_2022": 20,
        "start_G_2022": 20,
    }
    assert rows["completion_G"] == ({"start_G_2022": 1}, -np.inf, 1)
    assert rows["attainment_T_2022"][0] == {"met_T_2022": 1, "beyond_T_2022": 1}


def test_land_is_needed_from_the_first_year_of_work(make: Make):
    path = make(
        {"A": {"land": 7, "spend_profile": "0;1", "adds": {"S": 5}}},
        {"S": {"need": 10}},
        land=[5, 6],
    )
    rows = rows_of_model(build_model(read_problem(path), only=("land",)))
    assert rows == {
        "land_2021": ({"start_A_2021": 7}, -np.inf, 5),
        "land_2022": ({"start_A_2021": 7}, -np.inf, 11),
    }


def test_land_that_is_held_needs_no_quota(tmp_path: Path):
    # A takes 8 亩, B 10, 5 are released a year. What A holds, up to 4 of its 8, is not asked for.
    problem = golden_problem("land_held", tmp_path)
    model = build_model(problem)
    rows, most = rows_of_model(model), dict(zip(model.names, model.upper.tolist(), strict=True))
    assert rows["land_2021"] == (
        {"spend_A_2021": 8, "spend_B_2021": 10, "held_A_2021": -8},
        -np.inf,
        5,
    )
    assert rows["land_2022"] == (
        {
            "spend_A_2021": 8,
            "spend_A_2022": 8,
            "spend_B_2021": 10,
            "spend_B_2022": 10,
            "held_A_2022": -8,
        },
        -np.inf,
        10,
    )
    assert [most["held_A_2021"], most["held_A_2022"]] == [0.5, 0.5]
    assert [block.family for block in model.blocks][-1] == "land_held", "families keep their order"
    # What was done serves from the start: 1 of the 10 needed.
    assert rows["attainment_S_2021"][2] == 0.1


def test_nobody_holds_land_before_a_first_plan_nor_with_whole_projects(tmp_path: Path):
    # A whole project begins with all of its land, so nothing of it is held ahead of the work.
    problem = golden_problem("land_held", tmp_path)
    first = read_problem(tmp_path / "scenarios" / "tiny.toml")
    for model in (build_model(first), build_model(problem, Mode.WHOLE)):
        assert "land_held" not in [block.family for block in model.blocks]
        assert not [name for name in model.names if name.startswith("held")]


@pytest.mark.parametrize(("of_b", "ahead"), [(0.75, 0), (0.25, 0.25)])
def test_what_was_begun_before_counts_in_requirements_and_limits(
    make: Make, of_b: float, ahead: float
):
    # Half of A was begun, and 30 spent; a unit of its rest is half of A. B requires A. Where B was
    # begun to 0.25, A is 0.25 ahead: 0.25 + 0.75 B <= 0.5 + 0.5 A. Where B was begun to 0.75, it
    # keeps that lead, and goes on no faster than A: 0.25 B <= 0.5 A.
    problem = read_problem(
        make(
            {"A": {"adds": {"S": 5}}, "B": {"requires": "A", "adds": {"S": 5}}},
            {"S": {"need": 10}},
            limits={"domain": {"education": {"max_investment": 90}}},
        )
    )
    opening = replace(
        problem.opening,
        begun=np.array([0.5, of_b]),
        step=np.array([0.5, 1 - of_b]),
        money=np.array([30.0, 0.0]),
    )
    rows = rows_of_model(build_model(replace(problem, opening=opening)))
    assert rows["requires_B_A_2021"] == (
        {"spend_B_2021": 1 - of_b, "spend_A_2021": -0.5},
        -np.inf,
        ahead,
    )
    assert rows["limits_domain_1_max_investment"][2] == 90 - 30


def test_a_required_rest_may_be_due_in_part(make: Make):
    # Nine tenths of the rest of A are due: its row stands between two bounds.
    path = make({"A": {"adds": {"S": 5}}}, {"S": {"need": 10}}, promote={"required": ["A"]})
    problem = read_problem(path)
    rest = replace(problem, opening=replace(problem.opening, least=np.array([0.9])))
    assert rows_of_model(build_model(rest))["completion_A"][1:] == (0.9, 1)
    assert rows_of_model(build_model(problem))["completion_A"][1:] == (1, 1)


def test_a_required_project_without_any_possible_year_has_a_row_that_cannot_hold(make: Make):
    # Four years of profile do not fit into two; 0 = 1 is what makes the problem infeasible.
    path = make(
        {"A": {"spend_profile": "0.25;0.25;0.25;0.25"}, "B": {"adds": {"S": 1}}},
        {"S": {"need": 10}},
        promote={"required": ["A"]},
    )
    rows = rows_of_model(build_model(read_problem(path), only=("completion",)))
    assert rows["completion_A"] == ({}, 1, 1)


def test_families_without_anything_to_say_have_no_rows(two_schools: Path):
    model = build_model(read_problem(two_schools))
    assert [block.family for block in model.blocks] == [
        "completion",
        "annual_budget",
        "land",
        "attainment",
    ]


def test_names_of_rows_and_columns_are_unique_and_plain(tmp_path: Path):
    for family in FAMILIES:
        (tmp_path / family).mkdir()
        problem = golden_problem(family, tmp_path / family)
        model = build_model(problem, problem.scenario.mode)
        for names in (model.names, model.row_names()):
            assert len(set(names)) == len(names)
            assert all(name.isascii() and name.replace("_", "").isalnum() for name in names)


def test_the_objective_is_points_by_year_and_rho_beyond_the_need(tmp_path: Path):
    # Weights 3 and 1: 75 and 25 points; year weights 0.2, 0.3, 0.5; rho 0.3.
    model = build_model(golden_problem("attainment", tmp_path))
    worth = dict(zip(model.names, model.objective.tolist(), strict=True))
    expected = {
        f"{kind}_{name}_{year}": points * omega * rho
        for (kind, rho), (name, points), (year, omega) in itertools.product(
            (("met", 1), ("beyond", 0.3)),
            (("S", 75), ("T", 25)),
            ((2021, 0.2), (2022, 0.3), (2023, 0.5)),
        )
    }
    assert {name: value for name, value in worth.items() if value} == pytest.approx(expected)
