"""The Chinese font that the project brings along, and the letters of a page cut out of it."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from io import BytesIO

FONT = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")


@lru_cache(maxsize=1)
def font_file() -> str:
    """Return the path of the font."""
    with resources.as_file(resources.files(FONT[0]) / FONT[1]) as path:
        return str(path)


@lru_cache(maxsize=8)
def cut_out(letters: frozenset[str]) -> bytes:
    """
    Return a font (WOFF) of these letters alone: the same letters give the same bytes.

    Letters that the font does not have are left out; the reader's machine shows its own.
    """
    from fontTools import subset

    asked = subset.Options(
        layout_features=[],
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        name_IDs=[1, 2],
        drop_tables=["BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "DSIG"],
        recalc_timestamp=False,
    )
    cutter = subset.Subsetter(asked)
    cutter.populate(unicodes=[ord(each) for each in letters])
    written = BytesIO()
    with subset.load_font(font_file(), asked) as font:
        cutter.subset(font)
        font.flavor = "woff"  # zlib alone, no library beside it
        font.save(written)
    return written.getvalue()
