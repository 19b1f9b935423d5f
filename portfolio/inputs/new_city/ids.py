"""Ids for the names of domains and sources: a known word, the name itself, or a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portfolio.inputs import codes
from portfolio.inputs.columns import IDENTIFIER
from portfolio.inputs.kinds import Kind
from portfolio.words import Words

# Beside the words that cells may say for an id anywhere: what only a new city needs.
DOMAINS: dict[str, tuple[str, ...]] = {
    **codes.DOMAINS,
    "culture": ("文化", "Culture"),
    "sport": ("体育", "Sport"),
    "social_security": ("社会保障", "Social security", "社保"),
    "civil_affairs": ("民政", "Civil affairs"),
    "transport": ("交通", "Transport", "交通运输"),
    "water": ("水利", "Water"),
    "environment": ("生态环境", "Environment", "环保", "环境保护"),
    "municipal": ("市政", "Municipal works", "市政设施", "市政基础设施"),
}
SOURCES: dict[str, tuple[str, ...]] = {
    **codes.SOURCES,
    "general_bond": ("一般债", "General bonds", "一般债券", "地方政府一般债券"),
    "loan": ("银行贷款", "Loans", "贷款"),
}


def kinds_for(
    names: Sequence[str], known: Mapping[str, tuple[str, ...]], other: str
) -> tuple[Kind, ...]:
    """
    Return a kind for each name, no id twice.

    Parameters
    ----------
    names
        As a person typed them.
    known
        `DOMAINS` or `SOURCES`.
    other
        Stem of the ids of names that are not known.

    >>> kinds = kinds_for(["教育", "防洪", "Parks"], DOMAINS, "domain")
    >>> [(each.id, each.words.en) for each in kinds]
    [('education', 'Education'), ('domain_2', '防洪'), ('Parks', 'Parks')]
    """
    meant = codes.spellings(known, known)
    taken: set[str] = set()
    kinds = []
    for at, name in enumerate(names, start=1):
        key = meant.get(codes.folded(name))
        english = codes.called(key, known).en if key else name
        if key is None or key in taken:
            key = name if IDENTIFIER.fullmatch(name) and name not in taken else f"{other}_{at}"
        taken.add(key)
        kinds.append(Kind(key, Words(name, english)))
    return tuple(kinds)
