"""No plan exists: the report shows what the smallest shortfall would make possible, in red."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import portfolio.plan.short
import portfolio.questions.plan.study
from portfolio.cli.main import main
from portfolio.errors import NoPlanError, SolverError, VerificationError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.listen import Listener
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.purses import moves, over_by_year
from portfolio.plan.short import plan_granted, short_of
from portfolio.plan.shortfall import Shortfall
from portfolio.plan.verify import verify
from portfolio.questions.plan import answer as answers
from portfolio.questions.plan.answer import report_pictures
from portfolio.questions.plan.study import plan_scenario
from portfolio.report import style
from portfolio.terms import Mode, Status
from portfolio.words import Words
from tests.conftest import Make
from tests.test_purses import support, write_two_counties
from tests.test_report import words

Run = tuple[int, str, str]


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the drawing out."""
    monkeypatch.setattr(answers, "report_pictures", lambda *_: {})


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Run:
    """Exit code, stdout and the messages (no steps) of one call."""
    code = main([str(each) for each in arguments])
    out, err = capsys.readouterr()
    said = [line for line in err.splitlines() if not line.startswith("…")]
    return code, out, "\n".join(said)


def table(folder: Path, stem: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{stem}.csv", encoding="utf-8-sig")


def write_money_short(make: Make, **more: Any) -> Path:
    """
    A must be built, 100 万元 in one year: 2021 alone, where 60 are; 2022's window is closed to it.

    40 are missing in 2021, and nothing else. B, 100 in 2022, takes the 100 of that year.
    A serves half the need (200) from 2021 on, B the rest from 2022: 0.5 * 50 + 0.5 * 100 = 75.
    """
    tables: dict[str, Any] = {"budget": [60, 100], "promote": {"required": ["A"]}} | more
    return make(
        {"A": {"adds": {"S": 100}, "latest_finish": 2021}, "B": {"adds": {"S": 100}}},
        {"S": {"need": 200}},
        **tables,
    )


def write_land_short(make: Make) -> Path:
    """A must be built in 2021 and takes 10 亩; the quotas are 4 and 9, so 6 lack in 2021."""
    return make(
        {"A": {"adds": {"S": 100}, "latest_finish": 2021, "land": 10}},
        {"S": {"need": 100}},
        land=[4, 9],
        promote={"required": ["A"]},
    )


def short(path: Path, mode: str = "shares") -> tuple[Plan, Shortfall, Plan]:
    """The plan as shown, the shortfall, and the plan with it granted, which holds."""
    problem = read_problem(str(path), mode=mode, gap=0.0)
    with pytest.raises(NoPlanError) as caught:
        plan_problem(problem)
    funded = plan_granted(caught.value.shortfall)
    verify(funded)
    plan, missing = short_of(caught.value.shortfall, funded)
    assert plan.problem is problem
    assert (plan.status, funded.status) == (Status.SHORT, Status.OPTIMAL)
    with pytest.raises(VerificationError):  # it is no plan of the scenario
        verify(plan)
    return plan, missing, funded


# ---- what is short -----------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["shares", "whole"])
def test_money_that_is_short_in_one_year(make: Make, mode: str):
    plan, missing, funded = short(write_money_short(make), mode)
    assert plan.mode == Mode(mode)
    assert missing.money == pytest.approx([40, 0])
    assert plan.score == pytest.approx(75) == funded.score
    assert plan.cash_flow["budget"].tolist() == [60, 100]
    assert plan.cash_flow["balance"].tolist() == pytest.approx([-40, 0], abs=1e-6)
    assert plan.cash_flow["balance_so_far"].tolist() == pytest.approx([-40, -40], abs=1e-6)


def test_a_purse_that_is_short(make: Make):
    # E must be built, 100: 60 in 2021, the budget of that year, and 40 in 2022. 东县 has 60.
    plan, missing, _ = short(write_two_counties(make, promote={"required": ["E"]}))
    assert missing.purses["east"] == pytest.approx([0, 40])
    of_all = plan.purses[plan.purses["year"].isna()].set_index("purse")
    assert of_all["money"].tolist() == [60, 40]
    assert of_all["balance"].tolist() == pytest.approx([-40, 40], abs=1e-6)
    # The budgets hold; 西县's 40 are its own, and nobody says that they went to 东县.
    assert plan.cash_flow["balance"].tolist() == pytest.approx([0, 0], abs=1e-6)
    assert moves(plan) == []
    assert over_by_year(plan).tolist() == [[False, True], [False, False]]


def write_four_counties(make: Make, **more: Any) -> Path:
    """
    Four counties with 50 each of two budgets of 100; three of them must build for 60.

    The 180 are within the budgets, so 10 lack in each of three purses: 0.2 + 0.2 + 0.2. If more in
    a year were shared out to all purses, 40 more in one year would be 10 in each: 0.4.
    """
    tables: dict[str, Any] = {"budget": [100, 100], "promote": {"required": ["A", "B", "C"]}} | more
    return make(
        {
            name: {"district": f"{name}县", "total_investment": 60, "adds": {"S": 10}}
            for name in ("A", "B", "C", "D")
        },
        {"S": {"need": 40}},
        purses={name.lower(): {"district": f"{name}县", "total": 50} for name in "ABCD"},
        **tables,
    )


def over_the_money(plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """By how much a plan exceeds the budget of each year, and each purse over the horizon."""
    years = plan.investment.sum(axis=0) - plan.problem.budget
    purses = plan.problem.purses.pays @ plan.investment.sum(axis=1) - plan.problem.purse_money
    return np.maximum(years, 0.0), np.maximum(purses, 0.0)


@pytest.mark.parametrize("budget", [[100, 100], [80, 80]])
@pytest.mark.parametrize("mode", ["shares", "whole"])
def test_the_excess_is_the_shortfall_by_year_and_purse(make: Make, mode: str, budget: list[int]):
    # With budgets of 80 the purses have 40 each, so 20 lack in three of them, and of the years
    # 20: need above the budget is more money of the year as well as of the purses.
    part = {} if mode == "shares" else {"year_weights": [0.6, 0.4]}
    plan, missing, _ = short(write_four_counties(make, budget=budget, **part), mode)
    lacks = 60 - sum(budget) / 4
    assert {name: extra.sum() for name, extra in missing.purses.items()} == pytest.approx(
        {"a": lacks, "b": lacks, "c": lacks}
    )
    years, purses = over_the_money(plan)
    assert missing.money == pytest.approx(years, abs=1e-4)
    assert purses == pytest.approx([lacks, lacks, lacks, 0], abs=1e-4)
    if mode == "shares":
        assert missing.money.sum() == pytest.approx(180 - sum(budget) if sum(budget) < 180 else 0)


def test_a_shortfall_that_hardly_suffices_is_granted_with_more(
    make: Make, monkeypatch: pytest.MonkeyPatch
):
    # A millionth of a millionth less than it needs: some solves then find neither plan nor lack.
    asked: list[float] = []

    def unsure(problem: Problem, listener: Listener) -> Plan:
        asked.append(float(problem.budget[0]))
        if len(asked) == 1:
            raise SolverError([Words("不确定", "unsure")])
        return plan_problem(problem, listener)

    with pytest.raises(NoPlanError) as caught:
        plan_problem(read_problem(str(write_money_short(make))))
    monkeypatch.setattr(portfolio.plan.short, "plan_problem", unsure)
    assert plan_granted(caught.value.shortfall).score == pytest.approx(75)
    assert asked == pytest.approx([100, 100], rel=1e-5)
    assert asked[0] < asked[1]


def test_support_that_a_purse_takes_is_not_short(make: Make):
    # 西县 may give 10, so 30 lack; the 10 are moved.
    more = {"promote": {"required": ["E"]}, "budget_table": support(10)}
    plan, missing, _ = short(write_two_counties(make, **more))
    assert missing.purses["east"] == pytest.approx([0, 30])
    of_all = plan.purses[plan.purses["year"].isna()].set_index("purse")
    assert of_all["taken"].tolist() == pytest.approx([10, 0], abs=1e-6)
    assert of_all["balance"].tolist() == pytest.approx([-30, 30], abs=1e-6)


def test_a_purse_that_is_short_of_money_of_a_year(make: Make):
    # 东县 has 70 in 2021 and 20 in 2022; 2021's budget is 60, so 40 are spent in 2022.
    own = {"purse": {"east": {"by_year": [70, 20]}}}
    path = write_two_counties(make, promote={"required": ["E"]}, budget_table=own)
    plan, missing, _ = short(path)
    assert missing.purses["east"] == pytest.approx([0, 20])
    rows = plan.purses[(plan.purses["purse"] == "east") & plan.purses["year"].notna()]
    assert rows["balance"].tolist() == pytest.approx([10, -20], abs=1e-6)
    assert over_by_year(plan).tolist() == [[False, True], [False, False]]


def test_a_purse_lacks_in_the_year_in_which_the_plan_that_is_shown_spends(make: Make):
    # E must be built and takes 50 a year at most, so 50 and 50 if the score is best (as early as
    # can be), whatever the plan that the shortfall was found with. 东县 has 60: 40 lack in 2022.
    path = make(
        {"E": {"district": "东县", "adds": {"S": 100}, "duration": 2}},
        {"S": {"need": 100}},
        years=(2021, 2023),
        budget=[100, 100, 100],
        land=[0, 0, 0],
        year_weights=[0.4, 0.3, 0.3],
        purses={
            "east": {"district": "东县", "total": 60},
            "west": {"district": "西县", "total": 240},
        },
        promote={"required": ["E"]},
    )
    plan, missing, _ = short(path)
    assert plan.spent == pytest.approx(np.array([[0.5, 0.5, 0]]), abs=1e-6)
    assert missing.purses["east"] == pytest.approx([0, 40, 0], abs=1e-6)


def test_land_that_is_short(make: Make):
    plan, missing, _ = short(write_land_short(make))
    assert missing.land == pytest.approx([6, 0])
    assert plan.land_release.sum(axis=0) == pytest.approx([10, 0])
    released = answers.report_tables(plan, "zh")["land_release"]
    assert released["balance"].tolist() == pytest.approx([-6, 9], abs=1e-6)


# ---- the folder and the command ------------------------------------------------------------------


@pytest.mark.usefixtures("no_pictures")
def test_the_command_writes_the_report_and_exits_with_3(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "report"
    path = write_money_short(make)
    code, out, said = run(capsys, "plan", path, "--out", folder, "--lang", "en")
    assert code == 3
    assert said.splitlines() == [
        "No plan meets all requirements.",
        "smallest shortfall: 2021 money +40.0000 万元 (+66.67%)",
    ]
    assert "it may not be carried out" in out.splitlines()[0]
    assert "score 75.0000 (only with the shortfall granted)" in out.splitlines()
    assert out.splitlines()[-1] == f"report: {folder}"
    rows = table(folder, "shortfall")
    assert list(rows) == ["year", "source", "purse", "money", "land"]
    assert rows["money"].tolist() == [40, 0]
    assert table(folder, "cash_flow")["balance"].tolist() == pytest.approx([-40, 0], abs=1e-5)
    told = json.loads((folder / "plan.json").read_text("utf-8"))
    assert (told["status"], told["bound"], told["gap"]) == ("short", None, None)
    assert told["score"] == pytest.approx(75)
    lack = {"money": 40, "land": 0, "sources": {}, "purses": {}}
    assert told["shortfall"] == {"2021": lack, "2022": lack | {"money": 0}}
    # Beyond the 40, one more 万元 in 2021 has a place of B a year earlier: 0.5 * 0.5 points, and
    # 2500 for one 亿元. In 2022 all is built.
    assert table(folder, "shadow_prices")["points"].tolist() == pytest.approx([2500, 0, 0, 0])


@pytest.mark.usefixtures("no_pictures")
def test_the_table_names_purse_and_source(make: Make, tmp_path: Path):
    folder = tmp_path / "report"
    path = write_two_counties(make, promote={"required": ["E"]})
    with pytest.raises(NoPlanError) as caught:
        plan_scenario(path, folder)  # from Python the report is written as well
    assert caught.value.shortfall.purses["east"] == pytest.approx([0, 40])
    rows = table(folder, "shortfall").astype(object).fillna("").values.tolist()
    assert rows == [[2021, "", "", 0, 0], [2022, "", "", 0, 0], [2022, "", "east", 40, ""]]
    assert json.loads((folder / "plan.json").read_text("utf-8"))["shortfall"]["2022"]["purses"] == {
        "east": pytest.approx(40)
    }


@pytest.mark.usefixtures("no_pictures")
def test_json_has_the_summary_beside_the_shortfall(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    code, out, _ = run(
        capsys, "plan", write_money_short(make), "--whole", "--out", tmp_path / "r", "--json"
    )
    told = json.loads(out)
    assert (code, told["status"], told["collisions"], told["proven"]) == (3, "infeasible", [], True)
    assert told["shortfall"]["2021"]["money"] == pytest.approx(40)
    assert (told["mode"], told["bound"]) == ("whole", None)
    assert told["score"] == pytest.approx(75)


@pytest.mark.usefixtures("no_pictures")
def test_a_plan_has_no_shortfall(make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    # And where the money is there after all, nothing of the short report stays.
    folder = tmp_path / "report"
    assert run(capsys, "plan", write_money_short(make), "--out", folder)[0] == 3
    assert (folder / "shortfall.csv").exists()
    code, out, said = run(
        capsys, "plan", write_money_short(make, budget=[100, 100]), "--out", folder
    )
    assert (code, said) == (0, "")
    assert "不可实施" not in out
    assert not (folder / "shortfall.csv").exists()
    told = json.loads((folder / "plan.json").read_text("utf-8"))
    assert (told["status"], told["shortfall"]) == ("optimal", None)


def test_what_collides_leaves_nothing(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    cells = {"site_group": "东", "adds": {"S": 1}}
    path = make({"A": cells, "B": cells}, {"S": {"need": 2}}, promote={"required": ["A", "B"]})
    code, out, said = run(capsys, "plan", path, "--out", tmp_path / "report")
    assert (code, out, said.count("必须让步的要求")) == (3, "", 1)
    assert not (tmp_path / "report").exists()


def test_a_folder_of_other_things_is_refused(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", "utf-8")
    code, out, said = run(capsys, "plan", write_money_short(make), "--out", folder)
    assert (code, out) == (1, "")
    assert "没有本程序标记" in said
    assert [each.name for each in folder.iterdir()] == ["notes.txt"]


def test_a_plan_that_is_not_found_leaves_the_shortfall_alone(
    make: Make,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    def late(*_: Any) -> Plan:
        raise SolverError([])

    monkeypatch.setattr(portfolio.questions.plan.study, "plan_granted", late)
    code, out, said = run(capsys, "plan", write_money_short(make), "--out", tmp_path / "report")
    assert (code, out) == (3, "")
    assert said.splitlines()[1] == "最小缺口：2021 年资金再加 40.0000 万元（+66.67%）"
    assert not (tmp_path / "report").exists()


def test_the_report_has_the_same_bytes_again(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = write_two_counties(make, promote={"required": ["E"]})
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        assert run(capsys, "plan", path, "--out", folder)[0] == 3
    names = sorted(each.name for each in first.iterdir())
    assert {"gantt.png", "cash_flow.png", "purses.png", "indicators.png"} < set(names)
    for name in names:
        one, other = (folder / name for folder in (first, second))
        if name != "plan.json":  # it has the seconds
            assert one.read_bytes() == other.read_bytes(), name


# ---- pictures ------------------------------------------------------------------------------------


def red(axes: Any) -> list[str]:
    """What is written in red on a sheet and its panels."""
    sheets = [axes, *axes.child_axes]
    return [t.get_text() for each in sheets for t in each.texts if t.get_color() == style.WARNING]


@pytest.mark.parametrize(
    ("lang", "mark"),
    [("zh", "（缺口方案，不可实施）"), ("en", " (short: may not be carried out)")],
)
def test_every_picture_says_before_the_name_that_it_is_no_plan(make: Make, lang: str, mark: str):
    # A title of 200 letters is cut at its end; the mark stands before it.
    path = write_two_counties(make, promote={"required": ["E"]}, title="长" * 200)
    plan, _, _ = short(path)
    drawn = report_pictures(plan, lang, quarters=True)
    assert "payments" in drawn
    for draw in drawn.values():
        said = words(draw())
        assert any(f"{mark} — 长" in text for text in said), said


def test_red_is_what_exceeds_money_or_land(make: Make):
    money = report_pictures(short(write_money_short(make))[0], "en")
    assert "over the money available in 2021" in red(money["cash_flow"]())
    assert [text for text in red(money["gantt"]()) if text != "12.5"] == ["100.00"]
    land = report_pictures(short(write_land_short(make))[0], "en")
    assert [text for text in red(land["gantt"]()) if text != "12.5"] == ["10.00"]
    purse = report_pictures(short(write_two_counties(make, promote={"required": ["E"]}))[0], "en")
    # 40 in 2022, and the balance; of the total the budgets hold.
    assert [text for text in red(purse["purses"]()) if text != "12.5"] == ["40.00", "-40.00"]
