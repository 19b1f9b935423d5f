"""What is uncertain, and how much: a small TOML file, checked as strictly as a scenario."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field

from portfolio.errors import Findings
from portfolio.inputs.keys import Allowed, Ids, Keys, Text, check_keys
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
"""


Spread = Annotated[
    float, Field(ge=0, le=1), Allowed(Words("0 到 1 之间的数", "a number from 0 to 1"))
]
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


class DistributionKeys(Keys):
    """A file of distributions; what is not given does not vary."""

    title: Text | None = None
    cost: CostKeys = CostKeys()
    budget: AmountKeys = AmountKeys()
    land: AmountKeys = AmountKeys()
    weights: WeightKeys = WeightKeys()


A_FILE = Words(
    "TOML 文件（UTF-8），至少有一个表，如 [cost]", "a TOML file (UTF-8) with a table such as [cost]"
)


@dataclass(frozen=True)
class Distributions:
    """
    How costs, budgets, land and weights vary.

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
    """

    text: str
    cost_common: float
    cost_spread: float
    budget: tuple[float, float]
    land: tuple[float, float]
    weights: float
    order: tuple[np.ndarray, ...]


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
    )


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
