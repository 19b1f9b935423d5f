"""`portfolio new`: an empty city ready to be filled in, or a copy of the one that is shipped."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portfolio.cli.city_options import ASKED, Example, answers, usual, value_of
from portfolio.cli.command import Command
from portfolio.inputs.places import BOOK
from portfolio.questions.contract import Given, UsageError
from portfolio.questions.options import Flag, Folder
from portfolio.report.plain import as_json
from portfolio.words import Words, shown


def run(given: Given, as_values: bool) -> tuple[int, str]:
    """Ask what is not given, and write."""
    from portfolio.inputs.new_city.place import example_files, refuse_taken, write_folder

    folder = Path(given["folder"])
    named = {each.name: given[each.name] for each in ASKED if given[each.name] not in (None, False)}
    if given["example"] and named:
        raise UsageError("--example 不与其他选项一起用", "--example goes without the other options")
    if folder.suffix.lower() == BOOK:
        raise UsageError(
            "FOLDER 是文件夹；工作簿写在它里面，与它同名",
            "FOLDER is a folder; the workbook goes into it",
        )
    refuse_taken(folder)
    if given["example"]:
        files = example_files(given["example"])
    else:
        files = empty_files(named or answers(given.lang))
    if given["workbook"]:
        files = {f"{folder.name}.xlsx": _workbook(files, given.lang)}
    write_folder(folder, files)
    if as_values:
        return 0, as_json({"folder": folder.as_posix(), "files": sorted(files)})
    lines = _next_in_book(folder) if given["workbook"] else _next(folder, given["example"])
    return 0, "\n".join(shown(each.to(given.lang)) for each in lines)


def _workbook(files: Mapping[str, bytes], lang: str) -> bytes:
    """Return the same city as a workbook to fill in."""
    from portfolio.inputs.workbook.city import city_of_files
    from portfolio.inputs.workbook.template import write_template

    with tempfile.TemporaryDirectory() as aside:
        book = Path(aside) / "city.xlsx"
        write_template(city_of_files(files), book, lang)
        return book.read_bytes()


def empty_files(values: Mapping[str, Any]) -> dict[str, bytes]:
    """
    Return the files of an empty city, by their paths in its folder.

    Parameters
    ----------
    values
        Of `ASKED`, by name; what is not given is as usual.
    """
    from portfolio.inputs.new_city.city import City, files_of

    defaults = usual(datetime.date.today())
    complete = {
        each.name: values.get(each.name, value_of(each, defaults[each.name])) for each in ASKED
    }
    first, last = complete.pop("years")
    return files_of(City(first_year=first, last_year=last, **complete))


def _next(folder: Path, example: str | None) -> list[Words]:
    """Return what was made, and what comes next."""
    path = folder.as_posix()
    lines = [Words(f"已建立 {path}", f"made {path}")]
    if not example:
        lines += [
            Words(
                f"下一步：填 {path}/data 里的 projects.csv、indicators.csv、contributions.csv"
                f"（怎样填见 {path}/说明.txt），看一遍 {path}/scenarios/base.toml",
                f"next: fill in projects.csv, indicators.csv and contributions.csv in {path}/data, "
                f"and look through {path}/scenarios/base.toml",
            ),
        ]
    scenario = f"portfolio plan {path}/scenarios/base.toml"
    return [*lines, Words(f"求解：{scenario}", f"then: {scenario}")]


def _next_in_book(folder: Path) -> list[Words]:
    book = (folder / f"{folder.name}.xlsx").as_posix()
    return [
        Words(f"已建立 {book}", f"made {book}"),
        Words(
            "下一步：用 Excel 或 WPS 打开，照“填写说明”填“项目”“指标”“贡献”等表",
            "next: open it in Excel or WPS, and fill in the sheets as its first one says",
        ),
        Words(f"求解：portfolio plan {book}", f"then: portfolio plan {book}"),
    ]


COMMAND = Command(
    name="new",
    title=Words(
        "建立一个新城市：空的数据表和基准情景；或复制随附的城市",
        "a new city: empty tables and a base scenario, or a copy of the one that is shipped",
    ),
    options=(
        Folder(
            name="folder",
            place="1",
            help=Words("要建立的文件夹", "the folder to make"),
            usual=Words("", ""),
        ),
        *ASKED,
        Flag(
            name="workbook",
            help=Words(
                "写成一个 Excel 工作簿，而不是 CSV 和 TOML 文件",
                "as one Excel workbook in place of CSV and TOML files",
            ),
        ),
        Example(
            name="example",
            help=Words("改为复制随附的城市：heyuan（河源）", "copy a shipped city instead: heyuan"),
        ),
    ),
    run=run,
    examples=(
        "portfolio new mycity",
        "portfolio new mycity --years 2026-2030 --domains 教育,卫生 --sources 财政,国企 "
        "--districts A区,B县 --purses --budget 200000 --land 800",
        "portfolio new mycity --workbook",
        "portfolio new heyuan --example heyuan --lang en",
    ),
)
