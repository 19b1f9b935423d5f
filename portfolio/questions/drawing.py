"""The pictures of an answer as bytes: drawn here, or by a helper while this process goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portfolio.listen import Clock
from portfolio.questions.contract import Answer
from portfolio.runs.beside import Helper

Picture = tuple[str, dict[str, bytes]]  # its stem, and its files by suffix


def begin(found: Answer, lang: str, helper: Helper | None) -> None:
    """Have the pictures of an answer drawn by the helper, if there is one."""
    if helper is not None:
        helper.ask(drawn_beside, found, lang)


def drawn(found: Answer, lang: str, helper: Helper | None, clock: Clock) -> Iterator[Picture]:
    """
    Yield the pictures of an answer: those of the helper, or drawn here to the same bytes.

    The clock hears of the step, if there is anything to draw.
    """
    if helper is not None and helper.asked:
        clock.step("draw")
        pictures = helper.answer(clock.breathe)
        if pictures is not None:
            yield from pictures
            return
    yield from _drawn_here(found, lang, lambda: clock.step("draw"), clock.breathe)


def drawn_beside(found: Answer, lang: str) -> list[Picture]:
    """Return all pictures of an answer: what the helper does."""
    return list(_drawn_here(found, lang))


def _drawn_here(
    found: Answer,
    lang: str,
    begun: Callable[[], None] = lambda: None,
    breathe: Callable[[], None] = lambda: None,
) -> Iterator[Picture]:
    pictures = found.pictures(lang)
    if not pictures:
        return
    begun()
    from portfolio.report import style
    from portfolio.report.sheet import figure_of

    for stem, draw in pictures.items():
        breathe()
        axes = draw()
        if axes is not None:
            yield stem, style.files_of(figure_of(axes))
