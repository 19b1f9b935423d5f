"""Which district answers for a project, read from the unit that is named as responsible."""

from __future__ import annotations

import re

from portfolio.inputs.codes import compact

GOVERNMENT = re.compile(r"(人民)?政府|管委会|管理委员会|党工委")
CITY = re.compile(
    r"(?:附[件表录][0-9一二三四五六七八九十]*:?)?([\u4e00-\u9fff]{2,6}?(?:市|自治州|盟))"
)
PLACE = re.compile(r"市?(?!社区|校区|园区|景区|小区)[^市县区旗]{1,7}?(县|新区|区|旗)")
LEVEL = "市本级"


def city_of(titles: list[str]) -> str:
    """
    Return the city whose plan it is, from the titles of its tables; empty if they name none.

    >>> city_of(["河源市公共服务“十四五”重大项目计划表"]), city_of(["附件1市重大项目表"])
    ('河源市', '')
    """
    found = (CITY.match(compact(title)) for title in titles)
    return next((each[1] for each in found if each), "")


def district_of(responsible: str, city: str) -> tuple[str, bool]:
    """
    Return the district, and whether it is only inferred.

    A county's or a zone's government names it; a city bureau is 市本级. A bureau of a county, a
    unit that is neither, and several units at once are read by what they begin with: inferred.

    >>> district_of("源城区政府", "河源市"), district_of("市高新区管委会", "河源市")
    (('源城区', False), ('市高新区', False))
    >>> district_of("龙川县卫生健康局", "河源市"), district_of("市教育局", "河源市")
    (('龙川县', True), ('市本级', False))
    >>> district_of("河源职业技术学院", "河源市"), district_of("河源市人民政府", "河源市")
    (('市本级', True), ('市本级', False))
    """
    units = [each for each in re.split(r"[、,;/]", compact(responsible)) if each]
    if not units:
        return LEVEL, True
    district, inferred = _of_one(units[0], city)
    return district, inferred or any(_of_one(each, city)[0] != district for each in units[1:])


def _of_one(unit: str, city: str) -> tuple[str, bool]:
    own = unit.removeprefix(city) if city else unit
    of_city = own != unit or unit.startswith("市")
    governed = GOVERNMENT.split(own)[0] if GOVERNMENT.search(own) else None
    if governed in ("", "市"):
        return LEVEL, False
    if governed and (PLACE.fullmatch(governed) or governed.endswith("市")):
        return governed, False
    if unit.startswith("市"):
        return LEVEL, False
    found = PLACE.match(own)
    if found:
        return found[0], found[0] != own
    return LEVEL, not of_city
