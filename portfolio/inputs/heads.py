"""
The columns of the tables in words: what a head may say in Chinese or English for `land`.

A head is read with or without its unit in brackets, in full or half width; one with another unit
is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from portfolio.inputs.codes import folded
from portfolio.inputs.units import LAND, MONEY
from portfolio.words import Words


class Head(NamedTuple):
    """What a column is called, its unit, and what else it is called, folded or not."""

    zh: str
    en: str
    unit: str = ""
    also: tuple[str, ...] = ()

    @property
    def words(self) -> Words:
        """The head with its unit."""
        if not self.unit:
            return Words(self.zh, self.en)
        return Words(f"{self.zh}（{self.unit}）", f"{self.en} ({self.unit})")


HEADS: dict[str, Head] = {
    # projects
    "id": Head("编号", "id", also=("项目编号", "指标编号", "代码", "code")),
    "name": Head(
        "名称",
        "name",
        also=(
            *("项目名称", "指标名称", "资金池名称", "项目", "建设项目", "建设项目名称", "工程名称"),
            "工程项目名称",
        ),
    ),
    "content": Head(
        "建设内容及规模",
        "content and scale",
        also=(
            *("建设内容和规模", "建设内容与规模", "建设内容", "建设规模", "建设规模及内容"),
            *("建设规模和内容", "建设规模及主要内容", "建设规模及建设内容", "主要建设内容及规模"),
            *("主要建设内容和规模", "主要建设内容", "建设规模及主要建设内容", "项目建设内容"),
            *("项目建设内容及规模", "项目主要建设内容", "规模及内容", "项目内容"),
        ),
    ),
    "list": Head("清单", "list", also=("规划或储备", "项目清单", "类型")),
    "domain": Head("领域", "domain", also=("所属领域", "项目领域", "项目类别", "行业类别")),
    "district": Head(
        "地区",
        "district",
        also=(
            *("县区", "区县", "所在地区", "所属县区", "所属区县", "所在县区", "所在区县", "属地"),
        ),
    ),
    "owner": Head(
        "业主单位",
        "owner",
        also=(
            *(
                "项目业主单位",
                "项目业主",
                "业主",
                "建设单位",
                "项目建设单位",
                "项目单位",
                "实施单位",
            ),
            *("项目实施单位", "项目法人", "项目法人单位", "建设主体", "实施主体"),
        ),
    ),
    "responsible": Head(
        "责任单位",
        "responsible",
        also=(
            *("责任部门", "牵头单位", "牵头部门", "牵头责任单位", "主管部门", "主管单位"),
            *("行业主管部门", "责任主体", "项目责任单位", "责任单位部门"),
        ),
    ),
    "funding": Head("资金来源", "source of money", also=("资金渠道",)),
    "total_investment": Head(
        "计划总投资",
        "total investment",
        "万元",
        (
            *("总投资", "总投资额", "项目总投资", "投资总额", "估算总投资", "概算总投资"),
            *("总投资估算", "投资估算", "总投资概算", "预计总投资", "计划总投资额", "项目总投资额"),
        ),
    ),
    "plan_investment": Head(
        "规划期投资",
        "plan investment",
        "万元",
        (*("规划期内投资", "规划期计划投资", "规划期内计划投资"),),
    ),
    "land": Head(
        "用地规模",
        "land",
        "亩",
        (
            *("项目建设用地总规模", "建设用地总规模", "用地总规模", "建设用地规模", "项目用地规模"),
            *("用地面积", "项目用地面积", "总用地面积", "建设用地面积", "规划用地面积", "占地面积"),
            *(
                "项目占地面积",
                "用地",
                "项目用地",
                "建设用地",
                "新增建设用地",
                "拟用地",
                "拟用地面积",
            ),
            "供地",
        ),
    ),
    "land_kind": Head("用地类型", "land kind", also=("用地性质",)),
    "duration": Head("工期", "duration", "年", ("建设工期", "建设周期")),
    "earliest_start": Head("最早开工年度", "earliest start", also=("最早开工",)),
    "latest_finish": Head("最晚完工年度", "latest finish", also=("最晚完工", "最迟完工年度")),
    "spend_profile": Head("年度投资比例", "spend profile", also=("逐年投资比例",)),
    "requires": Head("依赖的项目", "requires", also=("依赖项目", "前提项目")),
    "after": Head("在其后开工", "after", also=("在哪些项目完工后开工", "前置项目")),
    "site_group": Head("同址组", "site group", also=("互斥组", "同一地块")),
    "named_in_plan": Head("规划正文提及", "named in plan", also=("规划点名",)),
    "source": Head("出处", "source", also=("来源出处",)),
    "basis": Head("依据", "basis", also=("依据说明",)),
    "running_cost": Head("年运行费", "running cost", "万元/年", ("运行费",)),
    # indicators
    "group": Head("分组", "group", also=("指标分组", "指标类别")),
    "unit": Head("单位", "unit", also=("计量单位",)),
    "baseline": Head("基期值", "baseline", also=("基期", "现状值")),
    "target": Head("目标值", "target", also=("规划目标", "目标")),
    "sense": Head("目标方向", "sense", also=("方向",)),
    "cumulative": Head("是否累计", "cumulative", also=("累计",)),
    "attribute": Head("指标属性", "attribute", also=("属性",)),
    "weight": Head("权重", "weight"),
    "need": Head("需求量", "need", also=("需求",)),
    "need_unit": Head("需求单位", "need unit", also=("需求量单位",)),
    "need_origin": Head("需求来历", "need origin", also=("需求来源",)),
    "need_basis": Head("需求依据", "need basis", also=("需求量依据",)),
    # contributions, scope
    "project_id": Head("项目编号", "project id", also=("项目",)),
    "indicator_id": Head("指标编号", "indicator id", also=("指标",)),
    "amount": Head("数量", "amount", also=("新增量", "贡献量", "新增服务量")),
    "confidence": Head("可信程度", "confidence", also=("把握",)),
    "item": Head("规模指标", "item", also=("规模项",)),
    # sources, domains, purses
    "name_zh": Head("中文名称", "name zh", also=("名称", "中文名")),
    "name_en": Head("英文名称", "name en", also=("英文名",)),
    "colour": Head("颜色", "colour", also=("color",)),
    "total": Head("资金总额", "total", "万元", ("总额", "资金")),
    # schedules and actuals
    "year": Head("年度", "year", also=("年份",)),
    "start_year": Head("开工年度", "start year", also=("开工年份",)),
    "investment": Head("投资", "investment", "万元", ("年度投资", "实际投资", "完成投资")),
    "share": Head("完成比例", "share"),
    "remark": Head("备注", "remark", also=("说明",)),
    "planned_investment": Head("计划投资", "planned investment", "万元"),
    "planned_land": Head("计划供地", "planned land", "亩"),
    "planned_progress": Head("计划进度", "planned progress"),
    "progress": Head("进度", "progress", also=("实际进度", "累计进度")),
    "finished": Head("是否完工", "finished", also=("完工",)),
    "new_total": Head("调整后总投资", "new total", "万元", ("新的总投资",)),
    "earliest_finish": Head("最早完工年度", "earliest finish", also=("最早完工",)),
    # assumptions, remarks, livelihood matters
    "subject_zh": Head("假设内容", "subject zh", also=("假设",)),
    "subject_en": Head("假设内容（英文）", "subject en", also=("假设英文",)),
    "basis_zh": Head("假设依据", "basis zh", also=("依据",)),
    "basis_en": Head("假设依据（英文）", "basis en", also=("依据英文",)),
    "place": Head("修改位置", "place", also=("位置",)),
    "subject": Head("对象", "subject"),
    "remark_zh": Head("中文说明", "remark zh"),
    "remark_en": Head("英文说明", "remark en"),
    "departments": Head("责任部门", "departments"),
    "indicators": Head("对应指标", "indicators"),
    "inferred": Head("推断的指标", "inferred indicators"),
    "matter_id": Head("事项编号", "matter id", also=("民生事项编号", "事项")),
    "task": Head("任务", "task", also=("任务内容",)),
    "quantity": Head("任务量", "quantity"),
    "money": Head("资金", "money", "万元"),
    "department": Head("责任单位", "department", also=("责任部门",)),
    "month": Head("月份", "month", also=("完成月份",)),
}
# Heads that carry a year or the name of a plan: `baseline_2020`, “十五五”计划投资, 2030年目标值.
PLAN_MONEY = re.compile(
    r"(十[一二三四五六七八九]五|20\d\d年?[-—–~至]+20\d\d年?)(时期|期间|规划期)?内?"
    r"(计划|规划|预计|拟)?(完成)?总?投资(额|规模|计划)?"
)
PATTERNS = (
    (re.compile(r"baseline_?(\d{4})?"), "baseline"),
    (re.compile(r"target_?(\d{4})?"), "target"),
    (re.compile(r"(\d{4})年?(基期值|基期|现状值|实际值|实绩)"), "baseline"),
    (re.compile(r"(\d{4})年?(目标值|目标|规划目标)"), "target"),
    (PLAN_MONEY, "plan_investment"),
)
MARKS = re.compile(r"[“”\"'‘’「」《》:]")
UNIT = re.compile(r"\(([^()]*)\)$")  # after folding, brackets are half-width
# Units of money, land and time by their names, in whatever a head has in brackets.
A_UNIT = re.compile(
    "|".join(sorted(map(re.escape, (*MONEY, *LAND)), key=len, reverse=True))
    + r"|个?月|天|日|days|months|million|billion|yuan|rmb|cny|hectares?|\bha\b|km2"
)
TEN_THOUSAND_YUAN = re.compile(r"(rmb)?10,?000(yuan|rmb|cny)")


def column_of(head: str, columns: Iterable[str]) -> str:
    """
    Return the column that a head means, among these; the head itself if it means none.

    >>> column_of("项目建设用地总规模（亩）", ["name", "land"]), column_of("Land", ["land"])
    ('land', 'land')
    >>> column_of("“十五五”计划投资", ["plan_investment"]), column_of("baseline_2025", ["baseline"])
    ('plan_investment', 'baseline')
    >>> column_of("总投资（亿元）", ["total_investment"])  # would be taken for 万元
    '总投资（亿元）'
    """
    known = list(columns)
    if head in known:
        return head
    text = MARKS.sub("", folded(head))
    unit = UNIT.search(text)
    for form in dict.fromkeys((text, UNIT.sub("", text))):
        for name in known:
            own = HEADS.get(name)
            if form in spellings_of(name) and not (own and unit and _is_other(unit[1], own.unit)):
                return name
        for pattern, name in PATTERNS:
            if name in known and pattern.fullmatch(form):
                other = unit and _is_other(unit[1], HEADS[name].unit)
                return head if other else name
    return head


def in_other_unit(head: str, columns: Iterable[str]) -> str:
    """
    Return the column that a head would mean if it were counted in another unit; or nothing.

    >>> in_other_unit("总投资（亿元）", ["total_investment"]), in_other_unit("用地（亩）", ["land"])
    ('total_investment', '')
    """
    known = list(columns)
    if column_of(head, known) in known:
        return ""
    meant = column_of(UNIT.sub("", folded(head)), known)
    return meant if meant in known else ""


@cache
def spellings_of(name: str) -> frozenset[str]:
    """Return what a column is called, folded, its own name included."""
    own = HEADS.get(name)
    words = (name, own.zh, own.en, *own.also) if own else (name,)
    return frozenset(MARKS.sub("", folded(each)) for each in words)


def _is_other(written: str, unit: str) -> bool:
    """
    Whether brackets name another unit than the column's own: its cells would mean something else.

    >>> [_is_other(each, "万元") for each in ("亿元", "万元", "10,000yuan", "含税")]
    [True, False, False, False]
    """
    if unit in ("", written) or TEN_THOUSAND_YUAN.fullmatch(written):
        return False
    found = A_UNIT.search(written)
    return found is not None and found[0] != unit


def year_in(head: str) -> int | None:
    """
    Return the year that a head carries, or None.

    >>> year_in("baseline_2020"), year_in("目标值")
    (2020, None)
    """
    found = re.search(r"\d{4}", folded(head))
    return int(found[0]) if found else None
