"""`portfolio livelihood`: choose the livelihood matters (民生实事) to adopt."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.cli.console import Console, as_json, find_scenario, whole_number
from portfolio.questions.plan.question import scenario_and_folder
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.plan.plan import Plan
    from portfolio.questions.livelihood.study import Choice

HELP = Words(
    "从候选民生实事中选出若干件：按代表票数，或按方案留下的缺口",
    "choose livelihood matters from the candidates: by votes, or by the shortfall of the plan",
)
EXAMPLES = (
    "portfolio livelihood scenarios/base.toml",
    "portfolio livelihood base --votes votes.csv --per-department 3",
)


def arguments(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Declare the arguments."""
    scenario_and_folder(parser, say, "livelihood")
    parser.add_argument(
        "--votes",
        metavar="TALLY",
        help=say(
            "代表票决的结果（CSV：matter_id, votes）；不给则按缺口选",
            "the deputies' votes (CSV: matter_id, votes); without it, by the shortfall",
        ),
    )
    parser.add_argument(
        "--choose",
        type=whole_number,
        default=10,
        metavar="COUNT",
        help=say("选几件，默认 10", "how many to choose, default 10"),
    )
    parser.add_argument(
        "--per-department",
        type=whole_number,
        metavar="COUNT",
        help=say(
            "每个部门至多几件；几个部门共同负责的，对每个部门都算一件",
            "at most so many a department; one of several departments counts for each",
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Plan, choose, report, print."""
    from portfolio.inputs.problem import read_problem
    from portfolio.plan.make import plan_problem
    from portfolio.questions.livelihood.candidates import read_candidates
    from portfolio.questions.livelihood.study import answer, choose, matters_of, results, swaps
    from portfolio.questions.plan.answer import write_answer

    with Console(options.lang) as console:
        console.step("read")
        problem = read_problem(str(find_scenario(options.scenario)))
        candidates = read_candidates(problem.scenario.data, options.votes, options.choose)
        plan = plan_problem(problem, console)
        matters = matters_of(plan, *candidates)
        choice = choose(matters, options.choose, options.per_department)
        folder = Path(options.out or f"reports/{problem.scenario.name}_livelihood")
        content = answer(choice, plan)
        tables = {"livelihood": results(choice), "livelihood_swaps": swaps(choice)}
        console.step("write")
        write_answer(folder, "livelihood", content, tables)
    if options.json:
        print(as_json(content))
    else:
        print("\n".join(_lines(choice, plan, folder, options.lang)))
    return 0 if plan.status == "optimal" else 4


def _lines(choice: Choice, plan: Plan, folder: Path, lang: str) -> list[str]:
    from portfolio.questions.livelihood.study import results, swaps
    from portfolio.report.labels import label

    voted = choice.matters.votes is not None
    table, changes = results(choice), swaps(choice)
    title = plan.problem.scenario.title
    count, of = len(choice.chosen), len(table)
    kind = "livelihood.by_votes" if voted else "livelihood.by_shortfall"
    lines = [label(kind, lang, title=title, count=count, of=of)]
    if choice.per_department is not None:
        lines.append(label("livelihood.cap", lang, most=choice.per_department))
    row_kind = "livelihood.row_votes" if voted else "livelihood.row"
    for row in table.itertuples():
        mark = label("livelihood.in" if row.chosen == "true" else "livelihood.out", lang)
        lines.append(
            label(
                row_kind,
                lang,
                mark=mark,
                rank=row.rank,
                id=row.matter_id,
                name=row.name,
                departments=row.departments,
                votes=f"{row.votes:.0f}" if voted else "",
                shortfall=f"{row.shortfall:.4f}",
            )
        )
    allowed = changes[changes["allowed"] == "true"]
    if len(allowed):
        by = ["votes", "shortfall"] if voted else ["shortfall"]
        least = allowed.sort_values(by, ascending=False, kind="stable").iloc[0]
        change = f"{least['votes']:+.0f}" if voted else f"{least['shortfall']:+.4f}"
        key = "livelihood.swap_votes" if voted else "livelihood.swap"
        lines.append(label(key, lang, out=least["out"], into=least["into"], change=change))
    lines.append(label("livelihood.report", lang, folder=folder))
    return lines
