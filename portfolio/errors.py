"""Errors that carry every finding at once, each one line in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from portfolio.words import Words, shown


@dataclass(frozen=True)
class Finding:
    """
    One thing that is wrong, where it is, and what would be right.

    Parameters
    ----------
    file
        File as the user knows it.
    row
        Line of the table as a spreadsheet counts it (the header is row 1), or None.
    column
        Column of the table or key of the scenario, or None.
    found, allowed
        What was read, and what may stand there.
    """

    file: str
    row: int | None
    column: str | None
    found: Words
    allowed: Words

    def line(self, lang: str = "zh") -> str:
        """Return the finding as one line."""
        if lang == "en":
            row = f", row {self.row}" if self.row else ""
            column = f", {self.column}" if self.column else ""
            return f"{self.file}{row}{column}: found {self.found.en}; allowed: {self.allowed.en}"
        row = f" 第 {self.row} 行" if self.row else ""
        column = f" {self.column}" if self.column else ""
        return f"{self.file}{row}{column}：读到{self.found.zh}；应为{self.allowed.zh}"


LONGEST = 2_000  # letters of a message; what is longer (a name of 5,000) loses its middle


def _line(text: str) -> str:
    text = shown(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}…{text[-LONGEST // 3 :]}"


class PortfolioError(Exception):
    """
    Base of all errors that the project raises on purpose.

    Attributes
    ----------
    messages
        The message lines, in both languages; whatever stands in them, each is one line.
    exit_code
        What the command line returns for it (contract, section 7).
    """

    exit_code = 1

    def __init__(self, messages: Iterable[Words]) -> None:
        self.messages = [Words(_line(each.zh), _line(each.en)) for each in messages]
        super().__init__("\n".join(words.en for words in self.messages))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pass from one process to another, all that it carries with it."""
        return _again, (type(self), self.args, self.__dict__)

    def lines(self, lang: str = "zh") -> list[str]:
        """Return one line a message."""
        return [words.to(lang) for words in self.messages]


def _again(
    kind: type[PortfolioError], words: tuple[str, ...], carried: dict[str, Any]
) -> PortfolioError:
    error = kind.__new__(kind, *words)
    error.__dict__.update(carried)
    return error


class InputError(PortfolioError):
    """Tables, a scenario or an argument that cannot be used; carries `findings`."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(Words(f.line("zh"), f.line("en")) for f in self.findings)


class SolverError(PortfolioError):
    """The solver failed, or stopped at a limit without any plan in hand."""


class VerificationError(PortfolioError):
    """A plan does not hold when it is recomputed; it is never reported as a plan."""


class UnwrittenError(PortfolioError):
    """A report that the disk did not take; what was there before is unchanged."""


class NoPlanError(PortfolioError):
    """No plan meets all requirements; carries the smallest `shortfall`."""

    exit_code = 3

    def __init__(self, messages: Iterable[Words], shortfall: Any = None) -> None:
        super().__init__(messages)
        self.shortfall = shortfall


class Stopped(PortfolioError):  # noqa: N818 (somebody pressed Ctrl-C; nothing went wrong)
    """A run was stopped by its reader, and has nothing to show for it."""

    def __init__(self, messages: Iterable[Words] = ()) -> None:
        nothing = Words("已中止，没有写出任何结果", "stopped; nothing was written")
        super().__init__(messages or [nothing])


@dataclass
class Findings:
    """Collects findings so that all of them are reported at once."""

    items: list[Finding] = field(default_factory=list)

    def add(
        self,
        file: str,
        row: int | None,
        column: str | None,
        found: Words,
        allowed: Words,
    ) -> None:
        """Note one finding."""
        self.items.append(Finding(file, row, column, found, allowed))

    def raise_if_any(self) -> None:
        """Raise `InputError` with everything noted so far, each finding once."""
        if self.items:
            raise InputError(dict.fromkeys(self.items))
