"""Whole projects: a solver's answer made a plan, and its starts pulled forward where it can be."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from portfolio.engine.model import HELD, Model, row_slack
from portfolio.engine.work import SPEND, START, Work
from portfolio.terms import Mode


def pull_forward(model: Model, x: np.ndarray) -> np.ndarray:
    """
    Return a plan of whole projects that begin as early as moving one at a time can make them.

    In shares, the tidy schedule is a second solve; with whole projects that would be a second
    search. This keeps the chosen projects instead, and gives each in table order the earliest
    year that fits, until nothing moves. Steady work moves as it is, its end and its money with it.

    Parameters
    ----------
    model
        The model with whole projects, or of steady work.
    x
        A plan that keeps all its rows, shape (V,).

    Returns
    -------
    Shape (V,); the score is at least that of `x`, less 1e-7 of it.
    """
    work, reached = model.work, model.work.met.shape[0]
    starts = len(work.project)
    inside = model.rows_of("attainment")
    if inside.stop - inside.start != reached:
        return x  # where nothing has to be finished to earn points, no year is better
    limiting = np.ones(model.matrix.shape[0], dtype=bool)
    limiting[inside] = False
    uses = sparse.csc_array(model.matrix[np.flatnonzero(limiting)][:, :starts])
    adds = sparse.csc_array(-model.matrix[inside][:, :starts])
    most, least = model.row_upper[limiting], model.row_lower[limiting]
    upper, lower = most + row_slack(most), least - row_slack(least)
    worth_met, worth_beyond = model.objective[starts : starts + 2 * reached].reshape(2, reached)
    most_beyond = model.problem.beyond_cap

    def score(added: np.ndarray) -> float:
        met = np.minimum(1.0, added)
        return float(worth_met @ met + worth_beyond @ np.minimum(added - met, most_beyond))

    chosen = np.where(work.integer[:starts], np.round(x[:starts]), x[:starts])
    # What is transferred between purses stays as it is.
    moved = work.transferred.T @ (work.transferred @ x)
    used = uses @ chosen + model.matrix[np.flatnonzero(limiting)] @ moved
    added = adds @ chosen + model.row_upper[inside]
    enough = (1 - HELD) * score(added)
    place, together = work.place_in_chain, _together(work)
    earlier_found = True
    while earlier_found:
        earlier_found = False
        for start in np.flatnonzero(chosen * (work.kind == START)).tolist():
            now = np.array([start])
            if work.project[start] in together:
                now = together[work.project[start]]
                now = now[chosen[now] > 0]
            for years in range(int(place[start]), 0, -1):
                if chosen[start - years]:
                    continue  # without `completion` a project may begin twice
                touched, change = _difference(uses, now, years, chosen[now])
                after = used[touched] + change
                if (after > upper[touched]).any() or (after < lower[touched]).any():
                    continue
                at, more = _difference(adds, now, years, chosen[now])
                richer = added.copy()
                richer[at] += more
                if score(richer) < enough:
                    continue
                used[touched] = after
                moves, chosen[now] = chosen[now], 0.0
                added, chosen[now - years], earlier_found = richer, moves, True
                break
    return moved + _with_needs(work, chosen, added, most_beyond)


def _with_needs(work: Work, chosen: np.ndarray, added: np.ndarray, most: float) -> np.ndarray:
    """Return columns, shape (V,): the starts, and the needs that are met and passed by them."""
    met = np.minimum(1.0, added)
    columns = work.met.T @ met + work.beyond.T @ np.clip(added - met, 0.0, most)
    columns[: len(chosen)] = chosen
    return np.asarray(columns)


def _together(work: Work) -> dict[int, np.ndarray]:
    """Return the columns of each steady project: what moves with its start."""
    if work.mode != Mode.STEADY:
        return {}
    order = np.argsort(work.project, kind="stable")
    steady = np.unique(work.project[work.kind == SPEND])
    bounds = np.searchsorted(work.project[order], [steady, steady + 1])
    return {
        p: order[one:other] for p, one, other in zip(steady.tolist(), *bounds.tolist(), strict=True)
    }


def _difference(
    matrix: sparse.csc_array, now: np.ndarray, years: int, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that change, and by how much, when columns move so many years forward."""
    rows, change = [], []
    for column, value in zip(now.tolist(), values.tolist(), strict=True):
        for at, sign in ((column - years, value), (column, -value)):
            here = slice(matrix.indptr[at], matrix.indptr[at + 1])
            rows.append(matrix.indices[here])
            change.append(sign * matrix.data[here])
    touched, place = np.unique(np.concatenate(rows), return_inverse=True)
    return touched, np.bincount(place, weights=np.concatenate(change), minlength=len(touched))


def settled(model: Model, x: np.ndarray) -> np.ndarray:
    """
    Return a plan with whole starts, and the needs that they meet: no more, and no less.

    What steady work spends stays as it is.
    """
    work = model.work
    starts = np.where(work.integer, np.round(x), 0.0)
    rows = model.rows_of("attainment")
    if rows.stop == rows.start:
        return np.where(work.integer, starts, x)
    spends = np.flatnonzero(work.kind == SPEND)
    starts[spends] = np.clip(x[spends], 0.0, work.upper[spends])
    moved = work.transferred.T @ np.maximum(work.transferred @ x, 0.0)
    added = model.row_upper[rows] - model.matrix[rows] @ starts
    return moved + _with_needs(work, starts[: len(work.project)], added, model.problem.beyond_cap)


def keeps_rows(model: Model, x: np.ndarray) -> bool:
    """Whether a plan is within all rows."""
    value = model.matrix @ x
    off = np.maximum(value - model.row_upper, model.row_lower - value)
    return bool((off <= row_slack(value)).all())
