"""`portfolio capital`: a published capital-budgeting problem as a portfolio."""

from __future__ import annotations

from pathlib import Path

from portfolio.cli.command import Command
from portfolio.errors import Finding, InputError
from portfolio.questions.contract import Given
from portfolio.questions.options import File, Folder
from portfolio.report.plain import as_json
from portfolio.words import Words, shown


def run(given: Given, as_values: bool) -> tuple[int, str]:
    """Read and write."""
    from portfolio.inputs.capital import read_capital_budget, write_portfolio

    budget = read_capital_budget(given["file"])
    folder = Path(given["folder"])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        there = Words("已存在且不空的位置", "something that is there already")
        fresh = Words("新的或空的文件夹", "a new or empty folder")
        raise InputError([Finding(folder.as_posix(), None, None, there, fresh)])
    scenario = write_portfolio(budget, folder, Path(given["file"]).stem)
    found = {"scenario": scenario.as_posix(), "value_per_point": budget.value_per_point}
    line = Words(
        f"已写出 {scenario}；价值 = 得分 × {budget.value_per_point:g}",
        f"wrote {scenario}; value = score x {budget.value_per_point:g}",
    )
    return 0, as_json(found) if as_values else shown(line.to(given.lang))


COMMAND = Command(
    name="capital",
    title=Words(
        "把公开的资本预算例题转成项目组合，用来核对求解器",
        "turn a published capital-budgeting problem into a portfolio, to check the engine",
    ),
    options=(
        File(
            name="file",
            place="1",
            help=Words(
                "表格：project, value, 各年支出；最后一行 limit", "project, value, outlays by year"
            ),
        ),
        Folder(
            name="folder",
            place="1",
            label="FOLDER",
            usual=Words("", ""),
            help=Words("新建的文件夹", "folder to make, not there yet"),
        ),
    ),
    run=run,
    examples=(
        "portfolio capital benchmarks/textbook/lorie_savage.csv lorie_savage",
        "portfolio plan lorie_savage/lorie_savage.toml --whole",
    ),
)
