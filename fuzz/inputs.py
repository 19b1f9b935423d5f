"""
Spoiled inputs: whatever a file holds, it is read or refused in lines, and what is read is planned.

A case is one file of a small project library, spoiled a little: bytes, words or lines are changed,
or nasty ones put in. Cases that once did harm are kept in `corpus/<file>/`, and are where further
ones start from.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from fuzz.brute import problem_of, random_case
from portfolio.errors import NoPlanError, PortfolioError, SolverError
from portfolio.inputs.read import read_problem
from portfolio.plan.make import plan_problem
from portfolio.words import shown

CORPUS = Path(__file__).parent / "corpus"
FILES = ("scenario.toml", "data/projects.csv", "data/indicators.csv", "data/contributions.csv")
SECONDS = 20  # in which a small case must be done
NASTY = [
    *(b"", b"0", b"-0", b"-1", b"1e400", b"1e-400", b"nan", b"inf", b"-inf", b"true", b"1_000"),
    *(b"9" * 20, b"9" * 400, b"9" * 5000, b"0x" + b"f" * 60, b"1,000", b"0.1" + b"0" * 60),
    *(b"\0", b"\x1b[31m", b"\x07", b"\r", b"\n", b"\t", b'"', b"'", b"'''", b'"""', b"#", b";"),
    *(b"[", b"]", b"[" * 2000, b"{", b"}", b"{a=" * 300, b".a" * 2000, b"=", b"==", b"[[a]]"),
    *(b"=1+1", b"@SUM(A1)", b"../../..", b"/dev/zero", b"/dev/tty", b"~", b"con", b"*", b"\\u0000"),
    *("２０２１".encode(), "“”".encode(), "\u202e".encode(), "\u2028".encode(), "😀".encode()),
    *(
        "千".encode("gb18030"),
        "縣".encode("big5"),
        "あ".encode("shift_jis"),
        b"\xff\xfe",
        b"\xef\xbb",
    ),
    *(
        b"1979-05-27",
        b"1979-05-27T07:32:00Z",
        b"07:32",
        b"2021-13-01",
        b"[projects.X0]",
        b"extends",
    ),
]


def seeds() -> list[tuple[str, bytes]]:
    """Return (file, content) of sound cases and of the kept ones."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(6):
            home = Path(folder) / str(seed)
            problem_of(random_case(seed), home)
            found += [(name, (home / name).read_bytes()) for name in FILES]
    return found + kept()


def kept() -> list[tuple[str, bytes]]:
    """Return the cases of the corpus, in the order of their names."""
    return [
        (name, case.read_bytes())
        for name in FILES
        for case in sorted((CORPUS / Path(name).name).glob("*"))
    ]


def spoiled(content: bytes, draw: np.random.Generator) -> bytes:
    """Return the content with one to four changes."""
    for _ in range(int(draw.integers(1, 5))):
        content = _change(content, draw)
    return content


def _change(content: bytes, draw: np.random.Generator) -> bytes:
    at, to = sorted(draw.integers(0, len(content) + 1, 2).tolist())
    nasty = NASTY[int(draw.integers(len(NASTY)))]
    kind = int(draw.integers(8))
    if kind < 5:
        return (
            content[:at] + bytes([int(draw.integers(256))]) + content[at + 1 :],  # another byte
            content[:at] + content[min(to, at + 40) :],  # a hole
            content[:to],  # cut off
            content[:to] + content[at:],  # something said twice
            content[:at] + nasty + content[at:],
        )[kind]
    lines = content.split(b"\n")
    row = int(draw.integers(len(lines)))
    if kind == 5:  # a line gone, or moved
        lines.insert(int(draw.integers(len(lines))), lines.pop(row))
        return b"\n".join(lines[: len(lines) - int(draw.integers(2))])
    mark = b"," if b"," in lines[row] else b"="
    cells = lines[row].split(mark)
    cells[int(draw.integers(len(cells)))] = nasty  # a cell or a value
    lines[row] = mark.join(cells)
    return b"\n".join(lines)


def complaint(name: str, content: bytes) -> str:
    """Return what went wrong with one case; empty if it was refused, or planned, as due."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        problem_of(random_case(0), home)
        (home / name).write_bytes(content)
        try:
            with _within(SECONDS):
                problem = read_problem(str(home / "scenario.toml"), time_limit=5.0)
                plan_problem(problem)
        except (NoPlanError, SolverError) as said:
            return _unreadable(said)
        except PortfolioError as said:
            return _unreadable(said) or ("" if type(said).__name__ == "InputError" else repr(said))
        except BaseException as error:
            return f"{type(error).__name__}: {error}"[:300]
    return ""


def _unreadable(said: PortfolioError) -> str:
    """Return what is wrong with messages: none, more than a line each, letters that do things."""
    lines = [*said.lines("zh"), *said.lines("en")]
    wrong = [line for line in lines if not line or shown(line) != line]
    return f"a message that is no line: {wrong[0]!r}" if wrong else "" if lines else "no message"


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """End what takes too long; only the main thread of a process can be ended so."""

    def late(*_: Any) -> None:
        raise TimeoutError(f"not done within {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def case(seed: int) -> tuple[str, bytes]:
    """Return the file and the content of one case; the same seed gives the same."""
    draw = np.random.default_rng(seed)
    sound = _sound()
    name, content = sound[int(draw.integers(len(sound)))]
    return name, spoiled(content, draw)


def _sound() -> list[tuple[str, bytes]]:
    if not _SOUND:
        _SOUND.extend(seeds())
    return _SOUND


_SOUND: list[tuple[str, bytes]] = []


def keep(name: str, content: bytes, label: str) -> Path:
    """Put a case into the corpus."""
    place = CORPUS / Path(name).name / label
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return place


def limit_memory(gigabytes: int = 4) -> None:
    """Let this process fail where it asks for more, rather than the machine."""
    if os.name == "posix":
        import resource

        most = gigabytes << 30
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
