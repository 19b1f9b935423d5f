"""
Ctrl-C before there is anything to stop: counted, and told to whoever takes over.

An exception that a signal handler raises in the middle of an import may be lost there, or end as a
traceback of somebody else's library. So while modules are imported the signal is only counted.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class Early:
    """How often Ctrl-C was pressed while nobody could act on it; one for the process."""

    def __init__(self) -> None:
        self.pressed = 0

    def attend(self, pressed: int = 0) -> None:
        """Count on from so many times; to be called before anything heavy is imported."""
        self.pressed = pressed
        signal.signal(signal.SIGINT, self._count)

    def _count(self, *_: object) -> None:
        self.pressed += 1


EARLY = Early()


@contextmanager
def at_once() -> Iterator[None]:
    """
    Let Ctrl-C end a short piece of work where it stands.

    Raises
    ------
    KeyboardInterrupt
        Also if it was pressed before.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if EARLY.pressed:
            raise KeyboardInterrupt
        yield
    finally:
        signal.signal(signal.SIGINT, before)
