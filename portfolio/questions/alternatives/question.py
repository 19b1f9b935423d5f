"""`portfolio alternatives`: near-best plans to choose among."""

from __future__ import annotations

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question
from portfolio.questions.numbers import Number, WholeNumber
from portfolio.questions.usual import SCENARIO, WHOLE, folder
from portfolio.terms import Mode
from portfolio.words import Words


def alternatives(given: Given, clock: Clock) -> Answer:
    """Plan whole projects, then search for more plans."""
    from portfolio.inputs.read import read_problem
    from portfolio.plan.make import plan_problem
    from portfolio.questions.alternatives.answer import AlternativesAnswer
    from portfolio.questions.alternatives.study import near_best

    clock.step("read")
    path, changes = str(given["scenario"]), given.changes
    problem = read_problem(path, **changes)
    if not problem.scenario.mode.all_or_nothing:
        problem = read_problem(path, **changes | {"mode": Mode.WHOLE})
    best = plan_problem(problem, clock)
    plans = near_best(best, given["count"], given["differ"], given["loss"], clock)
    return AlternativesAnswer(plans, given["count"], given["differ"], given["loss"])


QUESTION = Question(
    name="alternatives",
    title=Words(
        "分数相近而项目不同的几个整项目方案，供比选",
        "near-best plans of whole projects that differ, to choose among",
    ),
    options=(
        SCENARIO,
        folder("_alternatives"),
        WholeNumber(
            name="count",
            least=1,
            default=4,
            help=Words("除最优方案外再给几个", "plans beside the best one"),
        ),
        WholeNumber(
            name="differ",
            least=1,
            default=3,
            help=Words("两两之间至少几个项目不同", "projects that must differ"),
        ),
        Number(
            name="loss",
            label="SHARE",
            least=0,
            most=1,
            default=0.02,
            help=Words("分数最多损失多少", "greatest loss of score"),
        ),
        *WHOLE,
    ),
    ask=alternatives,
    examples=("portfolio alternatives scenarios/open_competition.toml --count 3 --differ 4",),
)
