"""What reaches a terminal, and what Ctrl-C does: real processes, real signals, odd streams."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from portfolio.cli import interrupts, last
from portfolio.cli.console import Console
from portfolio.cli.main import main
from portfolio.errors import Stopped
from portfolio.words import Words
from tests.conftest import ROOT, write_two_schools

COMMAND = [sys.executable, "-m", "portfolio.cli.start"]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def call(
    arguments: Sequence[str | Path], folder: Path, **more: Any
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], cwd=folder, check=False, capture_output=True, **more
    )


# ---- streams ------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "gbk"},
    ],
    ids=["ascii", "latin-1", "gbk"],
)
def test_letters_that_a_terminal_does_not_know_are_replaced(tmp_path: Path, settings: dict):
    scenario = write_two_schools(tmp_path)
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(re.sub('"title" = "[^"]*"', '"title" = "学校😀"', text), encoding="utf-8")
    done = call(["worth", scenario, "--out", "out"], tmp_path, env=environment(**settings))
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    report = json.loads((tmp_path / "out" / "worth.json").read_text("utf-8"))
    assert report["plan"]["title"] == "学校😀"


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("place", ["/dev/full", "closed"])
def test_a_stream_that_takes_nothing_does_not_undo_a_report(
    tmp_path: Path, stream: str, place: str
):
    scenario = write_two_schools(tmp_path)
    number = {"stdout": 1, "stderr": 2}[stream]
    target = f"{number}>&-" if place == "closed" else f"{number}>{place}"
    done = subprocess.run(
        ["sh", "-c", f'"$@" {target}', "sh", *COMMAND, "worth", str(scenario), "--out", "out"],
        cwd=tmp_path,
        env=environment(),
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    assert (tmp_path / "out" / "worth.json").is_file()
    if (stream, place) == ("stdout", "/dev/full"):
        line = done.stderr.decode().splitlines()[-1]
        assert line == "文件操作失败（磁盘空间不足），报告在 out"


def test_a_check_that_cannot_be_printed_is_a_line_and_1(tmp_path: Path):
    data = ROOT / "data"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "check", "--data", str(data), "--lang", "en"],
            env=environment(),
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
        )
    assert (done.returncode, done.stderr) == (1, b"no space left on the disk\n")


def test_a_scenario_whose_name_is_no_unicode(tmp_path: Path):
    scenario = write_two_schools(tmp_path)
    odd = os.fsencode(scenario.parent) + b"/\xff\xfe.toml"
    Path(os.fsdecode(odd)).write_bytes(re.sub(rb'"title" = "[^"]*"\n', b"", scenario.read_bytes()))
    done = subprocess.run(
        [*map(os.fsencode, COMMAND), b"worth", odd, b"--out", b"out"],
        cwd=tmp_path,
        env=environment(),
        check=False,
        capture_output=True,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    plan = json.loads((tmp_path / "out" / "worth.json").read_text("utf-8"))["plan"]
    assert plan["title"] == "\\udcff\\udcfe"


@pytest.mark.slow
def test_nothing_of_a_name_reaches_the_terminal_raw(tmp_path: Path):
    scenario = write_two_schools(tmp_path)
    text = scenario.read_text(encoding="utf-8")
    title = '"title" = "\u202e学校\u2028"'
    scenario.write_text(re.sub('"title" = "[^"]*"', title, text), encoding="utf-8")
    done = call(["worth", scenario, "\x1b[31mX\x07\n"], tmp_path, env=environment())
    assert done.returncode == 1
    assert not re.search(rb"[\x00-\x09\x0b-\x1f]", done.stderr)
    done = call(["frontier", scenario, "--steps", "2"], tmp_path, env=environment())
    assert done.returncode == 0
    assert "\\u202e学校\\u2028" in done.stdout.decode()
    assert "\u202e" not in done.stdout.decode()


# ---- the last resort ----------------------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("portfolio.questions.plan.study.read_problem", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return write_two_schools(tmp_path)


def test_an_error_of_our_own_is_one_line_with_a_number_and_a_file(
    broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["plan", str(broken)]) == 1
    line = capsys.readouterr().err.splitlines()[-1]
    number = re.fullmatch(
        rf"程序出错（ZeroDivisionError），编号 (\w{{8}})，详情在 {tmp_path}/portfolio-\1\.txt；"
        "请把这个文件交给维护人员",
        line,
    )[1]
    details = (tmp_path / f"portfolio-{number}.txt").read_text(encoding="utf-8")
    assert "nobody thought of this" in details
    assert "Traceback" in details


def test_with_the_debug_switch_the_traceback_is_on_the_screen(
    broken: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(last.DEBUG, "1")
    assert main(["plan", str(broken), "--lang", "en"]) == 1
    error = capsys.readouterr().err
    assert "ZeroDivisionError: nobody thought of this" in error
    assert re.fullmatch(
        r"an error of the program \(ZeroDivisionError\), number \w{8}", error.splitlines()[-1]
    )


def test_without_memory_there_is_a_line():
    assert last.words_of(MemoryError()).zh.startswith("内存不足，编号 ")


# ---- Ctrl-C -------------------------------------------------------------------------------------


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0)  # the handler runs before the next line


def test_in_a_step_the_flag_is_looked_at_by_the_next(capsys: pytest.CaptureFixture[str]):
    with Console("en") as console:
        console.step("read")
        press()
        assert console.stopped
        with pytest.raises(Stopped):
            console.step("model")
        with pytest.raises(Stopped):
            console.breathe()
    assert (
        capsys.readouterr().err
        == "… reading tables and scenario\n… stopping after the step at hand\n"
    )


@pytest.mark.parametrize("step", ["solve", "tidy", "search", "shortfall"])
def test_a_solve_hears_it_itself_and_what_follows_goes_on(step: str):
    with Console("en") as console:
        console.step(step)
        press()
        assert console.stopped
        console.step("verify")
        console.breathe()


def test_a_run_of_pieces_ends_with_the_piece():
    with Console("en") as console:
        console.step(Words("逐个", "one by one"))
        console.count(0, 3, "P01")
        press()
        with pytest.raises(Stopped):
            console.go_on()


def test_pressed_twice_it_ends_at_once():
    with Console("en") as console:
        console.step("solve")
        press()
        with pytest.raises(Stopped):
            press()


def test_what_was_pressed_before_anybody_listened_is_not_lost(monkeypatch: pytest.MonkeyPatch):
    early = interrupts.Early()
    monkeypatch.setattr("portfolio.cli.console.EARLY", early)
    monkeypatch.setattr("portfolio.cli.interrupts.EARLY", early)
    before = signal.getsignal(signal.SIGINT)
    try:
        early.attend()
        press()
        with pytest.raises(Stopped), Console("en"):
            pytest.fail("it went on")
        with pytest.raises(KeyboardInterrupt), interrupts.at_once():
            pytest.fail("it went on")
    finally:
        signal.signal(signal.SIGINT, before)


def interrupted(scenario: Path, folder: Path, after: float) -> tuple[int, str, str, float]:
    """Start a plan, press Ctrl-C after so many seconds; exit code, output, and time from then."""
    run = subprocess.Popen(
        [*COMMAND, "plan", str(scenario), "--lang", "en", "--out", "out"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(after)
    run.send_signal(signal.SIGINT)
    pressed = time.monotonic()
    out, err = run.communicate(timeout=60)
    return run.returncode, out, err, time.monotonic() - pressed


@pytest.mark.slow
def test_ctrl_c_at_any_moment_is_heard(tmp_path: Path):
    """From the start of Python to the end of the run, every 60 ms; see `make fuzz` for more."""
    scenario = write_two_schools(tmp_path)
    began = time.monotonic()
    assert call(["plan", scenario, "--out", "out"], tmp_path, env=environment()).returncode == 0
    whole = time.monotonic() - began
    # Python itself has no handler of ours in its first moments.
    for step in range(3, int(whole / 0.06)):
        code, _, err, _ = interrupted(scenario, tmp_path, step * 0.06)
        assert "Traceback" not in err, err
        assert code in (0, 1, 4, -signal.SIGINT)
        assert code != 1 or err.splitlines()[-1].startswith("stopped;")
