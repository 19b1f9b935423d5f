"""What `portfolio robust` prints."""

from __future__ import annotations

import numpy as np

from portfolio.questions.robust.study import CORE, Robust
from portfolio.questions.robust.words import label
from portfolio.words import Words


def robust_lines(robust: Robust, seed: int) -> list[Words]:
    """Return scores, verdicts, what the own list costs, and the chances of need over budget."""
    plan, count = robust.plan, len(robust.score)
    name, title = plan.problem.scenario.name, plan.problem.scenario.title
    none = 1 - robust.possible.mean()
    low, middle, high = np.quantile(robust.score[robust.possible], (0.05, 0.5, 0.95))
    core, exchangeable, left_out = (
        robust.verdict.count(each) for each in ("core", "exchangeable", "left_out")
    )
    over = list(zip(plan.years, robust.over, strict=True))
    lines = [
        Words(f"{title}（{name}）", f"{name}: {title}"),
        Words(
            f"{count} 次抽样（种子 {seed}），其中 {none:.1%} 没有方案（必须实施的项目放不下）",
            f"{count} draws (seed {seed}), {none:.1%} of them without a plan "
            "(what is required does not fit)",
        ),
        Words(
            f"得分：情景本身 {plan.score:.2f}；抽样中位数 {middle:.2f}，"
            f"九成在 {low:.2f} 到 {high:.2f} 之间",
            f"score: {plan.score:.2f} as planned; median of the draws {middle:.2f}, "
            f"nine in ten between {low:.2f} and {high:.2f}",
        ),
        Words(
            f"核心项目 {core} 项，可替换 {exchangeable} 项，不列入 {left_out} 项",
            f"{core} core projects, {exchangeable} exchangeable, {left_out} left out",
        ),
    ]
    if robust.alone:
        lines.append(_core_alone(robust))
    lost = robust.regret[0][~np.isnan(robust.regret[0])]
    if len(lost):
        mean, p95, most = lost.mean(), np.quantile(lost, 0.95), lost.max()
        keep = Words(
            f"坚持本情景的项目清单，平均少 {mean:.3f} 分，"
            f"95% 的情况少于 {p95:.3f} 分，最多少 {most:.3f} 分",
            f"keeping to this scenario's list loses {mean:.3f} points on average, less "
            f"than {p95:.3f} in 95 % of cases, {most:.3f} at most",
        )
        lines.append(keep)
    chances = Words(
        "各年资金需求超过预算的可能：" + "，".join(f"{year} 年 {p:.0%}" for year, p in over),
        "chance that the schedule needs more than the budget: "
        + ", ".join(f"{year} {p:.0%}" for year, p in over),
    )
    return [*lines, chances]


def _core_alone(robust: Robust) -> Words:
    """Return how many projects are core where one cause alone varies."""
    none = Words("没有方案", "no plan")

    def listed(lang: str) -> list[str]:
        return [
            f"{label(f'robust.by_{cause}', lang)} "
            + (none.to(lang) if np.isnan(index).any() else str((index >= CORE).sum()))
            for cause, index in robust.alone.items()
        ]

    return Words(
        "各因素单独变动时的核心项目：" + "，".join(listed("zh")),
        "core projects where one cause alone varies: " + ", ".join(listed("en")),
    )
