"""What nobody foresaw: one line with a number, and the traceback in a file."""

from __future__ import annotations

import os
import tempfile
import traceback
import uuid
from pathlib import Path

from portfolio.words import Words

DEBUG = "PORTFOLIO_DEBUG"  # set to 1: the traceback goes to the screen


def words_of(error: BaseException) -> Words:
    """Return the line for an error of our own making, its traceback kept in a file."""
    number = uuid.uuid4().hex[:8]
    if isinstance(error, MemoryError):
        what = Words("内存不足", "out of memory")
    else:
        kind = type(error).__name__
        what = Words(f"程序出错（{kind}）", f"an error of the program ({kind})")
    text = "".join(traceback.format_exception(error))
    if os.environ.get(DEBUG) == "1":
        traceback.print_exception(error)
        return Words(f"{what.zh}，编号 {number}", f"{what.en}, number {number}")
    place = Path(tempfile.gettempdir()) / f"portfolio-{number}.txt"
    try:
        place.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return Words(
            f"{what.zh}，编号 {number}；设 {DEBUG}=1 再运行可看到详情",
            f"{what.en}, number {number}; run again with {DEBUG}=1 for the details",
        )
    return Words(
        f"{what.zh}，编号 {number}，详情在 {place}；请把这个文件交给维护人员",
        f"{what.en}, number {number}; the details are in {place}, for whoever maintains it",
    )
