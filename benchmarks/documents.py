"""The documents of a plan beside its pictures: each in seconds of this process, and their ratio."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from portfolio.inputs.read import read_problem
from portfolio.listen import SILENT, Clock
from portfolio.plan.make import plan_problem
from portfolio.questions import drawing
from portfolio.questions.documents import write_book, write_texts
from portfolio.questions.plan.answer import PlanAnswer

ROOT = Path(__file__).resolve().parent.parent
MOST = 1.0  # documents may take as long as the pictures
TIMES = 3


def compare() -> None:
    """Print a line for some shipped scenarios: pictures, documents, ratio, whether it holds."""
    print(f"\nDocuments beside pictures: processor seconds, least of {TIMES}; at most {MOST:g}")
    for name in ("base", "open_competition", "next_plan"):
        plan = plan_problem(read_problem(str(ROOT / "scenarios" / f"{name}.toml")))
        answer = PlanAnswer(plan)
        answer.explain(Clock(SILENT))
        answer.tables("zh")  # what tables, pictures and documents share is worked out here
        drawn: dict[str, dict[str, bytes]] = {}

        def pictures(answer: PlanAnswer = answer, drawn: dict = drawn) -> None:
            drawn.update(drawing.drawn(answer, "zh", None, Clock(SILENT)))

        def documents(answer: PlanAnswer = answer, drawn: dict = drawn) -> None:
            with tempfile.TemporaryDirectory() as folder:
                statements = write_book(answer, Path(folder), "zh")
                write_texts(answer, statements, Path(folder), "zh", drawn)

        first, second = _least(pictures), _least(documents)
        held = "yes" if second <= MOST * first else "NO"
        print(f"  {name:28s} {first:6.2f} s   {second:6.2f} s   {second / first:5.2f}   {held}")


def _least(run: Callable[[], None]) -> float:
    found = []
    for _ in range(TIMES):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return min(found)
