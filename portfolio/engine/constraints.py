"""One function per row family of `docs/model.md`, and the tuple `CONSTRAINTS`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from portfolio.engine.work import Work
from portfolio.inputs.problem import Group, Problem


@dataclass(frozen=True)
class Rows:
    """
    Rows of one family: `matrix @ variables` compared with a bound, one sense for each row.

    Attributes
    ----------
    family
        Name of the row family, the function that made it.
    labels
        One label a row; the row is named `family_label`.
    matrix
        Shape (rows, V).
    lower, upper
        Shape (rows,), or one number for all; equal for an equation, else one of them infinite.
    """

    family: str
    labels: Sequence[object]
    matrix: sparse.csr_array
    lower: np.ndarray | float = -np.inf
    upper: np.ndarray | float = np.inf

    @property
    def names(self) -> list[str]:
        """Names of the rows."""
        return [f"{self.family}_{label}" for label in self.labels]


def completion(problem: Problem, work: Work) -> Rows:
    r"""
    A project is carried out once at most, a required one in full; an excluded one has no columns.

    .. math:: required_p \le funded_p \le 1 \quad \forall p \in P
    """
    listed = ~problem.excluded
    labels = [name for name, kept in zip(problem.ids, listed.tolist(), strict=True) if kept]
    least = np.where(problem.required, problem.opening.least, -np.inf)[listed]
    return Rows("completion", labels, work.funded[np.flatnonzero(listed)], lower=least, upper=1.0)


def annual_budget(problem: Problem, work: Work) -> Rows:
    r"""
    Money spent in a year stays within that year's budget; with carry-over, up to each year.

    .. math:: \sum_{p \in P} c_p \, spent_{pt} \le B_t \quad \forall t \in T
    """
    spending = problem.sum_over_projects(problem.cost) @ work.spent
    return _within(problem, "annual_budget", problem.years, spending, problem.budget)


def funding_ceiling(problem: Problem, work: Work) -> Rows:
    r"""
    Money from one source stays within that source's ceiling, like the annual budget.

    .. math:: \sum_{p \in P_f} c_p \, spent_{pt} \le B_{ft} \quad \forall f \in F, t \in T
    """
    blocks = []
    for source, ceiling in problem.funding_budget.items():
        own = np.where(problem.members("funding", source), problem.cost, 0.0)
        labels = [f"{source}_{year}" for year in problem.years]
        spending = problem.sum_over_projects(own) @ work.spent
        blocks.append(_within(problem, "funding_ceiling", labels, spending, ceiling))
    return _joined("funding_ceiling", blocks, work)


def land(problem: Problem, work: Work) -> Rows:
    r"""
    Land of all work begun so far stays within the quota released so far.

    .. math:: \sum_{p \in P} L_p \, begun_{pt} \le \sum_{s \le t} G_s \quad \forall t \in T
    """
    taken = problem.sum_over_projects(problem.land) @ (work.begun - work.held)
    return Rows("land", problem.years, taken, upper=np.cumsum(problem.land_quota))


def attainment(problem: Problem, work: Work) -> Rows:
    r"""
    Need is met, or exceeded, by what finished work adds; in units of the need.

    .. math:: y_{kt} + v_{kt} \le \sum_{p \in P} a_{pk} \, finished_{pt} / N_k
        \quad \forall k \in K, t \in T
    """
    n = len(problem.years)
    relative = problem.amount.multiply(1 / problem.need[:, None])
    added = sparse.kron(relative, sparse.eye_array(n), format="csr") @ work.finished
    labels = [f"{name}_{year}" for name in problem.indicator_ids for year in problem.years]
    ready = np.repeat(problem.opening.serving / problem.need, n)
    return Rows("attainment", labels, work.met + work.beyond - added, upper=ready)


def requires(problem: Problem, work: Work) -> Rows:
    r"""
    Work on a project begins no earlier, and goes no further, than on what it requires.

    .. math:: begun_{pt} \le begun_{qt} \quad \forall (p, q) \in R, t \in T
    """
    n = len(problem.years)
    p, q = (problem.requires[:, side, None] * n + np.arange(n) for side in (0, 1))
    labels = [
        f"{problem.ids[one]}_{problem.ids[other]}_{year}"
        for one, other in problem.requires
        for year in problem.years
    ]
    begun = _in_shares(work.begun, problem.opening.step, n)
    before = problem.opening.begun[problem.requires]
    ahead = np.repeat(np.maximum(before[:, 1] - before[:, 0], 0.0), n)
    return Rows("requires", labels, begun[p.ravel()] - begun[q.ravel()], upper=ahead)


def site_group(problem: Problem, work: Work) -> Rows:
    r"""
    Projects that share a site exclude one another.

    .. math:: \sum_{p \in g} funded_p \le 1 \quad \forall g \in S
    """
    chosen = _membership(problem, problem.site_groups)
    labels = range(1, len(problem.site_groups) + 1)
    rest = _in_shares(work.funded, problem.opening.step, 1)
    free = np.maximum(1.0 - chosen @ problem.opening.begun, 0.0)
    return Rows("site_group", labels, chosen @ rest, upper=free)


def limits(problem: Problem, work: Work) -> Rows:
    r"""
    Investment in a domain or district stays between its floors and ceilings.

    .. math:: m_g \le \sum_{p \in g} \sum_{t \in T} c_p \, spent_{pt} \le M_g, \quad
        \mu_g I \le \sum_{p \in g} \sum_{t \in T} c_p \, spent_{pt} \le \kappa_g I, \quad
        I = \sum_{p \in P} \sum_{t \in T} c_p \, spent_{pt}
    """
    n = len(problem.years)
    per_year = np.repeat(problem.cost, n)
    rows, labels, lower, upper = [], [], [], []
    for number, (group, limit) in enumerate(problem.limits, start=1):
        inside = np.repeat(np.isin(np.arange(len(problem.cost)), group.members), n)
        for kind, share, floor, ceiling in (
            ("min_share", limit.min_share, 0.0, np.inf),
            ("max_share", limit.max_share, -np.inf, 0.0),
            ("min_investment", 0.0, limit.min_investment, np.inf),
            ("max_investment", 0.0, -np.inf, limit.max_investment),
        ):
            if share is None or floor is None or ceiling is None:
                continue
            rows.append((inside - share) * per_year)
            labels.append(f"{group.by}_{number}_{kind}")
            already = float((inside[::n] - share) @ problem.opening.money)
            lower.append(floor - already)
            upper.append(ceiling - already)
    weights = sparse.csr_array(np.array(rows).reshape(len(rows), len(per_year)))
    return Rows("limits", labels, weights @ work.spent, np.array(lower), np.array(upper))


def under_way(problem: Problem, work: Work) -> Rows:
    r"""
    Of one owner's or district's projects, at most so many are under way in a year.

    .. math:: \sum_{p \in g} (begun_{pt} - finished_{p,t-1}) \le U_g \quad \forall g \in W, t \in T
    """
    n = len(problem.years)
    earlier = sparse.kron(
        sparse.eye_array(len(problem.cost)), sparse.eye_array(n, k=-1), format="csr"
    )
    # What was begun as a whole is under way as a whole.
    step = np.where(problem.opening.step > 0, problem.opening.step, 1.0)
    busy = _in_shares(work.begun - earlier @ work.finished, step, n)
    members = _membership(problem, [group for group, _ in problem.under_way])
    labels = [
        f"{group.by}_{number}_{year}"
        for number, (group, _) in enumerate(problem.under_way, start=1)
        for year in problem.years
    ]
    most = np.repeat([float(most) for _, most in problem.under_way], n)
    sums = sparse.kron(members, sparse.eye_array(n), format="csr")
    return Rows("under_way", labels, sums @ busy, upper=most)


def land_held(problem: Problem, work: Work) -> Rows:
    r"""
    Land that a project holds from before the first year serves its own work only (replanning).

    .. math:: held_{pt} \le begun_{pt} \quad \forall p \in P, t \in T
    """
    n = len(problem.years)
    at = np.flatnonzero(np.diff(work.held.indptr))
    labels = [f"{problem.ids[row // n]}_{problem.years[row % n]}" for row in at.tolist()]
    return Rows("land_held", labels, work.held[at] - work.begun[at], upper=0.0)


CONSTRAINTS: tuple[Callable[[Problem, Work], Rows], ...] = (
    completion,
    annual_budget,
    funding_ceiling,
    land,
    attainment,
    requires,
    site_group,
    limits,
    under_way,
    land_held,
)


def _within(
    problem: Problem,
    family: str,
    labels: Sequence[object],
    spending: sparse.csr_array,
    ceiling: np.ndarray,
) -> Rows:
    """Yearly spending within a ceiling; with carry-over, what is spent so far within its sum."""
    if not problem.carry_over:
        return Rows(family, labels, spending, upper=ceiling)
    so_far = sparse.csr_array(np.tri(len(problem.years)))
    return Rows(family, labels, so_far @ spending, upper=np.cumsum(ceiling))


def _joined(family: str, blocks: list[Rows], work: Work) -> Rows:
    if not blocks:
        return Rows(family, (), sparse.csr_array((0, len(work.upper))), upper=np.zeros(0))
    return Rows(
        family,
        [label for block in blocks for label in block.labels],
        sparse.vstack([block.matrix for block in blocks], format="csr"),
        upper=np.concatenate([block.upper for block in blocks]),
    )


def _in_shares(rest: sparse.csr_array, step: np.ndarray, n: int) -> sparse.csr_array:
    """Turn shares of the rest of each project, n rows each, into shares of the whole project."""
    return sparse.csr_array(rest.multiply(np.repeat(step, n)[:, None]))


def _membership(problem: Problem, groups: Sequence[Group]) -> sparse.csr_array:
    """Operator that sums projects over groups, shape (groups, P)."""
    pairs = [(g, p) for g, group in enumerate(groups) for p in group.members]
    at = np.array(pairs, dtype=int).reshape(-1, 2)
    shape = (len(groups), len(problem.cost))
    return sparse.csr_array((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=shape)
