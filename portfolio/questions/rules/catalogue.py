"""The rules of a scenario: each row family that has rows, then each single rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from portfolio.engine.model import build_model
from portfolio.errors import InputError
from portfolio.inputs.build import build_problem
from portfolio.inputs.problem import Problem
from portfolio.inputs.tables import Tables
from portfolio.plan.requirements import LIMITS
from portfolio.report.heads.codes import FAMILY
from portfolio.words import Words


@dataclass(frozen=True)
class Rule:
    """
    One rule of a scenario.

    Attributes
    ----------
    name
        As the page of the question says: `land`, `required.P01`, `purse.city_fiscal`.
    family
        The row family that its rows belong to; its name is the family's where all of them do.
    title
        What it asks for.
    without
        Returns the problem without it; None: the score would have no end.
    """

    name: str
    family: str
    title: Words
    without: Callable[[], Problem | None]


def rules_of(tables: Tables, problem: Problem) -> list[Rule]:
    """
    Return the rules of a scenario: its row families in the order of the rows, then single rules.

    Parameters
    ----------
    tables, problem
        As from `read_inputs`. A family that is ignored, or that has no row, is no rule.
    """
    families = [block.family for block in build_model(problem).blocks]
    whole = [
        Rule(name, name, FAMILY[name], partial(_ignoring, tables, problem, name))
        for name in families
    ]
    return [*whole, *(rule for name in families for rule in SINGLE.get(name, _none)(problem))]


def _ignoring(tables: Tables, problem: Problem, family: str) -> Problem | None:
    """Return the problem of the scenario whose `rules.ignore` names the family as well."""
    scenario = problem.scenario
    try:
        return build_problem(tables, replace(scenario, ignore=(*scenario.ignore, family)))
    except InputError:  # such a scenario may not be written: its score has no end
        return None


def _none(problem: Problem) -> Iterator[Rule]:
    yield from ()


def _demands(problem: Problem) -> Iterator[Rule]:
    """The commitment, each required project, each excluded one; points stay as they are."""
    scenario, names = problem.scenario, problem.projects["name"]
    asked = problem.projects["id"].isin(scenario.required).to_numpy() & ~problem.excluded
    if scenario.commitment == "required" and (problem.required & ~asked).any():
        title = Words("规划项目都必须实施", "all planned projects are carried out")
        yield Rule("commitment", "completion", title, lambda: replace(problem, required=asked))
    for column, zh, en in (
        ("required", "必须实施", "must be carried out"),
        ("excluded", "不得实施", "may not be carried out"),
    ):
        for p in np.flatnonzero(getattr(problem, column)).tolist():
            name = problem.ids[p]
            title = Words(f"{name} {zh}（{names.iloc[p]}）", f"{name} {en} ({names.iloc[p]})")
            free = getattr(problem, column).copy()
            free[p] = False
            without = partial(replace, problem, **{column: free})
            yield Rule(f"{column}.{name}", "completion", title, without)


def _ceilings(problem: Problem) -> Iterator[Rule]:
    for source in problem.funding_budget:
        words = problem.called("funding", source)
        title = Words(f"{words.zh}的上限", f"ceiling of {words.en}")
        others = {key: each for key, each in problem.funding_budget.items() if key != source}
        without = partial(replace, problem, funding_budget=others)
        yield Rule(f"funding.{source}", "funding_ceiling", title, without)


def _purses(problem: Problem) -> Iterator[Rule]:
    """Each purse: without its rows it never runs out, but the annual budget still holds."""
    purses = problem.purses
    for u, name in enumerate(purses.ids):
        words = problem.called("purse", name)
        part, own = purses.part.copy(), purses.own.copy()
        part[u], own[u] = 0.0, _ample(problem)
        by_year = {other: each for other, each in purses.by_year.items() if other != u}
        changed = replace(purses, part=part, own=own, by_year=by_year)
        title = Words(f"资金池“{words.zh}”", f"purse {name} ({words.en})")
        yield Rule(f"purse.{name}", "purse", title, partial(replace, problem, purses=changed))


def _transfers(problem: Problem) -> Iterator[Rule]:
    """The limit of each transfer; of several between the same two purses together."""
    purses = problem.purses
    pairs = zip(purses.giver.tolist(), purses.taker.tolist(), strict=True)
    for giver, taker in dict.fromkeys(pairs):
        same = (purses.giver == giver) & (purses.taker == taker)
        changed = replace(purses, most=np.where(same, _ample(problem), purses.most))
        one, other = purses.ids[giver], purses.ids[taker]
        names = [problem.called("purse", each) for each in (one, other)]
        title = Words(
            f"“{names[0].zh}”划给“{names[1].zh}”的上限",
            f"limit of what {names[0].en} gives {names[1].en}",
        )
        without = partial(replace, problem, purses=changed)
        yield Rule(f"transfer.{one}.{other}", "transfer", title, without)


def _ample(problem: Problem) -> float:
    """More money than could be spent: every project in full in every year."""
    return float(problem.cost.sum()) * len(problem.years)


def _pairs(column: str, zh: str, en: str, problem: Problem) -> Iterator[Rule]:
    """Each pair of `requires` or `after`."""
    every = getattr(problem, column)
    for p, q in dict.fromkeys(map(tuple, every.tolist())):
        one, other = problem.ids[p], problem.ids[q]
        title = Words(zh.format(one, other), en.format(one, other))
        without = partial(_unpaired, problem, column, (p, q))
        yield Rule(f"{column}.{one}.{other}", column, title, without)


def _unpaired(problem: Problem, column: str, pair: tuple[int, int]) -> Problem:
    every = getattr(problem, column)
    return replace(problem, **{column: every[(every != pair).any(axis=1)]})


def _sites(problem: Problem) -> Iterator[Rule]:
    for at, group in enumerate(problem.site_groups):
        title = Words(f"用地“{group.key}”只做一个项目", f"one project on site '{group.key}'")
        others = (*problem.site_groups[:at], *problem.site_groups[at + 1 :])
        without = partial(replace, problem, site_groups=others)
        yield Rule(f"site_group.{group.key}", "site_group", title, without)


def _limits(problem: Problem) -> Iterator[Rule]:
    """Each floor and each ceiling."""
    for at, (group, limit) in enumerate(problem.limits):
        where = problem.called(group.by, group.key)
        for kind, words in LIMITS.items():
            if getattr(limit, kind) is None:
                continue
            loose = (group, replace(limit, **{kind: None}))
            others = (*problem.limits[:at], loose, *problem.limits[at + 1 :])
            title = Words(f"{where.zh}：{words.zh}", f"{where.en}: {words.en}")
            name = f"limits.{group.by}.{group.key}.{kind}"
            yield Rule(name, "limits", title, partial(replace, problem, limits=others))


def _under_way(problem: Problem) -> Iterator[Rule]:
    for at, (group, most) in enumerate(problem.under_way):
        title = Words(
            f"{group.key}：在建项目不超过 {most} 个", f"{group.key}: at most {most} under way"
        )
        others = (*problem.under_way[:at], *problem.under_way[at + 1 :])
        without = partial(replace, problem, under_way=others)
        yield Rule(f"limits.under_way.{group.by}.{group.key}", "under_way", title, without)


SINGLE: dict[str, Callable[[Problem], Iterator[Rule]]] = {
    "completion": _demands,
    "funding_ceiling": _ceilings,
    "purse": _purses,
    "transfer": _transfers,
    "requires": partial(_pairs, "requires", "{} 依赖 {}", "{} requires {}"),
    "after": partial(_pairs, "after", "{} 在 {} 完成后才动工", "{} begins after {} is finished"),
    "site_group": _sites,
    "limits": _limits,
    "under_way": _under_way,
}
