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
OFFICE_BYTES = Cap(
    67_108_864,
    Words("字节的 Excel 或 Word 文件", "bytes in an office file"),
    Words(
        "一份文件里多半是照片，表格本身不到 1 MB", "most of it is pictures, tables have below 1 MB"
    ),
)
OFFICE_PARTS = Cap(
    5_000,
    Words("个内部文件的 Excel 或 Word 文件", "parts in an office file"),
    Words("一个工作表约占三个，一张图片占一个", "a sheet takes about three, a picture one"),
)
OFFICE_UNPACKED = Cap(
    268_435_456,
    Words("字节（解压后的全部内容）", "bytes in an office file once unpacked"),
    Words("图片本来就压缩过，解压后不会大很多", "pictures hardly grow when they are unpacked"),
)
OFFICE_XML = Cap(
    16_777_216,
    Words("字节（解压后的表格和文字）", "bytes of tables and text once unpacked"),
    Words(
        "一万个项目、二十列约 7 MB；更大的表请用 CSV",
        "10,000 projects in 20 columns take 7 MB; beyond it: CSV",
    ),
)
NESTING = Cap(
    256,
    Words("层嵌套（表格里套表格）", "levels of nesting, as of tables in tables"),
    Words("一般的文档不到 50 层", "usual documents have below 50"),
)
SHEETS = Cap(
    1_000,
    Words("个工作表（文档中的表格）", "sheets of a workbook or tables of a document"),
    Words("每个县区、每年一张也不到这么多", "one a district and year are fewer"),
)
SHEET_ROWS = Cap(
    100_000,
    Words("行的工作表", "rows in a sheet"),
    Words("比一万个项目多得多；更大的表请用 CSV", "far more than 10,000 projects; beyond it: CSV"),
)
GRID_CELLS = Cap(
    1_000_000,
    Words("个单元格（含空白）的文件", "cells in a file, blank ones between them too"),
    Words("一万个项目，每个一百列", "10,000 projects of 100 columns each"),
)
GRID_TEXT = Cap(
    8_388_608,
    Words("字的文件", "characters in a file"),
    Words("一万个项目，每个八百字", "10,000 projects of 800 characters each"),
)
OFFICE_SECONDS = Cap(
    8,
    Words("秒读完的 Excel 或 Word 文件", "seconds to read an office file"),
    Words("上面最大的文件约需两秒", "the largest file by the limits above takes about two"),
)
OFFICE_MEMORY = Cap(
    536_870_912,
    Words("字节内存读完的文件", "bytes of memory to read an office file"),
    Words(
        "上面最大的文件约需其三分之一", "the largest file by the limits above takes about a third"
    ),
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
    OFFICE_BYTES,
    OFFICE_PARTS,
    OFFICE_UNPACKED,
    OFFICE_XML,
    NESTING,
    SHEETS,
    SHEET_ROWS,
    GRID_CELLS,
    GRID_TEXT,
    OFFICE_SECONDS,
    OFFICE_MEMORY,
)
