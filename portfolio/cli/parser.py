"""The parser, made from the options of questions and commands; in one language throughout."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any, NoReturn

from portfolio.questions.contract import Asked, Question
from portfolio.questions.options import Flag, Option
from portfolio.words import LANGUAGES, Words, said

USAGE = Words("用法：", "usage: ")
# What argparse says, in Chinese; its wording differs a little by version of Python.
ARGPARSE = (
    (r"argument (\S+): expected one argument", r"\1 后面要跟一个值"),
    (r"argument (\S+): ignored explicit argument '(.*)'", r"\1 不带值；读到“\2”"),
    (
        r"argument (\S+): invalid choice: '(.*?)' \(.*choose from (.*)\)",
        r"\1：读到“\2”；应为其中之一：\3",
    ),
    (r"argument (\S+): (.*)", r"\1：\2"),
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 不明确，可能是 \2"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose usage errors are one line, in the language of the call."""

    lang = "zh"
    _mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Let options stand before, between and behind the names that a command takes."""
        if self._mixing or self._subparsers is not None:
            return super().parse_known_args(args, namespace)
        if self.usage is None:  # argparse would take "usage: " off its front, whatever stands there
            self.usage = self.format_usage().removeprefix(USAGE.to(self.lang)).strip()
        self._mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixing = False

    def error(self, message: str) -> NoReturn:
        """Print one line and exit with 2."""
        chosen = re.sub(r"(?<=choose from )(.*)(?=\))", lambda m: m[0].replace("'", ""), message)
        english = chosen.removeprefix("argument ")
        words = Words(in_chinese(chosen), english)
        line = Words(
            f"用法错误：{words.zh}（用法见 {self.prog} --help）",
            f"wrong usage: {words.en} (see {self.prog} --help)",
        )
        self.exit(2, line.to(self.lang) + "\n")


def in_chinese(message: str) -> str:
    """Return a message of argparse in Chinese; one that is not known stays as it is."""
    for pattern, words in ARGPARSE:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, words, message, flags=re.DOTALL)
    return message


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help whose headings are in the language of the call."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Say `usage` in the language of the call."""
        said = USAGE.to(Parser.lang) if prefix is None else prefix
        super().add_usage(usage, actions, groups, said)


def build_parser(asked: Sequence[Asked], lang: str = "zh") -> argparse.ArgumentParser:
    """Return the parser for questions and commands, with its help in one language."""
    Parser.lang = lang
    shared: dict[str, Any] = {"formatter_class": _Help, "add_help": False}
    parser = Parser(
        prog="portfolio",
        description=Words(
            "公共服务项目投资计划：在年度资金和土地内选择项目、安排年度。",
            "Plan public-service projects within yearly budgets and land quotas.",
        ).to(lang),
        epilog=_examples(("portfolio plan scenarios/base.toml", "portfolio check"), lang),
        **shared,
    )
    general = parser.add_argument_group(Words("选项", "options").to(lang))
    _add_help(general, lang)
    general.add_argument(
        "--version",
        action="version",
        version=f"portfolio-planner {version('portfolio-planner')}",
        help=Words("版本号", "the version").to(lang),
    )
    commands = parser.add_subparsers(
        title=Words("命令", "commands").to(lang), dest="command", required=True, metavar="COMMAND"
    )
    for each in asked:
        title = each.title.to(lang)
        sub = commands.add_parser(
            each.name,
            help=title,
            description=title,
            epilog=_examples(each.examples, lang),
            **shared,
        )
        _add_options(sub, each, lang)
        sub.set_defaults(asked=each, usage_error=sub.error)
    return parser


def _examples(lines: Sequence[str], lang: str) -> str:
    return Words("例：", "examples:").to(lang) + "".join(f"\n  {line}" for line in lines)


def _add_help(group: Any, lang: str) -> None:
    group.add_argument("-h", "--help", action="help", help=Words("本帮助", "this help").to(lang))


def _add_options(sub: argparse.ArgumentParser, asked: Asked, lang: str) -> None:
    by_place = [option for option in asked.options if option.place]
    if by_place:
        places = sub.add_argument_group(Words("参数", "arguments").to(lang))
        for option in by_place:
            count = None if option.place == "1" else option.place
            places.add_argument(
                option.name,
                metavar=option.label,
                nargs=count,
                type=_reader(option, lang),
                help=option.about.to(lang),
            )
    named = sub.add_argument_group(Words("选项", "options").to(lang))
    _add_help(named, lang)
    for option in asked.options:
        if not option.place:
            _add_named(named, option, lang)
    if isinstance(asked, Question):
        no_documents = Words(
            "不写 plan.xlsx、plan.docx、report.html，只写表、图和 JSON",
            "leave out plan.xlsx, plan.docx and report.html: tables, pictures and JSON alone",
        )
        named.add_argument("--no-documents", action="store_true", help=no_documents.to(lang))
    named.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=LANGUAGES[0],
        help=Words("语言，默认 zh", "language, default zh").to(lang),
    )
    named.add_argument(
        "--json",
        action="store_true",
        help=Words("把结果以 JSON 打印", "print JSON on stdout").to(lang),
    )


def _add_named(group: Any, option: Option, lang: str) -> None:
    name, words = f"--{option.name.replace('_', '-')}", option.about.to(lang)
    if isinstance(option, Flag):
        group.add_argument(name, action="store_true", help=words)
        return
    bare: dict[str, Any] = {} if option.bare is None else {"nargs": "?", "const": option.bare}
    group.add_argument(
        name,
        metavar=option.label,
        type=_reader(option, lang),
        required=option.required,
        help=words.replace("%", "%%"),
        **bare,
    )


def _reader(option: Option, lang: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return option.parse(text)
        except ValueError:
            found, allowed = said(text), option.allowed
            words = Words(
                f"读到{found.zh}；应为{allowed.zh}", f"found {found.en}; allowed: {allowed.en}"
            )
            raise argparse.ArgumentTypeError(words.to(lang)) from None

    return read
