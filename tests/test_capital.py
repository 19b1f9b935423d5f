"""Capital-budgeting problems with published answers, solved as portfolios."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.cli.main import main
from portfolio.inputs.capital import read_capital_budget, write_portfolio
from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan
from portfolio.plan.plan import Plan
from portfolio.plan.prices import shadow_prices
from portfolio.plan.verify import verify
from tests.conftest import ROOT, complaints

TEXTBOOK = ROOT / "benchmarks" / "textbook"

# The optimum with whole projects and its projects, and the optimum in shares, as published.
PUBLISHED = {
    # Lorie and Savage 1955, nine projects; shares and prices: Weingartner 1963.
    "lorie_savage": (70, {"1", "3", "4", "6", "9"}, 70.2727),
    # Taha, Operations Research, example 9.1-1.
    "taha_five_projects": (95, {"1", "2", "3", "4"}, 108.68),
    # Winston, Operations Research, Stockco.
    "winston_stockco": (42, {"2", "3", "4"}, 44),
    # Petersen 1967, problem 1 (mknap1 of the OR-Library).
    "petersen_1": (3800, {"2", "3", "6"}, 4134.07),
}


def planned(name: str, folder: Path, mode: str) -> tuple[Plan, float]:
    budget = read_capital_budget(TEXTBOOK / f"{name}.csv")
    scenario = write_portfolio(budget, folder / f"{name}_{mode}", name)
    plan = make_plan(read_problem(str(scenario), mode=mode, gap=0.0))
    assert plan is not None
    verify(plan)
    return plan, budget.value_per_point


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_optima_are_reached(name: str, tmp_path: Path) -> None:
    value, chosen, in_shares = PUBLISHED[name]
    whole, per_point = planned(name, tmp_path, "whole")
    assert whole.score * per_point == pytest.approx(value, abs=1e-6)
    assert set(whole.problem.projects["name"][whole.carried_out]) == chosen
    shares, _ = planned(name, tmp_path, "shares")
    assert shares.bound * per_point == pytest.approx(in_shares, abs=5e-3)


def test_lorie_savage_prices_are_the_published_ones(tmp_path: Path) -> None:
    # One more unit of the first year's money is worth 0.136364, of the second 1.863636.
    plan, per_point = planned("lorie_savage", tmp_path, "shares")
    prices = shadow_prices(plan)
    money = prices.loc[prices["row"] == "annual_budget", "points"] * per_point / 10_000
    assert money.tolist() == pytest.approx([0.136364, 1.863636], abs=1e-6)


def test_a_table_that_cannot_be_used_is_said_in_one_line_each(tmp_path: Path) -> None:
    table = tmp_path / "bad.csv"
    table.write_text("project,value,2021,2023\nA,14,12,-3\n", encoding="utf-8")
    lines = complaints(lambda: read_capital_budget(table), tmp_path)
    assert lines == [
        (
            "bad.csv 第 2 行 2023：读到“-3”；应为不小于 0 的数（半角数字，不带逗号）",
            "bad.csv, row 2, 2023: found '-3'; "
            "allowed: a number >= 0 (half-width digits, no commas)",
        )
    ]
    table.write_text("project,value,2021,2023\nA,14,12,3\n", encoding="utf-8")
    lines = complaints(lambda: read_capital_budget(table), tmp_path)
    assert [english for _, english in lines] == [
        "bad.csv, project: found no row 'limit'; allowed: one row 'limit' with each year's limit",
        "bad.csv, row 1: found 'project,value,2021,2023'; allowed: columns of years in a row",
    ]


def test_two_problems_leave_two_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scenario has the problem's name, and so has the report of its plan."""
    monkeypatch.chdir(tmp_path)
    for name in ("lorie_savage", "winston_stockco"):
        table = TEXTBOOK / f"{name}.csv"
        assert main(["capital", str(table), name]) == 0
        assert main(["plan", f"{name}/{name}.toml", "--whole"]) == 0
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == [
        "lorie_savage",
        "winston_stockco",
    ]
