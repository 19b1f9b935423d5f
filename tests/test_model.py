"""The model's rows and objective against loops over the formulas of section 3 of the contract."""

import numpy as np
import pytest
from conftest import SCENARIOS

from portfolio.engine.constraints import CONSTRAINTS
from portfolio.engine.model import build_model, hold_score, relaxed, tidiness_objective
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.terms import Mode

INF = float("inf")
YEARS = (2021, 2022, 2023)


def write_rich(make, carry_over: bool):
    """Three years and one of everything: every row family has rows."""
    return make(
        {
            "A": {"list": "planned", "plan_investment": 90, "land": 8, "adds": {"S": 30, "T": 1}},
            "B": {"land": 5, "requires": "A", "site_group": "north", "adds": {"S": 20}},
            "C": {
                "spend_profile": "0.3;0.7",
                "land": 4,
                "requires": "A;B",
                "domain": "health",
                "funding": "private",
                "adds": {"T": 7},
            },
            "D": {
                "duration": 2.5,
                "land": 3,
                "site_group": "north;south",
                "district": "西城区",
                "funding": "private",
                "adds": {"S": 12.5},
            },
            "E": {"land": 9, "site_group": "south", "funding": "state_company"},
            "X": {"land": 9, "adds": {"U": 9}, "requires": "A", "site_group": "south"},
        },
        {"S": {"need": 80}, "T": {"need": 4, "weight": 3}, "U": {"need": 4}},
        years=(2021, 2023),
        budget=[100, 80, 120],
        land=[6, 7, 8],
        year_weights=[0.2, 0.3, 0.5],
        beyond_need=0.25,
        budget_table={
            "carry_over": carry_over,
            "funding": {
                "private": {"by_year": [40, 30, 20]},
                "state_company": {"by_year": [9, 9, 9]},
            },
        },
        land_table={"exempt": ["E"]},
        promote={"excluded": ["X"]},
        limits={
            "domain": {
                "education": {"min_share": 0.3, "max_share": 0.9},
                "health": {"max_investment": 70},
            },
            "district": {"西城区": {"min_investment": 10}},
        },
    )


@pytest.fixture(params=[False, True], ids=["each_year", "carry_over"])
def rich(request, make) -> Problem:
    return read_problem(str(write_rich(make, request.param)))


def rows_by_loops(problem: Problem, values: dict[str, float], whole: bool = False):
    """Each row's name with what it adds up to, and its bounds, for given column values."""
    costs = {"A": 90, "B": 100, "C": 100, "D": 100, "E": 100}
    lands = {"A": 8, "B": 5, "C": 4, "D": 3, "E": 0}  # E's land is from another quota
    adds = {"S": {"A": 30, "B": 20, "D": 12.5}, "T": {"A": 1, "C": 7}}
    needs = {"S": 80, "T": 4}
    budgets, quotas = [100, 80, 120], [6, 7, 8]
    profiles = {"C": [0.3, 0.7]}
    if whole:  # D takes 2.5 years, so 3 whole ones
        profiles |= {"A": [1], "B": [1], "D": [1 / 3] * 3, "E": [1]}

    def spent(p: str, t: int) -> float:
        if p not in profiles:
            return values.get(f"spend_{p}_{t}", 0)
        starts = [(part, values.get(f"start_{p}_{t - j}", 0)) for j, part in enumerate(profiles[p])]
        return sum(part * share for part, share in starts)

    def begun(p: str, t: int) -> float:
        kind = "start" if p in profiles else "spend"
        return sum(values.get(f"{kind}_{p}_{s}", 0) for s in YEARS if s <= t)

    def finished(p: str, t: int) -> float:
        return begun(p, t - len(profiles.get(p, [1])) + 1)

    def money(group: str, t: int) -> float:
        years = [s for s in YEARS if s <= t] if problem.carry_over else [t]
        return sum(costs[p] * spent(p, s) for p in group for s in years)

    def ceiling(amounts: list[float], t: int, so_far: bool) -> float:
        at = YEARS.index(t)
        return sum(amounts[: at + 1]) if so_far else amounts[at]

    rows = {f"completion_{p}": (begun(p, 2023), 1 if p == "A" else -INF, 1) for p in costs}
    for t in YEARS:
        so_far = problem.carry_over
        rows[f"annual_budget_{t}"] = (money("ABCDE", t), -INF, ceiling(budgets, t, so_far))
        for source, group, amounts in (
            ("private", "CD", [40, 30, 20]),
            ("state_company", "E", [9, 9, 9]),
        ):
            rows[f"funding_ceiling_{source}_{t}"] = (
                money(group, t),
                -INF,
                ceiling(amounts, t, so_far),
            )
        taken = sum(lands[p] * begun(p, t) for p in costs)
        rows[f"land_{t}"] = (taken, -INF, ceiling(quotas, t, True))
        for k, amounts in adds.items():
            added = sum(amount * finished(p, t) / needs[k] for p, amount in amounts.items())
            reached = values[f"met_{k}_{t}"] + values[f"beyond_{k}_{t}"]
            rows[f"attainment_{k}_{t}"] = (reached - added, -INF, 0)
        for p, q in ("BA", "CA", "CB", "XA"):
            rows[f"requires_{p}_{q}_{t}"] = (begun(p, t) - begun(q, t), -INF, 0)
    rows["site_group_1"] = (begun("B", 2023) + begun("D", 2023), -INF, 1)
    rows["site_group_2"] = (begun("D", 2023) + begun("E", 2023), -INF, 1)
    total = {p: sum(costs[p] * spent(p, t) for t in YEARS) for p in costs}
    everything = sum(total.values())
    education = everything - total["C"]
    rows["limits_domain_1_min_share"] = (education - 0.3 * everything, 0, INF)
    rows["limits_domain_1_max_share"] = (education - 0.9 * everything, -INF, 0)
    rows["limits_domain_2_max_investment"] = (total["C"], -INF, 70)
    rows["limits_district_3_min_investment"] = (total["D"], 10, INF)
    return rows


@pytest.mark.parametrize("whole", [False, True])
def test_rows_equal_loops(rich, whole):
    model = build_model(rich, Mode.WHOLE if whole else Mode.SHARES)
    x = np.random.default_rng(7).random(len(model.names))
    expected = rows_by_loops(rich, dict(zip(model.names, x, strict=True)), whole)
    assert set(model.row_names()) == set(expected)
    assert len(model.row_names()) == len(expected), "each name once"
    activity = model.matrix @ x
    for at, name in enumerate(model.row_names()):
        value, lower, upper = expected[name]
        assert activity[at] == pytest.approx(value, abs=1e-9), name
        assert (model.row_lower[at], model.row_upper[at]) == (lower, upper), name


def test_objective_equals_its_formula(rich):
    # Weights 1 and 3 of what can be reached: 25 and 75 points (U is only reached by X, excluded).
    model = build_model(rich)
    x = np.random.default_rng(1).random(len(model.names))
    values = dict(zip(model.names, x, strict=True))
    score = sum(
        omega * w * (values[f"met_{k}_{t}"] + 0.25 * values[f"beyond_{k}_{t}"])
        for k, w in (("S", 25), ("T", 75))
        for t, omega in zip(YEARS, (0.2, 0.3, 0.5), strict=True)
    )
    assert model.objective @ x == pytest.approx(score)


def test_weights_of_the_scenario_displace_those_of_the_table(make):
    indicators = {"S": {"need": 1}, "T": {"need": 1, "weight": 5}, "U": {"need": 1}}
    adds = dict.fromkeys(indicators, 1)
    problem = read_problem(str(make({"A": {"adds": adds}}, indicators, weights={"T": 3, "U": 0})))
    # 1 : 3, and U, of weight 0, is not among them: 25 and 75 points.
    assert dict(zip(problem.indicator_ids, problem.points, strict=True)) == {"S": 25, "T": 75}


def test_families_stand_in_the_order_of_constraints(rich):
    model = build_model(rich)
    names = [family.__name__ for family in CONSTRAINTS]
    families = [block.family for block in model.blocks]
    assert families == [name for name in names if name in families]
    rows = model.row_names()
    for family in families:
        assert all(name.startswith(family) for name in rows[model.rows_of(family)]), family
    assert sum(len(rows[model.rows_of(family)]) for family in families) == len(rows)
    assert rows[model.rows_of("no such family")] == []


def test_only_some_families(rich):
    model = build_model(rich, only=("land", "completion"))
    assert [block.family for block in model.blocks] == ["completion", "land"]
    assert model.matrix.shape[0] == 5 + 3  # X is excluded: no column, no row


def test_families_without_rows_are_left_out(two_schools):
    model = build_model(read_problem(str(two_schools)))
    assert [block.family for block in model.blocks] == [
        "completion",
        "annual_budget",
        "land",
        "attainment",
    ]


def test_an_exempt_project_takes_no_land(make):
    case = {"A": {"land": 5, "adds": {"S": 1}}}, {"S": {"need": 1}}
    taken = build_model(read_problem(str(make(*case, name="own"))))
    exempt = build_model(read_problem(str(make(*case, land_table={"exempt": ["A"]}, name="other"))))
    assert taken.matrix[taken.rows_of("land")].sum() == 5 * (1 + 2)  # begun in 2021 counts twice
    assert exempt.matrix[exempt.rows_of("land")].sum() == 0


def test_tidiness_counts_finished_years(profiled):
    # F started in 2021 is finished by the end of 2022 and 2023: 2; started in 2022: 1. G's share
    # of 2022 counts in 2022 and 2023, that of 2023 once. Need met counts nothing.
    work = build_model(read_problem(str(profiled))).work
    assert tidiness_objective(work).tolist() == [2, 1, 2, 1] + [0] * 12


def test_hold_score_adds_one_row(two_schools):
    model = build_model(read_problem(str(two_schools)))
    held = hold_score(model, 80.0)
    assert held.row_names() == [*model.row_names(), "score_held"]
    np.testing.assert_array_equal(held.matrix[[-1]].toarray()[0], model.objective)
    assert held.row_lower[-1] == 80 - 80e-7
    assert held.row_upper[-1] == INF
    np.testing.assert_array_equal(held.objective, tidiness_objective(model.work))


def test_the_relaxed_model_differs_in_the_whole_numbers_alone(rich):
    model = build_model(rich, Mode.WHOLE)
    program = relaxed(model)
    assert model.is_mixed_integer
    assert not program.is_mixed_integer
    assert program.matrix is model.matrix
    assert program.upper.tolist() == model.upper.tolist()


def test_a_portfolio_in_which_everything_is_excluded(make):
    # Nothing can be planned and nothing is required: the empty plan is the best one.
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, promote={"excluded": ["A"]})
    model = build_model(read_problem(str(path)))
    assert model.names == []
    assert model.matrix.shape == (4, 0)


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_scenarios_have_coefficients_near_one_in_the_objective(path):
    model = build_model(read_problem(str(path)))
    worth = model.objective[model.objective != 0]
    assert worth.min() > 1e-3
    assert worth.max() <= 100
    assert len(set(model.names)) == len(model.names)
    assert len(set(model.row_names())) == len(model.row_names())
