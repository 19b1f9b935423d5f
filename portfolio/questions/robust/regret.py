"""What keeping to a fixed list costs over all draws, a record a list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portfolio.questions.robust.study import Robust
from portfolio.questions.robust.words import label
from portfolio.words import about


@dataclass(frozen=True)
class ListRegret:
    """What one list costs."""

    name: str = about(
        "`plan` 情景本身，`core` 核心，`majority` 过半，`draws` 某些抽样的最优方案",
        "`plan`, `core`, `majority`, or `draws`: the best plan of some draws",
    )
    title: str = about("名称", "its title")
    projects: list[str] = about("名单里的项目", "the projects on it")
    found: float | None = about(
        "最优方案正好是它的抽样占多少；不是这样得来的为空",
        "share of the draws whose best plan it is; null: not found that way",
    )
    no_plan: float = about("守住它就没有方案的抽样占多少", "share of the draws it has no plan in")
    mean: float | None = about("平均少得的分", "points lost on average", "分")
    p95: float | None = about("95% 的情况少于", "points lost in 95 % of the draws at most", "分")
    max: float | None = about("最多少得的分", "points lost at most", "分")


def regret_rows(robust: Robust, lang: str = "zh") -> list[ListRegret]:
    """Return a record a list, the scenario's own first."""
    records = []
    number = 0
    ids = robust.plan.problem.ids
    for at, each in enumerate(robust.lists):
        number += each.name == "draws"
        lost = robust.regret[at][~np.isnan(robust.regret[at])]
        count = int(each.members.sum())
        records.append(
            ListRegret(
                name=each.name,
                title=label(f"robust.list_{each.name}", lang, count=count, at=number),
                projects=[ids[p] for p in np.flatnonzero(each.members)],
                found=None if np.isnan(each.found) else float(each.found),
                no_plan=float(robust.failing[at]),
                mean=float(lost.mean()) if len(lost) else None,
                p95=float(np.quantile(lost, 0.95)) if len(lost) else None,
                max=float(lost.max()) if len(lost) else None,
            )
        )
    return records
