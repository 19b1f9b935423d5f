"""The entry: Ctrl-C is attended to before anything is imported that takes a moment."""

from __future__ import annotations

SELDOM = (
    50_000  # objects made between two looks for garbage; the usual 700 take a twentieth of the time
)


def main() -> int:
    """Run one command; see `portfolio.cli.main`."""
    import gc

    gc.set_threshold(SELDOM)
    import _signal  # what `signal` is made of; to import that one takes a moment, too

    early: list[object] = []
    _signal.signal(_signal.SIGINT, lambda *_: early.append(None))
    from portfolio.cli.interrupts import EARLY

    EARLY.attend(len(early))
    from portfolio.cli.main import main as run

    return run(helped=True)


if __name__ == "__main__":
    raise SystemExit(main())
