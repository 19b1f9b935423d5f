"""The hostile week at a size that fits: the kept cases, some new ones, each step of a swap."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fuzz import inputs, kills
from fuzz.inputs import FILES

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.mark.parametrize(
    ("name", "case"),
    [
        (name, case)
        for name in FILES
        for case in sorted((inputs.CORPUS / Path(name).name).glob("*"))
    ],
    ids=lambda part: part.name if isinstance(part, Path) else "",
)
def test_a_kept_case_does_no_harm(name: str, case: Path):
    assert inputs.complaint(name, case.read_bytes()) == ""


SEEDS = [range(start, start + 50) for start in range(0, 300, 50)]


@pytest.mark.parametrize(
    "seeds", [SEEDS[0], *(pytest.param(each, marks=pytest.mark.slow) for each in SEEDS[1:])]
)
def test_spoiled_inputs_are_refused_in_lines_or_planned(seeds: range):
    for seed in seeds:
        name, content = inputs.case(seed)
        assert inputs.complaint(name, content) == "", f"seed {seed}: {name}"


def test_the_same_seed_spoils_the_same():
    assert inputs.case(7) == inputs.case(7)
    assert len({inputs.case(seed)[1] for seed in range(20)}) == 20


@pytest.mark.parametrize("how", ["at once", "in two renames"])
def test_killed_at_every_step_a_report_is_the_old_or_the_new_one(tmp_path: Path, how: str):
    steps, wrong = kills.steps_of_a_swap(tmp_path, how)
    assert wrong == []
    assert steps > 25


@pytest.mark.slow
@pytest.mark.parametrize("what", ["kill", "interrupt"])
def test_runs_that_are_ended_anywhere(tmp_path: Path, what: str):
    runs = kills.Runs(tmp_path)
    assert [wrong for _ in range(15) if (wrong := getattr(runs, what)())] == []
    assert runs.after_all() == ""
