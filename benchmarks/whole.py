"""Whole projects and steady work: our search beside plain HiGHS, each with the same time."""

from __future__ import annotations

import time
from pathlib import Path

import highspy

from benchmarks.generate import generated_problem
from portfolio.engine.highs import hand_over
from portfolio.engine.model import Model, build_model
from portfolio.engine.search import solve_whole
from portfolio.errors import SolverError
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan
from portfolio.terms import Mode

ROOT = Path(__file__).resolve().parent.parent
SHIPPED_GAP, SHIPPED_SECONDS = 1e-4, 10.0
STEADY_SECONDS = 60.0
GENERATED_GAP = 1e-3
GENERATED_SECONDS = {88: 60.0, 1_000: 30.0, 10_000: 15.0}


def plain(model: Model, gap: float, seconds: float) -> tuple[float, float]:
    """Return the gap that HiGHS reaches by itself on both cores, and the seconds it takes."""
    highs = highspy.Highs()
    highs.silent()
    for name, value in (("mip_rel_gap", gap), ("mip_abs_gap", 0.0), ("time_limit", seconds)):
        highs.setOptionValue(name, value)
    hand_over(highs, model)
    start = time.perf_counter()
    highs.run()
    return float(highs.getInfo().mip_gap), time.perf_counter() - start


def ours(model: Model, gap: float, seconds: float) -> tuple[float, float]:
    """Return the gap that `solve_whole` proves, and the seconds it takes."""
    start = time.perf_counter()
    found = solve_whole(model, gap, seconds)
    spent = time.perf_counter() - start
    if found.x is None:
        return float("inf"), spent
    return (found.bound - found.objective) / abs(found.bound), spent


def line(name: str, problem: Problem, gap: float, seconds: float, mode: Mode = Mode.WHOLE) -> None:
    """Print both, side by side."""
    model = build_model(problem, mode)
    their_gap, their_time = plain(model, gap, seconds)
    our_gap, our_time = ours(model, gap, seconds)
    held = "yes" if our_gap <= gap * (1 + 1e-6) and our_time <= seconds * 1.1 else "NO"
    print(
        f"  {name:28s} {gap:8.2%} {seconds:5.0f} s   {their_gap:9.4%} {their_time:6.1f} s"
        f"   {our_gap:9.4%} {our_time:6.1f} s   {held}",
        flush=True,
    )


def shipped(mode: Mode, seconds: float) -> None:
    """Print a line for each shipped scenario that has a plan in a mode."""
    for path in sorted((ROOT / "scenarios").glob("*.toml")):
        problem = read_problem(str(path), mode=mode, gap=0.5, time_limit=seconds)
        try:
            if make_plan(problem) is None:
                print(f"  {path.stem:28s} has no such plan")
                continue
        except SolverError:
            pass
        line(path.stem, problem, SHIPPED_GAP, seconds, mode)


def compare() -> None:
    """Print a line for each shipped scenario that has a plan, and for generated portfolios."""
    for mode, words, seconds in (
        (Mode.WHOLE, "Whole projects", SHIPPED_SECONDS),
        (Mode.STEADY, "Steady work", STEADY_SECONDS),
    ):
        print(f"\n{words}: gap reached and seconds, plain HiGHS beside the search")
        head = "goal within      plain HiGHS          the search   held"
        print(f"  portfolio                       {head}")
        shipped(mode, seconds)
        for count, limit in GENERATED_SECONDS.items():
            problem = generated_problem(count, seed=1, near_ties=True)
            line(f"generated, {count}, near ties", problem, GENERATED_GAP, limit, mode)
