"""
A made-up city, as a clerk types it into the workbook of `portfolio new`: 云岭市, 60 projects.

All figures are made up. The hands are openpyxl's; what they do is what `docs/another_city.zh.md`
tells a clerk to do.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

NEW = (
    "new yunling --workbook --years 2026-2030 --domains 教育,医疗卫生,养老,防洪 "
    "--sources 财政,专项债,国企 --districts 市本级,东岭区,西岭县,南坪县 "
    "--purses --budget 200000 --land 480 --title 云岭市“十五五”公共服务项目"
)
DISTRICTS = ("市本级", "东岭区", "西岭县", "南坪县")
# Domain, what is built, unit of what it adds, the indicator, 万元 a unit, 亩 a unit.
KINDS = (
    ("教育", "小学", "个", "N01", 6.0, 0.02),
    ("教育", "幼儿园", "个", "N02", 4.0, 0.015),
    ("医疗卫生", "卫生院扩建工程", "张", "N03", 45.0, 0.05),
    ("养老", "养老服务中心", "张", "N04", 18.0, 0.04),
    ("防洪", "堤防加固工程", "公里", "N05", 900.0, 1.0),
)
NEEDS = {
    "N01": ("义务教育新增学位", "个", 24000, 3),
    "N02": ("公办幼儿园新增学位", "个", 9000, 2),
    "N03": ("县级及以下医疗床位", "张", 1500, 3),
    "N04": ("护理型养老床位", "张", 2200, 2),
    "N05": ("达标堤防", "公里", 60, 1),
}


def own_rows() -> list[list[object]]:
    """Return the bureau's own table, with its own columns: the heads, then 60 projects."""
    heads = ["序号", "项目名称", "建设规模", "是否入规划", "行业", "属地", "建设单位", "主管部门"]
    heads += ["资金渠道", "估算总投资（万元）", "十五五投资（万元）", "拟用地（亩）"]
    rows: list[list[object]] = [[*heads, "建设周期（年）", "新增能力", "计量单位"]]
    for at in range(60):
        domain, what, unit, _, price, land = KINDS[at % 5]
        district = DISTRICTS[(at // 5) % 4]
        size = (4 if unit == "公里" else 100 if unit == "张" else 900) + 20 * (at % 7)
        size = size // 20 if unit == "公里" else size
        planned = at < 40
        total = round(size * price, 1)
        source = ("财政", "专项债:0.6;财政:0.4", "国企")[at % 3] if domain != "防洪" else "财政"
        rows.append(
            [
                at + 1,
                f"{district}第{at // 5 + 1}{what}",
                f"新增{size}{unit}",
                "规划" if planned else "储备",
                domain,
                district,
                f"{district}建设服务中心",
                f"{district}发展改革局",
                source,
                total,
                total if planned else None,
                round(size * land, 2),
                1 + at % 3,
                size,
                unit,
            ]
        )
    return rows


# Which column of the workbook takes which column of the bureau's own table.
TAKEN = {
    "名称": "项目名称",
    "建设内容及规模": "建设规模",
    "清单": "是否入规划",
    "领域": "行业",
    "地区": "属地",
    "业主单位": "建设单位",
    "责任单位": "主管部门",
    "资金来源": "资金渠道",
    "计划总投资": "估算总投资（万元）",
    "规划期投资": "十五五投资（万元）",
    "用地规模": "拟用地（亩）",
    "工期": "建设周期（年）",
}


def type_in(book: Path) -> None:
    """Fill in the workbook, column by column, as a clerk copies and types."""
    file = openpyxl.load_workbook(book)
    heads, *rows = own_rows()
    ids = [
        f"P{at + 1:02d}" if row[3] == "规划" else f"R{at - 39:02d}" for at, row in enumerate(rows)
    ]
    projects = file["项目"]
    _down(projects, "编号", ids)
    for head, own in TAKEN.items():
        _down(projects, head, [row[heads.index(own)] for row in rows])
    indicators = file["指标"]
    _down(indicators, "编号", list(NEEDS))
    for head, at in (("名称", 0), ("需求单位", 1), ("需求量", 2), ("权重", 3)):
        _down(indicators, head, [need[at] for need in NEEDS.values()])
    contributions = file["贡献"]
    _down(contributions, "项目编号", ids)
    _down(contributions, "指标编号", [KINDS[at % 5][3] for at in range(60)])
    _down(contributions, "数量", [row[heads.index("新增能力")] for row in rows])
    file.save(book)


def _down(sheet: Worksheet, head: str, cells: list[object]) -> None:
    column = next(each.column for each in sheet[1] if str(each.value).startswith(head))
    for row, cell in enumerate(cells, start=2):
        sheet.cell(row, column).value = cell
