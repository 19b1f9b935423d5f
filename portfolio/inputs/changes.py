"""What a call of the library may say otherwise than its scenario, checked like the file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from portfolio.errors import Findings
from portfolio.inputs.columns import SHARE_TOLERANCE
from portfolio.inputs.keys import check_keys
from portfolio.inputs.scenario import Envelope, Scenario
from portfolio.inputs.schema import ScenarioKeys
from portfolio.terms import Mode
from portfolio.words import Words, said

CALL = "read_problem(...)"
# Which key of a scenario file each argument stands for; its value is checked as that key's.
PLACES: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "mode": ("solve", "mode"),
    "least_share": ("solve", "least_share"),
    "stretch": ("solve", "stretch"),
    "thresholds": ("solve", "thresholds"),
    "gap": ("solve", "gap"),
    "time_limit": ("solve", "time_limit"),
    "solver": ("solve", "solver"),
    "required": ("promote", "required"),
    "excluded": ("promote", "excluded"),
    "may_drop": ("replan", "may_drop"),
    "exempt": ("land", "exempt"),
    "commitment": ("planned", "commitment"),
    "carry_over": ("budget", "carry_over"),
    "separate": ("budget", "separate"),
    "beyond_need": ("objective", "beyond_need"),
    "beyond_cap": ("objective", "beyond_cap"),
    "needs": ("objective", "needs"),
    "benefit": ("objective", "benefit"),
    "ignore": ("rules", "ignore"),
    "year_weights": ("objective", "year_weights"),
    "weights": ("weights",),
    "adopted": ("livelihood", "adopted"),
    "adopted_factor": ("livelihood", "factor"),
}
AMOUNTS: dict[str, tuple[str, ...]] = {
    "budget_total": ("budget", "total"),
    "budget_by_year": ("budget", "by_year"),
    "land_total": ("land", "total"),
    "land_by_year": ("land", "by_year"),
}
# What is asked for by another name.
RATHER = {
    "budget": ("budget_total", "budget_by_year"),
    "land": ("land_total", "land_by_year"),
    "land_quota": ("land_total", "land_by_year"),
}


def check_changes(changes: Mapping[str, Any], findings: Findings) -> None:
    """Note every argument that is unknown or whose value may not stand there."""
    for name, value in changes.items():
        place = (PLACES | AMOUNTS).get(name)
        if name in RATHER:
            use = " / ".join(f"{each}=" for each in RATHER[name])
            findings.add(CALL, None, name, said(value), Words(f"用 {use}", f"{use} in its place"))
        elif place is None:
            known = [*AMOUNTS, *PLACES]
            near = difflib.get_close_matches(name, known, n=1, cutoff=0)[0]
            unknown = Words(f"未知的参数“{name}”", f"unknown argument '{name}'")
            listed = ", ".join(known)
            allowed = Words(
                f"最接近的是 {near}；可用的有 {listed}", f"nearest: {near}; there are {listed}"
            )
            findings.add(CALL, None, name, unknown, allowed)
        else:
            _check(name, place, value, findings)
    for one, other in (("budget_total", "budget_by_year"), ("land_total", "land_by_year")):
        if one in changes and other in changes:
            both = Words(f"与 {one} 并列的 {other}", f"{other} beside {one}")
            findings.add(CALL, None, other, both, Words("只用其中一个", "one of the two"))


def _check(name: str, place: tuple[str, ...], value: Any, findings: Findings) -> None:
    """Check a value as the key of a file that it stands for."""
    tree: Any = _as_toml(value)
    for key in reversed(place):
        tree = {key: tree}
    wrong = Findings()
    check_keys(tree, ScenarioKeys, CALL, wrong)
    for each in wrong.items:
        below = (each.column or "").removeprefix(".".join(place))
        findings.add(CALL, None, f"{name}{below}", said(value), each.allowed)


def _as_toml(value: Any) -> Any:
    """Return a value as a TOML file would give it: lists, plain numbers and text."""
    if isinstance(value, Mode):
        return value.value
    if hasattr(value, "tolist"):  # of numpy
        return value.tolist()
    if isinstance(value, (tuple, set, frozenset)):
        return list(value)
    return value


def changed(scenario: Scenario, changes: Mapping[str, Any], findings: Findings) -> Scenario:
    """Return the scenario with checked changes; notes what does not fit its horizon."""
    fields = {name: _typed(name, value) for name, value in changes.items() if name in PLACES}
    weights = fields.get("year_weights")
    if weights is not None:
        _one_each(scenario, "year_weights", weights, findings)
        if not abs(sum(weights) - 1) <= SHARE_TOLERANCE:
            is_now = f"{sum(weights):.9g}"
            found = Words(f"合计 {is_now}", f"a sum of {is_now}")
            findings.add(CALL, None, "year_weights", found, Words("合计为 1", "a sum of 1"))
    for field, envelope in (("budget", scenario.budget), ("land", scenario.land)):
        by_year = changes.get(f"{field}_by_year")
        if by_year is not None:
            _one_each(scenario, f"{field}_by_year", by_year, findings)
            fields[field] = Envelope(tuple(float(each) for each in by_year))
        total = changes.get(f"{field}_total")
        if total is not None:
            fields[field] = scaled(envelope, float(total))
    return replace(scenario, **fields)


def _typed(name: str, value: Any) -> Any:
    if name == "mode":
        return Mode(value)
    value = _as_toml(value)
    return tuple(value) if isinstance(value, list) else value


def _one_each(scenario: Scenario, name: str, values: Sequence[float], findings: Findings) -> None:
    n = len(scenario.years)
    if len(values) != n:
        found = Words(f"{len(values)} 个数", f"{len(values)} numbers")
        allowed = Words(f"{n} 个数，每年一个", f"{n} numbers, one a year")
        findings.add(CALL, None, name, found, allowed)


def scaled(envelope: Envelope, total: float) -> Envelope:
    """Return yearly amounts brought to a total; evenly where there is nothing to scale."""
    before, n = sum(envelope.by_year), len(envelope.by_year)
    if not before:
        return Envelope((total / n,) * n)
    return Envelope(tuple(each * (total / before) for each in envelope.by_year))
