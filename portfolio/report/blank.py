"""A table to fill in: written whole, and never over a file that is there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from portfolio.errors import Findings, PortfolioError
from portfolio.inputs.sheet import write_table
from portfolio.words import Words


def refuse_existing(path: Path) -> None:
    """
    Check that nothing is there yet: what somebody has filled in is never overwritten.

    Raises
    ------
    InputError
        With one finding.
    """
    findings = Findings()
    if path.exists() or path.is_symlink():
        there = Words("已存在的文件", "a file that is there already")
        fresh = Words("新的文件名；该文件未改动", "a new name; the file was not changed")
        findings.add(path.as_posix(), None, None, there, fresh)
    findings.raise_if_any()


def write_blank(table: pd.DataFrame, path: Path) -> None:
    """
    Write a table to fill in; an existing file stays.

    Raises
    ------
    InputError
        If the file is there already.
    PortfolioError
        If it cannot be written.
    """
    refuse_existing(path)
    new = path.with_name(f".{path.name}.new")
    try:
        write_table(table, new)
        new.rename(path)
    except OSError as problem:
        new.unlink(missing_ok=True)
        why = problem.strerror or type(problem).__name__
        line = Words(f"{path}：未能写入：{why}", f"{path}: could not be written: {why}")
        raise PortfolioError([line]) from problem
