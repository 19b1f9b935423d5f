"""The listener of the command line: steps and search on stderr, Ctrl-C."""

from __future__ import annotations

import math
import signal
import time

from portfolio.cli.interrupts import EARLY
from portfolio.cli.output import say
from portfolio.errors import Stopped
from portfolio.listen import STEPS, Listener
from portfolio.words import Words

# Steps whose work hears of Ctrl-C itself; all but the first two keep the plan they have in hand.
SOLVING = ("solve", "shortfall", "tidy", "search", "fewest", "least")


class Console(Listener):
    """
    Shows steps, pieces and the search on stderr, and turns Ctrl-C into a request to stop.

    The handler sets a flag and raises nothing. A solve looks at it by itself and keeps the plan in
    hand, if there is one; a run of many pieces finishes the piece at hand; anything else ends with
    its step. Pressed again, it ends the command at once.
    """

    def __init__(self, lang: str) -> None:
        self.lang, self._step, self._counting = lang, "", False
        self._stopped = self._keeping = False
        self._shown: tuple[float, ...] = ()
        self._last = self._counted = 0.0

    def __enter__(self) -> Console:
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        if EARLY.pressed:
            self.__exit__()
            raise Stopped
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, *_: object) -> None:
        if self._stopped:
            raise Stopped
        self._stopped = True
        self._keeping = self._step in SOLVING and not self._counting
        pieces = Words("收到中止：做完手头一步就停", "stopping after the step at hand")
        plan = Words("收到中止：保留目前最好的方案", "stopping: keeping the best plan so far")
        self._say(plan if self._keeping and self._step in SOLVING[2:] else pieces)

    def _say(self, words: Words) -> None:
        say(Words(f"… {words.zh}", f"… {words.en}"), self.lang)

    def step(self, name: str | Words) -> None:
        """Show a step as it begins."""
        self.breathe()
        self._step, self._counting = str(name), False
        self._say(STEPS[name] if isinstance(name, str) else name)

    def breathe(self) -> None:
        """Stop here if Ctrl-C was pressed, and not in a solve that kept its plan."""
        if self._stopped and not self._keeping:
            raise Stopped

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
