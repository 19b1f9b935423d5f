"""Text to the terminal, whatever the terminal can take: replaced, never a traceback."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TextIO

from portfolio.words import Words, shown


def be_tolerant() -> None:
    """Have letters that a stream cannot encode escaped, on stdout and stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None where it is closed
            stream.reconfigure(errors="backslashreplace")


def say(words: Words, lang: str) -> None:
    """Print one line of a message on stderr, if there is one."""
    with suppress(OSError, ValueError):
        print(shown(words.to(lang)), file=sys.stderr, flush=True)


def put(text: str) -> OSError | None:
    """
    Print results on stdout.

    Returns
    -------
    Why they could not be printed (a full disk); None if they were, if stdout is closed, or if the
    reader stopped reading (`| head`), which is no error.
    """
    try:
        print(text)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        _to_nowhere(sys.stdout)
    except OSError as error:
        _to_nowhere(sys.stdout)
        return error
    return None


def _to_nowhere(stream: TextIO) -> None:
    """Let what is left in a stream go, or Python complains of it at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
