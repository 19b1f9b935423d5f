"""`portfolio import`: tables of projects as plans publish them, as the tables of a data folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio.cli.command import Command
from portfolio.inputs.columns import IDENTIFIER, LISTS
from portfolio.inputs.places import BOOK
from portfolio.questions.contract import Given
from portfolio.questions.options import File, Flag, Folder, Option
from portfolio.report.plain import as_json
from portfolio.words import Words, shown

if TYPE_CHECKING:
    from portfolio.errors import Findings
    from portfolio.inputs.annex.lists import Document
    from portfolio.inputs.annex.turn import Imported


@dataclass(frozen=True, kw_only=True)
class _List(Option):
    """One of the two lists."""

    label: str = "LIST"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words("planned 或 reserve", "planned or reserve")

    def parse(self, text: str) -> Any:
        """Return the list; raises `ValueError` if it is none."""
        if text not in LISTS:
            raise ValueError(text)
        return text


@dataclass(frozen=True, kw_only=True)
class _Source(Option):
    """The id of a source of money."""

    label: str = "SOURCE"

    @property
    def allowed(self) -> Words:
        """What the text may be."""
        return Words(
            "资金来源编号（字母开头，只含字母、数字和下划线），或 by_owner",
            "the id of a source (a letter, then letters, digits and underscores), or by_owner",
        )

    def parse(self, text: str) -> Any:
        """Return the id; raises `ValueError` if it is none."""
        if not IDENTIFIER.fullmatch(text):
            raise ValueError(text)
        return text


def run(given: Given, as_values: bool) -> tuple[int, str]:
    """Read, reconcile, write."""
    from portfolio.errors import Findings
    from portfolio.inputs.annex.domains import read_known
    from portfolio.inputs.annex.turn import Asked, import_annexes
    from portfolio.report.fresh import write_together

    folder, findings = Path(given["into"]), Findings()
    domains = read_known(given["domains"], findings)
    documents = [_document(name, findings) for name in given["files"]]
    findings.raise_if_any()
    asked = Asked(given["list"], given["funding"], domains, given["accept_totals"])
    found = import_annexes(documents, asked)
    if folder.suffix.lower() == BOOK:
        _into_book(found, folder, given.lang)
    else:
        write_together(folder, {**found.tables, "published_totals.json": found.totals})
    if as_values:
        return 0, as_json(_values(found, folder))
    return 0, "\n".join(map(shown, _lines(found, folder, given.lang)))


def _into_book(found: Imported, book: Path, lang: str) -> None:
    """Write a workbook to fill in that holds the imported tables beside those of an empty city."""
    from portfolio.cli.new import empty_files
    from portfolio.inputs.workbook.city import city_of_files
    from portfolio.inputs.workbook.template import City, write_template
    from portfolio.report.fresh import written_fresh

    empty = city_of_files(empty_files({}))
    own = {Path(name).stem: table.astype(str) for name, table in found.tables.items()}
    city = City({**empty.tables, **own}, empty.scenarios)
    written_fresh(book, lambda place: write_template(city, place, lang))


def _document(file: str, findings: Findings) -> Document:
    """Read one file; what cannot be read is noted."""
    from portfolio.inputs.annex.lists import Document
    from portfolio.inputs.files import Unreadable
    from portfolio.inputs.office.read import read_office

    try:
        return Document(file, read_office(Path(file)))
    except Unreadable as problem:
        allowed = problem.allowed or Words(".xlsx 或 .docx 文件", "an .xlsx or .docx file")
        findings.add(Path(file).as_posix(), None, None, problem.found, allowed)
    return Document(file, [])


def _values(found: Imported, folder: Path) -> dict[str, Any]:
    return {
        "folder": folder.as_posix(),
        "rows": {name: len(table) for name, table in found.tables.items()},
        "lists": [
            {"label": annex.label, "list": annex.kind, "title": annex.title}
            for annex in found.annexes
        ],
        "sums": len(found.sums),
        "mismatches": [{"zh": each.zh, "en": each.en} for each in found.mismatches],
        "notes": [{"zh": each.zh, "en": each.en} for each in found.notes],
    }


def _lines(found: Imported, folder: Path, lang: str) -> list[str]:
    from portfolio.inputs.annex.lines import Sort
    from portfolio.report.labels import label

    comma = Words("、", ", ").to(lang)
    lines = []
    for annex in found.annexes:
        tables = Counter(line.table for line in annex.lines if line.sort is Sort.PROJECT)
        places = comma.join(f"{table} {count}" for table, count in tables.items())
        total, kind = sum(tables.values()), label(f"list.{annex.kind}", lang)
        lines.append(
            Words(
                f"{annex.label}：{kind} {total} 项（{places}）",
                f"{annex.label}: {kind}, {total} projects ({places})",
            ).to(lang)
        )
    wrong = found.mismatches
    verdict = Words("全部一致", "all of them agree")
    if wrong:
        verdict = Words(f"{len(wrong)} 个不一致", f"{len(wrong)} do not agree")
    count = len(found.sums)
    lines.append(
        Words(
            f"对账：印出的合计 {count} 个，{verdict.zh}", f"printed sums: {count}, {verdict.en}"
        ).to(lang)
    )
    lines += [f"  {each.to(lang)}" for each in [*wrong, *found.notes]]
    rows = comma.join(f"{name} {len(table)}" for name, table in found.tables.items())
    if folder.suffix.lower() == BOOK:
        written = Words(f"已写出 {folder}：{rows} 行", f"wrote {folder}: {rows} rows")
        left = Words(
            "还要填：指标、贡献、资金、用地、情景（印出的合计不写进工作簿）",
            "still to be filled in: indicators, contributions, money, land, scenarios (the printed "
            "sums are not in it)",
        )
        return [*lines, written.to(lang), left.to(lang)]
    written = Words(
        f"已写出 {folder}：{rows} 行，published_totals.json",
        f"wrote {folder}: {rows} rows, published_totals.json",
    )
    left = Words(
        "还要自己准备：indicators.csv、contributions.csv 和情景（portfolio new 建立空的）",
        "still to be made: indicators.csv, contributions.csv and a scenario (portfolio new makes "
        "empty ones)",
    )
    return [*lines, written.to(lang), left.to(lang)]


COMMAND = Command(
    name="import",
    title=Words(
        "读入规划附件的项目表（.xlsx、.docx），与印出的合计对账",
        "read the tables of projects of a published plan (.xlsx, .docx), and reconcile them",
    ),
    options=(
        File(
            name="files",
            place="+",
            help=Words("项目表文件，.xlsx 或 .docx", "files with the tables, .xlsx or .docx"),
        ),
        Folder(
            name="into",
            required=True,
            usual=Words("", ""),
            help=Words(
                "数据文件夹，或要写的工作簿（.xlsx）；已有的文件不会覆盖",
                "data folder, or a workbook to write (.xlsx); no file is ever overwritten",
            ),
        ),
        _List(
            name="list",
            help=Words(
                "所有的表都是规划（planned）或储备（reserve）项目",
                "all tables are of planned or of reserve projects",
            ),
            default_said=Words("按标题和表头", "as titles and headings say"),
        ),
        File(
            name="domains",
            help=Words("已有的领域表（domains.csv）", "domains that there are (domains.csv)"),
        ),
        _Source(
            name="funding",
            default="fiscal",
            default_said=Words("fiscal", "fiscal"),
            help=Words(
                "所有项目的资金来源；by_owner：业主是公司、集团的 state_company，其余 fiscal",
                "source of all money; by_owner: state_company for companies, else fiscal",
            ),
        ),
        Flag(
            name="accept_totals",
            help=Words(
                "合计不一致也写出，差异记入 remarks.csv",
                "write although sums differ; remarks.csv tells where",
            ),
        ),
    ),
    run=run,
    examples=(
        "portfolio import 附件3.docx 附件4.docx --into my_city",
        "portfolio import 附件3.xlsx --into my_city.xlsx",
    ),
)
