"""Ids for the names of domains and sources: a known word, the name itself, or a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portfolio.inputs.codes import called, folded, spellings
from portfolio.inputs.columns import IDENTIFIER
from portfolio.inputs.kinds import Kind
from portfolio.words import Words


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
        `DOMAINS` or `SOURCES` of `codes`.
    other
        Stem of the ids of names that are not known.

    >>> from portfolio.inputs.codes import DOMAINS
    >>> kinds = kinds_for(["教育", "防洪", "Parks"], DOMAINS, "domain")
    >>> [(each.id, each.words.en) for each in kinds]
    [('education', 'Education'), ('domain_2', '防洪'), ('Parks', 'Parks')]
    """
    ids = spellings(known, known)
    taken: set[str] = set()
    kinds = []
    for at, name in enumerate(names, start=1):
        key = ids.get(folded(name), name)
        english = called(key, known).en if key in known else name
        if key in taken or not IDENTIFIER.fullmatch(key):
            key = f"{other}_{at}"
        taken.add(key)
        kinds.append(Kind(key, Words(name, english)))
    return tuple(kinds)
