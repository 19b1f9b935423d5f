"""The columns of each table: what it may have, and what its cells may hold."""

from __future__ import annotations

from dataclasses import replace

from portfolio.inputs.columns import (
    ANY_NUMBER,
    ATTRIBUTES,
    COLOUR,
    CONFIDENCES,
    FLAG,
    FUNDING,
    ID,
    IDS,
    LABELS,
    LAND_KINDS,
    LISTS,
    NAN,
    ORIGINS,
    SCOPE_ITEMS,
    SENSES,
    SHARES,
    YEAR,
    Column,
    choice,
    number,
    text,
)
from portfolio.inputs.limits import DURATION
from portfolio.words import Words

MONTHS = range(1, 13)


def _month(cell: str) -> float:
    if not cell.isascii() or not cell.isdigit() or int(cell) not in MONTHS:
        raise ValueError(cell)
    return float(cell)


def _above_zero(cell: str) -> float:
    value = number().parse(cell)
    if not value > 0:
        raise ValueError(cell)
    return float(value)


PROJECTS: dict[str, Column] = {
    "id": ID,
    "name": text(...),
    "list": choice(LISTS),
    "domain": ID,
    "district": text(...),
    "owner": text(),
    "responsible": text(),
    "funding": FUNDING,
    "total_investment": number(),
    "plan_investment": number(empty=NAN),
    "land": number(),
    "land_kind": choice(LAND_KINDS, "new"),
    "duration": number(1, most=DURATION),
    "earliest_start": YEAR,
    "latest_finish": YEAR,
    "spend_profile": SHARES,
    "requires": IDS,
    "after": IDS,
    "site_group": LABELS,
    "named_in_plan": text(),
    "source": text(),
    "basis": text(),
    "content": text(),
    "running_cost": number(empty=0.0),
}
INDICATORS: dict[str, Column] = {
    "id": ID,
    "group": text(),
    "name": text(...),
    "unit": text(),
    "baseline": ANY_NUMBER,
    "target": ANY_NUMBER,
    "sense": choice(SENSES, "at_least"),
    "cumulative": replace(FLAG, empty=True),
    "attribute": choice(ATTRIBUTES, ""),
    "responsible": text(),
    "weight": number(empty=1.0),
    "need": number(empty=NAN),
    "need_unit": text(),
    "need_origin": choice(ORIGINS, ""),
    "need_basis": text(),
    "source": text(),
}
CONTRIBUTIONS: dict[str, Column] = {
    "project_id": ID,
    "indicator_id": ID,
    "amount": number(),
    "basis": text(),
    "confidence": choice(CONFIDENCES, "assumed"),
}
KINDS: dict[str, Column] = {
    "id": ID,
    "name_zh": text(...),
    "name_en": text(),
    "colour": COLOUR,
}
PURSES: dict[str, Column] = {
    "id": ID,
    "name": text(...),
    "funding": ID,
    "district": text(),
    "total": number(empty=NAN),
    "basis": text(),
}
ASSUMPTIONS: dict[str, Column] = {
    "id": ID,
    "subject_zh": text(...),
    "subject_en": text(),
    "basis_zh": text(),
    "basis_en": text(),
    "place": text(),
}
SCOPE: dict[str, Column] = {
    "project_id": ID,
    "item": choice(SCOPE_ITEMS),
    "amount": number(),
    "unit": text(),
    "basis": text(),
}
MATTERS: dict[str, Column] = {
    "id": ID,
    "name": text(...),
    "departments": LABELS,
    "indicators": IDS,
    "inferred": IDS,
    "basis": text(),
}
REMARKS: dict[str, Column] = {
    "subject": text(...),
    "remark_zh": text(...),
    "remark_en": text(...),
    "source": text(),
}
MONTH = Column(_month, Words("1 到 12 的月份", "a month from 1 to 12"))
TASKS: dict[str, Column] = {
    "id": ID,
    "matter_id": ID,
    "task": text(...),
    "quantity": Column(_above_zero, Words("大于 0 的数，或留空", "a number > 0, or empty"), NAN),
    "unit": text(),
    "money": number(empty=NAN),
    "department": LABELS,
    "month": replace(
        MONTH, allowed=Words("1 到 12 的月份，或留空", "a month from 1 to 12, or empty"), empty=NAN
    ),
    "source": text(),
}


# A column whose cells may be empty may be missing; a need must be said, if only to be none.
for _table in (PROJECTS, INDICATORS, CONTRIBUTIONS, KINDS, PURSES, ASSUMPTIONS, SCOPE, MATTERS):
    for _name, _column in _table.items():
        if _column.empty is not ... and _name != "need":
            _table[_name] = replace(_column, optional=True)
