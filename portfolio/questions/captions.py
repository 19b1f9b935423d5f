"""What stands below the pictures in the documents, by file stem."""

from __future__ import annotations

from portfolio.words import Words

CAPTIONS = {
    "gantt": Words("项目实施进度", "Schedule of all projects"),
    "cash_flow": Words("年度资金安排", "Money by year and source against the budget"),
    "indicators": Words("指标完成情况", "How much of each need is met"),
    "payments": Words("投资、付款与资金", "Investment, payment and money"),
    "purses": Words("各资金池的需求、自有资金和结余", "Need, own money and balance of each purse"),
    "adjustment": Words("调整前后的项目投资", "What the adjustment moves"),
    "assess": Words("需求与可用资金", "Need against the money there is"),
    "overview": Words("各情景的得分、资金和用地", "Score, money and land of the scenarios"),
    "points": Words("各情景的指标得分", "Points by indicator of the scenarios"),
    "frontier": Words("得分随资金的变化", "Score against money"),
    "ranking": Words("储备项目转入排序", "Ranking of the reserve projects"),
    "rules": Words("每条规则的代价", "The price of every rule"),
    "core_index": Words("项目的稳健程度", "How often each project is in the plan"),
    "cash_need": Words("资金需求、得分和损失的分布", "Need, scores and regret"),
}


def captions(lang: str) -> dict[str, str]:
    """Return the captions in one language."""
    return {stem: words.to(lang) for stem, words in CAPTIONS.items()}
