"""A model whose rows may give way at a price, and the least that has to give way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from portfolio.engine.highs import solve
from portfolio.engine.model import Model
from portfolio.engine.patience import Patience
from portfolio.engine.rows import Rows
from portfolio.engine.solution import Solution
from portfolio.errors import SolverError, Stopped
from portfolio.inputs.problem import Problem
from portfolio.terms import Status
from portfolio.words import Words


def loosened(model: Model, families: tuple[str, ...], patience: Patience) -> tuple[Solution, Model]:
    """Loosen the rows of some families at a price, and minimise the sum of the prices."""
    parts, names, prices = [], [], []
    for block in model.blocks:
        if block.family in families:
            loosening, price, labels = _loosening(model.problem, block)
            at = model.rows_of(block.family)
            above = sparse.csr_array((at.start, loosening.shape[1]))
            below = sparse.csr_array((model.matrix.shape[0] - at.stop, loosening.shape[1]))
            parts.append(sparse.csr_array(sparse.vstack([above, loosening, below])))
            names += [f"extra_{name}" for name in labels]
            prices.append(price)
    elastic = replace(
        model,
        objective=np.concatenate([np.zeros_like(model.objective), *(-each for each in prices)]),
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


def _loosening(problem: Problem, block: Rows) -> tuple[sparse.csr_array, np.ndarray, list[str]]:
    """One column a row that loosens it (and, where rows run over years so far, all later ones)."""
    if block.family == "purse":
        return _more_in_purses(problem, block)
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
        price = (10 if block.family == "completion" else 1) / size
        return sparse.diags_array(sign, format="csr"), price, block.names
    so_far = block.family == "land" or problem.carry_over
    each = sparse.csr_array(np.tri(n) if so_far else np.eye(n))
    loosening = sparse.block_diag([each] * (rows // n), format="csr")
    given = np.concatenate(money[block.family])
    typical = given[given > 0].mean() if (given > 0).any() else 1.0
    return -loosening, 1 / np.where(given > 0, given, typical), block.names


def _more_in_purses(
    problem: Problem, block: Rows
) -> tuple[sparse.csr_array, np.ndarray, list[str]]:
    """One column a purse, or one a year of it: more in a year is more over the horizon as well."""
    purses, n, money = problem.purses, len(problem.years), problem.purse_money
    u_count = len(purses.ids)
    typical = money[money > 0].mean() if (money > 0).any() else 1.0
    columns, prices, names = [], [], []
    each = np.tri(n) if problem.carry_over else np.eye(n)
    for u, name in enumerate(block.names[:u_count]):
        top = np.zeros((u_count, 1))
        top[u] = 1.0
        if u not in purses.by_year:
            columns.append(np.vstack([top, np.zeros((block.matrix.shape[0] - u_count, 1))]))
            names.append(name)
        else:
            place = list(purses.by_year).index(u)
            below = np.zeros((len(purses.by_year), n, n))
            below[place] = each
            columns.append(np.vstack([np.repeat(top, n, axis=1), below.reshape(-1, n)]))
            names += [f"purse_{year}_{purses.ids[u]}" for year in problem.years]
        prices += [1 / (money[u] if money[u] > 0 else typical)] * columns[-1].shape[1]
    return -sparse.csr_array(np.hstack(columns)), np.array(prices), names
