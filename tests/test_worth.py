"""What a project matters, and near-best alternatives, on cases solved on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Heard

from portfolio.errors import Stopped
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan
from portfolio.plan.plan import Plan
from portfolio.questions.alternatives.answer import choices, overview
from portfolio.questions.alternatives.study import near_best
from portfolio.questions.worth.answer import table
from portfolio.questions.worth.study import project_worth
from portfolio.runs.resume import Resume
from tests.conftest import Make


@pytest.fixture
def four(make: Make) -> Problem:
    """
    One year, budget 100, whole projects; each place is a point.

    A costs 60 and adds 40; B 40 and 30; C 50 and 32; D 100 and 60. What fits: A + B = 70 (the
    best), B + C = 62, D = 60, A alone 40. (A + C would cost 110.)
    """
    scenario = make(
        {
            "A": {"total_investment": 60, "adds": {"S": 40}},
            "B": {"total_investment": 40, "adds": {"S": 30}},
            "C": {"total_investment": 50, "adds": {"S": 32}},
            "D": {"total_investment": 100, "adds": {"S": 60}},
        },
        {"S": {"need": 100}},
        years=(2021, 2021),
        budget=[100],
        land=[0],
        year_weights=[1],
    )
    return read_problem(str(scenario), mode="whole", gap=0.0)


def best(problem: Problem) -> Plan:
    plan = make_plan(problem)
    assert plan is not None
    return plan


def test_worth_is_what_the_plan_loses_without_a_project_or_with_another(four: Problem) -> None:
    # Without A: B + C, 70 - 62 = 8. Without B: D, 10. With C: B + C, 8. With D: D alone, 10.
    rows = table(project_worth(four, best(four), range(4))).set_index("project_id")
    assert rows["loss"].to_dict() == pytest.approx({"A": 8, "B": 10, "C": 8, "D": 10})
    assert rows["change"].to_dict() == {
        "A": "left_out",
        "B": "left_out",
        "C": "forced_in",
        "D": "forced_in",
    }
    assert (rows["uncertainty"] < 1e-6).all()


def test_forcing_in_what_does_not_fit_has_no_plan(make: Make) -> None:
    scenario = make(
        {"A": {"total_investment": 60, "adds": {"S": 5}}, "B": {"total_investment": 300}},
        {"S": {"need": 10}},
    )
    problem = read_problem(str(scenario))
    (row,) = project_worth(problem, best(problem), [1])
    assert not row.feasible
    assert table([row])["loss"].isna().all()


def test_a_stopped_run_goes_on_where_it_was(four: Problem, tmp_path: Path) -> None:
    plan, whole = best(four), project_worth(four, best(four), range(4))
    resume = Resume(tmp_path / "worth", ["inputs"])
    with pytest.raises(Stopped):
        project_worth(four, plan, range(4), resume, Heard(lambda heard: len(heard.counts) == 3))
    again = Resume(tmp_path / "worth", ["inputs"])
    assert list(again.pieces) == ["A", "B"]  # the third was under way
    assert project_worth(four, plan, range(4), again) == whole


def test_alternatives_come_best_first_and_differ(four: Problem) -> None:
    # A + B = 70. B + C = 62 differs in two (A, C), D = 60 in three; from B + C, D differs in three.
    plans = near_best(best(four), count=5, differ=2, loss=0.2)
    rows = overview(plans)
    assert [row.score for row in rows] == pytest.approx([70, 62, 60])
    assert [row.added for row in rows] == ["", "C", "D"]
    assert [row.dropped for row in rows] == ["", "A", "A;B"]
    assert choices(plans)["project_id"].tolist() == ["A", "B", "C", "D"]


def test_alternatives_keep_their_distance_and_their_loss(four: Problem) -> None:
    # At least three projects apart: only D. Within 12 % of 70, that is 61.6: only B + C.
    assert [row.score for row in overview(near_best(best(four), 5, 3, 0.2))] == pytest.approx(
        [70, 60]
    )
    assert [row.score for row in overview(near_best(best(four), 5, 2, 0.12))] == pytest.approx(
        [70, 62]
    )


def test_it_is_said_which_of_how_many_is_searched_for(four: Problem) -> None:
    heard = Heard()
    near_best(best(four), count=2, differ=2, loss=0.2, listener=heard)
    said = [step.en for step in heard.steps if not isinstance(step, str)]
    assert said == ["alternative 1 of 2", "alternative 2 of 2"]
    assert heard.steps[1] == "search"  # so that Ctrl-C keeps what is found


def test_a_stopped_search_keeps_the_plans_so_far(four: Problem) -> None:
    heard = Heard(lambda heard: len(heard.steps) >= 2)
    assert len(near_best(best(four), count=5, differ=2, loss=0.2, listener=heard)) == 1
