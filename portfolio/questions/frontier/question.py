"""`portfolio frontier`: the score over the budget or the land quota, and one priority list."""

from __future__ import annotations

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question, UsageError
from portfolio.questions.numbers import Range, WholeNumber
from portfolio.questions.usual import SCENARIO, WHOLE, folder
from portfolio.words import Words


def frontier(given: Given, clock: Clock) -> Answer:
    """Walk from little to much, then make the list."""
    from portfolio.inputs.read import read_problem
    from portfolio.plan.record import VERSION
    from portfolio.questions.frontier.answer import FrontierAnswer
    from portfolio.questions.frontier.priority import priority_list
    from portfolio.questions.frontier.study import walk
    from portfolio.questions.frontier.sweep import Sweep
    from portfolio.runs.provenance import contents
    from portfolio.runs.resume import Resume

    usual = (0.6, 1.6) if given["land"] is None else (1.0, 1.0)
    money, land = given["money"] or usual, given["land"] or (1.0, 1.0)
    if money[0] == money[1] and land[0] == land[1]:
        raise UsageError(
            "--money 或 --land 的低和高要不同", "--money or --land: low and high must differ"
        )
    clock.step("read")
    problem = read_problem(str(given["scenario"]), **given.changes)
    way = [*money, *land, given["steps"]]
    inputs = [contents(problem.scenario), way, given.changes, VERSION]
    resume = Resume(given.folder, inputs)
    clock.step(Words("逐步规划", "planning step by step"))
    walked = walk(problem, Sweep(money, land, given["steps"]), resume, clock)
    clock.step(Words("排优先顺序", "making the priority list"))
    return FrontierAnswer(walked, priority_list(walked, resume, clock))


QUESTION = Question(
    name="frontier",
    title=Words(
        "资金或用地从少到多，得分、进出项目和优先顺序怎样变化",
        "the score over money or land, who enters and leaves, and one priority list",
    ),
    options=(
        SCENARIO,
        Range(
            name="money",
            help=Words("各年预算和各来源上限的倍数", "factors on all budgets and ceilings"),
            default_said=Words(
                "0.6:1.6；只给 --land 时为 1:1", "0.6:1.6, or 1:1 beside --land alone"
            ),
        ),
        Range(
            name="land",
            help=Words("各年供地指标的倍数", "factors on all land quotas"),
            default_said=Words(
                "1:1；与 --money 同时给则同步变化", "1:1; in step with --money if both are given"
            ),
        ),
        WholeNumber(
            name="steps",
            least=2,
            most=1001,
            default=41,
            help=Words("步数，含两端", "steps, both ends among them"),
        ),
        folder("_frontier"),
        *WHOLE,
    ),
    ask=frontier,
    examples=(
        "portfolio frontier scenarios/open_competition.toml",
        "portfolio frontier scenarios/open_competition.toml --land 0.7:1.3",
        "portfolio frontier scenarios/open_competition.toml --money 0.6:1.6 --land 0.6:1.6",
    ),
)
