"""Ids for the names of domains and sources: a known word, the name itself, or a number."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio.inputs.columns import IDENTIFIER
from portfolio.inputs.kinds import Kind
from portfolio.words import Words

# Chinese names that mean the same, the id, and the English name.
DOMAINS: tuple[tuple[str, str, str], ...] = (
    ("教育 现代教育 公共教育", "education", "Education"),
    ("卫生 医疗 医疗卫生 卫生健康 健康 健康和医疗卫生", "health", "Health"),
    ("住房 住房保障 保障性住房", "housing", "Housing"),
    ("文体 文化体育 文体旅游", "culture_sport", "Culture and sport"),
    ("文化", "culture", "Culture"),
    ("体育", "sport", "Sport"),
    ("应急 应急保障 应急管理", "emergency", "Emergency response"),
    ("养老 养老服务", "elderly_care", "Care for the elderly"),
    ("托育 托育服务", "childcare", "Childcare"),
    ("社保 社会保障", "social_security", "Social security"),
    ("就业", "employment", "Employment"),
    ("民政 社会服务", "civil_affairs", "Civil affairs"),
    ("交通 交通运输", "transport", "Transport"),
    ("水利", "water", "Water"),
    ("环保 环境 生态环境", "environment", "Environment"),
    ("市政 市政设施 市政基础设施", "municipal", "Municipal works"),
)
SOURCES: tuple[tuple[str, str, str], ...] = (
    ("财政 财政资金 本级财政", "fiscal", "Fiscal"),
    ("国企 国有企业 国资", "state_company", "State company"),
    ("社会资本 民间资本 社会资金", "private", "Private"),
    ("专项债 专项债券 地方政府专项债券", "special_bond", "Special bonds"),
    ("一般债 一般债券", "general_bond", "General bonds"),
    ("上级补助 上级资金 上级补助资金", "upper_grant", "Grants from above"),
    ("贷款 银行贷款", "loan", "Loans"),
)


def kinds_for(
    names: Sequence[str], known: Sequence[tuple[str, str, str]], other: str
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
    words = {name: (key, en) for same, key, en in known for name in same.split()}
    taken: set[str] = set()
    kinds = []
    for at, name in enumerate(names, start=1):
        key, english = words.get(name, (name, name))
        if key in taken or not IDENTIFIER.fullmatch(key):
            key = f"{other}_{at}"
        taken.add(key)
        kinds.append(Kind(key, Words(name, english)))
    return tuple(kinds)
