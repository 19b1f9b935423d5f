"""A look into an office file before anything of it is read: is it one, and is it harmless."""

from __future__ import annotations

import re
from collections import Counter
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from portfolio.inputs.files import Unreadable, too_many
from portfolio.inputs.limits import OFFICE_PARTS, OFFICE_UNPACKED
from portfolio.inputs.office.package import BROKEN, Package, Relation, is_odd, relations
from portfolio.inputs.office.refusals import AS_EITHER, READ, WHOLE, damaged
from portfolio.words import Words, said

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY = b"PK\x01\x02"  # before each entry of a zip's directory
LOCKED = 0x1 | 0x40 | 0x2000  # flags of an entry that is encrypted
EMPTY = Words("空文件", "an empty file")
PASSWORD = Words("设了打开密码的文件", "a file locked with a password")
OLD = Words(
    "旧格式的文件（.xls、.doc、.et、.wps）", "a file of an old format (.xls, .doc, .et, .wps)"
)
OPEN_DOCUMENT = Words("OpenDocument 文件（.ods、.odt）", "an OpenDocument file (.ods, .odt)")
BINARY = Words("二进制工作簿（.xlsb 改名为 .xlsx）", "a binary workbook (.xlsb renamed to .xlsx)")
MARKUP = Words(
    "网页或 XML（改名为 Office 文件）", "a web page or XML under the name of an office file"
)
NEITHER = Words("不是 Excel 或 Word 文件的内容", "content of neither Excel nor Word")

# What is refused, in words, and by which words its parts, relationships or types are known.
MACROS = Words("带宏的文件（如 .xlsm 改名为 .xlsx）", "macros (as of an .xlsm saved as .xlsx)")
LINKS = Words("指向其他工作簿的外部链接", "links to other workbooks")
OBJECTS = Words("嵌入的对象或控件", "embedded objects or controls")
QUERIES = Words("外部数据连接或查询", "connections or queries to outside data")
NO_MACROS = Words("不带宏的 .xlsx 或 .docx（另存为时选此格式）", "an .xlsx or .docx without macros")
NO_LINKS = Words(
    "没有外部链接的工作簿（“数据 → 编辑链接 → 断开链接”后保存）",
    "a workbook without links (break them under Data, Edit Links, and save)",
)
NO_OBJECTS = Words(
    "没有嵌入对象和控件的文件（删去，或改贴为图片）",
    "a file without embedded objects and controls (delete them, or paste pictures)",
)
NO_QUERIES = Words(
    "没有数据连接的工作簿（“数据 → 连接”中全部删除后保存）",
    "a workbook without connections (delete them under Data, Connections, and save)",
)
BY_NAME = (
    (re.compile(r"vbaproject|macrosheets/"), MACROS, NO_MACROS),
    (re.compile(r"/externallinks/"), LINKS, NO_LINKS),
    (re.compile(r"/embeddings/|/activex/"), OBJECTS, NO_OBJECTS),
    (re.compile(r"/connections\.|/querytables/"), QUERIES, NO_QUERIES),
)
BY_KIND = (
    (re.compile(r"vbaproject|macrosheet"), MACROS, NO_MACROS),
    (re.compile(r"externallink"), LINKS, NO_LINKS),
    (re.compile(r"oleobject|^package$|^control$|activex|afchunk|subdocument"), OBJECTS, NO_OBJECTS),
    (re.compile(r"^connections$|querytable"), QUERIES, NO_QUERIES),
)
NO_OUTSIDE = Words(
    "不引用外部文件的文件（断开链接、嵌入图片、去掉外部模板；超链接可以有）",
    "a file that refers to no other file (hyperlinks may stay)",
)


def guarded_package(file: BinaryIO) -> Package:
    """
    Return the parts of an office file that is what it should be.

    Read are the zip's directory, the list of content types and the relationships, nothing else.

    Raises
    ------
    Unreadable
        If it is no such file, damaged, locked, too large once unpacked, or if it holds macros,
        objects, connections or references to other files. Hyperlinks are text, and may stay.
    """
    packed = _opened(file)
    _check_directory(packed)
    package = Package(packed)
    for name in package.parts:
        _refuse_if(BY_NAME, f"/{name}")
    if not package.has("[Content_Types].xml"):
        other = OPEN_DOCUMENT if package.has("mimetype") else NEITHER
        raise Unreadable(other, AS_EITHER)
    package.read("[Content_Types].xml", _Types())
    for name in list(package.parts):
        if name.endswith(".rels"):
            for relation in relations(package, name).values():
                _check_relation(relation)
    return package


def _opened(file: BinaryIO) -> ZipFile:
    """Return the zip; what is none is named."""
    content = file.read()
    if not content:
        raise Unreadable(EMPTY, READ)
    if content.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise Unreadable(PASSWORD if locked else OLD, AS_EITHER)
    if not content.startswith(b"PK"):
        markup = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
        raise Unreadable(MARKUP if markup else NEITHER, AS_EITHER)
    # Counted before `zipfile` makes an object of each.
    entries = content.count(ENTRY)
    if entries > OFFICE_PARTS.most:
        raise Unreadable(too_many(entries, OFFICE_PARTS), OFFICE_PARTS.allowed)
    try:
        return ZipFile(file)
    except BROKEN:
        raise damaged() from None


def _check_directory(packed: ZipFile) -> None:
    entries = packed.infolist()
    if any(info.flag_bits & LOCKED for info in entries):
        raise Unreadable(PASSWORD, AS_EITHER)
    size = sum(info.file_size for info in entries)
    if size > OFFICE_UNPACKED.most:
        raise Unreadable(too_many(size, OFFICE_UNPACKED), OFFICE_UNPACKED.allowed)
    times = Counter(info.filename.replace("\\", "/").lower() for info in entries)
    for info in entries:
        if is_odd(info) or times[info.filename.replace("\\", "/").lower()] > 1:
            name = said(info.filename)
            found = Words(f"可疑的内部文件名{name.zh}", f"a suspicious part {name.en}")
            raise Unreadable(found, WHOLE)
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise damaged("zip")


def _refuse_if(rules: tuple[tuple[re.Pattern[str], Words, Words], ...], text: str) -> None:
    for pattern, found, allowed in rules:
        if pattern.search(text):
            raise Unreadable(found, allowed)


def _check_relation(relation: Relation) -> None:
    kind = relation.kind.lower()
    _refuse_if(BY_KIND, kind)
    if relation.external and kind != "hyperlink":
        target = said(relation.target)
        found = Words(f"对外部文件的引用{target.zh}", f"a reference to another file, {target.en}")
        raise Unreadable(found, NO_OUTSIDE)


class _Types:
    """Reads the list of content types; refuses those with macros."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if "macro" in kind or "vbaproject" in kind:
            raise Unreadable(MACROS, NO_MACROS)
        if "sheet.binary" in kind and tag == "Override":
            raise Unreadable(BINARY, AS_EITHER)

    def end(self, tag: str) -> None:
        """Nothing ends."""

    def text(self, piece: str) -> None:
        """There is no text."""
