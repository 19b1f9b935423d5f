"""XML parts, read as they are inflated: without DOCTYPE, and not too deep."""

from __future__ import annotations

from typing import BinaryIO, Protocol
from xml.parsers.expat import ExpatError, ParserCreate

from portfolio.inputs.files import Unreadable
from portfolio.inputs.limits import NESTING
from portfolio.inputs.office.refusals import WHOLE, damaged
from portfolio.words import Words

DOCTYPE = Words("带 DOCTYPE 定义的内容（可能是攻击）", "a DOCTYPE, which may be an attack")
NO_MEMORY = 1  # expat's number for it
_FORMATS = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
# Elements of these are called by their names alone, in the usual and in the strict spelling.
KNOWN = {
    f"{base}{path}main"
    for base, year in ((_FORMATS, "2006/"), (_STRICT, ""))
    for path in (f"spreadsheetml/{year}", f"wordprocessingml/{year}")
} | {
    f"{_FORMATS}officeDocument/2006/math",
    f"{_STRICT}officeDocument/math",
    f"{_FORMATS}package/2006/content-types",
    f"{_FORMATS}package/2006/relationships",
    f"{_FORMATS}markup-compatibility/2006",
}


class Reader(Protocol):
    """What takes the elements of a part, one after the other."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, tag: str) -> None:
        """Take its end."""

    def text(self, piece: str) -> None:
        """Take a piece of the text in it."""


class _Names(dict[str, str]):
    """Names of elements with their namespace -> without, if it is a known one."""

    def __missing__(self, tag: str) -> str:
        space, _, name = tag.rpartition("}")
        self[tag] = name if space in KNOWN or not space else tag
        return self[tag]


def read_xml(part: BinaryIO, reader: Reader) -> None:
    """
    Hand the elements of an XML part to a reader.

    Raises
    ------
    Unreadable
        If it is no XML, has a DOCTYPE (entities are defined there), or is nested too deep.
    """
    parser = ParserCreate(namespace_separator="}")
    names, depth = _Names(), 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > NESTING.most:
            most = NESTING.most
            found = Words(f"超过 {most} {NESTING.of.zh}", f"more than {most} {NESTING.of.en}")
            raise Unreadable(found, NESTING.allowed)
        reader.start(names[tag], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        reader.end(names[tag])

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.ParseFile(part)
    except ExpatError as error:
        if error.code == NO_MEMORY:
            raise MemoryError from None
        raise damaged("XML") from None


def _refuse(*_: object) -> None:
    raise Unreadable(DOCTYPE, WHOLE)


def named(attributes: dict[str, str], name: str) -> str | None:
    """
    Return an attribute by its name without namespace; None if it is not there.

    >>> named({"http://x}val": "2"}, "val")
    '2'
    """
    if name in attributes:
        return attributes[name]
    ending = "}" + name
    return next((value for key, value in attributes.items() if key.endswith(ending)), None)
