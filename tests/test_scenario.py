"""Scenarios: what `extends` does, and the whole message for every key that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.inputs.assemble import read_scenario
from portfolio.inputs.scenario import Limit, Scenario
from portfolio.inputs.schema import ProjectKeys
from tests.conftest import SCENARIOS, Make, complaints, edit

BASE = """
title = "底"
data = "../data"

[horizon]
first_year = 2021
last_year = 2023

[budget]
total = 1000.0
profile = [0.5, 0.3, 0.2]

[land]
by_year = [10, 20, 30]

[objective]
beyond_need = 0.3
year_weights = [0.2, 0.3, 0.5]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of scenarios with a clean `base.toml`."""
    (tmp_path / "base.toml").write_text(BASE, encoding="utf-8")
    return tmp_path


def read(folder: Path, text: str, name: str = "case.toml") -> Scenario:
    """Write and read a scenario that extends `base.toml`."""
    write(folder, text, name)
    scenario = read_scenario(folder / name)
    assert scenario is not None
    return scenario


def write(folder: Path, text: str, name: str = "case.toml") -> Path:
    (folder / name).write_text(f'extends = "base.toml"\n{text}', encoding="utf-8")
    return folder / name


def found(folder: Path, text: str) -> list[tuple[str, str]]:
    path = write(folder, text)
    return complaints(lambda: read_scenario(path), folder)


# ---- what is read -----------------------------------------------------------------------------


def test_a_total_and_its_profile_become_yearly_amounts(folder: Path):
    scenario = read(folder, "")
    assert scenario.years == (2021, 2022, 2023)
    assert scenario.budget.by_year == pytest.approx((500, 300, 200))
    assert scenario.land.by_year == (10, 20, 30)


def test_what_is_not_written_takes_its_default(folder: Path):
    scenario = read(folder, "")
    assert (scenario.name, scenario.title) == ("case", "底")
    assert (scenario.mode, scenario.gap, scenario.time_limit) == ("shares", 0.0001, None)
    assert scenario.search_seconds == 60
    assert (scenario.carry_over, scenario.commitment) == (False, "required")
    assert (scenario.exempt, scenario.required, scenario.excluded) == ((), (), ())
    assert (scenario.funding, scenario.weights, scenario.projects) == ({}, {}, {})


def test_tables_merge_key_by_key_and_the_nearer_file_wins(folder: Path):
    write(folder, 'title = "中"\n[budget]\ntotal = 2000\n[promote]\nrequired = ["A"]', "mid.toml")
    (folder / "case.toml").write_text(
        'extends = "mid.toml"\n[budget]\ncarry_over = true\n[promote]\nexcluded = ["B"]',
        encoding="utf-8",
    )
    scenario = read_scenario(folder / "case.toml")
    assert scenario is not None
    # 2000 from mid.toml on the profile of base.toml; the list of mid.toml stays.
    assert scenario.budget.by_year == pytest.approx((1000, 600, 400))
    assert (scenario.title, scenario.carry_over) == ("中", True)
    assert (scenario.required, scenario.excluded) == (("A",), ("B",))


def test_by_year_displaces_total_and_profile(folder: Path):
    scenario = read(folder, "[budget]\nby_year = [1, 2, 3]")
    assert scenario.budget.by_year == (1, 2, 3)


def test_total_and_profile_displace_by_year(folder: Path):
    scenario = read(folder, "[land]\ntotal = 100\nprofile = [0.2, 0.2, 0.6]")
    assert scenario.land.by_year == pytest.approx((20, 20, 60))


def test_total_alone_displaces_by_year_and_then_needs_a_profile(folder: Path):
    assert found(folder, "[land]\ntotal = 100") == [
        (
            "case.toml land.profile：读到缺少此键；应为必须有的键",
            "case.toml, land.profile: found no such key; allowed: a key that must be there",
        )
    ]


def test_displacing_holds_for_each_source_of_money_by_itself(folder: Path):
    write(folder, "[budget.funding.private]\nby_year = [9, 9, 9]", "mid.toml")
    (folder / "case.toml").write_text(
        'extends = "mid.toml"\n[budget.funding.private]\ntotal = 10\nprofile = [1, 0, 0]',
        encoding="utf-8",
    )
    scenario = read_scenario(folder / "case.toml")
    assert scenario is not None
    assert scenario.funding["private"].by_year == (10, 0, 0)
    assert scenario.budget.by_year == pytest.approx((500, 300, 200))


def test_overrides_limits_and_weights_are_kept_by_id(folder: Path):
    scenario = read(
        folder,
        """
        [weights]
        S02 = 3
        [projects.P13]
        earliest_start = 2022
        requires = ["P01", "P02"]
        [limits.domain.education]
        min_share = 0.4
        max_investment = 900
        [limits.district."龙川县"]
        min_investment = 50
        """,
    )
    assert scenario.weights == {"S02": 3.0}
    assert scenario.projects == {"P13": {"earliest_start": 2022, "requires": ["P01", "P02"]}}
    assert scenario.limits["domain"] == {"education": Limit(min_share=0.4, max_investment=900)}
    assert scenario.limits["district"] == {"龙川县": Limit(min_investment=50)}


def test_the_data_folder_is_relative_to_the_file_that_names_it(folder: Path):
    (folder / "more").mkdir()
    (folder / "more" / "case.toml").write_text('extends = "../base.toml"', encoding="utf-8")
    scenario = read_scenario(folder / "more" / "case.toml")
    assert scenario is not None
    assert scenario.data == folder.parent / "data"


def test_a_byte_order_mark_does_not_matter(folder: Path):
    path = folder / "base.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(folder, "").title == "底"


def test_the_shipped_base_is_the_published_plan():
    # 附件3: 1,085,769.7 万元 and 3,312.8 亩; 14 % and 30 % of them in the first year.
    scenario = read_scenario(SCENARIOS / "base.toml")
    assert scenario is not None
    assert sum(scenario.budget.by_year) == pytest.approx(1085769.7)
    assert scenario.budget.by_year[0] == pytest.approx(152007.758)
    assert sum(scenario.land.by_year) == pytest.approx(3312.8)
    assert scenario.land.by_year[0] == pytest.approx(993.84)


# ---- what is refused --------------------------------------------------------------------------

CELLS = ", ".join(ProjectKeys.model_fields)  # none of them is like `id`
KEYS = [
    (
        "[budget]\ncarry_ovr = true",
        "budget.carry_ovr",
        "读到未知的键“carry_ovr”；应为已知的键，最接近的是 carry_over",
        "found unknown key 'carry_ovr'; allowed: a known key, nearest: carry_over",
    ),
    (
        "[promot]\nrequired = []",
        "promot",
        "读到未知的键“promot”；应为已知的键，最接近的是 promote",
        "found unknown key 'promot'; allowed: a known key, nearest: promote",
    ),
    (
        "[limits.domain.education]\nmin_shar = 0.1",
        "limits.domain.education.min_shar",
        "读到未知的键“min_shar”；应为已知的键，最接近的是 min_share",
        "found unknown key 'min_shar'; allowed: a known key, nearest: min_share",
    ),
    (
        "[projects.P01]\nid = 'P99'",
        "projects.P01.id",
        f"读到未知的键“id”；应为其中之一：{CELLS}",
        f"found unknown key 'id'; allowed: one of {CELLS}",
    ),
    (
        "budget = 5",
        "budget",
        "读到“5”；应为一个表 [budget]",
        "found '5'; allowed: a table [budget]",
    ),
    ("title = 5", "title", "读到“5”；应为文字", "found '5'; allowed: text"),
    (
        "[horizon]\nlast_year = 2020",
        "horizon.last_year",
        "读到“2020”；应为不早于 first_year 2021 的年份",
        "found '2020'; allowed: a year >= first_year 2021",
    ),
    (
        "[horizon]\nlast_year = 25",
        "horizon.last_year",
        "读到“25”；应为四位年份",
        "found '25'; allowed: a year of four digits",
    ),
    (
        "[budget]\ntotal = -1",
        "budget.total",
        "读到“-1”；应为不小于 0 的数",
        "found '-1'; allowed: a number >= 0",
    ),
    (
        "[budget]\ntotal = nan",
        "budget.total",
        "读到“nan”；应为不小于 0 的数",
        "found 'nan'; allowed: a number >= 0",
    ),
    (
        "[budget]\ntotal = '1,000'",
        "budget.total",
        "读到“1,000”；应为不小于 0 的数",
        "found '1,000'; allowed: a number >= 0",
    ),
    (
        "[budget]\nprofile = [0.5, 0.3, 0.1]",
        "budget.profile",
        "读到合计 0.9；应为合计为 1（误差 0.000001 以内）",
        "found a sum of 0.9; allowed: a sum of 1 (within 0.000001)",
    ),
    (
        "[budget]\nprofile = [0.5, 0.3, 0.200002]",
        "budget.profile",
        "读到合计 1.000002；应为合计为 1（误差 0.000001 以内）",
        "found a sum of 1.000002; allowed: a sum of 1 (within 0.000001)",
    ),
    (
        "[limits.domain.housing]\nmin_investment = 1234568\nmax_investment = 1234567",
        "limits.domain.housing.min_investment",
        "读到“1234568”；应为不大于 max_investment 1234567",
        "found '1234568'; allowed: at most max_investment 1234567",
    ),
    (
        "[objective]\nyear_weights = [0.5, 0.5, 0.5]",
        "objective.year_weights",
        "读到合计 1.5；应为合计为 1（误差 0.000001 以内）",
        "found a sum of 1.5; allowed: a sum of 1 (within 0.000001)",
    ),
    (
        "[land]\nby_year = [1, 2]",
        "land.by_year",
        "读到2 个数；应为3 个数，每年一个",
        "found 2 numbers; allowed: 3 numbers, one a year",
    ),
    (
        "[land]\nby_year = [1, 2, -3]",
        "land.by_year",
        "读到“[1, 2, -3]”；应为不小于 0 的数的列表",
        "found '[1, 2, -3]'; allowed: a list of numbers >= 0",
    ),
    (
        "[land]\nby_year = []",
        "land.by_year",
        "读到0 个数；应为3 个数，每年一个",
        "found 0 numbers; allowed: 3 numbers, one a year",
    ),
    (
        "[land]\nby_year = [1, 2, 3]\ntotal = 6",
        "land.by_year",
        "读到与 total、profile 并列的 by_year；应为只用其中一种写法",
        "found by_year beside total or profile; allowed: one of the two forms",
    ),
    (
        "[land]\nexempt = 'P08'",
        "land.exempt",
        '读到“P08”；应为编号的列表，如 ["R18"]',
        "found 'P08'; allowed: a list of ids such as [\"R18\"]",
    ),
    (
        "[planned]\ncommitment = 'must'",
        "planned.commitment",
        "读到“must”；应为其中之一：必须实施（required）、可选（optional）",
        "found 'must'; allowed: one of required, optional",
    ),
    (
        "[objective]\nbeyond_need = 1.5",
        "objective.beyond_need",
        "读到“1.5”；应为0 到 1 之间的数",
        "found '1.5'; allowed: a number from 0 to 1",
    ),
    (
        "[budget]\ncarry_over = 1",
        "budget.carry_over",
        "读到“1”；应为true 或 false",
        "found '1'; allowed: true or false",
    ),
    (
        "[weights]\nS02 = -1",
        "weights.S02",
        "读到“-1”；应为不小于 0 的数",
        "found '-1'; allowed: a number >= 0",
    ),
    (
        "[limits.district.'龙川县']\nmin_share = 0.6\nmax_share = 0.5",
        "limits.district.龙川县.min_share",
        "读到“0.6”；应为不大于 max_share 0.5",
        "found '0.6'; allowed: at most max_share 0.5",
    ),
    (
        "[limits.under_way.owner]\n'县医院' = 1.5",
        "limits.under_way.owner.县医院",
        "读到“1.5”；应为不小于 0 的整数",
        "found '1.5'; allowed: a whole number >= 0",
    ),
    (
        "[projects.P13]\nland = '三十'",
        "projects.P13.land",
        "读到“三十”；应为不小于 0 的数（半角数字，不带逗号）",
        "found '三十'; allowed: a number >= 0 (half-width digits, no commas)",
    ),
    (
        "[projects.P13]\nspend_profile = [0.5, 0.4]",
        "projects.P13.spend_profile",
        "读到“[0.5, 0.4]”；应为用分号隔开、合计为 1 的比例",
        "found '[0.5, 0.4]'; allowed: shares separated by semicolons that sum to 1",
    ),
    (
        "[solve]\nmode = 'half'",
        "solve.mode",
        "读到“half”；应为其中之一：按比例（shares）、整项目（whole）、连续施工（steady）",
        "found 'half'; allowed: one of shares, whole, steady",
    ),
    (
        "[solve]\ngap = 1",
        "solve.gap",
        "读到“1”；应为不小于 0、小于 1 的数",
        "found '1'; allowed: a number >= 0 and < 1",
    ),
    (
        "[solve]\ntime_limit = 0",
        "solve.time_limit",
        "读到“0”；应为大于 0 的秒数",
        "found '0'; allowed: seconds > 0",
    ),
]


@pytest.mark.parametrize(("text", "key", "zh", "en"), KEYS, ids=[case[0] for case in KEYS])
def test_a_bad_key_gives_one_line_with_file_and_key(
    folder: Path, text: str, key: str, zh: str, en: str
):
    assert found(folder, text) == [(f"case.toml {key}：{zh}", f"case.toml, {key}: {en}")]


def test_a_sum_within_a_millionth_of_one_is_a_sum_of_one(folder: Path):
    assert read(folder, "[budget]\nprofile = [0.5, 0.3, 0.2000009]").budget.by_year[2] > 200


def test_an_error_names_the_file_of_the_chain_that_holds_it(folder: Path):
    # The profile of base.toml has three years; the horizon that breaks it is in case.toml.
    messages = found(folder, "[horizon]\nlast_year = 2024\n[land]\nby_year = [1, 1, 1, 1]")
    assert [en for _, en in messages] == [
        "base.toml, budget.profile: found 3 numbers; allowed: 4 numbers, one a year",
        "base.toml, objective.year_weights: found 3 numbers; allowed: 4 numbers, one a year",
    ]


def test_missing_keys_are_named_and_nothing_else(folder: Path):
    path = folder / "case.toml"
    path.write_text("[budget]\nby_year = [1, 2]\n[land]\nby_year = [1, 2]", encoding="utf-8")
    assert [en for _, en in complaints(lambda: read_scenario(path), folder)] == [
        "case.toml, horizon.first_year, horizon.last_year, objective.year_weights, "
        "objective.beyond_need (4 in all): found no such key; allowed: a key that must be there"
    ]


def test_a_circle_in_extends_is_walked_out(folder: Path):
    (folder / "base.toml").write_text('extends = "mid.toml"', encoding="utf-8")
    (folder / "mid.toml").write_text('extends = "case.toml"', encoding="utf-8")
    assert found(folder, "") == [
        (
            "mid.toml extends：读到“case.toml → base.toml → mid.toml → case.toml”；"
            "应为不绕成圈的引用",
            "mid.toml, extends: found 'case.toml → base.toml → mid.toml → case.toml'; "
            "allowed: a chain that does not come back to itself",
        )
    ]


def test_a_circle_that_a_scenario_only_leads_to_is_found_too(folder: Path):
    (folder / "base.toml").write_text('extends = "mid.toml"', encoding="utf-8")
    (folder / "mid.toml").write_text('extends = "base.toml"', encoding="utf-8")
    assert [en for _, en in found(folder, "")] == [
        "mid.toml, extends: found 'case.toml → base.toml → mid.toml → base.toml'; "
        "allowed: a chain that does not come back to itself"
    ]


def test_a_scenario_that_extends_itself_is_a_circle(folder: Path):
    path = folder / "self.toml"
    path.write_text('extends = "../' + folder.name + '/self.toml"', encoding="utf-8")
    assert [en for _, en in complaints(lambda: read_scenario(path), folder)] == [
        "self.toml, extends: found 'self.toml → self.toml'; "
        "allowed: a chain that does not come back to itself"
    ]


def test_a_scenario_that_extends_nothing_there_is_named(folder: Path):
    path = folder / "case.toml"
    path.write_text('extends = "bace.toml"', encoding="utf-8")
    assert complaints(lambda: read_scenario(path), folder) == [
        (
            "case.toml extends：读到“bace.toml”；应为存在的情景文件",
            "case.toml, extends: found 'bace.toml'; allowed: a scenario file that exists",
        )
    ]


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (None, "不存在或无法打开的文件", "no readable file"),
        (b"", "空文件", "an empty file"),
        (b"# a comment only\n", "空文件", "an empty file"),
    ],
    ids=["missing", "empty", "comment"],
)
def test_a_file_that_is_no_scenario_gives_one_line(
    tmp_path: Path, content: bytes | None, zh: str, en: str
):
    path = tmp_path / "case.toml"
    if content is not None:
        path.write_bytes(content)
    assert complaints(lambda: read_scenario(path), tmp_path) == [
        (
            f"case.toml：读到{zh}；应为TOML 情景文件（UTF-8）",
            f"case.toml: found {en}; allowed: a scenario in TOML (UTF-8)",
        )
    ]


def test_invalid_toml_is_named_with_its_line(tmp_path: Path):
    path = tmp_path / "case.toml"
    path.write_text('title = "a"\n[budget]\ntotal = 1 000\n', encoding="utf-8")
    ((zh, en),) = complaints(lambda: read_scenario(path), tmp_path)
    assert zh.startswith("case.toml")
    assert zh.endswith("；应为TOML 情景文件（UTF-8）")
    assert en.endswith("; allowed: a scenario in TOML (UTF-8)")
    assert "line 3" in en


def test_bytes_that_are_no_text_are_no_scenario(tmp_path: Path):
    # What editors call ANSI is GBK on a Chinese machine, what they call Unicode UTF-16.
    path, text = tmp_path / "case.toml", 'title = "河源"'
    for content, zh, en in (
        (
            text.encode("gb18030"),
            "像是 GBK（GB18030、ANSI）编码的内容",
            "what looks like GBK (GB18030, ANSI)",
        ),
        (
            b"\xff\xfe" + text.encode("utf-16-le"),
            "像是 UTF-16（“Unicode”）编码的内容",
            "what looks like UTF-16 ('Unicode')",
        ),
        (b'title = "\xff"', "不是 UTF-8 编码的内容", "what is not UTF-8"),
    ):
        path.write_bytes(content)
        assert complaints(lambda: read_scenario(path), tmp_path) == [
            (
                f"case.toml：读到{zh}；应为TOML 情景文件（UTF-8）；请另存为 UTF-8 编码",
                f"case.toml: found {en}; allowed: a scenario in TOML (UTF-8); "
                "save it again as UTF-8",
            )
        ]


def test_everything_wrong_in_a_chain_is_said_at_once(folder: Path):
    (folder / "mid.toml").write_text(
        'extends = "base.toml"\n[solve]\nmode = "fast"', encoding="utf-8"
    )
    path = folder / "case.toml"
    path.write_text('extends = "mid.toml"\ntitel = "x"\n[land]\ntotal = -1', encoding="utf-8")
    assert [en for _, en in complaints(lambda: read_scenario(path), folder)] == [
        "case.toml, titel: found unknown key 'titel'; allowed: a known key, nearest: title",
        "case.toml, land.total: found '-1'; allowed: a number >= 0",
        "mid.toml, solve.mode: found 'fast'; allowed: one of shares, whole, steady",
    ]


def test_an_amount_beyond_all_measure_is_a_message(make: Make):
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}})
    edit(path, '"by_year" = [100, 100]', f'"by_year" = [100, {"9" * 400}]')
    ((_, english),) = complaints(lambda: read_scenario(path), path.parents[1])
    assert english.endswith("allowed: a whole number of TOML (64 bits)")


# ---- thousands commas ---------------------------------------------------------------------------


def test_thousands_commas_in_yearly_amounts_are_named(folder: Path):
    path = write(folder, "[land]\nby_year = [1,185,769.7, 200, 300]")
    (zh, en), *_ = complaints(lambda: read_scenario(path), folder)
    assert zh == (
        "case.toml land.by_year：读到5 个数；应为3 个数，每年一个；"
        "数字里不要写千位逗号（1,185,769.7 写成 1185769.7）"
    )
    assert en.endswith("3 numbers, one a year; no thousands commas (1,185,769.7 is 1185769.7)")


def test_a_wrong_count_without_such_commas_says_nothing_of_them(folder: Path):
    path = write(folder, "[land]\nby_year = [100, 200]")
    assert "comma" not in complaints(lambda: read_scenario(path), folder)[0][1]


def test_thousands_commas_that_are_no_toml_are_named(folder: Path):
    path = write(folder, "[budget]\ntotal = 1,085,769.7  # 1,2,3")
    ((zh, en),) = complaints(lambda: read_scenario(path), folder)
    assert "数字里不要写千位逗号（1,085,769.7 写成 1085769.7）" in zh
    assert "(UTF-8); no thousands commas (1,085,769.7 is 1085769.7)" in en


def test_a_solver_can_be_named(folder: Path):
    assert read_scenario(write(folder, '[solve]\nsolver = "CBC"')).solver == "CBC"
    assert read_scenario(write(folder, "")).solver == "HiGHS"
    path = write(folder, '[solve]\nsolver = ""')
    assert complaints(lambda: read_scenario(path), folder)[0][1] == (
        "case.toml, solve.solver: found ''; allowed: the name of a solver such as HiGHS"
    )
