"""Projects that are left out, under the main reason of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from portfolio.plan.plan import Plan
from portfolio.plan.shares import FULL
from portfolio.words import Words

EQUAL = 1e-6  # points that worth and price may differ by
MOST = 8  # reasons; the rest stand together
DEAR = Words(
    "带来的得分低于所占资金和土地的价值",
    "brings fewer points than the worth of its money and land",
)
MARGIN = Words(
    "处于边际：带来的得分正好等于所占资金和土地的价值",
    "at the margin: its points equal the worth of its money and land",
)
# What is said of a purse, whose name makes it another reason for each.
OF_PURSE = (
    (
        re.compile(
            "必须实施的项目已用尽资金池“.*”的资金|the required projects use all the money of its"
        ),
        Words(
            "必须实施的项目已用尽所属资金池的资金",
            "the required projects use all the money of its purse",
        ),
    ),
    (
        re.compile("资金池“.*”没有资金|its purse has no money"),
        Words("所属资金池没有资金", "its purse has no money"),
    ),
    (
        re.compile("资金池“.*”的资金已用完|the money of its purse is used up"),
        Words("所属资金池的资金已用完", "the money of its purse is used up"),
    ),
)
NO_ROOM = Words(
    "按影子价格值得，但进度或整项安排不下",
    "worth its price, but its pace is used up or it does not fit whole",
)
OTHERS = Words(
    "其他原因（逐项见 plan.xlsx 的“未列入原因”）",
    "Other reasons (each in plan.xlsx, sheet Left out)",
)


@dataclass(frozen=True)
class Group:
    """A reason, and the projects that are left out, in whole or in part, for it."""

    reason: str
    names: list[str]


def left_out(plan: Plan, lang: str) -> list[Group]:
    """Return the reasons, that of most projects first; nothing where nobody can say why."""
    table = plan.reasons
    if f"reason_{lang}" not in table:
        return []
    found: dict[str, list[str]] = {}
    names = plan.problem.projects["name"].tolist()
    for p in np.flatnonzero(plan.funded < FULL).tolist():
        reason = _reason(table.loc[p].to_dict(), lang)
        found.setdefault(reason, []).append(f"{plan.problem.ids[p]} {names[p]}")
    groups = [
        Group(said[:1].upper() + said[1:], who)
        for said, who in sorted(found.items(), key=lambda each: -len(each[1]))
    ]
    if len(groups) <= MOST:
        return groups
    rest = [name for each in groups[MOST - 1 :] for name in each.names]
    return [*groups[: MOST - 1], Group(OTHERS.to(lang), rest)]


def _reason(row: dict, lang: str) -> str:
    """Return the reason as it is said, or without its figures where it weighs points and price."""
    said = str(row[f"reason_{lang}"])
    for pattern, words in OF_PURSE:
        if pattern.search(said):
            return words.to(lang)
    gain, difference = row.get("points_at_prices"), row.get("difference")
    weighed = gain is not None and not np.isnan(gain) and f"{gain:.3f} " in said
    if not weighed or difference is None:
        return said
    kind = NO_ROOM if difference > EQUAL else MARGIN if difference > -EQUAL else DEAR
    return kind.to(lang)
