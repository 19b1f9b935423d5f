"""`portfolio new`: an empty city that says what it lacks, and a copy of the shipped one."""

from __future__ import annotations

import csv
import importlib.util
import os
import pty
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

from portfolio.cli.main import main
from portfolio.inputs.new_city.place import example_files, write_folder
from portfolio.inputs.new_city.texts import even_shares
from tests.conftest import DATA, ROOT, SCENARIOS

OPTIONS = (
    *("--years", "2026-2030", "--domains", "教育,卫生,防洪", "--sources", "财政,国企"),
    *("--districts", "A区,B县", "--purses", "--budget", "20000", "--land", "80"),
    *("--title", "某市“规划”"),
)
ONE = {  # what 说明.txt says must be filled in
    "projects": {
        "id": "P01",
        "name": "某学校",
        "list": "planned",
        "domain": "education",
        "district": "B县",
        "funding": "fiscal",
        "total_investment": "5000",
        "plan_investment": "5000",
        "land": "20",
        "duration": "2",
    },
    "indicators": {"id": "S01", "name": "新增学位", "need": "1000"},
    "contributions": {"project_id": "P01", "indicator_id": "S01", "amount": "900"},
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def type_in(folder: Path, **otherwise: str) -> None:
    """Do what a clerk does: one row under each head, most cells empty."""
    for name, usual in ONE.items():
        cells = usual | (otherwise if name == "projects" else {})
        path = folder / "data" / f"{name}.csv"
        (head,) = table(path)
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow([cells.get(column, "") for column in head])


def test_an_empty_city_holds_what_was_asked_for(here: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["new", "city", *OPTIONS]) == 0
    assert sorted(each.relative_to("city").as_posix() for each in Path("city").rglob("*.*")) == [
        *(f"data/{name}.csv" for name in ("assumptions", "contributions", "domains")),
        *(f"data/{name}.csv" for name in ("indicators", "projects", "purses", "sources")),
        *("scenarios/base.toml", "说明.txt"),
    ]
    data = here / "city" / "data"
    assert [row[:2] for row in table(data / "domains.csv")[1:]] == [
        ["education", "教育"],
        ["health", "卫生"],
        ["domain_3", "防洪"],
    ]
    assert table(data / "purses.csv")[1:] == [  # 2 sources x 2 districts, totals to be summed up
        ["fiscal_1", "A区财政", "fiscal", "A区", "", ""],
        ["fiscal_2", "B县财政", "fiscal", "B县", "", ""],
        ["state_company_1", "A区国企", "state_company", "A区", "", ""],
        ["state_company_2", "B县国企", "state_company", "B县", "", ""],
    ]
    scenario = tomllib.loads((here / "city/scenarios/base.toml").read_text("utf-8"))
    assert scenario["title"] == "某市“规划”"
    assert scenario["horizon"] == {"first_year": 2026, "last_year": 2030}
    assert (scenario["budget"]["total"], scenario["land"]["total"]) == (20000, 80)
    assert capsys.readouterr().out.startswith("已建立 city\n下一步：填 city/data 里的")


def test_it_says_that_its_tables_have_no_rows_and_plans_once_they_have_one(
    here: Path, capsys: pytest.CaptureFixture[str]
):
    main(["new", "city", *OPTIONS])
    capsys.readouterr()
    assert main(["plan", "city/scenarios/base.toml"]) == 1
    assert capsys.readouterr().err.splitlines()[1:] == [
        f"city/data/{name}.csv：读到只有表头；应为至少一行"
        for name in ("projects", "indicators", "contributions")
    ]
    type_in(here / "city")
    assert main(["check", "--data", "city/data"]) == 0
    # P01 costs 5000 over two years and takes 20 亩; 16 are released in the first. A half can be
    # done in 2026 (2500 of 4000), all by 2027: 900 of 1000, of five years that weigh the same:
    # 90 x (0.5 + 4) / 5 = 81.
    assert main(["plan", "city/scenarios/base.toml"]) == 0
    assert "得分 81.0000" in capsys.readouterr().out


def test_codes_may_be_words_as_the_note_says(here: Path, capsys: pytest.CaptureFixture[str]):
    main(["new", "city", *OPTIONS])
    note = (here / "city" / "说明.txt").read_text("utf-8-sig")
    assert "代码也可以写中文：规划、储备，领域和来源写名称（教育、财政）" in note
    assert "P01 | 某学校 | planned | education | A区 | fiscal | 5000 | 5000 | 20 | 2" in note
    type_in(here / "city", list="规划", domain="防洪", funding="财政")
    assert main(["plan", "city/scenarios/base.toml"]) == 0
    assert "得分 81.0000" in capsys.readouterr().out


def test_what_is_not_said_is_as_usual_and_money_is_to_be_filled_in(
    here: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["new", "city", "--years", "2026至2028"]) == 0
    assert not (here / "city/data/purses.csv").exists()
    type_in(here / "city")
    assert main(["plan", "city/scenarios/base.toml"]) == 1
    err = capsys.readouterr().err
    assert err.splitlines()[1:] == [
        "city/scenarios/base.toml budget.total：读到缺少此键；应为必须有的键"
    ]


@pytest.mark.parametrize("count", range(1, 31))
def test_equal_shares_sum_to_1(count: int):
    assert sum(map(float, even_shares(count))) == pytest.approx(1, abs=1e-9)


# ---- refused ------------------------------------------------------------------------------------


def test_it_never_writes_over_what_is_there(here: Path, capsys: pytest.CaptureFixture[str]):
    Path("file").write_text("mine")
    Path("full").mkdir()
    Path("full/mine").write_text("mine")
    Path("link").symlink_to("nowhere")
    for name in ("file", "full", "link"):
        assert main(["new", name, "--lang", "en"]) == 1
        assert capsys.readouterr().err == (
            f"{name}: found something that is there already; "
            "allowed: a folder that is not there yet\n"
        )
    assert main(["new", "no/city", "--lang", "en"]) == 1
    assert "found no folder above it" in capsys.readouterr().err
    assert sorted(each.name for each in here.iterdir()) == ["file", "full", "link"]
    Path("empty").mkdir()
    assert main(["new", "empty"]) == 0


def test_a_disk_that_fails_leaves_nothing(here: Path):
    long = "x" * 300  # no disk takes such a name
    with pytest.raises(OSError, match="name too long"):
        write_folder(Path("city"), {"data/a.csv": b"a", f"data/{long}.csv": b"b"})
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (
            ["--years", "2030-2026"],
            "--years：读到“2030-2026”；应为首年-末年，如 2026-2030，至多 100 年",
        ),
        (["--domains", "教育,教育"], "--domains：读到“教育,教育”；应为不重复的名称，用逗号隔开"),
        (["--sources", "财政,,"], "--sources：读到“财政,,”；应为不重复的名称，用逗号隔开"),
        (["--budget", "-1"], "--budget：读到“-1”；应为不小于 0、不大于 1000000000000 的数（万元）"),
        (["--example", "广州"], "--example：读到“广州”；应为heyuan"),
        (["--example", "heyuan", "--purses"], "--example 不与其他选项一起用"),
    ],
)
def test_options_that_cannot_be(
    here: Path, capsys: pytest.CaptureFixture[str], options: list[str], line: str
):
    with pytest.raises(SystemExit) as stop:
        main(["new", "city", *options])
    assert stop.value.code == 2
    assert capsys.readouterr().err == f"用法错误：{line}（用法见 portfolio new --help）\n"
    assert list(here.iterdir()) == []


# ---- asked --------------------------------------------------------------------------------------


def test_on_a_terminal_it_asks_one_thing_after_the_other(here: Path):
    ours, theirs = pty.openpty()
    answers = ["某市", "二〇二六", "2026-2027", "教育", "", "甲县", "是", "100", ""]
    os.write(ours, "".join(f"{each}\n" for each in answers).encode())
    run = subprocess.run(
        [sys.executable, "-m", "portfolio.cli.start", "new", "city"],
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        timeout=60,
        check=True,
        text=True,
    )
    os.close(theirs)
    said = os.read(ours, 20_000).decode()
    os.close(ours)
    assert run.stdout.startswith("已建立 city\n")
    assert "领域 [教育,医疗卫生,住房保障,文化体育,应急保障]" in said
    assert "读到“二〇二六”；应为首年-末年，如 2026-2030" in said
    scenario = tomllib.loads((here / "city/scenarios/base.toml").read_text("utf-8"))
    assert (scenario["title"], scenario["budget"]["total"]) == ("某市", 100)
    assert scenario["horizon"] == {"first_year": 2026, "last_year": 2027}
    assert [row[0] for row in table(here / "city/data/purses.csv")[1:]] == [
        *("fiscal_1", "state_company_1", "private_1"),
    ]


# ---- the shipped city ---------------------------------------------------------------------------


def test_the_example_is_the_shipped_city(here: Path):
    assert main(["new", "heyuan", "--example", "heyuan"]) == 0
    for folder in (DATA, SCENARIOS):
        shipped = {each.name: each.read_bytes() for each in folder.iterdir()}
        copied = {
            each.name: each.read_bytes() for each in (here / "heyuan" / folder.name).iterdir()
        }
        assert copied == shipped
    assert set(example_files("heyuan")) >= {"data/projects.csv", "scenarios/base.toml"}


@pytest.mark.slow
def test_an_installed_package_carries_it(tmp_path: Path):
    """Wheel, fresh environment, no clone: the example plans to the score of the README."""
    source, home = tmp_path / "source", tmp_path / "home"
    home.mkdir()
    for name in ("portfolio", "data", "scenarios"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip = [sys.executable, "-m", "pip"]
    quiet = ["-q", "--no-deps", "--disable-pip-version-check"]
    if importlib.util.find_spec("setuptools"):  # or else pip fetches it from the index
        quiet.append("--no-build-isolation")
    subprocess.run([*pip, "wheel", *quiet, "-w", home, source], check=True, timeout=300)
    (wheel,) = home.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home / "env"], check=True)
    python = home / "env" / "bin" / "python"
    subprocess.run(
        [*pip, "--python", python, "install", *quiet[:3], wheel], check=True, timeout=300
    )
    (own,) = (home / "env").glob("lib/python*/site-packages")
    # What the package needs comes from this environment; the package itself does not.
    (own / "needed.pth").write_text(sysconfig.get_path("purelib"))
    shutil.rmtree(source)
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for arguments in (
        ["new", "heyuan", "--example", "heyuan"],
        ["plan", "heyuan/scenarios/base.toml"],
    ):
        run = subprocess.run(
            [home / "env" / "bin" / "portfolio", *arguments],
            cwd=home, env=clean, capture_output=True, text=True, check=True, timeout=300,
        )  # fmt: skip
    assert "得分 67.7775" in run.stdout
    assert (home / "reports" / "base" / "plan.json").exists()
