"""The deputies' ballots: votes for, against and abstentions; quorum and majority."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import ID, Column
from portfolio.inputs.sheet import read_header
from portfolio.inputs.tables import Table, read_table
from portfolio.words import Words, said

SIDES = ("for", "against", "abstain")
QUORUM = 0.5  # assumed where the number of deputies is given, and no share of them


def _votes(cell: str) -> int:
    if not cell.isascii() or not cell.isdigit():
        raise ValueError(cell)
    return int(cell)


COUNT = Column(_votes, Words("不小于 0 的整数票数", "a whole number of votes >= 0"))
TALLY: dict[str, Column] = {"matter_id": ID, "votes": COUNT}
BALLOTS: dict[str, Column] = {"matter_id": ID, **dict.fromkeys(SIDES, COUNT)}


@dataclass(frozen=True)
class Rule:
    """
    When a vote holds, and when a matter is carried.

    Attributes
    ----------
    deputies
        How many deputies there are; None: not said.
    quorum
        Share of them that must vote on a matter; None: not asked for.
    of_all
        Whether more than half of all deputies must be for it, not of those who voted.
    """

    deputies: int | None = None
    quorum: float | None = None
    of_all: bool = False

    @property
    def least(self) -> int | None:
        """How many must vote on a matter; None: not asked for."""
        if self.deputies is None:
            return None
        share = QUORUM if self.quorum is None else self.quorum
        return math.ceil(self.deputies * share - 1e-9)


@dataclass(frozen=True)
class Ballots:
    """
    Votes for each of M matters, shape (M,) each; -1 where a matter was not voted on.

    `against` and `abstain` are None where only votes were counted.
    """

    favour: np.ndarray
    against: np.ndarray | None = None
    abstain: np.ndarray | None = None

    @property
    def voted(self) -> np.ndarray | None:
        """How many voted on each matter, shape (M,); None: not known."""
        if self.against is None or self.abstain is None:
            return None
        return self.favour + self.against + self.abstain

    def valid(self, rule: Rule) -> np.ndarray:
        """Matters on which enough deputies voted, as far as that is known, shape (M,), bool."""
        if self.voted is None or rule.least is None:
            return np.ones(len(self.favour), dtype=bool)
        return self.voted >= rule.least

    def carried(self, rule: Rule) -> np.ndarray:
        """Matters that more than half are for, as far as that is known, shape (M,), bool."""
        if rule.of_all and rule.deputies is not None:
            return 2 * self.favour > rule.deputies
        if self.voted is None:
            return np.ones(len(self.favour), dtype=bool)
        return 2 * self.favour > self.voted


def read_ballots(path: Path, ids: list[str], rule: Rule, findings: Findings) -> Ballots:
    """
    Read the ballots on all candidates.

    Parameters
    ----------
    path
        A table with `matter_id` and `votes`, or with `matter_id`, `for`, `against`, `abstain`.
    ids
        The candidates, M of them.
    rule
        No matter can have more votes than there are deputies.
    findings
        Where to note what is wrong.
    """
    table = _read(path, rule, findings)
    counted = _known(table, ids, findings)
    each = Words("每个候选事项一行票数", "one row of votes for each matter")
    _missing(table, [name for name in ids if name not in counted], each, findings)
    if rule.quorum is not None and "votes" in table.data:
        plain = Words("只有 votes 一列", "only a column votes")
        sides = Words(
            "for、against、abstain 三列（核对法定人数要用）",
            "columns for, against and abstain, which a quorum needs",
        )
        findings.add(table.file, 1, None, plain, sides)
    return _ballots(table, counted, ids)


def read_second(
    path: Path, ids: list[str], tied: list[str], rule: Rule, findings: Findings
) -> Ballots:
    """Read the ballots of a second vote (二次表决): of the matters that are tied, all of them."""
    table = _read(path, rule, findings)
    if not tied:
        asked = Words("二次表决的结果", "a second vote")
        none = Words("没有票数相同待定的事项时不给", "none where no matters are tied")
        findings.add(table.file, None, None, asked, none)
    counted = _known(table, ids, findings)
    for name, line in counted.items():
        if tied and name not in tied:
            allowed = Words(
                f"票数相同待定的 {'、'.join(tied)}", f"one of those tied, {', '.join(tied)}"
            )
            findings.add(table.file, line, "matter_id", said(name), allowed)
    each = Words("票数相同的事项每项一行票数", "one row of votes for each matter that is tied")
    _missing(table, [name for name in tied if name not in counted], each, findings)
    return _ballots(table, counted, ids)


def _read(path: Path, rule: Rule, findings: Findings) -> Table:
    """Read either kind of table; note sums above the number of deputies."""
    columns = BALLOTS if set(SIDES) & set(read_header(path)) else TALLY
    table = read_table(path, columns, findings, key="matter_id")
    sides = SIDES if columns is BALLOTS else ("votes",)
    if rule.deputies is None:
        return table
    most = Words(f"合计不超过代表 {rule.deputies} 人", f"at most the {rule.deputies} deputies")
    sums = table.data[list(sides)].apply(pd.to_numeric, errors="coerce").sum(axis=1)
    for line, total in zip(table.data["row"], sums, strict=True):
        if total > rule.deputies:
            found = Words(f"合计 {total:.0f} 票", f"{total:.0f} votes")
            findings.add(table.file, int(line), sides[0], found, most)
    return table


def _known(table: Table, ids: list[str], findings: Findings) -> dict[str, int]:
    """Return the line of each candidate; note ids that are none."""
    counted: dict[str, int] = {}
    for line, name in table.data[["row", "matter_id"]].values:
        if isinstance(name, str) and name not in ids:
            known = Words("民生事项表里有的编号", "an id of the table of matters")
            findings.add(table.file, int(line), "matter_id", said(name), known)
        elif isinstance(name, str):
            counted[name] = int(line)
    return counted


def _missing(table: Table, absent: list[str], each: Words, findings: Findings) -> None:
    if not absent or table.data.empty:
        return
    listed = ", ".join(absent)
    missing = Words(f"缺少 {listed}", f"no row for {listed}")
    findings.add(table.file, None, "matter_id", missing, each)


def _ballots(table: Table, counted: dict[str, int], ids: list[str]) -> Ballots:
    rows = table.data.drop_duplicates("matter_id").set_index("matter_id")

    def votes(column: str) -> np.ndarray:
        cells = pd.to_numeric(rows[column], errors="coerce").reindex(ids)
        return cells.where(cells.index.isin(list(counted)), -1).fillna(-1).to_numpy(int)

    if "votes" in rows:
        return Ballots(votes("votes"))
    return Ballots(*(votes(side) for side in SIDES))
