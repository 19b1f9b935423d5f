"""The decision variables, and the sparse operators that read a project's course from them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from portfolio.inputs.problem import Problem
from portfolio.terms import Mode

START, SPEND, END = range(3)
WORDS = ("start", "spend", "end")


@dataclass(frozen=True)
class Work:
    """
    Variables of one mode, in columns: project work, need met, beyond need, transfers, land held.

    Shares and whole projects, free and profiled ones differ in the operators alone; every row
    family is a product with them. Steady work has three kinds of columns: the start and the end of
    a project, and what it spends in each year.

    Attributes
    ----------
    project, year
        Of each work column: the project, and the year of work, of the start or of the end;
        indices, shape (W,). Columns of one kind and project stand side by side.
    kind
        `START` (profiled, whole or steady), `SPEND` (a year's share: free in shares, or steady) or
        `END` (steady: work is over by the end of the year), shape (W,).
    spent, begun, finished
        Operators to project-years, shape (P x n, V); rows by project, then year.
    met, beyond
        Operators to indicator-years, in units of the need, shape (K x n, V).
    transferred
        Operator to the money that each transfer moves in each year, 万元, shape (M x n, V).
    held
        Operator to the share of each project whose land was released before the first year, shape
        (P x n, V).
    upper
        Upper bounds, shape (V,); lower bounds are 0.
    integer
        Which columns are whole numbers, shape (V,).
    """

    project: np.ndarray
    year: np.ndarray
    kind: np.ndarray
    spent: sparse.csr_array
    begun: sparse.csr_array
    finished: sparse.csr_array
    met: sparse.csr_array
    beyond: sparse.csr_array
    held: sparse.csr_array
    transferred: sparse.csr_array
    upper: np.ndarray
    integer: np.ndarray
    problem: Problem
    mode: Mode

    @cached_property
    def names(self) -> list[str]:
        """Names of the columns: `spend_P01_2021`, `start_R18_2022`, `met_S01_2021`, `beyond_…`."""
        problem = self.problem
        ids, years = problem.ids, problem.years
        kind = np.array(WORDS)[self.kind].tolist()
        work = [
            f"{word}_{ids[p]}_{years[t]}"
            for word, p, t in zip(kind, self.project.tolist(), self.year.tolist(), strict=True)
        ]
        reached = [f"{k}_{year}" for k in problem.indicator_ids for year in years]
        return [
            *work,
            *(f"met_{each}" for each in reached),
            *(f"beyond_{each}" for each in reached),
            *(f"transfer_{at + 1}_{year}" for at in range(self._moves) for year in years),
            *(f"held_{ids[p]}_{year}" for p in _held(problem).tolist() for year in years),
        ][: len(self.upper)]

    @cached_property
    def place_in_chain(self) -> np.ndarray:
        """
        How many starts (or ends) of the same project stand before each column, shape (W,).

        What is spent in a year is no such step: 0.
        """
        joined = (np.diff(self.project, prepend=-1) == 0) & (np.diff(self.kind, prepend=-1) == 0)
        at = np.arange(len(joined))
        first = np.maximum.accumulate(np.where(joined, 0, at))
        return np.where(self.integer[: len(at)], at - first, 0)

    @property
    def _moves(self) -> int:
        """How many transfers there are."""
        return self.transferred.shape[0] // len(self.problem.years)

    @cached_property
    def funded(self) -> sparse.csr_array:
        """Operator to the share of each project that is carried out, shape (P, V)."""
        n = len(self.problem.years)
        return self.begun[n - 1 :: n]

    @cached_property
    def years_finished(self) -> np.ndarray:
        """How many project-years each column has finished, shape (V,)."""
        return np.asarray(self.finished.sum(axis=0))


def whole_years(problem: Problem) -> np.ndarray:
    """
    Return how many years each project takes at least, shape (P,): of its profile, or rounded up.

    A length stops at n + 1 years: such a project does not fit, however much longer it is.
    """
    longest = len(problem.years) + 1
    rounded = [min(math.ceil(years - 1e-9), longest) for years in problem.duration]
    return np.where(problem.profile_length > 0, problem.profile_length, np.array(rounded, int))


def profiles(problem: Problem, mode: Mode) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the profiles of what a start brings, and its years; 0 years: a project without starts.

    Whole projects spend evenly where no profile is given, and a steady start spends nothing itself.
    """
    if mode == Mode.SHARES:
        return problem.profile, problem.profile_length
    length = whole_years(problem)
    profile = np.zeros((len(length), length.max(initial=1)))
    profile[:, : problem.profile.shape[1]] = problem.profile[:, : profile.shape[1]]
    if mode == Mode.WHOLE:
        even = np.flatnonzero(problem.profile_length == 0)
        years = np.arange(profile.shape[1])
        profile[even] = (years < length[even, None]) / length[even, None]
    return profile, length


def _columns(
    problem: Problem, mode: Mode, length: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return project, year and kind of the work columns, shape (W,) each."""
    started = length > 0
    final = np.where(started, problem.last - np.maximum(length, 1) + 1, problem.last)
    if mode == Mode.STEADY:
        # What was begun before the first year goes on in it, or not at all.
        final = np.where(problem.opening.begun > 0, np.minimum(final, problem.first), final)
    choices = np.where(problem.excluded, 0, np.maximum(final - problem.first + 1, 0))
    windows = [(problem.first, choices, np.where(started, START, SPEND))]
    if mode == Mode.STEADY:
        steady = (choices > 0) & (problem.profile_length == 0)
        first_end = problem.first + length - 1
        ends = np.where(steady, problem.last - first_end + 1, 0)
        years = np.where(steady, problem.last - problem.first + 1, 0)
        windows.append((first_end, ends, np.full(len(ends), END)))
        windows.append((problem.first, years, np.full(len(ends), SPEND)))
    found = []
    for first, count, kind in windows:
        project = np.repeat(np.arange(len(count)), count)
        before = np.repeat(np.cumsum(count) - count, count)
        found.append((project, first[project] + np.arange(len(project)) - before, kind[project]))
    project, year, kinds = (np.concatenate(each) for each in zip(*found, strict=True))
    return project, year, kinds


def arrange(problem: Problem, mode: Mode = Mode.SHARES) -> Work:
    """
    Return the variables of a problem, in shares, with whole projects or with steady work.

    Columns exist only inside the windows, and not for excluded projects.
    """
    p_count, n, k_count = problem.size
    profile, length = profiles(problem, mode)
    project, year, kind = _columns(problem, mode, length)
    starts = kind == START
    # All land of a project that is carried out whole comes at once.
    holding = _held(problem)[: 0 if mode.all_or_nothing else None]
    moves = len(problem.purses.most) * n if problem.purses.apart else 0
    columns = len(project) + 2 * k_count * n + moves + len(holding) * n

    lag = np.arange(n)[:, None]  # years since the column's year; shape (n, W) below
    on_time = year + lag < n
    spending = np.zeros((n, len(project)))
    spending[0] = kind == SPEND
    for years_in in range(min(n, profile.shape[1])):
        spending[years_in] += np.where(starts, profile[project, years_in], 0.0)
    if mode == Mode.STEADY:
        begins, ends = starts, (kind == END) | (starts & (problem.profile_length[project] > 0))
    else:
        begins = ends = np.ones(len(project), dtype=bool)
    to_end = np.where(starts, length[project], 1) - 1
    rows = project * n + year

    def operator(values: np.ndarray) -> sparse.csr_array:
        kept = on_time & (values != 0)
        at = np.broadcast_to(rows + lag, kept.shape)[kept]
        column = np.broadcast_to(np.arange(len(project)), kept.shape)[kept]
        return sparse.csr_array((values[kept], (at, column)), shape=(p_count * n, columns))

    reached = k_count * n
    return Work(
        project=project,
        year=year,
        kind=kind,
        spent=operator(spending),
        begun=operator(np.where(begins, np.ones((n, 1)), 0.0)),
        finished=operator(((lag >= to_end) & ends).astype(float)),
        met=sparse.eye_array(reached, columns, k=len(project), format="csr"),
        beyond=sparse.eye_array(reached, columns, k=len(project) + reached, format="csr"),
        upper=np.concatenate(
            [
                np.where(kind == SPEND, 1.0 / problem.duration[project], 1.0),
                np.ones(reached),
                np.full(reached + moves, np.inf),
                np.repeat(_held_share(problem)[holding], n),
            ]
        ),
        integer=np.concatenate(
            [(kind != SPEND) & mode.all_or_nothing, np.zeros(columns - len(project), dtype=bool)]
        ),
        problem=problem,
        mode=mode,
        transferred=sparse.eye_array(moves, columns, k=len(project) + 2 * reached, format="csr"),
        held=_held_operator(holding, n, (p_count * n, columns)),
    )


def _held(problem: Problem) -> np.ndarray:
    """Return the projects that hold land ahead of their work, as indices."""
    return np.flatnonzero((problem.opening.land > 0) & (problem.land > 0) & ~problem.excluded)


def _held_share(problem: Problem) -> np.ndarray:
    """Return the share of each project whose land it holds already, shape (P,)."""
    return np.minimum(problem.opening.land / np.where(problem.land > 0, problem.land, 1.0), 1.0)


def _held_operator(holding: np.ndarray, n: int, shape: tuple[int, int]) -> sparse.csr_array:
    rows = (holding[:, None] * n + np.arange(n)).ravel()
    columns = shape[1] - len(rows) + np.arange(len(rows))
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
