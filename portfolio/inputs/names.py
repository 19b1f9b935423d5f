"""Sources and domains by name: cells may say 财政资金 or Fiscal for `fiscal`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from portfolio.inputs.codes import folded, spellings
from portfolio.inputs.columns import FUNDING, Column
from portfolio.words import Words

MOST_NAMED = 12  # names that a message lists


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
    columns: Mapping[str, Column],
    names: Mapping[str, Mapping[str, str]],
    own: Mapping[str, Sequence[tuple[str, str, str]]],
) -> dict[str, Column]:
    """
    Return columns whose cells may say names.

    Parameters
    ----------
    columns
        Of a table.
    names
        The ids by folded name, by column.
    own
        Id and names of each that the city has, by column, where it has a table of them.
    """
    return {
        name: _named(column, names[name], own.get(name, ())) if name in names else column
        for name, column in columns.items()
    }


def _named(column: Column, names: Mapping[str, str], own: Sequence[tuple[str, str, str]]) -> Column:
    """Return a column of one id, or of several with shares: `fiscal:0.6;special_bond:0.4`."""

    def spelled(text: str) -> str:
        cut = (re.split("[:：]", part) for part in re.split("[;；]", text))
        return ";".join(
            ":".join([names.get(folded(name), name.strip()), *(each.strip() for each in shares)])
            for name, *shares in cut
        )

    if not own:
        return replace(column, spelled=spelled)
    zh = "、".join(each[1] for each in own[:MOST_NAMED])
    en = ", ".join(each[0] for each in own[:MOST_NAMED])
    if len(own) > MOST_NAMED:
        zh, en = f"{zh} 等", f"{en} ..."
    several = Words("，几个时写 甲:0.6;乙:0.4", " or several with shares a:0.6;b:0.4")
    more = several if column is FUNDING else Words("", "")
    allowed = Words(
        f"其中之一：{zh}（编号或名称）{more.zh}", f"one of {en}, by id or name{more.en}"
    )
    return replace(column, spelled=spelled, allowed=allowed)
