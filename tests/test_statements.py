"""The statements of a plan: what stands in them, argued against its tables and on paper."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from portfolio.inputs.read import read_problem
from portfolio.listen import SILENT, Clock
from portfolio.plan.cash.ledgers import ledgers
from portfolio.plan.make import plan_problem
from portfolio.plan.plan import Plan
from portfolio.plan.purses import transfers
from portfolio.questions.plan.answer import PlanAnswer, ShortAnswer
from portfolio.questions.plan.part import Part
from portfolio.questions.plan.statements.body import number_of
from portfolio.questions.plan.statements.make import plan_heading, plan_statements
from portfolio.questions.plan.study import planned
from portfolio.report.statement import Kind, Statement, Sum, value_of
from portfolio.words import Words
from tests.conftest import DATA, SCENARIOS, Make
from tests.test_cash import write_two_works

CENT = 0.01
HAN = re.compile("[\u4e00-\u9fff]+")
NUMBERS = {Kind.MONEY, Kind.LAND, Kind.SHARE, Kind.POINTS, Kind.NUMBER, Kind.COUNT, Kind.YEAR}


@pytest.fixture(scope="module")
def base() -> Plan:
    return plan_problem(read_problem(str(SCENARIOS / "base.toml")))


def made(plan: Plan, lang: str = "zh", quarters: bool = False, part: Part | None = None):
    """Return the statements by key, each of them checked for what all must keep."""
    statements = plan_statements(plan, lang, quarters, part)
    for each in statements:
        hold(each)
    found = {each.key: each for each in statements}
    assert len(found) == len({each.tab for each in statements}) == len(statements)
    return found


def hold(each: Statement) -> None:
    """Assert what every statement must keep: its shape, its sums, its charts, its tab."""
    assert len(each.tab) <= 31
    assert not set(each.tab) & set(r"[]:*?/\\")
    assert each.title
    for at, row in enumerate(each.rows):
        assert len(row.cells) == len(each.columns)
        for c, cell in enumerate(row.cells):
            value = value_of(cell)
            if each.columns[c].kind in NUMBERS:
                assert value is None or isinstance(value, int | float), (each.key, at, c, value)
                assert value is None or np.isfinite(value), (each.key, at, c)
            else:
                assert value is None or isinstance(value, str), (each.key, at, c, value)
            if isinstance(cell, Sum):
                assert bool(cell.rows) != bool(cell.columns), (each.key, at, c)
                assert at not in cell.rows
                parts = [each.rows[r].cells[c] for r in cell.rows]
                parts += [row.cells[other] for other in cell.columns]
                assert cell.value == pytest.approx(sum(map(number_of, parts)), abs=1e-6)
        assert set(row.marks) <= set(range(len(each.columns)))
        assert all(0 < mark <= 1 for mark in row.marks.values())
    for chart in each.charts:
        assert set(chart.rows) <= set(range(len(each.rows)))
        assert chart.values
        assert all(each.columns[c].kind in NUMBERS for c in chart.values)


def heads(each: Statement) -> list[str]:
    return [column.head for column in each.columns]


def column(each: Statement, head: str, kind: str | None = None) -> list:
    """Return what a column shows, of rows of one kind if that is given."""
    at = heads(each).index(head)
    return [value_of(row.cells[at]) for row in each.rows if kind in (None, row.kind)]


def rows(each: Statement, kind: str = "") -> list[list]:
    return [[value_of(cell) for cell in row.cells] for row in each.rows if row.kind == kind]


# ---- on paper ---------------------------------------------------------------------------------


def test_two_schools_as_on_paper(two_schools: Path):
    # A is built in 2021 for 60; of B 10 are spent in 2021 and 50 in 2022, to three quarters of 80.
    found = made(plan_problem(read_problem(str(two_schools))))
    assert list(found) == [
        *("overview", "annual", "money", "money_by", "schedule"),  # no land, no quota
        *("indicators", "prices", "left_out", "assumptions", "checks"),
    ]
    (total,) = rows(found["overview"], "total")
    (group,) = rows(found["overview"], "group")
    assert total[2:9] == ["总计（2项）", None, 140, 0, 70, 50, 120]
    assert group[0] == "一"
    assert group[2] == "education（2项）"  # no table names the domain
    a, b = rows(found["overview"])
    assert a[:3] == ["1", "A", "A"]
    assert a[4:9] == [60, None, 60, None, 60]
    assert b[4:9] == [80, None, 10, 50, 60]
    assert (a[-1], b[-1]) == ("储备转入", "储备转入；部分实施 75%")
    # The year before the second has seen 10 of B.
    annual = found["annual"]
    assert column(annual, "年度", "") == [2021, 2021, 2022]
    assert column(annual, "年度投资额", "") == [60, 10, 50]
    assert column(annual, "至上年底累计完成", "") == [None, None, 10]
    assert column(annual, "续建/新开工", "") == ["新开工", "新开工", "续建"]
    assert column(annual, "年度投资额", "group") == [70, 50]
    assert column(annual, "起止年限", "") == ["2021", "2021—", "2021—"]  # B is done to 75 %
    assert column(annual, "规划期投资额", "") == [60, 80, 80]
    assert column(annual, "资金来源", "") == ["fiscal 60.00", "fiscal 10.00", "fiscal 50.00"]
    assert column(annual, "建设性质", "") == [None] * 3  # no table says it
    money = found["money"]
    assert rows(money) == [["2021年", 70, 70, 70, 0], ["2022年", 50, 50, 50, 0]]
    assert rows(money, "total") == [["合计", 120, 120, 120, 0]]
    schedule = rows(found["schedule"])
    assert schedule[1][4:9] == pytest.approx([2021, None, 0.75, 0.125, 0.625])
    assert found["schedule"].rows[2].marks == pytest.approx({7: 0.125, 8: 0.625})


def test_two_schools_need_prices_and_checks_as_on_paper(two_schools: Path):
    # 100 places are needed, 65 and 90 are there: 10 stay open. Score 80. Prices 0.5 and 0.3 a 万元.
    found = made(plan_problem(read_problem(str(two_schools))))
    (need,) = rows(found["indicators"])
    assert need[3] == 100
    assert need[5:11] == pytest.approx([65, 90, 0.9, 10, 100, 80])
    prices = found["prices"]
    budget = [row for row in rows(prices) if row[0] == "年度预算"]
    assert [row[1] for row in budget] == [2021, 2022]
    assert [row[3] for row in budget] == pytest.approx([5000, 3000])
    assert [row[2] for row in budget] == ["1 亿元", "1 亿元"]
    assert [row[4] for row in budget] == ["是", "是"]
    (left,) = rows(found["left_out"])
    assert left[0] == "B"
    assert left[6] == pytest.approx(0.75)
    assert left[7].startswith("只安排 75%")
    assert set(column(found["checks"], "结果")) == {"相符"}
    (score,) = [row for row in rows(found["checks"]) if row[0].startswith("得分＝按定义")]
    assert (score[2], score[4]) == pytest.approx((80, 80))


def test_land_as_on_paper(land_binds: Path):
    # C takes 10 亩 and H 10 in 2021, H 20 more in 2022: the quota of 20 and 20 is used up.
    found = made(plan_problem(read_problem(str(land_binds))))
    land = found["land"]
    c, h = heads(land).index("2021年"), heads(land).index("合计") + 1
    total, quota, left, so_far, group, hospital, clinic = (row[c:h] for row in land_values(land))
    assert total == quota == group == pytest.approx([20, 20, 40])
    assert left == pytest.approx([0, 0, 0])
    assert so_far[:2] == pytest.approx([0, 0])
    assert hospital == pytest.approx([10, 20, 30])
    assert clinic == [10, None, 10]
    used = [row[4] for row in rows(found["prices"]) if row[0] == "用地指标"]
    assert used == ["是", "是"]
    assert {row[4] for row in rows(found["prices"]) if row[0] == "年度预算"} == {"否"}


def land_values(land: Statement) -> list[list]:
    return [[value_of(cell) for cell in row.cells] for row in land.rows]


def test_a_required_project_that_costs_points_is_a_binding_rule(make: Make):
    # 100 for A, which adds 10 of 100, or for B, which adds 50: to require A costs 40 points.
    case = make(
        {"A": {"adds": {"S": 10}}, "B": {"adds": {"S": 50}}},
        {"S": {"need": 100}},
        years=(2021, 2021),
        budget=[100],
        land=[0],
        year_weights=[1],
        promote={"required": ["A"]},
    )
    found = made(plan_problem(read_problem(str(case))))
    rules = [row for row in rows(found["prices"]) if row[1] is None]
    assert [row[0] for row in rules] == ["A 必须实施（A）"]
    assert rules[0][2] == "整项"
    assert rules[0][3] == pytest.approx(40)


def test_where_no_plan_exists_the_shortfall_comes_first(make: Make, tmp_path: Path):
    # Both must be built for 140 and there are 120: 20 are missing.
    case = make(
        {
            "A": {"total_investment": 60, "adds": {"S": 60}},
            "B": {"total_investment": 80, "adds": {"S": 40}},
        },
        {"S": {"need": 100}},
        budget=[70, 50],
        promote={"required": ["A", "B"]},
    )
    answer = planned(case, tmp_path / "report", Clock(SILENT))
    assert isinstance(answer, ShortAnswer)
    for lang, mark in (("zh", "不可实施"), ("en", "may not be carried out")):
        found = answer.statements(lang)
        for each in found:
            hold(each)
        assert found[0].key == "shortfall"
        assert all(mark in each.title for each in found)
        assert mark in answer.heading(lang)
        (total,) = rows(found[0], "total")
        assert total[2] == pytest.approx(20)
        (overview,) = rows(found[1], "total")
        assert overview[8] == pytest.approx(140)
        checks = next(each for each in found if each.key == "checks")
        assert column(checks, heads(checks)[-1]).count({"zh": "不符", "en": "differs"}[lang]) == 1


# ---- any city ---------------------------------------------------------------------------------


def test_several_sources_of_one_project_are_said_with_their_amounts(make: Make):
    case = make(
        {"A": {"funding": "fiscal:0.6;bond:0.4", "adds": {"S": 1}}},
        {"S": {"need": 1}},
        sources={
            "fiscal": {"name_zh": "财政资金", "name_en": "Fiscal"},
            "bond": {"name_zh": "专项债", "name_en": "Special bond"},
        },
        bonds={"bond": {"term": 2, "rate": 0.05}},
        payment={"with_progress": 0.9, "at_settlement": 0.1},
    )
    plan = plan_problem(read_problem(str(case)))
    found = made(plan)
    assert column(found["annual"], "资金来源", "") == ["财政资金 60.00；专项债 40.00"]
    assert heads(found["money"])[1:3] == ["财政资金", "专项债"]
    assert rows(found["money"], "total")[0][1:4] == pytest.approx([60, 40, 100])
    # 40 of the bond are drawn in 2021: interest of 2 in 2022 and 2023, then 40 are repaid.
    (bond,) = rows(found["bonds"], "group")
    assert bond[3:7] == pytest.approx([40, 4, 40, 44])
    paid = [row for row in rows(found["payments"], "total") if row[0] == "全部"]
    assert paid[0][4:7] == pytest.approx([100, 0, 100])
    assert list(made(plan, "en")) == list(found)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_plan_with_nothing_in_it(make: Make, lang: str):
    case = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, budget=[0, 0])
    found = made(plan_problem(read_problem(str(case))), lang, quarters=True)
    assert rows(found["overview"]) == []
    assert rows(found["overview"], "total")[0][4:9] == [0, 0, 0, 0, 0]
    assert len(rows(found["annual"], "group")) == 2
    assert len(rows(found["left_out"])) == 1
    assert "land" not in found


@pytest.mark.parametrize("mode", ["whole", "steady"])
@pytest.mark.parametrize("count", [1, 30])
def test_one_year_and_thirty(make: Make, mode: str, count: int):
    case = make(
        {"A": {"land": 3, "adds": {"S": 1}}, "B": {"district": "西城区", "adds": {"S": 1}}},
        {"S": {"need": 2}},
        years=(2021, 2020 + count),
        budget=[100.0] * count,
        land=[1.0] * count,
        year_weights=[1 / count] * count,
        solve={"mode": mode},
    )
    plan = plan_problem(read_problem(str(case)))
    found = made(plan, quarters=True)
    (total,) = rows(found["overview"], "total")
    assert total[6 : 6 + count] == pytest.approx(list(plan.investment.sum(axis=0)))
    assert len(rows(found["money"], "group")) == count
    assert len(rows(found["money"])) == 4 * count
    kinds = {row[5] for row in rows(found["prices"])}
    assert kinds == {"估计"}
    assert found["overview"].title.endswith("（2021年）" if count == 1 else "（2021—2050年）")


def test_a_horizon_is_called_by_its_plan_only_where_it_is_one(make: Make):
    for years, head in (((2026, 2030), "“十五五”计划投资"), ((2024, 2025), "2024—2025年计划投资")):
        n = years[1] - years[0] + 1
        case = make(
            {"A": {"adds": {"S": 1}}},
            {"S": {"need": 1}},
            years=years,
            budget=[100] * n,
            land=[0] * n,
            year_weights=[1 / n] * n,
        )
        found = made(plan_problem(read_problem(str(case))))
        assert heads(found["overview"])[5] == head


# ---- the shipped city -------------------------------------------------------------------------


def test_sums_are_those_of_the_plans_tables(base: Plan):
    found, n = made(base), len(base.years)
    (total,) = rows(found["overview"], "total")
    by_year = base.cash_flow["investment"].tolist()
    assert total[4:6] == pytest.approx([1280855.7, 1085769.7], abs=CENT)  # as published
    assert total[6 : 6 + n] == pytest.approx(by_year, abs=CENT)
    assert total[6 + n] == pytest.approx(base.allocation["investment"].sum(), abs=CENT)
    assert total[8 + n] == pytest.approx(base.allocation["land"].sum(), abs=CENT)
    assert column(found["annual"], "年度投资额", "group") == pytest.approx(by_year, abs=CENT)
    money = found["money"]
    assert column(money, "投资合计", "") == pytest.approx(by_year, abs=CENT)
    assert column(money, "预算", "") == pytest.approx(base.cash_flow["budget"].tolist(), abs=CENT)
    assert column(money, "结余", "") == pytest.approx(base.cash_flow["balance"].tolist(), abs=CENT)
    blocks = rows(found["money_by"], "group")
    assert [row[0] for row in blocks] == [
        *("按资金池", "按资金来源", "按领域", "按地区", "按责任单位")
    ]
    for block in blocks:
        assert block[1 : 1 + n] == pytest.approx(by_year, abs=CENT)
    land = next(row for row in land_values(found["land"]) if row[1] == "供地合计")
    assert land[5 : 5 + n] == pytest.approx(base.land_release.sum(axis=0).tolist(), abs=CENT)
    points = rows(found["indicators"], "total")[0]
    at = heads(found["indicators"]).index("得分")
    assert points[at] == pytest.approx(base.score)
    assert points[at - 1] == pytest.approx(100)
    assert set(column(found["checks"], "结果")) == {"相符"}


def test_what_is_used_up_is_said_apart_from_its_price(base: Plan):
    # Land of the first four years is released to the last 亩, and more of it would bring nothing.
    land = [row for row in rows(made(base)["prices"]) if row[0] == "用地指标"]
    assert [row[3] for row in land] == [0] * 5
    assert [row[4] for row in land] == ["是"] * 4 + ["否"]


def test_purses_stand_with_need_money_and_balance(base: Plan):
    table = base.purses[base.purses["year"].isna()].set_index("name")
    found = made(base)["money_by"]
    place = {head: at for at, head in enumerate(heads(found))}
    named = [row for row in rows(found) if row[0] in table.index]
    assert len(named) == (table[["need", "money", "published"]].max(axis=1) > 0).sum()
    for row in named:
        own = table.loc[row[0]]
        for head, name in (("合计", "need"), ("可用资金", "money"), ("结余", "balance")):
            assert row[place[head]] == pytest.approx(own[name], abs=CENT)
        assert row[place["比规划增减"]] == pytest.approx(own["change"], abs=CENT)


def test_quarters_add_up_to_their_years(base: Plan):
    found = made(base, quarters=True)["money"]
    assert len(rows(found)) == 4 * len(base.years)
    years = [row[-3] for row in rows(found, "group")]
    assert years == pytest.approx(base.investment.sum(axis=0).tolist(), abs=CENT)
    assert column(found, "年度", "")[:5] == [
        *("2021年1季度", "2021年2季度", "2021年3季度", "2021年4季度", "2022年1季度")
    ]


def test_payments_by_quarter_are_of_all_and_of_those_that_are_short(make: Make):
    # The second purse has its 100 in 2022 only and would pay for B in that year, 25 a quarter: none
    # is short. The first has 100 in 2021, of which 70 come in the last quarter: 20 + 20 + 20 lack.
    case = make(
        {
            "A": {"district": "东城区", "latest_finish": 2021, "adds": {"S": 1}},
            "B": {"district": "西城区", "earliest_start": 2022, "adds": {"S": 1}},
        },
        {"S": {"need": 2}},
        budget=[100, 100],
        purses={
            "east": {"district": "东城区", "total": 100},
            "west": {"district": "西城区", "total": 100},
        },
        budget_table={
            "quarters": [0.1, 0.1, 0.1, 0.7],
            "purse": {"east": {"by_year": [100, 0]}, "west": {"by_year": [0, 100]}},
        },
        payment={"quarters": [0.3, 0.3, 0.3, 0.1]},
    )
    found = made(plan_problem(read_problem(str(case))), "en", quarters=True)["payments"]
    east = [row for row in rows(found) if row[1] == "east"]
    assert [row[-1] for row in east[:4]] == pytest.approx([20, 20, 20, 0])
    assert len([row for row in rows(found) if row[0] == "all"]) == 8


@pytest.mark.parametrize("by", ["district", "domain", "responsible"])
def test_parts_add_up_to_the_whole(base: Plan, by: str):
    values = base.problem.projects[by].to_numpy()
    sums = {"overview": np.zeros(len(base.years) + 1), "land": np.zeros(len(base.years) + 1)}
    for key in dict.fromkeys(values):
        found = made(base, part=Part(values == key, Words(str(key), str(key))))
        assert next(reversed(found)) == "reconcile"
        assert set(column(found["reconcile"], "结果")) == {"相符"}
        assert set(column(found["checks"], "结果")) == {"相符"}
        ids = set(base.problem.projects["id"][values == key])
        for name in ("overview", "schedule", "left_out"):
            assert set(column(found[name], "编号")) <= ids | {None}
        (total,) = rows(found["overview"], "total")
        sums["overview"] += total[6 : 7 + len(base.years)]
        if "land" in found:
            (land,) = rows(found["land"], "total")
            sums["land"] += land[5:]
        whole = rows(found["reconcile"], "total")[0]
        assert whole[4] == pytest.approx(base.investment.sum(), abs=CENT)
        assert whole[9] == pytest.approx(base.land_release.sum(), abs=CENT)
    money, land = base.investment.sum(axis=0), base.land_release.sum(axis=0)
    assert sums["overview"] == pytest.approx([*money, money.sum()], abs=CENT)
    assert sums["land"] == pytest.approx([*land, land.sum()], abs=CENT)


def test_money_that_others_share_is_not_given_to_a_part(base: Plan):
    projects = base.problem.projects
    one = (projects["id"] == "P12").to_numpy()  # 龙川县 has more projects on the same purse
    for mask, money in ((one, None), ((projects["district"] == "龙川县").to_numpy(), 143850.41)):
        found = made(base, part=Part(mask, Words("甲", "A")))["money_by"]
        (purse,) = [row for row in rows(found) if row[0] == "龙川县财政资金"]
        assert purse[heads(found).index("可用资金")] == pytest.approx(money)
        assert "比规划增减" not in heads(found)


@pytest.mark.parametrize("part", [False, True])
def test_english_statements_hold_no_chinese_but_names(base: Plan, part: bool):
    tables = "".join(path.read_text("utf-8-sig") for path in DATA.glob("*.csv"))
    tables += (SCENARIOS / "base.toml").read_text("utf-8")
    district = (base.problem.projects["district"] == "龙川县").to_numpy()
    chosen = Part(district, Words("龙川县", "Longchuan")) if part else None
    for each in made(base, "en", True, chosen).values():
        texts = [each.tab, each.title, each.caption, *each.notes, *heads(each)]
        texts += [column.group for column in each.columns]
        texts += [chart.title for chart in each.charts]
        if each.key == "money":  # sources have English names
            texts += [str(value_of(row.cells[0])) for row in each.rows]
        assert [text for text in texts if HAN.search(text)] == []
        for row in each.rows:
            for cell in row.cells:
                if isinstance(cell, str):
                    unknown = [run for run in HAN.findall(cell) if run not in tables]
                    assert unknown == [], (each.key, cell)


def test_chinese_statements_hold_no_english_heads(base: Plan):
    for each in made(base, "zh", True).values():
        for text in (each.tab, each.title, *heads(each)):
            assert not re.search("[A-Za-z]", text), (each.key, text)


def test_the_content_of_the_works_is_read_where_the_table_has_it(make: Make):
    plan = plan_problem(read_problem(str(make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}))))
    plan.problem.projects["content"] = ["新建教学楼1栋"]
    for key in ("overview", "annual"):
        assert column(made(plan)[key], "建设内容及规模", "") == ["新建教学楼1栋"]


def test_the_answer_hands_its_statements_and_heading_on(base: Plan):
    answer = PlanAnswer(base)
    assert [each.key for each in answer.statements("zh")] == list(made(base))
    assert answer.heading("zh") == "项目投资计划（2021—2025年）：基准情景：按规划"
    part = Part(np.ones(len(base.problem.ids), dtype=bool), Words("龙川县", "Longchuan"))
    assert plan_heading(base, "en", part).startswith("Investment plan, Longchuan, 2021-2025: ")
    # What the tables and the statements say of prices is worked out once.
    assert answer.tables("zh")["shadow_prices"] is answer.prices


def test_ledgers_are_sheets_with_the_sums_of_their_tables(make: Make):
    cells = {"A": {"running_cost": 5, "district": "甲"}, "B": {"running_cost": 8}}
    plan = plan_problem(read_problem(str(write_two_works(make, cells=cells))), SILENT)
    found = made(plan)
    years = [row for row in found["running_cost"].rows if "甲" in row.cells]
    assert sum(number_of(row.cells[-1]) for row in years) == pytest.approx(30)
    assert "carry_over" not in found
    assert not {"transfers", "moves"} & set(found)
    chosen = np.array(plan.problem.ids) == "B"
    part = made(plan, part=Part(chosen, Words("乙", "B")))
    table = ledgers(plan).tables()["running_cost"]
    whole = table[table["by"] == "all"]["running_cost"].sum()
    own = sum(number_of(row.cells[-1]) for row in part["running_cost"].rows)
    assert own == pytest.approx(whole - 30)


@pytest.mark.parametrize(
    "name", ["city_support", pytest.param("carry_over", marks=pytest.mark.slow)]
)
def test_carry_over_and_transfers_are_sheets(name: str):
    plan = plan_problem(read_problem(str(SCENARIOS / f"{name}.toml")))
    found = made(plan)
    stem = "carry_over" if name == "carry_over" else "transfers"
    table = ledgers(plan).tables()["carry_over"] if name == "carry_over" else transfers(plan)
    assert stem in found
    rows = [row for row in found[stem].rows if not row.kind]
    assert len(rows) == len(table)
    column = "carried" if name == "carry_over" else "amount"
    at = list(table.columns).index(column)
    assert sum(number_of(row.cells[at]) for row in rows) == pytest.approx(table[column].sum())
    part = Part(np.array(plan.problem.ids) == "P01", Words("一", "one"))
    assert stem not in made(plan, part=part)


def test_units_stand_below_their_own_heads(make: Make):
    """Each project's builder, responsible unit and site, in the words of the project table."""
    told = {
        "owner": "甲公司",
        "responsible": "市教育局",
        "content": "教学楼一栋",
        "district": "云山县",
    }
    case = make({"A": {**told, "adds": {"S": 1}, "land": 7}}, {"S": {"need": 1}}, land=(5, 5))
    found = made(plan_problem(read_problem(str(case))))
    for key, owner in (("overview", "业主单位"), ("annual", "建设单位")):
        assert set(column(found[key], owner, "")) == {"甲公司"}, key
        assert set(column(found[key], "责任单位", "")) == {"市教育局"}, key
        assert set(column(found[key], "建设内容及规模", "")) == {"教学楼一栋"}, key
    assert column(found["overview"], "用地规模（亩）", "") == [7]
    assert column(found["schedule"], "地区", "") == column(found["land"], "地区", "")[-1:]


def test_land_that_is_left_adds_up(make: Make):
    # 7 of 5 + 5 + 5 亩 are taken by works of 2022: what is left of 2021 goes on.
    cells = {"adds": {"S": 1}, "land": 7, "earliest_start": 2022}
    case = make(
        {"A": cells},
        {"S": {"need": 1}},
        years=(2021, 2023),
        budget=(0, 100, 0),
        land=(5, 5, 5),
        year_weights=(0, 0.5, 0.5),
    )
    land = made(plan_problem(read_problem(str(case))))["land"]
    first = heads(land).index("2021年")
    of_year, so_far = (land_values(land)[at][first : first + 3] for at in (2, 3))
    assert so_far == pytest.approx(np.cumsum(of_year).tolist())
    assert so_far[-1] == pytest.approx(15 - 7)
    assert so_far != pytest.approx(of_year)


def test_money_of_a_quarter_comes_by_its_own_pace(make: Make):
    # 100 are spent evenly but a tenth comes in each of three quarters, 70 in the last one.
    case = make(
        {"A": {"latest_finish": 2021, "adds": {"S": 1}}},
        {"S": {"need": 1}},
        budget=[100, 0],
        budget_table={"quarters": [0.1, 0.1, 0.1, 0.7]},
        payment={"quarters": [0.3, 0.3, 0.3, 0.1]},
    )
    found = made(plan_problem(read_problem(str(case))), quarters=True)["money"]
    assert [row[-3:] for row in rows(found)][:4] == [
        *([pytest.approx([30, 10, -20])] * 3),
        pytest.approx([10, 70, 60]),
    ]


def test_a_site_is_not_land_released_and_a_baseline_no_target(make: Make):
    # The quota is not asked for ground that is there already; 3 places become 4, of 9 wanted.
    case = make(
        {"A": {"adds": {"S": 1}, "land": 7, "land_kind": "on_site"}},
        {"S": {"need": 6, "need_unit": "个", "unit": "个", "baseline": 3, "target": 9}},
    )
    found = made(plan_problem(read_problem(str(case))))
    assert column(found["overview"], "用地规模（亩）", "") == [7]
    assert column(found["overview"], "供地（亩）", "") == [None]
    assert column(found["indicators"], "基期值", "") == [3]
    assert column(found["indicators"], "目标值", "") == [9]
