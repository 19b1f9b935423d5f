"""
What PuLP costs beside the solve: `python -m benchmarks.bridge` shows where `SMALL` comes from.

Both solves of a plan, through PuLP and straight to HiGHS, over generated portfolios.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from benchmarks.generate import generated_problem
from portfolio.engine import highs, pulp_bridge
from portfolio.engine.model import Model, build_model

SIZES = (88, 500, 1_000, 2_000, 4_000, 6_000, 10_000)


def seconds(solve: Callable[[Model], object], model: Model) -> float:
    """Return the median of three runs."""
    runs = []
    for _ in range(3):
        start = time.perf_counter()
        solve(model)
        runs.append(time.perf_counter() - start)
    return statistics.median(runs)


def main() -> None:
    """Print a line for each size."""
    print(f"Both solves of a plan; PuLP is taken up to {pulp_bridge.SMALL:,} entries")
    print("  projects   rows x columns     entries   straight   through PuLP     more   ratio")
    for count in SIZES:
        model = build_model(generated_problem(count, seed=1))
        straight = seconds(highs.solve_tidily, model)
        through = seconds(pulp_bridge.solve_tidily, model)
        shape = "{} x {}".format(*model.matrix.shape)
        print(
            f"  {count:8d}   {shape:16s} {model.matrix.nnz:9,d} {straight:8.3f} s"
            f" {through:12.3f} s {through - straight:6.3f} s {through / straight:7.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
