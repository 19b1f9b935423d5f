"""The city of the example goes into the wheel: `data/` and `scenarios/`, where they stand."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent


class WithExample(build_py):
    """Copies the folders to `portfolio/example/heyuan` in what is built; in a clone nowhere."""

    def run(self) -> None:
        """Build as usual, then copy."""
        super().run()
        if self.editable_mode:
            return
        for part in ("data", "scenarios"):
            target = Path(self.build_lib) / "portfolio" / "example" / "heyuan" / part
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(ROOT / part, target)


setup(cmdclass={"build_py": WithExample})
