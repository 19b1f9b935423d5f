"""Livelihood matters: chosen by votes or by the shortfall, swapped in pairs, and adopted."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.cli import main as cli
from portfolio.errors import Findings, NoPlanError
from portfolio.inputs.columns import MATTERS
from portfolio.inputs.read import read_problem
from portfolio.inputs.tables import read_table
from portfolio.plan.make import plan_problem
from portfolio.questions.livelihood.candidates import read_candidates
from portfolio.questions.livelihood.study import (
    Matters,
    choose,
    matters_of,
    open_points,
    results,
    swaps,
)
from tests.conftest import DATA, complaints, write_csv

LISTED = {
    "M1": ("甲局", ""),
    "M2": ("甲局;乙局", "S"),
    "M3": ("乙局", "T"),
    "M4": ("丙局", "S;T"),
}


@pytest.fixture
def town(make, tmp_path) -> Path:
    """
    A scenario with four candidate matters; S and T have 50 points each.

    A adds 11 of the 10 of S that are needed, B all 10 of T, each for 100; there are 140 to spend.
    """
    path = make(
        {"A": {"adds": {"S": 11}}, "B": {"adds": {"T": 10}}},
        {"S": {"need": 10}, "T": {"need": 10}},
        budget=[100, 40],
        beyond_need=0.0,
    )
    rows = [
        {"id": key, "name": key, "departments": who, "indicators": what}
        for key, (who, what) in LISTED.items()
    ]
    write_csv(tmp_path / "data" / "livelihood_2025.csv", list(MATTERS), rows)
    return path


def write_votes(folder: Path, **votes: object) -> Path:
    path = folder / "votes.csv"
    rows = [{"matter_id": key, "votes": value} for key, value in votes.items()]
    write_csv(path, ["matter_id", "votes"], rows)
    return path


def matters(town: Path, tally: Path | None = None, count: int = 2) -> Matters:
    problem = read_problem(str(town))
    table, votes = read_candidates(problem.scenario.data, tally, count)
    return matters_of(plan_problem(problem), table, votes)


def ids(found: Matters, count: int, most: int | None = None) -> list[str]:
    return [found.ids[i] for i in choose(found, count, most).chosen]


# ---- by the shortfall --------------------------------------------------------------------------


def test_the_shortfall_is_the_points_of_the_need_not_met(town):
    # A serves S with 10 of its 11, for 91 万元; the other 49 build 0.49 of B. Half of 100 points
    # are for each indicator.
    problem = read_problem(str(town))
    left = open_points(plan_problem(problem))
    assert left["S"] == pytest.approx(0, abs=1e-6)
    assert left["T"] == pytest.approx(50 * (1 - (140 - 100 * 10 / 11) / 100))
    assert matters(town).shortfall == pytest.approx([0, 0, left["T"], left["T"]], abs=1e-6)


def test_by_shortfall_matters_without_one_come_in_list_order(town):
    assert ids(matters(town), 1) == ["M3"]
    assert ids(matters(town), 3) == ["M1", "M3", "M4"]
    rows = results(choose(matters(town), 3))
    assert [row.matter_id for row in rows] == ["M3", "M4", "M1", "M2"]
    assert [row.chosen for row in rows] == [True, True, True, False]


# ---- by votes ----------------------------------------------------------------------------------


def test_by_votes_a_tie_goes_to_the_larger_shortfall(town, tmp_path):
    tally = write_votes(tmp_path, M1=30, M2=20, M3=20, M4=10)
    assert ids(matters(town, tally), 2) == ["M1", "M3"]
    assert ids(matters(town, tally), 3) == ["M1", "M2", "M3"]


def test_a_cap_counts_every_department(town, tmp_path):
    tally = write_votes(tmp_path, M1=30, M2=29, M3=20, M4=1)
    assert ids(matters(town, tally), 2) == ["M1", "M2"]
    assert ids(matters(town, tally), 2, 1) == ["M1", "M3"]  # M2 is of both departments
    with pytest.raises(NoPlanError) as caught:
        choose(matters(town, tally), 4, 1)
    assert caught.value.exit_code == 3
    assert caught.value.lines("zh") == ["每个部门至多 1 项时，最多只能选 3 项，选不满 4 项"]
    assert caught.value.lines("en") == [
        "with at most 1 a department, only 3 matters can be chosen, not 4"
    ]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_choice_is_the_best_of_all(data):
    size = data.draw(st.integers(1, 7))
    count, most = data.draw(st.integers(1, size)), data.draw(st.integers(1, 3))
    who = [data.draw(st.sets(st.sampled_from("甲乙丙"), max_size=2)) for _ in range(size)]
    votes = np.array([data.draw(st.integers(0, 4)) for _ in range(size)])
    short = np.array([data.draw(st.integers(0, 2)) for _ in range(size)], dtype=float)
    table = pd.DataFrame({"id": [f"M{i}" for i in range(size)], "departments": map(tuple, who)})
    found = Matters(table, short, votes)

    def allowed(chosen):
        return all(sum(name in who[i] for i in chosen) <= most for name in "甲乙丙")

    fitting = [chosen for chosen in combinations(range(size), count) if allowed(chosen)]
    if not fitting:
        with pytest.raises(NoPlanError):
            choose(found, count, most)
        return
    best = max((votes[list(c)].sum(), short[list(c)].sum()) for c in fitting)
    chosen = choose(found, count, most).chosen
    assert chosen in fitting
    assert (votes[list(chosen)].sum(), short[list(chosen)].sum()) == best
    free = choose(found, count).chosen
    assert votes[list(free)].sum() == np.sort(votes)[-count:].sum()


# ---- swaps -------------------------------------------------------------------------------------


def test_swaps_never_gain_what_was_chosen_by(town, tmp_path):
    pairs = swaps(choose(matters(town), 2))
    assert [(each.out, each.into) for each in pairs] == [
        ("M3", "M1"),
        ("M3", "M2"),
        ("M4", "M1"),
        ("M4", "M2"),
    ]
    assert all(each.shortfall < 0 for each in pairs)
    assert all(each.votes is None for each in pairs)
    tally = write_votes(tmp_path, M1=30, M2=29, M3=20, M4=1)
    pair = {(each.out, each.into): each for each in swaps(choose(matters(town, tally), 2, 1))}
    assert pair["M3", "M2"].votes == 9  # more votes, but not allowed
    assert not pair["M3", "M2"].allowed
    assert pair["M1", "M4"].votes == -29
    assert pair["M1", "M4"].allowed
    assert pair["M1", "M4"].shortfall > 0  # by votes it may serve more need


# ---- adopted -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("factor", "used"), [(None, 1.25), (3.0, 3.0)])
def test_adopted_matters_raise_their_indicators(make, tmp_path, factor, used):
    # A serves S, B serves T; the budget builds one of them in full in 2021, nothing in 2022.
    # M2 raises S, M4 raises S and T; each only once. With M2: S has used / (used + 1) of 100.
    own = {"adopted": ["M2"]} | ({"factor": factor} if factor else {})
    parts = {"A": {"adds": {"S": 10}}, "B": {"adds": {"T": 10}}}
    needs = {"S": {"need": 10}, "T": {"need": 10}}
    path = make(parts, needs, budget=[100, 0], livelihood=own)
    rows = [
        {"id": key, "name": key, "departments": who, "indicators": what}
        for key, (who, what) in LISTED.items()
    ]
    write_csv(tmp_path / "data" / "livelihood_2025.csv", list(MATTERS), rows)
    assert plan_problem(read_problem(str(path))).score == pytest.approx(100 * used / (used + 1))
    both = make(parts, needs, budget=[100, 0], livelihood=own | {"adopted": ["M2", "M4"]})
    assert plan_problem(read_problem(str(both))).score == pytest.approx(50)


def test_adopted_is_checked(town, tmp_path):
    text = town.read_text("utf-8")
    town.write_text(text + '\n[livelihood]\nadopted = ["M9"]\n', "utf-8")
    assert complaints(lambda: read_problem(str(town)), tmp_path) == [
        (
            "scenarios/tiny.toml livelihood.adopted：读到“M9”；应为民生事项表里有的编号",
            "scenarios/tiny.toml, livelihood.adopted: found 'M9'; "
            "allowed: an id of livelihood_2025.csv",
        )
    ]
    town.write_text(text + "\n[livelihood]\nfactor = 0.9\n", "utf-8")
    assert complaints(lambda: read_problem(str(town)), tmp_path) == [
        (
            "scenarios/tiny.toml livelihood.factor：读到“0.9”；应为不小于 1 的数",
            "scenarios/tiny.toml, livelihood.factor: found '0.9'; allowed: a number >= 1",
        )
    ]


# ---- bad input ---------------------------------------------------------------------------------


def test_everything_wrong_with_a_tally_is_said_at_once(town, tmp_path):
    tally = tmp_path / "votes.csv"
    tally.write_text("matter_id,votes\nM1,3\nM1,4\nM7,1\nM2,-1\nM3,2.5\n", "utf-8")
    assert complaints(lambda: matters(town, tally, 5), tmp_path) == [
        (
            "data/livelihood_2025.csv --choose：读到“5”；应为不超过候选的 4 项",
            "data/livelihood_2025.csv, --choose: found '5'; allowed: at most the 4 candidates",
        ),
        (
            "votes.csv 第 5 行 votes：读到“-1”；应为不小于 0 的整数票数",
            "votes.csv, row 5, votes: found '-1'; allowed: a whole number of votes >= 0",
        ),
        (
            "votes.csv 第 6 行 votes：读到“2.5”；应为不小于 0 的整数票数",
            "votes.csv, row 6, votes: found '2.5'; allowed: a whole number of votes >= 0",
        ),
        (
            "votes.csv 第 3 行 matter_id：读到“M1”；应为不重复的编号",
            "votes.csv, row 3, matter_id: found 'M1'; allowed: an id that is used once",
        ),
        (
            "votes.csv 第 4 行 matter_id：读到“M7”；应为livelihood_2025.csv 里有的编号",
            "votes.csv, row 4, matter_id: found 'M7'; allowed: an id of livelihood_2025.csv",
        ),
        (
            "votes.csv matter_id：读到缺少 M4；应为每个候选事项一行票数",
            "votes.csv, matter_id: found no row for M4; allowed: one row of votes for each matter",
        ),
    ]


def test_a_matter_with_an_unknown_indicator(town, tmp_path):
    path = tmp_path / "data" / "livelihood_2025.csv"
    path.write_text(path.read_text("utf-8").replace("S;T", "S;X"), "utf-8")
    assert complaints(lambda: matters(town), tmp_path) == [
        (
            "data/livelihood_2025.csv 第 5 行 indicators：读到“X”；应为indicators.csv 里有的编号",
            "data/livelihood_2025.csv, row 5, indicators: found 'X'; "
            "allowed: an id of indicators.csv",
        )
    ]


def test_bad_input_writes_nothing(town, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "votes.csv").write_bytes(b"\x89PNG\0")
    call = ["livelihood", "scenarios/tiny.toml"]
    assert cli.main([*call, "--votes", "votes.csv"]) == 1
    assert cli.main([*call, "--choose", "5"]) == 1
    assert cli.main([*call, "--choose", "4", "--per-department", "1"]) == 3
    assert capsys.readouterr().out == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "scenarios", "votes.csv"]
    for wrong in (["--choose", "0"], ["--choose", "x"], ["--per-department", "-1"]):
        with pytest.raises(SystemExit) as stop:
            cli.main([*call, *wrong])
        assert stop.value.code == 2


# ---- the command -------------------------------------------------------------------------------


def test_the_command_prints_and_writes_the_choice(town, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["livelihood", "scenarios/tiny.toml", "--choose", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (
        lines[0] == "tiny：按方案留下的指标缺口从 4 项候选民生实事中选出 2 项（无缺口的按原顺序）"
    )
    assert [line.split()[:3] for line in lines[1:3]] == [["入选", "1", "M3"], ["入选", "2", "M4"]]
    tally = write_votes(tmp_path, M1=30, M2=29, M3=20, M4=1)
    call = ["livelihood", "scenarios/tiny.toml", "--choose", "2", "--votes", tally.name]
    assert cli.main([*call, "--json", "--per-department", "1"]) == 0
    content = json.loads(capsys.readouterr().out)
    folder = tmp_path / "reports" / "tiny_livelihood"
    assert content == json.loads((folder / "livelihood.json").read_text("utf-8"))
    assert (content["chosen"], content["by"]) == (["M1", "M3"], "votes")
    assert (content["choose"], content["per_department"]) == (2, 1)
    assert [row["votes"] for row in content["matters"]] == [30, 29, 20, 1]
    made = {path.name for path in folder.glob("[!.]*")}
    assert made == {"livelihood.json", "livelihood.csv", "livelihood_swaps.csv"}
    assert cli.main([*call, "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[-2].startswith("the cheapest swap: ")


# ---- the shipped candidates --------------------------------------------------------------------


def test_the_shipped_candidates_are_fourteen():
    findings = Findings()
    table = read_table(DATA / "livelihood_2025.csv", MATTERS, findings, key="id").data
    assert findings.items == []
    assert table["id"].tolist() == [f"M{number:02d}" for number in range(1, 15)]
    assert table["departments"].map(len).min() > 0
    assert all(basis for basis in table["basis"])
    indicators = set(pd.read_csv(DATA / "indicators.csv", encoding="utf-8-sig")["id"])
    assert {name for linked in table["indicators"] for name in linked} <= indicators
