"""Bytes of a file that a person named: only a regular file, only up to a size."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import BinaryIO

from portfolio.inputs.limits import Cap
from portfolio.words import Words

NO_FILE = Words("不存在或无法打开的文件", "no readable file")
NOT_REGULAR = Words("设备、管道或文件夹", "a device, a pipe or a folder")


class Unreadable(Exception):  # noqa: N818 (it is an answer, which the caller puts beside a place)
    """A file that cannot be read: what it is, and what is allowed if that is not plain."""

    def __init__(self, found: Words, allowed: Words | None = None) -> None:
        super().__init__(found.en)
        self.found, self.allowed = found, allowed


def read_bytes(path: Path, most: Cap) -> bytes:
    """
    Return the content of a file.

    Raises
    ------
    Unreadable
        If there is no such file, it is none that has an end, or it is larger than `most`.
    """
    try:
        with opened(path, most) as file:
            content = file.read(most.most + 1)
    except OSError:
        raise Unreadable(NO_FILE) from None
    if len(content) > most.most:  # files of /proc say that they are empty
        raise Unreadable(too_many(len(content), most), most.allowed)
    return content


def opened(path: Path, most: Cap) -> BinaryIO:
    """
    Return a file that is open for reading.

    A pipe is not opened: whoever opens one waits until somebody writes.

    Raises
    ------
    Unreadable
        As `read_bytes`.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(NOT_REGULAR)
        if status.st_size > most.most:
            raise Unreadable(too_many(status.st_size, most), most.allowed)
        return path.open("rb")
    except (OSError, ValueError):  # a path with a null byte is a `ValueError`
        raise Unreadable(NO_FILE) from None


def too_many(found: int, cap: Cap) -> Words:
    """Return what was found beyond a cap, in words."""
    return Words(f"{found:,} {cap.of.zh}", f"{found:,} {cap.of.en}")
