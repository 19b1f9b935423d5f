"""What belongs into the columns of a workbook, where the head does not say it all."""

from __future__ import annotations

from portfolio.words import Words

NOTES: dict[str, Words] = {
    "list": Words(
        "规划项目有规划期投资；储备项目没有，入选时用计划总投资",
        "planned projects have money in the period; reserve projects cost their total",
    ),
    "domain": Words("“领域”表里的一项", "one of the sheet 'domains'"),
    "district": Words(
        "由谁负责：市本级或县区；同一地区的资金归在一起",
        "who answers for it; money of one district belongs together",
    ),
    "funding": Words(
        "“资金来源”表里的一项；几项时写 财政资金:0.6;专项债:0.4，合计为 1",
        "one of the sheet 'sources', or several with shares: fiscal:0.6;special_bond:0.4",
    ),
    "plan_investment": Words("规划项目必填，储备项目留空", "planned projects only"),
    "land": Words("不占地写 0", "0 where none is needed"),
    "land_kind": Words("原址和上级指标不占本市指标", "only new land takes the city's quota"),
    "duration": Words("最短工期，可以是 2.5", "shortest time, may be 2.5"),
    "spend_profile": Words(
        "逐年投资比例，如 0.2;0.5;0.3；留空：工期内自由安排",
        "0.2;0.5;0.3; empty: free within the duration",
    ),
    "requires": Words("没有这些项目就没有意义的项目编号", "projects without which it is pointless"),
    "after": Words("要等这些项目完工才能开工", "projects to be finished before it begins"),
    "site_group": Words("写同一标签的项目只能实施一个", "of projects with one label only one"),
    "need": Words(
        "得满分需要的新增服务量；没有项目能改善的指标留空",
        "new service that earns the full weight; empty where no project can move it",
    ),
    "weight": Words("在得分中的分量", "its part of the score"),
    "amount": Words("项目建成后新增的服务量", "what the finished project adds"),
    "total": Words(
        "整个规划期的资金，用来分年度预算", "money over the horizon; the budget is divided by it"
    ),
    "cumulative": Words("五年累计数填“是”", "yes for sums over the years"),
    "basis": Words("怎么得来的；推断和假设要写明", "how it was arrived at"),
}
