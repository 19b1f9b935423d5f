"""`portfolio promote`: what it takes to take up reserve projects, and what gives way."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from portfolio.cli.console import Console, as_json, find_scenario
from portfolio.errors import PortfolioError, Stopped
from portfolio.questions.plan.question import changes, scenario_and_folder, whole_projects
from portfolio.words import Words

HELP = Words(
    "储备项目转入：得分变化、谁让位、动用谁的资金和土地、怎样才会自行进入",
    "promote reserve projects: what is gained, what gives way, when they come in by themselves",
)
EXAMPLES = (
    "portfolio promote scenarios/open_competition.toml R18 R22",
    "portfolio promote scenarios/base.toml",
    "portfolio promote scenarios/open_competition.toml --whole --time-limit 20",
)


def arguments(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Declare the arguments."""
    scenario_and_folder(parser, say, "promote")
    parser.add_argument(
        "projects",
        metavar="PROJECT",
        nargs="*",
        help=say("储备项目的编号，默认全部", "ids of reserve projects, default all"),
    )
    whole_projects(parser, say)


def run(options: argparse.Namespace) -> int:
    """Plan with and without each project, report, print."""
    from portfolio.questions.promote.answer import write_promotions
    from portfolio.questions.promote.promotions import promotions, read_study
    from portfolio.runs.resume import Resume

    path = str(find_scenario(options.scenario))
    study, names = read_study(path, options.projects, **changes(options))
    scenario = study.scenario
    folder = Path(options.out or Path("reports") / f"{scenario.name}_promote")
    study.resume = resume = Resume(folder, ["promote", study.inputs])
    with Console(options.lang) as console:
        study.listener = console
        try:
            cards = promotions(study, names)
        except (Stopped, KeyboardInterrupt):
            raise _stopped(resume, names) from None
        console.step("write")
        write_promotions(study.problem, cards, folder, options.lang)
        resume.done()
    if options.json:
        print(as_json(cards))
    else:
        print("\n".join(words.to(options.lang) for words in _lines(cards, folder)))
    return (
        4 if any(each[key] in ("limit", "interrupted") for each in cards for key in STATUS) else 0
    )


STATUS = ("status_without", "status_with")


def _stopped(resume: Any, names: Sequence[str]) -> PortfolioError:
    kept = sum(name in resume.pieces for name in names)
    words = Words(
        f"已中止：{kept}/{len(names)} 个项目已算完，保存在 {resume.path}；"
        "再次运行同一命令会接着算，报告未写出",
        f"stopped: {kept} of {len(names)} projects are done and kept in {resume.path}; "
        "the same command goes on from there; no report was written",
    )
    return PortfolioError([words])


def _lines(cards: Sequence[dict[str, Any]], folder: Path) -> list[Words]:
    lines = [Words(_line(each, "zh"), _line(each, "en")) for each in cards]
    return [*lines, Words(f"报告：{folder}", f"report: {folder}")]


def _line(each: dict[str, Any], lang: str) -> str:
    from portfolio.questions.promote.picture import missing

    head = f"{each['rank']:>2} {each['project_id']}"
    if each["difference"] is None:
        return f"{head}  {missing(each, lang)}  {each['name']}"
    per = each["difference_per_yi"]
    values = Words(
        f"{each['difference']:+.4f} 分（{each['score_without']:.4f} → {each['score_with']:.4f}），"
        f"每亿元 {per or 0:+.4f}；让位 {len(each['displaced'])}，推迟 {len(each['delayed'])}",
        f"{each['difference']:+.4f} points ({each['score_without']:.4f} -> "
        f"{each['score_with']:.4f}), per 亿元 {per or 0:+.4f}; displaces "
        f"{len(each['displaced'])}, delays {len(each['delayed'])}",
    )
    return f"{head}  {values.to(lang)}  {each['name']}"
