"""The first sheet of a workbook to fill in, and the last: how to fill it, and live checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from portfolio.inputs.heads import HEADS
from portfolio.inputs.layouts import PROJECTS
from portfolio.inputs.workbook.cells import LAST, Book, letters
from portfolio.inputs.workbook.sheets import READ_ME, SHEETS
from portfolio.words import Words

CHECKS = Words("核对", "checks")
STEPS = (
    Words(
        "橙色表头必填，蓝色可以留空；鼠标停在表头上有说明。没有填的必填格显示为红色。",
        "Orange heads must be filled in, blue ones may stay empty; their notes say what they are.",
    ),
    Words(
        "资金一律用万元，用地一律用亩；一个单元格里有几项时用分号（;）隔开。",
        "Money is 万元, land is 亩; several entries in a cell are separated by semicolons (;).",
    ),
    Words(
        "1. “领域”“资金来源”：编号用字母，名称自定；“资金池”不分开管钱可以不填。",
        "1. Sheets domains and sources: ids in letters, names as you like; purses are optional.",
    ),
    Words(
        "2. “项目”：一行一个项目。“指标”：一行一个指标，有项目可改善的填需求量和权重。",
        "2. Sheet projects: a row a project. Sheet indicators: need and weight where projects add.",
    ),
    Words(
        "3. “贡献”：一行写一个项目给一个指标新增多少。",
        "3. Sheet contributions: a row says what one project adds to one indicator.",
    ),
    Words(
        "4. “情景”：一列一个情景；“资金”“用地”：逐年的预算和用地指标。",
        "4. Sheet scenarios: a column a scenario; money and land: budget and quota by year.",
    ),
    Words(
        "5. 核对表没有红字后运行：portfolio plan 本文件.xlsx；"
        "另一个情景：portfolio plan 本文件.xlsx/情景名。",
        "5. No red in the checks: portfolio plan THIS.xlsx; another scenario: THIS.xlsx/NAME.",
    ),
    Words(
        "列可以换顺序；不用的可选列可以删；表头用中文或英文都可以。公式单元格要先算好并保存。",
        "Columns may change places, optional ones may go, heads may be in either language.",
    ),
)
CHECK_HEADS = (
    Words("核对项（随填随算）", "check (follows what is typed in)"),
    Words("规划项目", "planned"),
    Words("储备项目", "reserve"),
)
KINDS = (("planned", Words("规划", "planned")), ("reserve", Words("储备", "reserve")))
MEASURES = (
    (Words("项目数（项）", "projects"), ""),
    (Words("计划总投资（万元）", "total investment (万元)"), "total_investment"),
    (Words("规划期投资（万元）", "plan investment (万元)"), "plan_investment"),
    (Words("用地规模（亩）", "land (亩)"), "land"),
)
NEEDED = ("name", "list", "domain", "district", "funding", "total_investment", "land", "duration")
NUMBERS = ("total_investment", "plan_investment", "land", "duration")
AS_TEXT = Words(
    "存成文本的数（上面的合计没有算进去；求解时照数读）",
    "numbers stored as text (not in the sums above; the plan reads them)",
)


def write_guide(book: Book) -> None:
    """Write what a clerk reads first."""
    sheet = book.sheet(READ_ME, heads=0)
    sheet.set_column(0, 0, 120, book.plain)
    title = Words("公共服务项目投资计划：数据填报工作簿", "Public investment plan: data workbook")
    sheet.write_string(0, 0, book.say(title), book.title)
    for line, words in enumerate(STEPS, start=2):
        sheet.write_string(line, 0, book.say(words), book.plain)


def write_checks(book: Book, frame: pd.DataFrame | None, columns: Sequence[str]) -> None:
    """
    Write sums and counts that follow what is typed in.

    Parameters
    ----------
    book
        The workbook.
    frame, columns
        The projects that it holds, and the columns of their sheet.
    """
    sheet = book.sheet(CHECKS)
    sheet.set_column(0, 0, 46, book.plain)
    sheet.set_column(1, 2, 18, book.number)
    for at, words in enumerate(CHECK_HEADS):
        sheet.write_string(0, at, book.say(words), book.head)
    place = {name: at for at, name in enumerate(columns)}
    for line, (words, column) in enumerate(MEASURES, start=1):
        sheet.write_string(line, 0, book.say(words), book.plain)
        for at, (kind, name) in enumerate(KINDS, start=1):
            formula = _sum(book, place, column, name)
            sheet.write_formula(line, at, formula, book.number, _value(frame, kind, column))
    faults, first = _faults(book, place), len(MEASURES) + 1
    for line, (words, formula) in enumerate(faults, start=first):
        sheet.write_string(line, 0, book.say(words), book.plain)
        sheet.write_formula(line, 1, formula, book.number, 0)
    wrong = {"type": "cell", "criteria": ">", "value": 0, "format": book.bad}
    sheet.conditional_format(first, 1, first + len(faults) - 1, 1, wrong)


def _sum(book: Book, place: Mapping[str, int], column: str, name: Words) -> str:
    """Return a formula that adds a column up over a kind of projects, or counts them."""
    lists = _range(book, place["list"])
    if column and column in place:
        return f'=SUMIF({lists},"{book.say(name)}",{_range(book, place[column])})'
    return f'=COUNTIF({lists},"{book.say(name)}")'


def _faults(book: Book, place: Mapping[str, int]) -> list[tuple[Words, str]]:
    """Return what is to be 0, and the formulas that count it."""
    ids = _range(book, place["id"])
    twice = f'=SUMPRODUCT(({ids}<>"")*(COUNTIF({ids},{ids}&"")>1))'
    faults = [
        (Words("编号重复的项目（应为 0）", "projects with an id used twice (should be 0)"), twice)
    ]
    for name in NEEDED:
        if name in place and PROJECTS[name].empty is ...:
            words = Words(
                f"缺“{HEADS[name].zh}”的项目（应为 0）",
                f"projects without {HEADS[name].en} (should be 0)",
            )
            empty = f'=SUMPRODUCT(({ids}<>"")*({_range(book, place[name])}=""))'
            faults.append((words, empty))
    amounts = [_range(book, place[name]) for name in NUMBERS if name in place]
    if amounts:
        as_text = "+".join(f"SUMPRODUCT(--ISTEXT({each}))" for each in amounts)
        faults.append((AS_TEXT, f"={as_text}"))
    return faults


def _range(book: Book, at: int) -> str:
    here = letters(at)
    return f"'{book.say(SHEETS['projects'])}'!${here}$2:${here}${LAST + 1}"


def _value(frame: pd.DataFrame | None, kind: str, column: str) -> float:
    """Return what a formula comes to, so that a viewer that does not calculate shows it."""
    if frame is None or frame.empty:
        return 0.0
    own = frame[frame["list"] == kind]
    if not column or column not in own:
        return float(len(own))
    return float(pd.to_numeric(own[column], errors="coerce").sum())
