"""`portfolio plan`: plan a scenario and write its report."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from portfolio.cli.console import Console, as_json, find_scenario, gap, seconds
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.questions.plan.study import Outcome

HELP = Words("为一个情景制定方案并写出报告", "plan a scenario and write its report")
EXAMPLES = (
    "portfolio plan scenarios/base.toml",
    "portfolio plan scenarios/money_up_20.toml --out /tmp/more --lang en",
    "portfolio plan scenarios/base_whole.toml --gap 0.001 --time-limit 30",
)


def arguments(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Declare the arguments."""
    scenario_and_folder(parser, say)
    whole_projects(parser, say)


def scenario_and_folder(
    parser: argparse.ArgumentParser, say: Callable[[str, str], str], question: str = ""
) -> None:
    """Declare SCENARIO and --out, whose default ends in the name of the question."""
    ending = f"_{question}" if question else ""
    parser.add_argument(
        "scenario", metavar="SCENARIO", help=say("情景文件（TOML）", "scenario file (TOML)")
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        help=say(
            f"报告文件夹，默认 reports/<情景名>{ending}",
            f"report folder, default reports/<scenario>{ending}",
        ),
    )


def whole_projects(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Declare --whole, --gap and --time-limit."""
    parser.add_argument(
        "--whole",
        action="store_true",
        help=say("整项目：每个项目要么完整实施，要么不实施", "whole projects, carried out or not"),
    )
    parser.add_argument(
        "--gap",
        type=gap,
        metavar="SHARE",
        help=say(
            "整项目：与上界差距到此为止，默认按情景（0.0001）",
            "whole projects: stop at this relative gap, default as in the scenario (0.0001)",
        ),
    )
    parser.add_argument(
        "--time-limit",
        type=seconds,
        metavar="SECONDS",
        help=say(
            "整项目：搜索的秒数上限，默认按情景（60）",
            "whole projects: seconds to search, default as in the scenario (60)",
        ),
    )


def changes(options: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of the scenario that the call replaces."""
    given = {
        "mode": "whole" if options.whole else None,
        "gap": options.gap,
        "time_limit": options.time_limit,
    }
    return {name: value for name, value in given.items() if value is not None}


def run(options: argparse.Namespace) -> int:
    """Plan, report, print."""
    from portfolio.questions.plan.answer import summary
    from portfolio.questions.plan.study import plan_scenario

    with Console(options.lang) as console:
        outcome = plan_scenario(
            find_scenario(options.scenario),
            options.out,
            options.lang,
            console,
            **changes(options),
        )
    if options.json:
        print(as_json(summary(outcome.plan)))
    else:
        print("\n".join(words.to(options.lang) for words in _lines(outcome)))
    return 0 if outcome.plan.status == "optimal" else 4


def _lines(outcome: Outcome) -> list[Words]:
    plan = outcome.plan
    funded, part = int(plan.carried_out.sum()), int(plan.in_part.sum())
    promoted, total = int(plan.promoted.sum()), plan.investment.sum()
    land, quota = plan.land_release.sum(), plan.problem.land_quota.sum()
    budget, title = plan.problem.budget.sum(), plan.problem.scenario.title
    lines = [
        Words(f"{title}（{plan.problem.scenario.name}）", f"{plan.problem.scenario.name}: {title}"),
        Words(
            f"得分 {plan.score:.4f}，上界 {plan.bound:.4f}，差距 {plan.gap:.4%}",
            f"score {plan.score:.4f}, bound {plan.bound:.4f}, gap {plan.gap:.4%}",
        ),
        Words(
            f"实施 {funded} 项，部分实施 {part} 项，其中储备项目转入 {promoted} 项",
            f"{funded} projects funded, {part} in part, {promoted} promoted from the reserve list",
        ),
        Words(
            f"投资 {total:,.2f} 万元（预算 {budget:,.2f}），"
            f"用地 {land:,.2f} 亩（指标 {quota:,.2f}）",
            f"investment {total:,.2f} 万元 of {budget:,.2f}, land {land:,.2f} 亩 of {quota:,.2f}",
        ),
        Words(f"报告：{outcome.folder}", f"report: {outcome.folder}"),
    ]
    if plan.status != "optimal":
        why = {"limit": "到达时间上限", "interrupted": "被中止"}.get(plan.status, plan.status)
        stopped = Words(
            f"搜索提前结束（{why}）：方案可用，但未证明最优",
            f"the search ended early ({plan.status}): the plan holds, but is not proven best",
        )
        lines.insert(2, stopped)
    if plan.mode == "whole":
        linear = Words(
            f"按比例安排可得 {plan.linear_optimum:.4f} 分，整项目的代价 "
            f"{plan.linear_optimum - plan.score:.4f} 分",
            f"in shares {plan.linear_optimum:.4f}; the price of indivisibility is "
            f"{plan.linear_optimum - plan.score:.4f} points",
        )
        lines.insert(2, linear)
    return lines
