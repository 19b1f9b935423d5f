"""Each limit of what is read, at the limit and one beyond; text that is no text; pipes."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pandas as pd
import pytest

from portfolio.errors import Finding, InputError
from portfolio.inputs import files, limits, records, sheet, toml
from portfolio.inputs.assemble import read_scenario
from portfolio.inputs.formulas import guarded, unguarded
from portfolio.inputs.limits import CAPS, Cap
from portfolio.inputs.read import read_problem
from portfolio.inputs.schema import ScenarioKeys
from portfolio.inputs.sheet import read_sheet, write_table
from portfolio.inputs.tables import read_tables
from portfolio.plan.make import plan_problem
from portfolio.words import Words, said, shown
from tests.conftest import Make, complaints, edit, write_csv

SMALL = Cap(10, Words("件", "things"), Words("测试", "for a test"))


@pytest.fixture
def path(make: Make) -> Path:
    return make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}})


@pytest.fixture
def data(path: Path) -> Path:
    return path.parents[1] / "data"


def english(read, path: Path) -> list[str]:
    return [en for _, en in complaints(read, path.parents[1])]


# ---- scenario files -----------------------------------------------------------------------------


def test_bytes_of_a_scenario(path: Path):
    room = limits.SCENARIO_BYTES.most - path.stat().st_size
    with path.open("a", encoding="utf-8") as file:
        file.write("#" * (room - 1) + "\n")
    assert read_scenario(path) is not None
    with path.open("a", encoding="utf-8") as file:
        file.write("#")
    assert english(lambda: read_scenario(path), path) == [
        "scenarios/tiny.toml: found 1,048,577 bytes in a TOML file; "
        "allowed: at most 1,048,576 bytes in a TOML file"
    ]


def test_levels_of_a_scenario(path: Path):
    deep, known = limits.DEPTH.most, ", ".join(ScenarioKeys.model_fields)
    edit(path, "[", f"x = {'[' * (deep - 1)}{']' * (deep - 1)}\n[")
    assert english(lambda: read_scenario(path), path) == [
        f"scenarios/tiny.toml, x: found unknown key 'x'; allowed: one of {known}"
    ]
    edit(path, "x = [", "x = [[")
    edit(path, "]\n[", "]]\n[")
    assert english(lambda: read_scenario(path), path) == [
        "scenarios/tiny.toml: found tables or lists nested too deep; "
        "allowed: at most 16 levels of tables and lists"
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"x = {'[' * 5000}{']' * 5000}",
        ".".join("a" * 3000) + " = 1",
        f"x = {'{a=' * 900}1{'}' * 900}",
    ],
    ids=["brackets", "dotted", "tables"],
)
def test_what_python_cannot_follow_is_one_line(path: Path, text: str):
    path.write_text(text, encoding="utf-8")
    (line,) = english(lambda: read_scenario(path), path)
    assert line.endswith("nested too deep; allowed: at most 16 levels of tables and lists")


@pytest.mark.parametrize("number", ["9" * 400, "9" * 5000, "0x" + "f" * 400, "-" + "9" * 30])
@pytest.mark.parametrize(
    "place", ['[limits.under_way.owner]\n"甲" = {}', "[horizon]\nfirst_year = {}", "gap = {}"]
)
def test_whole_numbers_beyond_64_bits(path: Path, number: str, place: str):
    path.write_text(place.format(number), encoding="utf-8")
    lines = english(lambda: read_scenario(path), path)
    assert any(line.endswith("allowed: a whole number of TOML (64 bits)") for line in lines)


def test_a_whole_number_of_64_bits_is_judged_as_a_number(path: Path):
    path.write_text(f"[solve]\ntime_limit = {2**63 - 1}\ngap = {2**63 - 1}", encoding="utf-8")
    (line,) = english(lambda: read_scenario(path), path)
    assert line.endswith("allowed: a number >= 0 and < 1")


def test_files_that_extend_one_another(path: Path):
    folder, most = path.parent, limits.EXTENDS.most
    for at in range(most):
        below = "tiny" if at == 0 else f"s{at - 1}"
        (folder / f"s{at}.toml").write_text(f'extends = "{below}.toml"', encoding="utf-8")
    assert read_scenario(folder / f"s{most - 2}.toml") is not None
    assert english(lambda: read_scenario(folder / f"s{most - 1}.toml"), path) == [
        "scenarios/s0.toml, extends: found file 17 of a chain; "
        "allowed: at most 16 scenario files that extend one another"
    ]


def test_years_of_the_horizon(make: Make):
    most = limits.YEARS.most
    shares = {"budget": [1.0] * most, "land": [0.0] * most, "year_weights": [1 / most] * most}
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1}}, years=(2021, 2020 + most), **shares)
    assert len(read_problem(str(path)).years) == most
    edit(path, str(2020 + most), str(2021 + most))
    (line, *_) = english(lambda: read_scenario(path), path)
    assert line == (
        "scenarios/tiny.toml, horizon.last_year: found 101 years in the horizon; "
        "allowed: at most 100 years in the horizon"
    )


@pytest.mark.parametrize("key", ["extends", "data", "title"])
def test_control_characters_in_text_are_shown_and_refused(path: Path, key: str):
    path.write_text(f'{key} = "a\\u0000b\\u001b[31m"', encoding="utf-8")
    lines = english(lambda: read_scenario(path), path)
    assert lines[0] == (
        f"scenarios/tiny.toml, {key}: found 'a\\x00b\\x1b[31m'; "
        "allowed: text without control characters"
    )


def test_a_name_with_control_characters_is_shown_escaped(path: Path):
    path.write_text('"a\\nb\\u202e\\u0007" = 1', encoding="utf-8")
    (line,) = english(lambda: read_scenario(path), path)
    assert "a\\nb\\u202e\\x07" in line
    assert line.isprintable()


@pytest.mark.parametrize("key", ["title", "extends", "data"])
def test_a_table_where_text_belongs(path: Path, key: str):
    path.write_text(f"[{key}]\na = 1", encoding="utf-8")
    (line, *_) = english(lambda: read_scenario(path), path)
    assert line == f"scenarios/tiny.toml, {key}: found '{{'a': 1}}'; allowed: text"


def test_cells_in_a_scenario_follow_the_rules_of_the_table(path: Path):
    edit(path, '["horizon"]', '[projects.A]\ndistrict = "a\\u0000"\nname = {a = 1}\n["horizon"]')
    lines = english(lambda: read_scenario(path), path)
    assert lines == [
        "scenarios/tiny.toml, projects.A.district: found 'a\\x00'; "
        "allowed: text without control characters",
        "scenarios/tiny.toml, projects.A.name: found '{'a': 1}'; allowed: some text",
    ]


# ---- what is no regular file --------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_nobody_waits_at_a_pipe(path: Path, data: Path):
    pipe = path.with_name("pipe.toml")
    os.mkfifo(pipe)
    (line,) = english(lambda: read_scenario(pipe), path)
    assert line.startswith("scenarios/pipe.toml: found a device, a pipe or a folder;")
    path.write_text('extends = "pipe.toml"', encoding="utf-8")
    (line,) = english(lambda: read_scenario(path), path)
    assert line.endswith("allowed: a scenario file that exists")
    (data / "projects.csv").unlink()
    os.mkfifo(data / "projects.csv")
    (line,) = english(lambda: read_tables(data), path)
    assert line.startswith("data/projects.csv: found a device, a pipe or a folder;")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/proc/self/mem", "/"])
def test_a_device_is_no_scenario(device: str):
    if not Path(device).exists():
        pytest.skip("no such device here")
    with pytest.raises(InputError):
        read_scenario(device)


# ---- tables -------------------------------------------------------------------------------------


def test_bytes_of_a_table(data: Path, path: Path, monkeypatch):
    size = (data / "projects.csv").stat().st_size
    for most, lines in ((size, 0), (size - 1, 1)):
        cap = Cap(most, Words("字节", "bytes"), SMALL.why)
        monkeypatch.setattr(records, "TABLE_BYTES", cap)
        found = [] if not lines else english(lambda: read_tables(data), path)
        assert [line for line in found if "projects.csv" in line and "bytes" in line][:1] == (
            [f"data/projects.csv: found {size} bytes; allowed: at most {size - 1} bytes"] * lines
        )
    monkeypatch.setattr(records, "TABLE_BYTES", limits.TABLE_BYTES)
    assert len(read_tables(data).projects.data) == 1


def test_rows_of_a_table(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(records, "ROWS", SMALL)
    file = tmp_path / "t.csv"
    for count, lines in (
        (10, []),
        (11, ["t.csv, row 12: found 11 things; allowed: at most 10 things"]),
    ):
        write_csv(file, ["id"], [{"id": f"A{at}"} for at in range(count)])
        assert findings_of(file, tmp_path) == lines


def test_columns_of_a_table(tmp_path: Path):
    most = limits.COLUMNS.most
    file = tmp_path / "t.csv"
    names = ["id", *(f"c{at}" for at in range(most - 1))]
    write_csv(file, names, [{}])
    known = findings_of(file, tmp_path)
    assert len(known) == sheet.MOST_NAMED + 1
    assert "979 more columns" in known[-1]
    write_csv(file, [*names, "more"], [{}])
    assert findings_of(file, tmp_path) == [
        "t.csv, row 1: found 1,001 columns; allowed: at most 1,000 columns"
    ]


def test_letters_of_a_cell(tmp_path: Path):
    file, most = tmp_path / "t.csv", limits.CELL.most
    for count, lines in (
        (most, []),
        (most + 1, [f"t.csv: found a cell that is too long; allowed: {limits.CELL.allowed.en}"]),
    ):
        write_csv(file, ["id"], [{"id": "字" * count}])
        assert findings_of(file, tmp_path) == lines


def findings_of(file: Path, root: Path) -> list[str]:
    from portfolio.errors import Findings
    from portfolio.inputs.columns import ID

    findings = Findings()
    read_sheet(file, {"id": ID}, findings)
    return [each.line("en").replace(f"{root.as_posix()}/", "") for each in findings.items]


def test_letters_of_a_number(data: Path, path: Path):
    edit(data / "projects.csv", ",100,", f",{'0' * (limits.DIGITS.most - 3)}100,")
    assert read_tables(data).projects.data["total_investment"][0] == 100
    edit(data / "projects.csv", ",0", ",00")
    (line,) = english(lambda: read_tables(data), path)
    assert line.endswith("allowed: at most 40 characters in a number")


@pytest.mark.parametrize("mode", ["shares", "whole"])
def test_the_longest_duration_needs_no_room(data: Path, path: Path, mode: str):
    most = limits.DURATION.most
    text = (data / "projects.csv").read_text(encoding="utf-8")
    header, row = (line.split(",") for line in text.splitlines())
    row[header.index("duration")] = str(most)
    (data / "projects.csv").write_text(",".join(header) + "\n" + ",".join(row), encoding="utf-8")
    problem = read_problem(str(path), mode=mode)
    tracemalloc.start()
    plan = plan_problem(problem)
    assert tracemalloc.get_traced_memory()[1] < 50e6
    tracemalloc.stop()
    # Two years of a thousand are two thousandths; a whole project does not fit at all.
    assert plan.funded[0] == pytest.approx(2 / most if mode == "shares" else 0)
    edit(data / "projects.csv", f",{most},", f",{most + 1},")
    (line,) = english(lambda: read_tables(data), path)
    assert line.endswith("allowed: a number >= 1 and <= 1000 (half-width digits, no commas)")


def test_a_spending_profile_far_beyond_the_horizon_needs_no_room(path: Path):
    count = 5000
    profile = f"[projects.A]\nspend_profile = {[1 / count] * count}\n"
    edit(path, '["horizon"]', f'{profile}["horizon"]')
    problem = read_problem(str(path))
    assert problem.profile.shape == (1, 3)
    assert plan_problem(problem).funded[0] == 0


def test_a_project_on_thousands_of_sites(path: Path, data: Path):
    labels = ";".join(f"S{at}" for at in range(5000))
    text = (data / "projects.csv").read_text(encoding="utf-8")
    header, row = (line.split(",") for line in text.splitlines())
    row[header.index("site_group")] = labels
    (data / "projects.csv").write_text(",".join(header) + "\n" + ",".join(row), encoding="utf-8")
    assert len(read_problem(str(path)).site_groups) == 5000


# ---- text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''=1"]
)
def test_formulas_are_written_as_text_and_read_back(tmp_path: Path, text: str):
    write_table(pd.DataFrame({"id": ["A"], "name": [text]}), tmp_path / "t.csv")
    content = (tmp_path / "t.csv").read_bytes().decode("utf-8-sig")
    assert "'" + text in content.replace('"', "")
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["'", "'a'", "a=b", "", "-1.5", "P01", "−0.0146"])
def test_other_text_is_written_as_it_is(text: str):
    assert guarded(text) == text
    assert unguarded(text) == text


def test_a_formula_in_a_table_stays_what_it_is(data: Path, path: Path):
    edit(data / "projects.csv", "东城区", "'=东城区")
    assert read_tables(data).projects.data["district"][0] == "=东城区"


def test_control_characters_in_cells_are_refused_in_one_line(data: Path, path: Path):
    edit(data / "projects.csv", "东城区", "东\x1b城\x07区")
    assert english(lambda: read_tables(data), path) == [
        "data/projects.csv, row 2, district: found '东\\x1b城\\x07区'; "
        "allowed: text without control characters"
    ]


def test_nothing_that_a_message_quotes_reaches_the_terminal_raw():
    nasty = "a\x1b]0;x\x07\r\n\u202e\u2066\u2028\x9b\udcff"
    words = said(nasty)
    assert words.zh.isprintable()
    assert words.en.isprintable()
    finding = Finding(nasty, 1, nasty, words, words)
    assert InputError([finding]).lines("zh")[0].isprintable()
    assert shown("河源市 “十四五”，①") == "河源市 “十四五”，①"


def test_a_message_has_an_end():
    words = Words("项目" * 3000, "x" * 6000)
    zh, en = InputError([Finding("f", 1, "c", words, words)]).lines(), "…"
    assert len(zh[0]) < 2000
    assert en in zh[0]


@pytest.mark.parametrize("key", ["extends", "data"])
def test_a_name_that_no_disk_takes(path: Path, key: str):
    path.write_text(f'{key} = "{"a" * 5000}"', encoding="utf-8")
    lines = english(lambda: read_problem(str(path)), path)
    assert all(len(line) < 2000 for line in lines)
    with pytest.raises(InputError):
        read_problem("a" * 5000)


# ---- encodings ----------------------------------------------------------------------------------

CHINESE = "id,name\nP01,河源市第一中學擴建工程項目\nP02,人民醫院住院綜合樓建設項目\n"
JAPANESE = "id,name\nP01,市立中学校の建設事業\nP02,総合病院の改修プロジェクト\n"
KOREAN = "id,name\nP01,시립 중학교 건설 사업\nP02,종합 병원 개축 사업\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (CHINESE, "big5", "Big5"),
        (JAPANESE, "shift_jis", "Shift-JIS"),
        (KOREAN, "euc_kr", "EUC-KR"),
    ],
)
def test_tables_in_other_encodings_are_named(tmp_path: Path, text: str, codec: str, name: str):
    (tmp_path / "t.csv").write_bytes(text.encode(codec))
    assert findings_of(tmp_path / "t.csv", tmp_path) == [
        f"t.csv: found what looks like a table in {name}; "
        "allowed: a table saved as UTF-8 or GB18030"
    ]


@pytest.mark.parametrize("text", [CHINESE, JAPANESE, CHINESE[:12]])
def test_gb18030_is_read_whatever_it_holds(tmp_path: Path, text: str):
    (tmp_path / "t.csv").write_bytes(text.encode("gb18030"))
    assert not any("looks like" in line for line in findings_of(tmp_path / "t.csv", tmp_path))


def test_each_shipped_row_is_read_in_gb18030_by_itself(tmp_path: Path):
    rows = Path("data/projects.csv").read_text(encoding="utf-8-sig").splitlines()
    for row in rows[1:]:
        (tmp_path / "t.csv").write_bytes(f"id\n{row}".encode("gb18030"))
        assert not any("looks like" in line for line in findings_of(tmp_path / "t.csv", tmp_path))


def test_every_cap_is_listed_and_says_why():
    caps = [each for each in vars(limits).values() if isinstance(each, Cap)]
    assert list(CAPS) == caps
    assert all(cap.why.zh and cap.why.en for cap in CAPS)
    assert files.too_many(2, CAPS[0]).en == "2 bytes in a TOML file"
    assert toml.PLAIN.en


# ---- needs beyond reach -------------------------------------------------------------------------


def test_a_need_of_a_million_times_what_is_added_is_the_last_that_is_read(
    make: Make, tmp_path: Path
):
    path = make({"A": {"adds": {"S": 3}}, "B": {"adds": {"S": 1}}}, {"S": {"need": 4_000_000}})
    plan = plan_problem(read_problem(str(path)))
    # One project a year (the money), its worth in the first year and in both: 3/4e6 from 2021 on
    # and 1/4e6 in 2022, of 100 points.
    assert plan.score == pytest.approx(100 * (3 + 0.5) / 4e6, rel=1e-9)
    edit(tmp_path / "data" / "indicators.csv", "4000000", "4000001")
    assert english(lambda: read_problem(str(path)), path) == [
        "data/indicators.csv, row 2, need: found 4000001, of which all projects together add 4; "
        "allowed: a need of at most a million times what all projects add (mind the units)"
    ]
