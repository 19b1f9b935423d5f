"""Office files as grids: read in a process of its own, which is ended when it takes too long."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from portfolio.inputs.files import Unreadable, opened
from portfolio.inputs.grid import Grid
from portfolio.inputs.limits import GRID_CELLS, GRID_TEXT, OFFICE_BYTES, OFFICE_SECONDS
from portfolio.inputs.office.refusals import WHOLE, damaged, refuse_by_ending
from portfolio.words import Words

# Bytes of an answer: a letter takes at most six in JSON, a cell three more.
MOST = 6 * GRID_TEXT.most + 4 * GRID_CELLS.most
SLOW = Words("读取时间过长的文件", "a file that takes too long to read")
ALONE = Words("（无法启动读取文件的进程）", "no process could be started to read it")
HOME = Path(__file__).parents[3]


def read_office(path: Path) -> list[Grid]:
    """
    Return each sheet of a workbook, or each table of a document in the order of its text.

    Nothing of the file is read in this process, and whatever it does in the other one, there is an
    answer within ten seconds and 1 GB. Nothing is worked out, fetched or run: a formula is the
    value that was saved with it.

    Parameters
    ----------
    path
        An `.xlsx` or `.docx` file.

    Raises
    ------
    Unreadable
        If it is no such file, or holds what is not read (see `guarded_package` and `parsed`).
    """
    with opened(path, OFFICE_BYTES) as file:
        refuse_by_ending(path)
        answer = _asked(file)
    if "grids" not in answer:
        raise Unreadable(Words(*answer["found"]), Words(*answer["allowed"]))
    return [_grid(**fields) for fields in answer["grids"]]


def _grid(
    name: str,
    rows: list[list[str]],
    merged: list[list[int]],
    above: list[str],
    hidden: bool,
    unsolved: list[str],
) -> Grid:
    blocks = tuple((top, left, bottom, right) for top, left, bottom, right in merged)
    return Grid(name, rows, blocks, tuple(above), hidden, tuple(unsolved))


def _asked(file: BinaryIO) -> dict[str, Any]:
    """Return what the other process says about the file."""
    process = _started(file)
    late = threading.Event()

    def stop() -> None:
        late.set()
        _end(process)

    timer = threading.Timer(OFFICE_SECONDS.most, stop)
    timer.daemon = True
    timer.start()
    try:
        assert process.stdout is not None
        with process.stdout as pipe:
            text = pipe.read(MOST + 1)
    finally:  # also when somebody presses Ctrl-C
        timer.cancel()
        _end(process)
        process.wait()
    if late.is_set():
        raise Unreadable(SLOW, OFFICE_SECONDS.allowed)
    try:
        return dict(json.loads(text)) if len(text) <= MOST else {}
    except ValueError:  # it was ended before it had said all
        used_up = process.returncode == -getattr(signal, "SIGXCPU", 0)
        raise (Unreadable(SLOW, OFFICE_SECONDS.allowed) if used_up else damaged()) from None


def _started(file: BinaryIO) -> subprocess.Popen[bytes]:
    """
    Start the other process; the file is its standard input.

    It knows Python and this program, nothing of the environment, and imports no `__main__`.
    """
    code = f"import sys; sys.path.append({str(HOME)!r}); import {__package__}.child as c; c.serve()"
    if not sys.executable or hasattr(sys, "frozen"):
        raise Unreadable(ALONE, WHOLE)
    plain = ["-B"] if sys.dont_write_bytecode else []
    try:
        return subprocess.Popen(
            [sys.executable, *plain, "-I", "-S", "-c", code],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0 if os.name == "posix" else None,
        )
    except (OSError, subprocess.SubprocessError, ValueError):
        raise Unreadable(ALONE, WHOLE) from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it may have started; nothing happens if it is gone."""
    if process.poll() is not None:
        return
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
