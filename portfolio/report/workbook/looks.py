"""How cells look: fonts that Chinese Excel and WPS have, formats of numbers, shades."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from portfolio.report.statement import Column, Kind

# By name: who lacks them is shown the next best Chinese font.
BODY = {"zh": "宋体", "en": "Calibri"}
HEAD = {"zh": "黑体", "en": "Calibri"}
SIZE, TITLE_SIZE = 10, 16
LINE = "#B8C2CC"
HEAD_FILL = "#DCE6F0"
FILLS = {"": "", "group": "#EDF2F7", "total": "#D5DFEA"}
LIGHT, DARK = (0xDE, 0xEA, 0xF6), (0x1F, 0x4E, 0x79)  # the one hue of marks, weakest to strongest
STEPS = 10  # shades of a mark that are told apart
FORMATS = {
    Kind.MONEY: "#,##0.00",
    Kind.LAND: "#,##0.00",
    Kind.SHARE: "0.0%",
    Kind.POINTS: "0.0000",
    Kind.COUNT: "#,##0",
    Kind.YEAR: "0",
    Kind.NUMBER: "0.######",
    Kind.TEXT: "General",
}
MIDDLE, NARROW = {Kind.YEAR, Kind.COUNT}, 14
WHOLE = "#,##0"  # without decimals a format would leave a bare point
LARGE = 3_000  # above every year
LONG = 100  # from where two decimals are enough


@dataclass
class Looks:
    """
    The formats of one workbook, each made once.

    Attributes
    ----------
    book
        The workbook of XlsxWriter.
    lang
        `zh` or `en`.
    """

    book: Any
    lang: str
    _made: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def body(self, number: str, kind: str, mark: float | None, column: Column) -> Any:
        """Return the format of a cell: number format, kind of row, strength of its mark."""
        shade = None if mark is None else round(max(0.0, min(1.0, mark)) * STEPS)
        key = (number, kind, shade, is_centred(column))
        return self._format(("body", *key), lambda: self._body(*key))

    def _body(self, number: str, kind: str, shade: int | None, centred: bool) -> dict[str, Any]:
        look = self._framed() | {"num_format": number, "text_wrap": number == "General"}
        if centred:
            look |= {"align": "center"}
        elif number == "General":
            look |= {"align": "left", "indent": 1}  # apart from the number at its left
        if kind:
            look |= {"bold": True, "bg_color": FILLS.get(kind, FILLS["group"])}
        if shade:
            strength = shade / STEPS
            look |= {"bg_color": shade_of(strength)}
            if strength > 0.5:
                look |= {"font_color": "#FFFFFF"}
        return look

    def head(self) -> Any:
        """Return the format of heads."""
        return self._format(
            ("head",),
            lambda: (
                self._framed()
                | {
                    "font_name": HEAD[self.lang],
                    "bold": self.lang == "en",  # 黑体 is bold as it is
                    "align": "center",
                    "text_wrap": True,
                    "bg_color": HEAD_FILL,
                }
            ),
        )

    def line(self, kind: str) -> Any:
        """Return the format of a line outside the table: `title`, `caption`, `long`, `note`."""
        return self._format((kind,), lambda: self._line(kind))

    def _line(self, kind: str) -> dict[str, Any]:
        look: dict[str, Any] = {
            "font_name": BODY[self.lang],
            "font_size": SIZE,
            "valign": "vcenter",
        }
        if kind == "title":
            large = {"font_name": HEAD[self.lang], "font_size": TITLE_SIZE, "align": "center"}
            return look | large | {"bold": self.lang == "en", "text_wrap": True}
        if kind == "caption":
            return look | {"align": "right"}
        return look | {"text_wrap": True, "align": "left", "valign": "top"}

    def link(self) -> Any:
        """Return the format of a link to a sheet."""
        blue = {"font_color": "#1F4E79", "underline": 1}
        return self._format(("link",), lambda: self._framed() | blue)

    def _framed(self) -> dict[str, Any]:
        return {
            "font_name": BODY[self.lang],
            "font_size": SIZE,
            "valign": "vcenter",
            "border": 1,
            "border_color": LINE,
        }

    def _format(self, key: tuple[object, ...], look: Any) -> Any:
        if key not in self._made:
            self._made[key] = self.book.add_format(look())
        return self._made[key]


def is_centred(column: Column) -> bool:
    """Whether cells stand in the middle: years, counts and short words."""
    return column.kind in MIDDLE or (column.kind is Kind.TEXT and column.width <= NARROW)


def shade_of(strength: float) -> str:
    """
    Return the colour of a mark.

    >>> shade_of(0), shade_of(1)
    ('#DEEAF6', '#1F4E79')
    """
    parts = (round(a + (b - a) * strength) for a, b in zip(LIGHT, DARK, strict=True))
    return "#" + "".join(f"{part:02X}" for part in parts)


def number_format(kind: Kind, value: float) -> str:
    """
    Return the format of a number in a column of a kind.

    Numbers of any kind, years among them, have separators from 3,000 on only, and with decimals
    two of them from 100 on.

    >>> number_format(Kind.NUMBER, 2023.0), number_format(Kind.NUMBER, 0.5)
    ('0', '0.######')
    >>> number_format(Kind.NUMBER, 12345.6), number_format(Kind.MONEY, 1.0)
    ('#,##0.00', '#,##0.00')
    >>> number_format(Kind.NUMBER, -1572.746123), number_format(Kind.NUMBER, 12345)
    ('#,##0.00', '#,##0')
    """
    if kind is not Kind.NUMBER and kind is not Kind.TEXT:
        return FORMATS[kind]
    if round(value, 6) == int(value):
        return "0" if abs(value) < LARGE else WHOLE
    return FORMATS[Kind.NUMBER] if abs(value) < LONG else FORMATS[Kind.MONEY]


def digits(kind: Kind, value: float) -> int:
    """
    Return how many letters a number takes.

    >>> digits(Kind.MONEY, -1234.5), digits(Kind.SHARE, 0.5), digits(Kind.YEAR, 2023)
    (9, 5, 4)
    """
    if kind is Kind.SHARE:
        return len(f"{value:.1%}")
    if kind is Kind.YEAR:
        return len(f"{value:.0f}")
    if kind is Kind.NUMBER or kind is Kind.TEXT:
        return max(len(f"{value:.6f}".rstrip("0").rstrip(".")), len(f"{value:,.2f}"))
    decimals = {Kind.POINTS: 4, Kind.COUNT: 0}.get(kind, 2)
    return len(f"{value:,.{decimals}f}")
