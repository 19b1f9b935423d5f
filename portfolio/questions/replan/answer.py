"""What `portfolio replan` leaves: the report of a plan with its evaluation, and lines to print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from portfolio.inputs.tables import write_table
from portfolio.listen import Listener
from portfolio.plan.plan import Plan
from portfolio.questions.plan.answer import tables
from portfolio.questions.plan.pictures.write import write_pictures
from portfolio.questions.replan.evaluation import (
    NOT_JUDGED,
    RULES,
    VERDICTS,
    evaluate_indicators,
    evaluate_projects,
)
from portfolio.questions.replan.study import Replanned, parts, reasons_of
from portfolio.report.folder import write_folder
from portfolio.report.labels import label
from portfolio.words import Words


def write_replan(
    planned: Plan,
    plan: Replanned,
    answer: dict[str, Any],
    folder: Path,
    lang: str,
    listener: Listener,
) -> None:
    """Write the report of a plan, and the evaluation beside it, whole or not at all."""
    listener.step("explain")
    why = reasons_of(plan)
    evaluations = {
        "evaluation_indicators": _in_words(evaluate_indicators(planned, plan), lang),
        "evaluation_projects": _in_words(evaluate_projects(planned, plan), lang),
    }

    def write(target: Path) -> None:
        for name, table in {**tables(plan, why, lang), **evaluations}.items():
            write_table(table, target / f"{name}.csv")
        listener.step("draw")
        write_pictures(plan, target, lang)
        content = json.dumps(answer, ensure_ascii=False, indent=2)
        (target / "plan.json").write_text(content + "\n", encoding="utf-8")

    listener.step("write")
    write_folder(folder, write)


def _in_words(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    return table.assign(verdict=[VERDICTS[each].to(lang) for each in table["verdict"]])


def lines_of(planned: Plan, plan: Replanned, folder: Path, lang: str) -> list[str]:
    """Return the result as lines: score, counts, both evaluations, what comes too late, rules."""
    left = parts(plan)[1]
    indicators, projects = evaluate_indicators(planned, plan), evaluate_projects(planned, plan)
    as_of, last = left.actuals.as_of, plan.years[-1]
    silent = int((~left.actuals.reported & (planned.funded > 0)).sum())
    lines = [
        label("replan.title", lang, title=plan.problem.scenario.title, as_of=as_of),
        label("replan.score", lang, score=f"{plan.score:.4f}", planned=f"{planned.score:.4f}"),
        label(
            "replan.counts",
            lang,
            full=int(plan.carried_out.sum()),
            part=int(plan.in_part.sum()),
            under_way=int(left.actuals.under_way.sum()),
            finished=int(left.actuals.finished.sum()),
            as_of=as_of,
            last=last,
        ),
    ]
    if silent:
        lines.append(label("replan.silent", lang, count=silent))
    lines.append(label("replan.indicators", lang, last=last))
    for row in indicators[indicators["verdict"] != NOT_JUDGED].itertuples():
        lines.append(
            label(
                "replan.indicator",
                lang,
                verdict=_padded(row.verdict, lang),
                id=row.indicator_id,
                name=row.name,
                achieved=f"{row.achieved_share:.1%}",
                expected=f"{row.expected_share:.1%}",
                final=f"{row.final_share:.1%}",
                before=f"{row.final_share_planned:.1%}",
            )
        )
    lines.append(label("replan.projects", lang, counts=_counted(projects, lang)))
    for p in left.late.nonzero()[0]:
        row = projects.iloc[p]
        lines.append(
            label(
                "replan.late",
                lang,
                id=row["project_id"],
                name=row["name"],
                last=last,
                share=f"{row['funded']:.1%}",
            )
        )
    lines += [label("replan.rule", lang), *(f"  {words.to(lang)}" for words in RULES)]
    lines.append(label("replan.report", lang, folder=folder))
    return lines


def _padded(verdict: str, lang: str) -> str:
    word = VERDICTS[verdict].to(lang)
    return word + "　" * (4 - len(word)) if lang == "zh" else word.ljust(21)


def _counted(projects: pd.DataFrame, lang: str) -> str:
    counts = projects["verdict"].value_counts()
    named = [f"{VERDICTS[key].to(lang)} {counts[key]}" for key in VERDICTS if key in counts]
    return Words("，", ", ").to(lang).join(named)
