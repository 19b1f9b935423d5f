"""The second process: it answers, it may fail or be missing, and it never stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest

from portfolio.cli.main import main
from portfolio.errors import Stopped
from portfolio.inputs.read import read_problem
from portfolio.listen import SILENT, Clock
from portfolio.plan.make import plan_problem
from portfolio.questions import drawing
from portfolio.questions.plan.answer import PlanAnswer
from portfolio.runs import beside as room
from portfolio.runs.beside import Helper
from tests.conftest import ROOT, write_two_schools

COMMAND = [sys.executable, "-m", "portfolio.cli.start"]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX")


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "cores", lambda: 2)


def started() -> Helper:
    helper = Helper.start([])
    assert helper is not None
    return helper


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def ends(process: int, within: float = 20.0) -> bool:
    until = time.monotonic() + within
    while is_there(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_there(process)


def test_a_call_is_answered_once_and_the_process_is_gone():
    with started() as helper:
        # More than a pipe holds, either way.
        helper.ask(np.multiply, np.arange(100_000), 2)
        assert helper.asked
        np.testing.assert_array_equal(helper.answer(), 2 * np.arange(100_000))
        assert not helper.asked
        assert helper.answer() is None
    assert helper._process.returncode is not None


def test_a_call_that_fails_or_cannot_be_handed_over_has_no_answer():
    with started() as helper:
        helper.ask(int, "seven")
        assert helper.answer() is None
    with started() as helper:
        helper.ask(lambda: 7)
        assert not helper.asked
        assert helper.answer() is None


def test_a_helper_that_is_killed_or_knows_no_module_has_no_answer():
    with started() as helper:
        helper._process.kill()
        helper.ask(sum, [1, 2])
        assert helper.answer() is None
    unknown = Helper.start(["portfolio.no_such_room"])
    assert unknown is not None
    with unknown:
        unknown.ask(sum, [1, 2])
        assert unknown.answer() is None


def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "PATIENCE", 0.2)
    with started() as helper:
        helper.ask(time.sleep, 600)
        assert helper.answer() is None
    assert helper._process.returncode == -signal.SIGKILL


def test_who_waits_may_stop():
    def stop() -> NoReturn:
        raise Stopped

    with started() as helper:
        helper.ask(time.sleep, 600)
        with pytest.raises(Stopped):
            helper.answer(stop)
    assert helper._process.returncode == -signal.SIGKILL


def test_there_is_none_on_one_core_or_where_no_process_starts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "cores", lambda: 1)
    assert Helper.start([]) is None
    monkeypatch.setattr(room, "cores", lambda: 2)

    def full(*_: Any, **__: Any) -> NoReturn:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", full)
    assert Helper.start([]) is None


def test_it_ends_with_a_process_that_is_killed():
    code = """
import time
from portfolio.runs import beside
beside.cores = lambda: 2
one = beside.Helper.start([])
one.ask(time.sleep, 600)
print(one._process.pid, flush=True)
time.sleep(600)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, text=True
    )
    assert parent.stdout is not None
    with parent.stdout as said:
        child = int(said.readline())
    assert is_there(child)
    parent.kill()
    parent.wait()
    assert ends(child)


@pytest.mark.parametrize("broken", [False, True])
def test_pictures_are_the_same_with_and_without_it(tmp_path: Path, broken: bool):
    found = PlanAnswer(plan_problem(read_problem(str(write_two_schools(tmp_path)))))
    here = dict(drawing.drawn(found, "zh", None, Clock(SILENT)))
    with started() as helper:
        drawing.begin(found, "zh", helper)
        if broken:
            helper._process.kill()
        beside = dict(drawing.drawn(found, "zh", helper, Clock(SILENT)))
    assert {"gantt", "cash_flow", "indicators"} <= set(here)
    assert beside == here


def report(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.name != "plan.json"}


def test_the_command_leaves_the_same_report(tmp_path: Path):
    scenario = str(write_two_schools(tmp_path))
    assert main(["plan", scenario, "--out", str(tmp_path / "here")]) == 0
    assert main(["plan", scenario, "--out", str(tmp_path / "beside")], helped=True) == 0
    assert report(tmp_path / "beside") == report(tmp_path / "here")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are looked up in /proc")
@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_leaves_no_process_behind(tmp_path: Path, times: int):
    process = subprocess.Popen(
        [*COMMAND, "plan", str(ROOT / "scenarios/open_competition.toml"), "--lang", "en"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        process_group=0,
    )
    assert process.stderr is not None
    with process.stderr as said:
        for line in said:
            if "finding reasons" in line:
                break
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for _ in range(times):
            os.killpg(process.pid, signal.SIGINT)
            time.sleep(0.1)
        rest = said.read()
    # Pressed again when all is done, it may end the interpreter on its way out.
    assert process.wait() in ((1,) if times == 1 else (1, -signal.SIGINT))
    assert "Traceback" not in rest
    assert "stopped" in rest
    assert len(children) == (1 if len(os.sched_getaffinity(0)) > 1 else 0)
    assert all(ends(int(each)) for each in children)
    assert sorted(each.name for each in (tmp_path / "reports").iterdir()) == [
        ".open_competition.resume"
    ]
