"""The hostile week, in one command (`make fuzz`): prints counts, exits 1 if anything went wrong."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fuzz import brute, inputs, kills


def main() -> int:
    """Run everything at full size."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, count in (("inputs", 20_000), ("kills", 300), ("interrupts", 300), ("brute", 1_000)):
        parser.add_argument(f"--{name}", type=int, default=count, help="default %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="first seed")
    asked = parser.parse_args()
    wrong = 0
    with ProcessPoolExecutor(2, initializer=inputs.limit_memory) as pool:
        seeds = range(asked.seed, asked.seed + asked.inputs)
        wrong += _told("spoiled inputs", len(seeds), pool.map(_input, seeds, chunksize=50))
        seeds = range(asked.seed, asked.seed + asked.brute)
        wrong += _told("counted out", len(seeds), pool.map(brute.complaint, seeds, chunksize=10))
    for how in ("at once", "in two renames"):
        with tempfile.TemporaryDirectory() as folder:
            steps, found = kills.steps_of_a_swap(Path(folder), how)
            wrong += _told(f"kills in a swap {how}", steps, found)
    with ProcessPoolExecutor(2) as pool:
        for what, count in (("kill", asked.kills), ("interrupt", asked.interrupts)):
            ended = pool.map(_runs, [what] * 2, [count // 2] * 2, (asked.seed, asked.seed + 1))
            wrong += _told(
                f"runs: {what}", count // 2 * 2, (each for half in ended for each in half)
            )
    return 1 if wrong else 0


def _input(seed: int) -> str:
    name, content = inputs.case(seed)
    found = inputs.complaint(name, content)
    if found:
        inputs.keep(name, content, f"seed-{seed}")
    return f"seed {seed}, {name}: {found}" if found else ""


def _runs(what: str, count: int, seed: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        runs = kills.Runs(Path(folder), seed)
        act: Callable[[], str] = getattr(runs, what)
        return [*(act() for _ in range(count)), runs.after_all()]


def _told(what: str, count: int, found: Iterable[str]) -> int:
    """Print what went wrong and how often; return that."""
    began = time.monotonic()
    wrong = [line for line in found if line]
    for line in wrong:
        print(f"  {line}")
    print(f"{what}: {count}, failures {len(wrong)}, {time.monotonic() - began:.0f} s", flush=True)
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
