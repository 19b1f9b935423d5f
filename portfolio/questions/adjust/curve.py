"""How many projects have to move for each loss: what a smaller change costs in points."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.listen import Aside, Listener
from portfolio.questions.adjust.study import Adjusted, fewest_moves
from portfolio.words import Words, about

LOSSES = (0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)  # tried in turn, points


@dataclass(frozen=True)
class CurveStep:
    """The fewest projects for one loss."""

    loss: float = about("允许让出的得分", "points that may be given up", "分")
    moved_projects: int = about("变动的项目数", "projects that move", "项")
    moved_projects_least: int = about(
        "已证明至少要变动的项目数", "projects that have to move, as far as proven", "项"
    )


def curve(found: Adjusted, listener: Listener) -> list[CurveStep]:
    """
    Return the fewest projects for rising losses, up to the first that no loss makes fewer.

    Parameters
    ----------
    found
        An adjusted plan, whose best plan and plan in hand are looked at.
    listener
        Told how many losses are done; once it is stopped, the steps so far are the answer.
    """
    best, hand, aside = found.best, found.hand, Aside(listener)
    losses = [each for each in LOSSES if each < best.score]
    listener.step(Words("逐档试算让出的得分", "trying losses in turn"))
    last = CurveStep(best.score, *fewest_moves(best, hand, best.score, aside))
    steps: list[CurveStep] = []
    for done, loss in enumerate(losses, start=1):
        if listener.stopped:
            return steps
        steps.append(CurveStep(loss, *fewest_moves(best, hand, loss, aside)))
        listener.count(done, len(losses))
        if steps[-1].moved_projects <= last.moved_projects:
            return steps
    return [*steps, last]
