"""
Labels in two languages: the words that all reports share, and how a folder adds its own.

Names of projects stay as published.
"""

from __future__ import annotations

from collections.abc import Mapping

from portfolio.words import Words

SHARED: dict[str, Words] = {
    "list.planned": Words("规划项目", "Planned"),
    "list.reserve": Words("储备项目", "Reserve"),
    "status.optimal": Words("最优", "optimal"),
    "status.limit": Words("到达求解上限", "stopped at a limit"),
    "status.interrupted": Words("中途停止", "interrupted"),
    "status.short": Words("缺口方案，不可实施", "short: may not be carried out"),
    "mode.shares": Words("按比例安排", "projects in shares"),
    "mode.whole": Words("整项目安排", "whole projects"),
    "mode.steady": Words("连续施工安排", "steady work"),
    "measure.projects": Words("项目数（项）", "projects"),
    "measure.total_investment": Words("计划总投资（万元）", "total investment (万元)"),
    "measure.plan_investment": Words("规划期投资（万元）", "plan investment (万元)"),
    "measure.land": Words("用地规模（亩）", "land (亩)"),
}


class Labels:
    """
    The words of one folder, beside those that all share.

    Parameters
    ----------
    words
        The folder's own words by key; a key that is shared may not be said again.

    Examples
    --------
    >>> label = Labels({"here.score": Words("得分 {score}", "score {score}")})
    >>> label("list.planned"), label("here.score", "en", score="68.30")
    ('规划项目', 'score 68.30')
    >>> "here.score" in label, "there.score" in label
    (True, False)
    """

    def __init__(self, words: Mapping[str, Words] | None = None) -> None:
        self.own = dict(words or {})
        self._words = {**SHARED, **self.own}

    def __call__(self, key: str, lang: str = "zh", **values: object) -> str:
        """
        Return the label `key` in `lang`, with `values` put in place.

        Raises
        ------
        KeyError
            If there is no such label.
        """
        text = self._words[key].to(lang)
        return text.format(**values) if values else text

    def __contains__(self, key: str) -> bool:
        return key in self._words


label = Labels()
