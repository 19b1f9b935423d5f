"""The command line: parse, ask, print, exit code. Results on stdout, messages on stderr."""

from __future__ import annotations

import argparse
import pkgutil
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from importlib import import_module

import portfolio.questions
from portfolio.cli import last, parser
from portfolio.cli.command import Command
from portfolio.cli.console import Console
from portfolio.cli.interrupts import at_once
from portfolio.cli.output import be_tolerant, put, say
from portfolio.errors import PortfolioError, Stopped
from portfolio.questions.contract import Asked, Question
from portfolio.report import disk
from portfolio.report.plain import as_json
from portfolio.runs.beside import Helper
from portfolio.words import Words

# Beside the questions, modules here; a trailing underscore keeps a word of Python apart.
COMMANDS = ("new", "template", "import_", "check", "capital", "export")


def questions() -> list[Question]:
    """Return all questions, `plan` first: the folders of `portfolio/questions/`."""
    rooms = pkgutil.iter_modules(portfolio.questions.__path__)
    folders = [each.name for each in rooms if each.ispkg]
    ordered = sorted(folders, key=lambda name: (name != "plan", name))
    return [import_module(f"portfolio.questions.{name}.question").QUESTION for name in ordered]


def asked() -> list[Asked]:
    """Return questions and commands in the order of the help."""
    commands = [import_module(f"portfolio.cli.{name}").COMMAND for name in COMMANDS]
    return [*questions(), *commands]


def build_parser(lang: str = "zh") -> argparse.ArgumentParser:
    """Return the parser of all commands, with its help in one language."""
    return parser.build_parser(asked(), lang)


SEE_PLAN = Words(
    "缺口补足后的方案、哪年哪个资金池超出多少：portfolio plan（同一情景，同样的选项）",
    "the plan that the shortfall would make possible, and where it exceeds the money: portfolio "
    "plan (the same scenario and options)",
)


def main(arguments: Sequence[str] | None = None, helped: bool = False) -> int:
    """
    Run one command.

    Parameters
    ----------
    arguments
        Those of the command line; None: of this process.
    helped
        Whether a second process may draw the pictures.

    Returns
    -------
    0 optimal; 1 data, scenario or solver error; 2 wrong usage; 3 no plan exists; 4 stopped at a
    limit with a plan in hand (contract, section 7).
    """
    be_tolerant()
    called = list(sys.argv[1:] if arguments is None else arguments)
    options = build_parser(_language(called)).parse_args(called)
    lang = options.lang
    try:
        return _run(options, helped)
    except PortfolioError as error:
        if error.exit_code == 2:
            options.usage_error("；".join(error.lines(lang)))
        for words in error.messages:
            say(words, lang)
        shortfall = getattr(error, "shortfall", None)
        own_report = options.asked.name in ("plan", "replan")
        if shortfall is not None and not (shortfall.collisions or own_report):
            say(SEE_PLAN, lang)  # `plan` itself reports it
        if options.json and shortfall is not None:
            put(as_json(shortfall.summary()))
        return error.exit_code
    except OSError as error:  # a disk that is full, a place that may not be written
        say(_failed(error), lang)
    except KeyboardInterrupt:
        say(Stopped().messages[0], lang)
    except Exception as error:
        say(last.words_of(error), lang)
    return 1


def _run(options: argparse.Namespace, helped: bool) -> int:
    one: Question | Command = options.asked
    # First of all: it imports what it needs while this process does.
    drawn_by = one.drawn_by if helped and isinstance(one, Question) else ()
    with (Helper.start(drawn_by) if drawn_by else None) or nullcontext() as helper:
        return _asked(one, options, helper)


def _asked(one: Question | Command, options: argparse.Namespace, helper: Helper | None) -> int:
    from portfolio.questions.run import answer, exit_code, printed

    given = one.given(
        options.lang, **{each.name: getattr(options, each.name) for each in one.options}
    )
    if isinstance(one, Command):
        with at_once():
            code, text = one.run(given, options.json)
        unprinted = put(text)
        if unprinted:
            raise unprinted
        return code
    given = replace(given, documents=not options.no_documents)
    with Console(options.lang) as console:
        found = answer(one, given, console, helper)
    for words in found.messages():
        say(words, options.lang)
    unprinted = put(printed(found, given, options.json))
    if unprinted:  # the answer is there all the same
        kept = Words(f"，报告在 {given.folder}", f"; the report is in {given.folder}")
        why = _failed(unprinted)
        say(Words(f"{why.zh}{kept.zh}", f"{why.en}{kept.en}"), options.lang)
    return exit_code(found)


def _failed(error: OSError) -> Words:
    place = f"{error.filename}: " if error.filename else ""
    reason = disk.reason(error)
    return Words(f"{place}文件操作失败（{reason.zh}）", f"{place}{reason.en}")


def _language(arguments: Sequence[str]) -> str:
    """Read `--lang` before the parser is built, for its own help and errors."""
    text = " ".join(arguments)
    return "en" if "--lang en" in text or "--lang=en" in text else "zh"


if __name__ == "__main__":
    sys.exit(main())
