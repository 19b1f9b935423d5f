"""What `portfolio robust` leaves: core index, regret, cash need, the draws, and lines to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from portfolio.plan.shares import TRACE
from portfolio.plan.summary import summary
from portfolio.questions.contract import Answer
from portfolio.questions.robust.distributions import Distributions
from portfolio.questions.robust.lines import robust_lines
from portfolio.questions.robust.regret import ListRegret, regret_rows
from portfolio.questions.robust.study import QUANTILES, Robust
from portfolio.report.plain import plain
from portfolio.terms import Mode, Status
from portfolio.words import Words, about

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from portfolio.inputs.problem import Problem

NAMES = tuple(f"p{round(100 * each):02d}" for each in QUANTILES)


@dataclass(frozen=True)
class Verdicts:
    """Who is what."""

    core: list[str] = about("核心：90% 以上的抽样采用", "in 90 % of the draws or more")
    exchangeable: list[str] = about("可替换", "exchangeable")
    left_out: list[str] = about("不列入：10% 以下", "in 10 % of the draws or less")


@dataclass(frozen=True)
class Scores:
    """Best scores over the draws."""

    plan: float = about("情景本身的得分", "score of the scenario's own plan")
    mean: float = about("各次抽样最优得分的平均", "mean of the best scores")
    p05: float = about("5% 分位", "5 % quantile")
    p25: float = about("25% 分位", "25 % quantile")
    p50: float = about("中位数", "median")
    p75: float = about("75% 分位", "75 % quantile")
    p95: float = about("95% 分位", "95 % quantile")


@dataclass(frozen=True)
class CashNeed:
    """Money that the own schedule needs in one year."""

    year: int = about("年份", "year")
    budget: float = about("预算", "budget", "万元")
    planned: float = about("方案投资", "investment as planned", "万元")
    p05: float = about("需求的 5% 分位", "5 % quantile of the need", "万元")
    p25: float = about("需求的 25% 分位", "25 % quantile of the need", "万元")
    p50: float = about("需求的中位数", "median of the need", "万元")
    p75: float = about("需求的 75% 分位", "75 % quantile of the need", "万元")
    p95: float = about("需求的 95% 分位", "95 % quantile of the need", "万元")
    over: float = about("超过预算的可能", "chance that it exceeds the budget")


@dataclass(frozen=True)
class Content:
    """What the draws say."""

    title: str = about("情景标题", "title of the scenario")
    scenario: str = about("情景文件名", "name of the scenario file")
    mode: Mode = about(
        "`shares` 按比例，`whole` 整项目，`steady` 连续施工", "`shares`, `whole` or `steady`"
    )
    assumptions: list[str] = about("属于假设的输入", "inputs that are assumptions")
    draws: int = about("抽样次数", "number of draws")
    seed: int = about("随机种子", "seed")
    infeasible: float = about("没有方案的抽样占多少", "share of the draws without a plan")
    core_index: dict[str, float] = about(
        "核心指数：有方案的抽样中，最优方案采用该项目的比例",
        "core index: share of the draws with a plan whose best plan holds a project",
    )
    core_index_alone: dict[str, dict[str, float | None]] = about(
        "只有一个因素变动时的核心指数，抽样次数为八分之一；没有方案为空",
        "core index where one cause alone varies, in an eighth of the draws; null: no plan",
    )
    verdict: Verdicts = about("按核心指数分类", "the projects by their core index")
    score: Scores = about("得分", "scores")
    lists: list[ListRegret] = about("守住一个名单少得的分", "what keeping to a list costs")
    cash_need: list[CashNeed] = about("各年资金需求", "cash need by year")
    solver: dict[str, str] = about("求解器及版本", "solver and its version")
    versions: dict[str, str] = about("程序版本", "versions of the programs")
    inputs: dict[str, str] = about("输入文件的 SHA-256", "SHA-256 of the input files")


@dataclass(frozen=True)
class RobustAnswer(Answer):
    """What the draws say, what they were drawn from, and the seed."""

    robust: Robust
    spreads: Distributions
    seed: int

    question: ClassVar[Words] = Words("方案稳健性", "Robustness")

    @property
    def subject(self) -> Problem | None:
        """The problem that it is about."""
        return self.robust.plan.problem

    @property
    def statuses(self) -> Iterable[Status]:
        """Why the search for the own plan ended."""
        return (self.robust.plan.status,)

    def content(self, lang: str) -> Content:
        """Return everything but the draws."""
        robust, own = self.robust, summary(self.robust.plan)
        ids, score = robust.plan.problem.ids, robust.score[robust.possible]
        return Content(
            title=own.title,
            scenario=own.scenario,
            mode=own.mode,
            assumptions=[*own.assumptions, *(f"distributions.{each}" for each in robust.alone)],
            draws=len(robust.score),
            seed=self.seed,
            infeasible=float(1 - robust.possible.mean()),
            core_index=dict(zip(ids, robust.core_index.tolist(), strict=True)),
            core_index_alone={
                cause: {
                    name: None if np.isnan(each) else float(each)
                    for name, each in zip(ids, index, strict=True)
                }
                for cause, index in robust.alone.items()
            },
            verdict=_verdicts(robust),
            score=Scores(robust.plan.score, float(score.mean()), *_quantiles(score)),
            lists=regret_rows(robust, lang),
            cash_need=_cash_need(robust),
            solver=own.solver,
            versions=own.versions,
            inputs=own.inputs,
        )

    def tables(self, lang: str) -> Mapping[str, pd.DataFrame]:
        """Return core index, regret and cash need, and a row a draw."""
        robust = self.robust
        lists = pd.DataFrame([plain(each) for each in regret_rows(robust, lang)])
        lists["projects"] = [";".join(each) for each in lists["projects"]]
        numbers = ["found", "no_plan", "mean", "p95", "max"]
        lists[numbers] = lists[numbers].astype(float)
        return {
            "core_index": _core_index(robust),
            "core_by_cause": _core_by_cause(robust),
            "regret": lists,
            "cash_need": pd.DataFrame([plain(each) for each in _cash_need(robust)]),
            "draws": _draws(robust),
        }

    def pictures(self, lang: str) -> Mapping[str, Callable[[], Axes]]:
        """Return the core index, and need, scores and regret."""
        from portfolio.questions.robust.pictures.cash import draw_cash_need
        from portfolio.questions.robust.pictures.index import draw_core_index

        return {
            "core_index": lambda: draw_core_index(self.robust, lang),
            "cash_need": lambda: draw_cash_need(self.robust, lang),
        }

    def texts(self, lang: str, folder: Path) -> Mapping[str, str]:
        """Return the assumed distributions, to be changed and given again."""
        return {"distributions.toml": self.spreads.text}

    def lines(self, lang: str) -> Sequence[str]:
        """Return scores, verdicts, what the own list costs, and the chances of need over budget."""
        return [words.to(lang) for words in robust_lines(self.robust, self.seed)]


def _quantiles(values: np.ndarray) -> list[float]:
    return [float(each) for each in np.quantile(values, QUANTILES)]


def _verdicts(robust: Robust) -> Verdicts:
    groups: dict[str, list[str]] = {"core": [], "exchangeable": [], "left_out": []}
    for name, each in zip(robust.plan.problem.ids, robust.verdict, strict=True):
        groups[each].append(name)
    return Verdicts(**groups)


def _cash_need(robust: Robust) -> list[CashNeed]:
    plan, planned = robust.plan, robust.plan.investment.sum(axis=0)
    need = np.quantile(robust.need, QUANTILES, axis=0)
    return [
        CashNeed(
            year=year,
            budget=float(plan.problem.budget[t]),
            planned=float(planned[t]),
            **dict(zip(NAMES, need[:, t].tolist(), strict=True)),
            over=float(robust.over[t]),
        )
        for t, year in enumerate(plan.years)
    ]


def _core_index(robust: Robust) -> pd.DataFrame:
    plan = robust.plan
    names = ["id", "name", "list", "domain", "district"]
    projects = plan.problem.projects[names].rename(columns={"id": "project_id"})
    return projects.assign(
        required=plan.problem.required,
        planned_share=np.where(plan.funded > TRACE, plan.funded, 0.0),
        core_index=robust.core_index,
        touched=robust.touched[robust.possible].mean(axis=0),
        verdict=robust.verdict,
    ).sort_values("core_index", ascending=False, kind="stable")


def _core_by_cause(robust: Robust) -> pd.DataFrame:
    """Return the core index where all vary, and where one cause alone does."""
    projects = robust.plan.problem.projects[["id", "name"]].rename(columns={"id": "project_id"})
    return projects.assign(together=robust.core_index, **robust.alone).sort_values(
        "together", ascending=False, kind="stable"
    )


def _draws(robust: Robust) -> pd.DataFrame:
    years = robust.plan.years
    return pd.DataFrame(
        {
            "draw": np.arange(len(robust.score)),
            "score": robust.score,
            "held": np.where(robust.possible, robust.held.sum(axis=1), 0),
            **{f"regret_{at + 1}": lost for at, lost in enumerate(robust.regret)},
            **{f"need_{year}": robust.need[:, t] for t, year in enumerate(years)},
            **{f"budget_{year}": robust.money[:, t] for t, year in enumerate(years)},
        }
    )
