"""
Runs that end in the middle: killed at every step of the file system, killed or stopped at any time.

Whatever the moment, the report folder is the one of before or the new one, whole, and the next run
goes as if nothing had been.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from fuzz.brute import problem_of, random_case

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "portfolio.cli.start"]
# A report of the second kind is written over one of the first by a process that counts its steps
# in the file system (as Python's audit events tell them), and ends at the n-th as if killed.
SCRIPT = """
import os, sys
from pathlib import Path
from portfolio.report import folder
from portfolio.report import durable
left = int(sys.argv[2])
STEPS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.listdir", "exchange")
exchange = durable.exchange
def ends(event, *_):
    global left
    if event in STEPS:
        left -= 1
        if left < 0:
            os._exit(9)
def counted(one, other):
    ends("exchange")
    done = exchange(one, other) if sys.argv[3] == "at once" else False
    ends("exchange")
    return done
folder.exchange = counted
def fill(new):
    for name in ("plan.json", "a.csv", "b.csv"):
        (new / name).write_text("second")
sys.addaudithook(lambda event, given: ends(event) if armed else None)
armed = True
folder.write_folder(Path(sys.argv[1]), fill)
armed = False
os._exit(0)
"""


def steps_of_a_swap(home: Path, how: str) -> tuple[int, list[str]]:
    """
    Kill the writing of a report at each of its steps.

    Parameters
    ----------
    home
        An empty folder.
    how
        `at once`: folders change places in one step; else: in two renames.

    Returns
    -------
    How many kills there were, and what went wrong.
    """
    from portfolio.report.folder import write_folder

    wrong, target = [], home / "base"
    for step in range(10_000):
        write_folder(target, _first)
        (target / "批注.txt").write_text("请核", encoding="utf-8")
        ended = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(target), str(step), how], cwd=ROOT, check=False
        )
        state = _state(target)
        if state not in ("first", "second") and not (how != "at once" and state == "absent"):
            wrong.append(f"step {step}: the folder is {state}")
        write_folder(target, _first)
        left = [each.name for each in home.iterdir() if each.name != "base"]
        if _state(target) != "first" or left or not (target / "批注.txt").is_file():
            wrong.append(f"step {step}: the next run leaves {_state(target)}, {left}")
        if ended.returncode == 0:
            return step, wrong
    return step, [*wrong, "it never ended"]


def _first(new: Path) -> None:
    for name in ("plan.json", "a.csv", "old.csv"):
        (new / name).write_text("first")


def _state(target: Path) -> str:
    """Return which report a folder holds, if it holds one whole."""
    if not target.is_dir():
        return "absent"
    found = {each.name: each.read_text() for each in target.iterdir() if each.suffix != ".txt"}
    mark = found.pop(".report-files", "").split()
    for name, files in (("first", "plan.json a.csv old.csv"), ("second", "plan.json a.csv b.csv")):
        if sorted(found) == sorted(files.split()) == sorted(mark) and set(found.values()) == {name}:
            return name
    return f"neither report: {found}"


# ---- real runs ----------------------------------------------------------------------------------


class Runs:
    """Runs of `portfolio plan` on a small scenario, ended at random moments."""

    def __init__(self, home: Path, seed: int = 0) -> None:
        self.home, self.draw = home, random.Random(seed)
        problem_of(random_case(0), home)
        began = time.monotonic()
        code, _, error = self._run(None, None)
        if code != 0:
            raise RuntimeError(error)
        self.seconds = time.monotonic() - began
        self.whole = self._content()

    def _run(self, sent: signal.Signals | None, after: float | None) -> tuple[int, str, str]:
        run = subprocess.Popen(
            [*COMMAND, "plan", "scenario.toml", "--lang", "en", "--out", "out"],
            cwd=self.home,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if sent is not None and after is not None:
            time.sleep(after)
            run.send_signal(sent)
        out, error = run.communicate(timeout=120)
        return run.returncode, out, error

    def _content(self) -> dict[str, bytes]:
        """What the report holds, but for times and versions."""
        return {
            each.name: re.sub(rb'"seconds": \{[^}]*\}', b"", each.read_bytes())
            for each in sorted((self.home / "out").iterdir())
        }

    def kill(self) -> str:
        """Kill a run somewhere; return what is wrong then, if anything is."""
        after = self.draw.uniform(0, self.seconds)
        self._run(signal.SIGKILL, after)
        return "" if self._content() == self.whole else f"killed after {after:.3f} s: not whole"

    def interrupt(self) -> str:
        """Press Ctrl-C in a run somewhere; return what is wrong then, if anything is."""
        after = self.draw.uniform(0, self.seconds)
        code, _, error = self._run(signal.SIGINT, after)
        place, last = f"Ctrl-C after {after:.3f} s", (error.splitlines() or [""])[-1]
        if self._content() != self.whole and code != 4:
            return f"{place}: the report is not whole"
        if code == 4:  # stopped with a plan in hand, which is reported
            self._run(None, None)
        if "Traceback" in error and "/portfolio/" not in error:
            return ""  # Python itself, before any line of ours
        if "Traceback" in error:
            return f"{place}: a traceback, {last}"
        if code not in (0, 1, 4, -signal.SIGINT, 130):
            return f"{place}: exit {code}"
        return "" if code != 1 or last.startswith("stopped") else f"{place}: exit 1, {last}"

    def after_all(self) -> str:
        """Run once more to the end; return what earlier ones left behind, if anything."""
        code, _, error = self._run(None, None)
        left = [each.name for each in self.home.iterdir() if each.name.startswith(".")]
        whole = self._content() == self.whole
        return "" if code == 0 and whole and not left else f"at the end: {code} {error} {left}"
