"""What must hold for every portfolio, on small ones that hypothesis makes up."""

import copy
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import write_case
from formulation import best_score
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from portfolio.engine.highs import solve
from portfolio.engine.model import build_model
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan
from portfolio.plan.plan import Plan
from portfolio.plan.verify import verify
from portfolio.terms import Mode, Status

FIRST = 2021
CLOSE = 1e-6  # points, of 100

few = settings(
    max_examples=20,
    derandomize=True,  # the same examples in every run
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


# ---- portfolios --------------------------------------------------------------------------------


@st.composite
def projects(draw, name: str, earlier: str = "") -> dict:
    cells = {
        "total_investment": draw(st.integers(10, 100)),
        "land": draw(st.integers(0, 20)),
        "duration": draw(st.sampled_from([1, 1, 1.5, 2, 3])),
        "spend_profile": draw(st.sampled_from(["", "", "1", "0.4;0.6", "0.2;0.3;0.5"])),
        "funding": draw(st.sampled_from(["fiscal", "private"])),
        "domain": draw(st.sampled_from(["education", "health"])),
        "site_group": draw(st.sampled_from(["", "", "n", "s", "n;s"])),
        "adds": draw(st.dictionaries(st.sampled_from("ST"), st.integers(1, 90), min_size=1)),
    }
    if draw(st.booleans()):  # a window that is wide enough, and that the horizon may cut
        cells["earliest_start"] = draw(st.integers(FIRST - 1, FIRST + 1))
        cells["latest_finish"] = cells["earliest_start"] + draw(st.integers(2, 4))
    if earlier:
        cells["requires"] = draw(st.sampled_from(["", "", *earlier]))
    return cells


@st.composite
def cases(draw) -> dict:
    """Arguments of `write_case`."""
    n = draw(st.integers(1, 3))
    names = "ABCDE"[: draw(st.integers(2, 5))]
    money = st.lists(st.integers(0, 120), min_size=n, max_size=n)
    omega = draw(st.lists(st.integers(1, 5), min_size=n, max_size=n))
    chosen = draw(st.permutations(names))
    case = {
        "projects": {name: draw(projects(name, names[:at])) for at, name in enumerate(names)},
        "indicators": {k: {"need": draw(st.integers(20, 150))} for k in "ST"},
        "years": (FIRST, FIRST + n - 1),
        "budget": draw(money),
        "land": draw(st.lists(st.integers(0, 25), min_size=n, max_size=n)),
        "year_weights": [each / sum(omega) for each in omega],
        "beyond_need": draw(st.sampled_from([0, 0.3, 1])),
        "budget_table": {"carry_over": draw(st.booleans())},
        "promote": {
            "required": list(chosen[: draw(st.sampled_from([0, 0, 1]))]),
            "excluded": list(chosen[1 : 1 + draw(st.sampled_from([0, 0, 1]))]),
        },
    }
    # A ceiling or limit may only name what some project has.
    case["projects"]["A"] |= {"funding": "private", "domain": "health"}
    case["projects"]["B"] |= {"funding": "fiscal", "domain": "education"}
    if draw(st.booleans()):
        case["budget_table"]["funding"] = {"private": {"by_year": draw(money)}}
    if draw(st.booleans()):
        case["limits"] = {
            "domain": {
                "health": {"max_share": draw(st.sampled_from([0.3, 0.6]))},
                "education": {"max_investment": draw(st.integers(20, 200))},
            }
        }
    return case


def read(case: dict) -> Problem:
    with tempfile.TemporaryDirectory() as folder:
        return read_problem(str(write_case(Path(folder), **copy.deepcopy(case))))


def best(problem: Problem, whole: bool = False) -> float:
    """Return the best score; minus infinity if there is no plan."""
    answer = solve(build_model(problem, Mode.WHOLE if whole else Mode.SHARES), mip_rel_gap=0.0)
    return answer.objective if answer.status == Status.OPTIMAL else -np.inf


# ---- every plan --------------------------------------------------------------------------------


@few
@given(cases())
def test_every_plan_holds_and_is_the_best_there_is(case):
    with tempfile.TemporaryDirectory() as folder:
        path = write_case(Path(folder), **copy.deepcopy(case))
        plan = make_plan(read_problem(str(path)))
        expected = best_score(path, "shares")
    if plan is None or expected is None:
        assert plan is None
        assert expected is None
        return
    verify(plan)
    assert plan.bound == pytest.approx(expected, rel=1e-6, abs=CLOSE)
    assert plan.score == pytest.approx(expected, rel=1e-6, abs=CLOSE)


@few
@given(cases())
def test_no_whole_plan_is_better_than_shares(case):
    problem = read(case)
    assert best(problem, whole=True) <= best(problem) + CLOSE


# ---- more of something -------------------------------------------------------------------------


@few
@given(cases(), st.integers(0, 2), st.integers(1, 50))
def test_more_budget_never_lowers_the_score(case, year, more):
    problem = read(case)
    budget = problem.budget.copy()
    budget[year % len(budget)] += more
    richer = problem.with_money_and_land(budget, problem.land_quota)
    assert best(richer) >= best(problem) - CLOSE


@few
@given(cases(), st.integers(0, 2), st.integers(1, 20))
def test_more_land_never_lowers_the_score(case, year, more):
    problem = read(case)
    quota = problem.land_quota.copy()
    quota[year % len(quota)] += more
    wider = problem.with_money_and_land(problem.budget, quota)
    assert best(wider) >= best(problem) - CLOSE


@few
@given(cases(), projects("N"))
def test_one_more_reserve_project_never_lowers_the_score(case, newcomer):
    problem = read(case)
    reached = set(problem.indicator_ids)
    adds = {k: amount for k, amount in newcomer["adds"].items() if k in reached}
    assume(adds)  # an indicator that nothing else can move would take points from the others
    more = case | {"projects": case["projects"] | {"N": newcomer | {"adds": adds}}}
    assert best(read(more)) >= best(problem) - CLOSE


@few
@given(cases())
def test_money_that_is_carried_over_never_lowers_the_score(case):
    problem = read(case)
    kept = replace(problem, scenario=replace(problem.scenario, carry_over=True))
    assert best(kept) >= best(problem) - CLOSE


# ---- more demands ------------------------------------------------------------------------------


@few
@given(cases(), st.integers(0, 4))
def test_a_requirement_never_raises_the_score(case, which):
    problem = read(case)
    required = problem.required.copy()
    required[which % len(required)] = True
    demanded = replace(problem, required=required & ~problem.excluded)
    assert best(demanded) <= best(problem) + CLOSE


@few
@given(cases(), st.integers(0, 3), st.integers(0, 3))
def test_one_more_need_of_another_project_never_raises_the_score(case, one, other):
    problem = read(case)
    p = 1 + one % (len(problem.ids) - 1)
    q = other % p  # no circle: all others point to earlier projects as well
    pairs = np.vstack([problem.requires, [p, q]])
    assert best(replace(problem, requires=pairs)) <= best(problem) + CLOSE


# ---- what does not matter ------------------------------------------------------------------------


@few
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(case, rng):
    def shuffled(table: dict) -> dict:
        return dict(rng.sample(list(table.items()), k=len(table)))

    mixed = case | {
        "projects": {
            name: cells | {"adds": shuffled(cells["adds"])}
            for name, cells in shuffled(case["projects"]).items()
        },
        "indicators": shuffled(case["indicators"]),
    }
    one, other = make_plan(read(case)), make_plan(read(mixed))
    if one is None or other is None:
        assert one is None
        assert other is None
        return
    assert one.bound == pytest.approx(other.bound, rel=1e-9, abs=1e-9)
    # The tidiest schedule is as tidy: its measure is an optimum too (scores held to 1e-7).
    assert one.finished.sum() == pytest.approx(other.finished.sum(), abs=1e-4)


def in_other_money(case: dict, factor: int) -> dict:
    """All money of a case times a factor."""
    scaled = copy.deepcopy(case)
    for cells in scaled["projects"].values():
        cells["total_investment"] *= factor
    scaled["budget"] = [factor * amount for amount in scaled["budget"]]
    for ceiling in scaled["budget_table"].get("funding", {}).values():
        ceiling["by_year"] = [factor * amount for amount in ceiling["by_year"]]
    for limit in scaled.get("limits", {}).get("domain", {}).values():
        if "max_investment" in limit:
            limit["max_investment"] *= factor
    return scaled


@few
@given(cases(), st.sampled_from([2, 7, 1000]))
def test_scaling_all_money_scales_nothing_but_money(case, factor):
    problem, scaled = read(case), read(in_other_money(case, factor))
    one, other = make_plan(problem), make_plan(scaled)
    if one is None or other is None:
        assert one is None
        assert other is None
        return
    assert other.bound == pytest.approx(one.bound, rel=1e-7, abs=CLOSE)
    assert other.finished.sum() == pytest.approx(one.finished.sum(), abs=1e-4)
    # The one plan is also a plan for the other, with the same shares, land and points.
    # Only its prices are of other money.
    same: Plan = replace(other, problem=problem, prices={})
    verify(same)
    assert same.score == other.score
    np.testing.assert_array_equal(same.land_release, other.land_release)
    np.testing.assert_allclose(factor * same.investment, other.investment, rtol=1e-12)
