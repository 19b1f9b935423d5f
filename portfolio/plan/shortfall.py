"""When there is no plan: the smallest shortfall, or the requirements that collide."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from portfolio.engine.model import build_model
from portfolio.engine.patience import Patience
from portfolio.errors import NoPlanError, PortfolioError, SolverError
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.elastic import loosened
from portfolio.plan.requirements import in_words
from portfolio.terms import Mode, Status
from portfolio.words import Words

ROUNDING = 1e-3  # in the last place that is printed: what the solver leaves
AMOUNTS = ("annual_budget", "funding_ceiling", "purse", "land")
TRACE = 1e-6  # a requirement that gives way by less than this does not
AMPLE = 1 + 1e-6  # the solver's tolerance may not make a shortfall that was granted too small

SAME_MONEY = Words(
    "各年缺的资金和资金池缺的资金是同一笔钱，不能相加",
    "what the years lack and what the purses lack is the same money, not to be added up",
)


@dataclass(frozen=True)
class Shortfall:
    """
    The smallest extra money and land that would make a plan possible.

    Attributes
    ----------
    problem
        What has no plan.
    money, land
        Extra 万元 and 亩 a year, shape (n,).
    sources
        Extra 万元 a year by source of money that has a ceiling of its own, shape (n,) each.
    purses
        Extra 万元 by purse that lacks some, shape (n,): in the years in which the plan that it
        makes possible needs more than the purse has.
    collisions
        Requirements that collide even if money and land were free, in words.
    proven
        Whether the shortfall is proven to be the smallest.
    """

    problem: Problem
    money: np.ndarray
    land: np.ndarray
    sources: dict[str, np.ndarray]
    purses: dict[str, np.ndarray]
    collisions: tuple[Words, ...]
    proven: bool = True

    def lines(self) -> list[Words]:
        """Return the shortfall, year by year, one line each."""
        lines = [Words("没有满足全部要求的方案。", "No plan meets all requirements.")]
        if self.collisions:
            return [*lines, *self.collisions]
        smallest = "最小缺口" if self.proven else "可行的缺口（未证明最小）"
        smallest_en = "smallest shortfall" if self.proven else "a shortfall that suffices"
        named = [
            (Words("资金", "money"), "万元", self.money, self.problem.budget),
            *(
                (
                    _money_of(self.problem, source),
                    "万元",
                    extra,
                    self.problem.funding_budget[source],
                )
                for source, extra in self.sources.items()
            ),
            (Words("用地", "land"), "亩", self.land, self.problem.land_quota),
        ]
        for t, year in enumerate(self.problem.years):
            for what, unit, extra, given in named:
                short = _enough(extra[t])
                if short > 0:
                    share = f"+{extra[t] / given[t]:.2%}" if given[t] else ""
                    share_zh, share_en = (f"（{share}）", f" ({share})") if share else ("", "")
                    lines.append(
                        Words(
                            f"{smallest}：{year} 年{what.zh}再加 {short:,.4f} {unit}{share_zh}",
                            f"{smallest_en}: {year} {what.en} +{short:,.4f} {unit}{share_en}",
                        )
                    )
        lines += [self._purse_line(*each) for each in self.purses.items()]
        if self.purses and self.money.sum() > ROUNDING:
            lines.append(SAME_MONEY)
        return lines

    def _purse_line(self, name: str, extra: np.ndarray) -> Words:
        """Say what one purse lacks, over the horizon and in which years."""
        words, u = self.problem.called("purse", name), self.problem.purses.ids.index(name)
        total, money = _enough(extra.sum()), self.problem.purse_money[u]
        years = [
            (year, _enough(each))
            for year, each in zip(self.problem.years, extra, strict=True)
            if each > ROUNDING
        ]
        share = f"+{total / money:.2%}" if money else ""
        zh = "、".join(f"{year} 年 {each:,.4f}" for year, each in years)
        en = ", ".join(f"{year} {each:,.4f}" for year, each in years)
        smallest = "最小缺口" if self.proven else "可行的缺口（未证明最小）"
        smallest_en = "smallest shortfall" if self.proven else "a shortfall that suffices"
        return Words(
            f"{smallest}：资金池“{words.zh}”再加 {total:,.4f} 万元"
            + (f"（{share}）" if share else "（原无资金）")
            + f"，其中 {zh}",
            f"{smallest_en}: purse {name} ({words.en}) +{total:,.4f} 万元"
            + (f" ({share})" if share else " (it has none)")
            + f": {en}",
        )

    def summary(self) -> dict[str, Any]:
        """Return the shortfall as plain values, for JSON."""
        years = {
            str(year): {
                "money": _shown(self.money[t]),
                "land": _shown(self.land[t]),
                "sources": {key: _shown(extra[t]) for key, extra in self.sources.items()},
                "purses": {key: _shown(extra[t]) for key, extra in self.purses.items()},
            }
            for t, year in enumerate(self.problem.years)
        }
        return {
            "status": Status.INFEASIBLE,
            "scenario": self.problem.scenario.name,
            "shortfall": years,
            "collisions": [words._asdict() for words in self.collisions],
            "proven": self.proven,
        }

    def error(self) -> PortfolioError:
        """Return the error that says so; nothing short and nothing in the way is no answer."""
        amounts = (self.money, self.land, *self.sources.values(), *self.purses.values())
        if not self.collisions and not any((extra > 0).any() for extra in amounts):
            unsure = Words(
                "求解器说没有方案，却找不到任何缺口；数字可能大到超出精度，请换更大的单位",
                "the solver finds no plan but nothing short either; the numbers may be too large "
                "for its precision, take a larger unit",
            )
            return SolverError([unsure])
        return NoPlanError(self.lines(), self)


def smallest_shortfall(
    problem: Problem, mode: Mode = Mode.SHARES, listener: Listener = SILENT
) -> Shortfall:
    """
    Return the least extra money and land, in sum relative to each year's amounts, for a plan.

    If no money and land would do, the other requirements are loosened too, and those that have
    to give way are named.

    Raises
    ------
    Stopped
        If the listener stopped it.
    SolverError
        If the time limit ended it before anything was known.
    """
    scenario = problem.scenario
    patience = Patience.of(
        scenario.search_seconds if mode.all_or_nothing else scenario.time_limit, listener
    )
    model = build_model(problem, mode)
    answer, model = loosened(model, AMOUNTS, patience)
    n = len(problem.years)
    if answer.x is None:
        collide = tuple(_collisions(problem, mode, patience))
        return Shortfall(problem, np.zeros(n), np.zeros(n), {}, {}, collide)
    extra = answer.x[len(model.work.upper) :]
    by_name = dict(zip(model.extra, extra, strict=True))

    def years(row: str) -> np.ndarray:
        return np.array([by_name.get(f"extra_{row}_{year}", 0.0) for year in problem.years])

    values = answer.x[: len(model.work.upper)]
    course = (model.work.spent @ values).reshape(-1, n)
    moved = (model.work.transferred @ values).reshape(-1, n)
    return Shortfall(
        problem,
        money=years("annual_budget"),
        land=years("land"),
        sources={key: years(f"funding_ceiling_{key}") for key in problem.funding_budget},
        purses=_purses_lack(problem, by_name, course, moved),
        collisions=(),
        proven=answer.status == Status.OPTIMAL,
    )


def granted(missing: Shortfall, ample: float = AMPLE) -> Problem:
    """
    Return the problem with the money and land that it lacks, `ample` times over.

    More in a year's budget is shared out to no purse: what a purse lacks is told of itself.
    """
    problem = missing.problem
    ceilings, none = problem.funding_budget, np.zeros(len(problem.years))
    lacks = np.array([missing.purses.get(key, none).sum() for key in problem.purses.ids])
    return replace(
        problem,
        budget=problem.budget + missing.money * ample,
        land_quota=problem.land_quota + missing.land * ample,
        purses=problem.purses.granted(
            ample * (lacks - problem.purses.part * missing.money.sum()),
            {
                u: ample * missing.purses.get(problem.purses.ids[u], none)
                for u in problem.purses.by_year
            },
        ),
        funding_budget={key: ceilings[key] + missing.sources[key] * ample for key in ceilings},
    )


def _shown(amount: float) -> float:
    """Return an amount without the solver's noise."""
    return round(float(amount), 6) + 0.0


def _enough(amount: float) -> float:
    """Return an amount in four decimals that is enough when added."""
    return math.ceil(amount * 10_000 - ROUNDING) / 10_000


def _purses_lack(
    problem: Problem, by_name: dict[str, float], course: np.ndarray, moved: np.ndarray
) -> dict[str, np.ndarray]:
    """Return what each purse lacks, by the years in which it spends and gives more than it has."""
    purses, found = problem.purses, {}
    leaving = leaves_purses(problem, course, moved)
    for u, name in enumerate(purses.ids if purses.apart else ()):
        if u in purses.by_year:
            lack = np.array([by_name[f"extra_purse_{year}_{name}"] for year in problem.years])
        else:
            total = by_name.get(f"extra_purse_{name}", 0.0)
            lack = lacks_last(leaving[u], total if total > TRACE else 0.0)
        if lack.sum() > TRACE:
            found[name] = lack
    return found


def leaves_purses(problem: Problem, course: np.ndarray, moved: np.ndarray | None) -> np.ndarray:
    """Return what each purse has spent and given by the end of each year, 万元, shape (U, n)."""
    purses = problem.purses
    leaving = purses.pays @ (problem.cost[:, None] * course)
    if moved is not None and len(moved):
        np.add.at(leaving, purses.giver, moved)
    return np.asarray(np.cumsum(leaving, axis=1))


def lacks_last(leaving: np.ndarray, total: float) -> np.ndarray:
    """
    Return by year what lacks over the horizon: it lacks in the last of a purse's years.

    Support that the purse takes counts as its own.
    """
    own = max(float(leaving[-1]) - total, 0.0)
    return np.diff(np.maximum(leaving - own, 0.0), prepend=np.zeros(1))


def _money_of(problem: Problem, source: str) -> Words:
    """Return what the money of one source is called."""
    words = problem.called("funding", source)
    return Words(f"{words.zh.removesuffix('资金')}资金", f"{words.en.lower()} money")


def _collisions(problem: Problem, mode: Mode, patience: Patience) -> list[Words]:
    """Name the requirements that have to give way even if money and land were free."""
    rich = problem.with_money_and_land(
        np.full_like(problem.budget, problem.cost.sum()),
        np.full_like(problem.land_quota, problem.land.sum()),
    )
    rich = replace(rich, funding_budget={}, purses=replace(problem.purses, apart=False))
    families = ("completion", "requires", "after", "site_group", "limits", "under_way")
    answer, model = loosened(build_model(rich, mode), families, patience)
    if answer.x is None:
        return [Words("要求之间相互矛盾", "the requirements contradict one another")]
    extra = iter(answer.x[len(model.work.upper) :].tolist())  # in the order of the rows
    found = [
        Words(f"必须让步的要求：{words.zh}", f"a requirement that has to give way: {words.en}")
        for block in model.blocks
        if block.family in families
        for words in in_words(problem, block)
        if next(extra) > TRACE
    ]
    return list(dict.fromkeys(found))  # the rows of several years ask for the same
