"""The zip of an office file: its parts, each found by name and read within limits."""

from __future__ import annotations

import posixpath
import zlib
from dataclasses import dataclass
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from portfolio.inputs.files import Unreadable, too_many
from portfolio.inputs.limits import OFFICE_XML
from portfolio.inputs.office.markup import Reader, read_xml
from portfolio.inputs.office.refusals import damaged

# What `zipfile` and expat raise for content that is not as it should be.
BROKEN = (
    *(BadZipFile, zlib.error, EOFError, OSError, ValueError),
    *(LookupError, RuntimeError, NotImplementedError),
)


@dataclass(frozen=True)
class Relation:
    """What one part says about another: `kind` is the last word of its type."""

    key: str
    kind: str
    target: str
    external: bool


class Package:
    """
    Parts by their names in small letters, as the format asks for; they are counted when read.

    What the directory says about a part's size is counted: `zipfile` inflates no more than that,
    whatever is packed behind it.
    """

    def __init__(self, packed: ZipFile) -> None:
        self._packed = packed
        self.parts = {key_of(info.filename): info for info in packed.infolist()}
        self._read = 0

    def read(self, name: str, reader: Reader) -> None:
        """
        Hand the elements of a part to a reader.

        Raises
        ------
        Unreadable
            If there is no such part, it is damaged, or more than `OFFICE_XML` is read in all.
        """
        info = self.parts.get(key_of(name))
        if info is None:
            raise damaged(name)
        self._read += info.file_size
        if self._read > OFFICE_XML.most:
            raise Unreadable(too_many(self._read, OFFICE_XML), OFFICE_XML.allowed)
        try:
            with self._packed.open(info) as part:
                read_xml(cast(BinaryIO, part), reader)
        except BROKEN:
            raise damaged(name) from None

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return key_of(name) in self.parts

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what a part (the package itself: "") says about others, by its keys."""
        folder, own = posixpath.split(name)
        place = posixpath.join(folder, "_rels", f"{own}.rels")
        return relations(self, place) if self.has(place) else {}


def key_of(name: str) -> str:
    r"""
    Return the name of a part as it is looked up.

    >>> key_of("/xl/Workbook.xml"), key_of(r"xl\workbook.xml")
    ('xl/workbook.xml', 'xl/workbook.xml')
    """
    return name.replace("\\", "/").lstrip("/").lower()


def is_odd(info: ZipInfo) -> bool:
    """Whether the name of a part leads out of the file: absolute, with a drive or `..`."""
    name = info.filename.replace("\\", "/")
    return name.startswith("/") or ":" in name or ".." in name.split("/")


class _Relations:
    """Reads a part of relationships; their targets are found from `folder`."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.found: dict[str, Relation] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "Relationship":
            return
        key, target = attributes.get("Id", ""), attributes.get("Target", "")
        external = attributes.get("TargetMode", "").lower() == "external"
        if not external:
            target = posixpath.normpath(posixpath.join("/", self.folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found[key or str(len(self.found))] = Relation(key, kind, target, external)

    def end(self, tag: str) -> None:
        """Nothing ends."""

    def text(self, piece: str) -> None:
        """There is no text."""


def relations(package: Package, place: str) -> dict[str, Relation]:
    """Return the relationships in one `.rels` part, by their keys."""
    reader = _Relations(posixpath.dirname(posixpath.dirname(place)))
    package.read(place, reader)
    return reader.found
