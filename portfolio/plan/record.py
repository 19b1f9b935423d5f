"""The one way from a plan to JSON and back, for whatever is kept between runs."""

from __future__ import annotations

from typing import Any

import numpy as np

from portfolio.inputs.problem import Problem
from portfolio.plan.plan import Plan
from portfolio.plan.reasons import reasons
from portfolio.terms import Mode, Status

VERSION = 2  # of the record; a run that finds another one begins anew
COURSE = ("spent", "begun", "finished")


def record(plan: Plan) -> dict[str, Any]:
    """
    Return a plan as JSON values, without its problem.

    Numbers keep all their digits: the plan that is read back is the same to the last bit.
    """
    return {
        "record": VERSION,
        "mode": plan.mode.value,
        "status": plan.status.value,
        "bound": plan.bound,
        "linear_optimum": plan.linear_optimum,
        "prices": {family: prices.tolist() for family, prices in plan.prices.items()},
        **{name: getattr(plan, name).tolist() for name in COURSE},
        "transferred": None if plan.transferred is None else plan.transferred.tolist(),
        "released": None if plan.released is None else plan.released.tolist(),
        "past": plan.past,
        "price_year": None if plan.price_year is None else plan.price_year.tolist(),
        "stopped": None if plan.stopped is None else plan.stopped.tolist(),
    }


def recall(problem: Problem, kept: dict[str, Any]) -> Plan:
    """
    Return the plan of a problem that `record` was given.

    Raises
    ------
    ValueError
        If the record is of another version, or its plan is of another problem.
    """
    if kept.get("record") != VERSION:
        raise ValueError(f"a plan record of version {kept.get('record')}, not {VERSION}")
    shape = (len(problem.ids), len(problem.years))
    course = {name: np.array(kept[name], dtype=float) for name in COURSE}
    if any(each.size != shape[0] * shape[1] for each in course.values()):
        raise ValueError("a plan record of another problem")
    released, transferred = kept["released"], kept["transferred"]
    price_year = kept.get("price_year")
    stopped = kept.get("stopped")
    moves = (len(problem.purses.most), shape[1])
    return Plan(
        problem=problem,
        mode=Mode(kept["mode"]),
        status=Status(kept["status"]),
        bound=kept["bound"],
        linear_optimum=kept["linear_optimum"],
        prices={family: np.array(each) for family, each in kept["prices"].items()},
        transferred=None if transferred is None else np.array(transferred).reshape(moves),
        released=None if released is None else np.array(released),
        past=int(kept.get("past", 0)),
        price_year=None if price_year is None else np.array(price_year, dtype=int),
        stopped=None if stopped is None else np.array(stopped),
        reasoner=reasons,
        **{name: each.reshape(shape) for name, each in course.items()},
    )
