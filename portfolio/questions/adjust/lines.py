"""What `portfolio adjust` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from portfolio.plan.cash.ledgers import ledgers
from portfolio.plan.cash.money import CENT
from portfolio.plan.shares import in_percent
from portfolio.questions.adjust.change import moved_between
from portfolio.questions.adjust.curve import CurveStep
from portfolio.questions.adjust.rows import Kind, Moved, Total, moved_rows, total_rows
from portfolio.questions.adjust.study import Adjusted
from portfolio.questions.adjust.unmoved import Unmoved
from portfolio.questions.adjust.words import label
from portfolio.questions.plan.cash import cash_lines, short_line
from portfolio.terms import Status

SAID = 5  # years, quarters and purses that are short, the most lacking first


def adjust_lines(
    found: Adjusted,
    curve: Sequence[CurveStep],
    stays: Unmoved,
    quarters: bool,
    lang: str,
    most: int,
) -> list[str]:
    """
    Return what moves, at which price, and the table with its totals.

    `most` is how many projects the table has; 0: it is left out.
    """
    rows, totals = moved_rows(found), total_rows(found, lang)
    lines = [
        *_heading(found, rows, lang),
        *_curve(curve, lang),
        *_if_unmoved(found, stays, lang),
    ]
    if most:
        lines.append(label("adjust.table", lang))
        lines += [_line(row, lang) for row in rows[:most]] or [label("adjust.none", lang)]
        if len(rows) > most:
            lines.append(label("adjust.more", lang, count=len(rows) - most))
    lines += [
        label(
            "adjust.total",
            lang,
            year=each.key or label("adjust.all", lang),
            money=f"{each.before:,.2f} → {each.after:,.2f}",
            change=_signed(each.difference),
        )
        for each in totals
        if each.by == "year"
    ]
    asked = cash_lines(ledgers(found.plan, quarters))
    return [*lines, *_purses(totals, lang), *(words.to(lang) for words in asked)]


def money_of_best(found: Adjusted) -> float:
    """Return the money that the plan of the best score would move."""
    return float(np.abs(found.best.investment - found.hand.money).sum() / 2)


def _heading(found: Adjusted, rows: Sequence[Moved], lang: str) -> list[str]:
    plan, best = found.plan, found.best
    kinds = Counter(row.kind for row in rows)
    proof = label("adjust.proven", lang)
    if plan.status != Status.OPTIMAL:
        proof = label("adjust.unproven", lang, least=found.least)
    counts = {kind.value: kinds[kind] for kind in Kind}
    short = found.hand.status == Status.SHORT
    return [
        label("adjust.title", lang, title=plan.problem.scenario.title, hand=found.hand.folder),
        *([label("adjust.short", lang, hand=found.hand.folder)] if short else []),
        label("adjust.counts", lang, moved=len(rows), proof=proof, **counts),
        label(
            "adjust.money",
            lang,
            money=f"{found.moved_money:,.2f}",
            projects=int(moved_between(found.hand, best).sum()),
            best=f"{money_of_best(found):,.2f}",
        ),
        label(
            "adjust.score",
            lang,
            score=f"{plan.score:.4f}",
            best=f"{best.score:.4f}",
            given=f"{max(0.0, best.score - plan.score):.4f}",
            loss=f"{found.loss:g}",
        ),
    ]


def _curve(steps: Sequence[CurveStep], lang: str) -> list[str]:
    """Say what has to move for each loss that was tried."""
    if not steps:
        return []
    return [label("adjust.curve", lang)] + [
        label(
            "adjust.step",
            lang,
            loss=f"{each.loss:.4g}",
            projects=each.moved_projects,
            least=""
            if each.moved_projects_least >= each.moved_projects
            else label("adjust.step_least", lang, least=each.moved_projects_least),
        )
        for each in steps
    ]


def _if_unmoved(found: Adjusted, stays: Unmoved, lang: str) -> list[str]:
    """Say when the plan in hand would be short of the new money, and which purses."""
    if not (stays.short or stays.purses):
        return [label("adjust.enough", lang)]
    worst = sorted(stays.short, key=lambda each: -each.short)
    lines = [label("adjust.unmoved", lang)] if worst else []
    lines += [short_line(found.plan, each).to(lang) for each in worst[:SAID]]
    if (more := len(worst) - SAID) > 0:
        file = "in_hand.csv" if stays.quarters is None else "in_hand_quarters.csv"
        lines.append(label("adjust.more_short", lang, count=more, file=file))
    if stays.purses:
        of = "、" if lang == "zh" else ", "
        named = of.join(f"{each.name} {each.short:,.2f}" for each in stays.purses[:SAID])
        count, total = len(stays.purses), sum(each.short for each in stays.purses)
        lines.append(label("adjust.purses", lang, count=count, total=f"{total:,.2f}", named=named))
    return lines


def _purses(totals: Sequence[Total], lang: str) -> list[str]:
    """Say which purses pay most less and most more than for the plan in hand."""
    changed = [each for each in totals if each.by == "purse" and abs(each.difference) >= CENT]
    changed.sort(key=lambda each: -abs(each.difference))
    if not changed:
        return []
    of = "、" if lang == "zh" else ", "
    named = of.join(f"{each.name} {_signed(each.difference)}" for each in changed[:SAID])
    return [label("adjust.purse_change", lang, count=len(changed), named=named)]


def _line(row: Moved, lang: str) -> str:
    return label(
        "adjust.row",
        lang,
        kind=label(f"adjust.kind.{row.kind}", lang),
        id=row.project_id,
        name=row.name,
        share=" → ".join(map(in_percent, row.share)),
        money=" → ".join(f"{each:,.2f}" for each in row.money),
        change=_signed(row.difference),
    )


def _signed(amount: float) -> str:
    return f"{round(amount, 2) + 0.0:+,.2f}"
