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
    return next(iter(sheets_of(stem, grids)), None)


def sheets_of(stem: str, grids: Sequence[Grid]) -> list[Grid]:
    """Return all sheets that could stand for a table."""
    words = sheet_names(stem)
    return all_named(words, grids, also=(stem, f"{words.zh}表"))


def named(words: Words, grids: Sequence[Grid], also: Sequence[str] = ()) -> Grid | None:
    """Return the sheet of this name in either language; one that is shown before a hidden one."""
    return next(iter(all_named(words, grids, also)), None)


def all_named(words: Words, grids: Sequence[Grid], also: Sequence[str] = ()) -> list[Grid]:
    """Return the sheets of this name: those that are shown, or else the hidden ones."""
    known = set(map(folded, (*words, *also)))
    found = [each for each in grids if folded(each.name) in known]
    return [each for each in found if not each.hidden] or found


def same_name(grids: Sequence[Grid]) -> tuple[Words, Words]:
    """Return what is found and what is allowed where several sheets stand for one thing."""
    listed = "、".join(each.name for each in grids)
    found = Words(f"几张同类的工作表（{listed}）", f"several sheets for one table ({listed})")
    return found, Words("留一张（其余改名或删去）", "one of them; rename or delete the others")


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
