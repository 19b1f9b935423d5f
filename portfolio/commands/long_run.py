"""Runs of many pieces: how far they are, Ctrl-C between pieces, and what they depend on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from portfolio.commands.console import Console
from portfolio.errors import PortfolioError, Words

if TYPE_CHECKING:
    from portfolio.problem import Problem


class LongRun(Console):
    """
    Shows how far a run of many pieces has come; Ctrl-C ends it after the piece at hand.

    A second Ctrl-C ends it at once. Finished pieces are kept either way.
    """

    def _interrupt(self, *_: object) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True
        self._say(Words("收到中止：做完手头一步就停", "stopping after the step at hand"))

    def count(self, done: int, of: int) -> None:
        """Show how many pieces are done, and end the run between pieces once it is stopped."""
        if self.stopped:
            raise KeyboardInterrupt
        super().count(done, of)


def interrupted() -> PortfolioError:
    """Return what is said after Ctrl-C."""
    again = Words(
        "已中止，没有写出报告；已完成的部分已保存，再次运行同一命令就从这里接着做",
        "stopped; no report was written. What is finished is kept: run the same command to go on",
    )
    return PortfolioError([again])


def contents(problem: Problem) -> list[str]:
    """Return what stands in the files of a problem, for `Resume`."""
    from portfolio.scenario import input_files

    files = input_files(problem.scenario)
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
