"""Tables to be filled in: written where nothing is yet, never over what somebody has filled in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd

from portfolio.errors import Findings, PortfolioError
from portfolio.inputs.sheet import write_table
from portfolio.report.disk import reason
from portfolio.words import Words


def write_fresh(table: pd.DataFrame, path: Path) -> None:
    """
    Write a table to fill in; an existing file stays.

    Raises
    ------
    InputError
        If the file is there already.
    PortfolioError
        If it cannot be written.
    """
    written_fresh(path, lambda place: write_table(table, place))


def written_fresh(path: Path, write: Callable[[Path], None]) -> None:
    """
    Write a file to fill in, whole or not at all; an existing file stays.

    Parameters
    ----------
    path
        The file.
    write
        Writes it at the place that it is given.

    Raises
    ------
    InputError, PortfolioError
        As `write_fresh` does.
    """
    refuse_existing(path)
    with _beside(path) as new:
        write(new)
        new.rename(path)


def check_place(path: Path) -> None:
    """
    Say before the long work whether `write_fresh` would refuse this place, or the disk would.

    Raises
    ------
    InputError, PortfolioError
        As `write_fresh` does.
    """
    refuse_existing(path)
    with _beside(path) as trial:
        trial.write_bytes(b"")
        trial.unlink()


def refuse_existing(path: Path) -> None:
    """
    Check that nothing is there yet: what somebody has filled in is never overwritten.

    Raises
    ------
    InputError
        With one finding.
    """
    findings = Findings()
    if os.path.lexists(path):
        there = Words("已存在的文件", "a file that is there already")
        fresh = Words("新的文件名；该文件未改动", "a new name; the file was not changed")
        findings.add(path.as_posix(), None, None, there, fresh)
    findings.raise_if_any()


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Give a hidden name beside a file, removed again if writing fails, which is said in words."""
    new = path.with_name(f".{path.name}.new")
    try:
        yield new
    except OSError as problem:
        with suppress(OSError):  # where it could not be written, it is not
            new.unlink(missing_ok=True)
        why = reason(problem)
        line = Words(f"{path}：未能写入：{why.zh}", f"{path}: could not be written: {why.en}")
        raise PortfolioError([line]) from problem
