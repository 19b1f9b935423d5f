"""What a city's tables and scenarios rest on that its papers do not state: `assumptions.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from portfolio.errors import Findings
from portfolio.inputs.layouts import ASSUMPTIONS
from portfolio.inputs.places import is_there
from portfolio.inputs.tables import Table, read_table
from portfolio.words import Words

FILE = "assumptions.csv"


@dataclass(frozen=True)
class Assumption:
    """
    One assumption.

    Attributes
    ----------
    id
        `A1` ...
    subject, basis
        What is assumed, and on what grounds; the basis may be empty.
    place
        Where to change it: file and column, or key of a scenario; may be empty.
    """

    id: str
    subject: Words
    basis: Words
    place: str


def read_assumptions(folder: Path, findings: Findings) -> tuple[Assumption, ...]:
    """Return the assumptions of a data folder; none where it has no `assumptions.csv`."""
    path = folder / FILE
    if not is_there(path):
        return ()
    return assumptions_of(read_table(path, ASSUMPTIONS, findings, key="id"))


def assumptions_of(table: Table | None) -> tuple[Assumption, ...]:
    """Return the rows of the table; what has no English is said in Chinese."""
    if table is None:
        return ()
    texts = table.data[[*ASSUMPTIONS]].astype(object)
    rows = texts.where(texts.notna(), "").itertuples(index=False)  # unread cells are noted already
    return tuple(
        Assumption(
            each.id,
            Words(each.subject_zh, each.subject_en or each.subject_zh),
            Words(each.basis_zh, each.basis_en or each.basis_zh),
            each.place,
        )
        for each in rows
    )
