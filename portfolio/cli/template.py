"""`portfolio template`: a workbook to fill in, empty or with the tables of scenarios."""

from __future__ import annotations

from pathlib import Path

from portfolio.cli.command import Command
from portfolio.errors import Finding, InputError
from portfolio.inputs.places import BOOK
from portfolio.questions.contract import Given
from portfolio.questions.options import File, ScenarioFile
from portfolio.report.plain import as_json
from portfolio.words import Words, said, shown


def run(given: Given, as_values: bool) -> tuple[int, str]:
    """Read and write."""
    from portfolio.cli.new import empty_files
    from portfolio.inputs.workbook.city import city_of_files, read_city
    from portfolio.inputs.workbook.template import write_template
    from portfolio.report.fresh import written_fresh

    target = Path(given["file"])
    if target.suffix.lower() != BOOK:
        wanted = Words("以 .xlsx 结尾的文件名", "a name that ends in .xlsx")
        raise InputError([Finding(target.as_posix(), None, None, said(target.name), wanted)])
    given_some = bool(given["scenario"])
    city = read_city(given["scenario"]) if given_some else city_of_files(empty_files({}))
    written_fresh(target, lambda place: write_template(city, place, given.lang))
    found = {
        "file": target.as_posix(),
        "projects": len(city.tables["projects"]) if "projects" in city.tables else 0,
        "scenarios": list(city.scenarios),
    }
    line = Words(
        f"已写出 {target}：{found['projects']} 个项目，情景 {'、'.join(city.scenarios)}；"
        f"填好后运行 portfolio plan {target}",
        f"wrote {target}: {found['projects']} projects, scenarios {', '.join(city.scenarios)}; "
        f"when it is filled in, run portfolio plan {target}",
    )
    return 0, as_json(found) if as_values else shown(line.to(given.lang))


COMMAND = Command(
    name="template",
    title=Words(
        "写出一个供填报的 Excel 工作簿：空的，或带着情景的数据",
        "write an Excel workbook to fill in: empty, or with the tables of scenarios",
    ),
    options=(
        File(
            name="file",
            place="1",
            help=Words("要写的文件，以 .xlsx 结尾", "the file to write, ending in .xlsx"),
        ),
        ScenarioFile(place="*"),
    ),
    run=run,
    examples=(
        "portfolio template city.xlsx",
        "portfolio template heyuan.xlsx base cut_two_years",
    ),
)
