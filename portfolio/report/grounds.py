"""Where a reader finds on what grounds a city's numbers rest, for the notes below pictures."""

from __future__ import annotations

from portfolio.inputs.assumptions import FILE
from portfolio.inputs.problem import Problem
from portfolio.words import Words


def grounds(problem: Problem) -> Words:
    """Return where the assumptions behind the tables are explained; what is true for this city."""
    if problem.assumptions:
        return Words(
            f"其中的假设和依据见假设表（{FILE}）",
            f"what is assumed, and why: the table of assumptions ({FILE})",
        )
    if problem.projects["basis"].astype(bool).any():
        return Words(
            "其依据见项目表的“依据”列（basis）", "why: the column basis of the table of projects"
        )
    return Words("数据中没有写依据", "the tables do not say on what grounds")
