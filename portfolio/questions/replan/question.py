"""`portfolio replan`: plan the remaining years anew from what was really spent and built."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.cli.console import Console, as_json, find_scenario
from portfolio.errors import NoPlanError
from portfolio.questions.plan.question import changes, whole_projects
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.inputs.problem import Problem
    from portfolio.plan.plan import Plan

HELP = Words(
    "按实际进度重排剩余年度，并作中期评估",
    "plan the remaining years anew from actual progress, with a mid-term evaluation",
)
EXAMPLES = (
    "portfolio replan --template open_competition --as-of 2023",
    "portfolio replan open_competition --actuals data/example_actuals_2023.csv --as-of 2023",
)


def arguments(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "scenario",
        metavar="SCENARIO",
        nargs="?",  # `--template SCENARIO` takes it for its FILE, see `run`
        help=say("情景文件（TOML）", "scenario file (TOML)"),
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        help=say(
            "报告文件夹，默认 reports/<情景名>_replan_<年份>",
            "report folder, default reports/<scenario>_replan_<year>",
        ),
    )
    parser.add_argument(
        "--as-of",
        type=_year,
        required=True,
        metavar="YEAR",
        help=say("实际数截至哪一年底", "the actuals run to the end of this year"),
    )
    parser.add_argument(
        "--actuals",
        metavar="FILE",
        help=say("实际数表格（CSV）", "table of actuals (CSV)"),
    )
    parser.add_argument(
        "--template",
        nargs="?",
        const="",
        metavar="FILE",
        help=say(
            "写出待填的实际数表格，不重排；默认 actuals_<情景名>_<年份>.csv，不覆盖已有文件",
            "write the table of actuals to fill in, and do not plan; default "
            "actuals_<scenario>_<year>.csv; an existing file stays",
        ),
    )
    parser.set_defaults(usage_error=parser.error)
    whole_projects(parser, say)


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError(f"'{text}' (YYYY)")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Write the table to fill in; or read it, plan anew, evaluate, report, print."""
    if options.scenario is None:
        options.scenario, options.template = options.template, options.template and ""
    if not options.scenario:
        options.usage_error(Words("缺少 SCENARIO", "SCENARIO is missing").to(options.lang))
    if (options.template is None) == (options.actuals is None):
        one = Words(
            "--actuals 和 --template 必须给一个，也只能给一个", "give --actuals or --template"
        )
        options.usage_error(one.to(options.lang))
    return _replan(options) if options.template is None else _template(options)


def _template(options: argparse.Namespace) -> int:
    from portfolio.inputs.problem import read_problem
    from portfolio.questions.replan.actuals import years_until
    from portfolio.questions.replan.template import refuse_existing, write_template

    problem = read_problem(str(find_scenario(options.scenario)), **changes(options))
    years_until(problem, options.as_of)
    path = Path(options.template or f"actuals_{problem.scenario.name}_{options.as_of}.csv")
    refuse_existing(path)
    with Console(options.lang) as console:
        plan = _original(problem, console)
    rows = write_template(plan, options.as_of, path)
    written = Words(
        f"已写出 {path}（{rows} 行）：填好实际数后运行 "
        f"portfolio replan {options.scenario} --actuals {path} --as-of {options.as_of}",
        f"wrote {path} ({rows} rows); fill it in, then run "
        f"portfolio replan {options.scenario} --actuals {path} --as-of {options.as_of}",
    )
    answer = {"template": path.as_posix(), "rows": rows, "as_of": options.as_of}
    print(as_json(answer) if options.json else written.to(options.lang))
    return 0 if plan.status == "optimal" else 4


def _replan(options: argparse.Namespace) -> int:
    from portfolio.inputs.problem import read_problem
    from portfolio.questions.plan.answer import summary
    from portfolio.questions.replan.actuals import read_actuals
    from portfolio.questions.replan.answer import lines_of, write_replan
    from portfolio.questions.replan.evaluation import evaluation
    from portfolio.questions.replan.study import replan

    with Console(options.lang) as console:
        console.step("read")
        problem = read_problem(str(find_scenario(options.scenario)), **changes(options))
        actuals = read_actuals(problem, options.actuals, options.as_of)
        planned = _original(problem, console)
        plan = replan(planned, actuals, console)
        answer = summary(plan)
        answer["inputs"][Path(options.actuals).name] = _hash(Path(options.actuals))
        answer["evaluation"] = evaluation(planned, plan)
        folder = Path(options.out or f"reports/{problem.scenario.name}_replan_{options.as_of}")
        write_replan(planned, plan, answer, folder, options.lang, console)
    if options.json:
        print(as_json(answer))
    else:
        print("\n".join(lines_of(planned, plan, folder, options.lang)))
    return 0 if plan.status == "optimal" else 4


def _original(problem: Problem, console: Console) -> Plan:
    """
    Return the plan that the actuals are compared with.

    Raises
    ------
    NoPlanError
        If the scenario has none; the first line says that it is the original plan that is missing.
    """
    from portfolio.plan.make import plan_problem

    try:
        return plan_problem(problem, console)
    except NoPlanError as error:
        name = problem.scenario.name
        first = Words(
            f"情景 {name} 本身没有方案，无从比较和重排；先改情景：",
            f"the scenario {name} itself has no plan to compare with; change it first:",
        )
        raise NoPlanError([first, *error.messages], error.shortfall) from error


def _hash(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()
