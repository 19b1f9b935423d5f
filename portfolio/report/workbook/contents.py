"""The first sheet of a workbook of many: what is in it, with links."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio.report.statement import Column, Kind, Row, Statement
from portfolio.words import Words

TAB = Words("目录", "Contents")
HEADS = (
    (Words("序号", "No."), Kind.COUNT, 8),
    (Words("工作表", "Sheet"), Kind.TEXT, 34),
    (Words("标题", "Title"), Kind.TEXT, 60),
    (Words("行数", "Rows"), Kind.COUNT, 10),
)
LINKED = 1  # the column of the links


def contents_of(
    statements: Sequence[Statement], tabs: Sequence[str], title: str, lang: str
) -> Statement:
    """Return the statement that lists the others."""
    rows = [
        Row((at, tab, each.title, len(each.rows)))
        for at, (tab, each) in enumerate(zip(tabs, statements, strict=True), start=1)
    ]
    columns = [Column(head.to(lang), kind, width) for head, kind, width in HEADS]
    return Statement("contents", TAB.to(lang), title or TAB.to(lang), "", columns, rows)
