"""
The columns of the tables in words: what a head may say in Chinese or English for `land`.

A head is read with or without its unit in brackets, in full or half width.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from portfolio.inputs.codes import folded
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
    "name": Head("名称", "name", also=("项目名称", "指标名称", "资金池名称", "项目")),
    "content": Head("建设内容及规模", "content and scale", also=("建设内容", "建设规模及内容")),
    "list": Head("清单", "list", also=("规划或储备", "项目清单", "类型")),
    "domain": Head("领域", "domain", also=("所属领域", "项目类别")),
    "district": Head("地区", "district", also=("县区", "所在地区", "区县")),
    "owner": Head("业主单位", "owner", also=("建设单位", "项目单位", "业主")),
    "responsible": Head("责任单位", "responsible", also=("责任部门", "牵头单位", "主管部门")),
    "funding": Head("资金来源", "funding", also=("资金渠道", "source of money")),
    "total_investment": Head("计划总投资", "total investment", "万元", ("总投资", "估算总投资")),
    "plan_investment": Head("规划期投资", "plan investment", "万元", ("规划期计划投资",)),
    "land": Head("用地规模", "land", "亩", ("项目建设用地总规模", "用地", "用地面积", "供地")),
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
PATTERNS = (
    (re.compile(r"baseline_?(\d{4})?"), "baseline"),
    (re.compile(r"target_?(\d{4})?"), "target"),
    (re.compile(r"(\d{4})年?(基期值|基期|现状值|实际值|实绩)"), "baseline"),
    (re.compile(r"(\d{4})年?(目标值|目标|规划目标)"), "target"),
    (
        re.compile(r"[“\"]?十[一二三四五六七八九]五[”\"]?(时期|期间)?(计划|规划)?投资"),
        "plan_investment",
    ),
)
# Units that a head may give; of each unit that a column is counted in, how it may be written.
UNITS = {
    *("元", "千元", "万元", "百万元", "千万元", "亿元", "亿", "yuan", "rmb"),
    *("亩", "万亩", "公顷", "平方米", "万平方米", "平方公里", "m2", "km2", "ha", "mu"),
    *("年", "月", "个月", "日", "天", "days", "months", "years"),
    *("万元/年", "元/年", "亿元/年", "万元/月", "亩/年"),
}
SAME = {
    "万元": {"万元"},
    "亩": {"亩", "mu"},
    "年": {"年", "year", "years"},
    "万元/年": {"万元/年", "万元"},
}
UNIT = re.compile(r"\((?:[^()]*)\)$")  # after folding, brackets are half-width


def column_of(head: str, columns: Iterable[str]) -> str:
    """
    Return the column that a head means, among these; the head itself if it means none.

    >>> column_of("项目建设用地总规模（亩）", ["name", "land"]), column_of("Land", ["land"])
    ('land', 'land')
    >>> column_of("“十五五”计划投资", ["plan_investment"]), column_of("baseline_2025", ["baseline"])
    ('plan_investment', 'baseline')
    """
    known = list(columns)
    if head in known:
        return head
    text = folded(head)
    for form in dict.fromkeys((text, UNIT.sub("", text))):
        for name in known:
            own = HEADS.get(name)
            if form in map(folded, (name, *((own.zh, own.en, *own.also) if own else ()))):
                return name
        for pattern, name in PATTERNS:
            if name in known and pattern.fullmatch(form):
                return name
    return head


def other_unit(head: str, name: str) -> str:
    """
    Return the unit that a head gives in brackets, if the column is counted in another; or nothing.

    >>> other_unit("计划总投资（亿元）", "total_investment"), other_unit("总投资(万元)", "land")
    ('亿元', '万元')
    >>> other_unit("计划总投资（单位：万元）", "total_investment"), other_unit("Land (mu)", "land")
    ('', '')
    """
    found = UNIT.search(folded(head))
    own = HEADS[name].unit if name in HEADS else ""
    if not found or not own:
        return ""
    parts = re.split("[:,;、，；]|单位", found[0].strip("()"))
    return next((each for each in parts if each in UNITS and each not in SAME[own]), "")


def year_in(head: str) -> int | None:
    """
    Return the year that a head carries, or None.

    >>> year_in("baseline_2020"), year_in("目标值")
    (2020, None)
    """
    found = re.search(r"\d{4}", folded(head))
    return int(found[0]) if found else None
