"""Two languages: every message is said in Chinese and in English."""

from __future__ import annotations

import unicodedata
from dataclasses import field
from typing import Any, NamedTuple

LANGUAGES = ("zh", "en")
NUMERALS = "零一二三四五六七八九"


class Words(NamedTuple):
    """One message in both languages.

    >>> Words("不小于 0", "at least 0").to("en")
    'at least 0'
    """

    zh: str
    en: str

    def to(self, lang: str) -> str:
        """Return the text in `lang`, which is one of `LANGUAGES`."""
        return self.en if lang == "en" else self.zh


def said(value: object, most: int = 60) -> Words:
    """Quote a value that was found, cut to `most` characters, the same in both languages."""
    text = str(value)
    if len(text) > most:
        text = text[: most - 3] + "..."
    text = shown(text)
    return Words(f"“{text}”", f"'{text}'")


def is_control(letter: str) -> bool:
    r"""
    Whether a character is no text: a control character other than tab and the ends of lines.

    >>> is_control("\x00"), is_control("\n"), is_control("字")
    (True, False, False)
    """
    return unicodedata.category(letter) == "Cc" and letter not in "\t\n\r"


def is_wide(letter: str, ambiguous: bool = False) -> bool:
    """
    Whether a letter is as wide as a Chinese one; `ambiguous`: “ ” … × too, in a Chinese font.

    >>> is_wide("字"), is_wide("a"), is_wide("“"), is_wide("“", ambiguous=True)
    (True, False, False, True)
    """
    wide = "WFA" if ambiguous else "WF"
    return letter > "\x7f" and unicodedata.east_asian_width(letter) in wide


def shown(text: str) -> str:
    r"""
    Return text as one line of visible characters, for a terminal.

    What moves the cursor, rings, turns the direction of writing or has no shape is escaped.

    >>> shown("学校\n\x1b[31m"), shown("\u202e项目\udcff")
    ('学校\\n\\x1b[31m', '\\u202e项目\\udcff')
    """
    if text.isprintable():
        return text
    hidden = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return "".join(
        letter.encode("unicode_escape").decode()
        if unicodedata.category(letter) in hidden
        else letter
        for letter in text
    )


def numeral(number: int) -> str:
    """
    Return a number below 100 in Chinese, as headings and groups are counted.

    >>> [numeral(each) for each in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    if tens == 0 or tens > 9:
        return NUMERALS[ones] if tens == 0 else str(number)
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def about(zh: str, en: str, unit: str = "", key: str = "") -> Any:
    """
    Declare a field of what is written as JSON: what it is, in both languages, and its unit.

    `key` is its name in JSON where that is not the field's own (`with` is a word of Python's).
    The tables of fields in the documents are made from these.
    """
    return field(metadata={"about": Words(zh, en), "unit": unit, "key": key})
