"""`portfolio promote`: what it takes to take up reserve projects, and what gives way."""

from __future__ import annotations

from portfolio.listen import Clock
from portfolio.questions.contract import Answer, Given, Question
from portfolio.questions.options import Ids
from portfolio.questions.usual import SCENARIO, WHOLE, folder
from portfolio.words import Words


def promote(given: Given, clock: Clock) -> Answer:
    """Plan with and without each project."""
    from portfolio.questions.promote.answer import PromoteAnswer
    from portfolio.questions.promote.promotions import promotions, read_study
    from portfolio.runs.resume import Resume

    clock.step("read")
    study, names = read_study(str(given["scenario"]), given["projects"], **given.changes)
    study.listener, study.resume = clock, Resume(given.folder, ["promote", study.inputs])
    clock.step(Words("逐个项目做两个方案", "two plans for each project"))
    return PromoteAnswer(study.problem, promotions(study, names))


QUESTION = Question(
    name="promote",
    title=Words(
        "储备项目转入：得分变化、谁让位、动用谁的资金和土地、怎样才会自行进入",
        "promote reserve projects: what is gained, what gives way, when they come in by themselves",
    ),
    options=(
        SCENARIO,
        folder("_promote"),
        Ids(
            name="projects",
            label="PROJECT",
            help=Words("储备项目的编号，默认全部", "ids of reserve projects, default all"),
        ),
        *WHOLE,
    ),
    ask=promote,
    examples=(
        "portfolio promote scenarios/open_competition.toml R18 R22",
        "portfolio promote scenarios/base.toml",
        "portfolio promote scenarios/open_competition.toml --whole --time-limit 20",
    ),
)
