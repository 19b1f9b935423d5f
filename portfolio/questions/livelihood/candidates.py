"""The candidate livelihood matters (民生实事), and the deputies' votes for them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.columns import ID, Column
from portfolio.inputs.crosscheck import read_matters
from portfolio.inputs.tables import read_table, read_tables
from portfolio.words import Words, said

MOST = 20  # candidates up to which all choices are tried: 20 choose 10 is 184,756


def _votes(cell: str) -> int:
    if not cell.isascii() or not cell.isdigit():
        raise ValueError(cell)
    return int(cell)


TALLY: dict[str, Column] = {
    "matter_id": ID,
    "votes": Column(_votes, Words("不小于 0 的整数票数", "a whole number of votes >= 0")),
}


def read_candidates(
    folder: Path, tally: str | Path | None, count: int
) -> tuple[pd.DataFrame, np.ndarray | None]:
    """
    Read the candidates beside the tables, and the votes for each, shape (M,), if there is a tally.

    Raises
    ------
    InputError
        With everything that is wrong in the two tables and the number to choose.
    """
    findings = Findings()
    table = read_matters(read_tables(folder, findings), findings)
    rows = table.data
    if len(rows) > MOST:
        many = Words(f"{len(rows)} 项", f"{len(rows)} matters")
        findings.add(table.file, None, None, many, Words(f"至多 {MOST} 项", f"at most {MOST}"))
    if count > len(rows) > 0:
        most = Words(f"不超过候选的 {len(rows)} 项", f"at most the {len(rows)} candidates")
        findings.add(table.file, None, "--choose", said(count), most)
    votes = None if tally is None else _read_tally(Path(tally), rows["id"].tolist(), findings)
    findings.raise_if_any()
    return rows.drop(columns="row"), votes


def _read_tally(path: Path, ids: list[str], findings: Findings) -> np.ndarray:
    table = read_table(path, TALLY, findings, key="matter_id")
    counted = {}
    for line, name, votes in table.data[["row", "matter_id", "votes"]].values:
        if isinstance(name, str) and name not in ids:
            known = Words("livelihood_2025.csv 里有的编号", "an id of livelihood_2025.csv")
            findings.add(table.file, int(line), "matter_id", said(name), known)
        counted[name] = votes
    absent = [name for name in ids if name not in counted]
    if absent and not table.data.empty:
        listed = ", ".join(absent)
        missing = Words(f"缺少 {listed}", f"no row for {listed}")
        each = Words("每个候选事项一行票数", "one row of votes for each matter")
        findings.add(table.file, None, "matter_id", missing, each)
    return np.array([counted.get(name, 0) for name in ids])
