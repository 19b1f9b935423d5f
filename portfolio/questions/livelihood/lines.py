"""What the choice of livelihood matters, and their progress, print: a line each."""

from __future__ import annotations

import numpy as np

from portfolio.questions.livelihood.progress import (
    NO_TARGET,
    RULES,
    STATUSES,
    TaskMonth,
    TaskYear,
    counted,
)
from portfolio.questions.livelihood.results import Matter, results, swaps
from portfolio.questions.livelihood.study import Choice
from portfolio.questions.livelihood.words import label


def majority_of(choice: Choice) -> str | None:
    """Return whether more than half of those `present`, or of `all`, had to be for a matter."""
    ballots, rule = choice.matters.ballots, choice.matters.rule
    if ballots is not None and rule.of_all:
        return "all"
    return "present" if sides_known(choice) else None


def sides_known(choice: Choice) -> bool:
    """Whether votes against and abstentions are known."""
    ballots = choice.matters.ballots
    return ballots is not None and ballots.voted is not None


def choice_lines(choice: Choice, title: str, lang: str) -> list[str]:
    """Return the rules, a line a matter, what is undecided, and the swap that costs least."""
    rows, voted = results(choice), choice.matters.ballots is not None
    kind = "livelihood.by_votes" if voted else "livelihood.by_shortfall"
    counts = {"count": choice.count, "of": len(rows), "chosen": len(choice.chosen)}
    return [
        label(kind, lang, title=title, **counts),
        *_rules(choice, lang),
        *(_line(row, voted, lang) for row in rows),
        *_open(choice, lang),
        *_swap(choice, lang),
    ]


def _rules(choice: Choice, lang: str) -> list[str]:
    rule, cap = choice.matters.rule, choice.per_department
    lines = [] if cap is None else [label("livelihood.cap", lang, most=cap)]
    if choice.matters.ballots is None:
        return lines
    if sides_known(choice) and rule.least is not None:
        sizes = {"deputies": rule.deputies, "least": rule.least}
        lines.append(label("livelihood.quorum", lang, **sizes))
    if not sides_known(choice):
        lines.append(label("livelihood.only_votes", lang))
    majority = majority_of(choice)
    return [*lines, label(f"livelihood.majority_{majority}", lang)] if majority else lines


def _open(choice: Choice, lang: str) -> list[str]:
    """Say what is not decided, and who decides it."""
    matters = choice.matters
    lines, passed = [], int(matters.eligible.sum())
    if passed < choice.count:
        lines.append(label("livelihood.too_few", lang, passed=passed, count=choice.count))
    if not choice.undecided:
        return lines
    kind = "tied" if matters.second is None else "tied_again"
    if matters.ballots is None:
        short = np.nan_to_num(matters.shortfall[list(choice.undecided)])
        kind = "same_shortfall" if short.any() else "no_shortfall"
    names = label("livelihood.comma", lang).join(matters.ids[i] for i in choice.undecided)
    return [*lines, label(f"livelihood.{kind}", lang, names=names, seats=choice.seats)]


def _swap(choice: Choice, lang: str) -> list[str]:
    voted = choice.matters.ballots is not None
    allowed = [each for each in swaps(choice) if each.allowed and (voted or each.shortfall)]
    if not allowed:
        return []
    # What one was chosen by comes first: a tie that a second vote broke costs what it decided.
    least = max(allowed, key=lambda each: (each.votes or 0, each.second_votes or 0, each.shortfall))
    change = f"{least.votes:+.0f}" if voted else f"{least.shortfall:+.4f}"
    key = "livelihood.swap_votes" if voted else "livelihood.swap"
    if least.second_votes is not None:
        again = label("livelihood.swap_again", lang, change=f"{least.second_votes:+.0f}")
        return [label(key, lang, out=least.out, into=least.into, change=change, again=again)]
    return [label(key, lang, out=least.out, into=least.into, change=change, again="")]


def _line(row: Matter, voted: bool, lang: str) -> str:
    common = {
        "mark": label(f"livelihood.{row.status}", lang),
        "rank": "—" if row.rank is None else row.rank,
        "id": row.matter_id,
        "name": row.name,
        "departments": row.departments,
    }
    if voted:
        sides = ""
        if row.against is not None:
            counts = {"against": row.against, "abstain": row.abstain}
            sides = label("livelihood.sides", lang, **counts)
        if row.second_votes is not None:
            sides += label("livelihood.again", lang, votes=row.second_votes)
        return label("livelihood.row_votes", lang, votes=row.votes, sides=sides, **common)
    if row.unmeasured is not None:
        why = row.unmeasured.to(lang)
        return label("livelihood.row_unmeasured", lang, why=why, **common)
    return label("livelihood.row", lang, shortfall=f"{row.shortfall:.4f}", **common)


def progress_lines(
    months: list[TaskMonth], year: list[TaskYear], without: list[str], lang: str
) -> list[str]:
    """Return the counts of each month, a line a task, matters without tasks, and the rules."""
    comma, last = label("livelihood.and", lang), year[0].month
    lines = [label("livelihood.monthly", lang)]
    for month in dict.fromkeys(each.month for each in months):
        counts = counted([each for each in months if each.month == month])
        said = comma.join(f"{STATUSES[key].to(lang)} {count}" for key, count in counts.items())
        lines.append(label("livelihood.month", lang, month=month, counts=said))
    kind = "livelihood.year" if last == 12 else "livelihood.so_far"
    lines.append(label(kind, lang, month=last))
    shown = [each for each in year if each.reports or each.status != NO_TARGET]
    lines += [_task(each, lang) for each in shown]
    if len(shown) < len(year):
        lines.append(label("livelihood.unshown", lang, count=len(year) - len(shown)))
    if without:
        names = label("livelihood.comma", lang).join(without)
        lines.append(label("livelihood.without_tasks", lang, names=names))
    return [*lines, label("livelihood.rules", lang), *(f"  {each.to(lang)}" for each in RULES)]


def _task(row: TaskYear, lang: str) -> str:
    amounts = {
        "done": f"{row.done:.10g}",
        "of": "" if row.quantity is None else f" / {row.quantity:.10g}",
        "unit": f" {row.unit}" if row.unit else "",
        "share": "" if row.share is None else label("livelihood.share", lang, share=row.share),
        "paid": f"{row.paid:,.2f}",
        "money": "" if row.money is None else f" / {row.money:,.2f}",
    }
    status = STATUSES[row.status].to(lang)
    return label(
        "livelihood.task",
        lang,
        status=status,
        id=row.task_id,
        task=row.task,
        due=row.due,
        **amounts,
    )
