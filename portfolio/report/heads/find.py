"""The head of any column of any table that a question writes."""

from __future__ import annotations

from portfolio.report.heads.head import Head
from portfolio.report.heads.own import PLAN
from portfolio.report.heads.patterns import FREE, by_pattern
from portfolio.report.heads.shared import SHARED
from portfolio.report.heads.studies import STUDIES
from portfolio.report.heads.sweeps import SWEEPS
from portfolio.words import Words

OWN = PLAN | STUDIES | SWEEPS


def known_head(stem: str, column: str) -> Head | None:
    """
    Return the head of a column of `stem.csv`; None: nobody has given it one.

    >>> known_head("projects", "funded_share").text("zh"), known_head("purses", "money").text("en")
    ('实施比例', 'Own money (10,000 yuan)')
    >>> known_head("projects", "colour_of_roof") is None
    True
    """
    found = OWN.get(stem, {}).get(column) or by_pattern(column) or SHARED.get(column)
    if found is None and stem in FREE:
        return FREE[stem](column)
    return found


def head_of(stem: str, column: str) -> Head:
    """Return the head of a column; of one that has none its own name, so that nothing is lost."""
    return known_head(stem, column) or Head(Words(column, column), width=14)


def is_free(stem: str, column: str) -> bool:
    """
    Whether the reader named a column: a scenario of a comparison.

    >>> is_free("compare", "base"), is_free("compare", "year"), is_free("purses", "base")
    (True, False, False)
    """
    known = column in OWN.get(stem, {}) or by_pattern(column) or column in SHARED
    return stem in FREE and not known
