"""What it takes to take up reserve projects: their cards, best first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from portfolio.errors import Findings, SolverError
from portfolio.inputs.build import build_problem
from portfolio.inputs.read import read_inputs
from portfolio.inputs.tables import Tables
from portfolio.questions.promote.card import Card
from portfolio.questions.promote.study import Study, with_or_not
from portfolio.report.plain import plain, restored
from portfolio.words import Words, said


def read_study(path: str, names: Sequence[str] = (), **changes: Any) -> tuple[Study, list[str]]:
    """
    Read a scenario and check which of its reserve projects are asked for.

    Parameters
    ----------
    path
        The scenario file.
    names
        Ids of reserve projects; none: all of them, in table order.
    **changes
        Fields of `Scenario` to replace, for instance `mode="whole"`.

    Raises
    ------
    InputError
        With everything that is wrong in the files, or else one finding for each id that is unknown
        or planned, or cannot be carried out as the tables stand.
    """
    tables, problem = read_inputs(path, **changes)
    scenario, findings = problem.scenario, Findings()
    kinds = dict(zip(problem.ids, problem.projects["list"], strict=True))
    reserve = [name for name, kind in kinds.items() if kind == "reserve"]
    chosen = list(dict.fromkeys(names)) or reserve
    for name in chosen:
        if kinds.get(name) != "reserve":
            _refuse(name, kinds, tables, findings)
        elif name in scenario.excluded:  # its window was not checked as long as it was excluded
            freed = replace(scenario, excluded=with_or_not(scenario.excluded, name, False))
            build_problem(tables, freed, findings)
    findings.raise_if_any()
    return Study(tables, scenario, problem), chosen


def _refuse(name: str, kinds: dict[str, str], tables: Tables, findings: Findings) -> None:
    found = said(name)
    if name in kinds:
        found = Words(f"{found.zh}，是规划项目", f"{found.en}, a planned project")
    file = tables.projects.file
    allowed = Words(
        f"{file} 里储备项目（list 为 reserve）的编号", f"the id of a reserve project in {file}"
    )
    findings.add("portfolio promote", None, None, found, allowed)


def promotions(
    study: Study,
    names: Sequence[str],
) -> list[Card]:
    """
    Return the cards of reserve projects, best first.

    Parameters
    ----------
    study, names
        As from `read_study`.

    Raises
    ------
    NoPlanError
        If the scenario itself has no plan.
    Stopped
        Once the study's listener is stopped; the card under way is not kept.
    SolverError, VerificationError
        As `run.plan_problem`.
    """
    resume = study.resume
    kept = resume.pieces if resume is not None else {}
    cards = []
    for done, name in enumerate(names):
        if name not in kept:
            study.listener.count(done, len(names), name)
            try:
                found = study.card(name)
            except SolverError:
                if not study.listener.stopped:
                    raise
            study.listener.go_on()
            if resume is not None:
                resume.keep(name, plain(found))
        else:
            found = restored(Card, kept[name])
        cards.append(found)
    return ranked(cards)


def ranked(cards: Sequence[Card]) -> list[Card]:
    """
    Return the cards by score difference, then by that difference per 亿元, with their `rank`.

    Those that do not fit come last, the smallest relative shortfall first.
    """

    def order(each: Card) -> tuple[float, ...]:
        if each.difference is not None:
            return (0, -each.difference, -(each.difference_per_yi or -math.inf))
        return (1, each.shortfall_size if each.shortfall_size is not None else math.inf, 0)

    ordered = sorted(cards, key=order)
    return [replace(each, rank=at) for at, each in enumerate(ordered, start=1)]
