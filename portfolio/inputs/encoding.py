"""Bytes of a table as text: UTF-8 or GB18030, and a word on tables in neither."""

from __future__ import annotations

from collections.abc import Callable

from portfolio.inputs.files import Unreadable
from portfolio.words import Words

A_TABLE = Words(
    "带表头的 CSV 表格（UTF-8 或 GB18030）", "a CSV table with a header (UTF-8 or GB18030)"
)
EMPTY = Words("空文件", "an empty file")
FEW = 10  # characters beyond ASCII; fewer do not tell one encoding from another
CLEARLY = 0.2  # by how much an encoding must be the better reading


def decoded(content: bytes) -> str:
    r"""
    Return the text of a table.

    GB18030 gives some text for almost all bytes, also for those of Big5, Shift-JIS and EUC-KR. What
    was written in one of these shows by its characters: nearly all are frequent ones there, and
    half of them rare ones as GB18030.

    Raises
    ------
    Unreadable
        If it is empty, no text, or in another encoding.

    Examples
    --------
    >>> decoded("id,name\nP01,东源县第一小学".encode("gb18030"))[-2:]
    '小学'
    """
    text = None if b"\0" in content else _utf8(content)
    if text is None and b"\0" not in content:
        text = _gb18030(content)
    if text is None:
        raise Unreadable(Words("不是文本的内容", "content that is not text"))
    if not text.strip():
        raise Unreadable(EMPTY)
    return text


def _utf8(content: bytes) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _gb18030(content: bytes) -> str | None:
    sample = content[: 1 << 20]
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    own = _share(sample, "gb18030", _frequent("gb2312", 0xB0, 0xD7))
    for name, (codec, frequent) in OTHERS.items():
        other = _share(sample, codec, frequent)
        if other > own + CLEARLY or (codec == "euc_kr" and other > 1 - CLEARLY / 2):
            found = Words(f"像是 {name} 编码的表格", f"what looks like a table in {name}")
            raise Unreadable(
                found,
                Words("UTF-8 或 GB18030 的表格（请另存一份）", "a table saved as UTF-8 or GB18030"),
            )
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError:
        return None


def _share(content: bytes, codec: str, frequent: Callable[[str], bool]) -> float:
    """Return which share of the letters beyond ASCII are frequent ones; 0 if it cannot be read."""
    try:
        letters = [each for each in content.decode(codec) if each > "\x7f" and each.isalpha()]
    except UnicodeDecodeError:
        return 0.0
    return sum(map(frequent, letters)) / len(letters) if len(letters) >= FEW else 0.0


def _frequent(codec: str, first: int, last: int) -> Callable[[str], bool]:
    """Return whether a letter is in the rows of the frequent ones, which all these codecs have."""

    def is_frequent(letter: str) -> bool:
        try:
            code = letter.encode(codec)
        except UnicodeEncodeError:
            return False
        return len(code) == 2 and first <= code[0] <= last

    return is_frequent


OTHERS = {
    "Big5": ("big5", _frequent("big5", 0xA4, 0xC6)),
    "Shift-JIS": ("shift_jis", _frequent("shift_jis", 0x82, 0x97)),
    "EUC-KR": ("euc_kr", _frequent("euc_kr", 0xB0, 0xC8)),
}
