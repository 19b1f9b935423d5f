"""One page for the browser and for paper: text, tables, pictures; nothing from outside."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

STYLE = """
body { font: 15px/1.55 "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
  sans-serif; color: #1a1a1a; max-width: 1120px; margin: 24px auto; padding: 0 20px; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 32px 0 6px;
  border-bottom: 2px solid #0b4f8a; padding-bottom: 3px; }
h3 { font-size: 15.5px; margin: 18px 0 4px; }
p, ul { margin: 4px 0 8px; } .quiet { color: #606060; } .warn { color: #a60d25; }
table { border-collapse: collapse; margin: 4px 0 12px; font-size: 13.5px; }
th, td { border: 1px solid #d5d5d5; padding: 2px 8px; text-align: left; vertical-align: top; }
th { background: #eaeef2; } td.n { text-align: right; font-variant-numeric: tabular-nums;
  white-space: nowrap; } th.n { text-align: right; } small { color: #606060; margin-left: 5px; }
img { max-width: 100%; height: auto; } summary { cursor: pointer; color: #606060; }
.wide { overflow-x: auto; }
@media print { @page { size: A4 landscape; margin: 12mm; } body { font-size: 9.5pt; margin: 0;
  max-width: none; padding: 0; } table { font-size: 8pt; } th, td { padding: 1px 4px; }
  thead { display: table-header-group; } tr, img { break-inside: avoid; }
  h2, h3 { break-after: avoid; } .wide { overflow: visible; } }
"""
DASH = "—"


class Number(str):
    """A cell that is set as a number, to the right."""

    __slots__ = ()


class Raw(str):
    """A piece of the page that is HTML already."""

    __slots__ = ()


def page(title: str, lang: str, body: Iterable[str]) -> str:
    """Return the whole page."""
    language = "zh-CN" if lang == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def block(tag: str, text: str, kind: str = "", name: str = "") -> str:
    """
    Return one element with text in it; `kind` is its class, `name` what links lead to.

    >>> block("p", "1 < 2", "quiet")
    '<p class="quiet">1 &lt; 2</p>'
    """
    look = f' class="{kind}"' if kind else ""
    place = f' id="{escape(name)}"' if name else ""
    return f"<{tag}{look}{place}>{_inside(text)}</{tag}>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; columns whose cells are `Number` are set to the right."""
    body = [list(row) for row in rows]
    right = [any(isinstance(row[i], Number) for row in body) for i in range(len(head))]
    cells = "".join(f"<th{_number(right[i])}>{_inside(text)}</th>" for i, text in enumerate(head))
    lines = [f'<div class="wide"><table>\n<thead><tr>{cells}</tr></thead>\n<tbody>']
    for row in body:
        cells = "".join(
            f"<td{_number(right[i])}>{_inside(text)}</td>" for i, text in enumerate(row)
        )
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</tbody></table></div>"])


def folded(summary: str, inside: str) -> str:
    """Return a part that is closed until somebody opens it."""
    return f"<details><summary>{escape(summary)}</summary>\n{inside}\n</details>"


def picture(path: Path, words: str) -> str:
    """Return a picture (SVG) with its bytes inside the page; `words` for who cannot see it."""
    data = base64.b64encode(path.read_bytes()).decode()
    return f'<p><img alt="{escape(words)}" src="data:image/svg+xml;base64,{data}"></p>'


def link(text: str, name: str) -> Raw:
    """Return a link to another place of the page."""
    return Raw(f'<a href="#{escape(name)}">{escape(text)}</a>')


def amount(value: float | None, digits: int = 2, sign: bool = False) -> Number:
    """
    Return a number as it is printed; a dash where there is none.

    >>> amount(1234.5), amount(-0.0004, 2, sign=True), amount(None)
    ('1,234.50', '0.00', '—')
    """
    if value is None or math.isnan(value):
        return Number(DASH)
    rounded = round(float(value), digits) + 0.0
    plus = "+" if sign and rounded > 0 else ""
    return Number(f"{plus}{rounded:,.{digits}f}".replace("-", "−"))


def share(value: float | None, digits: int = 1) -> Number:
    """
    Return a share as per cent.

    >>> share(0.1234), share(None)
    ('12.3%', '—')
    """
    return amount(None) if value is None else Number(f"{amount(100 * value, digits)}%")


def _inside(text: str) -> str:
    return text if isinstance(text, Raw) else escape(text)


def _number(right: bool) -> str:
    return ' class="n"' if right else ""
