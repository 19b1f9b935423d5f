"""What the tables are called as sheets: on the tab, and above the table."""

from __future__ import annotations

from portfolio.words import Words

TITLES: dict[str, tuple[Words, Words]] = {
    "allocation": (
        Words("分年安排", "Allocation"),
        Words("项目分年投资和供地", "Investment and land by project and year"),
    ),
    "projects": (
        Words("项目", "Projects"),
        Words("项目安排及未列入原因", "Projects, and why some are left out"),
    ),
    "cash_flow": (
        Words("年度资金", "Cash flow"),
        Words("年度预算、投资和结余", "Budget, investment and balance by year"),
    ),
    "cash_flow_detail": (
        Words("资金明细", "Cash detail"),
        Words(
            "分资金池、来源、领域、地区的年度投资",
            "Investment by year and purse, source, domain and district",
        ),
    ),
    "purses": (
        Words("资金池", "Purses"),
        Words("各资金池的需求、资金和结余", "Need, money and balance of each purse"),
    ),
    "transfers": (
        Words("转移支付", "Transfers"),
        Words("资金池之间的转移支付", "Transfers between purses"),
    ),
    "moves": (
        Words("谁的钱给谁用", "Moves"),
        Words("谁的钱给谁用", "Whose money is spent by whom"),
    ),
    "land_release": (
        Words("供地", "Land"),
        Words("年度用地指标和供地", "Land quota and land released by year"),
    ),
    "indicators": (Words("指标", "Indicators"), Words("指标逐年完成情况", "Indicators by year")),
    "shadow_prices": (
        Words("影子价格", "Shadow prices"),
        Words("多一单位资金或用地增加多少得分", "What one more unit of money or land is worth"),
    ),
    "shortfall": (
        Words("缺口", "Shortfall"),
        Words("没有方案：最小的资金和用地缺口", "No plan exists: the smallest shortfall"),
    ),
    "payments": (
        Words("付款", "Payments"),
        Words("投资、付款与资金（按年度）", "Investment, payment and money by year"),
    ),
    "payments_quarters": (
        Words("季度付款", "Payments by quarter"),
        Words("投资、付款与资金（按季度）", "Investment, payment and money by quarter"),
    ),
    "carry_over": (
        Words("结转", "Carry-over"),
        Words("资金结转（按资金年度）", "Carry-over by year of the money"),
    ),
    "bonds": (Words("专项债", "Bonds"), Words("专项债收支", "Special bonds")),
    "running_cost": (
        Words("运行费", "Running cost"),
        Words("建成项目的运行费", "Running cost of completed works"),
    ),
    "adjustment": (Words("调整表", "Adjustment"), Words("项目调整表", "Projects that move")),
    "adjustment_totals": (
        Words("调整前后合计", "Totals"),
        Words("调整前后的资金合计", "Totals before and after"),
    ),
    "adjustment_curve": (
        Words("让分与变动", "Curve"),
        Words("让出得分与变动项目数", "Points given up and projects that move"),
    ),
    "in_hand": (
        Words("不调整的付款", "If nothing moved"),
        Words(
            "不调整时的投资、付款与资金（按年度）",
            "Investment, payment and money by year if nothing moves",
        ),
    ),
    "in_hand_quarters": (
        Words("不调整的季度付款", "If nothing moved, quarters"),
        Words(
            "不调整时的投资、付款与资金（按季度）",
            "Investment, payment and money by quarter if nothing moves",
        ),
    ),
    "alternatives": (
        Words("各方案", "Plans"),
        Words("得分相近的方案", "Plans that are nearly as good"),
    ),
    "choices": (
        Words("有取舍的项目", "Choices"),
        Words("各方案取舍不同的项目", "Projects that some plans hold"),
    ),
    "assess_years": (
        Words("逐年资金", "Years"),
        Words("进度表的资金需求与可用资金", "Need of the schedule against the money"),
    ),
    "assess_purses": (
        Words("资金池", "Purses"),
        Words("各资金池的需求与资金", "Need and money of each purse"),
    ),
    "assess_sources": (
        Words("资金来源", "Sources"),
        Words("各资金来源的需求与上限", "Need and ceiling of each source of money"),
    ),
    "assess_land": (
        Words("用地", "Land"),
        Words("用地需求与供地指标", "Land needed against the quota"),
    ),
    "broken": (
        Words("违反的规则", "Broken rules"),
        Words("进度表违反的规则", "Rules that the schedule breaks"),
    ),
    "changes": (
        Words("最优方案的改动", "Changes"),
        Words("最优方案会改的项目", "What the best plan changes"),
    ),
    "compare": (Words("对比", "Comparison"), Words("情景对比", "Scenarios compared")),
    "frontier": (
        Words("逐步", "Steps"),
        Words("得分随资金或用地的变化", "Score over money or land"),
    ),
    "priority": (Words("优先顺序", "Priority list"), Words("项目优先顺序", "The priority list")),
    "livelihood": (
        Words("民生实事", "Matters"),
        Words("候选民生实事的选择", "Candidate livelihood matters"),
    ),
    "livelihood_swaps": (
        Words("换选", "Swaps"),
        Words("换一件的得失", "What a swap gains or loses"),
    ),
    "livelihood_tasks": (
        Words("分项任务", "Tasks"),
        Words("入选事项的分项任务", "Tasks of the matters chosen"),
    ),
    "livelihood_monthly": (
        Words("月度表", "Monthly"),
        Words("分项任务月度进度", "Tasks month by month"),
    ),
    "livelihood_year_end": (
        Words("年终表", "Year-end"),
        Words("分项任务年终进度", "Tasks at the end of the year"),
    ),
    "promote": (
        Words("储备项目排序", "Ranking"),
        Words("储备项目转入规划的得失", "What promoting a reserve project gains"),
    ),
    "cards": (
        Words("逐项变化", "Cards"),
        Words("每个储备项目：实施与不实施的不同", "Each reserve project: with it and without it"),
    ),
    "evaluation_indicators": (
        Words("指标评估", "Indicators evaluated"),
        Words("中期评估：指标", "Mid-term evaluation: indicators"),
    ),
    "evaluation_projects": (
        Words("项目评估", "Projects evaluated"),
        Words("中期评估：项目", "Mid-term evaluation: projects"),
    ),
    "core_index": (
        Words("核心指数", "Core index"),
        Words(
            "核心指数：最优方案采用该项目的抽样比例",
            "Core index: share of the draws whose best plan holds a project",
        ),
    ),
    "core_by_cause": (
        Words("分因素", "By cause"),
        Words("各因素单独变动时的核心指数", "Core index where one cause alone varies"),
    ),
    "regret": (
        Words("守住清单的代价", "Regret"),
        Words("守住一个清单少得的分", "Points lost by keeping to a list"),
    ),
    "cash_need": (Words("资金需求", "Cash need"), Words("各年资金需求的分布", "Cash need by year")),
    "draws": (Words("抽样", "Draws"), Words("每次抽样", "Each draw")),
    "rules": (Words("规则的代价", "Rules"), Words("每条规则的代价", "The price of every rule")),
    "worth": (
        Words("项目价值", "Worth"),
        Words(
            "少一个或硬加一个项目损失多少分", "Points lost without a project, or by forcing it in"
        ),
    ),
}


def title_of(stem: str) -> tuple[Words, Words]:
    """Return what a table is called; of one that nobody has named its file's name."""
    return TITLES.get(stem) or (Words(stem, stem), Words(f"{stem}.csv", f"{stem}.csv"))
