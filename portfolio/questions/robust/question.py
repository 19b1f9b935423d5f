"""`portfolio robust`: which projects are in the best plan whatever comes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.cli.console import Console, as_json, find_scenario
from portfolio.cli.long_run import contents, interrupted
from portfolio.errors import Stopped
from portfolio.listen import Inner
from portfolio.questions.plan.question import changes, whole_projects
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.questions.robust.study import Robust

HELP = Words(
    "造价、预算、用地、权重不确定时，哪些项目总在最优方案里",
    "which projects are in the best plan whatever costs, budgets, land and weights turn out to be",
)
EXAMPLES = (
    "portfolio robust scenarios/open_competition.toml",
    "portfolio robust scenarios/open_competition.toml --draws 200 --seed 7",
    "portfolio robust scenarios/base.toml --distributions reports/base_robust/distributions.toml",
)


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers in a range."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"'{text}' (a whole number)") from None
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"'{text}' ({least} to {most})")
        return value

    return read


def arguments(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "scenario", metavar="SCENARIO", help=say("情景文件（TOML）", "scenario file (TOML)")
    )
    parser.add_argument(
        "--draws",
        type=whole_number(1, 1_000_000),
        default=1000,
        metavar="N",
        help=say("抽样次数，默认 1000", "number of draws, default 1000"),
    )
    parser.add_argument(
        "--seed",
        type=whole_number(0, 2**32 - 1),
        default=1,
        metavar="N",
        help=say("随机种子，默认 1；相同种子结果相同", "seed, default 1; same seed, same result"),
    )
    parser.add_argument(
        "--distributions",
        metavar="FILE",
        help=say(
            "不确定性的假设（TOML），默认用自带的假设，报告中附有一份可供修改",
            "assumed distributions (TOML); the default ones are in every report, to be changed",
        ),
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        help=say(
            "报告文件夹，默认 reports/<情景名>_robust",
            "report folder, default reports/<scenario>_robust",
        ),
    )
    whole_projects(parser, say)


def run(options: argparse.Namespace) -> int:
    """Draw, report, print."""
    from portfolio.inputs.problem import read_problem
    from portfolio.plan.make import plan_problem
    from portfolio.questions.robust.answer import summary, write_robust
    from portfolio.questions.robust.distributions import read_distributions
    from portfolio.questions.robust.study import try_out
    from portfolio.runs.resume import Resume

    with Console(options.lang) as console:
        console.step("read")
        problem = read_problem(str(find_scenario(options.scenario)), **changes(options))
        spreads = read_distributions(options.distributions, problem)
        name = problem.scenario.name
        folder = Path(options.out) if options.out else Path("reports") / f"{name}_robust"
        count, seed = options.draws, options.seed
        try:
            console.step(Words("情景本身的方案", "the scenario's own plan"))
            plan = plan_problem(problem, Inner(console))
            inputs = [contents(problem), spreads.text, count, seed, changes(options)]
            # Shares of the own plan name the first list; a plan of a search may differ by run.
            resume = Resume(folder, [*inputs, plan.funded.round(6).tolist()])
            robust = try_out(plan, spreads, count, seed, resume, console)
        except (Stopped, KeyboardInterrupt):
            raise interrupted() from None
        console.step("write")
        write_robust(robust, spreads, seed, folder, options.lang)
        resume.done()
    if options.json:
        print(as_json(summary(robust, seed, options.lang)))
    else:
        print("\n".join(words.to(options.lang) for words in _lines(robust, seed, folder)))
    return 0 if robust.plan.status == "optimal" else 4


def _lines(robust: Robust, seed: int, folder: Path) -> list[Words]:
    import numpy as np

    plan, count = robust.plan, len(robust.score)
    name, title = plan.problem.scenario.name, plan.problem.scenario.title
    none = 1 - robust.possible.mean()
    low, middle, high = np.quantile(robust.score[robust.possible], (0.05, 0.5, 0.95))
    lost = robust.regret[0][~np.isnan(robust.regret[0])]
    counts = [robust.verdict.count(each) for each in ("core", "exchangeable", "left_out")]
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
            f"核心项目 {counts[0]} 项，可替换 {counts[1]} 项，不列入 {counts[2]} 项",
            f"{counts[0]} core projects, {counts[1]} exchangeable, {counts[2]} left out",
        ),
        Words(
            "各年资金需求超过预算的可能：" + "，".join(f"{year} 年 {p:.0%}" for year, p in over),
            "chance that the schedule needs more than the budget: "
            + ", ".join(f"{year} {p:.0%}" for year, p in over),
        ),
        Words(f"报告：{folder}", f"report: {folder}"),
    ]
    if len(lost):
        keep = Words(
            f"坚持本情景的项目清单，平均少 {lost.mean():.3f} 分，"
            f"95% 的情况少于 {np.quantile(lost, 0.95):.3f} 分，最多少 {lost.max():.3f} 分",
            f"keeping to this scenario's list loses {lost.mean():.3f} points on average, less "
            f"than {np.quantile(lost, 0.95):.3f} in 95 % of cases, {lost.max():.3f} at most",
        )
        lines.insert(4, keep)
    return lines
