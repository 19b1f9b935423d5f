"""What the rows of a model ask for, in words: for requirements that collide."""

from __future__ import annotations

from portfolio.engine.rows import Rows
from portfolio.inputs.problem import Group, Problem
from portfolio.words import Words

LIMITS = {
    "min_share": Words("投资占比下限", "least share of the investment"),
    "max_share": Words("投资占比上限", "largest share of the investment"),
    "min_investment": Words("投资额下限", "least investment"),
    "max_investment": Words("投资额上限", "largest investment"),
}


def in_words(problem: Problem, block: Rows) -> list[Words]:
    """Return what each row asks for, of a family that is neither money nor land."""
    asked = {
        "completion": _carried_out,
        "requires": _requires,
        "after": _after,
        "site_group": _one_on_a_site,
        "limits": _within_limits,
        "under_way": _under_way,
    }[block.family]
    return [asked(problem, at, str(label)) for at, label in enumerate(block.labels)]


def _carried_out(problem: Problem, at: int, label: str) -> Words:
    return Words(f"{label} 必须实施", f"{label} must be carried out")


def _requires(problem: Problem, at: int, label: str) -> Words:
    one, other = (problem.ids[p] for p in problem.requires[at // len(problem.years)])
    return Words(f"{one} 依赖 {other}", f"{one} requires {other}")


def _after(problem: Problem, at: int, label: str) -> Words:
    one, other = (problem.ids[p] for p in problem.after[at // len(problem.years)])
    return Words(f"{one} 在 {other} 完成后才动工", f"{one} begins after {other} is finished")


def _one_on_a_site(problem: Problem, at: int, label: str) -> Words:
    key = problem.site_groups[at].key
    return Words(f"用地“{key}”只能实施一个项目", f"only one project on site '{key}'")


def _within_limits(problem: Problem, at: int, label: str) -> Words:
    number, kind = label.split("_", 2)[1:]  # domain_1_min_share
    where, what = _place(problem, problem.limits[int(number) - 1][0]), LIMITS[kind]
    return Words(f"{where.zh}的{what.zh}", f"{what.en} in {where.en}")


def _under_way(problem: Problem, at: int, label: str) -> Words:
    (group, most), year = problem.under_way[at // len(problem.years)], label[-4:]
    where = _place(problem, group)
    return Words(
        f"{where.zh} {year} 年在建项目不超过 {most} 个",
        f"at most {most} under way in {year}: {where.en}",
    )


def _place(problem: Problem, group: Group) -> Words:
    """Return what a group of projects is called."""
    if group.by == "domain":
        words = problem.called("domain", group.key)
        return Words(f"{words.zh}领域", words.en.lower())
    return Words(group.key, group.key)
