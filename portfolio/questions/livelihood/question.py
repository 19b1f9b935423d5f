"""`portfolio livelihood`: choose the livelihood matters (民生实事) to adopt."""

from __future__ import annotations

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question
from portfolio.questions.options import File, WholeNumber
from portfolio.questions.usual import SCENARIO, folder
from portfolio.words import Words


def livelihood(given: Given, clock: Clock) -> Answer:
    """Plan, then choose."""
    from portfolio.inputs.read import read_problem
    from portfolio.plan.make import plan_problem
    from portfolio.questions.livelihood.answer import LivelihoodAnswer
    from portfolio.questions.livelihood.candidates import read_candidates
    from portfolio.questions.livelihood.study import choose, matters_of

    clock.step("read")
    problem = read_problem(str(given["scenario"]))
    candidates = read_candidates(problem.scenario.data, given["votes"], given["choose"])
    plan = plan_problem(problem, clock)
    choice = choose(matters_of(plan, *candidates), given["choose"], given["per_department"])
    return LivelihoodAnswer(plan, choice)


QUESTION = Question(
    name="livelihood",
    title=Words(
        "从候选民生实事中选出若干件：按代表票数，或按方案留下的缺口",
        "choose livelihood matters from the candidates: by votes, or by the shortfall of the plan",
    ),
    options=(
        SCENARIO,
        folder("_livelihood"),
        File(
            name="votes",
            label="TALLY",
            help=Words(
                "代表票决的结果（CSV：matter_id, votes）；不给则按缺口选",
                "the deputies' votes (CSV: matter_id, votes); without it, by the shortfall",
            ),
        ),
        WholeNumber(
            name="choose",
            label="COUNT",
            least=1,
            default=10,
            help=Words("选几件", "how many to choose"),
        ),
        WholeNumber(
            name="per_department",
            label="COUNT",
            least=1,
            help=Words(
                "每个部门至多几件；几个部门共同负责的，对每个部门都算一件",
                "at most so many a department; one of several departments counts for each",
            ),
        ),
    ),
    ask=livelihood,
    examples=(
        "portfolio livelihood scenarios/base.toml",
        "portfolio livelihood base --votes votes.csv --per-department 3",
    ),
)
