"""Errors that carry every finding at once, each one line in Chinese or English."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
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
ASIDE = 2  # places in one row, or without a row, that are listed one by one
MOST = 20  # and that are named in one line


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings file by file as they were found, in each what has no row and then by row."""
    listed = list(findings)
    place = {name: at for at, name in enumerate(dict.fromkeys(each.file for each in listed))}
    return sorted(listed, key=lambda each: (place[each.file], each.row or 0))


def as_lines(findings: Sequence[Finding]) -> list[Words]:
    """
    Return a line a finding; many of one kind are one line, where the first of them stands.

    Of one kind are findings with the same rule in one column, whatever the row; and those with
    the same rule in one row (the header, or no row) that differ in the column or in what was
    found, not in both.

    >>> allowed = Words("四位年份", "a year of four digits")
    >>> wrong = [Finding("t.csv", row, "year", Words("“x”", "'x'"), allowed) for row in range(2, 9)]
    >>> print(as_lines(wrong)[0].en)
    t.csv, rows 2, 3, 4, 5, 6 ... (7 in all), year: found 'x'; allowed: a year of four digits
    >>> no, must = Words("缺少此列", "no such column"), Words("必须有的列", "a column")
    >>> print(as_lines([Finding("t.csv", 1, each, no, must) for each in "abc"])[0].en)
    t.csv, row 1, a, b, c (3 in all): found no such column; allowed: a column
    """
    groups: dict[int, list[Finding]] = {}
    for kind, most in ((_by_row, ALIKE), (_by_column, ASIDE), (_by_found, ASIDE)):
        groups |= _groups([each for each in findings if id(each) not in groups], kind, most)
    lines: list[Words] = []
    for each in findings:
        alike = groups.get(id(each), [each])
        if each is alike[0]:
            lines.append(
                _together(alike) if len(alike) > 1 else Words(each.line(), each.line("en"))
            )
    return lines


def _groups(
    findings: Sequence[Finding], kind: Callable[[Finding], Hashable | None], most: int
) -> dict[int, list[Finding]]:
    """Return, by `id` of a finding, all of its kind; only where these are more than `most`."""
    alike: dict[Hashable, list[Finding]] = {}
    for each in findings:
        if (key := kind(each)) is not None:
            alike.setdefault(key, []).append(each)
    return {id(each): own for own in alike.values() if len(own) > most for each in own}


def _by_row(each: Finding) -> Hashable | None:
    return (each.file, each.column, each.allowed) if each.row else None


def _by_column(each: Finding) -> Hashable | None:
    return (each.file, each.row, each.found, each.allowed) if each.column else None


def _by_found(each: Finding) -> Hashable | None:
    return (each.file, each.row, each.column, each.allowed)


def _together(alike: Sequence[Finding]) -> Words:
    """Return one line for findings of one kind: how many, where, and some values."""
    first, count = alike[0], len(alike)
    rows, columns, values = (
        list(dict.fromkeys(each))
        for each in zip(*((one.row, one.column, one.found) for one in alike), strict=True)
    )
    row_zh = row_en = column_zh = column_en = ""
    few = FEW
    if len(rows) > 1:
        named = [str(each) for each in rows[:ALIKE]]
        row_zh = f" 第 {'、'.join(named)} 等 {count} 行"
        row_en = f", rows {', '.join(named)} ... ({count} in all)"
    elif first.row:
        row_zh, row_en = f" 第 {first.row} 行", f", row {first.row}"
    if len(columns) > 1:
        named = [str(each) for each in columns[:MOST]]
        more = " …" if count > MOST else ""
        column_zh = f" {'、'.join(named)}{more}（共 {count} 处）"
        column_en = f", {', '.join(named)}{more} ({count} in all)"
    elif first.column:
        column_zh, column_en = f" {first.column}", f", {first.column}"
    if len(rows) == len(columns) == 1:
        few = MOST
        column_zh, column_en = f"{column_zh} {count} 处", f"{column_en} ({count} in all)"
    zh, en = "、".join(v.zh for v in values[:few]), ", ".join(v.en for v in values[:few])
    if len(values) > few:
        zh, en = f"{zh} 等", f"{en} ..."
    return Words(
        f"{first.file}{row_zh}{column_zh}：读到{zh}；应为{first.allowed.zh}",
        f"{first.file}{row_en}{column_en}: found {en}; allowed: {first.allowed.en}",
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
