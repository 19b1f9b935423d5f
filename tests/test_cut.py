"""A cut of 15 % in two years, read from one folder: each figure once more, from tables alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from portfolio.cli.main import main
from tests.conftest import DATA, SCENARIOS

CENT = 0.01
QUARTERS = (1, 2, 3, 4)


def read(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=[""])


def by_year(folder: Path) -> pd.DataFrame:
    """Return what each project spends in each year of a plan."""
    table = read(folder, "allocation")
    return table.pivot_table(
        index="project_id", columns="year", values="investment", aggfunc="sum", fill_value=0.0
    )


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The report of the plan in hand, and that of its adjustment after the cut."""
    root = tmp_path_factory.mktemp("cut")
    hand, out = root / "base_steady", root / "adjusted"
    assert main(["plan", str(SCENARIOS / "base_steady.toml"), "--out", str(hand)]) == 0
    call = ["adjust", str(SCENARIOS / "cut_two_years.toml"), "--from", str(hand)]
    assert main([*call, "--loss", "5", "--quarters", "--out", str(out)]) == 0
    return hand, out


@pytest.fixture(scope="module")
def money() -> dict[int, float]:
    """Money of each year: of the scenario file, which is that of base.toml less 15 % twice."""
    scenario = tomllib.loads((SCENARIOS / "cut_two_years.toml").read_text("utf-8"))
    base = tomllib.loads((SCENARIOS / "base.toml").read_text("utf-8"))["budget"]
    found = dict(zip(range(2021, 2026), scenario["budget"]["by_year"], strict=True))
    for year, share in zip(found, base["profile"], strict=True):
        kept = 0.85 if year in (2022, 2023) else 1.0
        assert found[year] == pytest.approx(kept * share * base["total"])
    return found


@pytest.mark.slow
def test_which_projects_move(folders: tuple[Path, Path]) -> None:
    before, after = map(by_year, folders)
    ids = sorted({*before.index, *after.index})
    before, after = (each.reindex(ids, fill_value=0.0) for each in (before, after))
    moved = (after - before).abs().max(axis=1) > 1.0
    table = read(folders[1], "adjustment").set_index("project_id")
    assert sorted(table.index) == after.index[moved].tolist()
    assert len(table) == 20
    change = (after - before).sum(axis=1)[moved]
    assert (table["difference"] - change).abs().max() < CENT
    out, new = table["kind"] == "调出", table["kind"] == "调入"
    assert (out.sum(), new.sum()) == (15, 4)
    assert (after.loc[table.index[out]] == 0).all(axis=None)
    assert (before.loc[table.index[new]] == 0).all(axis=None)
    assert (after - before).abs().to_numpy().sum() / 2 == pytest.approx(227_167.07, abs=CENT)


@pytest.mark.slow
def test_whose_money_pays(folders: tuple[Path, Path], money: dict[int, float]) -> None:
    # A purse pays for the projects of its district and source. What it has is its part of the
    # plan's investment of the 41 planned projects, less as much as the budgets are less.
    projects = pd.read_csv(DATA / "projects.csv").set_index("id")
    purses = pd.read_csv(DATA / "purses.csv")
    totals = read(folders[1], "adjustment_totals")
    totals = totals[totals["by"] == "purse"].set_index("key")
    of = projects["district"] + projects["funding"]
    whole = pd.read_csv(DATA / "projects.csv")["plan_investment"].sum()
    planned = projects["plan_investment"].groupby(of).sum()
    kept, lacking = sum(money.values()) / whole, 0.0
    need = read(folders[1], "purses")
    for purse in purses.itertuples():
        place = purse.district + purse.funding
        for folder, side in zip(folders, ("before", "after"), strict=True):
            spent = by_year(folder).sum(axis=1)
            own = spent[of.reindex(spent.index) == place].sum()
            assert totals.loc[purse.id, side] == pytest.approx(own, abs=CENT)
        row = need[(need["purse"] == purse.id) & need["year"].isna()].iloc[0]
        own = kept * planned.get(place, 0.0)
        assert row["money"] == pytest.approx(own, abs=CENT)
        assert totals.loc[purse.id, "after"] <= own + CENT
        lacking += max(0.0, totals.loc[purse.id, "before"] - own)
    assert lacking == pytest.approx(71_660.80, abs=CENT)


@pytest.mark.slow
def test_which_quarter_would_be_short(folders: tuple[Path, Path], money: dict[int, float]) -> None:
    # Money and payment come in even quarters, so after q of them q / 4 of the year's gap lacks.
    spent = by_year(folders[0]).sum()
    table = read(folders[1], "in_hand_quarters")
    table = table[(table["by"] == "all") & (table["when"] == "plan")].set_index(["year", "quarter"])
    for year, of_year in money.items():
        for quarter in QUARTERS:
            row = table.loc[(year, quarter)]
            assert row["payment"] == pytest.approx(spent[year] / 4, abs=CENT)
            assert row["balance"] == pytest.approx(quarter / 4 * (of_year - spent[year]), abs=CENT)
    assert table.loc[(2023, 4), "balance"] == pytest.approx(-39_087.71, abs=CENT)
    assert table.loc[(2022, 4), "balance"] == pytest.approx(-32_573.09, abs=CENT)
    assert table.loc[(2022, 1), "newly_short"] == pytest.approx(8_143.27, abs=CENT)
    after = read(folders[1], "payments_quarters")
    after = after[(after["by"] == "all") & (after["when"] == "plan")]
    assert after["balance"].min() > -CENT
    assert after["payment"].sum() == pytest.approx(by_year(folders[1]).to_numpy().sum(), abs=CENT)
