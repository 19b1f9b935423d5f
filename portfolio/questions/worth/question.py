"""`portfolio worth`: what each project matters to the plan."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.cli.console import Console, as_json, find_scenario
from portfolio.cli.long_run import interrupted
from portfolio.errors import Stopped
from portfolio.questions.plan.question import changes, scenario_and_folder, whole_projects
from portfolio.words import Words

if TYPE_CHECKING:
    import pandas as pd

HELP = Words(
    "每个项目有多重要：不做要少多少分，硬加要少多少分",
    "what each project matters: points lost without it, or by forcing it in",
)
EXAMPLES = (
    "portfolio worth scenarios/open_competition.toml",
    "portfolio worth scenarios/base_whole.toml R18 R22",
)


def arguments(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Declare the arguments."""
    scenario_and_folder(parser, say, "worth")
    parser.add_argument(
        "projects",
        metavar="ID",
        nargs="*",
        help=say("项目编号，默认全部", "project ids, default all"),
    )
    whole_projects(parser, say)


def run(options: argparse.Namespace) -> int:
    """Plan, plan anew for each project, report, print."""
    from portfolio.inputs.problem import indices_of, read_problem
    from portfolio.plan.make import plan_problem
    from portfolio.questions.plan.answer import summary, write_answer
    from portfolio.questions.worth.study import project_worth
    from portfolio.runs.resume import Resume

    problem = read_problem(str(find_scenario(options.scenario)), **changes(options))
    listed = [p for p in range(len(problem.ids)) if not problem.excluded[p]]
    chosen = indices_of(problem, options.projects) if options.projects else listed
    folder = Path(options.out or Path("reports") / f"{problem.scenario.name}_worth")
    with Console(options.lang) as console:
        plan = plan_problem(problem, console)
        overview = summary(plan)
        resume = Resume(folder, [overview["inputs"], plan.mode, problem.scenario.gap])
        if plan.mode == "whole":
            console.step("search")
        try:
            table = project_worth(problem, plan, chosen, resume, console)
        except (Stopped, KeyboardInterrupt):
            raise interrupted() from None
    answer = {"plan": overview, "projects": table.to_dict("records")}
    write_answer(folder, "worth", answer, {"worth": table})
    resume.done()
    print(as_json(answer) if options.json else "\n".join(_lines(table, folder, options.lang)))
    return 0 if plan.status == "optimal" else 4


def _lines(table: pd.DataFrame, folder: Path, lang: str) -> list[str]:
    words = {
        "left_out": Words("不做", "left out"),
        "forced_in": Words("硬加", "forced in"),
    }
    lines = []
    for row in table.sort_values(["change", "loss"], ascending=[False, False]).itertuples():
        no_plan = Words("没有方案", "no plan")
        points = Words(f"损失 {row.loss:.4f} 分", f"{row.loss:.4f} points lost")
        lost = (points if row.feasible else no_plan).to(lang)
        lines.append(f"{row.project_id} {words[row.change].to(lang)}  {lost}  {row.name}")
    return [*lines, Words(f"报告：{folder}", f"report: {folder}").to(lang)]
