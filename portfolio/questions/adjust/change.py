"""The model of a plan that keeps to the one in hand: which projects move, and how much money."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from portfolio.engine.model import Model, relaxed, score_objective
from portfolio.engine.rows import Rows
from portfolio.engine.work import SPEND
from portfolio.plan.in_hand import InHand
from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE

EXACT = 1e-8  # of the best score, by which the plan in hand may be off as its table is rounded
TIE = 1e-4  # 亿元 that a point is worth where plans move about as much money
# Up to this share of its cost, or of itself a year, no project counts as moved: one in hand counts
# as carried out in full up to a trace, its table is rounded, and solvers leave some yuan in a year.
UNMOVED = 3 * TRACE
NEARLY = 1e-6  # by which a search may take a yes or no to be off
YI = 1e4  # money is counted in 亿元, so that no coefficient is far from 1


def with_changes(model: Model, hand: InHand, floor: float) -> Model:
    """
    Return the model with further columns that say how far a plan is from the one in hand.

    Behind the columns of work stand `moved` (0 or 1, P of them), `more` and `less` (money of a
    project and year above and below the plan in hand, 万元, P x n each).

    Parameters
    ----------
    model
        In shares or of whole projects.
    hand
        The plan in hand.
    floor
        Least score.
    """
    problem = model.problem
    p_count, n, _ = problem.size
    wide = p_count * (1 + 2 * n)
    blocks = [
        *(replace(each, matrix=_padded(each.matrix, wide)) for each in model.blocks),
        _score(model, floor, wide),
        _apart(model, hand),
        *_limits(model, hand),
        _share(model, hand),
    ]
    names = [f"moved_{each}" for each in problem.ids]
    for word in ("more", "less"):
        names += [f"{word}_{each}_{year}" for each in problem.ids for year in problem.years]
    return _over(replace(model, extra=tuple(names), yes_or_no=p_count), blocks)


def fewest_projects(model: Model) -> Model:
    r"""
    Return the model that moves the fewest projects.

    .. math:: \min \sum_{p \in P} moved_p
    """
    p_count, v = len(model.problem.cost), len(model.work.upper)
    objective = np.zeros(len(model.upper))
    objective[v : v + p_count] = -1.0
    return replace(model, objective=objective)


def least_money(model: Model, most: int) -> Model:
    r"""
    Return the model that moves the least money, with at most so many projects moved.

    Among plans that move as much it takes the one that scores more.

    .. math:: \min \tfrac{1}{2} \sum_{p \in P} \sum_{t \in T} (more_{pt} + less_{pt})
    """
    p_count, v = len(model.problem.cost), len(model.work.upper)
    count = np.zeros(len(model.upper))
    count[v : v + p_count] = 1.0
    fewest = Rows("moved", ["in_all"], sparse.csr_array(count[None, :]), upper=np.array([most]))
    return replace(_over(model, [*model.blocks, fewest]), objective=_money(model))


def with_these(model: Model, moved: np.ndarray, x: np.ndarray | None = None) -> Model:
    """
    Return the model that moves the least money, of these projects alone.

    What a solution `x` decides as a whole stays. So it is a linear program, whose rows hold to the
    last digits; a search lets them give by a cent or two.
    """
    p_count, v = len(model.problem.cost), len(model.work.upper)
    every, at = sparse.eye_array(len(model.upper), format="csr"), np.zeros(0, dtype=int)
    whole, these = np.zeros(0), moved * 1.0
    if x is not None:
        at = np.flatnonzero(model.work.integer)
        whole = np.round(x[at])
    settled = [
        Rows("moved", model.problem.ids, every[v : v + p_count], lower=these, upper=these),
        Rows("whole", [str(j) for j in at.tolist()], every[at], lower=whole, upper=whole),
    ]
    linear = replace(relaxed(_over(model, [*model.blocks, *settled])), yes_or_no=0)
    return replace(linear, objective=_money(model))


def in_even_rows(model: Model) -> Model:
    """
    Return the model with rows whose largest entry is between a half and 1.

    A plan in hand spends a purse to the cent, so hardly any plan keeps to it. HiGHS takes shares to
    be off by 1e-6; in 万元 that is more than its tolerance of a row, which is as much, and it has
    found no plan there, or not the best.
    """
    largest = abs(model.matrix).max(axis=1).toarray().ravel()
    unit = 2.0 ** -np.ceil(np.log2(np.where(largest > 0, largest, 1.0)))
    return replace(
        model,
        matrix=sparse.csr_array(sparse.diags_array(unit) @ model.matrix),
        row_lower=model.row_lower * unit,
        row_upper=model.row_upper * unit,
    )


def _money(model: Model) -> np.ndarray:
    v = len(model.work.upper)
    objective = np.zeros(len(model.upper))
    objective[:v] = TIE * score_objective(model.problem, model.work)
    objective[v + len(model.problem.cost) :] = -0.5 / YI
    return objective


def chosen(model: Model, x: np.ndarray) -> np.ndarray:
    """Return the projects that a solution moves, shape (P,), bool."""
    v = len(model.work.upper)
    return np.asarray(x[v : v + len(model.problem.cost)] > 0.5)


def columns_of(model: Model, plan: Plan, hand: InHand) -> np.ndarray:
    """Return a plan as the columns of the model, to begin a search with."""
    work = model.work
    at = (work.project, work.year)
    started, ended = (
        np.diff(each, axis=1, prepend=0.0)[at] for each in (plan.begun, plan.finished)
    )
    own = np.zeros(len(work.upper))
    own[: len(work.project)] = np.choose(work.kind, [started, plan.spent[at], ended])
    own += work.met.T @ plan.met.ravel() + work.beyond.T @ plan.counted_beyond.ravel()
    if plan.transferred is not None:
        own += work.transferred.T @ plan.transferred.ravel()
    money, moved = (plan.investment - hand.money).ravel(), moved_between(hand, plan)
    return np.concatenate([own, moved, np.maximum(money, 0.0), np.maximum(-money, 0.0)])


def moved_between(hand: InHand, plan: Plan, beyond: float = 0.0) -> np.ndarray:
    """
    Return the projects that a plan moves, shape (P,), bool.

    Parameters
    ----------
    hand, plan
        Two plans of the same projects and years.
    beyond
        万元 and share by which a solver may pass the limit.
    """
    money = np.abs(plan.investment - hand.money).max(axis=1, initial=0.0)
    share = np.abs(plan.funded - hand.share)
    return np.asarray(
        (money > UNMOVED * plan.problem.cost + beyond)
        | (share > UNMOVED * len(plan.years) + beyond)
    )


def _over(model: Model, blocks: list[Rows]) -> Model:
    """Return the model over other rows."""

    def bounds(side: str) -> np.ndarray:
        parts = [np.broadcast_to(getattr(each, side), each.matrix.shape[0]) for each in blocks]
        return np.concatenate(parts).astype(float)

    return replace(
        model,
        blocks=tuple(blocks),
        matrix=sparse.vstack([each.matrix for each in blocks], format="csr"),
        row_lower=bounds("lower"),
        row_upper=bounds("upper"),
    )


def _padded(matrix: sparse.csr_array, wide: int) -> sparse.csr_array:
    more = sparse.csr_array((matrix.shape[0], wide))
    return sparse.csr_array(sparse.hstack([matrix, more], format="csr"))


def _score(model: Model, floor: float, wide: int) -> Rows:
    row = _padded(sparse.csr_array(model.objective[None, :]), wide)
    return Rows("score", ["held"], row, lower=np.array([floor]))


def _apart(model: Model, hand: InHand) -> Rows:
    r"""
    What a project spends in a year is what it spends in the plan in hand, and more or less.

    .. math:: c_p \, spent_{pt} - more_{pt} + less_{pt} = m_{pt} \quad \forall p \in P, t \in T
    """
    p_count, n, _ = model.problem.size
    cost = sparse.diags_array(np.repeat(model.problem.cost, n))
    each = sparse.eye_array(p_count * n)
    nobody = sparse.csr_array((p_count * n, p_count))
    matrix = sparse.hstack([cost @ model.work.spent, nobody, -each, each], format="csr")
    money = hand.money.ravel()
    labels = [f"{p}_{year}" for p in model.problem.ids for year in model.problem.years]
    return Rows("apart", labels, sparse.csr_array(matrix), lower=money, upper=money)


def _limits(model: Model, hand: InHand) -> list[Rows]:
    r"""
    Only a project that moves spends more or less, but for a trace.

    .. math:: more_{pt} \le M_{pt} \, moved_p, \quad less_{pt} \le m_{pt} \, moved_p
    """
    problem, work = model.problem, model.work
    p_count, n, _ = problem.size
    # A year holds no more of a project than one year of work, or than all of it where it starts.
    most = (problem.cost[:, None] * _pace(model)).ravel() - hand.money.ravel()
    each = sparse.kron(sparse.eye_array(p_count), np.ones((n, 1)), format="csr")
    nothing = sparse.csr_array((p_count * n, len(work.upper)))
    own, none = sparse.eye_array(p_count * n), sparse.csr_array((p_count * n, p_count * n))
    labels = [f"{p}_{year}" for p in problem.ids for year in problem.years]
    kept, rows = np.repeat(UNMOVED * problem.cost, n), []
    for family, limit, places in (
        ("more", np.maximum(most, 0.0), [own, none]),
        ("less", hand.money.ravel(), [none, own]),
    ):
        moved = -(sparse.diags_array(limit) @ each)
        matrix = sparse.hstack([nothing, moved, *places], format="csr")
        rows.append(Rows(family, labels, sparse.csr_array(matrix), upper=kept))
    return rows


def _pace(model: Model) -> np.ndarray:
    """Return the largest share of each project that any year can spend, shape (P, n)."""
    p_count, n, _ = model.problem.size
    work = model.work
    if not len(work.project):
        return np.zeros((p_count, n))
    largest = abs(work.spent).max(axis=1).toarray().reshape(p_count, n)
    # A free column is a share of the year itself, so its own limit counts; starts may overlap.
    pace = np.where(model.problem.profile_length == 0, 1 / model.problem.duration, 1.0)
    free = np.isin(np.arange(p_count), work.project[work.kind == SPEND])
    return np.where(free[:, None], np.minimum(largest, pace[:, None]), largest)


def _share(model: Model, hand: InHand) -> Rows:
    r"""
    Only a project that moves is carried out to another share; its cost may be new.

    .. math:: -moved_p \le funded_p - s_p \le moved_p \quad \forall p \in P
    """
    p_count, n, _ = model.problem.size
    own, rest = sparse.eye_array(p_count), sparse.csr_array((p_count, 2 * p_count * n))
    above = sparse.hstack([model.work.funded, -own, rest], format="csr")
    below = sparse.hstack([-model.work.funded, -own, rest], format="csr")
    labels = [f"{p}_{side}" for side in ("above", "below") for p in model.problem.ids]
    return Rows(
        "share",
        labels,
        sparse.csr_array(sparse.vstack([above, below], format="csr")),
        upper=np.concatenate([hand.share, -hand.share]) + UNMOVED * n,
    )


def score_floor(best: float, loss: float) -> float:
    """Return the least score; not a digit closer than a plan that was written to a table keeps."""
    return best - max(loss, EXACT * abs(best))
