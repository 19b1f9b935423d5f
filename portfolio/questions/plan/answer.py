"""The files of a report folder: `plan.json`, the tables, the pictures."""

from __future__ import annotations

import hashlib
import json
import math
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from portfolio.inputs.scenario import input_files
from portfolio.inputs.tables import write_table
from portfolio.listen import Clock
from portfolio.plan.plan import Plan
from portfolio.plan.prices import shadow_prices
from portfolio.questions.plan.pictures.write import write_pictures
from portfolio.report.folder import write_folder

ASSUMPTIONS = (
    "budget.profile",
    "land.profile",
    "objective.beyond_need",
    "objective.year_weights",
    "projects.duration",
    "projects.funding",
    "indicators.weight",
    "indicators.need",
    "contributions.confidence = assumed",
)


def write_report(
    plan: Plan,
    reasons: pd.DataFrame,
    folder: Path,
    lang: str = "zh",
    clock: Clock | None = None,
) -> None:
    """
    Write the report folder of a plan, whole or not at all.

    Parameters
    ----------
    plan, reasons
        What to report; `reasons` as from `explain.reasons`.
    folder
        Where; an earlier report there is replaced.
    lang
        Language of reasons and pictures.
    clock
        Told as the drawing begins; it ends before `plan.json` is written.

    Raises
    ------
    InputError
        If the folder holds something that is not a report, or cannot be written.
    """

    def write(target: Path) -> None:
        for name, table in tables(plan, reasons, lang).items():
            write_table(table, target / f"{name}.csv")
        if clock is not None:
            clock.step("draw")
        write_pictures(plan, target, lang)
        if clock is not None:
            clock.end()
        content = json.dumps(summary(plan), ensure_ascii=False, indent=2)
        (target / "plan.json").write_text(content + "\n", encoding="utf-8")

    write_folder(folder, write)


def write_answer(
    folder: Path, name: str, answer: dict[str, Any], tables: dict[str, pd.DataFrame]
) -> None:
    """
    Write the folder of a question: `name.json` and its tables, whole or not at all.

    Raises
    ------
    InputError
        If the folder holds something that is not a report, or cannot be written.
    """

    def write(target: Path) -> None:
        for stem, table in tables.items():
            write_table(table, target / f"{stem}.csv")
        content = json.dumps(answer, ensure_ascii=False, indent=2)
        (target / f"{name}.json").write_text(content + "\n", encoding="utf-8")

    write_folder(folder, write)


def tables(plan: Plan, reasons: pd.DataFrame, lang: str = "zh") -> dict[str, pd.DataFrame]:
    """Return the tables of a report by file stem."""
    why = reasons.drop(columns=["reason_zh", "reason_en"])
    why.insert(0, "reason", reasons[f"reason_{lang}"])
    release = plan.land_release.sum(axis=0)
    return {
        "allocation": plan.allocation,
        "projects": pd.concat([_whole_years(plan.projects), why], axis=1),
        "cash_flow": plan.cash_flow,
        "cash_flow_detail": plan.cash_flow_detail,
        "land_release": pd.DataFrame(
            {
                "year": plan.years,
                "quota": plan.problem.land_quota,
                "released": release,
                "balance": plan.problem.land_quota - release,
            }
        ),
        "indicators": plan.indicators,
        "shadow_prices": shadow_prices(plan),
    }


def _whole_years(projects: pd.DataFrame) -> pd.DataFrame:
    years = {name: projects[name].astype("Int64") for name in ("start_year", "finish_year")}
    return projects.assign(**years)


def summary(plan: Plan) -> dict[str, Any]:
    """Return the content of `plan.json`; only `seconds` differs between equal runs."""
    problem = plan.problem
    kinds = problem.projects["list"].to_numpy()
    counts = {
        "projects": len(kinds),
        "funded": int(plan.carried_out.sum()),
        "in_part": int(plan.in_part.sum()),
        "left_out": int((~plan.carried_out & ~plan.in_part).sum()),
        "planned_funded": int((plan.carried_out & (kinds == "planned")).sum()),
        "reserve_funded": int((plan.carried_out & (kinds == "reserve")).sum()),
        "promoted": int(plan.promoted.sum()),
    }
    totals = {
        "investment": plan.investment.sum(),
        "budget": problem.budget.sum(),
        "land": plan.land_release.sum(),
        "land_quota": problem.land_quota.sum(),
    }
    return {
        "title": problem.scenario.title,
        "scenario": problem.scenario.name,
        "mode": plan.mode,
        "status": plan.status,
        "score": plan.score,
        "bound": _known(plan.bound),
        "gap": _known(plan.gap),
        "linear_optimum": _known(plan.linear_optimum),
        "points_within_need": plan.points_within_need,
        "points_beyond_need": plan.score - plan.points_within_need,
        "counts": counts,
        "totals": {name: round(float(amount), 6) for name, amount in totals.items()},
        "years": [
            {
                "year": year,
                "budget": round(float(problem.budget[t]), 6),
                "investment": round(float(plan.investment[:, t].sum()), 6),
                "land_quota": round(float(problem.land_quota[t]), 6),
                "land": round(float(plan.land_release[:, t].sum()), 6),
                "points": round(float(plan.points[:, t].sum()), 9),
            }
            for t, year in enumerate(plan.years)
        ],
        "promoted": [problem.ids[p] for p in np.flatnonzero(plan.promoted)],
        "assumptions": list(ASSUMPTIONS),
        "solver": {"name": "HiGHS", "version": version("highspy")},
        "versions": {name: version(name) for name in ("portfolio-planner", "pulp", "numpy")},
        "inputs": _inputs(plan),
        "seconds": {name: round(value, 3) for name, value in plan.seconds.items()},
    }


def _inputs(plan: Plan) -> dict[str, str]:
    """Hashes of the input files, named as seen from the scenario's folder."""
    scenario = plan.problem.scenario
    home = Path(scenario.file).parent
    files = input_files(scenario)
    return {Path(os.path.relpath(file, home)).as_posix(): _hash(file) for file in files}


def _known(value: float) -> float | None:
    """Return a number, or None where there is none, which JSON has no other word for."""
    return value if math.isfinite(value) else None


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
