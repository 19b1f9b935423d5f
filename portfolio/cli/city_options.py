"""What is asked about a new city: options, and questions on a terminal one after the other."""

from __future__ import annotations

import datetime
import re
import sys
from dataclasses import dataclass
from typing import Any

from portfolio.cli.output import say
from portfolio.errors import Stopped
from portfolio.inputs.limits import YEARS
from portfolio.questions.numbers import Number
from portfolio.questions.options import Flag, Option
from portfolio.words import Words, is_control, said

EXAMPLES = ("heyuan",)
YES, NO = ("是", "y", "yes"), ("否", "n", "no")


@dataclass(frozen=True, kw_only=True)
class Years(Option):
    """
    First and last year of a horizon.

    >>> Years(name="years", help=Words("", "")).parse("2026—2030年")
    (2026, 2030)
    """

    label: str = "YEARS"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        most = YEARS.most
        return Words(
            f"首年-末年，如 2026-2030，至多 {most} 年",
            f"first-last, such as 2026-2030, at most {most} years",
        )

    def parse(self, text: str) -> Any:
        """Return both years; raises `ValueError` if they are none."""
        found = re.fullmatch(r"([12]\d{3})\s*年?\s*[-–—~～至到]+\s*([12]\d{3})\s*年?", text.strip())
        first, last = (int(each) for each in found.groups()) if found else (0, -1)
        if not 0 <= last - first < YEARS.most:
            raise ValueError(text)
        return first, last


@dataclass(frozen=True, kw_only=True)
class Names(Option):
    """
    Names in one text.

    >>> Names(name="domains", help=Words("", "")).parse("教育，卫生、Parks")
    ('教育', '卫生', 'Parks')
    """

    label: str = "NAME,NAME"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words("不重复的名称，用逗号隔开", "names with commas, none of them twice")

    def parse(self, text: str) -> Any:
        """Return the names; raises `ValueError` if one is empty or there twice."""
        names = tuple(each.strip() for each in re.split("[,，、;；]", text))
        if not all(names) or len(set(names)) < len(names) or any(map(is_control, text)):
            raise ValueError(text)
        return names


@dataclass(frozen=True, kw_only=True)
class YesNo(Option):
    """Yes or no, as a person types it."""

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words("是 或 否", "yes or no")

    def parse(self, text: str) -> Any:
        """Return whether it is yes; raises `ValueError` if it is neither."""
        if text.strip().lower() not in YES + NO:
            raise ValueError(text)
        return text.strip().lower() in YES


@dataclass(frozen=True, kw_only=True)
class Example(Option):
    """The name of a city that comes with the program."""

    label: str = "NAME"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words("、".join(EXAMPLES), ", ".join(EXAMPLES))

    def parse(self, text: str) -> Any:
        """Return the name; raises `ValueError` if there is no such city."""
        if text not in EXAMPLES:
            raise ValueError(text)
        return text


MONEY, LAND = Words("万元", "万元"), Words("亩", "亩")
TITLE = Option(name="title", help=Words("基准情景的标题", "title of the base scenario"))
HORIZON = Years(name="years", help=Words("规划期首末年", "first and last year of the plan"))
DOMAINS = Names(name="domains", help=Words("领域", "domains"))
SOURCES = Names(name="sources", help=Words("资金来源", "sources of money"))
DISTRICTS = Names(name="districts", help=Words("地区（市本级、各县区）", "districts"))
PURSES = Flag(
    name="purses",
    help=Words(
        "每种来源、每个地区的资金分开（资金池）", "keep the money of each source and district apart"
    ),
)
BUDGET = Number(
    name="budget",
    least=0,
    most=1e12,
    unit=MONEY,
    help=Words("规划期资金总额（万元），可以以后填", "money of the whole plan (万元), may wait"),
)
QUOTA = Number(
    name="land",
    least=0,
    most=1e12,
    unit=LAND,
    help=Words(
        "规划期新增用地指标（亩），不考虑用地为 0",
        "land of the whole plan (亩), 0: land is no matter",
    ),
)
ASKED: tuple[Option, ...] = (TITLE, HORIZON, DOMAINS, SOURCES, DISTRICTS, PURSES, BUDGET, QUOTA)


def usual(today: datetime.date) -> dict[str, str]:
    """
    Return what is taken where nothing is said, as a person would type it.

    The years are those of the five-year plan that a day falls into.

    >>> usual(datetime.date(2026, 3, 1))["years"]
    '2026-2030'
    """
    first = today.year - (today.year - 1) % 5
    return {
        "title": "基准情景",
        "years": f"{first}-{first + 4}",
        "domains": "教育,医疗卫生,住房保障,文化体育,应急保障",
        "sources": "财政,国企,社会资本",
        "districts": "市本级",
        "purses": "否",
        "budget": "",
        "land": "0",
    }


def value_of(option: Option, text: str) -> Any:
    """Return the value of what was typed; None for nothing."""
    return _typed(option).parse(text) if text else None


def _typed(option: Option) -> Option:
    """Return an option as a person answers it: a flag with yes or no."""
    return YesNo(name=option.name, help=option.help) if isinstance(option, Flag) else option


def answers(lang: str) -> dict[str, Any]:
    """Ask one thing after the other on a terminal; without one everything is as usual."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        return {}
    defaults = usual(datetime.date.today())
    say(Words("直接回车用方括号里的值。", "Enter alone takes what is in brackets."), lang)
    return {each.name: _ask(each, defaults[each.name], lang) for each in ASKED}


def _ask(option: Option, default: str, lang: str) -> Any:
    """Ask until the answer can be used."""
    while True:
        default_said = {"否": Words("否", "no")}.get(default, Words(default, default)).to(lang)
        say(Words(f"{option.help.zh} [{default_said}]", f"{option.help.en} [{default_said}]"), lang)
        line = sys.stdin.readline()
        if not line:  # the terminal was closed
            raise Stopped
        text = line.strip() or default
        try:
            return value_of(option, text)
        except ValueError:
            found, allowed = said(text), _typed(option).allowed
            say(
                Words(
                    f"读到{found.zh}；应为{allowed.zh}", f"found {found.en}; allowed: {allowed.en}"
                ),
                lang,
            )
