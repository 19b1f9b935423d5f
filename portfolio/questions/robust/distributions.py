"""What is uncertain, and how much: a small TOML file, checked as strictly as a scenario."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from portfolio.errors import Findings
from portfolio.inputs.columns import CONFIDENCES
from portfolio.inputs.keys import Allowed, Gap, Ids, Keys, Share, Text, check_keys
from portfolio.inputs.problem import Problem
from portfolio.inputs.toml import read_toml
from portfolio.words import Words, said

# The spreads are assumptions, not estimates: no published record of overruns stands behind them.
DEFAULT = """\
# 不确定性的假设（没有统计依据，请按本地经验修改）；没有写的量不变。
# Assumptions, not estimates: change them to what you know. What is not stated does not vary.

[cost]            # 造价：对数正态，中位数为 1
common = 0.05     # 全部项目共同的波动（物价、人工）
spread = 0.10     # 各项目自己的波动

[budget]          # 各年预算：正态，各年独立；资金来源上限随当年预算
spread = 0.08
cut = 2.5         # 超过 2.5 个标准差的不取

[land]            # 各年供地指标：正态，各年独立
spread = 0.05
cut = 2.5

[weights]         # 指标权重：对数正态，中位数为 1
spread = 0.20
# order = ["S08", "S02", "文体服务保障"]   # 只知道次序时：由重到轻，可写指标编号、指标组或领域

[needs]           # 需求量：原数乘以 1 ± 幅度之内的均匀数，各指标独立，幅度按来历（need_origin）
stated = 0.0      # 规划写明的
derived = 0.10    # 由公布的数推算的
commitment = 0.20 # 取规划项目合计的
assumed = 0.40    # 假设的，或没有注明来历的

[contributions]   # 项目新增的服务：同上，每项目每指标独立，幅度按可信程度（confidence）
stated = 0.0
derived = 0.10
assumed = 0.40

[beyond_need]     # 超出需求部分的价值：原数 ± 幅度（绝对值）之内均匀，不低于 0、不高于 1
spread = 0.10

[profiles]        # 预算、用地的年度比例：各年乘以 1 ± 幅度之内的均匀数，合计不变，两者各自独立
spread = 0.20
"""

# What does not vary.
STILL: dict[str, Any] = {
    **{"cost_common": 0.0, "cost_spread": 0.0, "budget": (0.0, 1.0), "land": (0.0, 1.0)},
    **{"weights": 0.0, "order": (), "needs": (), "contributions": ()},
    **{"beyond_need": 0.0, "profiles": 0.0},
}

Spread = Share
Part = Gap  # of a uniform factor, which stays above 0
Cut = Annotated[
    float,
    Field(gt=0, le=10),
    Allowed(
        Words(
            "大于 0、不大于 10 的数（标准差的倍数）",
            "a number > 0 and <= 10 (standard deviations)",
        )
    ),
]


class CostKeys(Keys):
    """How costs vary, all together and each by itself."""

    common: Spread = 0.0
    spread: Spread = 0.0


class AmountKeys(Keys):
    """How the amounts of a year vary."""

    spread: Spread = 0.0
    cut: Cut = 2.5


class WeightKeys(Keys):
    """How weights vary, or the order that alone is known of them."""

    spread: Spread = 0.0
    order: Ids = Field(default_factory=list)


class ContributionKeys(Keys):
    """How what projects add varies, by confidence."""

    stated: Part = 0.0
    derived: Part = 0.0
    assumed: Part = 0.0


class NeedKeys(ContributionKeys):
    """How needs vary, by origin."""

    commitment: Part = 0.0


class BeyondNeedKeys(Keys):
    """How the worth beyond the need varies."""

    spread: Spread = 0.0


class ProfileKeys(Keys):
    """How the shares of the years vary."""

    spread: Part = 0.0


class DistributionKeys(Keys):
    """A file of distributions; what is not given does not vary."""

    title: Text | None = None
    cost: CostKeys = CostKeys()
    budget: AmountKeys = AmountKeys()
    land: AmountKeys = AmountKeys()
    weights: WeightKeys = WeightKeys()
    needs: NeedKeys = NeedKeys()
    contributions: ContributionKeys = ContributionKeys()
    beyond_need: BeyondNeedKeys = BeyondNeedKeys()
    profiles: ProfileKeys = ProfileKeys()


A_FILE = Words(
    "TOML 文件（UTF-8），至少有一个表，如 [cost]", "a TOML file (UTF-8) with a table such as [cost]"
)


@dataclass(frozen=True)
class Distributions:
    """
    How costs, budgets, land, weights, needs, contributions and the rest vary.

    Attributes
    ----------
    text
        The file, for the report.
    cost_common, cost_spread
        Standard deviations of the logarithm of all costs together, and of each project's.
    budget, land
        (relative standard deviation, cut in standard deviations) of each year's amount.
    weights
        Standard deviation of the logarithm of each indicator's weight.
    order
        Indicators (rows of the problem's K) whose weights are known only as an order, heaviest
        first; each part is a group whose members share its weight. Empty: no such order.
    needs
        Each need is multiplied by a uniform number within 1 ± this, K of them.
    contributions
        Likewise each contribution, by its confidence, in the order of `CONFIDENCES`.
    beyond_need
        The worth beyond the need is uniform within ± this of its own, and within 0 and 1.
    profiles
        Budget and land of each year are multiplied by uniform numbers within 1 ± this, and by
        what then brings them back to their sum.
    """

    text: str
    cost_common: float
    cost_spread: float
    budget: tuple[float, float]
    land: tuple[float, float]
    weights: float
    order: tuple[np.ndarray, ...]
    needs: tuple[float, ...]
    contributions: tuple[float, ...]
    beyond_need: float
    profiles: float

    @property
    def causes(self) -> tuple[str, ...]:
        """What varies, by the names of the tables."""
        spreads: dict[str, Sequence[float]] = {
            "cost": (self.cost_common, self.cost_spread),
            "budget": self.budget[:1],
            "land": self.land[:1],
            "weights": (self.weights, len(self.order)),
            "needs": self.needs,
            "contributions": self.contributions,
            "beyond_need": (self.beyond_need,),
            "profiles": (self.profiles,),
        }
        return tuple(cause for cause, each in spreads.items() if any(each))

    def only(self, cause: str) -> Distributions:
        """Return the same with one of the causes alone."""
        own = {"cost": ("cost_common", "cost_spread"), "weights": ("weights", "order")}
        kept = own.get(cause, (cause,))
        return replace(self, **{key: each for key, each in STILL.items() if key not in kept})


def read_distributions(path: str | Path | None, problem: Problem) -> Distributions:
    """
    Read a file of distributions; None: the shipped assumptions.

    Raises
    ------
    InputError
        With one finding for each key that is unknown or out of range, and each name in `order`
        that the tables do not hold, that earns no points, or that is covered twice.
    """
    file, findings = "" if path is None else Path(path).as_posix(), Findings()
    if path is None:
        tree, text = tomllib.loads(DEFAULT), DEFAULT
    else:
        tree, text = read_toml(Path(path), A_FILE, findings)
    check_keys(tree, DistributionKeys, file, findings)
    findings.raise_if_any()
    given = DistributionKeys.model_validate(tree)
    order = _order(given.weights.order, problem, file, findings)
    findings.raise_if_any()

    return Distributions(
        text=text,
        cost_common=given.cost.common,
        cost_spread=given.cost.spread,
        budget=(given.budget.spread, given.budget.cut),
        land=(given.land.spread, given.land.cut),
        weights=given.weights.spread,
        order=order,
        needs=_by_origin(given.needs, problem),
        contributions=tuple(getattr(given.contributions, each) for each in CONFIDENCES),
        beyond_need=given.beyond_need.spread,
        profiles=given.profiles.spread,
    )


def _by_origin(needs: NeedKeys, problem: Problem) -> tuple[float, ...]:
    """Return the spread of each need; one of no origin is assumed."""
    origins = problem.indicators["need_origin"].iloc[problem.active]
    return tuple(float(getattr(needs, origin or "assumed")) for origin in origins)


def _order(
    names: Sequence[str], problem: Problem, file: str, findings: Findings
) -> tuple[np.ndarray, ...]:
    """Return the indicators of each name in `weights.order`."""
    known = _members(problem)
    parts: list[np.ndarray] = []
    seen: set[int] = set()
    for name in names:
        if name not in known:
            allowed = Words("指标编号、指标组或领域", "an indicator's id, a group or a domain")
            findings.add(file, None, "weights.order", said(name), allowed)
        elif not len(known[name]):
            allowed = Words("本情景中计分的指标", "something that earns points in this scenario")
            findings.add(file, None, "weights.order", said(name), allowed)
        elif seen & set(known[name].tolist()):
            allowed = Words("每个指标只出现一次", "each indicator once")
            findings.add(file, None, "weights.order", said(name), allowed)
        else:
            parts.append(known[name])
            seen |= set(known[name].tolist())
    if len(names) == 1 and not findings.items:
        allowed = Words("两个以上的名称", "two names or more")
        findings.add(file, None, "weights.order", said(names[0]), allowed)
    return tuple(parts)


def _members(problem: Problem) -> dict[str, np.ndarray]:
    """Return the earning indicators of each id, group and domain, indices into the K."""
    table = problem.indicators
    groups = table["group"].to_numpy()
    place = {int(row): k for k, row in enumerate(problem.active)}
    # A domain stands for the indicators of which its projects add more than any other's do.
    domains = problem.projects["domain"].to_numpy()
    names = list(dict.fromkeys(domains))
    added = np.array([problem.amount @ (domains == name).astype(float) for name in names])
    most = added.argmax(axis=0)
    known = {name: np.flatnonzero(most == at) for at, name in enumerate(names)}
    for group in dict.fromkeys(groups):
        rows = np.flatnonzero(groups == group).tolist()
        known[str(group)] = np.array([place[row] for row in rows if row in place], dtype=int)
    for row, name in enumerate(table["id"]):
        known[name] = np.array([place[row]] if row in place else [], dtype=int)
    return known
