"""When there is no plan: the smallest shortfall, or the requirements that collide."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from portfolio.engine.constraints import Rows
from portfolio.engine.highs import Solution, solve
from portfolio.engine.model import Model, build_model
from portfolio.engine.patience import Patience
from portfolio.errors import NoPlanError, PortfolioError, SolverError, Stopped
from portfolio.inputs.columns import FUNDING_WORDS
from portfolio.inputs.problem import Problem
from portfolio.listen import SILENT, Listener
from portfolio.plan.requirements import in_words
from portfolio.terms import Status
from portfolio.words import Words

ROUNDING = 1e-3  # in the last place that is printed: what the solver leaves
TRACE = 1e-6  # a requirement that gives way by less than this does not


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
    collisions
        Requirements that collide even if money and land were free, in words.
    proven
        Whether the shortfall is proven to be the smallest.
    """

    problem: Problem
    money: np.ndarray
    land: np.ndarray
    sources: dict[str, np.ndarray]
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
                (_money_of(source), "万元", extra, self.problem.funding_budget[source])
                for source, extra in self.sources.items()
            ),
            (Words("用地", "land"), "亩", self.land, self.problem.land_quota),
        ]
        for t, year in enumerate(self.problem.years):
            for what, unit, extra, given in named:
                short = math.ceil(extra[t] * 10_000 - ROUNDING) / 10_000  # enough when added
                if short > 0:
                    share = f"+{extra[t] / given[t]:.2%}" if given[t] else ""
                    share_zh, share_en = (f"（{share}）", f" ({share})") if share else ("", "")
                    lines.append(
                        Words(
                            f"{smallest}：{year} 年{what.zh}再加 {short:,.4f} {unit}{share_zh}",
                            f"{smallest_en}: {year} {what.en} +{short:,.4f} {unit}{share_en}",
                        )
                    )
        return lines

    def summary(self) -> dict[str, Any]:
        """Return the shortfall as plain values, for JSON."""
        years = {
            str(year): {
                "money": float(self.money[t]),
                "land": float(self.land[t]),
                "sources": {key: float(extra[t]) for key, extra in self.sources.items()},
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
        amounts = (self.money, self.land, *self.sources.values())
        if not self.collisions and not any((extra > 0).any() for extra in amounts):
            unsure = Words(
                "求解器说没有方案，却找不到任何缺口；数字可能大到超出精度，请换更大的单位",
                "the solver finds no plan but nothing short either; the numbers may be too large "
                "for its precision, take a larger unit",
            )
            return SolverError([unsure])
        return NoPlanError(self.lines(), self)


def smallest_shortfall(
    problem: Problem, whole: bool = False, listener: Listener = SILENT
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
    patience = Patience.of(scenario.search_seconds if whole else scenario.time_limit, listener)
    model = build_model(problem, whole)
    answer, model = _elastic(model, ("annual_budget", "funding_ceiling", "land"), patience)
    n = len(problem.years)
    if answer.x is None:
        collide = tuple(_collisions(problem, whole, patience))
        return Shortfall(problem, np.zeros(n), np.zeros(n), {}, collide)
    extra = answer.x[len(model.work.upper) :]
    by_name = dict(zip(model.extra, extra, strict=True))

    def years(row: str) -> np.ndarray:
        return np.array([by_name[f"extra_{row}_{year}"] for year in problem.years])

    return Shortfall(
        problem,
        money=years("annual_budget"),
        land=years("land"),
        sources={key: years(f"funding_ceiling_{key}") for key in problem.funding_budget},
        collisions=(),
        proven=answer.status == Status.OPTIMAL,
    )


def _money_of(source: str) -> Words:
    """
    Return what the money of one source is called.

    >>> _money_of("fiscal").zh, _money_of("private").zh, _money_of("state_company").en
    ('财政资金', '社会资本资金', 'state company money')
    """
    words = FUNDING_WORDS.get(source, Words(source, source))
    return Words(f"{words.zh.removesuffix('资金')}资金", f"{words.en.lower()} money")


def _elastic(model: Model, families: tuple[str, ...], patience: Patience) -> tuple[Solution, Model]:
    """Loosen the rows of some families at a price, and minimise the sum of the prices."""
    parts, names, prices = [], [], []
    for block in model.blocks:
        if block.family in families:
            loosening, price = _loosening(model.problem, block)
            at = model.rows_of(block.family)
            above = sparse.csr_array((at.start, loosening.shape[1]))
            below = sparse.csr_array((model.matrix.shape[0] - at.stop, loosening.shape[1]))
            parts.append(sparse.vstack([above, loosening, below]))
            names += [f"extra_{name}" for name in block.names]
            prices.append(price)
    elastic = replace(
        model,
        objective=np.concatenate([np.zeros_like(model.objective), -np.concatenate(prices)]),
        matrix=sparse.hstack([model.matrix, *parts], format="csr"),
        extra=tuple(names),
    )
    answer = solve(elastic, patience, mip_rel_gap=0.0)
    if answer.status == Status.INTERRUPTED:
        raise Stopped
    if answer.status == Status.LIMIT and answer.x is None:
        late = Words(
            "没有方案；time_limit 之内没有算出最小缺口",
            "no plan exists; time_limit ended the search for the smallest shortfall",
        )
        raise SolverError([late])
    return answer, elastic


def _loosening(problem: Problem, block: Rows) -> tuple[sparse.csr_array, np.ndarray]:
    """One column a row that loosens it (and, where rows run over years so far, all later ones)."""
    n, rows = len(problem.years), block.matrix.shape[0]
    money = {"annual_budget": [problem.budget], "land": [problem.land_quota]} | {
        "funding_ceiling": list(problem.funding_budget.values())
    }
    if block.family not in money:
        upper = np.broadcast_to(np.isfinite(block.upper), rows)
        sign = np.where(upper & (block.family != "completion"), -1.0, 1.0)
        # In shares of a project, so that 万元 and projects can be compared; to carry out a
        # required project is the last thing to give way.
        largest = abs(block.matrix).max(axis=1).toarray().ravel() if block.matrix.nnz else 0.0
        size = np.broadcast_to(np.where(np.asarray(largest) > 0, largest, 1.0), rows)
        return sparse.csr_array(np.diag(sign)), (10 if block.family == "completion" else 1) / size
    so_far = block.family == "land" or problem.carry_over
    each = sparse.csr_array(np.tri(n) if so_far else np.eye(n))
    loosening = sparse.block_diag([each] * (rows // n), format="csr")
    given = np.concatenate(money[block.family])
    typical = given[given > 0].mean() if (given > 0).any() else 1.0
    return -loosening, 1 / np.where(given > 0, given, typical)


def _collisions(problem: Problem, whole: bool, patience: Patience) -> list[Words]:
    """Name the requirements that have to give way even if money and land were free."""
    rich = problem.with_money_and_land(
        np.full_like(problem.budget, problem.cost.sum()),
        np.full_like(problem.land_quota, problem.land.sum()),
    )
    rich = replace(rich, funding_budget={})
    families = ("completion", "requires", "site_group", "limits", "under_way")
    answer, model = _elastic(build_model(rich, whole), families, patience)
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
