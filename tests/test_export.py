"""`portfolio export`: the file holds the optimum of the plan, is whole or not there, one line."""

from __future__ import annotations

import json
from pathlib import Path

import highspy
import pytest

from portfolio.cli.export import COMMAND, run
from portfolio.engine import program
from portfolio.engine.highs import new_highs
from portfolio.errors import InputError, SolverError
from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan
from tests.conftest import SCENARIOS


def export(scenario: Path, file: Path, whole: bool = False, lang: str = "en", **more: bool) -> int:
    code, text = run(COMMAND.given(lang, scenario=scenario, file=file, whole=whole), **more)
    print(text)
    return code


def optimum(file: Path) -> float:
    highs = new_highs()
    assert highs.readModel(file.as_posix()) == highspy.HighsStatus.kOk
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return highs.getObjectiveValue()


@pytest.mark.parametrize("ending", ["lp", "mps", "LP"])
@pytest.mark.parametrize("name", ["base", "carry_over", "open_competition"])
def test_the_optimum_of_the_file_is_the_bound_of_the_plan(
    tmp_path: Path, name: str, ending: str, capsys: pytest.CaptureFixture
):
    scenario, file = SCENARIOS / f"{name}.toml", tmp_path / f"model.{ending}"
    assert export(scenario, file, as_values=False) == 0
    line = capsys.readouterr().out
    plan = make_plan(read_problem(scenario))
    lowered = file.rename(file.with_suffix(f".{ending.lower()}"))  # HiGHS goes by the ending
    assert optimum(lowered) == pytest.approx(plan.bound, rel=1e-7)
    assert line.startswith(f"wrote {file}: ")
    assert line.endswith(" columns\n")


@pytest.mark.parametrize("ending", ["lp", "mps"])
def test_whole_projects(tmp_path: Path, ending: str):
    # Searched to a gap of 1e-4 here and there: the best of both differ by no more than that.
    scenario, file = SCENARIOS / "base_whole.toml", tmp_path / f"model.{ending}"
    assert export(scenario, file, whole=True, as_values=False) == 0
    plan = make_plan(read_problem(scenario, mode="whole"))
    assert optimum(file) == pytest.approx(plan.bound, rel=2e-4)


def test_a_case_on_paper_in_both_modes(two_schools: Path, tmp_path: Path):
    # In shares 80 points, whole 60 (see conftest).
    for whole, best in ((False, 80), (True, 60)):
        for ending in ("lp", "mps"):
            export(two_schools, tmp_path / f"m.{ending}", whole, as_values=False)
            assert optimum(tmp_path / f"m.{ending}") == pytest.approx(best)


def test_the_line_says_rows_and_columns(
    two_schools: Path, tmp_path: Path, capsys: pytest.CaptureFixture
):
    # 2 projects + 2 years of money + 2 of land + 2 of attainment; 4 of work, 2 met, 2 beyond.
    file = tmp_path / "m.lp"
    export(two_schools, file, as_values=False)
    export(two_schools, file, lang="zh", as_values=False)
    export(two_schools, file, as_values=True)
    en, zh, *values = capsys.readouterr().out.splitlines()
    assert en == f"wrote {file}: 8 rows, 8 columns"
    assert zh == f"已写出 {file}：8 行约束，8 个变量"
    assert json.loads("\n".join(values)) == {
        "file": file.as_posix(),
        "mode": "shares",
        "whole": False,
        "rows": 8,
        "columns": 8,
    }


@pytest.mark.parametrize("name", ["model.txt", "model", "model.lp.gz"])
def test_another_ending_is_refused(two_schools: Path, tmp_path: Path, name: str):
    with pytest.raises(InputError) as caught:
        export(two_schools, tmp_path / name, as_values=False)
    [en], [zh] = caught.value.lines("en"), caught.value.lines("zh")
    file = (tmp_path / name).as_posix()
    assert en == f"{file}: found '{name}'; allowed: a name that ends in .lp or .mps"
    assert zh == f"{file}：读到“{name}”；应为以 .lp 或 .mps 结尾的文件名"
    assert not (tmp_path / name).exists()


def test_a_folder_that_is_not_there_is_refused(two_schools: Path, tmp_path: Path):
    with pytest.raises(InputError) as caught:
        export(two_schools, tmp_path / "nowhere" / "m.lp", as_values=False)
    assert caught.value.lines("en")[0].endswith("allowed: a file in a folder that is there")
    (tmp_path / "m.lp").mkdir()
    with pytest.raises(InputError):
        export(two_schools, tmp_path / "m.lp", as_values=False)


def test_a_file_is_written_whole_or_not_at_all(
    two_schools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "out" / "m.lp"
    file.parent.mkdir()
    file.write_text("before", encoding="utf-8")

    def fails(model: object, path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise SolverError([])

    monkeypatch.setattr(program, "write_model", fails)
    with pytest.raises(SolverError):
        export(two_schools, file, as_values=False)
    assert file.read_text(encoding="utf-8") == "before"
    assert list(file.parent.iterdir()) == [file], "nothing is left beside it"
