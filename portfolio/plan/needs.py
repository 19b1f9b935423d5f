"""The score by origin of the need: what the papers say, and what the plan commits to itself."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.inputs.columns import ORIGINS
from portfolio.plan.plan import Plan
from portfolio.words import Words, about

KNOWN = ("stated", "derived")  # the text prints these needs, or the numbers they come from
NAMES = {
    "stated": Words("规划写明", "stated"),
    "derived": Words("据规划推算", "derived"),
    "commitment": Words("规划承诺量", "commitment"),
    "assumed": Words("假设", "assumed"),
}


@dataclass(frozen=True)
class OriginPoints:
    """What the needs of one origin earn."""

    origin: str = about(
        "`stated` 写明，`derived` 推算，`commitment` 等于规划承诺量，`assumed` 假设",
        "`stated`, `derived`, `commitment` (what the planned projects add up to) or `assumed`",
    )
    indicators: int = about("计分的指标数", "indicators that earn points", "项")
    worth: float = about("需求全部满足的得分", "points if every need is met from the first year")
    within: float = about("需求内的得分", "points within the need")
    beyond: float = about("超出需求的得分", "points beyond it")

    @property
    def points(self) -> float:
        """Points in all."""
        return self.within + self.beyond

    @property
    def known(self) -> bool:
        """Whether the papers print the need, or what it is computed from."""
        return self.origin in KNOWN


def points_by_origin(plan: Plan) -> list[OriginPoints]:
    """Return a record for each origin of need that earns points, the best founded first."""
    problem = plan.problem
    within = problem.points * (plan.met @ problem.year_weights)
    points = plan.points.sum(axis=1)
    return [
        OriginPoints(
            origin=origin,
            indicators=int(chosen.sum()),
            worth=float(problem.points[chosen].sum()),
            within=float(within[chosen].sum()),
            beyond=float((points - within)[chosen].sum()),
        )
        for origin in ORIGINS
        if (chosen := problem.origins == origin).any()
    ]
