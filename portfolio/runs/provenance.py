"""Where a result comes from: its input files by hash, and the versions that made it."""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import version
from pathlib import Path

from portfolio.inputs.places import real_file
from portfolio.inputs.scenario import Scenario, input_files


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's content; of a part of a workbook that of the workbook."""
    return hashlib.sha256(real_file(path).read_bytes()).hexdigest()


def inputs_of(scenario: Scenario) -> dict[str, str]:
    """Return the hashes of a scenario's files, named as seen from the scenario's folder."""
    home = real_file(scenario.path).parent
    return {
        Path(os.path.relpath(file, home)).as_posix(): file_hash(file)
        for file in input_files(scenario)
    }


def contents(scenario: Scenario) -> list[str]:
    """Return the hashes of a scenario's files alone, for runs that go on (`Resume`)."""
    return [file_hash(path) for path in input_files(scenario)]


def versions() -> dict[str, str]:
    """Return the versions of the planner and of what decides its numbers."""
    return {name: version(name) for name in ("portfolio-planner", "pulp", "numpy")}


def solver(name: str) -> dict[str, str]:
    """Return name and version of the solver; of one that PuLP calls, the version of PuLP."""
    known = version("highspy") if name == "HiGHS" else f"PuLP {version('pulp')}"
    return {"name": name, "version": known}
