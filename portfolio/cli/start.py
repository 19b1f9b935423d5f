"""The entry: Ctrl-C is attended to before anything heavy is imported."""

from __future__ import annotations

import sys

from portfolio.cli.interrupts import EARLY


def main() -> int:
    """Run one command; see `portfolio.cli.main`."""
    EARLY.attend()
    from portfolio.cli.main import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
