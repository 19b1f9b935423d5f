"""What a broken row says to a clerk."""

from __future__ import annotations

from portfolio.plan.course import rounding
from portfolio.plan.requirements import in_words
from portfolio.plan.shares import in_percent
from portfolio.questions.assess.broken import OWN, PROJECTS, SHARE, YEARS, Broken, Rulebook
from portfolio.questions.assess.rows import DIGITS, BrokenRule
from portfolio.questions.assess.study import Assessed
from portfolio.questions.assess.words import label
from portfolio.words import Words

ASKED = ("completion", "requires", "after", "site_group", "limits", "under_way")
SO_FAR = ("annual_budget", "funding_ceiling", "purse_year")  # sums, where money is carried over


def broken_rules(found: Assessed, lang: str) -> list[BrokenRule]:
    """Return every broken row, with its words in one language."""
    problem = found.plan.problem
    asked: dict[str, list[Words]] = {
        block.family: in_words(problem, block)
        for block, _ in Rulebook(problem).blocks
        if block.family in ASKED
    }
    return [
        BrokenRule(
            each.rule,
            each.row,
            round(each.by, DIGITS),
            each.unit,
            _said(found, each, asked, lang),
        )
        for each in found.broken
    ]


def amount(by: float, unit: str, lang: str) -> str:
    """Return an amount with its unit; a share in percent."""
    if unit == SHARE:
        return in_percent(by)
    if unit in (PROJECTS, YEARS):
        return label(f"unit.{unit}", lang, amount=f"{by:g}")
    return f"{by:,.2f} {unit}"


def _said(found: Assessed, each: Broken, asked: dict[str, list[Words]], lang: str) -> str:
    """Return the sentence for one row; what it names depends on the family."""
    problem, key = found.plan.problem, each.rule
    values: dict[str, str] = {}
    if each.rule == "steady":
        key, values = _steady(found, each)
    if each.rule in OWN:
        values |= {"id": problem.ids[each.at], "window": _window(found, each.at, lang)}
    elif each.rule == "completion" and each.label in _may_not(found):
        key, values = "excluded", {"id": each.label}
    elif each.rule in ASKED:
        values = {"asked": asked[each.rule][each.at].to(lang)}
    elif each.rule == "purse":
        over_all = each.at < len(problem.purses.ids)
        key = "purse" if over_all else "purse_year"
        name = each.label if over_all else each.label[5:]  # the year first, as in `engine.money`
        called = problem.called("purse", name)
        values = {"name": Words(called.zh, f"{name} ({called.en})").to(lang)}
    elif each.rule == "funding_ceiling":
        values = {"name": problem.called("funding", each.label[:-5]).to(lang)}
    if problem.carry_over and key in SO_FAR:
        key += "_so_far"
    by, at = amount(each.by, each.unit, lang), each.label[-4:]
    if key.startswith("purse_year"):
        at = each.label[:4]
    return label(f"broken.{key}", lang, by=by, year=at, **values)


def _steady(found: Assessed, each: Broken) -> tuple[str, dict[str, str]]:
    """Tell a pause, a year with too little, and work that takes too long; with the shares."""
    if each.unit != SHARE:
        return "steady_longest", {}
    problem, p = found.plan.problem, each.at
    paid = float(found.plan.spent[p, problem.years.index(int(each.label[-4:]))])
    if paid <= rounding(float(problem.cost[p])):
        return "steady_pause", {}
    return "steady_least", {
        "paid": f"{100 * paid:.4g}%",
        "least": f"{100 * problem.least_share[p]:.4g}%",
    }


def _may_not(found: Assessed) -> set[str]:
    problem = found.plan.problem
    return {problem.ids[p] for p in problem.excluded.nonzero()[0]}


def _window(found: Assessed, p: int, lang: str) -> str:
    problem = found.plan.problem
    first, last = int(problem.first[p]), int(problem.last[p])
    if last < first:
        return label("broken.no_window", lang)
    return f"{problem.years[first]}-{problem.years[last]}"
