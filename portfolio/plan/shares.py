"""When a share counts as all, and when as nothing; and how it is said."""

from __future__ import annotations

FULL = 1 - 1e-6  # a share from which a project counts as carried out in full
TRACE = 1e-6  # a share up to which it counts as left out
NOISE = 1e-9  # solver noise in a share


def in_percent(share: float) -> str:
    """
    Return a share in percent; a part is never said to be all or nothing.

    >>> in_percent(0.5), in_percent(0.9962), in_percent(0.0004), in_percent(1.0)
    ('50%', '99.6%', '0.04%', '100%')
    """
    for digits in range(6):
        said = f"{share:.{digits}%}"
        if float(said[:-1]) not in (0, 100) or share in (0, 1):
            break
    return said
