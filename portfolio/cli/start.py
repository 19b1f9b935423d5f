"""The entry: Ctrl-C is attended to before anything is imported that takes a moment."""

from __future__ import annotations


def main() -> int:
    """Run one command; see `portfolio.cli.main`."""
    import _signal  # what `signal` is made of; to import that one takes a moment, too

    early: list[object] = []
    _signal.signal(_signal.SIGINT, lambda *_: early.append(None))
    from portfolio.cli.interrupts import EARLY

    EARLY.attend(len(early))
    from portfolio.cli.main import main as run

    return run(helped=True)


if __name__ == "__main__":
    raise SystemExit(main())
