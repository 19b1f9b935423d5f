"""What a new city's scenario, notes and assumptions say (Chinese: they are the city's files)."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio.inputs.kinds import Kind
from portfolio.inputs.sheet import format_number

SCENARIO = """\
# 基准情景。# 之后是说明；改数字时用半角，不带千分位逗号和单位。
title = {title}          # 标题
data = "../data"          # 数据表所在的文件夹，相对于本文件

[horizon]                 # 规划期
first_year = {first}         # 首年
last_year = {last}          # 末年

[budget]                  # 资金，单位万元
{budget}
profile = [{even}]   # 各年比例，每年一个，合计为 1（假设：逐年相等）
carry_over = false        # 当年未用的资金以后能否再用（结转）：true 能，false 不能

[land]                    # 新增用地指标，单位亩；不考虑用地的，total 写 0，项目的 land 也填 0
{land}
profile = [{even}]   # 各年比例，每年一个，合计为 1（假设：逐年相等）
exempt = []               # 不占本市指标的项目编号，如 ["P08"]

[planned]
commitment = "required"   # 规划项目：required 必须全部实施；optional 与储备项目一同择优

[promote]
required = []             # 另外必须实施的项目编号，如 ["R01"]
excluded = []             # 不得实施的项目编号

[objective]               # 得分怎样算
beyond_need = 0.3         # 超出需求的一单位相当于需求内的多少，0 到 1（假设）
beyond_cap = 1.0          # 超出需求的部分至多再计几倍需求（假设）
year_weights = [{even}]   # 年度权重，每年一个，合计为 1（假设：逐年相等）

[solve]
mode = "shares"           # shares 按比例安排；whole 整项目；steady 连续施工
"""
MISSING = "# total = 待填，去掉行首的 # 号"

NOTES = """\
新的城市：怎样填表、怎样求解

一、填三张表（data 文件夹，用 WPS 或 Excel 打开，存回 CSV；表头不要改，空着的列可以不填）
1. projects.csv 项目表，每个项目一行。必填：
   id 编号，字母开头，如 P01；name 名称；list 规划项目填 planned，储备项目填 reserve；
   domain 领域（domains.csv 的 id）；district 地区；funding 资金来源（sources.csv 的 id）；
   total_investment 总投资（万元）；plan_investment 规划期投资（万元，规划项目必填）；
   land 用地（亩，没有填 0）；duration 工期（年，不小于 1）。
2. indicators.csv 指标表，每个指标一行。必填：id 编号；name 名称；
   need 需求量（要新增多少；没有项目能改善的指标留空）。weight 权重不填为 1。
3. contributions.csv 贡献表：project_id 项目编号，indicator_id 指标编号，
   amount 该项目全部完成后新增多少（与 need 同一单位）。

例（只写必填的列）：
   projects.csv     P01 | 某学校 | planned | {domain} | {district} | {source} | 5000 | 5000 | 20 | 2
   indicators.csv     S01 | 新增学位 | 1000
   contributions.csv  P01 | S01 | 900

代码也可以写中文：规划、储备，领域和来源写名称（{domain_zh}、{source_zh}）。
想在一个 Excel 工作簿里填的，用 portfolio template 文件.xlsx。

二、看情景 scenarios/base.toml：{first}—{last} 年的资金、用地、权重，每个键后面有说明。
{purses}
三、assumptions.csv 假设表：程序自己作的假设都在里面。您自己的假设也请写进去，报告会引用。

四、核对和求解（在本文件夹的上一级运行，“本文件夹”换成它的名字）：
   portfolio check --data 本文件夹/data
   portfolio plan 本文件夹/scenarios/base.toml
有错时每类一行，写明文件、行、列、读到什么、应为什么。
"""
PURSES = """\
    purses.csv 资金池：每种来源、每个地区一个池，互不相通。total 空着的，等于该池规划项目的
    规划期投资合计；另有数字的直接填（万元）。不分池就删去这个文件。
"""


def even_shares(count: int) -> list[str]:
    """
    Return equal shares of six decimals that sum to 1.

    >>> even_shares(3)
    ['0.333333', '0.333333', '0.333334']
    """
    each = round(1 / count, 6)
    return [*[format_number(each)] * (count - 1), format_number(1 - each * (count - 1))]


def scenario_of(title: str, years: Sequence[int], budget: float | None, land: float | None) -> str:
    """Return the first scenario; a total that is not known yet is a line to fill in."""
    return SCENARIO.format(
        title=title,
        first=years[0],
        last=years[-1],
        even=", ".join(even_shares(len(years))),
        budget=_total(budget, "规划期资金总额"),
        land=_total(land, "规划期用地指标总量"),
    )


def _total(amount: float | None, about: str) -> str:
    given = MISSING if amount is None else f"total = {format_number(amount)}"
    return f"{given:<26}# {about}"


def notes_of(years: Sequence[int], domain: Kind, source: Kind, district: str, purses: bool) -> str:
    """Return what to do next, for the person who fills in the tables."""
    return NOTES.format(
        domain=domain.id,
        domain_zh=domain.words.zh,
        source=source.id,
        source_zh=source.words.zh,
        district=district,
        first=years[0],
        last=years[-1],
        purses=PURSES if purses else "",
    )


NOTHING = "没有逐年数字时的默认", "the default where no yearly figures are given"
CHOICE = "程序的默认，属于判断", "a default of the program, a judgement"
# What is assumed and why, in both languages, and where it stands; `{even}`: equal shares.
ASSUMED = (
    (
        "没有逐年填资金的，各年相等：{even}",
        "equal money each year where no years are given: {even}",
        *NOTHING,
        "情景 budget.profile",
    ),
    (
        "没有逐年填用地的，各年相等：{even}",
        "equal land each year where no years are given: {even}",
        *NOTHING,
        "情景 land.profile",
    ),
    (
        "没有另填年度权重的，各年相等：{even}",
        "all years weigh the same where nothing else is given: {even}",
        *CHOICE,
        "情景 objective.year_weights",
    ),
    (
        "超出需求的一单位相当于需求内的 30%，至多再计一倍需求",
        "a unit beyond the need is worth 30 % of one within, for one further need at most",
        *CHOICE,
        "情景 objective.beyond_need、beyond_cap",
    ),
    (
        "没有填权重的指标，权重为 1",
        "an indicator without a weight weighs 1",
        *CHOICE,
        "指标 weight",
    ),
)
OF_PURSES = (
    "资金池没有填金额的，等于该池规划项目的规划期投资合计",
    "a purse without a total has the sum of its planned projects' plan investment",
    "资金按规划项目安排",
    "money follows the planned projects",
    "资金池 total",
)


def assumptions_of(years: Sequence[int], purses: bool) -> list[list[str]]:
    """Return rows of `assumptions.csv`: what the program itself assumes where nothing is said."""
    even = ", ".join(even_shares(len(years)))
    rows = [*ASSUMED, OF_PURSES] if purses else ASSUMED
    return [
        [f"A{at}", *(cell.format(even=even) for cell in row)]
        for at, row in enumerate(rows, start=1)
    ]
