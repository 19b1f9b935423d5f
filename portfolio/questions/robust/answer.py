"""The report folder of a robustness run: `robust.json`, the tables, the pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from portfolio.inputs.tables import write_table
from portfolio.plan.plan import TRACE
from portfolio.questions.plan.answer import summary as plan_summary
from portfolio.questions.robust.distributions import Distributions
from portfolio.questions.robust.pictures.cash import regret_rows
from portfolio.questions.robust.study import QUANTILES, Robust
from portfolio.report.folder import write_folder

NAMES = tuple(f"p{round(100 * each):02d}" for each in QUANTILES)


def summary(robust: Robust, seed: int, lang: str = "zh") -> dict[str, Any]:
    """Return the content of `robust.json` (docs/questions/robust.zh.md)."""
    plan, ids = robust.plan, robust.plan.problem.ids
    own = plan_summary(plan)
    score = robust.score[robust.possible]
    verdict: dict[str, list[str]] = {"core": [], "exchangeable": [], "left_out": []}
    for name, each in zip(ids, robust.verdict, strict=True):
        verdict[each].append(name)
    return {
        **{key: own[key] for key in ("title", "scenario", "mode", "assumptions")},
        "draws": len(robust.score),
        "seed": seed,
        "infeasible": float(1 - robust.possible.mean()),
        "core_index": dict(zip(ids, robust.core_index.tolist(), strict=True)),
        "verdict": verdict,
        "score": {
            "plan": plan.score,
            "mean": float(score.mean()),
            **dict(zip(NAMES, np.quantile(score, QUANTILES).tolist(), strict=True)),
        },
        "lists": regret_rows(robust, lang),
        "cash_need": _cash(robust).to_dict("records"),
        **{key: own[key] for key in ("solver", "versions", "inputs")},
    }


def _cash(robust: Robust) -> pd.DataFrame:
    """Return a row a year: budget, need as planned, quantiles of need, how often it is too much."""
    quantiles = np.quantile(robust.need, QUANTILES, axis=0)
    return pd.DataFrame(
        {
            "year": robust.plan.years,
            "budget": robust.plan.problem.budget,
            "planned": robust.plan.investment.sum(axis=0),
            **dict(zip(NAMES, quantiles, strict=True)),
            "over": robust.over,
        }
    )


def tables(robust: Robust, lang: str = "zh") -> dict[str, pd.DataFrame]:
    """Return the tables of the report by file stem."""
    plan = robust.plan
    names = ["id", "name", "list", "domain", "district"]
    projects = plan.problem.projects[names].rename(columns={"id": "project_id"})
    index = projects.assign(
        required=np.where(plan.problem.required, "true", "false"),
        planned_share=np.where(plan.funded > TRACE, plan.funded, 0.0),
        core_index=robust.core_index,
        touched=robust.touched[robust.possible].mean(axis=0),
        verdict=robust.verdict,
    ).sort_values("core_index", ascending=False, kind="stable")
    lists = pd.DataFrame(regret_rows(robust, lang))
    lists["projects"] = [";".join(each) for each in lists["projects"]]
    numbers = ["found", "no_plan", "mean", "p95", "max"]
    lists[numbers] = lists[numbers].astype(float)
    held = np.where(robust.possible, robust.held.sum(axis=1), 0)
    draws = {
        "draw": np.arange(len(robust.score)),
        "score": robust.score,
        "held": held,
        **{f"regret_{at + 1}": lost for at, lost in enumerate(robust.regret)},
        **{f"need_{year}": robust.need[:, t] for t, year in enumerate(plan.years)},
        **{f"budget_{year}": robust.money[:, t] for t, year in enumerate(plan.years)},
    }
    return {
        "core_index": index,
        "regret": lists,
        "cash_need": _cash(robust),
        "draws": pd.DataFrame(draws),
    }


def write_robust(
    robust: Robust, spreads: Distributions, seed: int, folder: Path, lang: str = "zh"
) -> None:
    """
    Write the report folder of a robustness run, whole or not at all.

    Raises
    ------
    InputError
        If the folder holds something that is not a report, or cannot be written.
    """
    from portfolio.questions.robust.pictures.cash import draw_cash_need
    from portfolio.questions.robust.pictures.index import draw_core_index
    from portfolio.report import style

    def write(target: Path) -> None:
        for name, table in tables(robust, lang).items():
            write_table(table, target / f"{name}.csv")
        (target / "distributions.toml").write_text(spreads.text, encoding="utf-8")
        for name, draw in (("core_index", draw_core_index), ("cash_need", draw_cash_need)):
            style.save(style.figure_of(draw(robust, lang)), target / name)
        content = json.dumps(summary(robust, seed, lang), ensure_ascii=False, indent=2)
        (target / "robust.json").write_text(content + "\n", encoding="utf-8")

    write_folder(folder, write)
