"""How large and how deep what is read may be: each limit once, in words for messages and docs."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.words import Words


@dataclass(frozen=True)
class Cap:
    """
    The most that may be read of something.

    Attributes
    ----------
    most
        The limit itself is allowed, one more is not.
    of
        What is counted.
    why
        Why there is such a limit, and why here.
    """

    most: int
    of: Words
    why: Words

    @property
    def allowed(self) -> Words:
        """The limit as a message says it."""
        return Words(f"不超过 {self.most:,} {self.of.zh}", f"at most {self.most:,} {self.of.en}")


SCENARIO_BYTES = Cap(
    1_048_576,
    Words("字节的 TOML 文件", "bytes in a TOML file"),
    Words("情景是手写的几行", "a scenario is a few lines written by hand"),
)
TABLE_BYTES = Cap(
    1_073_741_824,
    Words("字节的表格", "bytes in a table"),
    Words("一百万个项目的表约 300 MB", "a table of a million projects has some 300 MB"),
)
COLUMNS = Cap(
    1_000,
    Words("列", "columns"),
    Words("最宽的表 20 列", "the widest table has 20"),
)
ROWS = Cap(
    5_000_000,
    Words("行", "rows"),
    Words("一百万个项目，每个五项贡献", "a million projects of five contributions each"),
)
CELL = Cap(
    32_767,
    Words("字的单元格", "characters in a cell"),
    Words("Excel、WPS 的单元格也只放得下这么多", "no cell of Excel or WPS holds more"),
)
DIGITS = Cap(
    40,
    Words("个字符的数", "characters in a number"),
    Words("超过 16 位就只是写法", "digits beyond 16 are looks only"),
)
DEPTH = Cap(
    16,
    Words("层的表和列表", "levels of tables and lists"),
    Words("情景最深 4 层", "a scenario has 4"),
)
EXTENDS = Cap(
    16,
    Words("个情景文件依次引用", "scenario files that extend one another"),
    Words("再长就没有人看得懂了", "nobody can follow a longer chain"),
)
YEARS = Cap(
    100,
    Words("年的规划期", "years in the horizon"),
    Words("规划期是五年到几十年", "plans cover five years to some decades"),
)
DURATION = Cap(
    1_000,
    Words("年的工期", "years of duration"),
    Words("工期用来算每年最多做多少", "it sets how much work fits a year"),
)

CAPS = (
    SCENARIO_BYTES,
    TABLE_BYTES,
    COLUMNS,
    ROWS,
    CELL,
    DIGITS,
    DEPTH,
    EXTENDS,
    YEARS,
    DURATION,
)
