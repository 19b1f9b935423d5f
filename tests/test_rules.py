"""The price of every rule: gains by hand, money by planning anew, families against `ignore`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import DOCUMENTS, SCENARIOS, Heard, Make

from portfolio.cli.main import main
from portfolio.errors import NoPlanError, Stopped
from portfolio.inputs.read import read_inputs, read_problem
from portfolio.plan.make import plan_problem
from portfolio.questions.contract import Given
from portfolio.questions.rules.answer import RulesAnswer
from portfolio.questions.rules.catalogue import Rule, rules_of
from portfolio.questions.rules.picture import draw_rules
from portfolio.questions.rules.rows import RulePrice, rows_of
from portfolio.questions.rules.study import Price, Study
from portfolio.questions.run import exit_code, write_answer
from portfolio.runs.resume import Resume
from portfolio.terms import Status
from portfolio.words import Words
from tests.formulation import best_score

KEYS = ["rule", "family", "score_without", "gain", "money_equivalent"]
EAST_WEST = {"east": {"district": "东县", "total": 60}, "west": {"district": "西县", "total": 40}}


def priced(path: Path, **changes: Any) -> dict[str, RulePrice]:
    """Return what each rule costs, by its name."""
    tables, problem = read_inputs(str(path), **changes)
    rules = rules_of(tables, problem)
    return {row.rule: row for row in rows_of(rules, Study(problem).prices(rules), "en")}


def cost(row: RulePrice) -> tuple[float | None, float | None]:
    return row.gain, row.money_equivalent


def write_counties(make: Make, **more: Any) -> Path:
    """
    Two counties with money of their own: 60 and 40 of the budgets of 60 and 40.

    E in 东县 costs 100 and adds 100 places, W in 西县 costs 100 and adds 50; 200 are needed, so a
    place is 0.25 points in each year. 2021 builds 60 of E; 2022 has 40, which only 西县 still has:
    20 places of W. Score 0.25 * (60 + 80) = 35.
    """
    return make(
        {
            "E": {"district": "东县", "adds": {"S": 100}},
            "W": {"district": "西县", "adds": {"S": 50}},
        },
        {"S": {"need": 200}},
        purses=EAST_WEST,
        budget=[60, 40],
        **more,
    )


def write_one_year(make: Make, projects: dict[str, Any], **more: Any) -> Path:
    """One year with a budget of 100; 100 places are needed, so a place is a point."""
    once = {"years": (2021, 2021), "budget": [100], "land": [0], "year_weights": [1]}
    return make(projects, {"S": {"need": 100}}, **once | more)


# ---- by hand ------------------------------------------------------------------------------------


def test_budget_land_and_completion(two_schools: Path):
    # Score 80 (conftest). Without the budget both are built in 2021: 100 places in both years, 100
    # points. With every budget times f, 2021 needs 140 for that: f = 2, 120 more over both years.
    # Without completion A is built again in 2022, 50 places for 50 in place of 25 of B: 115, and
    # 15 of them beyond the need: 0.4 * 65 + 0.6 * (100 + 0.3 * 15) = 88.7. No land is taken.
    found = priced(two_schools)
    assert list(found) == ["completion", "annual_budget", "land", "attainment"]
    assert cost(found["annual_budget"]) == pytest.approx((20, 120))
    assert found["annual_budget"].score_without == pytest.approx(100)
    assert found["completion"].gain == pytest.approx(8.7)
    assert cost(found["land"]) == (0, 0)


def test_land_that_no_money_replaces(land_binds: Path):
    # 62.5 (conftest); without the quota both are built in 2021: 100. Money is worth nothing.
    row = priced(land_binds)["land"]
    assert row.gain == pytest.approx(37.5)
    assert (row.money_equivalent, row.note) == (None, "not even ten budgets")


def test_a_score_without_an_end_is_no_number(two_schools: Path, make: Make):
    row = priced(two_schools)["attainment"]
    assert (row.score_without, *cost(row), row.note) == (None, None, None, "the score has no end")
    # With a cap every need counts in full, and once more at 0.3: 130, though both projects together
    # reach 100 at most, for whatever money.
    capped = write_one_year(make, {"A": {"adds": {"S": 50}}}, objective_table={"beyond_cap": 1})
    row = priced(capped)["attainment"]
    assert row.gain == pytest.approx(130 - 50)
    assert row.money_equivalent is None
    # Where attainment is ignored, it is the cap that keeps the score from growing without end.
    again = write_one_year(
        make,
        {"A": {"adds": {"S": 50}}},
        objective_table={"beyond_cap": 1},
        rules={"ignore": ["attainment"]},
    )
    found = priced(again)
    assert "attainment" not in found
    assert found["beyond_cap"].gain is None


def test_a_cap_beyond_the_need(make: Make):
    # 150 places for 100: 50 beyond the need of 100, 20 of which count at 0.3. Without it all 50 do.
    # Three times the money brings nothing more, since A is built already.
    path = write_one_year(make, {"A": {"adds": {"S": 150}}}, objective_table={"beyond_cap": 0.2})
    row = priced(path)["beyond_cap"]
    assert row.gain == pytest.approx(0.3 * 30)
    assert row.money_equivalent is None


def test_purses(make: Make):
    # Without its rows east takes the 40 of 2022 as well: 100 of E, 0.25 * (60 + 100) = 40. West's
    # rows keep nothing from anybody. Budgets times f: 2021 builds 60 f of E, 2022 40 f of W, which
    # is 20 f places: 0.25 * (60 f + 80 f) = 35 f, so f = 8/7, 100/7 more.
    found = priced(write_counties(make))
    for name in ("purse", "purse.east"):
        assert cost(found[name]) == pytest.approx((5, 100 / 7))
        assert found[name].family == "purse"
    assert cost(found["purse.west"]) == (0, 0)


def test_a_purse_with_money_of_each_year(make: Make):
    # East has 30 in each year, west shares in the budget: 40 of the 100. 2021 builds 30 of E and
    # 30 of W (15 places), 2022 30 of E and the 10 that west still has (5): 45 and 80 places, 31.25.
    # Without east's rows 60 and 40 of E: 60 and 100 places, 40.
    path = write_counties(make, budget_table={"purse": {"east": {"by_year": [30, 30]}}})
    assert priced(path)["purse.east"].gain == pytest.approx(40 - 31.25)


def test_a_transfer(make: Make):
    # West gives 10 in 2022: 10 of E and 30 of W, 60 + 10 + 15 = 85 places, 0.25 * (60 + 85) =
    # 36.25. Without the limit it gives 40, and the score is 40. Budgets times f: 0.25 * (60 f +
    # 60 f + 10 + (40 f - 10) / 2) = 35 f + 1.25, so f = 38.75 / 35.
    support = {"transfer": [{"from": "west", "to": "east", "max": 10}]}
    found = priced(write_counties(make, budget_table=support))
    for name in ("transfer", "transfer.west.east"):
        assert cost(found[name]) == pytest.approx((3.75, 100 * 3.75 / 35))


def test_a_limit(make: Make):
    # At least 0.4 for health: 60 of A and 40 of H, 60 + 20 = 80; without it 100 of A. With money
    # times f 60 f + 20 f = 80 f, so f = 1.25.
    projects = {"A": {"adds": {"S": 100}}, "H": {"domain": "health", "adds": {"S": 50}}}
    limits = {"domain": {"health": {"min_share": 0.4, "max_investment": 90}}}
    found = priced(write_one_year(make, projects, limits=limits))
    for name in ("limits", "limits.domain.health.min_share"):
        assert cost(found[name]) == pytest.approx((20, 25))
    assert cost(found["limits.domain.health.max_investment"]) == (0, 0)


def test_required_and_excluded_projects_and_the_commitment(make: Make):
    # B and C cost 20 each and add 2, and have to be carried out; 60 of A then add 60: 64. Without
    # one of them A gets 80: 82, or 80 + 2 / 20 * 20 where the rest goes into it. Without both 100.
    # X would add 100 for 50: with the required two, 100 of X and 10 of A, of which 14 lie beyond
    # the need: 104.2. Money times f: 4 + 100 f - 40 points, so 18 points take 18.
    planned = {"list": "planned", "total_investment": 20, "plan_investment": 20, "adds": {"S": 2}}
    projects = {
        "A": {"adds": {"S": 100}},
        "B": planned,
        "C": planned,
        "X": {"total_investment": 50, "adds": {"S": 100}},
    }
    demands = {"planned": {"commitment": "required"}, "promote": {"excluded": ["X"]}}
    found = priced(write_one_year(make, projects, **demands))
    assert list(found)[-4:] == ["commitment", "required.B", "required.C", "excluded.X"]
    assert cost(found["commitment"]) == pytest.approx((100 - 64, 36))
    assert cost(found["required.B"]) == pytest.approx((82 - 64, 18))
    assert found["excluded.X"].score_without == pytest.approx(100 + 0.3 * 14)
    assert {each.family for each in list(found.values())[-4:]} == {"completion"}


def test_a_ceiling_of_a_source(make: Make):
    # 30 of private money: 30 of A, 70 of H add 30 + 35; without the ceiling 100. Money times f:
    # 30 + 0.5 * (100 f - 30) up to f = 1.3, where H is built: 80 in all, and no money brings 100.
    projects = {"A": {"funding": "private", "adds": {"S": 100}}, "H": {"adds": {"S": 50}}}
    table = {"funding": {"private": {"by_year": [30]}}}
    found = priced(write_one_year(make, projects, budget_table=table))
    for name in ("funding_ceiling", "funding.private"):
        assert found[name].gain == pytest.approx(35)
        assert found[name].money_equivalent is None


def test_requires_after_and_a_site(chain: Path, make: Make):
    # 40, and 57.5 without `requires` (conftest).
    found = priced(chain)
    assert found["requires"].gain == found["requires.B.A"].gain == pytest.approx(17.5)
    # B comes after A, which adds nothing, and there is one year: nothing of B. Without it 100.
    projects = {"A": {}, "B": {"after": "A", "adds": {"S": 100}}}
    found = priced(write_one_year(make, projects))
    assert cost(found["after.B.A"]) == (pytest.approx(100), None)
    # A and B exclude one another: A takes 50 for 100 points, and B is left out. Without the group
    # the other 50 build half of B: 40 places beyond the need, 12 points more.
    group = {"site_group": "园"}
    projects = {
        "A": group | {"total_investment": 50, "adds": {"S": 100}},
        "B": group | {"adds": {"S": 80}},
    }
    found = priced(write_one_year(make, projects))
    assert found["site_group"].gain == found["site_group.园"].gain == pytest.approx(12)


def test_projects_under_way(make: Make):
    # One of A and B at once: A, 60 places for 50. Without that B, 30 for 50, as well.
    half = {"total_investment": 50}
    projects = {"A": half | {"adds": {"S": 60}}, "B": half | {"adds": {"S": 30}}}
    limits = {"under_way": {"district": {"东城区": 1}}}
    found = priced(write_one_year(make, projects, limits=limits))
    for name in ("under_way", "limits.under_way.district.东城区"):
        assert cost(found[name]) == (pytest.approx(30), None)


# ---- families and money by planning anew --------------------------------------------------------


def test_a_family_is_the_scenario_that_ignores_it(make: Make):
    def write(name: str, **rules: Any) -> Path:
        west: dict[str, Any] = {"district": "西县"}
        return make(
            {
                "A": {"district": "东县", "land": 2, "adds": {"S": 30}},
                "B": {"district": "东县", "after": "A", "site_group": "x", "adds": {"S": 80}},
                "C": west | {"land": 10, "requires": "B", "adds": {"S": 70}},
                "D": west
                | {"total_investment": 50, "funding": "private", "domain": "health"}
                | {"site_group": "x", "adds": {"T": 40}},
                "F": west | {"total_investment": 40, "duration": 2, "adds": {"S": 10, "T": 5}},
            },
            {"S": {"need": 150}, "T": {"need": 60}},
            purses={"firms": {"funding": "private", "total": 30}} | EAST_WEST,
            budget=[110, 90],
            land=[6, 6],
            name=name,
            budget_table={
                "transfer": [{"from": "west", "to": "east", "max": 10}],
                "funding": {"private": {"by_year": [20, 20]}},
            },
            objective_table={"beyond_cap": 0.05},
            limits={"domain": {"health": {"max_investment": 30}}},
            promote={"required": ["F"]},
            **rules,
        )

    found = priced(write("all"))
    families = [name for name, row in found.items() if name == row.family]
    assert families == list(found)[: len(families)]  # they come first
    assert len(families) == 12
    own = best_score(write("all"))
    gains = set()
    for family in families:
        path = write(f"no_{family}", rules={"ignore": [family]})
        expected = best_score(path)  # by the contract's text alone, through GLPK
        assert found[family].score_without == pytest.approx(expected, rel=1e-6)
        assert plan_problem(read_problem(str(path))).bound == pytest.approx(expected, rel=1e-6)
        assert found[family].gain == pytest.approx(expected - own, abs=1e-5)
        gains.add(round(expected - own, 4))
    assert len(gains) > 8  # so that no family stands for another
    ignored = {"rules": {"ignore": ["site_group", "purse"]}}
    fewer = priced(write("fewer", **ignored))
    dropped = {"purse", "transfer", "site_group"}  # transfers are between purses
    assert {row.family for row in fewer.values()} == {
        row.family for row in found.values()
    } - dropped


@pytest.fixture(scope="module")
def real() -> tuple[Study, dict[str, RulePrice]]:
    tables, problem = read_inputs(str(SCENARIOS / "open_competition.toml"))
    study, rules = Study(problem), rules_of(tables, problem)
    return study, {row.rule: row for row in rows_of(rules, study.prices(rules), "zh")}


def test_so_much_money_brings_the_gain_and_less_does_not(
    real: tuple[Study, dict[str, RulePrice]],
):
    study, found = real
    bought = {name: row for name, row in found.items() if row.money_equivalent}
    assert {"annual_budget", "purse", "land", "purse.city_fiscal"} <= set(bought)
    for row in bought.values():
        money, total = row.money_equivalent or 0.0, study.problem.budget.sum()
        enough = plan_problem(study.problem.with_money(total + money))
        assert enough.bound == pytest.approx(row.score_without, abs=1e-5)
        assert enough.bound >= study.own.score + (row.gain or 0.0) - 1e-6
        short = plan_problem(study.problem.with_money(total + 0.999 * money))
        assert short.bound < (row.score_without or 0.0) - 1e-6
        assert 0.999 * money < (row.money_not_enough or 0.0) <= money


def test_gains_are_never_negative_and_a_family_costs_no_less_than_its_rules(
    real: tuple[Study, dict[str, RulePrice]],
):
    # What holds without one row of a family holds without all of them.
    _, found = real
    for row in found.values():
        assert (row.gain or 0.0) >= 0
        assert (row.gain or 0.0) <= (found[row.family].gain or 0.0) + 1e-6
        assert row.gain != 0 or row.money_equivalent == 0


# ---- whole projects -----------------------------------------------------------------------------


def test_whole_projects(make: Make):
    # A costs 60 and adds 40, B 40 and 30, C 50 and 32, D 100 and 60; A and B share a site: B + C =
    # 62 is the best that 100 pay for; without the group A + B, 70. With the group A + C, 72, for
    # 110: 10 more, so the money is the first step of a fifth each from 1 % that is not below 10.
    places = {"A": (60, 40), "B": (40, 30), "C": (50, 32), "D": (100, 60)}
    site = {"A": {"site_group": "x"}, "B": {"site_group": "x"}}
    projects = {
        name: {"total_investment": money, "adds": {"S": adds}} | site.get(name, {})
        for name, (money, adds) in places.items()
    }
    found = priced(write_one_year(make, projects), mode="whole", gap=0.0)
    row = found["site_group.x"]
    assert (row.score_without, row.gain) == pytest.approx((70, 8))
    assert row.money_not_enough < 10 <= row.money_equivalent <= 10 * 2**0.25
    # All four without a budget: A or B is on the site, so A, C and D: 132, 32 of them beyond the
    # need. They cost 210, 110 more.
    row = found["annual_budget"]
    assert row.gain == pytest.approx(100 + 0.3 * 32 - 62)
    assert row.money_not_enough < 110 <= row.money_equivalent <= 110 * 2**0.25
    assert row.uncertainty == pytest.approx(0, abs=1e-6)


# ---- the run ------------------------------------------------------------------------------------


def test_a_stopped_run_goes_on_where_it_was(two_schools: Path, tmp_path: Path):
    tables, problem = read_inputs(str(two_schools))
    rules = rules_of(tables, problem)
    everything = Study(problem).prices(rules)
    resume = Resume(tmp_path / "rules", ["inputs"])
    heard = Heard(lambda heard: len(heard.counts) == 3)
    with pytest.raises(Stopped):
        Study(problem, resume, heard).prices(rules)
    assert heard.counts[0] == (0, 4, "completion")
    again = Resume(tmp_path / "rules", ["inputs"])
    assert set(again.pieces) == {"plan", "without completion", "without annual_budget"}
    study = Study(problem, again)
    # NaN is no equal of itself, so they are compared as text.
    assert list(map(str, study.prices(rules))) == list(map(str, everything))
    assert study.stops == {Status.OPTIMAL}


def test_the_command_prints_a_list_and_leaves_its_files(
    two_schools: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "out"
    call = ["rules", str(two_schools), "--out", str(folder)]
    assert main([*call, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    names = [each["rule"] for each in listed]
    assert names == ["completion", "annual_budget", "land", "attainment"]
    assert list(listed[0])[:2] == KEYS[:2]
    assert all(set(KEYS) <= set(each) for each in listed)
    assert listed[1]["money_equivalent"] == pytest.approx(120)
    assert listed[3]["gain"] is None
    made = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    assert made == [*DOCUMENTS, "rules.csv", "rules.json", "rules.png", "rules.svg"]
    table = pd.read_csv(folder / "rules.csv")
    assert table["rule"].tolist() == names
    assert table["gain"].isna().tolist() == [False, False, False, True]
    assert main([*call, "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "two_schools: two_schools, score 80.0000; 2 rules, 1 of them cost points",
        "+20.0000 points, as much as 120 万元 more  annual_budget  annual budgets",
        "cost nothing: land",
        f"report: {folder}",
    ]


def test_no_plan_is_exit_code_3(make: Make, capsys: pytest.CaptureFixture[str]):
    path = write_one_year(
        make, {"A": {"total_investment": 130, "adds": {"S": 100}}}, promote={"required": ["A"]}
    )
    _, problem = read_inputs(str(path))
    with pytest.raises(NoPlanError):
        _ = Study(problem).own
    assert main(["rules", str(path), "--json", "--out", str(path.parent / "out")]) == 3
    out = capsys.readouterr().out
    assert json.loads(out)["shortfall"]["2021"]["money"] == pytest.approx(30)
    assert not (path.parent / "out").exists()


def test_a_search_that_ended_early_is_exit_code_4(two_schools: Path):
    _, problem = read_inputs(str(two_schools))
    assert exit_code(RulesAnswer(problem, 80.0, [], [], {Status.OPTIMAL})) == 0
    assert exit_code(RulesAnswer(problem, 80.0, [], [], {Status.OPTIMAL, Status.LIMIT})) == 4


def test_the_picture_draws_the_dearest_thirty():
    rows = [
        RulePrice(
            rule=f"required.P{at:02}",
            family="completion",
            title=f"P{at:02}",
            score_without=50 + at,
            gain=float(at),
            uncertainty=0.0,
            money_equivalent=1e4 * at,
            money_not_enough=1e4 * at,
            status=Status.OPTIMAL,
            note="",
        )
        for at in range(40)
    ]
    written = [text.get_text() for text in draw_rules(rows, 50.0, "题", "zh").texts]
    drawn = [text for text in written if text.startswith("required.")]
    assert drawn == [f"required.P{at:02}" for at in range(39, 9, -1)]
    assert written.count("39.000") == 2  # points, and 亿元
    assert "1 条不影响得分，9 条比画出的代价都小" in written[-1]
    nothing = draw_rules(rows[:1], 50.0, "题", "zh")
    assert "没有一条规则花分。" in [text.get_text() for text in nothing.texts]
    # Whole projects are looked at in steps: the money lies between two of them.
    step = replace(rows[39], money_not_enough=682_210.0, money_equivalent=811_290.0)
    assert "68.221–81.129" in [text.get_text() for text in draw_rules([step], 50.0, "题").texts]


def test_lines_say_between_which_steps_the_money_lies(two_schools: Path):
    _, problem = read_inputs(str(two_schools))
    rules = [Rule(f"required.{p}", "completion", Words(p, p), lambda: problem) for p in "ABCDEFG"]
    price = Price("", 81, 1, 0, 150.0, 100.0, Status.OPTIMAL)
    lines = RulesAnswer(problem, 80.0, rules, [price] * 7, set()).lines("zh")
    assert lines[1] == "+1.0000 分，相当于多花 100 至 150 万元  required.A  A"
    assert lines[6] == "其余 2 条花分的见 rules.csv"


def test_the_same_answer_gives_the_same_bytes(two_schools: Path, tmp_path: Path):
    tables, problem = read_inputs(str(two_schools))
    rules = rules_of(tables, problem)
    for name in ("one", "two"):
        study = Study(problem)
        found = RulesAnswer(problem, study.own.score, rules, study.prices(rules), study.stops)
        write_answer(found, tmp_path / name, "rules")
    for path in (tmp_path / "one").glob("rules.*"):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_the_scenario_of_the_call_is_the_one_that_is_priced(two_schools: Path):
    from portfolio.questions.rules.question import QUESTION

    given = QUESTION.given(scenario=two_schools, whole=True, gap=0.0)
    assert isinstance(given, Given)
    assert given.folder == Path("reports/two_schools_rules")
    # Whole: A alone, 60 points (conftest); without the budget both from 2021, 100.
    assert priced(two_schools, **given.changes)["annual_budget"].gain == pytest.approx(40)


def test_a_purse_without_its_rows_never_runs_out(make: Make):
    # A costs 100 and is all that counts; 甲县 has 10 of the 100 of 2021. Without its rows all
    # of A is built in 2021: ten times what the purse has.
    path = make(
        {"A": {"district": "甲县", "adds": {"S": 1}}},
        {"S": {"need": 1}},
        purses={"a": {"district": "甲县", "total": 10}, "b": {"district": "乙县", "total": 90}},
        budget=[100, 0],
    )
    found = priced(path)["purse.a"]
    assert (found.score_without, found.gain) == pytest.approx((100, 90))
