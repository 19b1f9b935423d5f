"""Errors that carry every finding at once, each one line in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


ALIKE = 5  # findings of one kind in one column that are listed one by one
FEW = 3  # values that are quoted of more


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings file by file as they were found, in each what has no row and then by row."""
    listed = list(findings)
    place = {name: at for at, name in enumerate(dict.fromkeys(each.file for each in listed))}
    return sorted(listed, key=lambda each: (place[each.file], each.row or 0))


def as_lines(findings: Sequence[Finding]) -> list[Words]:
    """
    Return a line a finding; many of one kind in one column are one line, where the first stands.

    >>> allowed = Words("四位年份", "a year of four digits")
    >>> wrong = [Finding("t.csv", row, "year", Words("“x”", "'x'"), allowed) for row in range(2, 9)]
    >>> print(as_lines(wrong)[0].en)
    t.csv, rows 2, 3, 4, 5, 6 ... (7 in all), year: found 'x'; allowed: a year of four digits
    """
    kinds: dict[tuple[str, str | None, Words], list[Finding]] = {}
    for each in findings:
        if each.row:
            kinds.setdefault((each.file, each.column, each.allowed), []).append(each)
    lines = []
    for each in findings:
        alike = kinds.get((each.file, each.column, each.allowed), []) if each.row else []
        if len(alike) <= ALIKE:
            lines.append(Words(each.line("zh"), each.line("en")))
        elif each is alike[0]:
            lines.append(_together(alike))
    return lines


def _together(alike: Sequence[Finding]) -> Words:
    """Return one line for findings of one kind: how many, the first rows, and some values."""
    first, count = alike[0], len(alike)
    rows = [str(each.row) for each in alike[:ALIKE]]
    values = list(dict.fromkeys(each.found for each in alike))
    zh, en = "、".join(v.zh for v in values[:FEW]), ", ".join(v.en for v in values[:FEW])
    if len(values) > FEW:
        zh, en = f"{zh} 等", f"{en} ..."
    column = first.column or ""
    return Words(
        f"{first.file} 第 {'、'.join(rows)} 等 {count} 行{f' {column}' if column else ''}："
        f"读到{zh}；应为{first.allowed.zh}",
        f"{first.file}, rows {', '.join(rows)} ... ({count} in all)"
        f"{f', {column}' if column else ''}: found {en}; allowed: {first.allowed.en}",
    )


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
    """
    Tables, a scenario or an argument that cannot be used.

    It carries all `findings`, file by file and row by row; its lines put many of a kind together.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__(as_lines(self.findings))


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
    called: dict[str, dict[str, str]] = field(default_factory=dict)

    def call(self, file: str, heads: dict[str, str]) -> None:
        """Have columns of a file named as its own heads have them."""
        self.called[file] = heads

    def add(
        self,
        file: str,
        row: int | None,
        column: str | None,
        found: Words,
        allowed: Words,
    ) -> None:
        """Note one finding."""
        column = self.called.get(file, {}).get(column or "", column)
        self.items.append(Finding(file, row, column, found, allowed))

    def raise_if_any(self) -> None:
        """Raise `InputError` with everything noted so far, each finding once."""
        if self.items:
            raise InputError(dict.fromkeys(self.items))
