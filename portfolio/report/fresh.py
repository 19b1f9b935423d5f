"""Tables to be filled in: written where nothing is yet, never over what somebody has filled in."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
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
    _note_existing(path, findings)
    findings.raise_if_any()


def _note_existing(path: Path, findings: Findings) -> None:
    if os.path.lexists(path):
        there = Words("已存在的文件", "a file that is there already")
        fresh = Words("新的文件名；该文件未改动", "a new name; the file was not changed")
        findings.add(path.as_posix(), None, None, there, fresh)


def write_together(folder: Path, contents: Mapping[str, pd.DataFrame | str]) -> None:
    """
    Write tables and texts into a folder, all or none; files that are there already stay.

    The folder is made if need be.

    Raises
    ------
    InputError
        With one finding for each file that is there already.
    PortfolioError
        If they cannot be written.
    """
    findings = Findings()
    for name in contents:
        _note_existing(folder / name, findings)
    findings.raise_if_any()
    new_folder = not os.path.lexists(folder)
    placed: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as draft:
            for name, content in contents.items():
                _write(content, Path(draft) / name)
            for name in contents:
                os.rename(Path(draft) / name, folder / name)
                placed.append(folder / name)
    except OSError as problem:
        with suppress(OSError):
            for path in placed:
                path.unlink()
            if new_folder:
                folder.rmdir()
        raise _unwritten(folder, problem) from problem


def _write(content: pd.DataFrame | str, path: Path) -> None:
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    else:
        write_table(content, path)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Give a hidden name beside a file, removed again if writing fails, which is said in words."""
    new = path.with_name(f".{path.name}.new")
    try:
        yield new
    except OSError as problem:
        with suppress(OSError):  # where it could not be written, it is not
            new.unlink(missing_ok=True)
        raise _unwritten(path, problem) from problem


def _unwritten(path: Path, problem: OSError) -> PortfolioError:
    why = reason(problem)
    line = Words(f"{path}：未能写入：{why.zh}", f"{path}: could not be written: {why.en}")
    return PortfolioError([line])
