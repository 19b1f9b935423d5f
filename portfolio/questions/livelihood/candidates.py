"""The candidate livelihood matters (民生实事), and the order in which the user prefers them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.crosscheck import read_matters
from portfolio.inputs.tables import read_tables
from portfolio.words import Words, said

MOST = 20  # candidates up to which all choices are tried: 20 choose 10 is 184,756


def read_candidates(
    folder: Path, count: int, order: str | None, findings: Findings
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """
    Read the candidates beside the tables, and the order that was given, the best first.

    Notes everything that is wrong with the table, the number to choose and the order.
    """
    table = read_matters(read_tables(folder, findings), findings)
    rows = table.data
    if len(rows) > MOST:
        many = Words(f"{len(rows)} 项", f"{len(rows)} matters")
        findings.add(table.file, None, None, many, Words(f"至多 {MOST} 项", f"at most {MOST}"))
    if count > len(rows) > 0:
        most = Words(f"不超过候选的 {len(rows)} 项", f"at most the {len(rows)} candidates")
        findings.add(table.file, None, "--choose", said(count), most)
    preferred = () if order is None else _order(order, table.file, rows["id"].tolist(), findings)
    return rows.drop(columns="row"), preferred


def _order(text: str, file: str, ids: list[str], findings: Findings) -> tuple[str, ...]:
    names = [part.strip() for part in text.replace("，", ",").replace(";", ",").split(",")]
    allowed = Words(
        "民生事项表里有的编号，用逗号隔开",
        "ids of the table of matters, separated by commas",
    )
    once = Words("不重复的编号", "an id that is used once")
    for at, name in enumerate(names):
        if name not in ids:
            findings.add(file, None, "--order", said(name), allowed)
        elif name in names[:at]:
            findings.add(file, None, "--order", said(name), once)
    return tuple(names)
