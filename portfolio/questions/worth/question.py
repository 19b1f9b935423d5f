"""`portfolio worth`: what each project matters to the plan."""

from __future__ import annotations

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question
from portfolio.questions.options import Ids
from portfolio.questions.usual import SCENARIO, WHOLE, folder
from portfolio.words import Words


def worth(given: Given, clock: Clock) -> Answer:
    """Plan, then plan anew for each project."""
    from portfolio.inputs.read import read_problem
    from portfolio.plan.make import plan_problem
    from portfolio.questions.worth.answer import WorthAnswer
    from portfolio.questions.worth.study import indices_of, project_worth
    from portfolio.runs.provenance import inputs_of
    from portfolio.runs.resume import Resume

    clock.step("read")
    problem = read_problem(str(given["scenario"]), **given.changes)
    listed = [p for p in range(len(problem.ids)) if not problem.excluded[p]]
    chosen = indices_of(problem, given["projects"]) if given["projects"] else listed
    plan = plan_problem(problem, clock)
    inputs = [inputs_of(problem.scenario), plan.mode, problem.scenario.gap]
    clock.step(Words("逐个项目重新规划", "planning anew for each project"))
    rows = project_worth(problem, plan, chosen, Resume(given.folder, inputs), clock)
    return WorthAnswer(plan, rows)


QUESTION = Question(
    name="worth",
    title=Words(
        "每个项目有多重要：不做要少多少分，硬加要少多少分",
        "what each project matters: points lost without it, or by forcing it in",
    ),
    options=(
        SCENARIO,
        folder("_worth"),
        Ids(name="projects", help=Words("项目编号，默认全部", "project ids, default all")),
        *WHOLE,
    ),
    ask=worth,
    examples=(
        "portfolio worth scenarios/open_competition.toml",
        "portfolio worth scenarios/base_whole.toml R18 R22",
    ),
)
