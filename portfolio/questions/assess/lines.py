"""What `portfolio assess` prints: in which year and purse the need exceeds the money, and more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from portfolio.plan.purses import CENT
from portfolio.questions.assess.clerk import broken_rules
from portfolio.questions.assess.rows import (
    ChangeRow,
    Purse,
    changes_of,
    land_of,
    purses_of,
    sources_of,
    years_of,
)
from portfolio.questions.assess.study import Assessed
from portfolio.questions.assess.words import KINDS, label
from portfolio.report.labels import label as shared
from portfolio.terms import Status
from portfolio.words import Words

MOST_CHANGES, MOST_RELIEFS, MOST_BROKEN, MOST_UNPAID = 10, 5, 10, 5
TOLD = ("annual_budget", "funding_ceiling", "purse", "land")  # said in lines of their own


def said(found: Assessed, file: str, unpaid: Sequence[int], lang: str) -> list[str]:
    """Return the assessment, a line each; `unpaid`: rows with a year and no money."""
    return [
        _head(found, file, lang),
        *_unpaid(unpaid, lang),
        *_score(found, lang),
        *_money(found, lang),
        *_broken(found, lang),
        *_changes(found, lang),
    ]


def _head(found: Assessed, file: str, lang: str) -> str:
    plan, problem = found.plan, found.plan.problem
    return label(
        "assess.head",
        lang,
        title=problem.scenario.title,
        name=problem.scenario.name,
        file=file,
        count=int((plan.funded > 0).sum()),
        need=f"{plan.investment.sum():,.2f}",
        money=f"{problem.budget.sum():,.2f}",
        land=f"{plan.land_needed[:, -1].sum():,.2f}",
        quota=f"{problem.land_quota.sum():,.2f}",
    )


def _unpaid(rows: Sequence[int], lang: str) -> Iterator[str]:
    """Name the first rows that have a year and no money: they may have been forgotten."""
    if rows:
        named = Words("、", ", ").to(lang).join(map(str, rows[:MOST_UNPAID]))
        key = "assess.unpaid" if len(rows) <= MOST_UNPAID else "assess.unpaid_many"
        yield label(key, lang, rows=named, count=len(rows))


def _score(found: Assessed, lang: str) -> Iterator[str]:
    score, best = f"{found.plan.score:.4f}", found.best
    mode = shared(f"mode.{found.plan.mode}", lang)
    if found.bound != found.bound:  # NaN
        yield label("assess.no_bound", lang, score=score)
    else:
        yield label("assess.score", lang, score=score, bound=f"{found.bound:.4f}")
    if best is None:
        yield label("assess.no_best", lang, mode=mode)
        return
    lost = best.score - found.plan.score
    yield label(
        "assess.best",
        lang,
        mode=mode,
        best=f"{best.score:.4f}",
        lost=f"{abs(lost):.4f}",
        more=label("assess.more" if lost >= 0 else "assess.less", lang),
        early="" if best.status == Status.OPTIMAL else label("assess.early", lang),
    )


def _money(found: Assessed, lang: str) -> Iterator[str]:
    """Say in which years, purses and sources the need exceeds the money; and the land."""
    plan = found.plan
    years = years_of(plan)
    for each in years:
        if each.balance < -CENT:
            sums = {"need": f"{each.need:,.2f}", "money": f"{each.money:,.2f}"}
            by = f"{-each.balance:,.2f}"
            yield label("assess.money_short", lang, year=each.year, by=by, **sums)
    if all(each.balance >= -CENT for each in years):
        over = max(years[-1].balance_so_far, 0.0)
        yield label("assess.money_enough", lang, left=f"{over:,.2f}")
    short = [each for each in purses_of(plan) if each.short]
    yield from (_purse(each, plan.problem.carry_over, lang) for each in short)
    for source in sources_of(plan, lang):
        left = source.balance_so_far if plan.problem.carry_over else source.balance
        if left is not None and left < -CENT:  # NaN: there is no ceiling
            sums = {"need": f"{source.need:,.2f}", "money": f"{source.money:,.2f}"}
            values = {"name": source.name, "year": source.year, "by": f"{-left:,.2f}"}
            yield label("assess.source_short", lang, **sums, **values)
    for land in land_of(plan):
        if land.balance_so_far < -0.01:
            by = f"{-land.balance_so_far:,.2f}"
            yield label("assess.land_short", lang, year=land.year, by=by)


def _purse(purse: Purse, carry_over: bool, lang: str) -> str:
    """Say what one purse lacks, and from which year on, or in which years where each binds."""
    years = [
        (each.year, -each.balance)
        for each in purse.years
        if each.balance is not None and each.balance == each.balance and each.balance < -CENT
    ]
    if years and not carry_over:
        listed = Words("、", ", ").to(lang).join(f"{year} {by:,.2f}" for year, by in years)
        when = label("assess.in_years", lang, years=listed)
    else:
        when = label("assess.when", lang, years=purse.short_from)
    return label(
        "assess.purse_short",
        lang,
        name=Words(purse.name, f"{purse.purse} ({purse.name})").to(lang),
        need=f"{purse.need:,.2f}",
        money=f"{purse.money + purse.taken - purse.given:,.2f}",
        by=f"{purse.short:,.2f}",
        when=when,
    )


def _broken(found: Assessed, lang: str) -> Iterator[str]:
    rules = broken_rules(found, lang)
    if not rules:
        yield label("assess.none_broken", lang)
        return
    counts = Counter(each.rule for each in rules)
    listed = Words("，", ", ").to(lang).join(f"{rule} {count}" for rule, count in counts.items())
    yield label("assess.broken", lang, count=len(rules), rules=listed)
    others = [each for each in rules if each.rule not in TOLD]
    yield from (f"  {each.row}  {each.text}" for each in others[:MOST_BROKEN])
    if len(others) > MOST_BROKEN:
        yield label("assess.rest", lang, count=len(others) - MOST_BROKEN)


def _changes(found: Assessed, lang: str) -> Iterator[str]:
    if found.best is None:
        return
    rows = changes_of(found)
    if not rows:
        yield label("assess.same", lang)
        return
    yield label("assess.changes", lang, count=len(rows))
    yield from (_change("assess.change", each, lang) for each in rows[:MOST_CHANGES])
    relief = sorted((each for each in rows if each.relief > CENT), key=lambda each: -each.relief)
    if relief:
        yield label("assess.reliefs", lang)
        yield from (_change("assess.relief", each, lang) for each in relief[:MOST_RELIEFS])


def _change(key: str, each: ChangeRow, lang: str) -> str:
    return label(
        key,
        lang,
        points=f"{each.points:+.4f}",
        id=each.project_id,
        kind=KINDS[each.change].to(lang),
        now=_span(each.start_year, each.finish_year, lang),
        then=_span(each.best_start_year, each.best_finish_year, lang),
        money=f"{each.money:+,.2f}",
        relief=f"{each.relief:,.2f}",
        broken=each.broken,
        name=each.name,
    )


def _span(start: int | None, finish: int | None, lang: str) -> str:
    """Return first and last year of a project; or its first, and that it is not finished."""
    if start is None:
        return label("assess.out", lang)
    if finish is None:
        return label("assess.unfinished", lang, year=start)
    return f"{start}-{finish}"
