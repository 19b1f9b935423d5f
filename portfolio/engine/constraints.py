"""One function per row family of `docs/model.md`, and the tuple `CONSTRAINTS`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse

from portfolio.engine.money import annual_budget, funding_ceiling, purse, transfer
from portfolio.engine.rows import Rows, earlier, in_shares, joined, membership
from portfolio.engine.steady import steady
from portfolio.engine.work import Work
from portfolio.inputs.problem import Problem


def completion(problem: Problem, work: Work) -> Rows:
    r"""
    A project is carried out once at most, a required one in full; an excluded one has no columns.

    .. math:: required_p \le funded_p \le 1 \quad \forall p \in P
    """
    listed = ~problem.excluded
    labels = [name for name, kept in zip(problem.ids, listed.tolist(), strict=True) if kept]
    least = np.where(problem.required, problem.opening.least, -np.inf)[listed]
    return Rows("completion", labels, work.funded[np.flatnonzero(listed)], lower=least, upper=1.0)


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


def beyond_cap(problem: Problem, work: Work) -> Rows:
    r"""
    Beyond a need, at most so many further needs count; in units of the need.

    .. math:: v_{kt} \le \kappa \quad \forall k \in K, t \in T
    """
    if not np.isfinite(problem.beyond_cap):
        return joined("beyond_cap", [], work)
    labels = [f"{name}_{year}" for name in problem.indicator_ids for year in problem.years]
    return Rows("beyond_cap", labels, work.beyond, upper=problem.beyond_cap)


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
    begun = in_shares(work.begun, problem.opening.step, n)
    before = problem.opening.begun[problem.requires]
    ahead = np.repeat(np.maximum(before[:, 1] - before[:, 0], 0.0), n)
    return Rows("requires", labels, begun[p.ravel()] - begun[q.ravel()], upper=ahead)


def after(problem: Problem, work: Work) -> Rows:
    r"""
    Work on a project begins, and goes on, only as far as what it comes after was finished before.

    .. math:: begun_{pt} \le finished_{q,t-1} \quad \forall (p, q) \in A, t \in T
    """
    n, opening = len(problem.years), problem.opening
    p, q = (problem.after[:, side, None] * n + np.arange(n) for side in (0, 1))
    labels = [
        f"{problem.ids[one]}_{problem.ids[other]}_{year}"
        for one, other in problem.after
        for year in problem.years
    ]
    begun = in_shares(work.begun, opening.step, n)
    finished = earlier(problem) @ in_shares(work.finished, opening.finishing, n)
    lead = opening.finished[problem.after[:, 1]] - opening.begun[problem.after[:, 0]]
    ahead = np.repeat(np.maximum(lead, 0.0), n)
    return Rows("after", labels, begun[p.ravel()] - finished[q.ravel()], upper=ahead)


def site_group(problem: Problem, work: Work) -> Rows:
    r"""
    Projects that share a site exclude one another.

    .. math:: \sum_{p \in g} funded_p \le 1 \quad \forall g \in S
    """
    chosen = membership(problem, problem.site_groups)
    labels = range(1, len(problem.site_groups) + 1)
    rest = in_shares(work.funded, problem.opening.step, 1)
    free = np.maximum(1.0 - chosen @ problem.opening.begun, 0.0)
    return Rows("site_group", labels, chosen @ rest, upper=free)


def limits(problem: Problem, work: Work) -> Rows:
    r"""
    Investment in a domain or district stays between its floors and ceilings.

    .. math:: m_g \le \sum_{p \in g} \sum_{t \in T} c_p \, spent_{pt} \le M_g, \quad
        \mu_g I \le \sum_{p \in g} \sum_{t \in T} c_p \, spent_{pt} \le \lambda_g I, \quad
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
    # What was begun as a whole is under way as a whole.
    step = np.where(problem.opening.step > 0, problem.opening.step, 1.0)
    busy = in_shares(work.begun - earlier(problem) @ work.finished, step, n)
    members = membership(problem, [group for group, _ in problem.under_way])
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
    purse,
    transfer,
    land,
    attainment,
    beyond_cap,
    requires,
    after,
    site_group,
    limits,
    under_way,
    land_held,
    steady,
)
