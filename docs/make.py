"""
Write what the documents take from the code; `make docs` runs it.

`docs/cli.md` is made whole. In other pages a block between `<!-- made: WORDS -->` and
`<!-- end -->` is made from its words: `formula land` is the formula in the docstring of a function,
`fields worth` the table of the fields of a question's JSON, `files` the table of a report's files,
`cash_files` that of the files of cash, `limits` the table of the limits of what is read,
`assumptions` that of the shipped city's assumptions.
"""

from __future__ import annotations

import argparse
import inspect
import os
import re
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from portfolio.cli.main import build_parser
from portfolio.engine import constraints, model
from portfolio.errors import Findings
from portfolio.inputs.assumptions import read_assumptions
from portfolio.inputs.codes import CHOICES, DOMAINS, SOURCES
from portfolio.inputs.heads import HEADS
from portfolio.inputs.limits import CAPS
from portfolio.plan.summary import PlanSummary
from portfolio.questions.contract import Answer
from portfolio.questions.plan.files import CASH_FILES, FILES
from portfolio.words import Words

DOCS = Path(__file__).parent
CLI = DOCS / "cli.md"
WIDTH = 90
HEAD = """# Command line

<!-- Written by `make docs` from the options of the questions; do not edit this page. -->

After `make plan` the command is `.venv/bin/portfolio`; run it in the project's folder. Results
go to stdout, progress and errors to stderr. Messages are Chinese; `--lang en` makes them English.
The exit codes are in the [README](../README.md#exit-codes).
"""
BLOCK = re.compile(r"(<!-- made: ([^>]+?) -->\n).*?(<!-- end -->)", re.DOTALL)


# ---- the command line ---------------------------------------------------------------------------


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


# ---- blocks -------------------------------------------------------------------------------------


def made(page: Path) -> str:
    """Return a page with all its blocks made anew."""
    lang = "zh" if page.name.endswith(".zh.md") else "en"

    def block(found: re.Match[str]) -> str:
        kind, *words = found[2].split()
        return found[1] + BLOCKS[kind](lang, *words) + found[3]

    return BLOCK.sub(block, page.read_text(encoding="utf-8"))


def formula(_: str, name: str) -> str:
    """Return the formula in the docstring of a row family or an objective."""
    function = getattr(constraints, name, None) or getattr(model, name)
    text = inspect.getdoc(function) or ""
    lines = text.partition(".. math::")[2].splitlines()
    body = [lines[0].strip()]
    for line in lines[1:]:
        if line and not line.startswith("    "):
            break
        body.append(line.strip())
    return "```math\n" + "\n".join(each for each in body if each) + "\n```\n"


def field_table(lang: str, question: str) -> str:
    """Return the table of the fields of what a question writes as JSON."""
    room = import_module(f"portfolio.questions.{question}.answer")
    answers = [each for each in vars(room).values() if _answers(each, room.__name__)]
    head = {"zh": "| 字段 | 含义 | 单位 |", "en": "| field | meaning | unit |"}[lang]
    rows = [head, "| --- | --- | --- |"]
    for each in answers:
        kind, mark = _inside(typing.get_type_hints(each.content)["return"])
        if kind is None:
            raise TypeError(f"{each.__name__}.content holds no dataclass")
        found = _fields(kind, lang, f"{mark}." if mark else "")
        rows += [f"| `{path}` | {words} | {unit} |" for path, words, unit in found]
    return "\n".join(rows) + "\n"


def _answers(each: Any, room: str) -> bool:
    return (
        isinstance(each, type)
        and issubclass(each, Answer)
        and each.__module__ == room
        and "content" in vars(each)
    )


def _fields(kind: type, lang: str, before: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield path, meaning and unit of each field, and of the fields inside it."""
    hints = typing.get_type_hints(kind)
    own = kind is PlanSummary or not issubclass(kind, PlanSummary)
    for each in fields(kind):
        if not own and each.name in PlanSummary.__dataclass_fields__:
            continue  # as in `plan.json`
        path = before + (each.metadata.get("key") or each.name)
        inner, mark = _inside(hints[each.name])
        yield path + mark, each.metadata["about"].to(lang), each.metadata["unit"]
        if inner is not None and inner is not PlanSummary:  # it has a table of its own
            yield from _fields(inner, lang, f"{path}{mark}.")


def _inside(hint: Any) -> tuple[type | None, str]:
    """Return the dataclass that a type holds, and what marks a list or a mapping of it."""
    if is_dataclass(hint) and isinstance(hint, type):
        return hint, ""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    for part in parts:
        inner, mark = _inside(part)
        if inner is not None:
            several = inspect.isclass(origin) and issubclass(origin, Sequence)
            named = inspect.isclass(origin) and issubclass(origin, Mapping)
            return inner, ("[]" if several else "{}" if named else "") + mark
    return None, ""


def cash_file_table(lang: str) -> str:
    """Return the table of the files that a report has besides, where cash is asked for."""
    return file_table(lang, CASH_FILES)


def file_table(lang: str, files: Mapping[str, Words] = FILES) -> str:
    """Return the table of the files in the report of a plan."""
    head = {"zh": "| 文件 | 内容 |", "en": "| file | content |"}[lang]
    rows = [f"| {names} | {words.to(lang)} |" for names, words in files.items()]
    return "\n".join([head, "| --- | --- |", *rows]) + "\n"


def cap_table(lang: str) -> str:
    """Return the table of the limits of what is read."""
    head = {"zh": "| 至多 | 为什么够 |", "en": "| at most | why that is enough |"}[lang]
    rows = [f"| {cap.most:,} {cap.of.to(lang)} | {cap.why.to(lang)} |" for cap in CAPS]
    return "\n".join([head, "| --- | --- |", *rows]) + "\n"


def assumption_table(lang: str) -> str:
    """Return the table of the assumptions of the shipped city, from its `assumptions.csv`."""
    findings = Findings()
    rows = {
        "zh": ["| 编号 | 假设 | 依据 | 在哪里改 |"],
        "en": ["| no. | assumption | basis | edit in |"],
    }[lang]
    rows.append("| --- | --- | --- | --- |")
    for each in read_assumptions(DOCS.parent / "data", findings):
        cells = (each.id, each.subject.to(lang), each.basis.to(lang), f"`{each.place}`")
        rows.append(f"| {' | '.join(cells)} |")
    findings.raise_if_any()
    return "\n".join(rows) + "\n"


def head_table(lang: str) -> str:
    """Return the table of the heads that are read for the columns of tables."""
    head = {"zh": "| 列 | 表头 | 单位 | 也认 |", "en": "| column | head | unit | also read |"}[lang]
    rows = [
        f"| `{name}` | {each.zh}, {each.en} | {each.unit} | {', '.join(each.also)} |"
        for name, each in HEADS.items()
    ]
    return "\n".join([head, "| --- | --- | --- | --- |", *rows]) + "\n"


def code_table(lang: str) -> str:
    """Return the table of the words that are read for codes."""
    head = {"zh": "| 代码 | 也认 |", "en": "| code | also read |"}[lang]
    every = {**CHOICES, **DOMAINS, **SOURCES}
    rows = [f"| `{code}` | {', '.join(dict.fromkeys(words))} |" for code, words in every.items()]
    return "\n".join([head, "| --- | --- |", *rows]) + "\n"


BLOCKS: dict[str, Callable[..., str]] = {
    "formula": formula,
    "fields": field_table,
    "files": file_table,
    "cash_files": cash_file_table,
    "limits": cap_table,
    "assumptions": assumption_table,
    "heads": head_table,
    "codes": code_table,
}


def pages() -> list[Path]:
    """Return the pages that have blocks."""
    root = DOCS.parent
    every = [*sorted(root.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
    return [page for page in every if "<!-- made: " in page.read_text(encoding="utf-8")]


if __name__ == "__main__":
    CLI.write_text(reference(), encoding="utf-8")
    for each in pages():
        each.write_text(made(each), encoding="utf-8")
