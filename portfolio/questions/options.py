"""
Options as data: type, range, unit, default and help in both languages.

The command line is made from them, and so can a form be. An option reads one text; what it may be
is said by `allowed`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portfolio.words import Words


@dataclass(frozen=True, kw_only=True)
class Option:
    """
    One thing that a question can be given; this one is any text.

    Attributes
    ----------
    name
        Key in `Given`; `time_limit` is `--time-limit` on the command line.
    help
        What it is, without its default.
    label
        What stands for the value in a usage line, such as `YEAR`.
    default
        Value if it is not given; None: there is none.
    default_said
        How the default is said where it is no plain value.
    place
        Empty: a named option. Else it is given by its place, so many times: `1`, `?`, `+` or `*`.
    required
        Whether a named option must be given.
    bare
        Value of a named option that is given without a value; None: it needs one.
    """

    name: str
    help: Words
    label: str = "TEXT"
    default: Any = None
    default_said: Words | None = None
    place: str = ""
    required: bool = False
    bare: str | None = None

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words("文字", "a text")

    def parse(self, text: str) -> Any:
        """Return the value; raises `ValueError` if the text is not `allowed`."""
        return text

    @property
    def several(self) -> bool:
        """Whether it may be given several times; its value is then a list."""
        return self.place in ("+", "*")

    @property
    def about(self) -> Words:
        """The help with the default."""
        said = self.default_said
        if said is None and self.default is not None and not isinstance(self.default, bool):
            said = Words(f"{self.default:g}", f"{self.default:g}")
        if said is None:
            return self.help
        return Words(
            f"{self.help.zh}，默认{_spaced(said.zh)}", f"{self.help.en}, default {said.en}"
        )


def _spaced(text: str) -> str:
    """A space stands between Chinese and other letters."""
    return f" {text}" if text[:1].isascii() else text


@dataclass(frozen=True, kw_only=True)
class Flag(Option):
    """Yes if it is given."""

    default: Any = False


@dataclass(frozen=True, kw_only=True)
class File(Option):
    """A file, as a path."""

    label: str = "FILE"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words("文件路径", "a path")


@dataclass(frozen=True, kw_only=True)
class Ids(Option):
    """Ids of projects; none given: all that the question is about."""

    label: str = "ID"
    place: str = "*"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words("项目编号", "an id of a project")


@dataclass(frozen=True, kw_only=True)
class IdList(Option):
    """
    Ids of projects in one text, separated by commas; `all` is one.

    >>> IdList(name="thresholds", help=Words("", "")).parse("P05, R18，R22")
    ['P05', 'R18', 'R22']
    """

    label: str = "ID,ID"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words("项目编号，用逗号隔开，或 all", "ids of projects with commas, or all")

    def parse(self, text: str) -> Any:
        """Return the ids; raises `ValueError` if one is empty."""
        ids = [each.strip() for each in re.split("[,，、]", text)]
        if not all(ids):
            raise ValueError(text)
        return ids


@dataclass(frozen=True, kw_only=True)
class ScenarioFile(Option):
    """A scenario file; a bare name such as `base` means `scenarios/base.toml`."""

    name: str = "scenario"
    help: Words = Words("情景文件（TOML）", "scenario file (TOML)")
    label: str = "SCENARIO"
    place: str = "1"

    def parse(self, text: str) -> Any:
        """Return the path as it was given; `Given` finds the file."""
        return Path(text)


@dataclass(frozen=True, kw_only=True)
class Folder(Option):
    """
    The report folder; `usual` is the pattern of its usual name in both languages.

    >>> Folder(usual=Words("reports/<情景名>", "reports/<scenario>")).about.zh
    '报告文件夹，默认 reports/<情景名>'
    """

    usual: Words
    name: str = "out"
    help: Words = Words("报告文件夹", "report folder")
    label: str = "DIR"

    @property
    def about(self) -> Words:
        """The help with the usual name, if there is one."""
        if not self.usual.zh:
            return self.help
        return Words(
            f"{self.help.zh}，默认 {self.usual.zh}", f"{self.help.en}, default {self.usual.en}"
        )

    def parse(self, text: str) -> Any:
        """Return the path."""
        return Path(text)
