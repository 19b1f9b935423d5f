"""Another city, another horizon, the fewest columns: nothing stops, and nothing speaks of 河源."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from portfolio.cli.main import main, questions
from portfolio.inputs.layouts import CONTRIBUTIONS, INDICATORS, PROJECTS
from portfolio.inputs.read import read_problem
from portfolio.report.grounds import grounds
from portfolio.words import Words
from tests.conftest import ROOT, complaints

# Eight projects of two districts; flood works and parks are no domains of the shipped city.
TABLES = {
    "projects": """\
id,name,list,domain,district,funding,total_investment,plan_investment,land,duration
F1,东堤加固工程,planned,flood,临江区,fiscal,3000,3000,0,2
F2,西堤加固工程,planned,flood,临江区,fiscal,2000,1500,0,1
F3,排涝泵站,reserve,flood,云山县,fiscal,1200,,0,1
K1,中心公园,planned,parks,云山县,developer,1000,1000,0,1
K2,滨江绿道,reserve,parks,临江区,developer,1500,,0,2
K3,儿童公园,reserve,parks,云山县,developer:0.5;fiscal:0.5,800,,0,1
K4,山地步道,reserve,parks,云山县,fiscal,600,,0,1
K5,湿地公园,reserve,parks,临江区,developer,4000,,0,3
""",
    "indicators": "id,name,need\nL,达标堤防长度,12\nG,新增公园面积,60\nQ,居民满意度,\n",
    "contributions": """\
project_id,indicator_id,amount
F1,L,5
F2,L,3
F3,L,2
K1,G,20
K2,G,25
K3,G,12
K4,G,6
K5,G,40
""",
}
SCENARIO = """\
title = "临江市公共服务规划"

[horizon]
first_year = 2026
last_year = 2030

[budget]
total = 9000
profile = [0.2, 0.2, 0.2, 0.2, 0.2]

[land]
total = 0
profile = [0.2, 0.2, 0.2, 0.2, 0.2]

[objective]
beyond_need = 0.3
year_weights = [0.2, 0.2, 0.2, 0.2, 0.2]
"""
FOREIGN = re.compile(r"河源|十四五|(?<![\d.,])20(20|25)(?!\d)|docs/data")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The made-up city, in whose folder we stand."""
    for folder in ("data", "scenarios"):
        (tmp_path / folder).mkdir()
    for name, text in TABLES.items():
        (tmp_path / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "scenarios" / "base.toml").write_text(SCENARIO, encoding="utf-8")
    (tmp_path / "scenarios" / "less.toml").write_text(
        'extends = "base.toml"\ntitle = "资金减少"\n[budget]\ntotal = 7000\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def texts_of(path: Path) -> list[str]:
    """All text in a file; of an Office file that of its parts, none of a picture."""
    if path.suffix in {".png", ".svg"}:  # outlines; their words are looked at in the source
        return []
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            names = [name for name in parts.namelist() if name.endswith(".xml")]
            return [re.sub("<[^>]*>", " ", parts.read(name).decode()) for name in names]
    return [path.read_text(encoding="utf-8-sig")]


NO_WORDS = re.compile(r"base64,[A-Za-z0-9+/=]+|[0-9a-f]{40,}")  # fonts, pictures, hashes


def foreign(root: Path) -> list[tuple[str, str]]:
    """Files that speak of another city or another plan, and the word."""
    return [
        (path.relative_to(root).as_posix(), found[0])
        for path in sorted((root / "reports").rglob("*"))
        if path.is_file()
        for text in texts_of(path)
        if (found := FOREIGN.search(NO_WORDS.sub("", text)))
    ]


CALLS = {
    "plan": ["base"],
    "worth": ["base"],
    "alternatives": ["base", "--count", "2"],
    "frontier": ["base", "--steps", "3"],
    "promote": ["base"],
    "compare": ["base", "less"],
    "rules": ["base"],
    "robust": ["base", "--draws", "4"],
    "replan": ["base", "--template", "actuals.csv", "--as-planned", "--as-of", "2027"],
    "assess": ["base", "--template", "schedule.csv"],
    "adjust": ["less", "--from", "reports/base"],
    "livelihood": ["base"],
    "extract": ["reports/base", "--district", "临江区"],
}
AFTER = {  # what a template is filled in for
    "replan": ["base", "--actuals", "actuals.csv", "--as-of", "2027"],
    "assess": ["base", "--schedule", "reports/base/allocation.csv"],
}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_question_can_be_asked(city: Path, capsys: pytest.CaptureFixture[str], lang: str):
    assert set(CALLS) == {each.name for each in questions()}, "a question that is not asked here"
    said = ""
    for name, arguments in CALLS.items():
        for given in (arguments, AFTER.get(name)):
            if given is None:
                continue
            code = main([name, *given, "--lang", lang])
            out, err = capsys.readouterr()
            said += out + err
            if name == "livelihood":  # this city has no such table
                assert code == 1
                assert "data/livelihood.csv" in err
            else:
                assert code == 0, (name, given, err)
    assert main(["check", "--lang", lang]) == 0
    said += capsys.readouterr().out
    assert not FOREIGN.search(said), FOREIGN.search(said)
    assert foreign(city) == []
    assert len(list((city / "reports").iterdir())) == len(CALLS) - 1


def test_no_word_of_the_program_is_of_one_city():
    """What no test above prints, the words in pictures among it, is looked at in the source."""
    # Examples of calls may name files; in docstrings numbers and names stand for themselves.
    spoken = re.compile(r'"[^"\n]*(河源|十四五|docs/data\.md)[^"\n]*"')
    # It offers that very city; it knows the names of all five-year plans.
    allowed = {"cli/new.py", "questions/plan/statements/view.py"}
    found = {
        path.relative_to(ROOT / "portfolio").as_posix(): hit[0]
        for path in sorted((ROOT / "portfolio").rglob("*.py"))
        if (hit := spoken.search(re.sub(r'"""(.|\n)*?"""', "", path.read_text("utf-8"))))
    }
    assert {name: text for name, text in found.items() if name not in allowed} == {}


def test_notes_name_the_grounds_that_the_city_has(city: Path):
    def said(text: str = "") -> Words:
        if text:
            (city / "data" / "projects.csv").write_text(text, encoding="utf-8")
        return grounds(read_problem("scenarios/base.toml"))

    assert said().zh == "数据中没有写依据"
    head, *rows = TABLES["projects"].splitlines()
    with_basis = "\n".join([f"{head},basis", *(f"{row},业主口径" for row in rows)])
    assert said(with_basis).en == "why: basis of the table of projects"
    (city / "data" / "assumptions.csv").write_text(
        "id,subject_zh\nA1,工期按规模估计\n", encoding="utf-8"
    )
    assert said() == Words(
        "其中的假设和依据见假设表（assumptions.csv）",
        "what is assumed, and why: the table of assumptions (assumptions.csv)",
    )


# ---- which columns are needed --------------------------------------------------------------------

NEEDED = {
    "projects": {
        *("id", "name", "list", "domain", "district", "funding"),
        *("total_investment", "land", "duration"),
    },
    "indicators": {"id", "name", "need"},
    "contributions": {"project_id", "indicator_id", "amount"},
}


def test_the_columns_that_must_be_there():
    for name, columns in (
        ("projects", PROJECTS),
        ("indicators", INDICATORS),
        ("contributions", CONTRIBUTIONS),
    ):
        needed = {key for key, column in columns.items() if not column.optional}
        assert needed == NEEDED[name]


def test_what_is_not_said_is_what_the_page_on_the_data_says(city: Path):
    problem = read_problem("scenarios/base.toml")
    assert problem.projects["land_kind"].tolist() == ["new"] * 8
    assert problem.projects["spend_profile"].tolist() == [()] * 8
    assert problem.indicators["weight"].tolist() == [1, 1, 1]
    assert problem.indicators["sense"].tolist() == ["at_least"] * 3
    assert problem.points.tolist() == [50, 50]  # Q has no need, so it earns nothing
    assert set(problem.origins) == {"assumed"}
    assert problem.added["assumed"].sum() == problem.amount.sum() == 113
    assert problem.purses.ids == ()


def test_planned_projects_need_the_column_of_their_money(city: Path):
    path = city / "data" / "projects.csv"
    lines = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    short = "\n".join(",".join([*cells[:7], *cells[8:]]) for cells in lines)
    path.write_text(short, encoding="utf-8")
    ((zh, en),) = complaints(lambda: read_problem("scenarios/base.toml"), city)
    assert (
        zh
        == "data/projects.csv 第 1 行 plan_investment：读到缺少此列；应为规划项目必须填规划期投资"
    )
    assert en.endswith("found no such column; allowed: planned projects need a plan investment")
    # A city that has a reserve list alone may do without it.
    path.write_text(short.replace("planned", "reserve"), encoding="utf-8")
    assert len(read_problem("scenarios/base.toml").projects) == 8


# ---- a clerk's first try -------------------------------------------------------------------------


def test_a_first_try_is_answered_in_a_handful_of_lines(
    city: Path, capsys: pytest.CaptureFixture[str]
):
    """Sixty projects with columns and words of the clerk's own: a line for each kind of mistake."""
    head = (
        "id,name,list,domain,地区名,领导,进度,状态,备注,联系人,电话,total_investment,land,duration"
    )
    rows = [
        f'{n},项目{n},在建,市政类,甲县,张,50%,正常,,李,123,"{n},000",{n}亩,两年'
        for n in range(1, 61)
    ]
    text = "\n".join([head, *rows])
    (city / "data" / "projects.csv").write_text(text, encoding="utf-8")
    assert main(["plan", "base"]) == 1
    lines = capsys.readouterr().err.splitlines()[1:]
    assert len(lines) <= 12, "\n".join(lines)
    kinds = [re.sub(r" 第.*?行|：.*", "", line) for line in lines]
    assert len(set(kinds)) == len(kinds), "two lines of one file and column"
    assert sum("等 60 行" in line for line in lines) == 6  # id, list, domain, money, land, years
    assert sum("7 处：读到“地区名”、“领导”、“进度”、" in line for line in lines) == 1
