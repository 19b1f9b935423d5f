"""The folder of `portfolio compare`: one page, one table, the pictures, the answer as JSON."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd

from portfolio.inputs.tables import write_table
from portfolio.questions.compare.rows import key_name, unit
from portfolio.questions.compare.study import Comparison, Member
from portfolio.questions.plan.answer import summary
from portfolio.report.folder import write_folder


def write_comparison(comparison: Comparison, folder: Path, lang: str = "zh") -> None:
    """
    Write the folder, whole or not at all; the same plans give the same bytes.

    Raises
    ------
    InputError
        If the folder holds something that is not a report, or cannot be written.
    """
    from portfolio.questions.compare.page import comparison_page
    from portfolio.questions.compare.picture import draw_comparison, draw_points
    from portfolio.report import style

    def write(target: Path) -> None:
        write_table(long_form(comparison, lang), target / "compare.csv")
        content = json.dumps(answer(comparison, lang), ensure_ascii=False, indent=2)
        (target / "compare.json").write_text(content + "\n", encoding="utf-8")
        for name, draw in (("overview", draw_comparison), ("points", draw_points)):
            axes = draw(comparison, lang)
            if axes is not None:
                style.save(style.figure_of(axes), target / name)
        page = comparison_page(comparison, target, lang)
        (target / "compare.html").write_text(page, encoding="utf-8")

    write_folder(folder, write)


def answer(comparison: Comparison, lang: str = "zh") -> dict[str, Any]:
    """Return the comparison as plain values: the scenarios, and the rows that differ."""
    names = [each.name for each in comparison.members]
    return {
        "scenarios": [_scenario(comparison, each) for each in comparison.members],
        "differences": [
            {
                "section": key[0],
                "key": key[1],
                "name": key_name(comparison, key, lang),
                "unit": unit(comparison, key),
                "year": int(key[2]) if key[2] else None,
                "values": {
                    name: None if math.isnan(value) else round(value, 9)
                    for name, value in zip(names, comparison.rows[key], strict=True)
                },
            }
            for key in comparison.rows
            if key in comparison.differing
        ],
        "equal_rows": len(comparison.rows) - len(comparison.differing),
        "one_measure": comparison.one_measure,
    }


def _scenario(comparison: Comparison, each: Member) -> dict[str, Any]:
    scenario = each.problem.scenario
    found: dict[str, Any] = {
        "name": each.name,
        "title": scenario.title,
        "file": scenario.file,
        "mode": scenario.mode,
    }
    if each.plan is None:
        shortfall = each.shortfall.summary() if each.shortfall else {}
        return found | {"status": "no_plan", "score": None, "shortfall": shortfall}
    about = summary(each.plan)
    keys = ("status", "score", "bound", "gap", "points_within_need", "points_beyond_need")
    found |= {key: about[key] for key in (*keys, "counts", "totals")}
    by_first = comparison.score_by_first(each.plan)
    return found | {
        "score_by_first": None if math.isnan(by_first) else by_first,
        "projects": comparison.projects(each.plan),
        "shortfall": None,
    }


def long_form(comparison: Comparison, lang: str = "zh") -> pd.DataFrame:
    """Return every row: section, key, name, unit, year, `differs`, and a column a scenario."""
    rows = [
        (
            key[0],
            key[1],
            key_name(comparison, key, lang),
            unit(comparison, key),
            key[2],
            "true" if key in comparison.differing else "false",
            *values,
        )
        for key, values in comparison.rows.items()
    ]
    columns = ["section", "key", "name", "unit", "year", "differs"]
    return pd.DataFrame(rows, columns=[*columns, *(each.name for each in comparison.members)])
