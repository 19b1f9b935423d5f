"""The command line: parse, call, print, exit code. Results on stdout, messages on stderr."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from portfolio.cli.console import as_json
from portfolio.errors import PortfolioError
from portfolio.words import LANGUAGES, Words

COMMANDS = {
    "plan": "questions.plan.question",
    "check": "cli.check",
    "worth": "questions.worth.question",
    "alternatives": "questions.alternatives.question",
    "capital": "cli.capital",
    "frontier": "questions.frontier.question",
    "robust": "questions.robust.question",
    "promote": "questions.promote.question",
    "compare": "questions.compare.question",
    "replan": "questions.replan.question",
    "livelihood": "questions.livelihood.question",
}


class Parser(argparse.ArgumentParser):
    """A parser whose usage errors are one line, in the language of the call."""

    lang = "zh"
    _mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Let options stand before, between and behind the names that a command takes."""
        if self._mixing or self._subparsers is not None:
            return super().parse_known_args(args, namespace)
        self._mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixing = False

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
    for name, module in COMMANDS.items():
        command = import_module(f"portfolio.{module}")
        words = command.HELP.to(lang)
        sub = commands.add_parser(
            name, help=words, description=words, epilog=examples(*command.EXAMPLES), **shared
        )
        command.arguments(sub, say)
        sub.add_argument(
            "--lang",
            choices=LANGUAGES,
            default="zh",
            help=say("语言，默认 zh", "language, default zh"),
        )
        sub.add_argument(
            "--json", action="store_true", help=say("把结果以 JSON 打印", "print JSON on stdout")
        )
        sub.set_defaults(run=command.run)
    return parser


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
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except PortfolioError as error:
        for line in error.lines(options.lang):
            print(line, file=sys.stderr)
        shortfall = getattr(error, "shortfall", None)
        if options.json and shortfall is not None:
            print(as_json(shortfall.summary()))
        return error.exit_code
    except BrokenPipeError:  # a reader that stops reading (`| head`) is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # a disk that is full, a place that may not be written
        place = f"{error.filename}: " if error.filename else ""
        failed = Words(f"{place}文件操作失败（{error.strerror}）", f"{place}{error.strerror}")
        print(failed.to(options.lang), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        stopped = Words("已中止，没有写出任何结果", "stopped; nothing was written")
        print(stopped.to(options.lang), file=sys.stderr)
        return 1


def _language(arguments: Sequence[str]) -> str:
    """Read `--lang` before the parser is built, for its own help and errors."""
    text = " ".join(arguments)
    return "en" if "--lang en" in text or "--lang=en" in text else "zh"


if __name__ == "__main__":
    sys.exit(main())
