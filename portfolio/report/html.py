"""
One page for the browser and for paper: its parts are data (`parts.py`), its markup `page.html`.

The page asks nothing of any other place: it carries its pictures and the letters that it uses.
The template escapes all text and knows nothing of what it says.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from portfolio.report.letters import cut_out
from portfolio.report.parts import Annex, Part, Picture, Pictures, Text, spread
from portfolio.report.printed import Head, clean, heads, is_number, mixed, texts
from portfolio.report.widths import needs_of
from portfolio.words import Words

if TYPE_CHECKING:
    from jinja2 import Template

FONT_HERE = "@@font@@"  # stands in the template until the letters of the page are known
FEW = 3  # headings that need no table of contents
A4_LETTERS = 1500.0  # letters of half width across A4, times their size in pt
LARGEST, SMALLEST = 8.0, 5.0  # pt of a statement's text on A4
WIDEST = 36  # half-width letters that a column asks for at most
WORDS = {
    "contents": Words("目录", "Contents"),
    "annex": Words("附件", "Annex "),
    "prepared": Words("编制", "Prepared by"),
    "checked": Words("审核", "Checked by"),
    "approved": Words("批准", "Approved by"),
    "date": Words("日期", "Date"),
}


@dataclass(frozen=True)
class Box:
    """A cell of a statement as it is set: its text, whether to the right, and its shade."""

    text: str
    right: bool
    shade: str


@dataclass(frozen=True)
class Heading:
    """A head of a statement's table: where it stands, and how wide it is at least (em)."""

    head: Head
    right: bool
    least: float


@dataclass(frozen=True)
class Sheet:
    """
    A statement as it is set.

    `named` is the column that names the rows; `shares` are the widths of the columns in per cent
    and `size` the size of the text in pt, both on paper.
    """

    name: str
    label: str
    title: str
    caption: str
    heads: list[list[Heading]]
    rows: list[tuple[str, list[Box]]]
    notes: list[str]
    named: int
    shares: list[float]
    size: float
    part: str = "sheet"


@dataclass(frozen=True)
class Image:
    """A picture with its bytes, and its natural size in CSS pixels."""

    words: str
    data: str
    width: int
    height: int
    part: str = "image"


def page(title: str, lang: str, parts: Sequence[Part], pictures: Pictures | None = None) -> str:
    """
    Return the whole page; the same parts and pictures give the same text.

    Parameters
    ----------
    title, lang
        What its window is called; `zh` or `en`.
    parts
        What it holds.
    pictures
        Bytes of its pictures by stem and suffix; it shows the `.svg`.
    """
    blocks = _blocks(spread(parts, pictures or {}), pictures or {}, lang)
    links = [found for each in blocks if (found := _link(each))]
    text = _template().render(
        title=clean(title),
        language="zh-CN" if lang == "zh" else "en-US",
        links=links if len(links) > FEW else [],
        blocks=blocks,
        words={key: words.to(lang) for key, words in WORDS.items()},
    )
    letters = frozenset(each for each in text if each.isprintable())
    font = base64.b64encode(cut_out(letters)).decode()
    return text.replace(FONT_HERE, f"data:font/woff;base64,{font}", 1)


def _blocks(parts: Sequence[Part], pictures: Pictures, lang: str) -> list[object]:
    """Return what the template sets; headings and annexes get the names that links lead to."""
    blocks: list[object] = []
    annexes = 0
    for at, each in enumerate(parts):
        if isinstance(each, Annex):
            annexes += 1
            blocks.append(_sheet(each, annexes, lang))
        elif isinstance(each, Picture):
            blocks.append(_image(each, pictures[each.stem]))
        elif isinstance(each, Text) and each.tag == "h2" and not each.name:
            blocks.append(replace(each, name=f"s{at}"))
        else:
            blocks.append(each)
    return blocks


def _link(block: object) -> tuple[str, str] | None:
    if isinstance(block, Text) and block.tag == "h2":
        return block.name, block.text
    if isinstance(block, Sheet):
        return block.name, f"{block.label} {block.title}"
    return None


def _image(each: Picture, files: Mapping[str, bytes]) -> Image:
    drawn = files[".svg"]
    size = re.search(rb'width="([\d.]+)pt" height="([\d.]+)pt"|$', drawn[:2000])
    points = [float(found) for found in (size.groups() if size else ()) if found]
    width, height = (round(each * 96 / 72) for each in (points or (840.0, 595.0)))
    return Image(clean(each.words), base64.b64encode(drawn).decode(), width, height)


def _sheet(each: Annex, number: int, lang: str) -> Sheet:
    found = each.statement
    right = [is_number(column) for column in found.columns]
    said = texts(found, lang)
    needs = needs_of(found.columns, said)
    least = [min(column.width, WIDEST) / 2 for column in found.columns]
    return Sheet(
        name=f"annex{number}",
        label=f"{WORDS['annex'].to(lang)}{number}",
        title=found.title,
        caption=found.caption,
        heads=[
            [Heading(head, right[head.first], least[head.first]) for head in row]
            for row in heads(found.columns)
        ],
        rows=[
            (
                row.kind,
                [
                    Box(
                        text,
                        right[at],
                        mixed(row.marks[at]) if row.marks.get(at) else "",
                    )
                    for at, text in enumerate(cells)
                ],
            )
            for row, cells in zip(found.rows, said, strict=True)
        ],
        notes=[clean(note) for note in found.notes],
        named=found.fixed - 1,
        shares=[round(100 * need / sum(needs), 2) for need in needs],
        size=round(max(SMALLEST, min(LARGEST, A4_LETTERS / sum(needs))), 1),
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("portfolio.report", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["clean"] = clean
    return environment.get_template("page.html")
