"""Where scenario files are looked for, and which name was probably meant."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path

from portfolio.errors import Finding, Findings
from portfolio.inputs.places import BOOK, ENDING, is_book
from portfolio.inputs.workbook.sheets import SCENARIOS
from portfolio.words import Words, said

USUAL = Path("scenarios")


def find_scenario(given: str | Path) -> Path | Finding:
    """
    Return the scenario file, or what is wrong with its name.

    Parameters
    ----------
    given
        A path, or a bare name: `base` means `scenarios/base.toml`. `city.xlsx` means the first
        scenario of a workbook, `city.xlsx/cut` the one of that name.
    """
    path, short = Path(given), USUAL / f"{given}.toml"
    book = path if is_book(path) else path.parent
    if is_book(book):
        return _in_book(book, None if book == path else path.name.removesuffix(ENDING))
    if os.path.exists(path):  # False for names that no disk takes, where `Path.exists` raises
        return path
    if os.path.exists(short):
        return short
    looked = [path.as_posix()]
    if len(path.parts) == 1 and path.suffix != ".toml":
        looked.append(short.as_posix())
    if path.suffix.lower() == BOOK:
        return _no_book(path)
    beside = path.parent if os.path.isdir(path.parent) and len(path.parts) > 1 else USUAL
    names = {each.stem: each for each in sorted(beside.glob("*.toml"))}
    near = get_close_matches(path.name.removesuffix(".toml"), names, n=1, cutoff=0.5)
    allowed = Words("已有的情景文件", "a scenario file that is there")
    if near:
        nearest = names[near[0]].as_posix()
        allowed = Words(f"{allowed.zh}，最接近的是 {nearest}", f"{allowed.en}, such as {nearest}")
    elif names:
        listed = ", ".join(names)
        where = beside.as_posix()
        allowed = Words(
            f"{allowed.zh}；{where} 里有 {listed}", f"{allowed.en}; {where} has {listed}"
        )
    return Finding(
        path.as_posix(),
        None,
        None,
        Words(f"找不到的文件（找过 {'、'.join(looked)}）", f"no such file ({', '.join(looked)})"),
        allowed,
    )


def _no_book(path: Path) -> Finding:
    """Say that there is no such workbook, and which there are beside it."""
    there = (
        sorted(each.name for each in path.parent.glob(f"*{BOOK}")) if path.parent.is_dir() else []
    )
    listed = f"（有 {'、'.join(there)}）" if there else ""
    listed_en = f" (there are {', '.join(there)})" if there else ""
    found = Words("找不到的工作簿", "no such workbook")
    allowed = Words(f"已有的工作簿{listed}", f"a workbook that is there{listed_en}")
    return Finding(path.as_posix(), None, None, found, allowed)


def _in_book(book: Path, name: str | None) -> Path | Finding:
    """Return the scenario of a workbook: the first, or the one of this name."""
    from portfolio.inputs.chain import trees_of

    findings = Findings()
    names = list(trees_of(book, findings))
    if names and (name is None or name in names):
        return book / f"{name or names[0]}{ENDING}"
    if findings.items:
        return findings.items[0]
    if not names:
        found = Words("没有情景的工作簿", "a workbook without a scenario")
        sheet = Words(
            f"“{SCENARIOS.zh}”工作表：一列“键”，一列一个情景",
            f"a sheet '{SCENARIOS.en}' with a column 'key' and one for each scenario",
        )
        return Finding(book.as_posix(), None, None, found, sheet)
    listed = "、".join(names)
    there = Words(f"其中之一：{listed}", f"one of {listed}")
    return Finding(book.as_posix(), None, None, said(name), there)
