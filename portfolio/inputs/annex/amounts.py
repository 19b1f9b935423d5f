"""Amounts of money and land as papers print them, and their units; all of it exact decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal

from portfolio.inputs.codes import compact
from portfolio.inputs.units import LAND, MONEY

UNITS: Mapping[str, Mapping[str, Decimal]] = {
    "total_investment": MONEY,
    "plan_investment": MONEY,
    "land": LAND,
}
USUAL = {"total_investment": "万元", "plan_investment": "万元", "land": "亩"}
NUMBER = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
FIFTEEN = Context(prec=15)
LONGEST = 20  # characters of a number: sums and conversions of these are exact in 28 digits
NOTHING = ("", "-", "—", "——", "/", "无", "\\")  # what stands in a cell that says nothing


def amount_of(text: str) -> Decimal | None:
    r"""
    Return the amount in a cell; None where it says nothing.

    Raises
    ------
    ValueError
        If it is no number. A comma must part three digits: 5,49 might be 549 or 5.49.

    Examples
    --------
    >>> amount_of("１，２８０，８５５．７"), amount_of("12000\n.61"), amount_of("—")
    (Decimal('1280855.7'), Decimal('12000.61'), None)
    """
    plain = compact(text)
    if plain in NOTHING:
        return None
    if len(plain) > LONGEST or not NUMBER.fullmatch(plain):
        raise ValueError(text)
    number = Decimal(plain.replace(",", ""))
    # Spreadsheets keep 15 digits: a sum that shows 1408698.88 may be kept as 1408698.8799999999.
    return FIFTEEN.plus(number) if len(number.as_tuple().digits) > FIFTEEN.prec else number


def unit_in(text: str, units: Mapping[str, Decimal]) -> str:
    """
    Return the unit that a text ends with or holds in brackets; empty if there is none.

    >>> unit_in("总投资（亿元）", MONEY), unit_in("用地面积/㎡", LAND), unit_in("总投资", MONEY)
    ('亿元', 'm2', '')
    """
    plain = compact(text)
    for unit in sorted(units, key=len, reverse=True):
        if re.search(rf"(^|[(/:,、;]|单位){unit}([)/,、;]|$)|{unit}\)?$", plain):
            return unit
    return ""


def unit_of_caption(lines: list[str], units: Mapping[str, Decimal]) -> str:
    """
    Return the unit that a caption states behind the word 单位; empty if there is none.

    >>> unit_of_caption(["重大项目表", "投资单位：万元"], MONEY)
    '万元'
    >>> unit_of_caption(["单位：亿元、公顷"], LAND), unit_of_caption(["亿元以上项目"], MONEY)
    ('公顷', '')
    """
    for line in reversed(lines):
        stated = compact(line).partition("单位")[2]
        for part in re.split(r"[:,、;/()]", stated):
            for unit in units:
                if part.endswith(unit) and unit_in(part, units) == unit:
                    return unit
    return ""
