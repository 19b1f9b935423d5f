"""
Generated portfolios for the benchmarks: as many projects as wanted, resampled from the real ones.

Each generated project is a real one with seeded noise on cost, land, amounts and duration, so
that sizes, domains and what a 万元 buys stay as they are in `data/`. Budget and land quota are
set to about half of what all projects together would need; planned projects are optional. The
needs grow with the money, so that about as much is left unmet as in the real scenario.

    python -m benchmarks.generate 1000 /tmp/thousand --seed 1
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.inputs.assemble import read_scenario
from portfolio.inputs.build import build_problem
from portfolio.inputs.problem import Problem
from portfolio.inputs.sheet import write_table
from portfolio.inputs.tables import Table, Tables, read_tables

ROOT = Path(__file__).resolve().parent.parent
NOISE = 0.25  # spread of the logarithm of cost, land and amounts around the real project's
TIE = 0.01  # with near ties: how far points per 万元 may be from one another
MET = 0.7  # with near ties: needs, as a share of what all projects would add
SHARE = 0.5  # budget and land quota, as a share of what all projects would need


def generate(tables: Tables, count: int, seed: int, near_ties: bool = False) -> Tables:
    """
    Return the tables of a generated portfolio.

    Parameters
    ----------
    tables
        The real tables.
    count
        Projects, >= 1.
    seed
        Of the random numbers; the same seed gives the same tables.
    near_ties
        Whether points per 万元 lie within `TIE` of one another, as long as no need is met. No
        project is then clearly worth more than another, and the proof has little to hold on to.
    """
    draw = np.random.default_rng(seed)
    real, added = tables.projects.data, tables.contributions.data
    parent = np.arange(count) % len(real)
    if count != len(real):
        parent = draw.permutation(parent)
    cost, land, extra = np.exp(draw.normal(0.0, NOISE, (3, count)))
    projects = real.iloc[parent].reset_index(drop=True)
    projects["id"] = [f"G{number:05d}" for number in range(1, count + 1)]
    projects["name"] = [f"{name}（{row}）" for row, name in enumerate(projects["name"], start=1)]
    projects["row"] = np.arange(count) + 2
    for column in ("total_investment", "plan_investment"):
        projects[column] = (projects[column] * cost).round(1)
    projects["land"] = (projects["land"] * land).round(2)
    slower = draw.integers(-1, 2, count)
    projects["duration"] = np.clip(projects["duration"] + slower, 1, 4).astype(float)
    for column in ("earliest_start", "latest_finish"):
        projects[column] = np.nan
    for column in ("requires", "site_group", "spend_profile"):
        projects[column] = [()] * count
    contributions = _contributions(real, added, parent, projects["id"], extra)
    indicators = tables.indicators.data.copy()
    indicators["need"] *= count / len(real)
    if near_ties:
        indicators, contributions = _tied(indicators, projects, contributions, draw)
    return Tables(
        tables.folder,
        _table("projects.csv", projects),
        _table("indicators.csv", indicators),
        _table("contributions.csv", contributions),
    )


def generated_problem(count: int, seed: int, near_ties: bool = False) -> Problem:
    """Return the problem of a generated portfolio, under the scenario that `write` writes."""
    tables = generate(read_tables(ROOT / "data"), count, seed, near_ties)
    base = read_scenario(ROOT / "scenarios" / "base.toml")
    budget, land = _envelopes(tables.projects.data)
    scenario = replace(
        base,
        name="generated",
        commitment="optional",
        mode="whole",
        budget=replace(base.budget, by_year=tuple(_spread(budget, base.budget.by_year))),
        land=replace(base.land, by_year=tuple(_spread(land, base.land.by_year))),
    )
    return build_problem(tables, scenario)


def write(tables: Tables, folder: Path) -> Path:
    """Write the tables to `folder/data`, and a scenario beside it; return the scenario's file."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for name in ("projects", "indicators", "contributions"):
        frame = getattr(tables, name).data.drop(columns="row")
        for column in frame.columns:
            if frame[column].map(lambda cell: isinstance(cell, tuple)).any():
                frame[column] = [";".join(map(str, cell)) for cell in frame[column]]
        if "cumulative" in frame:
            frame["cumulative"] = frame["cumulative"].map({True: "true", False: "false"})
        write_table(frame, folder / "data" / f"{name}.csv")
    base = read_scenario(ROOT / "scenarios" / "base.toml")
    budget, land = _envelopes(tables.projects.data)
    lines = [
        f'title = "生成的项目库（{len(tables.projects.data)} 个项目）"',
        'data = "data"',
        "",
        "[horizon]",
        f"first_year = {base.years[0]}",
        f"last_year = {base.years[-1]}",
        "",
        "[budget]",
        f"by_year = {json.dumps(_spread(budget, base.budget.by_year))}",
        "",
        "[land]",
        f"by_year = {json.dumps(_spread(land, base.land.by_year))}",
        "",
        "[planned]",
        'commitment = "optional"',
        "",
        "[objective]",
        f"beyond_need = {base.beyond_need}",
        f"year_weights = {json.dumps(base.year_weights)}",
        "",
        "[solve]",
        'mode = "whole"',
        "gap = 0.001",
        "time_limit = 60",
    ]
    file = folder / "scenario.toml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _contributions(
    real: pd.DataFrame,
    added: pd.DataFrame,
    parent: np.ndarray,
    ids: pd.Series,
    extra: np.ndarray,
) -> pd.DataFrame:
    """Return what each generated project adds: its parent's rows, times its own factor."""
    children = pd.DataFrame({"parent": real["id"].to_numpy()[parent], "child": ids, "x": extra})
    rows = children.merge(added, left_on="parent", right_on="project_id", sort=False)
    rows["amount"] = (rows["amount"] * rows["x"]).round(4)
    rows["project_id"] = rows["child"]
    rows["row"] = np.arange(len(rows)) + 2
    return rows[list(added.columns)]


def _tied(
    indicators: pd.DataFrame,
    projects: pd.DataFrame,
    contributions: pd.DataFrame,
    draw: np.random.Generator,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Scale each project's amounts so that its points per 万元 nearly tie with the others'.

    Needs become a share of what all projects together add, and weights grow with them, so that
    what a unit earns stays: were a need met early, the ties would end there.
    """
    known = indicators.set_index("id")
    worth = (known["weight"] / known["need"]).where(known["need"] > 0, 0.0)
    points = contributions["amount"] * contributions["indicator_id"].map(worth)
    per_project = points.groupby(contributions["project_id"]).sum()
    own = projects.set_index("id")
    cost = own["plan_investment"].fillna(own["total_investment"])
    rate = (per_project / cost).reindex(projects["id"])
    usual = float(per_project.sum() / cost.sum())
    goal = usual * (1 + TIE * draw.uniform(-0.5, 0.5, len(projects)))
    factor = pd.Series(np.where(rate > 0, goal / rate, 1.0), index=rate.index)
    tied = contributions.copy()
    tied["amount"] = (tied["amount"] * tied["project_id"].map(factor)).round(6)
    together = indicators["id"].map(tied.groupby("indicator_id")["amount"].sum())
    larger = (MET * together / indicators["need"]).where(together > 0, 1.0).fillna(1.0)
    raised = indicators.copy()
    raised["need"] = (raised["need"] * larger).round(6)
    raised["weight"] = (raised["weight"] * larger).round(6)
    return raised, tied


def _envelopes(projects: pd.DataFrame) -> tuple[float, float]:
    """Return the money and the land of about half of all projects."""
    cost = projects["plan_investment"].fillna(projects["total_investment"])
    return SHARE * float(cost.sum()), SHARE * float(projects["land"].sum())


def _spread(total: float, by_year: tuple[float, ...]) -> list[float]:
    """Return the total over the years, in the proportions of `by_year`."""
    shares = np.array(by_year) / sum(by_year)
    return [round(float(amount), 1) for amount in total * shares]


def _table(file: str, frame: pd.DataFrame) -> Table:
    return Table(file, frame, frame.drop(columns="row").astype(str))


def main() -> None:
    """Write a generated portfolio."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("count", type=int, help="how many projects")
    parser.add_argument("folder", type=Path, help="where data/ and scenario.toml are written")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--near-ties", action="store_true")
    given = parser.parse_args()
    tables = generate(read_tables(ROOT / "data"), given.count, given.seed, given.near_ties)
    print(write(tables, given.folder))


if __name__ == "__main__":
    main()
