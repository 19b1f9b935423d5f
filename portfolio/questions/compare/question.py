"""`portfolio compare`: scenarios side by side."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.cli.console import Console, as_json, find_scenario
from portfolio.questions.plan.question import changes, whole_projects
from portfolio.words import Words

if TYPE_CHECKING:
    from portfolio.questions.compare.study import Comparison

HELP = Words(
    "对比几个情景：得分、指标、资金、土地、项目的进出和早晚",
    "compare scenarios: scores, indicators, money, land, projects in, out, earlier, later",
)
EXAMPLES = (
    "portfolio compare scenarios/base.toml scenarios/open_competition.toml",
    "portfolio compare open_competition money_down_20 money_up_20 --out /tmp/money --lang en",
)
LONGEST = 80  # letters of a folder's name


def arguments(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "first",
        metavar="SCENARIO",
        help=say("情景文件，其余与它对比", "scenario file that the others are held against"),
    )
    parser.add_argument(
        "others", metavar="OTHER", nargs="+", help=say("其他情景文件", "other scenario files")
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        help=say(
            "报告文件夹，默认 reports/compare_<情景名>_<情景名>",
            "report folder, default reports/compare_<scenario>_<scenario>",
        ),
    )
    whole_projects(parser, say)


def run(options: argparse.Namespace) -> int:
    """Plan all, lay side by side, report, print."""
    from portfolio.questions.compare.answer import answer, write_comparison
    from portfolio.questions.compare.study import compare_scenarios

    paths = [find_scenario(each) for each in (options.first, *options.others)]
    folder = Path(options.out) if options.out else Path("reports") / folder_name(paths)
    with Console(options.lang) as console:
        comparison = compare_scenarios(paths, console, **changes(options))
        console.step("write")
        write_comparison(comparison, folder, options.lang)
    if options.json:
        print(as_json(answer(comparison, options.lang)))
    else:
        print("\n".join(words.to(options.lang) for words in _lines(comparison, folder)))
    return 0 if all(plan.status == "optimal" for plan in comparison.plans) else 4


def folder_name(paths: Sequence[Path]) -> str:
    """
    Return the usual folder's name; a long one is cut and ends in a hash of the whole.

    >>> folder_name([Path("scenarios/base.toml"), Path("b.toml")])
    'compare_base_b'
    """
    name = "_".join(["compare", *(path.stem for path in paths)])
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _lines(comparison: Comparison, folder: Path) -> list[Words]:
    lines = []
    for each in comparison.members:
        if each.plan is None:
            text = each.shortfall.lines() if each.shortfall is not None else []
            lines += [Words(f"{each.name}：{w.zh}", f"{each.name}: {w.en}") for w in text]
            continue
        found = comparison.projects(each.plan)
        zh = "，".join(f"{ZH[kind]} {len(rows)}" for kind, rows in found.items())
        en = ", ".join(f"{EN[kind]} {len(rows)}" for kind, rows in found.items())
        first = each is comparison.planned[0]
        lines.append(
            Words(
                f"{each.name}：{each.plan.score:.4f} 分" + ("" if first else f"；项目：{zh}"),
                f"{each.name}: {each.plan.score:.4f} points"
                + ("" if first else f"; projects: {en}"),
            )
        )
    if not comparison.one_measure:
        lines.append(
            Words(
                "计分口径不同，得分不可直接相比；见页面“按首个情景口径”一列",
                "the scores count differently and cannot be compared; see the page, 'by the first'",
            )
        )
    rows, differ = len(comparison.rows), len(comparison.differing)
    lines.append(
        Words(
            f"{rows} 行中 {differ} 行不同，{rows - differ} 行相同",
            f"{differ} of {rows} rows differ, {rows - differ} are equal",
        )
    )
    return [*lines, Words(f"报告：{folder}", f"report: {folder}")]


ZH = {"in": "新增", "out": "退出", "share": "比例变化", "earlier": "提前", "later": "推迟"}
EN = {"in": "in", "out": "out", "share": "other share", "earlier": "earlier", "later": "later"}
