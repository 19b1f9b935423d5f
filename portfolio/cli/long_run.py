"""Runs of many pieces: how far they are, Ctrl-C between pieces, and what they depend on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from portfolio.errors import PortfolioError
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.inputs.problem import Problem


def interrupted() -> PortfolioError:
    """Return what is said after Ctrl-C."""
    again = Words(
        "已中止，没有写出报告；已完成的部分已保存，再次运行同一命令就从这里接着做",
        "stopped; no report was written. What is finished is kept: run the same command to go on",
    )
    return PortfolioError([again])


def contents(problem: Problem) -> list[str]:
    """Return what stands in the files of a problem, for `Resume`."""
    from portfolio.inputs.scenario import input_files

    files = input_files(problem.scenario)
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
