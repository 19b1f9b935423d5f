"""What all commands share: steps and search on stderr, Ctrl-C, JSON, common arguments."""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
import time
from pathlib import Path
from typing import Any

from portfolio.errors import Stopped
from portfolio.listen import STEPS, Listener
from portfolio.words import Words


class Console(Listener):
    """
    Shows steps, pieces and the search on stderr, and turns Ctrl-C into a request to stop.

    In the search for one plan the best plan so far is kept; in a run of many pieces the piece at
    hand is finished. At any other time, and when it is pressed again, the command ends at once.
    """

    def __init__(self, lang: str) -> None:
        self.lang, self._searching, self._counting, self._stopped = lang, False, False, False
        self._shown: tuple[float, ...] = ()
        self._last = self._counted = 0.0

    def __enter__(self) -> Console:
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, *_: object) -> None:
        if self._stopped or not (self._searching or self._counting):
            raise Stopped
        self._stopped = True
        pieces = Words("收到中止：做完手头一步就停", "stopping after the step at hand")
        plan = Words("收到中止：保留目前最好的方案", "stopping: keeping the best plan so far")
        self._say(pieces if self._counting else plan)

    def _say(self, words: Words) -> None:
        print(f"… {words.to(self.lang)}", file=sys.stderr, flush=True)

    def step(self, name: str | Words) -> None:
        """Show a step as it begins."""
        self._searching, self._counting = name == "search", False
        self._say(STEPS[name] if isinstance(name, str) else name)

    def count(self, done: int, of: int, name: str = "") -> None:
        """Show the piece that begins, or once a second how many pieces are done."""
        self._counting = True
        now = time.monotonic()
        if name:
            self._say(Words(f"{done + 1}/{of} {name}", f"{done + 1}/{of} {name}"))
        elif now - self._counted >= 1 or done == of:
            self._counted = now
            self._say(Words(f"已完成 {done}/{of}", f"{done} of {of} done"))

    def watch(self, score: float, bound: float, gap: float) -> None:
        """Show incumbent, bound and gap, once a second and when a plan is found first."""
        now = time.monotonic()
        if now - self._last < 1 or (score, bound) == self._shown or not abs(score) < 1e30:
            return
        self._last, self._shown = now, (score, bound)
        self._say(
            Words(
                f"目前最好 {score:.4f}，上界 {_known(bound)}，差距 {_known(gap * 100)}%",
                f"best so far {score:.4f}, bound {_known(bound)}, gap {_known(gap * 100)}%",
            )
        )

    @property
    def stopped(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._stopped


def _known(value: float) -> str:
    return f"{value:.4f}" if math.isfinite(value) else "?"


def gap(text: str) -> float:
    """Read a relative gap, 0 <= gap < 1."""
    value = _plain_number(text)
    if not 0 <= value < 1:
        raise argparse.ArgumentTypeError(f"'{text}' (0 <= gap < 1)")
    return value


def seconds(text: str) -> float:
    """Read seconds, > 0."""
    value = _plain_number(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}' (seconds > 0)")
    return value


def share(text: str) -> float:
    """Read a share, 0 to 1."""
    value = _plain_number(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' (0 to 1)")
    return value


def whole_number(text: str) -> int:
    """Read a whole number, >= 1."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' (a whole number >= 1)")
    return int(text)


def _plain_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' (a number)") from None


def find_scenario(given: str) -> Path:
    """Return the scenario file; a bare name such as `base` means `scenarios/base.toml`."""
    short = Path("scenarios") / f"{given}.toml"
    return short if not Path(given).exists() and short.exists() else Path(given)


def as_json(content: Any) -> str:
    """Return JSON as every command prints it."""
    return json.dumps(content, ensure_ascii=False, indent=2)
