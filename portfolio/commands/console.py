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

from portfolio.errors import Words

STEPS = {
    "read": Words("读取表格和情景", "reading tables and scenario"),
    "model": Words("建立模型", "building the model"),
    "solve": Words("求解", "solving"),
    "tidy": Words("整理进度", "tidying the schedule"),
    "search": Words("搜索整项目方案", "searching for whole projects"),
    "shortfall": Words("没有方案，计算最小缺口", "no plan: finding the smallest shortfall"),
    "verify": Words("独立复核", "verifying"),
    "explain": Words("说明理由", "finding reasons"),
    "write": Words("写表格", "writing tables"),
    "draw": Words("绘图", "drawing"),
}


class Console:
    """
    Shows steps and the search on stderr, and turns Ctrl-C into "keep the best plan so far".

    Outside the search Ctrl-C stops the command as usual.
    """

    def __init__(self, lang: str) -> None:
        self.lang, self.searching, self.stopped = lang, False, False
        self._shown: tuple[float, ...] = ()
        self._last = self._counted = 0.0

    def __enter__(self) -> Console:
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, *_: object) -> None:
        if not self.searching or self.stopped:
            raise KeyboardInterrupt
        self.stopped = True
        self._say(Words("收到中止：保留目前最好的方案", "stopping: keeping the best plan so far"))

    def _say(self, words: Words) -> None:
        print(f"… {words.to(self.lang)}", file=sys.stderr, flush=True)

    def progress(self, step: str) -> None:
        """Show a step as it begins."""
        self.searching = step == "search"
        self._say(STEPS[step])

    def say(self, words: Words) -> None:
        """Show a message."""
        self._say(words)

    def count(self, done: int, of: int) -> None:
        """Show how many pieces of a long run are done, once a second."""
        now = time.monotonic()
        if now - self._counted >= 1 or done == of:
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

    def stop(self) -> bool:
        """Whether Ctrl-C was pressed during the search."""
        return self.stopped


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
