"""`portfolio alternatives`: near-best plans to choose among."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from portfolio.cli.console import Console, as_json, find_scenario, share, whole_number
from portfolio.questions.plan.question import changes, scenario_and_folder, whole_projects
from portfolio.words import Words

HELP = Words(
    "分数相近而项目不同的几个整项目方案，供比选",
    "near-best plans of whole projects that differ, to choose among",
)
EXAMPLES = ("portfolio alternatives scenarios/open_competition.toml --count 3 --differ 4",)


def arguments(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Declare the arguments."""
    scenario_and_folder(parser, say, "alternatives")
    parser.add_argument(
        "--count",
        type=whole_number,
        default=4,
        help=say("除最优方案外再给几个，默认 4", "plans beside the best one, default 4"),
    )
    parser.add_argument(
        "--differ",
        type=whole_number,
        default=3,
        help=say("两两之间至少几个项目不同，默认 3", "projects that must differ, default 3"),
    )
    parser.add_argument(
        "--loss",
        type=share,
        default=0.02,
        metavar="SHARE",
        help=say("分数最多损失多少，默认 0.02", "greatest loss of score, default 0.02"),
    )
    whole_projects(parser, say)


def run(options: argparse.Namespace) -> int:
    """Plan whole projects, search for more plans, report, print."""
    from portfolio.inputs.problem import read_problem
    from portfolio.plan.make import plan_problem
    from portfolio.questions.alternatives.study import alternatives, choices, overview
    from portfolio.questions.plan.answer import summary, write_answer

    given = changes(options) | {"mode": "whole"}
    problem = read_problem(str(find_scenario(options.scenario)), **given)
    folder = Path(options.out or Path("reports") / f"{problem.scenario.name}_alternatives")
    with Console(options.lang) as console:
        best = plan_problem(problem, console)
        console.step("search")
        plans = alternatives(best, options.count, options.differ, options.loss, console)
    table, held = overview(plans), choices(plans)
    answer = {
        "plan": summary(best),
        "alternatives": table.to_dict("records"),
        "choices": held.astype(object).where(held.notna(), None).to_dict("records"),
    }
    write_answer(folder, "alternatives", answer, {"alternatives": table, "choices": held})
    if options.json:
        print(as_json(answer))
    else:
        for row in table.itertuples():
            words = Words(
                f"方案 {row.plan}：得分 {row.score:.4f}（−{row.loss:.4f}）"
                f" 增加 {row.added or '无'}；减少 {row.dropped or '无'}",
                f"plan {row.plan}: score {row.score:.4f} (-{row.loss:.4f}), "
                f"added {row.added or 'none'}; dropped {row.dropped or 'none'}",
            )
            print(words.to(options.lang))
        if len(plans) <= options.count:
            none = Words(
                f"在损失 {options.loss:.2%} 以内、相差 {options.differ} 个项目的方案只找到这些",
                f"no more plans {options.differ} projects apart within {options.loss:.2%} of score",
            )
            print(none.to(options.lang))
        print(Words(f"报告：{folder}", f"report: {folder}").to(options.lang))
    return 0 if all(plan.status == "optimal" for plan in plans) else 4
