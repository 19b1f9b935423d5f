"""`portfolio frontier`: the score over the budget or the land quota, and one priority list."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.cli.console import Console, as_json, find_scenario
from portfolio.cli.long_run import contents, interrupted
from portfolio.errors import Stopped
from portfolio.questions.plan.question import changes, whole_projects
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.questions.frontier.priority import Priority
    from portfolio.questions.frontier.study import Frontier
    from portfolio.questions.frontier.sweep import Sweep

HELP = Words(
    "资金或用地从少到多，得分、进出项目和优先顺序怎样变化",
    "the score over money or land, who enters and leaves, and one priority list",
)
EXAMPLES = (
    "portfolio frontier scenarios/open_competition.toml",
    "portfolio frontier scenarios/open_competition.toml --land 0.7:1.3",
    "portfolio frontier scenarios/open_competition.toml --money 0.6:1.6 --land 0.6:1.6",
)


def factors(text: str) -> tuple[float, float]:
    """Read a range of factors, `low:high`, 0 <= low <= high."""
    try:
        low, high = (float(part) for part in text.split(":"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' (low:high, e.g. 0.6:1.6)") from None
    if not 0 <= low <= high < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' (low:high, 0 <= low <= high)")
    return low, high


def steps(text: str) -> int:
    """Read the number of steps, 2 to 1001."""
    try:
        value = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' (a whole number)") from None
    if not 2 <= value <= 1001:
        raise argparse.ArgumentTypeError(f"'{text}' (2 <= steps <= 1001)")
    return value


def arguments(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "scenario", metavar="SCENARIO", help=say("情景文件（TOML）", "scenario file (TOML)")
    )
    parser.add_argument(
        "--money",
        type=factors,
        metavar="LOW:HIGH",
        help=say(
            "各年预算和各来源上限的倍数，默认 0.6:1.6；只给 --land 时为 1:1",
            "factors on all budgets and ceilings, default 0.6:1.6, or 1:1 beside --land alone",
        ),
    )
    parser.add_argument(
        "--land",
        type=factors,
        metavar="LOW:HIGH",
        help=say(
            "各年供地指标的倍数，默认 1:1；与 --money 同时给则同步变化",
            "factors on all land quotas, default 1:1; in step with --money if both are given",
        ),
    )
    parser.add_argument(
        "--steps",
        type=steps,
        default=41,
        metavar="N",
        help=say("步数，含两端，默认 41", "steps, both ends among them, default 41"),
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        help=say(
            "报告文件夹，默认 reports/<情景名>_frontier",
            "report folder, default reports/<scenario>_frontier",
        ),
    )
    whole_projects(parser, say)
    parser.set_defaults(wrong=parser.error)


def run(options: argparse.Namespace) -> int:
    """Walk, list, report, print."""
    from portfolio.inputs.problem import read_problem
    from portfolio.questions.frontier.answer import steps as records
    from portfolio.questions.frontier.answer import write_frontier
    from portfolio.questions.frontier.priority import priority_list
    from portfolio.questions.frontier.study import walk
    from portfolio.runs.resume import Resume

    sweep = _sweep(options)
    with Console(options.lang) as console:
        console.step("read")
        problem = read_problem(str(find_scenario(options.scenario)), **changes(options))
        name = problem.scenario.name
        folder = Path(options.out) if options.out else Path("reports") / f"{name}_frontier"
        resume = Resume(folder, [contents(problem), _key(sweep), changes(options)])
        try:
            console.step(Words("逐步规划", "planning step by step"))
            frontier = walk(problem, sweep, resume, console)
            console.step(Words("排优先顺序", "making the priority list"))
            priority = priority_list(frontier, resume, console)
        except (Stopped, KeyboardInterrupt):
            raise interrupted() from None
        console.step("write")
        write_frontier(frontier, priority, folder, options.lang)
        resume.done()
    if options.json:
        print(as_json(records(frontier, priority)))
    else:
        lines = _lines(frontier, priority, folder)
        print("\n".join(words.to(options.lang) for words in lines))
    found = {step.status for step in frontier.steps} - {"infeasible"}
    return 0 if found == {"optimal"} else 4


def _sweep(options: argparse.Namespace) -> Sweep:
    from portfolio.questions.frontier.sweep import Sweep

    usual = (0.6, 1.6) if options.land is None else (1.0, 1.0)
    money, land = options.money or usual, options.land or (1.0, 1.0)
    if money[0] == money[1] and land[0] == land[1]:
        options.wrong("--money, --land: low = high")
    return Sweep(money, land, options.steps)


def _key(sweep: Sweep) -> list[float]:
    return [*sweep.money, *sweep.land, sweep.steps]


def _lines(frontier: Frontier, priority: Priority, folder: Path) -> list[Words]:
    problem, sweep = frontier.problem, frontier.sweep
    title, name = problem.scenario.title, problem.scenario.name
    unit = Words("100 亩", "100 亩") if sweep.by_land else Words("1 亿元", "1 亿元")
    lines = [Words(f"{title}（{name}）", f"{name}: {title}")]
    for at in sorted({0, frontier.anchor, len(frontier.steps) - 1}):
        step, where = frontier.steps[at], f"×{frontier.factor[at]:g}"
        if step.plan is None:
            lines.append(Words(f"{where}：无方案", f"{where}: no plan"))
            continue
        less, more = (
            Words("无方案", "no plan") if math.isnan(each) else Words(f"{each:.4f}", f"{each:.4f}")
            for each in (step.slope_less, step.slope_more)
        )
        lines.append(
            Words(
                f"{where}：得分 {step.score:.4f}，实施 {int(step.held.sum())} 项；"
                f"每 {unit.zh} 值 {step.slope:.4f} 分（减少一侧 {less.zh}，增加一侧 {more.zh}）",
                f"{where}: score {step.score:.4f}, {int(step.held.sum())} projects; {unit.en} is "
                f"worth {step.slope:.4f} points (with less {less.en}, with more {more.en})",
            )
        )
    none = sum(step.plan is None for step in frontier.steps)
    if none:
        lines.append(
            Words(
                f"{len(frontier.steps)} 步中有 {none} 步没有方案",
                f"{none} of {len(frontier.steps)} steps have no plan",
            )
        )
    lost, listed = priority.loss[~(priority.loss != priority.loss)], priority.table["rank"].notna()
    lines += [
        Words(
            f"优先顺序列入 {int(listed.sum())} 项；按它安排，比逐个预算重新规划"
            f"平均少 {lost.mean():.4f} 分，最多少 {lost.max():.4f} 分",
            f"the priority list has {int(listed.sum())} projects; keeping to it loses "
            f"{lost.mean():.4f} points on average, {lost.max():.4f} at most",
        ),
        Words(f"报告：{folder}", f"report: {folder}"),
    ]
    return lines
