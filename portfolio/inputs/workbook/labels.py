"""What the keys of a scenario are called in a workbook, and the heads of its sheets of amounts."""

from __future__ import annotations

from typing import NamedTuple

from portfolio.inputs.codes import folded
from portfolio.words import Words

SCENARIO = ("情景", "scenario")
AMOUNTS = ("类别", "kind")
NAME = ("资金池或资金来源", "资金池", "名称", "purseorsource", "name")
WAY = ("填法", "filledwith")
WAYS = {
    **dict.fromkeys(("比例", "shares", "share"), "shares"),
    **dict.fromkeys(("金额", "金额(万元)", "数量", "amounts", "amount"), "amounts"),
}
FROM, TO = ("转出", "from"), ("转入", "to")
MAX = ("最多", "最多(万元)", "max")
SETTING = ("设置", "setting")
TOTAL = ("合计", "合计(万元)", "合计(亩)", "total", "total(万元)", "total(亩)")
KEY = ("键", "key")
ABOUT = ("说明", "about")
KINDS = {
    "资金池": "purse",
    "purse": "purse",
    "资金来源上限": "funding",
    "资金来源": "funding",
    "ceilingofasource": "funding",
    "预算": "budget",
    "年度预算": "budget",
    "budget": "budget",
}
NONE = ("无", "[]", "none")


class Setting(NamedTuple):
    """
    One key of a scenario.

    Attributes
    ----------
    words, about
        What it is called, and what it does.
    codes
        What its cells are chosen from; empty: typed in.
    usual
        Whether every workbook has a row for it.
    """

    words: Words
    about: Words
    codes: tuple[str, ...] = ()
    usual: bool = True


YES_NO = ("true", "false")
SETTINGS: dict[str, Setting] = {
    "title": Setting(Words("标题", "title"), Words("报告上的标题", "the title of reports")),
    "extends": Setting(
        Words("在哪个情景上改", "extends"),
        Words(
            "另一列情景的名称；没有填的都与它相同",
            "name of another scenario; what is not given here is as there",
        ),
    ),
    "horizon.first_year": Setting(Words("起始年度", "first year"), Words("四位年份", "a year")),
    "horizon.last_year": Setting(Words("末年", "last year"), Words("四位年份", "a year")),
    "planned.commitment": Setting(
        Words("规划项目", "planned projects"),
        Words("必须实施，或与储备项目一起竞争", "required, or competing with the reserve"),
        ("required", "optional"),
    ),
    "promote.required": Setting(
        Words("必须实施的项目", "required projects"),
        Words("编号，用分号隔开；没有写“无”", "ids with semicolons; 'none' for none"),
    ),
    "promote.excluded": Setting(
        Words("不得实施的项目", "excluded projects"),
        Words("编号，用分号隔开；没有写“无”", "ids with semicolons; 'none' for none"),
    ),
    "budget.carry_over": Setting(
        Words("资金结转", "carry-over"),
        Words("当年未用的资金以后可用", "money unspent in a year stays available"),
        YES_NO,
    ),
    "budget.separate": Setting(
        Words("资金池分开", "purses apart"),
        Words("否：合成一池", "no: all money is one pot"),
        YES_NO,
    ),
    "land.exempt": Setting(
        Words("不占用地指标的项目", "projects without land quota"),
        Words("编号，用分号隔开；没有写“无”", "ids with semicolons; 'none' for none"),
    ),
    "objective.beyond_need": Setting(
        Words("超出需求的折算系数", "worth beyond the need"), Words("0 到 1", "from 0 to 1")
    ),
    "objective.beyond_cap": Setting(
        Words("超出需求至多计几倍", "cap beyond the need"),
        Words("几倍需求；留空不限", "further needs; empty: no cap"),
    ),
    "objective.year_weights": Setting(
        Words("各年权重", "year weights"),
        Words("每年一个，用分号隔开，合计为 1", "one a year with semicolons, sum 1"),
    ),
    "objective.needs": Setting(
        Words("计分的需求来历", "origins of needs that count"),
        Words("写明；推算；承诺；假设", "stated; derived; commitment; assumed"),
        usual=False,
    ),
    "objective.benefit": Setting(
        Words("效益口径", "benefit"),
        Words("全部计入，或按投资比例", "full or pro rata"),
        ("full", "pro_rata"),
        usual=False,
    ),
    "solve.mode": Setting(
        Words("安排方式", "mode"),
        Words("按比例、整项目或连续施工", "shares, whole or steady"),
        ("shares", "whole", "steady"),
    ),
    "solve.least_share": Setting(
        Words("连续施工每年至少完成", "least share a year"), Words("比例，如 0.1", "such as 0.1")
    ),
    "solve.stretch": Setting(
        Words("连续施工最多延长（年）", "stretch (years)"), Words("整数", "a whole number")
    ),
    "solve.gap": Setting(Words("求解差距", "gap"), Words("如 0.0001", "such as 0.0001")),
    "solve.time_limit": Setting(Words("求解时限（秒）", "time limit (s)"), Words("秒", "seconds")),
}
_BY_NAME = {folded(each.words[i]): key for key, each in SETTINGS.items() for i in (0, 1)}


def key_of(text: str) -> str:
    """
    Return the key that a row of the sheet is about: dotted, or by its name.

    >>> key_of("起始年度"), key_of("weights.S02")
    ('horizon.first_year', 'weights.S02')
    """
    return _BY_NAME.get(folded(text), text.strip())
