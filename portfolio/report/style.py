"""How the pictures look: font, colours, text that fits, and saving to the same bytes."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from itertools import cycle
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.textpath import text_to_path

from portfolio.inputs.kinds import Kind
from portfolio.report.letters import font_file

MISSING = "〓"  # printers' mark for a character that the font does not have
A3, A4 = (297.0, 420.0), (297.0, 210.0)  # mm; A3 upright, A4 across
DPI = 150
POINT = 25.4 / 72  # mm
SMALLEST = 6.0  # pt; nothing is printed smaller

INK, QUIET, FAINT = "#1A1A1A", "#767676", "#B5B5B5"
PAPER, RULE, BAND, EMPTY = "#FFFFFF", "#D5D5D5", "#EAEEF2", "#F5F5F5"
WARNING, ACCENT, KEPT = "#C8102E", "#B35900", "#8FA3B5"
# Told apart with any kind of colour vision (after Okabe and Ito).
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C6D31", "#666666")

_lock = threading.RLock()  # matplotlib's settings belong to the whole process


def use_chinese_font() -> str:
    """
    Let matplotlib write Chinese in your own plots, also on a machine without a Chinese font.

    The font that the project brings along comes first among the sans-serif fonts of this process,
    and the minus sign is one that it has.

    Returns
    -------
    The name of the font family.

    Examples
    --------
    >>> use_chinese_font()
    'Noto Sans SC'
    """
    fontManager.addfont(font_file())
    family = str(font(10).get_name())
    others = [each for each in matplotlib.rcParams["font.sans-serif"] if each != family]
    matplotlib.rcParams["font.sans-serif"] = [family, *others]
    matplotlib.rcParams["font.family"] = ["sans-serif"]
    matplotlib.rcParams["axes.unicode_minus"] = False
    return family


@lru_cache(maxsize=64)
def font(size: float) -> FontProperties:
    """Return the font at `size` pt."""
    return FontProperties(fname=font_file(), size=size)


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[str]:
    return frozenset(map(chr, get_font(font_file()).get_charmap()))


def printable(text: object) -> str:
    """Return the text on one line, with `MISSING` for every character without a glyph."""
    line = " ".join(str(text).split())
    return "".join(char if char in _glyphs() else MISSING for char in line)


@lru_cache(maxsize=4096)
def width_of(text: str, size: float) -> float:
    """Return the width of a printable text at `size` pt, in mm."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, font(10.0), ismath=False)
    return float(width) * size / 10 * POINT


LONGEST = 2_000  # letters of a text that are measured


def fit(text: str, width: float, size: float) -> tuple[str, float]:
    """
    Return text and size (pt) that fit a width in mm: shrunk first, then cut short with `…`.

    >>> fit("河源", 50, 8)
    ('河源', 8)
    """
    text = text[:LONGEST]  # more has no place on any sheet, and to measure it takes long
    needed = width_of(text, size)
    if needed <= width:
        return text, size
    if needed * SMALLEST / size <= width:
        return text, max(SMALLEST, int(20 * size * width / needed) / 20)
    fits, over = 0, len(text)  # letters that fit, and that do not
    while over - fits > 1:
        half = (fits + over) // 2
        if width_of(text[:half] + "…", SMALLEST) > width:
            over = half
        else:
            fits = half
    return text[:fits] + "…", SMALLEST


def number(value: float, width: float = float("inf"), digits: int = 2) -> str:
    """
    Return an amount with as many of its `digits` decimals as fit a width in mm.

    >>> number(1085769.7), number(-0.0001), number(1085769.7, width=12)
    ('1,085,769.70', '0.00', '1,085,769.7')
    """
    for decimals in range(digits, -1, -1):
        text = f"{round(float(value), decimals) + 0.0:,.{decimals}f}"
        if width == float("inf") or width_of(text, SMALLEST) <= width:
            break
    return text


def colours_of(kinds: Mapping[str, Kind]) -> dict[str, str]:
    """
    Return the colour of each source or domain: its own, or the next one of the palette.

    >>> from portfolio.words import Words
    >>> colours_of({"a": Kind("a", Words("甲", "A"), "#0B4F8A"), "b": Kind("b", Words("乙", "B"))})
    {'a': '#0B4F8A', 'b': '#0072B2'}
    """
    taken = {kind.colour for kind in kinds.values()}
    free = cycle([each for each in PALETTE if each not in taken] or PALETTE)
    return {key: kind.colour or next(free) for key, kind in kinds.items()}


def shade(colour: str, strength: float) -> tuple[float, float, float]:
    """Return the colour mixed with white: strength 0 is white, 1 the colour itself."""
    red, green, blue = (1 - strength * (1 - part) for part in to_rgb(colour))
    return red, green, blue


def strength(share: float) -> float:
    """Return how dark a box is that stands for a share of something."""
    return 0.22 + 0.78 * min(1.0, share)


def ink_on(colour: str | tuple[float, float, float]) -> str:
    """Return the ink that is easier to read on a colour."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = float(np.dot(linear, (0.2126, 0.7152, 0.0722)))
    return INK if luminance > 0.22 else PAPER


@contextmanager
def same_look() -> Iterator[None]:
    """Draw and save under matplotlib's own defaults, whatever the machine has set up."""
    ours = {
        "svg.fonttype": "path",  # letters as outlines: no font is needed to look at them
        "svg.hashsalt": "portfolio",
        "text.hinting": "none",  # letters as wide as they are measured
        "hatch.linewidth": 0.6,
    }
    away = ("backend", "interactive", "toolbar", "timezone", "figure.hooks")
    defaults = {
        key: value for key, value in matplotlib.rcParamsDefault.items() if not key.startswith(away)
    }
    with _lock, matplotlib.rc_context({**defaults, **ours}):
        yield


def files_of(drawn: Figure) -> dict[str, bytes]:
    """Return a figure as files, by suffix: the same figure gives the same bytes."""
    png, svg = BytesIO(), BytesIO()
    with same_look():
        pil = {"compress_level": 3}  # smaller here than the usual 6, and quicker
        drawn.savefig(png, format="png", dpi=DPI, metadata={"Software": None}, pil_kwargs=pil)
        drawn.savefig(svg, format="svg", metadata={"Date": None, "Creator": "portfolio"})
    return {".png": png.getvalue(), ".svg": svg.getvalue()}


def save(drawn: Figure, path: Path | str) -> list[Path]:
    """
    Write a figure as `path`.png and `path`.svg: the same figure gives the same bytes.

    Parameters
    ----------
    drawn
        The figure.
    path
        Where to, without suffix.

    Returns
    -------
    The two files.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    written = []
    for suffix, content in files_of(drawn).items():
        written.append(Path(f"{path}{suffix}"))
        written[-1].write_bytes(content)
    return written
