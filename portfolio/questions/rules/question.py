"""`portfolio rules`: what every rule of a scenario costs, in points and in money."""

from __future__ import annotations

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question
from portfolio.questions.usual import SCENARIO, WHOLE, folder
from portfolio.words import Words


def rules(given: Given, clock: Clock) -> Answer:
    """Plan, then plan anew without each rule."""
    from portfolio.inputs.read import read_inputs
    from portfolio.plan.record import VERSION
    from portfolio.questions.rules.answer import RulesAnswer
    from portfolio.questions.rules.catalogue import rules_of
    from portfolio.questions.rules.study import Study
    from portfolio.runs.provenance import contents
    from portfolio.runs.resume import Resume

    clock.step("read")
    tables, problem = read_inputs(str(given["scenario"]), **given.changes)
    listed, scenario = rules_of(tables, problem), problem.scenario
    search = [scenario.mode, scenario.gap, scenario.search_seconds]
    resume = Resume(given.folder, ["rules", contents(scenario), *search, VERSION])
    study = Study(problem, resume, clock)
    clock.step(Words("情景本身的方案", "the scenario's own plan"))
    score = study.own.score
    clock.step(Words("逐条去掉规则重新规划", "planning anew without each rule"))
    prices = study.prices(listed)
    return RulesAnswer(problem, score, listed, prices, study.stops)


QUESTION = Question(
    name="rules",
    title=Words(
        "每条规则的代价：去掉它多得多少分，同样的分要多花多少钱",
        "the price of every rule: points gained without it, and what money would buy the same",
    ),
    options=(SCENARIO, folder("_rules"), *WHOLE),
    ask=rules,
    examples=(
        "portfolio rules scenarios/open_competition.toml",
        "portfolio rules scenarios/base_whole.toml --time-limit 10",
    ),
)
