"""
What a question is, and what an answer is: the one contract of all folders beside this file.

A question is asked with options; its study makes an answer; the runner (`run.py`) writes the
answer's folder, prints it and sets the exit code. It is asked with the options alone, not with a
problem: `compare` reads many scenarios, `promote` builds a problem for each project, and
`replan --template` plans nothing that is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from portfolio.errors import Finding, InputError, PortfolioError
from portfolio.inputs.find import find_scenario
from portfolio.inputs.places import is_book
from portfolio.listen import Clock
from portfolio.questions.options import Option, ScenarioFile
from portfolio.terms import Mode, Status
from portfolio.words import LANGUAGES, Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from portfolio.inputs.problem import Problem
    from portfolio.report.parts import Part
    from portfolio.report.statement import Statement

REPORTS = Path("reports")


class UsageError(PortfolioError):
    """Options that do not go together."""

    exit_code = 2

    def __init__(self, zh: str, en: str) -> None:
        super().__init__([Words(zh, en)])


@dataclass(frozen=True)
class Given:
    """
    What a question was given: a value for each option, and the language.

    `documents`: whether its folder has a workbook, a Word document and a page too.

    >>> given = Given({"steps": 41})
    >>> given["steps"], given.changes
    (41, {})
    """

    values: Mapping[str, Any]
    lang: str = LANGUAGES[0]
    folder: Path = Path()
    documents: bool = True

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def changes(self) -> dict[str, Any]:
        """
        The fields of the scenario that the call replaces (`usual.WHOLE`, `--thresholds`).

        Raises
        ------
        UsageError
            If two modes are asked for at once.
        """
        asked = [mode for mode in (Mode.WHOLE, Mode.STEADY) if self.values.get(mode)]
        if len(asked) > 1:
            raise UsageError("--whole 和 --steady 只用其中一个", "--whole or --steady, not both")
        found = {
            "mode": asked[0] if asked else None,
            "gap": self.values.get("gap"),
            "time_limit": self.values.get("time_limit"),
            "thresholds": self.values.get("thresholds"),
        }
        return {name: value for name, value in found.items() if value is not None}


class Answer:
    """
    What a question leaves: values, tables, pictures, pages, and lines to print.

    An answer overrides what it has; every method takes the language, `zh` or `en`. Its content is
    a dataclass whose fields are declared with `words.about`.
    """

    leaves_folder: ClassVar[bool] = True
    question: ClassVar[Words] = Words("", "")  # what its documents are called
    most_lines: ClassVar[int] = 20  # of its findings that its document says

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about, whose names its documents use; None: none."""
        return None

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the searches behind it ended, which the exit code says (`run.exit_code`)."""
        return ()

    def explain(self, clock: Clock) -> None:
        """Work out what the tables say and the pictures do not need, while these are drawn."""

    def content(self, lang: str) -> object:
        """Return the answer as a dataclass whose fields say what they are."""
        raise NotImplementedError

    def printed(self, lang: str) -> object:
        """Return what `--json` prints; as a rule the content."""
        return self.content(lang)

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return the tables by file stem."""
        return {}

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes | None]]:
        """Return what draws each picture, by file stem; None: there is nothing to draw."""
        return {}

    def heading(self, lang: str) -> str:
        """Return the title of its documents: which question, of which scenario."""
        asked, about = self.question.to(lang), self.subject
        title = "" if about is None else about.scenario.title
        return Words("：", ": ").to(lang).join(each for each in (asked, title) if each)

    def statements(self, lang: str) -> Sequence[Statement]:
        """
        Return what its workbook holds, a sheet each; annex and page take theirs from them.

        As a rule the result in lines and figures, and every table with its heads in words.
        """
        from portfolio.questions.results import usual_statements

        return usual_statements(self, lang)

    def document(self, lang: str, statements: Sequence[Statement]) -> Sequence[Part]:
        """
        Return what its Word document and its page hold; empty: it has neither.

        `statements` are its own, which are made once for workbook and document.
        """
        from portfolio.questions.account import account

        return account(self, lang, statements)

    def texts(self, lang: str, folder: Path) -> Mapping[str, str]:
        """Return pages and other text by file name; `folder` holds the pictures by now."""
        return {}

    def lines(self, lang: str) -> Sequence[str]:
        """Return what the command prints, a line each."""
        return ()

    def main_lines(self, lang: str) -> Sequence[str]:
        """Return the findings of its document: as a rule what the command prints."""
        return self.lines(lang)

    def messages(self) -> Sequence[Words]:
        """Return what the command says on stderr, a line each."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    What can be asked for by name, with options.

    Attributes
    ----------
    name
        Its command, and its page in the documents.
    title
        What it is for, in one line.
    options
        What it can be given.
    examples
        Calls that work in the project's folder.
    """

    name: str
    title: Words
    options: tuple[Option, ...]
    examples: tuple[str, ...] = ()

    def given(self, lang: str = LANGUAGES[0], **values: Any) -> Given:
        """
        Return what it is asked with.

        Parameters
        ----------
        lang
            `zh` or `en`.
        **values
            Values by name of option; those that are not given, or None, take their defaults.
            `out` is the report folder.

        Raises
        ------
        InputError
            With one finding for each scenario file that is not there.
        TypeError
            If a name is no option.
        """
        known = {option.name: option for option in self.options}
        if set(values) - set(known):
            raise TypeError(f"{self.name} takes {sorted(known)}, not {sorted(values)}")
        findings: list[Finding] = []
        complete: dict[str, Any] = {}
        for name, option in known.items():
            value = values.get(name)
            value = option.default if value is None else value
            if value is None and option.several:
                value = []
            if isinstance(option, ScenarioFile) and value is not None:
                value = _found(value, findings)
            complete[name] = value
        if findings:
            raise InputError(findings)
        return Given(complete, lang, self.folder_of(complete))

    def folder_of(self, values: Mapping[str, Any]) -> Path:
        """Return the report folder; the present one for what leaves none."""
        return Path()


@dataclass(frozen=True, kw_only=True)
class Question(Asked):
    """
    One question: a folder beside this file, whose name is its name.

    Attributes
    ----------
    ask
        Makes the answer; imports what is heavy when it is called.
    folder_name
        Usual name of the report folder; None: the scenario's name and the question's.
    writes
        Stem of the JSON file; empty: the question's name.
    drawn_by
        Modules that draw its pictures, for a helper to import ahead; empty: it needs no helper,
        as there is nothing to do while they are drawn (`Answer.explain`).
    """

    ask: Callable[[Given, Clock], Answer]
    folder_name: Callable[[Mapping[str, Any]], str] | None = None
    writes: str = ""
    drawn_by: tuple[str, ...] = ()

    def folder_of(self, values: Mapping[str, Any]) -> Path:
        """Return the report folder that is given, or the usual one."""
        if values.get("out") is not None:
            return Path(values["out"])
        if self.folder_name is not None:
            return REPORTS / self.folder_name(values)
        ending = "" if self.name == "plan" else f"_{self.name}"
        return REPORTS / f"{report_name(values['scenario'])}{ending}"


def report_name(scenario: Path) -> str:
    """
    Return what the report of a scenario is called; never a place above, nor a hidden one.

    A scenario of a workbook has the workbook's name before its own.

    >>> report_name(Path("scenarios/base.toml")), report_name(Path("...toml"))
    ('base', 'scenario')
    """
    name = scenario.stem.strip(".") or "scenario"
    return f"{scenario.parent.stem}_{name}" if is_book(scenario.parent) else name


def _found(value: Any, findings: list[Finding]) -> Any:
    """Return the scenario file, or files, that a name means."""
    if isinstance(value, list):
        return [_found(each, findings) for each in value]
    found = find_scenario(value)
    if isinstance(found, Finding):
        findings.append(found)
    return found
