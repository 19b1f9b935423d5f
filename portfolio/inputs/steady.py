"""Steady work: whether its least share can be kept over the longest stretch."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.scenario import Scenario
from portfolio.terms import Mode
from portfolio.words import Words

NAMED = 5  # projects that a finding names


def check_steady(
    projects: pd.DataFrame, scenario: Scenario, excluded: np.ndarray, findings: Findings
) -> None:
    """
    Note, once, a least share that projects cannot keep over their longest stretch.

    Projects with a profile follow it, and excluded ones have no work at all.
    """
    if scenario.mode != Mode.STEADY:
        return
    free = np.array([not isinstance(each, tuple) or not each for each in projects["spend_profile"]])
    longest = {
        name: math.ceil(years - 1e-9) + scenario.stretch
        for name, years, counts in zip(
            projects["id"], projects["duration"], free & ~excluded, strict=True
        )
        if counts
    }
    over = {
        name: years for name, years in longest.items() if scenario.least_share * years > 1 + 1e-9
    }
    if not over:
        return
    share = f"{scenario.least_share:g}"
    said = list(over.items())[:NAMED]
    more = len(over) > NAMED
    found = Words(
        f"{share}，{len(over)} 个项目做满最长年限时超过 1："
        + "、".join(f"{name}（{share} × {years} 年）" for name, years in said)
        + ("等" if more else ""),
        f"{share}, more than 1 over the longest stretch of {len(over)} projects: "
        + ", ".join(f"{name} ({share} x {years} years)" for name, years in said)
        + (", ..." if more else ""),
    )
    most = f"{math.floor(1e6 / max(over.values())) / 1e6:g}"
    allowed = Words(
        f"不超过 {most} 的数（least_share × (工期取整年 + stretch) 不超过 1）",
        f"at most {most} (least_share x (duration in whole years + stretch) is at most 1)",
    )
    findings.add(*scenario.place("solve", "least_share"), found, allowed)
