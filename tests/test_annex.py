"""Published tables of projects, read: nothing lost, nothing mended, every figure reconciled."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from portfolio.cli.main import main
from portfolio.errors import PortfolioError
from portfolio.inputs.annex.domains import KNOWN, SHIPPED, domains_of
from portfolio.inputs.annex.lists import Document
from portfolio.inputs.annex.turn import Asked, Imported, import_annexes
from portfolio.inputs.grid import Grid
from portfolio.inputs.reconcile import check_data
from tests.annexes import annex, shipped, write_docx, write_xlsx
from tests.conftest import DATA, ROOT

WRITERS: Mapping[str, Callable[..., Path]] = {"xlsx": write_xlsx, "docx": write_docx}
# What the annexes print of a project; the rest of projects.csv is assumed or read from the text.
PRINTED = (
    *("id", "name", "list", "domain", "district", "owner", "responsible"),
    *("total_investment", "plan_investment", "land", "source", "content"),
)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def printed(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{column: row[column] for column in PRINTED} for row in rows]


# ---- the shipped plan, there and back ---------------------------------------------------------


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("trapped", [False, True], ids=["clean", "trapped"])
def test_an_annex_made_from_the_shipped_tables_gives_them_back(
    tmp_path: Path, ending: str, trapped: bool, capsys: pytest.CaptureFixture[str]
):
    both = [annex("planned", trapped), annex("reserve", trapped)]
    file = WRITERS[ending](tmp_path / f"plan.{ending}", both)
    folder = tmp_path / "city"
    assert main(["import", str(file), "--into", str(folder)]) == 0
    assert printed(table(folder / "projects.csv")) == printed(shipped())
    assert (folder / "domains.csv").read_bytes() == (DATA / "domains.csv").read_bytes()
    totals = json.loads((folder / "published_totals.json").read_text(encoding="utf-8"))
    assert totals == json.loads((DATA / "published_totals.json").read_text(encoding="utf-8"))
    lines = capsys.readouterr().out.splitlines()
    # Four figures of each of 6 rows in 附件3 and three of each of 5 in 附件4.
    assert "对账：印出的合计 39 个，全部一致" in lines
    hidden = "  plan.xlsx［旧稿］：隐藏的工作表，未读"
    assert (hidden in lines) == (trapped and ending == "xlsx")


def test_two_files_are_two_lists_and_english_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    first = write_docx(tmp_path / "3.docx", [annex("planned")])
    second = write_xlsx(tmp_path / "4.xlsx", [annex("reserve", trapped=True)])
    command = ["import", str(first), str(second), "--into", str(tmp_path / "city"), "--lang", "en"]
    assert main(command) == 0
    assert printed(table(tmp_path / "city" / "projects.csv")) == printed(shipped())
    out = capsys.readouterr().out.splitlines()
    # A line a list: 附件4 is parted in the middle of its rows.
    assert out[0] == "附件3: Planned, 41 projects (3.docx［表 1］ 41)"
    assert out[1].startswith("附件4: Reserve, 47 projects (4.xlsx［附件4］ ")


def test_what_is_written_is_checked_and_planned_like_the_shipped_tables(tmp_path: Path):
    file = write_xlsx(tmp_path / "plan.xlsx", [annex("planned", True), annex("reserve", True)])
    folder = tmp_path / "city"
    assert main(["import", str(file), "--into", str(folder), "--funding", "by_owner"]) == 0
    for name in ("indicators", "contributions"):
        shutil.copy(DATA / f"{name}.csv", folder)
    report = check_data(folder)
    assert report.reconciled
    assert report.sums["published"].notna().all()
    rows = {row["id"]: row for row in table(folder / "projects.csv")}
    # P09: 80000 万元, owned by a company: the highest class; P28: its unit is a county's bureau.
    assert (rows["P09"]["funding"], rows["P09"]["duration"]) == ("state_company", "4")
    assert rows["P09"]["basis"] == (
        "资金来源按业主单位推断→state_company（假设）；工期按总投资规模档4年（假设）"
    )
    assert rows["P28"]["basis"] == (
        "资金来源按业主单位推断→fiscal（假设）；工期按总投资规模档2年（假设）；"
        "地区按责任单位推断→龙川县"
    )
    assert {row["land_kind"] for row in rows.values()} == {""}  # not printed, not invented


# ---- sums that do not add up ------------------------------------------------------------------

# 一 stands below the label, the title, two rows of the heading and 总计; the unit is above as well
# in a clean one. 549401 is what the 18 rows add up to.
SPOILT_XLSX = (
    "plan.xlsx［附件3］ 第 7 行 计划总投资：现代教育项目印为 549,402 万元，"
    "所列 18 项相加 549,401，相差 +1"
)
SPOILT_DOCX = SPOILT_XLSX.replace("plan.xlsx［附件3］ 第 7 行", "plan.docx［表 1］ 第 4 行")


@pytest.mark.parametrize(("ending", "line"), [("xlsx", SPOILT_XLSX), ("docx", SPOILT_DOCX)])
def test_a_total_that_does_not_add_up_is_named_and_nothing_is_written(
    tmp_path: Path, ending: str, line: str, capsys: pytest.CaptureFixture[str]
):
    spoilt = annex("planned", spoil={"education": "549402"})
    file = WRITERS[ending](tmp_path / f"plan.{ending}", [spoilt])
    command = ["import", str(file), "--into", str(tmp_path / "city")]
    assert main(command) == 1
    assert capsys.readouterr() == (
        "",
        f"{line}\n共 1 条，没有写出任何文件；核实后可加 --accept-totals，差异记入 remarks.csv\n",
    )
    assert not (tmp_path / "city").exists()
    assert main([*command, "--accept-totals"]) == 0
    assert f"  {line}" in capsys.readouterr().out.splitlines()
    remark = table(tmp_path / "city" / "remarks.csv")
    assert [(row["subject"], f"{row['source']}：{row['remark_zh']}") for row in remark] == [
        ("plan", line)
    ]
    assert not reconciled(tmp_path / "city")


def reconciled(folder: Path) -> bool:
    """Whether `portfolio check` is content, with the indicators of the shipped plan."""
    shutil.copy(DATA / "indicators.csv", folder)
    own = {row["id"] for row in table(folder / "projects.csv")}
    rows = [row for row in table(DATA / "contributions.csv") if row["project_id"] in own]
    with (folder / "contributions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return check_data(folder).reconciled


def test_files_that_are_there_are_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = write_docx(tmp_path / "plan.docx", [annex("planned")])
    folder = tmp_path / "city"
    folder.mkdir()
    (folder / "domains.csv").write_text("mine", encoding="utf-8")
    assert main(["import", str(file), "--into", str(folder)]) == 1
    place = (folder / "domains.csv").as_posix()
    assert capsys.readouterr().err == (f"{place}：读到已存在的文件；应为新的文件名；该文件未改动\n")
    assert [each.name for each in folder.iterdir()] == ["domains.csv"]
    assert (folder / "domains.csv").read_text(encoding="utf-8") == "mine"


def test_a_disk_that_refuses_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    import portfolio.report.fresh as fresh

    file = write_docx(tmp_path / "plan.docx", [annex("planned")])
    rename, done = fresh.os.rename, []

    def refuse(old: Path, new: Path) -> None:
        done.append(new)
        if len(done) == 2:
            raise OSError(28, "full")
        rename(old, new)

    monkeypatch.setattr(fresh.os, "rename", refuse)
    folder = tmp_path / "city"
    assert main(["import", str(file), "--into", str(folder)]) == 1
    assert capsys.readouterr().err == f"{folder}：未能写入：磁盘空间不足\n"
    assert not folder.exists()


# ---- another city, in other words and units ---------------------------------------------------


def grid(text: str, name: str = "Sheet1", **more: object) -> Grid:
    """Return a table written with bars between its cells."""
    rows = [[c.strip() for c in line.split("|")] for line in text.splitlines()]
    return Grid(name, rows, **more)  # type: ignore[arg-type]


def read(*grids: Grid, file: str = "项目表.xlsx", **asked: object) -> Imported:
    return import_annexes([Document(file, grids)], Asked(**asked))  # type: ignore[arg-type]


def complaints(*grids: Grid, **asked: object) -> list[str]:
    with pytest.raises(PortfolioError) as caught:
        read(*grids, **asked)
    return caught.value.lines("zh")


OTHER = """\
附表2
青江市“十五五”重大建设项目表 | | | | | | |
单位：亿元、公顷 | | | | | | |
序号 | 工程名称 | 建设规模及主要内容 | 投资 | | 用地面积 | 建设单位 | 牵头部门 | 备注
 | | | 总投资 | “十五五”期间 | | | |
一 | 防洪项目（2项） | | 3.05 | 2.5 | 2.3 | |
1 | 北渠改造 | 渠长12公里 | 3 | 2.5 | 2.1 | 市水务局 | 市水务局 | 续建
2 | 南站 | 泵站一座 | 0.05 | 0 | / | 云岭县水务公司 | 云岭县人民政府 |
二 | 教育项目 | | 1.25 | 1 | 0.2 | |
（一） | 小学 | | 1.25 | 1 | 0.2 | |
1 | 河湾小学 | 36个班 | 1.25 | 1 | 0.2 | 河湾区教育局 | 青江市河湾区教育局 |
合计 | 3项 | | 4.3 | 3.5 | 2.5 | |
注：投资为匡算数。"""


TOO_MUCH_LAND = [
    "项目表.xlsx［Sheet1］ 第 6 行 用地面积：防洪项目印为 34.5 亩（表上为 2.3），"
    "所列 2 项相加 31.5，相差 +3",
    "项目表.xlsx［Sheet1］ 第 12 行 用地面积：合计印为 37.5 亩（表上为 2.5），"
    "所列 3 项相加 34.5，相差 +3",
]


def test_another_city_in_other_words_and_units():
    # 亿元 x 10000, 公顷 x 15: 0.05 亿元 = 500 万元, 2.1 公顷 = 31.5 亩, 0.2 公顷 = 3 亩. The land
    # of 南站 is not stated, yet 2.3 and 2.5 公顷 are printed for 2.1 alone and 2.1 + 0.2.
    found = read(grid(OTHER, merged=((3, 3, 3, 4),)), accept_totals=True)
    rows = found.tables["projects.csv"].to_dict("records")
    assert [
        [row[c] for c in ("id", "name", "total_investment", "plan_investment", "land", "source")]
        for row in rows
    ] == [
        # The numbers begin anew in each group, so the group is part of the source.
        ["P01", "北渠改造", "30000", "25000", "31.5", "附表2-一-1"],
        ["P02", "南站", "500", "0", "0", "附表2-一-2"],
        ["P03", "河湾小学", "12500", "10000", "3", "附表2-二-1"],
    ]
    assert [(row["domain"], row["district"], row["owner"]) for row in rows] == [
        ("domain_1", "市本级", "市水务局"),
        ("domain_1", "云岭县", "云岭县水务公司"),
        ("education", "河湾区", "河湾区教育局"),  # 教育项目 is 教育; a district's bureau: inferred
    ]
    assert rows[1]["basis"].endswith("；用地未列→0（假设）")
    assert rows[2]["basis"].endswith("；地区按责任单位推断→河湾区")
    assert found.tables["domains.csv"].to_numpy().tolist() == [
        ["domain_1", "防洪项目", "防洪项目", ""],
        ["education", "教育", "Education", "#0072B2"],
    ]
    assert [each.zh for each in found.mismatches] == TOO_MUCH_LAND
    assert [each.zh for each in found.notes] == [
        "项目表.xlsx［Sheet1］：未读的列：备注",
        "项目表.xlsx［Sheet1］ 投资/总投资：由亿元换算为万元（×10000，不舍入）",
        "项目表.xlsx［Sheet1］ 投资/“十五五”期间：由亿元换算为万元（×10000，不舍入）",
        "项目表.xlsx［Sheet1］ 用地面积：由公顷换算为亩（×15，不舍入）",
        "1 项的业主是公司或集团（P02），资金来源填 fiscal（假设），请核对",
        "1 项的地区按责任单位推断（P03），请核对",
        "新编的领域编号 domain_1：请在 domains.csv 改成自己的编号、英文名和颜色",
        "资金来源、工期没有印，按规则填（假设，见 basis）；用地性质、起止年份没有印，留空",
    ]


def test_what_another_city_prints_is_kept_for_the_check():
    found = read(grid(OTHER, merged=((3, 3, 3, 4),)), accept_totals=True)
    # In 万元 and 亩 as everywhere; 小学 is a part of 教育: checked, and no domain of its own.
    money = {"total_investment": "30500", "plan_investment": "25000", "land": "34.5"}
    school = {"total_investment": "12500", "plan_investment": "10000", "land": "3"}
    total = {"total_investment": "43000", "plan_investment": "35000", "land": "37.5"}
    assert json.loads(found.totals) == {
        "unit": {"investment": "万元", "land": "亩"},
        "planned": {
            "total": {"projects": 3} | total,
            "groups": [
                {"name": "防洪项目", "domain": "domain_1", "projects": 2} | money,
                {"name": "教育项目", "domain": "education"} | school,
            ],
        },
    }
    # 2 + 1 + 1 counts and amounts: 4 of 防洪, 3 of 教育, 3 of 小学, 4 of all.
    assert len(found.sums) == 14


@pytest.mark.parametrize(
    ("unit", "money", "land", "expected"),
    [
        ("单位：元、平方米", "54321", "20000", ("5.4321", "30")),  # / 10000; x 15 / 10000
        ("（单位：万元，亩）", "12.5", "3.25", ("12.5", "3.25")),
        ("金额单位：千元；面积单位：万平方米", "1", "0.1", ("0.1", "1.5")),
        ("单位：百万元", "0.3", "7", ("30", "7")),  # no unit of land: 亩, and said so
    ],
)
def test_units_are_converted_exactly(unit: str, money: str, land: str, expected: tuple[str, str]):
    head = "序号 | 项目名称 | 总投资 | 占地面积 | 责任单位"
    found = read(grid(f"{unit}\n{head}\n1 | 甲 | {money} | {land} | 市教育局"))
    row = found.tables["projects.csv"].iloc[0]
    assert (row["total_investment"], row["land"]) == expected
    assert row["list"] == "reserve"  # no investment of the plan
    assumed = [each.zh for each in found.notes if "没有印出单位" in each.zh]
    assert bool(assumed) == (unit == "单位：百万元")


# ---- layouts ----------------------------------------------------------------------------------

HEAD = "序号 | 项目名称 | 建设内容 | 总投资（万元） | 用地（亩） | 责任单位"


def names(found: Imported) -> list[str]:
    return found.tables["projects.csv"]["name"].tolist()


def test_two_lists_below_one_another_in_one_sheet():
    text = f"""\
附件1 市重大项目计划表
序号 | 项目名称 | 总投资（万元） | “十四五”投资（万元） | 用地（亩） | 责任单位
1 | 甲 | 10 | 10 | 1 | 市教育局
2 | 乙 | 20 | 20 | 2 | 市教育局
合计 | | 30 | 30 | 3 |

附件2 市重大项目储备表
{HEAD}
1 | 丙 | 一栋楼 | 40 | 4 | 市教育局
合计 | | | 40 | 4 |"""
    found = read(grid(text))
    rows = found.tables["projects.csv"]
    assert rows["id"].tolist() == ["P01", "P02", "R01"]
    assert rows["source"].tolist() == ["附件1-1", "附件1-2", "附件2-1"]
    assert found.mismatches == []
    assert list(json.loads(found.totals)) == ["unit", "annex1_planned", "annex2_reserve"]


def test_a_repeated_heading_goes_on_and_subtotals_are_checked():
    text = f"""\
{HEAD}
一、教育 |
1 | 甲 | 楼 | 10 | 1 | 市教育局
2 | 乙 | 楼 | 20 | 2 | 市教育局
 | 小计 | | 31 | 3 |
{HEAD}
二、防洪 |
3 | 丙 | 渠 | 40 | 4 | 市水务局
 | 小 计 | | 40 | 4 |
 | 总　计（3项） | | 70 | 7 |"""
    assert complaints(grid(text)) == [
        "项目表.xlsx［Sheet1］ 第 5 行 总投资（万元）：小计印为 31 万元，所列 2 项相加 30，相差 +1",
        "共 1 条，没有写出任何文件；核实后可加 --accept-totals，差异记入 remarks.csv",
    ]
    rows = read(grid(text.replace("31", "30"))).tables["projects.csv"]
    assert rows["domain"].tolist() == ["education", "education", "domain_1"]
    assert rows["source"].tolist() == ["项目表-1", "项目表-2", "项目表-3"]


def test_a_table_that_goes_on_keeps_the_unit_that_only_the_first_prints():
    head = "序号 | 项目名称 | 总投资 | 用地（亩） | 责任单位"
    first = grid(f"单位：亿元\n{head}\n合计 | | 3 | 3 |\n1 | 甲 | 1 | 1 | 市教育局")
    found = read(first, grid(f"续表\n{head}\n2 | 乙 | 2 | 2 | 市教育局", "Sheet2"))
    rows = found.tables["projects.csv"]
    assert rows["total_investment"].tolist() == ["10000", "20000"]
    assert [each.agrees for each in found.sums] == [True, True]


def test_a_cell_merged_downwards_is_every_projects():
    text = f"{HEAD}\n1 | 甲 | 楼 | 1 | 1 | 市教育局\n2 | 乙 | 楼 | 1 | 1 |\n3 | 丙 | 楼 | 1 | 1 |"
    rows = read(grid(text, merged=((1, 5, 2, 5),))).tables["projects.csv"]
    assert rows["responsible"].tolist() == ["市教育局", "市教育局", ""]


def test_what_is_not_read_is_said():
    pages = [
        grid(f"{HEAD}\n1 | 甲 | 楼 | 1 | 1 | 市教育局"),
        grid(f"{HEAD}\n1 | 旧 | 楼 | 1 | 1 | 市教育局", "旧", hidden=True),
        grid("说明\n本表由市发展改革局编制", "说明"),
        grid("序号 | 项目名称 | 建设内容 | 责任单位\n1 | 甲 | 楼 | 市教育局", "任务"),
        grid("", "空"),
    ]
    found = read(*pages)
    assert names(found) == ["甲"]
    assert [each.zh for each in found.notes[:3]] == [
        "项目表.xlsx［Sheet1］：标题没有写明是规划还是储备，作储备项目；可用 --list 指定",
        "项目表.xlsx［旧］：隐藏的工作表，未读",
        "项目表.xlsx：没有项目名称和总投资的表，未读：说明、任务",
    ]
    assert complaints(*pages[1:]) == [
        "项目表.xlsx：读到没有可识别的项目表；应为表头有“项目名称”“总投资”和另外至少一列的表格"
        "（各列的叫法见 docs/import.zh.md）",
        "共 1 条，没有写出任何文件",
    ]


def test_rows_that_word_numbers_by_itself_are_numbered_in_their_order():
    text = f"{HEAD}\n | 教育项目（2项） | | 3 | 2 |\n | 甲 | 楼 | 1 | 1 | 市教育局\n"
    found = read(grid(f"{text} | 乙 | 楼 | 2 | 1 | 市教育局"))
    assert found.tables["projects.csv"]["source"].tolist() == ["项目表-1", "项目表-2"]
    assert found.tables["projects.csv"]["domain"].tolist() == ["education"] * 2
    line = "项目表.xlsx［Sheet1］：序号不是文字（Word 自动编号？），按表中次序编号"
    assert line in [each.zh for each in found.notes]


def test_the_list_can_be_told():
    text = f"{HEAD}\n1 | 甲 | 楼 | 1 | 1 | 市教育局"
    assert read(grid(text), kind="reserve").tables["projects.csv"]["list"].tolist() == ["reserve"]
    assert complaints(grid(text), kind="planned") == [
        "项目表.xlsx［Sheet1］ 第 1 行：读到没有规划期投资（如“十五五”计划投资）一类的列；"
        "应为规划项目的表有这一列；储备项目请加 --list reserve",
        "共 1 条，没有写出任何文件",
    ]


def test_a_name_that_holds_a_stock_is_no_reserve_list():
    # 储备 is also what a warehouse does: 粮食储备设施项目计划表 is planned.
    text = f"粮食储备设施项目计划表\n{HEAD.replace('用地（亩）', '“十四五”投资（万元）')}"
    found = read(grid(f"{text}\n1 | 甲 | 仓 | 1 | 1 | 市粮食局"))
    assert found.tables["projects.csv"]["list"].tolist() == ["planned"]


# ---- findings ---------------------------------------------------------------------------------


def test_everything_that_is_wrong_is_said_at_once():
    text = f"""\
{HEAD}
1 | 甲 | 楼 | 约3000 | 1 | 市教育局
2 | | 楼 | 10 | 1 | 市教育局
3 | 甲 | 楼 | 10 | 1 | 市教育局
3 | 乙 | 楼 | 10 | -2 | 市教育局
 | 续行 | 楼 | 5,49 | 1 | 市教育局
6 | 丙 | 楼 | | 1 | 市教育局
总计（7项） | | | 99 | 9 |"""
    place = "项目表.xlsx［Sheet1］ 第"
    assert complaints(grid(text)) == [
        f"{place} 2 行 总投资（万元）：读到“约3000”；应为不小于 0 的数",
        f"{place} 3 行 项目名称：读到空单元格；应为项目名称",
        f"{place} 4 行 项目名称：读到“甲”，项目表.xlsx［Sheet1］ 第 2 行已有；应为不重复的项目名称",
        f"{place} 5 行 用地（亩）：读到“-2”；应为不小于 0 的数",
        f"{place} 5 行 序号：读到“3”，项目表.xlsx［Sheet1］ 第 4 行已有；应为不重复的序号",
        f"{place} 6 行 序号：读到没有序号的一行；"
        "应为项目的序号（是上一行的续行，请并到上一行；是分类，请写一、二……）",
        f"{place} 6 行 总投资（万元）：读到“5,49”；应为不小于 0 的数",
        f"{place} 7 行 总投资（万元）：读到空单元格；应为不小于 0 的数",
        # The amounts are not compared: some of their rows could not be read.
        f"{place} 8 行 项目名称：总计印为 7 项，所列 6 项",
        "共 9 条，没有写出任何文件",
    ]


def test_two_columns_of_one_meaning_are_not_chosen_between():
    text = "项目名称 | 总投资（万元） | 投资总额（万元） | 责任单位\n甲 | 1 | 2 | 市教育局"
    assert complaints(grid(text)) == [
        "项目表.xlsx［Sheet1］ 第 1 行：读到“总投资（万元）”和“投资总额（万元）”；"
        "应为只有一列是这个意思",
        "共 1 条，没有写出任何文件",
    ]


# ---- domains ----------------------------------------------------------------------------------


def test_the_known_domains_are_the_shipped_ones_and_more():
    rows = [(each.id, each.words.zh, each.words.en, each.colour) for each in SHIPPED]
    assert rows == [tuple(row.values()) for row in table(DATA / "domains.csv")]
    assert len({each.id for each in KNOWN}) == len(KNOWN) > len(SHIPPED)
    found = domains_of(["养老服务项目", "卫生健康类"], None)
    assert [each.id for each in found.kinds] == ["elderly_care", "health"]


def test_domains_that_a_city_has_are_kept(tmp_path: Path):
    own = tmp_path / "own.csv"
    own.write_text("id,name_zh,name_en\nwater,防洪,Water\nedu,教育,Schools\n", encoding="utf-8")
    file = write_docx(tmp_path / "plan.docx", [annex("planned")])
    folder = tmp_path / "city"
    assert main(["import", str(file), "--into", str(folder), "--domains", str(own)]) == 0
    rows = [(row["id"], row["name_zh"]) for row in table(folder / "domains.csv")]
    # 现代教育项目 is 教育 by a usual name, and would be `education`, which this city has not.
    made = ["现代教育项目", "健康和医疗卫生建设项目", "住房保障建设项目", "文体项目"]
    made += ["应急保障及物资储备体系项目"]
    assert rows[:2] == [("water", "防洪"), ("edu", "教育")]
    assert rows[2:] == [(f"domain_{n}", name) for n, name in enumerate(made, start=1)]


def test_a_heading_swallows_no_project():
    # 责任单位 is merged over the first project: a slip, and the project is one all the same.
    text = f"{HEAD}\n1 | 甲 | 楼 | 1 | 1 |\n2 | 乙 | 楼 | 1 | 1 | 市教育局"
    assert names(read(grid(text, merged=((0, 5, 1, 5),)))) == ["甲", "乙"]


def test_projects_below_no_group_have_a_domain_too():
    found = domains_of(["", "教育类项目"], None)
    assert [(each.id, each.words.zh) for each in found.kinds] == [
        ("domain_1", "未分类"),
        ("education", "教育"),
    ]


# ---- the page ---------------------------------------------------------------------------------


def test_the_page_shows_what_the_command_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    write_xlsx(Path("附件3.xlsx"), [annex("planned", True, {"education": "549402"})])
    write_docx(Path("附件4.docx"), [annex("reserve")])
    page = (ROOT / "docs" / "import.zh.md").read_text(encoding="utf-8")
    examples = re.findall(r"^\$ .venv/bin/portfolio (.*)\n((?:(?!```).*\n)+)", page, re.MULTILINE)
    assert len(examples) == 2
    for command, shown in examples:
        main(command.split())
        said = capsys.readouterr()
        assert said.out + said.err == shown


def test_into_a_workbook_that_only_lacks_indicators(tmp_path: Path, capsys):
    file, book = write_xlsx(tmp_path / "附件3.xlsx", [annex("planned")]), tmp_path / "city.xlsx"
    assert main(["import", str(file), "--into", str(book)]) == 0
    assert "还要填：指标、贡献" in capsys.readouterr().out
    sheets = {each.title: each for each in openpyxl.load_workbook(book)}
    heads = [str(each.value) for each in sheets["项目"][1]]
    names = [row[heads.index("名称")].value for row in sheets["项目"].iter_rows(min_row=2)]
    assert names[:41] == [row["name"] for row in shipped() if row["list"] == "planned"]
    assert main(["plan", str(book), "--out", str(tmp_path / "report")]) == 1
    said = capsys.readouterr().err
    assert "［指标］：读到只有表头" in said
    assert "［项目］" not in said  # nothing is wrong with what was imported
    assert main(["import", str(file), "--into", str(book)]) == 1  # never over what is there
