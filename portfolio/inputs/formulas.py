"""Text that a spreadsheet would take for a formula, kept as text in CSV files."""

from __future__ import annotations

import re

from portfolio.inputs.columns import NUMBER

# Excel and WPS take a text that begins like this for a formula, unless an apostrophe precedes it.
FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


def guarded[T](value: T) -> T | str:
    """
    Return text so that a spreadsheet shows it as text: after an apostrophe if it needs one.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("'quoted'"), guarded("-1.5")
    ("'=1+1", "''=1+1", "'quoted'", '-1.5')
    """
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def unguarded(cell: str) -> str:
    """
    Return the text of a cell as it was before `guarded`.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'quoted'"), unguarded("-1.5")
    ('=1+1', "'=1+1", "'quoted'", '-1.5')
    """
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
