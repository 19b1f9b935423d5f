"""`portfolio robust`: which projects are in the best plan whatever comes."""

from __future__ import annotations

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question
from portfolio.questions.numbers import WholeNumber
from portfolio.questions.options import File
from portfolio.questions.usual import SCENARIO, WHOLE, folder
from portfolio.words import Words


def robust(given: Given, clock: Clock) -> Answer:
    """Plan the scenario, then every draw, then the fixed lists in every draw."""
    from portfolio.inputs.read import read_problem
    from portfolio.listen import Inner
    from portfolio.plan.make import plan_problem
    from portfolio.questions.robust.answer import RobustAnswer
    from portfolio.questions.robust.distributions import read_distributions
    from portfolio.questions.robust.study import try_out
    from portfolio.runs.provenance import contents
    from portfolio.runs.resume import Resume

    clock.step("read")
    problem = read_problem(str(given["scenario"]), **given.changes)
    spreads = read_distributions(given["distributions"], problem)
    clock.step(Words("情景本身的方案", "the scenario's own plan"))
    plan = plan_problem(problem, Inner(clock))
    count, seed = given["draws"], given["seed"]
    inputs = [contents(problem.scenario), spreads.text, count, seed, given.changes]
    # Shares of the own plan name the first list; a plan of a search may differ by run.
    resume = Resume(given.folder, [*inputs, plan.funded.round(6).tolist()])
    return RobustAnswer(try_out(plan, spreads, count, seed, resume, clock), spreads, seed)


QUESTION = Question(
    name="robust",
    title=Words(
        "造价、预算、用地、权重、需求、贡献等不确定时，哪些项目总在最优方案里",
        "which projects are in the best plan whatever costs, money, land, weights, needs and "
        "contributions turn out to be",
    ),
    options=(
        SCENARIO,
        WholeNumber(
            name="draws",
            least=1,
            most=1_000_000,
            default=1000,
            help=Words("抽样次数", "number of draws"),
        ),
        WholeNumber(
            name="seed",
            least=0,
            most=2**32 - 1,
            default=1,
            default_said=Words("1；相同种子结果相同", "1; same seed, same result"),
            help=Words("随机种子", "seed"),
        ),
        File(
            name="distributions",
            help=Words(
                "不确定性的假设（TOML），默认用自带的假设，报告中附有一份可供修改",
                "assumed distributions (TOML); the default ones are in every report, to be changed",
            ),
        ),
        folder("_robust"),
        *WHOLE,
    ),
    ask=robust,
    examples=(
        "portfolio robust scenarios/open_competition.toml",
        "portfolio robust scenarios/open_competition.toml --draws 200 --seed 7",
        "portfolio robust scenarios/base.toml "
        "--distributions reports/base_robust/distributions.toml",
    ),
)
