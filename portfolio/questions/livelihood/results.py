"""What became of each livelihood matter, and what a swap of one for one would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from portfolio.questions.livelihood.ballots import Ballots
from portfolio.questions.livelihood.study import Choice, Matters, within
from portfolio.questions.livelihood.words import label
from portfolio.report.plain import plain
from portfolio.words import Words, about

CHOSEN, UNDECIDED, OUT = "chosen", "undecided", "out"
NO_QUORUM, NO_MAJORITY = "no_quorum", "no_majority"

UNMEASURED: dict[str, Words] = {
    "no_link": Words("规划没有对应指标", "no indicator of the plan"),
    "inferred": Words("只有推断的联系，不计分", "only inferred links, which earn nothing"),
    "unserved": Words(
        "写明的指标 {ids} 有缺口而没有项目可补，不计分",
        "no project serves the need of {ids}, which earns nothing",
    ),
    "no_points": Words(
        "写明的指标没有可由项目改善的需求", "no project can move the indicators that it states"
    ),
    "no_points_but": Words(
        "写明的指标没有可由项目改善的需求，推断的联系不计分",
        "no project can move the indicators that it states, and inferred links earn nothing",
    ),
}


@dataclass(frozen=True)
class Link:
    """One indicator that a matter is linked with."""

    indicator_id: str = about("指标编号", "id of the indicator")
    basis: str = about(
        "stated 事项正文写明，inferred 只由字句推断（不计分）",
        "`stated` by the matter's text, or `inferred` from a phrase of it, which earns nothing",
    )


@dataclass(frozen=True)
class Matter:
    """One candidate, and what became of it."""

    rank: int | None = about(
        "名次，相同的并列；没有票数、缺口和次序的为空",
        "its place, shared by equals; null without votes, shortfall or order",
    )
    matter_id: str = about("民生事项编号", "id of the matter")
    name: str = about("名称", "its name")
    departments: str = about("负责部门，用分号隔开", "its departments")
    status: str = about(
        "chosen 入选，undecided 未决，out 未选，no_majority 未过半数，no_quorum 未达法定人数",
        "`chosen`, `undecided`, `out`, `no_majority` or `no_quorum`",
    )
    votes: int | None = about("赞成票；没有票决则为空", "votes for it; null without a tally", "票")
    against: int | None = about("反对票", "votes against it", "票")
    abstain: int | None = about("弃权票", "abstentions", "票")
    second_votes: int | None = about(
        "二次表决的赞成票；没有参加的为空", "votes in the second vote; null if not in it", "票"
    )
    shortfall: float | None = about(
        "方案在写明的指标上留下的缺口；无可测缺口为空",
        "points that the plan leaves open in the indicators it states; null: not measurable",
        "分",
    )
    unmeasured: Words | None = about(
        "为什么无可测缺口（zh、en）；可测的为空",
        "why no shortfall can be measured, in zh and en; null if it can",
    )
    links: list[Link] = about("所联系的指标", "its indicators")
    basis: str = about("依据", "where it comes from")


@dataclass(frozen=True)
class Swap:
    """One chosen matter for one that is not."""

    out: str = about("换下的编号", "id that gives way")
    into: str = about("换上的编号", "id that comes in")
    votes: int | None = about("票数的变化", "votes gained; null without a tally", "票")
    second_votes: int | None = about(
        "二次表决票数的变化；不是两项都参加的为空",
        "votes of the second vote gained; null unless both were in it",
        "票",
    )
    shortfall: float = about("所补缺口的变化", "points of shortfall gained", "分")
    allowed: bool = about("换后是否仍满足部门上限", "whether the departments' cap still holds")


def results(choice: Choice) -> list[Matter]:
    """Return the matters, the best first; equals share a rank, and stand in list order."""
    matters, worth = choice.matters, choice.matters.worth
    eligible = matters.eligible
    order = sorted(range(len(worth)), key=lambda i: (not eligible[i], _less(worth[i]), i))
    ranked = [worth[i] for i in order if eligible[i]]
    found = []
    for i in order:
        known = eligible[i] and (matters.ballots is not None or any(worth[i]))
        rank = ranked.index(worth[i]) + 1 if known else None
        found.append(_result(choice, i, rank))
    return found


def _less(worth: tuple[float, float]) -> tuple[float, float]:
    return -worth[0], -worth[1]


def _result(choice: Choice, i: int, rank: int | None) -> Matter:
    matters, row = choice.matters, choice.matters.table.iloc[i]
    points = float(matters.shortfall[i])
    links = [Link(name, "stated") for name in row["indicators"]]
    links += [Link(name, "inferred") for name in row["inferred"]]
    ballots = matters.ballots
    return Matter(
        rank=rank,
        matter_id=row["id"],
        name=row["name"],
        departments="；".join(matters.departments[i]),
        status=status(choice, i),
        votes=None if ballots is None else int(ballots.favour[i]),
        against=_side(ballots, "against", i),
        abstain=_side(ballots, "abstain", i),
        second_votes=_side(matters.second, "favour", i),
        shortfall=None if np.isnan(points) else round(points, 9),
        unmeasured=_unmeasured(matters, i) if np.isnan(points) else None,
        links=links,
        basis=row["basis"],
    )


def _side(ballots: Ballots | None, side: str, i: int) -> int | None:
    votes = None if ballots is None else getattr(ballots, side)
    return None if votes is None or votes[i] < 0 else int(votes[i])


def status(choice: Choice, i: int) -> str:
    """Return what became of matter i."""
    matters = choice.matters
    if i in choice.chosen:
        return CHOSEN
    if i in choice.undecided:
        return UNDECIDED
    if matters.ballots is not None and not matters.ballots.valid(matters.rule)[i]:
        return NO_QUORUM
    return OUT if matters.eligible[i] else NO_MAJORITY


def _unmeasured(matters: Matters, i: int) -> Words:
    row = matters.table.iloc[i]
    if matters.unserved and matters.unserved[i]:
        zh, en = UNMEASURED["unserved"]
        names = matters.unserved[i]
        return Words(zh.format(ids="、".join(names)), en.format(ids=", ".join(names)))
    if row["indicators"]:
        return UNMEASURED["no_points_but" if row["inferred"] else "no_points"]
    return UNMEASURED["inferred" if row["inferred"] else "no_link"]


def swaps(choice: Choice) -> list[Swap]:
    """Return what changes if a matter that is chosen gives way to one that is out, by pairs."""
    matters = choice.matters
    short = np.nan_to_num(matters.shortfall)
    outside = [i for i in range(len(short)) if status(choice, i) == OUT]
    found = []
    for out in choice.chosen:
        for into in outside:
            swapped = (*(i for i in choice.chosen if i != out), into)
            found.append(
                Swap(
                    out=matters.ids[out],
                    into=matters.ids[into],
                    votes=_gained(matters.ballots, out, into),
                    second_votes=_gained(matters.second, out, into),
                    shortfall=round(float(short[into] - short[out]), 9),
                    allowed=within(matters, swapped, choice.per_department),
                )
            )
    return found


def _gained(ballots: Ballots | None, out: int, into: int) -> int | None:
    """Return the votes that one matter has more than another; None unless both were voted on."""
    if ballots is None or min(ballots.favour[[out, into]]) < 0:
        return None
    return int(ballots.favour[into] - ballots.favour[out])


def matter_table(rows: Sequence[Matter], lang: str) -> pd.DataFrame:
    """Return a row a matter: its status in words, links stated and inferred in a column each."""
    votes = ["votes", "against", "abstain", "second_votes"]
    table = record_table(rows, Matter, [*votes, "shortfall"])
    stated, inferred = (
        [";".join(link.indicator_id for link in row.links if link.basis == basis) for row in rows]
        for basis in ("stated", "inferred")
    )
    table = table.assign(
        rank=pd.array([row.rank for row in rows], dtype="Int64"),
        status=[label(f"livelihood.{row.status}", lang).strip() for row in rows],
        unmeasured=[row.unmeasured.to(lang) if row.unmeasured else "" for row in rows],
        links=stated,
    ).rename(columns={"links": "indicators"})
    table.insert(table.columns.get_loc("indicators") + 1, "inferred", inferred)
    return table


def record_table(
    rows: Sequence[Matter] | Sequence[Swap], kind: type[Matter | Swap], amounts: list[str]
) -> pd.DataFrame:
    """Return a row a record, with the columns of the dataclass; amounts may be missing."""
    columns = [each.name for each in fields(kind)]
    frame = pd.DataFrame([plain(row) for row in rows], columns=columns)
    return frame.assign(**{name: frame[name].astype(float) for name in amounts})
