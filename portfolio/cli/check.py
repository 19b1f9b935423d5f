"""`portfolio check`: reconcile the tables and list what does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.cli.command import Command
from portfolio.errors import Finding, InputError
from portfolio.questions.contract import Given
from portfolio.questions.options import File, Folder
from portfolio.report.plain import as_json
from portfolio.words import Words, shown

if TYPE_CHECKING:
    from portfolio.inputs.reconcile import Report


def run(given: Given, as_values: bool) -> tuple[int, str]:
    """Check the tables."""
    from portfolio.inputs.reconcile import check_data, plain

    place = Path(given["place"] or given["data"])
    if not place.exists():
        found = Words("不存在的文件夹或工作簿", "no such folder or workbook")
        there = Words("数据文件夹，或工作簿（.xlsx）", "a data folder, or a workbook (.xlsx)")
        raise InputError([Finding(place.as_posix(), None, None, found, there)])
    report = check_data(place)
    if as_values:
        sums = report.sums.assign(
            tables=[plain(each) for each in report.sums["tables"]],
            published=[None if each is None else plain(each) for each in report.sums["published"]],
        )
        findings = [
            {"place": place, "zh": words.zh, "en": words.en} for place, words in report.findings
        ]
        text = as_json({"sums": sums.to_dict("records"), "findings": findings})
    else:
        text = "\n".join(map(shown, _lines(report, given.lang)))
    return 0 if report.reconciled else 1, text


def _lines(report: Report, lang: str) -> list[str]:
    from portfolio.inputs.reconcile import plain
    from portfolio.report.labels import label

    lines = []
    for row in report.sums.itertuples():
        group = label(f"list.{row.list}", lang)
        group += f" {report.domains[row.domain].words.to(lang)}" if row.domain else ""
        if row.published is None:
            verdict = Words("（没有公布的合计）", "(no published sum)")
        elif row.agrees:
            verdict = Words("与公布一致", "as published")
        else:
            verdict = Words(
                f"不一致，公布为 {plain(row.published)}",
                f"differs, published: {plain(row.published)}",
            )
        measure = label(f"measure.{row.measure}", lang)
        lines.append(f"{group}  {measure}  {plain(row.tables)}  {verdict.to(lang)}")
    count = len(report.findings)
    heading = Words(
        f"不相符之处 {count} 条（照录，未改动）：", f"{count} things do not fit (none is mended):"
    )
    lines.append(heading.to(lang))
    colon = Words("：", ": ").to(lang)
    lines += [f"  {place}{colon}{words.to(lang)}" for place, words in report.findings]
    return lines


COMMAND = Command(
    name="check",
    title=Words(
        "核对数据表：与公布合计对账，列出不相符之处",
        "check the tables: reconcile with the published sums, list what does not fit",
    ),
    options=(
        File(
            name="place",
            place="?",
            label="DATA",
            help=Words("数据文件夹或工作簿（.xlsx）", "data folder or workbook (.xlsx)"),
        ),
        Folder(
            name="data",
            help=Words("数据文件夹", "data folder"),
            default="data",
            usual=Words("data", "data"),
        ),
    ),
    run=run,
    examples=("portfolio check", "portfolio check city.xlsx", "portfolio check data --lang en"),
)
