"""The process that reads an office file: limited in memory and time, it answers in JSON."""

from __future__ import annotations

import contextlib
import gc
import json
import sys
from typing import Any, BinaryIO

from portfolio.inputs.files import Unreadable
from portfolio.inputs.limits import OFFICE_MEMORY, OFFICE_SECONDS
from portfolio.inputs.office.parse import parsed
from portfolio.inputs.office.refusals import WHOLE, damaged
from portfolio.words import Words

TOO_BIG = Words("读取时内存不够的文件", "a file that takes more memory than it may")


def limit() -> None:
    """Bound the memory and the processor time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows; who started it still ends it in time
        return
    limits = ((resource.RLIMIT_AS, OFFICE_MEMORY.most), (resource.RLIMIT_CPU, OFFICE_SECONDS.most))
    for what, most in limits:
        with contextlib.suppress(ValueError, OSError):  # already lower, or not on this system
            resource.setrlimit(what, (most, most + 1))


def answered(file: BinaryIO) -> dict[str, Any]:
    """Return the grids of a file, or why it is refused, as JSON has it."""
    try:
        return {"grids": [vars(grid) for grid in parsed(file)]}
    except Unreadable as unreadable:
        return {"found": unreadable.found, "allowed": unreadable.allowed}
    except MemoryError:
        return {"found": TOO_BIG, "allowed": OFFICE_MEMORY.allowed}
    except Exception as error:  # whatever a file made for it has led to
        return {"found": damaged(type(error).__name__).found, "allowed": WHOLE}


def serve() -> None:
    """Read the file at standard input, write the answer to standard output."""
    limit()
    gc.disable()  # nothing is made in circles here
    try:
        answer = json.dumps(answered(sys.stdin.buffer), ensure_ascii=False, separators=(",", ":"))
    except MemoryError:
        answer = json.dumps({"found": TOO_BIG, "allowed": OFFICE_MEMORY.allowed})
    sys.stdout.buffer.write(answer.encode(errors="replace"))
    sys.stdout.buffer.flush()
