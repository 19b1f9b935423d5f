"""What the row families ask for, and the labels of the picture, in Chinese and English."""

from __future__ import annotations

from portfolio.report.labels import Labels
from portfolio.words import Words

# What a plan and a score mean, rather than anybody's decision.
MEANING = ("completion", "attainment")

WORDS: dict[str, Words] = {
    "rules.title": Words("每条规则的代价", "The price of every rule"),
    "rules.summary": Words(
        "方案得分 {score}；去掉一条规则，其余不变，重新规划",
        "The plan scores {score}; planned anew without one rule, all others kept",
    ),
    "rules.gain": Words("多得的分", "Points gained"),
    "rules.money": Words("同样的分要多花的钱（亿元）", "Money for the same gain (亿元)"),
    "rules.family": Words("一族规则全部去掉", "A whole family of rules dropped"),
    "rules.single": Words("只去掉这一条", "This rule alone dropped"),
    "rules.no_money": Words("十倍预算也换不来", "not even ten budgets"),
    "rules.endless": Words("得分没有上限", "the score has no end"),
    "rules.note": Words(
        "注：多花的钱是各年预算同比增加的合计，全部规则都保留。没有画出、见 rules.csv 的："
        "{free} 条不影响得分{more}，以及 completion 和 attainment（方案和得分的含义）。",
        "Note: money is added to all annual budgets alike, every rule kept. Not drawn, but in "
        "rules.csv: {free} rules that cost nothing{more}, and completion and attainment, which "
        "are what a plan and a score mean.",
    ),
    "rules.more": Words(
        "，{count} 条比画出的代价都小", ", {count} that cost less than those drawn"
    ),
    "rules.none": Words("没有一条规则花分。", "No rule costs anything."),
}

label = Labels(WORDS)
