"""Labels of the choice of livelihood matters, in Chinese and English."""

from __future__ import annotations

from portfolio.report.labels import Labels
from portfolio.words import Words

WORDS: dict[str, Words] = {
    "livelihood.by_votes": Words(
        "{title}：按代表票数从 {of} 项候选民生实事中选出 {count} 项（票数相同的看所补缺口）",
        "{title}: {count} of {of} livelihood matters by votes (ties by the shortfall they serve)",
    ),
    "livelihood.by_shortfall": Words(
        "{title}：按方案留下的指标缺口从 {of} 项候选民生实事中选出 {count} 项（无缺口的按原顺序）",
        "{title}: {count} of {of} livelihood matters by the shortfall that the plan leaves "
        "(without one: in the order of the list)",
    ),
    "livelihood.cap": Words("每个部门至多 {most} 项", "at most {most} a department"),
    "livelihood.in": Words("入选", "chosen"),
    "livelihood.out": Words("未选", "    no"),
    "livelihood.row": Words(
        "  {mark} {rank:>2} {id} 缺口 {shortfall} 分  {name}（{departments}）",
        "  {mark} {rank:>2} {id} shortfall {shortfall}  {name} ({departments})",
    ),
    "livelihood.row_votes": Words(
        "  {mark} {rank:>2} {id} {votes:>4} 票  缺口 {shortfall} 分  {name}（{departments}）",
        "  {mark} {rank:>2} {id} {votes:>4} votes  shortfall {shortfall}  {name} ({departments})",
    ),
    "livelihood.swap": Words(
        "代价最小的一对一调换：{out} 换 {into}，所补缺口 {change} 分；其余见 livelihood_swaps.csv",
        "the cheapest swap: {into} for {out}, shortfall served {change}; "
        "all others in livelihood_swaps.csv",
    ),
    "livelihood.swap_votes": Words(
        "代价最小的一对一调换：{out} 换 {into}，{change} 票；其余见 livelihood_swaps.csv",
        "the cheapest swap: {into} for {out}, {change} votes; all others in livelihood_swaps.csv",
    ),
}

label = Labels(WORDS)
