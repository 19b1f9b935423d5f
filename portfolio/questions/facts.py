"""What a plan comes to, as rows that can be laid side by side: section, key, year, value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from portfolio.plan.plan import Plan

Key = tuple[str, str, str]  # section, key, year ("": all years together)
Facts = dict[Key, float]

TOTAL = "total"
BY = {"money": ("domain", "district", "funding", "purse"), "land": ("domain", "district")}
SECTIONS = (
    "score",
    "points",
    "met",
    "added",
    "envelope",
    "money",
    "money_domain",
    "money_district",
    "money_funding",
    "money_purse",
    "land",
    "land_domain",
    "land_district",
    "share",
    "start",
    "finish",
)
# Two values are equal if they differ by less than this part of the largest value they are
# measured against: a plan holds its best score to 1e-7 only, and the schedule moves with it.
PRECISION = {"money": 1e-6, "land": 1e-6, "envelope": 1e-9, "score": 1e-6}
USUAL_PRECISION = 1e-4
CHANGED = 1e-4  # share of a project by which it changes at least


def facts(plan: Plan) -> Facts:
    """Return everything that is compared about a plan."""
    everyone = np.ones(len(plan.problem.ids), dtype=bool)
    return {
        **_summary(plan),
        **indicator_facts(plan),
        **_envelope(plan),
        **money_and_land(plan, everyone),
        **_projects(plan),
    }


def _summary(plan: Plan) -> Facts:
    values = {
        "score": plan.score,
        "within_need": plan.points_within_need,
        "beyond_need": plan.score - plan.points_within_need,
        "funded": plan.carried_out.sum(),
        "in_part": plan.in_part.sum(),
        "promoted": plan.promoted.sum(),
        "investment": plan.investment.sum(),
        "land": plan.land_release.sum(),
    }
    return {("score", key, ""): float(value) for key, value in values.items()}


def indicator_facts(plan: Plan) -> Facts:
    """Return points, share of the need met and amount added, by indicator, at the horizon's end."""
    found: Facts = {}
    for k, name in enumerate(plan.problem.indicator_ids):
        found["points", name, ""] = float(plan.points[k].sum())
        found["met", name, ""] = float(plan.met[k, -1] + plan.beyond[k, -1])
        found["added", name, ""] = float(plan.added[k, -1])
    return found


def _envelope(plan: Plan) -> Facts:
    found: Facts = {}
    for key, amounts in (("budget", plan.problem.budget), ("land", plan.problem.land_quota)):
        found |= _by_year("envelope", key, plan.years, amounts)
    return found


def money_and_land(plan: Plan, chosen: np.ndarray) -> Facts:
    """Return money and land by year and by column, of the projects in the mask, shape (P,)."""
    found: Facts = {}
    for section, amounts in (("money", plan.investment), ("land", plan.land_release)):
        found |= _by_year(section, TOTAL, plan.years, amounts[chosen].sum(axis=0))
        for by in BY[section]:
            for key, share in plan.problem.shares_by(by).items():
                of_key = (chosen * share) @ amounts
                found |= _by_year(f"{section}_{by}", key, plan.years, of_key)
    return found


def _by_year(section: str, key: str, years: Iterable[int], amounts: np.ndarray) -> Facts:
    found = {
        (section, key, str(year)): float(each) for year, each in zip(years, amounts, strict=True)
    }
    found[section, key, ""] = float(amounts.sum())
    return found


def _projects(plan: Plan) -> Facts:
    found: Facts = {}
    columns = (("share", plan.funded), ("start", plan.start_year), ("finish", plan.done_year))
    for section, values in columns:
        for name, value in zip(plan.problem.ids, values, strict=True):
            found[section, name, ""] = float(value)
    return found


def side_by_side(parts: Sequence[Facts]) -> dict[Key, list[float]]:
    """Return the values of all parts by row; NaN where one has no such row. Ordered by section."""
    keys = dict.fromkeys(key for part in parts for key in part)
    place = {section: at for at, section in enumerate(SECTIONS)}
    first: dict[tuple[str, str], int] = {}
    for section, key, _ in keys:
        first.setdefault((section, key), len(first))
    ordered = sorted(keys, key=lambda row: (place[row[0]], first[row[:2]], row[2] == "", row[2]))
    return {key: [part.get(key, float("nan")) for part in parts] for key in ordered}


def differing(rows: Mapping[Key, Sequence[float]]) -> set[Key]:
    """Return the rows whose values are not all equal, up to what a plan can be held to."""
    largest: dict[str, float] = {}
    for row, values in rows.items():
        known = [abs(value) for value in values if not np.isnan(value)]
        scale = _scale(row)
        largest[scale] = max([largest.get(scale, 0.0), *known])
    return {
        row for row, values in rows.items() if not _equal(values, _step(row) * largest[_scale(row)])
    }


def _kind(row: Key) -> str:
    return row[0].partition("_")[0]


def _scale(row: Key) -> str:
    """Rows that are measured against the same largest value."""
    by_key = ("score", "added", "envelope")
    return f"{row[0]} {row[1]}" if row[0] in by_key else _kind(row)


def _step(row: Key) -> float:
    return PRECISION.get(_kind(row), USUAL_PRECISION)


def _equal(values: Sequence[float], step: float) -> bool:
    unknown = np.isnan(values)
    if unknown.all() or unknown.any():
        return bool(unknown.all())
    return max(values) - min(values) <= max(step, 1e-9)
