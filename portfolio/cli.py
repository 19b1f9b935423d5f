"""The command line: parse, call, print, exit code. Results on stdout, messages on stderr."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from portfolio.errors import LANGUAGES, PortfolioError, Words

if TYPE_CHECKING:
    from portfolio.check import Report
    from portfolio.run import Outcome

STEPS = {
    "read": Words("读取表格和情景", "reading tables and scenario"),
    "model": Words("建立模型", "building the model"),
    "solve": Words("求解", "solving"),
    "tidy": Words("整理进度（第二次求解）", "tidying the schedule (second solve)"),
    "shortfall": Words("没有方案，计算最小缺口", "no plan: finding the smallest shortfall"),
    "verify": Words("独立复核", "verifying"),
    "explain": Words("说明理由", "finding reasons"),
    "write": Words("写表格", "writing tables"),
    "draw": Words("绘图", "drawing"),
}


class Parser(argparse.ArgumentParser):
    """A parser whose usage errors are one line, in the language of the call."""

    lang = "zh"

    def error(self, message: str) -> NoReturn:
        """Print one line and exit with 2."""
        words = Words(
            f"用法错误：{message}（用法见 {self.prog} --help）",
            f"wrong usage: {message} (see {self.prog} --help)",
        )
        self.exit(2, words.to(self.lang) + "\n")


def build_parser(lang: str = "zh") -> argparse.ArgumentParser:
    """Return the parser, with its help in one language."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en).to(lang)

    def examples(*lines: str) -> str:
        return say("例：", "examples:") + "".join(f"\n  {line}" for line in lines)

    Parser.lang = lang
    shared: dict[str, Any] = {"formatter_class": argparse.RawDescriptionHelpFormatter}
    parser = Parser(
        prog="portfolio",
        description=say(
            "公共服务项目投资计划：在年度资金和土地内选择项目、安排年度。",
            "Plan public-service projects within yearly budgets and land quotas.",
        ),
        epilog=examples("portfolio plan scenarios/base.toml", "portfolio check"),
        **shared,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, zh: str, en: str, *lines: str) -> argparse.ArgumentParser:
        words = say(zh, en)
        sub = commands.add_parser(
            name, help=words, description=words, epilog=examples(*lines), **shared
        )
        sub.add_argument(
            "--lang",
            choices=LANGUAGES,
            default="zh",
            help=say("语言，默认 zh", "language, default zh"),
        )
        sub.add_argument(
            "--json", action="store_true", help=say("把结果以 JSON 打印", "print JSON on stdout")
        )
        return sub

    plan = command(
        "plan",
        "为一个情景制定方案并写出报告",
        "plan a scenario and write its report",
        "portfolio plan scenarios/base.toml",
        "portfolio plan scenarios/money_up_20.toml --out /tmp/more --lang en",
    )
    plan.add_argument(
        "scenario", metavar="SCENARIO", help=say("情景文件（TOML）", "scenario file (TOML)")
    )
    plan.add_argument(
        "--out",
        metavar="DIR",
        help=say("报告文件夹，默认 reports/<情景名>", "report folder, default reports/<scenario>"),
    )
    check = command(
        "check",
        "核对数据表：与公布合计对账，列出不相符之处",
        "check the tables: reconcile with the published sums, list what does not fit",
        "portfolio check",
        "portfolio check --data data --lang en",
    )
    check.add_argument(
        "--data",
        metavar="DIR",
        default="data",
        help=say("数据文件夹，默认 data", "data folder, default data"),
    )
    return parser


def _quietly(options: argparse.Namespace) -> int:
    """Run the command; a reader that stops reading (`| head`) is no error."""
    try:
        code = COMMANDS[options.command](options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command.

    Returns
    -------
    0 optimal; 1 data, scenario or solver error; 2 wrong usage; 3 no plan exists; 4 stopped at a
    limit with a plan in hand (contract, section 7).
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = build_parser(_language(given)).parse_args(given)
    try:
        return _quietly(options)
    except PortfolioError as error:
        for line in error.lines(options.lang):
            print(line, file=sys.stderr)
        shortfall = getattr(error, "shortfall", None)
        if options.json and shortfall is not None:
            print(_as_json(shortfall.summary()))
        return error.exit_code
    except KeyboardInterrupt:
        stopped = Words("已中止，没有写出任何结果", "stopped; nothing was written")
        print(stopped.to(options.lang), file=sys.stderr)
        return 1


def _language(arguments: Sequence[str]) -> str:
    """Read `--lang` before the parser is built, for its own help and errors."""
    text = " ".join(arguments)
    return "en" if "--lang en" in text or "--lang=en" in text else "zh"


def run_plan(options: argparse.Namespace) -> int:
    """`portfolio plan`: plan a scenario and write its report."""
    from portfolio.report.files import summary
    from portfolio.run import plan_scenario

    def progress(step: str) -> None:
        print(f"… {STEPS[step].to(options.lang)}", file=sys.stderr, flush=True)

    outcome = plan_scenario(find_scenario(options.scenario), options.out, options.lang, progress)
    if options.json:
        print(_as_json(summary(outcome.plan)))
    else:
        print("\n".join(words.to(options.lang) for words in _plan_lines(outcome)))
    return 0 if outcome.plan.status == "optimal" else 4


def run_check(options: argparse.Namespace) -> int:
    """`portfolio check`: reconcile the tables and list what does not fit."""
    from portfolio.check import check, plain

    report = check(options.data)
    if options.json:
        sums = report.sums.assign(
            tables=[plain(each) for each in report.sums["tables"]],
            published=[None if each is None else plain(each) for each in report.sums["published"]],
        )
        findings = [
            {"place": place, "zh": words.zh, "en": words.en} for place, words in report.findings
        ]
        print(_as_json({"sums": sums.to_dict("records"), "findings": findings}))
    else:
        print("\n".join(_check_lines(report, options.lang)))
    return 0 if report.reconciled else 1


def find_scenario(given: str) -> Path:
    """Return the scenario file; a bare name such as `base` means `scenarios/base.toml`."""
    short = Path("scenarios") / f"{given}.toml"
    return short if not Path(given).exists() and short.exists() else Path(given)


def _as_json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


def _plan_lines(outcome: Outcome) -> list[Words]:
    plan = outcome.plan
    funded, part = int(plan.carried_out.sum()), int(plan.in_part.sum())
    promoted, total = int(plan.promoted.sum()), plan.investment.sum()
    land, quota = plan.land_release.sum(), plan.problem.land_quota.sum()
    budget, title = plan.problem.budget.sum(), plan.problem.scenario.title
    return [
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


def _check_lines(report: Report, lang: str) -> list[str]:
    from portfolio.check import plain
    from portfolio.report.text import label

    lines = []
    for row in report.sums.itertuples():
        group = label(f"list.{row.list}", lang)
        group += f" {label(f'domain.{row.domain}', lang)}" if row.domain else ""
        if row.published is None:
            verdict = Words("（没有公布的合计）", "(no published sum)")
        elif row.agrees:
            verdict = Words("与公布一致", "as published")
        else:
            verdict = Words(
                f"不一致，公布为 {plain(row.published)}",
                f"differs, published: {plain(row.published)}",
            )
        measure = label(f"measure.{row.measure}", lang)
        lines.append(f"{group}  {measure}  {plain(row.tables)}  {verdict.to(lang)}")
    count = len(report.findings)
    heading = Words(
        f"不相符之处 {count} 条（照录，未改动）：", f"{count} things do not fit (none is mended):"
    )
    lines.append(heading.to(lang))
    colon = Words("：", ": ").to(lang)
    lines += [f"  {place}{colon}{words.to(lang)}" for place, words in report.findings]
    return lines


COMMANDS = {"plan": run_plan, "check": run_check}

if __name__ == "__main__":
    sys.exit(main())
