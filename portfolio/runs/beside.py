"""A second process of this program: one call is made there while this one goes on."""

from __future__ import annotations

import gc
import os
import pickle
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from queue import SimpleQueue
from types import TracebackType
from typing import Any

LENGTH = 8  # bytes that say how long a request is
PATIENCE = 60.0  # seconds that an answer is waited for; then the caller does the work himself
SELDOM = 50_000  # objects made between two looks for garbage, as in `cli.start`
PIECE = 1 << 20  # bytes that are read at once


class Helper:
    """
    A process that imports modules ahead, makes one call, and ends; with it, or with this one.

    It is a child in a process group of its own, so that Ctrl-C reaches this process alone, and it
    ends as soon as nobody holds the other end of its pipe: also if this process is killed. It
    imports no `__main__`, so it may be used in any script.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._asked = False

    @property
    def asked(self) -> bool:
        """Whether it has a call to answer."""
        return self._asked

    @staticmethod
    def start(ahead: Sequence[str]) -> Helper | None:
        """
        Return a helper; None where there is one core, or no process can be started.

        Parameters
        ----------
        ahead
            Names of modules that it imports while it waits.
        """
        if os.name != "posix" or cores() < 2 or not sys.executable or hasattr(sys, "frozen"):
            return None
        code = f"import sys; sys.path[:] = {sys.path!r}; import {__name__} as at; at.serve()"
        plain = ["-B"] if sys.dont_write_bytecode else []
        try:
            process = subprocess.Popen(
                [sys.executable, *plain, "-c", code, *ahead],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                process_group=0,
            )
        except (OSError, subprocess.SubprocessError, ValueError):
            return None
        return Helper(process)

    def ask(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Hand over the call; what cannot be handed over is not, and has no answer."""
        pipe = self._process.stdin
        try:
            request = pickle.dumps((function, arguments))
            if pipe is not None:
                pipe.write(len(request).to_bytes(LENGTH) + request)
                pipe.flush()
                self._asked = True
        except (OSError, pickle.PicklingError, AttributeError, TypeError, ValueError):
            self.end()

    def answer(self, breathe: Callable[[], None] = lambda: None) -> Any | None:
        """
        Return what the call has returned; None if it was not made to its end.

        Parameters
        ----------
        breathe
            Called several times a second while it is waited for; what it raises ends the wait.
        """
        pipe, until = self._process.stdout, time.monotonic() + PATIENCE
        if pipe is None or not self._asked:
            return None
        found = bytearray()
        while time.monotonic() < until:
            breathe()
            if not select.select([pipe], [], [], 0.1)[0]:
                continue
            piece = os.read(pipe.fileno(), PIECE)
            if not piece:
                break
            found += piece
        self.end()
        try:
            return pickle.loads(bytes(found))
        except (EOFError, pickle.UnpicklingError):  # it ended, or was ended, before
            return None

    def end(self) -> None:
        """End the process, whatever it is doing, and wait until it is gone."""
        self._asked = False
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # half a request that nobody will read
                    pipe.close()
        self._process.wait()

    def __enter__(self) -> Helper:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def serve() -> None:
    """Be the helper: import what is named on the command line, make one call, answer it."""
    gc.set_threshold(SELDOM)
    # What others print must not get between the bytes of the answer.
    out, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    requests: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    for name in sys.argv[1:]:
        import_module(name)
    function, arguments = pickle.loads(requests.get())
    answer = pickle.dumps(function(*arguments))
    with open(out, "wb") as pipe:
        pipe.write(answer)


def _listen(requests: SimpleQueue[bytes]) -> None:
    """Pass the request on, and end this process once the other end of the pipe is closed."""
    pipe = sys.stdin.buffer
    length = int.from_bytes(pipe.read(LENGTH))
    if length:
        requests.put(pipe.read(length))
        pipe.read(1)
    os._exit(1)
