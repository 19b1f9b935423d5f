"""Labels of a frontier's picture, in Chinese and English."""

from __future__ import annotations

from portfolio.report.labels import Labels
from portfolio.words import Words

WORDS: dict[str, Words] = {
    "frontier.title_money": Words("得分与资金", "Score over money"),
    "frontier.title_land": Words("得分与用地", "Score over land"),
    "frontier.title_both": Words("得分与资金、用地（同步）", "Score over money and land in step"),
    "frontier.summary": Words(
        "{steps} 步；按优先顺序安排，比每步重新规划平均少 {mean} 分，最多少 {most} 分",
        "{steps} steps; keeping to the list loses {mean} points on average, {most} at most",
    ),
    "frontier.without": Words("；{count} 步无方案", "; {count} steps without a plan"),
    "frontier.fresh": Words("每步重新规划", "Planned afresh"),
    "frontier.list": Words("按优先顺序", "Keeping to the priority list"),
    "frontier.dual": Words("边际得分（影子价格，两侧）", "Marginal points (prices, both sides)"),
    "frontier.dual_guess": Words(
        "边际得分（估算：按比例安排的影子价格，两侧）",
        "Marginal points (estimate: prices in shares, both sides)",
    ),
    "frontier.difference": Words("相邻两步之差", "Difference between steps"),
    "frontier.no_plan": Words("无方案", "no plan"),
    "frontier.score": Words("得分", "Score"),
    "frontier.entered": Words("进入", "Enter"),
    "frontier.left": Words("退出", "Leave"),
    "frontier.per_money": Words("每 1 亿元增加的分数", "Points of 100 million yuan more"),
    "frontier.per_land": Words("每 100 亩增加的分数", "Points of 100 mu more"),
    "frontier.factor": Words("倍数", "Factor"),
    "frontier.money": Words("预算 亿元", "100 million yuan"),
    "frontier.land": Words("指标 亩", "Quota, mu"),
    "frontier.note": Words(
        "注：倍数 1 为情景本身的资金和用地；各年同比例增减。实施一半以上算进入。"
        "优先顺序见 priority.csv，每步的项目见 frontier.csv。",
        "Note: factor 1 is the scenario's own money and land; all years change alike. In: half or "
        "more is carried out. The list is in priority.csv, each step's projects in frontier.csv.",
    ),
}

label = Labels(WORDS)
