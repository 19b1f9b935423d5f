"""Write `docs/cli.md` from the help texts of the command line; `make docs` runs it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from portfolio.cli.main import build_parser

PAGE = Path(__file__).with_name("cli.md")
WIDTH = 90
HEAD = """# Command line

<!-- Written by `make docs` from the help texts in `portfolio/cli.py`; do not edit this page. -->

After `make plan` the command is `.venv/bin/portfolio`; run it in the project's folder. Results
go to stdout, progress and errors to stderr. Messages are Chinese; `--lang en` makes them English.
The exit codes are in the [README](../README.md#exit-codes).
"""


def reference() -> str:
    """Return the page: the help of the program and of each of its commands, in English."""
    before = {name: os.environ.get(name) for name in ("COLUMNS", "NO_COLOR")}
    os.environ.update(COLUMNS=str(WIDTH), NO_COLOR="1")
    try:
        parser = build_parser("en")
        sections = [_section("portfolio", parser)]
        sections += [_section(f"portfolio {name}", each) for name, each in commands(parser)]
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    return "\n".join([HEAD, *sections])


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield name and parser of each command."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _section(name: str, parser: argparse.ArgumentParser) -> str:
    return f"## `{name}`\n\n```text\n$ {name} --help\n{parser.format_help().rstrip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
