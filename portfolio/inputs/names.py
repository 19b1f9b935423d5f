"""Sources and domains by name: cells may say 财政资金 or Fiscal for `fiscal`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from portfolio.inputs.codes import folded, spellings
from portfolio.inputs.columns import Column


def ids_by_name(
    rows: Sequence[tuple[str, str, str]] | None, usual: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """
    Return the ids by folded name.

    Parameters
    ----------
    rows
        Id, Chinese and English name of each that a city has; None: it has no such table, and the
        usual ones are meant.
    usual
        Names of those that many cities share, by id.

    Examples
    --------
    >>> ids_by_name([("health", "医疗", "Health care")], {"health": ("卫生", "Health")})["医疗"]
    'health'
    """
    if rows is None:
        return spellings(usual, usual)
    ids = {each[0] for each in rows}
    known = spellings([each for each in usual if each in ids], usual)
    own = {folded(name): each for each, *names in reversed(rows) for name in names}
    return known | own | {folded(each): each for each in ids}


def called_by_name(
    columns: Mapping[str, Column], names: Mapping[str, Mapping[str, str]]
) -> dict[str, Column]:
    """Return columns whose cells may say names: `names` has the ids by folded name, by column."""
    return {
        name: _named(column, names[name]) if name in names else column
        for name, column in columns.items()
    }


def _named(column: Column, names: Mapping[str, str]) -> Column:
    """Return a column of one id, or of several with shares: `fiscal:0.6;special_bond:0.4`."""

    def spelled(text: str) -> str:
        cut = (re.split("[:：]", part) for part in re.split("[;；]", text))
        return ";".join(
            ":".join([names.get(folded(name), name.strip()), *(each.strip() for each in shares)])
            for name, *shares in cut
        )

    return replace(column, spelled=spelled)
