"""What a report says of purses and of the origin of needs, on cases that can be solved on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan
from portfolio.plan.needs import points_by_origin
from portfolio.plan.plan import Plan
from portfolio.plan.purses import Move, MoveKind, moves, published, transfers
from portfolio.plan.summary import summary
from portfolio.questions.plan.answer import PlanAnswer, report_pictures, report_tables
from portfolio.questions.plan.pictures.indicators import draw_indicators
from portfolio.questions.plan.pictures.purses import MOST_ROWS, draw_purses
from tests.conftest import SCENARIOS, Make
from tests.test_purses import support, write_two_counties
from tests.test_report import words


def planned(path: Path) -> Plan:
    plan = make_plan(read_problem(str(path)))
    assert plan is not None
    return plan


def write_three(make: Make, **more: Any) -> Path:
    """
    One pot of 60 in 2021: A (甲县) costs 60 and is best, B (乙县) and C (丙县) get nothing.

    甲县 has 10 of its own, 乙县 20 and 丙县 30: of the 50 that A takes from others, 乙县 gives two
    fifths and 丙县 three fifths, as nobody else has any left.
    """
    places = {"A": "甲县", "B": "乙县", "C": "丙县"}
    adds = {"A": 60, "B": 10, "C": 10}
    return make(
        {
            name: {"district": place, "total_investment": 60, "adds": {"S": adds[name]}}
            for name, place in places.items()
        },
        {"S": {"need": 100}},
        budget=[60, 0],
        budget_table={"separate": False},
        purses={
            "a": {"district": "甲县", "total": 10},
            "b": {"district": "乙县", "total": 20},
            "c": {"district": "丙县", "total": 30},
        },
        **more,
    )


# ---- whose money --------------------------------------------------------------------------------


def test_in_one_pot_what_is_taken_is_shared_out_among_those_who_have_it_left(make: Make):
    found = moves(planned(write_three(make)))
    assert [(each.giver, each.taker, each.kind) for each in found] == [
        ("c", "a", MoveKind.POOLED),
        ("b", "a", MoveKind.POOLED),
    ]
    assert [each.amount for each in found] == pytest.approx([30, 20])


def test_kept_apart_only_transfers_move(make: Make):
    # `test_purses`: 西县 gives 10 in 2022.
    plan = planned(write_two_counties(make, budget_table=support(10)))
    (move,) = moves(plan)
    assert move == Move("west", "east", pytest.approx(10), MoveKind.TRANSFER)
    table = transfers(plan)
    assert table.to_dict("list") == {
        "from": ["west", "west"],
        "to": ["east", "east"],
        "year": [2021, 2022],
        "amount": pytest.approx([0, 10]),
        "most": [10, 10],
    }
    assert moves(planned(write_two_counties(make))) == []


def test_need_is_laid_beside_that_of_the_planned_projects(make: Make):
    # E is planned and costs 100, of which 60 can be paid; W is not, and is promoted with 40.
    path = make(
        {
            "E": {
                "district": "东县",
                "list": "planned",
                "plan_investment": 100,
                "adds": {"S": 100},
            },
            "W": {"district": "西县", "adds": {"S": 50}},
        },
        {"S": {"need": 200}},
        budget=[60, 40],
        purses={
            "east": {"district": "东县", "total": 60},
            "west": {"district": "西县", "total": 40},
        },
        planned={"commitment": "optional"},
    )
    plan = planned(path)
    assert published(plan.problem, "purse") == {"east": 100}
    rows = {each.purse: each for each in summary(plan).purses}
    assert (rows["east"].need, rows["east"].published, rows["east"].change) == pytest.approx(
        (60, 100, -40)
    )
    assert (rows["west"].need, rows["west"].published, rows["west"].change) == pytest.approx(
        (40, 0, 40)
    )
    by = {(each.by, each.key): each.change for each in summary(plan).spending}
    assert by["district", "东县"] == pytest.approx(-40)
    assert by["district", "西县"] == pytest.approx(40)
    assert by["funding", "fiscal"] == pytest.approx(0)
    lines = PlanAnswer(plan).lines("zh")
    assert "2 个资金池分开使用：需求 100.00 万元，自有 100.00，结余 0.00；转移支付 0.00" in lines
    assert any(
        line.startswith("与规划相比（万元）：") and "east -40.00" in line and "west +40.00" in line
        for line in lines
    )


def test_plan_json_and_tables_agree_on_every_purse(make: Make):
    plan = planned(write_two_counties(make, budget_table=support(10)))
    tables, said = report_tables(plan, "zh"), summary(plan)
    assert {"purses", "transfers", "moves"} <= set(tables)
    of_all = tables["purses"][tables["purses"]["year"].isna()]
    assert [each.need for each in said.purses] == pytest.approx(of_all["need"].tolist(), abs=1e-6)
    assert sum(each.need for each in said.purses) == pytest.approx(said.totals.investment)
    assert sum(each.taken for each in said.purses) == sum(each.amount for each in said.moves)
    # What is left of a purse is what it has and takes less what it gives and needs.
    for each in said.purses:
        assert each.balance == pytest.approx(each.money + each.taken - each.given - each.need)
    assert said.separate
    detail = tables["cash_flow_detail"]
    by_purse = detail[detail["by"] == "purse"].groupby("key")["investment"].sum()
    assert by_purse.to_dict() == pytest.approx({"east": 70, "west": 30})


def test_a_city_without_purses_hears_nothing_of_them(two_schools: Path):
    plan = planned(two_schools)
    assert not {"purses", "transfers", "moves"} & set(report_tables(plan, "zh"))
    assert "purses" not in report_pictures(plan, "zh")
    assert not any("资金池" in line for line in PlanAnswer(plan).lines("zh"))
    assert "purses.total" not in summary(plan).assumptions


def test_the_picture_shows_each_purse_with_money_or_need(make: Make):
    said = words(draw_purses(planned(write_three(make))))
    # A takes 60 of 甲县's 10; red is drawn as any other number.
    assert {"a", "b", "c", "60.00", "-50.00", "20.00", "30.00"} <= set(said)
    assert "c → a 30.00" in said
    assert any("各池合并使用" in each for each in said)
    apart = words(draw_purses(planned(write_two_counties(make, budget_table=support(10)))))
    assert "west → east 10.00" in apart
    assert any("各池分开使用" in each for each in apart)


def test_the_picture_of_many_purses_says_how_many_it_shows(make: Make):
    count = MOST_ROWS + 5
    names = [f"u{at}" for at in range(count)]
    path = make(
        {f"P{at}": {"district": f"县{at}", "adds": {"S": 1}} for at in range(count)},
        {"S": {"need": 100}},
        purses={name: {"district": f"县{at}", "total": 1 + at} for at, name in enumerate(names)},
    )
    said = words(draw_purses(planned(path)))
    assert any(f"（{count} 个资金池中最大的 {MOST_ROWS} 个）" in each for each in said)
    # The smallest, with 1 to 5, are left out.
    assert "u5" in said
    assert "u4" not in said


# ---- where needs come from ----------------------------------------------------------------------


def write_origins(make: Make, **more: Any) -> Path:
    """
    Four needs of 10 points each in 40, one of each origin; all money goes in the first year.

    P meets the stated need in full, D twice the derived one, C half of the committed one, and
    nothing adds to the assumed one: 25 + 25 * (1 + 0.3) + 12.5 points.
    """
    origins = {"S": "stated", "D": "derived", "C": "commitment", "A": "assumed"}
    amounts = {"S": 100, "D": 200, "C": 50, "A": 0.0}
    return make(
        {
            f"P{name}": {"total_investment": 10, "adds": {name: amount}}
            for name, amount in amounts.items()
        },
        {name: {"need": 100, "need_origin": origin} for name, origin in origins.items()},
        year_weights=[1, 0],
        **more,
    )


def test_points_by_origin_of_the_need(make: Make):
    plan = planned(write_origins(make))
    found = {each.origin: each for each in points_by_origin(plan)}
    assert list(found) == ["stated", "derived", "commitment", "assumed"]
    assert [each.worth for each in found.values()] == pytest.approx([25] * 4)
    assert [each.within for each in found.values()] == pytest.approx([25, 25, 12.5, 0])
    assert [each.beyond for each in found.values()] == pytest.approx([0, 7.5, 0, 0])
    said = summary(plan)
    assert said.points_known_needs == pytest.approx(57.5)
    assert said.points_other_needs == pytest.approx(12.5)
    assert said.points_known_needs + said.points_other_needs == pytest.approx(plan.score)
    line = (
        "其中规划写明或可推算的需求得 57.5000 分（满分 50.00），"
        "承诺量和假设的需求得 12.5000 分（满分 50.00）"
    )
    assert line in PlanAnswer(plan).lines("zh")
    picture = words(draw_indicators(plan))
    assert {"规划写明", "据规划推算", "规划承诺量", "假设"} <= set(picture)


def test_only_some_origins_earn_points(make: Make):
    # 10 of stated and 10 of derived in 20: each is worth 50.
    plan = planned(write_origins(make, objective_table={"needs": ["stated", "derived"]}))
    assert [each.worth for each in points_by_origin(plan)] == pytest.approx([50, 50])
    assert summary(plan).points_other_needs == pytest.approx(0)


def test_a_third_of_the_weight_is_met_by_definition_in_the_published_plan():
    # 12 of 33 in weight are needs that equal what the planned projects commit to: 36.4 points, of
    # which all are met once all 41 are finished.
    plan = planned(SCENARIOS / "base.toml")
    found = {each.origin: each for each in points_by_origin(plan)}
    assert found["commitment"].worth == pytest.approx(100 * 12 / 33)
    k = plan.problem.origins == "commitment"
    assert plan.met[k, -1] == pytest.approx(1)


def test_targets_that_no_project_serves_are_named_everywhere():
    plan = planned(SCENARIOS / "base.toml")
    assert summary(plan).no_project == ["I05"]
    assert any("没有项目支撑的目标：I05" in line for line in PlanAnswer(plan).lines("zh"))
    assert any("no project for this target: I05" in line for line in PlanAnswer(plan).lines("en"))
    assert any("没有项目支撑的目标：I05" in each for each in words(draw_indicators(plan)))


def test_what_moves_in_the_pot_of_all_projects_adds_up():
    """In one pot what some purses lack is what others have left, less what nobody spends."""
    plan = planned(SCENARIOS / "one_pot.toml")
    table = plan.purses[plan.purses["year"].isna()]
    lacking = -table["balance"].clip(upper=0).sum()
    assert lacking > 0
    assert sum(each.amount for each in moves(plan)) == pytest.approx(lacking, abs=0.5)
    taken = pd.Series({}, dtype=float)
    for each in moves(plan):
        taken[each.taker] = taken.get(each.taker, 0.0) + each.amount
    short = table[table["balance"] < -1].set_index("purse")["balance"]
    assert taken[short.index].to_numpy() == pytest.approx(-short.to_numpy(), abs=0.5)
