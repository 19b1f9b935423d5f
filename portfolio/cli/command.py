"""A command that is no question: it checks or writes files, and leaves no report folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portfolio.questions.contract import Asked, Given


@dataclass(frozen=True, kw_only=True)
class Command(Asked):
    """
    One command.

    Attributes
    ----------
    run
        Does it, given the options and whether to print JSON; returns exit code and what to print.
    """

    run: Callable[[Given, bool], tuple[int, str]]
