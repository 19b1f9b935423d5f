"""What an office file may be that is not read, in words that a clerk understands."""

from __future__ import annotations

from pathlib import Path

from portfolio.inputs.files import Unreadable
from portfolio.words import Words

READ = Words(
    "没有密码、宏和外部链接的 .xlsx 工作簿或 .docx 文档",
    "an .xlsx workbook or a .docx document without password, macros or external links",
)
AS_XLSX = Words(
    ".xlsx 工作簿（用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”，不设密码）",
    "an .xlsx workbook (open it in Excel or WPS and save it as .xlsx without a password)",
)
AS_DOCX = Words(
    ".docx 文档（用 Word 或 WPS 打开，另存为“Word 文档（.docx）”，不设密码）",
    "a .docx document (open it in Word or WPS and save it as .docx without a password)",
)
AS_EITHER = Words(
    ".xlsx 或 .docx 文件（用 Excel、Word 或 WPS 打开，另存为 .xlsx 或 .docx，不设密码）",
    "an .xlsx or .docx file (open it in Excel, Word or WPS and save it so without a password)",
)
DAMAGED = Words("不完整或已损坏的文件", "an incomplete or damaged file")
WHOLE = Words(
    "完整的 .xlsx 或 .docx 文件（重新复制，或用 Excel、WPS 打开后另存一份）",
    "a whole .xlsx or .docx file (copy it again, or open it in Excel or WPS and save it again)",
)

_BOOKS = {
    ".xls": Words("旧格式的工作簿（.xls）", "a workbook of the old format (.xls)"),
    ".xlt": Words("旧格式的模板（.xlt）", "a template of the old format (.xlt)"),
    ".xlsm": Words("可带宏的工作簿（.xlsm）", "a workbook that may hold macros (.xlsm)"),
    ".xlsb": Words("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"),
    ".xltx": Words("工作簿模板（.xltx）", "a template of workbooks (.xltx)"),
    ".xltm": Words("可带宏的模板（.xltm）", "a template that may hold macros (.xltm)"),
    ".xlam": Words("加载宏（.xlam）", "an add-in (.xlam)"),
    ".et": Words("WPS 表格文件（.et）", "a workbook of WPS (.et)"),
    ".ett": Words("WPS 表格模板（.ett）", "a template of WPS (.ett)"),
    ".ods": Words("OpenDocument 表格（.ods）", "an OpenDocument workbook (.ods)"),
}
_TEXTS = {
    ".doc": Words("旧格式的文档（.doc）", "a document of the old format (.doc)"),
    ".dot": Words("旧格式的模板（.dot）", "a template of the old format (.dot)"),
    ".docm": Words("可带宏的文档（.docm）", "a document that may hold macros (.docm)"),
    ".dotx": Words("文档模板（.dotx）", "a template of documents (.dotx)"),
    ".dotm": Words("可带宏的模板（.dotm）", "a template that may hold macros (.dotm)"),
    ".wps": Words("WPS 文字文件（.wps）", "a document of WPS (.wps)"),
    ".wpt": Words("WPS 文字模板（.wpt）", "a template of WPS (.wpt)"),
    ".odt": Words("OpenDocument 文档（.odt）", "an OpenDocument text (.odt)"),
    ".rtf": Words("RTF 文档（.rtf）", "an RTF document (.rtf)"),
}


def is_office(path: Path) -> bool:
    """
    Whether a file is a workbook or a document by its ending, of a format that is read or not.

    >>> is_office(Path("a.XLSX")), is_office(Path("a.et")), is_office(Path("a.csv"))
    (True, True, False)
    """
    ending = path.suffix.lower()
    return ending in {".xlsx", ".docx"} or ending in _BOOKS or ending in _TEXTS


def refuse_by_ending(path: Path) -> None:
    """Raise `Unreadable` for an ending of a format that is not read."""
    ending = path.suffix.lower()
    if ending in _BOOKS:
        raise Unreadable(_BOOKS[ending], AS_XLSX)
    if ending in _TEXTS:
        raise Unreadable(_TEXTS[ending], AS_DOCX)


def damaged(what: str = "") -> Unreadable:
    """Return the refusal of a file that is not as it should be; `what` is for who looks closer."""
    if not what:
        return Unreadable(DAMAGED, WHOLE)
    return Unreadable(Words(f"{DAMAGED.zh}（{what}）", f"{DAMAGED.en} ({what})"), WHOLE)
