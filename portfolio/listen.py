"""
A run tells how far it is, and is told to stop: the one way from the engine up to the reader.

On the ground floor, since the engine speaks to it as well as the questions do.
"""

from __future__ import annotations

import time

from portfolio.errors import Stopped
from portfolio.words import Words

STEPS = {
    "read": Words("读取表格和情景", "reading tables and scenario"),
    "model": Words("建立模型", "building the model"),
    "solve": Words("求解", "solving"),
    "tidy": Words("整理进度", "tidying the schedule"),
    "search": Words("搜索整项目方案", "searching for whole projects"),
    "search_steady": Words("搜索连续施工的方案", "searching for steady work"),
    "fewest": Words("求变动最少的项目", "moving the fewest projects"),
    "least": Words("求变动最少的资金", "moving the least money"),
    "shortfall": Words("没有方案，计算最小缺口", "no plan: finding the smallest shortfall"),
    "short": Words("规划补足缺口后的方案", "planning with the shortfall granted"),
    "verify": Words("独立复核", "verifying"),
    "explain": Words("说明理由", "finding reasons"),
    "write": Words("写表格", "writing tables"),
    "draw": Words("绘图", "drawing"),
}


class Listener:
    """Hears steps, pieces and the search; this one is silent and lets everything run."""

    def step(self, name: str | Words) -> None:
        """Hear that a step begins: one of `STEPS`, or a question's own words."""

    def count(self, done: int, of: int, name: str = "") -> None:
        """Hear that so many pieces of a long run are done; `name` is the one that begins."""

    def watch(self, score: float, bound: float, gap: float) -> None:
        """Hear of the best plan so far, the bound, and the gap between them."""

    @property
    def stopped(self) -> bool:
        """Whether the reader asked to stop."""
        return False

    def breathe(self) -> None:
        """
        Go on in the middle of a step, unless the reader asked to stop and nothing is to be kept.

        Raises
        ------
        Stopped
            If so.
        """

    def go_on(self) -> None:
        """
        Go on between two pieces of a run, unless the reader asked to stop.

        Raises
        ------
        Stopped
            If so.
        """
        if self.stopped:
            raise Stopped


SILENT = Listener()


class Inner(Listener):
    """
    What a piece of a long run tells: its search, not its steps.

    The reader of a long run is shown the pieces; the steps of each would drown them.
    """

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def watch(self, score: float, bound: float, gap: float) -> None:
        """Pass the search on."""
        self._listener.watch(score, bound, gap)

    def breathe(self) -> None:
        """Pass it on."""
        self._listener.breathe()

    @property
    def stopped(self) -> bool:
        """Whether the reader asked to stop."""
        return self._listener.stopped


class Aside(Inner):
    """What a search tells that serves to explain another one: nothing; it may be stopped."""

    def watch(self, score: float, bound: float, gap: float) -> None:
        """Keep it."""


class Clock(Listener):
    """Passes everything on, and keeps how long each step took, in seconds."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.seconds: dict[str, float] = {}
        self._step, self._since = "", time.perf_counter()

    def step(self, name: str | Words) -> None:
        """Begin a step, which ends the one before."""
        self.end()
        self._step = name if isinstance(name, str) else name.en
        self._listener.step(name)

    def end(self) -> None:
        """End the step under way."""
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0.0) + now - self._since
        self._step, self._since = "", now

    def count(self, done: int, of: int, name: str = "") -> None:
        """Pass pieces on."""
        self._listener.count(done, of, name)

    def watch(self, score: float, bound: float, gap: float) -> None:
        """Pass the search on."""
        self._listener.watch(score, bound, gap)

    def breathe(self) -> None:
        """Pass it on."""
        self._listener.breathe()

    @property
    def stopped(self) -> bool:
        """Whether the reader asked to stop."""
        return self._listener.stopped
