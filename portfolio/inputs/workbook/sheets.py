"""The sheets of a workbook by the tables that they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio.inputs.codes import folded
from portfolio.inputs.grid import Grid
from portfolio.inputs.heads import column_of
from portfolio.words import Words

# By the stem of the table's file; in the order in which a workbook has them.
SHEETS: dict[str, Words] = {
    "projects": Words("项目", "projects"),
    "indicators": Words("指标", "indicators"),
    "contributions": Words("贡献", "contributions"),
    "domains": Words("领域", "domains"),
    "sources": Words("资金来源", "sources"),
    "purses": Words("资金池", "purses"),
    "assumptions": Words("假设", "assumptions"),
    "scope": Words("建设规模", "scope"),
    "remarks": Words("疑点", "remarks"),
    "livelihood": Words("民生事项", "livelihood"),
    "livelihood_tasks": Words("民生任务", "livelihood_tasks"),
}
SCENARIOS = Words("情景", "scenarios")
MONEY = Words("资金", "money")
LAND = Words("用地", "land")
TRANSFERS = Words("转移支付", "transfers")
READ_ME = Words("填写说明", "read me")


def sheet_names(stem: str) -> Words:
    """Return what the sheet of a table is called."""
    return SHEETS.get(stem, Words(stem, stem))


def sheet_of(stem: str, grids: Sequence[Grid]) -> Grid | None:
    """Return the sheet that stands for a table; None if the workbook has none."""
    return named(Words(*sheet_names(stem)), grids, also=(stem, f"{sheet_names(stem).zh}表"))


def named(words: Words, grids: Sequence[Grid], also: Sequence[str] = ()) -> Grid | None:
    """Return the sheet of this name in either language."""
    known = set(map(folded, (*words, *also)))
    return next((each for each in grids if folded(each.name) in known), None)


def choose_sheet(
    stem: str, grids: Sequence[Grid], columns: Sequence[str], by_name: bool
) -> Grid | None:
    """
    Return the sheet to read for a table.

    Parameters
    ----------
    stem
        Stem of the table's file.
    grids
        The sheets of the workbook.
    columns
        Columns that the table may have.
    by_name
        Whether only the name counts. Else the workbook stands for this table alone: the visible
        sheet with its name, or the one with most of its heads.
    """
    own = sheet_of(stem, grids)
    if own is not None or by_name:
        return own
    visible = [each for each in grids if not each.hidden]

    def heads(grid: Grid) -> int:
        return max(
            (sum(column_of(cell, columns) in columns for cell in row) for row in grid.rows[:20]),
            default=0,
        )

    return max(visible, key=heads, default=None)
