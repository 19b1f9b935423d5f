"""Two languages: every message is said in Chinese and in English."""

from __future__ import annotations

from typing import NamedTuple

LANGUAGES = ("zh", "en")


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
    text = text.replace("\n", " ").replace("\r", " ")
    return Words(f"“{text}”", f"'{text}'")
