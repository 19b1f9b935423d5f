"""How a stored cell looks to people: plain numbers, dates, clean text."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta

# Formats of dates and times that every program knows by number, those of Chinese ones included;
# 46 is a length of time in hours, which may be more than a day, and stays a number.
DATES = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
_QUIET = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # what a format shows as it stands
_LENGTH = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_WHOLE = re.compile(r"-?[0-9]{1,300}")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\u2060"))
_DAY = 86_400


def plain(stored: str) -> str:
    """
    Return a stored number without exponent, noise and spare zeros, 15 digits as Excel shows them.

    >>> plain("0.30000000000000004"), plain("1E+20"), plain("1085769.7"), plain("-0")
    ('0.3', '100000000000000000000', '1085769.7', '0')
    >>> plain("1.0E-7"), plain("442000199001011234")
    ('0.0000001', '442000199001011234')
    """
    if _WHOLE.fullmatch(stored):
        return str(int(stored))
    try:
        value = float(stored)
    except ValueError:
        return stored
    if not math.isfinite(value):
        return stored
    short = f"{value:.15g}"
    if "e" in short:
        from decimal import Decimal

        short = f"{Decimal(short):f}"
    return "0" if short == "-0" else short


def dated(stored: str, since_1904: bool) -> str:
    """
    Return a stored number as the date, time, or both that it stands for; else as a number.

    >>> dated("44256", False), dated("44256.5", False), dated("0.75", False), dated("42794", True)
    ('2021-03-01', '2021-03-01 12:00:00', '18:00:00', '2021-03-01')
    """
    try:
        seconds = round(float(stored) * _DAY)
    except (ValueError, OverflowError):
        return plain(stored)
    if not 0 < seconds < 2_957_004 * _DAY:  # the end of the year 9999, whatever it is counted from
        return plain(stored)
    # Excel takes 1900 for a leap year, so the days before its March are one off.
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    if not since_1904 and seconds < 60 * _DAY:
        first = datetime(1899, 12, 31)
    moment = first + timedelta(seconds=seconds)
    if seconds < _DAY:
        return moment.strftime("%H:%M:%S")
    return moment.date().isoformat() if seconds % _DAY == 0 else moment.isoformat(" ")


def iso_dated(stored: str) -> str:
    """
    Return a date that is stored as text, without a midnight.

    >>> iso_dated("2021-03-01T00:00:00"), iso_dated("2021-03-01T08:30:00.000Z")
    ('2021-03-01', '2021-03-01 08:30:00')
    """
    text = re.sub(r"(?:\.\d+)?Z?$", "", stored).replace("T", " ", 1)
    return text.removesuffix(" 00:00:00")


def is_date(code: str) -> bool:
    r"""
    Whether a number format shows a date or a time.

    >>> is_date('yyyy"年"m"月"'), is_date("[$-804]yyyy/m/d;@"), is_date("G/通用格式")
    (True, True, False)
    >>> is_date('#,##0.00"mu";[Red]-0'), is_date("[h]:mm"), is_date(r"0\d")
    (False, False, False)
    """
    if _LENGTH.search(code):
        return False
    shown = _QUIET.sub("", code).partition(";")[0].lower()
    return any(letter in shown for letter in "ymdhs")


def clean(text: str) -> str:
    r"""
    Return text without blanks at its ends, and without what nobody sees.

    >>> clean("\ufeff 源城区\r\n学校\u3000")
    '源城区\n学校'
    """
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def unescaped(text: str) -> str:
    r"""
    Return text of a workbook with its escaped characters, as `_x000D_`, in their own shape.

    >>> unescaped("a_x000D_b"), unescaped("a_xD800_b")
    ('a\rb', 'a_xD800_b')
    """
    return _ESCAPED.sub(_letter, text) if "_x" in text else text


def _letter(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)
