"""A new folder, whole or not at all; and the city that comes with the program."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import portfolio
from portfolio.errors import Finding, InputError
from portfolio.words import Words

HOUSE = Path(portfolio.__file__).resolve().parent
PARTS = ("data", "scenarios")


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """
    Write a new folder with files, by their paths in it, whole or not at all.

    Raises
    ------
    InputError
        If there is something already, or no folder to put it into.
    OSError
        If the disk does not take it.
    """
    refuse_taken(folder)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as aside:
        draft = Path(aside) / "city"
        for name, content in files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        try:
            os.rename(draft, folder)  # never over a folder that holds something
        except OSError:
            refuse_taken(folder)
            raise


def refuse_taken(folder: Path) -> None:
    """
    Refuse a place that cannot be a new folder.

    Raises
    ------
    InputError
        With one line.
    """
    found, wanted = None, Words("还没有的文件夹", "a folder that is not there yet")
    if os.path.lexists(folder) and not _is_empty(folder):
        found = Words("已有的文件或文件夹", "something that is there already")
    elif not os.path.isdir(folder.parent):
        found = Words("不存在的上级文件夹", "no folder above it")
        wanted = Words("已有文件夹里的新文件夹", "a new folder in one that is there")
    if found is not None:
        raise InputError([Finding(folder.as_posix(), None, None, found, wanted)])


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())


def example_files(name: str) -> dict[str, bytes]:
    """
    Return data and scenarios of a city that comes with the program, by path.

    In a clone they stand beside the package; an installed package has a copy inside it.
    """
    inside = HOUSE / "example" / name
    home = inside if inside.is_dir() else HOUSE.parent
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for part in PARTS
        for path in sorted((home / part).iterdir())
        if path.is_file()
    }
