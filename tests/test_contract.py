"""The contract of all questions: options as data, folders, stopping, exit codes, JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import Heard

from portfolio.cli.main import questions
from portfolio.errors import InputError, Stopped
from portfolio.listen import Clock, Inner
from portfolio.questions.contract import Answer, Given, Question
from portfolio.questions.numbers import Number, Range, WholeNumber, Year
from portfolio.questions.options import Option
from portfolio.questions.run import answer, exit_code, printed
from portfolio.questions.usual import SCENARIO, WHOLE, folder
from portfolio.report.plain import as_json, plain
from portfolio.runs.resume import Resume
from portfolio.terms import Mode, Status
from portfolio.words import Words, about

HELP = Words("说明", "help")


# ---- options ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "text", "value"),
    [
        (Number(name="n", help=HELP, least=0, most=1), "0.5", 0.5),
        (Number(name="n", help=HELP, least=0, most=1), "1", 1.0),
        (WholeNumber(name="n", help=HELP, least=2), "41", 41),
        (Range(name="n", help=HELP), "0.6:1.6", (0.6, 1.6)),
        (Year(name="n", help=HELP), "2023", 2023),
        (SCENARIO, "base", Path("base")),
    ],
)
def test_an_option_reads_what_it_allows(option: Option, text: str, value: object):
    assert option.parse(text) == value


@pytest.mark.parametrize(
    ("option", "texts"),
    [
        (Number(name="n", help=HELP, least=0, most=1, below=True), ["1", "-0.1", "nan", "x", ""]),
        (Number(name="n", help=HELP, least=0, above=True), ["0", "inf", "1,000"]),
        (WholeNumber(name="n", help=HELP, least=2, most=9), ["1", "10", "2.0", "-3", "三", "９"]),
        (Range(name="n", help=HELP), ["1", "2:1", "-1:1", "1:inf", "a:b", "1:2:3", "nan:1"]),
        (Year(name="n", help=HELP), ["23", "20231", "２０２３", "year"]),
    ],
)
def test_an_option_refuses_everything_else(option: Option, texts: list[str]):
    for text in texts:
        with pytest.raises(ValueError):  # noqa: PT011 (what is allowed is said by `allowed`)
            option.parse(text)


def test_what_is_allowed_is_said_in_both_languages():
    gap = Number(name="gap", help=HELP, least=0, most=1, below=True)
    seconds = Number(name="s", help=HELP, least=0, above=True, unit=Words("秒", "seconds"))
    assert gap.allowed == ("不小于 0、小于 1 的数", "a number >= 0 and < 1")
    assert seconds.allowed == ("大于 0 的数（秒）", "a number of seconds > 0")
    steps = WholeNumber(name="n", help=HELP, least=2, most=1001)
    assert steps.allowed == ("不小于 2、不大于 1001 的整数", "a whole number >= 2 and <= 1001")


def test_the_help_says_the_default():
    steps = WholeNumber(name="n", help=Words("步数", "steps"), default=41)
    assert steps.about == ("步数，默认 41", "steps, default 41")
    gap = next(each for each in WHOLE if each.name == "gap")
    assert gap.about.zh.endswith("默认按情景（0.0001）")


# ---- what a question is given -------------------------------------------------------------------


@dataclass(frozen=True)
class Content:
    """What the test's answer says."""

    score: float = about("得分", "score")
    nested: list[Content] = about("内层", "inner")
    with_: int = about("有", "with", key="with")


class Hello(Answer):
    """An answer with one of everything."""

    def __init__(self, status: Status = Status.OPTIMAL) -> None:
        self.status = status

    @property
    def statuses(self) -> Sequence[Status]:
        return (self.status, Status.INFEASIBLE)

    def content(self, lang: str) -> Content:
        return Content(math.nan, [Content(1.5, [], 1)], 2)

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        return {"table": pd.DataFrame({"yes": [True, False], "n": [1.0, 0.1 + 0.2]})}

    def texts(self, lang: str, folder: Path) -> Mapping[str, str]:
        assert (folder / "table.csv").exists()  # written before the pages, which may need it
        return {"page.html": lang}

    def lines(self, lang: str) -> Sequence[str]:
        return ["hello"]


def question(ask=lambda given, clock: Hello()) -> Question:
    return Question(
        name="hello",
        title=HELP,
        options=(SCENARIO, folder("_hello"), WholeNumber(name="steps", help=HELP, default=41)),
        ask=ask,
    )


@pytest.fixture
def scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "base.toml").touch()
    return tmp_path


def test_defaults_files_and_folder_are_filled_in(scenario: Path):
    given = question().given(scenario="base")
    assert given["scenario"] == Path("scenarios/base.toml")
    assert given["steps"] == 41
    assert given.folder == Path("reports/base_hello")
    given = question().given("en", scenario="base", steps=3, out="there")
    assert (given["steps"], given.lang, given.folder) == (3, "en", Path("there"))


def test_a_name_that_is_no_option_is_a_mistake_of_the_programmer(scenario: Path):
    with pytest.raises(TypeError, match=r"hello takes \['out', 'scenario', 'steps'\]"):
        question().given(scenario="base", stepps=3)


def test_a_scenario_that_is_not_there_is_a_finding(scenario: Path):
    with pytest.raises(InputError, match="no such file"):
        question().given(scenario="bass")


def test_changes_are_those_that_are_given():
    given = Given({"whole": True, "gap": None, "time_limit": 3.0, "steps": 1})
    assert given.changes == {"mode": Mode.WHOLE, "time_limit": 3.0}
    assert Given({"whole": False}).changes == {}


# ---- the runner ---------------------------------------------------------------------------------


def test_an_answer_becomes_a_folder_and_lines(scenario: Path):
    given = question().given(scenario="base", lang="en")
    heard = Heard()
    found = answer(question(), given, heard)
    written = {path.name: path for path in given.folder.glob("[!.]*")}
    assert sorted(written) == [
        *("hello.json", "page.html", "plan.docx", "plan.xlsx", "report.html", "table.csv")
    ]
    assert json.loads(written["hello.json"].read_text("utf-8")) == {
        "score": None,
        "nested": [{"score": 1.5, "nested": [], "with": 1}],
        "with": 2,
    }
    assert written["table.csv"].read_text("utf-8-sig") == "yes,n\ntrue,1\nfalse,0.3\n"
    assert written["page.html"].read_text() == "en"
    assert heard.steps == ["write"]
    assert printed(found, given, as_values=False) == f"hello\nreport: {given.folder}"
    assert json.loads(printed(found, given, as_values=True))["with"] == 2


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (Status.OPTIMAL, 0),
        (Status.INFEASIBLE, 0),  # a step without a plan is an answer
        (Status.LIMIT, 4),
        (Status.INTERRUPTED, 4),
    ],
)
def test_one_rule_for_exit_codes(status: Status, code: int):
    assert exit_code(Hello(status)) == code


def test_a_folder_of_other_things_is_refused_before_the_long_work(scenario: Path):
    asked: list[Given] = []
    (scenario / "letters").mkdir()
    (scenario / "letters" / "letter.txt").touch()
    given = question().given(scenario="base", out="letters")
    with pytest.raises(InputError, match="a folder of other things"):
        answer(question(lambda given, clock: asked.append(given) or Hello()), given)
    assert not asked


@pytest.mark.parametrize("pressed", [Stopped, KeyboardInterrupt])
def test_a_stopped_run_says_what_is_kept(scenario: Path, pressed: type[BaseException]):
    def ask(given: Given, clock: Clock) -> Answer:
        if given["steps"] == 2:
            Resume(given.folder, []).keep("one", 1)
        raise pressed

    given = question().given(scenario="base")
    with pytest.raises(Stopped) as nothing:
        answer(question(ask), given)
    assert nothing.value.lines("zh") == ["已中止，没有写出任何结果"]
    given = question().given(scenario="base", steps=2)
    with pytest.raises(Stopped) as kept:
        answer(question(ask), given)
    place = Resume.place(given.folder)
    assert kept.value.lines("en") == [
        f"stopped; no report was written. What is finished is kept in {place}: "
        "run the same command to go on"
    ]
    assert answer(question(), given)
    assert not place.exists()  # the report holds everything now


def test_a_clock_passes_everything_on_and_adds_up_steps():
    heard = Heard(lambda heard: len(heard.counts) > 1)
    clock = Clock(heard)
    for name in ("read", "solve", "read"):
        clock.step(name)
    clock.count(1, 3, "R18")
    clock.watch(1.0, 2.0, 0.5)
    clock.end()
    assert heard.steps == ["read", "solve", "read"]
    assert (heard.counts, heard.watched) == ([(1, 3, "R18")], [(1.0, 2.0, 0.5)])
    assert sorted(clock.seconds) == ["read", "solve"]
    clock.go_on()
    clock.count(2, 3)
    with pytest.raises(Stopped):
        clock.go_on()


def test_the_steps_of_a_piece_are_not_shown():
    heard = Heard()
    inner = Inner(heard)
    inner.step("solve")
    inner.count(1, 2)
    inner.watch(1.0, 2.0, 0.5)
    assert (heard.steps, heard.counts, len(heard.watched)) == ([], [], 1)


# ---- values -------------------------------------------------------------------------------------


def test_plain_values():
    value = {
        2023: np.float64(1.5),
        "mode": Mode.WHOLE,
        "none": [np.nan, math.inf, None],
        "array": np.array([[1, 2]]),
        "flag": np.bool_(True),
        "words": Words("中", "en"),
        "path": Path("a/b"),
    }
    assert plain(value) == {
        "2023": 1.5,
        "mode": "whole",
        "none": [None, None, None],
        "array": [[1, 2]],
        "flag": True,
        "words": {"zh": "中", "en": "en"},
        "path": "a/b",
    }
    assert as_json({"名": 1}) == '{\n  "名": 1\n}'


# ---- all questions ------------------------------------------------------------------------------


def contents() -> list[type]:
    """The dataclasses of all answers, and those inside them."""
    import typing
    from importlib import import_module

    found: dict[type, None] = {}

    def gather(hint: object) -> None:
        if isinstance(hint, type) and is_dataclass(hint):
            if hint not in found:
                found[hint] = None
                for each in typing.get_type_hints(hint).values():
                    gather(each)
            return
        for part in typing.get_args(hint):
            gather(part)

    for each in questions():
        room = import_module(f"portfolio.questions.{each.name}.answer")
        for kind in vars(room).values():
            if isinstance(kind, type) and issubclass(kind, Answer) and "content" in vars(kind):
                gather(typing.get_type_hints(kind.content)["return"])
    return list(found)


def test_every_field_of_every_answer_says_what_it_is():
    found = contents()
    assert len(found) > len(questions())
    for kind in found:
        for each in fields(kind):
            words = each.metadata.get("about")
            assert words, f"{kind.__module__}.{kind.__name__}.{each.name}"
            assert all(words)
