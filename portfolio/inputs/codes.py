"""
The codes of the tables in words: what a cell may say in Chinese or English for `planned`, `fiscal`.

Each code with what reports call it, then other words that people write for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from portfolio.words import Words

# Of each code: its name in both languages, and what else it is called.
CHOICES: dict[str, tuple[str, ...]] = {
    "planned": ("规划", "planned", "规划项目", "计划", "计划项目"),
    "reserve": ("储备", "reserve", "储备项目"),
    "new": ("新增用地", "new land", "新增", "新增建设用地"),
    "on_site": ("原址", "existing grounds", "原址建设", "现有用地", "存量用地"),
    "upper_quota": ("上级指标", "upper quota", "国家和省指标", "省级以上指标"),
    "at_least": ("不低于", "at least", "不少于"),
    "at_most": ("不高于", "at most", "不超过"),
    "keep_at_least": ("保持不低于", "keep at least", "稳定在"),
    "complete": ("全面完成", "complete", "应保尽保", "动态清零"),
    "binding": ("约束性", "binding"),
    "expected": ("预期性", "expected"),
    "stated": ("写明", "stated", "原文写明", "规划写明"),
    "derived": ("推算", "derived", "据规划推算"),
    "commitment": ("承诺", "commitment", "规划承诺", "规划承诺量"),
    "assumed": ("假设", "assumed"),
    "site_area": ("占地面积", "site area", "用地面积"),
    "floor_area": ("建筑面积", "floor area"),
    "beds": ("床位", "beds"),
    "places": ("学位", "places"),
    "classes": ("班级", "classes"),
    "homes": ("套数", "homes"),
    "true": ("是", "yes"),
    "false": ("否", "no"),
    "shares": ("按比例", "shares"),
    "whole": ("整项目", "whole"),
    "steady": ("连续施工", "steady"),
    "required": ("必须实施", "required", "必须"),
    "optional": ("可选", "optional"),
    "full": ("全部计入", "full"),
    "pro_rata": ("按投资比例", "pro rata"),
    "bullet": ("到期一次还本", "bullet"),
    "equal": ("等额还本", "equal"),
}
# Domains and sources that many cities share; a city's own tables name theirs.
DOMAINS: dict[str, tuple[str, ...]] = {
    "education": ("教育", "Education", "现代教育", "公共教育", "现代教育项目"),
    "health": (
        *("医疗卫生", "Health", "卫生", "医疗", "卫生健康", "健康", "健康和医疗卫生"),
        "健康和医疗卫生建设项目",
    ),
    "housing": ("住房保障", "Housing", "住房", "保障性住房", "住房保障建设项目"),
    "culture_sport": ("文化体育", "Culture and sport", "文体", "文体旅游", "文体项目"),
    "emergency": (
        *("应急保障", "Emergency response", "应急", "应急管理", "应急保障及物资储备体系项目"),
    ),
    "culture": ("文化", "Culture"),
    "sport": ("体育", "Sport"),
    "elderly_care": ("养老", "Care for the elderly", "养老服务"),
    "childcare": ("托育", "Childcare", "托育服务"),
    "social_security": ("社会保障", "Social security", "社保"),
    "employment": ("就业", "Employment", "就业服务"),
    "civil_affairs": ("民政", "Civil affairs", "社会服务", "社会福利"),
    "transport": ("交通", "Transport", "交通运输"),
    "water": ("水利", "Water"),
    "environment": ("生态环境", "Environment", "环保", "环境"),
    "municipal": ("市政", "Municipal works", "市政设施", "市政基础设施"),
}
SOURCES: dict[str, tuple[str, ...]] = {
    "fiscal": ("财政资金", "Fiscal", "财政", "本级财政", "财政拨款"),
    "state_company": ("国有企业", "State company", "国企", "国资", "国有企业自筹"),
    "private": ("社会资本", "Private", "民间资本", "社会资金", "社会投资"),
    "special_bond": ("专项债", "Special bonds", "专项债券", "地方政府专项债券"),
    "general_bond": ("一般债", "General bonds", "一般债券"),
    "upper_grant": ("上级补助", "Grants from above", "上级资金", "上级补助资金"),
    "loan": ("贷款", "Loans", "银行贷款"),
}


def compact(text: str) -> str:
    """
    Return text in half width, without blanks.

    >>> compact("总 计（４１项）")
    '总计(41项)'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def folded(text: str) -> str:
    r"""
    Return text as it is looked up: compact, in small letters.

    >>> folded("ＰＬＡＮＮＥＤ "), folded("规划\n项目")
    ('planned', '规划项目')
    """
    return compact(text).casefold()


def spellings(
    codes: Iterable[str], words: Mapping[str, tuple[str, ...]] = CHOICES
) -> dict[str, str]:
    """
    Return which code each folded spelling means, the codes themselves among them.

    >>> spellings(("planned", "reserve"))["储备项目"]
    'reserve'
    """
    found: dict[str, str] = {}
    for code in codes:
        for each in (code, *words.get(code, ())):
            found.setdefault(folded(each), code)
    return found


def called(code: str, words: Mapping[str, tuple[str, ...]] = CHOICES) -> Words:
    """
    Return what a code is called; one that has no words by itself.

    >>> called("planned")
    Words(zh='规划', en='planned')
    """
    zh, en = (*words.get(code, ()), code, code)[:2] if code in words else (code, code)
    return Words(zh, en)
