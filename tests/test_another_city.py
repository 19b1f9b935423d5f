"""The page on another city, walked: a made-up city of 60 projects from `new` to its report."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from portfolio.cli.main import main
from tests.conftest import ROOT
from tests.yunling import NEW, own_rows, type_in

PAGE = (ROOT / "docs" / "another_city.zh.md").read_text(encoding="utf-8")
BOOK = Path("yunling") / "yunling.xlsx"


def calls() -> list[tuple[str, list[str]]]:
    """Return the commands of the page and what it shows of each."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ .venv/bin/portfolio "), []))
            else:
                found[-1][1].append(line)
    return found


def spoil(_: Path) -> None:
    file = openpyxl.load_workbook(BOOK)
    projects = file["项目"]
    heads = {str(each.value): each.column for each in projects[1]}
    projects.cell(5, heads["工期（年）"]).value = "一年半"
    projects.cell(9, heads["领域"]).value = "水务"
    file["贡献"].cell(4, 1).value = "P99"
    file.save(BOOK)


def mend_and_cut(_: Path) -> None:
    type_in(BOOK)
    file = openpyxl.load_workbook(BOOK)
    settings = file["情景"]
    settings["E1"].value = "减资"
    for row in settings.iter_rows(min_row=2):
        said = {"title": "2027年减15%", "extends": "base"}.get(row[1].value)
        if said:
            row[4].value = said
    amounts = [40000, 34000, 40000, 40000, 40000]
    file["资金"].append(["减资", "年度预算", None, "金额", None, *amounts])
    file.save(BOOK)


@pytest.mark.slow
def test_the_page_on_another_city(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    hands = {1: spoil, 2: mend_and_cut}  # what is done before the second and the third command
    for at, (command, shown) in enumerate(calls()):
        if at == 1:
            type_in(BOOK)
        if at in hands:
            hands[at](BOOK)
        code = main(command.split())
        assert code == (1 if at == 1 else 0), command
        out, err = capsys.readouterr()
        printed = [line for line in (err + out).splitlines() if not line.startswith("…")]
        for line in (each for each in shown if each != "…"):
            assert line in printed
    assert (tmp_path / "reports" / "yunling_base" / "plan.docx").is_file()


def test_the_page_says_what_the_hands_type():
    assert NEW in PAGE
    heads = "、".join(map(str, own_rows()[0]))
    assert heads.replace("\n", "") in PAGE.replace("\n", "")
    assert len(own_rows()) == 61
