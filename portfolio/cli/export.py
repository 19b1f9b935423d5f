"""`portfolio export`: the model of a scenario as a file that any solver reads."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.cli.command import Command
from portfolio.errors import Finding, InputError
from portfolio.questions.contract import Given
from portfolio.questions.options import File
from portfolio.questions.usual import SCENARIO, WHOLE
from portfolio.report.plain import as_json
from portfolio.words import Words, said, shown

if TYPE_CHECKING:
    from portfolio.engine.model import Model

ENDINGS = (".lp", ".mps")


def run(given: Given, as_values: bool) -> tuple[int, str]:
    """Build and write."""
    target = Path(given["file"])
    _check(target)
    from portfolio.engine.model import build_model
    from portfolio.inputs.read import read_problem

    problem = read_problem(given["scenario"], **given.changes)
    mode = problem.scenario.mode
    model = build_model(problem, mode)
    _write(model, target)
    rows, columns = model.matrix.shape
    found = {
        "file": target.as_posix(),
        "mode": mode,
        "whole": mode.all_or_nothing,
        "rows": rows,
        "columns": columns,
    }
    line = Words(
        f"已写出 {target}：{rows} 行约束，{columns} 个变量",
        f"wrote {target}: {rows} rows, {columns} columns",
    )
    return 0, as_json(found) if as_values else shown(line.to(given.lang))


def _check(target: Path) -> None:
    """
    Refuse a file that cannot be written, before anything is read.

    Raises
    ------
    InputError
        With one line.
    """
    found, wanted = said(target.name), None
    if target.suffix.lower() not in ENDINGS:
        wanted = Words("以 .lp 或 .mps 结尾的文件名", "a name that ends in .lp or .mps")
    elif target.is_dir() or not target.parent.is_dir():
        wanted = Words("已有文件夹里的文件", "a file in a folder that is there")
    if wanted is not None:
        raise InputError([Finding(target.as_posix(), None, None, found, wanted)])


def _write(model: Model, target: Path) -> None:
    """Write the file whole or not at all: beside its place first."""
    from portfolio.engine.program import write_model

    with tempfile.TemporaryDirectory(prefix=f".{target.stem}-", dir=target.parent) as folder:
        draft = Path(folder) / f"model{target.suffix.lower()}"
        write_model(model, draft)
        os.replace(draft, target)


COMMAND = Command(
    name="export",
    title=Words(
        "把情景的模型写成 LP 或 MPS 文件，供其他求解器读取",
        "write a scenario's model as an LP or MPS file, for other solvers to read",
    ),
    options=(
        SCENARIO,
        File(
            name="file",
            place="1",
            help=Words(
                "要写的文件，以 .lp 或 .mps 结尾", "the file to write, ending in .lp or .mps"
            ),
        ),
        *WHOLE[:2],
    ),
    run=run,
    examples=(
        "portfolio export base base.lp",
        "portfolio export base_whole base_whole.mps --whole --lang en",
        "portfolio export base_steady base_steady.lp --steady",
    ),
)
