"""The table of what a city's papers do not state."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portfolio.errors import Findings, InputError
from portfolio.inputs.assumptions import Assumption, read_assumptions
from portfolio.inputs.read import read_problem
from portfolio.inputs.tables import read_tables
from portfolio.words import Words
from tests.conftest import DATA, ROOT, SCENARIOS

HEAD = "id,subject_zh,subject_en,basis_zh,basis_en,place\n"


def in_folder(folder: Path, rows: str) -> tuple[tuple[Assumption, ...], Findings]:
    folder.joinpath("assumptions.csv").write_text(HEAD + rows, encoding="utf-8")
    findings = Findings()
    return read_assumptions(folder, findings), findings


def test_the_shipped_city_lists_its_34_assumptions_in_both_languages():
    findings = Findings()
    listed = read_assumptions(DATA, findings)
    assert [each.id for each in listed] == [f"A{n}" for n in range(1, 35)]
    assert not findings.items
    for each in listed:
        assert each.place
        for words in (each.subject, each.basis):
            assert re.search("[\u4e00-\u9fff]|专栏", words.zh), each.id
            assert words.en
    assert read_problem(str(SCENARIOS / "base.toml")).assumptions == listed


def test_figures_stand_in_both_languages():
    """A translation that lost a number would tell another fact."""
    for each in read_assumptions(DATA, Findings()):
        zh, en = (
            {
                number.rstrip(".")
                for number in re.findall(r"[A-Z]?\d[\d.]*", f"{words[0]} {words[1]}")
            }
            for words in zip(each.subject, each.basis, strict=True)
        )
        assert {n for n in zh if len(n) > 2} == {n for n in en if len(n) > 2}, each.id


def test_the_page_has_each_assumption_once():
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    for each in read_assumptions(DATA, Findings()):
        assert page.count(f"| {each.id} | {each.subject.en} | ") == 1


def test_a_city_without_the_file_has_none(tmp_path: Path):
    assert read_assumptions(tmp_path, Findings()) == ()


def test_what_has_no_english_is_said_in_chinese(tmp_path: Path):
    listed, findings = in_folder(tmp_path, "A1,年度资金平均分配,,没有公布,,\n")
    assert listed == (
        Assumption(
            "A1", Words("年度资金平均分配", "年度资金平均分配"), Words("没有公布", "没有公布"), ""
        ),
    )
    assert not findings.items


def test_a_bad_table_is_named_where_the_others_are_read(tmp_path: Path):
    for path in DATA.glob("*.csv"):
        tmp_path.joinpath(path.name).write_bytes(path.read_bytes())
    in_folder(tmp_path, "A1,,,,,\nA1,x,,,,\n")
    with pytest.raises(InputError) as error:
        read_tables(tmp_path)
    file = (tmp_path / "assumptions.csv").as_posix()
    assert error.value.lines("en") == [
        f"{file}, row 2, subject_zh: found an empty cell; allowed: some text",
        f"{file}, row 3, id: found 'A1'; allowed: an id that is used once",
    ]
