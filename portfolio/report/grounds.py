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
    tables = (
        (problem.projects["basis"], Words("项目表的 basis 列", "basis of the table of projects")),
        (
            problem.indicators["need_basis"],
            Words("指标表的 need_basis 列", "need_basis of the table of indicators"),
        ),
    )
    told = [words for column, words in tables if column.astype(bool).any()]
    if not told:
        return Words("数据中没有写依据", "the tables do not say on what grounds")
    zh, en = "、".join(each.zh for each in told), ", ".join(each.en for each in told)
    return Words(f"其依据见{zh}", f"why: {en}")
