"""What the file system promises: written is on the disk, and two folders change places at once."""

from __future__ import annotations

import ctypes
import errno
import os
from contextlib import suppress
from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # of Linux' renameat2(2)
# What a system says that has no such call, or a file system that does not take it.
UNKNOWN = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)


def settle(folder: Path) -> None:
    """Have the disk keep a folder: all its files, then the names of them."""
    for entry in sorted(folder.iterdir()):
        if entry.is_symlink():
            continue
        if entry.is_dir():
            settle(entry)
        else:
            _sync(entry)
    settle_names(folder)


def settle_names(folder: Path) -> None:
    """Have the disk keep the names in a folder; some file systems know no such thing."""
    with suppress(OSError):
        _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def exchange(one: Path, other: Path) -> bool:
    """
    Let two folders change their places in one step, without a moment in which one is absent.

    Returns
    -------
    Whether they did; False where the system has no such step.

    Raises
    ------
    OSError
        If the system has it and refuses.
    """
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    places = [os.fsencode(each) for each in (one, other)]
    if rename(AT_FDCWD, places[0], AT_FDCWD, places[1], RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), str(other))
