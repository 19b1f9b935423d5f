"""Sums as live formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MOST_ARGUMENTS = 255  # of one function
MOST_FORMULA = 8192  # letters


def runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """
    Return places as runs of neighbours, first and last; one that stands twice counts twice.

    >>> runs([3, 4, 5, 9, 1]), runs([2, 2])
    ([(1, 1), (3, 5), (9, 9)], [(2, 2), (2, 2)])
    """
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def sum_of(ranges: Sequence[str]) -> str | None:
    """
    Return a formula that adds ranges up; None: it would be too long for Excel.

    >>> sum_of(["F7:F24", "F30"])
    '=SUM(F7:F24,F30)'
    """
    parts = list(ranges)
    while len(parts) > MOST_ARGUMENTS:
        parts = [
            f"SUM({','.join(parts[at : at + MOST_ARGUMENTS])})"
            for at in range(0, len(parts), MOST_ARGUMENTS)
        ]
    formula = f"=SUM({','.join(parts)})"
    return formula if len(formula) <= MOST_FORMULA else None


def down(column: int, rows: Iterable[int]) -> list[str]:
    """
    Return the ranges of a column that rows, counted from 0, make up.

    >>> down(5, [6, 7, 9])
    ['F7:F8', 'F10']
    """
    from xlsxwriter.utility import xl_range

    return [xl_range(first, column, last, column) for first, last in runs(rows)]


def across(row: int, columns: Iterable[int]) -> list[str]:
    """
    Return the ranges of a row that columns make up, both counted from 0.

    >>> across(6, [3, 4, 5])
    ['D7:F7']
    """
    from xlsxwriter.utility import xl_range

    return [xl_range(row, first, row, last) for first, last in runs(columns)]
