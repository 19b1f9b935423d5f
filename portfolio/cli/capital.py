"""`portfolio capital`: a published capital-budgeting problem as a portfolio."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from portfolio.cli.console import as_json
from portfolio.errors import Finding, InputError
from portfolio.words import Words

HELP = Words(
    "把公开的资本预算例题转成项目组合，用来核对求解器",
    "turn a published capital-budgeting problem into a portfolio, to check the engine",
)
EXAMPLES = (
    "portfolio capital benchmarks/textbook/lorie_savage.csv lorie_savage",
    "portfolio plan lorie_savage/scenario.toml --whole",
)


def arguments(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help=say(
            "表格：project, value, 各年支出；最后一行 limit", "project, value, outlays by year"
        ),
    )
    parser.add_argument(
        "folder", metavar="FOLDER", help=say("新建的文件夹", "folder to make, not there yet")
    )


def run(options: argparse.Namespace) -> int:
    """Read, write, print."""
    from portfolio.inputs.capital import read_capital_budget, write_portfolio

    budget = read_capital_budget(options.file)
    folder = Path(options.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        there = Words("已存在且不空的位置", "something that is there already")
        fresh = Words("新的或空的文件夹", "a new or empty folder")
        raise InputError([Finding(folder.as_posix(), None, None, there, fresh)])
    scenario = write_portfolio(budget, folder, Path(options.file).stem)
    answer = {"scenario": scenario.as_posix(), "value_per_point": budget.value_per_point}
    line = Words(
        f"已写出 {scenario}；价值 = 得分 × {budget.value_per_point:g}",
        f"wrote {scenario}; value = score x {budget.value_per_point:g}",
    )
    print(as_json(answer) if options.json else line.to(options.lang))
    return 0
