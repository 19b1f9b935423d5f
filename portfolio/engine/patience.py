"""How long a solve may take, and who may end it: what every run of HiGHS is given."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

import highspy

from portfolio.listen import SILENT, Listener

ASKING = (
    highspy.cb.HighsCallbackType.kCallbackSimplexInterrupt,
    highspy.cb.HighsCallbackType.kCallbackIpmInterrupt,
    highspy.cb.HighsCallbackType.kCallbackMipInterrupt,
)


@dataclass(frozen=True)
class Patience:
    """
    A deadline that several solves may share, and the listener that may stop them before.

    Attributes
    ----------
    listener
        Asked within every solve whether to stop.
    until
        When the last solve must end, on the clock of `time.perf_counter`; infinite: never.
    """

    listener: Listener = SILENT
    until: float = math.inf

    @staticmethod
    def of(seconds: float | None, listener: Listener) -> Patience:
        """Return patience that begins now; None: as long as it takes."""
        return Patience(listener, math.inf if seconds is None else time.perf_counter() + seconds)

    @property
    def left(self) -> float:
        """Seconds that are left, at least 0."""
        return max(self.until - time.perf_counter(), 0.0)

    def limit(self, highs: highspy.Highs) -> None:
        """Give HiGHS what is left; its clock goes on over all runs of one object."""
        highs.setOptionValue("time_limit", highs.getRunTime() + self.left)

    def attend(self, highs: highspy.Highs) -> None:
        """Have HiGHS ask the listener, in the simplex method and in branch and bound."""
        if self.listener is SILENT:  # asking takes a tenth of a solve, and it never stops one
            return

        def asked(event: highspy.highs.HighsCallbackEvent) -> None:
            if self.listener.stopped:
                event.interrupt()

        highs.cbSimplexInterrupt += asked
        highs.cbIpmInterrupt += asked
        highs.cbMipInterrupt += asked

    def heed(self, kind: Any, message: str, out: Any, back: Any, _: Any) -> None:
        """Answer one callback of HiGHS, for PuLP, which passes them on as they come."""
        del kind, message, out
        if self.listener.stopped:
            back.user_interrupt = True
