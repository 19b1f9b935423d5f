"""What the disk complains of, as one line in both languages."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portfolio.errors import UnwrittenError
from portfolio.words import Words

REASONS = {
    errno.ENOSPC: Words("磁盘空间不足", "no space left on the disk"),
    errno.EDQUOT: Words("超出磁盘配额", "disk quota exceeded"),
    errno.EACCES: Words("没有权限，或文件正被其他程序打开", "no permission, or a file is in use"),
    errno.EPERM: Words("没有权限", "no permission"),
    errno.EROFS: Words("磁盘只读", "the disk is read-only"),
    errno.EBUSY: Words("文件夹正被占用", "the folder is in use"),
    errno.ENAMETOOLONG: Words("名称过长", "the name is too long"),
    errno.ENOTDIR: Words("路径中有一段是文件", "a part of the path is a file"),
    errno.ENOENT: Words("没有这个位置", "there is no such place"),
    errno.EIO: Words("磁盘读写出错", "the disk failed"),
    errno.EINVAL: Words("系统不接受这个名称", "the system does not take this name"),
    errno.EEXIST: Words("路径中有一段是文件", "a part of the path is a file"),
}


@contextmanager
def in_words(shown: Path) -> Iterator[None]:
    """
    Turn an error of the file system into one line.

    Raises
    ------
    UnwrittenError
        Instead of any `OSError`.
    """
    try:
        yield
    except OSError as problem:
        why, place = reason(problem), _place(problem)
        line = Words(
            f"{shown}：报告未能写入：{why.zh}{place}；原有内容未改动",
            f"{shown}: the report could not be written: {why.en}{place}; "
            "what was there is unchanged",
        )
        raise UnwrittenError([line]) from problem


def reason(problem: OSError) -> Words:
    """Return why the disk refused, in words."""
    if problem.errno in REASONS:
        return REASONS[problem.errno]
    other = " ".join((problem.strerror or str(problem) or type(problem).__name__).split())
    return Words(f"系统报告“{other}”", other)


def _place(problem: OSError) -> str:
    """Return the file that is meant; without the hidden folder, which is gone by now."""
    if not isinstance(problem.filename, str):
        return ""
    place = Path(problem.filename)
    return f" ({place.name if re.search(r'[.](new|old)-', str(place.parent)) else place})"
