"""The files in the report of a plan, and what is in them; the documents take their table here."""

from __future__ import annotations

from portfolio.words import Words

FILES = {
    "`plan.json`": Words(
        "标题、模式、状态、得分（按需求的来历分开）、上界和差距；项目数、合计、逐年资金和用地；"
        "按来源、领域、地区、资金池的资金，谁的钱给谁用；求解器、版本、输入文件的校验值",
        "title, mode, status, score (by origin of the need), bound and gap; counts, totals, money "
        "and land by year; money by source, domain, district and purse, and whose money is spent "
        "by whom; solver, versions, and the hashes of the input files",
    ),
    "`plan.xlsx`": Words(
        "工作簿：总表、年度计划、资金、进度、用地、指标、影子价格与规则、未列入原因、假设、核对等，"
        "合计是公式，可直接打印成 A3",
        "the workbook: overview, annual plan, money, schedule, land, indicators, prices and rules, "
        "reasons, assumptions, checks; sums are formulas, pages print on A3",
    ),
    "`plan.docx`": Words(
        "Word 文件：主要结论、图、附表，公文字体，有签署栏",
        "the Word document: findings, pictures, annex tables, a block for sign-off",
    ),
    "`report.html`": Words(
        "同样内容的网页，一个文件，手机上也能看，不用联网",
        "the same as one page for mail, intranet and phone, without network",
    ),
    "`allocation.csv`": Words(
        "计划本身：项目、年度、投资 `investment`（万元）、当年完成比例 `share`、"
        "当年供地 `land`（亩）",
        "the plan itself: project, year, `investment` (万元), `share` of the project paid in that "
        "year, `land` released to it (亩)",
    ),
    "`projects.csv`": Words(
        "每个项目一行：实施比例、起止年度、投资、用地、是否由储备转入；未列入的写明原因和列入的条件",
        "one row a project: share carried out, first and last year, money, land, whether promoted; "
        "for one left out, the reason and what would bring it in",
    ),
    "`cash_flow.csv`": Words(
        "每年一行：预算、投资、结余", "one row a year: budget, investment, balance"
    ),
    "`cash_flow_detail.csv`": Words(
        "按年度和资金池、资金来源、领域、地区的投资",
        "investment by year and by purse, source of money, domain and district",
    ),
    "`purses.csv`": Words(
        "每个资金池每年一行、全期一行：需求、自有资金、转入、转出、结余，比规划增减（有资金池时）",
        "one row a purse and year, one for the horizon: need, money, taken, given, balance, change "
        "against the published plan (where there are purses)",
    ),
    "`transfers.csv`": Words(
        "每笔允许的转移支付每年一行：从、到、金额、上限",
        "one row a transfer and year, with its most",
    ),
    "`moves.csv`": Words(
        "谁的钱给谁用：转移支付；合并使用时按余缺比例分摊（估计）",
        "whose money is spent by whom: transfers; in one pot shared out in proportion (estimate)",
    ),
    "`land_release.csv`": Words(
        "每年一行：用地指标、供地、结余", "one row a year: land quota, land released, balance"
    ),
    "`indicators.csv`": Words(
        "每个指标每年一行：新增量、需求完成比例、得分；主要指标有预测值",
        "one row an indicator and year: amount added, share of the need met, points; for main "
        "indicators the projected value",
    ),
    "`shadow_prices.csv`": Words(
        "影子价格：某年、某资金池多 1 亿元资金，或多 100 亩用地指标，得分增加多少",
        "points for one more 亿元 of a year's budget or of a purse, or 100 亩 more of its land",
    ),
    "`shortfall.csv`": Words(
        "没有方案时才有：每年一行的资金、用地缺口，缺钱的来源和资金池另起一行",
        "only where no plan exists: money and land missing, a row a year, and one for each source "
        "and purse that lacks some",
    ),
    "`gantt.png`, `gantt.svg`": Words(
        "全部项目的逐年进度：完成比例、供地、转入的储备项目、未列入的项目",
        "all projects by year: share of the work, land released, who is promoted, who is left out",
    ),
    "`cash_flow.png`, `cash_flow.svg`": Words(
        "逐年资金（按来源）与预算", "money by year and source against the budget"
    ),
    "`purses.png`, `purses.svg`": Words(
        "各资金池的需求、自有资金、转移支付和结余",
        "need, own money, transfers and balance of each purse",
    ),
    "`indicators.png`, `indicators.svg`": Words("各项需求完成多少", "how much of each need is met"),
}
CASH_FILES = {  # only where the scenario, or `--quarters`, asks for them: docs/cash.md
    "`payments.csv`": Words(
        "投资、涨价、付款、资金、结转来的、余缺和累计余缺：按年度（含规划期以后）和全部、资金池、来源、"
        "领域、地区（有 `[payment]` 或 `[prices]`，或加 `--quarters`）",
        "investment, price rise, payment, money, carried in, balance and balance so far by year "
        "(also after the horizon) and in all, by purse, source, domain and district (with "
        "`[payment]`, `[prices]` or `--quarters`)",
    ),
    "`payments_quarters.csv`": Words(
        "同样的账按季度：另有本季余缺、当年累计余缺 `balance`、本季新缺（加 `--quarters`）",
        "the same by quarter: balance of the quarter and of the year so far (`balance`), newly "
        "short (with `--quarters`)",
    ),
    "`payments.png`, `payments.svg`": Words(
        "全部项目的投资、付款与资金，按年度或季度；当期新缺的为红色，没有日期的尾款另列",
        "investment, payment and money of all projects by year or quarter; what is newly short in "
        "red, what has no date in a column of its own",
    ),
    "`carry_over.csv`": Words(
        "按资金池和资金来源年度的结转：预算、当年用、结转、次年用、以后用、收回的结余、留下的；"
        "当年付款、其中用旧钱和缺口（`carry_over = true`，或有付款账时）",
        "carry-over by purse and year of origin: budget, spent, carried, spent in the next year "
        "and later, returned, left; what the year pays, of it from before, and lacks (with "
        "`carry_over = true`, or beside payments)",
    ),
    "`bonds.csv`": Words(
        "专项债逐年：提款、利息、还本、余额、收入、运行费、净收入、覆盖倍数、补贴"
        "（有 `[bonds.*]` 时）",
        "special bonds by year: drawing, interest, repayment, what is owed, revenue, running cost, "
        "net revenue, coverage, subsidy (with `[bonds.*]`)",
    ),
    "`running_cost.csv`": Words(
        "建成项目的运行费，按年度（到规划期后第5年）和资金池、地区（项目有 `running_cost` 时）",
        "running cost of completed works by year (to the fifth after the horizon), purse and "
        "district (where projects have a `running_cost`)",
    ),
}
