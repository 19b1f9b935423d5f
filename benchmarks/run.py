"""
Where the time of a plan goes, as ratios against named references; run it with `make bench`.

Speed is compared side by side in one run, never with a clock in a test.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SIZES = (88, 1_000, 10_000)
LIMITS = dict(zip(SIZES, (5, 7, 8), strict=True))
HELP_LIMIT = 10
IMPORTS = (
    "import portfolio.questions.plan.study, portfolio.questions.plan.answer, portfolio.report.style"
)


class Timer:
    """Keeps the median time of named steps, in seconds."""

    def __init__(self) -> None:
        self.runs: dict[str, list[float]] = {}

    def __call__(self, name: str, step: Callable[[], Any]) -> Any:
        """Run a step and keep its time."""
        start = time.perf_counter()
        result = step()
        self.runs.setdefault(name, []).append(time.perf_counter() - start)
        return result

    def median(self, *names: str) -> float:
        """Return the sum of the medians of some steps."""
        return sum(statistics.median(self.runs[name]) for name in names)


def processes() -> None:
    """Whole processes: starting Python, `--help`, imports."""
    timer = Timer()
    for _ in range(7):
        for name, code in (
            ("python", "pass"),
            (
                "help",
                "import sys; sys.argv = ['portfolio', '--help']\n"
                "from portfolio.cli.main import main\nmain()",
            ),
            ("imports", IMPORTS),
        ):
            command = [sys.executable, "-c", code]
            timer(
                name, lambda c=command: subprocess.run(c, capture_output=True, cwd=ROOT, check=True)
            )
    ratio = timer.median("help") / timer.median("python")
    print("\nWhole processes (medians of 7)")
    print(f"  starting Python            {timer.median('python'):8.3f} s")
    print(
        f"  portfolio --help           {timer.median('help'):8.3f} s"
        f"   {ratio:.1f} x starting Python (limit {HELP_LIMIT})"
    )
    print(f"  all imports of `plan`      {timer.median('imports'):8.3f} s")


def one_plan(scenario: Path) -> None:
    """How the time of `portfolio plan` divides, in one process (imports are above)."""
    from portfolio.engine.highs import hand_over, read_solution, solve_tidily
    from portfolio.engine.model import build_model
    from portfolio.engine.program import pulp_problem
    from portfolio.inputs.read import read_problem
    from portfolio.inputs.sheet import write_table
    from portfolio.plan.make import make_plan, plan_of
    from portfolio.plan.reasons import reasons
    from portfolio.plan.verify import verify
    from portfolio.questions.plan.answer import report_pictures, report_tables
    from portfolio.report.sheet import figure_of
    from portfolio.report.style import save

    timer = Timer()
    for _ in range(3):
        problem = timer("tables", lambda: read_problem(str(scenario)))
        model = timer("model", lambda p=problem: build_model(p))
        program = timer("hand-over", lambda m=model: pulp_problem(m))
        highs = _solver()
        timer("hand-over (arrays)", lambda h=highs, m=model: hand_over(h, m))
        first, tidy = timer("hand-over + both solves", lambda m=model: solve_tidily(m))
        highs.run()
        timer("read-back", lambda h=highs, m=model: plan_of(m, read_solution(h, m, 0.0), 0.0))
        plan = make_plan(problem)
        timer("verify", lambda p=plan: verify(p))
        timer("reasons", lambda p=plan: reasons(p))
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder)

            def write(target: Path = target, plan: Any = plan) -> None:
                for name, table in report_tables(plan, "zh").items():
                    write_table(table, target / f"{name}.csv")

            def draw(target: Path = target, plan: Any = plan) -> None:
                for name, make in report_pictures(plan, "zh").items():
                    save(figure_of(make()), target / name)

            timer("tables out", write)
            timer("pictures", draw)
        solving = first.seconds + tidy.seconds
        timer.runs.setdefault("solves (inside HiGHS)", []).append(solving)
        del program
    names = (
        "tables",
        "model",
        "hand-over",
        "hand-over (arrays)",
        "solves (inside HiGHS)",
        "read-back",
        "verify",
        "reasons",
        "tables out",
        "pictures",
    )
    whole = timer.median(*names)
    print(f"\n`portfolio plan {scenario.relative_to(ROOT)}`, in one process (medians of 3)")
    for name in names:
        seconds = timer.median(name)
        print(f"  {name:24s} {1000 * seconds:10.1f} ms  {seconds / whole:6.1%}")


def engine() -> None:
    """Model + hand-over + read-back beside the bare solver given the same matrix."""
    from benchmarks.generate import generated_problem
    from portfolio.engine.highs import hand_over, read_solution
    from portfolio.engine.model import build_model
    from portfolio.engine.program import pulp_problem
    from portfolio.engine.pulp_bridge import fits
    from portfolio.plan.make import plan_of

    print("\nModel + hand-over + read-back beside the bare solver (medians)")
    print(
        "  projects   rows x columns     ours   bare: hand-over  bare: whole"
        "   ours / whole  (limit)   ours / hand-over"
    )
    for count in SIZES:
        timer, problem = Timer(), generated_problem(count, seed=1)
        for _ in range(9 if count < 5_000 else 3):
            _forget_names(problem)
            model = timer("model", lambda p=problem: build_model(p))
            timer("pulp", lambda m=model: pulp_problem(m) if fits(m) else None)
            highs = _solver()
            timer("arrays", lambda h=highs, m=model: hand_over(h, m))
            highs.run()
            timer("back", lambda h=highs, m=model: plan_of(m, read_solution(h, m, 0.0), 0.0))
            bare = timer("bare in", lambda m=model: _handed(m))
            timer("bare run", bare.run)
            timer("bare out", lambda h=bare: (h.getSolution().col_value, h.getSolution().row_dual))
        ours = timer.median("model", "pulp", "arrays", "back")
        handing = timer.median("bare in", "bare out")
        bare_whole = handing + timer.median("bare run")
        shape = "{} x {}".format(*model.matrix.shape)
        print(
            f"  {count:8d}   {shape:14s} {1000 * ours:8.1f} ms {1000 * handing:10.1f} ms"
            f" {1000 * bare_whole:12.1f} ms   {ours / bare_whole:8.2f}   ({LIMITS[count]})"
            f"      {ours / handing:8.1f}"
        )


def _solver() -> Any:
    import highspy

    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    return highs


def _handed(model: Any) -> Any:
    from portfolio.engine.highs import hand_over

    highs = _solver()
    hand_over(highs, model)
    return highs


def _forget_names(problem: Any) -> None:
    """Drop what the problem has cached, so that every run pays for it."""
    for name in ("ids", "indicator_ids", "size"):
        problem.__dict__.pop(name, None)


def main() -> None:
    """Run the benchmarks that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("processes", "plan", "documents", "engine", "whole"))
    only = parser.parse_args().only
    if only in (None, "processes"):
        processes()
    if only in (None, "plan"):
        one_plan(ROOT / "scenarios" / "base.toml")
    if only in (None, "documents"):
        from benchmarks import documents

        documents.compare()
    if only in (None, "engine"):
        engine()
    if only in (None, "whole"):
        from benchmarks.whole import compare

        compare()


if __name__ == "__main__":
    main()
