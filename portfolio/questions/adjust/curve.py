"""How many projects have to move for each loss: what a smaller change costs in points."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.listen import Inner, Listener
from portfolio.questions.adjust.study import Adjusted, least_change
from portfolio.words import Words, about

LOSSES = (0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)  # tried in turn, points
SAME = 0.005  # 万元: two sums as near as that are one


@dataclass(frozen=True)
class CurveStep:
    """The least change for one loss."""

    loss: float = about("允许让出的得分", "points that may be given up", "分")
    score: float = about("调整后的得分", "score of the adjusted plan")
    moved_projects: int = about("变动的项目数", "projects that move", "项")
    moved_projects_least: int = about(
        "已证明至少要变动的项目数", "projects that have to move, as far as proven", "项"
    )
    moved_money: float = about("变动资金", "money that moves", "万元")


def curve(found: Adjusted, listener: Listener) -> list[CurveStep]:
    """
    Return the least change for rising losses, up to that which no loss makes smaller.

    The last step is the least change whatever the score; its loss is what it gives up.

    Parameters
    ----------
    found
        An adjusted plan; its own loss is a step too.
    listener
        Told which loss of how many is tried; once it is stopped, the steps so far are the answer.
    """
    best, hand = found.best, found.hand
    losses = sorted({*LOSSES, found.loss})
    losses = [each for each in losses if each < best.score]
    listener.step(Words("逐档试算让出的得分", "trying losses in turn"))
    listener.count(0, len(losses) + 1, "")
    inner = Inner(listener)
    last = _step(least_change(best, hand, best.score, inner))
    steps: list[CurveStep] = []
    for done, loss in enumerate(losses, start=1):
        if listener.stopped:
            return steps
        listener.count(done, len(losses) + 1, f"{loss:g}")
        own = found if loss == found.loss else least_change(best, hand, loss, inner)
        steps.append(_step(own))
        if _as_small(steps[-1], last):
            return steps
    return [*steps, last]


def _step(found: Adjusted) -> CurveStep:
    given = found.best.score - found.plan.score
    return CurveStep(
        loss=min(found.loss, round(given, 6)) if found.loss >= found.best.score else found.loss,
        score=found.plan.score,
        moved_projects=int(found.moved.sum()),
        moved_projects_least=found.least,
        moved_money=round(found.moved_money, 6),
    )


def _as_small(step: CurveStep, last: CurveStep) -> bool:
    return (
        step.moved_projects <= last.moved_projects and step.moved_money <= last.moved_money + SAME
    )
