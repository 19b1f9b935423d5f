"""Where something sets in: a bracket narrowed, and a value that is fit to be published."""

from __future__ import annotations

import math
from collections.abc import Callable

PRECISION = 0.001  # a threshold less this part of it is too little; that has been tried
NUDGE = 1e-6  # how far beyond a zero on the line between two ends is looked
DIGITS = 7  # that are published


def edge(
    pull: Callable[[float], float],
    ends: tuple[float, float],
    values: tuple[float, float],
    precision: float = PRECISION,
) -> float:
    """
    Return the end where a project is in of a bracket narrowed to `precision` of itself.

    Parameters
    ----------
    pull
        At least 0 where the project is in.
    ends, values
        Where it is out, and where it is in; and the pull there.
    """
    (out, into), (low, high), turn = ends, values, 0
    while abs(into - out) > precision * min(into, max(out, into)):
        tried = _between(out, into, low, high, by_halves=turn % 3 == 2)
        found, turn = pull(tried), turn + 1
        if found >= 0:
            into, high = tried, found
        else:
            out, low = tried, found
    return into


def _between(out: float, into: float, low: float, high: float, by_halves: bool) -> float:
    """Return where to look next: on the line between the ends, past its zero, or in the middle."""
    middle = math.sqrt(out * into) if out > 0 else into / 2
    if by_halves or not math.isfinite(low) or high <= low:
        return middle
    zero = out + (into - out) * low / (low - high)
    # A little beyond the zero, away from the nearer end, so that the bracket closes at both.
    nearer = abs(zero - into) < abs(zero - out)
    zero += NUDGE * zero * math.copysign(1, (out - into) if nearer else (into - out))
    return zero if min(out, into) < zero < max(out, into) else middle


def published(value: float, up: bool) -> float:
    """Return a value with `DIGITS` digits, rounded to the side where the project is in."""
    if value <= 0:
        return value
    unit = 10.0 ** (math.floor(math.log10(value)) + 1 - DIGITS)
    steps = value / unit
    whole = round(steps) if abs(steps - round(steps)) < 1e-6 else math.floor(steps) + up
    return float(f"{whole * unit:.{DIGITS}g}")
