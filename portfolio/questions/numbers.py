"""Options that are numbers: in a range, whole, a share, a pair, a year."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from portfolio.questions.options import Option
from portfolio.words import Words


def _short(number: float) -> str:
    """Return a number without spare zeros, all its digits before the point."""
    return f"{number:.0f}" if number == int(number) else f"{number:g}"


@dataclass(frozen=True, kw_only=True)
class Number(Option):
    """
    A number in a range.

    Attributes
    ----------
    least, most
        The range; `above` and `below` say that its end itself is not allowed.
    unit
        Unit in both languages, or None for a pure number.
    """

    least: float = -math.inf
    most: float = math.inf
    above: bool = False
    below: bool = False
    unit: Words | None = None
    label: str = "NUMBER"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        zh, en = [], []
        if self.least > -math.inf:
            zh.append(f"{'大于' if self.above else '不小于'} {_short(self.least)}")
            en.append(f"{'>' if self.above else '>='} {_short(self.least)}")
        if self.most < math.inf:
            zh.append(f"{'小于' if self.below else '不大于'} {_short(self.most)}")
            en.append(f"{'<' if self.below else '<='} {_short(self.most)}")
        kind_zh, kind_en = self._kind
        if not zh:
            return Words(kind_zh, f"a {kind_en}")
        return Words(f"{'、'.join(zh)} 的{kind_zh}", f"a {kind_en} {' and '.join(en)}")

    @property
    def _kind(self) -> tuple[str, str]:
        zh, en = ("", "") if self.unit is None else self.unit
        return (f"数（{zh}）" if zh else "数", f"number of {en}" if en else "number")

    def parse(self, text: str) -> Any:
        """Return the number; raises `ValueError` if it is none, or out of range."""
        return self._within(float(text))

    def _within(self, value: float) -> float:
        low = value > self.least if self.above else value >= self.least
        high = value < self.most if self.below else value <= self.most
        if not (math.isfinite(value) and low and high):
            raise ValueError(value)
        return value


@dataclass(frozen=True, kw_only=True)
class WholeNumber(Number):
    """A whole number in a range."""

    label: str = "N"

    @property
    def _kind(self) -> tuple[str, str]:
        return "整数", "whole number"

    def parse(self, text: str) -> Any:
        """Return the whole number; raises `ValueError` if it is none, or out of range."""
        if not re.fullmatch(r"[0-9]{1,18}", text):
            raise ValueError(text)
        return int(self._within(int(text)))


@dataclass(frozen=True, kw_only=True)
class Share(Option):
    """
    A share above 0, at most 1, as a number or as a fraction.

    >>> Share(name="quorum", help=Words("", "")).parse("2/3")
    0.6666666666666666
    """

    label: str = "SHARE"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words(
            "大于 0、不大于 1 的数或分数，如 0.5、2/3", "a number or fraction > 0 and <= 1"
        )

    def parse(self, text: str) -> Any:
        """Return the share; raises `ValueError` if it is none."""
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?(/[1-9][0-9]{0,8})?", text):
            raise ValueError(text)
        above, _, below = text.partition("/")
        share = float(above) / float(below or 1)
        if not 0 < share <= 1:
            raise ValueError(text)
        return share


@dataclass(frozen=True, kw_only=True)
class Range(Option):
    """Two factors `LOW:HIGH`, 0 <= low <= high, as a pair of numbers."""

    label: str = "LOW:HIGH"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words(
            "低:高，两个倍数，0 ≤ 低 ≤ 高，如 0.6:1.6",
            "low:high, two factors, 0 <= low <= high, e.g. 0.6:1.6",
        )

    def parse(self, text: str) -> Any:
        """Return the pair; raises `ValueError` if it is none, or out of range."""
        low, high = (float(part) for part in text.split(":"))
        if not 0 <= low <= high < math.inf:
            raise ValueError(text)
        return low, high


@dataclass(frozen=True, kw_only=True)
class Year(Option):
    """A year of four digits."""

    label: str = "YEAR"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words("四位年份，如 2023", "a year of four digits, e.g. 2023")

    def parse(self, text: str) -> Any:
        """Return the year; raises `ValueError` if it is none."""
        if not re.fullmatch(r"[0-9]{4}", text):
            raise ValueError(text)
        return int(text)
